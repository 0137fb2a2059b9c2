//! The kinds of faults: their names and what they take. The parser, its messages and the manual
//! are checked against this one table.

use super::{Endpoint, Spoil};

/// One kind of fault.
#[derive(Clone, Copy, Debug)]
pub(super) struct FaultKind {
    /// What `do` says.
    pub(super) name: &'static str,
    /// Keys it takes besides those every fault takes.
    pub(super) keys: &'static [&'static str],
    /// Whether an enquiry can have it too.
    pub(super) on_query: bool,
    /// What it does to the answer where that needs no more than its name; it executes first.
    pub(super) spoil: Option<&'static Spoil>,
}

impl FaultKind {
    const fn spoils(self, spoil: &'static Spoil) -> Self {
        Self {
            spoil: Some(spoil),
            ..self
        }
    }
}

const fn any(name: &'static str, keys: &'static [&'static str]) -> FaultKind {
    FaultKind {
        name,
        keys,
        on_query: true,
        spoil: None,
    }
}

const fn refund(name: &'static str, keys: &'static [&'static str]) -> FaultKind {
    FaultKind {
        on_query: false,
        ..any(name, keys)
    }
}

/// Every kind; `docs/simulator.md` shows the same, with what happens.
pub(super) const FAULT_KINDS: &[FaultKind] = &[
    any("delay", &[]),
    any("drop-before", &[]),
    any("drop-after", &[]).spoils(&Spoil::Nothing),
    any("half-reply", &[]).spoils(&Spoil::Half),
    any("stall", &["execute"]).spoils(&Spoil::Stall),
    any("reset", &["execute"]).spoils(&Spoil::Reset),
    any("status", &["status", "execute"]),
    any("empty-body", &["execute"]).spoils(&Spoil::EmptyBody),
    any("respcd", &["respcd", "text", "execute"]),
    refund("pending", &["respcd", "after", "enquiries", "then"]),
    refund("duplicate", &["execute"]).spoils(&Spoil::Duplicate),
    any("lag", &["after", "enquiries"]),
    any("forged-signature", &[]).spoils(&Spoil::ForgedSignature),
    any("unsigned", &[]).spoils(&Spoil::Unsigned),
    any("wrong-amount", &[]).spoils(&Spoil::WrongAmount),
    any("wrong-orig-syssn", &[]).spoils(&Spoil::WrongOrigSyssn),
    any("not-utf8", &[]).spoils(&Spoil::NotUtf8),
    any("bom", &[]).spoils(&Spoil::Bom),
    any("numeric-txamt", &[]).spoils(&Spoil::NumericTxamt),
    any("control-characters", &[]).spoils(&Spoil::ControlCharacters),
    any("huge-body", &["bytes"]),
    any("drip", &["pause"]),
    any("chunked", &[]).spoils(&Spoil::Chunked),
    any("redirect", &["status", "location", "execute"]),
    any("gzip", &[]).spoils(&Spoil::Gzip),
];

/// Keys every fault takes.
pub(super) const COMMON_KEYS: [&str; 8] = [
    "on",
    "do",
    "times",
    "skip",
    "syssn",
    "out_trade_no",
    "txamt",
    "delay",
];

impl FaultKind {
    /// Finds a kind for an endpoint.
    pub(super) fn find(name: &str, endpoint: Endpoint) -> Option<&'static Self> {
        Self::of(endpoint).find(|kind| kind.name == name)
    }

    /// Returns the kinds an endpoint can have.
    pub(super) fn of(endpoint: Endpoint) -> impl Iterator<Item = &'static Self> {
        FAULT_KINDS
            .iter()
            .filter(move |kind| endpoint == Endpoint::Refund || kind.on_query)
    }

    /// Returns the keys it takes at an endpoint. An enquiry executes nothing, and its lag is
    /// counted by `times`.
    pub(super) fn keys_of(&self, endpoint: Endpoint) -> Vec<&'static str> {
        let fits = |key: &&str| {
            endpoint == Endpoint::Refund || !["execute", "after", "enquiries"].contains(key)
        };
        self.keys.iter().copied().filter(fits).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_manual_shows_the_same_table() {
        let manual = include_str!("../../../docs/simulator.md");
        for kind in FAULT_KINDS {
            let keys: Vec<String> = kind.keys.iter().map(|key| format!("`{key}`")).collect();
            let on = if kind.on_query { "both" } else { "refund" };
            let row = format!("| `{}` | {on} | {} | ", kind.name, keys.join(" "));
            let told = manual.lines().find_map(|line| line.strip_prefix(&row));
            assert!(
                told.is_some_and(|what| !what.trim_end_matches([' ', '|']).is_empty()),
                "docs/simulator.md lacks this row, or what happens in it:\n{row}"
            );
        }
    }
}
