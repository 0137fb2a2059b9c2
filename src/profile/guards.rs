//! What a profile asks to be checked before a refund is sent.

use super::error::ProfileError;
use super::file::ConfigValue;
use super::keys;
use super::reader::SectionReader;
use crate::language::{text, word};
use crate::money::{Amount, Currency};
use crate::refund::wallets::AccountRules;
use std::time::Duration;

const HOUR: Duration = Duration::from_secs(60 * 60);

/// What is checked before anything is sent, and of what comes back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProfileGuards {
    /// Whether the payment is looked at first; none where the profile leaves it to its environment.
    pub preflight: Option<bool>,
    /// Whether the gateway takes no refunds around midnight in Hong Kong.
    pub clearing_pause: bool,
    /// Whether a reply without a signature is never believed.
    pub require_reply_signature: bool,
    /// How long a second refund of the same payment and amount is taken for a mistake; zero
    /// switches that off.
    pub twin_window: Duration,
    /// What is known of this account's payment methods.
    pub account: AccountRules,
    /// The largest single refund.
    pub max_refund: Option<Amount>,
    /// The largest sum of one batch.
    pub max_batch_total: Option<Amount>,
    /// The largest sum of refunds in one Hong Kong day.
    pub max_day_total: Option<Amount>,
}

impl Default for ProfileGuards {
    fn default() -> Self {
        Self {
            preflight: None,
            clearing_pause: true,
            require_reply_signature: false,
            twin_window: HOUR.saturating_mul(24),
            account: AccountRules::default(),
            max_refund: None,
            max_batch_total: None,
            max_day_total: None,
        }
    }
}

pub(super) fn read(
    reader: &SectionReader<'_>,
    currency: Currency,
) -> Result<ProfileGuards, ProfileError> {
    let defaults = ProfileGuards::default();
    Ok(ProfileGuards {
        preflight: switch(reader, "preflight"),
        clearing_pause: switch(reader, "clearing_pause").unwrap_or(defaults.clearing_pause),
        require_reply_signature: switch(reader, "require_reply_signature")
            .unwrap_or(defaults.require_reply_signature),
        twin_window: twin_window(reader)?.unwrap_or(defaults.twin_window),
        account: account(reader)?,
        max_refund: limit(reader, "max_refund", currency)?,
        max_batch_total: limit(reader, "max_batch_total", currency)?,
        max_day_total: limit(reader, "max_day_total", currency)?,
    })
}

fn switch(reader: &SectionReader<'_>, key: &str) -> Option<bool> {
    match reader.find(key)?.value {
        ConfigValue::Switch(on) => Some(on),
        _ => None,
    }
}

fn twin_window(reader: &SectionReader<'_>) -> Result<Option<Duration>, ProfileError> {
    let hint = word!(
        "profile-twin-hours-hint",
        "Write a whole number of hours, for example twin_hours = 24; 0 switches it off."
    );
    let unit = word!("profile-unit-hours", "hours");
    let hours = reader.number("twin_hours", 0..=8784, unit, hint)?;
    Ok(hours.map(|hours| Duration::from_secs(hours.saturating_mul(HOUR.as_secs()))))
}

fn account(reader: &SectionReader<'_>) -> Result<AccountRules, ProfileError> {
    let mut rules = AccountRules::default();
    if let Some(field) = reader.find("refund_days")
        && let ConfigValue::Numbers(days) = &field.value
    {
        for (pay_type, days) in days {
            let bad = || {
                let pay_type = format!("{pay_type:.12}");
                let problem = text!(
                    "profile-refund-days",
                    "`refund_days` has no sense for {pay_type}",
                    pay_type
                );
                let hint = word!(
                    "profile-refund-days-hint",
                    "Write pay_type and days like this: refund_days = { \"805814\" = 90 }, with 1 to 3660 days."
                );
                reader.fault(field.at, problem, hint)
            };
            let days = u16::try_from(*days)
                .ok()
                .filter(|days| (1..=3660).contains(days));
            if !is_pay_type(pay_type) {
                return Err(bad());
            }
            rules
                .refund_days
                .insert(pay_type.clone(), days.ok_or_else(bad)?);
        }
    }
    if let Some(field) = reader.find("full_only")
        && let ConfigValue::Texts(pay_types) = &field.value
    {
        if !pay_types.iter().all(|pay_type| is_pay_type(pay_type)) {
            return Err(reader.fault(
                field.at,
                text!(
                    "profile-full-only",
                    "`full_only` has something else than pay_types of six digits in it"
                ),
                keys::like_this("full_only = [\"803701\"]"),
            ));
        }
        rules.full_only.clone_from(pay_types);
    }
    Ok(rules)
}

