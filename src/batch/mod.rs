//! Files of refunds: read (streaming) → check → identity → result file.
//!
//! A library layer: it prints nothing, asks no clock, knows no journal and sends nothing.
//! `docs/batch-files.md`
//! describes the files for those who write them.
//!
//! Memory: the reader holds one row, of at most 64 KiB. A check holds for each row 12 bytes for
//! its payment with amount, 16 for its reference, 16 for a number given in the file and 12 for that of a refund, and the
//! first [`Capped::MOST`] findings of each kind. [`PaymentRows`] hold 48 bytes a row and its number.

mod check;
mod columns;
mod csv_row;
mod damage;
mod earlier;
mod encoding;
mod fault;
mod faults_file;
mod first_seen;
mod folder;
mod header;
mod headings;
mod held;
mod identity;
mod json_row;
mod limits;
mod opening;
mod orders;
mod payments;
mod reader;
mod records;
mod repeated;
mod results;
mod row;
mod row_intent;
mod safe_file;
mod said;
mod share;
mod siblings;
mod source;
mod twins;

#[cfg(test)]
mod tests;

pub use check::{Capped, FileCheck, Largest, RowTwin, Tally, check, identify, twin_remedy};
pub use columns::{ColumnNames, Divider, Settings, Share};
pub use earlier::is_result_of;
pub use encoding::{Decoded, Encoding};
pub use fault::{ReadError, RowFault};
pub use faults_file::FaultsFile;
pub use folder::Folder;
pub use headings::{ColumnUse, UsedHeading};
pub use identity::Identity;
pub use limits::{Limits, parse_total};
pub use opening::{Opened, open};
pub use orders::{Order, Orders, not_paid};
pub use payments::{Asked, PaymentRows};
pub use reader::{Entry, Reader};
pub use results::{Added, ResultFile};
pub use row::{Paid, Row};
pub use row_intent::RowIntent;
pub use safe_file::ResultError;
pub use said::{LEFT_OUT, TWIN_OF};
pub use share::Whose;
pub use source::{Delimiter, Format, Layout};
pub use twins::{Repeats, Twins};
