//! One page of an enquiry's answer.
//!
//! Pure.

use crate::gateway::codes::{self, Class, Code, Reach, Standing};
use crate::gateway::signature;
use crate::gateway::transport::{Reply, Trouble};
use crate::gateway::wire::{self, Merchant};
use crate::refund::Outcome;
use crate::refund::clock::Skew;
use serde::Serialize;
use serde_json::{Map, Value};
use std::fmt;

/// What a row of the answer is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RowKind {
    /// A payment.
    Payment,
    /// A refund.
    Refund,
    /// Anything else, such as `close`, or a row that does not say.
    Other,
}

/// One transaction as the gateway lists it; fields as sent. `cardcd` is neither kept nor shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Transaction {
    /// Payment or refund.
    pub order_type: RowKind,
    /// The gateway's number of this transaction.
    pub syssn: Option<String>,
    /// On a refund: the gateway's number of the payment (`origssn` here, `orig_syssn` in a refund's reply).
    pub orig_syssn: Option<String>,
    /// The merchant's number.
    pub out_trade_no: Option<String>,
    /// Amount in minor units, as written.
    pub txamt: Option<String>,
    /// Currency.
    pub txcurrcd: Option<String>,
    /// Payment method.
    pub pay_type: Option<String>,
    /// Result of **this transaction**, not of the enquiry.
    pub respcd: Option<String>,
    /// Its state in words, where the gateway gives one (C23).
    pub txstatus: Option<String>,
    /// Its text.
    pub errmsg: Option<String>,
    /// State of a payment: 0 none, 3 refunded, 5 partially refunded; older uses differ (C28).
    pub cancel: Option<String>,
    /// The gateway's time, UTC+8.
    pub sysdtm: Option<String>,
    /// Time of completion, UTC+8.
    pub paydtm: Option<String>,
    /// The merchant's time as sent.
    pub txdtm: Option<String>,
}

impl Transaction {
    fn read(object: &Map<String, Value>) -> Self {
        let get = |name| wire::field(object, name);
        let order_type = match get("order_type").as_deref() {
            Some("payment") => RowKind::Payment,
            Some("refund") => RowKind::Refund,
            _ => RowKind::Other,
        };
        Self {
            order_type,
            syssn: get("syssn"),
            orig_syssn: get("origssn").or_else(|| get("orig_syssn")),
            out_trade_no: get("out_trade_no"),
            txamt: get("txamt"),
            txcurrcd: get("txcurrcd"),
            pay_type: get("pay_type"),
            respcd: wire::code_field(object, "respcd"),
            txstatus: get("txstatus"),
            errmsg: get("errmsg"),
            cancel: get("cancel"),
            sysdtm: get("sysdtm"),
            paydtm: get("paydtm"),
            txdtm: get("txdtm"),
        }
    }

    /// Returns the meaning of the row's own response code.
    #[must_use]
    pub fn code(&self) -> &'static Code {
        self.respcd.as_deref().map_or(&codes::UNLISTED, codes::find)
    }

    /// Returns what the row says about its transaction (protocol 4.3).
    ///
    /// A row's code is the transaction's state, so a listed code that is neither done nor in the
    /// processing family means that it failed. A code in no table proves nothing.
    #[must_use]
    pub fn outcome(&self) -> Outcome {
        let code = self.code();
        let contradiction = self.txstatus.as_deref().and_then(wire::contradicts_done);
        match (code.standing, code.class) {
            (Standing::Done, _) => contradiction.unwrap_or(Outcome::Refunded),
            (Standing::Processing, _) => Outcome::Pending,
            _ if code.code == "1161" => Outcome::Pending,
            (_, Class::Pending | Class::Retry | Class::Unlisted) => Outcome::Unknown,
            (Standing::Refused | Standing::Unclear | Standing::Seen, _) => Outcome::Declined,
        }
    }
}

/// One page of rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// The rows, in the gateway's order.
    pub rows: Vec<Transaction>,
    /// How many rows a full page has, where the gateway says so: it may cut what was asked for.
    pub page_size: Option<usize>,
}

