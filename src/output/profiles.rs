//! Profiles, listed, shown and checked. A client key is never among the values.

use super::text::optional;
use super::{Colour, Document, Style};
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
            let mark = if self.default_profile.as_ref() == Some(&profile.name) {
                " (default)"
            } else {
                ""
            };
            let environment = match (&profile.fault, &profile.in_words) {
                (Some(_), _) => "FAULTY, see below".to_owned(),
                (None, words) => optional(words),
            };
            vec![
                format!("{}{mark}", profile.name),
                environment,
                optional(&profile.currency),
                optional(&profile.mchid),
            ]
        });
        let mut out = style.rows(
            &["PROFILE", "ENVIRONMENT", "CURRENCY", "MCHID"],
            rows.collect::<Vec<_>>(),
        );
        for profile in &self.profiles {
            if let Some(fault) = &profile.fault {
                out.push('\n');
                out.push_str(&style.message(Colour::Red, "fault:", fault));
                if let Some(remedy) = &profile.remedy {
                    out.push_str(&style.message(Colour::Bold, "hint:", remedy));
                }
            }
            if let Some(online) = &profile.online {
                out.push('\n');
                let colour = match online.next_step.as_str() {
                    "" => Colour::Green,
                    _ => Colour::Red,
                };
                let said = format!("{}: {}", profile.name, online.message);
                out.push_str(&style.message(colour, "online:", &said));
                if !online.next_step.is_empty() {
                    out.push_str(&style.message(Colour::Bold, "hint:", &online.next_step));
                }
            }
        }
        let config = self
            .config
            .as_deref()
            .unwrap_or("none; `qfrefund profile init` writes one");
        let config = style.folded(&format!("config file: {config}"));
        out.push_str(&format!("\n{config}\n"));
        out
    }
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
            ("profile", self.name.clone()),
            ("environment", self.in_words.clone()),
            ("base_url", optional(&self.base_url)),
            ("app_code", self.app_code.clone()),
            ("client key", self.client_key.clone()),
            ("mchid", or(&self.mchid, "none issued, none sent")),
            (
                "merchant",
                or(&self.merchant, "known by app_code and mchid"),
            ),
            ("currency", self.currency.clone()),
            ("sign_type", self.sign_type.clone()),
            ("roots", self.roots.clone()),
            ("proxy", or(&self.proxy, "none")),
            ("timeout", format!("{} s", self.timeout)),
            ("journal", self.journal.clone()),
            ("rate_limit", self.rate_limit.clone()),
            ("config file", optional(&self.config)),
        ])
    }
}
