//! One refund somebody wants.

use super::{OutTradeNo, Reference, Syssn, Udid};
use crate::money::{Amount, Currency};

/// One refund somebody wants, identified for ever by its `out_trade_no`.
///
/// Every field is valid by its type; nothing here says whether it was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Intent {
    /// Our number of the refund, fixed before anything is sent.
    pub out_trade_no: OutTradeNo,
    /// The gateway's number of the payment to refund.
    pub syssn: Syssn,
    /// How much goes back, in minor units of `currency`.
    pub amount: Amount,
    /// The payment's currency as the profile states it. It is not sent.
    pub currency: Currency,
    /// Request time as the caller gives it: `YYYY-MM-DD HH:MM:SS` in UTC+8. Without one it is the time
    /// of sending.
    pub txdtm: Option<String>,
    /// Device number shown in the merchant portal.
    pub udid: Option<Udid>,
    /// The caller's own key for this refund. It is not sent.
    pub reference: Option<Reference>,
    /// Why the refund is made. It is not sent: the gateway has no field for it.
    pub reason: Option<String>,
}
