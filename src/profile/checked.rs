//! A profile whose every value has been checked.

use super::error::{ConfigPlace, ProfileError};
use super::guards::ProfileGuards;
use super::key_source::KeySource;
use super::names::BUILT_IN;
use super::values::{Proxy, RateLimit, roots_text};
use crate::gateway::environment::{BaseUrl, Environment};
use crate::gateway::signature::{SignType, Signing};
use crate::gateway::transport::Roots;
use crate::gateway::wire::Merchant;
use crate::language::Language;
use crate::money::Currency;
use crate::world::Env;
use secrecy::SecretString;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

/// How long a whole exchange may take unless a profile says otherwise.
pub(super) const DEFAULT_TIMEOUT: Duration = Duration::from_secs(60);

/// A profile that can be used: named credentials, merchant, environment, limits.
///
/// The client key is not in it, unless the config file itself holds it; it is fetched by
/// [`Profile::client_key`] when something is to be signed, and not before.
#[derive(Clone, Debug)]
pub struct Profile {
    pub(super) name: String,
    pub(super) named: bool,
    pub(super) environment: Environment,
    pub(super) base_url: Option<BaseUrl>,
    pub(super) app_code: String,
    pub(super) mchid: Option<String>,
    pub(super) merchant_name: Option<String>,
    pub(super) currency: Currency,
    pub(super) language: Option<Language>,
    pub(super) sign_type: SignType,
    pub(super) key_source: KeySource,
    pub(super) key_place: Option<ConfigPlace>,
    pub(super) roots: Roots,
    pub(super) proxy: Option<Proxy>,
    pub(super) timeout: Duration,
    pub(super) journal: Option<PathBuf>,
    pub(super) journal_file_system: Option<String>,
    pub(super) rate_limit: RateLimit,
    pub(super) guards: ProfileGuards,
    pub(super) files: FileWords,
}

/// What a profile says of its files of refunds, as it says it: whoever reads them knows what it means.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FileWords {
    /// Pairs such as `amount=退款金額`.
    pub columns: Vec<String>,
    /// Headings that are not to be read.
    pub ignore_columns: Vec<String>,
    /// What separates the cells.
    pub separator: Option<String>,
    /// How the text is encoded.
    pub encoding: Option<String>,
}

/// What the simulator takes for a merchant; the simulator's own constants, handed in by the
/// layer that knows both.
#[derive(Clone, Copy, Debug)]
pub struct SimulatorCredentials {
    /// Its app code.
    pub app_code: &'static str,
    /// Its client key. It is published and opens nothing.
    pub client_key: &'static str,
}

impl Profile {
    /// Returns the built-in profile. Its address is known when the simulator runs.
    #[must_use]
    pub fn simulator(credentials: &SimulatorCredentials) -> Self {
        Self {
            name: BUILT_IN.to_owned(),
            named: false,
            environment: Environment::Simulator,
            base_url: None,
            app_code: credentials.app_code.to_owned(),
            mchid: None,
            merchant_name: None,
            currency: HONG_KONG_DOLLAR,
            language: None,
            sign_type: SignType::Md5,
            key_source: KeySource::BuiltIn(SecretString::from(credentials.client_key)),
            key_place: None,
            roots: Roots::System,
            proxy: None,
            timeout: DEFAULT_TIMEOUT,
            journal: None,
            journal_file_system: None,
            rate_limit: RateLimit::DEFAULT,
            guards: ProfileGuards::default(),
            files: FileWords::default(),
        }
    }

    /// Returns the name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Whether the operator named the profile in the command itself.
    #[must_use]
    pub const fn named(&self) -> bool {
        self.named
    }

    /// Whether a person has to type its name before anything is sent: real money of a profile
    /// that nobody named is always asked about, also with `--yes`.
    #[must_use]
    pub const fn must_still_be_named(&self) -> bool {
        self.environment.must_be_named() && !self.named
    }

    /// Returns the environment.
    #[must_use]
    pub const fn environment(&self) -> Environment {
        self.environment
    }

    /// Returns the gateway's address; none for the simulator, whose port is chosen when it runs.
    #[must_use]
    pub const fn base_url(&self) -> Option<&BaseUrl> {
        self.base_url.as_ref()
    }

    /// Returns the app code.
    #[must_use]
    pub fn app_code(&self) -> &str {
        &self.app_code
    }

    /// Returns the shop number, if QFPay issued one.
    #[must_use]
    pub fn mchid(&self) -> Option<&str> {
        self.mchid.as_deref()
    }

