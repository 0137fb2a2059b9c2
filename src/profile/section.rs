//! One profile of the file → a checked [`Profile`], or the first thing wrong with it.

use super::checked::{DEFAULT_TIMEOUT, Profile, SIMULATOR};
use super::error::{Place, Position, ProfileError, list, plain, quoted};
use super::file::{Field, Section, Value};
use super::folders::expand;
use super::guards;
use super::key_source::KeySource;
use super::keys::{self, Key};
use super::values::{Proxy, RateLimit, Roots, issued};
use crate::gateway::environment::{BaseUrl, Environment};
use crate::gateway::signature::SignType;
use crate::money::Currency;
use crate::world::Env;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Checks a profile.
pub(super) fn read(path: &Path, section: &Section, env: &Env) -> Result<Profile, ProfileError> {
    let reader = Reader::new(path, section, env)?;
    reader.check_keys()?;
    let (environment, base_url) = reader.address()?;
    let app_code = reader.require("app_code", |text| issued("app_code", text, 64))?;
    let (key_source, key_place) = reader.key_source()?;
    let mchid = reader.read("mchid", |text| issued("mchid", text, 16))?;
    let currency = reader.require("currency", currency)?;
    let sign_type = reader.read("sign_type", sign_type)?;
    let rate_limit = reader.read("rate_limit", RateLimit::parse)?;
    Ok(Profile {
        name: section.name.clone(),
        named: false,
        environment,
        app_code,
        mchid,
        currency,
        sign_type: sign_type.unwrap_or(SignType::Md5),
        key_source,
        key_place: Some(key_place),
        roots: reader.roots()?,
        proxy: reader.proxy(&base_url)?,
        base_url: Some(base_url),
        timeout: reader.timeout()?,
        journal: reader.journal()?,
        rate_limit: rate_limit.unwrap_or(RateLimit::DEFAULT),
        guards: guards::read(&reader, currency)?,
    })
}

/// Whether a profile may have this name.
pub(super) fn is_name(text: &str) -> bool {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
    (1..=64).contains(&text.len()) && text.chars().all(is_plain)
}

fn currency(text: &str) -> Result<Currency, ProfileError> {
    Currency::from_code(text).map_err(|_| {
        let known = Currency::ALL.map(Currency::code);
        ProfileError::new(
            format!("unknown currency {}", quoted(text)),
            keys::remedy(text, known),
        )
    })
}

fn sign_type(text: &str) -> Result<SignType, ProfileError> {
    SignType::parse(text).ok_or_else(|| {
        ProfileError::new(
            format!("unknown sign_type {}", quoted(text)),
            keys::remedy(text, ["MD5", "SHA256"]),
        )
    })
}

pub(super) struct Reader<'a> {
    path: &'a Path,
    section: &'a Section,
    fields: &'a [Field],
    env: &'a Env,
}

impl<'a> Reader<'a> {
    fn new(path: &'a Path, section: &'a Section, env: &'a Env) -> Result<Self, ProfileError> {
        let fault = |problem: String, hint: &str| {
            Err(ProfileError::new(problem, hint).in_file(path, Some(section.at)))
        };
        let name = &section.name;
        if !is_name(name) {
            let problem = format!("{} cannot be the name of a profile", quoted(name));
            return fault(
                problem,
                "Use 1 to 64 letters, digits, dots, hyphens and underscores.",
            );
        }
        if name == SIMULATOR {
            let problem = "the profile `simulator` is built in and cannot be defined".to_owned();
            return fault(problem, "Give this profile another name.");
        }
        match &section.fields {
            Ok(fields) => Ok(Self {
                path,
                section,
                fields,
                env,
            }),
            Err(what) => fault(
                format!("the profile `{name}` is {what}, not a table"),
                "Write its keys under [profiles.NAME].",
            ),
        }
    }

    /// Checks every line against the table of keys.
    fn check_keys(&self) -> Result<(), ProfileError> {
        for field in self.fields {
            let Some(key) = keys::find(&keys::PROFILE, &field.name) else {
                let hint = keys::remedy(&field.name, keys::PROFILE.iter().map(|key| key.name));
                return Err(self.fault(field.at, keys::named(&field.name), hint));
            };
            match field.value {
                Value::Empty => {
                    let hint = "Give it a value or remove the line.";
                    return Err(self.fault(field.at, format!("`{}` is empty", key.name), hint));
                }
                Value::Other(what) => return Err(self.wrong_kind(field.at, key, what)),
                Value::Text(_)
                | Value::Secret(_)
                | Value::Texts(_)
                | Value::Number(_)
                | Value::Switch(_)
                | Value::Numbers(_) => {}
            }
        }
        Ok(())
    }

    fn wrong_kind(&self, at: Position, key: &Key, what: &str) -> ProfileError {
        let problem = format!("`{}` is {what}, not {}", key.name, key.kind.in_words());
        self.fault(at, problem, format!("Write it like this: {}", key.sample))
    }

    fn address(&self) -> Result<(Environment, BaseUrl), ProfileError> {
        let environment = self.require("environment", |text| {
            Environment::parse(text).ok_or_else(|| {
                let known = Environment::IN_PROFILES.map(Environment::name);
                ProfileError::new(
                    format!("unknown environment {}", quoted(text)),
                    keys::remedy(text, known),
                )
            })
        })?;
        let own = self.read("base_url", |text| match BaseUrl::of(environment) {
            Some(_) => Err(ProfileError::new(
                format!("`base_url` is given, but the environment `{environment}` has its own"),
                "Remove base_url; an address of your own needs environment = \"custom\".",
            )),
            None => custom(text),
        })?;
        let base_url = own.or_else(|| BaseUrl::of(environment)).ok_or_else(|| {
            let hint = "Add base_url = \"https://…\", or name one of QFPay's own environments.";
            let problem = format!("the environment `{environment}` needs a `base_url`");
            self.fault(self.section.at, problem, hint)
        })?;
        Ok((environment, base_url))
    }

