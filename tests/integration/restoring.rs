//! A journal that went back in time: noticed, refused for sending, and brought up to what the
//! gateway shows again.

use crate::support::sandbox::profile;
use crate::support::simulator::{Served, executed};
use crate::support::{Run, Sandbox};
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;

pub const PAYMENT: &str = "20260105000200020000000001";

/// A profile `stub` at a simulator, and its journal.
pub struct Shop {
    pub home: Sandbox,
    pub gateway: Served,
}

impl Shop {
    pub fn new() -> Self {
        Self::with_faults("")
    }

    pub fn with_faults(faults: &str) -> Self {
        let home = Sandbox::new();
        fs::write(home.path("faults.toml"), faults).unwrap();
        let gateway = Served::start(&home, &["--faults", "faults.toml"]);
        home.write_config(&profile(&gateway.url, "clearing_pause = false\n"));
        Self { home, gateway }
    }

    pub fn run(&self, arguments: &[&str]) -> Run {
        let more = ["--profile", "stub", "--output", "json"];
        self.home.run(&[arguments, &more].concat())
    }

    pub fn issue(&self, amount: &str) -> Run {
        self.run(&["issue", PAYMENT, "--amount", amount, "--yes"])
    }

    pub fn copy(&self) -> PathBuf {
        let copy = self.home.path("copy.db");
        let run = self.run(&["journal", "backup", copy.to_str().unwrap()]);
        assert_eq!(run.code, 0, "{run:?}");
        copy
    }

    /// Puts the copy in place as somebody does who knows no better way.
    pub fn put_back(&self, copy: &PathBuf) {
        for ending in ["-wal", "-shm"] {
            let _ = fs::remove_file(format!("{}{ending}", self.home.journal().display()));
        }
        fs::copy(copy, self.home.journal()).unwrap();
    }

    pub fn witness_folder(&self) -> PathBuf {
        self.home.path(".local/state/qfrefund/witness")
    }

    pub fn witness(&self) -> PathBuf {
        let mut files: Vec<PathBuf> = fs::read_dir(self.witness_folder())
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .filter(|path| path.file_name().unwrap() != "lock")
            .collect();
        assert_eq!(files.len(), 1, "{files:?}");
        files.pop().unwrap()
    }

    pub fn executed(&self) -> usize {
        executed(&self.home).len()
    }

    pub fn states(&self) -> Vec<String> {
        let history = self.run(&["history"]).json();
        let rows = history["refunds"].as_array().unwrap();
        rows.iter()
            .map(|row| row["state"].as_str().unwrap().to_owned())
            .collect()
    }
}

#[test]
fn a_result_names_the_newest_event_that_its_command_wrote() {
    let shop = Shop::new();
    let issued = shop.issue("1.00").json();
    let verified = shop.run(&["journal", "verify"]).json();
    assert_eq!(
        issued["journal_head"]["seq"], verified["head_seq"],
        "{issued}"
    );
    assert_eq!(issued["journal_head"]["hash"], verified["head_hash"]);
    let history = shop.run(&["history"]).json();
    assert!(
        history["journal_head"].is_null(),
        "it wrote nothing: {history}"
    );
    let head = format!(
        "{}:{}",
        verified["head_seq"],
        verified["head_hash"].as_str().unwrap()
    );
    assert_eq!(shop.run(&["journal", "verify", "--expect", &head]).code, 0);
}

