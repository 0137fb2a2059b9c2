//! `--again`: a further attempt under a reference whose refund was declined or given up.

use super::Issuing;
use crate::commands::preflight::Held;
use crate::exit::Exit;
use crate::journal::{Filter, Journal, JournalError, Listing, NextAttempt, Record, next_attempt};
use crate::language::text;
use crate::output::standing;
use crate::refund::{OutTradeNo, Reference, State};

/// A further attempt.
pub(super) struct Further {
    /// Its number.
    pub(super) number: OutTradeNo,
    /// The attempt whose place it takes.
    pub(super) before: Record,
}

impl Further {
    /// Says what is tried again, and what is different now.
    pub(super) fn in_words(&self, issuing: &Issuing<'_>) -> String {
        let old = &self.before.wanted.intent;
        let (stood, _) = standing(&self.before, issuing.party.profile.name());
        let code = self.before.progress.respcd.as_deref();
        let code = code.map_or_else(String::new, |code| {
            text!("issue-further-code", " ({code})", code)
        });
        let mut words = text!(
            "issue-further",
            "a further attempt, in the place of {number}, which was {stood}{code}",
            number = self.before.number(),
            stood,
            code
        );
        if old.syssn != issuing.wanted.payment {
            words.push_str(&text!(
                "issue-further-payment",
                "; that was a refund of payment {payment}",
                payment = old.syssn
            ));
        }
        words
    }
}

impl Issuing<'_> {
    /// Finds the attempt that comes next under the reference. None where one is written down already and
    /// waits to be sent: that is taken up, as without `--again`.
    pub(super) fn further(
        &self,
        earlier: Option<&Record>,
        journal: &mut dyn Journal,
    ) -> Result<Option<Further>, Held> {
        let (true, Some(reference)) = (self.args.again, &self.wanted.reference) else {
            return Ok(None);
        };
        let Some(newest) = earlier else {
            return self.nothing_before().map_or(Ok(None), Err);
        };
        if newest.state() == State::Planned {
            return Ok(None);
        }
        if let Some(stands) = self.not_over(newest, reference, journal)? {
            return Err(self.not_again(&stands, reference));
        }
        let key = self.party.key();
        let number = |attempt| key.number(reference, attempt);
        match next_attempt(journal, &key, number)? {
            NextAttempt::Free(number) => Ok(Some(Further {
                number,
                before: newest.clone(),
            })),
            NextAttempt::Stands(record) => Err(self.not_again(&record, reference)),
        }
    }

    fn not_again(&self, stands: &Record, reference: &Reference) -> Held {
        let (stood, next) = standing(stands, self.party.profile.name());
        let number = stands.number();
        Held::new(
            Exit::Refused,
            "again",
            text!(
                "issue-not-again",
                "the reference `{reference}` is not tried again: its refund {number} is {stood}",
                reference,
                number,
                stood
            ),
            next,
        )
    }

    /// Says that there is nothing to try again, where that is wanted.
    pub(super) fn nothing_before(&self) -> Option<Held> {
        let reference = self.wanted.reference.as_ref()?;
        self.args.again.then(|| {
            Held::new(
                Exit::Refused,
                "again",
                text!(
                    "issue-nothing-before",
                    "nothing was issued under the reference `{reference}` before",
                    reference
                ),
                text!(
                    "issue-nothing-before-next",
                    "Leave out --again; or give the very reference of the refund that is to be tried again."
                ),
            )
        })
    }

    /// Finds the newest attempt of which nobody can say that it is over and nothing was executed.
    fn not_over(
        &self,
        newest: &Record,
        reference: &Reference,
        journal: &mut dyn Journal,
    ) -> Result<Option<Record>, JournalError> {
        let filter = Filter {
            merchant: Some(self.party.key()),
            reference: Some(reference.clone()),
            ..Filter::default()
        };
        for attempt in std::iter::once(Ok(newest.clone())).chain(Listing::new(journal, filter)) {
            let attempt = attempt?;
            if !attempt.state().may_be_replaced() {
                return Ok(Some(attempt));
            }
        }
        Ok(None)
    }
}
