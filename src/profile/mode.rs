//! Who else may read or write a file that holds, or leads to, a client key.
//!
//! Only Unix has the mode bits; elsewhere nothing is checked. The owner is not checked: without
//! unsafe code the standard library does not tell who is asking.

use super::error::{ProfileError, path_text};
use std::fs::Metadata;
use std::path::Path;

/// What others may not do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Guard {
    /// Nothing at all: the file holds a key.
    Secret,
    /// Change it: the file decides where money is sent and which command is run.
    Integrity,
}

/// Checks the mode of an open file.
pub(super) fn check(path: &Path, metadata: &Metadata, guard: Guard) -> Result<(), ProfileError> {
    let forbidden = match guard {
        Guard::Secret => 0o077,
        Guard::Integrity => 0o022,
    };
    let Some(mode) = mode_of(metadata).filter(|mode| mode & forbidden != 0) else {
        return Ok(());
    };
    let problem = match guard {
        Guard::Secret => "holds a client key and others may read or change it",
        Guard::Integrity => "says where refunds are sent and others may change it",
    };
    let remedy = match guard {
        Guard::Secret => "chmod 600",
        Guard::Integrity => "chmod go-w",
    };
    Err(ProfileError::new(
        format!("the file {problem} (mode {mode:04o})"),
        format!("Run: {remedy} {}", shell_word(&path_text(path))),
    )
    .in_file(path, None))
}

#[cfg(unix)]
fn mode_of(metadata: &Metadata) -> Option<u32> {
    use std::os::unix::fs::MetadataExt;
    Some(metadata.mode() & 0o7777)
}

#[cfg(not(unix))]
const fn mode_of(_: &Metadata) -> Option<u32> {
    None
}

/// Quotes a path for a shell if it needs it.
fn shell_word(path: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "/._-+:@%".contains(c);
    if path.chars().all(is_plain) && !path.starts_with('-') {
        path.to_owned()
    } else {
        format!("'{}'", path.replace('\'', r"'\''"))
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::fs::{self, Permissions};
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn every_bit_that_is_too_much_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("f");
        fs::write(&path, "").unwrap();
        let verdict = |mode, guard| {
            fs::set_permissions(&path, Permissions::from_mode(mode)).unwrap();
            check(&path, &fs::metadata(&path).unwrap(), guard)
        };
        for bit in 0..6 {
            let mode = 0o600 | (1 << bit);
            let error = verdict(mode, Guard::Secret).unwrap_err();
            assert_eq!(
                error.problem,
                format!(
                    "the file holds a client key and others may read or change it (mode {mode:04o})"
                )
            );
            assert_eq!(error.hint(), format!("Run: chmod 600 {}", path.display()));
            let is_write = bit == 1 || bit == 4;
            assert_eq!(
                verdict(mode, Guard::Integrity).is_err(),
                is_write,
                "{mode:o}"
            );
        }
        let error = verdict(0o664, Guard::Integrity).unwrap_err();
        assert_eq!(
            error.to_string(),
            format!(
                "{}: the file says where refunds are sent and others may change it (mode 0664)",
                path.display()
            )
        );
        assert_eq!(error.hint(), format!("Run: chmod go-w {}", path.display()));
        for mode in [0o400, 0o600, 0o700] {
            assert_eq!(verdict(mode, Guard::Secret), Ok(()));
        }
    }

    #[test]
    fn a_path_with_blanks_is_quoted_for_the_shell() {
        assert_eq!(shell_word("/a/b.toml"), "/a/b.toml");
        assert_eq!(shell_word("/a b"), "'/a b'");
        assert_eq!(shell_word("/it's"), r"'/it'\''s'");
        assert_eq!(shell_word("-x"), "'-x'");
    }
}
