//! Profiles, listed, shown and checked. A client key is never among the values.

use super::text::optional;
use super::{Colour, Document, Style};
use crate::language::{text, word};
use serde::Serialize;

/// One line of the list.
#[derive(Debug, Serialize)]
pub struct ProfilesDocument {
    /// The config file, or `None` where there is none.
    pub config: Option<String>,
    /// The default profile's name.
    pub default_profile: Option<String>,
    /// The profiles, the built-in one last.
    pub profiles: Vec<ProfileCheck>,
}

/// A profile in a list, with what is wrong with it.
#[derive(Debug, Default, Serialize)]
pub struct ProfileCheck {
    /// Its name.
    pub name: String,
    /// Its environment, where it can be read.
    pub environment: Option<String>,
    /// What the environment means for money.
    pub in_words: Option<String>,
    /// Shop number.
    pub mchid: Option<String>,
    /// Currency.
    pub currency: Option<String>,
    /// What is wrong, or `None`.
    pub fault: Option<String>,
    /// What to do about it.
    pub remedy: Option<String>,
    /// What the gateway said, where it was asked.
    pub online: Option<GatewayCheck>,
}

/// What a gateway said to an enquiry that was made to check a profile.
#[derive(Debug, Serialize)]
pub struct GatewayCheck {
    /// What it shows, in one word that stays.
    pub cause: &'static str,
    /// The same in a sentence.
    pub message: String,
    /// What to do.
    pub next_step: String,
}

impl Document for ProfilesDocument {
    const KIND: &'static str = "profiles";

    fn to_table(&self, style: Style) -> String {
        let rows = self.profiles.iter().map(|profile| {
            let name = if self.default_profile.as_ref() == Some(&profile.name) {
                text!(
                    "profile-list-default",
                    "{name} (default)",
                    name = profile.name
                )
            } else {
                profile.name.clone()
            };
            let environment = match (&profile.fault, &profile.in_words) {
                (Some(_), _) => text!("profile-list-faulty", "FAULTY, see below"),
                (None, words) => optional(words),
            };
            vec![
                name,
                environment,
                optional(&profile.currency),
                optional(&profile.mchid),
            ]
        });
        let mut out = style.rows(
            &[
                word!("profile-heading-profile", "PROFILE"),
                word!("profile-heading-environment", "ENVIRONMENT"),
                word!("profile-heading-currency", "CURRENCY"),
                word!("profile-heading-mchid", "MCHID"),
            ],
            rows.collect::<Vec<_>>(),
        );
        for profile in &self.profiles {
            if let Some(fault) = &profile.fault {
                out.push('\n');
                out.push_str(&style.message(
                    Colour::Red,
                    word!("profile-head-fault", "fault:"),
                    fault,
                ));
                if let Some(remedy) = &profile.remedy {
                    out.push_str(&hint(style, remedy));
                }
            }
            if let Some(online) = &profile.online {
                out.push('\n');
                let colour = match online.next_step.as_str() {
                    "" => Colour::Green,
                    _ => Colour::Red,
                };
                let (name, message) = (&profile.name, &online.message);
                let said = text!("profile-online-said", "{name}: {message}", name, message);
                out.push_str(&style.message(
                    colour,
                    word!("profile-head-online", "online:"),
                    &said,
                ));
                if !online.next_step.is_empty() {
                    out.push_str(&hint(style, &online.next_step));
                }
            }
        }
        let config = self.config.as_deref().unwrap_or_else(|| {
            word!(
                "profile-list-no-config",
                "none; `qfrefund profile init` writes one"
            )
        });
        let config = style.folded(&text!(
            "profile-list-config",
            "config file: {config}",
            config
        ));
        out.push_str(&format!("\n{config}\n"));
        out
    }
}

fn hint(style: Style, remedy: &str) -> String {
    style.message(Colour::Bold, word!("profile-head-hint", "hint:"), remedy)
}

/// One profile in full.
#[derive(Debug, Serialize)]
pub struct ProfileDocument {
    /// Its name.
    pub name: String,
    /// Its environment.
    pub environment: String,
    /// What that means for money.
    pub in_words: String,
    /// Address.
    pub base_url: Option<String>,
    /// App code.
    pub app_code: String,
    /// Shop number.
    pub mchid: Option<String>,
    /// The merchant's own name.
    pub merchant: Option<String>,
    /// Currency.
    pub currency: String,
    /// Digest of signatures.
    pub sign_type: String,
    /// Where the client key comes from; never the key.
    pub client_key: String,
    /// Trusted authorities.
    pub roots: String,
    /// Proxy.
    pub proxy: Option<String>,
    /// Longest wait in seconds.
    pub timeout: u64,
    /// Where refunds are recorded.
    pub journal: String,
    /// Rate limit.
    pub rate_limit: String,
    /// The config file it stands in.
    pub config: Option<String>,
}

impl Document for ProfileDocument {
    const KIND: &'static str = "profile";

    fn to_table(&self, style: Style) -> String {
        let or = |value: &Option<String>, absent: &str| {
            value.clone().unwrap_or_else(|| absent.to_owned())
        };
        style.values(&[
            (word!("profile-show-profile", "profile"), self.name.clone()),
            (
                word!("profile-show-environment", "environment"),
                self.in_words.clone(),
            ),
            ("base_url", optional(&self.base_url)),
            ("app_code", self.app_code.clone()),
            (
                word!("profile-show-client-key", "client key"),
                self.client_key.clone(),
            ),
            (
                "mchid",
                or(
                    &self.mchid,
                    word!("profile-show-no-mchid", "none issued, none sent"),
                ),
            ),
            (
                word!("profile-show-merchant", "merchant"),
                or(
                    &self.merchant,
                    word!("profile-show-no-merchant", "known by app_code and mchid"),
                ),
            ),
            (
                word!("profile-show-currency", "currency"),
                self.currency.clone(),
            ),
            ("sign_type", self.sign_type.clone()),
            ("roots", self.roots.clone()),
            (
                "proxy",
                or(&self.proxy, word!("profile-show-no-proxy", "none")),
            ),
            (
                "timeout",
                text!(
                    "profile-show-timeout",
                    "{seconds} s",
                    seconds = self.timeout
                ),
            ),
            (
                word!("profile-show-journal", "journal"),
                self.journal.clone(),
            ),
            ("rate_limit", self.rate_limit.clone()),
            (
                word!("profile-show-config", "config file"),
                optional(&self.config),
            ),
        ])
    }
}
