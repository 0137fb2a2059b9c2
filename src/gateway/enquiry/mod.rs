//! Asking the gateway what became of a transaction (`/trade/v1/query`, protocol section 4).

mod reply;
mod search;

pub use reply::{EnquiryFault, Page, Row, RowKind, parse_page};
pub use search::{Found, Key, PAGE_SIZE, months_to_try, page_request, search};
