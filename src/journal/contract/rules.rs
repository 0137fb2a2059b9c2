//! Who may send: one number, one reference, one send at a time, no more than was paid.

use super::super::{Begun, Conditions, LookedAt, Rest};
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

pub(crate) fn references_that_look_alike_are_refused(store: &dyn Store) {
    let mut journal = store.open();
    let first = begin(
        &mut *journal,
        &with_reference(wanted("N1", "P1", 1), "CRM-1001"),
    );
    let mut try_it = |new: &NewIntent, claims: bool| {
        journal
            .commit(|scope| match claims {
                true => scope.begin(new, LEASE, FREE, who().at(NOON)),
                false => scope.plan(new, FREE, who().at(NOON)),
            })
            .unwrap()
    };
    for alike in ["crm-1001", "CRM\u{2011}1001", "\u{ff23}RM-1001"] {
        let new = with_reference(wanted("N2", "P2", 2), alike);
        let refused = Begun::LookAlike(reference(alike), Box::new(first.clone()));
        assert_eq!(try_it(&new, true), refused);
        assert_eq!(try_it(&new, false), refused);
    }
    // Under its number it is there already, whatever it is called.
    let same = with_reference(wanted("N1", "P1", 1), "crm-1001");
    assert!(matches!(try_it(&same, true), Begun::Existing(_)));
    // Another merchant, and another reference, are no matter.
    let mut elsewhere = with_reference(wanted("N3", "P3", 3), "crm-1001");
    elsewhere.merchant = MerchantKey::new("production/APP/M2");
    elsewhere.profile = "shop-2".to_owned();
    claimed(try_it(&elsewhere, true));
    claimed(try_it(
        &with_reference(wanted("N4", "P4", 4), "CRM-1002"),
        true,
    ));
    let alike = journal.find_alike(&merchant(), &reference("Crm-1001"));
    assert_eq!(alike.unwrap(), Some(first));
    let exact = journal.find_alike(&merchant(), &reference("CRM-1001"));
    assert_eq!(exact.unwrap(), None);
    assert_sound(&mut *journal);
}

pub(crate) fn a_rerun_is_told_what_differs(store: &dyn Store) {
    let mut journal = store.open();
    let new = with_reference(wanted("N1", "P1", 1), "R1");
    let record = begin(&mut *journal, &new);
    let mut same = new.clone();
    // What is not part of the request, and what the tool makes anew each time.
    same.intent.txdtm = "2026-11-23 12:00:01".to_owned();
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
        new.intent.out_trade_no = MerchantKey::new(key).number(&reference(text));
        new.intent
    };
    let mut record = record;
    record.wanted.intent = derived("production APP -", "R1");
    let other = derived("production APP-2 M1", "R1");
    assert_ne!(other.out_trade_no, *record.number());
    assert_eq!(record.differs_from(&other), None);
    let other = derived("production APP-2 M1", "R2");
    assert_eq!(record.differs_from(&other), Some("out_trade_no"));
}

