//! Values that may not be, each with its line and remedy.

use super::{GOOD, env, fault, parse, shop, with};

#[test]
fn environment_and_address_must_agree() {
    let custom = |url: &str| with("environment = \"custom\"") + &format!("base_url = \"{url}\"\n");
    let names = "Allowed: production, live-testing, sandbox, custom.";
    for (text, problem, hint) in [
        (
            with("environment = \"prod\""),
            "3:1: unknown environment `prod`",
            format!("Did you mean `production`? {names}"),
        ),
        (
            with("environment = \"simulator\""),
            "3:1: unknown environment `simulator`",
            names.to_owned(),
        ),
        (
            with("environment = \"Ｓandbox\""),
            "3:1: unknown environment `Ｓandbox`",
            format!("Did you mean `sandbox`? {names}"),
        ),
        (
            with("base_url = \"https://gw.example\""),
            "7:1: `base_url` is given, but the environment `sandbox` has its own",
            "Remove base_url; an address of your own needs environment = \"custom\".".to_owned(),
        ),
        (
            with("environment = \"custom\""),
            "2:11: the environment `custom` needs a `base_url`",
            "Add base_url = \"https://…\", or name one of QFPay's own environments.".to_owned(),
        ),
        (
            custom("http://gw.example"),
            "7:1: `base_url` cannot be used: it is http; outside this machine only https is allowed",
            "Write https:// and the host, or http:// and an address on this machine.".to_owned(),
        ),
        (
            custom("https://u:pw@gw.example"),
            "7:1: `base_url` cannot be used: it has a user name or password in it",
            "Write https:// and the host, or http:// and an address on this machine.".to_owned(),
        ),
        (
            custom("https://OpenAPI-hk.qfapi.com.:443"),
            "7:1: `base_url` is the address of `production`, but the environment is `custom`",
            "Write environment = \"production\" and remove base_url.".to_owned(),
        ),
    ] {
        fault(&text, &format!("c.toml:{problem}"), &hint);
    }
    assert!(shop(&custom("http://127.0.0.1:8080")).is_ok());
    fault(
        &(custom("http://127.0.0.1:8080") + "proxy = \"http://p:1\""),
        "c.toml:8:1: `proxy` is given, but `base_url` is on this machine",
        "Remove proxy: nothing may stand between the tool and this machine.",
    );
}

