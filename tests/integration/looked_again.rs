//! The look before sending, where the answer to the question comes late.

use crate::look::{NOON, PAYMENT, done, page, payment, refund};
use crate::support::program::{Program, Still};
use crate::support::sandbox::profile;
use crate::support::{Act, Run, Sandbox, Stub};
use serde_json::Value;
use std::time::Duration;

/// A gateway that shows these refunds of the payment, look by look, and then does what it is asked for.
struct Shop {
    stub: Stub,
    sandbox: Sandbox,
}

impl Shop {
    fn showing(looks: &[&[Value]]) -> Self {
        Self::of(looks, Vec::new(), "")
    }

    /// The same with what comes between the looks and the refund.
    fn of(looks: &[&[Value]], between: Vec<Act>, more: &str) -> Self {
        let look = |refunds: &&[Value]| -> Vec<Act> {
            let cancel = if refunds.is_empty() { "0" } else { "5" };
            let lists = [*refunds, &[], &[]];
            let lists = lists.into_iter().map(page);
            std::iter::once(page(&[payment(cancel)]))
                .chain(lists)
                .collect()
        };
        let mut acts: Vec<Act> = looks.iter().flat_map(look).collect();
        acts.extend(between);
        acts.push(done());
        let stub = Stub::start(acts);
        let sandbox = Sandbox::new();
        let more = format!("preflight = true\nclearing_pause = false\n{more}");
        sandbox.write_config(&profile(&stub.url(), &more));
        Self { stub, sandbox }
    }

    /// Answers each question after so many seconds.
    fn issue(&self, seconds: u64, answers: &str, more: &[&str]) -> Run {
        Program::new(&self.sandbox, Still::at(NOON))
            .on_terminal(120)
            .thinking(Duration::from_secs(seconds))
            .typing(answers)
            .run(&[&["issue", PAYMENT, "--profile", "stub"], more].concat())
    }

    /// How often the payment was looked at, and how many refunds were asked for.
    fn heard(&self) -> (usize, usize) {
        let arrivals = self.stub.arrivals();
        let looks = arrivals
            .iter()
            .filter(|arrival| arrival.parameter("syssn").as_deref() == Some(PAYMENT));
        let posts = arrivals
            .iter()
            .filter(|arrival| arrival.head.contains("/trade/v1/refund"))
            .count();
        (looks.count() - posts, posts)
    }
}

const AMOUNT: [&str; 2] = ["--amount", "5.00"];

#[test]
fn an_answer_in_time_is_to_what_was_shown() {
    let shop = Shop::showing(&[&[]]);
    let run = shop.issue(30, "5.00\n", &AMOUNT);
    assert_eq!((run.code, shop.heard()), (0, (1, 1)), "{run:?}");
}

#[test]
fn after_a_late_answer_the_payment_is_looked_at_again() {
    let shop = Shop::showing(&[&[], &[]]);
    let run = shop.issue(31, "5.00\n", &AMOUNT);
    assert_eq!((run.code, shop.heard()), (0, (2, 1)), "{run:?}");
    assert_eq!(
        run.stderr.matches("About to refund").count(),
        1,
        "asked again, although nothing has changed: {run:?}"
    );
}

#[test]
fn a_refund_made_in_the_portal_while_the_question_stood_is_a_twin() {
    let shop = Shop::showing(&[&[], &[refund("PORTAL-1", "500")]]);
    let run = shop.issue(3600, "5.00\n", &AMOUNT);
    assert_eq!((run.code, shop.heard()), (8, (2, 0)), "{run:?}");
    assert!(run.stdout.contains("PORTAL-1"), "{run:?}");
}

