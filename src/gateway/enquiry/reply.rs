//! One page of an enquiry's answer.
//!
//! Pure.

use super::row::Transaction;
use crate::gateway::codes::{self, Code, Reach};
use crate::gateway::json::{Json, Object};
use crate::gateway::redact;
use crate::gateway::signature::Proof;
use crate::gateway::transport::{Reply, Trouble};
use crate::gateway::verdict::no_code;
use crate::gateway::wire::Merchant;
use crate::language::{text, write_text};
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
    /// Which page it is, counting from 1, where the gateway says so.
    pub page: Option<usize>,
    /// How many rows a full page has, where the gateway says so: it may cut what was asked for.
    pub page_size: Option<usize>,
    /// How many rows all pages have together, where the gateway says so.
    pub total: Option<usize>,
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
    /// It is no answer to what was asked: which rows there are stays unknown. A clause says why.
    NoAnswer(String),
    /// Nothing was found, and the gateway may have forgotten it. A clause says what shows that.
    Forgotten(String),
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
            | Self::NoAnswer(_)
            | Self::Forgotten(_)
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
            Self::NotSent(trouble) => write_text!(
                f,
                "gateway-enquiry-unsent",
                "the enquiry could not be sent: {trouble}",
                trouble
            ),
            Self::NoReply(trouble) => write_text!(
                f,
                "gateway-enquiry-unanswered",
                "the enquiry got no answer: {trouble}",
                trouble
            ),
            Self::RateLimited => write_text!(
                f,
                "gateway-enquiry-limited",
                "the gateway answers HTTP 429 (too many requests), also after waiting"
            ),
            Self::Status(status) => write_text!(
                f,
                "gateway-enquiry-status",
                "the enquiry was answered with HTTP {status}",
                status
            ),
            Self::Refused(respcd, code, text) => {
                write_text!(
                    f,
                    "gateway-enquiry-refused",
                    "the gateway refused the enquiry: {respcd}, {meaning}",
                    respcd,
                    meaning = code.meaning()
                )?;
                if text.is_empty() {
                    Ok(())
                } else {
                    write_text!(f, "gateway-enquiry-says", " (`{text}`)", text)
                }
            }
            Self::Unreadable(why) => write_text!(
                f,
                "gateway-enquiry-unreadable",
                "the enquiry's answer cannot be read: {why}",
                why
            ),
            Self::NoAnswer(why) => write_text!(
                f,
                "gateway-enquiry-no-answer",
                "the enquiry's answer is not one to what was asked: {why}",
                why
            ),
            Self::Forgotten(why) => write_text!(
                f,
                "gateway-enquiry-forgotten",
                "nothing was found, which is no absence: {why}; a person has to look",
                why
            ),
            Self::BadSignature => write_text!(
                f,
                "gateway-enquiry-bad-signature",
                "the signature of the enquiry's answer does not fit its content"
            ),
            Self::Unsigned => write_text!(
                f,
                "gateway-enquiry-unsigned",
                "the enquiry's answer has no signature, although this gateway signs its replies"
            ),
            Self::Endless => write_text!(
                f,
                "gateway-enquiry-endless",
                "the enquiry's answer has no end"
            ),
            Self::OutOfTime => write_text!(
                f,
                "gateway-enquiry-out-of-time",
                "the look was not over after {minutes} minutes",
                minutes = LOOK_MAX.as_secs() / 60
            ),
            Self::Clock(skew) => write_text!(
                f,
                "gateway-enquiry-clock",
                "nothing was found, but the clock of this machine is {skew} the gateway's, so that it was looked for in the wrong months; set it right",
                skew
            ),
            Self::Stopped => {
                write_text!(f, "gateway-enquiry-stopped", "the enquiry was given up")
            }
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
    if let Some(age) = &reply.age {
        let short: String = age.chars().take(80).collect();
        return Err(EnquiryFault::NoAnswer(text!(
            "gateway-answer-cache",
            "a cache has given it, and not the gateway now (header Age: {age})",
            age = short.escape_debug()
        )));
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
        .ok_or_else(|| EnquiryFault::Unreadable(no_code()))?;
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
        // That no rows are given is not that there are none: an empty list says so.
        None | Some(Json::Null) => {
            return Err(EnquiryFault::Unreadable(text!(
                "gateway-answer-no-data",
                "it has no `data`"
            )));
        }
        Some(Json::Object(row)) if row.is_empty() => {
            return Err(EnquiryFault::Unreadable(text!(
                "gateway-answer-empty-object",
                "its `data` is an empty object where a list of rows belongs"
            )));
        }
        Some(Json::List(rows)) if rows.len() > MOST_ROWS => {
            return Err(EnquiryFault::Unreadable(text!(
                "gateway-answer-many-rows",
                "it has {rows} rows where {asked} were asked for",
                rows = rows.len(),
                asked = PAGE_SIZE
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
                EnquiryFault::Unreadable(text!(
                    "gateway-answer-no-object",
                    "a row of `data` is not an object"
                ))
            })?,
        // The documents type `data` Object; a single row may come bare (C16).
        Some(Json::Object(row)) => vec![Transaction::read(row)],
        Some(_) => {
            return Err(EnquiryFault::Unreadable(text!(
                "gateway-answer-no-list",
                "`data` is not a list"
            )));
        }
    };
    let page_size = object
        .field("page_size")
        .and_then(|text| text.parse().ok())
        .filter(|size| *size > 0);
    Ok(Page {
        rows,
        page: count(&object, "page")?,
        page_size,
        total: count(&object, "total")?,
        signed: proof == Proof::Genuine,
    })
}

fn count(object: &Object, name: &str) -> Result<Option<usize>, EnquiryFault> {
    let Some(text) = object.field(name) else {
        return Ok(None);
    };
    text.parse().map(Some).map_err(|_| {
        let short: String = text.chars().take(80).collect();
        EnquiryFault::Unreadable(text!(
            "gateway-answer-number",
            "its {name} is `{says}`",
            name,
            says = short.escape_debug()
        ))
    })
}

#[cfg(test)]
mod tests;
