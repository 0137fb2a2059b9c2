//! What an older copy lacks is noticed whoever asks, and `journal rejoin` tells apart what it finds.

use crate::restoring::{PAYMENT, Shop};
use crate::support::program::{Program, Settable, Still, serve};
use crate::support::sandbox::{APP_CODE, KEY, profile};
use crate::support::stub::{Arrival, http_reply};
use crate::support::{Act, Run, Sandbox, Stub};
use qfrefund::gateway::signature::{SignType, sign_body};
use serde_json::{Value, json};
use std::fs;
use std::sync::{Arc, Mutex};
use time::macros::datetime;

#[test]
fn an_older_copy_is_noticed_for_another_merchant_too() {
    let shop = Shop::new();
    assert_eq!(shop.issue("1.00").code, 0);
    let copy = shop.copy();
    assert_eq!(shop.issue("5.00").code, 0);
    shop.put_back(&copy);
    shop.home.write_config(&profile(
        &shop.gateway.url,
        "clearing_pause = false\nmerchant = \"other\"\n",
    ));
    assert_eq!(shop.run(&["journal", "adopt-merchant", "--other"]).code, 0);
    for _ in 0..2 {
        let refused = shop.issue("9.00");
        assert_eq!(refused.code, 3, "{refused:?}");
        assert!(
            refused.stderr.contains("has gone back in time"),
            "{refused:?}"
        );
    }
    assert_eq!(shop.executed(), 2);
    let rejoined = shop.run(&["journal", "rejoin"]);
    assert_eq!(rejoined.code, 0, "{rejoined:?}");
    let entered = rejoined.json()["entered"].clone();
    assert_eq!(entered[0]["txamt"], 500, "{entered}");
    let issued = shop.issue("9.00");
    assert_eq!(issued.code, 0, "{issued:?}");
    assert_eq!(shop.executed(), 3);
}

#[test]
fn an_older_copy_is_noticed_for_a_profile_that_is_used_for_the_first_time() {
    let shop = Shop::new();
    assert_eq!(shop.issue("1.00").code, 0);
    let copy = shop.copy();
    assert_eq!(shop.issue("5.00").code, 0);
    let first = profile(&shop.gateway.url, "clearing_pause = false\n");
    let new = profile(&shop.gateway.url, "merchant = \"new\"\n");
    let new = new.replace("profiles.stub", "profiles.new");
    shop.home.write_config(&(first + &new));
    let issue = |amount: &str| {
        let line = format!("issue {PAYMENT} --amount {amount} --yes --profile new --output json");
        shop.home.run(&line.split(' ').collect::<Vec<_>>())
    };
    // A journal in which nothing is missing takes in whoever comes.
    assert_eq!(issue("2.00").code, 0);
    for entry in fs::read_dir(shop.witness_folder()).unwrap() {
        let path = entry.unwrap().path();
        let text = fs::read_to_string(&path).unwrap();
        // Nothing was seen of the new one: as on the day when it is used for the first time.
        if text.contains("seen 00000000000000000009") {
            fs::remove_file(path).unwrap();
        }
    }
    shop.put_back(&copy);
    let refused = issue("3.00");
    assert_eq!(refused.code, 3, "{refused:?}");
    assert!(
        refused.stderr.contains("has gone back in time"),
        "{refused:?}"
    );
    assert_eq!(shop.executed(), 3);
    // What was seen for another cannot be read: it is not taken for absent.
    let witness = shop.witness();
    fs::write(&witness, "spoilt").unwrap();
    let refused = issue("3.00");
    assert_eq!(refused.code, 3, "{refused:?}");
    assert!(refused.stderr.contains("cannot be read"), "{refused:?}");
}

/// What the gateway below says it has, and by which clock.
#[derive(Default)]
struct Says {
    rows: Vec<Value>,
    date: &'static str,
    /// Whether it turns refunds away.
    is_busy: bool,
}

/// A journal of two merchants whom one gateway takes for the same one. It executes nothing and loses
/// its replies to refunds, and lists in June what it is told to.
struct Told {
    home: Sandbox,
    clock: Arc<Still>,
    says: Arc<Mutex<Says>>,
    _stub: Stub,
}

