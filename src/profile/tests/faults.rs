//! Every fault is one error that names file, line, column, what is wrong and the remedy.

use super::super::RateLimit;
use super::super::keys::PROFILE;
use super::{GOOD, fault, parse, shop, with};
use crate::gateway::environment::Environment;
use crate::gateway::signature::SignType;
use crate::gateway::transport::Roots;
use std::path::Path;
use std::time::Duration;

fn allowed() -> String {
    format!("Allowed: {}.", PROFILE.map(|key| key.name).join(", "))
}

#[test]
fn a_small_profile_gets_the_defaults() {
    let profile = shop(GOOD).unwrap();
    assert_eq!(profile.name(), "shop");
    assert_eq!(profile.environment(), Environment::Sandbox);
    assert_eq!(
        profile.base_url().unwrap().as_str(),
        "https://openapi-int.qfapi.com"
    );
    assert_eq!((profile.app_code(), profile.mchid()), ("APP", None));
    assert_eq!(profile.currency().code(), "HKD");
    assert_eq!(profile.sign_type(), SignType::Md5);
    assert_eq!(
        profile.key_source().describe(),
        "environment variable `KEY`"
    );
    assert_eq!((profile.roots(), profile.proxy()), (&Roots::System, None));
    assert_eq!(profile.timeout(), Duration::from_secs(60));
    assert_eq!(profile.rate_limit(), RateLimit::DEFAULT);
    assert_eq!(profile.journal(), None);
    assert!(!profile.named());
}

#[test]
fn a_full_profile_says_everything() {
    let profile = shop(
        r#"
        [profiles.shop]
        environment = "custom"
        base_url = "https://GW.example:8443/"
        app_code = "APP"
        client_key_command = ["~/bin/key", "a b"]
        mchid = "ZaMVg12345"
        merchant = "mong-kok.1"
        currency = "JPY"
        sign_type = "SHA256"
        ca_file = "~/ca.pem"
        proxy = "http://proxy.example:3128"
        timeout = 600
        journal = "/var/j.db"
        journal_file_system = "fuse.sshfs"
        rate_limit = "none"
        "#,
    )
    .unwrap();
    assert_eq!(profile.environment(), Environment::Custom);
    assert_eq!(
        profile.base_url().unwrap().as_str(),
        "https://gw.example:8443"
    );
    assert_eq!(
        profile.key_source().describe(),
        "command `/home/ann/bin/key`"
    );
    assert_eq!(profile.mchid(), Some("ZaMVg12345"));
    assert_eq!(profile.merchant_name(), Some("mong-kok.1"));
    assert_eq!(profile.currency().code(), "JPY");
    assert_eq!(profile.sign_type(), SignType::Sha256);
    assert_eq!(profile.roots(), &Roots::File("/home/ann/ca.pem".into()));
    assert_eq!(
        profile.proxy().unwrap().as_str(),
        "http://proxy.example:3128"
    );
    assert_eq!(profile.timeout(), Duration::from_secs(600));
    assert_eq!(profile.journal(), Some(Path::new("/var/j.db")));
    assert_eq!(profile.journal_file_system(), Some("fuse.sshfs"));
    assert_eq!(profile.rate_limit(), RateLimit::None);
    let bundled = shop(&with("roots = \"bundled\"")).unwrap();
    assert_eq!(bundled.roots(), &Roots::Bundled);
}

#[test]
fn unknown_keys_and_wrong_types() {
    fault(
        &with("app_cod = \"x\""),
        "c.toml:7:1: unknown key `app_cod`",
        &format!("Did you mean `app_code`? {}", allowed()),
    );
    fault(
        &with("colour = \"x\""),
        "c.toml:7:1: unknown key `colour`",
        &allowed(),
    );
    for (line, problem, sample) in [
        (
            "timeout = \"60\"",
            "7:1: `timeout` is text in quotes, not a whole number",
            "timeout = 60",
        ),
        (
            "timeout = 1.5",
            "7:1: `timeout` is a number with a point, not a whole number",
            "timeout = 60",
        ),
        (
            "currency = 344",
            "6:1: `currency` is a whole number, not text in quotes",
            "currency = \"HKD\"",
        ),
        (
            "currency = true",
            "6:1: `currency` is true or false, not text in quotes",
            "currency = \"HKD\"",
        ),
        (
            "currency.code = \"HKD\"",
            "7:1: `currency` is a table, not text in quotes",
            "currency = \"HKD\"",
        ),
        (
            "mchid = 2020-01-01",
            "7:1: `mchid` is a date or time, not text in quotes",
            "mchid = \"…\"",
        ),
        (
            "client_key_command = \"pass show\"",
            "7:1: `client_key_command` is text in quotes, not a list of texts",
            "client_key_command = [\"pass\", \"show\", \"qfpay/shop-hk\"]",
        ),
        (
            "client_key_command = [\"a\", 1]",
            "7:1: `client_key_command` is a list with something else in it, not a list of texts",
            "client_key_command = [\"pass\", \"show\", \"qfpay/shop-hk\"]",
        ),
    ] {
        let text = if line.starts_with("currency.") {
            with(line).replace("currency = \"HKD\"\n", "\n")
        } else {
            with(line)
        };
        fault(
            &text,
            &format!("c.toml:{problem}"),
            &format!("Write it like this: {sample}"),
        );
    }
}

