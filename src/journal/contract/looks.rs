//! What looks have shown, and the resend that rests on it.

use super::super::Looks;
use super::*;

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
