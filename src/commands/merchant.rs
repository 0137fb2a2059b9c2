//! Who is refunding and where: the chosen profile, its key, and the way to its gateway.

use super::places::{self, simulator_state};
use super::{Desk, Failure, pace};
use crate::attempt::Owner;
use crate::attempt::{Brake, Means, Pace};
use crate::exit::Exit;
use crate::gateway::enquiry::Enquirer;
use crate::gateway::environment::BaseUrl;
use crate::gateway::gate::Gate;
use crate::gateway::limiter::{Limit, limits};
use crate::gateway::signature::Signing;
use crate::gateway::slots::Slots;
use crate::gateway::transport::{Route, Transport, Trouble};
use crate::gateway::wire::Merchant;
use crate::interrupt::Interrupt;
use crate::journal::sqlite::beside;
use crate::journal::{Digest, MerchantKey};
use crate::language::{text, word};
use crate::output::text::{pad, wrap};
use crate::output::{Colour, Console, ResultFormat, Spinner, Style};
use crate::profile::{self, ConfigFile, Profile, ProfileError, SimulatorCredentials};
use crate::refund::Endpoint;
use crate::simulator::{self, Server, SimulatorOptions};
use crate::world::SharedClock;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

pub(super) const SIMULATOR: SimulatorCredentials = SimulatorCredentials {
    app_code: simulator::APP_CODE,
    client_key: simulator::CLIENT_KEY,
};

/// The merchant's side of an exchange.
pub(super) struct Party {
    pub(super) profile: Profile,
    /// Whose the journal says that the profile's refunds are, once it is open.
    pub(super) settled: OnceLock<MerchantKey>,
    /// Whether its gateway signs, for everything that this command asks it.
    pub(super) signing: Arc<Signing>,
}

pub(super) fn choose(desk: &Desk<'_>) -> Result<Party, Failure> {
    let profile = profile::choose(
        desk.profile.as_deref(),
        desk.config.as_deref(),
        desk.env,
        &SIMULATOR,
    )?;
    let is_read = desk.console.format == ResultFormat::Table;
    if let Some(language) = profile
        .language()
        .filter(|_| is_read && desk.language.is_none())
    {
        desk.speak(language);
    }
    Ok(Party::of(profile))
}

/// Takes the profile of this name, which is named by whoever asks for it.
pub(super) fn named(name: &str, desk: &Desk<'_>) -> Result<Party, Failure> {
    let profile = profile::choose(Some(name), desk.config.as_deref(), desk.env, &SIMULATOR)?;
    Ok(Party::of(profile))
}

/// A profile by its name, where it can be read.
pub(super) type Named = (String, Result<Party, ProfileError>);

/// Finds every profile of the config file.
pub(super) fn every(desk: &Desk<'_>) -> Result<Vec<Named>, Failure> {
    let file = ConfigFile::load(&profile::locate(desk.config.as_deref(), desk.env)?)?;
    let found = file.check_all(desk.env).profiles.into_iter();
    Ok(found
        .map(|(name, profile)| (name, profile.map(Party::of)))
        .collect())
}

impl Party {
    /// Takes a profile.
    pub(super) fn of(profile: Profile) -> Self {
        let signing = Arc::new(Signing::new(profile.guards().require_reply_signature));
        Self {
            profile,
            settled: OnceLock::new(),
            signing,
        }
    }

    /// Returns the merchant whose refunds these are: as the journal has it, once that is open
    /// ([`super::books::open`]), before that as the profile has it.
    pub(super) fn key(&self) -> MerchantKey {
        let settled = self.settled.get().cloned();
        settled.unwrap_or_else(|| own_key(&self.profile))
    }

