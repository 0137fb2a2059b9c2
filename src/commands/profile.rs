//! `profile`: list, show, check, write an example, store a key.

mod init;
mod online;

use super::batch::Shape;
use super::merchant::{self, SIMULATOR};
use super::{Desk, Failure, books};
use crate::cli::ProfileCommand;
use crate::exit::Exit;
use crate::language::{text, word};
use crate::output::{ProfileCheck, ProfileDocument, ProfilesDocument, ResultFormat};
use crate::profile::{self, ConfigFile, KeySource, Profile, ProfileError};
use crate::trust::read_at_most;
use secrecy::SecretString;

pub(super) fn run(command: &ProfileCommand, desk: &mut Desk<'_>) -> Result<Exit, Failure> {
    if let ProfileCommand::Show { name: Some(name) }
    | ProfileCommand::Check {
        name: Some(name), ..
    }
    | ProfileCommand::SetKey { name } = command
    {
        desk.profile = Some(name.clone());
    }
    match command {
        ProfileCommand::List => list(desk, Depth::File),
        ProfileCommand::Show { .. } => show(desk),
        ProfileCommand::Check { online: false, .. } => list(desk, Depth::Keys),
        ProfileCommand::Check { online: true, .. } => list(desk, Depth::Gateway),
        ProfileCommand::Init { name } => {
            if desk.console.may_ask && desk.console.format == ResultFormat::Table {
                init::ask(name.as_deref(), desk)
            } else {
                example(name.as_deref(), desk)
            }
        }
        ProfileCommand::SetKey { .. } => set_key(desk),
    }
}

/// How far profiles are looked into.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd)]
enum Depth {
    /// What the file says.
    File,
    /// That it is the merchant's own, and the client keys.
    Keys,
    /// What the gateway says to an enquiry as well.
    Gateway,
}

