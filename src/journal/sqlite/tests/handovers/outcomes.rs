//! Outcomes that are kept beside the journal while it cannot take them.

use super::*;
use crate::journal::Details;

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
fn an_outcome_that_is_not_understood_is_not_cleared_away() {
    for is_torn in [false, true] {
        let folder = Folder::new();
        let mut process = Process::start(&folder, ID);
        let told = process.claim("N1");
        process.handovers.hand_over(&told, after(1)).unwrap();
        let keep = process
            .handovers
            .keep_outcome(&told, Event::ReplyDone, &done(), after(2));
        keep.unwrap();
        process.die(&folder);
        let file = folder.beside(FILE);
        let text = std::fs::read_to_string(&file).unwrap();
        let spoilt = if is_torn {
            // What a crash leaves of it: nobody was told that it is kept.
            text[..text.len() - 9].to_owned()
        } else {
            text.replace("\"attempt\":1", "\"attempt\":?")
        };
        assert_ne!(spoilt, text);
        std::fs::write(&file, spoilt).unwrap();
        assert_eq!(end(&folder, 3, &told).1.state(), State::Unknown);
        drop(Process::start(&folder, 2));
        assert_eq!(file.exists(), !is_torn);
        // Somebody who can read it puts it right.
        std::fs::write(&file, text).unwrap();
        assert_eq!(end(&folder, 4, &told).1.state(), State::Refunded);
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
