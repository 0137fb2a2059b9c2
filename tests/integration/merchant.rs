//! Who a merchant is does not hang on credential, address or spelling.

use crate::support::sandbox::{KEY, PAYMENT, Run};
use crate::support::stub::agree;
use crate::support::{Act, Sandbox, Stub};

fn profile(name: &str, url: &str, app_code: &str, more: &str) -> String {
    format!(
        "[profiles.{name}]\nenvironment = \"custom\"\nbase_url = \"{url}\"\napp_code = \"{app_code}\"\nclient_key = \"{KEY}\"\ncurrency = \"HKD\"\n{more}\n"
    )
}

fn issue(sandbox: &Sandbox, profile: &str, more: &[&str]) -> Run {
    let mut arguments = vec!["issue", PAYMENT, "--yes", "--output", "json"];
    arguments.extend(["--profile", profile]);
    arguments.extend(more);
    sandbox.run(&arguments)
}

const TWENTY: [&str; 4] = ["--amount", "12.50", "--reference", "R-1"];

#[test]
fn another_spelling_of_the_address_is_the_same_merchant() {
    let stub = Stub::start(vec![agree("0000")]);
    let sandbox = Sandbox::new();
    sandbox.write_config(&profile("shop", &stub.url(), "APP-1", ""));
    let first = issue(&sandbox, "shop", &TWENTY);
    assert_eq!(first.code, 0, "{first:?}");
    let other = stub.url().replace("127.0.0.1", "localhost");
    sandbox.write_config(&profile("shop", &other, "APP-1", ""));
    let again = issue(&sandbox, "shop", &TWENTY);
    assert_eq!((again.code, stub.connections()), (0, 1), "{again:?}");
    assert_eq!(again.json()["replayed"], true);
    assert_eq!(again.json()["out_trade_no"], first.json()["out_trade_no"]);
}

#[test]
fn a_renewed_app_code_sends_nothing_until_somebody_has_said_whose_it_is() {
    let bare = "with app code APP-1 and no mchid (custom)";
    let with_mchid = "with app code APP-1 and mchid M1 (custom)";
    for (before, after, was, is) in [
        (
            ("APP-1", ""),
            ("APP-2", ""),
            bare,
            "with app code APP-2 and no mchid (custom)",
        ),
        (("APP-1", ""), ("APP-1", "mchid = \"M1\""), bare, with_mchid),
        (("APP-1", "mchid = \"M1\""), ("APP-1", ""), with_mchid, bare),
        (
            ("APP-1", ""),
            ("APP-1", "merchant = \"shop\""),
            bare,
            "`shop` (custom)",
        ),
    ] {
        let stub = Stub::start(vec![agree("0000"), Act::CloseAfterReading]);
        let sandbox = Sandbox::new();
        let config = |(app_code, more)| profile("shop", &stub.url(), app_code, more);
        sandbox.write_config(&config(before));
        let first = issue(&sandbox, "shop", &TWENTY);
        let open = issue(
            &sandbox,
            "shop",
            &["--amount", "1.50", "--reference", "R-2"],
        );
        assert_eq!((first.code, open.code), (0, 6), "{open:?}");
        sandbox.write_config(&config(after));
        let held = issue(&sandbox, "shop", &TWENTY);
        assert_eq!((held.code, stub.connections()), (3, 2), "{held:?}");
        let resolve = sandbox.run(&["resolve", "--profile", "shop"]);
        for said in [
            &format!("now names the merchant {is}"),
            &format!("its refunds in the journal are of the merchant {was}"),
            "wait to be resolved: 1",
            "qfrefund journal adopt-merchant --same --profile shop",
        ] {
            let words = resolve.stderr.split_whitespace().collect::<Vec<_>>();
            assert!(words.join(" ").contains(said), "{said}: {resolve:?}");
            assert!(held.stderr.contains(said), "{said}: {held:?}");
        }
        assert_eq!(resolve.code, 3, "{resolve:?}");
        // Whoever only reads still sees what there is.
        let history = sandbox.run(&["history", "--profile", "shop", "--output", "jsonl"]);
        assert_eq!((history.code, history.stdout.lines().count()), (0, 2));
        let number = open.json()["out_trade_no"].as_str().unwrap().to_owned();
        assert_eq!(sandbox.run(&["show", &number, "--profile", "shop"]).code, 0);
        // Nobody there to ask.
        let unsaid = sandbox.run(&["journal", "adopt-merchant", "--profile", "shop"]);
        assert_eq!(unsaid.code, 2, "{unsaid:?}");
        let adopt = ["journal", "adopt-merchant", "--same", "--profile", "shop"];
        let adopted = sandbox.run(&[&adopt[..], &["--note", "renewed"]].concat());
        assert_eq!(adopted.code, 0, "{adopted:?}");
        let again = issue(&sandbox, "shop", &TWENTY);
        assert_eq!((again.code, stub.connections()), (0, 2), "{again:?}");
        assert_eq!(again.json()["replayed"], true);
        assert_eq!(again.json()["out_trade_no"], first.json()["out_trade_no"]);
        // What was open is looked up with the new credentials.
        let resolve = sandbox.run(&["resolve", "--profile", "shop", "--output", "json"]);
        assert!(resolve.stdout.contains(&number), "{resolve:?}");
        let verify = sandbox.run(&["journal", "verify", "--profile", "shop"]);
        assert_eq!(verify.code, 0, "{verify:?}");
    }
}

