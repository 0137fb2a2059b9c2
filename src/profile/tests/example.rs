//! The example file against the table of keys and against the rules.

use super::super::keys::{PROFILE, SOURCES, TOP};
use super::super::{EXAMPLE, ProfileDraft, write_example};
use super::{SIMULATOR, env, parse};
use crate::gateway::environment::Environment;
use crate::language::{Language, speak};
use std::collections::BTreeSet;
use std::fs;

/// Takes `key = value` from a line, commented or not.
fn key_of(line: &str) -> Option<&str> {
    let line = line.strip_prefix("# ").unwrap_or(line);
    let (key, _) = line.split_once(" = ")?;
    key.chars()
        .all(|c| c.is_ascii_lowercase() || c == '_')
        .then_some(key)
}

#[test]
fn it_shows_every_key_and_no_other() {
    let shown: BTreeSet<&str> = EXAMPLE.lines().filter_map(key_of).collect();
    let declared: BTreeSet<&str> = TOP
        .iter()
        .chain(&PROFILE)
        .map(|key| key.name)
        .filter(|name| *name != "profiles")
        .collect();
    assert_eq!(shown, declared);
    assert!(EXAMPLE.contains("[profiles."));
    assert!(EXAMPLE.is_ascii() && EXAMPLE.lines().all(|line| line.len() <= 110));
}

#[test]
fn it_loads_as_it_stands_and_chooses_nothing_that_moves_money() {
    let config = parse(EXAMPLE).unwrap();
    let env = env(&[("HOME", "/home/ann")]);
    let default = config.choose(None, &env, &SIMULATOR).unwrap();
    assert!(!default.environment().moves_money());
    let checked = config.check_all(&env);
    assert_eq!(checked.default_profile, None);
    let mut environments = Vec::new();
    let mut sources = BTreeSet::new();
    for (_, profile) in checked.profiles {
        let profile = profile.unwrap();
        environments.push(profile.environment());
        sources.insert(profile.key_source().describe());
    }
    assert_eq!(
        environments,
        [
            Environment::Production,
            Environment::LiveTesting,
            Environment::Custom
        ]
    );
    assert_eq!(sources.len(), 3);
}

#[test]
fn every_line_that_is_commented_out_is_right_too() {
    for line in EXAMPLE.lines().filter(|line| line.starts_with("# ")) {
        let Some(key) = key_of(line) else { continue };
        let mut text = EXAMPLE.replace(line, line.trim_start_matches("# "));
        if SOURCES.contains(&key) {
            text = text.replace("\nclient_key_keyring", "\n# client_key_keyring");
        }
        let config = parse(&text).unwrap();
        for (name, profile) in config.check_all(&env(&[("HOME", "/home/ann")])).profiles {
            assert!(profile.is_ok(), "{key} in {name}: {profile:?}");
        }
    }
}

#[test]
fn it_is_written_for_its_owner_only_and_never_over_anything() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("new/qfrefund/config.toml");
    write_example(&path).unwrap();
    assert_eq!(fs::read_to_string(&path).unwrap(), EXAMPLE);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = |path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(path.as_path()), 0o600);
        assert_eq!(mode(path.parent().unwrap()), 0o700);
    }
    fs::write(&path, "mine").unwrap();
    let error = write_example(&path).unwrap_err();
    assert_eq!(
        error.to_string(),
        format!("{} is there already and is not overwritten", path.display())
    );
    assert_eq!(fs::read_to_string(&path).unwrap(), "mine");
    let below_a_file = path.join("config.toml");
    let error = write_example(&below_a_file).unwrap_err();
    assert!(error.problem.contains("cannot be made"), "{error}");
}

#[test]
fn what_is_written_into_the_file_is_english_whatever_is_spoken() {
    let draft = ProfileDraft::default();
    let english = draft.text();
    speak(Language::Chinese);
    let written = draft.text();
    let told = draft.taken("/c".as_ref()).to_string();
    speak(Language::English);
    assert_eq!(written, english);
    assert_eq!(told, "/c 已有設定檔 `new`");
}
