//! `status`: offline, for people and monitors.

use crate::support::program::{Settable, serve};
use crate::support::sandbox::{KEY, profile};
use crate::support::{Run, Sandbox};
use serde_json::json;
use std::sync::Arc;
use time::macros::datetime;

const PAYMENTS: [&str; 4] = [
    "20260105000200020000000001",
    "20260105000200020000000002",
    "20260105000200020000000003",
    "20260105000200020000000004",
];

/// A merchant with one refund in every state: the gateway is gone by now.
struct Shop {
    home: Sandbox,
    clock: Arc<Settable>,
}

impl Shop {
    fn new() -> Self {
        let home = Sandbox::new();
        let clock = Settable::at(datetime!(2026-11-03 12:00 +8));
        let faults = format!(
            "[[fault]]\non = \"refund\"\nsyssn = \"{}\"\ndo = \"drop-after\"\n[[fault]]\non = \"refund\"\nsyssn = \"{}\"\ndo = \"pending\"\nenquiries = 9\n",
            PAYMENTS[1], PAYMENTS[2]
        );
        let gateway = serve(&home, &clock, &faults);
        let more = "max_day_total = \"50.00\"\nclearing_pause = false\n";
        home.write_config(&profile(&gateway.base_url(), more));
        let shop = Self { home, clock };
        for (payment, exit) in PAYMENTS.iter().zip([0, 6, 7]) {
            let run = shop.run(&[
                "issue",
                payment,
                "--amount",
                "2.00",
                "--yes",
                "--profile",
                "stub",
            ]);
            assert_eq!(run.code, exit, "{run:?}");
            shop.clock.set(datetime!(2026-11-03 13:00 +8));
        }
        drop(gateway);
        shop.home.write_config(&profile("http://127.0.0.1:1", more));
        let run = shop.run(&[
            "issue",
            PAYMENTS[3],
            "--amount",
            "2.00",
            "--yes",
            "--profile",
            "stub",
        ]);
        assert_eq!(run.code, 4, "{run:?}");
        shop
    }

    fn run(&self, arguments: &[&str]) -> Run {
        self.home.program(self.clock.clone()).run(arguments)
    }
}

#[test]
fn it_tells_what_waits_and_for_how_long() {
    let shop = Shop::new();
    shop.clock.set(datetime!(2026-11-03 15:30 +8));
    let run = shop.run(&["status", "--output", "json"]);
    assert_eq!(run.code, 0, "{run:?}");
    let said = run.json();
    let one = &said["profiles"][0];
    let waiting: Vec<_> = one["waiting"].as_array().unwrap().clone();
    let told = |state: &str| {
        let row = waiting.iter().find(|row| row["state"] == state).unwrap();
        (
            row["refunds"].clone(),
            row["txamt"].clone(),
            row["oldest_seconds"].clone(),
        )
    };
    assert_eq!(waiting.len(), 3, "{said}");
    assert_eq!(told("unknown"), (json!(1), json!("200"), json!(9000)));
    assert_eq!(told("pending"), (json!(1), json!("200"), json!(9000)));
    assert_eq!(told("planned"), (json!(1), json!("200"), json!(9000)));
    // The planned one is not gone.
    assert_eq!(one["today"]["txamt"], "600");
    assert_eq!(one["today"]["limit"], "5000");
    assert_eq!(one["last_copy"], json!(null));
    assert!(one["journal"]["bytes"].as_u64().unwrap() > 10_000);
    let table = shop.run(&["status"]).stdout;
    // However narrow the terminal is, what is to be copied is whole.
    for columns in [60, 80, 120] {
        let program = shop.home.program(shop.clock.clone()).on_terminal(columns);
        let shown = program.run(&["status"]).stdout;
        for command in [
            "`qfrefund journal backup FILE --profile stub`",
            "`qfrefund resolve --profile stub`",
        ] {
            let mut lines = shown.lines();
            assert!(lines.any(|line| line.trim() == command), "{shown}");
        }
    }
    for told in [
        "stub (custom)",
        "1 refund, HKD 2.00, the first for 2 hours (since 2026-11-03 13:00:00 UTC+8)",
        "HKD 6.00 of HKD 50.00",
        "`qfrefund journal backup FILE --profile stub`",
        "`qfrefund resolve --profile stub`",
    ] {
        assert!(table.contains(told), "{told}: {table}");
    }
}

