//! Which profile is meant, and files that are not there or not to be trusted.

use super::super::{choose, locate};
use super::{ConfigFile, GOOD, SIMULATOR, env, parse};
use crate::gateway::environment::Environment;
use std::fs;
use std::path::Path;

const TWO: &str = r#"default_profile = "shop"
[profiles.shop]
environment = "production"
app_code = "APP"
client_key_env = "KEY"
currency = "HKD"
[profiles.half]
environment = "nowhere"
"#;

#[test]
fn the_simulator_needs_no_file_at_all() {
    let missing = Path::new("/nowhere/c.toml");
    for config in [None, Some(missing)] {
        let profile = choose(Some("simulator"), config, &env(&[]), &SIMULATOR).unwrap();
        assert_eq!(profile.environment(), Environment::Simulator);
        assert!(profile.named());
    }
    let config = parse("default_profile = \"simulator\"").unwrap();
    let profile = config.choose(None, &env(&[]), &SIMULATOR).unwrap();
    assert_eq!((profile.name(), profile.named()), ("simulator", false));
}

#[test]
fn the_flag_goes_before_the_default_and_says_who_named_it() {
    let config = parse(TWO).unwrap();
    let named = config.choose(Some("shop"), &env(&[]), &SIMULATOR).unwrap();
    let unnamed = config.choose(None, &env(&[]), &SIMULATOR).unwrap();
    assert!(named.named() && !unnamed.named());
    assert!(unnamed.environment().must_be_named());
    assert!(unnamed.must_still_be_named() && !named.must_still_be_named());
    assert_eq!(config.default_profile(), Some("shop"));
    assert_eq!(config.names().collect::<Vec<_>>(), ["shop", "half"]);
}

#[test]
fn a_colleagues_fault_stops_only_that_profile() {
    let config = parse(TWO).unwrap();
    assert!(config.choose(Some("shop"), &env(&[]), &SIMULATOR).is_ok());
    let error = config
        .choose(Some("half"), &env(&[]), &SIMULATOR)
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "c.toml:8:1: unknown environment `nowhere`"
    );
    let checked = config.check_all(&env(&[]));
    assert!(checked.default_profile.is_none());
    let verdicts: Vec<(&str, bool)> = checked
        .profiles
        .iter()
        .map(|(name, profile)| (name.as_str(), profile.is_ok()))
        .collect();
    assert_eq!(verdicts, [("shop", true), ("half", false)]);
}

#[test]
fn a_bad_default_matters_only_where_it_is_used() {
    for (line, problem, hint) in [
        (
            "default_profile = \"shpo\"",
            "`default_profile` is `shpo`, which is no profile",
            "Did you mean `shop`? Allowed: shop, simulator.",
        ),
        (
            "default_profile = \"\"",
            "`default_profile` is empty",
            "Give it the name of a profile or remove the line.",
        ),
        (
            "default_profile = 1",
            "`default_profile` is a whole number, not text in quotes",
            "Write it like this: default_profile = \"simulator\"",
        ),
    ] {
        let config = parse(&format!("{line}{GOOD}")).unwrap();
        let error = config.choose(None, &env(&[]), &SIMULATOR).unwrap_err();
        assert_eq!(error.to_string(), format!("c.toml:1:1: {problem}"));
        assert_eq!(error.hint(), hint);
        assert!(config.choose(Some("shop"), &env(&[]), &SIMULATOR).is_ok());
        assert_eq!(config.check_all(&env(&[])).default_profile, Some(error));
    }
}

#[test]
fn a_name_nobody_knows_is_answered_with_the_names() {
    let config = parse(GOOD).unwrap();
    for (name, problem, hint) in [
        (
            Some("shp"),
            "no profile `shp` in c.toml",
            "Did you mean `shop`? Allowed: shop, simulator.",
        ),
        (
            Some("\u{1b}[2J"),
            "no profile `?[2J` in c.toml",
            "Allowed: shop, simulator.",
        ),
        (
            None,
            "no profile is named, and c.toml has no default_profile",
            "Give --profile one of: shop, simulator.",
        ),
    ] {
        let error = config.choose(name, &env(&[]), &SIMULATOR).unwrap_err();
        assert_eq!((error.to_string().as_str(), error.hint()), (problem, hint));
    }
}

#[cfg(unix)]
#[test]
fn a_missing_file_is_answered_with_where_it_was_looked_for() {
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path().to_str().unwrap();
    let flag = format!("{home}/f.toml");
    let hint = "Make one with `qfrefund profile init`, or try everything without one: `--profile simulator`.";
    for (flag, variables, problem) in [
        (
            Some(flag.as_str()),
            &[][..],
            format!("there is no config file {home}/f.toml, named by --config"),
        ),
        (
            None,
            &[("QFREFUND_CONFIG", flag.as_str())],
            format!("there is no config file {home}/f.toml, named by QFREFUND_CONFIG"),
        ),
        (
            None,
            &[("XDG_CONFIG_HOME", home)],
            format!("there is no config file {home}/qfrefund/config.toml"),
        ),
    ] {
        let chosen = choose(None, flag.map(Path::new), &env(variables), &SIMULATOR);
        let error = chosen.unwrap_err();
        assert_eq!((error.to_string(), error.hint()), (problem, hint));
    }
}

#[test]
fn a_file_that_is_no_config_file_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("c.toml");
    let load = |path: &Path| {
        let error = ConfigFile::load(&locate(Some(path), &env(&[])).unwrap()).unwrap_err();
        let told = error.to_string();
        told.replace(&path.display().to_string(), "FILE")
    };
    assert_eq!(
        load(folder.path()),
        "the config file FILE cannot be read: it is a folder"
    );
    fs::write(&path, b"a\n\xff\xfe").unwrap();
    assert_eq!(load(&path), "FILE:2:1: not UTF-8 text");
    fs::write(&path, vec![b'#'; (1 << 20) + 1]).unwrap();
    assert_eq!(
        load(&path),
        "the config file FILE cannot be read: it is larger than 1 MiB"
    );
}

#[cfg(unix)]
#[test]
fn a_file_open_to_others_is_refused_by_what_it_holds() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("c.toml");
    let inline = GOOD.replace("client_key_env = \"KEY\"", "client_key = \"^%^%\"");
    for (text, mode, hint) in [
        (GOOD, 0o644, None),
        (GOOD, 0o664, Some("chmod go-w")),
        (&inline, 0o600, None),
        (&inline, 0o640, Some("chmod 600")),
        (&inline, 0o604, Some("chmod 600")),
    ] {
        fs::write(&path, text).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
        let loaded = choose(Some("shop"), Some(&path), &env(&[]), &SIMULATOR);
        match hint {
            None => assert!(loaded.is_ok(), "{mode:o}"),
            Some(hint) => assert_eq!(
                loaded.unwrap_err().hint(),
                format!("Run: {hint} {}", path.display())
            ),
        }
    }
}
