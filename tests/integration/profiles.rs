//! Profiles as a user meets them: every fault is one error that names file, line and remedy, every
//! source of a key works and keeps it, and the commands around them do what they say.

use crate::support::sandbox::{KEY, PAYMENT, Run, finish, profile, write_private};
use crate::support::{Sandbox, Stub};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

const HEAD: &str = "[profiles.stub]\nenvironment = \"custom\"\nbase_url = \"http://127.0.0.1:9\"\napp_code = \"APP\"\ncurrency = \"HKD\"\n";

fn dry_run(sandbox: &Sandbox) -> Run {
    sandbox.issue(&["--dry-run"])
}

fn set_mode(path: &Path, mode: u32) {
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
}

/// Checks that there is one error and one hint, and that neither shows the key.
fn refused(run: &Run, place: &str, problem: &str, remedy: &str) {
    assert_eq!(run.code, 3, "{run:?}");
    let lines: Vec<&str> = run.stderr.lines().collect();
    assert_eq!(lines.len(), 2, "not one error and one hint: {run:?}");
    assert!(lines[0].starts_with("error: "), "{run:?}");
    assert!(
        lines[0].contains(place) && lines[0].contains(problem),
        "{place} {problem}: {run:?}"
    );
    assert!(
        lines[1].starts_with("hint: ") && lines[1].contains(remedy),
        "{remedy}: {run:?}"
    );
    assert!(
        !run.stderr.contains(KEY) && !run.stdout.contains(KEY),
        "{run:?}"
    );
}

#[test]
fn every_fault_of_a_profile_names_file_line_and_remedy() {
    let key = format!("client_key = \"{KEY}\"\n");
    let inserted = |line: &str| format!("{HEAD}{key}{line}\n");
    let replaced = |from: &str, to: &str| format!("{HEAD}{key}").replacen(from, to, 1);
    for (config, line, problem, remedy) in [
        (
            inserted("tiemout = 5"),
            "7:1",
            "unknown key `tiemout`",
            "Did you mean `timeout`?",
        ),
        (
            inserted("timeout = \"5\""),
            "7:1",
            "not a whole number",
            "timeout = 60",
        ),
        (
            inserted("timeout = 0"),
            "7:1",
            "not 1 to 600",
            "timeout = 60",
        ),
        (
            inserted("sign_type = \"md5\""),
            "7:1",
            "unknown sign_type `md5`",
            "Did you mean `MD5`?",
        ),
        (
            inserted("mchid = \"\""),
            "7:1",
            "`mchid` is empty",
            "remove the line",
        ),
        (
            inserted("client_key_env = \"K\""),
            "7:1",
            "second source",
            "remove the other",
        ),
        (
            inserted("client_key = "),
            "7:14",
            "not valid TOML",
            "config.example.toml",
        ),
        (
            replaced("app_code = \"APP\"\n", ""),
            "1:11",
            "`app_code`",
            "app_code",
        ),
        (
            replaced("currency = \"HKD\"\n", ""),
            "1:11",
            "`currency`",
            "currency",
        ),
        (HEAD.to_owned(), "1:11", "client key", "Add one of"),
        (
            replaced("\"HKD\"", "\"HKK\""),
            "5:1",
            "unknown currency",
            "Did you mean `HKD`?",
        ),
        (
            replaced("\"custom\"", "\"prod\""),
            "2:1",
            "unknown environment",
            "Did you mean `production`?",
        ),
        (
            replaced("\"custom\"", "\"production\""),
            "3:1",
            "has its own",
            "Remove base_url",
        ),
        (
            replaced("http://127.0.0.1:9", "https://openapi-hk.qfapi.com"),
            "3:1",
            "is the address of `production`",
            "environment = \"production\"",
        ),
        (
            replaced(
                "http://127.0.0.1:9",
                "https://TEST-openapi-hk.qfapi.com.:443",
            ),
            "3:1",
            "is the address of `live-testing`",
            "environment = \"live-testing\"",
        ),
        (
            replaced("http://127.0.0.1:9", "http://gw.example"),
            "3:1",
            "is http",
            "Write https://",
        ),
        (
            format!("client_key = \"{KEY}\"\n"),
            "1:1",
            "outside every profile",
            "[profiles.NAME]",
        ),
    ] {
        let sandbox = Sandbox::new();
        sandbox.write_config(&config);
        refused(
            &dry_run(&sandbox),
            &format!("config.toml:{line}: "),
            problem,
            remedy,
        );
    }
}

