//! No command at a terminal: where things stand, and what is useful next.

use super::{Desk, Failure, status};
use crate::exit::Exit;
use crate::language::word;
use crate::output::{ProfileStatus, WelcomeDocument};
use crate::profile;
use crate::refund::State;

/// A refund that shows the program working: without credentials, and without money.
const FIRST: &str =
    "qfrefund issue 20260105000200020000000001 --amount 12.50 --profile simulator --yes";

pub(super) fn run(desk: &mut Desk<'_>) -> Result<Exit, Failure> {
    let location = profile::locate(desk.config.as_deref(), desk.env)?;
    let mut document = WelcomeDocument {
        config: None,
        problem: None,
        profiles: Vec::new(),
        next: Vec::new(),
    };
    if location.path.exists() || desk.profile.is_some() {
        document.config = Some(location.path.display().to_string());
        match status::look(desk.clock.now(), desk) {
            Ok(profiles) => document.profiles = profiles,
            Err(failure) => document.problem = Some(failure.in_a_line()),
        }
        // They keep their order otherwise.
        document
            .profiles
            .sort_by_key(|status| status.waiting.is_empty());
    }
    document.next = next(&document);
    Ok(desk.console.result(&document, Exit::Success, false))
}

fn next(document: &WelcomeDocument) -> Vec<(&'static str, String)> {
    let example = (
        word!(
            "profile-welcome-example",
            "see a refund on the built-in gateway, where no money moves"
        ),
        FIRST.to_owned(),
    );
    if document.config.is_none() {
        let init = "qfrefund profile init".to_owned();
        return vec![
            example,
            (
                word!("profile-welcome-init", "set up a merchant of your own"),
                init,
            ),
        ];
    }
    if document.problem.is_some() {
        let check = "qfrefund profile check".to_owned();
        return vec![(
            word!(
                "profile-welcome-check",
                "see what is wrong with the config file"
            ),
            check,
        )];
    }
    let waits = |state: fn(State) -> bool| {
        let mut profiles = document.profiles.iter();
        profiles.find(|status| status.waiting.iter().any(|row| state(row.state)))
    };
    let mut steps = Vec::new();
    let with = |what: &str, status: &ProfileStatus| {
        format!("qfrefund {what} --profile {}", status.profile)
    };
    if let Some(first) = waits(|state| state.is_open() || state == State::Sending) {
        steps.push((
            word!(
                "profile-welcome-resolve",
                "find out what became of what is open"
            ),
            with("resolve", first),
        ));
    }
    if let Some(first) = waits(|state| state == State::Planned) {
        let list = with("history --state planned", first);
        steps.push((
            word!(
                "profile-welcome-planned",
                "see what was written down and never sent"
            ),
            list,
        ));
    }
    let sound = document
        .profiles
        .iter()
        .find(|status| status.problem.is_none());
    match sound {
        Some(first) if steps.is_empty() => {
            let issue = with("issue SYSSN --amount 12.50", first);
            steps.push((word!("profile-welcome-issue", "refund a payment"), issue));
        }
        Some(_) => {}
        None => {
            steps.push((
                word!("profile-welcome-status", "see how each profile is"),
                "qfrefund status".to_owned(),
            ));
            let check = "qfrefund profile check".to_owned();
            steps.push((
                word!("profile-welcome-profiles", "check the profiles"),
                check,
            ));
        }
    }
    steps
}
