//! `profile`: list, show, check, write an example, store a key.

use super::batch::Shape;
use super::merchant::{self, SIMULATOR};
use super::{Desk, Failure, books};
use crate::cli::ProfileCommand;
use crate::exit::Exit;
use crate::output::{ProfileCheck, ProfileDocument, ProfilesDocument};
use crate::profile::{self, ConfigFile, KeySource, Profile, ProfileError};
use crate::trust::read_at_most;
use secrecy::SecretString;

pub(super) fn run(command: &ProfileCommand, desk: &mut Desk<'_>) -> Result<Exit, Failure> {
    if let ProfileCommand::Show { name: Some(name) }
    | ProfileCommand::Check { name: Some(name) }
    | ProfileCommand::SetKey { name } = command
    {
        desk.profile = Some(name.clone());
    }
    match command {
        ProfileCommand::List => list(desk, Keys::Leave),
        ProfileCommand::Show { .. } => show(desk),
        ProfileCommand::Check { .. } => list(desk, Keys::Fetch),
        ProfileCommand::Init => init(desk),
        ProfileCommand::SetKey { .. } => set_key(desk),
    }
}

/// Whether the client keys are fetched too.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Keys {
    Leave,
    Fetch,
}

fn list(desk: &mut Desk<'_>, keys: Keys) -> Result<Exit, Failure> {
    let location = profile::locate(desk.config.as_deref(), desk.env)?;
    let only = desk.profile.clone();
    let built_in = ("simulator".to_owned(), Ok(Profile::simulator(&SIMULATOR)));
    // Without a file at the usual place there is still the built-in profile.
    let is_missing = location.origin == profile::Origin::Platform && !location.path.exists();
    let (config, default_profile, fault, mut profiles) =
        if is_missing || only.as_deref() == Some("simulator") {
            (None, None, None, Vec::new())
        } else {
            let file = ConfigFile::load(&location)?;
            let checked = file.check_all(desk.env);
            let default = file.default_profile().map(str::to_owned);
            (
                Some(location.path.display().to_string()),
                default,
                checked.default_profile,
                checked.profiles,
            )
        };
    profiles.push(built_in);
    if let Some(name) = &only {
        profiles.retain(|(candidate, _)| candidate == name);
        if profiles.is_empty() {
            // The same error as everywhere, with its suggestion.
            merchant::choose(desk)?;
        }
    }
    let profiles: Vec<ProfileCheck> = profiles
        .into_iter()
        .map(|(name, read)| {
            if let Some(fault) = read.as_ref().ok().and_then(|one| Shape::usual(one).err()) {
                return faulty(
                    name,
                    format!("{:#}", fault.error),
                    fault.hint.unwrap_or_default(),
                );
            }
            let read = match keys {
                Keys::Leave => read,
                Keys::Fetch => {
                    read.and_then(|profile| profile.client_key(desk.env).map(|_| profile))
                }
            };
            check(name, read)
        })
        .collect();
    let is_faulty = fault.is_some() || profiles.iter().any(|profile| profile.fault.is_some());
    let document = ProfilesDocument {
        config,
        default_profile,
        profiles,
    };
    let exit = if keys == Keys::Fetch && is_faulty {
        Exit::Setup
    } else {
        Exit::Success
    };
    let exit = desk.console.result(&document, exit, false);
    if let Some(fault) = fault {
        desk.console.error(&fault.to_string(), Some(fault.hint()));
    } else if keys == Keys::Fetch && !is_faulty {
        desk.console
            .note("every profile is complete and every client key can be read; nothing was sent");
    }
    Ok(exit)
}

fn check(name: String, read: Result<Profile, ProfileError>) -> ProfileCheck {
    match read {
        Ok(profile) => ProfileCheck {
            name,
            environment: Some(profile.environment().name().to_owned()),
            in_words: Some(profile.environment().in_words().to_owned()),
            mchid: profile.mchid().map(str::to_owned),
            currency: Some(profile.currency().to_string()),
            ..ProfileCheck::default()
        },
        Err(error) => faulty(name, error.to_string(), error.hint().to_owned()),
    }
}

fn faulty(name: String, fault: String, remedy: String) -> ProfileCheck {
    ProfileCheck {
        name,
        fault: Some(fault),
        remedy: Some(remedy),
        ..ProfileCheck::default()
    }
}

fn show(desk: &mut Desk<'_>) -> Result<Exit, Failure> {
    let profile = merchant::choose(desk)?.profile;
    let config = profile::locate(desk.config.as_deref(), desk.env)?;
    let document = ProfileDocument {
        name: profile.name().to_owned(),
        environment: profile.environment().name().to_owned(),
        in_words: profile.environment().in_words().to_owned(),
        base_url: profile.base_url().map(ToString::to_string),
        app_code: profile.app_code().to_owned(),
        mchid: profile.mchid().map(str::to_owned),
        merchant: profile.merchant_name().map(str::to_owned),
        currency: profile.currency().to_string(),
        sign_type: profile.sign_type().to_string(),
        client_key: profile.key_source().describe(),
        roots: profile.roots_in_words(),
        proxy: profile.proxy().map(|proxy| proxy.as_str().to_owned()),
        timeout: profile.timeout().as_secs(),
        journal: books::place(&profile, desk)?.display().to_string(),
        rate_limit: profile.rate_limit().to_string(),
        config: Some(config.path.display().to_string()).filter(|_| profile.base_url().is_some()),
    };
    Ok(desk.console.result(&document, Exit::Success, false))
}

fn init(desk: &mut Desk<'_>) -> Result<Exit, Failure> {
    let location = profile::locate(desk.config.as_deref(), desk.env)?;
    profile::write_example(&location.path)?;
    desk.console.note(&format!(
        "wrote {}; fill in a profile, run `qfrefund profile check`, and make its journal with `qfrefund journal init --profile NAME`",
        location.path.display()
    ));
    Ok(Exit::Success)
}

fn set_key(desk: &mut Desk<'_>) -> Result<Exit, Failure> {
    let profile = merchant::choose(desk)?.profile;
    let KeySource::Keyring(user) = profile.key_source() else {
        return Err(Failure::setup(format!(
            "profile `{}` does not take its client key from the keyring",
            profile.name()
        ))
        .hint(format!(
            "Set client_key_keyring = \"{}\" in the profile first.",
            profile.name()
        )));
    };
    if desk.console.stdin_is_terminal {
        // A key typed at a terminal would show on it and stay in its scroll-back.
        return Err(Failure::usage(
            "the client key is read from standard input, which is a terminal",
        )
        .hint(format!(
            "Pipe it in, for example `pass show qfpay/{0} | qfrefund profile set-key {0}`.",
            profile.name()
        )));
    }
    let Some(bytes) = read_at_most(&mut *desk.console.stdin, 4096)? else {
        return Err(Failure::usage(
            "what comes from standard input is longer than a client key",
        ));
    };
    let text = std::str::from_utf8(&bytes)
        .map_err(|_| Failure::usage("what comes from standard input is not text"))?;
    let key = SecretString::from(text.trim());
    profile::keyring::store(user, &key)?;
    desk.console.note(&format!(
        "stored the client key of profile `{}` in the keyring",
        profile.name()
    ));
    Ok(Exit::Success)
}
