//! What a run tells: events while it goes, a summary at its end.

use crate::attempt::Unrecorded;
use crate::exit::Exit;
use crate::gateway::transport::Trouble;
use crate::journal::{BatchCount, JournalError, Record};
use crate::language::{word, write_text};
use crate::refund::{OutTradeNo, Outcome};
use std::fmt;
use std::io;
use time::OffsetDateTime;

/// Something that happened. A row's outcome is durable before it is told.
#[derive(Clone, Debug)]
pub enum RunEvent {
    /// A row was sent or looked at, and the journal now has it so.
    Changed(Box<Record>),
    /// A rule of the journal keeps a row from being sent; it stays planned.
    Refused {
        /// The row's number.
        number: OutTradeNo,
        /// Why, as a clause.
        why: String,
    },
    /// A row was sent and how it ended could not be written down in the journal.
    Unrecorded {
        /// The row's number.
        number: OutTradeNo,
        /// What the exchange proved.
        outcome: Outcome,
        /// Why it could not be written down, and whether it is kept beside the journal.
        unrecorded: Unrecorded,
    },
    /// A look at a row taught nothing, or shows what a person has to see.
    Trouble {
        /// The row's number.
        number: OutTradeNo,
        /// What, as a clause.
        what: String,
    },
    /// Nothing new is sent any more.
    Halted(Halt),
    /// Nothing can be sent before a time.
    Waiting {
        /// For what.
        what: WaitFor,
        /// Until when, by the clock.
        until: OffsetDateTime,
    },
    /// Where the whole batch stands, now and then.
    Tick {
        /// Its rows by state and currency.
        counts: Vec<BatchCount>,
        /// Rows this run follows.
        following: usize,
    },
}

/// What a run waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WaitFor {
    /// The rate limit, or a back-off after HTTP 429.
    Limit,
    /// The gateway's nightly pause.
    Pause,
    /// Another process that has claimed rows and has not been heard of since.
    Lease,
}

/// Why nothing new is sent.
#[derive(Clone, Debug)]
pub enum Halt {
    /// A response code that every further row would get, too.
    Code {
        /// The code.
        respcd: String,
        /// Its meaning.
        meaning: &'static str,
    },
    /// The outcome of this row is unknown, and why.
    Unknown(OutTradeNo, String),
    /// So many rows were declined or are unknown.
    Errors(u64),
    /// The gateway could not be reached several times in a row.
    Unreachable(Trouble),
    /// The way to the gateway is not set up right.
    Setup(Trouble),
    /// The gateway keeps answering HTTP 429.
    RateLimited,
    /// Payments cannot be looked at again before their rows are sent, as a clause says.
    Unlooked(String),
    /// The day's limit is reached, as a clause says.
    DayLimit(String),
    /// The batch's limit is reached, as a clause says.
    BatchLimit(String),
    /// A signal came.
    Interrupted,
    /// The gateway takes no refunds around midnight in Hong Kong.
    ClearingPause,
    /// The request for this row would not be the one that was written down.
    RequestChanged(OutTradeNo),
    /// The journal failed.
    Journal(JournalError),
    /// A part of the program failed while it worked on this row, and what is known of that, as a clause.
    Failed(OutTradeNo, String),
}

impl Halt {
    /// Returns the exit code of the rows that it leaves planned.
    #[must_use]
    pub const fn exit(&self) -> Exit {
        self.facts().0
    }

    /// Returns a short, stable word for scripts.
    #[must_use]
    pub const fn reason(&self) -> &'static str {
        self.facts().1
    }

    /// Whether rows that were sent are still worth following. A code that meets every refund need
    /// not meet a look; where it does, the first look ends it.
    pub(super) const fn follows(&self) -> bool {
        self.facts().2
    }

    /// Whether it would stop the merchant's next file as well: its rows would each use up a number for the same
    /// answer. A limit of one batch is no other batch's.
    #[must_use]
    pub const fn stops_next_file(&self) -> bool {
        !matches!(self, Self::BatchLimit(_))
    }

    const fn facts(&self) -> (Exit, &'static str, bool) {
        match self {
            Self::Code { .. } => (Exit::HeldBack, "response_code", true),
            Self::Unknown(..) => (Exit::HeldBack, "unknown", true),
            Self::Errors(_) => (Exit::HeldBack, "errors", true),
            Self::Unreachable(_) => (Exit::NotSent, "unreachable", false),
            Self::Setup(_) => (Exit::NotSent, "setup", false),
            Self::RateLimited => (Exit::NotSent, "rate_limited", false),
            Self::Unlooked(_) => (Exit::HeldBack, "look", true),
            Self::DayLimit(_) => (Exit::HeldBack, "day_limit", true),
            Self::BatchLimit(_) => (Exit::HeldBack, "batch_limit", true),
            Self::Interrupted => (Exit::Interrupted, "interrupted", false),
            Self::ClearingPause => (Exit::HeldBack, "pause", true),
            Self::RequestChanged(_) => (Exit::Refused, "request_changed", true),
            Self::Journal(_) => (Exit::Setup, "journal", false),
            Self::Failed(..) => (Exit::HeldBack, "failed", false),
        }
    }
}

