//! The request and reply signatures (protocol section 2).
//!
//! Pure. The only file that puts a client key to use; `profile` fetches it and hands it over shut,
//! and `redact` looks for it in what the gateway says.

use crate::language::word;
use md5::Md5;
use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest, Sha256};
use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};

/// What stands for the client key wherever the hashed text is shown. Its length says nothing.
pub const MASK: &str = "<client key>";

/// The digest a signature is made with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignType {
    /// The gateway's default; no `X-QF-SIGNTYPE` header is sent.
    Md5,
    /// Needs the header `X-QF-SIGNTYPE: SHA256`.
    Sha256,
}

impl SignType {
    /// Reads the profile's spelling, `MD5` or `SHA256`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "MD5" => Some(Self::Md5),
            "SHA256" => Some(Self::Sha256),
            _ => None,
        }
    }

    /// Returns the gateway's spelling.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Md5 => "MD5",
            Self::Sha256 => "SHA256",
        }
    }

    fn digest<'a>(self, parts: impl Iterator<Item = &'a [u8]>) -> String {
        fn hash<'a, D: Digest>(parts: impl Iterator<Item = &'a [u8]>) -> String {
            let mut digest = D::new();
            // Fed piece by piece, so that no joined copy of the key is left behind in memory.
            parts.for_each(|part| digest.update(part));
            hex::encode_upper(digest.finalize().as_slice())
        }
        match self {
            Self::Md5 => hash::<Md5>(parts),
            Self::Sha256 => hash::<Sha256>(parts),
        }
    }
}

impl fmt::Display for SignType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Writes the text that is hashed, without the key: `name=value` joined by `&`, by name in byte
/// order, values raw.
#[must_use]
pub fn text(pairs: &[(String, String)]) -> String {
    let mut sorted: Vec<&(String, String)> = pairs.iter().collect();
    sorted.sort_by(|a, b| a.0.as_bytes().cmp(b.0.as_bytes()));
    let joined: Vec<String> = sorted
        .iter()
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    joined.join("&")
}

/// Writes the hashed text with [`MASK`] in the key's place.
#[must_use]
pub fn masked_text(pairs: &[(String, String)]) -> String {
    format!("{}{MASK}", text(pairs))
}

/// Writes the hashed text with the key in it. Only for `--reveal-key`.
#[must_use]
pub fn revealed_text(pairs: &[(String, String)], key: &SecretString) -> String {
    format!("{}{}", text(pairs), key.expose_secret())
}

/// Returns the signature of a request, in upper-case hexadecimal.
#[must_use]
pub fn sign(pairs: &[(String, String)], key: &SecretString, sign_type: SignType) -> String {
    let text = text(pairs);
    sign_type.digest([text.as_bytes(), key.expose_secret().as_bytes()].into_iter())
}

/// Returns the signature of a reply: over the raw body bytes, then the key (vector V2).
#[must_use]
pub fn sign_body(body: &[u8], key: &SecretString, sign_type: SignType) -> String {
    sign_type.digest([body, key.expose_secret().as_bytes()].into_iter())
}

/// Whether a reply's signature header fits its raw body.
///
/// The header `X-QF-SIGNTYPE` of the reply decides the digest; without it MD5, and where the
/// request was signed with SHA-256 that as well (protocol 2.2: not published which).
#[must_use]
pub fn reply_is_genuine(
    body: &[u8],
    signature: &str,
    reply_sign_type: Option<&str>,
    request_sign_type: SignType,
    key: &SecretString,
) -> bool {
    let candidates: &[SignType] = match reply_sign_type.map(str::trim) {
        Some(name) if name.eq_ignore_ascii_case("SHA256") => &[SignType::Sha256],
        Some(_) => &[SignType::Md5],
        None if request_sign_type == SignType::Sha256 => &[SignType::Sha256, SignType::Md5],
        None => &[SignType::Md5],
    };
    candidates
        .iter()
        .any(|sign_type| same(&sign_body(body, key, *sign_type), signature.trim()))
}

/// Whether a merchant's gateway signs its replies. Learned once, it holds for everything that asks
/// the gateway from then on, in all threads: whoever can take a signature away could otherwise say
/// anything.
#[derive(Debug, Default)]
pub struct Signing {
    /// The profile says so, whatever was seen.
    required: bool,
    /// This process has seen a genuine signature.
    seen: AtomicBool,
    /// The journal remembers one.
    kept: AtomicBool,
}

impl Signing {
    /// Begins with what the profile says.
    #[must_use]
    pub fn new(required: bool) -> Self {
        Self {
            required,
            ..Self::default()
        }
    }

