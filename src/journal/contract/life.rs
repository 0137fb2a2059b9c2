//! What becomes of an intent: replies, looks, leases, orders, and what is kept of them.

use super::super::{Ended, JournalError, JournalFault, Looks};
use super::*;
use crate::refund::state;

pub(crate) fn every_reply_moves_the_state_by_the_table(store: &dyn Store) {
    let mut journal = store.open();
    for (row, from) in State::ALL.into_iter().enumerate() {
        for (column, event) in Event::ALL.into_iter().enumerate() {
            if matches!(event, Event::Claim | Event::OrderResend | Event::Adopt) {
                continue;
            }
            let record = bring(&mut *journal, &format!("N{row}-{column}"), from);
            let before = journal.events(record.id).unwrap().len();
            let got = journal.commit(|scope| {
                scope.record(
                    merchant().numbered(record.number()),
                    event,
                    of_attempt(&record),
                    who().at(after(2)),
                )
            });
            let read = journal
                .find(merchant().numbered(record.number()))
                .unwrap()
                .unwrap();
            let events = journal.events(record.id).unwrap();
            match state::weigh(from, event, crate::refund::Attempt::Only) {
                Ok(counts_as) => {
                    let got = got.unwrap();
                    assert_eq!(got, read);
                    assert_eq!(got.state(), state::next(from, counts_as).unwrap());
                    let last = events.last().unwrap();
                    assert_eq!(last.event, counts_as);
                    assert_eq!(last.observed, (counts_as != event).then_some(event));
                }
                Err(forbidden) => {
                    let expected = JournalFault::Forbidden(record.number().to_string(), forbidden);
                    assert_eq!(*got.unwrap_err().fault(), expected);
                    assert_eq!((read, events.len()), (record, before));
                }
            }
        }
    }
    assert_sound(&mut *journal);
}

pub(crate) fn an_unsent_intent_can_be_claimed_again(store: &dyn Store) {
    let mut journal = store.open();
    let first = begin(&mut *journal, &wanted("N1", "P1", 1));
    assert_eq!(
        reply(&mut *journal, &first, Event::NotSent, after(1)),
        State::Planned
    );
    let planned = journal
        .find(merchant().numbered(first.number()))
        .unwrap()
        .unwrap();
    assert_eq!((planned.progress.sent_at, planned.lease), (None, None));
    let second = claimed(
        journal
            .commit(|scope| {
                scope.claim(
                    merchant().numbered(first.number()),
                    LEASE,
                    FREE,
                    who().at(after(2)),
                )
            })
            .unwrap(),
    );
    assert_eq!(second.progress.attempt, 2);
    // The first try was never sent, so that a refusal of the second is one of the refund.
    assert_eq!(
        reply(&mut *journal, &second, Event::ReplyRefused, after(3)),
        State::Declined
    );
}

pub(crate) fn a_passed_lease_makes_it_unknown(store: &dyn Store) {
    let mut journal = store.open();
    let record = begin(&mut *journal, &wanted("N1", "P1", 1));
    begin(&mut *journal, &wanted("N2", "P2", 1));
    assert!(journal.open_by_key().unwrap().is_empty());
    assert_eq!(
        journal.end_claims(who().at(after(74))).unwrap(),
        Ended::default()
    );
    let ended = journal.end_claims(who().at(after(75))).unwrap();
    assert_eq!((ended.unknown, ended.unsent), (2, 0));
    assert_eq!(
        journal.end_claims(who().at(after(76))).unwrap(),
        Ended::default()
    );
    assert_eq!(journal.open_by_key().unwrap()[0].count, 2);
    let read = journal
        .find(merchant().numbered(record.number()))
        .unwrap()
        .unwrap();
    assert_eq!((read.state(), read.lease), (State::Unknown, None));
    let last = journal.events(record.id).unwrap().pop().unwrap();
    assert_eq!(
        (last.event, last.details.attempt),
        (Event::LeaseExpired, Some(1))
    );
    assert_sound(&mut *journal);
}

