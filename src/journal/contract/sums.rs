//! What a batch and a day add up to.

use super::*;

/// What is planned waits like what is open, alone or in a batch, and no other merchant's.
pub(crate) fn what_waits_is_counted_by_key_and_batch(store: &dyn Store) {
    let mut journal = store.open();
    let mut plan = |new: NewIntent, at| {
        journal
            .commit(|scope| scope.plan(&new, Conditions::default(), who().at(at)))
            .unwrap();
    };
    plan(in_batch(wanted("A1", "A1", 5), "b1", 1), after(1));
    plan(in_batch(wanted("A2", "A2", 6), "b1", 2), after(2));
    plan(in_batch(wanted("B1", "B1", 7), "b2", 1), after(3));
    plan(wanted("S1", "S1", 8), after(4));
    let mut strange = in_batch(wanted("A1", "X1", 9), "b1", 1);
    (strange.merchant, strange.profile) = (MerchantKey::new("other"), "other".to_owned());
    plan(strange, after(5));
    bring(&mut *journal, "U1", State::Unknown);
    bring(&mut *journal, "C1", State::Cancelled);
    bring(&mut *journal, "R1", State::Refunded);
    let waits = journal.open_by_key().unwrap();
    let waits: Vec<_> = waits
        .iter()
        .map(|one| (&one.key, &*one.profile, one.count, one.planned))
        .collect();
    let other = MerchantKey::new("other");
    assert_eq!(
        waits,
        [(&other, "other", 0, 1), (&merchant(), "shop-hk", 1, 4)]
    );
    let batches = journal.batch_standings(&merchant()).unwrap();
    let batches: Vec<_> = batches
        .iter()
        .map(|one| (&*one.batch, one.written_at, one.counts[0].count))
        .collect();
    assert_eq!(batches, [("b2", after(3), 1), ("b1", after(1), 2)]);
    assert_eq!(journal.batch_standings(&other).unwrap().len(), 1);
    assert_sound(&mut *journal);
}

/// A batch is added up by state and currency, whatever happened to its rows, and no other's.
pub(crate) fn a_batch_is_added_up(store: &dyn Store) {
    let mut journal = store.open();
    let plan = |journal: &mut dyn Journal, no: &str, minor, batch| {
        let new = in_batch(wanted(no, no, minor), batch, 1);
        let planned = journal
            .commit(|scope| scope.plan(&new, Conditions::default(), who().at(NOON)))
            .unwrap();
        assert!(matches!(planned, Begun::Planned(_)));
    };
    for (no, minor) in [("A", 100), ("B", 250), ("C", 1)] {
        plan(&mut *journal, no, minor, "b1");
    }
    plan(&mut *journal, "D", 9, "b2");
    begin(&mut *journal, &wanted("E", "E", 9));
    let one = claimed(
        journal
            .commit(|scope| {
                scope.claim(
                    merchant().numbered(&number("B")),
                    LEASE,
                    FREE,
                    who().at(NOON),
                )
            })
            .unwrap(),
    );
    let counts = |journal: &mut dyn Journal| -> Vec<(State, String, u64, u64)> {
        let counts = journal.batch_counts(&merchant(), "b1").unwrap();
        let rows = counts.into_iter();
        rows.map(|row| (row.state, row.currency, row.count, row.sum))
            .collect()
    };
    let hkd = "HKD".to_owned();
    assert_eq!(
        counts(&mut *journal),
        [
            (State::Planned, hkd.clone(), 2, 101),
            (State::Sending, hkd.clone(), 1, 250)
        ]
    );
    reply(&mut *journal, &one, Event::ReplyDone, after(1));
    assert_eq!(
        counts(&mut *journal),
        [
            (State::Planned, hkd.clone(), 2, 101),
            (State::Refunded, hkd, 1, 250)
        ]
    );
    let other = MerchantKey::new("another");
    assert!(journal.batch_counts(&other, "b1").unwrap().is_empty());
}

