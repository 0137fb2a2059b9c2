//! Ctrl-C, in the only moments that matter: before the send, while it may still be stopped, and
//! while the answer is waited for.

use crate::exit::Exit;
use crate::language::{Language, speak, text};
use crate::refund::command;
use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

/// The refund that may have left, as a person finds it again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Handed {
    /// Its number.
    pub number: String,
    /// The name of the profile it was sent with.
    pub profile: String,
}

impl Handed {
    /// Returns the command that does `what` with it.
    #[must_use]
    pub fn command(&self, what: &str) -> String {
        command(what, &self.number, &self.profile)
    }
}

/// Where the process stands with its refund.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
enum Phase {
    /// Nothing is under way that must not be cut off.
    #[default]
    Free,
    /// A refund is claimed in the journal and not handed over yet: it can still be stopped.
    Claimed,
    /// The refund is handed over; the answer is waited for.
    Sent { refund: Handed, timeout: Duration },
    /// What became of the refund is written down, or the command's result is being printed.
    Over { refund: Option<Handed>, exit: Exit },
}

/// What the signal handler should do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Advice {
    /// End the process now: nothing was sent.
    Stop,
    /// Let the process go on: the refund is held back and recorded as not sent.
    HoldBack,
    /// Let the process wait for the answer, and say so.
    Wait {
        /// The refund.
        refund: Handed,
        /// The longest wait in all.
        timeout: Duration,
    },
    /// End the process now: the refund was sent and its outcome is unknown.
    Abandon {
        /// The refund.
        refund: Handed,
    },
    /// Let the process tell its result, which is known.
    Finish,
    /// End the process now with the exit code of what is known: it is written down or told.
    Leave {
        /// The refund whose outcome is written down, if there is one.
        refund: Option<Handed>,
        /// The exit code.
        exit: Exit,
    },
    /// Finish what is in flight, start nothing new, and say so.
    WindDown,
}

impl Advice {
    /// Returns what to tell the operator.
    #[must_use]
    pub fn in_words(&self) -> String {
        match self {
            Self::Stop => text!("run-stop", "stopped: nothing was sent"),
            Self::HoldBack => text!(
                "run-hold-back",
                "stopping: the refund has not been sent and is held back"
            ),
            Self::Wait { refund, timeout } => text!(
                "run-wait",
                "the refund {number} has been sent; waiting for the answer, {seconds} s at most. Press again to stop waiting: its outcome would be unknown until `{command}`",
                number = refund.number,
                seconds = timeout.as_secs(),
                command = refund.command("resolve")
            ),
            Self::Abandon { refund } => text!(
                "run-abandon",
                "stopped waiting: the outcome of {number} is unknown. Do not send it again; find out with `{command}`",
                number = refund.number,
                command = refund.command("resolve")
            ),
            Self::Finish => {
                text!(
                    "run-finish",
                    "the result is known and is being told; press again to stop at once"
                )
            }
            Self::Leave {
                refund: Some(refund),
                ..
            } => text!(
                "run-leave",
                "stopped: what became of {number} is in the journal: `{command}`",
                number = refund.number,
                command = refund.command("show")
            ),
            Self::Leave { refund: None, .. } => text!("run-leave-plain", "stopped"),
            Self::WindDown => text!(
                "run-wind-down",
                "finishing what has been sent; nothing new is sent"
            ),
        }
    }

    /// Returns how the process ends at once, if it does.
    #[must_use]
    pub const fn exit(&self) -> Option<Exit> {
        match self {
            Self::Stop => Some(Exit::Interrupted),
            Self::Abandon { .. } => Some(Exit::Unknown),
            Self::Leave { exit, .. } => Some(*exit),
            Self::HoldBack | Self::Wait { .. } | Self::Finish | Self::WindDown => None,
        }
    }
}

/// Shared between the signal handler and the refund. Both only ever hold its lock for an instant.
#[derive(Default)]
pub struct Interrupt(Mutex<Inner>);

#[derive(Default)]
struct Inner {
    listening: bool,
    /// What the command speaks: signals are answered on a thread of their own.
    language: Language,
    phase: Phase,
    pressed: u32,
    winding: bool,
    perhaps_sent: bool,
    /// What is printed as the command's result if a signal ends the process now.
    words: Option<String>,
    /// A signal has been told that the result is coming.
    finishing: bool,
    /// A signal ends the process: it has taken the words, and nobody else may print a result.
    ended: bool,
}

