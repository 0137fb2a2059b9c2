//! The streams: results to standard output, everything else to standard error.

use super::error::failure_json;
use super::list::Totals;
use super::text::clean;
use super::{Capped, Colour, Document, IntentRow, ListDocument, ResultFormat, Style};
use crate::attempt::Unrecorded;
use crate::exit::Exit;
use crate::interrupt::Interrupt;
use crate::journal::Written;
use crate::language::{text, word};
use crate::refund::{Given, OutTradeNo, Outcome};
use secrecy::SecretString;
use std::io::{self, BufRead, BufWriter, Read as _, Write};
use std::sync::Arc;
use zeroize::Zeroizing;

/// Bytes of a line that a terminal gives at most.
const LONGEST_LINE: usize = 4096;

/// Where a command speaks and listens. The only holder of the streams.
pub struct Console<'a> {
    /// Standard input.
    pub stdin: &'a mut dyn BufRead,
    /// Standard output.
    pub stdout: &'a mut dyn Write,
    /// Standard error.
    pub stderr: &'a mut dyn Write,
    /// Form of results.
    pub format: ResultFormat,
    /// Style of standard output.
    pub out_style: Style,
    /// Style of standard error.
    pub err_style: Style,
    /// Whether standard input is a terminal.
    pub stdin_is_terminal: bool,
    /// Whether a person can be asked: input and error stream are a terminal and asking is allowed.
    pub may_ask: bool,
    /// Whether progress may be shown.
    pub may_animate: bool,
    /// Whether notes and warnings are left out.
    pub quiet: bool,
    /// What the commands in what is said have to say as well.
    pub given: Given,
    /// The newest event that the command has written into the journal.
    pub written: Written,
    /// The exit code of the command's one result, once that was begun to be printed.
    pub told: Option<Exit>,
    /// Throws away what was typed or pasted at the terminal and not read yet.
    pub forget_typed: fn(),
    /// Shows what is typed at the terminal, or hides it. Says whether that could be done.
    pub echo: fn(bool) -> bool,
    /// Signals, which may have to print the result in this one's place.
    pub interrupt: Arc<Interrupt>,
}

