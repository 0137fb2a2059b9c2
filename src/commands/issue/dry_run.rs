//! The request, shown instead of sent.

use super::Issuing;
use crate::attempt::payment;
use crate::commands::preflight::Held;
use crate::commands::{Desk, Failure, books};
use crate::exit::Exit;
use crate::gateway::signature;
use crate::gateway::wire::SignedRequest;
use crate::journal::{Begun, Record};
use crate::language::text;
use crate::output::text::clause_and;
use crate::output::{DryRunDocument, standing};
use crate::refund::twin::{Place, TwinSearch};
use crate::refund::{Intent, State, hong_kong};

impl Issuing<'_> {
    /// Shows what would be sent, and what the journal has against it.
    pub(super) fn show(&self, mut intent: Intent, desk: &mut Desk<'_>) -> Exit {
        let refused = match self.foretold(&mut intent, desk) {
            Ok(held) => held.map(|held| held.naming(self.party.profile.name())),
            Err(failure) => Some(Held::from(failure)),
        };
        if let Some(held) = &refused {
            let message = &held.message;
            let what = text!("issue-foretold", "it would not be sent: {message}", message);
            desk.console.warn(clause_and(&what, &held.next).trim_end());
        }
        let (args, party) = (self.args, self.party);
        // As if it were sent now.
        let now = || hong_kong::gateway_time(desk.clock.now());
        intent.txdtm = intent.txdtm.or_else(|| Some(now()));
        let request = SignedRequest::refund(&intent, self.merchant);
        let string_to_sign = if args.reveal_key {
            signature::revealed_text(&request.pairs, &self.merchant.client_key)
        } else {
            signature::masked_text(&request.pairs)
        };
        let document = DryRunDocument {
            profile: party.profile.name().to_owned(),
            environment: party.profile.environment(),
            moves_money: party.profile.environment().moves_money(),
            gateway: party.gateway_lines(),
            method: "POST",
            url: format!("{}{}", party.shown_address(), request.path),
            headers: std::iter::once(("Host", party.shown_host()))
                .chain(request.headers.clone())
                // As the HTTP library writes them; nobody reads their case.
                .map(|(name, value)| (name.to_lowercase(), value))
                .collect(),
            body: request.body.clone(),
            parameters: request.pairs.iter().cloned().collect(),
            string_to_sign,
            key_revealed: args.reveal_key,
            sign_type: self.merchant.sign_type.name(),
            signature: request.signature.clone(),
            out_trade_no: intent.out_trade_no.to_string(),
            amount: intent.amount.in_words(intent.currency),
            refused: refused.map(|held| held.message),
        };
        desk.console.result(&document, Exit::Success, false)
    }

    /// Finds what the journal alone would refuse, and the number of a further attempt. It is only read: the
    /// transaction that claims has the last word.
    fn foretold(&self, intent: &mut Intent, desk: &Desk<'_>) -> Result<Option<Held>, Failure> {
        if let Err(held) = self.within_limits(intent) {
            return Ok(Some(held));
        }
        if let Some(missing) = books::missing(self.party, desk)? {
            return Ok(Some(missing.into()));
        }
        if !books::is_there(self.party, desk)? {
            return Ok(self.nothing_before());
        }
        let mut journal = books::read_only(&books::place(&self.party.profile, desk)?)?;
        let earlier = self.written_down(&intent.out_trade_no, &mut *journal)?;
        let further = match self.further(earlier.as_ref(), &mut *journal) {
            Ok(further) => further,
            Err(held) => return Ok(Some(held)),
        };
        if let Some(further) = further {
            intent.out_trade_no = further.number;
        } else if let Some(record) = &earlier {
            let before = self.used_for_another(record, Some(intent.amount));
            if before.is_some() || record.state() != State::Planned {
                return Ok(before.or_else(|| Some(self.issued_before(record))));
            }
        }
        if earlier.is_none()
            && let Some(begun) = self.alike(&mut *journal)?
        {
            return Ok(self.refusal(&begun));
        }
        let others = payment::records(&intent.syssn, &self.party.profile, &mut *journal)?;
        Ok(self.against(intent, others, desk))
    }

    /// Finds the refund of the payment that stands in the way.
    fn against(&self, intent: &Intent, others: Vec<Record>, desk: &Desk<'_>) -> Option<Held> {
        let others = others.into_iter();
        let mut others = others.filter(|other| *other.number() != intent.out_trade_no);
        let window = self.party.profile.guards().twin_window;
        let search = TwinSearch::new(desk.clock.now(), window);
        // What is planned is taken up where nothing tells the two apart.
        let is_taken_up = |other: &Record| {
            other.state() == State::Planned
                && other.wanted.intent.currency == intent.currency
                && other.wanted.batch.is_none()
                && intent.reference.is_none()
        };
        let is_twin = |other: &Record| {
            !self.args.twin
                && !is_taken_up(other)
                && other.wanted.intent.amount == intent.amount
                && search.finds(other.state(), other.created_at, Place::Alone)
        };
        let stands = |other: &Record| {
            let looked_at = self.wanted.beside_open.contains(other.number());
            other.state().is_open() && !looked_at || is_twin(other)
        };
        let other = others.find(stands)?;
        let begun = match other.state() {
            _ if is_twin(&other) => Begun::Twin(Box::new(other)),
            State::Sending => Begun::Busy(Box::new(other)),
            _ => Begun::Open(vec![other]),
        };
        self.refusal(&begun)
    }

    fn issued_before(&self, record: &Record) -> Held {
        let (message, next) = standing(record, self.party.profile.name());
        let message = text!(
            "issue-before-as",
            "it was issued before as {number}: {message}",
            number = record.number(),
            message
        );
        Held::new(Exit::Refused, "replayed", message, next)
    }
}