    /// Returns the merchant's own name, if the profile gives it one. Profiles of one environment with
    /// the same name are the same merchant, whatever their app code and shop number.
    #[must_use]
    pub fn merchant_name(&self) -> Option<&str> {
        self.merchant_name.as_deref()
    }

    /// Returns the language of whoever works with it, if it names one.
    #[must_use]
    pub const fn language(&self) -> Option<Language> {
        self.language
    }

    /// Returns the currency.
    #[must_use]
    pub const fn currency(&self) -> Currency {
        self.currency
    }

    /// Returns the digest requests are signed with.
    #[must_use]
    pub const fn sign_type(&self) -> SignType {
        self.sign_type
    }

    /// Returns where the client key comes from.
    #[must_use]
    pub const fn key_source(&self) -> &KeySource {
        &self.key_source
    }

    /// Returns whose certificates are trusted.
    #[must_use]
    pub const fn roots(&self) -> &Roots {
        &self.roots
    }

    /// Returns the same as the profile names it: `system`, `bundled`, or the path of a file.
    #[must_use]
    pub fn roots_in_words(&self) -> String {
        roots_text(&self.roots)
    }

    /// Returns the proxy.
    #[must_use]
    pub const fn proxy(&self) -> Option<&Proxy> {
        self.proxy.as_ref()
    }

    /// Returns how long a whole exchange may take.
    #[must_use]
    pub const fn timeout(&self) -> Duration {
        self.timeout
    }

    /// Returns the journal's path, if the profile names one.
    #[must_use]
    pub fn journal(&self) -> Option<&Path> {
        self.journal.as_deref()
    }

    /// Returns the kind of file system that the journal may lie on although it is not known to be
    /// local.
    #[must_use]
    pub fn journal_file_system(&self) -> Option<&str> {
        self.journal_file_system.as_deref()
    }

    /// Returns the rate limit.
    #[must_use]
    pub const fn rate_limit(&self) -> RateLimit {
        self.rate_limit
    }

    /// Whether the payment is looked at before a refund is sent: as the profile says, else
    /// everywhere but at the sandbox and at addresses of the operator's own, which need not know
    /// enquiries.
    #[must_use]
    pub fn preflight(&self) -> bool {
        self.guards.preflight.unwrap_or(match self.environment {
            Environment::Production | Environment::LiveTesting | Environment::Simulator => true,
            Environment::Sandbox | Environment::Custom => false,
        })
    }

    /// Returns what is checked before anything is sent.
    #[must_use]
    pub const fn guards(&self) -> &ProfileGuards {
        &self.guards
    }

    /// Returns what it says of its files of refunds.
    #[must_use]
    pub const fn files(&self) -> &FileWords {
        &self.files
    }

    /// Fetches the client key: may read a file, run a command or ask the keyring.
    ///
    /// # Errors
    /// When its one source does not give a usable key; no other source is tried.
    pub fn client_key(&self, env: &Env) -> Result<SecretString, ProfileError> {
        self.key_source
            .load(env)
            .map_err(|error| match &self.key_place {
                Some(place) => error.at(place),
                None => error,
            })
    }

    /// Fetches the client key and returns everything a request is signed with.
    ///
    /// # Errors
    /// As [`Self::client_key`].
    pub fn merchant(&self, env: &Env) -> Result<Merchant, ProfileError> {
        Ok(Merchant {
            app_code: self.app_code.clone(),
            client_key: self.client_key(env)?,
            mchid: self.mchid.clone(),
            sign_type: self.sign_type,
            signing: Arc::new(Signing::new(self.guards.require_reply_signature)),
        })
    }
}

const HONG_KONG_DOLLAR: Currency = {
    let [_, _, _, _, _, hkd, ..] = Currency::ALL;
    hkd
};

#[cfg(test)]
mod tests {
    use super::*;
    use secrecy::ExposeSecret;

    #[test]
    fn the_simulator_needs_no_file_and_no_money() {
        let credentials = SimulatorCredentials {
            app_code: "APP",
            client_key: "^%^%",
        };
        let profile = Profile::simulator(&credentials);
        assert_eq!(profile.currency().code(), "HKD");
        assert_eq!(profile.base_url(), None);
        assert!(!profile.environment().moves_money());
        assert!(!profile.environment().must_be_named());
        assert_eq!(profile.key_source().describe(), "built in");
        let merchant = profile.merchant(&Env::default()).unwrap();
        assert_eq!(merchant.client_key.expose_secret(), "^%^%");
        assert_eq!(merchant.app_code, "APP");
        assert!(!format!("{profile:?}{merchant:?}").contains("^%"));
    }
}
