//! A write-ahead log whose head makes no sense is never taken for an empty one.

use super::super::wal::{HEAD, is_sound};
use super::*;
use std::fs;

/// A journal whose last refund stands in the log alone, as after a crash.
fn crashed() -> Folder {
    let folder = Folder::filled();
    let mut journal = folder.open();
    begin(&mut *journal, &wanted("N99", "P99", 5));
    let log = fs::read(folder.beside("-wal")).unwrap();
    drop(journal);
    fs::write(folder.beside("-wal"), log).unwrap();
    folder
}

#[test]
fn a_head_that_sqlite_wrote_is_sound_and_any_changed_byte_is_not() {
    let folder = crashed();
    let log = folder.beside("-wal");
    let whole = fs::read(&log).unwrap();
    assert!(whole.len() > HEAD && is_sound(&log).unwrap());
    for at in 0..HEAD {
        let mut changed = whole.clone();
        changed[at] ^= 0x40;
        fs::write(&log, &changed).unwrap();
        assert!(!is_sound(&log).unwrap(), "byte {at}");
        assert!(
            matches!(folder.fault(), JournalFault::Damaged(_)),
            "byte {at}"
        );
        assert_eq!(fs::read(&log).unwrap(), changed, "it is left as it is");
    }
}

#[test]
fn a_log_that_is_missing_short_or_not_written_yet_is_sound() {
    let folder = Folder::new();
    let log = folder.0.path().join("some-wal");
    assert!(is_sound(&log).unwrap());
    for bytes in [&b""[..], b"short", &[0; 100]] {
        fs::write(&log, bytes).unwrap();
        assert!(is_sound(&log).unwrap());
    }
}
