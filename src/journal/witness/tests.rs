//! What a witness keeps, and what it makes of a file that is not as it left it.

use super::*;
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
