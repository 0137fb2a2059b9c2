//! Rows that change their batch.

use super::super::JournalFault;
use super::*;
use std::collections::BTreeMap;

fn row(batch: &str, row: u32) -> BatchRow {
    BatchRow {
        batch: batch.to_owned(),
        row,
    }
}

fn adopt(journal: &mut dyn Journal, record: &Record, to: &BatchRow, at: i64) -> Record {
    let got = journal.commit(|scope| {
        scope.adopt(
            merchant().numbered(record.number()),
            to,
            who().at(after(at)),
        )
    });
    got.unwrap()
}

/// What the rows of a batch add up to, by the totals that are kept.
fn totals(journal: &mut dyn Journal, batch: &str) -> Vec<(State, u64, u64)> {
    let counts = journal.batch_counts(&merchant(), batch).unwrap();
    let rows = counts.into_iter();
    rows.map(|row| (row.state, row.count, row.sum)).collect()
}

/// The same, by reading every row.
fn counted(journal: &mut dyn Journal, batch: &str) -> Vec<(State, u64, u64)> {
    let filter = Filter {
        batch: Some(batch.to_owned()),
        ..Filter::default()
    };
    let mut sums: BTreeMap<&str, (State, u64, u64)> = BTreeMap::new();
    for record in journal.page(&filter, None, 1000).unwrap() {
        let state = record.state();
        let sum = sums.entry(state.name()).or_insert((state, 0, 0));
        sum.1 += 1;
        sum.2 += record.wanted.intent.amount.minor();
    }
    sums.into_values().collect()
}

pub(crate) fn an_open_intent_can_change_its_batch(store: &dyn Store) {
    let mut journal = store.open();
    for (index, state) in State::ALL.into_iter().enumerate() {
        for (name, from) in [("none", None), ("old", Some(row("old", 1)))] {
            let no = format!("N{index}-{name}");
            let before = bring_in(&mut *journal, &no, state, from.clone());
            let events = journal.events(before.id).unwrap().len();
            let got = journal.commit(|scope| {
                scope.adopt(
                    merchant().numbered(before.number()),
                    &row("new", 7),
                    who().at(NOON),
                )
            });
            let read = journal
                .find(merchant().numbered(before.number()))
                .unwrap()
                .unwrap();
            if !matches!(state, State::Planned | State::Pending | State::Unknown) {
                let error = got.unwrap_err();
                assert!(
                    matches!(error.fault(), JournalFault::Forbidden(..)),
                    "{state}"
                );
                assert_eq!(read, before, "{state}");
                continue;
            }
            assert_eq!(got.unwrap(), read);
            let mut expected = before.clone();
            expected.wanted.batch = Some(row("new", 7));
            expected.progress.updated_at = read.progress.updated_at;
            assert_eq!(read, expected, "all but the batch stays");
            let told = journal.events(before.id).unwrap();
            let last = told.last().unwrap();
            assert_eq!((told.len(), last.event), (events + 1, Event::Adopt));
            let was = from.map_or("was in no batch", |_| "was row 1 of batch old");
            assert_eq!(last.details.text.as_deref(), Some(was));
            // A second time nothing happens.
            adopt(&mut *journal, &read, &row("new", 7), 9);
            assert_eq!(journal.events(before.id).unwrap().len(), events + 1);
        }
        for batch in ["old", "new"] {
            assert_eq!(totals(&mut *journal, batch), counted(&mut *journal, batch));
        }
    }
    let missing = journal.commit(|scope| {
        scope.adopt(
            merchant().numbered(&number("X")),
            &row("new", 1),
            who().at(NOON),
        )
    });
    assert!(matches!(
        missing.unwrap_err().fault(),
        JournalFault::NoSuchIntent(_)
    ));
    assert_sound(&mut *journal);
}

fn bring_in(journal: &mut dyn Journal, no: &str, to: State, batch: Option<BatchRow>) -> Record {
    let new = NewIntent {
        batch,
        ..wanted(no, no, 10)
    };
    bring_wanted(journal, &new, to)
}

pub(crate) fn an_adopted_intent_lives_on(store: &dyn Store) {
    let mut journal = store.open();
    let new = in_batch(wanted("N1", "P1", 10), "old", 1);
    journal
        .commit(|scope| scope.plan(&new, FREE, who().at(NOON)))
        .unwrap();
    let planned = journal
        .find(merchant().numbered(&number("N1")))
        .unwrap()
        .unwrap();
    let planned = adopt(&mut *journal, &planned, &row("new", 2), 1);
    let sent = journal.commit(|scope| {
        scope.claim(
            merchant().numbered(planned.number()),
            LEASE,
            FREE,
            who().at(after(2)),
        )
    });
    let sent = claimed(sent.unwrap());
    assert_eq!(sent.wanted.batch, Some(row("new", 2)));
    // The sender dies; the next batch finds the lease passed and takes the intent over.
    let unknown = adopt(&mut *journal, &sent, &row("newest", 3), 200);
    assert_eq!(unknown.state(), State::Unknown);
    // Its reply comes late, and counts as it would have.
    let done = reply(&mut *journal, &sent, Event::ReplyDone, after(300));
    assert_eq!(done, State::Refunded);
    let read = journal
        .find(merchant().numbered(sent.number()))
        .unwrap()
        .unwrap();
    assert_eq!(read.wanted.batch, Some(row("newest", 3)));
    assert_eq!(totals(&mut *journal, "old"), []);
    assert_eq!(totals(&mut *journal, "new"), []);
    assert_eq!(totals(&mut *journal, "newest"), [(State::Refunded, 1, 10)]);
    let story: Vec<Event> = journal
        .events(read.id)
        .unwrap()
        .iter()
        .map(|e| e.event)
        .collect();
    assert_eq!(
        story,
        [
            Event::Plan,
            Event::Adopt,
            Event::Claim,
            Event::LeaseExpired,
            Event::Adopt,
            Event::ReplyDone
        ]
    );
    assert_sound(&mut *journal);
}

pub(crate) fn adopting_is_no_news_from_the_gateway(store: &dyn Store) {
    let mut journal = store.open();
    let record = bring_in(&mut *journal, "N1", State::Unknown, None);
    let look = |at| {
        let details = Details::default();
        note(
            &mut *store.open(),
            &record,
            Event::FoundNothing,
            details,
            at,
        )
    };
    look(after(10));
    look(after(20));
    adopt(&mut *journal, &record, &row("new", 1), 30);
    look(after(700));
    adopt(&mut *journal, &record, &row("newer", 1), 800);
    let looks = journal.looks(record.id).unwrap();
    assert_eq!(
        (looks.count, looks.span),
        (3, Some((after(10), after(700))))
    );
}
