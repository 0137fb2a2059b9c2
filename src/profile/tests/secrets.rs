//! Where keys come from, and that no message ever shows one.

use super::super::{Profile, ProfileError};
use super::{GOOD, Path, env, parse, shop, with};
use proptest::prelude::*;
use secrecy::ExposeSecret;
use std::fs;

/// A key of characters that stand in no message of ours.
fn odd_key(length: usize) -> String {
    "^%".chars().cycle().take(length).collect()
}

fn with_source(line: &str) -> String {
    GOOD.replace("client_key_env = \"KEY\"", line)
}

fn from(line: &str) -> Profile {
    shop(&with_source(line)).unwrap()
}

fn key(profile: &Profile, variables: &[(&str, &str)]) -> Result<String, ProfileError> {
    let key = profile.client_key(&env(variables))?;
    Ok(key.expose_secret().to_owned())
}

#[test]
fn keys_of_any_length_stay_out_of_every_message() {
    for length in 1..=64 {
        let key = odd_key(length);
        let mut shown = String::new();
        let mut show = |text: String| shown.push_str(&text);
        let inline = format!("client_key = \"{key}\"");
        let config = parse(&with_source(&inline)).unwrap();
        show(format!("{config:?}"));
        let profile = from(&inline);
        show(format!("{profile:?} {:?}", profile.key_source()));
        show(profile.key_source().describe());
        for text in [
            format!("{}client_key = {key}", with_source("")),
            format!("{}client_key = \"{key}", with_source("")),
            format!("{}client_key \"{key}\"", with_source("")),
            format!("{}\"{key}\"", with_source("")),
            format!("{}\"{key}\" = 1", with_source("")),
            format!("{}client_key.x = \"{key}\"", with_source("")),
            format!("{}client_key = [\"{key}\"]", with_source("")),
            format!("{}clientkey = \"{key}\"", with_source("")),
            format!("\"{key}\" = 1"),
            format!("{}client_key = \"{key}\"", GOOD),
            with_source(&format!("client_key = \"{key} x\"")),
            with_source(&format!("client_key = \"{key}\\n{key}\"")),
            with_source(&format!("client_key = \"{key}é\"")),
            with_source(&format!("client_key_env = \"{key}\"")),
            with_source(&format!("client_key_file = \"{key}\"")),
            with_source(&format!("client_key_keyring = \"{key} \"")),
            with(&format!("proxy = \"http://u:{key}@p:1\"")),
            with(&format!("journal = \"postgresql://u:{key}@h\"")),
        ] {
            let error = shop(&text).expect_err(&text);
            show(format!("{error} {error:?} {}", error.hint()));
        }
        for variables in [&[("KEY", format!("{key} "))], &[("KEY", format!("{key}é"))]] {
            let variables: Vec<(&str, &str)> =
                variables.iter().map(|(n, v)| (*n, v.as_str())).collect();
            let error = shop(GOOD)
                .unwrap()
                .client_key(&env(&variables))
                .unwrap_err();
            show(format!("{error} {error:?} {}", error.hint()));
        }
        assert!(!shown.contains(['^', '%']), "{shown}");
    }
}

#[test]
fn a_key_pasted_in_place_of_its_source_is_not_repeated() {
    let key = "FE32A59A8B454940A2FF390000000000";
    for line in [
        format!("client_key_env = \"{key}\""),
        format!("client_key_keyring = \"{key}\""),
        format!("client_key_file = \"{key}\""),
        format!("client_key_command = [\"{key}\"]"),
        format!("{key} = \"x\""),
    ] {
        let error = shop(&with_source(&line)).unwrap_err();
        assert!(!format!("{error} {error:?}").contains(key), "{error}");
    }
    for line in [
        "environment",
        "currency",
        "sign_type",
        "roots",
        "rate_limit",
    ] {
        let error = shop(&with(&format!("{line} = \"{key}\""))).unwrap_err();
        assert!(!format!("{error} {error:?}").contains(key), "{error}");
    }
}