impl Told {
    fn new() -> Self {
        let says: Arc<Mutex<Says>> = Arc::default();
        let acts = (0..80).map(|_| {
            let says = Arc::clone(&says);
            Act::Custom(Box::new(move |stream, arrival: &Arrival| {
                let says = says.lock().unwrap();
                if arrival.head.contains("/trade/v1/refund") {
                    if says.is_busy {
                        let _ = stream.write_all(&http_reply("429 Too Many Requests", "", b""));
                    }
                    return;
                }
                let since = arrival.parameter("start_time").unwrap_or_default();
                let is_june = since.starts_with("2026-06");
                let rows = if is_june {
                    says.rows.clone()
                } else {
                    Vec::new()
                };
                let body = json!({"respcd": "0000", "resperr": "", "data": rows,
                    "page": arrival.parameter("page"), "page_size": 100});
                let body = body.to_string();
                let signature = sign_body(body.as_bytes(), &KEY.into(), SignType::Md5);
                let headers = format!("X-QF-SIGN: {signature}\r\n{}", says.date);
                let _ = stream.write_all(&http_reply("200 OK", &headers, body.as_bytes()));
            }))
        });
        let stub = Stub::start(acts.collect());
        let home = Sandbox::new();
        let more = "rate_limit = \"none\"\n";
        let second = profile(&stub.url(), &format!("{more}merchant = \"second\"\n"));
        let second = second.replace("profiles.stub", "profiles.second");
        home.write_config(&(profile(&stub.url(), more) + &second));
        Self {
            home,
            clock: Still::at(datetime!(2026-06-01 12:00 +8)),
            says,
            _stub: stub,
        }
    }

    fn run(&self, profile: &str, line: &str) -> Run {
        let more = ["--profile", profile, "--output", "json"];
        let words: Vec<&str> = line.split_whitespace().chain(more).collect();
        Program::new(&self.home, self.clock.clone()).run(&words)
    }

    /// Sends a refund whose reply is lost, and returns its number.
    fn lose(&self, profile: &str, amount: &str) -> String {
        let sent = self.run(profile, &format!("issue {PAYMENT} --amount {amount} --yes"));
        assert_eq!(sent.code, 6, "{sent:?}");
        sent.json()["out_trade_no"].as_str().unwrap().to_owned()
    }

    fn shows(&self, rows: &[Value]) {
        self.says.lock().unwrap().rows = rows.to_vec();
    }

    /// The numbers and states that a rejoin enters, of as many refunds as it has seen.
    fn rejoin(&self, seen: usize) -> Vec<(String, String)> {
        let run = self.run("stub", "journal rejoin");
        assert_eq!(run.code, 0, "{run:?}");
        let document = run.json();
        assert_eq!(document["refunds_seen"], seen, "{document}");
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let entered = document["entered"].as_array().unwrap().iter();
        entered
            .map(|row| (text(&row["out_trade_no"]), text(&row["state"])))
            .collect()
    }

    fn state(&self, profile: &str, number: &str) -> String {
        let shown = self.run(profile, &format!("show {number}")).json();
        shown["refund"]["state"].as_str().unwrap().to_owned()
    }
}

/// A refund of the payment that the gateway has executed.
fn row(number: &str, syssn: &str, txamt: &str) -> Value {
    json!({"order_type": "refund", "syssn": syssn, "origssn": PAYMENT, "out_trade_no": number,
        "txamt": txamt, "txcurrcd": "HKD", "respcd": "0000", "sysdtm": "2026-06-01 12:00:00"})
}

fn entered(number: &str) -> (String, String) {
    (number.to_owned(), "refunded".to_owned())
}

#[test]
fn what_is_another_merchants_in_the_journal_is_not_entered_twice() {
    let told = Told::new();
    let number = told.lose("second", "12.50");
    told.shows(&[row(&number, "S-1", "1250")]);
    // Its own merchant learns what became of it.
    assert_eq!(told.run("second", &format!("resolve {number}")).code, 0);
    assert_eq!(told.rejoin(1), []);
    // One that was entered under the gateway's number is known by that.
    let second = told.run("second", "journal rejoin");
    assert_eq!(second.code, 0, "{second:?}");
    // The same number stands for another refund there: that one is lacking.
    let other = row(&number, "S-2", "300");
    told.shows(&[row(&number, "S-1", "1250"), other]);
    assert_eq!(told.rejoin(2), [entered("S-2")]);
    assert_eq!(told.rejoin(2), []);
    assert_eq!(told.state("second", &number), "refunded");
    assert_eq!(told.run("stub", "journal verify").code, 0);
}

#[test]
fn a_refund_is_anothers_only_where_it_is_the_same_one() {
    let told = Told::new();
    let number = told.lose("second", "12.50");
    // Nobody has asked for it yet: number, payment and amount say that it is this one.
    told.shows(&[row(&number, "S-1", "1250")]);
    assert_eq!(told.rejoin(1), []);
    assert_eq!(told.state("second", &number), "unknown");
    // Not where it is of another amount, or one of two under the number, or was given up.
    told.shows(&[row(&number, "S-1", "1200")]);
    assert_eq!(told.rejoin(1), [entered(&number)]);
    told.shows(&[row(&number, "S-2", "1250"), row(&number, "S-3", "1250")]);
    assert_eq!(told.rejoin(2), [entered("S-2"), entered("S-3")]);
    let told = Told::new();
    let number = told.lose("second", "12.50");
    let close = "--as not-refunded --note x --unseen y --yes";
    assert_eq!(
        told.run("second", &format!("close {number} {close}")).code,
        0
    );
    told.shows(&[row(&number, "S-1", "1250")]);
    assert_eq!(told.rejoin(1), [entered(&number)]);
}

