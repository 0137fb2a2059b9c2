//! `batch`: files that are checked, run, followed and given up.

use super::stage::{Stage, file, screen, terminal};
use std::fmt::Write;

pub const ON_SIMULATOR: &str = "--profile simulator";
pub const RUN: &str = "batch run ~/refunds.csv --profile shop --jobs 1 --wait 0";

/// The payments 1 to 4 of the simulator, HKD 12.01 to 12.04 of each.
pub fn rows(stage: &Stage) {
    let mut rows = "syssn,amount,reason\n".to_owned();
    for row in 1..=4 {
        writeln!(rows, "2026010500020002000000000{row},12.0{row},row {row}").unwrap();
    }
    stage.file("refunds.csv", &rows);
}

/// The rows, and a simulator that plays these faults of refunds.
pub fn shop(stage: &mut Stage, faults: &[&str]) {
    let all: String = faults
        .iter()
        .map(|fault| format!("[[fault]]\non = \"refund\"\n{fault}\n"))
        .collect();
    stage.shop(&all, "rate_limit = \"none\"\n");
    rows(stage);
}

pub const LOST: &str = "do = \"drop-before\"\ntxamt = 1202";
const DECLINED: &str = "do = \"respcd\"\nrespcd = \"1269\"\ntxamt = 1203";
const PENDING: &str = "do = \"pending\"\nenquiries = 9\ntxamt = 1204";
const WRONG_KEY: &str = "do = \"respcd\"\nrespcd = \"1108\"\ntxamt = 1202";

#[test]
fn sample() {
    file("batch-sample", |stage| {
        stage.show("batch sample");
    });
}

#[test]
fn check() {
    screen("batch-check-clean", |stage| {
        rows(stage);
        stage.show(&format!("batch check ~/refunds.csv {ON_SIMULATOR}"));
    });
    screen("batch-check-faults", |stage| {
        let faulty = "syssn,amount\n2.01912E+25,1.00\n20260105000200020000000001,0\n20260105000200020000000002,１２\n20260105000200020000000003,1.00\n20260105000200020000000004\n";
        stage.file("refunds.csv", faulty);
        stage.show(&format!(
            "batch check ~/refunds.csv --faults ~/fix.csv {ON_SIMULATOR}"
        ));
        stage.show_file("fix.csv");
    });
    screen("batch-check-twins", |stage| {
        stage.prepare("issue 20260105000200020000000001 --amount 12.01 --profile simulator --yes");
        rows(stage);
        let twice = std::fs::read_to_string(stage.sandbox().path("refunds.csv")).unwrap();
        stage.file(
            "refunds.csv",
            &format!("{twice}20260105000200020000000004,12.04,row 4\n"),
        );
        stage.show(&format!("batch check ~/refunds.csv {ON_SIMULATOR}"));
    });
    screen("batch-check-limits", |stage| {
        let limits =
            "max_refund = \"12.03\"\nmax_batch_total = \"40.00\"\nmax_day_total = \"30.00\"\n";
        stage.shop_at("http://127.0.0.1:1", limits);
        rows(stage);
        stage.show("batch check ~/refunds.csv --profile shop");
    });
    screen("batch-check-list", |stage| {
        stage.shop("", "max_refund = \"12.02\"\n");
        stage.prepare("issue 20260105000200020000000001 --amount 12.01 --profile shop --yes");
        rows(stage);
        let twice = std::fs::read_to_string(stage.sandbox().path("refunds.csv")).unwrap();
        stage.file(
            "refunds.csv",
            &format!("{twice}20260105000200020000000002,12.02,row 2\n"),
        );
        stage.show("batch check ~/refunds.csv --faults ~/fix.csv --profile shop");
        stage.show_file("fix.csv");
    });
    screen("batch-check-day", |stage| {
        stage.shop("", "max_day_total = \"30.00\"\nrate_limit = \"none\"\n");
        rows(stage);
        stage.show("batch check ~/refunds.csv --profile shop");
        stage.prepare(&format!("{RUN} --yes"));
        stage.show("batch check ~/refunds.csv --profile shop");
    });
    screen("batch-check-name-in-quotes", |stage| {
        stage.file(
            "it is mine.csv",
            "pay,amount\n20260105000200020000000001,1\n",
        );
        stage.show(&format!(
            "batch check '~/it is mine.csv' --column syssn=pay {ON_SIMULATOR}"
        ));
    });
    screen("batch-check-columns", |stage| {
        stage.shop("", "rate_limit = \"none\"\nmchid = \"M1\"\n");
        let row = |stage: &Stage, heading: &str, cell: &str| {
            let text =
                format!("syssn,sum,{heading},note\n20260105000200020000000001,12.01,{cell},late\n");
            stage.file("refunds.csv", &text);
        };
        let more = "--column amount=sum --profile shop";
        row(stage, "refrence", "A-1");
        stage.show(&format!("batch check ~/refunds.csv {more}"));
        row(stage, "txcurrcd,mchid", "JPY,M2");
        stage.show(&format!("batch check ~/refunds.csv {more}"));
        row(stage, "refrence", "A-1");
        stage.show(&format!(
            "batch check ~/refunds.csv --ignore-column refrence {more}"
        ));
        stage.show_typing(
            "no\n",
            &format!("batch run ~/refunds.csv --ignore-column refrence {more}"),
        );
    });
    screen("batch-check-told", |stage| {
        shop(stage, &[DECLINED]);
        stage.prepare(&format!("{RUN} --yes --results ~/results.csv"));
        let results = std::fs::read_to_string(stage.sandbox().path("results.csv")).unwrap();
        let told = format!(
            "{}20260105000200020000000005,1.00,new,N-5,,refunded,0000,,,\n",
            results.replace(",declined,", ",refunded,")
        );
        stage.file("told.csv", &told);
        stage.show("batch check ~/told.csv --profile shop");
        stage.show("batch check ~/told.csv --online --profile shop");
        stage.show("batch run ~/told.csv --yes --profile shop");
        stage.show("batch status ~/told.csv --profile shop");
    });
    screen("batch-check-after-a-run", |stage| {
        shop(stage, &[DECLINED]);
        stage.prepare(&format!("{RUN} --yes"));
        stage.show("batch check ~/refunds.csv --profile shop");
    });
}