impl Console<'_> {
    /// Prints the command's one result and returns the exit code.
    ///
    /// A result that cannot be printed never changes an exit code that tells what became of
    /// money; `exit` is such a code when `sent` is true.
    #[must_use]
    pub fn result<D: Document>(&mut self, document: &D, exit: Exit, sent: bool) -> Exit {
        match self.write(self.text(document, self.format), exit) {
            Ok(()) => exit,
            Err(error) if sent => {
                let what = text!(
                    "console-out-unprinted-sent",
                    "the result could not be printed ({error}); the exit code {code} still tells it",
                    error,
                    code = exit.code()
                );
                self.error(&what, None);
                if let Ok(line) = self.text(document, ResultFormat::Json) {
                    let _ = self.stderr.write_all(line.as_bytes());
                }
                exit
            }
            Err(error) => self.unprinted(&error, exit),
        }
    }

    fn text<D: Document>(&self, document: &D, format: ResultFormat) -> Result<String, io::Error> {
        let text = document.text(format, self.out_style, self.written.newest())?;
        Ok(match format {
            ResultFormat::Table => self.tabled(&text),
            ResultFormat::Json | ResultFormat::Jsonl | ResultFormat::Csv => text,
        })
    }

    /// Leaves a result that is printed if a signal ends the process from here on: every end has
    /// its one document.
    pub fn if_stopped<D: Document>(&self, document: &D) {
        let text = self.text(document, self.format);
        self.interrupt.leave_words(text.ok());
    }

    /// The same with a failure.
    pub fn if_stopped_failure(&self, exit: Exit, message: &str, hint: &str) {
        let text = (self.format != ResultFormat::Table)
            .then(|| failure_json(exit, message, Some(hint), self.written.newest()).ok());
        self.interrupt.leave_words(text.flatten());
    }

    /// Prints rows as a list. As JSON lines or CSV each is printed as it comes, however many there
    /// are, and what they add up to is a note; the other forms are made of all of them.
    ///
    /// # Errors
    /// The first that a row gives, or that a value cannot be written as JSON.
    pub fn rows<E: From<io::Error>>(
        &mut self,
        mut rows: impl Iterator<Item = Result<IntentRow, E>>,
        listed: Capped,
    ) -> Result<Exit, E> {
        let format = self.format;
        let usual = (format == ResultFormat::Table).then_some(Capped::SHOWN);
        let limit = match listed.limit {
            None => usual.unwrap_or(usize::MAX),
            Some(0) => usize::MAX,
            Some(limit) => limit,
        };
        let shown = rows.by_ref().take(limit);
        if matches!(format, ResultFormat::Table | ResultFormat::Json) {
            let shown = shown.collect::<Result<Vec<_>, E>>()?;
            let document = ListDocument {
                truncated: rows.next().transpose()?.is_some(),
                by: listed.by,
                cursor: Some(listed.cursor),
                ..ListDocument::new(shown, Exit::Success)
            };
            return Ok(self.result(&document, Exit::Success, false));
        }
        self.told = Some(Exit::Success);
        let mut out = BufWriter::with_capacity(1 << 16, &mut *self.stdout);
        let mut written = match format {
            ResultFormat::Csv => out.write_all(IntentRow::csv_headings().as_bytes()),
            _ => Ok(()),
        };
        let mut totals = Totals::default();
        for row in shown {
            if written.is_err() {
                break;
            }
            let row = row?;
            totals.add(&row);
            let line = match format {
                ResultFormat::Csv => row.to_csv_line(),
                _ => row.to_json_line().map_err(io::Error::from)?,
            };
            written = out.write_all(line.as_bytes());
        }
        let written = written.and_then(|()| out.flush());
        // What could not be written is not tried again.
        let _ = out.into_parts();
        if let Err(error) = written {
            return Ok(self.unprinted(&error, Exit::Success));
        }
        for total in totals.all() {
            self.note(&total.of_refunds());
        }
        if rows.next().transpose()?.is_some() {
            self.note(&text!(
                "console-out-only",
                "only {limit} are listed; without --limit all are",
                limit
            ));
        }
        self.note(&text!(
            "console-out-cursor",
            "what changes from now on: --changed-since {cursor}",
            cursor = listed.cursor
        ));
        Ok(Exit::Success)
    }

    fn write(&mut self, text: Result<String, io::Error>, exit: Exit) -> Result<(), io::Error> {
        let text = text?;
        self.interrupt.tell(exit);
        self.told = Some(exit);
        self.print(text.as_bytes())
    }

    fn unprinted(&mut self, error: &io::Error, exit: Exit) -> Exit {
        // `| head` is no failure of a command that only shows something.
        if error.kind() == io::ErrorKind::BrokenPipe {
            return exit;
        }
        let what = text!(
            "console-out-unprinted",
            "cannot print the result: {error}",
            error
        );
        self.error(&what, None);
        exit.max(Exit::Internal)
    }

    /// Prints one row of a list as a JSON line while the command still runs.
    pub fn event(&mut self, row: &IntentRow) {
        // Nobody reading along is no reason to stop: the journal has it.
        if let Ok(line) = row.to_json_line() {
            let _ = self.print(line.as_bytes());
        }
    }

    /// Prints bytes as they are.
    ///
    /// # Errors
    /// Those of standard output.
    pub fn print(&mut self, bytes: &[u8]) -> Result<(), io::Error> {
        self.stdout.write_all(bytes)?;
        self.stdout.flush()
    }

    /// Tells something worth knowing.
    pub fn note(&mut self, text: &str) {
        if !self.quiet {
            let text = self.named(text);
            self.say(Colour::Bold, word!("console-note", "note:"), &text);
        }
    }

    /// Warns.
    pub fn warn(&mut self, text: &str) {
        if !self.quiet {
            let text = self.named(text);
            self.say(Colour::Yellow, word!("console-warning", "warning:"), &text);
        }
    }

    /// Tells a failure and what to do about it. Never left out.
    pub fn error(&mut self, message: &str, hint: Option<&str>) {
        self.say(Colour::Red, word!("console-error", "error:"), message);
        if let Some(hint) = hint {
            let hint = self.named(hint);
            self.say(Colour::Bold, word!("console-hint", "hint:"), &hint);
        }
    }

    /// Tells why there is no result: in words, and as a document where one is expected.
    #[must_use]
    pub fn failure(&mut self, exit: Exit, message: &str, hint: Option<&str>) -> Exit {
        self.interrupt.tell(exit);
        self.error(message, hint);
        self.failure_document(exit, message, hint)
    }

    /// The same where several things are wrong: people read a line for each, the document has them in
    /// one message.
    #[must_use]
    pub fn failure_listed(
        &mut self,
        exit: Exit,
        message: &str,
        what: &str,
        lines: &[String],
    ) -> Exit {
        self.interrupt.tell(exit);
        self.error(what, None);
        let lines: String = lines.iter().map(|line| self.err_style.item(line)).collect();
        self.tell(&lines);
        self.failure_document(exit, message, None)
    }

    fn failure_document(&mut self, exit: Exit, message: &str, hint: Option<&str>) -> Exit {
        if self.format == ResultFormat::Table || self.told.is_some() {
            return exit;
        }
        let hint = hint.map(|hint| self.named(hint));
        let text = failure_json(exit, message, hint.as_deref(), self.written.newest());
        match self.write(text, exit) {
            Ok(()) => exit,
            Err(error) => self.unprinted(&error, exit),
        }
    }

    /// Whether the result is a table on the same terminal as standard error: what stands in it need
    /// not be told beside it.
    #[must_use]
    pub fn is_read_as_table(&self) -> bool {
        let are_terminals = self.out_style.columns.is_some() && self.err_style.columns.is_some();
        self.format == ResultFormat::Table && are_terminals
    }

    /// Tells on standard error what stands in the result too, unless a person reads it there.
    pub fn outcome(&mut self, message: &str, next: &str) {
        if !self.is_read_as_table() {
            self.error(message, Some(next).filter(|next| !next.is_empty()));
        }
    }

    /// Tells what the journal cannot be told: how a send ended.
    pub fn unrecorded(&mut self, number: &OutTradeNo, outcome: Outcome, unrecorded: &Unrecorded) {
        let error = &unrecorded.error;
        let hint = if unrecorded.is_kept {
            word!(
                "console-out-kept",
                "It is kept beside the journal and entered by the next command that opens it, once there is room."
            )
        } else {
            word!(
                "console-out-not-kept",
                "The journal says that it may have been sent, which stays true. Keep this message."
            )
        };
        let what = text!(
            "console-out-unrecorded",
            "the outcome of {number} is {outcome}, but it could not be written down: {error}",
            number,
            outcome = outcome,
            error
        );
        self.error(&what, Some(hint));
    }

    /// Adds what the command line says for every command to those in a text of ours.
    fn named(&self, text: &str) -> String {
        self.given.named_in(text)
    }

    /// The same in a table, whose commands name the profile already.
    fn tabled(&self, text: &str) -> String {
        let given = Given {
            profile: None,
            ..self.given.clone()
        };
        given.named_in(text)
    }

    fn say(&mut self, colour: Colour, head: &str, text: &str) {
        let message = self.err_style.message(colour, head, &clean(text));
        // With standard error gone there is nobody left to tell.
        let _ = self.stderr.write_all(message.as_bytes());
    }

    /// Writes text to standard error as it is.
    pub fn tell(&mut self, text: &str) {
        let _ = self
            .stderr
            .write_all(text.as_bytes())
            .and_then(|()| self.stderr.flush());
    }

    /// Asks one line. `None` when the input ended. What was typed or pasted before the question
    /// answers nothing.
    pub fn ask(&mut self, question: &str) -> Option<String> {
        (self.forget_typed)();
        self.tell(&self.err_style.folded(question));
        let mut line = String::new();
        match self.stdin.read_line(&mut line) {
            Ok(0) | Err(_) => {
                self.tell("\n");
                None
            }
            Ok(_) => Some(line.trim().to_owned()),
        }
    }

    /// Asks one line that is not shown. `None` when the input ended.
    ///
    /// # Errors
    /// When it cannot be hidden on this terminal; then nothing was asked.
    pub fn ask_hidden(&mut self, question: &str) -> io::Result<Option<SecretString>> {
        (self.forget_typed)();
        if !(self.echo)(false) {
            return Err(io::ErrorKind::Unsupported.into());
        }
        self.tell(&self.err_style.folded(question));
        // Room for what a terminal gives at once, so that it is never moved, unwiped.
        let mut line = Zeroizing::new(String::with_capacity(LONGEST_LINE));
        let most = u64::try_from(LONGEST_LINE).unwrap_or_default();
        let read = (&mut *self.stdin).take(most).read_line(&mut line);
        (self.echo)(true);
        self.tell("\n");
        Ok(match read {
            Ok(1..) => Some(SecretString::from(line.trim())),
            Ok(0) | Err(_) => None,
        })
    }
}