fn is_pay_type(text: &str) -> bool {
    text.len() == 6 && text.bytes().all(|b| b.is_ascii_digit())
}

/// Reads a limit in major units; for a currency with unclear decimals in minor units.
fn limit(
    reader: &SectionReader<'_>,
    key: &str,
    currency: Currency,
) -> Result<Option<Amount>, ProfileError> {
    reader.read(key, |text| {
        let read = match currency.decimals() {
            Some(_) => Amount::parse_major(text, currency),
            None => Amount::parse_minor(text),
        };
        read.map_err(|error| {
            ProfileError::new(
                text!(
                    "profile-no-amount",
                    "`{key}` is no amount in {currency}: {error}",
                    key,
                    currency,
                    error
                ),
                text!(
                    "profile-no-amount-hint",
                    "Write it as text, for example {key} = \"2000.00\".",
                    key
                ),
            )
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::ConfigFile;
    use crate::world::Env;
    use std::path::Path;

    fn guards(more: &str) -> Result<ProfileGuards, String> {
        let text = format!(
            "[profiles.a]\nenvironment = \"sandbox\"\napp_code = \"A\"\nclient_key_env = \"K\"\ncurrency = \"HKD\"\n{more}"
        );
        let file = ConfigFile::parse(Path::new("c.toml"), &text).unwrap();
        let profile = file.profile("a", &Env::default());
        profile
            .map(|profile| profile.guards().clone())
            .map_err(|error| format!("{error}"))
    }

    #[test]
    fn without_a_word_the_guards_are_up() {
        let up = guards("").unwrap();
        assert_eq!(up, ProfileGuards::default());
        assert!(up.preflight.is_none() && up.twin_window == HOUR * 24);
    }

    #[test]
    fn every_guard_can_be_set() {
        let set = guards("preflight = false\nclearing_pause = false\ntwin_hours = 0\nrefund_days = { \"805814\" = 60 }\nfull_only = [\"803701\"]\nmax_refund = \"2000.00\"\nmax_batch_total = \"5000\"\nmax_day_total = \"9999.99\"\n").unwrap();
        assert!(set.preflight == Some(false) && !set.clearing_pause && set.twin_window.is_zero());
        assert_eq!(set.account.refund_days.get("805814"), Some(&60));
        assert_eq!(set.account.full_only, ["803701"]);
        assert_eq!(set.max_refund.unwrap().minor(), 200_000);
        assert_eq!(set.max_day_total.unwrap().minor(), 999_999);
    }

    #[test]
    fn faults_name_their_line() {
        for (line, fault) in [
            (
                "preflight = \"no\"",
                "c.toml:6:1: `preflight` is text in quotes, not true or false",
            ),
            (
                "twin_hours = 9000",
                "c.toml:6:1: `twin_hours` is not 0 to 8784 hours",
            ),
            (
                "refund_days = { \"80581\" = 60 }",
                "c.toml:6:1: `refund_days` has no sense for 80581",
            ),
            (
                "refund_days = { \"805814\" = 0 }",
                "c.toml:6:1: `refund_days` has no sense for 805814",
            ),
            (
                "refund_days = { \"805814\" = \"x\" }",
                "c.toml:6:1: `refund_days` is a table with something else in it, not a table of whole numbers",
            ),
            (
                "full_only = [\"x\"]",
                "c.toml:6:1: `full_only` has something else than pay_types of six digits in it",
            ),
            (
                "max_refund = 2000",
                "c.toml:6:1: `max_refund` is a whole number, not text in quotes",
            ),
        ] {
            assert_eq!(guards(line), Err(fault.to_owned()), "{line}");
        }
        assert!(guards("max_refund = \"1,000\"").unwrap_err().starts_with(
            "c.toml:6:1: `max_refund` is no amount in HKD: the amount has a separator"
        ));
    }
}