impl fmt::Display for Halt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Code { respcd, meaning } => {
                write_text!(
                    f,
                    "plan-halt-code",
                    "response code {respcd} ({meaning}) would meet every row",
                    respcd,
                    meaning
                )
            }
            Self::Unknown(number, why) => write_text!(
                f,
                "plan-halt-unknown",
                "the outcome of {number} is unknown: {why}",
                number,
                why
            ),
            Self::Errors(1) => {
                f.write_str(word!("plan-halt-error", "1 row was declined or is unknown"))
            }
            Self::Errors(count) => write_text!(
                f,
                "plan-halt-errors",
                "{count} rows were declined or are unknown",
                count
            ),
            Self::Unreachable(trouble) | Self::Setup(trouble) => trouble.fmt(f),
            Self::RateLimited => f.write_str(word!(
                "plan-halt-rate",
                "the gateway keeps answering HTTP 429"
            )),
            Self::Unlooked(why) => {
                write_text!(
                    f,
                    "plan-halt-look",
                    "the payment of the next row cannot be looked at again: {why}",
                    why
                )
            }
            Self::DayLimit(why) | Self::BatchLimit(why) => {
                write_text!(
                    f,
                    "plan-halt-limit",
                    "the next row is held back: {why}",
                    why
                )
            }
            Self::Interrupted => f.write_str(word!("plan-halt-signal", "stopped by a signal")),
            Self::ClearingPause => f.write_str(word!(
                "plan-halt-pause",
                "the gateway takes no refunds around midnight in Hong Kong"
            )),
            Self::RequestChanged(number) => write_text!(
                f,
                "plan-halt-changed",
                "the request for {number} would no longer be the one that was written down",
                number
            ),
            Self::Journal(error) => error.fmt(f),
            Self::Failed(number, known) => write_text!(
                f,
                "plan-halt-failed",
                "a part of the program failed while it worked on {number}; {known}",
                number,
                known
            ),
        }
    }
}

/// Where a batch stands after a run.
#[derive(Clone, Debug)]
pub struct Summary {
    /// Its rows by state and currency, whoever sent them.
    pub counts: Vec<BatchCount>,
    /// Rows that a rule of the journal kept from being sent in this run; they are planned.
    pub refused: u64,
    /// Why the run ended before its rows did.
    pub halted: Option<Halt>,
}

/// Why a run could not be run, or its end not be seen.
#[derive(Debug)]
pub enum RunError {
    /// The journal could not be read. What was sent is written down there as far as it got.
    Journal(JournalError),
    /// No thread could be started; nothing was sent.
    Thread(io::Error),
}

impl RunError {
    /// Returns the exit code: whether rows may have been sent.
    #[must_use]
    pub const fn exit(&self) -> Exit {
        match self {
            Self::Journal(_) => Exit::Unknown,
            Self::Thread(_) => Exit::Setup,
        }
    }
}

impl fmt::Display for RunError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Journal(error) => error.fmt(f),
            Self::Thread(error) => write_text!(
                f,
                "plan-no-thread",
                "cannot start a thread ({error})",
                error
            ),
        }
    }
}

impl std::error::Error for RunError {}

impl From<JournalError> for RunError {
    fn from(error: JournalError) -> Self {
        Self::Journal(error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_halts_a_file_stops_the_next_but_for_its_own_limit() {
        assert!(!Halt::BatchLimit("full".to_owned()).stops_next_file());
        for halt in [
            Halt::DayLimit("full".to_owned()),
            Halt::RateLimited,
            Halt::Interrupted,
            Halt::ClearingPause,
            Halt::Errors(1),
        ] {
            assert!(halt.stops_next_file(), "{halt}");
        }
    }
}
