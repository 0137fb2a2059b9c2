//! What can go wrong with a journal, where, and what to do about it.

use crate::language::{word, write_text};
use crate::refund::{Forbidden, naming};
use crate::trust::{Distrust, Reason};
use std::fmt;
use std::io;

/// A journal that cannot do what it was asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JournalError {
    place: String,
    fault: JournalFault,
}

/// What is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum JournalFault {
    /// The operating system does not let us read or write it.
    Denied(String),
    /// There is none, where one is to be.
    Missing,
    /// Others than its owner may write to it.
    TooOpen,
    /// It lies on a file system of this kind, which is not known to be a disk of this machine:
    /// elsewhere locks and shared memory cannot be trusted.
    NotLocal(String),
    /// It belongs to another account, which has this number.
    NotOurs(u32),
    /// Its file has a second name, and each name would have a write-ahead log of its own.
    Linked,
    /// Another process held it for longer than we wait.
    Locked,
    /// There is no room left.
    Full,
    /// It can be read but not written.
    ReadOnly,
    /// It is cut short, overwritten or otherwise not as it was left.
    Damaged(String),
    /// It was made by a newer release: (its schema, ours).
    Newer(i64, i64),
    /// It is somebody else's file.
    Foreign,
    /// A file that must not be overwritten is there already.
    Exists,
    /// It does not hold the event with the first number, which this account has seen in it; its own
    /// newest is the second. An older copy stands in its place, or another history.
    WentBack(u64, u64),
    /// A copy was put in its place, and the gateway has not been read since.
    Unread,
    /// What was last seen of it (a file, why) cannot be read.
    Unwitnessed(String, String),
    /// What this account has seen of other journals (a file, why) cannot be read.
    OthersUnread(String, String),
    /// What it lacks cannot be noted (a file, why), so that it was not put in its place.
    Unnoted(String, String),
    /// No copy came into its place, and what stood there (a file, why) lies beside it.
    LeftAside(String, String),
    /// No intent has this number.
    NoSuchIntent(String),
    /// This may not happen to the intent with this number.
    Forbidden(String, Forbidden),
    /// Reading or writing failed in another way.
    Io(String),
}

impl JournalError {
    /// Says what is wrong at a place: a path, or a database's address without its password.
    #[must_use]
    pub fn new(place: impl Into<String>, fault: JournalFault) -> Self {
        Self {
            place: place.into(),
            fault,
        }
    }

    /// Classes a failure of the operating system.
    #[must_use]
    pub fn of_io(place: impl Into<String>, error: &io::Error) -> Self {
        let fault = match error.kind() {
            io::ErrorKind::PermissionDenied => JournalFault::Denied(error.to_string()),
            io::ErrorKind::ReadOnlyFilesystem => JournalFault::ReadOnly,
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => JournalFault::Full,
            io::ErrorKind::AlreadyExists => JournalFault::Exists,
            _ => JournalFault::Io(error.to_string()),
        };
        Self::new(place, fault)
    }

    /// Returns what is wrong.
    #[must_use]
    pub const fn fault(&self) -> &JournalFault {
        &self.fault
    }

    /// Whether it concerns one operation alone and leaves the others of a commit alone; asking
    /// again changes nothing.
    #[must_use]
    pub const fn is_refusal(&self) -> bool {
        matches!(
            self.fault,
            JournalFault::Forbidden(..) | JournalFault::NoSuchIntent(_)
        )
    }

    /// Returns what to do about it for a profile, as a sentence: the commands in it name that profile.
    #[must_use]
    pub fn remedy_for(&self, profile: &str) -> String {
        naming(self.remedy(), profile)
    }

