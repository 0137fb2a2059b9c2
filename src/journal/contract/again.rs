//! Several attempts at one refund.

use super::super::Membership;
use super::race::{assert_one_for_all, race};
use super::*;

/// A further attempt at `R1` of payment `P1`, under a number of its own.
fn again(no: &str, replaces: &str) -> NewIntent {
    let mut new = with_reference(wanted(no, "P1", 10), "R1");
    new.replaces = Some(number(replaces));
    new
}

fn try_begin(journal: &mut dyn Journal, new: &NewIntent) -> Begun {
    journal
        .commit(|scope| scope.begin(new, LEASE, DAY, who().at(after(2))))
        .unwrap()
}

fn try_plan(journal: &mut dyn Journal, new: &NewIntent) -> Begun {
    journal
        .commit(|scope| scope.plan(new, DAY, who().at(after(2))))
        .unwrap()
}

fn try_claim(journal: &mut dyn Journal, record: &Record) -> Begun {
    journal
        .commit(|scope| scope.claim(record.key(), LEASE, DAY, who().at(after(3))))
        .unwrap()
}

fn happens(journal: &mut dyn Journal, record: &Record, event: Event, seconds: i64) {
    note(journal, record, event, Details::default(), after(seconds));
}

fn found(journal: &mut dyn Journal, no: &str) -> Record {
    let key = merchant();
    journal.find(key.numbered(&number(no))).unwrap().unwrap()
}

/// Its first attempt in a state, of a store of its own for each: another reference and payment.
fn first_in(journal: &mut dyn Journal, state: State) -> (Record, NewIntent) {
    let name = state.name();
    let of = |no: String| {
        let new = wanted(&no, &format!("P-{name}"), 10);
        with_reference(new, &format!("R-{name}"))
    };
    let first = bring_wanted(journal, &of(format!("A-{name}")), state);
    let mut second = of(format!("B-{name}"));
    second.replaces = Some(first.number().clone());
    (first, second)
}

pub(crate) fn a_reference_is_tried_again_only_where_nothing_was_executed(store: &dyn Store) {
    let mut journal = store.open();
    for state in State::ALL {
        let is_over = matches!(
            state,
            State::Declined | State::Cancelled | State::Closed(ClosedAs::NotRefunded)
        );
        assert_eq!(state.may_be_replaced(), is_over);
        let (first, second) = first_in(&mut *journal, state);
        if !is_over {
            let existing = Begun::Existing(Box::new(first.clone()));
            assert_eq!(try_plan(&mut *journal, &second), existing, "{state}");
            assert_eq!(try_begin(&mut *journal, &second), existing, "{state}");
            continue;
        }
        // Without its word for it the reference is still that of the first.
        let mut plain = second.clone();
        plain.replaces = None;
        let existing = Begun::Existing(Box::new(first.clone()));
        assert_eq!(try_plan(&mut *journal, &plain), existing);
        assert_eq!(try_begin(&mut *journal, &plain), existing);
        let second = claimed(try_begin(&mut *journal, &second));
        let reference = first.wanted.intent.reference.clone().unwrap();
        let newest = journal.find_by_reference(&merchant(), &reference).unwrap();
        assert_eq!(newest.as_ref(), Some(&second));
        let next = journal.find_replacing(first.key()).unwrap();
        assert_eq!(next.as_ref(), Some(&second));
        assert_eq!(journal.find_replacing(second.key()).unwrap(), None);
        assert_eq!(
            try_plan(&mut *journal, &plain),
            Begun::Existing(Box::new(second))
        );
    }
    assert_sound(&mut *journal);
}

pub(crate) fn a_further_attempt_names_the_newest_one(store: &dyn Store) {
    let mut journal = store.open();
    let first = with_reference(wanted("A", "P1", 10), "R1");
    bring_wanted(&mut *journal, &first, State::Declined);
    let planned = try_plan(&mut *journal, &again("B", "A"));
    let Begun::Planned(second) = planned else {
        panic!("{planned:?}");
    };
    // A plan is taken up, and no third attempt begins beside it.
    let third = again("C", "B");
    let existing = Begun::Existing(second.clone());
    assert_eq!(try_begin(&mut *journal, &third), existing);
    assert_eq!(try_begin(&mut *journal, &again("C", "A")), existing);
    happens(&mut *journal, &second, Event::Cancel, 3);
    let second = found(&mut *journal, "B");
    let existing = Begun::Existing(Box::new(second));
    assert_eq!(try_begin(&mut *journal, &again("C", "A")), existing);
    let third = claimed(try_begin(&mut *journal, &third));
    assert_eq!(third.wanted.replaces, Some(number("B")));
    assert_sound(&mut *journal);
}