#[test]
fn what_waits_too_long_decides_the_exit_code() {
    let shop = Shop::new();
    shop.clock.set(datetime!(2026-11-03 15:30 +8));
    let exit = |span: &str| shop.run(&["status", "--older-than", span, "--quiet"]).code;
    assert_eq!(
        (exit("3h"), exit("2h"), exit("150m"), exit("149m")),
        (0, 6, 0, 6)
    );
    let older = shop.run(&["status", "--older-than", "3h", "--output", "json"]);
    let older = older.json();
    assert_eq!(older["older_than"], 10_800);
    assert_eq!(older["profiles"][0]["waiting"][0]["older"], 0);
    for odd in [
        "2",
        "h",
        "-1h",
        "2w",
        "1.5h",
        "99999999999999999999h",
        "9999999d",
        "",
    ] {
        let run = shop.run(&["status", &format!("--older-than={odd}")]);
        assert_eq!(run.code, 2, "{odd}: {run:?}");
        assert!(run.stderr.contains("30m, 2h, 1d"), "{run:?}");
    }
}

#[test]
fn what_was_written_under_a_clock_ahead_is_the_oldest() {
    let shop = Shop::new();
    // Set back: what waits was sent two hours from now, and the settings of the day are known no less.
    shop.clock.set(datetime!(2026-11-03 11:00 +8));
    let run = shop.run(&["status", "--older-than", "1d", "--output", "json"]);
    assert_eq!(run.code, 6, "{run:?}");
    let waiting = run.json()["profiles"][0]["waiting"].clone();
    for row in waiting.as_array().unwrap() {
        let told = (&row["ahead"], &row["older"], &row["oldest_seconds"]);
        assert_eq!(told, (&json!(1), &json!(1), &json!(315_360_000)), "{row}");
    }
    let table = shop.run(&["status"]).stdout;
    let told = "1 refund, HKD 2.00, the first since 2026-11-03 13:00:00 UTC+8, which lies ahead of this machine's clock";
    assert!(table.contains(told), "{table}");
    let figures = shop.run(&["status", "--prometheus"]).stdout;
    let line = "qfrefund_waiting_oldest_seconds{profile=\"stub\",state=\"unknown\",currency=\"HKD\"} 315360000";
    assert!(figures.contains(line), "{figures}");
    // A moment ahead is how clocks are.
    shop.clock.set(datetime!(2026-11-03 12:59:57 +8));
    assert_eq!(shop.run(&["status", "--older-than", "1s"]).code, 0);
}

#[test]
fn a_profile_that_cannot_be_read_hides_no_other() {
    let shop = Shop::new();
    let config = shop.home.path(".config/qfrefund/config.toml");
    let text = std::fs::read_to_string(&config).unwrap();
    let lost = shop.home.path("lost.db");
    let more = format!(
        "[profiles.lost]\nenvironment = \"custom\"\nbase_url = \"http://127.0.0.1:1\"\napp_code = \"B\"\nclient_key = \"{KEY}\"\ncurrency = \"HKD\"\njournal = \"{}\"\n[profiles.odd]\nenvironment = \"mars\"\n",
        lost.display()
    );
    std::fs::write(&config, text + "\n" + &more).unwrap();
    let run = shop.run(&["status", "--output", "json"]);
    let said = run.json();
    assert_eq!(run.code, 3, "{said}");
    let names: Vec<_> = said["profiles"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["profile"].clone())
        .collect();
    assert_eq!(names, ["stub", "lost", "odd"]);
    assert_eq!(said["profiles"][0]["problem"], json!(null));
    let environments = [1, 2].map(|place| said["profiles"][place]["environment"].clone());
    assert_eq!(environments, [json!("custom"), json!(null)]);
    for (place, told) in [(1, "lost.db"), (2, "mars")] {
        let problem = said["profiles"][place]["problem"]
            .as_str()
            .unwrap()
            .to_owned();
        assert!(problem.contains(told), "{problem}");
    }
    assert!(!lost.exists());
    // What waits too long is worse than what cannot be read.
    let run = shop.run(&["status", "--older-than", "0s", "--output", "json"]);
    assert_eq!((run.code, run.json()["exit_code"].as_u64()), (3, Some(3)));
    shop.clock.set(datetime!(2026-11-04 12:00 +8));
    assert_eq!(shop.run(&["status", "--older-than", "1h"]).code, 6);
}