/// Why an enquiry taught nothing.
#[derive(Clone, Debug)]
pub enum EnquiryFault {
    /// It could not be sent.
    NotSent(Trouble),
    /// No complete reply came back.
    NoReply(Trouble),
    /// HTTP 429, also after waiting.
    RateLimited,
    /// Another HTTP status than 200.
    Status(u16),
    /// The gateway refused the enquiry itself with this code and text.
    Refused(String, &'static Code, String),
    /// The body cannot be read.
    Unreadable(String),
    /// The reply's signature does not fit its content.
    BadSignature,
    /// The gateway keeps answering full pages, more than could be or the same one again.
    Endless,
    /// Nothing was found, and by this clock that means nothing: it is so far off.
    Clock(Skew),
    /// It was given up before it was asked, because the command is to stop.
    Stopped,
}

impl EnquiryFault {
    /// Whether every other enquiry of the profile would end so, too. An enquiry names no device.
    #[must_use]
    pub fn repeats(&self) -> bool {
        match self {
            Self::NotSent(trouble) => trouble.lasting,
            Self::Refused(_, code, _) => code.reach != Reach::Request,
            Self::NoReply(_)
            | Self::RateLimited
            | Self::Status(_)
            | Self::Unreadable(_)
            | Self::BadSignature
            | Self::Endless
            | Self::Clock(_)
            | Self::Stopped => false,
        }
    }

    /// Whether the gateway blames the profile or the merchant's set-up.
    #[must_use]
    pub fn is_setup(&self) -> bool {
        matches!(self, Self::Refused(_, code, _) if code.is_setup())
    }
}

impl fmt::Display for EnquiryFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotSent(trouble) => write!(f, "the enquiry could not be sent: {trouble}"),
            Self::NoReply(trouble) => write!(f, "the enquiry got no answer: {trouble}"),
            Self::RateLimited => {
                f.write_str("the gateway answers HTTP 429 (too many requests), also after waiting")
            }
            Self::Status(status) => write!(f, "the enquiry was answered with HTTP {status}"),
            Self::Refused(respcd, code, text) => {
                write!(
                    f,
                    "the gateway refused the enquiry: {respcd}, {}",
                    code.english
                )?;
                if text.is_empty() {
                    Ok(())
                } else {
                    write!(f, " (`{text}`)")
                }
            }
            Self::Unreadable(why) => write!(f, "the enquiry's answer cannot be read: {why}"),
            Self::BadSignature => {
                f.write_str("the signature of the enquiry's answer does not fit its content")
            }
            Self::Endless => f.write_str("the enquiry's answer has no end"),
            Self::Clock(skew) => write!(
                f,
                "nothing was found, but the clock of this machine is {skew} the gateway's, so that it was looked for in the wrong months; set it right"
            ),
            Self::Stopped => f.write_str("the enquiry was given up"),
        }
    }
}