#[test]
fn a_file_that_cannot_be_read() {
    terminal("batch-bad-files", |stage| {
        let check = format!("batch check ~/refunds.csv {ON_SIMULATOR}");
        stage.show(&check);
        stage.file("refunds.csv", "");
        stage.show(&check);
        stage.file("refunds.csv", "syssn,amount\n");
        stage.show(&check);
        stage.file("refunds.csv", "payment,sum\n1,2\n");
        stage.show(&check);
        stage.file("refunds.csv", "Refunds\n\npayment,sum\n1,2\n");
        stage.show(&format!(
            "{check} --column syssn=payment --column amount=sum"
        ));
        stage.file("refunds.csv", "syssn,amount,amount\n1,2,3\n");
        stage.show(&check);
        stage.file("refunds.csv", "syssn,amount\n\"1,2\n");
        stage.show(&check);
        stage.show(&format!("{check} --column colour=red"));
    });
}

#[test]
fn run_that_refunds_every_row() {
    screen("batch-run", |stage| {
        shop(stage, &[]);
        stage.show(&format!("{RUN} --yes --results ~/results.csv"));
        stage.show_file("results.csv");
    });
    screen("batch-run-again", |stage| {
        shop(stage, &[]);
        stage.prepare(&format!("{RUN} --yes"));
        stage.show(&format!("{RUN} --yes"));
    });
}

#[test]
fn run_that_ends_mixed() {
    screen("batch-run-mixed", |stage| {
        shop(stage, &[LOST, DECLINED, PENDING]);
        stage.show(&format!(
            "{RUN} --yes --keep-going --results ~/results.jsonl"
        ));
        stage.show_file("results.jsonl");
    });
    file("batch-run-jsonl", |stage| {
        shop(stage, &[LOST, DECLINED, PENDING]);
        stage.show(&format!("{RUN} --yes --keep-going --output jsonl"));
    });
}

