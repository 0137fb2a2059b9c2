//! What scripts get where a command failed before there was a result.

use super::{Colour, Document, Style};
use crate::exit::Exit;
use serde::Serialize;

/// A failure before anything was sent.
#[derive(Debug, Serialize)]
pub struct ErrorDocument {
    /// The process's exit code.
    pub exit_code: u8,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub hint: Option<String>,
}

impl ErrorDocument {
    /// Makes the document.
    #[must_use]
    pub const fn new(exit: Exit, message: String, hint: Option<String>) -> Self {
        Self {
            exit_code: exit.code(),
            message,
            hint,
        }
    }
}

impl Document for ErrorDocument {
    const KIND: &'static str = "error";

    fn to_table(&self, style: Style) -> String {
        let mut out = format!("{} {}\n", style.paint(Colour::Red, "error:"), self.message);
        if let Some(hint) = &self.hint {
            out.push_str(&format!("{} {hint}\n", style.paint(Colour::Bold, "hint:")));
        }
        out
    }
}
