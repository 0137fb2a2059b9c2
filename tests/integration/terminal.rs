//! What a person sees: a real pseudo-terminal, its question and its colours.

use crate::batch::{payment, prepared, run};
use crate::support::sandbox::{PAYMENT, finish, profile};
use crate::support::simulator::executed;
use crate::support::stub::agree;
use crate::support::{Sandbox, Stub};
use expectrl::process::Healthcheck;
use expectrl::{Eof, Expect, Session};
use std::io::Read;
use std::process::Command;
use std::time::Duration;
use unicode_width::UnicodeWidthStr;

const CTRL_C: &str = "\u{3}";

/// Runs the command in a pseudo-terminal, answers its question, and returns what was shown and
/// the exit code.
fn answer(command: Command, question: &str, reply: &str) -> (String, i32) {
    answer_after(command, question, || (), reply)
}

/// The same, with something that happens while the question waits.
fn answer_after(
    mut command: Command,
    question: &str,
    meanwhile: impl FnOnce(),
    reply: &str,
) -> (String, i32) {
    command.env("TERM", "xterm");
    let mut session = Session::spawn(command).unwrap();
    session.set_expect_timeout(Some(Duration::from_secs(20)));
    let before = session.expect(question).unwrap_or_else(|error| {
        let shown = session.check(expectrl::Regex("(?s).*"));
        let shown = shown.map(|seen| String::from_utf8_lossy(seen.as_bytes()).into_owned());
        panic!("{question:?} was not asked: {error}; {shown:?}")
    });
    let mut shown = String::from_utf8_lossy(before.as_bytes()).into_owned();
    meanwhile();
    // A key that ends it needs no line of its own; each further line answers the question asked anew.
    if reply == CTRL_C {
        session.send(reply).unwrap();
    } else {
        for (turn, line) in reply.split('\n').enumerate() {
            if turn > 0 {
                session.expect(question).unwrap();
            }
            session.send_line(line).unwrap();
        }
    }
    let rest = session.expect(Eof).unwrap();
    shown.push_str(&String::from_utf8_lossy(rest.as_bytes()));
    let mut tail = String::new();
    let _ = session.read_to_string(&mut tail);
    let status = session.get_process().wait().unwrap();
    let code = match status {
        expectrl::process::unix::WaitStatus::Exited(_, code) => code,
        other => panic!("{other:?}"),
    };
    (shown, code)
}

