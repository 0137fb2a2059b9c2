//! The two forms every table is made of: a list of named values, and rows under headings.
//!
//! Text comes from files, paths and the gateway: whatever is laid out here passes the filter first.

use super::text::{clean, fold, pad, wrap};
use crate::language::text;
use crate::refund::{Outcome, State};
use unicode_width::UnicodeWidthStr;

/// Form of a result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ResultFormat {
    /// For people.
    Table,
    /// For scripts.
    Json,
    /// For scripts, lists only: one JSON object a line.
    Jsonl,
    /// For spreadsheets, lists only.
    Csv,
}

/// How to lay out and paint.
#[derive(Clone, Copy, Debug)]
pub struct Style {
    /// Whether colour may be used.
    pub colour: bool,
    /// Columns to fit into; `None` where nothing limits them.
    pub columns: Option<u16>,
}

/// The few colours in use. Nothing depends on them: the words say the same.
#[derive(Clone, Copy, Debug)]
pub enum Colour {
    /// Done.
    Green,
    /// Wait, or look.
    Yellow,
    /// Refused, real money.
    Red,
    /// Headings.
    Bold,
}

impl Style {
    /// Paints text, if colour may be used.
    #[must_use]
    pub fn paint(self, colour: Colour, text: &str) -> String {
        if !self.colour {
            return text.to_owned();
        }
        let code = match colour {
            Colour::Green => "32",
            Colour::Yellow => "33",
            Colour::Red => "31",
            Colour::Bold => "1",
        };
        format!("\u{1b}[{code}m{text}\u{1b}[0m")
    }

    /// Paints an outcome in capitals.
    pub(super) fn outcome(self, outcome: Outcome) -> String {
        let colour = match outcome {
            Outcome::Refunded => Colour::Green,
            Outcome::Pending | Outcome::Unknown => Colour::Yellow,
            Outcome::Declined | Outcome::NotSent => Colour::Red,
        };
        self.paint(colour, &outcome.to_string().to_uppercase())
    }

    /// The same of a refund that the journal has: one that is closed is called so.
    pub(super) fn standing(self, outcome: Outcome, state: Option<State>) -> String {
        match state {
            Some(closed @ State::Closed(_)) => {
                self.paint(Colour::Bold, &closed.to_string().to_uppercase())
            }
            _ => self.outcome(outcome),
        }
    }

    /// Breaks a text to a width, at a terminal so that each command stands whole on a line of its own.
    fn broken(self, text: &str, width: usize) -> Vec<String> {
        match self.columns {
            Some(_) => broken_at_commands(text, width),
            None => wrap(text, width),
        }
    }

    fn width(self) -> usize {
        self.columns.map_or(usize::MAX, usize::from)
    }

    /// Writes a paragraph, broken to the width.
    pub(super) fn paragraph(self, text: &str) -> String {
        let mut out = wrap(&clean(text), self.width()).join("\n");
        out.push('\n');
        out
    }

    /// Writes one item of a list: indented, its further lines a little more; at a terminal each command stands whole
    /// on a line of its own.
    pub(super) fn item(self, text: &str) -> String {
        let lines = self.broken(&clean(text), self.width().saturating_sub(4));
        format!("  {}\n", lines.join("\n    "))
    }

    /// Writes a list under a heading that says how many there are; nothing if there are none.
    pub(super) fn list(
        self,
        heading: &str,
        count: u64,
        items: impl IntoIterator<Item = impl AsRef<str>>,
    ) -> String {
        if count == 0 {
            return String::new();
        }
        let items = items.into_iter().map(|text| self.item(text.as_ref()));
        let heading = self.paint(Colour::Bold, heading);
        let heading = text!("console-out-heading", "{heading} ({count})", heading, count);
        format!("\n{heading}\n{}", items.collect::<String>())
    }

    /// Writes a painted head and a text after it, broken at spaces only; at a terminal each command stands whole on
    /// a line of its own, to be copied.
    pub(super) fn message(self, colour: Colour, head: &str, text: &str) -> String {
        // A wide colon has its space in it.
        let gap = if head.ends_with('：') { "" } else { " " };
        let text = format!("{head}{gap}{}", clean(text));
        let message = match self.columns {
            Some(_) => broken_at_commands(&text, self.width()).join("\n"),
            None => fold(&text, self.width()),
        };
        // Painted after folding, so that colour never counts as width.
        format!("{}\n", message.replacen(head, &self.paint(colour, head), 1))
    }

    /// Breaks text at spaces only.
    pub fn folded(self, text: &str) -> String {
        // What is asked ends with a space before the answer.
        let ending = if text.ends_with(' ') { " " } else { "" };
        fold(&format!("{}{ending}", clean(text)), self.width())
    }

