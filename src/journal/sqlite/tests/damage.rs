//! Files that are not as they should be: one clear error, nothing made or changed, no panic.

use super::*;
use crate::journal::Begun;
use crate::journal::contract::{
    DAY, ENVIRONMENT, LEASE, NOON, assert_sound, merchant, number, syssn, who,
};
use std::fs;

fn is_damage(fault: &JournalFault) -> bool {
    matches!(fault, JournalFault::Damaged(_))
}

/// Opens it and goes everywhere; what is damaged must show as such or not at all.
fn use_it(folder: &Folder) -> Result<(), JournalError> {
    let mut journal = SqliteJournal::open(&folder.path())?;
    for index in 0..20 {
        journal.find(merchant().numbered(&number(&format!("N{index}"))))?;
    }
    journal.page(&Filter::default(), None, 100)?;
    journal.open_by_key()?;
    journal.batch_standings(&merchant())?;
    journal.rest(ENVIRONMENT, &syssn("P1"))?;
    journal.commit(|scope| scope.begin(&wanted("N99", "P99", 5), LEASE, DAY, who().at(NOON)))?;
    let report = journal.verify()?;
    if report.is_sound() {
        return Ok(());
    }
    Err(JournalError::new(
        "",
        JournalFault::Damaged(format!("{:?}", report.defects)),
    ))
}

#[test]
fn a_file_that_is_cut_short_is_refused_and_left_as_it_is() {
    let whole = fs::read(Folder::filled().path()).unwrap();
    assert!(whole.len() > 8 * 4096);
    let lengths = [
        0,
        1,
        15,
        16,
        99,
        100,
        511,
        512,
        4095,
        4096,
        4097,
        8192,
        whole.len() / 2,
    ];
    for length in lengths
        .into_iter()
        .chain([whole.len() - 4096, whole.len() - 1])
    {
        let folder = Folder::filled();
        fs::write(folder.path(), &whole[..length]).unwrap();
        let fault = fault_of(use_it(&folder));
        assert!(is_damage(&fault), "{length} bytes: {fault:?}");
        let untouched = fs::read(folder.path()).unwrap() == whole[..length];
        assert!(untouched, "{length} bytes");
    }
}

#[test]
fn a_file_that_is_something_else_is_refused_and_left_as_it_is() {
    for (content, what) in [
        (
            &b"[profiles.shop-hk]\nenvironment = \"sandbox\"\n"[..],
            "text",
        ),
        (&[0xa5; 20_000][..], "noise"),
        (&[0; 8192][..], "zeros"),
    ] {
        let folder = Folder::filled();
        fs::write(folder.path(), content).unwrap();
        let error = SqliteJournal::open(&folder.path()).unwrap_err();
        assert!(
            is_damage(error.fault()) || *error.fault() == JournalFault::Foreign,
            "{what}: {error}"
        );
        assert!(error.to_string().contains("journal.db"), "{error}");
        assert!(fs::read(folder.path()).unwrap() == content);
    }
    let folder = Folder::new();
    fs::create_dir_all(folder.path()).unwrap();
    assert_eq!(folder.fault(), JournalFault::Foreign);
    fs::remove_dir(folder.path()).unwrap();
    let other = Connection::open(folder.path()).unwrap();
    other
        .execute_batch("CREATE TABLE intents (id INTEGER)")
        .unwrap();
    other.close().unwrap();
    let before = fs::read(folder.path()).unwrap();
    assert_eq!(folder.fault(), JournalFault::Foreign);
    assert!(fs::read(folder.path()).unwrap() == before);
}

#[test]
fn noise_over_any_page_is_found_or_does_no_harm() {
    let whole = fs::read(Folder::filled().path()).unwrap();
    let mut found = 0;
    let pages = whole.len() / 4096;
    for page in 0..pages {
        let folder = Folder::filled();
        let mut spoilt = whole.clone();
        let mut noise = 0x9e37_79b9_u32;
        for byte in &mut spoilt[page * 4096..(page + 1) * 4096] {
            noise = noise.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            *byte = noise.to_be_bytes()[0];
        }
        fs::write(folder.path(), spoilt).unwrap();
        if let Err(error) = use_it(&folder) {
            assert!(is_damage(error.fault()), "page {page}: {error}");
            found += 1;
        }
    }
    assert_eq!(found, pages, "every page holds something that is read");
}

