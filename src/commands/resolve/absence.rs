//! What looks at the gateway have shown of a refund whose outcome is open. An operator's order to
//! send it again, or word on what became of it, rests on that.

use crate::commands::Desk;
use crate::commands::attempts::look;
use crate::commands::merchant::Gateway;
use crate::gateway::enquiry::months_of;
use crate::journal::{Journal, JournalError, Looks, Record};
use crate::language::{clauses, in_english, joined, text, word};
use crate::output::text::counted;
use crate::output::{standing, when};
use crate::refund::resend::{
    self, Bar, EMPTY_FOR, EMPTY_LOOKS, is_lasting, lasting_from, next_look,
};
use crate::refund::{Endpoint, Event, OutTradeNo, State, clock, command};
use time::OffsetDateTime;

/// What the journal has of looks at a refund.
pub(super) struct Absence {
    looks: Looks,
    /// Where it was sent.
    sent: Option<Endpoint>,
    /// How many looks found nothing where it was never sent.
    elsewhere: u64,
}

impl Absence {
    pub(super) fn of(record: &Record, journal: &mut dyn Journal) -> Result<Self, JournalError> {
        let looks = journal.looks(record.id)?;
        let events = journal.events(record.id)?;
        let places = events
            .iter()
            .map(|event| (event.event, event.endpoint.clone()));
        let sent = resend::sent_through(places);
        let mut elsewhere = 0_u64;
        for event in events {
            if resend::is_sent(event.event) || event.event == Event::Restored {
                elsewhere = 0;
            } else if event.event == Event::FoundNothing
                && !resend::counts(sent.as_ref(), event.endpoint.as_ref())
            {
                elsewhere = elsewhere.saturating_add(1);
            }
        }
        Ok(Self {
            looks,
            sent,
            elsewhere,
        })
    }

    /// Looks once more, now, and returns what the looks show with that. Fails, as a clause and with what to do,
    /// where it found something or taught nothing.
    pub(super) fn confirmed(
        record: &Record,
        profile: &str,
        gateway: &Gateway<'_>,
        journal: &mut dyn Journal,
        desk: &mut Desk<'_>,
    ) -> Result<Result<Self, (String, String)>, JournalError> {
        let number = record.number();
        let before = journal.looks(record.id)?.count;
        let after = look(record.clone(), gateway, journal, desk);
        if after.state() != record.state() {
            let (message, next) = standing(&after, profile);
            return Ok(Err((
                text!(
                    "resolve-asked-now",
                    "the gateway was asked just now, and it is {message}",
                    message
                ),
                next,
            )));
        }
        let found = Self::of(&after, journal)?;
        if let Some(at) = found.looks.shown {
            return Ok(Err((shown(at), used(number, profile))));
        }
        // One that counts: last week's absence says nothing of what was executed or listed since.
        if found.looks.count > before {
            return Ok(Ok(found));
        }
        let why = text!(
            "resolve-no-absence",
            "the gateway was asked just now, and that showed no absence; {found}",
            found = found.in_words()
        );
        let again = command("resolve", number.as_str(), profile);
        Ok(Err((
            why,
            text!(
                "resolve-see-answer",
                "See what it answers: `{again}`.",
                again
            ),
        )))
    }

    /// Says what the looks have shown, where they show lasting absence and the gateway never told of
    /// something under the number. Otherwise why that is not so, as a clause, and what to do about it.
    pub(super) fn lasting(
        &self,
        number: &OutTradeNo,
        profile: &str,
    ) -> Result<String, (String, String)> {
        if let Some(at) = self.looks.shown {
            return Err((shown(at), used(number, profile)));
        }
        if is_lasting(self.looks.count, self.looks.span) {
            return Ok(in_words(&self.looks));
        }
        let how = text!(
            "resolve-or-unseen",
            "{how} Or say why nobody can look, with --unseen.",
            how = self.how(number, profile)
        );
        Err((self.in_words(), how))
    }