pub(crate) fn twins_are_refused_within_the_window(store: &dyn Store) {
    let mut journal = store.open();
    let try_at = |journal: &mut dyn Journal, new: &NewIntent, guards, at| {
        journal
            .commit(|scope| scope.begin(new, LEASE, guards, who().at(at)))
            .unwrap()
    };
    let first = claimed(try_at(&mut *journal, &wanted("N1", "P1", 5), DAY, NOON));
    let twin = Begun::Twin(Box::new(first.clone()));
    let second = wanted("N2", "P1", 5);
    let referenced = with_reference(second.clone(), "R2");
    // A reference makes no other refund of it. Even while the first is under way: waiting would
    // not, either.
    for new in [&second, &referenced] {
        for seconds in [60, 24 * 3600] {
            assert_eq!(try_at(&mut *journal, new, DAY, after(seconds)), twin);
        }
    }
    // The same number again is the same refund, not its own twin.
    assert!(matches!(
        try_at(&mut *journal, &wanted("N1", "P1", 5), DAY, after(60)),
        Begun::Existing(_)
    ));
    reply(&mut *journal, &first, Event::ReplyUnclear, after(1));
    assert!(matches!(
        try_at(&mut *journal, &referenced, DAY, after(2)),
        Begun::Twin(_)
    ));
    note(
        &mut *journal,
        &first,
        Event::FoundDone,
        Details::default(),
        after(2),
    );
    // Other payment, other amount, meant, long after, or single ones are not looked for.
    let mut refused = |new: &NewIntent, guards, at| {
        let record = claimed(try_at(&mut *journal, new, guards, at));
        reply(&mut *journal, &record, Event::ReplyRefused, at);
    };
    let none = Conditions {
        twin_window: Some(Duration::ZERO),
        ..FREE
    };
    refused(&wanted("N3", "P2", 5), DAY, after(3));
    refused(&wanted("N4", "P1", 6), DAY, after(3));
    refused(&wanted("N5", "P1", 5), FREE, after(4));
    refused(&with_reference(wanted("N6", "P1", 5), "R6"), none, after(4));
    refused(&wanted("N7", "P1", 5), DAY, after(24 * 3600 + 1));
    // A declined or cancelled twin is none, a planned or closed one is.
    refused(&wanted("N8", "P1", 6), DAY, after(24 * 3600 + 2));
    let late = after(24 * 3600 + 3);
    journal
        .commit(|scope| scope.plan(&wanted("N9", "P4", 7), DAY, who().at(late)))
        .unwrap();
    let planned = try_at(&mut *journal, &wanted("N10", "P4", 7), DAY, late);
    let Begun::Twin(planned) = planned else {
        panic!("{planned:?}");
    };
    note(
        &mut *journal,
        &planned,
        Event::Cancel,
        Details::default(),
        late,
    );
    let open = claimed(try_at(&mut *journal, &wanted("N12", "P4", 7), DAY, late));
    reply(&mut *journal, &open, Event::ReplyUnclear, late);
    note(
        &mut *journal,
        &open,
        Event::Close(ClosedAs::RefundedElsewhere),
        Details::note("cash"),
        late,
    );
    let mut again = |no| try_at(&mut *journal, &wanted(no, "P4", 7), DAY, late);
    assert!(matches!(again("N13"), Begun::Twin(_)));
    // What an operator found not refunded is none; taken back, it is open again.
    let mut word = |event| note(&mut *journal, &open, event, Details::default(), late);
    word(Event::Reopen);
    word(Event::Close(ClosedAs::NotRefunded));
    let mut again = |no| try_at(&mut *journal, &wanted(no, "P4", 7), DAY, late);
    let second = claimed(again("N13"));
    reply(&mut *journal, &second, Event::ReplyRefused, late);
    note(
        &mut *journal,
        &open,
        Event::Reopen,
        Details::default(),
        late,
    );
    let mut again = |no| try_at(&mut *journal, &wanted(no, "P4", 7), FREE, late);
    assert!(matches!(again("N14"), Begun::Open(_)));
}

pub(crate) fn a_planned_one_is_held_against_what_came_after_it(store: &dyn Store) {
    let mut journal = store.open();
    let late = after(49 * 3600);
    let mut plan = |new: &NewIntent| {
        let planned = journal.commit(|scope| scope.plan(new, FREE, who().at(NOON)));
        assert!(matches!(planned.unwrap(), Begun::Planned(_)));
    };
    plan(&wanted("BEFORE", "P1", 5));
    plan(&wanted("N1", "P1", 5));
    plan(&in_batch(wanted("N2", "P2", 5), "b1", 1));
    plan(&in_batch(wanted("N3", "P2", 5), "b1", 2));
    let claim = |journal: &mut dyn Journal, no: &str, guards| {
        let number = number(no);
        journal
            .commit(|scope| {
                scope.claim(merchant().numbered(&number), LEASE, guards, who().at(late))
            })
            .unwrap()
    };
    let done = |journal: &mut dyn Journal, record: &Record| {
        reply(journal, record, Event::ReplyDone, late);
    };
    // One that was written down before it was judged when it was written down.
    let before = claimed(claim(&mut *journal, "BEFORE", DAY));
    done(&mut *journal, &before);
    let at = after(3600);
    let later = journal
        .commit(|scope| scope.begin(&wanted("N9", "P1", 5), LEASE, FREE, who().at(at)))
        .unwrap();
    let later = claimed(later);
    done(&mut *journal, &later);
    let refused = claim(&mut *journal, "N1", DAY);
    let Begun::Twin(twin) = refused else {
        panic!("{refused:?}");
    };
    assert_eq!(twin.number(), later.number());
    let meant = claimed(claim(&mut *journal, "N1", FREE));
    reply(&mut *journal, &meant, Event::ReplyRefused, late);
    // Rows of one file are told apart by its check.
    let row = claimed(claim(&mut *journal, "N3", DAY));
    done(&mut *journal, &row);
    claimed(claim(&mut *journal, "N2", DAY));
    assert_sound(&mut *journal);
}

