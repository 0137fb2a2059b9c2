//! Which attempt at a refund comes next.

use super::{Journal, JournalError, MerchantKey, Record};
use crate::refund::{FIRST_ATTEMPT, OutTradeNo};

/// What stands at the end of the numbers that attempts at one refund have.
#[derive(Debug)]
pub enum NextAttempt {
    /// Nothing: this number is free.
    Free(OutTradeNo),
    /// One that is not over. Whatever it is called, nothing is tried beside it: a journal that was brought
    /// up to the gateway has the number alone.
    Stands(Box<Record>),
}

/// So many attempts are looked for behind one that the journal does not have: the gateway shows no refusal,
/// so that a journal that was brought up to it may lack the attempts before one that was executed.
const AHEAD: u32 = 8;

/// Looks through the numbers of attempts, counted from 1.
///
/// # Errors
/// [`JournalError`]
pub fn next_attempt(
    journal: &mut dyn Journal,
    merchant: &MerchantKey,
    number: impl Fn(u32) -> OutTradeNo,
) -> Result<NextAttempt, JournalError> {
    let mut attempt = FIRST_ATTEMPT;
    let mut free: Option<OutTradeNo> = None;
    let mut ahead = 0;
    loop {
        let number = number(attempt);
        match journal.find(merchant.numbered(&number))? {
            Some(record) if !record.state().may_be_replaced() => {
                return Ok(NextAttempt::Stands(Box::new(record)));
            }
            Some(_) => (free, ahead) = (None, 0),
            None => {
                let first = free.get_or_insert(number);
                if ahead == AHEAD {
                    return Ok(NextAttempt::Free(first.clone()));
                }
                ahead = ahead.saturating_add(1);
            }
        }
        attempt = attempt.saturating_add(1);
    }
}