#[test]
fn a_journal_whose_file_is_gone_is_not_begun_anew_over_its_last_writes() {
    let folder = Folder::new();
    let mut journal = folder.open();
    begin(&mut *journal, &wanted("N1", "P1", 1));
    fs::rename(folder.path(), folder.0.path().join("elsewhere")).unwrap();
    assert!(is_damage(&folder.fault()));
    assert!(!folder.path().exists());
}

#[test]
fn a_making_that_was_broken_off_is_begun_again() {
    let folder = Folder::new();
    fs::create_dir(folder.0.path().join("data")).unwrap();
    fs::write(folder.beside("-new"), b"half").unwrap();
    fs::write(folder.beside("-new-journal"), b"half").unwrap();
    assert_sound(&mut *folder.open());
    assert!(!folder.beside("-new").exists());
    assert!(!folder.beside("-new-journal").exists());
}

#[test]
fn a_full_disk_is_told_and_keeps_nothing_by_halves() {
    let folder = Folder::filled();
    let mut journal = SqliteJournal::open(&folder.path()).unwrap();
    let sent = begin(&mut journal, &wanted("N50", "P50", 1));
    let pages = |journal: &SqliteJournal, most: i64| {
        let set =
            journal
                .connection()
                .pragma_update_and_check(None, "max_page_count", most, |row| row.get::<_, i64>(0));
        set.unwrap()
    };
    let most = pages(&journal, 1);
    let mut begun = 0;
    let fault = loop {
        let no = format!("F{begun}");
        match journal.commit(|scope| scope.begin(&wanted(&no, &no, 1), LEASE, DAY, who().at(NOON)))
        {
            Ok(_) => begun += 1,
            Err(error) => break error.fault().clone(),
        }
        assert!(begun < 1000);
    };
    assert_eq!(fault, JournalFault::Full);
    let lost = number(&format!("F{begun}"));
    assert_eq!(journal.find(merchant().numbered(&lost)).unwrap(), None);
    assert_sound(&mut journal);
    // With room again everything goes on, and the reply that could not be kept can be.
    pages(&journal, most + 1000);
    reply(&mut journal, &sent, Event::ReplyDone, NOON);
    let again = journal
        .commit(|scope| scope.begin(&wanted(lost.as_str(), "P60", 1), LEASE, DAY, who().at(NOON)));
    assert!(matches!(again.unwrap(), Begun::Claimed(_)));
    assert_sound(&mut journal);
}

#[test]
fn work_that_goes_on_after_a_failure_is_not_committed() {
    let folder = Folder::filled();
    let mut journal = SqliteJournal::open(&folder.path()).unwrap();
    journal
        .connection()
        .execute_batch("CREATE TEMP TRIGGER no_events BEFORE INSERT ON main.events BEGIN SELECT RAISE(ABORT, 'no'); END;")
        .unwrap();
    let result = journal.write(&mut |scope| {
        let _ = scope.begin(&wanted("N50", "P50", 1), LEASE, DAY, who().at(NOON));
        Ok(())
    });
    assert!(result.is_err());
    assert_eq!(
        journal.find(merchant().numbered(&number("N50"))).unwrap(),
        None
    );
}

#[test]
fn a_new_journal_is_in_its_place_only_after_what_goes_before_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal.db");
    let mut told = None;
    let failed = SqliteJournal::create(&path, None, &mut |_| {
        assert!(!path.exists());
        Err(JournalError::new("", JournalFault::Full))
    });
    assert_eq!(*failed.unwrap_err().fault(), JournalFault::Full);
    let left: Vec<_> = fs::read_dir(folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    assert_eq!(left, ["journal.db-lock"]);
    let mut made = SqliteJournal::create(&path, None, &mut |identity| {
        assert!(!path.exists());
        told = Some(identity.clone());
        Ok(())
    })
    .unwrap();
    assert_eq!(told, Some(made.identity().unwrap()));
}