#[test]
fn what_has_changed_is_shown_and_asked_again() {
    let made = [refund("PORTAL-1", "4500")];
    let shop = Shop::showing(&[&[], &made, &made]);
    let run = shop.issue(31, "5.00\n5.00\n", &AMOUNT);
    assert_eq!((run.code, shop.heard()), (0, (3, 1)), "{run:?}");
    let shown = run.stderr.matches("About to refund").count();
    assert_eq!(
        (shown, run.stderr.matches("PORTAL-1").count()),
        (2, 1),
        "{run:?}"
    );
    // Nobody has said yes to what is left now.
    let shop = Shop::showing(&[&[], &made]);
    let run = shop.issue(31, "100.00\n", &["--full"]);
    assert_eq!((run.code, shop.heard()), (10, (2, 0)), "{run:?}");
    assert!(
        run.stderr.contains("has changed while the question stood")
            && run.stderr.contains("Type the amount (55.00)"),
        "{run:?}"
    );
}

#[test]
fn the_rows_of_a_file_are_looked_at_again_after_a_late_answer() {
    let made = [refund("PORTAL-1", "500")];
    for (seconds, second, exit, heard) in [
        (30, &[][..], 0, (1, 1)),
        (31, &[][..], 0, (2, 1)),
        (3600, &made[..], 8, (2, 0)),
    ] {
        let looks = [&[][..], second];
        // Lists of more than 20 s ago are read anew before the row is sent.
        let lists = if seconds == 30 { 3 } else { 0 };
        let lists = (0..lists).map(|_| page(&[])).collect();
        let shop = Shop::of(&looks[..heard.0], lists, "");
        let file = shop.sandbox.path("one.csv");
        std::fs::write(&file, format!("syssn,amount\n{PAYMENT},5.00\n")).unwrap();
        let run = Program::new(&shop.sandbox, Still::at(NOON))
            .on_terminal(120)
            .thinking(Duration::from_secs(seconds))
            .typing("1\n")
            .run(&[
                "batch",
                "run",
                file.to_str().unwrap(),
                "--wait",
                "0",
                "--profile",
                "stub",
            ]);
        assert_eq!(
            (run.code, shop.heard()),
            (exit, heard),
            "{seconds}: {run:?}"
        );
        assert_eq!(run.stdout.contains("PORTAL-1"), exit == 8, "{run:?}");
    }
}

#[test]
fn a_row_is_compared_with_what_was_made_elsewhere_however_long_ago() {
    let mut made = refund("PORTAL-1", "500");
    made["sysdtm"] = serde_json::json!("2026-05-21 09:00:00");
    let shop = Shop::showing(&[&[made]]);
    let file = shop.sandbox.path("one.csv");
    std::fs::write(&file, format!("syssn,amount\n{PAYMENT},5.00\n")).unwrap();
    let run = Program::new(&shop.sandbox, Still::at(NOON)).run(&[
        "batch",
        "run",
        file.to_str().unwrap(),
        "--yes",
        "--profile",
        "stub",
    ]);
    assert_eq!((run.code, shop.heard()), (8, (1, 0)), "{run:?}");
    assert!(run.stdout.contains("PORTAL-1"), "{run:?}");
}

#[test]
fn a_resend_is_not_sent_where_the_payments_look_shows_it_after_all() {
    resend_refused("5", |own| refund(own, "500"), "It is this very one");
}

#[test]
fn a_resend_is_not_sent_beside_an_open_refund_nor_beyond_what_is_left() {
    let pending = |_: &str| {
        let mut row = refund("PORTAL-1", "100");
        row["respcd"] = "1143".into();
        row
    };
    resend_refused("0", pending, "is still open: HKD 1.00 pending");
    let left = "after its other refunds HKD 4.99 is left";
    resend_refused("5", |_| refund("PORTAL-1", "9501"), left);
}

