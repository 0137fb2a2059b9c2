//! Asking the gateway what became of a transaction (`/trade/v1/query`, protocol section 4).

mod ask;
mod find;
mod look;
mod reply;
mod search;
mod unknown;

pub use ask::Enquirer;
pub use find::{Finding, find};
pub use look::{Sight, months_of, sight};
pub use reply::{EnquiryFault, Page, RowKind, Transaction, parse_page};
pub use search::{
    Found, Key, PAGE_SIZE, list_month, list_refunds, months_to_try, page_request, search,
};
pub use unknown::intent_of;