#[test]
fn a_file_that_others_may_read_or_change_is_refused_with_the_command_that_mends_it() {
    let with_key = profile("http://127.0.0.1:9", "");
    let without = format!("{HEAD}client_key_env = \"K\"\n");
    for (config, mode, remedy) in [
        (&with_key, 0o640, "chmod 600 "),
        (&with_key, 0o604, "chmod 600 "),
        (&with_key, 0o620, "chmod 600 "),
        (&without, 0o664, "chmod go-w "),
        (&without, 0o646, "chmod go-w "),
    ] {
        let sandbox = Sandbox::new();
        sandbox.write_config(config);
        set_mode(&sandbox.path(".config/qfrefund/config.toml"), mode);
        refused(
            &dry_run(&sandbox),
            "config.toml",
            &format!("mode {mode:04o}"),
            remedy,
        );
    }
    let sandbox = Sandbox::new();
    let file = sandbox.path("key");
    sandbox.write_config(&format!("{HEAD}client_key_file = \"~/key\"\n"));
    write_private(&file, KEY);
    set_mode(&file, 0o644);
    refused(&dry_run(&sandbox), "/key", "mode 0644", "chmod 600 ");
}

#[test]
fn every_source_of_a_key_signs_the_same_and_keeps_it() {
    let fixed = [
        "--dry-run",
        "--out-trade-no",
        "N-1",
        "--txdtm",
        "2026-01-05 11:10:38",
    ];
    let inline = Sandbox::new();
    inline.write_config(&format!("{HEAD}client_key = \"{KEY}\"\n"));
    let expected = inline.issue(&fixed).json()["signature"].clone();
    for source in [
        "client_key_file = \"~/key\"".to_owned(),
        "client_key_env = \"SHOP_KEY\"".to_owned(),
        format!("client_key_command = [\"/bin/sh\", \"-c\", \"echo complaint >&2; echo {KEY}\"]"),
    ] {
        let sandbox = Sandbox::new();
        write_private(&sandbox.path("key"), &format!("{KEY}\r\n"));
        sandbox.write_config(&format!("{HEAD}{source}\n"));
        let arguments = [
            &[
                "issue",
                PAYMENT,
                "--amount",
                "12.50",
                "--profile",
                "stub",
                "--output",
                "json",
            ][..],
            &fixed,
        ];
        let mut command = sandbox.command(&arguments.concat());
        command.env("SHOP_KEY", KEY);
        let run = finish(&mut command);
        assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{run:?}");
        assert_eq!(run.json()["signature"], expected, "{source}");
        assert!(!run.stdout.contains(KEY));
        for arguments in [&["profile", "show", "stub"][..], &["profile", "check"]] {
            let mut command = sandbox.command(arguments);
            command.env("SHOP_KEY", KEY);
            let run = finish(&mut command);
            assert_eq!(run.code, 0, "{run:?}");
            assert!(
                !run.stdout.contains(KEY) && !run.stderr.contains(KEY),
                "{run:?}"
            );
        }
    }
}

