//! `batch check --online`, and rows that stand in the journal from elsewhere.

use super::batch::{LOST, ON_SIMULATOR, RUN, rows, shop};
use super::stage::{Stage, file, screen, terminal};

#[test]
fn check_at_the_gateway() {
    screen("batch-check-online", |stage| {
        rows(stage);
        stage.show(&format!(
            "batch check ~/refunds.csv --online {ON_SIMULATOR}"
        ));
    });
    screen("batch-check-online-refused", |stage| {
        let payments = "syssn,amount\n20260105000200020000000010,60.00\n20260105000200020000000099,1.00\n20260105000200020000000008,1.00\n20260105000200020000000010,50.00\n20260105000200020000000006,1.00\n";
        stage.file("refunds.csv", payments);
        stage.show(&format!(
            "batch check ~/refunds.csv --online {ON_SIMULATOR}"
        ));
    });
    screen("batch-check-online-stopped", |stage| {
        stage.shop_at("http://127.0.0.1:1", "");
        rows(stage);
        stage.show("batch check ~/refunds.csv --online --profile shop");
    });
    let query = |name: &str, fault: &str, more: &str| {
        screen(name, |stage| {
            stage.shop(&format!("[[fault]]\non = \"query\"\n{fault}\n"), more);
            rows(stage);
            stage.show("batch check ~/refunds.csv --online --profile shop");
        });
    };
    let key = "do = \"respcd\"\nrespcd = \"1108\"";
    query("batch-check-online-key", key, "");
    let too_many = "do = \"status\"\nstatus = 429";
    query("batch-check-online-too-many", too_many, "");
    let passing =
        "do = \"status\"\nstatus = 502\nsyssn = \"20260105000200020000000002\"\ntimes = 1";
    query("batch-check-online-passing", passing, "");
    query(
        "batch-check-online-slow",
        passing,
        "rate_limit = \"2/min\"\n",
    );
    screen("batch-check-online-faults", |stage| {
        stage.file(
            "refunds.csv",
            "syssn,amount\n20260105000200020000000001,1.00\n1,x\n",
        );
        stage.show(&format!(
            "batch check ~/refunds.csv --online {ON_SIMULATOR}"
        ));
    });
}

#[test]
fn status_with_a_fresh_result_file() {
    screen("batch-status-results", |stage| {
        shop(stage, &["do = \"drop-after\"\ntxamt = 1202"]);
        stage.prepare(&format!("{RUN} --yes --keep-going --results ~/results.csv"));
        stage.prepare("resolve --profile shop");
        stage.show("batch status ~/refunds.csv --results ~/results.csv --profile shop");
        stage.show_file("results.csv");
    });
}

#[test]
fn what_is_held() {
    screen("batch-check-held", |stage| {
        shop(stage, &[]);
        let orders = "syssn,amount\nORDER-7781,1.00\nORDER-7782,2.00\n2,3.00\n";
        stage.file("refunds.csv", orders);
        stage.show("batch check ~/refunds.csv --profile shop");
        stage.show(&format!("{RUN} --yes"));
    });
}

#[test]
fn rows_of_elsewhere() {
    screen("batch-elsewhere", |stage| {
        shop(stage, &[LOST]);
        let referenced = "syssn,amount,reference\n20260105000200020000000001,12.01,R-1\n20260105000200020000000002,12.02,R-2\n20260105000200020000000003,12.03,R-3\n";
        stage.file("old.csv", referenced);
        stage.prepare("batch run ~/old.csv --profile shop --jobs 1 --wait 0 --yes");
        let more = format!("{referenced}20260105000200020000000004,12.04,R-4\n");
        stage.file("refunds.csv", &more);
        stage.show("batch status ~/refunds.csv --profile shop");
        stage.show(&format!("{RUN} --yes"));
        stage.show("batch status ~/old.csv --profile shop");
    });
}

/// Rows 1 to `last`, each with its reference.
fn referenced(stage: &Stage, name: &str, last: usize) {
    let row = |row| format!("2026010500020002000000000{row},12.0{row},R-{row}\n");
    let rows: String = (1..=last).map(row).collect();
    stage.file(name, &format!("syssn,amount,reference\n{rows}"));
}

const ISSUE: &str = "issue 20260105000200020000000001 --amount 12.01 --profile shop --yes";

#[test]
fn rows_that_were_never_written_down() {
    screen("batch-never-written", |stage| {
        shop(stage, &[]);
        stage.prepare(&format!("{ISSUE} --reference R-1"));
        referenced(stage, "refunds.csv", 3);
        stage.show("batch status ~/refunds.csv --profile shop");
        stage.show("batch cancel ~/refunds.csv --note x --yes --profile shop");
    });
}