pub(crate) fn a_late_reply_still_counts(store: &dyn Store) {
    let mut journal = store.open();
    for (index, (event, state)) in [
        (Event::ReplyDone, State::Refunded),
        (Event::ReplyRefused, State::Declined),
        (Event::ReplyProcessing, State::Pending),
        (Event::ReplyUnclear, State::Unknown),
        (Event::NotSent, State::Planned),
    ]
    .into_iter()
    .enumerate()
    {
        let no = format!("N{index}");
        let sent = begin(&mut *journal, &wanted(&no, &no, 1));
        journal.end_claims(who().at(after(80))).unwrap();
        assert_eq!(reply(&mut *journal, &sent, event, after(90)), state);
    }
    // After a resend, a late reply of the first send decides only if it says done.
    let first = begin(&mut *journal, &wanted("L", "L", 1));
    journal.end_claims(who().at(after(100))).unwrap();
    let again = journal.commit(|scope| {
        scope.resend(
            merchant().numbered(first.number()),
            LEASE,
            "ok",
            who().at(after(900)),
        )
    });
    claimed(again.unwrap());
    assert_eq!(
        reply(&mut *journal, &first, Event::ReplyRefused, after(901)),
        State::Sending
    );
    // The second sender keeps its lease.
    let read = journal
        .find(merchant().numbered(first.number()))
        .unwrap()
        .unwrap();
    assert_eq!(read.lease.unwrap().until, after(900) + LEASE);
    assert_eq!(
        reply(&mut *journal, &first, Event::ReplyDone, after(902)),
        State::Refunded
    );
    // A reply that names no attempt is of none.
    let unnamed = begin(&mut *journal, &wanted("U", "U", 1));
    let state = note(
        &mut *journal,
        &unnamed,
        Event::ReplyRefused,
        Details::default(),
        after(903),
    );
    assert_eq!(state, State::Sending);
    assert_sound(&mut *journal);
}

pub(crate) fn a_clock_a_little_behind_does_not_turn_the_journal_back(store: &dyn Store) {
    let mut journal = store.open();
    begin(&mut *journal, &wanted("N1", "P1", 1));
    let early = |at| begin_at(at, &mut *store.open());
    fn begin_at(at: OffsetDateTime, journal: &mut dyn Journal) -> Option<Duration> {
        let no = format!("N{}", at.unix_timestamp());
        let new = wanted(&no, &no, 1);
        claimed(
            journal
                .commit(|scope| scope.begin(&new, LEASE, DAY, who().at(at)))
                .unwrap(),
        );
        journal.clock_set_back()
    }
    assert_eq!(early(after(-5)), None);
    assert_eq!(early(after(-3600)), Some(Duration::from_secs(3600)));
    // An event that is far ahead gives its time to no other: it may be the one that was wrong.
    let all = journal.page(&Filter::default(), None, 10).unwrap();
    let times: Vec<_> = all.iter().map(|record| record.created_at).collect();
    assert_eq!(times, [after(-3600), NOON, NOON]);
    // A lease far ahead of the clock was given before the clock was set back.
    let ended = journal
        .end_claims(who().at(after(-2 * 3600 + 120)))
        .unwrap();
    assert_eq!((ended.unknown, ended.unsent), (2, 0));
    assert_sound(&mut *journal);
}

pub(crate) fn a_resend_needs_an_unknown_and_keeps_it_unknown(store: &dyn Store) {
    let mut journal = store.open();
    for (index, from) in State::ALL.into_iter().enumerate() {
        let record = bring(&mut *journal, &format!("N{index}"), from);
        let got = journal
            .commit(|scope| {
                scope.resend(
                    merchant().numbered(record.number()),
                    LEASE,
                    "ok",
                    who().at(after(2)),
                )
            })
            .unwrap();
        if from == State::Unknown {
            let again = claimed(got);
            assert_eq!((again.progress.attempt, again.progress.resends), (2, 1));
            assert_eq!(again.wanted, record.wanted);
        } else {
            assert_eq!(got, Begun::Existing(Box::new(record)));
        }
    }
    for (no, event) in [("A", Event::ReplyRefused), ("B", Event::NotSent)] {
        let unknown = bring(&mut *journal, no, State::Unknown);
        for round in 0..2 {
            let again = journal.commit(|scope| {
                scope.resend(
                    merchant().numbered(unknown.number()),
                    LEASE,
                    "ok",
                    who().at(after(3 + round)),
                )
            });
            let state = reply(
                &mut *journal,
                &claimed(again.unwrap()),
                event,
                after(3 + round),
            );
            assert_eq!(state, State::Unknown, "{event}");
        }
    }
    let unknown = bring(&mut *journal, "C", State::Unknown);
    let again = journal
        .commit(|scope| {
            scope.resend(
                merchant().numbered(unknown.number()),
                LEASE,
                "ok",
                who().at(after(9)),
            )
        })
        .unwrap();
    assert_eq!(
        reply(&mut *journal, &claimed(again), Event::ReplyDone, after(10)),
        State::Refunded
    );
    let events = journal.events(unknown.id).unwrap();
    let order = events
        .iter()
        .find(|event| event.event == Event::OrderResend)
        .unwrap();
    assert_eq!(order.details.note.as_deref(), Some("ok"));
    assert_sound(&mut *journal);
}

