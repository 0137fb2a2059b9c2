//! Response codes, explained.

use super::{Colour, Document, Style};
use crate::gateway::codes::{Again, Code, Source, Standing};
use crate::language::{Language, spoken, word};
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

fn standing(standing: Standing) -> (Colour, &'static str) {
    match standing {
        Standing::Done => (
            Colour::Green,
            word!(
                "gateway-proves-done",
                "refunded, if the rest of the reply agrees"
            ),
        ),
        Standing::Refused => (
            Colour::Red,
            word!("gateway-proves-refused", "declined: nothing was executed"),
        ),
        Standing::Processing => (
            Colour::Yellow,
            word!(
                "gateway-proves-processing",
                "pending: the gateway works on it"
            ),
        ),
        Standing::Unclear => (
            Colour::Yellow,
            word!(
                "gateway-proves-nothing",
                "unknown: it may have been executed"
            ),
        ),
        Standing::Seen => (
            Colour::Yellow,
            word!(
                "gateway-proves-seen",
                "unknown: a request or refund like it was seen before; look it up"
            ),
        ),
    }
}

fn again(again: Again) -> &'static str {
    match again {
        Again::No => word!("gateway-again-no", "no"),
        Again::AfterFix => word!(
            "gateway-again-after-fix",
            "after the fault is mended, as a new refund"
        ),
        Again::Later => word!("gateway-again-later", "later, as a new refund"),
        Again::EnquireFirst => word!(
            "gateway-again-enquire-first",
            "not before an enquiry has shown what became of it"
        ),
    }
}

fn source(source: Source) -> &'static str {
    match source {
        Source::Current => word!("gateway-source-current", "the gateway's current tables"),
        Source::CurrentAndField => word!(
            "gateway-source-current-and-field",
            "the gateway's current tables, and another use seen in the field"
        ),
        Source::Historic => word!("gateway-source-historic", "lists of 2016 to 2018 only"),
        Source::HistoricAndField => word!(
            "gateway-source-historic-and-field",
            "lists of 2016 to 2018, and a use seen in the field today"
        ),
        Source::Unverified => word!("gateway-source-unverified", "no published table"),
    }
}

/// Returns a code with what it means, in both languages but where Chinese is spoken.
fn heading(code: &str, row: &Code) -> String {
    match spoken() {
        Language::English => format!("{code} {} · {}", row.english, row.chinese),
        Language::Chinese => format!("{code} {}", row.chinese),
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
            out.push_str(&style.paragraph(&heading(code, row)));
            // Painted after wrapping, so that colour never counts as width.
            let english = match spoken() {
                Language::English => row.next_english,
                Language::Chinese => "",
            };
            let values = style.values(&[
                (word!("gateway-label-outcome", "outcome"), proves.to_owned()),
                ("next", english.to_owned()),
                ("下一步", row.next_chinese.to_owned()),
                (
                    word!("gateway-label-again", "send again"),
                    again(row.again).to_owned(),
                ),
                (
                    word!("gateway-label-source", "source"),
                    source(row.source).to_owned(),
                ),
            ]);
            let first_word = proves
                .split([':', ',', '：', '，'])
                .next()
                .unwrap_or(proves);
            out.push_str(&values.replacen(first_word, &style.paint(colour, first_word), 1));
        }
        out
    }
}
