//! What becomes of an intent: replies, looks, leases, orders, and what is kept of them.

use super::super::{Ended, JournalError, JournalFault};
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