/// Its copy of the journal has it as planned: it was sent since.
#[test]
fn what_another_merchant_has_planned_is_not_entered_twice() {
    let told = Told::new();
    told.says.lock().unwrap().is_busy = true;
    let sent = told.run("second", &format!("issue {PAYMENT} --amount 12.50 --yes"));
    assert_eq!(sent.code, 4, "{sent:?}");
    let number = sent.json()["out_trade_no"].as_str().unwrap().to_owned();
    told.shows(&[row(&number, "S-1", "1250")]);
    assert_eq!(told.rejoin(1), []);
    assert_eq!(told.state("second", &number), "planned");
    // Another refund under its number is another one.
    told.shows(&[row(&number, "S-1", "1200")]);
    assert_eq!(told.rejoin(1), [entered(&number)]);
}

#[test]
fn two_refunds_under_one_number_are_two() {
    let told = Told::new();
    told.shows(&[row("SHOP-1", "S-1", "100"), row("SHOP-1", "S-2", "100")]);
    assert_eq!(told.rejoin(2), [entered("S-1"), entered("S-2")]);
    assert_eq!(told.rejoin(2), []);
    // Which of two is ours nobody knows: both are entered, and ours stays as it is.
    let number = told.lose("stub", "3.00");
    let more = [row(&number, "S-3", "300"), row(&number, "S-4", "300")];
    told.shows(&more);
    assert_eq!(told.rejoin(2), [entered("S-3"), entered("S-4")]);
    assert_eq!(told.state("stub", &number), "unknown");
    assert_eq!(told.rejoin(2), []);
    // The same row listed twice is one.
    told.shows(&[row("SHOP-2", "S-5", "400"), row("SHOP-2", "S-5", "400")]);
    assert_eq!(told.rejoin(1), [entered("SHOP-2")]);
    assert_eq!(told.run("stub", "journal verify").code, 0);
}

#[test]
fn by_a_wrong_clock_nothing_is_entered_and_the_copy_stays_held_back() {
    let told = Told::new();
    told.lose("stub", "1.00");
    let copy = told.home.path("copy.db");
    let backup = format!("journal backup {}", copy.display());
    assert_eq!(told.run("stub", &backup).code, 0);
    let closed = told.run("stub", "resolve");
    assert_eq!(closed.code, 6, "something was written since: {closed:?}");
    told.shows(&[row("SHOP-1", "S-1", "300")]);
    told.says.lock().unwrap().date = "Date: Wed, 01 Jul 2026 04:00:00 GMT\r\n";
    let restore = format!("journal restore {}", copy.display());
    for line in [restore.as_str(), "journal rejoin"] {
        let refused = told.run("stub", line);
        assert_eq!(refused.code, 3, "{line}: {refused:?}");
        assert!(
            refused.stdout.contains("behind the gateway's"),
            "{refused:?}"
        );
        let history = told.run("stub", "history").json();
        assert_eq!(history["refunds"].as_array().unwrap().len(), 1, "{history}");
        let held = told.run("stub", &format!("issue {PAYMENT} --amount 9.00 --yes"));
        assert_eq!(held.code, 3, "{held:?}");
    }
    // The clock was set.
    told.says.lock().unwrap().date = "Date: Mon, 01 Jun 2026 04:00:00 GMT\r\n";
    assert_eq!(told.rejoin(1), [entered("SHOP-1")]);
}

/// The gateway shows no refusal: what was tried again stands in the new journal under the number of a
/// later attempt, and nothing tells of the first.
#[test]
fn a_later_attempt_under_a_reference_is_known_after_the_journal_was_lost() {
    let home = Sandbox::new();
    let clock = Settable::at(datetime!(2026-11-03 12:00 +8));
    let refused = "[[fault]]\non = \"refund\"\ndo = \"respcd\"\nrespcd = \"1269\"\ntimes = 1\n";
    let gateway = serve(&home, &clock, refused);
    home.write_config(&profile(&gateway.base_url(), "clearing_pause = false\n"));
    let run = |line: &str| {
        let line = format!("{line} --profile stub --output json");
        let words: Vec<&str> = line.split(' ').collect();
        home.program(clock.clone()).run(&words)
    };
    let issue = format!("issue {PAYMENT} --amount 2.00 --reference T-1 --yes");
    assert_eq!(run(&issue).code, 5);
    let paid = run(&format!("{issue} --again"));
    assert_eq!(paid.code, 0, "{paid:?}");
    for ending in ["", "-wal", "-shm"] {
        let _ = fs::remove_file(format!("{}{ending}", home.journal().display()));
    }
    assert_eq!(run("journal init --anew").code, 0);
    assert_eq!(run("journal rejoin").code, 0);
    // No twin any more, by the clock.
    clock.set(datetime!(2026-11-06 12:00 +8));
    let once_more = run(&issue);
    assert_eq!(once_more.json()["replayed"], true, "{once_more:?}");
    assert_eq!(
        once_more.json()["out_trade_no"],
        paid.json()["out_trade_no"]
    );
    let again = run(&format!("{issue} --again"));
    assert_eq!(
        (again.code, again.json()["cause"].as_str()),
        (8, Some("again")),
        "{again:?}"
    );
}

