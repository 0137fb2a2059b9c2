//! Response codes, explained.

use super::{Colour, Document, Style};
use crate::gateway::codes::{Again, Code, Source, Standing};
use serde::Serialize;

/// One code as it was asked for, and what its row of the table says.
#[derive(Debug, Serialize)]
struct CodeRow {
    code: String,
    listed: bool,
    #[serde(flatten)]
    row: &'static Code,
}

/// Response codes, explained.
#[derive(Debug, Serialize)]
pub struct CodesDocument {
    codes: Vec<CodeRow>,
}

impl CodesDocument {
    /// Explains the codes in the order asked.
    #[must_use]
    pub fn new(asked: impl IntoIterator<Item = (String, &'static Code)>) -> Self {
        let codes = asked
            .into_iter()
            .map(|(code, row)| CodeRow {
                listed: !row.code.is_empty(),
                code,
                row,
            })
            .collect();
        Self { codes }
    }
}

const fn standing(standing: Standing) -> (Colour, &'static str) {
    match standing {
        Standing::Done => (Colour::Green, "refunded, if the rest of the reply agrees"),
        Standing::Refused => (Colour::Red, "declined: nothing was executed"),
        Standing::Processing => (Colour::Yellow, "pending: the gateway works on it"),
        Standing::Unclear => (Colour::Yellow, "unknown: it may have been executed"),
        Standing::Seen => (
            Colour::Yellow,
            "unknown: a request or refund like it was seen before; look it up",
        ),
    }
}

const fn again(again: Again) -> &'static str {
    match again {
        Again::No => "no",
        Again::AfterFix => "after the fault is mended, as a new refund",
        Again::Later => "later, as a new refund",
        Again::EnquireFirst => "not before an enquiry has shown what became of it",
    }
}

const fn source(source: Source) -> &'static str {
    match source {
        Source::Current => "the gateway's current tables",
        Source::CurrentAndField => {
            "the gateway's current tables, and another use seen in the field"
        }
        Source::Historic => "lists of 2016 to 2018 only",
        Source::HistoricAndField => "lists of 2016 to 2018, and a use seen in the field today",
        Source::Unverified => "no published table",
    }
}

impl Document for CodesDocument {
    const KIND: &'static str = "codes";

    fn to_table(&self, style: Style) -> String {
        let mut out = String::new();
        for (index, CodeRow { code, row, .. }) in self.codes.iter().enumerate() {
            if index > 0 {
                out.push('\n');
            }
            let (colour, proves) = standing(row.standing);
            out.push_str(&style.paragraph(&format!("{} {} · {}", code, row.english, row.chinese)));
            // Painted after wrapping, so that colour never counts as width.
            let values = style.values(&[
                ("outcome", proves.to_owned()),
                ("next", row.next_english.to_owned()),
                ("下一步", row.next_chinese.to_owned()),
                ("send again", again(row.again).to_owned()),
                ("source", source(row.source).to_owned()),
            ]);
            let first_word = proves.split([':', ',']).next().unwrap_or(proves);
            out.push_str(&values.replacen(first_word, &style.paint(colour, first_word), 1));
        }
        out
    }
}