/// The outcome of a refund of 5.00 is lost, looks do not show it, and the look before it is sent again shows
/// this row in this month's list.
fn resend_refused(cancel: &str, row: fn(&str) -> Value, words: &str) {
    let sandbox = Sandbox::new();
    let more = "preflight = true\nclearing_pause = false\n";
    let clock = Still::at(NOON);
    let run = |url: &str, words: &[&str]| {
        sandbox.write_config(&profile(url, more));
        let more = ["--profile", "stub", "--output", "json"];
        Program::new(&sandbox, clock.clone()).run(&[words, &more].concat())
    };
    // One address for all, so that the looks count.
    let number = std::sync::Arc::new(std::sync::Mutex::new(String::new()));
    let (empty, known) = (|| page(&[]), number.clone());
    let mut acts = vec![
        page(&[payment("0")]),
        empty(),
        empty(),
        empty(),
        Act::CloseAfterReading,
    ];
    // Three looks, and the one that the resend makes itself.
    acts.extend((0..16).map(|_| empty()));
    // This month's list comes last.
    acts.extend([page(&[payment(cancel)]), empty(), empty()]);
    acts.push(Act::Custom(Box::new(move |stream, _| {
        let own = row(&known.lock().unwrap());
        let body =
            serde_json::json!({"respcd": "0000", "data": [own], "page": 1, "page_size": 100});
        let reply = crate::support::stub::json_reply(&body.to_string());
        let _ = std::io::Write::write_all(stream, &reply);
    })));
    acts.extend((0..2).map(|_| empty()));
    let stub = Stub::start(acts);
    let lost = run(
        &stub.url(),
        &["issue", PAYMENT, "--amount", "5.00", "--yes"],
    );
    assert_eq!(lost.code, 6, "{lost:?}");
    let own = lost.json()["out_trade_no"].as_str().unwrap().to_owned();
    number.lock().unwrap().clone_from(&own);
    for _ in 0..3 {
        qfrefund::world::Clock::sleep(&*clock, Duration::from_secs(400));
        assert_eq!(run(&stub.url(), &["resolve", &own]).code, 6);
    }
    let refused = run(&stub.url(), &["resolve", "--resend", &own, "--yes"]);
    assert_eq!(refused.code, 8, "{refused:?}");
    assert!(refused.stderr.contains(words), "{refused:?}");
    let posts = stub.arrivals();
    let posts = posts
        .iter()
        .filter(|arrival| arrival.head.contains("/trade/v1/refund"));
    assert_eq!(posts.count(), 1);
}

#[test]
fn where_the_limit_keeps_the_refund_waiting_the_payment_is_looked_at_again() {
    // The look takes the four requests of a minute.
    let limit = "rate_limit = \"4/min\"\n";
    let shop = Shop::of(&[&[], &[]], Vec::new(), limit);
    let run = shop.issue(1, "5.00\n", &AMOUNT);
    assert_eq!((run.code, shop.heard()), (0, (2, 1)), "{run:?}");
    assert_eq!(run.stderr.matches("About to refund").count(), 1, "{run:?}");
    let shop = Shop::of(&[&[], &[refund("PORTAL-1", "500")]], Vec::new(), limit);
    let run = shop.issue(1, "5.00\n", &AMOUNT);
    assert_eq!((run.code, shop.heard()), (8, (2, 0)), "{run:?}");
    assert!(run.stdout.contains("PORTAL-1"), "{run:?}");
    // Nobody is asked: it waits before the look, which is then made once.
    let shop = Shop::of(&[&[]], Vec::new(), limit);
    let run = shop.issue(1, "", &["--amount", "5.00", "--yes"]);
    assert_eq!((run.code, shop.heard()), (0, (1, 1)), "{run:?}");
}

/// The second row of a file comes so long after the first.
fn second_row(seconds: u64, lists: Vec<Act>) -> (Run, usize, Vec<String>) {
    const SECOND: &str = "20260520000200020000000002";
    let clock = Still::at(NOON);
    let passes = std::sync::Arc::clone(&clock);
    let first = Act::Custom(Box::new(move |stream, arrival| {
        use qfrefund::world::Clock as _;
        passes.sleep(Duration::from_secs(seconds));
        let Act::Custom(done) = done() else {
            unreachable!();
        };
        done(stream, arrival);
    }));
    let mut other = payment("0");
    other["syssn"] = SECOND.into();
    other["out_trade_no"] = "ORDER-2".into();
    let mut acts = vec![page(&[payment("0")])];
    acts.extend((0..3).map(|_| page(&[])));
    acts.extend([page(&[other]), first]);
    let before = acts.len();
    acts.extend(lists);
    acts.push(Act::Custom(Box::new(|stream, arrival| {
        let body = crate::support::stub::agreeing_body("0000", arrival);
        let body = body.replace(crate::support::sandbox::PAYMENT, SECOND);
        let _ = stream.write_all(&crate::support::json_reply(&body.replace("1250", "500")));
    })));
    let stub = Stub::start(acts);
    let sandbox = Sandbox::new();
    let more = "preflight = true\nclearing_pause = false\n";
    sandbox.write_config(&profile(&stub.url(), more));
    let file = sandbox.path("two.csv");
    std::fs::write(
        &file,
        format!("syssn,amount\n{PAYMENT},5.00\n{SECOND},5.00\n"),
    )
    .unwrap();
    let run = Program::new(&sandbox, clock).run(&[
        "batch",
        "run",
        file.to_str().unwrap(),
        "--yes",
        "--jobs",
        "1",
        "--wait",
        "0",
        "--profile",
        "stub",
    ]);
    let after = stub.arrivals().into_iter().skip(before);
    let paths = after.map(|arrival| {
        let path = arrival.head.split(' ').nth(1).unwrap_or_default();
        path.rsplit('/').next().unwrap_or_default().to_owned()
    });
    (run, stub.connections(), paths.collect())
}

