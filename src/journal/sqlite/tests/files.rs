//! The file, its neighbours, its versions, and who may touch it.

use super::*;
use crate::journal::contract::{DAY, LEASE, NOON, assert_sound, merchant, number, who};
use std::fs;
use std::time::Duration;

const SOON: Duration = Duration::from_millis(50);
/// The version of the schema.
const NEWEST: i64 = 5;

fn open_soon(folder: &Folder) -> Result<SqliteJournal, JournalError> {
    SqliteJournal::open_with(
        JournalFile::new(&folder.path()),
        Making::IfAbsent,
        SOON,
        schema::STEPS,
    )
}

#[cfg(unix)]
mod rights {
    use super::*;
    use std::os::unix::fs::PermissionsExt as _;
    use std::path::Path;

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().permissions().mode() & 0o777
    }

    fn set(path: &Path, mode: u32) {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    }

    #[test]
    fn only_the_owner_gets_at_any_of_it() {
        let folder = Folder::new();
        let mut journal = folder.open();
        begin(&mut *journal, &wanted("N1", "P1", 1));
        assert_eq!(mode(folder.path().parent().unwrap()), 0o700);
        for suffix in ["", "-wal", "-shm", "-lock"] {
            assert_eq!(mode(&folder.beside(suffix)), 0o600, "{suffix}");
        }
        journal.backup(&folder.beside(".copy")).unwrap();
        assert_eq!(mode(&folder.beside(".copy")), 0o600);
    }

    #[test]
    fn what_others_may_write_is_refused() {
        let folder = Folder::filled();
        let parent = folder.path().parent().unwrap().to_owned();
        for (path, usual) in [(folder.path(), 0o600), (parent, 0o700)] {
            for open in [0o020, 0o002] {
                set(&path, usual | open);
                let error = SqliteJournal::open(&folder.path()).unwrap_err();
                assert_eq!(*error.fault(), JournalFault::TooOpen);
                assert!(error.to_string().contains(path.to_str().unwrap()));
            }
            set(&path, usual);
        }
        // Others may look at the folder without harm.
        set(folder.path().parent().unwrap(), 0o755);
        folder.open();
    }

    #[test]
    fn a_folder_on_the_way_that_others_may_write_is_refused_and_nothing_is_made_below_it() {
        let base = tempfile::tempdir().unwrap();
        let wide = base.path().join("wide");
        fs::create_dir(&wide).unwrap();
        let path = wide.join("own/data/journal.db");
        let refused = || {
            let error = SqliteJournal::open(&path).unwrap_err();
            assert_eq!(*error.fault(), JournalFault::TooOpen);
            assert!(
                error.to_string().contains(wide.to_str().unwrap()),
                "{error}"
            );
        };
        set(&wide, 0o777);
        refused();
        assert_eq!(fs::read_dir(&wide).unwrap().count(), 0);
        set(&wide, 0o700);
        drop(SqliteJournal::open(&path).unwrap());
        set(&wide, 0o770);
        refused();
        // A link to a sound journal is not safer than the folder it stands in.
        let link = wide.join("link.db");
        set(&wide, 0o700);
        let folder = Folder::filled();
        std::os::unix::fs::symlink(folder.path(), &link).unwrap();
        set(&wide, 0o1777);
        let error = SqliteJournal::open(&link).unwrap_err();
        assert_eq!(*error.fault(), JournalFault::TooOpen);
    }

    #[test]
    fn a_lock_that_is_a_link_is_not_followed() {
        let folder = Folder::filled();
        let (lock, target) = (folder.beside("-lock"), folder.beside(".target"));
        fs::remove_file(&lock).unwrap();
        std::os::unix::fs::symlink(&target, &lock).unwrap();
        let error = SqliteJournal::open(&folder.path()).unwrap_err();
        assert!(
            error.to_string().contains("its lock is a symbolic link"),
            "{error}"
        );
        assert!(!target.exists());
    }

    #[test]
    fn a_journal_of_another_account_is_refused() {
        let folder = Folder::filled();
        if rustix::process::geteuid().as_raw() != 0 {
            // Only root can give a file to somebody else; the tests of the program see to it that root has run them.
            return;
        }
        let parent = folder.path().parent().unwrap().to_owned();
        for place in [folder.path(), folder.beside("-lock"), parent] {
            std::os::unix::fs::chown(&place, Some(4711), None).unwrap();
            let error = SqliteJournal::open(&folder.path()).unwrap_err();
            assert_eq!(*error.fault(), JournalFault::NotOurs(4711));
            assert!(
                error.to_string().contains(place.to_str().unwrap()),
                "{error}"
            );
            std::os::unix::fs::chown(&place, Some(0), None).unwrap();
        }
        folder.open();
    }

    #[test]
    fn a_link_leads_to_the_one_journal_there_is() {
        let folder = Folder::filled();
        let link = folder.0.path().join("link.db");
        std::os::unix::fs::symlink(folder.path(), &link).unwrap();
        let journal = SqliteJournal::open(&link).unwrap();
        assert_eq!(
            journal.place.path(),
            fs::canonicalize(folder.path()).unwrap()
        );
        drop(journal);
        // A disk that is not there today.
        fs::rename(folder.path(), folder.beside(".away")).unwrap();
        let error = SqliteJournal::open(&link).unwrap_err();
        assert!(matches!(error.fault(), JournalFault::Io(_)), "{error}");
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert!(!folder.path().exists(), "a new one forgets what was sent");
    }

    #[test]
    fn two_names_of_one_file_are_refused() {
        let folder = Folder::filled();
        let other = folder.beside(".other");
        fs::hard_link(folder.path(), &other).unwrap();
        for path in [&folder.path(), &other] {
            let error = SqliteJournal::open(path).unwrap_err();
            assert_eq!(*error.fault(), JournalFault::Linked);
        }
        fs::remove_file(other).unwrap();
        folder.open();
    }

    #[test]
    fn a_folder_without_the_right_to_write_is_told() {
        let folder = Folder::filled();
        let parent = folder.path().parent().unwrap().to_owned();
        set(&parent, 0o500);
        let free = fs::write(parent.join("x"), b"").is_ok();
        let result = SqliteJournal::open(&folder.path());
        set(&parent, 0o700);
        // The superuser may write anywhere, so there is nothing to see.
        if !free {
            let fault = fault_of(result);
            assert!(
                matches!(fault, JournalFault::Denied(_) | JournalFault::ReadOnly),
                "{fault:?}"
            );
        }
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_place_where_no_file_can_be_made_is_told() {
        // Even the superuser cannot make files there.
        let error = SqliteJournal::open(Path::new("/proc/qfrefund/journal.db")).unwrap_err();
        assert!(
            matches!(error.fault(), JournalFault::Denied(_) | JournalFault::Io(_)),
            "{error}"
        );
        assert!(error.to_string().contains("/proc/qfrefund/journal.db"));
    }
}

