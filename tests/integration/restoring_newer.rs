//! A copy that would take the place of a journal that knows more, or of another one.

use crate::restoring::{PAYMENT, Shop};
use crate::support::Run;
use crate::support::sandbox::profile;
use std::fs;

fn restore(shop: &Shop, copy: &std::path::Path, more: &[&str]) -> Run {
    let words = ["journal", "restore", copy.to_str().unwrap()];
    shop.run(&[&words[..], more].concat())
}

fn number(run: &Run) -> String {
    run.json()["out_trade_no"].as_str().unwrap().to_owned()
}

#[test]
fn what_the_copy_has_as_not_sent_or_not_refunded_is_not_forgotten() {
    let lost = "[[fault]]\non = \"refund\"\ndo = \"drop-after\"\n[[fault]]\non = \"refund\"\ndo = \"lag\"\nenquiries = 90\n";
    for (before, after) in [
        ("close --as not-refunded", "reopen"),
        ("close --as not-refunded", "close --as refunded-elsewhere"),
    ] {
        let shop = Shop::with_faults(lost);
        let unknown = shop.issue("5.00");
        assert_eq!(unknown.code, 6, "{unknown:?}");
        let number = number(&unknown);
        let say = |words: &str| {
            let mut words: Vec<&str> = words.split(' ').collect();
            words.insert(1, &number);
            words.extend(["--note", "x"]);
            if words.contains(&"close") {
                words.extend(["--unseen", "x", "--yes"]);
            }
            let run = shop.run(&words);
            assert_eq!(run.code, 0, "{run:?}");
        };
        say(before);
        let copy = shop.copy();
        say("reopen");
        if after != "reopen" {
            say(after);
        }
        let refused = restore(&shop, &copy, &[]);
        assert_eq!(refused.code, 8, "{refused:?}");
        assert!(refused.stderr.contains(&number), "{refused:?}");
        let meant = restore(&shop, &copy, &["--forget-open"]);
        assert_eq!(meant.code, 0, "{meant:?}");
    }
}

#[test]
fn what_was_refunded_elsewhere_is_known_to_no_gateway() {
    let shop = Shop::with_faults("[[fault]]\non = \"refund\"\ndo = \"drop-before\"\n");
    let copy = shop.copy();
    let unknown = shop.issue("5.00");
    let number = number(&unknown);
    let cash = [
        "close",
        &number,
        "--as",
        "refunded-elsewhere",
        "--note",
        "cash",
        "--unseen",
        "cash",
        "--yes",
    ];
    assert_eq!(shop.run(&cash).code, 0);
    let refused = restore(&shop, &copy, &[]);
    assert_eq!(refused.code, 8, "{refused:?}");
    assert!(refused.stderr.contains(&number), "{refused:?}");
}

#[test]
fn another_merchants_refund_of_the_same_number_is_not_the_one_that_the_copy_lacks() {
    let lost = "[[fault]]\non = \"refund\"\ntxamt = 700\ndo = \"drop-before\"\n";
    let shop = Shop::with_faults(lost);
    let one = |more: &str| profile(&shop.gateway.url, more);
    let other = one("mchid = \"M2\"\nclearing_pause = false\n")
        .replace("[profiles.stub]", "[profiles.other]");
    let both = one("clearing_pause = false\n") + &other;
    shop.home.write_config(&both);
    let issue = |payment: &str, amount: &str, profile: &str| {
        let line = format!(
            "issue {payment} --amount {amount} --out-trade-no SAME-1 --yes --profile {profile}"
        );
        shop.home.run(&line.split(' ').collect::<Vec<_>>())
    };
    let made = issue("20260105000200020000000002", "5.00", "other");
    assert_eq!(made.code, 0, "{made:?}");
    let copy = shop.copy();
    let unknown = issue(PAYMENT, "7.00", "stub");
    assert_eq!(unknown.code, 6, "{unknown:?}");
    let refused = restore(&shop, &copy, &[]);
    assert_eq!(refused.code, 8, "{refused:?}");
    assert!(refused.stderr.contains("SAME-1"), "{refused:?}");
}

#[test]
fn a_copy_of_another_journal_does_not_take_its_place() {
    let (shop, other) = (Shop::new(), Shop::new());
    assert_eq!(shop.issue("5.00").code, 0);
    assert_eq!(other.issue("6.00").code, 0);
    let copy = other.copy();
    for ending in ["", "-wal", "-shm"] {
        let _ = fs::remove_file(format!("{}{ending}", shop.home.journal().display()));
    }
    let refused = restore(&shop, &copy, &[]);
    assert_eq!(refused.code, 8, "{refused:?}");
    assert!(
        refused.stderr.contains("copy of another journal"),
        "{refused:?}"
    );
    assert_eq!(restore(&shop, &copy, &["--forget-open"]).code, 0);
    assert_eq!(
        shop.run(&["issue", PAYMENT, "--amount", "5.00", "--yes"])
            .json()["cause"],
        "twin"
    );
}

