//! `profile check`: what is the example's still, and what the gateway says to `--online`.

use crate::support::sandbox::{APP_CODE, KEY, Run, profile};
use crate::support::simulator::{Served, executed};
use crate::support::stub::{Act, http_reply, json_reply};
use crate::support::{Sandbox, Stub};
use serde_json::Value;

fn online(sandbox: &Sandbox, name: &str) -> Run {
    sandbox.run(&["profile", "check", name, "--online", "--output", "json"])
}

/// The cause that is told of one profile, and the exit code.
fn cause(run: &Run) -> (i32, String) {
    let said = run.json();
    let profiles = said["profiles"].as_array().unwrap();
    assert_eq!(profiles.len(), 1, "{said}");
    assert_eq!(profiles[0]["fault"], Value::Null, "{said}");
    let cause = profiles[0]["online"]["cause"].as_str().unwrap();
    (run.code, cause.to_owned())
}

#[test]
fn each_thing_that_is_wrong_is_told_apart_and_no_money_moves() {
    let there = Sandbox::new();
    let gateway = Served::start(&there, &["--mchid", "MCH1"]);
    let right = profile(&gateway.url, "mchid = \"MCH1\"\n");
    for (config, code, word, remedy) in [
        (right.clone(), 0, "accepted", ""),
        (
            right.replace(KEY, "11112222333344445555666677778888"),
            3,
            "client_key",
            "Put in the client key",
        ),
        (
            right.replace(APP_CODE, "11112222333344445555666677778888"),
            3,
            "credentials",
            "app_code and environment",
        ),
        (right.replace("MCH1", "MCH2"), 3, "mchid", "Check mchid"),
        (
            right.replace("mchid = \"MCH1\"\n", ""),
            3,
            "mchid",
            "Put in mchid",
        ),
        (
            right.replace(&gateway.url, "http://127.0.0.1:1"),
            4,
            "unreachable",
            "",
        ),
    ] {
        let sandbox = Sandbox::new();
        sandbox.write_config(&config);
        let run = online(&sandbox, "stub");
        assert_eq!(cause(&run), (code, word.to_owned()), "{run:?}");
        let said = run.json();
        let next = said["profiles"][0]["online"]["next_step"].as_str().unwrap();
        assert!(next.contains(remedy), "{word}: {next}");
        assert_eq!(next.is_empty(), word == "accepted", "{word}: {next}");
        assert!(!run.stdout.contains(KEY) && !run.stderr.contains(KEY));
    }
    assert!(executed(&there).is_empty());
}

#[test]
fn a_refusal_that_nobody_has_signed_names_no_one_cause() {
    let body = br#"{"respcd":"1108","resperr":"signature error"}"#;
    let stub = Stub::start(vec![Act::Send(http_reply("200 OK", "", body))]);
    let sandbox = Sandbox::at(&stub.url());
    let run = online(&sandbox, "stub");
    assert_eq!(cause(&run), (3, "credentials".to_owned()), "{run:?}");
    for word in ["app code", "client key", "mchid", "1108"] {
        assert!(run.stdout.contains(word), "{word}: {run:?}");
    }
    assert_eq!(stub.arrivals().len(), 1, "one enquiry");
}

#[test]
fn the_words_of_the_example_are_faults_of_their_own_line() {
    let line = |app: &str, more: &str| {
        format!(
            "[profiles.a]\nenvironment = \"sandbox\"\napp_code = \"{app}\"\ncurrency = \"HKD\"\n{more}"
        )
    };
    for (config, fault) in [
        (
            line("REPLACE-WITH-YOUR-APP-CODE", "client_key = \"k\"\n"),
            ":3:1: `app_code` still has the words of the example",
        ),
        (
            line("A", "client_key = \"k\"\nmchid = \"REPLACE-ME\"\n"),
            ":6:1: `mchid` still has the words of the example",
        ),
        (
            line("A", "client_key = \"REPLACE-WITH-YOUR-CLIENT-KEY\"\n"),
            ":5:1: the config file still has the words of the example in it",
        ),
    ] {
        let sandbox = Sandbox::new();
        sandbox.write_config(&config);
        let run = sandbox.run(&["profile", "check", "a", "--output", "json"]);
        let said = run.json();
        let told = said["profiles"][0]["fault"].as_str().unwrap();
        assert!(run.code == 3 && told.ends_with(fault), "{told}");
        assert_eq!(sandbox.run(&["profile", "list"]).code, 0);
    }
}

#[test]
fn whoever_asks_for_one_profile_is_told_of_that_one() {
    let sandbox = Sandbox::new();
    sandbox.write_config(&format!(
        "default_profile = \"gone\"\n{}[profiles.other]\nenvironment = \"x\"\n",
        profile("http://127.0.0.1:1", "")
    ));
    for named in [
        &["profile", "check", "stub"][..],
        &["profile", "check", "--profile", "stub"],
    ] {
        let run = sandbox.run(named);
        assert_eq!(run.code, 0, "{run:?}");
        for other in ["gone", "other"] {
            let heard = run.stdout.contains(other) || run.stderr.contains(other);
            assert!(!heard, "{run:?}");
        }
    }
    assert_eq!(sandbox.run(&["profile", "check"]).code, 3);
}

#[test]
fn what_else_the_gateway_says_of_the_asker_is_told() {
    let list = r#"{"respcd":"0000","resperr":"","data":[],"page":1,"page_size":10}"#;
    let dated = |body: &str, date: &str| {
        let signed = String::from_utf8(json_reply(body)).unwrap();
        signed.replacen("Content-Length", &format!("{date}Content-Length"), 1)
    };
    let of = |respcd: &str| format!(r#"{{"respcd":"{respcd}","resperr":"no","data":[]}}"#);
    let off = "Date: Mon, 01 Jun 2026 04:00:00 GMT\r\n";
    for (reply, code, word, remedy) in [
        (dated(list, off).into_bytes(), 3, "clock", "clock"),
        (json_reply(&of("1116")), 3, "set_up", ""),
        (
            http_reply("429 Too Many Requests", "", b"slow down"),
            4,
            "rate_limited",
            "Wait some minutes",
        ),
    ] {
        // Whoever is turned away asks a few times.
        let stub = Stub::start((0..5).map(|_| Act::Send(reply.clone())).collect());
        let sandbox = Sandbox::at(&stub.url());
        let run = online(&sandbox, "stub");
        assert_eq!(cause(&run), (code, word.to_owned()), "{run:?}");
        let said = run.json();
        let next = said["profiles"][0]["online"]["next_step"].as_str().unwrap();
        assert!(!next.is_empty() && next.contains(remedy), "{word}: {next}");
    }
}
