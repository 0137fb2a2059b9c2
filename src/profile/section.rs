//! One profile of the file → a checked [`Profile`], or the first thing wrong with it.

use super::checked::{DEFAULT_TIMEOUT, FileWords, Profile};
use super::error::{ConfigPlace, ProfileError, list, quoted};
use super::file::{Field, Section};
use super::guards;
use super::key_source::KeySource;
use super::keys;
use super::names::is_name;
use super::reader::SectionReader;
use super::values::{self, Proxy, RateLimit, issued};
use crate::gateway::environment::{BaseUrl, Environment};
use crate::gateway::signature::SignType;
use crate::gateway::transport::Roots;
use crate::language::{Language, text, word};
use crate::money::Currency;
use crate::world::Env;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Checks a profile.
pub(super) fn read(path: &Path, section: &Section, env: &Env) -> Result<Profile, ProfileError> {
    let reader = SectionReader::new(path, section, env)?;
    let (environment, base_url) = address(&reader)?;
    let app_code = reader.require("app_code", |text| issued("app_code", text, 64))?;
    let (key_source, key_place) = key_source(&reader)?;
    let mchid = reader.read("mchid", |text| issued("mchid", text, 16))?;
    let merchant_name = reader.read("merchant", merchant_name)?;
    let currency = reader.require("currency", currency)?;
    let sign_type = reader.read("sign_type", sign_type)?;
    let rate_limit = reader.read("rate_limit", RateLimit::parse)?;
    Ok(Profile {
        name: section.name.clone(),
        named: false,
        environment,
        app_code,
        mchid,
        merchant_name,
        currency,
        language: reader.read("language", language)?,
        sign_type: sign_type.unwrap_or(SignType::Md5),
        key_source,
        key_place: Some(key_place),
        roots: roots(&reader)?,
        proxy: proxy(&reader, &base_url)?,
        base_url: Some(base_url),
        timeout: timeout(&reader)?,
        journal: journal(&reader)?,
        journal_file_system: reader.read("journal_file_system", file_system)?,
        rate_limit: rate_limit.unwrap_or(RateLimit::DEFAULT),
        guards: guards::read(&reader, currency)?,
        files: FileWords {
            columns: reader.texts("columns"),
            ignore_columns: reader.texts("ignore_columns"),
            separator: reader.read("separator", |text| Ok(text.to_owned()))?,
            encoding: reader.read("encoding", |text| Ok(text.to_owned()))?,
        },
    })
}

fn merchant_name(text: &str) -> Result<String, ProfileError> {
    if is_name(text) {
        return Ok(text.to_owned());
    }
    Err(ProfileError::new(
        word!(
            "profile-merchant-name",
            "`merchant` is not 1 to 64 letters, digits, `.`, `_` or `-`"
        ),
        word!(
            "profile-merchant-name-hint",
            "Give it a short name of your own, for example the shop's."
        ),
    ))
}

fn currency(text: &str) -> Result<Currency, ProfileError> {
    Currency::from_code(text).map_err(|_| {
        let known = Currency::ALL.map(Currency::code);
        ProfileError::new(
            text!(
                "profile-unknown-currency",
                "unknown currency {value}",
                value = quoted(text)
            ),
            keys::remedy(text, known),
        )
    })
}

fn language(text: &str) -> Result<Language, ProfileError> {
    Language::parse(text).ok_or_else(|| {
        let known = [Language::English, Language::Chinese].map(Language::tag);
        ProfileError::new(
            text!(
                "profile-unknown-language",
                "unknown language {value}",
                value = quoted(text)
            ),
            keys::remedy(text, known),
        )
    })
}

fn sign_type(text: &str) -> Result<SignType, ProfileError> {
    SignType::parse(text).ok_or_else(|| {
        ProfileError::new(
            text!(
                "profile-unknown-sign-type",
                "unknown sign_type {value}",
                value = quoted(text)
            ),
            keys::remedy(text, ["MD5", "SHA256"]),
        )
    })
}

fn address(reader: &SectionReader<'_>) -> Result<(Environment, BaseUrl), ProfileError> {
    let environment = reader.require("environment", |text| {
        Environment::parse(text).ok_or_else(|| {
            let known = Environment::IN_PROFILES.map(Environment::name);
            ProfileError::new(
                text!(
                    "profile-unknown-environment",
                    "unknown environment {value}",
                    value = quoted(text)
                ),
                keys::remedy(text, known),
            )
        })
    })?;
    let own = reader.read("base_url", |text| match BaseUrl::of(environment) {
        Some(_) => Err(ProfileError::new(
            text!(
                "profile-base-url-given",
                "`base_url` is given, but the environment `{environment}` has its own",
                environment
            ),
            word!(
                "profile-base-url-given-hint",
                "Remove base_url; an address of your own needs environment = \"custom\"."
            ),
        )),
        None => custom(text),
    })?;
    let base_url = own.or_else(|| BaseUrl::of(environment)).ok_or_else(|| {
        let hint = word!(
            "profile-base-url-missing-hint",
            "Add base_url = \"https://…\", or name one of QFPay's own environments."
        );
        let problem = text!(
            "profile-base-url-missing",
            "the environment `{environment}` needs a `base_url`",
            environment
        );
        reader.fault(reader.section.at, problem, hint)
    })?;
    Ok((environment, base_url))
}

