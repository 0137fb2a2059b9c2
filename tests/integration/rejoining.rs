//! What an older copy lacks is noticed whoever asks, and `journal rejoin` tells apart what it finds.

use crate::restoring::{PAYMENT, Shop};
use crate::support::sandbox::profile;
use std::fs;

#[test]
fn an_older_copy_is_noticed_for_another_merchant_too() {
    let shop = Shop::new();
    assert_eq!(shop.issue("1.00").code, 0);
    let copy = shop.copy();
    assert_eq!(shop.issue("5.00").code, 0);
    shop.put_back(&copy);
    shop.home.write_config(&profile(
        &shop.gateway.url,
        "clearing_pause = false\nmerchant = \"other\"\n",
    ));
    assert_eq!(shop.run(&["journal", "adopt-merchant", "--other"]).code, 0);
    for _ in 0..2 {
        let refused = shop.issue("9.00");
        assert_eq!(refused.code, 3, "{refused:?}");
        assert!(
            refused.stderr.contains("has gone back in time"),
            "{refused:?}"
        );
    }
    assert_eq!(shop.executed(), 2);
    let rejoined = shop.run(&["journal", "rejoin"]);
    assert_eq!(rejoined.code, 0, "{rejoined:?}");
    let entered = rejoined.json()["entered"].clone();
    assert_eq!(entered[0]["txamt"], 500, "{entered}");
    let issued = shop.issue("9.00");
    assert_eq!(issued.code, 0, "{issued:?}");
    assert_eq!(shop.executed(), 3);
}

#[test]
fn an_older_copy_is_noticed_for_a_profile_that_is_used_for_the_first_time() {
    let shop = Shop::new();
    assert_eq!(shop.issue("1.00").code, 0);
    let copy = shop.copy();
    assert_eq!(shop.issue("5.00").code, 0);
    let first = profile(&shop.gateway.url, "clearing_pause = false\n");
    let new = profile(&shop.gateway.url, "merchant = \"new\"\n");
    let new = new.replace("profiles.stub", "profiles.new");
    shop.home.write_config(&(first + &new));
    let issue = |amount: &str| {
        let line = format!("issue {PAYMENT} --amount {amount} --yes --profile new --output json");
        shop.home.run(&line.split(' ').collect::<Vec<_>>())
    };
    // A journal in which nothing is missing takes in whoever comes.
    assert_eq!(issue("2.00").code, 0);
    for entry in fs::read_dir(shop.witness_folder()).unwrap() {
        let path = entry.unwrap().path();
        let text = fs::read_to_string(&path).unwrap();
        // Nothing was seen of the new one: as on the day when it is used for the first time.
        if text.contains("seen 00000000000000000009") {
            fs::remove_file(path).unwrap();
        }
    }
    shop.put_back(&copy);
    let refused = issue("3.00");
    assert_eq!(refused.code, 3, "{refused:?}");
    assert!(
        refused.stderr.contains("has gone back in time"),
        "{refused:?}"
    );
    assert_eq!(shop.executed(), 3);
    // What was seen for another cannot be read: it is not taken for absent.
    let witness = shop.witness();
    fs::write(&witness, "spoilt").unwrap();
    let refused = issue("3.00");
    assert_eq!(refused.code, 3, "{refused:?}");
    assert!(refused.stderr.contains("cannot be read"), "{refused:?}");
}