#[test]
fn a_writer_that_holds_it_too_long_is_told() {
    let folder = Folder::filled();
    let mut journal = open_soon(&folder).unwrap();
    let other = Connection::open(folder.path()).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let new = wanted("N50", "P50", 1);
    let begun = journal.commit(|scope| scope.begin(&new, LEASE, DAY, who().at(NOON)));
    assert_eq!(fault_of(begun), JournalFault::Locked);
    // Reading goes on, and so does writing once the other is done.
    assert!(
        journal
            .find(merchant().numbered(&number("N1")))
            .unwrap()
            .is_some()
    );
    other.execute_batch("ROLLBACK").unwrap();
    begin(&mut journal, &new);
}

#[test]
fn an_opener_that_hangs_is_told() {
    let folder = Folder::filled();
    let lock = fs::File::open(folder.beside("-lock")).unwrap();
    lock.lock().unwrap();
    assert_eq!(fault_of(open_soon(&folder)), JournalFault::Locked);
    drop(lock);
    open_soon(&folder).unwrap();
}

#[test]
fn it_writes_ahead_and_syncs_every_commit() {
    let folder = Folder::new();
    let journal = SqliteJournal::open(&folder.path()).unwrap();
    let pragma = |name| {
        journal
            .connection()
            .pragma_query_value(None, name, |row| row.get::<_, String>(0))
    };
    assert_eq!(pragma("journal_mode").unwrap(), "wal");
    let full: i64 = journal
        .connection()
        .pragma_query_value(None, "synchronous", |row| row.get(0))
        .unwrap();
    assert_eq!(full, 2);
}

#[test]
fn a_newer_schema_is_refused_and_left_as_it_is() {
    let folder = Folder::filled();
    let raw = Connection::open(folder.path()).unwrap();
    raw.pragma_update(None, "user_version", 7).unwrap();
    raw.close().unwrap();
    let before = fs::read(folder.path()).unwrap();
    let error = SqliteJournal::open(&folder.path()).unwrap_err();
    assert_eq!(*error.fault(), JournalFault::Newer(7, NEWEST));
    assert!(error.to_string().contains("newer release"));
    assert_eq!(fs::read(folder.path()).unwrap(), before);
}

