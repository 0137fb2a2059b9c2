//! The numbers and texts that identify a refund, each checked when it is made.

use super::{BatchId, hong_kong};
use crate::language::{entry, text, word};
use crate::unseen::is_unseen;
use sha2::{Digest, Sha256};
use std::fmt;
use time::OffsetDateTime;

/// The attempt that every refund begins with.
pub const FIRST_ATTEMPT: u32 = 1;

/// How many random bytes a new [`OutTradeNo`] takes.
pub const RANDOM_BYTES: usize = 13;

/// Digits and capitals without I, L, O and U, so that a number can be read out over the telephone.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

fn rounded() -> &'static str {
    word!(
        "refund-number-scientific",
        "is in scientific notation: a spreadsheet has rounded it and its last digits are lost"
    )
}

macro_rules! text_type {
    ($name:ident) => {
        impl $name {
            /// Returns the text as the gateway sees it.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

/// Our number of one refund: 1 to 128 visible ASCII characters, no comma.
///
/// The gateway takes 128 bytes, splits enquiries on commas, and has only been seen with
/// `[A-Za-z0-9_-]` (protocol 3.1); see [`OutTradeNo::is_unusual`].
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OutTradeNo(String);
text_type!(OutTradeNo);

impl OutTradeNo {
    /// Longest number taken from a caller, in characters.
    pub const MAX_LEN: usize = 128;
    /// Longest number that is known to be taken everywhere, in characters.
    const USUAL_LEN: usize = 64;

    /// Checks a number chosen by the caller.
    ///
    /// # Errors
    /// [`NumberError`] naming the first fault; damage done by spreadsheets is named as such.
    pub fn parse(text: &str) -> Result<Self, NumberError> {
        if looks_scientific(text) {
            return Err(NumberError::new(
                "out_trade_no",
                text,
                rounded(),
                word!(
                    "refund-number-again-as-text",
                    "write it again, with the column formatted as text"
                ),
            ));
        }
        check("out_trade_no", text, Self::MAX_LEN, |c| {
            c.is_ascii_graphic() && c != ','
        })?;
        Ok(Self(text.to_owned()))
    }

    /// What is said of a number that [is unusual](Self::is_unusual), as a clause.
    pub fn usual() -> &'static str {
        word!(
            "refund-number-seen",
            "the gateway has only been seen with numbers of 1 to 64 letters, digits, `_` and `-`"
        )
    }

    /// Whether the number is longer or has other characters than the gateway has been seen to
    /// take: 1 to 64 of `[A-Za-z0-9_-]`.
    #[must_use]
    pub fn is_unusual(&self) -> bool {
        self.0.len() > Self::USUAL_LEN || !self.0.chars().all(is_word)
    }

    /// Makes a new number: the Hong Kong date, then 100 random bits; 31 characters.
    ///
    /// The date lets an enquiry find the month to look in when nothing else is left.
    #[must_use]
    pub fn generate(now: OffsetDateTime, random: [u8; RANDOM_BYTES]) -> Self {
        let day: String = hong_kong::gateway_time(now)
            .chars()
            .take(10)
            .filter(char::is_ascii_digit)
            .collect();
        Self(format!("RF{day}-{}", base32(&random, 20)))
    }

    /// Derives the number from the merchant, the caller's own key and the attempt, counted from 1; 29
    /// characters, 130 bits.
    ///
    /// The same reference always gives the same number, so that a rerun meets the gateway's own
    /// check for duplicates even where nothing else remembers the first run.
    #[must_use]
    pub fn from_reference(
        app_code: &str,
        mchid: Option<&str>,
        reference: &Reference,
        attempt: u32,
    ) -> Self {
        let mut hash = Sha256::new();
        let again = (attempt > FIRST_ATTEMPT).then(|| attempt.to_string());
        for part in [
            "qfrefund reference 1",
            app_code,
            mchid.unwrap_or(""),
            reference.as_str(),
        ]
        .into_iter()
        .chain(again.as_deref())
        {
            // The length in front keeps ("ab","c") and ("a","bc") apart.
            hash.update(part.len().to_string().as_bytes());
            hash.update(b":");
            hash.update(part.as_bytes());
        }
        Self(format!("RR-{}", base32(hash.finalize().as_slice(), 26)))
    }

    /// Derives the number of a batch's row that names neither number nor reference, and of the attempt,
    /// counted from 1; 29 characters, 130 bits.
    ///
    /// `row` counts the rows of the batch from 1, blank lines left out. The batch's identity covers
    /// the merchant and every row, so the same file always gives the same numbers.
    #[must_use]
    pub fn from_batch_row(batch: &BatchId, row: u64, attempt: u32) -> Self {
        let mut hash = Sha256::new();
        hash.update(b"qfrefund batch row 1:");
        hash.update(batch.as_bytes());
        hash.update(row.to_be_bytes());
        if attempt > FIRST_ATTEMPT {
            hash.update(attempt.to_be_bytes());
        }
        Self(format!("RB-{}", base32(hash.finalize().as_slice(), 26)))
    }

    /// Whether the number has the form that [`Self::from_reference`] and [`Self::from_batch_row`]
    /// give.
    #[must_use]
    pub fn is_derived(&self) -> bool {
        let rest = self.0.strip_prefix("RR-").or(self.0.strip_prefix("RB-"));
        rest.is_some_and(|rest| rest.len() == 26 && rest.bytes().all(|b| ALPHABET.contains(&b)))
    }

    /// Returns the Hong Kong month in which a number from [`Self::generate`] was made.
    #[must_use]
    pub fn month_made(text: &str) -> Option<hong_kong::HkMonth> {
        let dated = text.strip_prefix("RF")?;
        hong_kong::HkMonth::of_dated_number(dated)
    }
}

/// The gateway's number of the original payment: opaque, 1 to 128 letters, digits, `_` or `-`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Syssn(String);
text_type!(Syssn);

impl Syssn {
    /// Checks a payment number as typed or as found in a file.
    ///
    /// # Errors
    /// [`NumberError`] naming the first fault; damage done by spreadsheets is named as such.
    pub fn parse(text: &str) -> Result<Self, NumberError> {
        if looks_scientific(text) {
            return Err(NumberError::new(
                "payment number",
                text,
                rounded(),
                word!(
                    "refund-number-from-report",
                    "take the number from the gateway's own report, with the column formatted as text"
                ),
            ));
        }
        check("payment number", text, 128, is_word)?;
        Ok(Self(text.to_owned()))
    }
}

/// Any number one may enquire about, ours or somebody else's: 1 to 128 visible characters, no comma.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LookupNo(String);
text_type!(LookupNo);

impl LookupNo {
    /// Checks a number to look up.
    ///
    /// # Errors
    /// [`NumberError`] naming the first fault.
    pub fn parse(text: &str) -> Result<Self, NumberError> {
        check("number", text, 128, |c| {
            c != ',' && !c.is_whitespace() && !c.is_control() && !is_unseen(c)
        })?;
        Ok(Self(text.to_owned()))
    }
}

/// The merchant's own number of a payment (its `out_trade_no`): 1 to 128 visible characters, no comma.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OrderNo(String);
text_type!(OrderNo);

impl OrderNo {
    /// Checks an order number as typed or as found in a file.
    ///
    /// # Errors
    /// [`NumberError`] naming the first fault; damage done by spreadsheets is named as such.
    pub fn parse(text: &str) -> Result<Self, NumberError> {
        if looks_scientific(text) {
            return Err(NumberError::new(
                "number",
                text,
                rounded(),
                word!(
                    "refund-number-write-as-text",
                    "write it again, with the column formatted as text"
                ),
            ));
        }
        LookupNo::parse(text).map(|LookupNo(text)| Self(text))
    }
}

/// The caller's own key for a refund: 1 to 128 visible characters, spaces inside allowed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Reference(String);
text_type!(Reference);

impl Reference {
    /// Checks a reference.
    ///
    /// # Errors
    /// [`NumberError`] naming the first fault.
    pub fn parse(text: &str) -> Result<Self, NumberError> {
        // What cannot be told apart by eye must not make two numbers, and two refunds, of one key.
        check("reference", text, 128, |c| {
            !c.is_control() && !is_unseen(c) && (c == ' ' || !c.is_whitespace())
        })?;
        Ok(Self(text.to_owned()))
    }
}

/// A device number: 1 to 40 characters (protocol 3.1), signed and sent as it is.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Udid(String);
text_type!(Udid);

impl Udid {
    /// Checks a device number.
    ///
    /// # Errors
    /// [`NumberError`] naming the first fault.
    pub fn parse(text: &str) -> Result<Self, NumberError> {
        check("udid", text, 40, |c| !c.is_control() && !is_unseen(c))?;
        Ok(Self(text.to_owned()))
    }
}

fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_' || c == '-'
}

/// `2.01912E+25` and its like: what spreadsheets make of long numbers.
fn looks_scientific(text: &str) -> bool {
    // Nearly no number has an E, and its bytes show that at once.
    if !text.bytes().any(|b| matches!(b, b'e' | b'E')) {
        return false;
    }
    let Some((mantissa, exponent)) = text.split_once(['e', 'E']) else {
        return false;
    };
    let exponent = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
    let digits = |t: &str| !t.is_empty() && t.bytes().all(|b| b.is_ascii_digit());
    digits(exponent)
        && !mantissa.is_empty()
        && mantissa
            .bytes()
            .all(|b| b.is_ascii_digit() || b == b'.' || b == b',')
        && mantissa.contains(['.', ','])
}

fn check(
    what: &'static str,
    text: &str,
    max: usize,
    allowed: impl Fn(char) -> bool,
) -> Result<(), NumberError> {
    // As nearly all are: visible ASCII characters, a byte each.
    let is_plain = |b: u8| b.is_ascii_graphic() && allowed(char::from(b));
    if (1..=max).contains(&text.len()) && text.bytes().all(is_plain) {
        return Ok(());
    }
    judge(what, text, max, &allowed)
}

/// Says what is wrong with a text, or that nothing is.
fn judge(
    what: &'static str,
    text: &str,
    max: usize,
    allowed: &dyn Fn(char) -> bool,
) -> Result<(), NumberError> {
    let refused =
        |fault: &str, remedy: &'static str| Err(NumberError::new(what, text, fault, remedy));
    if text.is_empty() {
        return refused(
            word!("refund-number-empty", "is empty"),
            word!("refund-number-give-one", "give at least one character"),
        );
    }
    if text.trim() != text {
        return refused(
            word!(
                "refund-number-space-at-end",
                "has a space at its start or end"
            ),
            word!("refund-number-remove-space", "remove it"),
        );
    }
    if let Some(odd) = text.chars().find(|c| !allowed(*c)) {
        let fault = if odd.is_control() {
            text!("refund-number-control", "has a control character in it")
        } else if is_unseen(odd) {
            text!(
                "refund-number-invisible",
                "has the invisible character U+{code} in it",
                code = format!("{:04X}", u32::from(odd))
            )
        } else if odd.is_whitespace() && odd != ' ' {
            text!(
                "refund-number-odd-space",
                "has the unusual space U+{code} in it",
                code = format!("{:04X}", u32::from(odd))
            )
        } else if odd.is_whitespace() {
            text!("refund-number-space", "has a space in it")
        } else if odd.is_numeric() && !odd.is_ascii() {
            text!(
                "refund-number-full-width",
                "has the full-width digit `{odd}` in it",
                odd
            )
        } else {
            text!("refund-number-odd", "has `{odd}` in it", odd)
        };
        let remedy = match what {
            "number" => word!(
                "refund-number-only-one",
                "give one number, without spaces or commas"
            ),
            "out_trade_no" => word!(
                "refund-number-ascii",
                "only visible ASCII characters are allowed, and no comma"
            ),
            _ => word!(
                "refund-number-letters",
                "only letters, digits, `_` and `-` are allowed"
            ),
        };
        let remedy = if odd.is_control() || is_unseen(odd) {
            word!("refund-number-remove", "remove it")
        } else if what == "reference" {
            word!("refund-number-plain-space", "use a plain space, or none")
        } else {
            remedy
        };
        return refused(&fault, remedy);
    }
    if text.chars().count() > max {
        return refused(
            &text!(
                "refund-number-too-long",
                "is longer than {max} characters",
                max
            ),
            word!("refund-number-shorten", "shorten it"),
        );
    }
    Ok(())
}

/// Writes the leading `5 * len` bits in Crockford's alphabet.
fn base32(bytes: &[u8], len: usize) -> String {
    let mut out = String::with_capacity(len);
    let mut buffer: u32 = 0;
    let mut bits: u32 = 0;
    let mut rest = bytes.iter();
    while out.len() < len {
        if bits < 5 {
            let Some(byte) = rest.next() else { break };
            buffer = ((buffer & 0x1f) << 8) | u32::from(*byte);
            bits = bits.saturating_add(8);
        }
        bits = bits.saturating_sub(5);
        let index = usize::try_from((buffer >> bits) & 0x1f).unwrap_or(0);
        if let Some(letter) = ALPHABET.get(index) {
            out.push(char::from(*letter));
        }
    }
    out
}

/// Why a text is not the number it should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NumberError {
    what: &'static str,
    text: String,
    fault: String,
    remedy: &'static str,
}

impl NumberError {
    fn new(what: &'static str, text: &str, fault: impl Into<String>, remedy: &'static str) -> Self {
        Self {
            what,
            text: text.to_owned(),
            fault: fault.into(),
            remedy,
        }
    }

    /// Returns what is wrong, as a clause that follows the text.
    #[must_use]
    pub fn fault(&self) -> &str {
        &self.fault
    }

    /// Returns what to do about it, as a short clause.
    #[must_use]
    pub const fn remedy(&self) -> &'static str {
        self.remedy
    }
}

impl fmt::Display for NumberError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown: String = self.text.chars().take(140).collect();
        let what = entry("refund-what", self.what, self.what);
        write!(f, "{what} `{}` {}", shown.escape_debug(), self.fault)
    }
}

impl std::error::Error for NumberError {}

#[cfg(test)]
mod tests;