/// What is refunded or may be counts against the limit of its day, and nothing else does.
pub(crate) fn a_day_has_its_limit(store: &dyn Store) {
    let mut journal = store.open();
    let guards = |at| Conditions {
        day: Some(DayLimit {
            since: at,
            most: 1000,
        }),
        ..FREE
    };
    let at_midnight = after(12 * 3600);
    let mut try_begin = |no: &str, minor, at| {
        journal
            .commit(|scope| scope.begin(&wanted(no, no, minor), LEASE, guards(at), who().at(at)))
            .unwrap()
    };
    let one = claimed(try_begin("A", 600, NOON));
    let two = claimed(try_begin("B", 400, NOON));
    let full = Begun::ExceedsDay {
        limit: 1000,
        live: 1000,
    };
    assert_eq!(try_begin("C", 1, NOON), full);
    // A declined refund and one that was not sent give their part back.
    assert_eq!(
        reply(&mut *journal, &one, Event::ReplyRefused, after(1)),
        State::Declined
    );
    reply(&mut *journal, &two, Event::NotSent, after(1));
    let claim = |journal: &mut dyn Journal, no: &str, at| {
        let number = number(no);
        let key = merchant();
        journal
            .commit(|scope| scope.claim(key.numbered(&number), LEASE, guards(at), who().at(at)))
            .unwrap()
    };
    let two = claimed(claim(&mut *journal, "B", after(2)));
    reply(&mut *journal, &two, Event::ReplyDone, after(3));
    let new = wanted("D", "D", 601);
    let planned = journal
        .commit(|scope| scope.plan(&new, guards(NOON), who().at(after(4))))
        .unwrap();
    assert!(matches!(planned, Begun::Planned(_)));
    let refused = Begun::ExceedsDay {
        limit: 1000,
        live: 400,
    };
    assert_eq!(claim(&mut *journal, "D", after(5)), refused);
    let told = |journal: &mut dyn Journal, since| journal.day_total(&merchant(), hkd(), since);
    assert_eq!(told(&mut *journal, after(5)).unwrap(), 400);
    assert_eq!(told(&mut *journal, at_midnight).unwrap(), 0);
    // The next day in Hong Kong begins at nothing.
    claimed(claim(&mut *journal, "D", at_midnight));
    // Another merchant has a limit of its own.
    let mut other = wanted("E", "E", 1000);
    other.merchant = MerchantKey::new("another");
    other.profile = "shop-2".to_owned();
    let at = after(12 * 3600 + 1);
    claimed(
        journal
            .commit(|scope| scope.begin(&other, LEASE, guards(at), who().at(at)))
            .unwrap(),
    );
    assert_sound(&mut *journal);
}

/// The largest refund holds where it is written down and again where it is claimed, for it may have
/// been lowered in between. What was refused is not there, and what was planned stays.
pub(crate) fn a_refund_has_its_limit(store: &dyn Store) {
    let mut journal = store.open();
    let most = |limit| Conditions {
        max_refund: Some(limit),
        ..FREE
    };
    let above = Begun::ExceedsRefund { limit: 500 };
    let large = wanted("A", "A", 501);
    let planned = journal
        .commit(|scope| scope.plan(&large, most(500), who().at(NOON)))
        .unwrap();
    assert_eq!(planned, above);
    let begun = journal.commit(|scope| scope.begin(&large, LEASE, most(500), who().at(NOON)));
    assert_eq!(begun.unwrap(), above);
    assert_eq!(
        journal.find(merchant().numbered(&number("A"))).unwrap(),
        None
    );
    let planned = journal
        .commit(|scope| scope.plan(&large, most(501), who().at(NOON)))
        .unwrap();
    assert!(matches!(planned, Begun::Planned(_)));
    // The same run again is told what is there, whatever the limit has become.
    let again = journal
        .commit(|scope| scope.plan(&large, most(500), who().at(NOON)))
        .unwrap();
    assert!(matches!(again, Begun::Existing(_)), "{again:?}");
    let mut try_claim = |limit| {
        journal
            .commit(|scope| {
                scope.claim(
                    merchant().numbered(&number("A")),
                    LEASE,
                    most(limit),
                    who().at(NOON),
                )
            })
            .unwrap()
    };
    assert_eq!(try_claim(500), above);
    assert_eq!(claimed(try_claim(501)).progress.attempt, 1);
    // Once claimed it is no longer a question of limits.
    assert!(matches!(try_claim(1), Begun::Existing(_)));
    begin(&mut *journal, &wanted("B", "B", 502));
    let begun = journal
        .commit(|scope| scope.begin(&wanted("C", "C", 500), LEASE, most(500), who().at(NOON)));
    claimed(begun.unwrap());
    assert_sound(&mut *journal);
}

