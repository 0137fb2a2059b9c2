//! `journal verify`: whether the journal is as the tool left it, and continues what was noted of it.

use crate::commands::merchant::Party;
use crate::commands::{Desk, Failure, books};
use crate::exit::Exit;
use crate::journal::{Head, Journal, JournalError, JournalFault, Seen, Verification};
use crate::language::{text, word};
use crate::output::VerifyDocument;
use std::path::Path;

/// Verifies a file, a backup for example, which is only read.
pub(super) fn file(expect: &[String], file: &Path, desk: &mut Desk<'_>) -> Result<Exit, Failure> {
    let expected = heads(expect)?;
    let mut journal = books::read_only(file).map_err(unverified)?;
    let report = check(&expected, &mut *journal)?;
    Ok(tell(&report, file, desk))
}

/// Verifies a profile's own journal.
pub(super) fn own(
    expect: &[String],
    path: &Path,
    party: &Party,
    desk: &mut Desk<'_>,
) -> Result<Exit, Failure> {
    let expected = heads(expect)?;
    let opened = books::open_at(path, &party.profile);
    let mut journal = opened.map_err(|error| match error.fault() {
        JournalFault::Missing => books::not_opened(error, &party.profile),
        _ => unverified(error),
    })?;
    let mut report = check(&expected, &mut *journal)?;
    expect_seen(&mut report, party, &mut *journal, desk)?;
    Ok(tell(&report, path, desk))
}

/// Tells why it could not even be verified. To verify it is no advice then.
fn unverified(error: JournalError) -> Failure {
    let is_damaged = matches!(error.fault(), JournalFault::Damaged(_));
    let failure = Failure::from(error);
    if is_damaged {
        failure.hint(word!(
            "journal-last-sound",
            "Do not delete it. Put back the last backup that is sound: `qfrefund journal restore FILE` also enters what was sent after it, from the gateway."
        ))
    } else {
        failure
    }
}

fn check(expected: &[Head], journal: &mut dyn Journal) -> Result<Verification, Failure> {
    let mut report = journal.verify().map_err(unverified)?;
    for head in expected {
        let found = journal.hash_of(head.seq)?;
        report.expect(head, found, word!("journal-is-expected", "is expected"));
    }
    Ok(report)
}

/// Compares with what this account has seen: it is as good as an event noted by a person.
fn expect_seen(
    report: &mut Verification,
    party: &Party,
    journal: &mut dyn Journal,
    desk: &mut Desk<'_>,
) -> Result<(), Failure> {
    // Whose the witness is. Where that cannot be read, the report says so.
    if books::read_for(party, journal, desk).is_err() {
        return Ok(());
    }
    if let Ok(Some(witness)) = books::witness(journal, &party.key(), party, desk) {
        match witness.read() {
            Seen::Event(head) | Seen::PutBack(Some(head), _) => {
                let found = journal.hash_of(head.seq)?;
                let why = word!("journal-last-seen-here", "was last seen here");
                report.expect(&head, found, why);
            }
            Seen::Unread(why) => desk.console.warn(&text!(
                "journal-seen-unreadable",
                "what was last seen of the journal cannot be read ({path}: {why})",
                path = witness.path().display(),
                why
            )),
            Seen::Nothing | Seen::PutBack(None, _) => {}
        }
    }
    Ok(())
}

fn tell(report: &Verification, path: &Path, desk: &mut Desk<'_>) -> Exit {
    let document = VerifyDocument {
        journal: path.display().to_string(),
        sound: report.is_sound(),
        intents: report.intents,
        events: report.events,
        head_seq: report.head.map(|head| head.seq),
        head_hash: report.head.map(|head| head.hash.to_string()),
        defects: report
            .defects
            .iter()
            .map(|defect| {
                let seq = defect
                    .seq
                    .map(|seq| text!("journal-of-event", "event {seq}: ", seq))
                    .unwrap_or_default();
                let number = defect
                    .number
                    .as_ref()
                    .map(|number| text!("journal-of-number", "{number}: ", number))
                    .unwrap_or_default();
                format!("{seq}{number}{}", defect.what)
            })
            .collect(),
    };
    let exit = if document.sound {
        Exit::Success
    } else {
        Exit::Setup
    };
    desk.console.result(&document, exit, false)
}

/// Reads events as they were noted elsewhere.
fn heads(expect: &[String]) -> Result<Vec<Head>, Failure> {
    expect.iter().map(|text| head(text)).collect()
}

fn head(text: &str) -> Result<Head, Failure> {
    Head::parse(text).ok_or_else(|| {
        Failure::usage(text!(
            "journal-no-event",
            "--expect `{given}` is not an event",
            given = text.escape_debug()
        ))
        .hint(word!(
            "journal-event-form",
            "Write its number, a colon and the 64 digits of its hash: 12:9f2c…"
        ))
    })
}
