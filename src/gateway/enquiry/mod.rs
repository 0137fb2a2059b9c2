//! Asking the gateway what became of a transaction (`/trade/v1/query`, protocol section 4).

mod find;
mod look;
mod reply;
mod search;

pub use find::{Finding, find};
pub use look::{Sight, months_of, sight};
pub use reply::{EnquiryFault, Page, Row, RowKind, parse_page};
pub use search::{
    Ask, Found, Key, PAGE_SIZE, ask_once, list_refunds, months_to_try, page_request, patiently,
    search, search_by,
};