#[test]
fn the_last_copy_is_known() {
    let shop = Shop::new();
    let copy = shop.home.path("copy.db");
    let run = shop.run(&[
        "journal",
        "backup",
        copy.to_str().unwrap(),
        "--profile",
        "stub",
    ]);
    assert_eq!(run.code, 0, "{run:?}");
    shop.clock.set(datetime!(2026-11-04 13:00 +8));
    let run = shop.run(&["status", "--profile", "stub", "--output", "json"]);
    let last = run.json()["profiles"][0]["last_copy"].clone();
    assert_eq!(last["seconds"], 86_400);
    assert_eq!(last["file"], copy.to_str().unwrap());
    // A note that cannot be read is told, not taken for none.
    let note = shop.home.path(".local/share/qfrefund/journal.db-copied");
    std::fs::write(note, "yesterday").unwrap();
    let run = shop.run(&["status", "--profile", "stub", "--output", "json"]);
    assert_eq!(run.code, 3);
    let problem = run.json()["profiles"][0]["problem"].to_string();
    assert!(problem.contains("last copied cannot be read"), "{problem}");
}

#[test]
fn a_monitor_finds_every_figure_also_where_nothing_waits() {
    let shop = Shop::new();
    let figures = shop.run(&["status", "--prometheus"]).stdout;
    for line in [
        "# TYPE qfrefund_waiting_refunds gauge",
        "qfrefund_readable{profile=\"stub\"} 1",
        "qfrefund_waiting_refunds{profile=\"stub\",state=\"unknown\",currency=\"HKD\"} 1",
        "qfrefund_waiting_refunds{profile=\"stub\",state=\"sending\",currency=\"HKD\"} 0",
        "qfrefund_day_total_minor{profile=\"stub\",currency=\"HKD\"} 600",
        "qfrefund_day_limit_minor{profile=\"stub\",currency=\"HKD\"} 5000",
        "qfrefund_waiting_batches{profile=\"stub\"} 0",
    ] {
        assert!(
            figures.lines().any(|told| told == line),
            "{line}: {figures}"
        );
    }
    let name = |line: &str| line.split(['{', ' ']).next().map(str::to_owned);
    for line in figures.lines().filter(|line| !line.starts_with('#')) {
        let (_, value) = line.rsplit_once(' ').unwrap();
        assert!(
            value.parse::<u64>().is_ok() && name(line).unwrap().starts_with("qfrefund_"),
            "{line}"
        );
    }
}

#[test]
fn a_merchant_with_two_profiles_is_counted_once() {
    let shop = Shop::new();
    let config = shop.home.path(".config/qfrefund/config.toml");
    let text = std::fs::read_to_string(&config).unwrap();
    let dollars = text.replace("profiles.stub", "profiles.usd");
    std::fs::write(&config, text + "\n" + &dollars.replace("HKD", "USD")).unwrap();
    let said = shop.run(&["status", "--output", "json"]).json();
    let profiles = said["profiles"].as_array().unwrap();
    let rows = |place: usize| profiles[place]["waiting"].as_array().unwrap().len();
    assert_eq!((profiles.len(), rows(0), rows(1)), (2, 3, 0), "{said}");
    assert_eq!(profiles[0]["counted_with"], json!(null));
    assert_eq!(profiles[1]["counted_with"], "stub");
    assert_eq!(profiles[1]["today"]["currency"], "USD");
    let table = shop.run(&["status"]).stdout;
    assert!(table.contains("told with `stub`"), "{table}");
    let figures = shop.run(&["status", "--prometheus"]).stdout;
    let of_usd = figures.lines().filter(|line| line.contains("\"usd\""));
    assert!(of_usd.clone().count() > 3 && of_usd.clone().all(|line| !line.contains("_waiting_")));
    // Asked for alone, it tells all.
    let alone = shop.run(&["status", "--profile", "usd", "--output", "json"]);
    let waiting = alone.json()["profiles"][0]["waiting"].clone();
    assert_eq!(waiting.as_array().unwrap().len(), 3, "{waiting}");
    // Nor is it asked about twice.
    let run = shop.run(&["resolve", "--every-profile", "--output", "json"]);
    assert_eq!(
        run.json()["refunds"].as_array().unwrap().len(),
        2,
        "{run:?}"
    );
    assert_eq!(
        run.json()["planned"].as_array().unwrap().len(),
        1,
        "{run:?}"
    );
}