fn list(desk: &mut Desk<'_>, depth: Depth) -> Result<Exit, Failure> {
    let location = profile::locate(desk.config.as_deref(), desk.env)?;
    let only = desk.profile.clone();
    let built_in = ("simulator".to_owned(), Ok(Profile::simulator(&SIMULATOR)));
    // Without a file at the usual place there is still the built-in profile.
    let is_missing = location.origin == profile::Origin::Platform && !location.path.exists();
    let file = if is_missing || only.as_deref() == Some("simulator") {
        None
    } else {
        Some(ConfigFile::load(&location)?)
    };
    let checked = file.as_ref().map(|file| file.check_all(desk.env));
    let (fault, mut profiles) = checked.map_or_else(Default::default, |checked| {
        (checked.default_profile, checked.profiles)
    });
    // Whoever asks for one profile is told of that one.
    let fault = fault.filter(|_| only.is_none());
    profiles.push(built_in);
    if let Some(name) = &only {
        profiles.retain(|(candidate, _)| candidate == name);
        if profiles.is_empty() {
            // The same error as everywhere, with its suggestion.
            merchant::choose(desk)?;
        }
    }
    let own = |read: Result<Profile, ProfileError>, name: &str| {
        let profile = read?;
        match file.as_ref().and_then(|file| file.placeholder(name)) {
            Some(placeholder) => Err(placeholder),
            None => profile.client_key(desk.env).map(|_| profile),
        }
    };
    let (mut found, mut sound) = (Vec::new(), Vec::new());
    for (name, read) in profiles {
        if let Some(fault) = read.as_ref().ok().and_then(|one| Shape::usual(one).err()) {
            let remedy = fault.hint.unwrap_or_default();
            found.push(faulty(name, format!("{:#}", fault.error), remedy));
            continue;
        }
        let read = match depth {
            Depth::File => read,
            Depth::Keys | Depth::Gateway => own(read, &name),
        };
        // The built-in one is asked only by its name: it is no gateway that a merchant has.
        let is_asked = only.is_some() || name != "simulator";
        if let (Ok(profile), true) = (&read, is_asked && depth == Depth::Gateway) {
            sound.push((found.len(), profile.clone()));
        }
        found.push(check(name, read));
    }
    let is_faulty = fault.is_some() || found.iter().any(|profile| profile.fault.is_some());
    let mut exit = Exit::Success;
    for (at, profile) in sound {
        let (said, ends) = online::ask(profile, desk)?;
        exit = online::worse(exit, ends);
        if let Some(check) = found.get_mut(at) {
            check.online = Some(said);
        }
    }
    if depth >= Depth::Keys && is_faulty {
        exit = Exit::Setup;
    }
    let document = ProfilesDocument {
        config: file.as_ref().map(|file| file.path().display().to_string()),
        default_profile: file
            .as_ref()
            .and_then(ConfigFile::default_profile)
            .map(str::to_owned),
        profiles: found,
    };
    let exit = desk.console.result(&document, exit, false);
    if let Some(fault) = fault {
        desk.console.error(&fault.to_string(), Some(fault.hint()));
    } else if depth == Depth::Keys && !is_faulty {
        desk.console.note(match &only {
            Some(_) => word!(
                "profile-check-one",
                "the profile is complete and its client key can be read; nothing was sent"
            ),
            None => word!(
                "profile-check-every",
                "every profile is complete and every client key can be read; nothing was sent"
            ),
        });
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

fn example(name: Option<&str>, desk: &mut Desk<'_>) -> Result<Exit, Failure> {
    if name.is_some() {
        return Err(Failure::usage(word!(
            "profile-init-unasked",
            "a profile is put together by questions, and nobody can be asked"
        ))
        .hint(word!(
            "profile-init-unasked-hint",
            "Leave the name out to write the example file, or run it at a terminal."
        )));
    }
    let location = profile::locate(desk.config.as_deref(), desk.env)?;
    profile::write_example(&location.path)?;
    desk.console.note(&text!(
        "profile-init-example",
        "wrote {path}; fill in a profile, run `qfrefund profile check`, and make its journal with `qfrefund journal init --profile NAME`",
        path = location.path.display()
    ));
    Ok(Exit::Success)
}

fn set_key(desk: &mut Desk<'_>) -> Result<Exit, Failure> {
    let profile = merchant::choose(desk)?.profile;
    let KeySource::Keyring(user) = profile.key_source() else {
        return Err(Failure::setup(text!(
            "profile-set-key-elsewhere",
            "profile `{name}` does not take its client key from the keyring",
            name = profile.name()
        ))
        .hint(text!(
            "profile-set-key-elsewhere-hint",
            "Set client_key_keyring = \"{name}\" in the profile first.",
            name = profile.name()
        )));
    };
    if desk.console.stdin_is_terminal {
        // A key typed at a terminal would show on it and stay in its scroll-back.
        return Err(Failure::usage(word!(
            "profile-set-key-terminal",
            "the client key is read from standard input, which is a terminal"
        ))
        .hint(text!(
            "profile-set-key-terminal-hint",
            "Pipe it in, for example `pass show qfpay/{name} | qfrefund profile set-key {name}`.",
            name = profile.name()
        )));
    }
    let Some(bytes) = read_at_most(&mut *desk.console.stdin, 4096)? else {
        return Err(Failure::usage(word!(
            "profile-set-key-long",
            "what comes from standard input is longer than a client key"
        )));
    };
    let text = std::str::from_utf8(&bytes).map_err(|_| {
        Failure::usage(word!(
            "profile-set-key-not-text",
            "what comes from standard input is not text"
        ))
    })?;
    let key = SecretString::from(text.trim());
    profile::keyring::store(user, &key)?;
    desk.console.note(&text!(
        "profile-set-key-stored",
        "stored the client key of profile `{name}` in the keyring",
        name = profile.name()
    ));
    Ok(Exit::Success)
}
