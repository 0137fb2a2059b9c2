//! What an order to send a refund again, or an operator's word on what became of it, must rest on.
//! Pure.

use super::{Endpoint, Event};
use crate::language::text;
use std::time::Duration;
use time::OffsetDateTime;

/// So many looks in a row must have found nothing.
pub const EMPTY_LOOKS: u64 = 3;
/// Over so long.
pub const EMPTY_FOR: Duration = Duration::from_secs(600);

/// Whether so many empty looks between a first and a last one show lasting absence. They never
/// prove that nothing happened: they are what an operator's order or word may rest on.
#[must_use]
pub fn is_lasting(looks: u64, span: Option<(OffsetDateTime, OffsetDateTime)>) -> bool {
    looks >= EMPTY_LOOKS
        && span.is_some_and(|(first, last)| {
            let seconds = last.unix_timestamp().saturating_sub(first.unix_timestamp());
            u64::try_from(seconds).is_ok_and(|seconds| seconds >= EMPTY_FOR.as_secs())
        })
}

/// The response codes by which the gateway says that it has seen the number, or a refund of the
/// payment, before.
pub const SEEN_BEFORE: [&str; 6] = ["1102", "1125", "1251", "1262", "1264", "2011"];

/// What an event says of the gateway's having something under the number. One that it has ever had is
/// used for good, so that no absence later on allows it to be sent again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trace {
    /// Nothing.
    None,
    /// It has it, and what it says was believed.
    Believed,
    /// It has something, which contradicts the intent or could not be believed, or says that the number
    /// was seen before: a person has to look.
    Doubted,
}

impl Trace {
    /// Reads an event, with what was observed where that counts as another one, and the response code.
    /// A stray event that counts as itself is a look at a row that was not believed.
    #[must_use]
    pub fn of(event: Event, observed: Option<Event>, respcd: Option<&str>) -> Self {
        match (event, observed) {
            (Event::FoundNothing, _) => Self::None,
            _ if respcd.is_some_and(|code| SEEN_BEFORE.contains(&code)) => Self::Doubted,
            (Event::Stray, None)
            | (
                Event::Stray | Event::ReplyUnclear,
                Some(
                    Event::ReplyDone
                    | Event::ReplyProcessing
                    | Event::FoundDone
                    | Event::FoundRefused
                    | Event::FoundProcessing,
                ),
            ) => Self::Doubted,
            (
                Event::ReplyDone
                | Event::ReplyProcessing
                | Event::FoundDone
                | Event::FoundRefused
                | Event::FoundProcessing
                | Event::FoundAtGateway,
                _,
            ) => Self::Believed,
            _ => Self::None,
        }
    }
}

/// Whether an event is that the refund was sent, or found, through its endpoint: from then on it can
/// be absent there and nowhere else.
#[must_use]
pub const fn is_sent(event: Event) -> bool {
    matches!(
        event,
        Event::Claim | Event::OrderResend | Event::FoundAtGateway
    )
}

/// The endpoint through which a refund was sent last, by its events in their order. One that a copy has as
/// never sent was sent, if at all, through that of the journal which the copy took the place of.
#[must_use]
pub fn sent_through(events: impl Iterator<Item = (Event, Option<Endpoint>)>) -> Option<Endpoint> {
    let mut sent = None;
    for (event, endpoint) in events {
        if is_sent(event) || event == Event::Restored && sent.is_none() {
            sent = Some(endpoint);
        }
    }
    sent.flatten()
}

/// Whether an event is kept with its endpoint: what was sent through one is looked for through one.
#[must_use]
pub const fn is_through_endpoint(event: Event) -> bool {
    is_sent(event) || event.is_look() || matches!(event, Event::Restored | Event::Stray)
}

/// Whether a look that found nothing counts for what was sent. At another address, or with another
/// credential, there is nothing to be found.
#[must_use]
pub fn counts(sent: Option<&Endpoint>, looked: Option<&Endpoint>) -> bool {
    sent == looked
}

/// What keeps an unknown refund from being sent again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Bar {
    /// The gateway has told of something under its number, at this time: no absence outweighs that.
    Shown(OffsetDateTime),
    /// It was sent through another endpoint: in what that differs, as a clause.
    Elsewhere(String),
    /// No lasting absence yet.
    TooEarly,
}

/// Says what keeps it from being sent again through an endpoint, by when the gateway has told of
/// something under its number, where it was sent, and the looks there that found nothing.
#[must_use]
pub fn bar(
    shown: Option<OffsetDateTime>,
    (sent, through): (Option<&Endpoint>, &Endpoint),
    (looks, span): (u64, Option<(OffsetDateTime, OffsetDateTime)>),
) -> Option<Bar> {
    if let Some(at) = shown {
        return Some(Bar::Shown(at));
    }
    let Some(sent) = sent else {
        let unknown = text!(
            "refund-resend-endpoint",
            "an endpoint that is not written down"
        );
        return Some(Bar::Elsewhere(unknown));
    };
    match through.differs_from(sent) {
        Some(how) => Some(Bar::Elsewhere(how)),
        None if is_lasting(looks, span) => None,
        None => Some(Bar::TooEarly),
    }
}

/// When the looks after a first empty one make sense, so that as few as are needed show lasting
/// absence: spread over that time, the last at its end.
#[must_use]
pub fn next_look(looks: u64, first: OffsetDateTime) -> OffsetDateTime {
    let steps = EMPTY_LOOKS.saturating_sub(1).max(1);
    let share = EMPTY_FOR.as_secs().checked_div(steps).unwrap_or_default();
    let seconds = share.saturating_mul(looks.min(steps));
    later(first, Duration::from_secs(seconds))
}