pub(crate) fn never_two_attempts_are_live(store: &dyn Store) {
    let mut journal = store.open();
    let first = with_reference(wanted("A", "P1", 10), "R1");
    let first = bring_wanted(&mut *journal, &first, State::Declined);
    // A correction may name another payment; the late outcome counts all the same.
    let mut second = again("B", "A");
    second.intent.syssn = syssn("P2");
    let Begun::Planned(second) = try_plan(&mut *journal, &second) else {
        panic!("not planned");
    };
    happens(&mut *journal, &first, Event::FoundDone, 3);
    let first = found(&mut *journal, "A");
    assert_eq!(first.state(), State::Refunded);
    let refused = Begun::OtherAttempt(Box::new(first.clone()));
    assert_eq!(try_claim(&mut *journal, &second), refused);
    // Given up, it makes no room for a third.
    happens(&mut *journal, &second, Event::Cancel, 3);
    assert_eq!(try_begin(&mut *journal, &again("C", "B")), refused);
    assert_eq!(try_plan(&mut *journal, &again("C", "B")), refused);
    // Nor is the first sent again beside a later one that is done.
    let first = with_reference(wanted("D", "P4", 10), "R2");
    let first = bring_wanted(&mut *journal, &first, State::Closed(ClosedAs::NotRefunded));
    let mut second = with_reference(wanted("E", "P5", 10), "R2");
    second.replaces = Some(number("D"));
    let second = claimed(try_begin(&mut *journal, &second));
    reply(&mut *journal, &second, Event::ReplyDone, after(3));
    happens(&mut *journal, &first, Event::Reopen, 4);
    let resent = journal
        .commit(|scope| scope.resend(first.key(), LEASE, "again", who().at(after(5))))
        .unwrap();
    assert_eq!(
        resent,
        Begun::OtherAttempt(Box::new(found(&mut *journal, "E")))
    );
    // Facts always find room, and both stand there.
    happens(&mut *journal, &first, Event::FoundDone, 6);
    assert_eq!(found(&mut *journal, "D").state(), State::Refunded);
    assert_sound(&mut *journal);
}

pub(crate) fn attempts_are_told_apart_without_a_reference(store: &dyn Store) {
    let mut journal = store.open();
    let row = |no: &str| in_batch(wanted(no, "P1", 10), "b", 1);
    let first = bring_wanted(&mut *journal, &row("A"), State::Declined);
    let mut second = row("B");
    second.replaces = Some(number("A"));
    let second = bring_wanted(&mut *journal, &second, State::Cancelled);
    let mut third = row("C");
    third.replaces = Some(number("B"));
    let Begun::Planned(third) = try_plan(&mut *journal, &third) else {
        panic!("not planned");
    };
    assert_eq!(
        journal.find_replacing(second.key()).unwrap(),
        Some(*third.clone())
    );
    // The first of them all counts, too.
    happens(&mut *journal, &first, Event::FoundProcessing, 3);
    let first = found(&mut *journal, "A");
    let obstacle = try_claim(&mut *journal, &third);
    assert_eq!(obstacle, Begun::Open(vec![first.clone()]));
    happens(&mut *journal, &first, Event::FoundDone, 3);
    let first = found(&mut *journal, "A");
    assert_eq!(
        try_claim(&mut *journal, &third),
        Begun::OtherAttempt(Box::new(first))
    );
    assert_sound(&mut *journal);
}

pub(crate) fn a_renewed_merchant_sees_its_earlier_attempts(store: &dyn Store) {
    let mut journal = store.open();
    let first = with_reference(wanted("A", "P1", 10), "R1");
    let first = bring_wanted(&mut *journal, &first, State::Declined);
    let renewed = MerchantKey::new("production/APP-2/M1");
    let under_renewed = |mut new: NewIntent| {
        new.merchant = renewed.clone();
        new.profile = "shop-new".to_owned();
        new
    };
    // Both have refunds of their own; the older one is taken in.
    begin(&mut *journal, &under_renewed(wanted("N2", "P2", 2)));
    let says = Membership {
        key: merchant(),
        merchant: renewed.clone(),
        environment: ENVIRONMENT.to_owned(),
        profile: "shop-hk".to_owned(),
        note: None,
    };
    journal
        .commit(|scope| scope.settle_merchant(&says, who().at(NOON)))
        .unwrap();
    let plain = under_renewed(with_reference(wanted("B", "P1", 10), "R1"));
    let existing = Begun::Existing(Box::new(first.clone()));
    assert_eq!(try_begin(&mut *journal, &plain), existing);
    let second = claimed(try_begin(&mut *journal, &under_renewed(again("B", "A"))));
    let of_renewed = renewed.numbered(first.number());
    assert_eq!(
        journal.find_replacing(of_renewed).unwrap().as_ref(),
        Some(&second)
    );
    let newest = journal.find_by_reference(&renewed, &reference("R1"));
    assert_eq!(newest.unwrap().as_ref(), Some(&second));
    reply(&mut *journal, &second, Event::ReplyRefused, after(3));
    happens(&mut *journal, &first, Event::FoundDone, 4);
    let first = found(&mut *journal, "A");
    assert_eq!(
        try_begin(&mut *journal, &under_renewed(again("C", "B"))),
        Begun::OtherAttempt(Box::new(first))
    );
    assert_sound(&mut *journal);
}

pub(crate) fn one_of_many_wins_a_further_attempt(store: &dyn Store) {
    let first = with_reference(wanted("A", "P1", 10), "R1");
    bring_wanted(&mut *store.open(), &first, State::Declined);
    // Half of them derive another number for it, as after a change of the app code.
    let results = race(store, |racer| again(&format!("B{}", racer % 2), "A"));
    assert_one_for_all(&results, store, 2);
}
