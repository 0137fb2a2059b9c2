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
    loop {
        let number = number(attempt);
        match journal.find(merchant.numbered(&number))? {
            None => return Ok(NextAttempt::Free(number)),
            Some(record) if !record.state().may_be_replaced() => {
                return Ok(NextAttempt::Stands(Box::new(record)));
            }
            Some(_) => attempt = attempt.saturating_add(1),
        }
    }
}