#[test]
fn an_older_copy_in_place_sends_nothing_until_what_it_lacks_is_entered() {
    let shop = Shop::with_faults("[[fault]]\non = \"refund\"\ntxamt = 700\ndo = \"drop-after\"\n");
    assert_eq!(shop.issue("1.00").code, 0);
    let copy = shop.copy();
    assert_eq!(shop.issue("5.00").code, 0);
    assert_eq!(shop.issue("7.00").code, 6);
    assert_eq!(shop.executed(), 3);
    shop.put_back(&copy);

    // The copy knows of neither. Without the witness both would go out again.
    let refused = shop.issue("5.00");
    assert_eq!(refused.code, 3, "{refused:?}");
    assert!(
        refused.stderr.contains("has gone back in time"),
        "{refused:?}"
    );
    assert!(refused.stderr.contains("journal rejoin"), "{refused:?}");
    fs::write(
        shop.home.path("batch.csv"),
        format!("syssn,amount\n{PAYMENT},9.00\n"),
    )
    .unwrap();
    let batch = shop.run(&["batch", "run", "batch.csv", "--yes", "--ignore-pause"]);
    assert_eq!(batch.code, 3, "{batch:?}");
    assert_eq!(shop.executed(), 3);
    let check = shop.run(&["batch", "check", "batch.csv"]);
    let document = check.json();
    assert_eq!((check.code, &document["runnable"]), (3, &false.into()));
    for (key, words) in [
        ("journal", "has gone back in time"),
        ("next_step", "journal rejoin"),
    ] {
        assert!(document[key].as_str().unwrap().contains(words), "{check:?}");
    }

    // Looking goes on, and what it writes changes nothing of that.
    assert_eq!(
        shop.states().len(),
        1,
        "no row of the batch is written down"
    );
    // What is missing may wait.
    assert_eq!(shop.run(&["resolve"]).code, 3);
    let verify = shop.run(&["journal", "verify"]);
    assert_eq!(
        (verify.code, verify.json()["sound"].as_bool()),
        (3, Some(false)),
        "{verify:?}"
    );
    assert!(
        verify.json()["defects"][0]
            .as_str()
            .unwrap()
            .contains("was last seen here")
    );
    assert_eq!(shop.issue("5.00").code, 3);

    assert!(shop.issue("5.00").stderr.contains("has gone back in time"));

    let rejoined = shop.run(&["journal", "rejoin"]);
    assert_eq!(rejoined.code, 0, "{rejoined:?}");
    let document = rejoined.json();
    assert_eq!(document["refunds_seen"], 3, "{document}");
    let entered: Vec<_> = document["entered"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| {
            (
                row["txamt"].as_u64().unwrap(),
                row["state"].as_str().unwrap(),
            )
        })
        .collect();
    assert_eq!(
        entered,
        [(500, "refunded"), (700, "refunded")],
        "{document}"
    );

    for amount in ["5.00", "7.00"] {
        let twin = shop.issue(amount);
        assert_eq!(
            (twin.code, twin.json()["cause"].as_str()),
            (8, Some("twin")),
            "{twin:?}"
        );
    }
    let number = document["entered"][0]["out_trade_no"].as_str().unwrap();
    let life = shop.run(&["show", number]).json();
    let events: Vec<_> = life["events"]
        .as_array()
        .unwrap()
        .iter()
        .map(|event| event["event"].as_str().unwrap())
        .collect();
    assert_eq!(events, ["plan", "found_at_gateway", "found_done"], "{life}");
    assert_eq!(life["events"][1]["note"], "found at the gateway");
    assert_eq!(shop.run(&["journal", "verify"]).code, 0);
    assert_eq!(shop.issue("2.00").code, 0);
    assert_eq!(shop.executed(), 4);
    let again = shop.run(&["journal", "rejoin"]).json();
    assert_eq!(again["entered"].as_array().unwrap().len(), 0, "{again}");
}

#[test]
fn restore_puts_the_copy_in_place_and_enters_what_it_lacks() {
    let shop = Shop::new();
    assert_eq!(shop.issue("1.00").code, 0);
    let copy = shop.copy();
    assert_eq!(shop.issue("5.00").code, 0);
    let restored = shop.run(&["journal", "restore", copy.to_str().unwrap()]);
    assert_eq!(restored.code, 0, "{restored:?}");
    let document = restored.json();
    assert_eq!(document["restored_from"], copy.display().to_string());
    let aside = document["put_aside"].as_str().unwrap();
    assert!(
        fs::metadata(aside).unwrap().len() > 0,
        "the newer file is kept"
    );
    assert_eq!(document["entered"].as_array().unwrap().len(), 1);
    assert_eq!(shop.issue("5.00").json()["cause"], "twin");
    assert_eq!(shop.run(&["journal", "verify"]).code, 0);
    assert!(copy.exists());
    assert!(
        !PathBuf::from(format!("{}-wal", copy.display())).exists(),
        "the copy is not touched"
    );
}

