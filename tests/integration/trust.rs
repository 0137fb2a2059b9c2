//! Who else may decide where money goes: whose files are used, how much of them is read, and what
//! of a key is left for others to see.

use crate::support::accounts::{Bench, is_root, skipped};
use crate::support::sandbox::{APP_CODE, KEY, PAYMENT, Run, finish, profile, write_private};
use crate::support::stub::agree;
use crate::support::{Sandbox, Stub};
use assert_cmd::cargo::cargo_bin;
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

fn set_mode(path: &Path, mode: u32) {
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
}

/// Runs a command that must end by itself, and cost little, whatever it is given.
fn soon(sandbox: &Sandbox, arguments: &[&str]) -> Run {
    // Seconds of the processor, so that a busy machine changes nothing; an endless wait ends with 124.
    let script = "ulimit -t 8; exec timeout 60 \"$0\" \"$@\"";
    let mut command = Command::new("sh");
    command.args(["-c", script]).arg(cargo_bin!("qfrefund"));
    let run = finish(
        command
            .args(arguments)
            .env_clear()
            .env("PATH", "/usr/bin:/bin")
            .env("HOME", sandbox.home.path()),
    );
    assert!(!run.stderr.contains(KEY), "{run:?}");
    run
}

#[track_caller]
fn refused(run: &Run, what: &str) {
    assert_eq!(run.code, 3, "{run:?}");
    assert!(run.stderr.contains(what), "{what}: {run:?}");
}

#[test]
fn a_config_file_in_a_folder_that_others_may_write_runs_nothing() {
    let sandbox = Sandbox::new();
    let witness = sandbox.path("ran");
    let source = format!(
        "client_key_command = [\"touch\", \"{}\"]",
        witness.display()
    );
    let text = profile("http://127.0.0.1:9", "");
    sandbox.write_config(&text.replace(&format!("client_key = \"{KEY}\""), &source));
    let folder = sandbox.path(".config");
    for mode in [0o777, 0o1777, 0o775] {
        set_mode(&folder, mode);
        let run = sandbox.issue(&["--dry-run"]);
        // A sticky folder on the way is no danger to the folder below it.
        if mode == 0o1777 {
            assert!(
                run.stderr.contains("the command `touch` is empty"),
                "{run:?}"
            );
            std::fs::remove_file(&witness).unwrap();
        } else {
            refused(&run, "others may write to this folder");
            refused(&run, &format!("chmod go-w {}", folder.display()));
            assert!(!witness.exists());
        }
    }
    set_mode(&folder, 0o700);
    set_mode(&folder.join("qfrefund"), 0o1777);
    refused(
        &sandbox.issue(&["--dry-run"]),
        "others may write to this folder",
    );
    assert!(!witness.exists());
}

#[test]
fn what_belongs_to_another_account_is_not_obeyed() {
    if !is_root() {
        return;
    }
    let sandbox = Sandbox::at("http://127.0.0.1:9");
    let config = sandbox.path(".config/qfrefund/config.toml");
    chown(&config, Some(4711), None).unwrap();
    refused(
        &sandbox.issue(&["--dry-run"]),
        "belongs to another account (uid 4711)",
    );
    chown(&config, Some(0), None).unwrap();
    let (key, tool, roots) = (
        sandbox.path("key"),
        sandbox.path("tool"),
        sandbox.path("ca.pem"),
    );
    write_private(&key, KEY);
    write_private(&tool, &format!("#!/bin/sh\necho {KEY}\n"));
    set_mode(&tool, 0o700);
    std::fs::copy("/etc/ssl/certs/ca-certificates.crt", &roots).unwrap();
    let text = profile("http://127.0.0.1:9", "");
    let inline = format!("client_key = \"{KEY}\"");
    for (place, line) in [
        (&key, format!("client_key_file = \"{}\"", key.display())),
        (
            &tool,
            format!("client_key_command = [\"{}\"]", tool.display()),
        ),
        (
            &roots,
            format!("{inline}\nca_file = \"{}\"", roots.display()),
        ),
    ] {
        sandbox.write_config(&text.replace(&inline, &line));
        let sound = sandbox.issue(&[]);
        assert_eq!(sound.code, 4, "nobody listens: {sound:?}");
        chown(place, Some(4711), None).unwrap();
        refused(&sandbox.issue(&[]), "belongs to another account (uid 4711)");
        chown(place, Some(0), None).unwrap();
        set_mode(
            place,
            0o666 | (std::fs::metadata(place).unwrap().mode() & 0o111),
        );
        refused(&sandbox.issue(&[]), "others may");
    }
}