#[test]
fn another_merchant_under_the_old_name_begins_anew() {
    let stub = Stub::start(vec![agree("0000"), agree("0000")]);
    let sandbox = Sandbox::new();
    sandbox.write_config(&profile("shop", &stub.url(), "APP-1", ""));
    assert_eq!(issue(&sandbox, "shop", &TWENTY).code, 0);
    sandbox.write_config(&profile("shop", &stub.url(), "APP-2", ""));
    let adopt = ["journal", "adopt-merchant", "--other", "--profile", "shop"];
    assert_eq!(sandbox.run(&adopt).code, 0);
    let more = ["--amount", "3.00", "--reference", "R-1"];
    let other = issue(&sandbox, "shop", &more);
    // It is sent, and stays open: the stub speaks of the first refund.
    assert_eq!((other.code, stub.connections()), (6, 2), "{other:?}");
    assert_eq!(other.json()["replayed"], false);
}

#[test]
fn open_refunds_of_a_merchant_without_a_profile_stay_in_sight_and_can_be_taken_in() {
    let stub = Stub::start(vec![Act::CloseAfterReading, agree("0000")]);
    let sandbox = Sandbox::new();
    sandbox.write_config(&profile("old", &stub.url(), "APP-1", ""));
    let open = issue(&sandbox, "old", &TWENTY);
    assert_eq!(open.code, 6, "{open:?}");
    let number = open.json()["out_trade_no"].as_str().unwrap().to_owned();
    sandbox.write_config(&profile("new", &stub.url(), "APP-2", ""));
    let paid = "20260105000200020000000009";
    let own = sandbox.run(&[
        "issue",
        paid,
        "--amount",
        "2.00",
        "--yes",
        "--profile",
        "new",
    ]);
    assert_eq!((own.code, stub.connections()), (6, 2), "{own:?}");
    let flat = |run: &Run| run.stderr.split_whitespace().collect::<Vec<_>>().join(" ");
    let resolve = sandbox.run(&["resolve", "--all", "--profile", "new"]);
    let said = flat(&resolve);
    assert!(said.contains("refunds of the merchant with app code APP-1 and no mchid (custom), made with profile `old` and named by no profile any more, wait to be resolved: 1"), "{said}");
    assert!(!said.contains("nothing waits"), "{said}");
    let adopt = "qfrefund journal adopt-merchant --of \"custom APP-1 -\" --same --profile new";
    assert!(said.contains(adopt), "{said}");
    let one = flat(&sandbox.run(&["resolve", &number, "--profile", "new"]));
    assert!(one.contains(adopt), "{one}");
    let all = sandbox.run(&["history", "--every-profile", "--profile", "new"]);
    assert!(all.stdout.contains(&number), "{all:?}");
    let adopted = sandbox.run(&[
        "journal",
        "adopt-merchant",
        "--of",
        "custom APP-1 -",
        "--same",
        "--profile",
        "new",
        "--output",
        "json",
    ]);
    assert_eq!(adopted.code, 0, "{adopted:?}");
    let keys = &adopted.json()["keys"];
    assert_eq!(
        *keys,
        serde_json::json!(["custom APP-2 -", "custom APP-1 -"])
    );
    let resolve = sandbox.run(&["resolve", "--all", "--profile", "new"]);
    assert!(resolve.stdout.contains(&number), "{resolve:?}");
    let again = issue(&sandbox, "new", &TWENTY);
    assert_eq!(again.json()["replayed"], true, "{again:?}");
    assert_eq!(again.json()["out_trade_no"].as_str(), Some(&*number));
}

