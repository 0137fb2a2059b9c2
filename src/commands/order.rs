//! The payment behind one of the merchant's own order numbers: looked up at the gateway, for a row of a file
//! and for a single refund.

use super::Failure;
use super::merchant::{Gateway, Party};
use super::preflight::Held;
use crate::attempt::payment::Unseen;
use crate::gateway::enquiry::{NotOne, look_up_order, ordered};
use crate::journal::{Journal, JournalError};
use crate::language::{text, word};
use crate::refund::hong_kong::HkMonth;
use crate::refund::preflight::PaymentFacts;
use crate::refund::{OrderNo, Outcome, Syssn};
use time::OffsetDateTime;

/// The payment, or what is wrong with the number, as what follows it, and what to do.
pub(super) type Found = Result<(Syssn, PaymentFacts), (String, &'static str)>;

/// Looks an order number up. It has to be exactly one successful payment in the profile's currency, and none
/// other than this journal has found before.
///
/// # Errors
/// [`Unlooked`]; then nothing was learned.
pub(super) fn look_up(
    number: &OrderNo,
    party: &Party,
    gateway: &Gateway<'_>,
    journal: &mut dyn Journal,
    now: OffsetDateTime,
) -> Result<Found, Unlooked> {
    let (syssn, facts) = match shown(number, party, gateway, now)? {
        Ok(payment) => payment,
        Err(why) => return Ok(Err(why)),
    };
    let before = journal.find_order(&party.key(), number)?;
    if let Some(before) = before.filter(|before| *before != syssn) {
        return Ok(Err((
            text!(
                "console-order-other",
                "is payment {syssn} at the gateway, and was {before} when this journal first looked",
                syssn,
                before
            ),
            which_is_meant(),
        )));
    }
    Ok(Ok((syssn, facts)))
}

/// Looks an order number up where there is no journal that may have found it before.
///
/// # Errors
/// As [`look_up`].
pub(super) fn shown(
    number: &OrderNo,
    party: &Party,
    gateway: &Gateway<'_>,
    now: OffsetDateTime,
) -> Result<Found, Unlooked> {
    let found = look_up_order(&gateway.enquirer(), number, HkMonth::of(now))
        .map_err(|fault| Unlooked::Unseen(fault.into()))?;
    let (syssn, facts) = match ordered(&found) {
        Ok(payment) => payment,
        Err(why) => return Ok(Err(refused(&why))),
    };
    let currency = party.profile.currency();
    if let Some(paid) = facts.currency.filter(|paid| *paid != currency) {
        return Ok(Err((
            text!(
                "console-order-currency",
                "is payment {syssn}, which was paid in {paid}, not in {currency}",
                syssn,
                paid,
                currency
            ),
            word!(
                "console-order-currency-next",
                "refund it under the profile of that currency"
            ),
        )));
    }
    Ok(Ok((syssn, facts)))
}

/// Why an order number was not looked up.
pub(super) enum Unlooked {
    /// The gateway could not be asked, or its answer taught nothing.
    Unseen(Unseen),
    /// The journal could not be read.
    Journal(JournalError),
}

impl Unlooked {
    /// Tells it of the number; `place` stands in front.
    pub(super) fn failure(self, place: &str, number: &OrderNo) -> Failure {
        let why = match self {
            Self::Unseen(why) => why,
            Self::Journal(error) => return error.into(),
        };
        let (text, hint) = (why.text(), why.remedy());
        let message = text!(
            "console-order-unlooked",
            "{place}order number {number} could not be looked up: {why}",
            place,
            number,
            why = text
        );
        Failure::new(Held::from(why).exit, anyhow::Error::msg(message)).hint(text!(
            "console-order-unlooked-hint",
            "{hint} Nothing was sent.",
            hint
        ))
    }
}

impl From<JournalError> for Unlooked {
    fn from(error: JournalError) -> Self {
        Self::Journal(error)
    }
}

/// Says why nothing that can be refunded stands behind an order number.
fn refused(why: &NotOne) -> (String, &'static str) {
    match why {
        NotOne::Nothing => (
            text!(
                "console-order-nothing",
                "has no payment at the gateway within the last year"
            ),
            word!(
                "console-order-nothing-next",
                "check the number, the profile and its environment; or give the payment's syssn"
            ),
        ),
        NotOne::OnlyRefunds => (
            text!(
                "console-order-refunds",
                "is a refund's number at the gateway, and no payment's"
            ),
            word!(
                "console-order-refunds-next",
                "give the payment's own number"
            ),
        ),
        NotOne::Unsuccessful(syssn, Outcome::Declined) => (
            text!(
                "console-order-declined",
                "is payment {syssn}, which did not succeed",
                syssn
            ),
            word!(
                "console-order-declined-next",
                "leave it out: there is nothing to refund"
            ),
        ),
        NotOne::Unsuccessful(syssn, _) => (
            text!(
                "console-order-unsuccessful",
                "is payment {syssn}, which the gateway does not show as successful",
                syssn
            ),
            word!(
                "console-order-unsuccessful-next",
                "wait until it is, or see in the merchant portal what became of it"
            ),
        ),
        NotOne::Several(first, second) => (
            text!(
                "console-order-several",
                "has several payments at the gateway, {first} and {second}",
                first,
                second
            ),
            which_is_meant(),
        ),
        NotOne::Unread(field) => (
            text!(
                "console-order-unread",
                "cannot be told from the gateway's answer: {field}",
                field
            ),
            word!(
                "console-order-unread-next",
                "see in the merchant portal which payment it is, and give its syssn"
            ),
        ),
    }
}

fn which_is_meant() -> &'static str {
    word!(
        "console-order-which",
        "see in the merchant portal which one is meant, and give its syssn"
    )
}
