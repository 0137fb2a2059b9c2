//! Why a command stopped before it had a result.

use crate::batch::ResultError;
use crate::exit::Exit;
use crate::money::{AmountError, UnknownCurrency};
use crate::refund::NumberError;

/// Why a command stopped: the kind picks the exit code, the hint says what to do next.
#[derive(Debug)]
pub struct Failure {
    /// The exit code.
    pub exit: Exit,
    /// What is wrong, with what it was about.
    pub error: anyhow::Error,
    /// A sentence on what to do.
    pub hint: Option<String>,
    /// Where several things are wrong: what is, in short, and a line for each with its remedy.
    pub listed: Option<(String, Vec<String>)>,
}

impl Failure {
    /// Makes a failure.
    pub fn new(exit: Exit, error: impl Into<anyhow::Error>) -> Self {
        Self {
            exit,
            error: error.into(),
            hint: None,
            listed: None,
        }
    }

    /// A wrong command line.
    pub fn usage(message: impl Into<String>) -> Self {
        Self::new(Exit::Usage, anyhow::Error::msg(message.into()))
    }

    /// Unusable profile, credentials or state.
    pub fn setup(message: impl Into<String>) -> Self {
        Self::new(Exit::Setup, anyhow::Error::msg(message.into()))
    }

    /// A file of refunds that cannot be used.
    pub fn file(message: impl Into<String>) -> Self {
        Self::new(Exit::File, anyhow::Error::msg(message.into()))
    }

    /// Lists for people what the error says in one sentence.
    #[must_use]
    pub fn listing(self, what: impl Into<String>, lines: Vec<String>) -> Self {
        Self {
            listed: Some((what.into(), lines)),
            ..self
        }
    }

    /// Adds what to do about it.
    #[must_use]
    pub fn hint(self, hint: impl Into<String>) -> Self {
        Self {
            hint: Some(hint.into()),
            ..self
        }
    }
}

impl From<ResultError> for Failure {
    fn from(error: ResultError) -> Self {
        let exit = if error.is_refusal() {
            Exit::Refused
        } else {
            Exit::Setup
        };
        Self::new(exit, error)
    }
}

impl From<NumberError> for Failure {
    fn from(error: NumberError) -> Self {
        let remedy = error.remedy();
        let mut letters = remedy.chars();
        let first = letters
            .next()
            .map(|c| c.to_uppercase().to_string())
            .unwrap_or_default();
        Self::new(Exit::Usage, error).hint(format!("{first}{}.", letters.as_str()))
    }
}

impl From<AmountError> for Failure {
    fn from(error: AmountError) -> Self {
        Self::new(Exit::Usage, error)
    }
}

impl From<UnknownCurrency> for Failure {
    fn from(error: UnknownCurrency) -> Self {
        Self::new(Exit::Usage, error)
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        Self::new(Exit::Internal, error)
    }
}
