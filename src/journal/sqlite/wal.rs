//! The head of the write-ahead log, looked at before SQLite does.
//!
//! SQLite takes a log whose head makes no sense for an empty one, and says nothing: what stood in
//! it is gone. Here that may be a refund that was sent, so the journal is not opened.
//!
//! What this cannot see: a log that was removed, or cut between two entries. Only the newest
//! event's hash, kept elsewhere (`journal verify` prints it), shows that.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use std::time::Duration;

/// Length of the head, fixed by SQLite's file format.
pub(super) const HEAD: usize = 32;
/// The first word, whose last bit tells in which order the checksum reads its bytes.
const MAGIC: u32 = 0x377f_0682;

/// Whether the log's head is one that SQLite wrote, or not written yet.
pub(super) fn is_sound(log: &Path) -> io::Result<bool> {
    // Another process may be writing the head at this very moment.
    for _ in 0..3 {
        if read_head(log)?.is_none_or(|head| fits(&head)) {
            return Ok(true);
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    Ok(false)
}

/// Reads the head; none where the log is missing or shorter than that.
fn read_head(log: &Path) -> io::Result<Option<[u8; HEAD]>> {
    let mut file = match File::open(log) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        opened => opened?,
    };
    let mut head = [0; HEAD];
    match file.read_exact(&mut head) {
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(None),
        read => read.map(|()| Some(head)),
    }
}

/// Whether magic and checksum are right, or nothing was written yet.
fn fits(head: &[u8; HEAD]) -> bool {
    if head.iter().all(|byte| *byte == 0) {
        return true;
    }
    let mut words = head.as_chunks::<4>().0.iter();
    let magic = words.next().map_or(0, |word| u32::from_be_bytes(*word));
    if magic & !1 != MAGIC {
        return false;
    }
    let read = |word: &[u8; 4]| {
        if magic & 1 == 1 {
            u32::from_be_bytes(*word)
        } else {
            u32::from_le_bytes(*word)
        }
    };
    let (covered, sums) = head.split_at(24);
    let (mut first, mut second) = (0_u32, 0_u32);
    for pair in covered.as_chunks::<8>().0 {
        let (a, b) = pair.split_at(4);
        let word = |bytes: &[u8]| bytes.first_chunk::<4>().map_or(0, read);
        first = first.wrapping_add(word(a)).wrapping_add(second);
        second = second.wrapping_add(word(b)).wrapping_add(first);
    }
    // The checksum itself is always written with the high byte first.
    let written: Vec<u32> = sums
        .as_chunks::<4>()
        .0
        .iter()
        .map(|word| u32::from_be_bytes(*word))
        .collect();
    written == [first, second]
}
