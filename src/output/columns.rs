//! Which columns of a file are used, in words.

use super::text::clean;
use crate::batch::UsedHeading;
use crate::language::{joined, text};

/// How many headings that are not used are named; the document has them all.
const MOST_NAMED: usize = 20;

/// Names the columns that are used, as `--column` names them where their headings differ.
#[must_use]
pub fn used_columns(used: &[UsedHeading]) -> String {
    let names = used.iter().map(|used| {
        let heading = clean(&used.heading);
        if heading == used.column {
            heading
        } else {
            format!("{}={heading}", used.column)
        }
    });
    joined(names)
}

/// Names the headings that are not used; nothing if there are none.
#[must_use]
pub fn unused_columns(unused: &[String]) -> String {
    let first = unused.iter().take(MOST_NAMED).map(|heading| clean(heading));
    let mut names: Vec<String> = first.collect();
    let others = unused.len().saturating_sub(MOST_NAMED);
    if others > 0 {
        names.push(text!(
            "history-row-and-others",
            "and {others} others",
            others
        ));
    }
    joined(names)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_are_cleaned_and_named_up_to_a_bound() {
        let used = |heading: &str, column| UsedHeading {
            heading: heading.to_owned(),
            column,
        };
        let words = used_columns(&[used("syssn", "syssn"), used("Sum\u{1b}[2J", "amount")]);
        assert_eq!(words, "syssn, amount=Sum [2J");
        let many: Vec<String> = (1..=22).map(|number| format!("c{number}")).collect();
        assert!(unused_columns(&many).ends_with("c19, c20, and 2 others"));
        assert_eq!(unused_columns(&["a\u{202e}b".to_owned()]), "a b");
        assert_eq!(unused_columns(&[]), "");
    }
}
