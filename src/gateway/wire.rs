//! The gateway's own words: the refund request and the refund reply.
//!
//! Pure. Wire names (`out_trade_no`, `txdtm`, `respcd`, …) stay as the gateway spells them.

use super::form;
use super::json::Object;
use super::redact;
use super::signature::{self, Proof, SignType, Signing};
use crate::journal::Digest;
use crate::language::text;
use crate::refund::{Intent, Outcome, Settlement};
use secrecy::SecretString;
use std::sync::Arc;

/// Path of the refund call.
pub const REFUND_PATH: &str = "/trade/v1/refund";
/// Path of the enquiry call.
pub const QUERY_PATH: &str = "/trade/v1/query";
/// Header with the app code.
pub const APP_CODE_HEADER: &str = "X-QF-APPCODE";
/// Header with the signature, on requests and perhaps on replies.
pub const SIGN_HEADER: &str = "X-QF-SIGN";
/// Header naming the digest; absent means MD5.
pub const SIGN_TYPE_HEADER: &str = "X-QF-SIGNTYPE";

/// Who signs: the identity a merchant has at the gateway.
#[derive(Clone, Debug)]
pub struct Merchant {
    /// The app code, sent as a header.
    pub app_code: String,
    /// The key that signs. It never leaves the machine.
    pub client_key: SecretString,
    /// The shop number, if the gateway issued one; if not it must not be sent.
    pub mchid: Option<String>,
    /// The digest.
    pub sign_type: SignType,
    /// Whether the gateway signs its replies to this merchant.
    pub signing: Arc<Signing>,
}

impl Merchant {
    /// Checks the signature of a reply over its raw body. A genuine one is noted: from then on a
    /// reply must have one.
    #[must_use]
    pub fn proof(&self, body: &[u8], signature: Option<&str>, sign_type: Option<&str>) -> Proof {
        let Some(header) = signature else {
            return if self.signing.is_required() {
                Proof::Missing
            } else {
                Proof::None
            };
        };
        let key = &self.client_key;
        if !signature::reply_is_genuine(body, header, sign_type, self.sign_type, key) {
            return Proof::Wrong;
        }
        self.signing.see();
        Proof::Genuine
    }
}

/// One signed POST as plain data: what a dry run shows is what the transport sends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedRequest {
    /// Path below the base URL.
    pub path: &'static str,
    /// Every header the tool sets itself, in order.
    pub headers: Vec<(&'static str, String)>,
    /// The encoded form.
    pub body: String,
    /// The raw parameters that were signed, sorted by name.
    pub pairs: Vec<(String, String)>,
    /// The signature, also among the headers.
    pub signature: String,
}

impl SignedRequest {
    /// Signs the parameters. Pairs with an empty value are left out: whether the gateway signs
    /// them is contradictory (protocol C5).
    #[must_use]
    pub fn new(path: &'static str, merchant: &Merchant, pairs: Vec<(&str, String)>) -> Self {
        let mut pairs: Vec<(String, String)> = pairs
            .into_iter()
            .chain(merchant.mchid.clone().map(|mchid| ("mchid", mchid)))
            .filter(|(_, value)| !value.is_empty())
            .map(|(name, value)| (name.to_owned(), value))
            .collect();
        pairs.sort();
        let signature = signature::sign(&pairs, &merchant.client_key, merchant.sign_type);
        let body = form::encode(&pairs);
        let mut headers = vec![
            ("User-Agent", USER_AGENT.to_owned()),
            ("Accept", "application/json".to_owned()),
            ("Content-Type", form::MEDIA_TYPE.to_owned()),
            ("Content-Length", body.len().to_string()),
            (APP_CODE_HEADER, merchant.app_code.clone()),
            (SIGN_HEADER, signature.clone()),
        ];
        if merchant.sign_type == SignType::Sha256 {
            headers.push((SIGN_TYPE_HEADER, merchant.sign_type.name().to_owned()));
        }
        Self {
            path,
            headers,
            body,
            pairs,
            signature,
        }
    }

