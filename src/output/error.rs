//! What scripts get where a command failed before there was a result. People read the same on
//! standard error.

use super::text::spell_in_json;
use super::{Envelope, SCHEMA};
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
    let mut line = serde_json::to_string(&Envelope {
        schema: SCHEMA,
        kind: "error",
        journal_head,
        document: &ErrorDocument {
            exit_code: exit.code(),
            message,
            hint,
        },
    })?;
    line.push('\n');
    Ok(spell_in_json(&line))
}
