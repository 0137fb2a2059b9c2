//! One result value to a table for people or JSON for scripts. Nobody else formats results.

mod batch;
mod batch_check;
mod batches;
mod codes;
mod columns;
mod console;
mod customer;
mod dry_run;
mod enquiry;
mod error;
mod files;
mod journal;
mod layout;
mod life;
mod list;
mod merchants;
mod online;
mod payment;
mod profiles;
mod progress;
mod refund;
mod resending;
mod row;
mod simulator;
mod speed;
mod standing;
mod status;
pub mod text;
mod waiting;
mod welcome;

pub use batch::{BatchDocument, LeftOut, StateTotal, TotalRow};
pub use batch_check::BatchCheckDocument;
pub use batches::{BatchListDocument, LeftOutBatch, ListedBatch};
pub use codes::CodesDocument;
pub use columns::{unused_columns, used_columns};
pub use console::Console;
pub use customer::Asked;
pub use dry_run::DryRunDocument;
pub use enquiry::{EnquiryDocument, clean_row};
pub use files::{DayLimitLeft, FileResult, FilesDocument, LeftOutFile, OfFile};
pub use journal::{AdoptionDocument, BackupDocument, JournalMadeDocument, RejoinDocument};
pub use layout::{Colour, ResultFormat, Style};
pub use life::{EventRow, ShowDocument, VerifyDocument};
pub use list::{Capped, ListDocument};
pub use merchants::{Merchant, MerchantsDocument, OfMerchant};
pub use online::{OnlineCheck, OrderFinding, PaymentFinding};
pub use payment::{Answers, PaymentDocument, PaymentFacts, PaymentRefund};
pub use profiles::{GatewayCheck, ProfileCheck, ProfileDocument, ProfilesDocument};
pub use progress::{BatchProgress, LookProgress, Spinner};
pub use refund::RefundDocument;
pub use resending::{NotResent, ResendRow, resend_list};
pub use row::IntentRow;
pub use simulator::{SimulatorDocument, event_json, event_line};
pub use standing::{decided, noted, standing, told, when};
pub use status::{DayTotal, JournalSize, LastCopy, ProfileStatus, StatusDocument, prometheus};
pub use waiting::{Age, LONGEST_WAIT, WaitingRow};
pub use welcome::WelcomeDocument;

use crate::journal::Head;
use serde::Serialize;
use std::io;

/// Version of the JSON documents. It rises when a key is removed or changes its meaning; new
/// keys may come without.
pub const SCHEMA: u32 = 1;

/// A result that can be shown. Its JSON has every key always.
pub trait Document: Serialize {
    /// The document's kind, the value of its `kind` key.
    const KIND: &'static str;

    /// Writes it for people; ends with a line break.
    fn to_table(&self, style: Style) -> String;

    /// Writes it in one of the forms; what is no list has only one for scripts.
    ///
    /// # Errors
    /// When a value cannot be written as JSON, which would be a fault of ours.
    fn text(
        &self,
        format: ResultFormat,
        style: Style,
        journal_head: Option<Head>,
    ) -> Result<String, io::Error> {
        match format {
            ResultFormat::Table => Ok(self.to_table(style)),
            ResultFormat::Json | ResultFormat::Jsonl | ResultFormat::Csv => {
                json_line(Self::KIND, journal_head, self)
            }
        }
    }
}

#[derive(Serialize)]
struct Envelope<'a, T: ?Sized> {
    schema: u32,
    kind: &'static str,
    journal_head: Option<Head>,
    #[serde(flatten)]
    document: &'a T,
}

/// Writes a document as one line of JSON, with the newest event that its command has written into
/// the journal: kept elsewhere, it proves later on that the journal has not gone back behind it.
fn json_line<T: Serialize + ?Sized>(
    kind: &'static str,
    journal_head: Option<Head>,
    document: &T,
) -> Result<String, io::Error> {
    let mut line = serde_json::to_string(&Envelope {
        schema: SCHEMA,
        kind,
        journal_head,
        document,
    })?;
    line.push('\n');
    Ok(text::spell_in_json(&line))
}
