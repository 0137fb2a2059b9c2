//! Spoils an answer as a fault wants it.
//!
//! Pure. Bodies are spoilt before they are signed: only a forged signature does not fit.

use super::super::delivery::Delivery;
use super::super::http::HttpResponse;
use super::super::reply::{Fields, ReplyValue};
use super::{FaultOrders, Spoil};
use crate::gateway::wire::{SIGN_HEADER, SIGN_TYPE_HEADER};

/// Body size of `huge-body` unless told, in bytes: above the client's limit of 1 MiB.
pub(super) const HUGE: usize = 2 * 1024 * 1024;

/// A spoilt answer.
#[derive(Debug)]
pub(in super::super) struct Distorted {
    /// The body to sign.
    pub(in super::super) body: Vec<u8>,
    /// A page that takes its place.
    pub(in super::super) page: Option<HttpResponse>,
    /// What is done to the headers after signing.
    pub(in super::super) headers: HeaderFault,
    /// How it goes out.
    pub(in super::super) delivery: Delivery,
}

/// What is done to the headers.
#[derive(Clone, Copy, Debug)]
pub(in super::super) enum HeaderFault {
    /// Nothing.
    None,
    /// The signature is left out.
    Unsigned,
    /// The signature does not fit.
    Forged,
    /// The body is said to be compressed.
    Gzip,
}

impl HeaderFault {
    /// Does it.
    pub(in super::super) fn change(self, headers: &mut Vec<(&'static str, String)>) {
        match self {
            Self::None => {}
            Self::Unsigned => {
                headers.retain(|(name, _)| *name != SIGN_HEADER && *name != SIGN_TYPE_HEADER);
            }
            Self::Forged => {
                for (_, value) in headers.iter_mut().filter(|(name, _)| *name == SIGN_HEADER) {
                    *value = value.chars().rev().collect();
                }
            }
            Self::Gzip => headers.push(("Content-Encoding", "gzip".to_owned())),
        }
    }
}

/// Spoils an answer; without a fault it is written as it is.
pub(in super::super) fn distort(orders: &FaultOrders, fields: &mut Fields) -> Distorted {
    let mut delivery = Delivery::Whole;
    let mut headers = HeaderFault::None;
    let spoil = orders.spoil.as_ref();
    match spoil {
        None
        | Some(
            Spoil::Status(_)
            | Spoil::Redirect { .. }
            | Spoil::EmptyBody
            | Spoil::Respcd { .. }
            | Spoil::Duplicate
            | Spoil::NotUtf8
            | Spoil::Bom,
        ) => {}
        Some(Spoil::Nothing) => delivery = Delivery::Nothing,
        Some(Spoil::Half) => delivery = Delivery::Half,
        Some(Spoil::Stall) => delivery = Delivery::Stall,
        Some(Spoil::Reset) => delivery = Delivery::Reset,
        Some(Spoil::Drip(pause)) => delivery = Delivery::Drip(*pause),
        Some(Spoil::Chunked) => delivery = Delivery::Chunked,
        Some(Spoil::ForgedSignature) => headers = HeaderFault::Forged,
        Some(Spoil::Unsigned) => headers = HeaderFault::Unsigned,
        Some(Spoil::Gzip) => headers = HeaderFault::Gzip,
        Some(Spoil::WrongAmount) => fields.change("txamt", &one_more),
        Some(Spoil::WrongOrigSyssn) => {
            fields.change("orig_syssn", &another_number);
            fields.change("origssn", &another_number);
        }
        Some(Spoil::NumericTxamt) => fields.change("txamt", &bare),
        Some(Spoil::ControlCharacters) => fields.change("resperr", &|value| {
            *value = ReplyValue::Text("\u{1b}[2J\u{1b}[31mfailed\r\n\u{7}\u{202e}0000".to_owned());
        }),
        Some(Spoil::HugeBody(bytes)) => {
            let missing = bytes.saturating_sub(fields.to_json().len());
            fields.change("respmsg", &|value| {
                *value = ReplyValue::Text("x".repeat(missing))
            });
        }
    }
    Distorted {
        body: body(spoil, fields),
        page: orders.page(),
        headers,
        delivery,
    }
}

fn body(spoil: Option<&Spoil>, fields: &Fields) -> Vec<u8> {
    let json = fields.to_json();
    match spoil {
        Some(Spoil::EmptyBody) => Vec::new(),
        Some(Spoil::Bom) => format!("\u{feff}{json}").into_bytes(),
        Some(Spoil::NotUtf8) => {
            let mark = "\"resperr\": \"";
            let at = json
                .find(mark)
                .map_or(0, |at| at.saturating_add(mark.len()));
            let (before, after) = json.split_at_checked(at).unwrap_or((&json, ""));
            [before.as_bytes(), b"\xff", after.as_bytes()].concat()
        }
        _ => json.into_bytes(),
    }
}

fn one_more(value: &mut ReplyValue) {
    if let ReplyValue::Text(text) = value {
        let amount: u64 = text.parse().unwrap_or_default();
        *text = amount.saturating_add(1).to_string();
    }
}

fn another_number(value: &mut ReplyValue) {
    if let ReplyValue::Text(text) = value {
        let last = text.pop();
        text.push(if last == Some('9') { '8' } else { '9' });
    }
}

fn bare(value: &mut ReplyValue) {
    if let ReplyValue::Text(digits) = value {
        *value = ReplyValue::Number(digits.clone());
    }
}