    /// Returns what to do about it, as a sentence.
    #[must_use]
    pub fn remedy(&self) -> &'static str {
        match self.fault {
            JournalFault::Denied(_) => word!(
                "journal-remedy-denied",
                "Give this account the right to read and write there, or run it as the account the journal belongs to. A journal elsewhere would not know what was refunded."
            ),
            JournalFault::Missing => word!(
                "journal-remedy-missing",
                "If this is the first use, make it: `qfrefund journal init`. If not, this is another account or HOME, `journal` in the profile has changed, or the file was moved or deleted: put a copy back with `qfrefund journal restore FILE`."
            ),
            JournalFault::NotLocal(_) => word!(
                "journal-remedy-not-local",
                "Set `journal` in the profile to a path on a disk of this machine. If this is one that nobody else uses, say so with `journal_file_system` in the profile; every claim notes it."
            ),
            JournalFault::TooOpen => word!(
                "journal-remedy-too-open",
                "Take the right to write from group and others: chmod go-w. How several accounts share a journal on purpose stands in docs/operations.md."
            ),
            JournalFault::NotOurs(_) => word!(
                "journal-remedy-not-ours",
                "Run it as the account it belongs to. How several accounts share a journal on purpose stands in docs/operations.md."
            ),
            JournalFault::Linked => word!(
                "journal-remedy-linked",
                "Remove the other name (a hard link), and into a container mount the folder, not the file. A copy is made with `qfrefund journal backup`."
            ),
            JournalFault::Locked => word!(
                "journal-remedy-locked",
                "See which process holds it; it is freed when that process ends. Then run the command again."
            ),
            JournalFault::Full => word!(
                "journal-remedy-full",
                "Make room on the disk. Nothing that was written before is lost."
            ),
            JournalFault::ReadOnly => word!(
                "journal-remedy-read-only",
                "Make the file, its folder and the file system it lies on writable for this account. A journal elsewhere would not know what was refunded."
            ),
            JournalFault::Damaged(_) => word!(
                "journal-remedy-damaged",
                "Do not delete it. Run `qfrefund journal verify`, and put back the last backup; what was sent after that backup must be looked up at the gateway."
            ),
            JournalFault::Newer(..) => word!(
                "journal-remedy-newer",
                "Use the release that made it, or a later one."
            ),
            JournalFault::Foreign => word!(
                "journal-remedy-foreign",
                "Set `journal` in the profile to where the journal is, or put a copy of it back with `qfrefund journal restore FILE`; this file is left as it is."
            ),
            JournalFault::Exists => word!(
                "journal-remedy-exists",
                "Choose another name, or move the file away."
            ),
            JournalFault::WentBack(..) => word!(
                "journal-remedy-went-back",
                "Looking goes on as before (`history`, `show`, `resolve`, `journal verify`). If the newer file is still there, put it back. If not, `qfrefund journal rejoin` enters what this one lacks from the gateway, and then refunds may be sent again."
            ),
            JournalFault::Unread => word!(
                "journal-remedy-unread",
                "Run `qfrefund journal rejoin`: it enters from the gateway what is missing. Looking goes on meanwhile."
            ),
            JournalFault::Unwitnessed(..) => word!(
                "journal-remedy-unwitnessed",
                "Make it readable, or have XDG_STATE_HOME name a folder that is. If it is spoilt, `qfrefund journal rejoin` reads the gateway and writes it anew."
            ),
            JournalFault::OthersUnread(..) => word!(
                "journal-remedy-others-unread",
                "Make it readable for this account. If it is spoilt, leave it there: `qfrefund journal init --anew` makes a new journal all the same, which sends nothing until `qfrefund journal rejoin` has entered what the gateway shows, and a copy is put in place with `qfrefund journal restore FILE --forget-open`."
            ),
            JournalFault::Unnoted(..) => word!(
                "journal-remedy-unnoted",
                "Make it writable for this account, and run the command again. No journal was put in place."
            ),
            JournalFault::LeftAside(..) => word!(
                "journal-remedy-left-aside",
                "Move it back to the journal's place, and the files whose names go on with -wal and -shm with it; or put a copy in place with `qfrefund journal restore FILE`."
            ),
            JournalFault::NoSuchIntent(_) => word!(
                "journal-remedy-no-such-refund",
                "Check the number and the profile; `qfrefund history` lists what there is."
            ),
            JournalFault::Forbidden(..) => word!(
                "journal-remedy-forbidden",
                "See where it stands with `qfrefund show NUMBER`."
            ),
            JournalFault::Io(_) => word!("journal-remedy-io", "Check the disk."),
        }
    }
}

