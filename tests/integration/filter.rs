//! Text from outside (names of files, headings, cells, arguments, the gateway's words) reaches a
//! terminal and lists only through the one filter.

use crate::support::sandbox::{ISSUE, PAYMENT, profile, write_private};
use crate::support::stub::{Act, json_reply};
use crate::support::{Run, Sandbox, Stub};

/// A colour, a forged line, a sign of one byte that begins an escape, a turned direction, a filler.
const EVIL: &str = "x\u{1b}[32mREFUNDED\nforged\r\u{9b}2J\u{202e}\u{3164}y";

/// Panics where a stream could move a cursor or show what is not there.
fn is_harmless(run: &Run, what: &str) {
    for stream in [&run.stdout, &run.stderr] {
        let odd = stream
            .chars()
            .find(|c| (c.is_control() && *c != '\n') || matches!(c, '\u{202e}' | '\u{3164}'));
        assert_eq!(odd, None, "{what}: {run:?}");
        assert!(
            !stream.lines().any(|line| line.starts_with("forged")),
            "{what}: {run:?}"
        );
    }
}

#[test]
fn arguments_and_names_of_files_pass_the_filter() {
    let sandbox = Sandbox::at("http://127.0.0.1:1");
    std::fs::write(sandbox.path(EVIL), format!("syssn,amount\n{PAYMENT},x\n")).unwrap();
    std::fs::write(
        sandbox.path("a.csv"),
        format!("syssn,amount\n{PAYMENT},12.50\n"),
    )
    .unwrap();
    let evil_csv = format!("{EVIL}.csv");
    let folder = format!("{EVIL}.d/file");
    let config = format!(
        "[profiles.stub]\nenvironment = \"custom\"\nbase_url = \"http://127.0.0.1:1\"\napp_code = \"A\"\nclient_key = \"k\"\ncurrency = \"HKD\"\nca_file = {path}\njournal = {path}\n",
        path = serde_json::to_string(&format!("/nowhere/{}", EVIL.replace('\u{9b}', ""))).unwrap()
    );
    write_private(&sandbox.path("evil.toml"), &config);
    let issue = |payment, amount, more: &[_]| {
        let refund = ["issue", payment, "--amount", amount];
        [&refund[..], more, &["--yes", "--profile", "stub"]].concat()
    };
    let by_evil_file = |words: &[_]| {
        let chosen = ["--config", "evil.toml", "--profile", "stub"];
        [words, &chosen].concat()
    };
    for arguments in [
        &["batch", "check", EVIL, "--profile", "stub"][..],
        &["batch", "check", &evil_csv, "--profile", "stub"],
        &["batch", "check", "a.csv", &evil_csv, "--profile", "stub"],
        &[
            "batch",
            "check",
            "a.csv",
            "--column",
            EVIL,
            "--profile",
            "stub",
        ],
        &[
            "batch",
            "check",
            "a.csv",
            "--faults",
            &folder,
            "--profile",
            "stub",
        ],
        &[
            "batch",
            "run",
            "a.csv",
            "--results",
            &folder,
            "--yes",
            "--profile",
            "stub",
        ],
        &["batch", "status", &evil_csv, "--profile", "stub"],
        &issue(EVIL, "1.00", &[]),
        &issue(PAYMENT, EVIL, &[]),
        &issue(PAYMENT, "1.00", &["--reference", EVIL]),
        &issue(PAYMENT, "1.00", &["--reason", EVIL]),
        &["enquiry", EVIL, "--profile", "stub"],
        &["enquiry", "X", "--profile", EVIL],
        &["enquiry", "X", "--config", EVIL, "--profile", "stub"],
        &by_evil_file(&["enquiry", "X"]),
        &by_evil_file(&["profile", "show", "stub"]),
        &by_evil_file(&["profile", "show"]),
        &by_evil_file(&["journal", "verify"]),
        &["history", "--operator", EVIL, "--profile", "stub"],
        &["history", "--since", EVIL, "--profile", "stub"],
        &["simulator", "list", "--state", &folder],
        &["explain", EVIL],
        &[EVIL],
        &["issue", "--output", EVIL],
    ] {
        for output in ["table", "json"] {
            let mut all = arguments.to_vec();
            if !arguments.contains(&"--output") {
                all.extend(["--output", output]);
            }
            is_harmless(&sandbox.run(&all), &format!("{arguments:?}"));
        }
        let mut coloured = arguments.to_vec();
        coloured.extend(["--color", "always"]);
        let run = sandbox.run(&coloured);
        assert!(!run.stderr.contains("\u{1b}[32mREFUNDED"), "{run:?}");
        assert!(!run.stdout.contains("\u{1b}[32mREFUNDED"), "{run:?}");
    }
}

#[test]
fn headings_and_cells_pass_the_filter_also_into_the_list_of_faults() {
    let sandbox = Sandbox::new();
    let quoted = EVIL.replace('"', "");
    for text in [
        format!("syssn,amount,\"{quoted}\",\"{quoted}\"\n{PAYMENT},12.50,a,b\n"),
        format!("\"{quoted}\",amount\n{PAYMENT},12.50\n"),
        format!("syssn,amount,reference\n{PAYMENT},\"{quoted}\",\"{quoted}\"\n"),
        format!("syssn,amount\n\"{quoted}\",1.00\n"),
    ] {
        std::fs::write(sandbox.path("a.csv"), &text).unwrap();
        let _ = std::fs::remove_file(sandbox.path("faults.csv"));
        for output in ["table", "json"] {
            let run = sandbox.run(&[
                "batch",
                "check",
                "a.csv",
                "--profile",
                "simulator",
                "--output",
                output,
            ]);
            assert_ne!(run.code, 0, "{run:?}");
            is_harmless(&run, &text);
        }
        let run = sandbox.run(&[
            "batch",
            "check",
            "a.csv",
            "--profile",
            "simulator",
            "--faults",
            "faults.csv",
        ]);
        is_harmless(&run, &text);
        let Ok(listed) = std::fs::read_to_string(sandbox.path("faults.csv")) else {
            continue;
        };
        let stdout = listed.replace("\r\n", "\n");
        let listed = Run {
            code: 0,
            stdout,
            stderr: String::new(),
        };
        is_harmless(&listed, &text);
    }
}

#[test]
fn the_words_of_the_gateway_pass_the_filter() {
    let evil = serde_json::to_string(EVIL).unwrap();
    let refused =
        format!(r#"{{"respcd":"1269","resperr":{evil},"respmsg":{evil},"syssn":{evil}}}"#);
    let row = format!(
        r#"{{"respcd":"0000","data":[{{"order_type":"refund","out_trade_no":"X-1","syssn":{evil},"respcd":{evil},"errmsg":{evil},"txamt":{evil},"txcurrcd":{evil},"sysdtm":{evil},"pay_type":{evil},"cancel":{evil},"paydtm":{evil}}}]}}"#
    );
    let blamed = format!(r#"{{"respcd":{evil},"resperr":{evil}}}"#);
    for output in ["table", "json"] {
        let stub = Stub::start(
            [&refused, &row, &blamed]
                .map(|body| Act::Send(json_reply(body)))
                .into(),
        );
        let sandbox = Sandbox::new();
        sandbox.write_config(&profile(&stub.url(), ""));
        for arguments in [
            &ISSUE[..],
            &["enquiry", "X-1", "--profile", "stub"],
            &["enquiry", "X-1", "--profile", "stub"],
            &["history", "--profile", "stub"],
        ] {
            let mut all = arguments.to_vec();
            all.extend(["--output", output]);
            is_harmless(&sandbox.run(&all), &format!("{arguments:?}"));
        }
    }
}