#[test]
fn a_row_late_in_a_file_is_sent_by_lists_that_are_read_anew() {
    // What was read a moment ago still holds.
    let (run, _, asked) = second_row(20, Vec::new());
    assert_eq!(
        (run.code, &asked[..]),
        (0, &["refund".to_owned()][..]),
        "{run:?}"
    );
    // Later the lists tell, and the payment itself need not be asked for: nothing is made of it.
    let lists = || (0..3).map(|_| page(&[]));
    let (run, _, asked) = second_row(21, lists().collect());
    assert_eq!(run.code, 0, "{run:?}");
    assert_eq!(asked, ["query", "query", "query", "refund"], "{run:?}");
}

#[test]
fn a_refund_made_in_the_portal_while_a_file_runs_keeps_its_row_back() {
    const SECOND: &str = "20260520000200020000000002";
    let mut made = refund("PORTAL-1", "500");
    made["origssn"] = SECOND.into();
    let mut paid = payment("5");
    paid["syssn"] = SECOND.into();
    paid["out_trade_no"] = "ORDER-2".into();
    let lists = vec![page(&[]), page(&[]), page(&[made]), page(&[paid])];
    let (run, _, asked) = second_row(60, lists);
    assert_eq!(asked, ["query"; 4], "it was sent: {run:?}");
    assert_eq!(run.code, 9, "{run:?}");
    assert!(run.stderr.contains("PORTAL-1"), "{run:?}");
}

#[test]
fn a_look_is_as_old_as_the_question_for_its_last_list() {
    // The machine sleeps while that list is on its way; this month's comes last.
    let clock = Still::at(NOON);
    let passes = std::sync::Arc::clone(&clock);
    let slow = Act::Custom(Box::new(move |stream, _| {
        use qfrefund::world::Clock as _;
        passes.sleep(Duration::from_secs(31));
        let Act::Send(reply) = page(&[]) else {
            unreachable!();
        };
        let _ = stream.write_all(&reply);
    }));
    let mut acts = vec![page(&[payment("0")]), page(&[]), page(&[]), slow];
    acts.extend([page(&[payment("5")]), page(&[]), page(&[])]);
    acts.extend([page(&[refund("PORTAL-1", "500")]), done()]);
    let stub = Stub::start(acts);
    let sandbox = Sandbox::new();
    let more = "preflight = true\nclearing_pause = false\n";
    sandbox.write_config(&profile(&stub.url(), more));
    let shop = Shop { stub, sandbox };
    let words = ["issue", PAYMENT, "--profile", "stub", "--yes"];
    let run = Program::new(&shop.sandbox, clock).run(&[&words[..], &AMOUNT].concat());
    assert_eq!((run.code, shop.heard()), (8, (2, 0)), "{run:?}");
    assert!(run.stdout.contains("PORTAL-1"), "{run:?}");
    let start = |at: usize| shop.stub.arrivals()[at].parameter("start_time").unwrap();
    assert_eq!(&start(3)[..7], "2026-06", "{}", start(3));
}
