//! Journals that are only files: backups, and those of another machine.

use crate::support::Sandbox;

/// A home with one refund on the built-in simulator, and a backup of its journal.
fn backup() -> (Sandbox, String, String) {
    let home = Sandbox::new();
    let line = "issue 20260105000200020000000001 --amount 12.50 --yes -p simulator --output json";
    let sent = home.run(&line.split(' ').collect::<Vec<_>>());
    assert_eq!(sent.code, 0, "{sent:?}");
    let number = sent.json()["out_trade_no"].as_str().unwrap().to_owned();
    let file = home.path("copy.db").to_str().unwrap().to_owned();
    let made = home.run(&["journal", "backup", &file, "-p", "simulator"]);
    assert_eq!(made.code, 0, "{made:?}");
    (home, file, number)
}

#[test]
fn a_file_is_read_without_a_profile_and_nothing_is_made_beside_it() {
    let (home, file, number) = backup();
    // Neither a profile nor a journal of its own: somebody has sent a backup.
    let other = Sandbox::new();
    let folder = other.path("sent");
    std::fs::create_dir(&folder).unwrap();
    let sent = folder.join("journal.db");
    std::fs::copy(&file, &sent).unwrap();
    let sent = sent.to_str().unwrap();
    let more = ["--journal", sent, "--output", "json"];
    let run = |words: &[&str]| other.run(&[words, &more].concat());
    let verified = run(&["journal", "verify"]);
    assert_eq!(verified.code, 0, "{verified:?}");
    assert_eq!(verified.json()["sound"], true);
    assert_eq!(verified.json()["journal"], sent);
    let list = run(&["history"]);
    assert_eq!(list.code, 0, "{list:?}");
    assert_eq!(list.json()["refunds"][0]["out_trade_no"], number.as_str());
    let show = run(&["show", &number]);
    assert_eq!(show.code, 0, "{show:?}");
    assert_eq!(show.json()["refund"]["state"], "refunded");
    let missing = run(&["show", "RF0"]);
    assert_eq!((missing.code, missing.stderr.is_empty()), (2, false));
    // A profile that is named narrows it.
    let named = run(&["history", "-p", "simulator"]);
    assert_eq!(named.json()["refunds"].as_array().unwrap().len(), 1);
    let left: Vec<_> = std::fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    assert_eq!(left, ["journal.db"]);
    assert!(
        !other.path(".local").exists(),
        "it made a journal of its own"
    );
    drop(home);
}

#[test]
fn a_forged_backup_is_not_sound() {
    let (home, file, _) = backup();
    let raw = rusqlite::Connection::open(&file).unwrap();
    raw.execute_batch("DROP TRIGGER intents_rest; UPDATE payments SET txamt = txamt * 2")
        .unwrap();
    drop(raw);
    let line = format!("journal verify --journal {file} --output json");
    let verified = home.run(&line.split(' ').collect::<Vec<_>>());
    assert_eq!(verified.code, 3, "{verified:?}");
    let defects = verified.json()["defects"].to_string();
    for what in ["the trigger intents_rest is gone", "is not what was noted"] {
        assert!(defects.contains(what), "{defects}");
    }
}

#[test]
fn verifying_never_advises_to_verify() {
    let (home, file, _) = backup();
    let whole = std::fs::read(&file).unwrap();
    let own = home.path(".local/share/qfrefund/simulator-journal.db");
    for cut in [0, 100, 4096, whole.len() / 2] {
        for place in [&file, own.to_str().unwrap()] {
            std::fs::write(place, &whole[..cut]).unwrap();
        }
        for words in [
            vec!["journal", "verify", "--journal", &file],
            vec!["journal", "verify", "-p", "simulator"],
        ] {
            let run = home.run(&words);
            assert_eq!(run.code, 3, "{cut}: {run:?}");
            let told = run.stdout + &run.stderr;
            assert!(!told.contains("`qfrefund journal verify"), "{cut}: {told}");
        }
    }
}

#[test]
fn a_folder_that_is_not_there_is_named() {
    let (home, _, _) = backup();
    let file = home.path("nightly").join("copy.db");
    let file = file.to_str().unwrap();
    let refused = home.run(&["journal", "backup", file, "-p", "simulator"]);
    assert_eq!(refused.code, 3, "{refused:?}");
    let folder = home.path("nightly").display().to_string();
    assert!(
        refused.stderr.contains("there is no folder") && refused.stderr.contains(&folder),
        "{refused:?}"
    );
}