#[test]
fn files_without_an_end_or_a_writer_are_refused_at_once() {
    let sandbox = Sandbox::at("http://127.0.0.1:9");
    let pipe = sandbox.path("pipe");
    assert!(
        Command::new("mkfifo")
            .arg(&pipe)
            .status()
            .unwrap()
            .success()
    );
    set_mode(&pipe, 0o600);
    let pipe = pipe.to_str().unwrap();
    let issue = |more: &[&str]| {
        let usual = [
            "issue",
            PAYMENT,
            "--amount",
            "1.00",
            "--profile",
            "stub",
            "--yes",
        ];
        soon(&sandbox, &[&usual[..], more].concat())
    };
    for (file, why) in [
        (pipe, "it is not a regular file"),
        ("/dev/zero", "it is not a regular file"),
        ("/", "it is a folder"),
    ] {
        for arguments in [
            &["profile", "check"][..],
            &["profile", "list"],
            &["history"],
        ] {
            refused(
                &soon(&sandbox, &[arguments, &["--config", file]].concat()),
                why,
            );
        }
        refused(&issue(&["--config", file]), why);
    }
    let large = sandbox.path("large.pem");
    std::fs::File::create(&large)
        .unwrap()
        .set_len(1 << 40)
        .unwrap();
    set_mode(&large, 0o600);
    for (file, why) in [
        (pipe, "it is not a regular file"),
        ("/dev/zero", "it is not a regular file"),
        (large.to_str().unwrap(), "it is longer than 4194304 bytes"),
    ] {
        sandbox.write_config(&profile(
            "http://127.0.0.1:9",
            &format!("ca_file = \"{file}\"\n"),
        ));
        refused(&issue(&[]), why);
    }
    let text = profile("http://127.0.0.1:9", "");
    for (file, why) in [
        (pipe, "is not a regular file"),
        ("/dev/zero", "is not a regular file"),
    ] {
        let source = format!("client_key_file = \"{file}\"");
        sandbox.write_config(&text.replace(&format!("client_key = \"{KEY}\""), &source));
        refused(&issue(&[]), why);
    }
}

#[test]
fn twenty_thousand_profiles_are_read_at_once() {
    let sandbox = Sandbox::new();
    let on_lines: String = (0..20_000)
        .map(|n| format!("[profiles.p{n}]\ncurrency=\"HKD\"\nmchid=\"M{n}\"\n"))
        .collect();
    let entries: Vec<String> = (0..20_000)
        .map(|n| format!("p{n}={{currency=\"HKD\",mchid=\"M{n}\"}}"))
        .collect();
    let on_one = format!("profiles={{{}}}\n", entries.join(","));
    for text in [on_lines, on_one] {
        assert!(text.len() < 1 << 20);
        sandbox.write_config(&text);
        for arguments in [
            &["profile", "check"][..],
            &["profile", "list"],
            &["history", "--profile", "p19999"],
            &["history", "--profile", "nobody"],
        ] {
            let code = soon(&sandbox, arguments).code;
            let expected = if arguments[1] == "list" { 0 } else { 3 };
            assert_eq!(code, expected, "{arguments:?}");
        }
    }
}

#[test]
fn a_key_command_may_leave_an_agent_behind() {
    let stub = Stub::start(vec![agree("0000")]);
    let sandbox = Sandbox::new();
    let source = format!("client_key_command = [\"sh\", \"-c\", \"echo {KEY}; exec sleep 90 &\"]");
    let text = profile(&stub.url(), "");
    sandbox.write_config(&text.replace(&format!("client_key = \"{KEY}\""), &source));
    let begun = Instant::now();
    let run = sandbox.issue(&[]);
    assert_eq!(run.code, 0, "{run:?}");
    assert!(begun.elapsed() < Duration::from_secs(30));
}

