//! Which language is spoken, and what never changes with it.

use crate::support::Sandbox;
use crate::support::sandbox::{PAYMENT, finish, profile};
use crate::support::simulator::Served;

const HONG_KONG: (&str, &str) = ("LANG", "zh_HK.UTF-8");

fn is_chinese(text: &str) -> bool {
    text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c))
}

#[test]
fn the_command_line_comes_first_then_the_profile_then_the_locale() {
    let sandbox = Sandbox::new();
    let english = profile("http://127.0.0.1:9", "");
    let chinese = profile("http://127.0.0.1:9", "language = \"zh-Hant\"\n");
    for (config, variables, more, expected) in [
        (&english, &[][..], &[][..], false),
        (&english, &[HONG_KONG], &[], true),
        (&english, &[HONG_KONG, ("LC_ALL", "C")], &[], false),
        (&english, &[("LANG", "zh_TW.BIG5")], &[], false),
        (&english, &[HONG_KONG], &["--lang", "en"], false),
        (&english, &[], &["--lang", "zh-Hant"], true),
        (&english, &[], &["--lang=zh-HK"], true),
        (&chinese, &[], &[], true),
        (&chinese, &[], &["--lang", "en"], false),
        (&chinese, &[HONG_KONG], &["-o", "json"], false),
    ] {
        sandbox.write_config(config);
        let mut command = sandbox.command(&["show", "RF-NOBODY", "--profile", "stub"]);
        command.args(more).envs(variables.iter().copied());
        let run = finish(&mut command);
        assert_ne!(run.code, 0);
        assert_eq!(
            is_chinese(&run.stderr),
            expected,
            "{variables:?} {more:?}: {run:?}"
        );
    }
}

#[test]
fn scripts_read_the_same_in_every_language() {
    let sandbox = Sandbox::new();
    sandbox.write_config(&profile("http://127.0.0.1:9", "language = \"zh-Hant\"\n"));
    for line in [
        "explain 1265 -o json",
        "issue 20260105000200020000000001 --amount 1,5 --profile stub -o json",
        "issue --amount 1 --profile stub -o json",
        "profile check -o json",
        "show RF-NOBODY --profile stub -o json",
        "history --profile stub -o csv",
        "status --profile stub --prometheus",
        "completions bash",
        "man issue",
    ] {
        let words: Vec<&str> = line.split(' ').collect();
        let plain = sandbox.run(&words);
        let mut command = sandbox.command(&words);
        let there = finish(command.envs([HONG_KONG]));
        assert_eq!(there.stdout, plain.stdout, "{line}");
        assert_eq!(there.code, plain.code, "{line}");
    }
}

/// Whoever reads the screen: what is written down is read by everybody, and in a year.
#[test]
fn what_is_written_down_is_english() {
    let sandbox = Sandbox::new();
    let faults = "[[fault]]\non = \"refund\"\ndo = \"drop-before\"\n";
    std::fs::write(sandbox.path("faults.toml"), faults).unwrap();
    let served = Served::start(&sandbox, &["--faults", "faults.toml"]);
    let more = "clearing_pause = false\nrate_limit = \"none\"\n";
    sandbox.write_config(&profile(&served.url, more));
    sandbox.make_journal();
    let speak = |words: &[&str]| {
        let mut command = sandbox.command(words);
        let run = finish(command.args(["--profile", "stub"]).envs([HONG_KONG]));
        assert!(
            is_chinese(&run.stdout) || is_chinese(&run.stderr),
            "{run:?}"
        );
        run
    };
    let issued = speak(&[
        "issue",
        PAYMENT,
        "--amount",
        "1.00",
        "--reference",
        "R-1",
        "--yes",
    ]);
    assert_eq!(issued.code, 6, "{issued:?}");
    speak(&["resolve", "R-1"]);
    let unseen = ["--note", "by hand", "--unseen", "nobody there", "--yes"];
    speak(&[&["close", "R-1", "--as", "written-off"], &unseen[..]].concat());
    speak(&["reopen", "R-1", "--note", "after all"]);
    let mut file = "syssn,amount,reference\n".to_owned();
    file.push_str("20260105000200020000000002,2.00,R-2\n20260105000200020000000003,3.00,R-3\n");
    std::fs::write(sandbox.path("batch.csv"), file).unwrap();
    let results = ["--results", "results.csv", "--yes", "--wait", "0"];
    speak(&[&["batch", "run", "batch.csv"], &results[..]].concat());
    let written = std::fs::read_to_string(sandbox.path("results.csv")).unwrap();
    assert!(
        written.contains("R-3") && !is_chinese(&written),
        "{written}"
    );
    let export = sandbox.run(&["journal", "export", "--profile", "stub"]);
    assert!(export.stdout.contains("nobody there"), "{export:?}");
    assert!(!is_chinese(&export.stdout), "{export:?}");
}

/// A list of faults is read by spreadsheets and scripts, whoever has it made.
#[test]
fn a_list_of_faults_is_english_whatever_the_profile_speaks() {
    let sandbox = Sandbox::new();
    sandbox.write_config(&profile("http://127.0.0.1:9", "language = \"zh-Hant\"\n"));
    sandbox.make_journal();
    let file = "syssn,amount\n20260105000200020000000001,\"1,50\"\n";
    std::fs::write(sandbox.path("bad.csv"), file).unwrap();
    let words = [
        "batch",
        "check",
        "bad.csv",
        "--faults",
        "faults.csv",
        "--profile",
        "stub",
    ];
    let run = sandbox.run(&words);
    assert_eq!(run.code, 8, "{run:?}");
    let faults = std::fs::read_to_string(sandbox.path("faults.csv")).unwrap();
    assert!(faults.contains("1,50") && !is_chinese(&faults), "{faults}");
}

/// Signals are answered on a thread of their own.
#[cfg(unix)]
#[test]
fn a_signal_is_answered_in_the_language_of_the_profile() {
    use crate::profile_init::converse;
    let sandbox = Sandbox::new();
    let served = Served::start(&sandbox, &[]);
    let more = "clearing_pause = false\nlanguage = \"zh-Hant\"\n";
    sandbox.write_config(&profile(&served.url, more));
    sandbox.make_journal();
    let file = "syssn,amount\n20260105000200020000000001,3.00\n";
    std::fs::write(sandbox.path("one.csv"), file).unwrap();
    // No result stands there that says it, as that of `issue` does.
    let run = ["batch", "run", "one.csv", "--profile", "stub"];
    let (shown, code) = converse(sandbox.command(&run), &[("即停止：", "\u{3}")]);
    assert_eq!(code, 10, "{shown}");
    assert!(shown.contains("已停止：沒有發送"), "{shown}");
}