    /// Notes a genuine signature.
    pub fn see(&self) {
        self.seen.store(true, Ordering::SeqCst);
    }

    /// Notes that the journal remembers one.
    pub fn keep(&self) {
        self.kept.store(true, Ordering::SeqCst);
    }

    /// Whether a reply without a signature is no longer believed.
    #[must_use]
    pub fn is_required(&self) -> bool {
        self.required || self.seen.load(Ordering::SeqCst) || self.kept.load(Ordering::SeqCst)
    }

    /// Whether the journal is to be told.
    #[must_use]
    pub fn is_news(&self) -> bool {
        self.seen.load(Ordering::SeqCst) && !self.kept.load(Ordering::SeqCst)
    }
}

/// Says what to do where the signature of an answer does not fit. A wrong key of ours looks just so.
#[must_use]
pub fn check_key() -> &'static str {
    word!(
        "gateway-check-key",
        "Check that the profile's client key and sign_type belong to this environment, and that nothing intercepts the connection."
    )
}

/// Says what to do where an answer comes without the signature that this gateway gives.
#[must_use]
pub fn check_way() -> &'static str {
    word!(
        "gateway-check-way",
        "Make sure that nothing intercepts the connection, and that no proxy takes the header X-QF-SIGN away."
    )
}

/// What the signature of a reply proves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proof {
    /// It comes from whoever has the client key.
    Genuine,
    /// There is none, and this gateway is not known to sign.
    None,
    /// There is none, although this gateway signs.
    Missing,
    /// It does not fit the body.
    Wrong,
}