#[test]
fn a_key_in_quotation_marks_is_noticed() {
    let sandbox = Sandbox::new();
    for (key, is_sound) in [
        (format!("'\"{KEY}\"'"), false),
        (format!("\"'{KEY}'\""), false),
        (format!("\"{KEY}\""), true),
    ] {
        sandbox
            .write_config(&profile("http://127.0.0.1:9", "").replace(&format!("\"{KEY}\""), &key));
        let run = sandbox.issue(&["--dry-run"]);
        if is_sound {
            assert_eq!(run.code, 0, "{run:?}");
        } else {
            refused(
                &run,
                "the client key from the config file has quotation marks around it",
            );
            assert!(!run.stderr.contains(KEY), "{run:?}");
        }
    }
}

const ANN: u32 = 47_101;
const BOB: u32 = 47_102;
const EVE: u32 = 47_103;
const TEAM: u32 = 47_110;

/// As docs/operations.md describes it.
#[test]
fn two_accounts_share_one_journal_on_purpose() {
    if !is_root() {
        return;
    }
    let stub = Stub::start(vec![agree("0000"), agree("0000"), agree("0000")]);
    let bench = Bench::new();
    let (shared, config, key) = (
        bench.base.path().join("journal"),
        bench.base.path().join("config.toml"),
        bench.base.path().join("client.key"),
    );
    std::fs::create_dir(&shared).unwrap();
    chown(&shared, Some(0), Some(TEAM)).unwrap();
    set_mode(&shared, 0o2770);
    write_private(&key, KEY);
    chown(&key, Some(0), Some(TEAM)).unwrap();
    set_mode(&key, 0o640);
    let text = profile(
        &stub.url(),
        &format!("journal = \"{}/journal.db\"\n", shared.display()),
    );
    let source = format!("client_key_file = \"{}\"", key.display());
    write_private(
        &config,
        &text.replace(&format!("client_key = \"{KEY}\""), &source),
    );
    set_mode(&config, 0o644);
    let config = config.to_str().unwrap();
    let issue = |account, umask, more: &[&str]| {
        let usual = [
            "issue",
            PAYMENT,
            "--amount",
            "12.50",
            "--profile",
            "stub",
            "--config",
            config,
            "--yes",
            "--output",
            "json",
        ];
        bench.run(account, TEAM, umask, &[&usual[..], more].concat())
    };
    let init = ["journal", "init", "--profile", "stub", "--config", config];
    let made = bench.run(ANN, TEAM, "077", &init);
    assert_eq!(made.code, 0, "{made:?}");
    let first = issue(ANN, "077", &[]);
    assert_eq!(first.code, 0, "{first:?}");
    // What ann has refunded is a twin for bob, whatever the umask of either.
    let again = issue(BOB, "022", &[]);
    assert_eq!((again.code, stub.connections()), (8, 1), "{again:?}");
    let second = issue(BOB, "022", &["--twin"]);
    assert_eq!(second.code, 0, "{second:?}");
    let third = issue(ANN, "077", &["--twin"]);
    assert_eq!(third.code, 0, "{third:?}");
    for account in [ANN, BOB] {
        let list = bench.run(
            account,
            TEAM,
            "077",
            &["journal", "verify", "--profile", "stub", "--config", config],
        );
        assert_eq!(list.code, 0, "{list:?}");
    }
    for entry in std::fs::read_dir(&shared).unwrap() {
        let found = entry.unwrap().metadata().unwrap();
        assert_eq!((found.gid(), found.mode() & 0o777), (TEAM, 0o660));
    }
    // Somebody outside the group gets at nothing.
    let outside = bench.run(
        EVE,
        EVE,
        "077",
        &["history", "--profile", "stub", "--config", config],
    );
    assert_eq!(outside.code, 3, "{outside:?}");
    // And a folder that is merely open to a group is refused to everybody.
    set_mode(&shared, 0o775);
    refused(&issue(ANN, "077", &["--twin"]), "others may write to");
    assert_eq!(
        stub.arrivals()
            .iter()
            .filter(|arrival| arrival.head.contains(APP_CODE))
            .count(),
        3
    );
}

