//! What is wrong, where, and what to do about it.

use crate::language::{joined, text, word, write_text};
use crate::trust::Distrust;
use crate::unseen::is_unsafe;
use std::cell::Cell;
use std::fmt;
use std::path::{Path, PathBuf};

/// A line and a column of a text, both counted from one; the column counts characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Position {
    /// The line.
    pub(super) line: usize,
    /// The column.
    pub(super) column: usize,
}

/// A text whose positions are asked for, mostly in its order: each is counted on from the last one
/// on the same line, so that all of them together cost one reading of the text.
pub(super) struct Positions<'t> {
    text: &'t str,
    /// Where each line begins, in bytes.
    lines: Vec<usize>,
    /// The last byte offset that was asked for, and its column.
    last: Cell<(usize, usize)>,
}

impl<'t> Positions<'t> {
    /// Finds the lines of a text.
    pub(super) fn of(text: &'t str) -> Self {
        let ends = text.match_indices('\n');
        Self {
            text,
            lines: std::iter::once(0)
                .chain(ends.map(|(end, _)| end.saturating_add(1)))
                .collect(),
            last: Cell::new((0, 1)),
        }
    }

    /// Returns the text.
    pub(super) const fn text(&self) -> &'t str {
        self.text
    }

    /// Finds a byte offset; one past the end is the end.
    pub(super) fn at(&self, offset: usize) -> Position {
        let line = self.lines.partition_point(|begin| *begin <= offset);
        let begin = line
            .checked_sub(1)
            .and_then(|index| self.lines.get(index))
            .copied()
            .unwrap_or_default();
        let (last, column) = self.last.get();
        let (from, column) = if (begin..=offset).contains(&last) {
            (last, column)
        } else {
            (begin, 1)
        };
        let passed = self.text.get(from..).unwrap_or_default().char_indices();
        let passed = passed
            .take_while(|(index, _)| from.saturating_add(*index) < offset)
            .count();
        let column = column.saturating_add(passed);
        self.last.set((offset, column));
        Position { line, column }
    }
}

/// A file, and perhaps a position in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ConfigPlace {
    /// The file.
    pub(super) path: PathBuf,
    /// The position, where one line is to blame.
    pub(super) position: Option<Position>,
}

impl fmt::Display for ConfigPlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&path_text(&self.path))?;
        match self.position {
            Some(Position { line, column }) => write!(f, ":{line}:{column}"),
            None => Ok(()),
        }
    }
}

/// A profile, a config file or a client key that cannot be used. Nothing was sent.
///
/// Displays as `PLACE: PROBLEM`, a fragment fit for `error: …`; [`Self::hint`] is a sentence fit
/// for `hint: …`. Neither ever holds a client key, nor the text of a line that might.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProfileError {
    place: Option<ConfigPlace>,
    /// What is wrong, without the place.
    pub(super) problem: String,
    hint: String,
}

impl ProfileError {
    /// Makes an error that belongs to no place yet.
    pub(super) fn new(problem: impl Into<String>, hint: impl Into<String>) -> Self {
        Self {
            place: None,
            problem: problem.into(),
            hint: hint.into(),
        }
    }

    /// Names the place, unless it is known already.
    #[must_use]
    pub(super) fn at(mut self, place: &ConfigPlace) -> Self {
        self.place.get_or_insert_with(|| place.clone());
        self
    }

    /// Names the file, unless the place is known already.
    #[must_use]
    pub(super) fn in_file(self, path: &Path, position: Option<Position>) -> Self {
        self.at(&ConfigPlace {
            path: path.to_owned(),
            position,
        })
    }

    /// Puts the key's name before the problem.
    #[must_use]
    pub(super) fn about(mut self, key: &str) -> Self {
        self.problem = text!(
            "profile-about-key",
            "`{key}` {problem}",
            key,
            problem = self.problem
        );
        self
    }

    /// What was answered is no environment.
    #[must_use]
    pub fn not_an_environment() -> Self {
        Self::new(
            word!("profile-no-environment", "that is no environment"),
            word!("profile-no-environment-hint", "Type one of the four names."),
        )
    }

    /// Returns what to do about it.
    #[must_use]
    pub fn hint(&self) -> &str {
        &self.hint
    }
}

impl From<Distrust> for ProfileError {
    fn from(distrust: Distrust) -> Self {
        let hint = distrust.remedy(&path_text(&distrust.path));
        Self::new(distrust.to_string(), hint).in_file(&distrust.path, None)
    }
}

impl fmt::Display for ProfileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.place {
            Some(place) => write_text!(
                f,
                "profile-at-place",
                "{place}: {problem}",
                place,
                problem = self.problem
            ),
            None => f.write_str(&self.problem),
        }
    }
}

impl std::error::Error for ProfileError {}

/// Writes text from a file for a message: a character that could move the cursor becomes `?`.
pub(super) fn plain(text: &str) -> String {
    text.chars()
        .map(|c| if is_unsafe(c) { '?' } else { c })
        .collect()
}

/// Writes a path for a message.
pub(super) fn path_text(path: &Path) -> String {
    plain(&path.to_string_lossy())
}

/// Writes a value for a message, in quotes. A long one is not repeated: it may be a key that was
/// pasted into the wrong line.
pub(super) fn quoted(value: &str) -> String {
    if value.chars().count() <= 16 {
        format!("`{}`", plain(value))
    } else {
        text!("profile-this-value", "this value")
    }
}

/// Joins names for a message.
pub(super) fn list<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    joined(names)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_count_lines_and_characters_from_one() {
        let text = "a\n舊b\n";
        for (offset, line, column) in [
            (0, 1, 1),
            (1, 1, 2),
            (2, 2, 1),
            (5, 2, 2),
            (7, 3, 1),
            (99, 3, 1),
        ] {
            let expected = Position { line, column };
            assert_eq!(Positions::of(text).at(offset), expected);
        }
        // Whatever was asked for before.
        let positions = Positions::of("舊ab\nc舊d");
        for (offset, line, column) in [
            (4, 1, 3),
            (5, 1, 4),
            (3, 1, 2),
            (10, 2, 3),
            (7, 2, 2),
            (0, 1, 1),
        ] {
            assert_eq!(positions.at(offset), Position { line, column }, "{offset}");
        }
    }

    #[test]
    fn nothing_in_a_message_moves_the_cursor() {
        assert_eq!(plain("a\u{1b}[2Jb\u{202e}c\n舊"), "a?[2Jb?c?舊");
        assert_eq!(quoted("HK\tD"), "`HK?D`");
        assert_eq!(quoted(&"k".repeat(17)), "this value");
    }

    #[test]
    fn the_first_place_named_stays() {
        let error = ProfileError::new("it is broken", "Mend it.")
            .in_file(Path::new("a"), Some(Position { line: 2, column: 3 }))
            .in_file(Path::new("b"), None);
        assert_eq!(error.to_string(), "a:2:3: it is broken");
        assert_eq!(
            (error.problem.as_str(), error.hint()),
            ("it is broken", "Mend it.")
        );
    }
}