#[test]
fn a_restore_says_what_it_could_not_look_for() {
    let shop = Shop::new();
    assert_eq!(shop.issue("1.00").code, 0);
    let copy = shop.copy();
    let odd = "clearing_pause = false\n[profiles.odd]\nenvironment = \"mars\"\n";
    shop.home.write_config(&profile(&shop.gateway.url, odd));
    let restored = shop.run(&["journal", "restore", copy.to_str().unwrap()]);
    assert_eq!(restored.code, 0, "{restored:?}");
    let said = "cannot be noted (profile `odd` cannot be read: ";
    assert!(restored.stderr.contains(said), "{restored:?}");
}

#[test]
fn after_a_restore_nothing_is_sent_while_the_gateway_cannot_be_read() {
    let shop = Shop::new();
    // A second merchant with refunds in the same journal.
    let config = |url: &str| {
        let more = "clearing_pause = false\n";
        let second = profile(url, &format!("{more}merchant = \"second\"\n"));
        profile(url, more) + &second.replace("profiles.stub", "profiles.second")
    };
    shop.home.write_config(&config(&shop.gateway.url));
    let second = |home: &Sandbox, words: &str| {
        let line = format!("{words} --profile second --output json");
        home.run(&line.split(' ').collect::<Vec<_>>())
    };
    let of_second = format!("issue {PAYMENT} --amount 2.00 --yes");
    assert_eq!(shop.issue("1.00").code, 0);
    assert_eq!(second(&shop.home, &of_second).code, 0);
    let copy = shop.copy();
    assert_eq!(shop.issue("5.00").code, 0);
    // A journal that lacks nothing stays as it is where it cannot be compared.
    shop.home.write_config(&config("http://127.0.0.1:9"));
    let failed = shop.run(&["journal", "rejoin"]);
    assert_eq!(failed.code, 4, "{failed:?}");
    assert!(failed.stdout.contains("sent as before"), "{failed:?}");
    assert!(!failed.stdout.contains("nothing is sent"), "{failed:?}");
    shop.home.write_config(&config(&shop.gateway.url));
    assert_eq!(shop.issue("6.00").code, 0);
    // Another machine, on which nothing was ever seen; the gateway is out of reach.
    let other = Sandbox::new();
    other.write_config(&config("http://127.0.0.1:9"));
    fs::remove_dir_all(other.path(".local")).unwrap();
    let moved = Shop {
        home: other,
        gateway: Served::start(&shop.home, &[]),
    };
    let restored = moved.run(&["journal", "restore", copy.to_str().unwrap()]);
    assert_eq!(restored.code, 4, "{restored:?}");
    assert!(
        restored.stdout.contains("until then nothing is sent"),
        "{restored:?}"
    );
    assert_eq!(moved.states(), ["refunded"]);
    let refused = moved.issue("9.00");
    assert_eq!(refused.code, 3, "{refused:?}");
    assert!(
        refused
            .stderr
            .contains("has not been read from the gateway"),
        "{refused:?}"
    );
    moved.home.write_config(&config(&shop.gateway.url));
    let refused = moved.issue("5.00");
    assert_eq!(refused.code, 3, "{refused:?}");
    let rejoined = moved.run(&["journal", "rejoin"]);
    assert_eq!(rejoined.code, 0, "{rejoined:?}");
    let entered = rejoined.json()["entered"].as_array().unwrap().clone();
    assert_eq!(entered.len(), 2, "what is the second's stays the second's");
    let amounts = [&entered[0]["txamt"], &entered[1]["txamt"]];
    assert!(amounts.contains(&&500.into()) && amounts.contains(&&600.into()));
    assert_eq!(moved.issue("5.00").json()["cause"], "twin");
    // Every merchant that the copy knows has to be read, not only the one that was asked for.
    let words = of_second.replace("2.00", "3.00");
    let refused = second(&moved.home, &words);
    assert_eq!(refused.code, 3, "{refused:?}");
    assert_eq!(second(&moved.home, "journal rejoin").code, 0);
    let issued = second(&moved.home, &words);
    assert_eq!(issued.code, 0, "{issued:?}");
    assert_eq!(shop.executed(), 5);
}