/// Compares two hexadecimal texts without regard to case, in time that depends only on their lengths.
#[must_use]
pub fn same(ours: &str, theirs: &str) -> bool {
    if ours.len() != theirs.len() {
        return false;
    }
    let difference = ours.bytes().zip(theirs.bytes()).fold(0, |seen, (a, b)| {
        seen | (a.to_ascii_lowercase() ^ b.to_ascii_lowercase())
    });
    difference == 0
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const K: &str = "0E32A59A8B454940A2FF390000000000";

    fn pairs(text: &str) -> Vec<(String, String)> {
        text.split('&')
            .map(|pair| pair.split_once('=').unwrap())
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect()
    }

    fn signed(text: &str, key: &str, sign_type: SignType) -> String {
        let mut shuffled = pairs(text);
        shuffled.reverse();
        sign(&shuffled, &SecretString::from(key), sign_type)
    }

    const D3: &str = "mchid=ZaMVg12345&out_trade_no=REFUND-0001&syssn=20191227000200020061752831&txamt=1000&txdtm=2019-12-27 11:10:38";

    #[test]
    fn v1_published_vector_with_an_empty_value_and_a_trailing_space() {
        let text = "address=TST&bankaccount=168477081838&bankaddr=TST&bankcity=Hong Kong&bankcode=123&bankcountry=Hong Kong&bankname=HSBC&bankswiftcode=HSBCHKHHHKH&bankuser=Peter&channel_type=&city=Hong Kong&country=Hong Kong&email=peter@test.com&idnumber=172845391795&legalperson=Peter&licenseactive_date=20160810&licensenumber=123456&mcc_id=21002&mobile=123456&name=Peter &shopname=PeterShopR&username=peter@test.com001";
        assert_eq!(
            signed(text, "c49ce1d444994b419934286eb07b40f2", SignType::Md5),
            "3A7A3BBA647FB6FBC28F6687D78212E2"
        );
    }

    #[test]
    fn v2_published_reply_is_genuine_over_its_raw_bytes() {
        let body = br#"{"pay_type": "800108", "sysdtm": "2018-01-12 19:31:16", "cardcd": "2088802362210279", "txdtm": "2018-01-12 19:31:22", "resperr": "\u4ea4\u6613\u6210\u529f", "txcurrcd": "CNY", "txamt": "1", "respmsg": "", "out_trade_no": "130145934788787530052", "syssn": "20180112000100020001662134", "respcd": "0000"}"#;
        assert_eq!(body.len(), 302);
        let key = SecretString::from("615ED178BA524459976CE40FAB78000F");
        let published = "1E2CE7C2A7F8F581C354A857182B7A31";
        for signature in [published.to_owned(), published.to_lowercase()] {
            assert!(reply_is_genuine(
                body,
                &signature,
                None,
                SignType::Md5,
                &key
            ));
            assert!(reply_is_genuine(
                body,
                &signature,
                None,
                SignType::Sha256,
                &key
            ));
        }
        assert!(!reply_is_genuine(
            body,
            published,
            Some("SHA256"),
            SignType::Md5,
            &key
        ));
        assert!(!reply_is_genuine(
            &body[1..],
            published,
            None,
            SignType::Md5,
            &key
        ));
        assert!(!reply_is_genuine(
            body,
            &published[1..],
            None,
            SignType::Md5,
            &key
        ));
        let sha256 = sign_body(body, &key, SignType::Sha256);
        assert!(reply_is_genuine(
            body,
            &sha256,
            Some("SHA256"),
            SignType::Md5,
            &key
        ));
        assert!(!reply_is_genuine(body, &sha256, None, SignType::Md5, &key));
    }

    #[test]
    fn v3_published_vector_with_chinese_values() {
        let text = "address=XX区XX路XX号&bankaccount=1234567890&bankaddr=银行详细地址&bankcity=成都&bankcode=123&bankcountry=中国&bankname=中国建设银行&bankswiftcode=001&bankuser=王&channel_type=1&city=成都&country=中国&email=email@example.com&idnumber=110000201608220123&licenseactive_date=2016-07-10&licensenumber=12345678&mcc_id=6125485337528623306&mobile=14401234567&name=测试企业&shopname=XX商店&username=some_user";
        assert_eq!(
            signed(text, "789012", SignType::Md5),
            "E019253E135863C335333C983DF05359"
        );
    }

    #[test]
    fn d1_to_d5_derived_vectors() {
        let d4 = D3.strip_prefix("mchid=ZaMVg12345&").unwrap();
        let d5 = format!("{D3}&udid=旺角分店 #2 & 3+");
        for (text, key, md5, sha256) in [
            (
                "mchid=ZaMVg12345&txamt=100&txcurrcd=HKD",
                "abcd1234",
                "3CB3AA9C21D818AB4CAFAA8FA3FEACF4",
                "99D9F7174823928B74C74B1C7A7E1538DF733774DD21C9606A202CB8BB3D74E8",
            ),
            (
                "abc=value1&bad=value3&bcd=value2",
                "Key",
                "FE90E1859AF37371A06415CF19F6614F",
                "55BED8288586B02E3836BF0C4BAEC24C002B1C87E1C355F356A3547AB97A64B4",
            ),
            (
                D3,
                K,
                "C4892E13103E76A144148E5D491878B7",
                "4223F323C446A4F47121B5C6A314718BED45078184243E75A67E988DA09E39D8",
            ),
            (
                d4,
                K,
                "7C2FC0A3D76938A72CCB8C361DCFABDF",
                "6D4B784C19F3E3E108E7CB5EA4A32EEC6515E48DE6A7037D0C8DFCC137757F93",
            ),
        ] {
            assert_eq!(signed(text, key, SignType::Md5), md5, "{text}");
            assert_eq!(signed(text, key, SignType::Sha256), sha256, "{text}");
        }
        let mut raw = pairs(D3);
        raw.push(("udid".into(), "旺角分店 #2 & 3+".into()));
        assert_eq!(text(&raw), d5);
        let key = SecretString::from(K);
        assert_eq!(
            sign(&raw, &key, SignType::Md5),
            "626DDF81D146C62C493B77D62AF46CB9"
        );
        assert_eq!(
            sign(&raw, &key, SignType::Sha256),
            "6590B702AB92CDC1E8CB544D6D3CC9DA1A3771F5A3968692F8C179F5BFB603DA"
        );
    }

    #[test]
    fn names_are_sorted_as_names_not_as_joined_pairs() {
        let raw = pairs("page_size=1&page=2");
        assert_eq!(text(&raw), "page=2&page_size=1");
        // Sorting the joined texts would put `a-b=1` before `a=2`, because `-` sorts before `=`.
        assert_eq!(text(&pairs("a-b=1&a=2")), "a=2&a-b=1");
    }

    #[test]
    fn the_mask_hides_keys_of_any_length() {
        for length in 1..=64 {
            let key = SecretString::from("k".repeat(length));
            assert_eq!(masked_text(&pairs("a=1")), format!("a=1{MASK}"));
            assert_eq!(
                revealed_text(&pairs("a=1"), &key),
                format!("a=1{}", "k".repeat(length))
            );
            assert!(!format!("{key:?}").contains('k'));
        }
    }

    proptest! {
        #[test]
        fn order_of_parameters_never_matters(mut raw in proptest::collection::btree_map("[a-z_]{1,12}", ".*", 1..8).prop_map(|m| m.into_iter().collect::<Vec<_>>()), seed: u64) {
            let key = SecretString::from(K);
            let straight = sign(&raw, &key, SignType::Md5);
            let turn = usize::try_from(seed % 8).unwrap() % raw.len();
            raw.rotate_left(turn);
            prop_assert_eq!(sign(&raw, &key, SignType::Md5), straight);
        }
    }
}
