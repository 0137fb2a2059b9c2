//! `profile init` at a terminal: one question at a time, then one profile, the journal and the check.

mod key;

use super::super::merchant;
use super::super::{Desk, Failure, books, journal, word};
use super::{Depth, list};
use crate::exit::Exit;
use crate::gateway::environment::Environment;
use crate::language::{joined, text, word};
use crate::money::Currency;
use crate::output::text::clean;
use crate::profile::{self, ConfigFile, ProfileDraft, ProfileError, keyring, write_key_file};
use key::Typed;
use std::path::Path;

pub(super) fn ask(name: Option<&str>, desk: &mut Desk<'_>) -> Result<Exit, Failure> {
    let location = profile::locate(desk.config.as_deref(), desk.env)?;
    let taken: Vec<String> = if location.path.exists() {
        let file = ConfigFile::load(&location)?;
        file.names().map(str::to_owned).collect()
    } else {
        Vec::new()
    };
    let mut draft = ProfileDraft::default();
    let named = |draft: &mut ProfileDraft, answer: &str| {
        draft.name = answer.to_owned();
        match taken.contains(&draft.name) {
            true => Err(draft.taken(&location.path)),
            false => Ok(()),
        }
    };
    match name {
        Some(name) => {
            named(&mut draft, name)?;
            draft.check(desk.env)?;
        }
        None => {
            let what = word!(
                "profile-ask-name",
                "A name of your own for this merchant, for example shop-hk."
            );
            let prompt = word!("profile-prompt-name", "profile: ");
            fill(&mut draft, &format!("{what}\n{prompt}"), &named, desk)?;
        }
    }
    environment(&mut draft, desk)?;
    let what = question(
        word!(
            "profile-ask-app-code",
            "The app code that QFPay issued for this environment."
        ),
        word!("profile-prompt-app-code", "app code: "),
    );
    let app_code = |draft: &mut ProfileDraft, answer: &str| {
        draft.app_code = answer.to_owned();
        Ok(())
    };
    fill(&mut draft, &what, &app_code, desk)?;
    let what = question(
        word!(
            "profile-ask-mchid",
            "The shop number, if QFPay issued one; Enter if not."
        ),
        word!("profile-prompt-mchid", "mchid: "),
    );
    let mchid = |draft: &mut ProfileDraft, answer: &str| {
        draft.mchid = Some(answer.to_owned()).filter(|answer| !answer.is_empty());
        Ok(())
    };
    fill(&mut draft, &what, &mchid, desk)?;
    let known = joined(Currency::ALL.map(Currency::code));
    let what = question(
        &text!(
            "profile-ask-currency",
            "The currency of the merchant's payments: {known}.",
            known
        ),
        word!("profile-prompt-currency", "currency: "),
    );
    let currency = |draft: &mut ProfileDraft, answer: &str| {
        draft.currency = answer.to_ascii_uppercase();
        Ok(())
    };
    fill(&mut draft, &what, &currency, desk)?;
    let typed = key::source(&mut draft, desk)?;
    finish(&draft, typed, &location, desk)
}

/// Puts a question together: what it is about, behind an empty line, and the words before the answer.
fn question(what: &str, prompt: &str) -> String {
    format!("\n{what}\n{prompt}")
}

/// Asks until the answer is one that the config file's reader takes.
fn fill(
    draft: &mut ProfileDraft,
    question: &str,
    put: &dyn Fn(&mut ProfileDraft, &str) -> Result<(), ProfileError>,
    desk: &mut Desk<'_>,
) -> Result<(), Failure> {
    loop {
        let answer = answer(question, desk)?;
        let mut next = draft.clone();
        match put(&mut next, &answer).and_then(|()| next.check(desk.env)) {
            Ok(()) => {
                *draft = next;
                return Ok(());
            }
            Err(error) => again(&answer, &error, desk),
        }
    }
}

/// Says what was read and what is wrong with it; the question comes again. A long answer is not repeated:
/// it may be a key that was pasted at the wrong question.
fn again(answer: &str, error: &ProfileError, desk: &mut Desk<'_>) {
    let read = match answer.chars().count() {
        0 => text!("profile-read-nothing", "nothing was typed"),
        1..=16 => text!("profile-read", "read `{answer}`", answer = clean(answer)),
        many => text!("profile-read-many", "read {many} characters", many),
    };
    let problem = text!("profile-read-and-error", "{read}: {error}", read, error);
    desk.console.error(&problem, Some(error.hint()));
}

fn answer(question: &str, desk: &mut Desk<'_>) -> Result<String, Failure> {
    let prompt = explained(question, desk);
    desk.console.ask(prompt).ok_or_else(stopped)
}