    /// Says what the looks rest on that a resend through an endpoint needs, or else why it may not be
    /// sent again, as a sentence, and what to do.
    pub(super) fn of_resend(
        &self,
        number: &OutTradeNo,
        through: &Endpoint,
        profile: &str,
    ) -> Result<String, (String, String)> {
        let looks = (self.looks.count, self.looks.span);
        match resend::bar(self.looks.shown, (self.sent.as_ref(), through), looks) {
            // It is written down.
            None => Ok(in_english(|| in_words(&self.looks))),
            Some(Bar::Shown(at)) => Err((
                text!(
                    "resolve-cannot-again",
                    "{number} cannot be sent again: {shown}",
                    number,
                    shown = shown(at)
                ),
                used(number, profile),
            )),
            Some(Bar::Elsewhere(how)) => Err((
                text!(
                    "resolve-cannot-from-here",
                    "{number} cannot be sent again from here: it was sent with {how}",
                    number,
                    how
                ),
                text!(
                    "resolve-cannot-from-here-fix",
                    "That it is not found where it was never sent shows nothing. Set that back in the profile, or say what became of it: `{close}`.",
                    close = close(number, profile)
                ),
            )),
            Some(Bar::TooEarly) => Err((
                text!(
                    "resolve-cannot-yet",
                    "{number} cannot be sent again yet: {looks}",
                    number,
                    looks = self.in_words()
                ),
                self.how(number, profile),
            )),
        }
    }

    /// Says how many looks found nothing, and over how long, for a table.
    pub(super) fn in_short(&self) -> String {
        let over = clock::lasting(seconds_of(&self.looks));
        text!(
            "resolve-looks-over",
            "{count} over {over}",
            count = self.looks.count,
            over
        )
    }

    fn how(&self, number: &OutTradeNo, profile: &str) -> String {
        let there = if self.elsewhere > 0 {
            word!("resolve-there", " there, with the profile set back,")
        } else {
            ""
        };
        text!(
            "resolve-it-takes",
            "It takes {enough}{there}: `{command} --wait=900`.",
            enough = enough(),
            there,
            command = command("resolve", number.as_str(), profile)
        )
    }

    fn in_words(&self) -> String {
        let counted_ones = in_words(&self.looks);
        self.elsewhere().map_or_else(
            || counted_ones.clone(),
            |elsewhere| format!("{counted_ones}; {elsewhere}"),
        )
    }

    /// Says which looks do not count, as a clause.
    fn elsewhere(&self) -> Option<String> {
        let sent = self.sent.as_ref()?;
        (self.elsewhere > 0).then(|| {
            text!("resolve-elsewhere", "{looks} that found nothing elsewhere {do_or_does} not count, for it was sent to {sent}", looks = counted(self.elsewhere, "look"), do_or_does = if self.elsewhere == 1 { word!("resolve-elsewhere-does", "does") } else { word!("resolve-elsewhere-do", "do") }, sent = sent.in_words())
        })
    }
}

/// Says that the gateway has had something under a number, as a clause.
fn shown(at: OffsetDateTime) -> String {
    text!(
        "resolve-shown",
        "the gateway told of something under it at {when}",
        when = when(at)
    )
}

/// What to do about a number that the gateway has shown.
fn used(number: &OutTradeNo, profile: &str) -> String {
    text!(
        "resolve-used-fix",
        "A number that was once there is used, whatever is not found later. See `{command}`, let a person look at it in the merchant portal, and say what became of it: `{close}`.",
        command = command("show", number.as_str(), profile),
        close = close(number, profile)
    )
}

fn close(number: &OutTradeNo, profile: &str) -> String {
    let close = command("close", number.as_str(), profile);
    format!("{close} --as WORD --note TEXT --unseen REASON")
}

fn enough() -> String {
    text!(
        "resolve-enough",
        "{looks} looks over {lasting} that find nothing",
        looks = EMPTY_LOOKS,
        lasting = clock::lasting(EMPTY_FOR.as_secs())
    )
}

