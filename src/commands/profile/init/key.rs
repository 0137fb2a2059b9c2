//! Where the client key of a new profile shall live, and the key itself.

use super::{answer, explained, fill, question, stopped};
use crate::commands::{Desk, Failure};
use crate::language::{text, word};
use crate::profile::{self, ProfileDraft, key_may_be, keyring};
use secrecy::SecretString;
use std::path::PathBuf;

/// A client key that was typed, and where it is to be put.
pub(super) enum Typed {
    Keyring(String, SecretString),
    File(PathBuf, SecretString),
}

/// Asks in which of the places the client key shall live.
fn places(has_keyring: bool) -> String {
    let keyring = word!("profile-place-keyring", "the operating system's keyring");
    let places = [
        ("keyring", keyring),
        (
            "file",
            word!("profile-place-file", "a file that only you can read"),
        ),
        (
            "env",
            word!(
                "profile-place-env",
                "an environment variable that is set where the tool runs"
            ),
        ),
        (
            "command",
            word!(
                "profile-place-command",
                "what a command prints, for example pass show qfpay/shop-hk"
            ),
        ),
    ];
    let mut what = word!(
        "profile-ask-place",
        "Where the client key shall live; it is never shown:"
    )
    .to_owned();
    for (name, place) in places.into_iter().skip(usize::from(!has_keyring)) {
        what.push_str(&format!("\n  {name:<8} {place}"));
    }
    question(&what, word!("profile-prompt-place", "client key in: "))
}

/// Asks where the client key shall live, and for the key where it is to be put there.
pub(super) fn source(
    draft: &mut ProfileDraft,
    desk: &mut Desk<'_>,
) -> Result<Option<Typed>, Failure> {
    let keyring = keyring::holds(&draft.name);
    let what = places(keyring.is_ok());
    loop {
        let answer = answer(&what, desk)?;
        match (answer.to_ascii_lowercase().as_str(), &keyring) {
            ("keyring", Ok(is_there)) => {
                let name = draft.name.clone();
                draft.source = ("client_key_keyring", vec![name.clone()]);
                if *is_there {
                    desk.console.note(&text!(
                        "profile-entry-there",
                        "the keyring has an entry `{name}`, which is used as it is",
                        name
                    ));
                    return Ok(None);
                }
                return Ok(Some(Typed::Keyring(name, key(desk)?)));
            }
            ("file", _) => return file(draft, desk),
            ("env", _) => {
                let what = question(
                    word!(
                        "profile-ask-variable",
                        "The variable's name, for example SHOP_HK_KEY; not the key."
                    ),
                    word!("profile-prompt-variable", "variable: "),
                );
                let variable = |draft: &mut ProfileDraft, answer: &str| {
                    draft.source = ("client_key_env", vec![answer.to_owned()]);
                    Ok(())
                };
                fill(draft, &what, &variable, desk)?;
                return Ok(None);
            }
            ("command", _) => {
                let what = question(
                    word!(
                        "profile-ask-command",
                        "The program and its arguments, between blanks; no shell reads them."
                    ),
                    word!("profile-prompt-command", "command: "),
                );
                let command = |draft: &mut ProfileDraft, answer: &str| {
                    let words = answer.split_whitespace().map(str::to_owned).collect();
                    draft.source = ("client_key_command", words);
                    Ok(())
                };
                fill(draft, &what, &command, desk)?;
                return Ok(None);
            }
            // A key typed in the wrong place is not repeated.
            _ => desk.console.error(
                word!("profile-no-place", "that is none of the places"),
                Some(word!(
                    "profile-no-place-hint",
                    "Type one of the words at the beginning of the lines."
                )),
            ),
        }
    }
}

fn file(draft: &mut ProfileDraft, desk: &mut Desk<'_>) -> Result<Option<Typed>, Failure> {
    let usual = profile::config_dir(desk.env)?.join(format!("{}.key", draft.name));
    let usual = usual.display().to_string();
    let what = question(
        &text!("profile-ask-file", "The file; Enter for {usual}", usual),
        word!("profile-prompt-file", "file: "),
    );
    let named = |draft: &mut ProfileDraft, answer: &str| {
        let path = if answer.is_empty() { &usual } else { answer };
        draft.source = ("client_key_file", vec![path.to_owned()]);
        Ok(())
    };
    fill(draft, &what, &named, desk)?;
    let path = draft.key_file(desk.env)?;
    if path.exists() {
        let path = path.display();
        desk.console.note(&text!(
            "profile-file-there",
            "{path} is there, and is used as it is",
            path
        ));
        return Ok(None);
    }
    Ok(Some(Typed::File(path, key(desk)?)))
}

/// Asks for the client key, which is not shown.
fn key(desk: &mut Desk<'_>) -> Result<SecretString, Failure> {
    loop {
        let question = question(
            word!(
                "profile-ask-key",
                "Type or paste the client key; it does not show."
            ),
            word!("profile-prompt-key", "client key: "),
        );
        let prompt = explained(&question, desk);
        let typed = desk.console.ask_hidden(prompt).map_err(|_| {
            Failure::setup(word!(
                "profile-key-shows",
                "what is typed cannot be hidden on this terminal, so no key is asked for"
            ))
            .hint(word!(
                "profile-key-shows-hint",
                "Choose env or command, or a key file that is there already."
            ))
        })?;
        let typed = typed.ok_or_else(stopped)?;
        match key_may_be(&typed) {
            Ok(()) => return Ok(typed),
            Err(error) => desk.console.error(&error.to_string(), Some(error.hint())),
        }
    }
}