#[test]
fn what_is_no_sound_copy_changes_nothing() {
    let shop = Shop::new();
    assert_eq!(shop.issue("1.00").code, 0);
    let copy = shop.copy();
    let whole = fs::read(&copy).unwrap();
    let before = fs::read(shop.home.journal()).unwrap();
    for (name, bytes) in [
        ("cut", &whole[..whole.len() / 2]),
        ("text", b"this is a text file"),
        ("empty", b""),
    ] {
        let spoilt = shop.home.path(name);
        fs::write(&spoilt, bytes).unwrap();
        let run = shop.run(&["journal", "restore", spoilt.to_str().unwrap()]);
        assert_eq!(run.code, 3, "{name}: {run:?}");
    }
    assert_eq!(
        shop.run(&["journal", "restore", "/nowhere/copy.db"]).code,
        3
    );
    assert_eq!(fs::read(shop.home.journal()).unwrap(), before);
    let left: Vec<_> = fs::read_dir(shop.home.journal().parent().unwrap())
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    assert!(
        left.iter()
            .all(|name| !name.to_str().unwrap().contains("restored")),
        "{left:?}"
    );
    assert_eq!(shop.issue("2.00").code, 0);
}

#[test]
fn a_journal_in_use_is_not_replaced() {
    let shop = Shop::new();
    assert_eq!(shop.issue("1.00").code, 0);
    let copy = shop.copy();
    let user = rusqlite::Connection::open(shop.home.journal()).unwrap();
    let count: u32 = user
        .query_row("SELECT count(*) FROM intents", [], |row| row.get(0))
        .unwrap();
    assert_eq!(count, 1);
    let run = shop.run(&["journal", "restore", copy.to_str().unwrap()]);
    assert_eq!(run.code, 3, "{run:?}");
    assert!(
        run.stderr.contains("another process holds the journal"),
        "{run:?}"
    );
    drop(user);
    assert_eq!(
        shop.run(&["journal", "restore", copy.to_str().unwrap()])
            .code,
        0
    );
}

#[test]
fn a_witness_that_cannot_be_read_is_not_taken_for_absent() {
    let shop = Shop::new();
    assert_eq!(shop.issue("1.00").code, 0);
    fs::write(shop.witness(), "spoilt").unwrap();
    let refused = shop.issue("2.00");
    assert_eq!(refused.code, 3, "{refused:?}");
    assert!(refused.stderr.contains("cannot be read"), "{refused:?}");
    assert!(refused.stderr.contains("XDG_STATE_HOME"), "{refused:?}");
    assert_eq!(shop.run(&["history"]).code, 0);
    assert_eq!(shop.run(&["journal", "rejoin"]).code, 0);
    assert_eq!(shop.issue("2.00").code, 0);
}

#[test]
fn a_witness_that_cannot_be_written_keeps_no_refund_back() {
    let shop = Shop::new();
    fs::write(
        shop.home.path(".local/state"),
        "a file where the folder is to be",
    )
    .unwrap();
    let run = shop.issue("1.00");
    assert_eq!(run.code, 0, "{run:?}");
    let run = shop.issue("2.00");
    assert_eq!(run.code, 0, "{run:?}");
    assert!(run.stderr.contains("cannot be noted"), "{run:?}");
    // Without any home the place of the journal is given, and there is none for the witness.
    let place = shop.home.journal();
    shop.home.write_config(&profile(
        &shop.gateway.url,
        &format!("journal = \"{}\"\n", place.display()),
    ));
    let config = shop.home.path(".config/qfrefund/config.toml");
    let mut command = shop.home.command(&[
        "issue",
        PAYMENT,
        "--amount",
        "3.00",
        "--yes",
        "--profile",
        "stub",
        "--config",
        config.to_str().unwrap(),
    ]);
    let run = crate::support::sandbox::finish(command.env_remove("HOME"));
    assert_eq!(run.code, 0, "{run:?}");
    assert!(run.stderr.contains("cannot be noted"), "{run:?}");
}