    /// Returns whose refunds these are, for those who judge them.
    pub(super) fn owner(&self) -> Owner<'_> {
        Owner {
            profile: &self.profile,
            key: self.key(),
        }
    }

    /// Returns the credential of the profile, where its merchant goes by a name and may have several.
    pub(super) fn credential_of(&self, merchant: &MerchantKey) -> Option<String> {
        let profile = &self.profile;
        let is_own = profile.merchant_name().is_some() && *merchant == self.key();
        is_own.then(|| {
            let mchid = profile.mchid().unwrap_or("-");
            format!("{} {mchid}", profile.app_code())
        })
    }

    /// Whether payments are looked at before refunds of them are sent, unless this once they are not.
    pub(super) fn looks(&self, no_preflight: bool) -> bool {
        !no_preflight && self.profile.preflight()
    }

    /// Fetches the client key, from wherever the profile says.
    pub(super) fn merchant(&self, desk: &Desk<'_>) -> Result<Merchant, Failure> {
        Ok(Merchant {
            signing: Arc::clone(&self.signing),
            ..self.profile.merchant(desk.env)?
        })
    }

    /// Returns the limits of everything that goes to the gateway.
    pub(super) fn limits(&self) -> Vec<Limit> {
        limits(self.profile.rate_limit().count_and_span())
    }

    /// Opens the way to the gateway within these limits; for the built-in profile it starts the
    /// simulator, which runs until the result is dropped.
    pub(super) fn open<'a>(
        &self,
        merchant: &'a Merchant,
        timeout: Duration,
        limits: Vec<Limit>,
        desk: &mut Desk<'_>,
    ) -> Result<Gateway<'a>, Failure> {
        self.speak(desk);
        let (base_url, server) = match self.profile.base_url() {
            Some(url) => (url.clone(), None),
            None => {
                let options =
                    SimulatorOptions::new(simulator_state(None, desk)?, desk.clock.clone());
                let server = Server::start(options).map_err(simulator_failure)?;
                let url = BaseUrl::parse(&format!("http://{}", server.address()))
                    .map_err(Failure::setup)?;
                (url, Some(server))
            }
        };
        let route = Route {
            base_url,
            roots: self.profile.roots().clone(),
            proxy: self.profile.proxy().map(|proxy| proxy.as_str().to_owned()),
            timeout,
        };
        let gate = Gate::new(limits, desk.clock.clone());
        let gate = match self.slots(desk) {
            Ok(Some(slots)) => gate.shared(slots),
            Ok(None) => gate,
            Err(why) => {
                desk.console.warn(&why);
                gate
            }
        };
        Ok(Gateway {
            merchant,
            transport: Transport::new(&route).map_err(|trouble| trouble_failure(&trouble))?,
            gate,
            clock: desk.clock.clone(),
            interrupt: Arc::clone(&desk.interrupt),
            brake: Arc::default(),
            timeout,
            _server: server,
        })
    }

    /// Says that what is written down from here on goes through its endpoint.
    pub(super) fn speak(&self, desk: &Desk<'_>) {
        desk.console.written.speak_through(self.endpoint());
    }

    /// Returns what the processes of this machine that ask the same gateway for the same app code
    /// share: a file beside the journal. Where there is no journal each keeps the limits by itself. The
    /// built-in simulator is a gateway of its own in every process.
    ///
    /// # Errors
    /// Says that the file cannot be used, so that this process keeps them by itself as well.
    fn slots(&self, desk: &mut Desk<'_>) -> Result<Option<Slots>, String> {
        let (Some(url), Ok(journal)) = (
            self.profile.base_url().filter(|_| cfg!(unix)),
            places::journal(&self.profile, desk),
        ) else {
            return Ok(None);
        };
        if !journal.exists() {
            return Ok(None);
        }
        let name = format!("{url} {}", self.profile.app_code());
        let name = Digest::of(name.as_bytes()).to_string();
        let suffix = format!("-pace-{}", name.get(..16).unwrap_or(&name));
        let path = format!("{}{suffix}", journal.display());
        let file = beside(&journal, &suffix).map_err(|error| pace::unusable(&path, &error))?;
        let slots = Slots::new(file);
        desk.watch_pace(path, slots.trouble());
        Ok(Some(slots))
    }

    /// Returns where its requests go, and in whose name. The built-in simulator is one gateway, whatever
    /// its port.
    pub(super) fn endpoint(&self) -> Endpoint {
        let address = self.profile.base_url().map(ToString::to_string);
        let address = address.unwrap_or_else(|| self.profile.environment().name().to_owned());
        Endpoint::new(&address, self.profile.app_code(), self.profile.mchid())
    }

    /// Returns the longest wait for one exchange: the one given in seconds, or the profile's.
    pub(super) fn timeout(&self, given: Option<u16>) -> Duration {
        given.map_or(self.profile.timeout(), |seconds| {
            Duration::from_secs(seconds.into())
        })
    }

    /// Returns the address as a dry run shows it.
    pub(super) fn shown_address(&self) -> String {
        self.profile
            .base_url()
            .map_or_else(|| "http://127.0.0.1:0".to_owned(), ToString::to_string)
    }

    /// Returns where a refund goes and in whose name: two lines of every question before it, and of
    /// the dry run.
    pub(super) fn gateway_lines(&self) -> String {
        let [host, app_code] = self.gateway();
        lines([
            (word!("profile-preview-gateway", "gateway"), host),
            (word!("profile-preview-app-code", "app code"), app_code),
        ])
    }

    /// Says in whose name something is about to be sent and where to, as values for [`lines`].
    pub(super) fn in_a_preview(&self, style: Style) -> [(&'static str, String); 4] {
        let (profile, environment) = (&self.profile, self.profile.environment());
        let merchant = match profile.mchid() {
            Some(mchid) => text!(
                "profile-with-mchid",
                "{name} (mchid {mchid})",
                name = profile.name(),
                mchid
            ),
            None => profile.name().to_owned(),
        };
        let words = if environment.moves_money() {
            style.paint(Colour::Red, environment.in_words())
        } else {
            environment.in_words().to_owned()
        };
        let [host, app_code] = self.gateway();
        [
            (word!("profile-preview-merchant", "merchant"), merchant),
            (word!("profile-preview-environment", "environment"), words),
            (word!("profile-preview-gateway", "gateway"), host),
            (word!("profile-preview-app-code", "app code"), app_code),
        ]
    }

    /// Returns the host that refunds are sent to, and the app code.
    pub(super) fn gateway(&self) -> [String; 2] {
        let host = match self.profile.base_url() {
            Some(_) => self.shown_host(),
            None => text!("profile-built-in-gateway", "the built-in simulator"),
        };
        [host, self.profile.app_code().to_owned()]
    }

    /// Returns the `Host` header that goes with the address.
    pub(super) fn shown_host(&self) -> String {
        let address = self.shown_address();
        address
            .split_once("://")
            .map_or(address.clone(), |(_, host)| host.to_owned())
    }
}

