//! Whether the gateway still keeps what it would show of an old refund: lists that are gone are as empty as those of
//! a refund that was never made. How long they are kept is told nowhere.

use super::Recorder;
use crate::gateway::enquiry::{
    Enquirer, EnquiryFault, Key, RowKind, Transaction, look_up_refund, months_to_try, search,
};
use crate::journal::{By, Filter, JournalError, Record};
use crate::language::text;
use crate::refund::State;
use crate::refund::hong_kong::{HkMonth, parse_gateway_time};

/// How many done refunds are looked through for one of the same profile.
const MOST: u32 = 64;

/// What keeps a look that found nothing from being counted.
pub(super) enum Doubt {
    /// The gateway may have forgotten, or could not be asked.
    Fault(EnquiryFault),
    /// The journal could not be read.
    Journal(JournalError),
}

impl From<JournalError> for Doubt {
    fn from(error: JournalError) -> Self {
        Self::Journal(error)
    }
}

impl From<EnquiryFault> for Doubt {
    fn from(fault: EnquiryFault) -> Self {
        Self::Fault(fault)
    }
}

/// Makes sure that a refund which was not found would be there, had it been made: its payment is shown, of which
/// nothing went back that is not known, and so is a done refund of its month or an earlier one. What was sent this
/// month or the last is young enough.
pub(super) fn is_kept(
    record: &Record,
    enquirer: &Enquirer<'_>,
    recorder: &mut dyn Recorder,
    this_month: HkMonth,
) -> Result<(), Doubt> {
    let sent = record.progress.sent_at.unwrap_or(record.created_at);
    let month = HkMonth::of(sent);
    if month >= this_month.previous() || !month.is_the_gateways() {
        return Ok(());
    }
    shows_payment(record, enquirer, recorder, this_month)?;
    let Some(done) = done_by(record, month, recorder)? else {
        return Err(forgets(text!(
            "attempt-kept-no-month",
            "no refund of {month} or before is known by which to see that the gateway still keeps its lists of then",
            month
        )));
    };
    let at = done.progress.settled_at.unwrap_or(done.created_at);
    let shown = look_up_refund(enquirer, &done, &[HkMonth::of(at)])?;
    if shown.rows.is_empty() {
        return Err(forgets(text!(
            "attempt-kept-gone",
            "the gateway does not show the refund {done} of {of} any more, which it has confirmed, so that it keeps no lists of then",
            done = done.number(),
            of = HkMonth::of(at)
        )));
    }
    Ok(())
}

fn forgets(why: String) -> Doubt {
    Doubt::Fault(EnquiryFault::Forgotten(why))
}

/// Asks for the payment.
fn shows_payment(
    record: &Record,
    enquirer: &Enquirer<'_>,
    recorder: &mut dyn Recorder,
    this_month: HkMonth,
) -> Result<(), Doubt> {
    let payment = &record.wanted.intent.syssn;
    let key = Key::Syssn(payment.to_string());
    let found = search(enquirer, &key, &months_to_try(&key, this_month))?;
    let is_it = |row: &&_| is_payment(row, payment.as_str());
    let Some(shown) = found.rows.iter().find(is_it) else {
        return Err(forgets(text!(
            "attempt-kept-payment-gone",
            "the gateway does not show the payment {payment} any more",
            payment
        )));
    };
    let cancel = shown.cancel.as_deref().unwrap_or_default();
    if cancel == "0" {
        return Ok(());
    }
    let others = recorder.refunds(
        Filter {
            environment: Some(record.wanted.environment.clone()),
            syssn: Some(payment.clone()),
            ..Filter::default()
        },
        MOST,
    )?;
    let explains = |other: &Record| other.id != record.id && other.state().is_live();
    if others.iter().any(explains) {
        return Ok(());
    }
    Err(forgets(text!(
        "attempt-kept-cancel",
        "the gateway says of the payment {payment} that money went back (cancel `{cancel}`), and shows no refund of it",
        payment,
        cancel = cancel.escape_debug()
    )))
}

fn is_payment(row: &Transaction, payment: &str) -> bool {
    row.syssn.as_deref() == Some(payment) && row.order_type != RowKind::Refund
}

/// Finds a refund that the gateway has confirmed through the same profile, of the month if there is one, or else
/// before it.
fn done_by(
    record: &Record,
    month: HkMonth,
    recorder: &mut dyn Recorder,
) -> Result<Option<Record>, JournalError> {
    let (start, end) = month.window();
    let done = Filter {
        merchant: Some(record.wanted.merchant.clone()),
        states: vec![State::Refunded],
        by: By::Settled,
        ..Filter::default()
    };
    let within = Filter {
        since: parse_gateway_time(&start),
        until: parse_gateway_time(&end),
        ..done.clone()
    };
    let before = Filter {
        until: parse_gateway_time(&start),
        ..done
    };
    for filter in [within, before] {
        let found = recorder.refunds(filter, MOST)?;
        let same = |other: &Record| other.wanted.profile == record.wanted.profile;
        if let Some(done) = found.into_iter().find(same) {
            return Ok(Some(done));
        }
    }
    Ok(None)
}
