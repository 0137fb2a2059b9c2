//! What may happen to an intent, and what it is called.

use crate::language::word;
use crate::refund::{ClosedAs, Outcome};
use serde::{Serialize, Serializer};
use std::fmt;

/// What may happen to an intent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Event {
    /// It is written down. The first event of every intent, and only the first.
    Plan,
    /// One process takes it to send it.
    Claim,
    /// The reply says done.
    ReplyDone,
    /// The reply refuses with a code that means nothing was executed.
    ReplyRefused,
    /// The reply says it is being worked on.
    ReplyProcessing,
    /// No reply, or one that proves nothing.
    ReplyUnclear,
    /// No complete request can have reached the gateway.
    NotSent,
    /// A resend was refused. That says nothing about the sends before it.
    ResendRefused,
    /// A resend did not reach the gateway. That says nothing about the sends before it.
    ResendNotSent,
    /// The process that had claimed it is dead, or was not heard of again.
    LeaseExpired,
    /// An enquiry finds it done.
    FoundDone,
    /// An enquiry finds it refused.
    FoundRefused,
    /// An enquiry finds it being worked on.
    FoundProcessing,
    /// An enquiry finds no row. Never proof that nothing happened.
    FoundNothing,
    /// An operator orders the same request to be sent again, under the same number.
    OrderResend,
    /// An operator closes it with a note, and says what became of the money.
    Close(ClosedAs),
    /// An operator takes the closing back.
    Reopen,
    /// An operator gives it up before it was sent.
    Cancel,
    /// A row of a batch asks for it, so that it belongs to that batch from now on. It says nothing
    /// about the gateway.
    Adopt,
    /// The gateway shows it, and the journal does not say that it was sent: it had lost what it said,
    /// or never had it. What became of it is said by the look that follows.
    FoundAtGateway,
    /// It was planned or unknown in a copy that took the journal's place: what was done with it since has
    /// been lost with the journal.
    Restored,
    /// A reply or a look that can no longer move the state. It is kept as evidence.
    Stray,
}

impl Event {
    /// Every event.
    pub const ALL: [Self; 24] = [
        Self::Plan,
        Self::Claim,
        Self::ReplyDone,
        Self::ReplyRefused,
        Self::ReplyProcessing,
        Self::ReplyUnclear,
        Self::NotSent,
        Self::ResendRefused,
        Self::ResendNotSent,
        Self::LeaseExpired,
        Self::FoundDone,
        Self::FoundRefused,
        Self::FoundProcessing,
        Self::FoundNothing,
        Self::OrderResend,
        Self::Close(ClosedAs::RefundedElsewhere),
        Self::Close(ClosedAs::NotRefunded),
        Self::Close(ClosedAs::WrittenOff),
        Self::Reopen,
        Self::Cancel,
        Self::Adopt,
        Self::FoundAtGateway,
        Self::Restored,
        Self::Stray,
    ];