fn in_words(looks: &Looks) -> String {
    match looks.span {
        None => text!("resolve-not-asked", "the gateway has not been asked since"),
        Some((first, _)) if looks.count == 1 => text!(
            "resolve-one-look",
            "1 look found nothing, at {when}",
            when = when(first)
        ),
        Some((first, last)) => text!(
            "resolve-looks",
            "{looks} in a row found nothing, from {first} to {last} ({lasting})",
            looks = counted(looks.count, "look"),
            first = when(first),
            last = when(last),
            lasting = clock::lasting(seconds_of(looks))
        ),
    }
}

/// How long it was from the first look to the last, in seconds.
fn seconds_of(looks: &Looks) -> u64 {
    let seconds = looks.span.map(|(first, last)| {
        let seconds = last.unix_timestamp().saturating_sub(first.unix_timestamp());
        u64::try_from(seconds).unwrap_or_default()
    });
    seconds.unwrap_or_default()
}

/// Says where a refund stands and what to do ([`standing`]), with what looks have shown of it while
/// its outcome is open.
pub(in crate::commands) fn standing_looked(
    record: &Record,
    profile: &str,
    now: OffsetDateTime,
    journal: &mut dyn Journal,
) -> (String, String) {
    let (message, next) = standing(record, profile);
    match looked(record, profile, now, journal) {
        Ok(None) => (message, next),
        Ok(Some((what, instead))) => (clauses([message, what]), instead.unwrap_or(next)),
        Err(error) => (
            text!(
                "resolve-looks-unread",
                "{message}; the looks at it cannot be read ({error})",
                message,
                error
            ),
            next,
        ),
    }
}

/// Says what the looks have shown, as a clause, and what to do after those that found nothing.
fn looked(
    record: &Record,
    profile: &str,
    now: OffsetDateTime,
    journal: &mut dyn Journal,
) -> Result<Option<(String, Option<String>)>, JournalError> {
    if !record.state().is_open() {
        return Ok(None);
    }
    let absence = Absence::of(record, journal)?;
    let looks = &absence.looks;
    let is_unknown = record.state() == State::Unknown;
    if let Some(at) = looks.shown.filter(|_| is_unknown) {
        let next = used(record.number(), profile);
        return Ok(Some((shown(at), Some(next))));
    }
    let Some((first, last)) = looks.span.filter(|_| is_unknown) else {
        if let Some(elsewhere) = absence.elsewhere().filter(|_| is_unknown) {
            let next = text!(
                "resolve-do-not-send",
                "Do not send it again. {how}",
                how = absence.how(record.number(), profile)
            );
            return Ok(Some((elsewhere, Some(next))));
        }
        let events = journal.events(record.id)?;
        let look = events.iter().rfind(|event| {
            let seen = event.observed.unwrap_or(event.event);
            matches!(
                seen,
                Event::FoundDone
                    | Event::FoundRefused
                    | Event::FoundProcessing
                    | Event::FoundNothing
            )
        });
        let look = look.map(|look| {
            text!(
                "resolve-last-looked",
                "last looked for {when}",
                when = when(look.at)
            )
        });
        return Ok(look.map(|look| (look, None)));
    };
    let number = record.number().as_str();
    let months = months_of(record, last);
    let months: Vec<String> = months.iter().map(ToString::to_string).collect();
    let asked = text!(
        "resolve-asked-for",
        "the gateway was asked for {number}, without a month and in {months}: {absence}",
        number,
        months = joined(months),
        absence = absence.in_words()
    );
    let resend = command("resolve --resend", number, profile);
    let next = if is_lasting(looks.count, looks.span) {
        text!(
            "resolve-portal-resend",
            "If the merchant portal does not show it either, an operator may order it to be sent again now, under the same number: `{resend}`.",
            resend
        )
    } else {
        let look = next_look(looks.count, first);
        text!(
            "resolve-look-again",
            "Do not send it again. Look again {now}: `{command}`. From {when} on, after {enough}, an operator may order it to be sent again under the same number: `{resend}`.",
            now = if look > now {
                text!("resolve-after", "after {when}", when = when(look))
            } else {
                text!("resolve-now", "now")
            },
            command = command("resolve", number, profile),
            when = when(lasting_from(first)),
            enough = enough(),
            resend
        )
    };
    Ok(Some((asked, Some(next))))
}
