//! The commands around the refund: `explain`, `profile`, `simulator`, `completions`, `man`; and what
//! is wrong with a config file.

use super::stage::{Stage, file, screen, terminal};
use crate::support::sandbox::{KEY, write_private};
use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt;

const SHOP: &str = "[profiles.shop]\nenvironment = \"custom\"\nbase_url = \"https://gateway.example\"\napp_code = \"APP\"\nclient_key = \"0E32A59A8B454940A2FF390000000000\"\ncurrency = \"HKD\"\n";

#[test]
fn explain() {
    screen("explain", |stage| {
        stage.show("explain 1143 1265");
    });
    screen("explain-unknown", |stage| {
        stage.show("explain 9999");
        stage.show("explain 12");
    });
    file("explain-jsonl", |stage| {
        stage.show("explain 0000 1124 --output jsonl");
    });
}

/// Profiles of every kind, one of which lacks its key.
fn profiles(stage: &Stage) {
    let live = "default_profile = \"shop-hk\"\n[profiles.shop-hk]\nenvironment = \"production\"\napp_code = \"ABCDEFGH\"\nclient_key_env = \"SHOP_KEY\"\ncurrency = \"HKD\"\nmchid = \"MCH-1\"\nmax_refund = \"2000.00\"\nmax_day_total = \"100000.00\"\n";
    let test = "[profiles.shop-test]\nenvironment = \"sandbox\"\napp_code = \"A\"\nclient_key_file = \"~/key\"\ncurrency = \"JPY\"\n";
    write_private(&stage.sandbox().path("key"), KEY);
    stage.sandbox().write_config(&format!("{live}{test}{SHOP}"));
}

#[test]
fn profile() {
    screen("profile-list", |stage| {
        profiles(stage);
        stage.show("profile list");
    });
    screen("profile-list-without-config", |stage| {
        stage.show("profile list");
    });
    for name in ["shop-hk", "shop", "simulator"] {
        screen(&format!("profile-show-{name}"), |stage| {
            profiles(stage);
            stage.show(&format!("profile show {name}"));
        });
    }
    screen("profile-check", |stage| {
        profiles(stage);
        stage.show("profile check");
    });
    screen("profile-check-sound", |stage| {
        profiles(stage);
        stage.show("profile check shop-test");
    });
    screen("profile-not-there", |stage| {
        profiles(stage);
        stage.show("profile show shop-kh");
        stage.show("history --profile shop-kh");
    });
    screen("profile-init", |stage| {
        stage.show("profile init");
        stage.show("profile init");
    });
    screen("profile-set-key", |stage| {
        profiles(stage);
        stage.show("profile set-key shop");
        stage.show("profile set-key shop-kh");
    });
}

#[test]
fn simulator() {
    screen("simulator-list", |stage| {
        stage.prepare("issue 20260105000200020000000001 --amount 1.00 --profile simulator --yes");
        stage.show("simulator list");
    });
    screen("simulator-reset", |stage| {
        stage.prepare("issue 20260105000200020000000001 --amount 1.00 --profile simulator --yes");
        stage.show("simulator reset");
        stage.show("simulator reset");
    });
    terminal("simulator-serve-refused", |stage| {
        stage.show("simulator serve --listen 0.0.0.0:8080");
        stage.show("simulator serve --faults ~/nowhere.toml");
        stage.file(
            "faults.toml",
            "[[fault]]\non = \"refund\"\ndo = \"drop-afer\"\n",
        );
        stage.show("simulator serve --faults ~/faults.toml");
        stage.file("payments.jsonl", "{\"syssn\": \"1\"}\n");
        stage.show("simulator serve --payments ~/payments.jsonl");
    });
    screen("simulator-damaged", |stage| {
        std::fs::create_dir_all(stage.sandbox().path(".local/share/qfrefund")).unwrap();
        stage.file(
            ".local/share/qfrefund/simulator.jsonl",
            "{\"payment\":\nnonsense\n",
        );
        stage.show("simulator list");
    });
}

#[test]
fn completions_and_manual() {
    file("completions-errors", |stage| {
        stage.show("completions tcsh");
        stage.show("completions");
        stage.show("man nonsense");
    });
}

/// A config file that cannot be used, and what is said when a refund needs it.
fn unusable(name: &str, config: &str) {
    screen(name, |stage| {
        stage.sandbox().write_config(config);
        stage.show("issue 20260105000200020000000001 --amount 1.00 --profile shop --yes");
    });
}

#[test]
fn a_config_file_that_cannot_be_used() {
    screen("config-none", |stage| {
        stage.show("issue 20260105000200020000000001 --amount 1.00");
        stage.show("history --profile shop");
        stage.show("profile list --config ~/absent.toml");
    });
    screen("config-no-default", |stage| {
        stage.sandbox().write_config(SHOP);
        stage.show("history");
    });
    screen("config-mode", |stage| {
        stage.sandbox().write_config(SHOP);
        let path = stage.sandbox().path(".config/qfrefund/config.toml");
        std::fs::set_permissions(path, Permissions::from_mode(0o644)).unwrap();
        stage.show("history --profile shop");
    });
    unusable("config-unknown-key", &format!("{SHOP}tiemout = 5\n"));
    unusable("config-bad-value", &format!("{SHOP}timeout = 0\n"));
    unusable("config-not-toml", &format!("{SHOP}timeout = \n"));
    unusable(
        "config-two-keys",
        &format!("{SHOP}client_key_env = \"K\"\n"),
    );
    unusable("config-currency", &SHOP.replace("HKD", "HKK"));
    unusable("config-environment", &SHOP.replace("custom", "prod"));
    unusable("config-http", &SHOP.replace("https", "http"));
    let without_key = SHOP.replace("client_key = \"0E32A59A8B454940A2FF390000000000\"\n", "");
    unusable("config-no-key", &without_key);
    for (name, source) in [
        ("config-key-env", "client_key_env = \"NOT_SET\""),
        ("config-key-file", "client_key_file = \"~/absent\""),
        (
            "config-key-command",
            "client_key_command = [\"no-such-program\"]",
        ),
        (
            "config-key-command-failed",
            "client_key_command = [\"/bin/sh\", \"-c\", \"exit 3\"]",
        ),
    ] {
        unusable(name, &format!("{without_key}{source}\n"));
    }
    unusable(
        "config-ca-file",
        &format!("{SHOP}ca_file = \"/nonexistent.pem\"\n"),
    );
}
