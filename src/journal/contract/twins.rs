//! The same refund once more: what counts as it, and what it is held against.

use super::super::{Begun, Conditions, LookedAt};
use super::*;

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
    // The window begins when it was found done, not when it was written down.
    let still = try_at(
        &mut *journal,
        &wanted("N7", "P1", 5),
        DAY,
        after(24 * 3600 + 2),
    );
    assert!(matches!(still, Begun::Twin(_)), "{still:?}");
    let mut refused = |new: &NewIntent, guards, at| {
        let record = claimed(try_at(&mut *journal, new, guards, at));
        reply(&mut *journal, &record, Event::ReplyRefused, at);
    };
    refused(&wanted("N7", "P1", 5), DAY, after(24 * 3600 + 3));
    // A declined or cancelled twin is none, a planned or closed one is.
    refused(&wanted("N8", "P1", 6), DAY, after(24 * 3600 + 4));
    let late = after(24 * 3600 + 5);
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
    plan(&wanted("BEFORE", "P3", 5));
    plan(&wanted("N0", "P3", 5));
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
    // One that was written down before it was judged then, unless something was learned of it since.
    let before = claimed(claim(&mut *journal, "BEFORE", DAY));
    done(&mut *journal, &before);
    let refused = claim(&mut *journal, "N0", DAY);
    let Begun::Twin(twin) = refused else {
        panic!("{refused:?}");
    };
    assert_eq!(twin.number(), before.number());
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
