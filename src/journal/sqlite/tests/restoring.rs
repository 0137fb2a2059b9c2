//! A copy that cannot come into the journal's place: nothing is lost, and nothing looks whole.

use super::*;
use crate::journal::contract::{merchant, number};
use std::fs;
use std::path::Path;

/// A journal of twenty refunds, and a copy of it.
fn copied() -> (Folder, PathBuf) {
    let folder = Folder::filled();
    let copy = folder.0.path().join("copy.db");
    SqliteJournal::open(&folder.path())
        .unwrap()
        .backup(&copy)
        .unwrap();
    (folder, copy)
}

fn restore(copy: &Path, folder: &Folder) -> Result<Restored, JournalError> {
    SqliteJournal::restore(copy, &folder.path(), None, &mut |_, _| Ok(()))
}

fn is_there(folder: &Folder) -> bool {
    let mut journal = SqliteJournal::open_existing(&folder.path(), None).unwrap();
    let key = merchant();
    journal.find(key.numbered(&number("N1"))).unwrap().is_some()
}

#[test]
fn what_is_no_database_is_in_nobodys_use() {
    let (folder, copy) = copied();
    for spoilt in [&b""[..], &[7; 4096], &[7; 100]] {
        fs::write(folder.path(), spoilt).unwrap();
        let restored = restore(&copy, &folder).unwrap();
        assert_eq!(fs::read(restored.aside.unwrap()).unwrap(), spoilt);
        assert!(is_there(&folder));
    }
}

#[cfg(unix)]
#[test]
fn what_cannot_be_asked_may_be_in_use() {
    let (folder, copy) = copied();
    let refused = |what: &str| {
        let error = restore(&copy, &folder).unwrap_err();
        let place = folder.path().display().to_string();
        assert!(error.to_string().contains(&place), "{what}: {error}");
        assert!(
            fs::symlink_metadata(folder.path()).is_ok(),
            "{what}: it was moved away"
        );
        assert!(!folder.beside(".replaced.bak").exists(), "{what}");
    };
    // Its shared memory cannot be opened, as where another account has made it.
    let shm = folder.beside("-shm");
    let _ = fs::remove_file(&shm);
    let raw = Connection::open(folder.path()).unwrap();
    raw.pragma_update(None, "journal_mode", "WAL").unwrap();
    raw.execute_batch("BEGIN IMMEDIATE; ROLLBACK").unwrap();
    raw.close().unwrap();
    let _ = fs::remove_file(&shm);
    fs::create_dir(&shm).unwrap();
    refused("shared memory");
    fs::remove_dir(&shm).unwrap();
    assert!(is_there(&folder));
    // The disk that a link leads to is not there.
    fs::remove_file(folder.path()).unwrap();
    std::os::unix::fs::symlink("/nowhere/journal.db", folder.path()).unwrap();
    refused("link");
    fs::remove_file(folder.path()).unwrap();
    fs::create_dir(folder.path()).unwrap();
    refused("folder");
}

#[test]
fn what_was_put_aside_is_put_back_where_no_copy_takes_its_place() {
    let (folder, _copy) = copied();
    fs::write(folder.beside("-wal"), "its log").unwrap();
    let before = fs::read(folder.path()).unwrap();
    let place = JournalFile::new(&folder.path());
    let is_as_it_was = || {
        assert_eq!(fs::read(folder.path()).unwrap(), before);
        assert_eq!(fs::read(folder.beside("-wal")).unwrap(), b"its log");
        assert!(!folder.beside(".replaced.bak").exists());
        assert!(!folder.beside(".replaced.bak-wal").exists());
    };
    // There is nothing that could come into its place.
    let missing = folder.beside("-nothing");
    restore::take_place(&place, &missing).unwrap_err();
    is_as_it_was();
    // The second of its files cannot be moved.
    fs::create_dir(folder.beside(".replaced.bak-wal")).unwrap();
    let fresh = folder.beside("-fresh");
    fs::write(&fresh, "a copy").unwrap();
    let error = restore::take_place(&place, &fresh).unwrap_err();
    assert!(!matches!(error.fault(), JournalFault::LeftAside(..)));
    fs::remove_dir(folder.beside(".replaced.bak-wal")).unwrap();
    is_as_it_was();
}

#[test]
fn what_cannot_be_put_back_is_named() {
    let (folder, _copy) = copied();
    let place = JournalFile::new(&folder.path());
    let mut aside = restore::Aside {
        place: &place,
        name: folder.beside(".replaced.bak"),
        moved: Vec::new(),
    };
    aside.fill().unwrap();
    assert!(!folder.path().exists());
    // Something else has come into its place.
    fs::create_dir(folder.path()).unwrap();
    let error = aside.put_back(place.fault(JournalFault::Full));
    let name = folder.beside(".replaced.bak").display().to_string();
    assert!(error.to_string().contains(&name), "{error}");
    assert!(error.to_string().contains("no room left"), "{error}");
    assert!(error.remedy().contains("-wal"), "{error}");
}

#[test]
fn what_goes_before_it_stops_it_with_nothing_moved() {
    let (folder, copy) = copied();
    let stopped = SqliteJournal::restore(&copy, &folder.path(), None, &mut |copy, newest| {
        assert!(copy.newest().unwrap() == newest && newest.is_some());
        assert!(folder.path().exists());
        Err(JournalError::new("", JournalFault::Full))
    });
    assert_eq!(*stopped.unwrap_err().fault(), JournalFault::Full);
    assert!(is_there(&folder) && !folder.beside(".replaced.bak").exists());
}
