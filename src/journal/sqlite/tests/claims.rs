//! A claim that others have ended while its process was stopped.
#![cfg(target_os = "linux")]

use super::*;
use crate::journal::contract::{LEASE, NOON, after, merchant, who};
use crate::journal::{Handovers, HeldBack, JournalFault};
use crate::refund::{Event, State};

/// A process that has claimed a refund, and what it makes of it when it wakes one second after.
fn claimed(folder: &Folder) -> (SqliteJournal, Arc<Handovers>, Record) {
    let mut journal = SqliteJournal::open(&folder.path()).unwrap();
    let handovers = journal.keep_handovers(7).unwrap();
    let record = begin(&mut journal, &wanted("N1", "N1", 5));
    (journal, handovers, record)
}

/// What others do by a clock that is ahead: they take the process for dead.
fn end(folder: &Folder) {
    let ended = folder.open().end_claims(who().at(after(7200))).unwrap();
    assert_eq!(ended.unknown, 1);
}

#[test]
fn nothing_leaves_by_a_claim_that_others_have_ended() {
    let folder = Folder::new();
    let (_journal, handovers, record) = claimed(&folder);
    handovers.hand_over(&record, after(1)).unwrap();
    end(&folder);
    // By its own clock it has all the time in the world.
    let late = handovers.hand_over(&record, after(1));
    assert!(matches!(late, Err(HeldBack::Lost)), "{late:?}");
}

#[test]
fn nothing_leaves_by_a_claim_in_whose_place_there_is_another() {
    let folder = Folder::new();
    let (_journal, handovers, record) = claimed(&folder);
    end(&folder);
    let key = merchant();
    let key = key.numbered(record.number());
    let again = folder
        .open()
        .commit(|scope| scope.resend(key, LEASE, "lasting absence", who().at(NOON)))
        .unwrap();
    assert!(
        matches!(again, crate::journal::Begun::Claimed(_)),
        "{again:?}"
    );
    let late = handovers.hand_over(&record, after(1));
    assert!(matches!(late, Err(HeldBack::Lost)), "{late:?}");
}

#[test]
fn nothing_leaves_where_the_claim_cannot_be_read() {
    let folder = Folder::new();
    let (journal, handovers, record) = claimed(&folder);
    drop(journal);
    std::fs::remove_file(folder.path()).unwrap();
    let unread = handovers.hand_over(&record, after(1));
    let Err(HeldBack::Unread(error)) = unread else {
        panic!("{unread:?}");
    };
    assert!(!matches!(error.fault(), JournalFault::Full), "{error}");
}

#[test]
fn a_claim_given_back_late_is_planned_again() {
    let folder = Folder::new();
    let (mut journal, handovers, record) = claimed(&folder);
    end(&folder);
    assert!(handovers.hand_over(&record, after(1)).is_err());
    let state = reply(&mut journal, &record, Event::NotSent, after(2));
    assert_eq!(state, State::Planned, "nothing of it was sent");
}
