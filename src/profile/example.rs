//! The example config file, and putting it where the tool looks for one.

use super::error::{ProfileError, path_text};
use crate::language::{text, word};
use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Write};
use std::path::Path;

/// The example: every key, explained. It loads as it stands and chooses the simulator.
pub const EXAMPLE: &str = include_str!("../../config.example.toml");

/// Writes the example to a path where nothing is yet, readable by its owner only, making the
/// folders above it if need be.
///
/// # Errors
/// When something is there already, which is never overwritten, or the disk refuses.
pub fn write_example(path: &Path) -> Result<(), ProfileError> {
    let refused = |error: io::Error| match error.kind() {
        io::ErrorKind::AlreadyExists => ProfileError::new(
            text!(
                "profile-example-there",
                "{path} is there already and is not overwritten",
                path = path_text(path)
            ),
            word!(
                "profile-example-there-hint",
                "Edit it, or name another file with --config."
            ),
        ),
        kind => impossible(path, kind),
    };
    if let Some(folder) = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
    {
        make_folder(folder).map_err(|error| impossible(path, error.kind()))?;
    }
    let mut file = create(path).map_err(refused)?;
    let written = file
        .write_all(EXAMPLE.as_bytes())
        .and_then(|()| file.sync_all());
    written.map_err(|error| {
        // Half a file would be in the way of the next try.
        let _ = fs::remove_file(path);
        refused(error)
    })
}

pub(super) fn impossible(path: &Path, kind: io::ErrorKind) -> ProfileError {
    ProfileError::new(
        text!(
            "profile-config-unmade",
            "the config file {path} cannot be made: {kind}",
            path = path_text(path),
            kind
        ),
        word!(
            "profile-config-unmade-hint",
            "Check the folder and who may write to it."
        ),
    )
}

pub(super) fn make_folder(folder: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt;
        builder.mode(0o700);
    }
    builder.create(folder)
}

fn create(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    options.open(path)
}