#[test]
fn a_source_that_gives_no_key_is_named_and_no_other_is_tried() {
    for (source, problem) in [
        (
            "client_key_env = \"NOT_SET\"",
            "environment variable `NOT_SET`",
        ),
        ("client_key_file = \"~/absent\"", "absent does not exist"),
        ("client_key_file = \"~/\"", "is not a regular file"),
        (
            "client_key_command = [\"/bin/sh\", \"-c\", \"echo KEY; exit 3\"]",
            "failed (exit status: 3)",
        ),
        (
            "client_key_command = [\"no-such-program\"]",
            "was not found",
        ),
        (
            "client_key_command = [\"/bin/sh\", \"-c\", \"printf 'KEY\\\\nKEY\\\\n'\"]",
            "more than one line",
        ),
        (
            "client_key_command = [\"/bin/sh\", \"-c\", \"true\"]",
            "is empty",
        ),
        ("client_key_keyring = \"stub\"", "keyring"),
    ] {
        let stub = Stub::start(vec![]);
        let sandbox = Sandbox::new();
        sandbox
            .write_config(&format!("{HEAD}{source}\n").replace("http://127.0.0.1:9", &stub.url()));
        let run = sandbox.issue(&[]);
        assert_eq!(run.code, 3, "{run:?}");
        assert!(run.stderr.contains(problem), "{source}: {run:?}");
        assert!(
            !run.stderr.contains("KEY;") && !run.stdout.contains("KEY\\n"),
            "{run:?}"
        );
        assert_eq!(stub.connections(), 0);
    }
}

#[test]
fn init_writes_once_and_check_says_what_is_missing() {
    let sandbox = Sandbox::new();
    let config = sandbox.path(".config/qfrefund/config.toml");
    let run = sandbox.run(&["profile", "init"]);
    assert_eq!((run.code, run.stdout.as_str()), (0, ""), "{run:?}");
    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(
        (mode(&config), mode(config.parent().unwrap())),
        (0o600, 0o700)
    );
    std::fs::write(&config, "# mine\n").unwrap();
    let again = sandbox.run(&["profile", "init"]);
    assert_eq!(again.code, 3, "{again:?}");
    assert_eq!(std::fs::read_to_string(&config).unwrap(), "# mine\n");
    std::fs::remove_file(&config).unwrap();
    sandbox.run(&["profile", "init"]);
    let check = sandbox.run(&["profile", "check", "--output", "json"]);
    let said = check.json();
    let faulty = |profile: &&serde_json::Value| !profile["fault"].is_null();
    let profiles = said["profiles"].as_array().unwrap();
    assert_eq!(
        (check.code, profiles.iter().filter(faulty).count()),
        (3, 3),
        "{check:?}"
    );
    assert!(
        profiles
            .iter()
            .filter(faulty)
            .all(|profile| !profile["remedy"].is_null())
    );
    assert_eq!(sandbox.run(&["profile", "check", "simulator"]).code, 0);
    assert_eq!(
        sandbox.run(&["profile", "list"]).code,
        0,
        "list fetches no key"
    );
}

#[test]
fn set_key_wants_a_profile_that_uses_the_keyring() {
    let sandbox = Sandbox::at("http://127.0.0.1:9");
    let run = sandbox.run(&["profile", "set-key", "stub"]);
    assert_eq!(run.code, 3, "{run:?}");
    assert!(
        run.stderr.contains("client_key_keyring = \"stub\""),
        "{run:?}"
    );
}

#[test]
fn a_profile_that_is_not_there_is_told_with_the_nearest_one() {
    let sandbox = Sandbox::at("http://127.0.0.1:9");
    for arguments in [
        &["profile", "show", "stbu"][..],
        &["profile", "check", "stbu"],
        &["profile", "list", "--profile", "stbu"],
        &["enquiry", "X", "--profile", "stbu"],
    ] {
        refused(
            &sandbox.run(arguments),
            "config.toml",
            "no profile `stbu`",
            "Did you mean `stub`?",
        );
    }
    let none = sandbox.run(&["issue", PAYMENT, "--amount", "1.00", "--dry-run"]);
    refused(
        &none,
        "config.toml",
        "no default_profile",
        "Give --profile one of: stub, simulator",
    );
    let missing = sandbox.run(&["profile", "list", "--config", "absent.toml"]);
    refused(
        &missing,
        "absent.toml",
        "named by --config",
        "qfrefund profile init",
    );
}