#[test]
fn it_writes_nothing() {
    let shop = Shop::new();
    let before = std::fs::read(shop.home.journal()).unwrap();
    for arguments in [&["status"][..], &["status", "--prometheus"]] {
        shop.run(arguments);
        assert_eq!(std::fs::read(shop.home.journal()).unwrap(), before);
    }
}

#[test]
fn cron_resolves_every_profile_and_none_keeps_another_from_it() {
    let home = Sandbox::new();
    let clock = Settable::at(datetime!(2026-11-03 12:00 +8));
    let faults = "[[fault]]\non = \"refund\"\ndo = \"drop-after\"\ntimes = 2\n";
    let gateway = serve(&home, &clock, faults);
    let more = "clearing_pause = false\nmerchant = \"one\"\n";
    let one = profile(&gateway.base_url(), more);
    let two = one.replace("stub", "two").replace("\"one\"", "\"two\"");
    home.write_config(&format!("{one}\n{two}"));
    let shop = Shop { home, clock };
    for (payment, name) in PAYMENTS.iter().zip(["stub", "two"]) {
        let run = shop.run(&[
            "issue",
            payment,
            "--amount",
            "2.00",
            "--yes",
            "--profile",
            name,
        ]);
        assert_eq!(run.code, 6, "{run:?}");
    }
    let every = ["resolve", "--every-profile", "--output", "json"];
    let config = shop.home.path(".config/qfrefund/config.toml");
    let whole = std::fs::read_to_string(&config).unwrap();
    std::fs::write(
        &config,
        format!("[profiles.odd]\nenvironment = \"mars\"\n{whole}"),
    )
    .unwrap();
    let run = shop.run(&every);
    let said = run.json();
    let states: Vec<_> = said["refunds"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| (row["profile"].clone(), row["state"].clone()))
        .collect();
    assert_eq!(
        states,
        [
            (json!("stub"), json!("refunded")),
            (json!("two"), json!("refunded"))
        ]
    );
    assert_eq!((run.code, &said["exit_code"]), (3, &json!(3)), "{run:?}");
    assert!(run.stderr.contains("mars"), "{run:?}");
    std::fs::write(&config, whole).unwrap();
    let run = shop.run(&every);
    assert_eq!(
        (run.code, run.json()["refunds"].clone()),
        (0, json!([])),
        "{run:?}"
    );
    let run = shop.run(&["resolve", "--every-profile", "--profile", "two"]);
    assert_eq!(run.code, 2, "{run:?}");
}

/// What one credential of a merchant does not find, the other does: it is told as it stands then.
#[test]
fn cron_asks_with_every_credential_of_a_merchant_and_tells_once() {
    let home = Sandbox::new();
    let clock = Settable::at(datetime!(2026-11-03 12:00 +8));
    let faults = "[[fault]]\non = \"refund\"\ndo = \"drop-after\"\n";
    let gateway = serve(&home, &clock, faults);
    let more = "clearing_pause = false\nmerchant = \"one\"\n";
    let till = profile(&gateway.base_url(), more);
    let other = till
        .replace("stub", "other")
        .replace("app_code = \"", "app_code = \"B");
    home.write_config(&format!("{other}\n{till}"));
    let shop = Shop { home, clock };
    let issue = ["issue", PAYMENTS[0], "--amount", "2.00", "--yes"];
    let run = shop.run(&[&issue[..], &["--profile", "stub"]].concat());
    assert_eq!(run.code, 6, "{run:?}");
    let run = shop.run(&["resolve", "--every-profile", "--output", "json"]);
    let said = run.json();
    let rows = said["refunds"].as_array().unwrap();
    assert_eq!(
        (run.code, rows.len(), &rows[0]["state"]),
        (0, 1, &json!("refunded")),
        "{run:?}"
    );
    assert!(!run.stderr.contains("unknown since"), "{run:?}");
}

#[test]
fn what_waits_of_a_merchant_that_no_profile_names_is_no_nothing() {
    let shop = Shop::new();
    let config = shop.home.path(".config/qfrefund/config.toml");
    let text = std::fs::read_to_string(&config).unwrap();
    std::fs::write(
        &config,
        text.replace("profiles.stub", "profiles.new")
            .replace("app_code = \"", "app_code = \"B"),
    )
    .unwrap();
    let run = shop.run(&["status", "--output", "json"]);
    assert_eq!(run.code, 3, "{run:?}");
    let problem = run.json()["profiles"][0]["problem"].to_string();
    assert!(problem.contains("adopt-merchant"), "{problem}");
}
