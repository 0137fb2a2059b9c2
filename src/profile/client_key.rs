//! What a client key looks like, whatever source it comes from.
//!
//! An error names the source and what is wrong, never the key.

use super::error::ProfileError;
use super::values::unusual;
use crate::language::{text, word};
use secrecy::SecretString;

/// A key file or the output of a command longer than this holds something else, in bytes.
pub(super) const MOST_BYTES: u64 = 4096;
/// In characters, all of them ASCII.
const LONGEST_KEY: usize = 128;
const QUOTES: [char; 7] = ['"', '\'', '`', '“', '”', '‘', '’'];

/// Checks that bytes can be a client key: 1 to 128 visible ASCII characters on one line, not in
/// quotation marks. One line ending is taken off first.
pub(super) fn checked(bytes: &[u8], source: &str) -> Result<SecretString, ProfileError> {
    let refused = |why: &str| {
        Err(ProfileError::new(
            text!(
                "profile-secret-unusable",
                "the client key from {source} {why}",
                source,
                why
            ),
            word!(
                "profile-secret-unusable-hint",
                "It must be the client key and nothing else: 1 to 128 visible ASCII characters on one line."
            ),
        ))
    };
    let Ok(text) = std::str::from_utf8(bytes) else {
        return refused(word!("profile-secret-not-text", "is not text"));
    };
    let text = text
        .strip_suffix('\n')
        .map_or(text, |line| line.strip_suffix('\r').unwrap_or(line));
    if text.is_empty() {
        return refused(word!("profile-secret-empty", "is empty"));
    }
    if text.contains('\n') {
        return refused(word!("profile-secret-lines", "has more than one line"));
    }
    // What a shell takes away stays where none reads the line: in a file, a container's variables.
    if text.starts_with(QUOTES) || text.ends_with(QUOTES) {
        return refused(word!(
            "profile-secret-quotes",
            "has quotation marks around it"
        ));
    }
    if let Some(why) = unusual(text) {
        return refused(why);
    }
    if text.len() > LONGEST_KEY {
        return refused(word!(
            "profile-secret-long",
            "is longer than 128 characters"
        ));
    }
    Ok(SecretString::from(text))
}
