//! The kinds of faults: their names, what they take, what they do. The parser, its messages and
//! the manual are checked against this one table.

use super::Endpoint;

/// One kind of fault.
#[derive(Clone, Copy, Debug)]
pub struct FaultKind {
    /// What `do` says.
    pub name: &'static str,
    /// Keys it takes besides those every fault takes.
    pub keys: &'static [&'static str],
    /// Whether an enquiry can have it too.
    pub on_query: bool,
    /// What happens, in one line.
    pub what: &'static str,
}

const fn any(name: &'static str, keys: &'static [&'static str], what: &'static str) -> FaultKind {
    FaultKind {
        name,
        keys,
        on_query: true,
        what,
    }
}

const fn refund(
    name: &'static str,
    keys: &'static [&'static str],
    what: &'static str,
) -> FaultKind {
    FaultKind {
        name,
        keys,
        on_query: false,
        what,
    }
}

/// Every kind; `docs/simulator.md` shows the same.
pub const FAULT_KINDS: &[FaultKind] = &[
    any("delay", &[], "waits `delay`, then goes on as usual"),
    any(
        "drop-before",
        &[],
        "closes without executing and without answering",
    ),
    any("drop-after", &[], "executes, then closes without answering"),
    any(
        "half-reply",
        &[],
        "executes, sends half of the body, closes",
    ),
    any(
        "stall",
        &["execute"],
        "executes, then never answers until the client leaves",
    ),
    any(
        "reset",
        &["execute"],
        "executes, then resets the connection",
    ),
    any(
        "status",
        &["status", "execute"],
        "answers HTTP `status` with an HTML page; executes only when told",
    ),
    any(
        "empty-body",
        &["execute"],
        "executes, answers 200 with no body",
    ),
    any(
        "respcd",
        &["respcd", "text", "execute"],
        "answers code `respcd` (and `text` as resperr); executes only when told",
    ),
    refund(
        "pending",
        &["respcd", "after", "enquiries", "then"],
        "executes as pending: answers 1143 or 1145, and `after` a time or so many `enquiries` becomes `then`",
    ),
    refund(
        "duplicate",
        &["execute"],
        "executes, answers that the number is used (1251)",
    ),
    any(
        "lag",
        &["after", "enquiries"],
        "enquiries do not show the refund until `after` a time or so many `enquiries`; on an enquiry, which takes neither key, it shows no refunds",
    ),
    any("forged-signature", &[], "signs the reply wrongly"),
    any("unsigned", &[], "does not sign the reply"),
    any("wrong-amount", &[], "answers one minor unit too much"),
    any(
        "wrong-orig-syssn",
        &[],
        "answers with the number of another payment",
    ),
    any("not-utf8", &[], "puts a byte that is not UTF-8 in the body"),
    any("bom", &[], "puts a byte order mark before the body"),
    any("numeric-txamt", &[], "writes txamt as a bare number"),
    any(
        "control-characters",
        &[],
        "puts terminal escapes and line breaks in resperr",
    ),
    any(
        "huge-body",
        &["bytes"],
        "fills the body up to `bytes` (default 2 MiB)",
    ),
    any(
        "drip",
        &["pause"],
        "sends the body byte by byte, `pause` (default 10ms) before each",
    ),
    any("chunked", &[], "sends the body in chunks"),
    any(
        "redirect",
        &["status", "location", "execute"],
        "answers with a redirect (default 307) to `location` (default the same path); executes only when told",
    ),
    any(
        "gzip",
        &[],
        "says Content-Encoding: gzip over a body that is not",
    ),
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
            let row = format!(
                "| `{}` | {on} | {} | {} |",
                kind.name,
                keys.join(" "),
                kind.what
            );
            assert!(
                manual.contains(&row),
                "docs/simulator.md lacks this row:\n{row}"
            );
        }
    }
}
