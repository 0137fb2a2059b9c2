//! What the journal remembers of signatures.

use super::*;

fn signed(signed: bool) -> Details {
    Details {
        refund_syssn: Some("S1".to_owned()),
        signed: Some(signed),
        ..Details::default()
    }
}

pub(crate) fn what_is_not_signed_proves_nothing_once_the_gateway_has_signed(store: &dyn Store) {
    let (mut journal, mut other) = (store.open(), store.open());
    let send = |journal: &mut dyn Journal, new: &NewIntent, event, details: Details| {
        let sent = begin(journal, new);
        let reply =
            |scope: &mut dyn Scope| scope.reply(&sent, event, details.clone(), who().at(after(1)));
        journal.commit(reply).unwrap()
    };
    let of = |no: &str| wanted(no, &format!("P-{no}"), 10);
    let signs = |journal: &mut dyn Journal| journal.signs("production", &merchant()).unwrap();
    let first = send(&mut *journal, &of("N1"), Event::ReplyDone, signed(false));
    assert_eq!(first.state(), State::Refunded);
    assert!(!signs(&mut *journal));
    let second = send(
        &mut *journal,
        &of("N2"),
        Event::ReplyProcessing,
        signed(true),
    );
    assert_eq!(second.state(), State::Pending);
    // Every process knows at once, also one that learned nothing itself.
    assert!(signs(&mut *other));
    for (no, event) in [
        ("N3", Event::ReplyDone),
        ("N4", Event::ReplyRefused),
        ("N5", Event::ReplyProcessing),
    ] {
        let doubted = send(&mut *other, &of(no), event, signed(false));
        assert_eq!(doubted.state(), State::Unknown, "{event}");
        assert_eq!(doubted.progress.refund_syssn, None);
        let last = other.events(doubted.id).unwrap().pop().unwrap();
        assert_eq!(
            (last.event, last.observed),
            (Event::ReplyUnclear, Some(event))
        );
        assert!(last.details.text.unwrap().contains("no signature"));
        for look in [Event::FoundDone, Event::FoundRefused, Event::FoundNothing] {
            let state = note(&mut *other, &doubted, look, signed(false), after(2));
            assert_eq!(state, State::Unknown, "{look}");
        }
        assert_eq!(other.looks(doubted.id).unwrap().count, 0);
        let state = note(
            &mut *other,
            &doubted,
            Event::FoundDone,
            signed(true),
            after(3),
        );
        assert_eq!(state, State::Refunded);
    }
    // No reply is no unsigned one, and others' gateways are their own.
    let unsent = send(&mut *other, &of("N6"), Event::NotSent, Details::default());
    assert_eq!(unsent.state(), State::Planned);
    let elsewhere = NewIntent {
        environment: "sandbox".to_owned(),
        ..of("N7")
    };
    let taken = send(&mut *other, &elsewhere, Event::ReplyDone, signed(false));
    assert_eq!(taken.state(), State::Refunded);
    let stranger = NewIntent {
        merchant: MerchantKey::new("production/OTHER/-"),
        profile: "other".to_owned(),
        ..of("N8")
    };
    let taken = send(&mut *other, &stranger, Event::ReplyDone, signed(false));
    assert_eq!(taken.state(), State::Refunded);
    // Said twice it is still one thing.
    let note = |scope: &mut dyn Scope| scope.note_signing("production", &merchant(), NOON);
    journal.commit(note).unwrap();
    assert_sound(&mut *journal);
}

pub(crate) fn a_batch_keeps_the_name_of_its_first_file(store: &dyn Store) {
    let (mut journal, mut other) = (store.open(), store.open());
    assert_eq!(journal.batch_files().unwrap().of("b1"), None);
    for (no, batch) in [("A", "b1"), ("B", "b2"), ("C", "b3")] {
        let new = in_batch(wanted(no, no, 100), batch, 1);
        journal
            .commit(|scope| scope.plan(&new, Conditions::default(), who().at(NOON)))
            .unwrap();
    }
    for (batch, file) in [("b1", "oct.csv"), ("b2", "nov.csv"), ("b1", "copy.csv")] {
        journal
            .commit(|scope| scope.note_batch_file(batch, file, NOON))
            .unwrap();
    }
    let files = other.batch_files().unwrap();
    let names = ["b1", "b2", "b3"].map(|batch| files.of(batch));
    assert_eq!(names, [Some("oct.csv"), Some("nov.csv"), None]);
    assert_eq!(files.batches("oct.csv"), ["b1"]);
    assert!(files.batches("copy.csv").is_empty());
    let filter = Filter {
        file: Some("nov.csv".to_owned()),
        ..Filter::default()
    };
    let found = other.page(&filter, None, 9).unwrap();
    let found: Vec<_> = found.iter().map(|one| files.of_record(one)).collect();
    assert_eq!(found, [Some("nov.csv")]);
    let batches = other.batch_standings(&merchant()).unwrap();
    let mut names: Vec<_> = batches.iter().map(|one| one.file.as_deref()).collect();
    names.sort_unstable();
    assert_eq!(names, [None, Some("nov.csv"), Some("oct.csv")]);
    let mut out = Vec::new();
    other.export(&mut out).unwrap();
    let out = String::from_utf8(out).unwrap();
    let lines = out.lines().filter(|line| line.contains(r#""batch_file""#));
    assert_eq!(lines.count(), 2, "{out}");
    assert_sound(&mut *journal);
}

pub(crate) fn an_order_number_stays_what_it_was_found_to_be(store: &dyn Store) {
    let (mut journal, mut other) = (store.open(), store.open());
    let order = crate::refund::OrderNo::parse("ORDER-7").unwrap();
    assert_eq!(journal.find_order(&merchant(), &order).unwrap(), None);
    for found in ["P1", "P2"] {
        let note =
            |scope: &mut dyn Scope| scope.note_order(&merchant(), &order, &syssn(found), NOON);
        journal.commit(note).unwrap();
        let noted = other.find_order(&merchant(), &order).unwrap();
        assert_eq!(noted, Some(syssn("P1")));
    }
    let stranger = MerchantKey::new("production/OTHER/-");
    assert_eq!(other.find_order(&stranger, &order).unwrap(), None);
    assert_sound(&mut *journal);
}
