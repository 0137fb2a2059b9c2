//! Several files in one command: what is told of each, and of all together.

use super::batch::{LeftOut, StateTotal, TotalRow, left_out as rows_left_out, to_refund};
use super::batch_check::to_look_up;
use super::text::counted;
use super::{Colour, Document, MerchantsDocument, OfMerchant, Style};
use crate::exit::Exit;
use crate::language::{joined, text, word};
use serde::Serialize;

/// What is told of one file, as if it were the only one.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub enum OfFile<D> {
    /// One merchant's.
    One(Box<D>),
    /// Of many merchants.
    Many(Box<MerchantsDocument<D>>),
}

/// One file of several.
#[derive(Debug, Serialize)]
pub struct FileResult<D> {
    /// The file.
    pub file: String,
    /// The kind of the document that follows.
    pub kind: &'static str,
    /// The same document as where this is the only file.
    pub result: OfFile<D>,
}

impl<D: OfMerchant> FileResult<D> {
    /// Makes it.
    #[must_use]
    pub fn new(file: &str, result: OfFile<D>) -> Self {
        Self {
            file: file.to_owned(),
            kind: match result {
                OfFile::One(_) => D::KIND,
                OfFile::Many(_) => D::KIND_OF_MANY,
            },
            result,
        }
    }
}

/// What of a folder is no file of refunds, or a file of which nothing can be told.
#[derive(Clone, Debug, Serialize)]
pub struct LeftOutFile {
    /// The file.
    pub file: String,
    /// Why.
    pub why: String,
}

/// What is left of the day's limit of a merchant, where its files would need more.
#[derive(Clone, Debug, Serialize)]
pub struct DayLimitLeft {
    /// Its profile.
    pub profile: String,
    /// In words.
    pub left: String,
}

/// What is told of all files.
#[derive(Debug, Serialize)]
pub struct FilesDocument<D> {
    /// The process's exit code.
    pub exit_code: u8,
    /// Rows to refund, per currency; none where they are sent.
    pub totals: Vec<TotalRow>,
    /// Rows of a check whose order numbers were not looked up yet: they are in no sum.
    pub unfound_orders: u64,
    /// What a run would send of them; `None` where they were compared with nothing, or are sent.
    pub to_send: Option<Vec<TotalRow>>,
    /// What is left of the day's limits, of a check.
    pub day_limits: Vec<DayLimitLeft>,
    /// Rows by state and currency.
    pub states: Vec<StateTotal>,
    /// Rows left out as twins.
    pub left_out_rows: Vec<LeftOut>,
    /// What of the folders is no file of refunds, and files of which nothing can be told.
    pub left_out: Vec<LeftOutFile>,
    /// Each file, in the order in which they are run.
    pub files: Vec<FileResult<D>>,
    /// What to do next, for people.
    pub next_step: String,
}

impl<D> FilesDocument<D> {
    /// Begins a document of these files.
    #[must_use]
    pub fn new(exit: Exit, files: Vec<FileResult<D>>, left_out: Vec<LeftOutFile>) -> Self {
        Self {
            exit_code: exit.code(),
            totals: Vec::new(),
            unfound_orders: 0,
            to_send: None,
            day_limits: Vec::new(),
            states: Vec::new(),
            left_out_rows: Vec::new(),
            left_out,
            files,
            next_step: String::new(),
        }
    }
}

impl<D: OfMerchant> Document for FilesDocument<D> {
    const KIND: &'static str = D::KIND_OF_FILES;

    fn to_table(&self, style: Style) -> String {
        let mut out = String::new();
        for one in &self.files {
            let head = text!(
                "batch-file-head",
                "File {file}",
                file = super::text::clean(&one.file)
            );
            out.push_str(&format!("{}\n", style.paint(Colour::Bold, &head)));
            out.push_str(&match &one.result {
                OfFile::One(document) => document.to_table(style),
                OfFile::Many(document) => document.to_table(style),
            });
            out.push('\n');
        }
        let head = style.paint(Colour::Bold, word!("batch-all-files", "All files"));
        out.push_str(&format!("{head}\n"));
        let [all, to_send] = to_refund(&self.totals, self.to_send.as_deref());
        let states = self.states.iter().map(StateTotal::in_full);
        let left_out = self.left_out.iter();
        let left_out = left_out.map(|other| {
            text!(
                "batch-file-left-out",
                "{file} ({why})",
                file = other.file,
                why = other.why
            )
        });
        out.push_str(&style.values(&[
            (
                word!("batch-label-files", "files"),
                counted(self.files.len(), "file"),
            ),
            (word!("batch-label-left-out", "left out"), joined(left_out)),
            all,
            (
                word!("batch-label-look-up-of-files", "to look up"),
                to_look_up(self.unfound_orders),
            ),
            to_send,
            (word!("batch-label-rows", "rows"), joined(states)),
            (
                word!("batch-label-left-out-as-twins", "left out as twins"),
                rows_left_out(&self.left_out_rows),
            ),
            (word!("batch-label-next", "next"), self.next_step.clone()),
        ]));
        out
    }
}
