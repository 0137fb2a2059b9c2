//! Every refund of a payment with what is known of its money, for whoever asks about the payment.

use crate::journal::Record;
use crate::refund::preflight::Earlier;
use crate::refund::{ClosedAs, Outcome, State};
use time::OffsetDateTime;

/// What is known of the money of one refund, by gateway and journal together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Known {
    /// It is done.
    Refunded,
    /// The gateway works on it.
    Pending,
    /// Nobody knows.
    Unknown,
    /// It was written down and never sent.
    Planned,
    /// Nothing went back by it.
    Nothing,
    /// An operator says that the payer has it by another way.
    GivenElsewhere,
    /// Nobody found out, and an operator has settled it so.
    WrittenOff,
    /// The gateway shows something else than the journal, which has it in this state.
    Contradicted(State),
}

impl Known {
    fn of(refund: &Earlier, state: Option<State>) -> Self {
        let Some(state) = state else {
            return match refund.outcome {
                Outcome::Refunded => Self::Refunded,
                Outcome::Pending => Self::Pending,
                Outcome::Unknown => Self::Unknown,
                Outcome::Declined | Outcome::NotSent => Self::Nothing,
            };
        };
        let tells = refund.shown && refund.outcome != Outcome::Unknown;
        // That the gateway refused what is closed says nothing against an operator's word.
        let agrees = refund.outcome == state.outcome()
            || refund.outcome == Outcome::Declined && matches!(state, State::Closed(_));
        match state {
            // Its sender tells what becomes of it.
            State::Sending => Self::Unknown,
            _ if tells && !agrees => Self::Contradicted(state),
            State::Unknown => Self::Unknown,
            State::Pending => Self::Pending,
            State::Refunded => Self::Refunded,
            State::Planned => Self::Planned,
            State::Declined | State::Cancelled | State::Closed(ClosedAs::NotRefunded) => {
                Self::Nothing
            }
            State::Closed(ClosedAs::RefundedElsewhere) => Self::GivenElsewhere,
            State::Closed(ClosedAs::WrittenOff) => Self::WrittenOff,
        }
    }

    /// Returns the state that it waits in, none where it is settled. What contradicts itself is not known.
    #[must_use]
    pub fn open(self) -> Option<State> {
        match self {
            Self::Pending => Some(State::Pending),
            Self::Unknown => Some(State::Unknown),
            Self::Planned => Some(State::Planned),
            Self::Contradicted(state) if state.may_settle() => Some(state),
            Self::Contradicted(_) => Some(State::Unknown),
            Self::Refunded | Self::Nothing | Self::GivenElsewhere | Self::WrittenOff => None,
        }
    }
}

/// One refund of a payment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// As gateway and journal know it together.
    pub refund: Earlier,
    /// As the journal has it, where it does.
    pub record: Option<Record>,
    /// What is known of its money.
    pub known: Known,
}

impl Told {
    /// Takes a refund and its record.
    #[must_use]
    pub fn of(refund: Earlier, record: Option<Record>) -> Self {
        let known = Known::of(&refund, record.as_ref().map(Record::state));
        Self {
            refund,
            record,
            known,
        }
    }

    /// When it was made, as far as that is known; where it was never sent, written down.
    #[must_use]
    pub fn at(&self) -> Option<OffsetDateTime> {
        let made = self.record.as_ref().map(Record::made_at);
        match self.refund.shown {
            true => self.refund.at.or(made),
            false => made.or(self.refund.at),
        }
    }

    /// Since when it is open.
    #[must_use]
    pub fn open_since(&self) -> Option<OffsetDateTime> {
        self.known.open()?;
        let since = self
            .record
            .as_ref()
            .map(|record| record.progress.open_since().unwrap_or(record.created_at));
        since.or(self.refund.at)
    }
}

/// Joins the refunds of a payment with their records, and adds those that were never sent. The oldest come
/// first.
#[must_use]
pub fn told(refunds: &[Earlier], mut records: Vec<Record>) -> Vec<Told> {
    let mut all: Vec<Told> = Vec::new();
    for refund in refunds {
        let is_it = |record: &Record| Some(record.number().as_str()) == refund.ours.as_deref();
        let at = records.iter().position(is_it);
        let record = at.map(|at| records.remove(at));
        all.push(Told::of(refund.clone(), record));
    }
    for record in records {
        let refund = Earlier {
            counts: false,
            ..super::earlier(&record)
        };
        all.push(Told::of(refund, Some(record)));
    }
    all.sort_by_key(Told::at);
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::Amount;

    fn shown(outcome: Outcome) -> Earlier {
        Earlier {
            number: "R1".to_owned(),
            syssn: None,
            ours: None,
            amount: Amount::from_minor(1).unwrap(),
            at: None,
            outcome,
            counts: true,
            shown: true,
            known: true,
            denied: None,
            open: None,
            tried: true,
            nameless: false,
        }
    }

    #[test]
    fn only_what_both_agree_on_is_settled() {
        use Outcome as O;
        for (outcome, state, known) in [
            (O::Refunded, None, Known::Refunded),
            (O::Declined, None, Known::Nothing),
            (O::Pending, None, Known::Pending),
            (O::Unknown, None, Known::Unknown),
            (O::Refunded, Some(State::Refunded), Known::Refunded),
            (O::Unknown, Some(State::Refunded), Known::Refunded),
            (
                O::Declined,
                Some(State::Refunded),
                Known::Contradicted(State::Refunded),
            ),
            (
                O::Refunded,
                Some(State::Unknown),
                Known::Contradicted(State::Unknown),
            ),
            (
                O::Refunded,
                Some(State::Declined),
                Known::Contradicted(State::Declined),
            ),
            (O::Unknown, Some(State::Unknown), Known::Unknown),
            (O::Refunded, Some(State::Sending), Known::Unknown),
            (
                O::Declined,
                Some(State::Closed(ClosedAs::WrittenOff)),
                Known::WrittenOff,
            ),
            (
                O::Refunded,
                Some(State::Closed(ClosedAs::RefundedElsewhere)),
                Known::Contradicted(State::Closed(ClosedAs::RefundedElsewhere)),
            ),
        ] {
            assert_eq!(
                Known::of(&shown(outcome), state),
                known,
                "{outcome} {state:?}"
            );
        }
        let unshown = Earlier {
            shown: false,
            ..shown(Outcome::Declined)
        };
        assert_eq!(Known::of(&unshown, Some(State::Pending)), Known::Pending);
    }

    #[test]
    fn what_contradicts_itself_waits_for_somebody() {
        for (known, open) in [
            (Known::Refunded, None),
            (Known::Nothing, None),
            (Known::WrittenOff, None),
            (Known::Planned, Some(State::Planned)),
            (Known::Contradicted(State::Pending), Some(State::Pending)),
            (Known::Contradicted(State::Refunded), Some(State::Unknown)),
            (Known::Contradicted(State::Declined), Some(State::Unknown)),
        ] {
            assert_eq!(known.open(), open, "{known:?}");
        }
    }
}