/// Tells all of a question but its last line, which it returns. What is lined up stays as it is.
fn explained<'q>(question: &'q str, desk: &mut Desk<'_>) -> &'q str {
    let Some((what, prompt)) = question.rsplit_once('\n') else {
        return question;
    };
    for line in what.lines() {
        let is_lined_up = line.is_empty() || line.starts_with(' ');
        let line = if is_lined_up {
            line.to_owned()
        } else {
            desk.console.err_style.folded(line)
        };
        desk.console.tell(&format!("{}\n", line.trim_end()));
    }
    prompt
}

fn stopped() -> Failure {
    Failure::refused(word!(
        "profile-init-stopped",
        "stopped: nothing was written"
    ))
}

fn environment(draft: &mut ProfileDraft, desk: &mut Desk<'_>) -> Result<(), Failure> {
    let mut what = word!("profile-ask-environment", "Where refunds are sent:").to_owned();
    for environment in Environment::IN_PROFILES {
        let name = environment.name();
        what.push_str(&format!("\n  {name:<13} {}", environment.in_words()));
    }
    let what = question(&what, word!("profile-prompt-environment", "environment: "));
    let chosen = loop {
        let answer = answer(&what, desk)?;
        match Environment::parse(&answer.to_ascii_lowercase()) {
            Some(chosen) => break chosen,
            None => {
                let error = ProfileError::not_an_environment();
                again(&answer, &error, desk);
            }
        }
    };
    if chosen != Environment::Custom {
        draft.environment = chosen;
        return Ok(());
    }
    let what = question(
        word!(
            "profile-ask-base-url",
            "The address, for example https://gateway.example."
        ),
        word!("profile-prompt-base-url", "base_url: "),
    );
    let base_url = |draft: &mut ProfileDraft, answer: &str| {
        draft.environment = Environment::Custom;
        draft.base_url = Some(answer.to_owned());
        Ok(())
    };
    fill(draft, &what, &base_url, desk)
}

fn finish(
    draft: &ProfileDraft,
    typed: Option<Typed>,
    location: &profile::Location,
    desk: &mut Desk<'_>,
) -> Result<Exit, Failure> {
    let path = location.path.display().to_string();
    let shown: String = draft
        .text()
        .lines()
        .map(|line| format!("  {line}\n"))
        .collect();
    let heading = text!(
        "profile-about-to-write",
        "About to write into {path}:",
        path
    );
    desk.console.tell(&format!("\n{heading}\n{shown}"));
    let name = &draft.name;
    word::typed(
        word!("profile-word-name", "the profile's name"),
        name,
        word!("profile-word-write", "write it"),
        word!("profile-word-written", "written"),
        &mut desk.console,
    )?;
    match &typed {
        Some(Typed::Keyring(user, key)) => keyring::store(user, key)?,
        Some(Typed::File(file, key)) => write_key_file(file, key)?,
        None => {}
    }
    if let Err(error) = draft.write(location, desk.env) {
        // A key that no profile names is left nowhere; in the keyring it has the profile's name.
        if let Some(Typed::File(file, _)) = &typed {
            let _ = std::fs::remove_file(file);
        }
        return Err(error.into());
    }
    desk.console.note(&text!(
        "profile-wrote",
        "wrote profile `{name}` into {path}",
        name,
        path
    ));
    desk.profile = Some(name.clone());
    let party = merchant::named(name, desk)?;
    let place = books::place(&party.profile, desk)?;
    make_journal(&place, &party, desk)?;
    let question = question(
        word!(
            "profile-ask-online",
            "Ask the gateway now whether it takes them? One enquiry, which moves no money."
        ),
        word!(
            "profile-prompt-online",
            "Type yes, anything else to leave it: "
        ),
    );
    let prompt = explained(&question, desk);
    let answer = desk.console.ask(prompt).unwrap_or_default();
    if ["y", "yes"].contains(&answer.to_ascii_lowercase().as_str()) {
        return list(desk, Depth::Gateway);
    }
    desk.console.note(&text!(
        "profile-check-later",
        "the check is `qfrefund profile check {name} --online`",
        name
    ));
    Ok(Exit::Success)
}

fn make_journal(place: &Path, party: &merchant::Party, desk: &mut Desk<'_>) -> Result<(), Failure> {
    if place.exists() {
        let place = place.display();
        desk.console.note(&text!(
            "profile-journal-there",
            "its refunds are recorded in {place}, which is there",
            place
        ));
        return Ok(());
    }
    let made = journal::make(false, place, party, desk)?;
    desk.console.note(&text!(
        "profile-journal-made",
        "made the journal {journal}",
        journal = made.journal
    ));
    Ok(())
}
