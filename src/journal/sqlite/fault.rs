//! What SQLite's errors mean for a journal.

use super::super::error::{JournalError, JournalFault};
use crate::language::text;
use crate::trust;
use rusqlite::{Error, ErrorCode, ffi};
use std::fs::Metadata;
use std::path::{Path, PathBuf};

/// The journal's file.
#[derive(Clone, Debug)]
pub(super) struct JournalFile {
    path: PathBuf,
    /// The kind of file system that its owner says is a disk of this machine.
    accepted: Option<String>,
    /// The group whose accounts share its folder, if they do.
    group: Option<u32>,
}

impl JournalFile {
    pub(super) fn new(path: &Path) -> Self {
        // An absolute path cannot be taken for one of SQLite's `file:` addresses. What stands
        // beside the file is found by its one true name, whatever link led there, as SQLite does.
        let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        let is_link = std::fs::symlink_metadata(&absolute).is_ok_and(|found| found.is_symlink());
        let path = match is_link.then(|| std::fs::canonicalize(&absolute)) {
            Some(Ok(real)) => real,
            _ => absolute,
        };
        let group = path.parent().and_then(trust::shared_group);
        Self {
            path,
            accepted: None,
            group,
        }
    }

    /// Checks that nobody else can lay hands on one of the journal's files.
    pub(super) fn check_file(&self, path: &Path, found: &Metadata) -> Result<(), JournalError> {
        trust::in_folder(path, found, self.group).map_err(JournalError::from)
    }

    /// Whether the accounts of a group share it.
    pub(super) const fn is_shared(&self) -> bool {
        self.group.is_some()
    }

    /// Accepts this kind of file system, too.
    pub(super) fn accepting(self, kind: Option<&str>) -> Self {
        let accepted = kind.map(str::to_owned);
        Self { accepted, ..self }
    }

    /// Returns the kind of file system that is accepted.
    pub(super) fn accepted(&self) -> Option<&str> {
        self.accepted.as_deref()
    }

    #[cfg(target_os = "linux")]
    pub(super) fn is_accepted(&self, kind: &str) -> bool {
        self.accepted() == Some(kind)
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Returns the path of a file that stands next to it.
    pub(super) fn beside(&self, suffix: &str) -> PathBuf {
        let mut name = self.path.clone().into_os_string();
        name.push(suffix);
        PathBuf::from(name)
    }

    pub(super) fn fault(&self, fault: JournalFault) -> JournalError {
        JournalError::new(self.path.display().to_string(), fault)
    }

    pub(super) fn io(&self, error: &std::io::Error) -> JournalError {
        JournalError::of_io(self.path.display().to_string(), error)
    }

    pub(super) fn sql(&self, error: &Error) -> JournalError {
        self.fault(fault(error))
    }
}

fn fault(error: &Error) -> JournalFault {
    match error {
        Error::SqliteFailure(code, _) => of_code(*code, error),
        Error::SqlInputError { .. } => JournalFault::Damaged(text!(
            "journal-tables",
            "its tables are not as they should be ({error})",
            error
        )),
        Error::FromSqlConversionFailure(..)
        | Error::IntegralValueOutOfRange(..)
        | Error::InvalidColumnType(..)
        | Error::Utf8Error(..)
        | Error::QueryReturnedNoRows => JournalFault::Damaged(text!(
            "journal-unreadable-entry",
            "an entry cannot be read ({error})",
            error
        )),
        other => JournalFault::Io(other.to_string()),
    }
}

fn of_code(code: ffi::Error, error: &Error) -> JournalFault {
    match code.code {
        ErrorCode::DatabaseBusy
        | ErrorCode::DatabaseLocked
        | ErrorCode::FileLockingProtocolFailed => JournalFault::Locked,
        ErrorCode::DiskFull => JournalFault::Full,
        ErrorCode::ReadOnly => JournalFault::ReadOnly,
        ErrorCode::PermissionDenied | ErrorCode::CannotOpen => {
            JournalFault::Denied(error.to_string())
        }
        ErrorCode::DatabaseCorrupt => JournalFault::Damaged(error.to_string()),
        ErrorCode::NotADatabase => JournalFault::Damaged(text!(
            "journal-no-database",
            "it is not a database at all, or its beginning was overwritten"
        )),
        // The shared memory beside the file could not grow.
        ErrorCode::SystemIoFailure if code.extended_code == ffi::SQLITE_IOERR_SHMSIZE => {
            JournalFault::Full
        }
        ErrorCode::SystemIoFailure if code.extended_code == ffi::SQLITE_IOERR_SHORT_READ => {
            JournalFault::Damaged(cut_short())
        }
        _ => JournalFault::Io(error.to_string()),
    }
}

/// Says that a file ends too early.
pub(super) fn cut_short() -> String {
    text!("journal-cut-short", "it is cut short")
}

/// Whether a rule of the schema stood in the way: a unique key or a trigger.
pub(super) fn is_rule(error: &Error) -> bool {
    matches!(error, Error::SqliteFailure(code, _)
        if code.extended_code == ffi::SQLITE_CONSTRAINT_UNIQUE
            || code.extended_code == ffi::SQLITE_CONSTRAINT_TRIGGER)
}