impl fmt::Debug for Interrupt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Interrupt")
    }
}

impl Interrupt {
    fn inner(&self) -> MutexGuard<'_, Inner> {
        // A panic while the lock was held left plain values behind, which stay usable.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn with<T>(&self, change: impl FnOnce(&mut Inner) -> T) -> T {
        change(&mut self.inner())
    }

    /// Whether signals are to be listened for from now on: true the first time.
    #[must_use]
    pub fn begins_listening(&self) -> bool {
        self.with(|inner| !std::mem::replace(&mut inner.listening, true))
    }

    /// Signals are answered in this language from now on.
    pub fn answer_in(&self, language: Language) {
        self.with(|inner| inner.language = language);
    }

    /// Leaves what is to be printed as the command's result where a signal ends the process from
    /// here on. The caller may be waiting for the gateway, a lock or a person then.
    pub fn leave_words(&self, words: Option<String>) {
        self.with(|inner| inner.words = words);
    }

    /// The command begins to print its result, which has this exit code. Does not return where a
    /// signal has ended the process already and prints it instead.
    pub fn tell(&self, exit: Exit) {
        let has_ended = self.with(|inner| {
            if !inner.ended {
                inner.words = None;
                let refund = inner.phase.refund().cloned();
                inner.phase = Phase::Over { refund, exit };
            }
            inner.ended
        });
        if has_ended {
            loop {
                thread::park();
            }
        }
    }

    /// Returns what the process has to print before a signal ends it.
    #[must_use]
    pub fn last_words(&self) -> Option<String> {
        self.with(|inner| inner.words.take().filter(|_| inner.ended))
    }

    /// A refund is about to be claimed. False when a signal came first: then nothing may be sent.
    #[must_use]
    pub fn claim(&self) -> bool {
        self.with(|inner| {
            if inner.pressed > 0 {
                return false;
            }
            inner.phase = Phase::Claimed;
            true
        })
    }

    /// The first byte is about to be handed over. False when a signal came first: then it must not.
    #[must_use]
    pub fn hand_over(&self, refund: Handed, timeout: Duration) -> bool {
        self.with(|inner| {
            if inner.pressed > 0 && !inner.winding {
                return false;
            }
            inner.perhaps_sent = true;
            inner.phase = Phase::Sent { refund, timeout };
            true
        })
    }

    /// The claim was refused: there is no refund under way.
    pub fn release(&self) {
        self.with(|inner| inner.phase = Phase::Free);
    }

    /// The exchange is over and written down; `exit` is the exit code of its outcome. Words left
    /// before say too little from here on.
    pub fn recorded(&self, refund: Handed, exit: Exit) {
        self.with(|inner| {
            if !inner.ended {
                inner.words = None;
            }
            inner.phase = Phase::Over {
                refund: Some(refund),
                exit,
            }
        });
    }

    /// From now on a signal winds down instead of ending the process: many refunds are under way.
    pub fn wind_down_on_signal(&self) {
        self.with(|inner| inner.winding = true);
    }

    /// Whether a refund may have left at any time. A crash after that is not "nothing sent".
    #[must_use]
    pub fn perhaps_sent(&self) -> bool {
        self.with(|inner| inner.perhaps_sent)
    }

    /// Returns the one refund that may have left; none where there were many.
    #[must_use]
    pub fn handed(&self) -> Option<Handed> {
        self.with(|inner| inner.phase.refund().filter(|_| !inner.winding).cloned())
    }

    /// Whether a signal has come.
    #[must_use]
    pub fn is_raised(&self) -> bool {
        self.with(|inner| inner.pressed > 0)
    }

    /// A signal has come: returns what to do. Where that ends the process, what
    /// [`Self::last_words`] returns has to be printed first. This thread speaks the command's language from then on.
    #[must_use]
    pub fn press(&self) -> Advice {
        self.with(|inner| {
            speak(inner.language);
            let advice = inner.press();
            inner.ended |= advice.exit().is_some();
            advice
        })
    }
}

