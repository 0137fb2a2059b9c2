//! Who may send: one number, one reference, one send at a time, no more than was paid.

use super::super::{Begun, Conditions, Rest};
use super::*;
use std::slice;

pub(crate) fn begin_plans_and_claims_in_one(store: &dyn Store) {
    let mut journal = store.open();
    let new = in_batch(with_reference(wanted("N1", "P1", 1250), "CRM 旺角"), "b", 3);
    let record = begin(&mut *journal, &new);
    assert_eq!(record.wanted, new);
    assert_eq!(record.state(), State::Sending);
    assert_eq!(
        (record.progress.attempt, record.progress.sent_at),
        (1, Some(NOON))
    );
    let lease = record.lease.clone().unwrap();
    assert_eq!(
        (lease.until, lease.owner.as_str()),
        (NOON + LEASE, "till-1:4711")
    );
    // What was returned is what another process reads.
    let mut other = store.open();
    assert_eq!(
        other
            .find(merchant().numbered(record.number()))
            .unwrap()
            .as_ref(),
        Some(&record)
    );
    let events = other.events(record.id).unwrap();
    let steps: Vec<_> = events.iter().map(|e| (e.event, e.from, e.to)).collect();
    assert_eq!(
        steps,
        [
            (Event::Plan, None, State::Planned),
            (Event::Claim, Some(State::Planned), State::Sending)
        ]
    );
    assert_eq!(events[1].details.digest, Some(new.request));
    assert_eq!(events[1].who, who());
    assert_sound(&mut *other);
}

pub(crate) fn a_planned_intent_is_claimed_once(store: &dyn Store) {
    let (mut a, mut b) = (store.open(), store.open());
    let new = wanted("N1", "P1", 1);
    let Begun::Planned(planned) = a
        .commit(|scope| scope.plan(&new, DAY, who().at(NOON)))
        .unwrap()
    else {
        panic!("not planned");
    };
    assert_eq!(
        (planned.state(), planned.lease.as_ref()),
        (State::Planned, None)
    );
    let no = planned.number();
    let won = claimed(
        b.commit(|scope| scope.claim(merchant().numbered(no), LEASE, FREE, who().at(NOON)))
            .unwrap(),
    );
    assert_eq!(won.progress.attempt, 1);
    assert_eq!(
        a.commit(|scope| scope.claim(merchant().numbered(no), LEASE, FREE, who().at(NOON)))
            .unwrap(),
        Begun::Existing(Box::new(won))
    );
    let missing = a.commit(|scope| {
        scope.claim(
            merchant().numbered(&number("N9")),
            LEASE,
            FREE,
            who().at(NOON),
        )
    });
    assert!(matches!(missing.unwrap_err().fault(), JournalFault::NoSuchIntent(no) if no == "N9"));
}

pub(crate) fn one_number_and_one_reference_per_merchant(store: &dyn Store) {
    let mut journal = store.open();
    let first = begin(&mut *journal, &with_reference(wanted("N1", "P1", 1), "R1"));
    let existing = Begun::Existing(Box::new(first.clone()));
    for new in [
        wanted("N1", "P2", 2),
        with_reference(wanted("N2", "P2", 2), "R1"),
        with_reference(wanted("N1", "P1", 1), "R1"),
    ] {
        for begun in [
            journal
                .commit(|scope| scope.begin(&new, LEASE, DAY, who().at(NOON)))
                .unwrap(),
            journal
                .commit(|scope| scope.plan(&new, DAY, who().at(NOON)))
                .unwrap(),
        ] {
            assert_eq!(begun, existing);
        }
    }
    // Another merchant has its own numbers and references.
    let mut elsewhere = with_reference(wanted("N1", "P3", 1), "R1");
    elsewhere.merchant = MerchantKey::new("production/APP/M2");
    elsewhere.profile = "shop-2".to_owned();
    begin(&mut *journal, &elsewhere);
    assert_eq!(journal.find_any(first.number()).unwrap().len(), 2);
    let found = journal.find_by_reference(&merchant(), &reference("R1"));
    assert_eq!(found.unwrap(), Some(first));
}

pub(crate) fn a_rerun_is_told_what_differs(store: &dyn Store) {
    let mut journal = store.open();
    let new = with_reference(wanted("N1", "P1", 1), "R1");
    let record = begin(&mut *journal, &new);
    let mut same = new.clone();
    // What is not part of the request, and what the tool makes anew each time.
    same.intent.txdtm = "2026-11-23 12:00:01".to_owned();
    same.intent.reason = Some("again".to_owned());
    assert_eq!(record.difference(&same), None);
    type Change = fn(&mut NewIntent);
    let changes: [(Change, &str); 6] = [
        (|n| n.merchant = MerchantKey::new("x"), "merchant"),
        (|n| n.intent.out_trade_no = number("N2"), "out_trade_no"),
        (|n| n.intent.reference = None, "reference"),
        (|n| n.intent.syssn = syssn("P2"), "syssn"),
        (|n| n.intent.amount = cents(2), "txamt"),
        (
            |n| n.intent.currency = Currency::from_code("CNY").unwrap(),
            "currency",
        ),
    ];
    for (change, field) in changes {
        let mut other = new.clone();
        change(&mut other);
        assert_eq!(record.difference(&other), Some(field));
    }
}

