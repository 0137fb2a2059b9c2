//! What the handovers of a dead process tell of its claims.
#![cfg(target_os = "linux")]

use super::*;
use crate::journal::contract::{LEASE, after, assert_sound, merchant, who};
use crate::journal::{Details, Ended, Handovers, HeldBack};
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

/// What a gateway has said of a refund.
fn done() -> Details {
    Details {
        respcd: Some("0000".to_owned()),
        text: Some("done \u{1b}\n\"well\"".to_owned()),
        digest: Some(Digest::of(b"reply")),
        refund_syssn: Some("R1".to_owned()),
        elapsed: Some(Duration::from_millis(250)),
        ..Details::default()
    }
}

#[test]
fn an_outcome_that_could_not_be_written_down_is_entered_by_whoever_opens_the_journal_next() {
    let folder = Folder::new();
    let mut process = Process::start(&folder, ID);
    let (told, other) = (process.claim("N1"), process.claim("N2"));
    process.handovers.hand_over(&told, after(1)).unwrap();
    let keep = process
        .handovers
        .keep_outcome(&told, Event::ReplyDone, &done(), after(2));
    keep.unwrap();
    // It is that of a living process still.
    assert_eq!(end(&folder, 3, &told).0, ended(0, 0));
    process.die(&folder);
    let (now, record) = end(&folder, 4, &told);
    let entered = Ended {
        entered: 1,
        unsent: 1,
        unknown: 0,
    };
    assert_eq!((now, record.state()), (entered, State::Refunded));
    let kept = (record.progress.refund_syssn, record.progress.resperr);
    assert_eq!(kept, (done().refund_syssn, done().text));
    let events = folder.open().events(record.id).unwrap();
    let last = events.last().unwrap();
    assert_eq!(
        (last.event, last.details.attempt, last.details.elapsed),
        (Event::ReplyDone, Some(1), done().elapsed)
    );
    assert_eq!(last.details.digest, done().digest);
    let note = last.details.note.as_ref().unwrap();
    assert!(note.contains("entered when the journal had room"), "{note}");
    assert_eq!(end(&folder, 5, &other).0, ended(0, 0), "once");
    assert_eq!(end(&folder, 5, &other).1.state(), State::Planned);
    drop(Process::start(&folder, 2));
    assert!(!folder.beside(FILE).exists(), "nobody needs it any more");
}

#[test]
fn an_outcome_is_entered_although_its_lease_was_over_first() {
    let folder = Folder::new();
    let mut process = Process::start(&folder, ID);
    let told = process.claim("N1");
    process.handovers.hand_over(&told, after(1)).unwrap();
    assert_eq!(end(&folder, 75, &told).1.state(), State::Unknown);
    let keep = process
        .handovers
        .keep_outcome(&told, Event::ReplyRefused, &done(), after(76));
    keep.unwrap();
    drop(process);
    // A copy that is opened elsewhere says the same.
    assert_eq!(end(&folder, 77, &told).1.state(), State::Declined);
}

#[test]
fn a_claim_learns_of_an_outcome_before_it_is_judged_by_marks() {
    let folder = Folder::new();
    let mut process = Process::start(&folder, ID);
    let told = process.claim("N1");
    let keep = process
        .handovers
        .keep_outcome(&told, Event::ReplyDone, &done(), after(2));
    keep.unwrap();
    process.die(&folder);
    // Somebody wants the same payment again, without having opened the journal since.
    let again = folder.open().commit(|scope| {
        scope.begin(
            &wanted("N1", "N1", 5),
            LEASE,
            crate::journal::Conditions::default(),
            who().at(after(3)),
        )
    });
    let crate::journal::Begun::Existing(record) = again.unwrap() else {
        panic!("it was taken for another one");
    };
    assert_eq!(record.state(), State::Refunded);
}

#[test]
fn an_outcome_that_is_torn_or_of_another_journal_is_entered_nowhere() {
    type Change = fn(String) -> String;
    let changes: [(&str, Change); 4] = [
        ("torn", |text| text[..text.len() - 9].to_owned()),
        ("of another merchant", |text| {
            text.replace("APP/M1", "APP/M2")
        }),
        ("of another number", |text| text.replace("\"N1\"", "\"N7\"")),
        ("of a later attempt", |text| {
            text.replace("\"attempt\":1", "\"attempt\":2")
        }),
    ];
    for (what, change) in changes {
        let folder = Folder::new();
        let mut process = Process::start(&folder, ID);
        let told = process.claim("N1");
        process.handovers.hand_over(&told, after(1)).unwrap();
        let keep = process
            .handovers
            .keep_outcome(&told, Event::ReplyRefused, &done(), after(2));
        keep.unwrap();
        process.die(&folder);
        let file = folder.beside(FILE);
        let text = std::fs::read_to_string(&file).unwrap();
        let changed = change(text.clone());
        assert_ne!(changed, text, "{what}");
        std::fs::write(&file, changed).unwrap();
        assert_eq!(end(&folder, 3, &told).1.state(), State::Unknown, "{what}");
    }
}

#[test]
#[allow(clippy::print_stdout, reason = "a test that is skipped says so")]
fn room_for_outcomes_is_set_aside_before_anything_leaves() {
    use std::os::unix::fs::MetadataExt as _;
    let folder = Folder::new();
    let mut process = Process::start(&folder, ID);
    let claimed = process.claim("N1");
    process.handovers.hand_over(&claimed, after(1)).unwrap();
    let file = std::fs::metadata(folder.beside(FILE)).unwrap();
    assert!(file.len() < 1000, "{file:?}");
    assert_eq!(file.mode() & 0o777, 0o600);
    // Blocks are of 512 bytes.
    if file.blocks() < 100 {
        println!("skipped: this file system sets no room aside");
        return;
    }
    assert!(file.blocks() * 512 >= 256 * 1024, "{file:?}");
    process.die(&folder);
}
