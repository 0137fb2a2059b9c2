//! The commands around the refund: `explain`, `profile`, `simulator`, `completions`, `man`.

use super::config::SHOP;
use super::stage::{Stage, file, screen, terminal};
use crate::support::sandbox::{KEY, write_private};

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
        stage.show("profile check shop-kh");
        stage.show("profile list --profile shop-kh");
        stage.show("history --profile shop-kh");
    });
    screen("profile-init", |stage| {
        stage.show("profile init --no-input");
        stage.show("profile init --no-input");
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
            "somebody's notes\n",
        );
        stage.show("simulator list");
        let issue = "issue 20260105000200020000000001 --amount 1.00 --profile simulator --yes";
        stage.show(issue);
        let ledger = stage
            .sandbox()
            .path(".local/share/qfrefund/simulator.jsonl");
        std::fs::remove_file(&ledger).unwrap();
        std::fs::create_dir(ledger).unwrap();
        stage.show(issue);
        stage.env("HOME", "");
        stage.show(issue);
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
