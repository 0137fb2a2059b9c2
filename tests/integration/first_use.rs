//! A journal comes into being on purpose where money moves: one that is not found must not look
//! like one in which nothing stands.

use crate::support::sandbox::{APP_CODE, KEY, PAYMENT, profile};
use crate::support::stub::agree;
use crate::support::{Sandbox, Stub};
use std::fs;

const INIT: [&str; 6] = ["journal", "init", "--profile", "stub", "--output", "json"];

/// A profile `stub` at this address, and no journal.
fn without_journal(url: &str) -> Sandbox {
    let sandbox = Sandbox::at(url);
    fs::remove_dir_all(sandbox.path(".local")).unwrap();
    sandbox
}

#[test]
fn without_a_journal_nothing_is_sent_and_none_is_made() {
    let stub = Stub::start(vec![agree("0000")]);
    let sandbox = without_journal(&stub.url());
    let run = sandbox.issue(&[]);
    assert_eq!((run.code, run.json()["cause"].as_str()), (3, Some("setup")));
    let place = sandbox.journal().display().to_string();
    assert!(
        run.stderr.contains(&format!("there is no journal {place}")),
        "{run:?}"
    );
    for word in [
        "journal init --profile stub",
        "HOME",
        "journal restore FILE",
    ] {
        assert!(run.stderr.contains(word), "`{word}`: {run:?}");
    }
    for looking in [
        &["history"][..],
        &["resolve"],
        &["show", "RF20260101-X"],
        &["journal", "verify"],
        &["journal", "export"],
        &["batch", "run", "batch.csv", "--yes"],
    ] {
        fs::write(
            sandbox.path("batch.csv"),
            "syssn,amount\n20260105000200020000000001,1.00\n",
        )
        .unwrap();
        let run = sandbox.run(&[looking, &["--profile", "stub"]].concat());
        assert_eq!(run.code, 3, "{looking:?}: {run:?}");
        assert!(
            run.stderr.contains(&format!("there is no journal {place}")),
            "{looking:?}: {run:?}"
        );
    }
    assert_eq!(stub.connections(), 0);
    assert!(
        !sandbox.path(".local").exists(),
        "not even its folder is made"
    );
}

#[test]
fn init_makes_the_journal_once_and_says_what_it_made() {
    let stub = Stub::start(vec![agree("0000")]);
    let sandbox = without_journal(&stub.url());
    let made = sandbox.run(&INIT);
    assert_eq!(made.code, 0, "{made:?}");
    let document = made.json();
    assert_eq!(document["kind"], "journal_made");
    assert_eq!(document["journal"], sandbox.journal().display().to_string());
    assert_eq!(document["identity"].as_str().unwrap().len(), 32);
    assert_eq!(sandbox.issue(&[]).code, 0);
    let again = sandbox.run(&INIT);
    assert_eq!(again.code, 3, "{again:?}");
    assert!(again.stderr.contains("exists already"), "{again:?}");
    let history = sandbox.run(&["history", "--profile", "stub", "--output", "json"]);
    assert_eq!(history.json()["refunds"].as_array().unwrap().len(), 1);
}

#[test]
fn every_journal_has_an_identity_of_its_own_and_its_copy_has_the_same() {
    let identity = |sandbox: &Sandbox| sandbox.run(&INIT).json()["identity"].clone();
    let (one, other) = (
        without_journal("http://127.0.0.1:9"),
        without_journal("http://127.0.0.1:9"),
    );
    assert_ne!(identity(&one), identity(&other));
}

