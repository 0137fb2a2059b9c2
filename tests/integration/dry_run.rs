//! A dry run shows exactly what would be sent, and never the key.

use crate::support::sandbox::{KEY, PAYMENT, finish, profile};
use crate::support::stub::agree;
use crate::support::{Sandbox, Stub};
use serde_json::Value;

const FIXED: [&str; 4] = [
    "--out-trade-no",
    "PARITY-1",
    "--txdtm",
    "2026-01-05 11:10:38",
];

#[test]
fn what_it_shows_is_byte_for_byte_what_is_sent() {
    for (more, udid) in [
        ("", None),
        (
            "sign_type = \"SHA256\"\nmchid = \"ZaMVg12345\"\n",
            Some("旺角分店 #2 & 3+"),
        ),
    ] {
        let stub = Stub::start(vec![agree("0000")]);
        let sandbox = Sandbox::new();
        sandbox.write_config(&profile(&stub.url(), more));
        let mut arguments = FIXED.to_vec();
        if let Some(udid) = udid {
            arguments.extend(["--udid", udid]);
        }
        let mut dry = arguments.clone();
        dry.push("--dry-run");
        let shown = sandbox.issue(&dry).json();
        assert_eq!(stub.connections(), 0, "a dry run connected");
        assert_eq!(sandbox.issue(&arguments).code, 0);
        let arrival = stub.arrivals().remove(0);
        let mut lines = arrival.head.lines();
        let path = shown["url"]
            .as_str()
            .unwrap()
            .strip_prefix(&stub.url())
            .unwrap();
        assert_eq!(
            lines.next().unwrap(),
            format!("{} {path} HTTP/1.1", shown["method"].as_str().unwrap())
        );
        let sent: Vec<&str> = lines.collect();
        let headers: Vec<String> = shown["headers"]
            .as_array()
            .unwrap()
            .iter()
            .map(|pair| {
                format!(
                    "{}: {}",
                    pair[0].as_str().unwrap(),
                    pair[1].as_str().unwrap()
                )
            })
            .collect();
        assert_eq!(
            sent, headers,
            "other headers, another order or another case"
        );
        assert_eq!(arrival.body, shown["body"].as_str().unwrap());
    }
}

#[test]
fn the_host_shown_is_the_host_sent() {
    for (base_url, host) in [
        ("https://GW.example:443", "gw.example"),
        ("https://gw.example:8443/", "gw.example:8443"),
        ("http://[::1]:9", "[::1]:9"),
    ] {
        let shown = Sandbox::at(base_url).issue(&["--dry-run"]).json();
        assert_eq!(shown["headers"][0][0], "host");
        assert_eq!(shown["headers"][0][1], host);
    }
}

#[test]
fn the_key_shows_only_when_asked_for_by_name() {
    let sandbox = Sandbox::at("https://gateway.example");
    let masked = sandbox.issue(&["--dry-run"]);
    assert!(!masked.stdout.contains(KEY) && !masked.stderr.contains(KEY));
    let shown = sandbox.issue(&["--dry-run", "--reveal-key"]).json();
    assert!(shown["string_to_sign"].as_str().unwrap().ends_with(KEY));
    assert_eq!(shown["key_revealed"], Value::Bool(true));
    // Without --dry-run there is nothing to reveal.
    assert_eq!(sandbox.issue(&["--reveal-key"]).code, 2);
}

#[test]
fn it_needs_neither_network_nor_data_folder_nor_confirmation() {
    let sandbox = Sandbox::at("https://gateway.invalid");
    let data = sandbox.path(".local");
    std::fs::remove_dir_all(&data).unwrap();
    let run = sandbox.run(&[
        "issue",
        PAYMENT,
        "--amount",
        "1.00",
        "--profile",
        "stub",
        "--dry-run",
        "--no-input",
        "--output",
        "json",
    ]);
    assert_eq!(run.code, 0, "{run:?}");
    assert!(!data.exists());
    let run = sandbox.run(&[
        "issue",
        PAYMENT,
        "--amount",
        "1.00",
        "--profile",
        "simulator",
        "--dry-run",
    ]);
    assert_eq!(run.code, 0, "{run:?}");
    assert!(!sandbox.path(".local").exists());
}

#[test]
fn keys_of_every_length_stay_hidden() {
    for length in [1, 2, 3, 5, 8, 12, 31, 32, 63, 64] {
        // Letters that stand in no other output of the run.
        let key: String = "zqjZQJ".chars().cycle().take(length).collect();
        let sandbox = Sandbox::new();
        sandbox.write_config(&profile("http://127.0.0.1:1", "").replace(KEY, &key));
        for run in [
            sandbox.issue(&["--dry-run"]),
            sandbox.issue(&[]),
            finish(&mut sandbox.command(&["profile", "show", "--profile", "stub"])),
        ] {
            if length >= 3 {
                assert!(
                    !run.stdout.contains(&key) && !run.stderr.contains(&key),
                    "{length}: {run:?}"
                );
            }
        }
        let shown = sandbox.issue(&["--dry-run"]).json();
        assert!(
            shown["string_to_sign"]
                .as_str()
                .unwrap()
                .ends_with("<client key>"),
            "the mask tells nothing about {length} characters"
        );
    }
}

#[test]
fn what_the_journal_would_refuse_is_said_and_nothing_is_asked() {
    let stub = Stub::start(vec![agree("0000")]);
    let sandbox = Sandbox::at(&stub.url());
    let dry = |more: &[&str]| {
        let run = sandbox.issue(&[&["--dry-run"], more].concat());
        assert_eq!(run.code, 0, "{run:?}");
        let refused = run.json()["refused"].as_str().map(str::to_owned);
        assert_eq!(
            refused.is_some(),
            run.stderr.contains("warning: it would not be sent: "),
            "{run:?}"
        );
        refused.unwrap_or_default()
    };
    assert_eq!(dry(&["--reference", "A"]), "");
    assert_eq!(sandbox.issue(&["--reference", "A"]).code, 0);
    for (more, why) in [
        (&["--reference", "A"][..], "it was issued before as RR-"),
        (&["--reference", "a"], "looks like"),
        (&["--reference", "B"], "the same refund, HKD 12.50"),
        (&[], "the same refund, HKD 12.50"),
    ] {
        let refused = dry(more);
        assert!(refused.contains(why), "{more:?}: {refused}");
    }
    assert_eq!(dry(&["--reference", "B", "--twin"]), "");
    let limited = profile(&stub.url(), "max_refund = \"12.49\"\n");
    sandbox.write_config(&limited);
    let refused = dry(&["--reference", "B", "--twin"]);
    assert!(refused.contains("largest refund"), "{refused}");
    assert_eq!(stub.connections(), 1);
}