pub(crate) fn a_resend_is_held_against_what_came_after_the_refund(store: &dyn Store) {
    let mut journal = store.open();
    let unknown = begin(&mut *journal, &wanted("N1", "P1", 5));
    reply(&mut *journal, &unknown, Event::ReplyUnclear, after(1));
    let beside = |open: &Record| Conditions {
        beside_open: LookedAt::of(&[open.id]).unwrap(),
        ..FREE
    };
    let at = after(3600);
    let later = journal
        .commit(|scope| {
            scope.begin(
                &wanted("N2", "P1", 5),
                LEASE,
                beside(&unknown),
                who().at(at),
            )
        })
        .unwrap();
    let later = claimed(later);
    let again = |journal: &mut dyn Journal, of: &Record| {
        journal
            .commit(|scope| scope.resend(of.key(), LEASE, "", who().at(at)))
            .unwrap()
    };
    assert!(matches!(again(&mut *journal, &unknown), Begun::Busy(_)));
    reply(&mut *journal, &later, Event::ReplyUnclear, at);
    let refused = again(&mut *journal, &unknown);
    let Begun::Twin(twin) = refused else {
        panic!("{refused:?}");
    };
    assert_eq!(twin.number(), later.number());
    // The one that was made last waits for none.
    let resent = claimed(again(&mut *journal, &later));
    reply(&mut *journal, &resent, Event::ReplyUnclear, at);
    note(
        &mut *journal,
        &later,
        Event::Close(ClosedAs::NotRefunded),
        Details::note("looked"),
        at,
    );
    claimed(again(&mut *journal, &unknown));
    assert_sound(&mut *journal);
}

pub(crate) fn rows_of_a_changed_file_are_twins_whenever_that_was(store: &dyn Store) {
    let mut journal = store.open();
    let mut plan = |new: &NewIntent, window: Duration, at| {
        let guards = Conditions {
            twin_window: Some(window),
            ..FREE
        };
        journal
            .commit(|scope| scope.plan(new, guards, who().at(at)))
            .unwrap()
    };
    let day = Duration::from_secs(24 * 3600);
    let month = after(30 * 24 * 3600);
    let row = |no, batch, row| with_reference(in_batch(wanted(no, "P1", 5), batch, row), no);
    assert!(matches!(
        plan(&row("N1", "a", 1), day, NOON),
        Begun::Planned(_)
    ));
    for window in [day, Duration::ZERO] {
        for changed in [row("N2", "b", 1), row("N2", "b", 7), row("N2", "a", 1)] {
            assert!(matches!(plan(&changed, window, month), Begun::Twin(_)));
        }
    }
    // Two rows of one file are judged when it is checked.
    assert!(matches!(
        plan(&row("N2", "a", 2), day, NOON),
        Begun::Planned(_)
    ));
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
fn beside(open: &[&Record]) -> Conditions {
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
        // The open one itself is sent again, beside the other.
        if doubt == Event::ReplyUnclear {
            let resent = journal
                .commit(|scope| scope.resend(first.key(), LEASE, "", who().at(after(6))))
                .unwrap();
            reply(&mut *journal, &claimed(resent), Event::ReplyDone, after(7));
        } else {
            let details = Details::default();
            note_done(&mut *journal, &first, details);
        }
        note_done(&mut *journal, &second, Details::default());
        let third = journal.commit(|scope| scope.begin(&third, LEASE, FREE, who().at(after(9))));
        claimed(third.unwrap());
        assert_sound(&mut *journal);
    }
}

fn note_done(journal: &mut dyn Journal, record: &Record, details: Details) {
    note(journal, record, Event::FoundDone, details, after(8));
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
