//! One page of an enquiry's answer.
//!
//! Pure.

use super::row::Transaction;
use crate::gateway::codes::{self, Code, Reach};
use crate::gateway::json::Json;
use crate::gateway::redact;
use crate::gateway::signature::Proof;
use crate::gateway::transport::{Reply, Trouble};
use crate::gateway::wire::Merchant;
use crate::refund::clock::Skew;
use std::fmt;
use std::time::Duration;

/// Longest time for a whole look, every month and page of it; the exchange that is under way then is
/// still waited for.
pub(super) const LOOK_MAX: Duration = Duration::from_secs(300);
/// Rows asked for in one page, the gateway's largest.
pub const PAGE_SIZE: usize = 100;
/// Most rows of a page that are read: a gateway that takes no notice of what was asked may send a few
/// more, and none sends thousands.
const MOST_ROWS: usize = 10 * PAGE_SIZE;

/// One page of rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// The rows, in the gateway's order.
    pub rows: Vec<Transaction>,
    /// How many rows a full page has, where the gateway says so: it may cut what was asked for.
    pub page_size: Option<usize>,
    /// Whether it was signed.
    pub signed: bool,
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
    /// The reply has no signature, although this gateway signs.
    Unsigned,
    /// The gateway keeps answering full pages, more than could be or the same one again.
    Endless,
    /// The look took longer than any honest one.
    OutOfTime,
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
            | Self::Unsigned
            | Self::Endless
            | Self::OutOfTime
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
            Self::Unsigned => f.write_str(
                "the enquiry's answer has no signature, although this gateway signs its replies",
            ),
            Self::Endless => f.write_str("the enquiry's answer has no end"),
            Self::OutOfTime => write!(
                f,
                "the look was not over after {} minutes",
                LOOK_MAX.as_secs() / 60
            ),
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
    let (signature, sign_type) = (reply.signature.as_deref(), reply.sign_type.as_deref());
    let proof = merchant.proof(&reply.body, signature, sign_type);
    if proof == Proof::Wrong {
        return Err(EnquiryFault::BadSignature);
    }
    let object =
        redact::parse(&reply.body, &merchant.client_key).map_err(EnquiryFault::Unreadable)?;
    let respcd = object
        .code("respcd")
        .ok_or_else(|| EnquiryFault::Unreadable("it has no response code".to_owned()))?;
    // The outer code says whether the *call* worked; mistaking it for the transaction's is a classic.
    if respcd != "0000" {
        let code = codes::find(&respcd);
        let text = object.field("resperr").unwrap_or_default();
        return Err(EnquiryFault::Refused(respcd, code, text));
    }
    // A refusal teaches nothing anyway, and says what to mend.
    if proof == Proof::Missing {
        return Err(EnquiryFault::Unsigned);
    }
    let rows = match object.get("data") {
        None | Some(Json::Null) => Vec::new(),
        Some(Json::List(rows)) if rows.len() > MOST_ROWS => {
            return Err(EnquiryFault::Unreadable(format!(
                "it has {} rows where {PAGE_SIZE} were asked for",
                rows.len()
            )));
        }
        Some(Json::List(rows)) => rows
            .iter()
            .map(|row| match row {
                Json::Object(row) => Some(Transaction::read(row)),
                _ => None,
            })
            .collect::<Option<_>>()
            .ok_or_else(|| {
                EnquiryFault::Unreadable("a row of `data` is not an object".to_owned())
            })?,
        // The documents type `data` Object; a single row may come bare (C16).
        Some(Json::Object(row)) if row.is_empty() => Vec::new(),
        Some(Json::Object(row)) => vec![Transaction::read(row)],
        Some(_) => return Err(EnquiryFault::Unreadable("`data` is not a list".to_owned())),
    };
    let page_size = object
        .field("page_size")
        .and_then(|text| text.parse().ok())
        .filter(|size| *size > 0);
    Ok(Page {
        rows,
        page_size,
        signed: proof == Proof::Genuine,
    })
}

#[cfg(test)]
mod tests {
    use super::super::row::RowKind;
    use super::*;
    use crate::gateway::signature::SignType;
    use crate::refund::Outcome;
    use secrecy::SecretString;

    fn merchant() -> Merchant {
        Merchant {
            app_code: "A".into(),
            client_key: SecretString::from("k"),
            mchid: None,
            sign_type: SignType::Md5,
            signing: std::sync::Arc::default(),
        }
    }

    fn page(status: u16, body: &str) -> Result<Page, EnquiryFault> {
        parse_page(
            &Reply {
                status,
                signature: None,
                sign_type: None,
                retry_after: None,
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
            retry_after: None,
            date: None,
            body: br#"{"respcd":"0000"}"#.to_vec(),
        };
        assert!(matches!(
            parse_page(&reply, &merchant()),
            Err(EnquiryFault::BadSignature)
        ));
    }

    #[test]
    fn a_page_without_a_signature_teaches_nothing_where_the_gateway_signs() {
        let merchant = merchant();
        let body = r#"{"respcd":"0000","data":[]}"#;
        let reply = |body: &str| Reply {
            status: 200,
            signature: None,
            sign_type: None,
            retry_after: None,
            date: None,
            body: body.as_bytes().to_vec(),
        };
        assert!(!parse_page(&reply(body), &merchant).unwrap().signed);
        merchant.signing.keep();
        assert!(matches!(
            parse_page(&reply(body), &merchant),
            Err(EnquiryFault::Unsigned)
        ));
        // What refuses the enquiry is told as it is.
        assert!(matches!(
            parse_page(&reply(r#"{"respcd":"1108"}"#), &merchant),
            Err(EnquiryFault::Refused(..))
        ));
    }
}