/// Reads one page.
///
/// # Errors
/// [`EnquiryFault`]; then nothing was learned.
pub fn parse_page(reply: &Reply, merchant: &Merchant) -> Result<Page, EnquiryFault> {
    match reply.status {
        200 => {}
        429 => return Err(EnquiryFault::RateLimited),
        status => return Err(EnquiryFault::Status(status)),
    }
    if let Some(header) = reply.signature.as_deref()
        && !signature::reply_is_genuine(
            &reply.body,
            header,
            reply.sign_type.as_deref(),
            merchant.sign_type,
            &merchant.client_key,
        )
    {
        return Err(EnquiryFault::BadSignature);
    }
    let object = wire::parse_object(&reply.body).map_err(EnquiryFault::Unreadable)?;
    let respcd = wire::code_field(&object, "respcd")
        .ok_or_else(|| EnquiryFault::Unreadable("it has no response code".to_owned()))?;
    // The outer code says whether the *call* worked; mistaking it for the transaction's is a classic.
    if respcd != "0000" {
        let code = codes::find(&respcd);
        let text = wire::field(&object, "resperr").unwrap_or_default();
        return Err(EnquiryFault::Refused(respcd, code, text));
    }
    let rows = match object.get("data") {
        None | Some(Value::Null) => Vec::new(),
        Some(Value::Array(rows)) => rows
            .iter()
            .map(|row| row.as_object().map(Transaction::read))
            .collect::<Option<_>>()
            .ok_or_else(|| {
                EnquiryFault::Unreadable("a row of `data` is not an object".to_owned())
            })?,
        // The documents type `data` Object; a single row may come bare (C16).
        Some(Value::Object(row)) if row.is_empty() => Vec::new(),
        Some(Value::Object(row)) => vec![Transaction::read(row)],
        Some(_) => return Err(EnquiryFault::Unreadable("`data` is not a list".to_owned())),
    };
    let page_size = wire::field(&object, "page_size")
        .and_then(|text| text.parse().ok())
        .filter(|size| *size > 0);
    Ok(Page { rows, page_size })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gateway::signature::SignType;
    use secrecy::SecretString;

    fn merchant() -> Merchant {
        Merchant {
            app_code: "A".into(),
            client_key: SecretString::from("k"),
            mchid: None,
            sign_type: SignType::Md5,
        }
    }

    fn page(status: u16, body: &str) -> Result<Page, EnquiryFault> {
        parse_page(
            &Reply {
                status,
                signature: None,
                sign_type: None,
                date: None,
                body: body.as_bytes().to_vec(),
            },
            &merchant(),
        )
    }

    #[test]
    fn every_enquiry_would_get_an_answer_that_is_not_about_its_number() {
        let fault = |body: &str| page(200, body).unwrap_err();
        for (respcd, repeats, is_setup) in [
            ("1108", true, true),
            ("1116", true, true),
            ("1106", true, true),
            ("1100", true, false),
            ("1136", false, false),
            ("1269", false, false),
            ("6666", false, false),
        ] {
            let fault = fault(&format!(r#"{{"respcd":"{respcd}"}}"#));
            assert_eq!(fault.repeats(), repeats, "{respcd}");
            assert_eq!(fault.is_setup(), is_setup, "{respcd}");
        }
        for lasting in [true, false] {
            let trouble = Trouble {
                what: "no way there".to_owned(),
                remedy: None,
                lasting,
            };
            assert_eq!(EnquiryFault::NotSent(trouble).repeats(), lasting);
        }
        for passing in [page(429, ""), page(500, ""), page(200, "[]")] {
            assert!(!passing.unwrap_err().repeats());
        }
    }

    #[test]
    fn the_captured_refund_row_is_pending() {
        let found = page(200, r#"{"respcd":"0000","page":1,"page_size":10,"data":[{"order_type":"refund","origssn":"P1","out_trade_no":"N1","cancel":"0","respcd":"1143","errmsg":"processing","txamt":"100"}]}"#).unwrap();
        let row = &found.rows[0];
        assert_eq!(
            (row.order_type, row.outcome()),
            (RowKind::Refund, Outcome::Pending)
        );
        assert_eq!(row.orig_syssn.as_deref(), Some("P1"));
    }

    #[test]
    fn a_row_code_in_no_table_proves_nothing() {
        let row = |code: &str| {
            page(
                200,
                &format!(r#"{{"respcd":"0000","data":[{{"respcd":"{code}"}}]}}"#),
            )
            .unwrap()
            .rows
            .remove(0)
            .outcome()
        };
        assert_eq!(row("0000"), Outcome::Refunded);
        assert_eq!(row("9999"), Outcome::Unknown);
        assert_eq!(row(""), Outcome::Unknown);
    }

    #[test]
    fn the_outer_code_is_the_calls_own() {
        assert!(
            matches!(page(200, r#"{"respcd":"1108","data":[{"respcd":"0000"}]}"#), Err(EnquiryFault::Refused(code, _, _)) if code == "1108")
        );
        assert!(matches!(
            page(200, r#"{"data":[]}"#),
            Err(EnquiryFault::Unreadable(_))
        ));
        assert!(matches!(page(429, ""), Err(EnquiryFault::RateLimited)));
        assert!(matches!(
            page(502, "<html>"),
            Err(EnquiryFault::Status(502))
        ));
    }

    #[test]
    fn empty_and_bare_data_are_taken() {
        assert!(page(200, r#"{"respcd":"0000"}"#).unwrap().rows.is_empty());
        assert!(
            page(200, r#"{"respcd":"0000","data":{}}"#)
                .unwrap()
                .rows
                .is_empty()
        );
        assert_eq!(
            page(200, r#"{"respcd":"0000","data":{"respcd":"0000"}}"#)
                .unwrap()
                .rows
                .len(),
            1
        );
        assert!(page(200, r#"{"respcd":"0000","data":"x"}"#).is_err());
        assert!(page(200, r#"{"respcd":"0000","data":[1]}"#).is_err());
    }

    #[test]
    fn a_forged_page_teaches_nothing() {
        let reply = Reply {
            status: 200,
            signature: Some("00".repeat(16)),
            sign_type: None,
            date: None,
            body: br#"{"respcd":"0000"}"#.to_vec(),
        };
        assert!(matches!(
            parse_page(&reply, &merchant()),
            Err(EnquiryFault::BadSignature)
        ));
    }
}