#[test]
fn the_variable_is_read_when_asked_and_named_when_absent() {
    let profile = shop(GOOD).unwrap();
    assert_eq!(key(&profile, &[("KEY", "k3y")]).unwrap(), "k3y");
    for variables in [&[][..], &[("KEY", "")]] {
        let error = key(&profile, variables).unwrap_err();
        assert_eq!(
            error.to_string(),
            "c.toml:5:1: the environment variable `KEY` is not set or empty"
        );
        assert_eq!(
            error.hint(),
            "Set it to the client key in the environment the tool runs in."
        );
    }
}

#[test]
fn what_cannot_be_a_key_is_refused() {
    let profile = shop(GOOD).unwrap();
    for (value, why) in [
        ("a b", "has a space in it"),
        (
            "a\tb",
            "has a line break or another control character in it",
        ),
        ("a\nb", "has more than one line"),
        ("a\n\n", "has more than one line"),
        ("\n", "is empty"),
        ("é", "has a character in it that is not ASCII"),
        (
            "Ａ",
            "has a full-width character in it; type it in half-width",
        ),
        (&"k".repeat(129), "is longer than 128 characters"),
    ] {
        let error = key(&profile, &[("KEY", value)]).unwrap_err();
        assert_eq!(
            error.problem,
            format!("the client key from the environment variable `KEY` {why}")
        );
    }
    for (value, read) in [
        ("k\n", "k"),
        ("k\r\n", "k"),
        (&*"k".repeat(128), &*"k".repeat(128)),
    ] {
        assert_eq!(key(&profile, &[("KEY", value)]).unwrap(), read);
    }
}

#[test]
fn the_lines_that_name_a_source_are_checked() {
    let argv =
        "Write the program and its arguments, for example [\"pass\", \"show\", \"qfpay/shop-hk\"].";
    for (line, problem, hint) in [
        (
            "client_key_env = \"MY KEY\"",
            "`client_key_env` is not the name of an environment variable",
            "Write the variable's name, for example client_key_env = \"SHOP_HK_KEY\"; never the key.",
        ),
        (
            "client_key_keyring = \"店\"",
            "`client_key_keyring` is not the name of a keyring entry",
            "Write a name of visible ASCII characters, for example the profile's; never the key.",
        ),
        (
            "client_key_command = [\"pass show x\"]",
            "`client_key_command` is one text with blanks in it; no shell takes it apart",
            argv,
        ),
        (
            "client_key_command = [\"\", \"x\"]",
            "`client_key_command` names no program",
            argv,
        ),
        (
            "client_key_command = [\"a\", \"\\u0000\"]",
            "`client_key_command` has a NUL character in it",
            argv,
        ),
        (
            "client_key_command = [\"bin/key\"]",
            "`client_key_command` is a relative path, which would mean another file in every folder",
            "Write the whole path, or begin it with ~/ for your home folder.",
        ),
        (
            "client_key_file = \"key\"",
            "`client_key_file` is a relative path, which would mean another file in every folder",
            "Write the whole path, or begin it with ~/ for your home folder.",
        ),
        (
            "client_key = \"a b\"",
            "the client key from the config file has a space in it",
            "It must be the client key and nothing else: 1 to 128 visible ASCII characters on one line.",
        ),
    ] {
        let error = shop(&with_source(line)).unwrap_err();
        assert_eq!(error.to_string(), format!("c.toml:5:1: {problem}"));
        assert_eq!(error.hint(), hint);
    }
}

