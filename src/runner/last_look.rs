//! The last look at a payment, when a row of it is about to be claimed.

use crate::gateway::enquiry::{EnquiryFault, Moment};
use crate::journal::{Filter, JournalError, Record};
use crate::refund::{OutTradeNo, Syssn};

/// Reads refunds out of the journal.
pub type Refunds<'a> = dyn FnMut(Filter) -> Result<Vec<Record>, JournalError> + 'a;

/// Looks at payments again: a file takes so long that somebody else may have refunded them meanwhile.
pub trait LastLook: Sync {
    /// Looks at the payment of a row, for as long as `go_on` says so. Returns as of when that is what the
    /// gateway shows.
    ///
    /// # Errors
    /// Why the row is not sent.
    fn look(
        &self,
        number: &OutTradeNo,
        payment: &Syssn,
        refunds: &mut Refunds<'_>,
        go_on: &dyn Fn() -> bool,
    ) -> Result<Moment, Unlooked>;
}

/// Why a row is not sent after its last look.
#[derive(Debug)]
pub enum Unlooked {
    /// Its payment does not bear it, as a clause.
    Refused(String),
    /// The look taught nothing.
    Fault(EnquiryFault),
    /// The journal could not be read.
    Journal(JournalError),
}

impl From<EnquiryFault> for Unlooked {
    fn from(fault: EnquiryFault) -> Self {
        Self::Fault(fault)
    }
}

impl From<JournalError> for Unlooked {
    fn from(error: JournalError) -> Self {
        Self::Journal(error)
    }
}