    fn key_source(&self) -> Result<(KeySource, Place), ProfileError> {
        let is_source = |field: &&Field| keys::SOURCES.contains(&field.name.as_str());
        let mut sources = self.fields.iter().filter(is_source);
        let Some(first) = sources.next() else {
            return Err(self.fault(
                self.section.at,
                format!(
                    "the profile `{}` does not say where its client key is",
                    self.section.name
                ),
                format!("Add one of: {}.", list(keys::SOURCES)),
            ));
        };
        if let Some(second) = sources.next() {
            let problem = format!(
                "`{}` is a second source of the client key; line {} has `{}`",
                second.name, first.at.line, first.name
            );
            let hint = "Keep the one that is right and remove the other.";
            return Err(self.fault(second.at, problem, hint));
        }
        let place = Place {
            path: self.path.to_owned(),
            position: Some(first.at),
        };
        match KeySource::read(first, self.env) {
            Ok(source) => Ok((source, place)),
            Err(error) => Err(error.at(&place)),
        }
    }

    fn roots(&self) -> Result<Roots, ProfileError> {
        let named = self.read("roots", Roots::parse)?;
        let file = self.path_of("ca_file")?;
        match (named, file, self.find("ca_file")) {
            (Some(_), Some(_), Some(field)) => Err(self.fault(
                field.at,
                "`ca_file` and `roots` contradict each other".to_owned(),
                "Keep one: ca_file trusts only the certificates in that file.",
            )),
            (_, Some(file), _) => Ok(Roots::File(file)),
            (named, None, _) => Ok(named.unwrap_or(Roots::System)),
        }
    }

    fn proxy(&self, base_url: &BaseUrl) -> Result<Option<Proxy>, ProfileError> {
        self.read("proxy", |text| {
            if base_url.is_loopback() {
                return Err(ProfileError::new(
                    "`proxy` is given, but `base_url` is on this machine",
                    "Remove proxy: nothing may stand between the tool and this machine.",
                ));
            }
            Proxy::parse(text)
        })
    }

    fn timeout(&self) -> Result<Duration, ProfileError> {
        let Some(field) = self.find("timeout") else {
            return Ok(DEFAULT_TIMEOUT);
        };
        match field.value {
            Value::Number(Some(seconds @ 1..=600)) => Ok(Duration::from_secs(seconds)),
            _ => Err(self.fault(
                field.at,
                "`timeout` is not 1 to 600 seconds".to_owned(),
                "Write a whole number of seconds, for example timeout = 60",
            )),
        }
    }

    fn journal(&self) -> Result<Option<PathBuf>, ProfileError> {
        self.read("journal", |text| {
            if text.contains("://") {
                return Err(ProfileError::new(
                    "`journal` is a URL; only the path of a file is understood",
                    "Write the whole path, or begin it with ~/ for your home folder.",
                ));
            }
            Ok(())
        })?;
        self.path_of("journal")
    }

    fn path_of(&self, key: &str) -> Result<Option<PathBuf>, ProfileError> {
        self.read(key, |text| {
            expand(text, self.env).map_err(|error| error.about(key))
        })
    }

    pub(super) fn find(&self, key: &str) -> Option<&'a Field> {
        self.fields.iter().find(|field| field.name == key)
    }

    /// Reads a text if it is there; a fault gets its line.
    pub(super) fn read<T>(
        &self,
        key: &str,
        parse: impl FnOnce(&str) -> Result<T, ProfileError>,
    ) -> Result<Option<T>, ProfileError> {
        match self.find(key).map(|field| (field.at, &field.value)) {
            Some((at, Value::Text(text))) => parse(text)
                .map(Some)
                .map_err(|error| error.in_file(self.path, Some(at))),
            _ => Ok(None),
        }
    }

    /// Reads a text that must be there.
    fn require<T>(
        &self,
        key: &str,
        parse: impl FnOnce(&str) -> Result<T, ProfileError>,
    ) -> Result<T, ProfileError> {
        self.read(key, parse)?.ok_or_else(|| {
            let (name, hint) = (&self.section.name, missing_key(key));
            self.fault(
                self.section.at,
                format!("the profile `{name}` has no `{key}`"),
                hint,
            )
        })
    }

    pub(super) fn fault(
        &self,
        at: Position,
        problem: String,
        hint: impl Into<String>,
    ) -> ProfileError {
        ProfileError::new(problem, hint).in_file(self.path, Some(at))
    }
}

fn missing_key(key: &str) -> String {
    keys::find(&keys::PROFILE, key).map_or_else(String::new, |key| {
        format!("Add a line like {} ({}).", key.sample, plain(key.doc))
    })
}

/// Checks the address of a custom environment.
fn custom(text: &str) -> Result<BaseUrl, ProfileError> {
    let url = BaseUrl::parse(text).map_err(|why| {
        ProfileError::new(
            format!("`base_url` cannot be used: {why}"),
            "Write https:// and the host, or http:// and an address on this machine.",
        )
    })?;
    match url.belongs_to() {
        Some(environment) => Err(ProfileError::new(
            format!(
                "`base_url` is the address of `{environment}`, but the environment is `custom`"
            ),
            format!("Write environment = \"{environment}\" and remove base_url."),
        )),
        None => Ok(url),
    }
}