#[test]
fn nor_does_that_of_another_shop_of_this_account() {
    let shop = Shop::new();
    assert_eq!(shop.issue("5.00").code, 0);
    let config = shop.home.path(".config/qfrefund/config.toml");
    let text = fs::read_to_string(&config).unwrap();
    let place = shop.home.path("other.db");
    let other = text
        .replace("profiles.stub", "profiles.other")
        .replace("app_code = \"", "app_code = \"E");
    let other = format!("{text}\n{other}journal = \"{}\"\n", place.display());
    fs::write(&config, other).unwrap();
    let copy = shop.home.path("copy-of-other.db");
    let run = |words: &[&str]| {
        let more = ["--profile", "other", "--output", "json"];
        let run = shop.home.run(&[words, &more].concat());
        // The simulator knows no other shop, and declines; that is written down as well.
        assert!([0, 5].contains(&run.code), "{run:?}");
    };
    run(&["journal", "init"]);
    run(&[
        "issue",
        "20260105000200020000000002",
        "--amount",
        "6.00",
        "--yes",
    ]);
    run(&["journal", "backup", copy.to_str().unwrap()]);
    let refused = restore(&shop, &copy, &[]);
    assert_eq!(refused.code, 8, "{refused:?}");
    assert!(
        refused.stderr.contains("copy of another journal"),
        "{refused:?}"
    );
}

/// Takes the journal away, with all that it has beside it.
fn lose(shop: &Shop) {
    for ending in ["", "-wal", "-shm"] {
        let _ = fs::remove_file(format!("{}{ending}", shop.home.journal().display()));
    }
}

#[test]
fn a_new_journal_is_not_made_where_it_cannot_be_read_which_were_seen() {
    let shop = Shop::new();
    assert_eq!(shop.issue("5.00").code, 0);
    let copy = shop.copy();
    let witness = shop.witness();
    let file = witness.display().to_string();
    lose(&shop);
    let is_refused = |words: &[&str]| {
        let run = shop.run(words);
        assert_eq!(run.code, 3, "{words:?}: {run:?}");
        assert!(run.stderr.contains(&file), "{words:?}: {run:?}");
        assert!(!shop.home.journal().exists(), "{words:?}");
    };
    let restore_it = ["journal", "restore", copy.to_str().unwrap()];
    // Spoilt: a new one is meant, and sends nothing.
    fs::write(&witness, "").unwrap();
    is_refused(&["journal", "init"]);
    is_refused(&restore_it);
    assert_eq!(shop.run(&["journal", "init", "--anew"]).code, 0);
    assert_eq!(shop.issue("5.00").code, 3);
    lose(&shop);
    // What cannot be opened is not even spoilt.
    fs::remove_file(&witness).unwrap();
    fs::create_dir(&witness).unwrap();
    is_refused(&["journal", "init"]);
    is_refused(&["journal", "init", "--anew"]);
    is_refused(&restore_it);
    fs::remove_dir(&witness).unwrap();
    fs::write(&witness, "").unwrap();
    let meant = restore(&shop, &copy, &["--forget-open"]);
    assert_eq!(meant.code, 0, "{meant:?}");
    assert_eq!(shop.issue("5.00").json()["cause"], "twin");
    assert_eq!(shop.executed(), 1);
}

#[test]
fn no_new_journal_is_in_place_where_its_marks_cannot_be_made() {
    let shop = Shop::new();
    assert_eq!(shop.issue("5.00").code, 0);
    lose(&shop);
    let lock = shop.witness_folder().join("lock");
    fs::remove_file(&lock).unwrap();
    fs::create_dir(&lock).unwrap();
    let failed = shop.run(&["journal", "init", "--anew"]);
    assert_eq!(failed.code, 3, "{failed:?}");
    assert!(failed.stderr.contains("cannot be noted"), "{failed:?}");
    assert!(!shop.home.journal().exists());
    assert_eq!(shop.issue("5.00").code, 3);
    fs::remove_dir(&lock).unwrap();
    assert_eq!(shop.run(&["journal", "init", "--anew"]).code, 0);
    assert_eq!(shop.issue("5.00").code, 3);
    assert_eq!(shop.executed(), 1);
}