#[test]
fn run_that_ends_declined() {
    screen("batch-run-declined", |stage| {
        shop(stage, &[DECLINED]);
        stage.show(&format!("{RUN} --yes --results ~/results.csv"));
        stage.show_file("results.csv");
    });
}

#[test]
fn run_that_a_rule_keeps_from_its_rows() {
    screen("batch-run-kept", |stage| {
        let payment = "20260105000200020000000010";
        stage.prepare(&format!(
            "issue {payment} --amount 90.00 {ON_SIMULATOR} --yes"
        ));
        stage.file("more.csv", &format!("syssn,amount\n{payment},20.00\n"));
        let run = format!("batch run ~/more.csv {ON_SIMULATOR} --yes");
        stage.show(&format!("{run} --no-preflight"));
    });
}

#[test]
fn run_that_halts() {
    screen("batch-run-halted-mixed", |stage| {
        shop(
            stage,
            &["do = \"respcd\"\nrespcd = \"1269\"\ntxamt = 1201", LOST],
        );
        stage.show(&format!("{RUN} --yes"));
    });
    screen("batch-run-halted-unknown", |stage| {
        shop(stage, &[LOST]);
        stage.show(&format!("{RUN} --yes"));
    });
    screen("batch-run-halted-key", |stage| {
        shop(stage, &[WRONG_KEY]);
        stage.show(&format!("{RUN} --yes"));
    });
    screen("batch-run-halted-day", |stage| {
        stage.shop("", "max_day_total = \"30.00\"\nrate_limit = \"none\"\n");
        rows(stage);
        stage.show(&format!("{RUN} --yes"));
    });
    screen("batch-run-no-connection", |stage| {
        stage.shop_at("http://127.0.0.1:1", "rate_limit = \"none\"\n");
        rows(stage);
        // Quiet: how far the rows are when a line of progress is due is up to the threads.
        stage.show(&format!("{RUN} --yes --quiet"));
    });
    screen("batch-run-pause", |stage| {
        shop(stage, &[]);
        stage.later(11 * 60 + 40);
        stage.show(&format!("{RUN} --yes"));
    });
}

#[test]
fn run_that_asks() {
    terminal("batch-prompt-confirmed", |stage| {
        shop(stage, &[]);
        stage.show_typing("4\n", RUN);
    });
    terminal("batch-prompt-stopped", |stage| {
        shop(stage, &[]);
        stage.show_typing("yes\n", RUN);
    });
    terminal("batch-prompt-of-the-rest", |stage| {
        shop(stage, &["do = \"drop-before\"\ntxamt = 1202\ntimes = 1"]);
        stage.prepare(&format!("{RUN} --yes"));
        stage.show_typing("2\n", RUN);
    });
    screen("batch-run-not-confirmed", |stage| {
        shop(stage, &[]);
        stage.show(&format!("{RUN} --no-input"));
    });
    screen("batch-run-expected-otherwise", |stage| {
        shop(stage, &[]);
        stage.show(&format!("{RUN} --expect-count 3 --expect-total HKD=36.06"));
        let two = "--expect-count 4 --expect-total HKD=48.10 --expect-total JPY=10";
        stage.show(&format!("{RUN} {two}"));
    });
    screen("batch-run-one-row", |stage| {
        shop(stage, &[]);
        stage.file(
            "refunds.csv",
            "syssn,amount\n20260105000200020000000001,12.01\n",
        );
        stage.show("batch check ~/refunds.csv --profile shop");
        stage.show(&format!("{RUN} --expect-count 2 --expect-total HKD=12.01"));
        stage.show(&format!("{RUN} --yes"));
    });
    screen("batch-run-expected", |stage| {
        shop(stage, &[]);
        stage.show(&format!(
            "{RUN} --expect-count 4 --expect-total HKD=48.10 --no-input"
        ));
    });
}