pub(crate) fn twins_are_refused_within_the_window(store: &dyn Store) {
    let mut journal = store.open();
    let mut try_at = |new: &NewIntent, guards, at| {
        journal
            .commit(|scope| scope.begin(new, LEASE, guards, who().at(at)))
            .unwrap()
    };
    let first = claimed(try_at(&wanted("N1", "P1", 5), DAY, NOON));
    let twin = Begun::Twin(Box::new(first.clone()));
    assert_eq!(try_at(&wanted("N2", "P1", 5), DAY, after(60)), twin);
    // Even while the first is under way: waiting would not make it another refund.
    assert_eq!(try_at(&wanted("N2", "P1", 5), DAY, after(24 * 3600)), twin);
    // The same number again is the same refund, not its own twin.
    assert!(matches!(
        try_at(&wanted("N1", "P1", 5), DAY, after(60)),
        Begun::Existing(_)
    ));
    reply(&mut *journal, &first, Event::ReplyUnclear, after(1));
    let mut try_at = |new: &NewIntent, guards, at| {
        journal
            .commit(|scope| scope.begin(new, LEASE, guards, who().at(at)))
            .unwrap()
    };
    assert!(matches!(
        try_at(&wanted("N2", "P1", 5), DAY, after(2)),
        Begun::Twin(_)
    ));
    // Other payment, other amount, meant, referenced, or long after.
    claimed(try_at(&wanted("N3", "P2", 5), DAY, after(2)));
    let other = claimed(try_at(&wanted("N4", "P1", 6), DAY, after(2)));
    reply(&mut *journal, &other, Event::ReplyRefused, after(3));
    let mut begin = |new: &NewIntent, guards, at| {
        let record = claimed(
            journal
                .commit(|scope| scope.begin(new, LEASE, guards, who().at(at)))
                .unwrap(),
        );
        reply(&mut *journal, &record, Event::ReplyRefused, at)
    };
    begin(&wanted("N5", "P1", 5), Conditions::default(), after(4));
    begin(&with_reference(wanted("N6", "P1", 5), "R6"), DAY, after(4));
    begin(&wanted("N7", "P1", 5), DAY, after(24 * 3600 + 1));
    // A declined or cancelled twin is none, a planned or closed one is.
    begin(&wanted("N8", "P1", 6), DAY, after(24 * 3600 + 2));
    let late = after(24 * 3600 + 3);
    journal
        .commit(|scope| scope.plan(&wanted("N9", "P4", 7), DAY, who().at(late)))
        .unwrap();
    let planned =
        journal.commit(|scope| scope.begin(&wanted("N10", "P4", 7), LEASE, DAY, who().at(late)));
    assert!(matches!(planned.unwrap(), Begun::Twin(_)));
    let planned = journal
        .find(merchant().numbered(&number("N9")))
        .unwrap()
        .unwrap();
    note(
        &mut *journal,
        &planned,
        Event::Cancel,
        Details::default(),
        late,
    );
    claimed(
        journal
            .commit(|scope| scope.begin(&wanted("N12", "P4", 7), LEASE, DAY, who().at(late)))
            .unwrap(),
    );
    note(
        &mut *journal,
        &first,
        Event::Close,
        Details::note("cash"),
        late,
    );
    let closed = journal.commit(|scope| {
        scope.begin(
            &wanted("N11", "P1", 5),
            LEASE,
            Conditions {
                twin_window: Some(Duration::from_secs(2 * 24 * 3600)),
                ..Conditions::default()
            },
            who().at(late),
        )
    });
    assert!(matches!(closed.unwrap(), Begun::Twin(_)));
}

pub(crate) fn one_send_of_a_payment_at_a_time(store: &dyn Store) {
    let mut journal = store.open();
    let first = begin(&mut *journal, &wanted("N1", "P1", 1));
    let second = with_reference(wanted("N2", "P1", 2), "R2");
    let busy = Begun::Busy(Box::new(first.clone()));
    let mut at = |at| {
        journal
            .commit(|scope| scope.begin(&second, LEASE, DAY, who().at(at)))
            .unwrap()
    };
    assert_eq!(at(NOON), busy);
    assert_eq!(at(after(74)), busy);
    // The lease has passed: the first becomes unknown on the way.
    claimed(at(after(75)));
    let first = journal
        .find(merchant().numbered(first.number()))
        .unwrap()
        .unwrap();
    assert_eq!((first.state(), first.lease), (State::Unknown, None));
    // A planned one has to wait as well.
    journal
        .commit(|scope| scope.plan(&wanted("N3", "P1", 3), DAY, who().at(after(76))))
        .unwrap();
    let third = journal.commit(|scope| {
        scope.claim(
            merchant().numbered(&number("N3")),
            LEASE,
            FREE,
            who().at(after(76)),
        )
    });
    assert!(matches!(third.unwrap(), Begun::Busy(busy) if busy.number().as_str() == "N2"));
    assert_sound(&mut *journal);
}

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
            .commit(|scope| scope.begin(new, LEASE, FREE, who().at(after(2))))
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
                    FREE,
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
        let begun = journal.commit(|scope| scope.begin(&more, LEASE, FREE, who().at(after(2))));
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
        Event::Close,
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