    /// Writes named values under each other; long ones go on under their beginning, and at a terminal each command
    /// stands whole on a line of its own. Empty values are left out.
    #[must_use]
    pub fn values(self, values: &[(&str, String)]) -> String {
        let names = values
            .iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(name, _)| name.width());
        let indent = names.max().unwrap_or(0).saturating_add(4);
        let mut out = String::new();
        for (name, value) in values.iter().filter(|(_, value)| !value.is_empty()) {
            for (index, line) in self
                .broken(&clean(value), self.width().saturating_sub(indent))
                .iter()
                .enumerate()
            {
                let head = if index == 0 { *name } else { "" };
                let painted = format!("  {}{line}", pad(head, indent.saturating_sub(2)));
                out.push_str(painted.trim_end());
                out.push('\n');
            }
        }
        out
    }

    /// Writes a text that belongs to the line above it, from this column on.
    pub(super) fn below(self, column: usize, text: &str) -> String {
        let lines = wrap(&clean(text), self.width().saturating_sub(column));
        let lines = lines
            .iter()
            .map(|line| format!("{}{line}\n", pad("", column)));
        lines.collect()
    }

    /// Writes rows under headings, without borders. Where they do not fit beside each other, each
    /// row becomes a list of named values.
    pub(super) fn rows(
        self,
        headings: &[&str],
        rows: impl IntoIterator<Item = Vec<String>>,
    ) -> String {
        let rows: Vec<Vec<String>> = rows.into_iter().collect();
        let block = |row: &Vec<String>| {
            let cells = headings.iter().copied().zip(row.iter().cloned());
            self.values(&cells.collect::<Vec<_>>())
        };
        self.table(headings, &rows)
            .unwrap_or_else(|| rows.iter().map(block).collect::<Vec<_>>().join("\n"))
    }

    /// Writes rows under headings if they fit beside each other: squeezed columns would break
    /// numbers and words.
    pub(super) fn table(self, headings: &[&str], rows: &[Vec<String>]) -> Option<String> {
        let head: Vec<String> = headings.iter().map(|text| (*text).to_owned()).collect();
        let rows: Vec<Vec<String>> = rows
            .iter()
            .map(|cells| cells.iter().map(|cell| clean(cell)).collect())
            .collect();
        let lines = || std::iter::once(&head).chain(&rows);
        let width = |column| {
            let cells = lines().filter_map(|cells| cells.get(column));
            cells.map(|cell: &String| cell.width()).max().unwrap_or(0)
        };
        let widths: Vec<usize> = (0..headings.len()).map(width).collect();
        let mut out = String::new();
        for cells in lines() {
            let cells = cells.iter().zip(&widths);
            let cells: Vec<String> = cells.map(|(cell, width)| pad(cell, *width)).collect();
            let line = format!("  {}", cells.join("  "));
            if line.trim_end().width() > self.width() {
                return None;
            }
            out.push_str(line.trim_end());
            out.push('\n');
        }
        Some(out)
    }
}

/// What a line break stands for behind a command.
const BEHIND: [char; 11] = ['.', ',', ';', ':', ')', ' ', '。', '，', '；', '：', '）'];

/// Breaks text into lines of at most `width` columns, but for its commands: they stand in quotation marks,
/// and a sentence that ends behind one ends without its full stop.
fn broken_at_commands(text: &str, width: usize) -> Vec<String> {
    let (mut lines, mut before) = (Vec::new(), String::new());
    let flush = |before: &mut String, lines: &mut Vec<String>| {
        let words = std::mem::take(before);
        // What the line break stands for.
        let words = words.trim().trim_end_matches(['(', '（']).trim_end();
        if !words.is_empty() {
            lines.extend(wrap(words, width));
        }
    };
    let mut is_behind = false;
    for (place, part) in text.split('`').enumerate() {
        let is_quoted = place % 2 == 1;
        if is_quoted && part.starts_with("qfrefund ") {
            flush(&mut before, &mut lines);
            lines.push(format!("`{part}`"));
            is_behind = true;
        } else if is_quoted {
            is_behind = false;
            before.push_str(&format!("`{part}`"));
        } else if is_behind {
            before.push_str(part.trim_start_matches(BEHIND));
            is_behind = false;
        } else {
            before.push_str(part);
        }
    }
    flush(&mut before, &mut lines);
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_stands_whole_on_a_line_of_its_own() {
        let text = "the journal has gone back in time. Put the `newer` file back, or run `qfrefund journal rejoin --profile shop-hk-1`. Then look.";
        for (columns, expected) in [
            (
                30,
                "  problem  the journal has\n           gone back in time.\n           Put the `newer`\n           file back, or run\n           `qfrefund journal rejoin --profile shop-hk-1`\n           Then look.\n",
            ),
            (
                200,
                "  problem  the journal has gone back in time. Put the `newer` file back, or run\n           `qfrefund journal rejoin --profile shop-hk-1`\n           Then look.\n",
            ),
        ] {
            let told = style(columns).values(&[("problem", text.to_owned())]);
            assert_eq!(told, expected);
        }
        let plain = [("today", "HKD 1.00 of `x`".to_owned())];
        assert_eq!(style(80).values(&plain), style(80).values(&plain));
    }

    fn style(columns: u16) -> Style {
        Style {
            colour: false,
            columns: Some(columns),
        }
    }

    #[test]
    fn a_wide_colon_has_its_space_in_it() {
        let said = |head| style(40).message(Colour::Red, head, "x");
        assert_eq!(said("error:"), "error: x\n");
        assert_eq!(said("錯誤："), "錯誤：x\n");
    }

    #[test]
    fn columns_stand_beside_each_other_where_they_fit_and_below_where_they_do_not() {
        let rows = || {
            [["R-1", "退款", "x"], ["R-22", "done", ""]]
                .map(|cells| cells.map(str::to_owned).to_vec())
        };
        let headings = ["NUMBER", "STATE", "NOTE"];
        let beside = "  NUMBER  STATE  NOTE\n  R-1     退款   x\n  R-22    done\n";
        assert_eq!(style(21).rows(&headings, rows()), beside);
        let below =
            "  NUMBER  R-1\n  STATE   退款\n  NOTE    x\n\n  NUMBER  R-22\n  STATE   done\n";
        assert_eq!(style(20).rows(&headings, rows()), below);
        assert_eq!(style(20).table(&headings, &rows()), None);
    }
}
