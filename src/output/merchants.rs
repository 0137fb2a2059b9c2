//! A file whose rows are of many merchants: what is told of each, and of all together.

use super::batch::{BatchDocument, LeftOut, StateTotal, TotalRow, left_out, to_refund};
use super::batch_check::{BatchCheckDocument, faults, to_look_up};
use super::{Colour, Document, Style};
use crate::batch::{Capped, RowFault};
use crate::exit::Exit;
use crate::language::{joined, text, word};
use serde::Serialize;

/// A document that is told of each merchant of a file.
pub trait OfMerchant: Document {
    /// The kind of the document that has one for each.
    const KIND_OF_MANY: &'static str;
    /// The kind of the document that has one for each of several files.
    const KIND_OF_FILES: &'static str;
}

impl OfMerchant for BatchDocument {
    const KIND_OF_MANY: &'static str = "batch_merchants";
    const KIND_OF_FILES: &'static str = "batch_files";
}

impl OfMerchant for BatchCheckDocument {
    const KIND_OF_MANY: &'static str = "batch_check_merchants";
    const KIND_OF_FILES: &'static str = "batch_check_files";
}

/// What is told of one merchant.
#[derive(Debug, Serialize)]
pub struct Merchant<D> {
    /// The profile's name.
    pub profile: String,
    /// Shop number.
    pub mchid: Option<String>,
    /// The currency.
    pub currency: &'static str,
    /// The same document as for a file that has this merchant's rows alone.
    pub result: D,
}

/// What is told of all merchants of a file.
#[derive(Debug, Serialize)]
pub struct MerchantsDocument<D> {
    /// The process's exit code.
    pub exit_code: u8,
    /// The file.
    pub file: String,
    /// Rows to refund, per currency; none where they are sent.
    pub totals: Vec<TotalRow>,
    /// What a run would send of them; `None` where they were compared with nothing, or are sent.
    pub to_send: Option<Vec<TotalRow>>,
    /// Rows of a check whose order numbers were not looked up yet: they are in no sum.
    pub unfound_orders: u64,
    /// Rows by state and currency.
    pub states: Vec<StateTotal>,
    /// Rows left out as twins.
    pub left_out: Vec<LeftOut>,
    /// Rows of which nobody can tell whose they are.
    pub faults: Capped<RowFault>,
    /// The result file, with all rows.
    pub results: Option<String>,
    /// Each merchant, in the order in which the file names them.
    pub merchants: Vec<Merchant<D>>,
    /// What to do next, for people.
    pub next_step: String,
}

impl<D> MerchantsDocument<D> {
    /// Begins a document of these merchants.
    #[must_use]
    pub fn new(file: &str, exit: Exit, merchants: Vec<Merchant<D>>) -> Self {
        Self {
            exit_code: exit.code(),
            file: file.to_owned(),
            totals: Vec::new(),
            unfound_orders: 0,
            to_send: None,
            states: Vec::new(),
            left_out: Vec::new(),
            faults: Capped::default(),
            results: None,
            merchants,
            next_step: String::new(),
        }
    }
}

impl<D: OfMerchant> Document for MerchantsDocument<D> {
    const KIND: &'static str = D::KIND_OF_MANY;

    fn to_table(&self, style: Style) -> String {
        let mut out = String::new();
        for merchant in &self.merchants {
            let mchid = merchant.mchid.as_ref();
            let mchid = mchid.map_or_else(String::new, |mchid| {
                text!("journal-with-mchid", " (mchid {mchid})", mchid)
            });
            let head = text!(
                "journal-profile",
                "Profile {profile}{mchid}",
                profile = merchant.profile,
                mchid
            );
            out.push_str(&format!("{}\n", style.paint(Colour::Bold, &head)));
            out.push_str(&merchant.result.to_table(style));
            out.push('\n');
        }
        out.push_str(&format!(
            "{}\n",
            style.paint(Colour::Bold, word!("journal-whole-file", "The whole file"))
        ));
        let [all, to_send] = to_refund(&self.totals, self.to_send.as_deref());
        let states = self.states.iter().map(StateTotal::in_full);
        out.push_str(&style.values(&[
            (word!("journal-label-file", "file"), self.file.clone()),
            all,
            (
                word!("journal-label-to-look-up", "to look up"),
                to_look_up(self.unfound_orders),
            ),
            to_send,
            (word!("journal-label-rows", "rows"), joined(states)),
            (
                word!("journal-label-left-out", "left out as twins"),
                left_out(&self.left_out),
            ),
            (
                word!("journal-label-results", "results"),
                self.results.clone().unwrap_or_default(),
            ),
            (word!("journal-label-next", "next"), self.next_step.clone()),
        ]));
        out.push_str(&faults(
            style,
            word!("journal-without-merchant", "Rows without merchant"),
            &self.faults,
        ));
        out
    }
}
