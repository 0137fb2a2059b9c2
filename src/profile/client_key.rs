//! What a client key looks like, whatever source it comes from.
//!
//! An error names the source and what is wrong, never the key.

use super::error::ProfileError;
use super::values::unusual;
use secrecy::SecretString;

/// A key file or the output of a command longer than this holds something else, in bytes.
pub(super) const MOST_BYTES: u64 = 4096;
/// In characters, all of them ASCII.
const LONGEST_KEY: usize = 128;

/// Checks that bytes can be a client key: 1 to 128 visible ASCII characters on one line. One
/// line ending is taken off first.
pub(super) fn checked(bytes: Vec<u8>, source: &str) -> Result<SecretString, ProfileError> {
    let refused = |why: &str| {
        Err(ProfileError::new(
            format!("the client key from {source} {why}"),
            "It must be the client key and nothing else: 1 to 128 visible ASCII characters on one line.",
        ))
    };
    let Ok(mut text) = String::from_utf8(bytes) else {
        return refused("is not text");
    };
    if text.ends_with('\n') {
        text.pop();
        if text.ends_with('\r') {
            text.pop();
        }
    }
    if text.is_empty() {
        return refused("is empty");
    }
    if text.contains('\n') {
        return refused("has more than one line");
    }
    if let Some(why) = unusual(&text) {
        return refused(why);
    }
    if text.len() > LONGEST_KEY {
        return refused("is longer than 128 characters");
    }
    Ok(SecretString::from(text))
}
