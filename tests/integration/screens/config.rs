//! What is wrong with a config file or with the source of a key, when a refund needs it.

use super::stage::{Stage, file, screen};
use crate::support::sandbox::{KEY, write_private};
use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt;

/// A profile that lacks nothing.
pub const SHOP: &str = r#"[profiles.shop]
environment = "custom"
base_url = "https://gateway.example"
app_code = "APP"
client_key = "0E32A59A8B454940A2FF390000000000"
currency = "HKD"
"#;

const ISSUE: &str = "issue 20260105000200020000000001 --amount 1.00 --profile shop --yes";

/// A config file that cannot be used, and what is said when a refund needs it.
fn unusable(name: &str, config: &str) {
    screen(name, |stage| {
        stage.sandbox().write_config(config);
        stage.show(ISSUE);
    });
}

#[test]
fn a_config_file_that_is_not_there() {
    screen("config-none", |stage| {
        stage.show("issue 20260105000200020000000001 --amount 1.00");
        stage.show("history --profile shop");
        stage.show("profile list --config ~/absent.toml");
    });
    screen("config-no-default", |stage| {
        stage.sandbox().write_config(SHOP);
        stage.show("history");
    });
}

#[test]
fn a_line_that_is_wrong() {
    for (name, line) in [
        ("config-unknown-key", "tiemout = 5"),
        ("config-bad-value", "timeout = 0"),
        ("config-not-a-number", "timeout = \"5\""),
        ("config-not-toml", "timeout = "),
        ("config-two-keys", "client_key_env = \"K\""),
        ("config-sign-type", "sign_type = \"md5\""),
        ("config-mchid-empty", "mchid = \"\""),
        ("config-ca-file", "ca_file = \"/nonexistent.pem\""),
    ] {
        unusable(name, &format!("{SHOP}{line}\n"));
    }
    let address = "https://gateway.example";
    for (name, from, to) in [
        ("config-currency", "HKD", "HKK"),
        ("config-environment", "custom", "prod"),
        ("config-base-url-of-its-own", "custom", "production"),
        ("config-http", "https", "http"),
        (
            "config-production-address",
            address,
            "https://openapi-hk.qfapi.com",
        ),
        (
            "config-testing-address",
            address,
            "https://TEST-openapi-hk.qfapi.com.:443",
        ),
        ("config-no-app-code", "app_code = \"APP\"\n", ""),
        ("config-no-currency", "currency = \"HKD\"\n", ""),
        ("config-outside", "[profiles.shop]\n", ""),
    ] {
        unusable(name, &SHOP.replace(from, to));
    }
}

/// The profile, with its key from somewhere else.
fn with_key(source: &str) -> String {
    SHOP.replace(&format!("client_key = \"{KEY}\""), source)
}

#[test]
fn a_key_that_cannot_be_had() {
    for (name, source) in [
        ("config-no-key", ""),
        ("config-key-env", r#"client_key_env = "NOT_SET""#),
        ("config-key-file", r#"client_key_file = "~/absent""#),
        ("config-key-folder", r#"client_key_file = "~/""#),
        (
            "config-key-command",
            r#"client_key_command = ["no-such-program"]"#,
        ),
        (
            "config-key-command-failed",
            r#"client_key_command = ["/bin/sh", "-c", "echo KEY; exit 3"]"#,
        ),
        (
            "config-key-two-lines",
            r#"client_key_command = ["/bin/sh", "-c", "printf 'KEY\\nKEY\\n'"]"#,
        ),
        (
            "config-key-empty",
            r#"client_key_command = ["/bin/sh", "-c", "true"]"#,
        ),
    ] {
        unusable(name, &with_key(source));
    }
}

#[test]
fn a_file_that_others_may_read_or_change() {
    fn set_mode(stage: &Stage, name: &str, mode: u32) {
        let path = stage.sandbox().path(name);
        std::fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
    }
    file("config-mode", |stage| {
        let without = with_key("client_key_env = \"K\"");
        for (config, mode) in [
            (SHOP, 0o640),
            (SHOP, 0o604),
            (SHOP, 0o620),
            (&without, 0o664),
            (&without, 0o646),
        ] {
            stage.sandbox().write_config(config);
            set_mode(stage, ".config/qfrefund/config.toml", mode);
            stage.show(ISSUE);
        }
    });
    screen("config-key-file-mode", |stage| {
        let config = with_key("client_key_file = \"~/key\"");
        stage.sandbox().write_config(&config);
        write_private(&stage.sandbox().path("key"), KEY);
        set_mode(stage, "key", 0o644);
        stage.show(ISSUE);
    });
}
