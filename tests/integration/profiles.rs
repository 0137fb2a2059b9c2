//! Profiles as a user meets them: every source of a key works and keeps it, and the commands around
//! them do what they say. What is said about a wrong one stands in `screens`.

use crate::support::sandbox::{KEY, PAYMENT, finish, write_private};
use crate::support::{Sandbox, Stub};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

const HEAD: &str = "[profiles.stub]\nenvironment = \"custom\"\nbase_url = \"http://127.0.0.1:9\"\napp_code = \"APP\"\ncurrency = \"HKD\"\n";

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
fn a_source_that_gives_no_key_is_not_replaced_by_another() {
    for source in [
        "client_key_env = \"NOT_SET\"",
        "client_key_file = \"~/absent\"",
        "client_key_file = \"~/\"",
        "client_key_command = [\"/bin/sh\", \"-c\", \"echo KEY; exit 3\"]",
        "client_key_command = [\"no-such-program\"]",
        "client_key_command = [\"/bin/sh\", \"-c\", \"printf 'KEY\\\\nKEY\\\\n'\"]",
        "client_key_command = [\"/bin/sh\", \"-c\", \"true\"]",
        "client_key_keyring = \"stub\"",
    ] {
        let stub = Stub::start(vec![]);
        let sandbox = Sandbox::new();
        sandbox
            .write_config(&format!("{HEAD}{source}\n").replace("http://127.0.0.1:9", &stub.url()));
        let run = sandbox.issue(&[]);
        assert_eq!(run.code, 3, "{source}: {run:?}");
        // What a keyring says is different on every machine, so no screen shows it.
        let is_named = run.stderr.contains("keyring") || !source.contains("keyring");
        assert!(is_named, "{source}: {run:?}");
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
