//! Many at once.

use super::*;
use std::sync::Barrier;
use std::thread;

const RACERS: usize = 8;

pub(super) fn race(store: &dyn Store, new: impl Fn(usize) -> NewIntent + Sync) -> Vec<Begun> {
    let start = Barrier::new(RACERS);
    let (start, new) = (&start, &new);
    thread::scope(|scope| {
        let racers: Vec<_> = (0..RACERS)
            .map(|racer| {
                scope.spawn(move || {
                    start.wait();
                    // Opening for the first time is part of the race.
                    let mut journal = store.open();
                    journal
                        .commit(|scope| scope.begin(&new(racer), LEASE, DAY, who().at(NOON)))
                        .unwrap()
                })
            })
            .collect();
        racers
            .into_iter()
            .map(|racer| racer.join().unwrap())
            .collect()
    })
}

/// Counts the answers of one kind.
fn answers(results: &[Begun], fits: fn(&Begun) -> bool) -> usize {
    results.iter().filter(|begun| fits(begun)).count()
}

fn winners(results: &[Begun]) -> usize {
    answers(results, |begun| matches!(begun, Begun::Claimed(_)))
}

/// One has won, the others are told of its refund, and so many stand in the journal.
pub(super) fn assert_one_for_all(results: &[Begun], store: &dyn Store, written: usize) {
    assert_eq!(winners(results), 1);
    let existing = answers(results, |begun| matches!(begun, Begun::Existing(_)));
    assert_eq!(existing, RACERS - 1);
    let mut journal = store.open();
    let page = journal.page(&Filter::default(), None, 99).unwrap();
    assert_eq!(page.len(), written);
    assert_sound(&mut *journal);
}

pub(crate) fn one_of_many_wins_a_reference(store: &dyn Store) {
    let results = race(store, |_| with_reference(wanted("N1", "P1", 5), "R1"));
    assert_one_for_all(&results, store, 1);
}

/// One config file before a change of the app code and after it, at the same moment.
pub(crate) fn one_of_many_merchants_wins_a_profile(store: &dyn Store) {
    let results = race(store, |racer| {
        let mut new = wanted(&format!("N{racer}"), &format!("P{racer}"), 5);
        new.merchant = MerchantKey::new(format!("production/APP-{}/M1", racer % 2));
        new
    });
    let strangers = answers(&results, |begun| matches!(begun, Begun::OtherMerchant(_)));
    assert_eq!((winners(&results), strangers), (RACERS / 2, RACERS / 2));
    assert_sound(&mut *store.open());
}

/// Half of them have renewed their app code.
pub(crate) fn one_of_many_merchants_wins_a_payment(store: &dyn Store) {
    let results = race(store, |racer| {
        let mut new = wanted("N1", "P1", 5);
        new.merchant = MerchantKey::new(format!("production/APP-{}/M1", racer % 2));
        new.profile = format!("shop-{}", racer % 2);
        new
    });
    assert_eq!(winners(&results), 1);
    assert_sound(&mut *store.open());
}

pub(crate) fn one_of_many_spellings_wins_a_reference(store: &dyn Store) {
    let spellings = [
        "crm-1", "CRM-1", "Crm-1", "cRM-1", "crM-1", "CrM-1", "CRm-1", "cRm-1",
    ];
    let results = race(store, |racer| {
        let (no, payment) = (format!("N{racer}"), format!("P{racer}"));
        with_reference(wanted(&no, &payment, 5), spellings[racer])
    });
    let alike = answers(&results, |begun| matches!(begun, Begun::LookAlike(..)));
    assert_eq!((winners(&results), alike), (1, RACERS - 1));
    assert_sound(&mut *store.open());
}

pub(crate) fn one_of_many_wins_a_payment(store: &dyn Store) {
    let results = race(store, |racer| {
        let minor = 5 + u64::try_from(racer).unwrap();
        with_reference(
            wanted(&format!("N{racer}"), "P1", minor),
            &format!("R{racer}"),
        )
    });
    assert_eq!(winners(&results), 1);
    let busy = answers(&results, |begun| matches!(begun, Begun::Busy(_)));
    assert_eq!(busy, RACERS - 1);
    // Of one amount the others are twins, whatever they are called.
    let results = race(store, |racer| {
        with_reference(wanted(&format!("T{racer}"), "P2", 5), &format!("T{racer}"))
    });
    assert_eq!(winners(&results), 1);
    let twins = answers(&results, |begun| matches!(begun, Begun::Twin(_)));
    assert_eq!(twins, RACERS - 1);
    assert_sound(&mut *store.open());
}