/// All rows of a batch that may still be sent, or may have been, stay within its limit when they
/// are written down; when they are claimed, those that may have been sent.
pub(crate) fn a_batch_has_its_limit(store: &dyn Store) {
    let mut journal = store.open();
    let most = |limit| Conditions {
        max_batch_total: Some(limit),
        ..FREE
    };
    let exceeds = |limit, others| Begun::ExceedsBatch { limit, others };
    let row = |no: &str, minor| in_batch(wanted(no, no, minor), "b1", 1);
    let plan = |journal: &mut dyn Journal, new: &NewIntent, limit| {
        journal
            .commit(|scope| scope.plan(new, most(limit), who().at(NOON)))
            .unwrap()
    };
    let claim = |journal: &mut dyn Journal, no: &str, limit| {
        journal
            .commit(|scope| {
                scope.claim(
                    merchant().numbered(&number(no)),
                    LEASE,
                    most(limit),
                    who().at(NOON),
                )
            })
            .unwrap()
    };
    for (no, minor) in [("A", 100), ("B", 250), ("C", 50), ("D", 600)] {
        let planned = plan(&mut *journal, &row(no, minor), 1000);
        assert!(matches!(planned, Begun::Planned(_)), "{planned:?}");
    }
    assert_eq!(plan(&mut *journal, &row("E", 1), 1000), exceeds(1000, 1000));
    assert_eq!(
        journal.find(merchant().numbered(&number("E"))).unwrap(),
        None
    );
    // What is there already is not counted again.
    let again = plan(&mut *journal, &row("D", 600), 1000);
    assert!(matches!(again, Begun::Existing(_)), "{again:?}");
    // Other batches, other merchants and single refunds have nothing to do with it.
    let other = in_batch(wanted("F", "F", 999), "b2", 1);
    assert!(matches!(
        plan(&mut *journal, &other, 1000),
        Begun::Planned(_)
    ));
    let mut other = row("G", 999);
    other.merchant = MerchantKey::new("another");
    other.profile = "shop-2".to_owned();
    assert!(matches!(
        plan(&mut *journal, &other, 1000),
        Begun::Planned(_)
    ));
    let single = wanted("H", "H", 2000);
    assert!(matches!(
        plan(&mut *journal, &single, 1000),
        Begun::Planned(_)
    ));
    // Nor has what is in another currency.
    let mut other = row("I", 999);
    other.intent.currency = Currency::from_code("CNY").unwrap();
    assert!(matches!(
        plan(&mut *journal, &other, 1000),
        Begun::Planned(_)
    ));

    // The limit was lowered after the import: what may have been sent counts, row by row.
    let one = claimed(claim(&mut *journal, "A", 350));
    assert_eq!(claim(&mut *journal, "D", 350), exceeds(350, 100));
    let two = claimed(claim(&mut *journal, "B", 350));
    assert_eq!(claim(&mut *journal, "C", 350), exceeds(350, 350));
    // A declined row gives its part back, an unknown, a closed and a refunded one do not.
    reply(&mut *journal, &one, Event::ReplyUnclear, after(1));
    assert_eq!(claim(&mut *journal, "C", 350), exceeds(350, 350));
    note(
        &mut *journal,
        &one,
        Event::Close(ClosedAs::WrittenOff),
        Details::default(),
        after(2),
    );
    assert_eq!(claim(&mut *journal, "C", 350), exceeds(350, 350));
    reply(&mut *journal, &two, Event::ReplyRefused, after(3));
    let three = claimed(claim(&mut *journal, "C", 350));
    reply(&mut *journal, &three, Event::ReplyDone, after(4));
    assert_eq!(claim(&mut *journal, "D", 749), exceeds(749, 150));
    // What was given up makes room for what is to be written down; B was declined.
    assert_eq!(
        plan(&mut *journal, &row("E", 251), 1000),
        exceeds(1000, 750)
    );
    let planned = plan(&mut *journal, &row("E", 250), 1000);
    let Begun::Planned(last) = planned else {
        panic!("{planned:?}");
    };
    note(
        &mut *journal,
        &last,
        Event::Cancel,
        Details::default(),
        after(5),
    );
    let begun =
        journal.commit(|scope| scope.begin(&row("J", 251), LEASE, most(1000), who().at(after(6))));
    assert_eq!(begun.unwrap(), exceeds(1000, 750));
    let begun =
        journal.commit(|scope| scope.begin(&row("J", 250), LEASE, most(1000), who().at(after(6))));
    claimed(begun.unwrap());
    assert_sound(&mut *journal);
}

/// A resend is the same refund once more: it counts already.
pub(crate) fn a_resend_counts_once_against_the_limits(store: &dyn Store) {
    let mut journal = store.open();
    let tight = Conditions {
        max_refund: Some(100),
        max_batch_total: Some(100),
        day: Some(DayLimit {
            since: NOON,
            most: 100,
        }),
        ..FREE
    };
    let new = in_batch(wanted("A", "A", 100), "b1", 1);
    let begun = journal.commit(|scope| scope.begin(&new, LEASE, tight, who().at(NOON)));
    let sent = claimed(begun.unwrap());
    reply(&mut *journal, &sent, Event::ReplyUnclear, after(1));
    let resent = journal.commit(|scope| {
        scope.resend(
            merchant().numbered(&number("A")),
            LEASE,
            "",
            who().at(after(2)),
        )
    });
    assert_eq!(claimed(resent.unwrap()).progress.resends, 1);
    let next = in_batch(wanted("B", "B", 1), "b1", 2);
    let refused = journal.commit(|scope| scope.begin(&next, LEASE, tight, who().at(after(3))));
    let full = Begun::ExceedsBatch {
        limit: 100,
        others: 100,
    };
    assert_eq!(refused.unwrap(), full);
    assert_sound(&mut *journal);
}
