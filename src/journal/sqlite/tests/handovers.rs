//! What the handovers of a dead process tell of its claims.
#![cfg(target_os = "linux")]

mod outcomes;

use super::*;
use crate::journal::contract::{LEASE, after, assert_sound, merchant, who};
use crate::journal::{Ended, Handovers, HeldBack};
use crate::refund::State;

const ID: u64 = 0x00c0_ffee_0000_0001;
const FILE: &str = "-handover-00c0ffee00000001";

/// A process that sends.
struct Process {
    journal: SqliteJournal,
    handovers: Arc<Handovers>,
}

impl Process {
    fn start(folder: &Folder, id: u64) -> Self {
        let mut journal = SqliteJournal::open(&folder.path()).unwrap();
        let handovers = journal.keep_handovers(id).unwrap();
        Self { journal, handovers }
    }

    fn claim(&mut self, no: &str) -> Record {
        begin(&mut self.journal, &wanted(no, no, 5))
    }

    /// Ends with its claims as they are: what it wrote stays, and its locks go.
    fn die(self, folder: &Folder) {
        drop(self);
        assert!(folder.beside(FILE).exists(), "a claim still needs it");
    }
}

fn ended(unknown: u64, unsent: u64) -> Ended {
    Ended {
        unknown,
        unsent,
        ..Ended::default()
    }
}

/// Ends what is to be ended at a time, and returns what an intent is after that.
fn end(folder: &Folder, seconds: i64, claimed: &Record) -> (Ended, Record) {
    let mut journal = SqliteJournal::open(&folder.path()).unwrap();
    let ended = journal.end_claims(who().at(after(seconds))).unwrap();
    let record = journal
        .find(merchant().numbered(claimed.number()))
        .unwrap()
        .unwrap();
    assert_sound(&mut journal);
    (ended, record)
}

#[test]
fn what_a_dead_process_never_handed_over_can_be_sent_after_all() {
    let folder = Folder::new();
    let mut process = Process::start(&folder, ID);
    let (never, perhaps) = (process.claim("N1"), process.claim("N2"));
    process.handovers.hand_over(&perhaps, after(1)).unwrap();
    process.die(&folder);
    // Long before their leases are over.
    let (both, never) = end(&folder, 2, &never);
    assert_eq!((both, never.state()), (ended(1, 1), State::Planned));
    assert_eq!((never.lease, never.progress.sent_at), (None, None));
    let (none, perhaps) = end(&folder, 3, &perhaps);
    assert_eq!((none, perhaps.state()), (ended(0, 0), State::Unknown));
}

#[test]
fn each_attempt_has_a_mark_of_its_own() {
    let folder = Folder::new();
    let mut process = Process::start(&folder, ID);
    let first = process.claim("N1");
    process.handovers.hand_over(&first, after(1)).unwrap();
    reply(&mut process.journal, &first, Event::NotSent, after(2));
    let claim = process.journal.commit(|scope| {
        scope.claim(
            merchant().numbered(first.number()),
            LEASE,
            crate::journal::Conditions::default(),
            who().at(after(3)),
        )
    });
    assert!(
        matches!(claim, Ok(crate::journal::Begun::Claimed(_))),
        "{claim:?}"
    );
    process.die(&folder);
    assert_eq!(end(&folder, 4, &first).1.state(), State::Planned);
}

#[test]
fn what_the_dead_have_left_is_claimed_within_the_limits() {
    let folder = Folder::new();
    let mut process = Process::start(&folder, ID);
    let claimed = process.claim("N1");
    process.die(&folder);
    let guards = crate::journal::Conditions {
        max_refund: Some(4),
        ..crate::journal::Conditions::default()
    };
    let mut journal = SqliteJournal::open(&folder.path()).unwrap();
    let again = journal.commit(|scope| {
        scope.claim(
            merchant().numbered(claimed.number()),
            LEASE,
            guards,
            who().at(after(2)),
        )
    });
    let limited = crate::journal::Begun::ExceedsRefund { limit: 4 };
    assert_eq!(format!("{again:?}"), format!("{:?}", Ok::<_, ()>(limited)));
    drop(journal);
    assert_eq!(end(&folder, 3, &claimed).1.state(), State::Planned);
}

#[test]
fn a_resend_that_was_not_handed_over_leaves_what_was_sent_before_unknown() {
    let folder = Folder::new();
    let mut process = Process::start(&folder, ID);
    let first = process.claim("N1");
    process.handovers.hand_over(&first, after(1)).unwrap();
    reply(&mut process.journal, &first, Event::ReplyUnclear, after(2));
    process
        .journal
        .commit(|scope| {
            scope.resend(
                merchant().numbered(first.number()),
                LEASE,
                "ordered",
                who().at(after(900)),
            )
        })
        .unwrap();
    process.die(&folder);
    let (ended_now, record) = end(&folder, 901, &first);
    assert_eq!((ended_now, record.state()), (ended(1, 0), State::Unknown));
}