    /// Returns the digest of the body, by which the journal knows the request.
    #[must_use]
    pub fn digest(&self) -> Digest {
        Digest::of(self.body.as_bytes())
    }

    /// Builds the refund of an intent. Without a time it is what does not change with the time of
    /// sending.
    #[must_use]
    pub fn refund(intent: &Intent, merchant: &Merchant) -> Self {
        let mut pairs = vec![
            ("syssn", intent.syssn.to_string()),
            ("out_trade_no", intent.out_trade_no.to_string()),
            ("txamt", intent.amount.minor().to_string()),
            ("txdtm", intent.txdtm.clone().unwrap_or_default()),
        ];
        if let Some(udid) = &intent.udid {
            pairs.push(("udid", udid.to_string()));
        }
        Self::new(REFUND_PATH, merchant, pairs)
    }
}

const USER_AGENT: &str = concat!("qfrefund/", env!("CARGO_PKG_VERSION"));

/// Returns what a transaction is whose code says done, or else refused, and whose `txstatus` is
/// this; `None` where the two agree.
///
/// `txstatus` stands in the documents and in no captured reply (C23): read, never required.
#[must_use]
pub fn contradicts(txstatus: &str, says_done: bool) -> Option<Outcome> {
    match (txstatus, says_done) {
        ("SUCCESS", true) | ("FAILED", false) => None,
        ("PENDING", _) => Some(Outcome::Pending),
        _ => Some(Outcome::Unknown),
    }
}

/// The reply to a refund; each field as sent, none required.
///
/// `cardcd` is left out on purpose: it may be personal data and is neither kept nor shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RefundReply {
    /// Response code.
    pub respcd: Option<String>,
    /// The gateway's text; its language and wording vary.
    pub resperr: Option<String>,
    /// Sometimes the more precise reason.
    pub respmsg: Option<String>,
    /// The gateway's number of the **refund**.
    pub syssn: Option<String>,
    /// The gateway's number of the payment.
    pub orig_syssn: Option<String>,
    /// Echo of our number.
    pub out_trade_no: Option<String>,
    /// Refunded amount in minor units, as written.
    pub txamt: Option<String>,
    /// Currency.
    pub txcurrcd: Option<String>,
    /// All that it says of its settlement.
    pub settlement: Settlement,
    /// The transaction's own states, where the reply has any (C23): `SUCCESS`, `FAILED`, `PENDING`.
    pub txstatus: Vec<String>,
    /// The transaction's own codes, where the reply has `data` as other calls do.
    pub inner_respcd: Vec<String>,
}

impl RefundReply {
    /// Reads a reply body.
    ///
    /// # Errors
    /// Why the body cannot be read, as a clause.
    pub fn parse(body: &[u8], key: &SecretString) -> Result<Self, String> {
        let object = redact::parse(body, key)?;
        let within: Vec<&Object> = object.objects("data").collect();
        let get = |name| object.field(name);
        for names in IDENTITY {
            agree(&object, &within, names)?;
        }
        let states = objects(&object, &within).filter_map(|object| object.field("txstatus"));
        let codes = within.iter().filter_map(|object| object.code("respcd"));
        Ok(Self {
            respcd: object.code("respcd"),
            txstatus: states.collect(),
            inner_respcd: codes.collect(),
            resperr: get("resperr"),
            respmsg: get("respmsg"),
            syssn: get("syssn"),
            orig_syssn: get("orig_syssn").or_else(|| get("origssn")),
            out_trade_no: get("out_trade_no"),
            txamt: get("txamt"),
            txcurrcd: get("txcurrcd"),
            settlement: Settlement::of(|name| object.field(name)),
        })
    }
}

/// What says which refund a reply is about, each under all its names.
const IDENTITY: [&[&str]; 5] = [
    &["orig_syssn", "origssn"],
    &["syssn"],
    &["out_trade_no"],
    &["txamt"],
    &["txcurrcd"],
];