#[test]
fn the_witness_is_its_owners_alone() {
    let shop = Shop::new();
    assert_eq!(shop.issue("1.00").code, 0);
    let witness = shop.witness();
    let mode = |path: &std::path::Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(
        (mode(&witness), mode(witness.parent().unwrap())),
        (0o600, 0o700)
    );
}

#[test]
fn in_the_place_of_a_journal_that_was_seen_a_new_one_is_not_made_by_habit() {
    let shop = Shop::new();
    assert_eq!(shop.issue("5.00").code, 0);
    for ending in ["", "-wal", "-shm"] {
        let _ = fs::remove_file(format!("{}{ending}", shop.home.journal().display()));
    }
    let refused = shop.run(&["journal", "init"]);
    assert_eq!(refused.code, 3, "{refused:?}");
    assert!(refused.stderr.contains("has seen a journal"), "{refused:?}");
    assert_eq!(shop.run(&["journal", "init", "--anew"]).code, 0);
    let refused = shop.issue("5.00");
    assert_eq!(refused.code, 3, "{refused:?}");
    assert_eq!(shop.run(&["journal", "rejoin"]).code, 0);
    assert_eq!(shop.issue("5.00").json()["cause"], "twin");
    assert_eq!(shop.executed(), 1);
}

#[test]
fn the_newer_file_put_back_again_lacks_nothing() {
    let shop = Shop::new();
    assert_eq!(shop.issue("1.00").code, 0);
    let older = shop.copy();
    assert_eq!(shop.issue("5.00").code, 0);
    let newer = shop.home.path("newer.db");
    shop.run(&["journal", "backup", newer.to_str().unwrap()]);
    shop.put_back(&older);
    assert_eq!(shop.issue("6.00").code, 3);
    shop.put_back(&newer);
    assert_eq!(shop.issue("6.00").code, 0);
    assert_eq!(shop.issue("7.00").code, 0);
    shop.put_back(&newer);
    assert_eq!(
        shop.issue("8.00").code,
        3,
        "and what came after it is missed again"
    );
}

#[test]
fn what_waits_in_the_file_that_is_put_aside_is_not_forgotten() {
    let lost = "[[fault]]\non = \"refund\"\ntxamt = 700\ndo = \"drop-after\"\n";
    let shop = Shop::with_faults(lost);
    assert_eq!(shop.issue("1.00").code, 0);
    let copy = shop.copy();
    let unknown = shop.issue("7.00");
    assert_eq!(unknown.code, 6, "{unknown:?}");
    let number = unknown.json()["out_trade_no"].as_str().unwrap().to_owned();
    let restore = ["journal", "restore", copy.to_str().unwrap()];
    let refused = shop.run(&restore);
    assert_eq!(refused.code, 8, "{refused:?}");
    assert!(refused.stderr.contains(&number), "{refused:?}");
    assert!(
        refused.stderr.contains("resolve --profile stub"),
        "{refused:?}"
    );
    assert_eq!(shop.states(), ["unknown", "refunded"]);
    // Nor where the copy is of an older schema.
    let raw = rusqlite::Connection::open(&copy).unwrap();
    raw.execute_batch(include_str!(
        "../../src/journal/sqlite/tests/first_schema.sql"
    ))
    .unwrap();
    drop(raw);
    let refused = shop.run(&restore);
    assert_eq!(refused.code, 8, "{refused:?}");
    assert!(refused.stderr.contains(&number), "{refused:?}");
    // Said, it is done; the gateway still shows what was executed.
    let meant = shop.run(&[&restore[..], &["--forget-open"]].concat());
    assert_eq!(meant.code, 0, "{meant:?}");
    assert_eq!(shop.states(), ["refunded", "refunded"]);
    // What is settled keeps nothing back.
    let again = shop.run(&restore);
    assert_eq!(again.code, 0, "{again:?}");
}

