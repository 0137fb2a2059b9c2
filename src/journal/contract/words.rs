//! An operator's word: closing, reopening and cancelling.

use super::super::{JournalFault, Looks};
use super::*;

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