/// Makes sure that what stands in several places, or under several names, is one thing.
fn agree(outer: &Object, within: &[&Object], names: &[&str]) -> Result<(), String> {
    let mut first: Option<(&str, String)> = None;
    for object in objects(outer, within) {
        for name in names {
            let Some(text) = object.field(name) else {
                continue;
            };
            match &first {
                Some((known, before)) if *before != text => {
                    return Err(if known == name {
                        text!(
                            "gateway-reply-two-places",
                            "its `{name}` stands in two places, with two values",
                            name
                        )
                    } else {
                        text!(
                            "gateway-reply-names-differ",
                            "its `{known}` and `{name}` contradict each other",
                            known,
                            name
                        )
                    });
                }
                Some(_) => {}
                None => first = Some((name, text)),
            }
        }
    }
    Ok(())
}

fn objects<'a>(outer: &'a Object, within: &'a [&'a Object]) -> impl Iterator<Item = &'a Object> {
    std::iter::once(outer).chain(within.iter().copied())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::{Amount, Currency};
    use crate::refund::{OutTradeNo, Syssn, Udid};
    use proptest::prelude::*;

    fn merchant(sign_type: SignType, mchid: Option<&str>) -> Merchant {
        Merchant {
            app_code: "D5589D2A".to_owned(),
            client_key: SecretString::from("0E32A59A8B454940A2FF390000000000"),
            mchid: mchid.map(str::to_owned),
            sign_type,
            signing: Arc::default(),
        }
    }

    fn key() -> SecretString {
        merchant(SignType::Md5, None).client_key
    }

    fn intent(udid: Option<&str>) -> Intent {
        Intent {
            out_trade_no: OutTradeNo::parse("REFUND-0001").unwrap(),
            syssn: Syssn::parse("20191227000200020061752831").unwrap(),
            amount: Amount::from_minor(1000).unwrap(),
            currency: Currency::from_code("HKD").unwrap(),
            txdtm: Some("2019-12-27 11:10:38".to_owned()),
            udid: udid.map(|u| Udid::parse(u).unwrap()),
            reference: None,
            reason: None,
        }
    }

    #[test]
    fn d3_and_d5_are_built_from_an_intent() {
        let d3 = SignedRequest::refund(&intent(None), &merchant(SignType::Md5, Some("ZaMVg12345")));
        assert_eq!(d3.signature, "C4892E13103E76A144148E5D491878B7");
        assert_eq!(
            d3.body,
            "mchid=ZaMVg12345&out_trade_no=REFUND-0001&syssn=20191227000200020061752831&txamt=1000&txdtm=2019-12-27+11%3A10%3A38"
        );
        assert!(d3.headers.iter().all(|(name, _)| *name != SIGN_TYPE_HEADER));
        let d5 = SignedRequest::refund(
            &intent(Some("旺角分店 #2 & 3+")),
            &merchant(SignType::Sha256, Some("ZaMVg12345")),
        );
        assert_eq!(
            d5.signature,
            "6590B702AB92CDC1E8CB544D6D3CC9DA1A3771F5A3968692F8C179F5BFB603DA"
        );
        assert!(
            d5.headers
                .contains(&(SIGN_TYPE_HEADER, "SHA256".to_owned()))
        );
    }

    #[test]
    fn without_mchid_none_is_sent_or_signed() {
        let d4 = SignedRequest::refund(&intent(None), &merchant(SignType::Md5, None));
        assert_eq!(d4.signature, "7C2FC0A3D76938A72CCB8C361DCFABDF");
        assert!(!d4.body.contains("mchid"));
    }

    #[test]
    fn empty_values_are_never_sent() {
        let request = SignedRequest::new(
            QUERY_PATH,
            &merchant(SignType::Md5, Some("")),
            vec![("syssn", String::new()), ("page", "1".into())],
        );
        assert_eq!(request.body, "page=1");
    }

    #[test]
    fn replies_are_read_leniently() {
        let reply = RefundReply::parse("\u{feff}{\"respcd\": 0, \"txamt\": 10, \"origssn\": \"P\", \"syssn\": null, \"resperr\": \"\", \"extra\": [1]}".as_bytes(), &key()).unwrap();
        assert_eq!(reply.respcd.as_deref(), Some("0000"));
        assert_eq!(reply.txamt.as_deref(), Some("10"));
        assert_eq!(reply.orig_syssn.as_deref(), Some("P"));
        assert_eq!((reply.syssn, reply.resperr), (None, None));
    }

    #[test]
    fn unreadable_replies_say_why() {
        for (body, why) in [
            (&b""[..], "it is empty"),
            (b" \n", "it is empty"),
            (b"\xff{}", "it is not UTF-8"),
            (b"[]", "it is not a JSON object"),
            (b"{\"respcd\":0000}", "it is not a JSON object"),
            (b"<html>", "it is not a JSON object"),
            (b"{} {}", "it is not a JSON object"),
            (
                br#"{"respcd":"0000","respcd":"1108"}"#,
                "its `respcd` stands twice",
            ),
            (
                br#"{"respcd":"0000","data":{"respcd":"1269","respcd":"0000"}}"#,
                "its `respcd` stands twice",
            ),
            (
                br#"{"syssn":"A","data":[{"syssn":"B"}]}"#,
                "its `syssn` stands in two places",
            ),
            (
                br#"{"orig_syssn":"A","data":{"origssn":"B"}}"#,
                "its `orig_syssn` and `origssn` contradict",
            ),
            (
                br#"{"orig_syssn":"A","origssn":"B"}"#,
                "its `orig_syssn` and `origssn` contradict",
            ),
        ] {
            let error = RefundReply::parse(body, &key()).unwrap_err();
            assert!(error.starts_with(why), "{error}");
        }
    }

    #[test]
    fn a_bare_number_of_a_refund_keeps_all_its_digits() {
        let reply =
            RefundReply::parse(br#"{"syssn": 20261126000200020000009901}"#, &key()).unwrap();
        assert_eq!(reply.syssn.as_deref(), Some("20261126000200020000009901"));
    }

    #[test]
    fn every_state_of_the_transaction_itself_is_read() {
        let body = br#"{"txstatus":"SUCCESS","data":[{"txstatus":"FAILED","respcd":"0000"},{"respcd":1269}]}"#;
        let reply = RefundReply::parse(body, &key()).unwrap();
        assert_eq!(reply.txstatus, ["SUCCESS", "FAILED"]);
        assert_eq!(reply.inner_respcd, ["0000", "1269"]);
    }

    #[test]
    fn a_signature_may_be_absent_until_one_was_seen_or_never() {
        let merchant = merchant(SignType::Md5, None);
        let genuine = signature::sign_body(b"{}", &merchant.client_key, SignType::Md5);
        assert_eq!(merchant.proof(b"{}", None, None), Proof::None);
        assert_eq!(merchant.proof(b"{}", Some("00"), None), Proof::Wrong);
        // A forged one teaches nothing.
        assert_eq!(merchant.proof(b"{}", None, None), Proof::None);
        assert!(!merchant.signing.is_news());
        assert_eq!(merchant.proof(b"{}", Some(&genuine), None), Proof::Genuine);
        assert_eq!(merchant.proof(b"{}", None, None), Proof::Missing);
        assert!(merchant.signing.is_news());
        merchant.signing.keep();
        assert!(!merchant.signing.is_news() && merchant.signing.is_required());
        assert!(Signing::new(true).is_required());
    }

    proptest! {
        #[test]
        fn any_body_is_read_or_refused_without_panic(body: Vec<u8>) {
            let _ = RefundReply::parse(&body, &key());
        }
    }
}