#[test]
fn a_journal_of_another_account_is_not_used() {
    if !is_root() {
        return;
    }
    let stub = Stub::start(Vec::new());
    let sandbox = Sandbox::at(&stub.url());
    chown(sandbox.path(".local").parent().unwrap(), Some(0), None).unwrap();
    assert_eq!(sandbox.run(&["history", "--profile", "stub"]).code, 0);
    let folder = sandbox.path(".local/share/qfrefund");
    chown(&folder, Some(ANN), None).unwrap();
    refused(
        &sandbox.issue(&[]),
        &format!("belongs to another account (uid {ANN})"),
    );
    assert_eq!(stub.connections(), 0);
}

/// A secret as Docker (0444) and Kubernetes (0440, links, a folder of mode 1777) mount it.
#[test]
fn a_secret_on_a_mount_that_is_read_only_is_taken() {
    let may_mount = || {
        Command::new("unshare")
            .args(["-m", "true"])
            .status()
            .is_ok_and(|done| done.success())
    };
    if !is_root() || !may_mount() {
        skipped("needs the right to mount");
        return;
    }
    let sandbox = Sandbox::new();
    let mount = sandbox.path("run");
    std::fs::create_dir(&mount).unwrap();
    let source = format!("client_key_file = \"{}/key\"", mount.display());
    let text = profile("http://127.0.0.1:9", "");
    sandbox.write_config(&text.replace(&format!("client_key = \"{KEY}\""), &source));
    let check = |lay: &str, again: &str| {
        let script = format!(
            "set -e; cd '{0}'; mount -t tmpfs -o mode=1777 none '{0}'; cd '{0}'; {lay}; {again} exec \"$0\" profile check stub",
            mount.display()
        );
        let mut command = Command::new("unshare");
        command
            .args(["-m", "sh", "-c", &script])
            .arg(cargo_bin!("qfrefund"));
        finish(
            command
                .env_clear()
                .env("PATH", "/usr/sbin:/usr/bin:/sbin:/bin")
                .env("HOME", sandbox.home.path()),
        )
    };
    let plain = |mode: &str| format!("printf %s {KEY} >key; chmod {mode} key");
    let linked = format!(
        "mkdir ..2026; printf %s {KEY} >..2026/key; chmod 0440 ..2026/key; ln -s ..2026 ..data; ln -s ..data/key key"
    );
    let frozen = format!("mount -o remount,ro '{}';", mount.display());
    for lay in [plain("0400"), plain("0444"), plain("0440"), linked.clone()] {
        let run = check(&lay, &frozen);
        assert_eq!(run.code, 0, "{lay}: {run:?}");
    }
    for lay in [plain("0444"), linked] {
        let run = check(&lay, "");
        assert_eq!(run.code, 3, "{lay}: {run:?}");
        assert!(run.stdout.contains("others may"), "{lay}: {run:?}");
    }
}

#[test]
fn money_at_an_address_of_ones_own_is_not_moved_by_default() {
    let stub = Stub::start(vec![agree("0000")]);
    let sandbox = Sandbox::new();
    let text = profile(&stub.url(), "");
    sandbox.write_config(&format!("default_profile = \"stub\"\n{text}"));
    let issue = |more: &[&str]| {
        let usual = [
            "issue", PAYMENT, "--amount", "12.50", "--yes", "--output", "json",
        ];
        sandbox.run(&[&usual[..], more].concat())
    };
    let unnamed = issue(&[]);
    assert_eq!(unnamed.code, 2, "{unnamed:?}");
    assert_eq!(unnamed.json()["cause"], "profile_not_named");
    assert_eq!(stub.connections(), 0);
    let named = issue(&["--profile", "stub"]);
    assert_eq!((named.code, stub.connections()), (0, 1), "{named:?}");
}
