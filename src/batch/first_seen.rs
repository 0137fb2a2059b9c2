//! Finds what occurs twice among millions, in 12 bytes each, or in 16 with more to remember.
//!
//! Keys are 64 bits of SipHash. Among a million rows two different texts meet with a chance of one
//! in 37 million, and then a row is reported that is none; nothing is ever overlooked.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hasher};

/// So many keys wait in a small table before they are merged into the large sorted one: seven in eight places of
/// a power of two, for one more key would double it.
const WAITING: usize = (1 << 14) / 8 * 7;

#[derive(Clone, Copy)]
struct Entry<V> {
    // Two halves keep the entry at 12 bytes where a `u64` would make it 16.
    high: u32,
    low: u32,
    value: V,
}

impl<V> Entry<V> {
    fn new(key: u64, value: V) -> Self {
        let half = |bits: u64| u32::try_from(bits & u64::from(u32::MAX)).unwrap_or(0);
        Self {
            high: half(key >> 32),
            low: half(key),
            value,
        }
    }

    fn key(&self) -> u64 {
        (u64::from(self.high) << 32) | u64::from(self.low)
    }
}

/// Remembers for each key the value that came with it first.
#[derive(Default)]
pub(super) struct FirstSeen<V = u32> {
    sorted: Vec<Entry<V>>,
    /// Where in `sorted` the keys with each first 16 bits begin: saves most of a binary search.
    starts: Vec<u32>,
    waiting: HashMap<u64, V>,
}

impl<V: Copy + Default> FirstSeen<V> {
    /// Returns the value that came first with this key; if none did, remembers this one.
    pub(super) fn earlier_or(&mut self, key: u64, value: V) -> Option<V> {
        if let Some(value) = self.waiting.get(&key) {
            return Some(*value);
        }
        let alike = self.alike(key);
        if let Ok(place) = alike.binary_search_by_key(&key, |entry| entry.key()) {
            return alike.get(place).map(|entry| entry.value);
        }
        self.waiting.insert(key, value);
        if self.waiting.len() >= WAITING {
            self.merge();
        }
        None
    }

    /// The sorted entries that begin with the same 16 bits.
    fn alike(&self, key: u64) -> &[Entry<V>] {
        let bucket = bucket(key);
        let begins = |bucket: usize| {
            let start = self.starts.get(bucket);
            let start = start.and_then(|start| usize::try_from(*start).ok());
            start.unwrap_or(self.sorted.len())
        };
        let (start, end) = (begins(bucket), begins(bucket.saturating_add(1)));
        self.sorted.get(start..end).unwrap_or_default()
    }

    /// Merges from the back, in place: a second table would double the memory.
    fn merge(&mut self) {
        let mut fresh: Vec<Entry<V>> = self
            .waiting
            .drain()
            .map(|(k, v)| Entry::new(k, v))
            .collect();
        fresh.sort_unstable_by_key(|entry| entry.key());
        let mut left = self.sorted.len();
        let mut to = left.saturating_add(fresh.len());
        // Not twice as much: there is a table of every kind of name.
        self.sorted.reserve_exact(fresh.len());
        self.sorted.resize(to, Entry::new(0, V::default()));
        while let Some(newest) = fresh.last().copied() {
            let old = left.checked_sub(1).and_then(|last| self.sorted.get(last));
            let next = match old.copied() {
                Some(old) if old.key() > newest.key() => {
                    left = left.saturating_sub(1);
                    old
                }
                _ => {
                    fresh.pop();
                    newest
                }
            };
            to = to.saturating_sub(1);
            if let Some(place) = self.sorted.get_mut(to) {
                *place = next;
            }
        }
        self.starts.clear();
        self.starts.reserve_exact(1 << 16);
        // More than a `u32` counts would be 50 GB of them.
        for (place, entry) in (0u32..).zip(&self.sorted) {
            while self.starts.len() <= bucket(entry.key()) {
                self.starts.push(place);
            }
        }
    }
}

fn bucket(key: u64) -> usize {
    usize::try_from(key >> 48).unwrap_or(0)
}

/// Makes a key from texts; their borders count.
pub(super) fn key(parts: &[&[u8]]) -> u64 {
    let mut hash = DefaultHasher::new();
    for part in parts {
        hash.write_usize(part.len());
        hash.write(part);
    }
    hash.finish()
}

/// Makes a short one, where those that are told apart are few.
pub(super) fn short_key(parts: &[&[u8]]) -> u32 {
    u32::try_from(key(parts) >> 32).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_value_of_each_key_is_found_however_many_there_are() {
        let mut seen: FirstSeen = FirstSeen::default();
        let keys: Vec<u64> = (0u32..100_000).map(|n| key(&[&n.to_le_bytes()])).collect();
        for (value, key) in (0u32..).zip(&keys) {
            assert_eq!(seen.earlier_or(*key, value), None);
        }
        for (value, key) in (0u32..).zip(&keys) {
            assert_eq!(seen.earlier_or(*key, 7), Some(value));
        }
        assert!(seen.sorted.is_sorted_by_key(|entry| entry.key()));
        assert_eq!(seen.sorted.len() + seen.waiting.len(), keys.len());
        assert_eq!(size_of::<Entry<u32>>(), 12);
        assert_eq!(size_of::<Entry<[u32; 2]>>(), 16);
    }

    #[test]
    fn borders_between_parts_count() {
        assert_ne!(key(&[b"ab", b"c"]), key(&[b"a", b"bc"]));
    }
}
