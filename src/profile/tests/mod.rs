//! Whole config files, from text to profile or error.

mod bounds;
mod choosing;
mod example;
mod faults;
mod secrets;

use super::{ConfigFile, Profile, ProfileError, SimulatorCredentials};
use crate::world::Env;
use std::path::Path;

const SIMULATOR: SimulatorCredentials = SimulatorCredentials {
    app_code: "SIMAPP",
    client_key: "SIMKEY",
};

const GOOD: &str = r#"
[profiles.shop]
environment = "sandbox"
app_code = "APP"
client_key_env = "KEY"
currency = "HKD"
"#;

fn env(variables: &[(&str, &str)]) -> Env {
    variables
        .iter()
        .map(|(name, value)| ((*name).into(), (*value).into()))
        .collect()
}

fn parse(text: &str) -> Result<ConfigFile, ProfileError> {
    ConfigFile::parse(Path::new("c.toml"), text)
}

/// Reads the profile `shop` of a file.
fn shop(text: &str) -> Result<Profile, ProfileError> {
    parse(text)?.profile("shop", &env(&[("HOME", "/home/ann")]))
}

/// Puts a line in place of the one of [`GOOD`] with the same key, or at the end.
fn with(lines: &str) -> String {
    let (key, _) = lines.split_once('=').unwrap();
    let mut text = String::new();
    let mut placed = false;
    for line in GOOD.lines() {
        let is_same = line.split_once('=').is_some_and(|(name, _)| name == key);
        text.push_str(if is_same { lines } else { line });
        text.push('\n');
        placed |= is_same;
    }
    if !placed {
        text.push_str(lines);
    }
    text
}

/// Expects the profile `shop` to be refused with this text and this hint.
#[track_caller]
fn fault(text: &str, problem: &str, hint: &str) {
    let error = shop(text).unwrap_err();
    assert_eq!((error.to_string().as_str(), error.hint()), (problem, hint));
}