#[test]
fn a_profile_that_goes_to_another_environment_forgets_nothing_that_waits() {
    let stub = Stub::start(vec![Act::CloseAfterReading]);
    let sandbox = Sandbox::new();
    let before = profile("shop", &stub.url(), "APP-1", "");
    sandbox.write_config(&before);
    let open = issue(&sandbox, "shop", &TWENTY);
    assert_eq!(open.code, 6, "{open:?}");
    let number = open.json()["out_trade_no"].as_str().unwrap().to_owned();
    let address = format!("base_url = \"{}\"\n", stub.url());
    let after = before
        .replace("\"custom\"", "\"production\"")
        .replace(&address, "");
    sandbox.write_config(&after);
    let said = "its refunds of custom wait to be resolved: 1";
    let refused = issue(&sandbox, "shop", &["--amount", "12.50"]);
    assert_eq!((refused.code, stub.connections()), (3, 1), "{refused:?}");
    assert!(refused.stderr.contains(said), "{refused:?}");
    let resolved = sandbox.run(&["resolve", "--profile", "shop"]);
    assert_eq!(resolved.code, 3, "{resolved:?}");
    assert!(!resolved.stderr.contains("nothing waits"), "{resolved:?}");
    let status = sandbox.run(&["status", "--profile", "shop", "--output", "json"]);
    assert_eq!(status.code, 3, "{status:?}");
    let problem = status.json()["profiles"][0]["problem"].to_string();
    assert!(problem.contains(said), "{problem}");
    // One with another journal does not see them.
    let other = before.replace("profiles.shop", "profiles.old");
    let elsewhere = format!("{other}journal = \"{}\"\n", sandbox.path("b.db").display());
    sandbox.write_config(&(after.clone() + &elsewhere));
    let refused = issue(&sandbox, "shop", &["--amount", "12.50"]);
    assert_eq!((refused.code, stub.connections()), (3, 1), "{refused:?}");
    assert!(
        refused.stderr.contains("and the same journal"),
        "{refused:?}"
    );
    // Another profile that asks for them keeps them in sight, and this one may go on.
    sandbox.write_config(&(after.clone() + &other));
    let status = sandbox.run(&["status", "--profile", "shop", "--output", "json"]);
    assert_eq!(status.code, 0, "{status:?}");
    // So may it when they are settled.
    sandbox.write_config(&before);
    let words = [
        "close",
        &number,
        "--as",
        "written-off",
        "--note",
        "x",
        "--unseen",
        "x",
        "--yes",
    ];
    let closed = sandbox.run(&[&words[..], &["--profile", "shop"]].concat());
    assert_eq!(closed.code, 0, "{closed:?}");
    sandbox.write_config(&after);
    let status = sandbox.run(&["status", "--profile", "shop", "--output", "json"]);
    assert_eq!(status.code, 0, "{status:?}");
}

#[test]
fn profiles_with_one_merchant_name_share_their_references() {
    let stub = Stub::start(vec![agree("0000")]);
    let sandbox = Sandbox::new();
    let named = "merchant = \"mong-kok\"";
    let (a, b) = (
        profile("till-1", &stub.url(), "APP-1", named),
        profile("till-2", &stub.url(), "APP-2", named),
    );
    sandbox.write_config(&format!("{a}{b}"));
    assert_eq!(issue(&sandbox, "till-1", &TWENTY).code, 0);
    let again = issue(&sandbox, "till-2", &TWENTY);
    assert_eq!((again.code, stub.connections()), (0, 1), "{again:?}");
    assert_eq!(again.json()["replayed"], true);
}

#[test]
fn two_profiles_with_two_app_codes_refund_a_payment_once() {
    let stub = Stub::start(vec![agree("0000")]);
    let sandbox = Sandbox::new();
    let (a, b) = (
        profile("a", &stub.url(), "APP-1", ""),
        profile("b", &stub.url(), "APP-2", ""),
    );
    sandbox.write_config(&format!("{a}{b}"));
    assert_eq!(issue(&sandbox, "a", &["--amount", "12.50"]).code, 0);
    let twin = issue(&sandbox, "b", &["--amount", "12.50"]);
    assert_eq!((twin.code, stub.connections()), (8, 1), "{twin:?}");
    assert_eq!(twin.json()["cause"], "twin");
}

#[test]
fn a_reference_asks_for_a_payments_refund_once_under_whatever_merchant() {
    let stub = Stub::start(vec![agree("0000")]);
    let sandbox = Sandbox::new();
    let more = "twin_hours = 0\n";
    let (a, b) = (
        profile("a", &stub.url(), "APP-1", more),
        profile("b", &stub.url(), "APP-2", more),
    );
    sandbox.write_config(&format!("{a}{b}"));
    let asked = ["--amount", "12.50", "--reference", "T-1"];
    assert_eq!(issue(&sandbox, "a", &asked).code, 0);
    // No window of time lets it out again.
    let twin = issue(&sandbox, "b", &asked);
    assert_eq!((twin.code, stub.connections()), (8, 1), "{twin:?}");
    assert_eq!(twin.json()["cause"], "twin");
}
