//! One attempt, whoever makes it: its place behind the limiter, and the record that tells the end.

use crate::support::program::{Program, Still};
use crate::support::sandbox::{KEY, PAYMENT, profile};
use crate::support::stub::{Act, Stub, agreeing_body, json_reply};
use crate::support::{Run, Sandbox};
use qfrefund::journal::sqlite::SqliteJournal;
use qfrefund::journal::{Begun, Commit as _, Details, Filter, Journal as _, Who};
use qfrefund::refund::{Event, State};
use qfrefund::world::Clock as _;
use std::time::Duration;
use time::OffsetDateTime;
use time::macros::datetime;

const NOON: OffsetDateTime = datetime!(2026-06-01 12:00 +8);

/// Answers an enquiry with no row.
fn nothing() -> Act {
    Act::Send(json_reply(r#"{"respcd":"0000","data":[]}"#))
}

/// Gives no answer: the outcome is unknown.
fn lost() -> Act {
    Act::CloseAfterReading
}

fn issue(reference: &str) -> Vec<String> {
    let words = [
        "issue",
        PAYMENT,
        "--amount",
        "12.50",
        "--reference",
        reference,
    ];
    let more = ["--yes", "--profile", "stub", "--output", "json"];
    words.into_iter().chain(more).map(str::to_owned).collect()
}

fn run(sandbox: &Sandbox, clock: &std::sync::Arc<Still>, words: &[String]) -> Run {
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    Program::new(sandbox, clock.clone()).run(&words)
}

#[test]
fn whatever_asks_the_gateway_keeps_the_rate_limit() {
    let refunds = 5_usize;
    // Each refund is lost; each look asks by number and in one month.
    let mut acts: Vec<Act> = (0..refunds).map(|_| lost()).collect();
    acts.extend((0..400).map(|_| nothing()));
    let stub = Stub::start(acts);
    let sandbox = Sandbox::new();
    sandbox.write_config(&profile(&stub.url(), "rate_limit = \"2/s\"\n"));
    let clock = Still::at(NOON);
    for refund in 0..refunds {
        let mut words = issue(&format!("R{refund}"));
        // Of a payment each: one with an open refund takes no other.
        words[1] = format!("2019122700020002006175283{refund}");
        let lost = run(&sandbox, &clock, &words);
        assert_eq!(lost.code, 6, "{lost:?}");
    }
    let words = |line: &str| -> Vec<String> {
        let more = " --profile stub --output json";
        (line.to_owned() + more)
            .split(' ')
            .map(str::to_owned)
            .collect()
    };
    for line in [
        "resolve",
        "resolve --wait=30",
        "enquiry 20260601-NONE --month 2026-01 --month 2026-02 --month 2026-03 --month 2026-04",
    ] {
        let (before, begun) = (stub.connections(), clock.uptime());
        let asked = run(&sandbox, &clock, &words(line));
        assert_eq!(asked.code, 6, "{asked:?}");
        let asked = u32::try_from(stub.connections() - before).unwrap();
        // Two at once, and two more for every second.
        let least = Duration::from_secs((asked.saturating_sub(1) / 2).into());
        let took = clock.uptime() - begun;
        assert!(asked >= 5 && took >= least, "{line}: {asked} in {took:?}");
    }
}

#[test]
fn a_command_begins_where_the_ones_before_it_have_left_the_rate_limit() {
    let stub = Stub::start((0..40).map(|_| nothing()).collect::<Vec<_>>());
    let sandbox = Sandbox::new();
    sandbox.write_config(&profile(&stub.url(), "rate_limit = \"2/min\"\n"));
    let clock = Still::at(NOON);
    let begun = clock.uptime();
    let words = "enquiry 20260601-NONE --month 2026-01 --profile stub --output json";
    let words: Vec<String> = words.split(' ').map(str::to_owned).collect();
    for commands in 1..=5_u32 {
        let asked = run(&sandbox, &clock, &words);
        assert_eq!(asked.code, 6, "{asked:?}");
        let asked = u32::try_from(stub.connections()).unwrap();
        assert_eq!(asked, commands * 2);
        let least = Duration::from_secs(60) * (commands - 1);
        let took = clock.uptime() - begun;
        assert!(took >= least, "{asked} in {took:?}");
    }
    let files = std::fs::read_dir(sandbox.journal().parent().unwrap()).unwrap();
    let names = files.map(|file| file.unwrap().file_name().into_string().unwrap());
    let paces = names.filter(|name| name.contains("-pace-")).count();
    assert_eq!(paces, 1);
}

#[test]
fn a_rate_limit_that_cannot_be_shared_is_told_once_and_kept_alone() {
    let stub = Stub::start((0..8).map(|_| nothing()).collect::<Vec<_>>());
    let sandbox = Sandbox::new();
    sandbox.write_config(&profile(&stub.url(), "rate_limit = \"2/min\"\n"));
    let clock = Still::at(NOON);
    let words = "enquiry 20260601-NONE --month 2026-01 --month 2026-02 --profile stub";
    let words: Vec<String> = words.split(' ').map(str::to_owned).collect();
    let asked = run(&sandbox, &clock, &words);
    assert!(!asked.stderr.contains("rate limit"), "{asked:?}");
    let files = std::fs::read_dir(sandbox.journal().parent().unwrap()).unwrap();
    let mut paths = files.map(|file| file.unwrap().path());
    let pace = paths
        .find(|path| path.to_str().unwrap().contains("-pace-"))
        .unwrap();
    std::fs::remove_file(&pace).unwrap();
    std::fs::create_dir(&pace).unwrap();
    let (begun, before) = (clock.uptime(), stub.connections());
    let asked = run(&sandbox, &clock, &words);
    assert_eq!(
        asked.stderr.matches("share the rate limit").count(),
        1,
        "{asked:?}"
    );
    assert!(asked.stderr.contains(pace.to_str().unwrap()), "{asked:?}");
    assert!(stub.connections() - before > 2 && clock.uptime() > begun + Duration::from_secs(30));
}

#[test]
fn a_rate_limit_that_can_be_shared_no_more_is_told_once() {
    let stub = Stub::start((0..8).map(|_| nothing()).collect::<Vec<_>>());
    let sandbox = Sandbox::new();
    sandbox.write_config(&profile(&stub.url(), "rate_limit = \"90/min\"\n"));
    let clock = Still::at(NOON);
    let words =
        "enquiry 20260601-NONE --month 2026-01 --month 2026-02 --profile stub --output json";
    let words: Vec<String> = words.split(' ').map(str::to_owned).collect();
    let asked = run(&sandbox, &clock, &words);
    assert!(!asked.stderr.contains("rate limit"), "{asked:?}");
    let files = std::fs::read_dir(sandbox.journal().parent().unwrap()).unwrap();
    let mut paths = files.map(|file| file.unwrap().path());
    let pace = paths
        .find(|path| path.to_str().unwrap().contains("-pace-"))
        .unwrap();
    // A process that was stopped with it in its hands.
    let held = std::fs::File::open(&pace).unwrap();
    held.lock().unwrap();
    let asked = run(&sandbox, &clock, &words);
    let told = asked.stderr.matches("share the rate limit");
    assert_eq!(told.count(), 1, "{asked:?}");
    assert!(asked.stderr.contains(pace.to_str().unwrap()), "{asked:?}");
    assert!(asked.stderr.contains("another process"), "{asked:?}");
    assert_eq!(asked.json()["kind"], "enquiry", "{asked:?}");
}

#[test]
fn the_look_before_sending_and_the_refund_share_the_limit() {
    let may = "20260520000200020000000001";
    let payment = format!(
        r#"{{"respcd":"0000","data":[{{"order_type":"payment","syssn":"{may}","txamt":"5000","txcurrcd":"HKD","respcd":"0000","cancel":"0","sysdtm":"2026-05-20 10:00:00","pay_type":"800201"}}],"page":1,"page_size":100}}"#
    );
    let empty = || Act::Send(json_reply(r#"{"respcd":"0000","data":[],"page_size":100}"#));
    // The payment, the lists of May to July, and the refund.
    let acts = vec![
        Act::Send(json_reply(&payment)),
        empty(),
        empty(),
        empty(),
        lost(),
    ];
    let stub = Stub::start(acts);
    let sandbox = Sandbox::new();
    let more = "rate_limit = \"1/min\"\npreflight = true\n";
    sandbox.write_config(&profile(&stub.url(), more));
    let clock = Still::at(NOON);
    let mut words = issue("R1");
    words
        .iter_mut()
        .filter(|word| *word == PAYMENT)
        .for_each(|word| may.clone_into(word));
    let lost = run(&sandbox, &clock, &words);
    assert_eq!((lost.code, stub.connections()), (6, 5), "{lost:?}");
    assert!(
        clock.uptime() >= Duration::from_secs(240),
        "{:?}",
        clock.uptime()
    );
    // It waited before it was claimed: the claim lasts as long as one exchange takes.
    let history =
        Program::new(&sandbox, clock).run(&["history", "--profile", "stub", "--output", "json"]);
    assert_eq!(
        history.json()["refunds"][0]["state"],
        "unknown",
        "{history:?}"
    );
}

/// What others do with a refund while its sender waits for the answer: it is taken for dead, sent
/// again by an operator's order, and refunded.
fn refunded_by_others(journal: &std::path::Path) {
    let mut journal = SqliteJournal::open(journal).unwrap();
    let record = journal
        .page(&Filter::default(), None, 1)
        .unwrap()
        .pop()
        .unwrap();
    let who = Who {
        operator: "kei".to_owned(),
        host: "till-2".to_owned(),
        process: 9,
    };
    let later = OffsetDateTime::now_utc() + time::Duration::hours(2);
    journal.end_claims(who.at(later)).unwrap();
    let lease = Duration::from_secs(60);
    let again = journal
        .commit(|scope| scope.resend(record.key(), lease, "absent", who.at(later)))
        .unwrap();
    let Begun::Claimed(again) = again else {
        panic!("{again:?}");
    };
    let details = Details {
        respcd: Some("0000".to_owned()),
        refund_syssn: Some("20260105000300020061652643".to_owned()),
        ..Details::default()
    };
    let done = journal
        .commit(|scope| scope.reply(&again, Event::ReplyDone, details.clone(), who.at(later)))
        .unwrap();
    assert_eq!(done.state(), State::Refunded);
}

#[test]
fn a_late_refusal_does_not_speak_over_a_refund_that_is_made() {
    let sandbox = Sandbox::new();
    let journal = sandbox.path(".local/share/qfrefund/journal.db");
    let place = journal.clone();
    let stub = Stub::start(vec![Act::Custom(Box::new(move |stream, arrival| {
        refunded_by_others(&place);
        let _ = stream.write_all(&json_reply(&agreeing_body("1269", arrival)));
    }))]);
    sandbox.write_config(&profile(&stub.url(), ""));
    let run = sandbox.issue(&[]);
    let document = run.json();
    assert_eq!(run.code, 0, "{run:?}");
    for (key, value) in [
        ("outcome", "refunded"),
        ("state", "refunded"),
        ("cause", "journal"),
        ("respcd", "0000"),
        ("syssn", "20260105000300020061652643"),
        ("next_step", "Nothing is left to do."),
    ] {
        assert_eq!(document[key], value, "{run:?}");
    }
    assert_eq!(document["exit_code"], 0, "{run:?}");
    let message = document["message"].as_str().unwrap();
    assert!(
        message.starts_with("refunded ")
            && message.contains("decides nothing any more: response code 1269"),
        "{message}"
    );
    for word in ["declined", "nothing was executed", "new refund"] {
        assert!(!run.stderr.contains(word), "{run:?}");
    }
    assert!(!run.stdout.contains(KEY) && !run.stderr.contains(KEY));
}
