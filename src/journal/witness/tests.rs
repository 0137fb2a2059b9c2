//! What a witness keeps, and what it makes of a file that is not as it left it.

use super::*;
use crate::journal::error::{JournalError, JournalFault};
use tempfile::TempDir;
use time::macros::datetime;

const IDENTITY: &str = "0123456789abcdef0123456789abcdef";

struct Place(TempDir);

impl Place {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn witness(&self) -> Witness {
        self.of("merchant")
    }

    fn of(&self, merchant: &str) -> Witness {
        let journal = JournalIdentity::parse(IDENTITY).unwrap();
        let merchant = MerchantKey::new(merchant);
        let folder = self.0.path().join("state/witness");
        Witness::new(&folder, &journal, (&merchant, None), "/a\nb/journal.db")
    }
}

fn head(seq: u64) -> Head {
    Head {
        seq,
        hash: Digest::of(&seq.to_le_bytes()),
    }
}

#[test]
fn the_newest_event_is_kept_whatever_order_it_is_noted_in() {
    let place = Place::new();
    let witness = place.witness();
    assert_eq!(witness.read(), Seen::Nothing);
    for (noted, kept) in [(3, 3), (2, 3), (u64::MAX, u64::MAX), (9, u64::MAX)] {
        witness.note(head(noted)).unwrap();
        assert_eq!(witness.read(), Seen::Event(head(kept)));
    }
    assert_eq!(place.of("another").read(), Seen::Nothing);
}

#[test]
fn a_copy_put_back_is_remembered_until_it_is_begun_anew() {
    let place = Place::new();
    let witness = place.witness();
    let (early, late) = (
        datetime!(1969-11-01 04:00 UTC),
        datetime!(2026-11-26 04:00 UTC),
    );
    witness.note(head(7)).unwrap();
    for (noted, kept) in [(late, late), (early, early), (late, early)] {
        witness.note_put_back(noted).unwrap();
        witness.note(head(8)).unwrap();
        assert_eq!(witness.read(), Seen::PutBack(Some(head(7)), kept));
    }
    witness.renew(Some(head(2))).unwrap();
    assert_eq!(witness.read(), Seen::Event(head(2)));
    witness.renew(None).unwrap();
    assert_eq!(witness.read(), Seen::Nothing);
    witness.note_put_back(late).unwrap();
    assert_eq!(witness.read(), Seen::PutBack(None, late));
}

#[test]
fn what_is_not_as_it_was_written_is_unread_and_never_absent() {
    let place = Place::new();
    let witness = place.witness();
    witness.note(head(7)).unwrap();
    let whole = fs::read(witness.path()).unwrap();
    let mut spoilt: Vec<Vec<u8>> = (0..whole.len())
        .map(|length| whole[..length].to_vec())
        .collect();
    spoilt.push([&whole[..], b"x"].concat());
    spoilt.push(
        String::from_utf8(whole.clone())
            .unwrap()
            .replace("0123", "3210")
            .into_bytes(),
    );
    spoilt.push(vec![0xff; whole.len()]);
    for bytes in spoilt {
        fs::write(witness.path(), &bytes).unwrap();
        assert!(matches!(witness.read(), Seen::Unread(_)), "{bytes:?}");
        witness.note(head(8)).unwrap_err();
        assert_eq!(
            fs::read(witness.path()).unwrap(),
            bytes,
            "it is left as it is"
        );
    }
    witness.renew(Some(head(7))).unwrap();
    assert_eq!(witness.read(), Seen::Event(head(7)));
}

#[test]
fn many_at_once_leave_the_newest() {
    let place = Place::new();
    std::thread::scope(|scope| {
        for begin in 1..=4_u64 {
            let witness = place.witness();
            scope.spawn(move || {
                for seq in (begin..400).step_by(4) {
                    witness.note(head(seq)).unwrap();
                    assert!(matches!(witness.read(), Seen::Event(_)));
                }
            });
        }
    });
    let Seen::Event(kept) = place.witness().read() else {
        panic!("nothing is kept");
    };
    assert!(kept.seq >= 396, "{kept}");
}