/// From when on looks that go on finding nothing show lasting absence.
#[must_use]
pub fn lasting_from(first: OffsetDateTime) -> OffsetDateTime {
    later(first, EMPTY_FOR)
}

fn later(at: OffsetDateTime, by: Duration) -> OffsetDateTime {
    at.saturating_add(time::Duration::try_from(by).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::datetime;

    #[test]
    fn whatever_the_gateway_showed_leaves_a_trace() {
        for (event, observed, respcd, trace) in [
            (Event::Stray, None, None, Trace::Doubted),
            (Event::Stray, Some(Event::FoundDone), None, Trace::Doubted),
            (Event::Stray, Some(Event::FoundNothing), None, Trace::None),
            (Event::Stray, Some(Event::ReplyRefused), None, Trace::None),
            (
                Event::ReplyUnclear,
                Some(Event::ReplyDone),
                None,
                Trace::Doubted,
            ),
            (
                Event::ReplyUnclear,
                Some(Event::ReplyRefused),
                None,
                Trace::None,
            ),
            (Event::ReplyUnclear, None, None, Trace::None),
            (Event::ReplyUnclear, None, Some("1269"), Trace::None),
            (Event::ReplyUnclear, None, Some("1251"), Trace::Doubted),
            (
                Event::Stray,
                Some(Event::ReplyUnclear),
                Some("1102"),
                Trace::Doubted,
            ),
            (Event::FoundNothing, None, Some("1251"), Trace::None),
            (Event::FoundProcessing, None, None, Trace::Believed),
            (Event::FoundAtGateway, None, None, Trace::Believed),
            (Event::FoundNothing, None, None, Trace::None),
            (Event::Claim, None, None, Trace::None),
            (Event::Restored, None, None, Trace::None),
        ] {
            let of = Trace::of(event, observed, respcd);
            assert_eq!(of, trace, "{event} {observed:?} {respcd:?}");
        }
    }

    #[test]
    fn it_was_sent_through_the_endpoint_of_the_newest_send() {
        let of = |name: &str| Some(Endpoint::new(name, "APP", None));
        let (a, b) = (of("https://a.example"), of("https://b.example"));
        for (events, sent) in [
            (vec![], &None),
            (vec![(Event::Plan, a.clone())], &None),
            (
                vec![(Event::Claim, a.clone()), (Event::FoundNothing, b.clone())],
                &a,
            ),
            (
                vec![(Event::Claim, a.clone()), (Event::OrderResend, b.clone())],
                &b,
            ),
            (vec![(Event::Plan, None), (Event::Restored, b.clone())], &b),
            (
                vec![(Event::Restored, a.clone()), (Event::Restored, b.clone())],
                &a,
            ),
            (
                vec![(Event::Claim, a.clone()), (Event::Restored, b.clone())],
                &a,
            ),
            (
                vec![(Event::Claim, None), (Event::Restored, b.clone())],
                &None,
            ),
            (
                vec![
                    (Event::Restored, a.clone()),
                    (Event::OrderResend, b.clone()),
                ],
                &b,
            ),
        ] {
            assert_eq!(
                sent_through(events.clone().into_iter()),
                *sent,
                "{events:?}"
            );
        }
    }

    #[test]
    fn what_was_shown_or_sent_elsewhere_outweighs_every_absence() {
        let at = datetime!(2026-03-10 12:00 +8);
        let lasting = (EMPTY_LOOKS, Some((at, at + time::Duration::HOUR)));
        let here = Endpoint::new("https://a.example", "APP", None);
        assert_eq!(bar(None, (Some(&here), &here), lasting), None);
        assert_eq!(
            bar(None, (Some(&here), &here), (2, lasting.1)),
            Some(Bar::TooEarly)
        );
        assert_eq!(
            bar(Some(at), (Some(&here), &here), lasting),
            Some(Bar::Shown(at))
        );
        for elsewhere in [
            Endpoint::new("https://b.example", "APP", None),
            Endpoint::new("https://a.example", "APQ", None),
            Endpoint::new("https://a.example", "APP", Some("M1")),
        ] {
            let bar = bar(None, (Some(&here), &elsewhere), lasting);
            assert!(matches!(bar, Some(Bar::Elsewhere(_))), "{elsewhere}");
            assert!(!counts(Some(&here), Some(&elsewhere)));
        }
        let bar = bar(None, (None, &here), lasting);
        assert!(matches!(bar, Some(Bar::Elsewhere(_))), "{bar:?}");
        assert!(!counts(Some(&here), None) && !counts(None, Some(&here)));
    }

    #[test]
    fn it_takes_both_enough_looks_and_enough_time() {
        let first = datetime!(2026-03-10 12:00 +8);
        let after = |seconds: i64| Some((first, first + time::Duration::seconds(seconds)));
        for (looks, span, lasting) in [
            (0, None, false),
            (3, None, false),
            (2, after(3600), false),
            (3, after(599), false),
            (3, after(600), true),
            (9, after(-600), false),
        ] {
            assert_eq!(is_lasting(looks, span), lasting, "{looks} {span:?}");
        }
    }

    #[test]
    fn looks_at_the_times_said_are_just_enough() {
        let first = datetime!(2026-03-10 12:00 +8);
        let mut last = first;
        for looks in 1..EMPTY_LOOKS {
            assert!(!is_lasting(looks, Some((first, last))));
            last = next_look(looks, first);
        }
        assert_eq!(last, lasting_from(first));
        assert!(is_lasting(EMPTY_LOOKS, Some((first, last))));
        assert_eq!(next_look(1, first), datetime!(2026-03-10 12:05 +8));
        assert_eq!(next_look(9, first), lasting_from(first));
    }
}
