//! Why a command stopped before it had a result.

use crate::batch::ResultError;
use crate::exit::Exit;
use crate::language::text;
use crate::money::{AmountError, UnknownCurrency};
use crate::output::Console;
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
        Self::said(Exit::Usage, message)
    }

    /// Unusable profile, credentials or state.
    pub fn setup(message: impl Into<String>) -> Self {
        Self::said(Exit::Setup, message)
    }

    /// A file of refunds that cannot be used.
    pub fn file(message: impl Into<String>) -> Self {
        Self::said(Exit::File, message)
    }

    /// What was asked for is not done.
    pub fn refused(message: impl Into<String>) -> Self {
        Self::said(Exit::Refused, message)
    }

    /// A failure that is nothing but words.
    pub fn said(exit: Exit, message: impl Into<String>) -> Self {
        Self::new(exit, anyhow::Error::msg(message.into()))
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

    /// The same where there may be none.
    #[must_use]
    pub fn hint_if<T: Into<String>>(self, hint: Option<T>) -> Self {
        match hint {
            Some(hint) => self.hint(hint),
            None => self,
        }
    }

    /// Tells it beside what else the command has to say.
    pub(super) fn tell(&self, console: &mut Console<'_>) {
        let problem = format!("{:#}", self.error);
        console.error(&problem, self.hint.as_deref());
    }

    /// Says it in a line, with what to do about it.
    pub(super) fn in_a_line(&self) -> String {
        let hint = self.hint.as_deref().unwrap_or_default();
        let error = format!("{:#}", self.error);
        text!("console-in-a-line", "{error}. {hint}", error, hint)
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
        let remedy = format!("{first}{}", letters.as_str());
        Self::new(Exit::Usage, error).hint(text!("console-remedy", "{remedy}.", remedy))
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
