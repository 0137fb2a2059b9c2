//! What tells a journal, and how far it has come.

use super::record::Digest;
use serde::Serialize;
use std::fmt;
use time::OffsetDateTime;

/// The newest event of a chain at some moment. It stands for everything up to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Head {
    /// Its number, counted from 1.
    pub seq: u64,
    /// Its hash.
    pub hash: Digest,
}

impl Head {
    /// Reads `SEQ:HASH`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (seq, hash) = text.split_once(':')?;
        let is_number = seq.bytes().all(|b| b.is_ascii_digit());
        Some(Self {
            seq: seq.parse().ok().filter(|seq| is_number && *seq > 0)?,
            hash: Digest::parse(hash)?,
        })
    }
}

impl fmt::Display for Head {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.seq, self.hash)
    }
}

/// The newest event of a journal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Newest {
    /// Which it is.
    pub head: Head,
    /// When it was, by the clock of who wrote it, UTC.
    pub at: OffsetDateTime,
    /// The latest time at which anything was wanted, by whatever clock: after this event only where
    /// one of the clocks was wrong.
    pub latest: OffsetDateTime,
}

/// What tells one journal from every other: 32 hexadecimal digits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JournalIdentity(String);

impl JournalIdentity {
    /// Reads it.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let is_hex = |b: u8| b.is_ascii_digit() || (b'a'..=b'f').contains(&b);
        (text.len() == 32 && text.bytes().all(is_hex)).then(|| Self(text.to_owned()))
    }
}

impl fmt::Display for JournalIdentity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
