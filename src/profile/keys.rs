//! The keys a config file may have, declared once.
//!
//! This table drives the check for unknown keys, the check of types, the hints, and the test of
//! `config.example.toml`.

use super::error::{list, plain};
use crate::language::{entry, text, word};

/// What a key takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ValueKind {
    /// Text in quotes.
    Text,
    /// Text in quotes that is secret.
    Secret,
    /// A list of texts.
    Texts,
    /// A whole number.
    Number,
    /// True or false.
    Switch,
    /// Whole numbers by name.
    Numbers,
    /// Tables.
    Tables,
}

impl ValueKind {
    /// Returns what the kind is called in a message.
    #[must_use]
    pub fn in_words(self) -> &'static str {
        match self {
            Self::Text | Self::Secret => word!("profile-kind-text", "text in quotes"),
            Self::Texts => word!("profile-kind-texts", "a list of texts"),
            Self::Number => word!("profile-kind-number", "a whole number"),
            Self::Switch => word!("profile-kind-switch", "true or false"),
            Self::Numbers => word!("profile-kind-numbers", "a table of whole numbers"),
            Self::Tables => word!("profile-kind-table", "a table"),
        }
    }
}

/// One key.
#[derive(Clone, Copy, Debug)]
pub struct ConfigKey {
    /// Its name.
    pub name: &'static str,
    /// What it takes.
    pub kind: ValueKind,
    /// How a line with it looks.
    pub sample: &'static str,
    /// What it is for, in one line.
    pub doc: &'static str,
}

impl ConfigKey {
    /// Returns what it is for, to a person. In the config file that is always English.
    #[must_use]
    pub fn explained(&self) -> &'static str {
        entry("profile-key", self.name, self.doc)
    }
}

const fn key(
    name: &'static str,
    kind: ValueKind,
    sample: &'static str,
    doc: &'static str,
) -> ConfigKey {
    ConfigKey {
        name,
        kind,
        sample,
        doc,
    }
}

/// The keys outside every profile.
pub const TOP: [ConfigKey; 2] = [
    key(
        "default_profile",
        ValueKind::Text,
        r#"default_profile = "simulator""#,
        "the profile used when --profile is not given",
    ),
    key(
        "profiles",
        ValueKind::Tables,
        "[profiles.NAME]",
        "the profiles, each under its name",
    ),
];

/// The keys of a profile.
pub const PROFILE: [ConfigKey; 33] = [
    key(
        "environment",
        ValueKind::Text,
        r#"environment = "sandbox""#,
        "production, live-testing, sandbox or custom",
    ),
    key(
        "base_url",
        ValueKind::Text,
        r#"base_url = "https://gateway.example""#,
        "the gateway's address; only with environment = \"custom\"",
    ),
    key(
        "app_code",
        ValueKind::Text,
        r#"app_code = "…""#,
        "the app code QFPay issued",
    ),
    key(
        "client_key_keyring",
        ValueKind::Text,
        r#"client_key_keyring = "shop-hk""#,
        "the client key is in the operating system's keyring, under this name",
    ),
    key(
        "client_key_command",
        ValueKind::Texts,
        r#"client_key_command = ["pass", "show", "qfpay/shop-hk"]"#,
        "the client key is what this command prints",
    ),
    key(
        "client_key_file",
        ValueKind::Text,
        r#"client_key_file = "~/.config/qfrefund/shop-hk.key""#,
        "the client key is in this file",
    ),
    key(
        "client_key_env",
        ValueKind::Text,
        r#"client_key_env = "SHOP_HK_KEY""#,
        "the client key is in this environment variable",
    ),
    key(
        "client_key",
        ValueKind::Secret,
        r#"client_key = "…""#,
        "the client key itself",
    ),
    key(
        "mchid",
        ValueKind::Text,
        r#"mchid = "…""#,
        "the shop number, only if QFPay issued one",
    ),
    key(
        "merchant",
        ValueKind::Text,
        r#"merchant = "shop-hk""#,
        "a name of your own that stays when app_code or mchid change",
    ),
    key(
        "currency",
        ValueKind::Text,
        r#"currency = "HKD""#,
        "the currency the merchant is paid in",
    ),
    key(
        "language",
        ValueKind::Text,
        r#"language = "zh-Hant""#,
        "the language of what people read: en or zh-Hant; --lang comes before it",
    ),
    key(
        "sign_type",
        ValueKind::Text,
        r#"sign_type = "MD5""#,
        "MD5 or SHA256",
    ),
    key(
        "roots",
        ValueKind::Text,
        r#"roots = "system""#,
        "whose certificates are trusted: system or bundled",
    ),
    key(
        "ca_file",
        ValueKind::Text,
        r#"ca_file = "/etc/ssl/company.pem""#,
        "trust only the certificates in this PEM file",
    ),
    key(
        "proxy",
        ValueKind::Text,
        r#"proxy = "http://proxy.example:3128""#,
        "the HTTP proxy; never taken from the environment",
    ),
    key(
        "timeout",
        ValueKind::Number,
        "timeout = 60",
        "seconds a whole exchange may take, 1 to 600",
    ),
    key(
        "journal",
        ValueKind::Text,
        r#"journal = "~/.local/share/qfrefund/journal.db""#,
        "where refunds are recorded",
    ),
    key(
        "journal_file_system",
        ValueKind::Text,
        r#"journal_file_system = "virtiofs""#,
        "the kind of file system the journal may lie on although it is not known to be local",
    ),
    key(
        "rate_limit",
        ValueKind::Text,
        r#"rate_limit = "400/min""#,
        "how many requests may be sent: 400/min, 6/s or none",
    ),
    key(
        "preflight",
        ValueKind::Switch,
        "preflight = true",
        "whether the payment is looked at before a refund is sent",
    ),
    key(
        "clearing_pause",
        ValueKind::Switch,
        "clearing_pause = true",
        "whether refunds rest around midnight in Hong Kong, 23:25 to 00:35",
    ),
    key(
        "require_reply_signature",
        ValueKind::Switch,
        "require_reply_signature = true",
        "whether a reply without a signature is never believed, also before one was seen",
    ),
    key(
        "twin_hours",
        ValueKind::Number,
        "twin_hours = 24",
        "hours in which a second single refund of the same payment and amount must be meant",
    ),
    key(
        "refund_days",
        ValueKind::Numbers,
        r#"refund_days = { "805814" = 90 }"#,
        "days in which a payment method takes refunds, by pay_type",
    ),
    key(
        "full_only",
        ValueKind::Texts,
        r#"full_only = ["803701"]"#,
        "payment methods that are refunded in full only, by pay_type",
    ),
    key(
        "max_refund",
        ValueKind::Text,
        r#"max_refund = "2000.00""#,
        "the largest single refund",
    ),
    key(
        "max_batch_total",
        ValueKind::Text,
        r#"max_batch_total = "50000.00""#,
        "the largest sum of one batch",
    ),
    key(
        "max_day_total",
        ValueKind::Text,
        r#"max_day_total = "100000.00""#,
        "the largest sum of refunds in one Hong Kong day",
    ),
    key(
        "columns",
        ValueKind::Texts,
        r#"columns = ["amount=Refund amount"]"#,
        "headings of files of refunds that have other names, as --column takes them",
    ),
    key(
        "ignore_columns",
        ValueKind::Texts,
        r#"ignore_columns = ["Refrence"]"#,
        "headings of files of refunds that are not meant to be read, as --ignore-column takes them",
    ),
    key(
        "separator",
        ValueKind::Text,
        r#"separator = "semicolon""#,
        "what separates the cells of files of refunds: comma, semicolon or tab",
    ),
    key(
        "encoding",
        ValueKind::Text,
        r#"encoding = "big5""#,
        "how files of refunds are encoded: utf-8, utf-16, utf-16le, utf-16be, big5, gbk or gb18030",
    ),
];

