//! `issue`, and a batch, before anything is sent: what it asks, what it shows instead of sending, and values that it
//! does not take.

use super::batch::{RUN, shop};
use super::stage::{Stage, screen, terminal};
use crate::support::Stub;
use crate::support::sandbox::PAYMENT;
use crate::support::stub::agree;

const ISSUE: &str = "issue 20260105000200020000000001 --amount 12.50";
const ON_SIMULATOR: &str = "--profile simulator --yes";

#[test]
fn dry_run() {
    screen("issue-dry-run", |stage| {
        stage.show(&format!(
            "{ISSUE} --reference CRM-1 --dry-run --profile simulator"
        ));
    });
}

#[test]
fn dry_run_with_the_key() {
    screen("issue-dry-run-key", |stage| {
        stage.show(&format!(
            "{ISSUE} --dry-run --reveal-key --profile simulator"
        ));
    });
}

fn asked(name: &str, typed: &str, more: &str) {
    terminal(name, |stage| {
        let stub = Stub::start(vec![agree("0000")]);
        stage.shop_at(&stub.url(), "");
        let issue = format!("issue {PAYMENT} --amount 12.50 --reference CRM-1 --profile shop");
        stage.show_typing(typed, &format!("{issue}{more}"));
    });
}

#[test]
fn confirmed_at_the_prompt() {
    asked(
        "issue-prompt-confirmed",
        "12.50\n",
        " --reason 'one cup broken'",
    );
}

#[test]
fn stopped_at_the_prompt() {
    asked("issue-prompt-stopped", "y\n", "");
    asked("issue-prompt-ended", "", "");
}

#[test]
fn asked_on_the_simulator() {
    terminal("issue-prompt-simulator", |stage| {
        stage.show_typing("12.50\n", &format!("{ISSUE} --profile simulator"));
    });
}

#[test]
fn nobody_to_confirm() {
    screen("issue-not-confirmed", |stage| {
        stage.shop_at("http://127.0.0.1:1", "");
        stage.show(&format!("{ISSUE} --profile shop --no-input"));
    });
}

fn production(stage: &Stage) {
    let profile = "default_profile = \"shop-hk\"\n[profiles.shop-hk]\nenvironment = \"production\"\napp_code = \"A\"\nclient_key = \"k\"\ncurrency = \"HKD\"\n";
    stage.sandbox().write_config(profile);
}

#[test]
fn real_money_has_to_be_named() {
    screen("issue-production-default", |stage| {
        production(stage);
        stage.show(&format!("{ISSUE} --yes --no-input --no-preflight"));
    });
    terminal("issue-production-prompt", |stage| {
        production(stage);
        stage.show_typing("12.50\n", &format!("{ISSUE} --no-preflight"));
    });
}

#[test]
fn amounts_that_cannot_be_read() {
    terminal("issue-bad-amounts", |stage| {
        for amount in [
            "--amount 0",
            "--amount -1",
            "--amount 1e3",
            "--amount 1,250.00",
            "--amount １２.50",
            "--amount 12.505",
            "--amount 9999999999",
            "--amount ''",
            "--amount HKD12",
            "--txamt 12.50",
            "--txamt -5",
            "--txamt 100000000000",
        ] {
            stage.show(&format!("issue {PAYMENT} {amount} {ON_SIMULATOR}"));
        }
    });
}

#[test]
fn other_values_that_cannot_be_used() {
    terminal("issue-bad-values", |stage| {
        for more in [
            "--out-trade-no a,b",
            "--txdtm 2026-01-05T10:00:00",
            "--out-trade-no x23456789012345678901234567890123456789012345678901234567890123456",
            "--udid 12345678901234567890123456789012345678901",
            "--reference ' x'",
            "--reference 'CRM\u{200b}-1'",
            "--reference '\u{feff}CRM-1'",
            "--reference 'CRM-1\u{202e}'",
            "--reference 'CRM\u{ad}-1'",
            "--reference 'CRM\u{a0}1'",
        ] {
            stage.show(&format!("{ISSUE} {more} {ON_SIMULATOR}"));
        }
        stage.show(&format!("issue 2.01912E+25 --txamt 1250 {ON_SIMULATOR}"));
    });
}

#[test]
fn run_that_tries_again() {
    screen("batch-run-again-declined", |stage| {
        shop(
            stage,
            &["do = \"respcd\"\nrespcd = \"1269\"\ntxamt = 1203\ntimes = 1"],
        );
        stage.prepare(&format!("{RUN} --yes"));
        stage.show_typing("1\n", &format!("{RUN} --retry-declined"));
    });
}
