//! The streaming reader: a file → rows, or the faults of a row, one at a time.

use super::columns::{Column, Settings};
use super::csv_row;
use super::fault::{ReadError, RowFault};
use super::header::Header;
use super::headings::ColumnUse;
use super::json_row::{self, Keys};
use super::orders::Orders;
use super::records::{Cells, RecordStart, Records};
use super::row::{Raw, Row};
use super::source::{self, Delimiter, Format, Layout, first_visible};
use crate::money::Currency;
use crate::refund::State;
use std::io::{BufReader, Chain, Cursor, Read};

/// What stands where a row should be.
#[derive(Clone, Debug)]
#[allow(
    clippy::large_enum_variant,
    reason = "there is one at a time, and nearly always a row"
)]
pub enum Entry {
    /// A row without fault.
    Row(Row),
    /// Everything that is wrong with a row; at least one fault.
    Faulty(Vec<RowFault>),
}

pub(super) type Input<R> = BufReader<Chain<Cursor<Vec<u8>>, R>>;

/// Reads a file of refunds. As an iterator it gives one [`Entry`] per row; after an error it ends.
pub struct Reader<R> {
    pub(super) records: Records<Input<R>>,
    pub(super) kind: Kind,
    pub(super) settings: Settings,
    orders: Orders,
    rows: u64,
    ended: bool,
}

pub(super) enum Kind {
    Csv {
        header: Box<Header>,
        cells: Box<Cells>,
        delimiter: Delimiter,
    },
    Jsonl {
        keys: Keys,
    },
}

impl<R: Read> Reader<R> {
    /// Reads the beginning of a file: its format (unless the name has told it) and its headings.
    ///
    /// # Errors
    /// [`ReadError`]: the file cannot be read, is no text in UTF-8, or has unusable headings.
    pub fn new(
        mut input: R,
        format: Option<Format>,
        settings: Settings,
    ) -> Result<Self, ReadError> {
        let head = source::head(&mut input)?;
        let format = format.unwrap_or_else(|| match first_visible(&head) {
            Some(b'{') => Format::Jsonl,
            _ => Format::Csv,
        });
        let (delimiter, skipped) = match format {
            Format::Jsonl => (None, 0),
            Format::Csv => csv_row::separator(&head, &settings)
                .map(|(delimiter, skipped)| (Some(delimiter), skipped))?,
        };
        let first_line = if skipped == 0 { 1 } else { 2 };
        let behind = usize::try_from(skipped).ok().and_then(|at| head.get(at..));
        let below = behind
            .filter(|_| delimiter.is_some())
            .and_then(|text| csv_row::headings_below(text, first_line, &settings.columns));
        let mut start = Cursor::new(head);
        start.set_position(skipped);
        let input = BufReader::with_capacity(1 << 16, start.chain(input));
        let mut records = Records::new(input, delimiter, first_line);
        let kind = match delimiter {
            None => Kind::Jsonl {
                keys: Keys::default(),
            },
            Some(delimiter) => {
                let mut cells = Cells::new(delimiter);
                let header = csv_row::read_header(&mut records, &mut cells, &settings)
                    .map_err(|error| csv_row::titled(error, below))?;
                Kind::Csv {
                    header: Box::new(header),
                    cells: Box::new(cells),
                    delimiter,
                }
            }
        };
        Ok(Self {
            records,
            kind,
            settings,
            orders: Orders::default(),
            rows: 0,
            ended: false,
        })
    }

    /// Reads order numbers by what was looked up.
    #[must_use]
    pub fn with(self, orders: Orders) -> Self {
        Self { orders, ..self }
    }

    /// Returns the order numbers that were met so far and were not looked up.
    #[must_use]
    pub const fn orders(&self) -> &Orders {
        &self.orders
    }

    pub(super) const fn currency(&self) -> Currency {
        self.settings.currency
    }

    /// Returns the last line where no line break ends it, so that nobody can tell whether it is whole. It
    /// is known only after the last row, and only of CSV.
    pub(super) const fn unended(&self) -> Option<u64> {
        self.records.unended()
    }

    /// Returns the shape of the file. For JSONL it is complete only after the last row.
    #[must_use]
    pub fn layout(&self) -> Layout {
        match &self.kind {
            Kind::Csv {
                header, delimiter, ..
            } => Layout {
                delimiter: *delimiter,
                headings: header.headings.clone(),
                number: header.place_of(Column::OutTradeNo),
            },
            Kind::Jsonl { keys } => Layout {
                delimiter: Delimiter::Comma,
                headings: keys.names(),
                number: keys.place_of(Column::OutTradeNo),
            },
        }
    }

    /// Returns which headings are read and which are not. For JSONL it is complete only after the
    /// last row.
    #[must_use]
    pub fn column_use(&self) -> ColumnUse {
        match &self.kind {
            Kind::Csv { header, .. } => {
                let headings = header.headings.iter().map(String::as_str);
                let columns = header.columns.iter().copied();
                ColumnUse::of(headings.zip(columns), header.state.is_some())
            }
            Kind::Jsonl { keys } => keys.column_use(),
        }
    }

    fn entry(&mut self, place: RecordStart) -> Option<Entry> {
        let line = place.line;
        // Nobody can tell whose a row without shape is: who has divided the file has told of it.
        if self.settings.share.is_some() && (place.flaw.is_some() || !self.is_ours(line)) {
            return None;
        }
        if let Some(flaw) = place.flaw {
            self.rows = self.rows.saturating_add(1);
            return Some(Entry::Faulty(vec![flaw.fault(line)]));
        }
        let text = self.records.text();
        let (raw, read) = match &mut self.kind {
            Kind::Csv { header, cells, .. } => {
                let record = csv_row::cells(header, cells.split(text));
                if record.iter().all(|cell| cell.trim().is_empty()) {
                    return None;
                }
                let read = csv_row::read(line, &record, header, &self.settings, &mut self.orders);
                (Raw::Cells(record), read)
            }
            Kind::Jsonl { keys } => {
                let read = json_row::read(line, text, keys, &self.settings, &mut self.orders);
                (Raw::Line(text.to_owned()), read)
            }
        };
        self.rows = self.rows.saturating_add(1);
        let number = self.rows;
        Some(match read {
            Err(faults) => Entry::Faulty(faults),
            Ok(read) => Entry::Row(Row {
                line,
                number,
                intent: read.intent,
                remarks: read.remarks,
                already_refunded: read.said.state == Some(State::Refunded),
                said: read.said.state.filter(|state| was_touched(*state)),
                refund_syssn: read.said.refund_syssn,
                twin_meant: read.twin_meant,
                paid: read.paid,
                order_no: read.order_no,
                raw,
            }),
        })
    }
}

/// Whether a refund in this state was sent, or may have been, or was given up.
const fn was_touched(state: State) -> bool {
    !matches!(state, State::Planned | State::Refunded)
}

impl<R: Read> Iterator for Reader<R> {
    type Item = Result<Entry, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.ended {
            match self.records.advance() {
                Ok(None) => self.ended = true,
                Ok(Some(place)) => {
                    if let Some(entry) = self.entry(place) {
                        return Some(Ok(entry));
                    }
                }
                Err(error) => {
                    self.ended = true;
                    return Some(Err(error));
                }
            }
        }
        None
    }
}