#[test]
fn an_older_schema_is_upgraded_after_a_copy() {
    let folder = Folder::filled();
    let mut steps = schema::STEPS.to_vec();
    steps.push("ALTER TABLE intents ADD COLUMN till TEXT;");
    let upgrade = || {
        SqliteJournal::open_with(
            JournalFile::new(&folder.path()),
            Making::IfAbsent,
            SOON,
            &steps,
        )
    };
    let mut journal = upgrade().unwrap();
    let version: i64 = journal
        .connection()
        .pragma_query_value(None, "user_version", |row| row.get(0))
        .unwrap();
    assert_eq!(version, NEWEST + 1);
    assert!(
        journal
            .find(merchant().numbered(&number("N1")))
            .unwrap()
            .is_some()
    );
    assert_sound(&mut journal);
    drop(journal);
    assert_eq!(
        fault_of(open_soon(&folder)),
        JournalFault::Newer(NEWEST + 1, NEWEST)
    );
    // The copy is a whole journal of the old schema.
    let copy = folder.beside(&format!(".v{NEWEST}.bak"));
    let mut old = SqliteJournal::open(&copy).unwrap();
    assert_eq!(old.page(&Filter::default(), None, 99).unwrap().len(), 20);
    assert_sound(&mut old);
    // A copy that is there already is never written over.
    let raw = Connection::open(folder.path()).unwrap();
    let back = format!("ALTER TABLE intents DROP COLUMN till; PRAGMA user_version = {NEWEST}");
    raw.execute_batch(&back).unwrap();
    raw.close().unwrap();
    upgrade().unwrap();
    assert!(folder.beside(&format!(".v{NEWEST}.2.bak")).exists());
}

#[test]
fn a_journal_that_knows_no_files_is_upgraded_and_stays_what_it_was() {
    let folder = Folder::filled();
    folder.take_back();
    // What only reads it leaves it as it is.
    let bytes = fs::read(folder.path()).unwrap();
    let mut read = SqliteJournal::read_only(&folder.path()).unwrap();
    assert_eq!(read.page(&Filter::default(), None, 99).unwrap().len(), 20);
    assert_sound(&mut read);
    assert_eq!(fs::read(folder.path()).unwrap(), bytes);
    let mut journal = open_soon(&folder).unwrap();
    assert_eq!(
        journal.page(&Filter::default(), None, 99).unwrap().len(),
        20
    );
    assert_eq!(journal.batch_files().unwrap(), BatchFiles::default());
    journal
        .commit(|scope| scope.note_batch_file("b", "oct.csv", NOON))
        .unwrap();
    assert_eq!(journal.batch_files().unwrap().of("b"), Some("oct.csv"));
    assert_sound(&mut journal);
    drop(journal);
    // Its copy of before takes its place again, and leaves nothing else behind.
    let before = folder.beside(".v1.bak");
    SqliteJournal::restore(&before, &folder.path(), None, &mut |_, _| Ok(())).unwrap();
    assert_eq!(
        open_soon(&folder).unwrap().batch_files().unwrap(),
        BatchFiles::default()
    );
    let names = fs::read_dir(folder.path().parent().unwrap()).unwrap();
    let names = names.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let left: Vec<String> = names.filter(|name| name.contains("-restored")).collect();
    assert!(left.is_empty(), "{left:?}");
}

#[test]
fn an_upgrade_that_fails_changes_nothing() {
    let folder = Folder::filled();
    let mut steps = schema::STEPS.to_vec();
    steps.push("ALTER TABLE intents ADD COLUMN till TEXT; ALTER TABLE nowhere ADD COLUMN x TEXT;");
    let result = SqliteJournal::open_with(
        JournalFile::new(&folder.path()),
        Making::IfAbsent,
        SOON,
        &steps,
    );
    assert!(result.is_err());
    assert_sound(&mut *folder.open());
}

#[test]
fn a_backup_is_whole_while_others_write() {
    let folder = Folder::filled();
    let mut journal = SqliteJournal::open(&folder.path()).unwrap();
    let mut writer = folder.open();
    let to = folder.beside(".copy");
    writer
        .write(&mut |scope| {
            scope.begin(&wanted("N50", "P50", 1), LEASE, DAY, who().at(NOON))?;
            journal.backup(&to)
        })
        .unwrap();
    let error = journal.backup(&to).unwrap_err();
    assert_eq!(*error.fault(), JournalFault::Exists);
    assert!(error.to_string().contains(to.to_str().unwrap()));
    let mut copy = SqliteJournal::open(&to).unwrap();
    assert_eq!(copy.page(&Filter::default(), None, 99).unwrap().len(), 20);
    assert_sound(&mut copy);
}

#[test]
fn a_file_system_that_is_accepted_by_name_is_noted_with_every_claim() {
    let folder = Folder::new();
    let mut journal = SqliteJournal::open_on(&folder.path(), Some("virtiofs")).unwrap();
    let claimed = begin(&mut journal, &wanted("N1", "P1", 1));
    let events = journal.events(claimed.id).unwrap();
    let text = events[1].details.text.as_ref().unwrap();
    assert!(
        text.ends_with(", on virtiofs by the profile's word"),
        "{text}"
    );
    assert_sound(&mut journal);
    let raw = Connection::open(folder.path()).unwrap();
    raw.execute("UPDATE intents SET lease_until = lease_until + 1", [])
        .unwrap();
    assert!(!journal.verify().unwrap().is_sound());
}
