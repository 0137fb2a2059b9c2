//! One look at the gateway: what became of a refund, written down.

use super::{Means, Recorder};
use crate::gateway::enquiry::{self, EnquiryFault, Key};
use crate::gateway::gate::Heard;
use crate::journal::{Details, JournalError, Record};
use crate::refund::Event;

/// What came of a look.
#[derive(Clone, Debug)]
pub enum Look {
    /// It taught something, which is written down. A clause says how the gateway contradicts the
    /// intent, where it does: a person has to look.
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
    let key = Key::OutTradeNo(record.number().to_string());
    let months = enquiry::months_of(record, means.clock.now());
    let go_on = || !means.brake.holds_looks();
    let found = match enquiry::search(&means.enquirer(&go_on), &key, &months) {
        Ok(found) => found,
        Err(EnquiryFault::Stopped) => return Look::Stopped,
        Err(fault) => return Look::Nothing(fault),
    };
    let sight = enquiry::sight(&found.rows, &found.doubtful, record);
    // Nothing that is found by a wrong clock is wrong; that nothing is found means nothing.
    if let (Event::FoundNothing, Heard::Off(skew)) = (sight.event, means.gate.heard()) {
        return Look::Nothing(EnquiryFault::Clock(skew));
    }
    let details = Details {
        signed: Some(found.signed),
        ..sight.details
    };
    match recorder.look(record, sight.event, &details) {
        Ok(after) => Look::Seen(Box::new(after), sight.contradiction),
        Err(error) => Look::Unrecorded(error),
    }
}