impl Inner {
    fn press(&mut self) -> Advice {
        self.pressed = self.pressed.saturating_add(1);
        if self.winding {
            return Advice::WindDown;
        }
        match (&self.phase, self.pressed) {
            (Phase::Free, _) => Advice::Stop,
            (Phase::Claimed, _) => Advice::HoldBack,
            (Phase::Sent { refund, timeout }, 1) => Advice::Wait {
                refund: refund.clone(),
                timeout: *timeout,
            },
            (Phase::Sent { refund, .. }, _) => Advice::Abandon {
                refund: refund.clone(),
            },
            // Nothing but printing is left, unless there are words for a longer wait.
            (Phase::Over { .. }, _) if self.words.is_none() && !self.finishing => {
                self.finishing = true;
                Advice::Finish
            }
            (Phase::Over { refund, exit }, _) => Advice::Leave {
                refund: refund.clone(),
                exit: *exit,
            },
        }
    }
}

impl Phase {
    /// Returns the refund that may have left.
    const fn refund(&self) -> Option<&Handed> {
        match self {
            Self::Sent { refund, .. } => Some(refund),
            Self::Over { refund, .. } => refund.as_ref(),
            Self::Free | Self::Claimed => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LONG: Duration = Duration::from_secs(60);

    fn refund() -> Handed {
        Handed {
            number: "N".into(),
            profile: "shop".into(),
        }
    }

    #[test]
    fn before_the_send_the_process_ends_and_nothing_is_sent() {
        let interrupt = Interrupt::default();
        assert_eq!(interrupt.press(), Advice::Stop);
        assert!(!interrupt.claim());
    }

    #[test]
    fn between_claim_and_send_the_refund_is_held_back() {
        let interrupt = Interrupt::default();
        assert!(interrupt.claim());
        assert_eq!(interrupt.press(), Advice::HoldBack);
        assert!(!interrupt.hand_over(refund(), LONG));
    }

    #[test]
    fn after_the_send_the_first_press_waits_and_the_second_abandons() {
        let interrupt = Interrupt::default();
        assert!(interrupt.claim() && interrupt.hand_over(refund(), LONG));
        assert_eq!(
            interrupt.press(),
            Advice::Wait {
                refund: refund(),
                timeout: LONG
            }
        );
        assert_eq!(interrupt.press(), Advice::Abandon { refund: refund() });
    }

    #[test]
    fn what_was_left_is_printed_where_a_signal_ends_the_process() {
        let interrupt = Interrupt::default();
        interrupt.leave_words(Some("held".into()));
        assert_eq!(interrupt.last_words(), None, "no signal came");
        interrupt.leave_words(Some("held".into()));
        assert_eq!(interrupt.press().exit(), Some(Exit::Interrupted));
        assert_eq!(interrupt.last_words().as_deref(), Some("held"));
    }

    #[test]
    fn a_known_outcome_is_told_first_and_a_second_press_ends_with_its_exit_code() {
        let interrupt = Interrupt::default();
        interrupt.leave_words(Some("unknown".into()));
        assert!(interrupt.claim() && interrupt.hand_over(refund(), LONG));
        interrupt.recorded(refund(), Exit::Pending);
        assert_eq!(interrupt.press(), Advice::Finish);
        assert_eq!(interrupt.press().exit(), Some(Exit::Pending));
        assert_eq!(interrupt.last_words(), None, "it was unknown once");
    }

    #[test]
    fn while_a_refund_is_followed_a_press_ends_the_process_with_its_outcome() {
        let interrupt = Interrupt::default();
        assert!(interrupt.claim() && interrupt.hand_over(refund(), LONG));
        interrupt.recorded(refund(), Exit::Pending);
        interrupt.leave_words(Some("pending".into()));
        assert_eq!(interrupt.press().exit(), Some(Exit::Pending));
        assert_eq!(interrupt.last_words().as_deref(), Some("pending"));
    }

    #[test]
    fn a_result_that_is_being_printed_keeps_its_exit_code() {
        let interrupt = Interrupt::default();
        interrupt.leave_words(Some("held".into()));
        interrupt.tell(Exit::Refused);
        assert_eq!(interrupt.press(), Advice::Finish);
        let refund = None;
        let exit = Exit::Refused;
        assert_eq!(interrupt.press(), Advice::Leave { refund, exit });
        assert_eq!(interrupt.last_words(), None, "it is told already");
    }

    #[test]
    fn a_batch_winds_down() {
        let interrupt = Interrupt::default();
        interrupt.wind_down_on_signal();
        assert!(interrupt.claim() && interrupt.hand_over(refund(), LONG));
        assert_eq!(interrupt.press(), Advice::WindDown);
        assert!(interrupt.is_raised() && interrupt.hand_over(refund(), LONG));
    }
}
