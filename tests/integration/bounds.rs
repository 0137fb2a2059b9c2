//! Files, pages and waits without end: each is named or read, and each has its bound.

#![allow(
    clippy::print_stderr,
    clippy::use_debug,
    reason = "a test that is skipped says so"
)]

use crate::support::sandbox::{PAYMENT, finish, profile};
use crate::support::stub::{Act, http_reply, json_reply};
use crate::support::{Run, Sandbox, Stub};
use std::io::Write;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// Checks a file of these bytes.
fn check(name: &str, bytes: &[u8]) -> Run {
    let sandbox = Sandbox::new();
    std::fs::write(sandbox.path(name), bytes).unwrap();
    sandbox.run(&["batch", "check", name, "--profile", "simulator"])
}

#[test]
fn a_byte_00_is_found_wherever_it_stands() {
    let long = "7".repeat(1500);
    let row = format!("{PAYMENT},12.50,{long}");
    for heading in ["reason", "note"] {
        let text = format!("syssn,amount,{heading}\r\n{row}\0b\r\n");
        let run = check("a.csv", text.as_bytes());
        assert_eq!(run.code, 12, "{run:?}");
        assert!(
            run.stderr.contains("byte 00") && run.stderr.contains("line 2"),
            "{run:?}"
        );
    }
    for (reason, code) in [("a\\u0000b", 12), ("a\\\\u0000b", 0), ("ab", 0)] {
        let text =
            format!("{{\"syssn\":\"{PAYMENT}\",\"amount\":\"12.50\",\"reason\":\"{reason}\"}}\n");
        let run = check("a.jsonl", text.as_bytes());
        assert_eq!(run.code, code, "{reason}: {run:?}");
    }
}

#[test]
fn the_end_sign_of_dos_ends_a_file_and_stands_nowhere_else() {
    let rows = format!("syssn,amount\r\n{PAYMENT},12.50");
    for end in ["\u{1a}", "\r\n\u{1a}", "\r\n\u{1a}\u{1a}"] {
        let run = check("a.csv", format!("{rows}{end}").as_bytes());
        assert_eq!(run.code, 0, "{end:?}: {run:?}");
    }
    let run = check(
        "a.csv",
        format!("{rows}\r\n\u{1a}\r\n{PAYMENT},1.00\r\n").as_bytes(),
    );
    assert_eq!(run.code, 12, "{run:?}");
    assert!(run.stderr.contains("byte 1A"), "{run:?}");
}

#[test]
fn the_separator_line_is_understood_however_it_was_saved() {
    for line in [
        "sep=;",
        "\"sep=;\"",
        "sep=;;",
        "SEP=;",
        "\"sep=;\";",
        "Sep=; ",
    ] {
        let text = format!("{line}\r\n\"syssn\";\"amount\"\r\n\"{PAYMENT}\";\"12.50\"\r\n");
        let run = check("a.csv", text.as_bytes());
        assert_eq!(run.code, 0, "{line}: {run:?}");
    }
    let tabs = format!("sep=\t\nsyssn\tamount\n{PAYMENT}\t12.50\n");
    assert_eq!(check("a.csv", tabs.as_bytes()).code, 0);
    for before in ["sep=|\r\n", ""] {
        let text = format!("{before}syssn|amount\r\n{PAYMENT}|12.50\r\n");
        let run = check("a.csv", text.as_bytes());
        assert_eq!(run.code, 12, "{run:?}");
        assert!(run.stderr.contains("separator"), "{run:?}");
    }
}

#[test]
fn a_pipe_that_nobody_writes_to_is_refused() {
    let sandbox = Sandbox::new();
    let pipe = sandbox.path("pipe.csv");
    let made = Command::new("mkfifo").arg(&pipe).status().unwrap();
    assert!(made.success());
    let began = Instant::now();
    let refused = sandbox.run(&["batch", "check", "pipe.csv", "--profile", "simulator"]);
    assert_eq!(refused.code, 12, "{refused:?}");
    assert!(
        refused.stderr.contains("a pipe that nobody writes to"),
        "{refused:?}"
    );
    assert!(began.elapsed() < Duration::from_secs(30));
}

#[test]
fn a_pipe_with_a_name_is_read() {
    let sandbox = Sandbox::new();
    let program = sandbox.command(&[]);
    let mut shell = Command::new("bash");
    shell
        .args(["-c", "exec \"$0\" batch check <(printf 'syssn,amount\\n%s,12.50\\n' \"$1\") --profile simulator"])
        .arg(program.get_program())
        .arg(PAYMENT)
        .env("HOME", sandbox.home.path());
    let run = finish(&mut shell);
    assert_eq!(run.code, 0, "{run:?}");
    let folder = sandbox.run(&["batch", "check", ".", "--profile", "simulator"]);
    assert_eq!(folder.code, 12, "{folder:?}");
}

