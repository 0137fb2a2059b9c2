//! Where a refund was sent, and the looks that count for it.

use super::*;
use crate::journal::{Looks, Written};
use crate::refund::Endpoint;

/// A handle whose process speaks with the gateway through what the returned value says.
fn speaking(store: &dyn Store) -> (Box<dyn Journal>, Written) {
    let (mut journal, written) = (store.open(), Written::default());
    journal.attend(None, written.clone()).unwrap();
    (journal, written)
}

fn at(address: &str, app_code: &str, mchid: Option<&str>) -> Endpoint {
    Endpoint::new(address, app_code, mchid)
}

pub(crate) fn only_looks_where_it_was_sent_count(store: &dyn Store) {
    let (mut journal, written) = speaking(store);
    let sent = at("https://a.example", "APP", Some("M1"));
    written.speak_through(sent.clone());
    let record = bring(&mut *journal, "N1", State::Unknown);
    let look = |journal: &mut dyn Journal, endpoint: &Endpoint, seconds| {
        written.speak_through(endpoint.clone());
        let empty = Event::FoundNothing;
        note(journal, &record, empty, Details::default(), after(seconds));
    };
    for elsewhere in [
        at("https://b.example", "APP", Some("M1")),
        at("https://a.example", "APQ", Some("M1")),
        at("https://a.example", "APP", None),
        at("https://a.example", "APP", Some("M2")),
    ] {
        look(&mut *journal, &elsewhere, 10);
    }
    assert_eq!(journal.looks(record.id).unwrap(), Looks::default());
    look(&mut *journal, &sent, 20);
    look(&mut *journal, &at("https://b.example", "APP", None), 300);
    look(&mut *journal, &sent, 700);
    let looks = journal.looks(record.id).unwrap();
    assert_eq!(looks.count, 2);
    assert_eq!(looks.span, Some((after(20), after(700))));
    // What is seen elsewhere is news all the same.
    written.speak_through(at("https://b.example", "APP", None));
    let found = note(
        &mut *journal,
        &record,
        Event::FoundDone,
        Details::default(),
        after(800),
    );
    assert_eq!(found, State::Refunded);
    assert_sound(&mut *journal);
}

pub(crate) fn a_look_whose_place_nobody_told_does_not_count(store: &dyn Store) {
    let (mut journal, written) = speaking(store);
    written.speak_through(at("https://a.example", "APP", None));
    let record = bring(&mut *journal, "N1", State::Unknown);
    let mut other = store.open();
    for seconds in [10, 500, 1000] {
        let empty = Event::FoundNothing;
        note(
            &mut *other,
            &record,
            empty,
            Details::default(),
            after(seconds),
        );
    }
    assert_eq!(journal.looks(record.id).unwrap().count, 0);
}

pub(crate) fn the_last_send_decides_where_it_is_looked_for(store: &dyn Store) {
    let (mut journal, written) = speaking(store);
    let (first, second) = (
        at("https://a.example", "APP", None),
        at("https://b.example", "APP", None),
    );
    written.speak_through(first.clone());
    let new = wanted("N1", "P1", 100);
    let sent = begin(&mut *journal, &new);
    // Surely not sent, and taken up again elsewhere.
    reply(&mut *journal, &sent, Event::NotSent, after(1));
    written.speak_through(second.clone());
    let again = journal
        .commit(|scope| scope.claim(new.key(), LEASE, Conditions::default(), who().at(after(2))));
    let sent = claimed(again.unwrap());
    reply(&mut *journal, &sent, Event::ReplyUnclear, after(3));
    for (endpoint, count) in [(first, 0), (second, 1)] {
        written.speak_through(endpoint);
        let empty = Event::FoundNothing;
        note(&mut *journal, &sent, empty, Details::default(), after(10));
        assert_eq!(journal.looks(sent.id).unwrap().count, count);
    }
    let events = journal.events(sent.id).unwrap();
    let kept = |event: Event| {
        let mut events = events.iter().filter(|kept| kept.event == event);
        events.next().unwrap().endpoint.is_some()
    };
    assert!(kept(Event::Claim) && kept(Event::FoundNothing));
    assert!(!kept(Event::Plan) && !kept(Event::ReplyUnclear));
}
