//! `explain`: response codes, offline.

use super::{Desk, Failure};
use crate::cli::ExplainArgs;
use crate::exit::Exit;
use crate::gateway::codes::{self, TABLE};
use crate::language::{text, word};
use crate::output::CodesDocument;

pub(super) fn run(args: &ExplainArgs, desk: &mut Desk<'_>) -> Result<Exit, Failure> {
    let document = if args.all {
        CodesDocument::new(TABLE.iter().map(|row| (row.code.to_owned(), row)))
    } else {
        for code in &args.codes {
            if code.len() != 4 || !code.bytes().all(|b| b.is_ascii_digit()) {
                return Err(Failure::usage(text!(
                    "gateway-no-such-code",
                    "`{code}` is not a response code",
                    code
                ))
                .hint(word!(
                    "gateway-code-form",
                    "A response code (respcd) has four digits, for example 1143."
                )));
            }
        }
        CodesDocument::new(
            args.codes
                .iter()
                .map(|code| (code.clone(), codes::find(code))),
        )
    };
    Ok(desk.console.result(&document, Exit::Success, false))
}