#[test]
fn whoever_reads_a_journal_that_went_back_is_told() {
    let shop = Shop::new();
    let issued = shop.issue("1.00");
    assert_eq!(issued.code, 0, "{issued:?}");
    let number = issued.json()["out_trade_no"].as_str().unwrap().to_owned();
    let copy = shop.copy();
    assert_eq!(shop.issue("5.00").code, 0);
    shop.put_back(&copy);
    for (line, exit) in [
        ("resolve", 3),
        ("history", 0),
        ("batch list", 0),
        ("status", 3),
    ] {
        let words: Vec<&str> = line.split(' ').collect();
        let run = shop.run(&words);
        assert_eq!(run.code, exit, "{run:?}");
        let told = format!("{}{}", run.stdout, run.stderr);
        assert!(told.contains("journal rejoin --profile stub"), "{run:?}");
        assert!(!told.contains("nothing waits"), "{run:?}");
    }
    // Nor is anybody's word on one of its refunds written down.
    for word in [
        "close --as written-off --note x --unseen x",
        "reopen",
        "cancel",
    ] {
        let mut words: Vec<&str> = word.split(' ').collect();
        words.insert(1, &number);
        let run = shop.run(&words);
        assert_eq!(run.code, 3, "{run:?}");
        assert!(run.stderr.contains("has gone back in time"), "{run:?}");
    }
}

#[test]
fn a_new_journal_in_the_place_of_a_lost_one_reads_a_year() {
    let shop = Shop::new();
    assert_eq!(shop.issue("5.00").code, 0);
    for ending in ["", "-wal", "-shm"] {
        let _ = fs::remove_file(format!("{}{ending}", shop.home.journal().display()));
    }
    assert_eq!(shop.run(&["journal", "init", "--anew"]).code, 0);
    let rejoined = shop.run(&["journal", "rejoin"]).json();
    let months = rejoined["months"].as_array().unwrap().len();
    assert!((14..=16).contains(&months), "{rejoined}");
}

#[test]
fn a_refund_whose_reference_was_lost_may_be_the_one_that_a_reference_asks_for() {
    let shop = Shop::new();
    let issue = |words: &str| {
        let line = format!("issue {PAYMENT} --amount 5.00 --yes {words}");
        shop.run(&line.split_whitespace().collect::<Vec<_>>())
    };
    let first = issue("--reference A");
    assert_eq!(first.code, 0, "{first:?}");
    let number = first.json()["out_trade_no"].as_str().unwrap().to_owned();
    for ending in ["", "-wal", "-shm"] {
        let _ = fs::remove_file(format!("{}{ending}", shop.home.journal().display()));
    }
    // The merchant is named otherwise now, as with a renewed app code: the reference gives another number.
    // It is long after the first one.
    let config = shop.home.path(".config/qfrefund/config.toml");
    let text = fs::read_to_string(&config).unwrap();
    let renamed = format!("{text}merchant = \"renamed\"\ntwin_hours = 0\n");
    fs::write(&config, renamed).unwrap();
    assert_eq!(shop.run(&["journal", "init", "--anew"]).code, 0);
    let rejoined = shop.run(&["journal", "rejoin"]);
    assert_eq!(rejoined.code, 0, "{rejoined:?}");
    assert_eq!(rejoined.json()["entered"].as_array().unwrap().len(), 1);
    for reference in ["A", "B"] {
        let held = issue(&format!("--reference {reference}"));
        assert_eq!(held.code, 8, "{held:?}");
        assert_eq!(held.json()["cause"], "twin", "{held:?}");
        assert!(held.stdout.contains(&number), "{held:?}");
        let told = "its reference is not known";
        assert!(held.stdout.contains(told), "{held:?}");
    }
    assert_eq!(shop.executed(), 1);
    // Said to be another one, or asked for as any other refund, it is one.
    assert_eq!(issue("--reference A --twin").code, 0);
    assert_eq!(issue("").code, 0);
    assert_eq!(shop.executed(), 3);
}