#[test]
fn values_out_of_bounds() {
    let currencies = "Allowed: AED, AUD, CAD, CNY, EUR, HKD, IDR, JPY, MMK, MYR, SGD, THB, USD.";
    let seconds = "Write a whole number of seconds, for example timeout = 60";
    let issued = "Copy it again exactly as QFPay issued it.";
    let path = "Write the whole path, or begin it with ~/ for your home folder.";
    let long = |key: &str, length| format!("{key} = \"{}\"", "a".repeat(length));
    for (line, problem, hint) in [
        (
            "currency = \"hkd\"",
            "6:1: unknown currency `hkd`",
            &*format!("Did you mean `HKD`? {currencies}"),
        ),
        (
            "currency = \"XXX\"",
            "6:1: unknown currency `XXX`",
            currencies,
        ),
        (
            "sign_type = \"md5\"",
            "7:1: unknown sign_type `md5`",
            "Did you mean `MD5`? Allowed: MD5, SHA256.",
        ),
        (
            "timeout = 0",
            "7:1: `timeout` is not 1 to 600 seconds",
            seconds,
        ),
        (
            "timeout = 601",
            "7:1: `timeout` is not 1 to 600 seconds",
            seconds,
        ),
        (
            "timeout = -1",
            "7:1: `timeout` is not 1 to 600 seconds",
            seconds,
        ),
        (
            "timeout = 99999999999999999999",
            "7:1: `timeout` is not 1 to 600 seconds",
            seconds,
        ),
        (
            "rate_limit = \"400/h\"",
            "7:1: `400/h` is not a rate limit",
            "Write 1/min to 6000/min, 1/s to 100/s, or none.",
        ),
        (
            "rate_limit = \"0/s\"",
            "7:1: `0/s` is not a rate limit",
            "Write 1/min to 6000/min, 1/s to 100/s, or none.",
        ),
        ("mchid = \"a b\"", "7:1: `mchid` has a space in it", issued),
        (
            "mchid = \"１２\"",
            "7:1: `mchid` has a full-width character in it; type it in half-width",
            issued,
        ),
        (
            &long("mchid", 17),
            "7:1: `mchid` is longer than 16 characters",
            issued,
        ),
        (
            "merchant = \"Mong Kok\"",
            "7:1: `merchant` is not 1 to 64 letters, digits, `.`, `_` or `-`",
            "Give it a short name of your own, for example the shop's.",
        ),
        (
            "app_code = \"a\\r\\nX: y\"",
            "4:1: `app_code` has a space in it",
            issued,
        ),
        (
            "app_code = \"a\\r\\n\"",
            "4:1: `app_code` has a line break or another control character in it",
            issued,
        ),
        (
            "app_code = \"é\"",
            "4:1: `app_code` has a character in it that is not ASCII",
            issued,
        ),
        (
            &long("app_code", 65),
            "4:1: `app_code` is longer than 64 characters",
            issued,
        ),
        (
            "roots = \"none\"",
            "7:1: `none` is not a kind of roots",
            "Write roots = \"system\" or \"bundled\"; for a file of your own use ca_file.",
        ),
        (
            "roots = \"system\"\nca_file = \"/ca\"",
            "8:1: `ca_file` and `roots` contradict each other",
            "Keep one: ca_file trusts only the certificates in that file.",
        ),
        (
            "ca_file = \"ca.pem\"",
            "7:1: `ca_file` is a relative path, which would mean another file in every folder",
            path,
        ),
        (
            "journal = \"j.db\"",
            "7:1: `journal` is a relative path, which would mean another file in every folder",
            path,
        ),
        (
            "journal = \"postgresql://u:p@h/d\"",
            "7:1: `journal` is a URL; only the path of a file is understood",
            path,
        ),
        (
            "journal_file_system = \"a disk\"",
            "7:1: `journal_file_system` is not the name of a kind of file system",
            "Write the name in the error that refused it, for example journal_file_system = \"virtiofs\".",
        ),
        (
            "proxy = \"https://p:1\"",
            "7:1: `proxy` does not begin with http://",
            "Write proxy = \"http://HOST:PORT\" and nothing more.",
        ),
    ] {
        fault(&with(line), &format!("c.toml:{problem}"), hint);
    }
    for good in [
        "timeout = 1",
        "timeout = 0x3C",
        "timeout = 6_0",
        &long("app_code", 64),
        &long("mchid", 16),
    ] {
        assert!(shop(&with(good)).is_ok(), "{good}");
    }
    let homeless = parse(&with("journal = \"~/j.db\"")).unwrap();
    assert_eq!(
        homeless.profile("shop", &env(&[])).unwrap_err().to_string(),
        "c.toml:7:1: `journal` begins with ~/, but the environment names no home folder"
    );
}

#[test]
fn names_of_profiles_are_plain_and_simulator_is_taken() {
    let names = "Use 1 to 64 letters, digits, dots, hyphens and underscores.";
    for (head, name, problem, hint) in [
        (
            "[profiles.\"a b\"]",
            "a b",
            "2:11: `a b` cannot be the name of a profile",
            names,
        ),
        (
            "[profiles.\"\"]",
            "",
            "2:11: `` cannot be the name of a profile",
            names,
        ),
        (
            "[profiles.\"舖\"]",
            "舖",
            "2:11: `舖` cannot be the name of a profile",
            names,
        ),
        (
            "[profiles.simulator]",
            "simulator",
            "2:11: the profile `simulator` is built in and cannot be defined",
            "Give this profile another name.",
        ),
    ] {
        let config = parse(&GOOD.replace("[profiles.shop]", head)).unwrap();
        let error = config.profile(name, &env(&[])).unwrap_err();
        assert_eq!(error.to_string(), format!("c.toml:{problem}"));
        assert_eq!(error.hint(), hint);
    }
    fault(
        "[profiles]\nshop = 3",
        "c.toml:2:1: the profile `shop` is a whole number, not a table",
        "Write its keys under [profiles.NAME].",
    );
}
