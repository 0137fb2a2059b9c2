use super::super::Console;
use super::super::row::Time;
use super::*;
use crate::refund::{Outcome, Settlement};
use std::cell::Cell;
use std::io::{self, Write};
use std::sync::Arc;
use time::OffsetDateTime;

#[test]
fn no_line_carries_what_moves_a_terminal() {
    let evil = IntentRow {
        reason: Some("x\u{202e}\u{9b}2J\u{3164}y".to_owned()),
        ..row()
    };
    let line = evil.to_json_line().unwrap();
    assert!(line.contains(r"x\u202e\u009b2J\u3164y"), "{line}");
    let list = ListDocument::new(vec![evil], Exit::Success);
    let style = Style {
        colour: false,
        columns: None,
    };
    assert_eq!(list.text(ResultFormat::Jsonl, style, None).unwrap(), line);
}

fn row() -> IntentRow {
    IntentRow {
        out_trade_no: "RF20261122-0".to_owned(),
        state: State::Refunded,
        outcome: Outcome::Refunded,
        orig_syssn: "20191227000200020061752831".to_owned(),
        syssn: None,
        txamt: 1250,
        amount: "12.50".to_owned(),
        currency: "HKD",
        reference: None,
        reason: None,
        profile: "p".to_owned(),
        environment: "custom".to_owned(),
        operator: "o".to_owned(),
        created_at: Time(OffsetDateTime::UNIX_EPOCH),
        sent_at: None,
        txdtm: None,
        settled_at: None,
        updated_at: Time(OffsetDateTime::UNIX_EPOCH),
        respcd: None,
        resperr: None,
        batch: None,
        batch_file: None,
        replaces: None,
        note: None,
        decided_at: None,
        decided_by: None,
        settlement: Settlement::NONE,
    }
}

/// Counts the lines that arrive, and how far they ever were behind the rows made.
struct Lag<'a> {
    made: &'a Cell<usize>,
    lines: usize,
    most: usize,
}

impl Write for Lag<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.most = self.most.max(self.made.get() - self.lines);
        self.lines += bytes.iter().filter(|byte| **byte == b'\n').count();
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn lines_are_printed_while_the_rows_are_still_read() {
    for (format, headings) in [(ResultFormat::Jsonl, 0), (ResultFormat::Csv, 1)] {
        let made = Cell::new(0);
        let mut out = Lag {
            made: &made,
            lines: 0,
            most: 0,
        };
        let mut console = Console {
            given: crate::refund::Given::default(),
            written: crate::journal::Written::default(),
            stdin: &mut io::empty(),
            stdout: &mut out,
            stderr: &mut io::sink(),
            format,
            out_style: Style {
                colour: false,
                columns: None,
            },
            err_style: Style {
                colour: false,
                columns: None,
            },
            stdin_is_terminal: false,
            may_ask: false,
            may_animate: false,
            quiet: false,
            told: None,
            forget_typed: || {},
            echo: |_| true,
            interrupt: Arc::default(),
        };
        let rows = std::iter::repeat_with(|| {
            made.set(made.get() + 1);
            Ok::<_, io::Error>(row())
        });
        let exit = console.rows(rows.take(20_000), Capped::default()).unwrap();
        assert_eq!((exit, out.lines), (Exit::Success, 20_000 + headings));
        assert!(out.most < 1_000, "{} rows were held", out.most);
    }
}