/// The keys that say where the client key is. A profile has exactly one of them.
pub const SOURCES: [&str; 5] = [
    "client_key_keyring",
    "client_key_command",
    "client_key_file",
    "client_key_env",
    "client_key",
];

/// Finds a key by its name.
pub(super) fn find(keys: &'static [ConfigKey], name: &str) -> Option<&'static ConfigKey> {
    keys.iter().find(|key| key.name == name)
}

/// Returns the remedy for a name nobody knows: the nearest one, if one is near, and all of them.
pub(super) fn remedy<'a>(wrong: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    let known: Vec<&str> = known.into_iter().collect();
    let all = text!(
        "profile-allowed",
        "Allowed: {all}.",
        all = list(known.iter().copied())
    );
    match nearest(wrong, &known) {
        Some(right) => text!(
            "profile-did-you-mean",
            "Did you mean `{right}`? {all}",
            right,
            all
        ),
        None => all,
    }
}

/// Says that a value is of another kind than its key takes.
pub(super) fn of_wrong_kind(key: &str, what: &str, kind: ValueKind) -> String {
    let wanted = kind.in_words();
    text!(
        "profile-wrong-kind",
        "`{key}` is {what}, not {wanted}",
        key,
        what,
        wanted
    )
}

/// Shows how a line is written.
pub(super) fn like_this(sample: &str) -> String {
    text!("profile-like-this", "Write it like this: {sample}", sample)
}

/// Writes an unknown key for a message, unless it may be a secret that landed left of the `=`.
pub(super) fn named(wrong: &str) -> String {
    let is_word = |c: char| c.is_ascii_alphabetic() || matches!(c, '_' | '-');
    if wrong.len() <= 24 && wrong.chars().all(is_word) {
        text!(
            "profile-unknown-key",
            "unknown key `{key}`",
            key = plain(wrong)
        )
    } else {
        text!("profile-unknown-key-hidden", "unknown key")
    }
}

/// Finds the one name that begins like the wrong one, or else the one a slip or two away.
fn nearest<'a>(wrong: &str, known: &[&'a str]) -> Option<&'a str> {
    let folded = |name: &str| name.to_lowercase().replace('-', "_");
    let wrong = folded(wrong);
    let mut longer = known
        .iter()
        .filter(|right| wrong.len() >= 3 && folded(right).starts_with(&wrong));
    if let (Some(right), None) = (longer.next(), longer.next()) {
        return Some(right);
    }
    let (slips, right) = known
        .iter()
        .map(|right| (strsim::damerau_levenshtein(&wrong, &folded(right)), *right))
        .min_by_key(|(slips, _)| *slips)?;
    let is_near = slips <= 2 && slips.saturating_mul(2) < right.chars().count();
    is_near.then_some(right)
}

#[cfg(test)]
mod tests;