/// Two counters of one shop: the gateway lists by app code what was sent with it.
#[test]
fn each_credential_of_a_merchant_is_held_back_until_its_own_lists_are_read() {
    let told = Told::new();
    let shop = profile(
        &told._stub.url(),
        "rate_limit = \"none\"\nmerchant = \"shop\"\n",
    );
    let other = shop.replace("profiles.stub", "profiles.counter");
    let other = other.replace(APP_CODE, "EEEE9D2A1F2E42A9A60C370000000000");
    told.home.write_config(&(shop + &other));
    told.lose("stub", "1.00");
    let copy = told.home.path("copy.db");
    let line = format!("journal backup {}", copy.display());
    assert_eq!(told.run("stub", &line).code, 0);
    assert_eq!(told.run("stub", "resolve").code, 6);
    // Nothing is sent beside what is open; what a journal lacks is told before that.
    let code = |profile: &str| {
        let refused = told.run(profile, &format!("issue {PAYMENT} --amount 9.00 --yes"));
        (refused.code, refused.json()["cause"].clone())
    };
    let is_free = (8, json!("open"));
    assert_eq!(
        (code("stub"), code("counter")),
        (is_free.clone(), is_free.clone())
    );
    let restored = told.run("stub", &format!("journal restore {}", copy.display()));
    assert_eq!(restored.code, 0, "{restored:?}");
    let is_held = (3, json!("setup"));
    assert_eq!(
        (code("stub"), code("counter")),
        (is_free.clone(), is_held.clone())
    );
    assert_eq!(told.run("stub", "journal rejoin").code, 0);
    assert_eq!(code("counter"), is_held);
    let status = told.run("counter", "status").json();
    let problem = status["profiles"][0]["problem"].as_str().unwrap();
    assert!(
        problem.contains("journal rejoin --profile counter"),
        "{problem}"
    );
    assert_eq!(told.run("counter", "journal rejoin").code, 0);
    assert_eq!((code("stub"), code("counter")), (is_free.clone(), is_free));
}

/// It has no number of the merchant's: the gateway's own is what it can be asked for by.
#[test]
fn a_refund_without_a_number_of_ours_is_asked_for_by_the_gateways() {
    let told = Told::new();
    let mut nameless = row("", "S-1", "500");
    nameless.as_object_mut().unwrap().remove("out_trade_no");
    nameless["respcd"] = json!("1143");
    told.shows(std::slice::from_ref(&nameless));
    assert_eq!(told.rejoin(1), [("S-1".to_owned(), "pending".to_owned())]);
    nameless["respcd"] = json!("0000");
    told.shows(&[nameless]);
    let before = told._stub.arrivals().len();
    let resolved = told.run("stub", "resolve S-1");
    assert_eq!(resolved.code, 0, "{resolved:?}");
    assert_eq!(told.state("stub", "S-1"), "refunded");
    let asked = told._stub.arrivals().split_off(before);
    for arrival in &asked {
        let numbers = ["syssn", "out_trade_no"].map(|name| arrival.parameter(name));
        assert_eq!(numbers, [Some("S-1".to_owned()), None], "{arrival:?}");
    }
    assert!(!asked.is_empty());
}

#[test]
fn a_refund_that_was_found_was_made_when_the_gateway_made_it() {
    let told = Told::new();
    let mut found = row("SHOP-1", "S-1", "900");
    found["sysdtm"] = json!("2026-06-01 09:30:00");
    told.shows(&[found]);
    assert_eq!(told.rejoin(1), [entered("SHOP-1")]);
    let twin = told.run("stub", &format!("issue {PAYMENT} --amount 9.00 --yes"));
    assert_eq!(twin.code, 8, "{twin:?}");
    let says = "was made 2026-06-01 09:30:00 (UTC+8) as SHOP-1";
    assert!(twin.stderr.contains(says), "{twin:?}");
}
