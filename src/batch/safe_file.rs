//! A file that is complete or not there: written beside its target, synced, renamed.

use std::fmt;
use std::fs;
use std::io::{self, BufWriter};
use std::path::{Path, PathBuf};
use tempfile::NamedTempFile;

/// A target and the temporary file that becomes it. Only the owner may read it (mode 0600).
pub(super) struct SafeFile {
    path: PathBuf,
}

impl SafeFile {
    /// Makes the temporary file in the folder of `path`.
    pub(super) fn create(path: &Path) -> Result<(Self, NamedTempFile), ResultError> {
        let new = Self {
            path: path.to_owned(),
        };
        // A rename would silently take the place of a device, and fail late over a folder.
        if fs::metadata(path).is_ok_and(|there| !there.is_file()) {
            return Err(new.error("it exists and is no ordinary file"));
        }
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

    pub(super) fn io(&self, error: &io::Error) -> ResultError {
        if error.kind() == io::ErrorKind::NotFound {
            return self.error("its folder does not exist");
        }
        self.error(&error.kind().to_string())
    }

    pub(super) fn error(&self, problem: &str) -> ResultError {
        ResultError {
            path: self.path.clone(),
            problem: problem.to_owned(),
        }
    }

    fn folder(&self) -> &Path {
        match self.path.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder,
            _ => Path::new("."),
        }
    }
}

/// Why a file could not be written. What stood under its name before still does.
#[derive(Debug)]
pub struct ResultError {
    path: PathBuf,
    problem: String,
}

impl fmt::Display for ResultError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = self.path.display().to_string();
        write!(
            f,
            "cannot write `{}`: {}",
            path.escape_debug(),
            self.problem
        )
    }
}

impl std::error::Error for ResultError {}