impl fmt::Display for JournalError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = &self.place;
        match &self.fault {
            JournalFault::Denied(why) => write_text!(
                f,
                "journal-denied",
                "no access to the journal {place} ({why})",
                place,
                why
            ),
            JournalFault::Missing => {
                write_text!(f, "journal-missing", "there is no journal {place}", place)
            }
            JournalFault::TooOpen => {
                write_text!(f, "journal-too-open", "others may write to {place}", place)
            }
            JournalFault::NotLocal(kind) => write_text!(
                f,
                "journal-not-local",
                "the journal {place} is on a file system that is not known to be a disk of this machine ({kind})",
                place,
                kind
            ),
            JournalFault::NotOurs(account) => write_text!(
                f,
                "journal-not-ours",
                "{place} belongs to another account (uid {account}), neither to root nor to this one",
                place,
                account
            ),
            JournalFault::Linked => write_text!(
                f,
                "journal-linked",
                "the file of the journal {place} has a second name",
                place
            ),
            JournalFault::Locked => write_text!(
                f,
                "journal-locked",
                "another process holds the journal {place}",
                place
            ),
            JournalFault::Full => write_text!(
                f,
                "journal-full",
                "no room left for the journal {place}",
                place
            ),
            JournalFault::ReadOnly => write_text!(
                f,
                "journal-read-only",
                "the journal {place} cannot be written",
                place
            ),
            JournalFault::Damaged(how) => write_text!(
                f,
                "journal-damaged",
                "the journal {place} is damaged: {how}",
                place,
                how
            ),
            JournalFault::Newer(theirs, ours) => write_text!(
                f,
                "journal-newer",
                "the journal {place} was made by a newer release (schema {theirs}, this one knows {ours})",
                place,
                theirs,
                ours
            ),
            JournalFault::Foreign => write_text!(
                f,
                "journal-foreign",
                "{place} is not a journal of qfrefund",
                place
            ),
            JournalFault::Exists => {
                write_text!(f, "journal-exists", "{place} exists already", place)
            }
            JournalFault::WentBack(seen, has) => write_text!(
                f,
                "journal-went-back",
                "the journal {place} has gone back in time: it was seen with event {seen}, and its newest is {has}{history}",
                place,
                seen,
                has,
                history = if has < seen {
                    ""
                } else {
                    word!("journal-another-history", ", of another history")
                }
            ),
            JournalFault::Unread => write_text!(
                f,
                "journal-unread",
                "a copy was put in the place of the journal {place}, and what it lacks has not been read from the gateway",
                place
            ),
            JournalFault::Unwitnessed(path, why) => write_text!(
                f,
                "journal-unwitnessed",
                "whether the journal {place} continues what was last seen of it is not known: {path} cannot be read ({why})",
                place,
                path,
                why
            ),
            JournalFault::NoSuchIntent(number) => write_text!(
                f,
                "journal-no-such-refund",
                "the journal {place} has no refund with the number {number}",
                place,
                number
            ),
            JournalFault::Forbidden(number, what) => write_text!(
                f,
                "journal-forbidden",
                "refund {number}: {what}",
                number,
                what
            ),
            JournalFault::Io(why) => write_text!(
                f,
                "journal-failed",
                "the journal {place} failed: {why}",
                place,
                why
            ),
            JournalFault::OthersUnread(path, why) => write_text!(
                f,
                "journal-others-unread",
                "which journals this account has seen before is not known: {path} cannot be read ({why})",
                path,
                why
            ),
            JournalFault::Unnoted(path, why) => write_text!(
                f,
                "journal-unnoted",
                "what the journal {place} may lack cannot be noted: {path} cannot be written ({why})",
                place,
                path,
                why
            ),
            JournalFault::LeftAside(aside, why) => write_text!(
                f,
                "journal-left-aside",
                "no copy came into the place of the journal {place}, and what stood there lies in {aside} and could not be put back ({why})",
                place,
                aside,
                why
            ),
        }
    }
}

impl std::error::Error for JournalError {}

impl From<Distrust> for JournalError {
    fn from(distrust: Distrust) -> Self {
        let fault = match distrust.reason {
            Reason::Owner { theirs, .. } => JournalFault::NotOurs(theirs),
            Reason::OpenFolder(_) | Reason::OpenFile(..) => JournalFault::TooOpen,
            Reason::Io(kind) => {
                return Self::of_io(distrust.path.display().to_string(), &kind.into());
            }
            Reason::Folder | Reason::NotRegular | Reason::TooLong(_) => JournalFault::Foreign,
        };
        Self::new(distrust.path.display().to_string(), fault)
    }
}

/// Why an export did not come to its end.
#[derive(Debug)]
pub enum ExportError {
    /// The journal could not be read.
    Journal(JournalError),
    /// The receiver could not be written to.
    Output(io::Error),
}

impl fmt::Display for ExportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Journal(error) => error.fmt(f),
            Self::Output(error) => write_text!(
                f,
                "journal-export-unwritten",
                "cannot write the export ({error})",
                error
            ),
        }
    }
}

impl std::error::Error for ExportError {}

impl From<JournalError> for ExportError {
    fn from(error: JournalError) -> Self {
        Self::Journal(error)
    }
}

#[cfg(test)]
mod tests;
