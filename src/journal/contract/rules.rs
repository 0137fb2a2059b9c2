//! Who may send: one number, one reference, one send of a payment at a time.

use super::super::{Begun, Conditions, LookedAt};
use super::*;

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
    same.intent.txdtm = Some("2026-11-23 12:00:01".to_owned());
    same.intent.reason = Some("again".to_owned());
    assert_eq!(record.differs_from(&same.intent), None);
    type Change = fn(&mut NewIntent);
    let changes: [(Change, &str); 5] = [
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
        assert_eq!(record.differs_from(&other.intent), Some(field));
    }
    // What was derived from the reference is the same refund under every key of its merchant.
    let derived = |key: &str, text: &str| {
        let mut new = with_reference(new.clone(), text);
        new.intent.out_trade_no = MerchantKey::new(key).number(&reference(text), 1);
        new.intent
    };
    let mut record = record;
    record.wanted.intent = derived("production APP -", "R1");
    let other = derived("production APP-2 M1", "R1");
    assert_ne!(other.out_trade_no, *record.number());
    assert_eq!(record.differs_from(&other), None);
    let other = derived("production APP-2 M1", "R2");
    assert_eq!(record.differs_from(&other), Some("out_trade_no"));
    // What was found at the gateway has the number alone, which says the reference.
    let want = record.wanted.intent.clone();
    record.wanted.intent.reference = None;
    assert_eq!(record.differs_from(&want), None);
    record.wanted.intent.amount = cents(2);
    assert_eq!(record.differs_from(&want), Some("txamt"));
    // A number given by hand says none.
    record.wanted.intent = same.intent.clone();
    record.wanted.intent.reference = None;
    assert_eq!(record.differs_from(&same.intent), Some("reference"));
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
    let open = at(after(75));
    let first = journal
        .find(merchant().numbered(first.number()))
        .unwrap()
        .unwrap();
    assert_eq!(
        (first.state(), first.lease.as_ref()),
        (State::Unknown, None)
    );
    assert_eq!(open, Begun::Open(vec![first.clone()]));
    note(
        &mut *journal,
        &first,
        Event::FoundDone,
        Details::default(),
        after(75),
    );
    let second = journal
        .commit(|scope| scope.begin(&second, LEASE, DAY, who().at(after(76))))
        .unwrap();
    claimed(second);
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

/// No guard but that somebody has looked at open refunds.
pub(super) fn beside(open: &[&Record]) -> Conditions {
    let open: Vec<_> = open.iter().map(|open| open.id).collect();
    Conditions {
        beside_open: LookedAt::of(&open).unwrap(),
        ..FREE
    }
}

pub(crate) fn nothing_is_sent_on_top_of_doubt(store: &dyn Store) {
    for doubt in [Event::ReplyUnclear, Event::ReplyProcessing] {
        let mut journal = store.open();
        let (name, payment) = (doubt.name(), format!("P-{doubt}"));
        let number = |no: &str| format!("{no}-{name}");
        let first = begin(&mut *journal, &wanted(&number("A"), &payment, 60));
        reply(&mut *journal, &first, doubt, after(1));
        let open = Begun::Open(vec![journal.find(first.key()).unwrap().unwrap()]);
        // Whatever its amount, its reference and its merchant.
        let mut another = wanted(&number("D"), &payment, 61);
        another.merchant = MerchantKey::new("production/APP-2/M1");
        another.profile = "shop-hk-2".to_owned();
        for new in [
            wanted(&number("B"), &payment, 60),
            with_reference(wanted(&number("C"), &payment, 1), name),
            another,
        ] {
            let begun = journal.commit(|scope| scope.begin(&new, LEASE, FREE, who().at(after(2))));
            assert_eq!(begun.unwrap(), open);
        }
        // It may be written down, but not claimed.
        let planned = wanted(&number("E"), &payment, 2);
        journal
            .commit(|scope| scope.plan(&planned, FREE, who().at(after(2))))
            .unwrap();
        let claim = |journal: &mut dyn Journal, guards| {
            journal
                .commit(|scope| scope.claim(planned.key(), LEASE, guards, who().at(after(3))))
                .unwrap()
        };
        assert_eq!(claim(&mut *journal, FREE), open);
        // The same number is no second refund.
        let again = wanted(&number("A"), &payment, 60);
        let again = journal.commit(|scope| scope.begin(&again, LEASE, FREE, who().at(after(3))));
        assert!(matches!(again.unwrap(), Begun::Existing(_)));
        // Somebody has looked, and that is written down.
        let second = claimed(claim(&mut *journal, beside(&[&first])));
        let claim_event = journal.events(second.id).unwrap().pop().unwrap();
        let note = claim_event.details.note.unwrap();
        assert!(
            note.starts_with(&format!("beside {}", first.number())),
            "{note}"
        );
        reply(&mut *journal, &second, Event::ReplyUnclear, after(4));
        // Two are open now, and having looked at one is not enough.
        let third = wanted(&number("F"), &payment, 3);
        for (looked_at, other) in [(&first, &second), (&second, &first)] {
            let guards = beside(&[looked_at]);
            let begun =
                journal.commit(|scope| scope.begin(&third, LEASE, guards, who().at(after(5))));
            let Begun::Open(open) = begun.unwrap() else {
                panic!("claimed beside {}", other.number());
            };
            assert_eq!(open.len(), 1);
            assert_eq!(open[0].number(), other.number());
        }
        let fourth = wanted(&number("G"), &payment, 4);
        let guards = beside(&[&first, &second]);
        let begun = journal.commit(|scope| scope.begin(&fourth, LEASE, guards, who().at(after(5))));
        let fourth = claimed(begun.unwrap());
        let claim_event = journal.events(fourth.id).unwrap().pop().unwrap();
        let note = claim_event.details.note.unwrap();
        for open in [&first, &second] {
            assert!(
                note.contains(&format!("{}, which was", open.number())),
                "{note}"
            );
        }
        note_done(&mut *journal, &fourth, Details::default());
        // Nor is the open one itself sent again: what was made beside it may have taken its place.
        if doubt == Event::ReplyUnclear {
            let resent = journal
                .commit(|scope| scope.resend(first.key(), LEASE, "", who().at(after(6))))
                .unwrap();
            let Begun::MadeSince(made) = resent else {
                panic!("{resent:?}");
            };
            assert_eq!(made.number(), second.number());
        }
        note_done(&mut *journal, &first, Details::default());
        note_done(&mut *journal, &second, Details::default());
        let third = journal.commit(|scope| scope.begin(&third, LEASE, FREE, who().at(after(9))));
        claimed(third.unwrap());
        assert_sound(&mut *journal);
    }
}

fn note_done(journal: &mut dyn Journal, record: &Record, details: Details) {
    note(journal, record, Event::FoundDone, details, after(8));
}
