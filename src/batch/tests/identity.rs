//! The same content is the same batch, whatever its file looks like.

use super::*;
use crate::batch::{Delimiter, Identity};
use crate::refund::BatchId;
use proptest::prelude::*;
use serde_json::{Map, Value};

fn id(text: &str) -> BatchId {
    checked(text, &Limits::default()).batch.unwrap()
}

#[test]
fn an_identity_stays_what_it_was() {
    let text = format!("syssn,amount,reference,reason\n{P1},12.50,R-1,\n{P2},0.07,,late\n");
    // Written down: a release that computes another identity would number every row anew.
    assert_eq!(
        id(&text).to_string(),
        "49df31fb5bf1e9a0f2455e15774bf022b9aa4622e9c4ecc3676241f9eb5f8bde"
    );
}

#[test]
fn content_and_merchant_count_and_their_order() {
    let base = format!("syssn,amount\n{P1},1\n{P2},2\n");
    let mut seen = vec![id(&base)];
    for text in [
        format!("syssn,amount\n{P2},2\n{P1},1\n"),
        format!("syssn,amount\n{P1},1\n"),
        format!("syssn,txamt\n{P1},1\n{P2},2\n"),
        format!("syssn,amount,reference\n{P1},1,R\n{P2},2,\n"),
        format!("syssn,amount,reason\n{P1},1,R\n{P2},2,\n"),
        format!("syssn,amount,udid\n{P1},1,R\n{P2},2,\n"),
        format!("syssn,amount,out_trade_no\n{P1},1,R\n{P2},2,\n"),
    ] {
        let new = id(&text);
        assert!(!seen.contains(&new), "{text}");
        seen.push(new);
    }
    let mut reader = reader(&base).unwrap();
    let other = check(&mut reader, "APQ", &Limits::default(), &mut |_| {}).unwrap();
    assert!(!seen.contains(&other.batch.unwrap()));
    assert_ne!(Identity::new("a").finish(), Identity::new("b").finish());
}

#[test]
fn rows_are_numbered_by_what_they_name() {
    let text = format!(
        "syssn,amount,reference,out_trade_no\n{P1},1,,\n{P1},2,R-1,\n{P1},3,R-2,MINE-3\n{P2},4,,\n"
    );
    let batch = id(&text);
    let numbers: Vec<_> = rows(&text)
        .iter()
        .map(|row| {
            row.intent
                .number("APP", None, &batch, (row.number, 1))
                .to_string()
        })
        .collect();
    assert!(numbers[0].starts_with("RB-") && numbers[3].starts_with("RB-"));
    assert_ne!(numbers[0], numbers[3]);
    assert!(numbers[1].starts_with("RR-"));
    assert_eq!(numbers[2], "MINE-3");
}

#[derive(Clone, Debug)]
struct Line {
    syssn: String,
    minor: u64,
    reference: String,
    reason: String,
}

fn line() -> impl Strategy<Value = Line> {
    (
        "2019(0[1-9]|1[0-2])1[0-9]000200020061[0-9]{5}1",
        1u64..99_999,
        "[A-Z0-9]{0,8}",
        "[a-z退\"',;=\n]{0,8}",
    )
        .prop_map(|(syssn, minor, reference, reason)| Line {
            syssn,
            minor,
            reference,
            reason,
        })
}

impl Line {
    fn cell(&self, column: &str, major: bool) -> String {
        match column {
            "syssn" => self.syssn.clone(),
            "reference" => self.reference.clone(),
            "reason" => self.reason.clone(),
            _ if major => format!("{}.{:02}", self.minor / 100, self.minor % 100),
            _ => self.minor.to_string(),
        }
    }
}

/// One way of writing a file.
#[derive(Clone, Debug)]
struct Dialect {
    delimiter: u8,
    marked: bool,
    crlf: bool,
    quoted: bool,
    major: bool,
    order: Vec<&'static str>,
}

fn dialect() -> impl Strategy<Value = Dialect> {
    let order = Just(vec!["syssn", "amount", "reference", "reason", "extra"]).prop_shuffle();
    let delimiter = prop::sample::select(Delimiter::ALL.map(Delimiter::byte).to_vec());
    (delimiter, any::<[bool; 4]>(), order).prop_map(
        |(delimiter, [marked, crlf, quoted, major], order)| Dialect {
            delimiter,
            marked,
            crlf,
            quoted,
            major,
            order,
        },
    )
}

impl Dialect {
    fn csv(&self, lines: &[Line]) -> String {
        let mut csv = csv::WriterBuilder::new()
            .delimiter(self.delimiter)
            .terminator(if self.crlf {
                csv::Terminator::CRLF
            } else {
                csv::Terminator::Any(b'\n')
            })
            .quote_style(if self.quoted {
                csv::QuoteStyle::Always
            } else {
                csv::QuoteStyle::Necessary
            })
            .from_writer(Vec::new());
        let heading = |name: &&'static str| {
            if *name == "amount" && !self.major {
                "txamt"
            } else {
                *name
            }
        };
        csv.write_record(self.order.iter().map(heading)).unwrap();
        for line in lines {
            csv.write_record(
                self.order
                    .iter()
                    .map(|column| line.cell(column, self.major)),
            )
            .unwrap();
        }
        let text = String::from_utf8(csv.into_inner().unwrap()).unwrap();
        format!("{}{text}", if self.marked { "\u{feff}" } else { "" })
    }

    fn jsonl(&self, lines: &[Line]) -> String {
        let object = |line: &Line| {
            let mut object = Map::new();
            for column in &self.order {
                let name = if *column == "amount" && !self.major {
                    "txamt"
                } else {
                    column
                };
                object.insert(name.to_owned(), Value::from(line.cell(column, self.major)));
            }
            Value::Object(object).to_string()
        };
        lines
            .iter()
            .map(|line| object(line) + if self.crlf { "\r\n" } else { "\n" })
            .collect()
    }
}

proptest! {
    #[test]
    fn the_dialect_does_not_count(lines in prop::collection::vec(line(), 1..6), a in dialect(), b in dialect()) {
        let identity = |text: &str| {
            let mut identity = Identity::new("APP");
            for row in rows(text) {
                identity.add(&row.intent);
            }
            identity.finish()
        };
        let wanted = identity(&a.csv(&lines));
        prop_assert_eq!(identity(&b.csv(&lines)), wanted);
        prop_assert_eq!(identity(&b.jsonl(&lines)), wanted);
    }
}
