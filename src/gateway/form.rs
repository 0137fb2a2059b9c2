//! `application/x-www-form-urlencoded`, both ways.
//!
//! Pure. What is signed is the raw value; what travels is this encoding of it (protocol 2.1).

/// Media type of the encoded text.
pub const MEDIA_TYPE: &str = "application/x-www-form-urlencoded";

/// Encodes pairs in the order given: space becomes `+`, everything but `[A-Za-z0-9*._-]` is
/// percent-encoded from its UTF-8 bytes.
#[must_use]
pub fn encode(pairs: &[(String, String)]) -> String {
    let mut out = String::new();
    for (name, value) in pairs {
        if !out.is_empty() {
            out.push('&');
        }
        encode_text(name, &mut out);
        out.push('=');
        encode_text(value, &mut out);
    }
    out
}

fn encode_text(text: &str, out: &mut String) {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    for byte in text.bytes() {
        match byte {
            b' ' => out.push('+'),
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'*' | b'.' | b'_' | b'-' => {
                out.push(char::from(byte))
            }
            other => {
                out.push('%');
                for nibble in [other >> 4, other & 0xf] {
                    if let Some(digit) = HEX.get(usize::from(nibble)) {
                        out.push(char::from(*digit));
                    }
                }
            }
        }
    }
}

/// Decodes a form as forgivingly as servers do: raw spaces and colons are taken as they are, a
/// name without `=` has an empty value, a `%` without two hexadecimal digits stands for itself.
///
/// Returns `None` when the decoded bytes are not UTF-8.
#[must_use]
pub fn decode(body: &[u8]) -> Option<Vec<(String, String)>> {
    body.split(|b| *b == b'&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let mut halves = pair.splitn(2, |b| *b == b'=');
            let name = decode_text(halves.next().unwrap_or_default())?;
            let value = decode_text(halves.next().unwrap_or_default())?;
            Some((name, value))
        })
        .collect()
}

fn decode_text(encoded: &[u8]) -> Option<String> {
    let mut out = Vec::with_capacity(encoded.len());
    let mut rest = encoded;
    while let Some((first, tail)) = rest.split_first() {
        rest = tail;
        match first {
            b'+' => out.push(b' '),
            b'%' => match tail
                .split_at_checked(2)
                .map(|(digits, after)| (hex::decode(digits), after))
            {
                Some((Ok(byte), after)) => {
                    out.extend(byte);
                    rest = after;
                }
                _ => out.push(b'%'),
            },
            other => out.push(*other),
        }
    }
    String::from_utf8(out).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn pair(name: &str, value: &str) -> Vec<(String, String)> {
        vec![(name.to_owned(), value.to_owned())]
    }

    #[test]
    fn encodes_as_browsers_do() {
        assert_eq!(
            encode(&pair("txdtm", "2019-12-27 11:10:38")),
            "txdtm=2019-12-27+11%3A10%3A38"
        );
        assert_eq!(
            encode(&pair("udid", "旺角分店 #2 & 3+")),
            "udid=%E6%97%BA%E8%A7%92%E5%88%86%E5%BA%97+%232+%26+3%2B"
        );
    }

    #[test]
    fn decodes_what_careless_clients_send() {
        assert_eq!(
            decode(b"txdtm=2019-12-27 11:10:38"),
            Some(pair("txdtm", "2019-12-27 11:10:38"))
        );
        assert_eq!(
            decode(b"a=100%&&b").unwrap(),
            [pair("a", "100%"), pair("b", "")].concat()
        );
        assert_eq!(decode(b"a=%ff"), None);
        assert_eq!(decode(b""), Some(vec![]));
    }

    proptest! {
        #[test]
        fn decoding_gives_back_what_was_encoded(raw in proptest::collection::vec(("[^&=]{1,10}", ".*"), 0..6)) {
            prop_assert_eq!(decode(encode(&raw).as_bytes()), Some(raw));
        }

        #[test]
        fn decoding_never_panics(bytes: Vec<u8>) {
            let _ = decode(&bytes);
        }
    }
}
