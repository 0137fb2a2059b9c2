//! What each response code (`respcd`) means for a refund.
//!
//! Pure data, the most safety-critical in the project: a code wrongly called a refusal invites a
//! second refund. A refusal is definite only where protocol section 6 says "definitely not
//! executed" or section 3.4 records it as a refusal; every other code leaves the outcome open.

mod table;
/// Whether the gateway's text says that it was done. It is never believed for that, but a refusal that
/// says so contradicts itself.
#[must_use]
pub fn says_success(text: &str) -> bool {
    ["success", "交易成功"].contains(&folded(text).as_str())
}

#[cfg(test)]
mod tests;

pub use table::TABLE;

use crate::language::{Language, spoken};
use crate::unseen::folded;
use serde::Serialize;

/// The documented grouping of a code (protocol section 6).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Class {
    /// Done.
    Ok,
    /// Processing, or not known yet.
    Pending,
    /// May be sent again later with the same number, after an enquiry.
    Retry,
    /// The request is faulty.
    Request,
    /// Key, signature or credentials.
    Auth,
    /// A rule of refunds.
    Rule,
    /// The payment or number is in a conflicting state.
    State,
    /// The merchant's set-up.
    Setup,
    /// System or channel.
    System,
    /// Belongs to payments; unexpected for a refund.
    Payment,
    /// Not in any table.
    Unlisted,
}

/// What a refund reply with this code proves about the money.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// The refund is done, if the rest of the reply agrees.
    Done,
    /// Nothing was executed, for certain.
    Refused,
    /// The gateway has the refund and works on it.
    Processing,
    /// Nothing is proven.
    Unclear,
    /// The number, or a refund of the payment, was seen before: look it up. Nothing is proven.
    Seen,
}

/// Whether sending again can help.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Again {
    /// It is done, or it will be refused again.
    No,
    /// After the named fault is mended, as a new refund.
    AfterFix,
    /// Later on, as a new refund.
    Later,
    /// Not before an enquiry has shown what became of this one.
    EnquireFirst,
}

/// Which other requests would get the same answer while nothing else changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Perhaps none: it is about this request, its payment or its amount.
    Request,
    /// Those that name the same device (`udid`), or name none as this one.
    Device,
    /// Every one of the profile.
    Profile,
}

/// Where the meaning is documented.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// The gateway's current tables.
    Current,
    /// Its current tables, with another use seen in the field.
    CurrentAndField,
    /// Lists of 2016 to 2018 only.
    Historic,
    /// Lists of 2016 to 2018, with today's use seen in the field.
    HistoricAndField,
    /// One unverified client.
    Unverified,
}

/// One response code.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Code {
    /// The four characters; leading zeros count, so it is never a number.
    #[serde(skip)]
    pub code: &'static str,
    /// The documented grouping.
    pub class: Class,
    /// What a refund reply with it proves.
    pub standing: Standing,
    /// Meaning in English.
    pub english: &'static str,
    /// Meaning in Traditional Chinese.
    pub chinese: &'static str,
    /// What to do next, in English.
    pub next_english: &'static str,
    /// What to do next, in Traditional Chinese.
    pub next_chinese: &'static str,
    /// Whether sending again can help.
    pub again: Again,
    /// Which other requests would get it, too.
    #[serde(skip)]
    pub reach: Reach,
    /// Where the meaning is documented.
    pub source: Source,
}

/// The row for every code that is not in [`TABLE`].
pub const UNLISTED: Code = Code {
    code: "",
    class: Class::Unlisted,
    standing: Standing::Unclear,
    english: "a code in none of the gateway's tables",
    chinese: "不在任何代碼表中的代碼",
    next_english: "Do not send it again; it may have been executed. Run `qfrefund enquiry OUT_TRADE_NO`.",
    next_chinese: "切勿重發：可能已經執行。請執行 `qfrefund enquiry OUT_TRADE_NO`。",
    again: Again::EnquireFirst,
    reach: Reach::Request,
    source: Source::Unverified,
};

impl Code {
    /// Returns its meaning in the language that is spoken, as a clause.
    #[must_use]
    pub fn meaning(&self) -> &'static str {
        match spoken() {
            Language::English => self.english,
            Language::Chinese => self.chinese,
        }
    }

    /// Returns what to do next in the language that is spoken, as sentences.
    #[must_use]
    pub fn advice(&self) -> &'static str {
        match spoken() {
            Language::English => self.next_english,
            Language::Chinese => self.next_chinese,
        }
    }

    /// Whether it blames the profile or the merchant's set-up: that is where to look then.
    #[must_use]
    pub const fn is_setup(&self) -> bool {
        matches!(self.class, Class::Auth | Class::Setup)
    }

    /// Whether a refund's reply with it is about one refund that was understood, so that it repeats its
    /// number: what is done, and what a rule or the payment's state refused (protocol 3.2). Where request,
    /// key or set-up are blamed, there may have been no number to repeat.
    #[must_use]
    pub const fn repeats_number(&self) -> bool {
        match self.standing {
            Standing::Done => true,
            Standing::Refused => matches!(self.class, Class::Rule | Class::State),
            Standing::Processing | Standing::Unclear | Standing::Seen => false,
        }
    }
}

/// Finds a code's row, or [`UNLISTED`].
#[must_use]
pub fn find(code: &str) -> &'static Code {
    TABLE
        .iter()
        .find(|row| row.code == code)
        .unwrap_or(&UNLISTED)
}
