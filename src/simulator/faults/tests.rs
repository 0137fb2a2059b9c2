//! The faults file: everything it takes, and what it says to mistakes.

use super::file::parse;
use super::kinds::{FAULT_KINDS, FaultKind};
use super::*;
use std::fs;
use std::path::Path;

fn mistake(text: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("faults.toml");
    fs::write(&path, text).unwrap();
    let error = InjectedFaults::load(&path).unwrap_err().to_string();
    error.replace(&path.display().to_string(), "FILE")
}

#[test]
fn every_kind_is_understood_with_every_key_it_takes() {
    for kind in FAULT_KINDS {
        for on in ["refund", "query"] {
            let endpoint = if on == "refund" {
                Endpoint::Refund
            } else {
                Endpoint::Query
            };
            if FaultKind::find(kind.name, endpoint).is_none() {
                continue;
            }
            let mut text = format!(
                "[[fault]]\non = \"{on}\"\ndo = \"{}\"\ntimes = 1\nskip = 2\nsyssn = \"1\"\nout_trade_no = \"2\"\ntxamt = 3\ndelay = \"4ms\"\n",
                kind.name
            );
            for key in kind.keys_of(endpoint) {
                text.push_str(match key {
                    "execute" => "execute = true\n",
                    "status" => "status = 302\n",
                    "respcd" => "respcd = \"1143\"\n",
                    "text" => "text = \"no\"\n",
                    "after" => "after = \"5s\"\n",
                    "enquiries" => "enquiries = 3\n",
                    "then" => "then = \"1269\"\n",
                    "bytes" => "bytes = 5000\n",
                    "pause" => "pause = \"1ms\"\n",
                    "location" => "location = \"/elsewhere\"\n",
                    other => panic!("no sample for {other}"),
                });
            }
            let faults = parse(&text).unwrap();
            assert_eq!(faults.faults[0].name, kind.name, "{text}");
        }
    }
}

#[test]
fn mistakes_name_file_line_and_what_is_allowed() {
    for (text, starts, names) in [
        (
            "[[fault]]\non = \"refunds\"\ndo = \"bom\"\n",
            "FILE:2: `on` is `refunds`",
            "refund, query",
        ),
        (
            "[[fault]]\non = \"refund\"\ndo = \"explode\"\n",
            "FILE:3: `do` is `explode`",
            "drop-after",
        ),
        (
            "[[fault]]\non = \"query\"\ndo = \"pending\"\n",
            "FILE:3: `do` is `pending`",
            "allowed on a query are delay",
        ),
        (
            "\n[[fault]]\non = \"refund\"\ndo = \"bom\"\nwhen = 1\n",
            "FILE:5: unknown field `when`",
            "`times`",
        ),
        ("[[faults]]\n", "FILE:1: unknown field `faults`", "`fault`"),
        (
            "[[fault]]\non = \"refund\"\ndo = \"bom\"\nstatus = 500\n",
            "FILE:4: `status` means nothing to `bom`",
            "delay",
        ),
        (
            "[[fault]]\non = \"query\"\ndo = \"stall\"\nexecute = true\n",
            "FILE:4: `execute` means nothing to `stall` on a query",
            "skip",
        ),
        (
            "[[fault]]\non = \"refund\"\ndo = \"delay\"\n",
            "FILE:3: `delay` needs `delay = \"2s\"`",
            "",
        ),
        (
            "[[fault]]\non = \"refund\"\ndo = \"delay\"\ndelay = \"2\"\n",
            "FILE:4: `delay` is `2`",
            "500ms",
        ),
        (
            "[[fault]]\non = \"refund\"\ndo = \"lag\"\nafter = \"32d\"\n",
            "FILE:4: `after` is `32d`",
            "at most 31 days",
        ),
        (
            "[[fault]]\non = \"refund\"\ndo = \"status\"\nstatus = 99\n",
            "FILE:4: `status` is 99",
            "200 to 599",
        ),
        (
            "[[fault]]\non = \"refund\"\ndo = \"respcd\"\nrespcd = \"12\"\n",
            "FILE:4: `respcd` is `12`",
            "4 digits",
        ),
        (
            "[[fault]]\non = \"refund\"\ndo = \"respcd\"\nrespcd = 1269\n",
            "FILE:4: invalid type",
            "string",
        ),
        (
            "[[fault]]\non = \"refund\"\ndo = \"pending\"\nrespcd = \"1269\"\n",
            "FILE:4: `respcd` of `pending`",
            "1143, 1145",
        ),
        (
            "[[fault]]\non = \"refund\"\ndo = \"huge-body\"\nbytes = 99999999999\n",
            "FILE:4: `bytes` is 99999999999",
            "67108864",
        ),
        (
            "[[fault]]\ndo = \"bom\"\n",
            "FILE:1: missing field `on`",
            "",
        ),
        ("[[fault]\n", "FILE:1:", ""),
    ] {
        let message = mistake(text);
        assert!(message.starts_with(starts), "{message}");
        assert!(message.contains(names), "{message}");
        assert_eq!(message.lines().count(), 1, "{message}");
    }
}

#[test]
fn a_missing_file_is_named() {
    let error = InjectedFaults::load(Path::new("/nonexistent/faults.toml")).unwrap_err();
    assert!(
        error
            .to_string()
            .starts_with("cannot read the faults file /nonexistent/faults.toml")
    );
}