#[test]
fn a_reference_of_another_refund() {
    file("batch-reference-used", |stage| {
        shop(stage, &[]);
        stage.prepare(&format!("{ISSUE} --reference R-1"));
        for row in [
            "20260105000200020000000001,13.00,R-1,",
            "20260105000200020000000002,12.01,R-1,",
            "20260105000200020000000001,12.01,R-1,MY-1",
        ] {
            let file = format!("syssn,amount,reference,out_trade_no\n{row}\n");
            stage.file("refunds.csv", &file);
            stage.show("batch check ~/refunds.csv --profile shop");
        }
    });
}

#[test]
fn a_twin_that_was_never_sent() {
    screen("batch-twin-issued", |stage| {
        shop(stage, &["do = \"status\"\nstatus = 429"]);
        stage.prepare(ISSUE);
        stage.show(&format!("{RUN} --yes"));
    });
    screen("batch-twin-planned", |stage| {
        shop(stage, &[LOST]);
        stage.show(&format!("{RUN} --yes"));
        let file = std::fs::read_to_string(stage.sandbox().path("refunds.csv")).unwrap();
        stage.file(
            "new.csv",
            &format!("{file}20260105000200020000000003,1.00,more\n"),
        );
        let run = "batch run ~/new.csv --profile shop --jobs 1 --wait 0 --yes";
        stage.show(run);
        stage.show(&format!("{run} --skip-twins --results ~/results.csv"));
        stage.show_file("results.csv");
    });
}

#[test]
fn cancelling_what_another_file_took_over() {
    screen("batch-cancel-elsewhere", |stage| {
        shop(stage, &["do = \"drop-after\"\ntimes = 2"]);
        referenced(stage, "old.csv", 3);
        referenced(stage, "new.csv", 4);
        let run = |name: &str| format!("batch run ~/{name} --profile shop --jobs 1 --wait 0 --yes");
        stage.prepare(&run("old.csv"));
        stage.prepare(&run("new.csv"));
        for name in ["old.csv", "new.csv"] {
            stage.show(&format!(
                "batch cancel ~/{name} --note x --yes --profile shop"
            ));
        }
        stage.show(&run("old.csv"));
    });
}

#[test]
fn a_limit_that_was_lowered_meanwhile() {
    screen("batch-limit-lowered", |stage| {
        shop(stage, &[]);
        let file = std::fs::read_to_string(stage.sandbox().path("refunds.csv")).unwrap();
        let twice = format!("{file}20260105000200020000000004,12.04,once more\n");
        stage.file("refunds.csv", &twice);
        stage.prepare(&format!("{RUN} --yes --skip-twins --results ~/results.csv"));
        stage.shop_rules("rate_limit = \"none\"\nmax_batch_total = \"50.00\"\n");
        let rest = "batch run ~/results.csv --profile shop --jobs 1 --wait 0 --yes --twins-meant";
        stage.show(rest);
    });
}

#[test]
fn run_that_looks() {
    terminal("batch-prompt-looked", |stage| {
        stage.shop("", "rate_limit = \"none\"\npreflight = true\n");
        rows(stage);
        stage.show_typing("4\n", RUN);
    });
    screen("batch-run-refused-by-payment", |stage| {
        let payment = "20260105000200020000000010";
        stage.prepare(&format!(
            "issue {payment} --amount 90.00 {ON_SIMULATOR} --yes"
        ));
        stage.file("more.csv", &format!("syssn,amount\n{payment},20.00\n"));
        stage.show(&format!("batch run ~/more.csv {ON_SIMULATOR} --yes"));
    });
}

#[test]
fn a_file_whose_amounts_were_changed() {
    screen("batch-check-other-amounts", |stage| {
        shop(stage, &[]);
        stage.prepare(&format!("{RUN} --yes"));
        let text = std::fs::read_to_string(stage.sandbox().path("refunds.csv")).unwrap();
        stage.file("refunds.csv", &text.replace(",12.02,", ",13.02,"));
        stage.show("batch check ~/refunds.csv --profile shop");
        stage.show(&format!("{RUN} --yes --skip-twins"));
    });
}

#[test]
fn several_files_after_their_run() {
    screen("batch-files-later", |stage| {
        shop(stage, &[LOST]);
        for (name, row) in [("a.csv", 2), ("b.csv", 1), ("c.csv", 3)] {
            let row = format!("2026010500020002000000000{row},12.0{row}");
            stage.file(name, &format!("syssn,amount\n{row}\n"));
        }
        stage.show("batch status ~/a.csv ~/b.csv --profile shop");
        let run = RUN.replace("~/refunds.csv", "~/a.csv ~/b.csv");
        stage.show(&format!("{run} --yes"));
        stage.show("batch status ~/a.csv ~/b.csv ~/c.csv --profile shop");
        stage.show("batch cancel ~/a.csv ~/b.csv ~/c.csv --note x --yes --profile shop");
    });
}
