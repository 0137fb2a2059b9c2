//! One look at the gateway: what became of a refund, written down.

use super::kept::{Doubt, is_kept};
use super::{Means, Recorder};
use crate::gateway::enquiry::{self, EnquiryFault};
use crate::gateway::gate::Heard;
use crate::journal::{Details, JournalError, Record};
use crate::language::text;
use crate::refund::hong_kong::HkMonth;
use crate::refund::{Event, State};

/// What came of a look.
#[derive(Clone, Debug)]
pub enum Look {
    /// It taught something, which is written down; what was never sent and is not shown stays as it
    /// is. A clause says how the gateway contradicts the intent, where it does: a person has to look.
    Seen(Box<Record>, Option<String>),
    /// It taught nothing.
    Nothing(EnquiryFault),
    /// The journal did not take what it showed.
    Unrecorded(JournalError),
    /// It was given up because the command is to stop.
    Stopped,
}

/// Asks what became of a refund and records it: by its number, then in the months in which it can
/// stand, within the limits and with patience.
pub fn look(record: &Record, means: &Means<'_>, recorder: &mut dyn Recorder) -> Look {
    let months = enquiry::months_of(record, means.clock.now());
    let go_on = || !means.brake.holds_looks();
    let found = match enquiry::look_up_refund(&means.enquirer(&go_on), record, &months) {
        Ok(found) => found,
        Err(EnquiryFault::Stopped) => return Look::Stopped,
        Err(fault) => return Look::Nothing(fault),
    };
    let sight = enquiry::sight(&found.rows, &found.doubtful, record);
    // Nothing that is found by a wrong clock is wrong; that nothing is found means nothing.
    if let (Event::FoundNothing, Heard::Off(skew)) = (sight.event, means.gate.heard()) {
        return Look::Nothing(EnquiryFault::Clock(skew));
    }
    // Nor does it where the gateway may have forgotten.
    if sight.event == Event::FoundNothing {
        let this_month = HkMonth::of(means.clock.now());
        match is_kept(record, &means.enquirer(&go_on), recorder, this_month) {
            Ok(()) => {}
            Err(Doubt::Fault(EnquiryFault::Stopped)) => return Look::Stopped,
            Err(Doubt::Fault(fault)) => return Look::Nothing(fault),
            Err(Doubt::Journal(error)) => return Look::Unrecorded(error),
        }
    }
    let details = Details {
        signed: Some(found.signed),
        ..sight.details
    };
    if matches!(record.state(), State::Planned | State::Cancelled) {
        if sight.event == Event::FoundNothing || sight.contradiction.is_some() {
            return Look::Seen(Box::new(record.clone()), sight.contradiction);
        }
        // It is there, although the journal says that nothing was sent.
        let number = record.number().as_str();
        let mut rows = found.rows.iter();
        let ours = rows.find(|row| row.out_trade_no.as_deref() == Some(number));
        let made = Details {
            text: ours.and_then(|row| row.sysdtm.clone()),
            note: Some("found at the gateway".to_owned()),
            ..Details::default()
        };
        if let Err(error) = recorder.look(record, Event::FoundAtGateway, &made) {
            return Look::Unrecorded(error);
        }
    }
    match recorder.look(record, sight.event, &details) {
        Ok(after) => {
            // A row that proves nothing does not move what is settled, and is told all the same.
            let is_doubted = sight.event == Event::Stray && !after.state().is_live();
            let doubt = || {
                text!(
                    "attempt-look-after",
                    "the gateway has {after}, and does not say what became of it",
                    after = after.number()
                )
            };
            let why = sight.contradiction.or_else(|| is_doubted.then(doubt));
            Look::Seen(Box::new(after), why)
        }
        Err(error) => Look::Unrecorded(error),
    }
}
