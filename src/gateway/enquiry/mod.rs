//! Asking the gateway what became of a transaction (`/trade/v1/query`, protocol section 4).

mod ask;
mod find;
mod look;
mod payment;
mod reply;
mod row;
mod search;
mod unknown;

pub use ask::Enquirer;
pub use find::{Finding, find};
pub use look::{Sight, months_of, sight};
pub use payment::{Shown, ShownRefund, Unread, UnreadField, shown};
pub use reply::{EnquiryFault, PAGE_SIZE, Page, parse_page};
pub use row::{RowKind, Transaction};
pub use search::{Found, Key, list_months, look_up_payment, months_to_try, page_request, search};
pub use unknown::wanted;
