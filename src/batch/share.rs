//! Whose a row is, in a file of many merchants: by its column `profile`, or by `mchid`.

use super::columns::{Column, Divider};
use super::csv_row;
use super::fault::{ReadError, RowFault};
use super::json_row;
use super::orders::Orders;
use super::reader::{Kind, Reader};
use super::source::Layout;
use crate::language::word;
use std::io::Read;

/// Whose a row is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Whose {
    /// The line it begins on.
    pub line: u64,
    /// What is wrong with its shape, so that nobody can tell.
    pub flaw: Option<RowFault>,
    /// Its cell `profile`, with the heading over it.
    pub profile: Option<(String, String)>,
    /// Its cell `mchid`.
    pub mchid: Option<(String, String)>,
}

impl Whose {
    /// Returns heading and cell of a column.
    #[must_use]
    pub const fn by(&self, divider: Divider) -> Option<&(String, String)> {
        match divider {
            Divider::Profile => self.profile.as_ref(),
            Divider::Mchid => self.mchid.as_ref(),
        }
    }
}

impl<R: Read> Reader<R> {
    /// Whether the headings show whose the rows are; none for JSONL, whose rows do.
    #[must_use]
    pub fn has_column(&self, divider: Divider) -> Option<bool> {
        match &self.kind {
            Kind::Csv { header, .. } => Some(header.place_of(divider.column()).is_some()),
            Kind::Jsonl { .. } => None,
        }
    }

    /// Reads to the end whose each row is, and returns the shape of the file. `each` says whether to go on.
    ///
    /// # Errors
    /// [`ReadError`] where the file cannot be read to its end.
    pub fn survey(mut self, each: &mut dyn FnMut(Whose) -> bool) -> Result<Layout, ReadError> {
        while let Some(place) = self.records.advance()? {
            let whose = match place.flaw {
                Some(flaw) => Some(Whose {
                    line: place.line,
                    flaw: Some(flaw.fault(place.line)),
                    ..Whose::default()
                }),
                None => self.whose(place.line),
            };
            if let Some(whose) = whose
                && !each(whose)
            {
                break;
            }
        }
        Ok(self.layout())
    }

    /// Says whose the row is that was read last; nothing for a blank one.
    pub(super) fn whose(&mut self, line: u64) -> Option<Whose> {
        let text = self.records.text();
        let mut whose = Whose {
            line,
            ..Whose::default()
        };
        match &mut self.kind {
            Kind::Csv { header, cells, .. } => {
                let record = csv_row::cells(header, cells.split(text));
                if record.iter().all(|cell| cell.trim().is_empty()) {
                    return None;
                }
                whose.flaw = csv_row::misplaced(line, &record, header);
                let get = |column| {
                    let place = header.place_of(column)?;
                    let heading = header.headings.get(place)?.clone();
                    Some((heading, record.get(place)?.to_owned()))
                };
                whose.profile = get(Column::Profile);
                whose.mchid = get(Column::Mchid);
            }
            Kind::Jsonl { keys } => {
                // So that all keys of the file are known; what is wrong with a row its share tells.
                let mut orders = Orders::default();
                let _ = json_row::read(line, text, keys, &self.settings, &mut orders);
                match json_row::whose(text, &self.settings.columns) {
                    Ok([profile, mchid]) => (whose.profile, whose.mchid) = (profile, mchid),
                    Err(problem) => {
                        let remedy = word!("batch-one-object", "write one object on one line");
                        whose.flaw = Some(RowFault::new(line, "", "", problem, remedy));
                    }
                }
            }
        }
        Some(whose)
    }

    /// Whether the row that was read last is of the share that is read.
    pub(super) fn is_ours(&mut self, line: u64) -> bool {
        let Some(share) = self.settings.share.clone() else {
            return true;
        };
        let Some(whose) = self.whose(line).filter(|whose| whose.flaw.is_none()) else {
            return false;
        };
        whose
            .by(share.divider)
            .is_some_and(|(_, name)| *name == share.name)
    }
}
