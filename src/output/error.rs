//! What scripts get where a command failed before there was a result. People read the same on
//! standard error.

use super::json_line;
use crate::exit::Exit;
use crate::journal::Head;
use serde::Serialize;
use std::io;

#[derive(Serialize)]
struct ErrorDocument<'a> {
    exit_code: u8,
    message: &'a str,
    hint: Option<&'a str>,
}

/// Writes a failure as one line of JSON.
pub(super) fn failure_json(
    exit: Exit,
    message: &str,
    hint: Option<&str>,
    journal_head: Option<Head>,
) -> Result<String, io::Error> {
    let document = ErrorDocument {
        exit_code: exit.code(),
        message,
        hint,
    };
    json_line("error", journal_head, &document)
}