#[test]
fn empty_values_are_refused_everywhere() {
    for key in PROFILE {
        let value = match key.name {
            "timeout"
            | "twin_hours"
            | "preflight"
            | "clearing_pause"
            | "require_reply_signature" => {
                continue;
            }
            "client_key_command" | "full_only" | "columns" | "ignore_columns" => "[]",
            "refund_days" => "{}",
            _ => "\"\"",
        };
        for value in [value, &value.replace("\"\"", "\" \\t\"")] {
            let text = with(&format!("{} = {value}", key.name));
            let error = shop(&text).unwrap_err();
            assert_eq!(error.problem, format!("`{}` is empty", key.name));
        }
    }
}

#[test]
fn required_keys_are_named_with_their_remedy() {
    for (key, hint) in [
        (
            "environment",
            "Add a line like environment = \"sandbox\" (production, live-testing, sandbox or custom).",
        ),
        (
            "app_code",
            "Add a line like app_code = \"…\" (the app code QFPay issued).",
        ),
        (
            "currency",
            "Add a line like currency = \"HKD\" (the currency the merchant is paid in).",
        ),
    ] {
        let text = GOOD.lines().filter(|line| !line.starts_with(key));
        let text: String = text.map(|line| format!("{line}\n")).collect();
        let problem = format!("c.toml:2:11: the profile `shop` has no `{key}`");
        fault(&text, &problem, hint);
    }
}

#[test]
fn there_is_exactly_one_source_of_the_key() {
    fault(
        &GOOD.replace("client_key_env = \"KEY\"\n", ""),
        "c.toml:2:11: the profile `shop` does not say where its client key is",
        "Add one of: client_key_keyring, client_key_command, client_key_file, client_key_env, client_key.",
    );
    fault(
        &with("client_key_file = \"/k\""),
        "c.toml:7:1: `client_key_file` is a second source of the client key; line 5 has `client_key_env`",
        "Keep the one that is right and remove the other.",
    );
}

#[test]
fn what_stands_outside_the_profiles_must_be_known() {
    for (text, problem, hint) in [
        (
            "default_profil = \"x\"",
            "1:1: unknown key `default_profil` outside every profile",
            "Did you mean `default_profile`? Allowed: default_profile, profiles.",
        ),
        (
            "\n app_code = \"x\"",
            "2:2: unknown key `app_code` outside every profile",
            "`app_code` belongs to a profile: put it under [profiles.NAME].",
        ),
        (
            "[shop]\napp_code = \"x\"",
            "1:2: unknown key `shop` outside every profile",
            "A profile begins with [profiles.NAME]. Allowed: default_profile = \"simulator\", [profiles.NAME].",
        ),
        (
            "profiles = 1",
            "1:1: `profiles` is a whole number, not a table",
            "Write each profile under [profiles.NAME].",
        ),
        (
            "[[profiles]]\na = 1",
            "1:3: `profiles` is a list, not a table",
            "Write each profile under [profiles.NAME].",
        ),
    ] {
        fault(text, &format!("c.toml:{problem}"), hint);
    }
}

#[test]
fn syntax_errors_have_a_place_and_never_the_line() {
    let see = "See config.example.toml for how a line looks. The line is not shown here: it may hold a key.";
    let half = "The line has full-width or curly characters in it: type =, quotes, brackets and blanks in half-width.";
    for (line, place, hint) in [
        ("a = ", "7:5", see),
        ("client_key = ^%^%", "7:14", see),
        ("client_key = \"^%^%", "7:19", see),
        ("app_code = \"again\"", "7:1", see),
        ("client_key ＝ \"^%^%\"", "7:12", half),
        ("client_key = “^%^%”", "7:14", half),
    ] {
        let error = parse(&format!("{GOOD}{line}")).unwrap_err();
        let told = error.to_string();
        assert!(
            told.starts_with(&format!("c.toml:{place}: not valid TOML: ")),
            "{line}: {told}"
        );
        assert!(!told.contains('^'), "{told}");
        assert_eq!(error.hint(), hint, "{line}");
    }
}