#[test]
fn another_path_in_the_profile_does_not_make_an_empty_journal_by_habit() {
    let shop = Shop::new();
    assert_eq!(shop.issue("5.00").code, 0);
    let config = shop.home.path(".config/qfrefund/config.toml");
    let text = fs::read_to_string(&config).unwrap();
    let moved = shop.home.path("moved.db");
    fs::write(
        &config,
        format!("{text}journal = \"{}\"\n", moved.display()),
    )
    .unwrap();
    let refused = shop.run(&["journal", "init"]);
    assert_eq!(refused.code, 3, "{refused:?}");
    let old = shop.home.journal().display().to_string();
    assert!(refused.stderr.contains(&old), "{refused:?}");
    assert!(!moved.exists());
    // Meant, it sends nothing before it knows what the gateway shows.
    assert_eq!(shop.run(&["journal", "init", "--anew"]).code, 0);
    assert_eq!(shop.issue("5.00").code, 3);
    assert_eq!(shop.run(&["journal", "rejoin"]).code, 0);
    assert_eq!(shop.issue("5.00").json()["cause"], "twin");
    assert_eq!(shop.executed(), 1);
}

#[test]
fn a_journal_that_comes_back_after_another_was_made_in_its_place_is_behind_it() {
    let lost = "[[fault]]\non = \"refund\"\ntxamt = 700\ndo = \"drop-after\"\n";
    let shop = Shop::with_faults(lost);
    assert_eq!(shop.issue("5.00").code, 0);
    // The disk that it is on is not there for a while.
    let away = shop.home.path("away.db");
    assert_eq!(
        shop.run(&["journal", "backup", away.to_str().unwrap()])
            .code,
        0
    );
    for ending in ["", "-wal", "-shm"] {
        let _ = fs::remove_file(format!("{}{ending}", shop.home.journal().display()));
    }
    assert_eq!(shop.run(&["journal", "init", "--anew"]).code, 0);
    assert_eq!(shop.run(&["journal", "rejoin"]).code, 0);
    assert_eq!(shop.issue("7.00").code, 6);
    shop.put_back(&away);
    assert_eq!(shop.issue("7.00").code, 3);
    let told = shop.run(&["resolve"]);
    assert_ne!(told.code, 0, "{told:?}");
    assert!(!told.stderr.contains("nothing waits"), "{told:?}");
    assert_eq!(shop.run(&["journal", "rejoin"]).code, 0);
    assert_eq!(shop.issue("7.00").json()["cause"], "twin");
    assert_eq!(shop.executed(), 2);
}

#[test]
fn a_command_about_several_profiles_says_which_one_is_to_be_rejoined() {
    let shop = Shop::new();
    assert_eq!(shop.issue("1.00").code, 0);
    let copy = shop.copy();
    assert_eq!(shop.issue("2.00").code, 0);
    shop.put_back(&copy);
    let row = format!("profile,syssn,amount\nstub,{PAYMENT},3.00\n");
    fs::write(shop.home.path("merchants.csv"), row).unwrap();
    let run = ["batch", "run", "merchants.csv", "--yes"].as_slice();
    let cancel = ["batch", "cancel", "merchants.csv", "--yes", "--note", "n"].as_slice();
    for words in [run, cancel] {
        let run = shop.home.run(words);
        let rejoin = "`qfrefund journal rejoin --profile stub`";
        assert!(run.stderr.contains(rejoin), "{run:?}");
    }
    assert_eq!(shop.executed(), 2);
}
