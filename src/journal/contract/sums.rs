//! What a batch and a day add up to.

use super::*;

/// A batch is added up by state and currency, whatever happened to its rows, and no other's.
pub(crate) fn a_batch_is_added_up(store: &dyn Store) {
    let mut journal = store.open();
    let plan = |journal: &mut dyn Journal, no: &str, minor, batch| {
        let new = in_batch(wanted(no, no, minor), batch, 1);
        let planned = journal.plan(&new, Guards::default(), &who(), NOON).unwrap();
        assert!(matches!(planned, Begun::Planned(_)));
    };
    for (no, minor) in [("A", 100), ("B", 250), ("C", 1)] {
        plan(&mut *journal, no, minor, "b1");
    }
    plan(&mut *journal, "D", 9, "b2");
    begin(&mut *journal, &wanted("E", "E", 9));
    let one = claimed(
        journal
            .claim(&merchant(), &number("B"), LEASE, FREE, &who(), NOON)
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
    let guards = |at| Guards {
        twin_window: None,
        day: Some(DayLimit {
            since: at,
            most: 1000,
        }),
    };
    let at_midnight = after(12 * 3600);
    let mut try_begin = |no: &str, minor, at| {
        journal
            .begin(&wanted(no, no, minor), LEASE, guards(at), &who(), at)
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
    let mut try_claim = |no: &str, at| {
        journal
            .claim(&merchant(), &number(no), LEASE, guards(at), &who(), at)
            .unwrap()
    };
    let two = claimed(try_claim("B", after(2)));
    reply(&mut *journal, &two, Event::ReplyDone, after(3));
    let new = wanted("D", "D", 601);
    let planned = journal.plan(&new, guards(NOON), &who(), after(4)).unwrap();
    assert!(matches!(planned, Begun::Planned(_)));
    let mut try_claim = |no: &str, at| {
        journal
            .claim(&merchant(), &number(no), LEASE, guards(at), &who(), at)
            .unwrap()
    };
    let refused = Begun::ExceedsDay {
        limit: 1000,
        live: 400,
    };
    assert_eq!(try_claim("D", after(5)), refused);
    // The next day in Hong Kong begins at nothing.
    claimed(try_claim("D", at_midnight));
    // Another merchant has a limit of its own.
    let mut other = wanted("E", "E", 1000);
    other.merchant = MerchantKey::new("another");
    let at = after(12 * 3600 + 1);
    claimed(
        journal
            .begin(&other, LEASE, guards(at), &who(), at)
            .unwrap(),
    );
    assert_sound(&mut *journal);
}