    /// Returns the stable name, used in the journal and in JSON.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Plan => "plan",
            Self::Claim => "claim",
            Self::ReplyDone => "reply_done",
            Self::ReplyRefused => "reply_refused",
            Self::ReplyProcessing => "reply_processing",
            Self::ReplyUnclear => "reply_unclear",
            Self::NotSent => "not_sent",
            Self::ResendRefused => "resend_refused",
            Self::ResendNotSent => "resend_not_sent",
            Self::LeaseExpired => "lease_expired",
            Self::FoundDone => "found_done",
            Self::FoundRefused => "found_refused",
            Self::FoundProcessing => "found_processing",
            Self::FoundNothing => "found_nothing",
            Self::OrderResend => "order_resend",
            Self::Close(ClosedAs::RefundedElsewhere) => "close_refunded_elsewhere",
            Self::Close(ClosedAs::NotRefunded) => "close_not_refunded",
            Self::Close(ClosedAs::WrittenOff) => "close_written_off",
            Self::Reopen => "reopen",
            Self::Cancel => "cancel",
            Self::Adopt => "adopt",
            Self::FoundAtGateway => "found_at_gateway",
            Self::Restored => "restored",
            Self::Stray => "stray",
        }
    }

    /// Returns what happened, for people.
    #[must_use]
    pub fn in_words(self) -> &'static str {
        match self {
            Self::Plan => word!("refund-event-plan", "written down"),
            Self::Claim => word!("refund-event-claim", "taken to be sent"),
            Self::ReplyDone => word!(
                "refund-event-reply-done",
                "the gateway said that it is done"
            ),
            Self::ReplyRefused => word!("refund-event-reply-refused", "the gateway refused it"),
            Self::ReplyProcessing => word!(
                "refund-event-reply-processing",
                "the gateway said that it works on it"
            ),
            Self::ReplyUnclear => word!("refund-event-reply-unclear", "no clear answer came"),
            Self::NotSent => word!(
                "refund-event-not-sent",
                "it surely did not reach the gateway"
            ),
            Self::ResendRefused => word!(
                "refund-event-resend-refused",
                "sent once more, the gateway refused it"
            ),
            Self::ResendNotSent => word!(
                "refund-event-resend-not-sent",
                "sent once more, it did not reach the gateway"
            ),
            Self::LeaseExpired => word!(
                "refund-event-lease-expired",
                "the program that sent it ended before it had an answer"
            ),
            Self::FoundDone => word!("refund-event-found-done", "looked for, and found done"),
            Self::FoundRefused => word!(
                "refund-event-found-refused",
                "looked for, and found refused"
            ),
            Self::FoundProcessing => word!(
                "refund-event-found-processing",
                "looked for, and found in work"
            ),
            Self::FoundNothing => word!(
                "refund-event-found-nothing",
                "looked for, and nothing was found"
            ),
            Self::OrderResend => word!("refund-event-order-resend", "ordered to be sent once more"),
            Self::Close(ClosedAs::RefundedElsewhere) => word!(
                "refund-event-close-elsewhere",
                "closed as refunded elsewhere"
            ),
            Self::Close(ClosedAs::NotRefunded) => {
                word!("refund-event-close-not", "closed as not refunded")
            }
            Self::Close(ClosedAs::WrittenOff) => {
                word!("refund-event-close-written-off", "closed as written off")
            }
            Self::Reopen => word!("refund-event-reopen", "its closing was taken back"),
            Self::Cancel => word!("refund-event-cancel", "given up before it was sent"),
            Self::Adopt => word!("refund-event-adopt", "taken into another batch"),
            Self::FoundAtGateway => word!(
                "refund-event-found-at-gateway",
                "found at the gateway, and not known here as sent"
            ),
            Self::Restored => word!(
                "refund-event-restored",
                "an older copy of the journal took its place"
            ),
            Self::Stray => word!("refund-event-stray", "an answer came that changes nothing"),
        }
    }

    /// Finds an event by its name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|event| event.name() == name)
    }

    /// Returns the event that a send's outcome is.
    #[must_use]
    pub const fn of_reply(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Refunded => Self::ReplyDone,
            Outcome::Declined => Self::ReplyRefused,
            Outcome::Pending => Self::ReplyProcessing,
            Outcome::Unknown => Self::ReplyUnclear,
            Outcome::NotSent => Self::NotSent,
        }
    }

    /// Returns what a reply or a look is worth that cannot be believed.
    #[must_use]
    pub const fn unproven(self) -> Self {
        match self {
            Self::ReplyDone | Self::ReplyRefused | Self::ReplyProcessing => Self::ReplyUnclear,
            _ if self.is_look() => Self::Stray,
            _ => self,
        }
    }

    /// Whether it tells how one send ended.
    #[must_use]
    pub const fn is_reply(self) -> bool {
        matches!(
            self,
            Self::ReplyDone
                | Self::ReplyRefused
                | Self::ReplyProcessing
                | Self::ReplyUnclear
                | Self::NotSent
                | Self::ResendRefused
                | Self::ResendNotSent
        )
    }

    /// Whether it tells what an enquiry found.
    #[must_use]
    pub const fn is_look(self) -> bool {
        matches!(
            self,
            Self::FoundDone | Self::FoundRefused | Self::FoundProcessing | Self::FoundNothing
        )
    }
}

impl fmt::Display for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// By its name.
impl Serialize for Event {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}