fn key_source(reader: &SectionReader<'_>) -> Result<(KeySource, ConfigPlace), ProfileError> {
    let is_source = |field: &&Field| keys::SOURCES.contains(&field.name.as_str());
    let mut sources = reader.fields.iter().filter(is_source);
    let Some(first) = sources.next() else {
        return Err(reader.fault(
            reader.section.at,
            text!(
                "profile-no-source",
                "the profile `{name}` does not say where its client key is",
                name = reader.section.name
            ),
            text!(
                "profile-no-source-hint",
                "Add one of: {keys}.",
                keys = list(keys::SOURCES)
            ),
        ));
    };
    if let Some(second) = sources.next() {
        let problem = text!(
            "profile-second-source",
            "`{second}` is a second source of the client key; line {line} has `{first}`",
            second = second.name,
            line = first.at.line,
            first = first.name
        );
        let hint = word!(
            "profile-second-source-hint",
            "Keep the one that is right and remove the other."
        );
        return Err(reader.fault(second.at, problem, hint));
    }
    let place = ConfigPlace {
        path: reader.path.to_owned(),
        position: Some(first.at),
    };
    match KeySource::read(first, reader.env) {
        Ok(source) => Ok((source, place)),
        Err(error) => Err(error.at(&place)),
    }
}

fn roots(reader: &SectionReader<'_>) -> Result<Roots, ProfileError> {
    let named = reader.read("roots", values::roots)?;
    let file = reader.path_of("ca_file")?;
    match (named, file, reader.find("ca_file")) {
        (Some(_), Some(_), Some(field)) => Err(reader.fault(
            field.at,
            text!(
                "profile-roots-twice",
                "`ca_file` and `roots` contradict each other"
            ),
            word!(
                "profile-roots-twice-hint",
                "Keep one: ca_file trusts only the certificates in that file."
            ),
        )),
        (_, Some(file), _) => Ok(Roots::File(file)),
        (named, None, _) => Ok(named.unwrap_or(Roots::System)),
    }
}

fn proxy(reader: &SectionReader<'_>, base_url: &BaseUrl) -> Result<Option<Proxy>, ProfileError> {
    reader.read("proxy", |text| {
        if base_url.is_loopback() {
            return Err(ProfileError::new(
                word!(
                    "profile-proxy-loopback",
                    "`proxy` is given, but `base_url` is on this machine"
                ),
                word!(
                    "profile-proxy-loopback-hint",
                    "Remove proxy: nothing may stand between the tool and this machine."
                ),
            ));
        }
        Proxy::parse(text)
    })
}

fn timeout(reader: &SectionReader<'_>) -> Result<Duration, ProfileError> {
    let hint = word!(
        "profile-timeout-hint",
        "Write a whole number of seconds, for example timeout = 60"
    );
    let unit = word!("profile-unit-seconds", "seconds");
    let seconds = reader.number("timeout", 1..=600, unit, hint)?;
    Ok(seconds.map_or(DEFAULT_TIMEOUT, Duration::from_secs))
}

fn journal(reader: &SectionReader<'_>) -> Result<Option<PathBuf>, ProfileError> {
    reader.read("journal", |text| {
        if text.contains("://") {
            return Err(ProfileError::new(
                word!(
                    "profile-journal-url",
                    "`journal` is a URL; only the path of a file is understood"
                ),
                word!(
                    "profile-journal-url-hint",
                    "Write the whole path, or begin it with ~/ for your home folder."
                ),
            ));
        }
        Ok(())
    })?;
    reader.path_of("journal")
}

/// Checks the name of a kind, as mountinfo writes it.
fn file_system(text: &str) -> Result<String, ProfileError> {
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
    if (1..=40).contains(&text.len()) && text.chars().all(is_name) {
        return Ok(text.to_owned());
    }
    Err(ProfileError::new(
        word!(
            "profile-file-system",
            "`journal_file_system` is not the name of a kind of file system"
        ),
        word!(
            "profile-file-system-hint",
            "Write the name in the error that refused it, for example journal_file_system = \"virtiofs\"."
        ),
    ))
}

/// Checks the address of a custom environment.
fn custom(text: &str) -> Result<BaseUrl, ProfileError> {
    let url = BaseUrl::parse(text).map_err(|why| {
        ProfileError::new(
            text!(
                "profile-base-url-unusable",
                "`base_url` cannot be used: {why}",
                why
            ),
            word!(
                "profile-base-url-unusable-hint",
                "Write https:// and the host, or http:// and an address on this machine."
            ),
        )
    })?;
    match url.belongs_to() {
        Some(environment) => Err(ProfileError::new(
            text!(
                "profile-base-url-known",
                "`base_url` is the address of `{environment}`, but the environment is `custom`",
                environment
            ),
            text!(
                "profile-base-url-known-hint",
                "Write environment = \"{environment}\" and remove base_url.",
                environment
            ),
        )),
        None => Ok(url),
    }
}