#[test]
fn standard_input_is_read_like_a_file() {
    let sandbox = Sandbox::new();
    let mut child = sandbox
        .command(&["batch", "check", "-", "--profile", "simulator"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let text = format!("syssn,amount\n{PAYMENT},12.50\n");
    child
        .stdin
        .take()
        .unwrap()
        .write_all(text.as_bytes())
        .unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(0));
}

#[test]
fn a_file_without_rows_is_a_success_where_none_is_expected() {
    for (text, written) in [
        ("syssn,amount,reason\n", "reason"),
        ("", "state"),
        ("\n\n", "state"),
    ] {
        let sandbox = Sandbox::new();
        std::fs::write(sandbox.path("a.csv"), text).unwrap();
        let run = |more: &[&str]| {
            let words = [
                "batch",
                "run",
                "a.csv",
                "--profile",
                "simulator",
                "--output",
                "json",
            ];
            sandbox.run(&[&words[..], more].concat())
        };
        let expected = ["--expect-count", "0", "--results", "r.csv"];
        let none = run(&expected);
        assert_eq!(
            (none.code, none.json()["exit_code"].as_u64()),
            (0, Some(0)),
            "{none:?}"
        );
        let results = std::fs::read_to_string(sandbox.path("r.csv")).unwrap();
        assert!(
            results.contains(written) && results.lines().count() == 1,
            "{results}"
        );
        assert_eq!(run(&expected).code, 0, "and the night after");
        assert_ne!(run(&["--yes"]).code, 0);
        assert_ne!(run(&["--expect-count", "1"]).code, 0);
    }
}

#[test]
fn a_page_of_thousands_of_rows_is_refused() {
    let rows = vec![r#"{"order_type":"refund"}"#; 9000].join(",");
    let body = format!(r#"{{"respcd":"0000","data":[{rows}]}}"#);
    let stub = Stub::start(vec![Act::Send(json_reply(&body))]);
    let sandbox = Sandbox::at(&stub.url());
    let run = sandbox.run(&["enquiry", "X-1", "--profile", "stub"]);
    assert_eq!(run.code, 6, "{run:?}");
    assert!(
        run.stderr.contains("9000 rows where 100 were asked for"),
        "{run:?}"
    );
    assert_eq!(stub.connections(), 1);
}

#[test]
fn the_gateway_is_left_alone_for_as_long_as_it_asks() {
    let busy = || {
        Act::Send(http_reply(
            "429 Too Many Requests",
            "Retry-After: 3\r\n",
            b"{}",
        ))
    };
    let stub = Stub::start(vec![
        busy(),
        Act::Send(json_reply(r#"{"respcd":"0000","data":[]}"#)),
        Act::Send(json_reply(r#"{"respcd":"0000","data":[]}"#)),
    ]);
    let sandbox = Sandbox::new();
    sandbox.write_config(&profile(&stub.url(), ""));
    let begun = Instant::now();
    let run = sandbox.run(&["enquiry", "X-1", "--profile", "stub", "--month", "2026-01"]);
    assert_eq!(run.code, 6, "{run:?}");
    assert!(begun.elapsed() >= Duration::from_secs(3), "{run:?}");
    assert_eq!(stub.connections(), 3);
}

/// The command as another account that may have so many processes and threads; none where the tests
/// may not change the account.
fn as_another(sandbox: &Sandbox, most: u32, words: &str) -> Option<Run> {
    const ACCOUNT: u32 = 61_234;
    std::os::unix::fs::chown(sandbox.home.path(), Some(ACCOUNT), None).ok()?;
    let program = sandbox.command(&[]);
    let mut command = Command::new("setpriv");
    command
        .args([
            &format!("--reuid={ACCOUNT}"),
            "--clear-groups",
            "prlimit",
            &format!("--nproc={most}"),
        ])
        .arg(program.get_program())
        .args(words.split(' '))
        .env_clear()
        .env("PATH", "/usr/bin:/bin")
        .env("HOME", sandbox.home.path())
        .current_dir(sandbox.home.path());
    let run = finish(&mut command);
    if matches!(run.code, 126 | 127) {
        eprintln!("skipped: the other account may not run the program: {run:?}");
        return None;
    }
    Some(run)
}

#[test]
fn without_threads_nothing_is_sent_and_the_code_is_3() {
    let issue = format!("issue {PAYMENT} --amount 12.50 --profile p --yes --output json");
    let run = "batch run batch.csv --profile p --yes --ignore-pause --output json --jobs 64";
    for (words, most) in [(&*issue, 1), ("enquiry X-1 --profile p", 1), (run, 5)] {
        let sandbox = Sandbox::new();
        let stub = Stub::start(vec![]);
        let config = profile(&stub.url(), "").replace("profiles.stub", "profiles.p");
        std::fs::write(
            sandbox.path("batch.csv"),
            format!("syssn,amount\n{PAYMENT},12.50\n"),
        )
        .unwrap();
        let file = sandbox.path("config.toml");
        crate::support::sandbox::write_private(&file, &config);
        if std::os::unix::fs::chown(&file, Some(61_234), None).is_err() {
            eprintln!("skipped: only root may run commands as another account");
            return;
        }
        let config = format!("--config {}", file.display());
        let init = format!("journal init --profile p {config}");
        let Some(made) = as_another(&sandbox, 64, &init) else {
            return;
        };
        assert_eq!(made.code, 0, "{made:?}");
        let words = format!("{words} {config}");
        let Some(run) = as_another(&sandbox, most, &words) else {
            return;
        };
        assert_eq!(run.code, 3, "{words}: {run:?}");
        assert!(
            run.stderr.contains("thread") && !run.stderr.contains("panicked"),
            "{run:?}"
        );
        assert_eq!(stub.connections(), 0, "{words}");
    }
}