/// Runs a command that asks nothing in a pseudo-terminal; line breaks and indents are single spaces.
fn shown(mut command: Command) -> String {
    command.env("TERM", "xterm").env("NO_COLOR", "1");
    let mut session = Session::spawn(command).unwrap();
    session.set_expect_timeout(Some(Duration::from_secs(20)));
    let shown = session.expect(Eof).unwrap();
    let shown = String::from_utf8_lossy(shown.as_bytes()).into_owned();
    shown.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn issue(sandbox: &Sandbox, more: &[&str]) -> Command {
    let mut arguments = vec![
        "issue",
        PAYMENT,
        "--amount",
        "12.50",
        "--reference",
        "CRM-1",
    ];
    arguments.extend(more);
    sandbox.command(&arguments)
}

#[test]
fn typing_the_amount_sends_the_refund() {
    let stub = Stub::start(vec![agree("0000")]);
    let sandbox = Sandbox::at(&stub.url());
    let (shown, code) = answer(
        issue(&sandbox, &["--profile", "stub"]),
        "or Enter to stop: ",
        "12.50",
    );
    assert_eq!(code, 0, "{shown}");
    assert!(
        shown.contains("\u{1b}[32mREFUNDED"),
        "no colour on a terminal: {shown}"
    );
    assert_eq!(stub.arrivals().len(), 1);
}

#[test]
fn what_was_typed_before_the_question_confirms_nothing() {
    let faults = "[[fault]]\non = \"query\"\ndo = \"delay\"\ndelay = \"1500ms\"\n";
    let (sandbox, served) = prepared(2, faults);
    let config = profile(&served.url, "preflight = true\nclearing_pause = false\n");
    sandbox.write_config(&config);
    for typed in ["12.50\n", "12.50\n12.50\n", "12.50"] {
        let mut command = sandbox.command(&["issue", &payment(1), "--amount", "12.50"]);
        command.args(["--profile", "stub"]).env("TERM", "xterm");
        let mut session = Session::spawn(command).unwrap();
        session.set_expect_timeout(Some(Duration::from_secs(20)));
        std::thread::sleep(Duration::from_millis(500));
        session.send(typed).unwrap();
        session.expect("or Enter to stop: ").unwrap();
        std::thread::sleep(Duration::from_millis(300));
        assert!(
            session.is_alive().unwrap(),
            "{typed:?} was taken for an answer"
        );
        session.send_line("no").unwrap();
        session.expect(Eof).unwrap();
        let status = session.get_process().wait().unwrap();
        let code = match status {
            expectrl::process::unix::WaitStatus::Exited(_, code) => code,
            other => panic!("{other:?}"),
        };
        assert_eq!(code, 10, "{typed:?}");
    }
    assert!(executed(&sandbox).is_empty());
}

#[test]
fn anything_else_sends_nothing() {
    let stub = Stub::start(vec![]);
    let sandbox = Sandbox::at(&stub.url());
    for (reply, expected) in [
        ("", 10),
        ("no", 10),
        ("y\ny", 8),
        ("yes\nYES", 8),
        ("1250\n12.51", 8),
        ("stub\n", 10),
    ] {
        let (shown, code) = answer(
            issue(&sandbox, &["--profile", "stub"]),
            "or Enter to stop: ",
            reply,
        );
        assert_eq!(code, expected, "{reply}: {shown}");
    }
    assert_eq!(stub.connections(), 0);
}

#[test]
fn the_amount_is_typed_as_people_write_it_and_a_slip_is_said() {
    let stub = Stub::start(vec![agree("0000")]);
    let sandbox = Sandbox::at(&stub.url());
    let command = issue(&sandbox, &["--profile", "stub"]);
    let (shown, code) = answer(command, "or Enter to stop: ", "1250\n12.5");
    assert_eq!(code, 0, "{shown}");
    assert_eq!(stub.arrivals().len(), 1);
}

#[test]
fn what_is_sent_is_what_was_asked_about_though_the_file_changes_meanwhile() {
    let (sandbox, _served) = prepared(4, "");
    let file = |rows: [usize; 2], amount: &str| {
        let row = |row: usize| format!("{},{amount}\n", payment(row));
        format!("syssn,amount\n{}", rows.map(row).concat())
    };
    std::fs::write(sandbox.path("batch.csv"), file([1, 2], "1.00")).unwrap();
    let run =
        "batch run batch.csv --profile stub --ignore-pause --results results.csv --color never";
    let (shown, code) = answer_after(
        sandbox.command(&run.split(' ').collect::<Vec<_>>()),
        "or Enter to stop: ",
        // In the same file, as an editor or a script that is not done yet may write it.
        || std::fs::write(sandbox.path("batch.csv"), file([3, 4], "9.99")).unwrap(),
        "2",
    );
    assert!(shown.contains("HKD 2.00 in 2 rows"), "{shown}");
    assert_eq!(code, 0, "{shown}");
    let mut sent: Vec<String> = executed(&sandbox)
        .iter()
        .map(|refund| format!("{} {}", refund["syssn"], refund["txamt"]))
        .collect();
    sent.sort();
    let asked = [1, 2].map(|row| format!("\"{}\" 100", payment(row)));
    assert_eq!(sent, asked, "{shown}");
    let results = std::fs::read_to_string(sandbox.path("results.csv")).unwrap();
    assert!(results.contains(&payment(1)) && !results.contains(&payment(3)));
}

#[test]
fn a_default_production_profile_must_be_typed_by_name() {
    let sandbox = Sandbox::new();
    sandbox.write_config("default_profile = \"shop-hk\"\n[profiles.shop-hk]\nenvironment = \"live-testing\"\napp_code = \"A\"\nclient_key = \"k\"\ncurrency = \"HKD\"\n");
    for more in [&["--no-preflight"][..], &["--no-preflight", "--yes"]] {
        let question = "(shop-hk) to send this refund, or Enter to stop: ";
        let (shown, code) = answer(issue(&sandbox, more), question, "12.50\n12.50");
        assert_eq!(code, 8, "{shown}");
    }
}

#[test]
fn what_the_table_on_the_terminal_says_is_not_said_again() {
    let stub = Stub::start(vec![agree("1108"), agree("1205")]);
    let refunds = Sandbox::at(&stub.url());
    let unreachable = Sandbox::at("http://127.0.0.1:1");
    let send = |sandbox: &Sandbox, reference| {
        let more = ["--no-preflight", "--yes", "--profile", "stub"];
        let mut command = sandbox.command(&["issue", PAYMENT, "--amount", "12.50"]);
        command.args(more).args(["--reference", reference]);
        command
    };
    let too_much = "issue 20260105000200020000000010 --amount 900.00 --profile simulator --yes";
    let words = |text: &'static str| text.split(' ').collect::<Vec<_>>();
    for (command, outcome, why, next) in [
        (
            send(&refunds, "A"),
            "DECLINED",
            "why response code 1108",
            "Check the profile's client key",
        ),
        (
            send(&refunds, "A"),
            "DECLINED",
            "why shown again, nothing was sent now: declined",
            "The number is used up",
        ),
        (
            send(&refunds, "B"),
            "UNKNOWN",
            "leaves it open",
            "next It says failed",
        ),
        (send(&unreachable, "A"), "NOT SENT", "why ", "next "),
        (
            refunds.command(&words(too_much)),
            "NOT SENT",
            "is left",
            "Lower the amount",
        ),
        (
            unreachable.command(&["enquiry", "X1", "--profile", "stub"]),
            "the enquiry could not be sent",
            "the enquiry could not be sent",
            "next ",
        ),
    ] {
        let shown = shown(command);
        for wanted in [outcome, why, next] {
            assert_eq!(shown.matches(wanted).count(), 1, "{wanted}: {shown}");
        }
        assert!(
            !shown.contains("error:") && !shown.contains("hint:"),
            "{shown}"
        );
    }
}

#[test]
fn where_the_table_goes_elsewhere_the_terminal_still_tells_the_outcome() {
    let stub = Stub::start(vec![agree("1108")]);
    let sandbox = Sandbox::at(&stub.url());
    let binary = sandbox.command(&[]).get_program().to_owned();
    let told = "error: declined: ";
    for (redirected, to_screen) in [("> seen", true), ("2> seen", false), ("> seen 2>&1", false)] {
        let mut command = sandbox.command(&[]);
        let line = format!(
            "{} issue {PAYMENT} --amount 12.50 --reference A --no-preflight --yes --profile stub {redirected}",
            binary.to_str().unwrap()
        );
        let mut shell = Command::new("sh");
        shell.args(["-c", &line]).env("HOME", sandbox.home.path());
        shell.current_dir(command.get_current_dir().unwrap());
        command = shell;
        let shown = shown(command);
        let seen = std::fs::read_to_string(sandbox.path("seen")).unwrap();
        assert_eq!(shown.contains(told), to_screen, "{redirected}: {shown}");
        assert_eq!(seen.contains(told), !to_screen, "{redirected}: {seen}");
    }
}

#[test]
fn a_batch_says_once_why_it_stopped() {
    let faults = "[[fault]]\non = \"refund\"\ndo = \"respcd\"\nrespcd = \"1108\"\nexecute = false\ntimes = 1\n";
    let (sandbox, _served) = prepared(3, faults);
    let run = |more: &[&str]| {
        let mut command = sandbox.command(&["batch", "run", "batch.csv", "--profile", "stub"]);
        command
            .args(["--yes", "--ignore-pause", "--jobs", "1"])
            .args(more);
        shown(command)
    };
    let halted = run(&[]);
    let (_, table) = halted.rsplit_once("STATE ROWS SUM").unwrap();
    assert!(table.contains("stopped response code 1108"), "{halted}");
    assert!(!halted.contains("error:"), "{halted}");
    // Twins are told by the check, and what to do about them by its next step.
    assert!(!run(&[]).contains("error:"));
    let changed = std::fs::read_to_string(sandbox.path("batch.csv")).unwrap();
    std::fs::write(
        sandbox.path("batch.csv"),
        changed.replace("row 2", "row two"),
    )
    .unwrap();
    let twins = run(&[]);
    assert_eq!(twins.matches("--skip-twins").count(), 1, "{twins}");
    assert!(
        twins.contains("NOT READY") && !twins.contains("error:"),
        "{twins}"
    );
}

#[test]
fn a_batch_counts_its_open_rows_once() {
    let faults = "[[fault]]\non = \"refund\"\ndo = \"status\"\nstatus = 503\n[[fault]]\non = \"query\"\ndo = \"lag\"\n";
    let (sandbox, _served) = prepared(3, faults);
    let more = ["--jobs", "1", "--wait", "0", "--keep-going"];
    let first = run(&sandbox, &more);
    assert_eq!(first.code, 6, "{first:?}");
    let status = ["batch", "status", "batch.csv", "--profile", "stub"];
    for shown in [first.stderr, sandbox.run(&status).stderr] {
        assert!(!shown.contains("to be resolved"), "{shown}");
    }
    sandbox.issue(&["--no-preflight"]);
    let other = sandbox.run(&status).stderr;
    assert!(other.contains("1 other refund waits"), "{other}");
}

#[test]
fn no_color_is_honoured() {
    let stub = Stub::start(vec![agree("0000")]);
    let sandbox = Sandbox::at(&stub.url());
    let mut command = issue(&sandbox, &["--profile", "stub"]);
    command.env("NO_COLOR", "1");
    let (shown, code) = answer(command, "or Enter to stop: ", "12.50");
    assert_eq!(code, 0);
    // The spinner moves the cursor, but nothing is painted.
    assert!(
        !shown.contains("\u{1b}[3") && !shown.contains("\u{1b}[1m"),
        "{shown}"
    );
}

#[test]
fn colour_is_off_off_a_terminal_and_on_when_asked() {
    let sandbox = Sandbox::new();
    assert!(!sandbox.run(&["explain", "1143"]).stdout.contains('\u{1b}'));
    assert!(
        finish(&mut sandbox.command(&["explain", "1143", "--color", "always"]))
            .stdout
            .contains('\u{1b}')
    );
}

#[test]
fn a_narrow_terminal_gets_narrow_lines() {
    let sandbox = Sandbox::new();
    let binary = sandbox
        .command(&[])
        .get_program()
        .to_str()
        .unwrap()
        .to_owned();
    for (columns, arguments) in [
        (60, "explain --all"),
        (60, "profile list"),
        (60, "simulator list"),
        (40, "profile list"),
        (40, "simulator list"),
        (
            60,
            "issue 20260105000200020000000001 --amount 12.50 --profile simulator --yes",
        ),
        // Messages are folded too: the payment is too small for it. The table would say it.
        (
            60,
            "issue 20260105000200020000000010 --amount 900.00 --profile simulator --yes --quiet --output json 2>&3 >/dev/null",
        ),
    ] {
        let mut command = Command::new("sh");
        command.args([
            "-c",
            &format!("read go; stty cols {columns}; exec 3>&2 2>/dev/null; {binary} {arguments}"),
        ]);
        command
            .env("HOME", sandbox.home.path())
            .env("TERM", "xterm")
            .env("NO_COLOR", "1");
        let mut session = Session::spawn(command).unwrap();
        session.set_expect_timeout(Some(Duration::from_secs(20)));
        // Only now is the size that the session itself gives the terminal surely set.
        session.send_line("").unwrap();
        let shown = session.expect(Eof).unwrap();
        let shown = String::from_utf8_lossy(shown.as_bytes()).into_owned();
        // A path is left whole, and a command on a line of its own, so that it can be copied.
        let is_copied =
            |line: &str| line.contains("/simulator.jsonl") || line.trim().starts_with("`qfrefund ");
        let widest = shown
            .lines()
            .filter(|line| !is_copied(line))
            .max_by_key(|line| line.trim_end().width())
            .unwrap();
        assert!(
            shown.lines().count() > 3 && widest.trim_end().width() <= columns,
            "{widest}"
        );
        for word in ["simul\r\n", "prod\r\n", "000200\r\n"] {
            assert!(!shown.contains(word), "a word is broken: {shown}");
        }
    }
}

#[test]
fn help_and_usage_errors_obey_color_too() {
    let sandbox = Sandbox::new();
    let always = [
        vec!["--color", "always", "history", "--help"],
        vec!["history", "--limit", "x", "--color=always"],
        vec!["--color=always"],
    ];
    for arguments in always {
        let run = sandbox.run(&arguments);
        let shown = format!("{}{}", run.stdout, run.stderr);
        assert!(shown.contains('\u{1b}'), "{arguments:?}: {shown}");
        let plain: Vec<&str> = arguments
            .iter()
            .map(|argument| match *argument {
                "--color=always" => "--color=never",
                "always" => "never",
                other => other,
            })
            .collect();
        let mut command = sandbox.command(&plain);
        command.env("TERM", "xterm");
        let mut session = Session::spawn(command).unwrap();
        let shown = session.expect(Eof).unwrap();
        let shown = String::from_utf8_lossy(shown.as_bytes()).into_owned();
        assert!(
            shown.contains("`qfrefund ") && !shown.contains('\u{1b}'),
            "{plain:?}: {shown}"
        );
    }
    // What follows `--` is no option.
    let run = sandbox.run(&["status", "--", "--color=always"]);
    assert!(run.code == 2 && !run.stderr.contains('\u{1b}'), "{run:?}");
}

#[test]
fn a_usage_error_of_the_parser_is_a_document_where_one_is_asked_for() {
    let sandbox = Sandbox::new();
    let run = sandbox.run(&["history", "--limit", "x", "--output", "json"]);
    let json = run.json();
    assert_eq!((run.code, &json["kind"]), (2, &"error".into()), "{run:?}");
    let hint = json["hint"].as_str().unwrap();
    assert!(hint.contains("`qfrefund history "), "{hint}");
    let run = sandbox.run(&["history", "--limit", "x"]);
    assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{run:?}");
}

#[test]
fn a_rerun_asks_only_about_the_rows_that_are_left() {
    let faults = "[[fault]]\non = \"refund\"\ndo = \"status\"\nstatus = 503\nskip = 2\ntimes = 1\n[[fault]]\non = \"query\"\ndo = \"lag\"\n";
    let (sandbox, _served) = prepared(5, faults);
    let first = run(&sandbox, &["--jobs", "1", "--wait", "0"]);
    assert_eq!(first.code, 6, "{first:?}");
    let again = || {
        sandbox.command(&[
            "batch",
            "run",
            "batch.csv",
            "--ignore-pause",
            "--wait",
            "0",
            "--profile",
            "stub",
        ])
    };
    let (shown, code) = answer(again(), "or Enter to stop: ", "5\n5");
    assert_eq!(code, 8, "{shown}");
    let (shown, code) = answer(again(), "or Enter to stop: ", "2");
    assert_eq!(code, 6, "{shown}");
    assert_eq!(executed(&sandbox).len(), 4);
}

/// A command that takes Ctrl-C: the tests themselves may run where it is ignored.
fn interruptible(sandbox: &Sandbox, arguments: &[&str]) -> Command {
    let program = sandbox.command(arguments);
    let mut command = Command::new("env");
    command
        .arg("--default-signal=INT")
        .arg(program.get_program())
        .args(arguments)
        .env("HOME", sandbox.home.path())
        .current_dir(sandbox.home.path());
    command
}

#[test]
fn ctrl_c_at_the_question_says_that_nothing_was_sent() {
    let (sandbox, _served) = prepared(2, "");
    let arguments = [
        "batch",
        "run",
        "batch.csv",
        "--ignore-pause",
        "--profile",
        "stub",
    ];
    let command = interruptible(&sandbox, &arguments);
    let (shown, code) = answer(command, "or Enter to stop: ", CTRL_C);
    assert!(
        code == 10 && shown.contains("stopped: nothing was sent"),
        "{code}: {shown}"
    );
    assert!(executed(&sandbox).is_empty());
}

#[test]
fn ctrl_c_ends_every_question_as_enter_does() {
    let faults = "[[fault]]\non = \"refund\"\ndo = \"status\"\nstatus = 503\n[[fault]]\non = \"query\"\ndo = \"lag\"\n";
    let (sandbox, served) = prepared(2, faults);
    let issue = [
        "issue",
        PAYMENT,
        "--amount",
        "1",
        "--yes",
        "--profile",
        "stub",
    ];
    let unknown = sandbox.run(&[&issue[..], &["--output", "json"]].concat());
    assert_eq!(unknown.code, 6, "{unknown:?}");
    let open = unknown.json()["out_trade_no"].as_str().unwrap().to_owned();
    drop(served);
    let other = [
        "issue",
        "20260105000200020000000002",
        "--amount",
        "1",
        "--yes",
        "--no-preflight",
    ];
    let unsent = sandbox.run(&[&other[..], &["--profile", "stub", "--output", "json"]].concat());
    assert_eq!(unsent.code, 4, "{unsent:?}");
    let unsent = unsent.json()["out_trade_no"].as_str().unwrap().to_owned();
    let run = [
        "batch",
        "run",
        "batch.csv",
        "--ignore-pause",
        "--yes",
        "--no-preflight",
    ];
    let planned = sandbox.run(&[&run[..], &["--jobs", "1", "--profile", "stub"]].concat());
    assert_eq!(planned.code, 4, "{planned:?}");
    let close = [
        "close",
        &open,
        "--as",
        "written-off",
        "--unseen",
        "no line to it",
        "--note",
        "n",
    ];
    for asked in [
        &close[..],
        &["cancel", &unsent],
        &["batch", "cancel", "batch.csv"],
    ] {
        let arguments = [asked, &["--profile", "stub"]].concat();
        for reply in [CTRL_C, ""] {
            let command = interruptible(&sandbox, &arguments);
            let (shown, code) = answer(command, "stop:", reply);
            assert!(
                code == 10 && shown.contains("stopped: nothing was"),
                "{code}: {shown}"
            );
        }
    }
}

#[test]
fn ctrl_c_at_the_question_of_a_refund_is_told_once() {
    let sandbox = Sandbox::at("http://127.0.0.1:9");
    let arguments = [
        "issue",
        PAYMENT,
        "--amount",
        "1",
        "--no-preflight",
        "--profile",
        "stub",
    ];
    let command = interruptible(&sandbox, &arguments);
    let (shown, code) = answer(command, "stop:", CTRL_C);
    assert_eq!(code, 10, "{shown}");
    assert!(shown.contains("NOT SENT"), "{shown}");
    assert_eq!(shown.matches("nothing was sent").count(), 1, "{shown}");
}