#[cfg(unix)]
#[test]
fn a_key_file_holds_the_key_and_is_for_its_owner_only() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("key");
    let told = path.display().to_string();
    let profile = from(&format!("client_key_file = \"{told}\""));
    let put = |text: &str, mode| {
        fs::write(&path, text).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
        key(&profile, &[])
    };
    let hint = "Check `client_key_file`; the file holds the client key and nothing else.";
    let absent = key(&profile, &[]).unwrap_err();
    assert_eq!(
        (absent.to_string(), absent.hint()),
        (
            format!("c.toml:5:1: the key file {told} does not exist"),
            hint
        )
    );
    assert_eq!(put("k3y\n", 0o600).unwrap(), "k3y");
    assert_eq!(put("k3y", 0o400).unwrap(), "k3y");
    let _ = fs::remove_file(&path);
    for mode in [0o640, 0o604, 0o660] {
        let error = put("^%^%\n", mode).unwrap_err();
        assert_eq!(
            error.to_string(),
            format!(
                "{told}: the file holds a client key and others may read or change it (mode {mode:04o})"
            )
        );
        assert_eq!(error.hint(), format!("Run: chmod 600 {told}"));
    }
    for (text, problem) in [
        (
            String::new(),
            format!("the client key from the file {told} is empty"),
        ),
        (
            "^\n%\n".to_owned(),
            format!("the client key from the file {told} has more than one line"),
        ),
        (
            "^".repeat(4097),
            format!("the key file {told} is longer than 4096 bytes"),
        ),
    ] {
        assert_eq!(put(&text, 0o600).unwrap_err().problem, problem);
    }
    let folder = from(&format!(
        "client_key_file = \"{}\"",
        folder.path().display()
    ));
    let error = key(&folder, &[]).unwrap_err();
    assert!(error.problem.ends_with("is not a regular file"), "{error}");
}

#[cfg(unix)]
#[test]
fn a_command_prints_the_key_or_is_named_without_what_it_printed() {
    let run = |argv: &str| key(&from(&format!("client_key_command = {argv}")), &[]);
    assert_eq!(run(r#"["echo", "k3y"]"#).unwrap(), "k3y");
    for (argv, problem) in [
        (
            r#"["sh", "-c", "echo '^%^%'; exit 3"]"#,
            "the command `sh` failed (exit status: 3)",
        ),
        (
            r#"["sh", "-c", "echo '^%^% ^%'"]"#,
            "the client key from the command `sh` has a space in it",
        ),
        (
            r#"["/nowhere/pass", "^%^%"]"#,
            "the command `/nowhere/pass` was not found",
        ),
        (
            r#"["yes", "^%^%"]"#,
            "the command `yes` printed more than 4096 bytes",
        ),
        (
            r#"["true"]"#,
            "the client key from the command `true` is empty",
        ),
    ] {
        let error = run(argv).unwrap_err();
        assert_eq!(error.to_string(), format!("c.toml:5:1: {problem}"));
        assert!(!format!("{error:?} {}", error.hint()).contains('^'));
    }
}

#[cfg(unix)]
#[test]
fn reading_a_profile_runs_nothing_and_opens_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let witness = folder.path().join("ran");
    let text = with_source(&format!(
        "client_key_command = [\"touch\", \"{}\"]",
        witness.display()
    ));
    let config = parse(&text).unwrap();
    assert!(config.check_all(&env(&[])).profiles[0].1.is_ok());
    let profile = shop(&text).unwrap();
    let _ = (format!("{profile:?}"), profile.key_source().describe());
    assert!(!Path::new(&witness).exists());
    assert!(shop(&with_source("client_key_file = \"/nowhere/key\"")).is_ok());
    assert!(shop(&with_source("client_key_keyring = \"shop\"")).is_ok());
}

proptest! {
    #[test]
    fn whatever_is_wrong_with_the_text_no_line_is_repeated(
        text in "([a-z_]{1,9}( ?[=.] ?)|[\"'\\[\\]{},#\n 0-9]|\\^%\\^%|\"\\^%\"){0,24}"
    ) {
        for text in [text.clone(), format!("{GOOD}{text}"), format!("{GOOD}client_key = {text}")] {
            if let Err(error) = parse(&text) {
                let shown = format!("{error} {error:?} {}", error.hint());
                prop_assert!(!shown.contains(['^', '%']), "{}", shown);
            }
        }
    }
}
