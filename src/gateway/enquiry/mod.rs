//! Asking the gateway what became of a transaction (`/trade/v1/query`, protocol section 4).

mod ask;
mod find;
mod fresh;
mod key;
mod list;
mod look;
mod months;
mod order;
mod pages;
mod payment;
mod reply;
mod row;
mod search;
mod unknown;

pub use ask::Enquirer;
pub use find::{Match, find};
pub use fresh::{Moment, is_fresh};
pub use key::{Key, may_be_syssn, months_to_try, page_request};
pub use look::{Sight, months_of, sight};
pub use months::{Lists, MonthLists};
pub use order::{NotOne, look_up_order, ordered};
pub use payment::{Shown, ShownRefund, Unread, UnreadField, nameless, shown};
pub use reply::{EnquiryFault, PAGE_SIZE, Page, parse_page};
pub use row::{RowKind, Transaction};
pub use search::{Found, list_months, look_up_payment, look_up_refund, search};
pub use unknown::wanted;