pub(crate) fn empty_looks_are_counted_since_the_last_news(store: &dyn Store) {
    let mut journal = store.open();
    let record = bring(&mut *journal, "N1", State::Unknown);
    let mut look = |event, at| note(&mut *journal, &record, event, Details::default(), at);
    look(Event::FoundNothing, after(5));
    look(Event::FoundProcessing, after(10));
    look(Event::FoundNothing, after(20));
    look(Event::FoundNothing, after(300));
    // 00:10 in Hong Kong, within the gateway's pause.
    look(Event::FoundNothing, after(12 * 3600 + 600));
    look(Event::FoundNothing, after(14 * 3600));
    let looks = journal.looks(record.id).unwrap();
    assert_eq!(
        looks,
        Looks {
            count: 3,
            span: Some((after(20), after(14 * 3600))),
            shown: Some(after(10)),
        }
    );
    let other = bring(&mut *journal, "N2", State::Unknown);
    assert_eq!(journal.looks(other.id).unwrap(), Looks::default());
    let mut look = |event, at| note(&mut *journal, &other, event, Details::default(), at);
    look(Event::FoundNothing, after(15 * 3600));
    look(Event::FoundNothing, after(15 * 3600 + 1));
    let resent = journal.commit(|scope| {
        scope.resend(
            merchant().numbered(other.number()),
            LEASE,
            "ok",
            who().at(after(15 * 3600 + 2)),
        )
    });
    reply(
        &mut *journal,
        &claimed(resent.unwrap()),
        Event::ReplyUnclear,
        after(15 * 3600 + 3),
    );
    assert_eq!(journal.looks(other.id).unwrap().count, 0);
}

pub(crate) fn no_absence_outweighs_a_row_that_was_once_shown(store: &dyn Store) {
    let mut journal = store.open();
    let record = bring(&mut *journal, "N1", State::Unknown);
    let mut look = |event, at| note(&mut *journal, &record, event, Details::default(), at);
    look(Event::FoundNothing, after(5));
    // A row of another amount under its number.
    look(Event::Stray, after(10));
    for round in 0..5 {
        look(Event::FoundNothing, after(20 + 600 * round));
    }
    let looks = Looks {
        shown: Some(after(10)),
        ..Looks::default()
    };
    assert_eq!(journal.looks(record.id).unwrap(), looks);
}

pub(crate) fn operators_close_and_cancel_by_the_table(store: &dyn Store) {
    let mut journal = store.open();
    let record = bring(&mut *journal, "N1", State::Pending);
    let got = journal.commit(|scope| {
        scope.record(
            merchant().numbered(record.number()),
            Event::Cancel,
            Details::default(),
            who().at(after(2)),
        )
    });
    let error = got.unwrap_err();
    assert_eq!(
        error.to_string(),
        "refund N1: `cancel` cannot happen to a refund that is pending"
    );
    note(
        &mut *journal,
        &record,
        Event::Close(ClosedAs::NotRefunded),
        Details::note("paid back in cash"),
        after(3),
    );
    let last = journal.events(record.id).unwrap().pop().unwrap();
    assert_eq!(last.details.note.as_deref(), Some("paid back in cash"));
    for event in [Event::Claim, Event::OrderResend, Event::Adopt] {
        let record = bring(&mut *journal, event.name(), State::Unknown);
        let got = journal.commit(|scope| {
            scope.record(
                merchant().numbered(record.number()),
                event,
                Details::default(),
                who().at(after(4)),
            )
        });
        assert!(matches!(
            got.unwrap_err().fault(),
            JournalFault::Forbidden(..)
        ));
    }
}

pub(crate) fn an_operators_word_holds_only_for_what_was_seen(store: &dyn Store) {
    let mut journal = store.open();
    let close = Event::Close(ClosedAs::RefundedElsewhere);
    let mut decide = |seen: &Record, event, words: Option<&str>| {
        let details = Details {
            note: words.map(str::to_owned),
            ..Details::default()
        };
        journal
            .commit(|scope| scope.decide(seen, event, details.clone(), who().at(after(9))))
            .unwrap()
    };
    let seen = {
        let mut other = store.open();
        let seen = bring(&mut *other, "N1", State::Unknown);
        note(
            &mut *other,
            &seen,
            Event::FoundNothing,
            Details::default(),
            after(5),
        );
        seen
    };
    // A look has come in between: the word was about something else.
    assert_eq!(decide(&seen, close, Some("cash")), None);
    let seen = store.open().find(seen.key()).unwrap().unwrap();
    let closed = decide(&seen, close, Some("cash")).unwrap();
    let word = closed.progress.decision.clone().unwrap();
    assert_eq!(
        (word.at, word.by, word.note.as_deref()),
        (after(9), who().operator, Some("cash"))
    );
    assert_eq!(decide(&seen, close, Some("again")), None);
    // Taken back, it says no more what was said, and a resend rests on new looks.
    let opened = decide(&closed, Event::Reopen, None).unwrap();
    assert_eq!(
        (opened.state(), &opened.progress.decision),
        (State::Unknown, &None)
    );
    assert_eq!(journal.looks(opened.id).unwrap(), Looks::default());
    assert_sound(&mut *journal);
}