const OTHER: &str = "fedcba9876543210fedcba9876543210";

impl Place {
    /// The witness of another journal, at a place.
    fn another(&self, merchant: &str, place: &str) -> Witness {
        let journal = JournalIdentity::parse(OTHER).unwrap();
        let merchant = MerchantKey::new(merchant);
        let folder = self.0.path().join("state/witness");
        Witness::new(&folder, &journal, (&merchant, None), place)
    }

    fn now() -> OffsetDateTime {
        datetime!(2026-11-26 04:00 UTC)
    }
}

fn unread<T: std::fmt::Debug>(found: Result<T, JournalError>, file: &Path) {
    let error = found.unwrap_err();
    assert!(
        matches!(error.fault(), JournalFault::OthersUnread(..)),
        "{error}"
    );
    let file = file.display().to_string();
    assert!(error.to_string().contains(&file), "{error}");
}

#[test]
fn nothing_but_witnesses_in_the_folder_says_anything() {
    let place = Place::new();
    let own = place.witness();
    assert!(!own.was_seen().unwrap(), "there is no folder");
    assert!(own.heirs().unwrap().is_empty());
    let other = place.another("merchant", "/a\nb/journal.db");
    other.note(head(7)).unwrap();
    let folder = own.path().parent().unwrap();
    let unfinished = other.path().with_extension("new");
    fs::write(&unfinished, "qfrefund wit").unwrap();
    fs::write(folder.join("notes-of-mine"), "x").unwrap();
    fs::create_dir(folder.join("old-ones")).unwrap();
    assert!(own.was_seen().unwrap() && own.is_strange().unwrap());
    assert_eq!(own.heirs().unwrap(), std::slice::from_ref(&own));
    assert!(own.places_of_merchant().unwrap().is_empty());
    own.supersede(Place::now()).unwrap();
    assert_eq!(other.read(), Seen::PutBack(None, Place::now()));
    own.note(head(1)).unwrap();
    assert!(!own.is_strange().unwrap());
}

#[cfg(unix)]
#[test]
fn other_witnesses_that_cannot_be_read_are_never_absent() {
    let place = Place::new();
    let own = place.witness();
    let other = place.another("another", "/elsewhere");
    other.note(head(7)).unwrap();
    let all = |file: &Path| {
        unread(own.heirs(), file);
        unread(own.places_of_merchant(), file);
        unread(own.is_strange(), file);
        unread(own.was_seen(), file);
        unread(own.supersede(Place::now()), file);
    };
    fs::remove_file(other.path()).unwrap();
    fs::create_dir(other.path()).unwrap();
    all(other.path());
    // A folder that leads to itself.
    let folder = own.path().parent().unwrap();
    fs::remove_dir_all(folder).unwrap();
    std::os::unix::fs::symlink(folder, folder).unwrap();
    all(folder);
}

#[test]
fn a_spoilt_one_may_be_of_a_journal_that_was_seen_here() {
    let place = Place::new();
    let own = place.witness();
    let other = place.another("another", "/a\nb/journal.db");
    other.note(head(7)).unwrap();
    let whole = fs::read(other.path()).unwrap();
    let known = whole.len().checked_sub(TAIL).unwrap();
    for length in 0..whole.len() {
        let torn = whole.get(..length).unwrap();
        fs::write(other.path(), torn).unwrap();
        if length < known {
            unread(own.was_seen(), other.path());
            unread(own.is_strange(), other.path());
            unread(own.places_of_merchant(), other.path());
        } else {
            // Only what it has seen is cut off, not where.
            assert!(own.was_seen().unwrap() && own.is_strange().unwrap());
        }
        assert_eq!(own.heirs().unwrap(), [place.of("another")]);
        own.supersede(Place::now()).unwrap();
        assert_eq!(fs::read(other.path()).unwrap(), torn);
        assert!(matches!(other.read(), Seen::Unread(_)));
    }
}