/// Returns the merchant as a profile tells it: by the name that it gives, else by app code and shop
/// number. The address is no part of it: it says where a merchant is asked for, not who it is.
pub(super) fn own_key(profile: &Profile) -> MerchantKey {
    let environment = profile.environment();
    MerchantKey::new(match profile.merchant_name() {
        Some(name) => format!("{environment} merchant={name}"),
        None => format!(
            "{environment} {} {}",
            profile.app_code(),
            profile.mchid().unwrap_or("-")
        ),
    })
}

/// The way to the merchant's gateway, open. Everything that a command sends there passes its gate.
pub(super) struct Gateway<'a> {
    pub(super) merchant: &'a Merchant,
    pub(super) transport: Transport,
    pub(super) gate: Gate,
    clock: SharedClock,
    interrupt: Arc<Interrupt>,
    brake: Arc<Brake>,
    timeout: Duration,
    _server: Option<Server>,
}

impl Gateway<'_> {
    /// Returns what an attempt works with.
    pub(super) fn means(&self) -> Means<'_> {
        Means {
            merchant: self.merchant,
            post: &self.transport,
            gate: &self.gate,
            clock: &self.clock,
            interrupt: &self.interrupt,
            brake: &self.brake,
            timeout: self.timeout,
            pace: &Pace::USUAL,
        }
    }

    /// Returns a way to ask until there is an answer.
    pub(super) fn enquirer(&self) -> Enquirer<'_> {
        Enquirer {
            merchant: self.merchant,
            post: &self.transport,
            gate: &self.gate,
            clock: self.clock.as_ref(),
            go_on: &|| true,
            until: None,
        }
    }

    /// Waits until a refund may be sent. Comes before its claim, which does not last for ever.
    pub(super) fn pass(&self, console: &Console<'_>) {
        if self.gate.pass().is_err() {
            let _waiting = Spinner::start(
                console.may_animate,
                word!("profile-rate-limited", "waiting for the rate limit"),
            );
            // A signal that comes meanwhile ends the process, or is seen when the refund is claimed.
            let _ = self.gate.wait(&|| !self.interrupt.is_raised());
        }
    }
}

/// Writes named values under each other, as they stand above a question.
pub(super) fn lines<'a>(values: impl IntoIterator<Item = (&'a str, String)>) -> String {
    let values = values.into_iter();
    let lines = values.map(|(name, value)| format!("  {} {value}\n", pad(name, 13)));
    lines.collect()
}

/// Breaks a long value so that it goes on under its beginning, as [`lines`] writes it.
pub(super) fn under(value: &str, style: Style) -> String {
    let width = style.columns.map_or(usize::MAX, usize::from);
    let broken = wrap(value, width.saturating_sub(16));
    broken.join(&format!("\n{}", pad("", 16)))
}

fn trouble_failure(trouble: &Trouble) -> Failure {
    Failure::setup(trouble.to_string()).hint_if(trouble.remedy)
}

pub(super) fn simulator_failure(error: simulator::SimulatorError) -> Failure {
    Failure::new(Exit::Setup, error)
}

impl From<ProfileError> for Failure {
    fn from(error: ProfileError) -> Self {
        let hint = error.hint().to_owned();
        Self::new(Exit::Setup, error).hint_if(Some(hint).filter(|hint| !hint.is_empty()))
    }
}

#[cfg(test)]
mod tests {
    use super::lines;

    #[test]
    fn values_stand_in_one_column_whatever_the_script_of_their_names() {
        let shown = lines([("gateway", "a".to_owned()), ("閘道", "b".to_owned())]);
        assert_eq!(shown, "  gateway       a\n  閘道          b\n");
    }
}
