//! No command at a terminal: where things stand.

use super::config::SHOP;
use super::stage::{file, terminal};

fn fault(more: &str) -> String {
    format!("[[fault]]\non = \"refund\"\n{more}\n")
}

#[test]
fn nothing_is_set_up() {
    terminal("welcome-none", |stage| {
        stage.show("");
    });
}

#[test]
fn something_waits() {
    terminal("welcome-waits", |stage| {
        stage.shop(&fault("do = \"drop-after\""), "");
        stage.prepare("issue 20260105000200020000000001 --profile shop --yes --amount 12.50");
        stage.later(90);
        stage.show("");
    });
}

#[test]
fn nothing_waits() {
    terminal("welcome-nothing-waits", |stage| {
        stage.shop("", "");
        stage.prepare("issue 20260105000200020000000001 --profile shop --yes --amount 12.50");
        stage.show("");
    });
}

#[test]
fn what_cannot_be_used() {
    terminal("welcome-no-journal", |stage| {
        stage.sandbox().write_config(SHOP);
        std::fs::remove_dir_all(stage.sandbox().path(".local")).unwrap();
        stage.show("");
    });
    terminal("welcome-config", |stage| {
        stage.sandbox().write_config(&format!("{SHOP}timeout = \n"));
        stage.show("");
    });
}

#[test]
fn a_script_that_names_no_command_has_a_fault() {
    file("welcome-script", |stage| {
        assert_eq!(stage.show("--profile simulator").code, 2);
    });
}
