//! The table against a second, independent writing of it.

use super::*;
use crate::language::{Language, speak};

/// One line per event, one column per state of [`State::ALL`]; `.` is forbidden, otherwise the
/// first letter of the next state (`B` for paid back elsewhere, `X` for cancelled).
///
/// Columns: Planned, Sending, Refunded, Declined, pEnding, Unknown, closed as paid Back elsewhere,
/// as Not refunded, as Written off, X cancelled.
const MATRIX: [(&str, &str); 24] = [
    //                            P S R D E U B N W X
    ("plan", "                     . . . . . . . . . ."),
    ("claim", "                    S . . . . . . . . ."),
    ("reply_done", "               . R R R R R R R R ."),
    ("reply_refused", "            . D . . . D . . . ."),
    ("reply_processing", "         . E . . . E E E E ."),
    ("reply_unclear", "            . U . . . U . . . ."),
    ("not_sent", "                 . P . . . P . . . ."),
    ("resend_refused", "           . U . . . . . . . ."),
    ("resend_not_sent", "          . U . . . . . . . ."),
    ("lease_expired", "            . U . . . . . . . ."),
    ("found_done", "               . R R R R R R R R ."),
    ("found_refused", "            . . . . D D . . . ."),
    ("found_processing", "         . . . E E E E E E ."),
    ("found_nothing", "            . . . . E U . . . ."),
    ("order_resend", "             . . . . . S . . . ."),
    ("close_refunded_elsewhere", " . . . . B B . . . ."),
    ("close_not_refunded", "       . . . . N N . . . ."),
    ("close_written_off", "        . . . . W W . . . ."),
    ("reopen", "                   . . . . . . U U U ."),
    ("cancel", "                   X . . . . . . . . ."),
    ("adopt", "                    P . . . E U . . . ."),
    ("found_at_gateway", "         U . . . . . . . . U"),
    ("restored", "                 U . . . . U . . . ."),
    ("stray", "                    . S R D E U B N W ."),
];

fn letter(state: State) -> &'static str {
    match state {
        State::Planned => "P",
        State::Sending => "S",
        State::Refunded => "R",
        State::Declined => "D",
        State::Pending => "E",
        State::Unknown => "U",
        State::Closed(ClosedAs::RefundedElsewhere) => "B",
        State::Closed(ClosedAs::NotRefunded) => "N",
        State::Closed(ClosedAs::WrittenOff) => "W",
        State::Cancelled => "X",
    }
}

#[test]
fn every_pair_of_state_and_event_is_as_written() {
    assert!(
        MATRIX
            .iter()
            .map(|(name, _)| *name)
            .eq(Event::ALL.map(Event::name))
    );
    for (event, (_, line)) in Event::ALL.into_iter().zip(MATRIX) {
        let cells: Vec<&str> = line.split_whitespace().collect();
        assert_eq!(cells.len(), State::ALL.len(), "{event}");
        for (state, cell) in State::ALL.into_iter().zip(cells) {
            let got = next(state, event).map_or(".", letter);
            assert_eq!(got, cell, "{event} on {state}");
        }
    }
}

#[test]
fn no_pair_stands_twice_in_the_table() {
    for (index, (from, event, _)) in TABLE.iter().enumerate() {
        let twice = TABLE[index + 1..]
            .iter()
            .any(|(f, e, _)| f == from && e == event);
        assert!(!twice, "{event} on {from}");
    }
}

#[test]
fn what_may_have_been_sent_never_becomes_unsent_but_by_the_senders_proof() {
    for (from, event, to) in TABLE {
        if *from != State::Planned && matches!(to, State::Planned | State::Cancelled) {
            assert_eq!(*event, Event::NotSent, "{event} on {from}");
        }
    }
}

#[test]
fn nothing_is_sent_but_by_a_claim_or_an_operators_order() {
    for (from, event, to) in TABLE {
        if from != to && *to == State::Sending {
            assert!(matches!(event, Event::Claim | Event::OrderResend));
        }
    }
}

#[test]
fn refunded_is_never_left_and_cancelled_only_for_what_the_gateway_has() {
    for (from, event, to) in TABLE {
        assert!(*from != State::Refunded || *to == State::Refunded);
        let has_it = *event == Event::FoundAtGateway && *to == State::Unknown;
        assert!(*from != State::Cancelled || has_it, "{event}");
    }
}

#[test]
fn adopting_moves_nothing_and_takes_nothing_that_is_being_sent_or_settled() {
    for state in State::ALL {
        match next(state, Event::Adopt) {
            Ok(to) => assert!(to == state && !state.is_final() && state != State::Sending),
            Err(_) => assert!(state.is_final() || state == State::Sending, "{state}"),
        }
    }
}

#[test]
fn what_an_operator_closed_moves_only_by_the_gateways_word_or_an_operators() {
    for closed_as in ClosedAs::ALL {
        let closed = State::Closed(closed_as);
        for event in Event::ALL {
            if let Ok(to) = next(closed, event) {
                let has_it = matches!(event, Event::ReplyDone | Event::FoundDone)
                    && to == State::Refunded
                    || matches!(event, Event::ReplyProcessing | Event::FoundProcessing)
                        && to == State::Pending;
                let is_taken_back = event == Event::Reopen && to == State::Unknown;
                assert!(
                    has_it || is_taken_back || to == closed,
                    "{event} on {closed}"
                );
            }
        }
        for open in [State::Pending, State::Unknown] {
            assert_eq!(next(open, Event::Close(closed_as)), Ok(closed));
        }
        assert_eq!(closed.to_string(), format!("closed as {closed_as}"));
    }
}