#[test]
fn run_that_is_refused() {
    screen("batch-run-faults", |stage| {
        shop(stage, &[]);
        stage.file("refunds.csv", "syssn,amount\n2.01912E+25,1.00\n");
        stage.show(&format!("{RUN} --yes"));
    });
    screen("batch-run-twins", |stage| {
        shop(stage, &[]);
        stage.prepare("issue 20260105000200020000000001 --amount 12.01 --profile shop --yes");
        stage.show(&format!("{RUN} --yes"));
    });
    screen("batch-run-twins-skipped", |stage| {
        shop(stage, &[]);
        stage.prepare("issue 20260105000200020000000001 --amount 12.01 --profile shop --yes");
        stage.show(&format!("{RUN} --yes --skip-twins --results ~/results.csv"));
        stage.show_file("results.csv");
    });
    terminal("batch-run-bad-values", |stage| {
        shop(stage, &[]);
        stage.show(&format!("{RUN} --yes --results ~/refunds.csv"));
        stage.show("batch check ~/refunds.csv --faults ~/refunds.csv --profile shop");
        stage.show(&format!("{RUN} --yes --results ~/nowhere/results.csv"));
        stage.show(&format!("{RUN} --yes --results ~/results.txt"));
        stage.show(&format!("{RUN} --yes --rate-limit fast"));
        stage.show(&format!("{RUN} --expect-count 4 --expect-total hkd=48.10"));
    });
}

#[test]
fn status() {
    screen("batch-status", |stage| {
        shop(stage, &[LOST, DECLINED, PENDING]);
        stage.prepare(&format!("{RUN} --yes --keep-going"));
        stage.show("batch status ~/refunds.csv --profile shop");
    });
    screen("batch-status-done", |stage| {
        shop(stage, &[]);
        stage.prepare(&format!("{RUN} --yes"));
        stage.show("batch status ~/refunds.csv --profile shop");
    });
    screen("batch-status-never-run", |stage| {
        rows(stage);
        stage.show(&format!("batch status ~/refunds.csv {ON_SIMULATOR}"));
    });
}

#[test]
fn cancel() {
    const CANCEL: &str = "batch cancel ~/refunds.csv --note 'wrong file' --profile shop";
    screen("batch-cancel", |stage| {
        shop(stage, &[LOST]);
        stage.prepare(&format!("{RUN} --yes"));
        stage.show(&format!("{CANCEL} --yes"));
        stage.show(&format!("{RUN} --yes"));
    });
    screen("batch-cancel-nothing", |stage| {
        shop(stage, &[]);
        stage.prepare(&format!("{RUN} --yes"));
        stage.show(&format!("{CANCEL} --yes"));
    });
    terminal("batch-cancel-prompt", |stage| {
        shop(stage, &[LOST]);
        stage.prepare(&format!("{RUN} --yes"));
        stage.show_typing("no\n", CANCEL);
        stage.show_typing("2\n", CANCEL);
    });
    screen("batch-cancel-not-confirmed", |stage| {
        shop(stage, &[LOST]);
        stage.prepare(&format!("{RUN} --yes"));
        stage.show(&format!("{CANCEL} --no-input"));
    });
    screen("batch-cancel-never-run", |stage| {
        shop(stage, &[]);
        stage.show(&format!("{CANCEL} --yes"));
    });
}

#[test]
fn list_and_cancel_without_the_file() {
    screen("batch-list", |stage| {
        stage.show("batch list --profile simulator");
        shop(stage, &[LOST]);
        stage.prepare(&format!("{RUN} --yes"));
        stage.show("batch list --profile shop");
        stage.show("history --state planned --profile shop");
        stage.show("resolve --profile shop");
    });
    screen("batch-cancel-by-identity", |stage| {
        shop(stage, &[LOST]);
        let ran = stage.prepare(&format!("{RUN} --yes"));
        let batch = ran["batch"].as_str().unwrap()[..12].to_owned();
        let cancel = format!("batch cancel --batch {batch} --note lost --yes --profile shop");
        stage.show(&cancel);
        stage.show(&cancel);
        stage.show("batch list --profile shop");
    });
    file("batch-cancel-which", |stage| {
        stage.show("batch cancel --batch 012345678901 --note x --profile simulator");
        stage.show("batch cancel --note x --profile simulator");
        stage.show("batch cancel ~/refunds.csv --batch 012345 --note x --profile simulator");
    });
}
