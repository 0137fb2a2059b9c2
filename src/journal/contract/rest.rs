//! No more than was paid.

use super::super::{Begun, Rest};
use super::rules::beside;
use super::*;
use std::slice;

pub(crate) fn live_refunds_never_exceed_the_payment(store: &dyn Store) {
    let mut journal = store.open();
    journal
        .commit(|scope| scope.note_payment(ENVIRONMENT, &syssn("P1"), &paid(100), NOON))
        .unwrap();
    let first = begin(&mut *journal, &wanted("N1", "P1", 60));
    reply(&mut *journal, &first, Event::ReplyUnclear, after(1));
    let over = Begun::ExceedsRest {
        paid: 100,
        live: 60,
    };
    let mut try_it = |new: &NewIntent| {
        journal
            .commit(|scope| scope.begin(new, LEASE, beside(&[&first]), who().at(after(2))))
            .unwrap()
    };
    assert_eq!(try_it(&wanted("N2", "P1", 41)), over);
    let second = claimed(try_it(&wanted("N3", "P1", 40)));
    reply(&mut *journal, &second, Event::ReplyDone, after(3));
    let rest = journal.rest(ENVIRONMENT, &syssn("P1")).unwrap();
    assert_eq!(
        rest,
        Rest {
            payment: Some(paid(100)),
            live: 100,
            refunds: 2
        }
    );
    // A rerun is still told of its refund, not of the rest.
    let again = journal
        .commit(|scope| scope.begin(&wanted("N3", "P1", 40), LEASE, DAY, who().at(after(4))));
    assert!(matches!(again.unwrap(), Begun::Existing(_)));
    // A plan holds nothing, but its claim is held to the rest.
    journal
        .commit(|scope| scope.plan(&wanted("N4", "P1", 1), DAY, who().at(after(4))))
        .unwrap();
    let claim = |journal: &mut dyn Journal| {
        journal
            .commit(|scope| {
                scope.claim(
                    merchant().numbered(&number("N4")),
                    LEASE,
                    beside(&[&first]),
                    who().at(after(5)),
                )
            })
            .unwrap()
    };
    assert_eq!(
        claim(&mut *journal),
        Begun::ExceedsRest {
            paid: 100,
            live: 100
        }
    );
    // What turns out never to have been executed frees its part.
    note(
        &mut *journal,
        &first,
        Event::FoundRefused,
        Details::default(),
        after(5),
    );
    claimed(claim(&mut *journal));
    assert_sound(&mut *journal);
}

pub(crate) fn every_live_state_counts_against_the_payment(store: &dyn Store) {
    let mut journal = store.open();
    for (event, live) in [
        (Event::ReplyDone, 10),
        (Event::ReplyProcessing, 10),
        (Event::ReplyUnclear, 10),
        (Event::ReplyRefused, 0),
        (Event::NotSent, 0),
    ] {
        let payment = syssn(event.name());
        let key = &payment.to_string();
        journal
            .commit(|scope| scope.note_payment(ENVIRONMENT, &payment, &paid(10), NOON))
            .unwrap();
        let first = begin(&mut *journal, &wanted(&format!("A-{key}"), key, 10));
        reply(&mut *journal, &first, event, after(1));
        assert_eq!(journal.rest(ENVIRONMENT, &payment).unwrap().live, live);
        let more = wanted(&format!("B-{key}"), key, 1);
        let beside = beside(&[&first]);
        let begun = journal.commit(|scope| scope.begin(&more, LEASE, beside, who().at(after(2))));
        if live > 0 {
            assert_eq!(begun.unwrap(), Begun::ExceedsRest { paid: 10, live });
        } else {
            claimed(begun.unwrap());
        }
    }
}

pub(crate) fn what_the_gateway_says_always_finds_room(store: &dyn Store) {
    let mut journal = store.open();
    let first = begin(&mut *journal, &wanted("N1", "P1", 80));
    reply(&mut *journal, &first, Event::ReplyUnclear, after(1));
    note(
        &mut *journal,
        &first,
        Event::Close(ClosedAs::NotRefunded),
        Details::note("cash"),
        after(2),
    );
    journal
        .commit(|scope| scope.note_payment(ENVIRONMENT, &syssn("P1"), &paid(100), NOON))
        .unwrap();
    let second = begin(&mut *journal, &wanted("N2", "P1", 100));
    reply(&mut *journal, &second, Event::ReplyDone, after(3));
    // Both are executed, more than was paid: it is a fact, so it is kept.
    let state = note(
        &mut *journal,
        &first,
        Event::FoundDone,
        Details::default(),
        after(4),
    );
    assert_eq!(state, State::Refunded);
    let rest = journal.rest(ENVIRONMENT, &syssn("P1")).unwrap();
    assert_eq!((rest.live, rest.refunds), (180, 2));
    // A smaller payment seen later does not undo anything either.
    journal
        .commit(|scope| scope.note_payment(ENVIRONMENT, &syssn("P1"), &paid(50), after(5)))
        .unwrap();
    let third =
        journal.commit(|scope| scope.begin(&wanted("N3", "P1", 1), LEASE, DAY, who().at(after(6))));
    assert_eq!(
        third.unwrap(),
        Begun::ExceedsRest {
            paid: 50,
            live: 180
        }
    );
}

pub(crate) fn another_currency_is_refused(store: &dyn Store) {
    let mut journal = store.open();
    let payment = Payment {
        currency: Currency::from_code("CNY").unwrap(),
        ..paid(100)
    };
    journal
        .commit(|scope| scope.note_payment(ENVIRONMENT, &syssn("P1"), &payment, NOON))
        .unwrap();
    for new in slice::from_ref(&wanted("N1", "P1", 1)) {
        let begun = journal
            .commit(|scope| scope.begin(new, LEASE, DAY, who().at(NOON)))
            .unwrap();
        assert_eq!(begun, Begun::OtherCurrency("CNY".to_owned()));
        assert_eq!(
            journal
                .find(merchant().numbered(&new.intent.out_trade_no))
                .unwrap(),
            None
        );
    }
}