#[test]
fn silence_never_moves_an_intent_anywhere_but_to_unknown() {
    for event in [
        Event::LeaseExpired,
        Event::ReplyUnclear,
        Event::FoundNothing,
    ] {
        for state in State::ALL {
            if let Ok(to) = next(state, event) {
                assert!(to == State::Unknown || to == state, "{event} on {state}");
            }
        }
    }
}

#[test]
fn a_resend_that_fails_proves_nothing_about_the_first_send() {
    for (event, counts_as) in [
        (Event::ReplyRefused, Event::ResendRefused),
        (Event::NotSent, Event::ResendNotSent),
    ] {
        assert_eq!(weigh(State::Sending, event, Attempt::Resend), Ok(counts_as));
        assert_eq!(next(State::Sending, counts_as), Ok(State::Unknown));
        // Late, after the lease: kept, nothing more.
        assert_eq!(
            weigh(State::Unknown, event, Attempt::Resend),
            Ok(Event::Stray)
        );
        assert_eq!(weigh(State::Sending, event, Attempt::Only), Ok(event));
    }
}

#[test]
fn an_earlier_attempt_decides_only_by_saying_done() {
    for event in Event::ALL.into_iter().filter(|event| event.is_reply()) {
        let expected = if event == Event::ReplyDone {
            event
        } else {
            Event::Stray
        };
        for state in [State::Sending, State::Unknown, State::Pending] {
            assert_eq!(
                weigh(state, event, Attempt::Earlier),
                Ok(expected),
                "{event}"
            );
        }
    }
}

#[test]
fn no_reply_or_look_is_lost_once_something_was_sent() {
    for attempt in [Attempt::Only, Attempt::Resend, Attempt::Earlier] {
        for event in Event::ALL {
            let evidence = event.is_reply() || event.is_look();
            for state in State::ALL {
                let weighed = weigh(state, event, attempt);
                let sent = !matches!(state, State::Planned | State::Cancelled);
                if evidence {
                    assert_eq!(weighed.is_ok(), sent, "{event} on {state}");
                } else {
                    assert_eq!(
                        weighed.is_ok(),
                        next(state, event).is_ok(),
                        "{event} on {state}"
                    );
                }
                if let Ok(counts_as) = weighed {
                    assert!(next(state, counts_as).is_ok());
                }
            }
        }
    }
}

#[test]
fn names_are_stable_and_read_back() {
    assert_eq!(
        State::ALL.map(State::name),
        [
            "planned",
            "sending",
            "refunded",
            "declined",
            "pending",
            "unknown",
            "closed_refunded_elsewhere",
            "closed_not_refunded",
            "closed_written_off",
            "cancelled"
        ]
    );
    for state in State::ALL {
        assert_eq!(State::from_name(state.name()), Some(state));
        let json = serde_json::to_string(&state).unwrap();
        assert_eq!(json, format!("\"{}\"", state.name()));
    }
    for event in Event::ALL {
        assert_eq!(Event::from_name(event.name()), Some(event));
        let json = serde_json::to_string(&event).unwrap();
        assert_eq!(json, format!("\"{event}\""));
    }
    assert_eq!(State::from_name("Refunded"), None);
    assert_eq!(Event::from_name(""), None);
}

#[test]
fn states_tell_what_is_known_of_the_money() {
    use Outcome as O;
    let rows = [
        (State::Planned, O::NotSent, false, false),
        (State::Sending, O::Unknown, false, true),
        (State::Refunded, O::Refunded, true, true),
        (State::Declined, O::Declined, true, false),
        (State::Pending, O::Pending, false, true),
        (State::Unknown, O::Unknown, false, true),
        (
            State::Closed(ClosedAs::RefundedElsewhere),
            O::Unknown,
            true,
            true,
        ),
        (
            State::Closed(ClosedAs::NotRefunded),
            O::Unknown,
            true,
            false,
        ),
        (State::Closed(ClosedAs::WrittenOff), O::Unknown, true, true),
        (State::Cancelled, O::NotSent, true, false),
    ];
    for (state, outcome, is_final, is_live) in rows {
        assert_eq!(
            (state.outcome(), state.is_final(), state.is_live()),
            (outcome, is_final, is_live),
            "{state}"
        );
    }
    for outcome in [O::Refunded, O::Pending, O::Declined, O::NotSent, O::Unknown] {
        let state = next(State::Sending, Event::of_reply(outcome)).unwrap();
        assert_eq!(state.outcome(), outcome);
    }
}

#[test]
fn every_state_and_outcome_is_named_in_chinese() {
    for state in State::ALL {
        assert_eq!(state.shown(), state.name());
    }
    speak(Language::Chinese);
    for state in State::ALL {
        assert!(
            !state.shown().is_ascii() && !state.to_string().is_ascii(),
            "{state:?}"
        );
        let outcome = state.outcome();
        assert!(!outcome.to_string().is_ascii(), "{outcome:?}");
    }
    assert!(!Outcome::NotSent.to_string().is_ascii());
    speak(Language::English);
}