#[test]
fn another_home_is_not_an_empty_journal() {
    let stub = Stub::start(vec![agree("0000"), agree("0000")]);
    let sandbox = Sandbox::at(&stub.url());
    assert_eq!(sandbox.issue(&[]).code, 0);
    let elsewhere = Sandbox::new();
    let config = sandbox.path(".config/qfrefund/config.toml");
    let config = config.to_str().unwrap();
    let run = elsewhere.issue(&["--config", config]);
    assert_eq!(run.code, 3, "{run:?}");
    assert!(
        run.stderr.contains(elsewhere.home.path().to_str().unwrap()),
        "{run:?}"
    );
    fs::remove_file(sandbox.journal()).unwrap();
    let run = sandbox.issue(&[]);
    assert_eq!(run.code, 3, "{run:?}");
    assert_eq!(stub.connections(), 1);
}

#[test]
fn a_file_is_not_ready_where_its_run_would_find_no_journal() {
    let sandbox = Sandbox::at("http://127.0.0.1:9");
    fs::remove_dir_all(sandbox.path(".local")).unwrap();
    let check = |rows: &str| {
        fs::write(sandbox.path("a.csv"), format!("syssn,amount\n{rows}\n")).unwrap();
        let line = "batch check a.csv --profile stub --output json";
        sandbox.run(&line.split(' ').collect::<Vec<_>>())
    };
    let sound = format!("{PAYMENT},1.00");
    // A fault of the file is its own, and goes first.
    for (rows, code) in [(sound, 3), (format!("{PAYMENT},x"), 8)] {
        let checked = check(&rows);
        let document = checked.json();
        assert_eq!(checked.code, code, "{checked:?}");
        assert_eq!(document["runnable"], false, "{checked:?}");
        let why = document["journal"].as_str().unwrap();
        assert!(why.contains("there is no journal"), "{checked:?}");
        let next = document["next_step"].as_str().unwrap();
        assert!(
            next.contains("`qfrefund journal init --profile stub`"),
            "{checked:?}"
        );
    }
    assert!(!sandbox.path(".local").exists());
    sandbox.make_journal();
    let ready = check(&format!("{PAYMENT},1.00"));
    assert_eq!(ready.code, 0, "{ready:?}");
    assert!(ready.json()["journal"].is_null(), "{ready:?}");
}

#[test]
fn a_sandbox_shares_the_usual_place_and_makes_no_journal_there_by_itself() {
    // What it made would be found by a profile that moves money.
    let sandbox = Sandbox::new();
    sandbox.write_config(&profile("http://127.0.0.1:9", &format!("[profiles.test]\nenvironment = \"sandbox\"\napp_code = \"{APP_CODE}\"\nclient_key = \"{KEY}\"\ncurrency = \"HKD\"\n")));
    fs::remove_dir_all(sandbox.path(".local")).unwrap();
    let run = sandbox.run(&["history", "--profile", "test"]);
    assert_eq!(run.code, 3, "{run:?}");
    assert!(!sandbox.path(".local").exists());
}

#[test]
fn the_built_in_simulator_makes_its_own() {
    let sandbox = Sandbox::new();
    let run = sandbox.run(&[
        "issue",
        "20260105000200020000000001",
        "--amount",
        "1.00",
        "--profile",
        "simulator",
        "--yes",
    ]);
    assert_eq!(run.code, 0, "{run:?}");
}

#[test]
fn of_many_who_make_it_at_once_one_does() {
    let sandbox = without_journal("http://127.0.0.1:9");
    let runs: Vec<_> = std::thread::scope(|scope| {
        let started: Vec<_> = (0..6).map(|_| scope.spawn(|| sandbox.run(&INIT))).collect();
        started.into_iter().map(|run| run.join().unwrap()).collect()
    });
    let made: Vec<_> = runs.iter().filter(|run| run.code == 0).collect();
    assert_eq!(made.len(), 1, "{runs:?}");
    assert!(
        runs.iter()
            .all(|run| run.code == 0 || run.code == 3 && run.stderr.contains("exists already")),
        "{runs:?}"
    );
    let verify = sandbox.run(&["journal", "verify", "--profile", "stub", "--output", "json"]);
    assert_eq!(verify.json()["sound"], true);
}
