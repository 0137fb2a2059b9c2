//! A file that is complete or not there: written beside its target, synced, renamed.
//!
//! It replaces nothing but an earlier one of its own kind: whatever else stands under its name, a journal,
//! a profile or somebody's list, stays.

use crate::language::{text, word, write_text};
use std::fmt;
use std::fs;
use std::io::{self, BufWriter, Read};
use std::path::{Path, PathBuf};
use tempfile::NamedTempFile;

/// A target and the temporary file that becomes it. Only the owner may read it (mode 0600).
pub(super) struct SafeFile {
    path: PathBuf,
    kind: Kind,
}

/// What is written, and by which beginning an earlier one is known.
#[derive(Clone, Copy)]
pub(super) struct Kind {
    /// What it is, with its article.
    pub(super) name: fn() -> &'static str,
    /// Whether a file that begins with these bytes is one.
    pub(super) is_ours: fn(&[u8]) -> bool,
    /// Why one is no file of refunds in a folder of them.
    pub(super) why_left_out: fn() -> &'static str,
}

/// How much of an earlier file is read: the longest row, with room for what a result adds to it.
const HEAD: u64 = 128 * 1024;

impl SafeFile {
    /// Makes the temporary file in the folder of `path`.
    pub(super) fn create(path: &Path, kind: Kind) -> Result<(Self, NamedTempFile), ResultError> {
        let new = Self {
            path: path.to_owned(),
            kind,
        };
        // A rename would silently take the place of a device, and fail late over a folder.
        if fs::metadata(path).is_ok_and(|there| !there.is_file()) {
            return Err(new.error(word!(
                "batch-target-odd",
                "it exists and is no ordinary file"
            )));
        }
        new.spare_others()?;
        let temporary = tempfile::Builder::new()
            .prefix(".qfrefund-")
            .suffix(".tmp")
            .tempfile_in(new.folder())
            .map_err(|error| new.io(&error))?;
        Ok((new, temporary))
    }

    /// Makes everything written durable and gives it its name.
    pub(super) fn finish(&self, out: BufWriter<NamedTempFile>) -> Result<(), ResultError> {
        let temporary = out.into_inner().map_err(|error| self.io(error.error()))?;
        temporary
            .as_file()
            .sync_all()
            .map_err(|error| self.io(&error))?;
        // It may have come since.
        self.spare_others()?;
        temporary
            .persist(&self.path)
            .map_err(|error| self.io(&error.error))?;
        // The name itself is durable when the folder is; only Unix can sync one.
        if cfg!(unix) {
            fs::File::open(self.folder())
                .and_then(|folder| folder.sync_all())
                .map_err(|error| self.io(&error))?;
        }
        Ok(())
    }

    /// Refuses a file that is none of this kind. An empty one loses nothing.
    fn spare_others(&self) -> Result<(), ResultError> {
        let head = match beginning(&self.path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            Err(error) => return Err(self.io(&error)),
            Ok(head) => head,
        };
        if head.is_empty() || (self.kind.is_ours)(&head) {
            return Ok(());
        }
        Err(ResultError {
            is_refusal: true,
            ..self.error(&text!(
                "batch-target-other",
                "it exists and is not {kind}; give another name, or move that file away",
                kind = (self.kind.name)()
            ))
        })
    }

    pub(super) fn io(&self, error: &io::Error) -> ResultError {
        if error.kind() == io::ErrorKind::NotFound {
            return self.error(word!("batch-target-folder", "its folder does not exist"));
        }
        self.error(&error.kind().to_string())
    }

    pub(super) fn error(&self, problem: &str) -> ResultError {
        ResultError {
            path: self.path.clone(),
            problem: problem.to_owned(),
            is_refusal: false,
        }
    }

    fn folder(&self) -> &Path {
        match self.path.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder,
            _ => Path::new("."),
        }
    }
}

/// Reads the beginning of a file, without the mark of UTF-8.
pub(super) fn beginning(path: &Path) -> io::Result<Vec<u8>> {
    let mut head = Vec::new();
    fs::File::open(path)?.take(HEAD).read_to_end(&mut head)?;
    Ok(match head.strip_prefix(b"\xef\xbb\xbf") {
        Some(rest) => rest.to_vec(),
        None => head,
    })
}

/// Why a file could not be written. What stood under its name before still does.
#[derive(Debug)]
pub struct ResultError {
    path: PathBuf,
    problem: String,
    is_refusal: bool,
}

impl ResultError {
    /// Whether another file would have been lost, which we refuse.
    #[must_use]
    pub const fn is_refusal(&self) -> bool {
        self.is_refusal
    }
}

impl fmt::Display for ResultError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = self.path.display().to_string();
        let (path, problem) = (path.escape_debug(), &self.problem);
        write_text!(
            f,
            "batch-cannot-write",
            "cannot write `{path}`: {problem}",
            path,
            problem
        )
    }
}

impl std::error::Error for ResultError {}
