//! Looks at what is settled.

use super::*;

pub(crate) fn a_look_at_what_is_settled_writes_once_what_it_shows(store: &dyn Store) {
    let mut journal = store.open();
    let told = |text: &str| Details {
        text: Some(text.to_owned()),
        ..Details::default()
    };
    for (name, state) in [
        ("N1", State::Declined),
        ("N2", State::Closed(ClosedAs::NotRefunded)),
    ] {
        let record = bring(&mut *journal, name, state);
        let count = |journal: &mut dyn Journal| journal.events(record.id).unwrap().len();
        let before = count(&mut *journal);
        for (event, details, more) in [
            (Event::FoundNothing, Details::default(), 1),
            (Event::FoundNothing, Details::default(), 1),
            (Event::Stray, told("a row of another amount"), 2),
            (Event::Stray, told("a row of another amount"), 2),
            (Event::Stray, told("two rows"), 3),
            (Event::FoundNothing, Details::default(), 4),
            // A reply is evidence of a send, however often it says the same.
            (Event::ReplyUnclear, told("late"), 5),
            (Event::ReplyUnclear, told("late"), 6),
        ] {
            let after = note(&mut *journal, &record, event, details, after(10));
            assert_eq!(after, state);
            assert_eq!(count(&mut *journal), before + more, "{name} {event}");
        }
    }
    // What is open goes on counting its looks.
    let open = bring(&mut *journal, "N3", State::Unknown);
    for seconds in [10, 20] {
        let empty = Event::FoundNothing;
        note(
            &mut *journal,
            &open,
            empty,
            Details::default(),
            after(seconds),
        );
    }
    assert_eq!(journal.looks(open.id).unwrap().count, 2);
    assert_sound(&mut *journal);
}