#[test]
fn a_process_that_lives_keeps_its_claim_until_its_lease_is_over() {
    let folder = Folder::new();
    let mut process = Process::start(&folder, ID);
    let claimed = process.claim("N1");
    assert_eq!(end(&folder, 2, &claimed).1.state(), State::Sending);
    assert_eq!(end(&folder, 75, &claimed).1.state(), State::Unknown);
    // Nothing leaves after that.
    let late = process.handovers.hand_over(&claimed, after(75));
    assert!(matches!(late, Err(HeldBack::Lapsed)), "{late:?}");
}

#[test]
fn handovers_that_are_missing_or_strange_prove_nothing() {
    type Change = fn(String) -> Option<String>;
    let changes: [(&str, Change); 9] = [
        ("missing", |_| None),
        ("empty", |_| Some(String::new())),
        ("of another run of the machine", |text| {
            let (_, rest) = text.split_once('\n')?;
            Some(format!(
                "qfrefund handover 2 00000000-0000-0000-0000-000000000000\n{rest}"
            ))
        }),
        ("of another version", |text| {
            Some(text.replace("handover 2", "handover 1"))
        }),
        ("of another mount of its disk", |text| {
            let (first, rest) = text.split_once('\n')?;
            let mut words: Vec<&str> = first.split(' ').collect();
            assert_eq!(words.len(), 8, "{first}");
            words[4] = "1";
            Some(format!("{}\n{rest}", words.join(" ")))
        }),
        ("of no mount that is told from others", |text| {
            let (_, rest) = text.split_once('\n')?;
            Some(format!("qfrefund handover 2 \n{rest}"))
        }),
        ("torn in the first line", |text| {
            Some(text.lines().next()?.to_owned())
        }),
        ("torn in a mark", |text| Some(format!("{text}7"))),
        ("strange", |text| Some(format!("{text}7 x\n"))),
    ];
    for (what, change) in changes {
        let folder = Folder::new();
        let mut process = Process::start(&folder, ID);
        let claimed = process.claim("N1");
        process.die(&folder);
        let file = folder.beside(FILE);
        let text = std::fs::read_to_string(&file).unwrap();
        match change(text) {
            Some(text) => std::fs::write(&file, text).unwrap(),
            None => std::fs::remove_file(&file).unwrap(),
        }
        // That the process has ended is seen at once, wherever there is a lock to see it by.
        let by_lock = if what == "missing" {
            State::Sending
        } else {
            State::Unknown
        };
        let state = end(&folder, 2, &claimed).1.state();
        assert_eq!(state, by_lock, "{what}");
        assert_eq!(
            end(&folder, 75, &claimed).1.state(),
            State::Unknown,
            "{what}"
        );
    }
}

#[test]
fn a_mark_cut_short_hides_none_that_follows() {
    for left in 1..=4 {
        let folder = Folder::new();
        let mut process = Process::start(&folder, ID);
        let (cut, whole) = (process.claim("N1"), process.claim("N2"));
        let file = std::fs::File::options()
            .write(true)
            .open(folder.beside(FILE))
            .unwrap();
        let before = file.metadata().unwrap().len();
        process.handovers.hand_over(&cut, after(1)).unwrap();
        // What a disk leaves that was full for a moment.
        file.set_len(before + left).unwrap();
        process.handovers.hand_over(&whole, after(1)).unwrap();
        process.die(&folder);
        let state = end(&folder, 2, &whole).1.state();
        assert_eq!(state, State::Unknown, "{left} bytes left");
    }
}

#[test]
fn a_copy_of_handovers_proves_nothing() {
    let (folder, copied) = (Folder::new(), Folder::new());
    let mut process = Process::start(&folder, ID);
    let claimed = process.claim("N1");
    std::fs::create_dir(copied.0.path().join("data")).unwrap();
    for suffix in ["", "-wal", FILE] {
        std::fs::copy(folder.beside(suffix), copied.beside(suffix)).unwrap();
    }
    // What happens here from now on is not in the copy, and nobody holds its lock.
    process.handovers.hand_over(&claimed, after(1)).unwrap();
    assert_eq!(end(&copied, 2, &claimed).1.state(), State::Unknown);
    assert_eq!(end(&folder, 2, &claimed).1.state(), State::Sending);
}

#[test]
fn what_the_dead_have_left_is_swept_when_no_claim_needs_it() {
    let folder = Folder::new();
    let mut process = Process::start(&folder, ID);
    let claimed = process.claim("N1");
    process.die(&folder);
    drop(Process::start(&folder, 2));
    assert!(folder.beside(FILE).exists(), "a claim still needs it");
    end(&folder, 2, &claimed);
    let living = Process::start(&folder, 3);
    assert!(!folder.beside(FILE).exists());
    drop(Process::start(&folder, 4));
    let file = folder.beside("-handover-0000000000000003");
    assert!(file.exists(), "its process lives");
    drop(living);
    assert!(!file.exists());
}