pub(crate) fn what_is_closed_counts_as_its_word_says(store: &dyn Store) {
    let mut journal = store.open();
    for closed_as in ClosedAs::ALL {
        let key = format!("{closed_as:?}");
        let payment = syssn(&format!("P-{key}"));
        journal
            .commit(|scope| scope.note_payment(ENVIRONMENT, &payment, &paid(10), NOON))
            .unwrap();
        let closed = bring(&mut *journal, &key, State::Closed(closed_as));
        let live = if closed_as == ClosedAs::NotRefunded {
            0
        } else {
            10
        };
        let rest = journal.rest(ENVIRONMENT, &payment).unwrap();
        assert_eq!(rest.live, live, "{closed_as}");
        let more = wanted(&format!("M-{key}"), &format!("P-{key}"), 1);
        let begun = journal.commit(|scope| scope.begin(&more, LEASE, FREE, who().at(after(2))));
        if live > 0 {
            assert_eq!(begun.unwrap(), Begun::ExceedsRest { paid: 10, live });
        } else {
            let sent = claimed(begun.unwrap());
            reply(&mut *journal, &sent, Event::ReplyRefused, after(3));
        }
        let day = |journal: &mut dyn Journal| {
            let currency = closed.wanted.intent.currency;
            journal.day_total(&merchant(), currency, NOON).unwrap()
        };
        let before = day(&mut *journal);
        // The gateway has it after all: it counts, whatever was said.
        let found = note(
            &mut *journal,
            &closed,
            Event::FoundDone,
            Details::default(),
            after(4),
        );
        assert_eq!(found, State::Refunded);
        assert_eq!(day(&mut *journal), before + 10 - live, "{closed_as}");
        assert_eq!(journal.rest(ENVIRONMENT, &payment).unwrap().live, 10);
    }
    assert_sound(&mut *journal);
}

pub(crate) fn commits_are_all_or_nothing(store: &dyn Store) {
    let mut journal = store.open();
    let stop = JournalError::new("here", JournalFault::Full);
    let result = journal.write(&mut |scope| {
        scope.note_payment(ENVIRONMENT, &syssn("P1"), &paid(5), NOON)?;
        claimed(scope.begin(&wanted("N1", "P1", 1), LEASE, DAY, who().at(NOON))?);
        Err(stop.clone())
    });
    assert_eq!(result, Err(stop));
    assert_eq!(
        journal.find(merchant().numbered(&number("N1"))).unwrap(),
        None
    );
    assert_eq!(
        journal.rest(ENVIRONMENT, &syssn("P1")).unwrap().payment,
        None
    );
    assert_sound(&mut *journal);
}

pub(crate) fn refusals_leave_a_shared_commit_alone(store: &dyn Store) {
    let mut journal = store.open();
    journal
        .commit(|scope| scope.note_payment(ENVIRONMENT, &syssn("P3"), &paid(5), NOON))
        .unwrap();
    let mut results = Vec::new();
    journal
        .write(&mut |scope| {
            for new in [
                wanted("N1", "P1", 1),
                wanted("N1", "P9", 9),
                wanted("N2", "P1", 1),
                wanted("N3", "P1", 3),
                wanted("N4", "P3", 6),
                wanted("N5", "P5", 1),
            ] {
                results.push(scope.begin(&new, LEASE, DAY, who().at(NOON))?);
            }
            let missing = scope.record(
                merchant().numbered(&number("N9")),
                Event::Close(ClosedAs::NotRefunded),
                Details::default(),
                who().at(NOON),
            );
            assert!(missing.is_err());
            let forbidden = scope.record(
                merchant().numbered(&number("N5")),
                Event::Close(ClosedAs::NotRefunded),
                Details::default(),
                who().at(NOON),
            );
            assert!(forbidden.is_err());
            Ok(())
        })
        .unwrap();
    assert!(
        matches!(
            results.as_slice(),
            [
                Begun::Claimed(_),
                Begun::Existing(_),
                Begun::Twin(_),
                Begun::Busy(_),
                Begun::ExceedsRest { paid: 5, live: 0 },
                Begun::Claimed(_)
            ]
        ),
        "{results:?}"
    );
    assert_eq!(journal.page(&Filter::default(), None, 10).unwrap().len(), 2);
    assert_sound(&mut *journal);
}
