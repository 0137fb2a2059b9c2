//! The request time is that of the send, kept with the attempt: on the wire, in the journal and in what is shown.

use crate::support::program::Settable;
use crate::support::sandbox::{PAYMENT, profile};
use crate::support::stub::{Act, Arrival, Stub, agree, http_reply, json_reply};
use crate::support::{Run, Sandbox};
use std::sync::Arc;
use time::OffsetDateTime;
use time::macros::datetime;

const YESTERDAY: OffsetDateTime = datetime!(2026-10-31 22:00 +8);
const TODAY: OffsetDateTime = datetime!(2026-11-01 09:30 +8);

/// A gateway that has no time for the first refund, and shows it neither by its number nor in a month.
fn busy_first() -> Stub {
    let busy = http_reply("429 Too Many Requests", "", b"");
    let nothing = || Act::Send(json_reply(r#"{"respcd":"0000","data":[]}"#));
    let mut acts = vec![Act::Send(busy)];
    acts.extend((0..5).map(|_| nothing()));
    acts.push(agree("0000"));
    Stub::start(acts)
}

struct Shop {
    sandbox: Sandbox,
    clock: Arc<Settable>,
    stub: Stub,
}

impl Shop {
    fn open(stub: Stub) -> Self {
        Self {
            sandbox: Sandbox::at(&stub.url()),
            clock: Settable::at(YESTERDAY),
            stub,
        }
    }

    fn run(&self, words: &[&str]) -> Run {
        let more = ["--profile", "stub", "--output", "json"];
        let program = self.sandbox.program(self.clock.clone());
        program.run(&[words, &more].concat())
    }

    /// The number and the time of each refund that was asked for.
    fn arrived(&self) -> Vec<(String, String)> {
        let of = |arrival: &Arrival, name| arrival.parameter(name).unwrap();
        let both = |arrival: &Arrival| (of(arrival, "out_trade_no"), of(arrival, "txdtm"));
        let arrivals = self.stub.arrivals();
        let refunds = arrivals
            .iter()
            .filter(|arrival| arrival.head.contains("/trade/v1/refund"));
        refunds.map(both).collect()
    }
}

#[test]
fn a_row_planned_yesterday_is_sent_with_the_time_of_today() {
    let shop = Shop::open(Stub::start(vec![agree("0000")]));
    let file = format!("syssn,txamt\n{PAYMENT},1250\n");
    std::fs::write(shop.sandbox.path("refunds.csv"), file).unwrap();
    let path = shop.sandbox.path("refunds.csv");
    let run = ["batch", "run", path.to_str().unwrap(), "--yes"];
    // The gateway is not to be reached.
    shop.sandbox
        .write_config(&profile("http://127.0.0.1:9", ""));
    assert_eq!(shop.run(&run).code, 4);
    let listed = shop.run(&["history"]).json();
    let number = listed["refunds"][0]["out_trade_no"].as_str().unwrap();
    let shown = |field: &str| {
        let shown = shop.run(&["show", number]).json();
        shown["refund"][field].clone()
    };
    assert!(shown("txdtm").is_null(), "nothing was sent");
    shop.clock.set(TODAY);
    shop.sandbox.write_config(&profile(&shop.stub.url(), ""));
    assert_eq!(shop.run(&run).code, 0);
    let sent = (number.to_owned(), "2026-11-01 09:30:00".to_owned());
    assert_eq!(shop.arrived(), [sent]);
    assert_eq!(shown("txdtm"), "2026-11-01 09:30:00");
    assert_eq!(shown("created_at"), "2026-10-31T14:00:00Z");
    let program = shop.sandbox.program(shop.clock.clone());
    let export = program.run(&["journal", "export", "--profile", "stub"]);
    let written = r#""txdtm":"2026-11-01 09:30:00""#;
    assert!(export.stdout.contains(written), "{}", export.stdout);
    assert_eq!(shop.run(&["journal", "verify"]).code, 0);
}

#[test]
fn a_single_refund_that_was_not_sent_takes_the_time_at_which_it_is() {
    for (given, sent) in [
        // A second after HTTP 429.
        (None, "2026-11-01 09:30:01"),
        (Some("2026-10-30 08:00:00"), "2026-10-30 08:00:00"),
    ] {
        let shop = Shop::open(busy_first());
        let mut line = vec![
            "issue",
            PAYMENT,
            "--txamt",
            "1250",
            "--reference",
            "R-1",
            "--yes",
        ];
        line.extend(given.into_iter().flat_map(|time| ["--txdtm", time]));
        let busy = shop.run(&line);
        assert_eq!(busy.code, 4);
        assert_eq!(busy.json()["txdtm"].as_str(), given);
        shop.clock.set(TODAY);
        let done = shop.run(&line);
        assert_eq!(done.code, 0, "{}", done.stderr);
        assert_eq!(done.json()["txdtm"], sent);
        assert_eq!(shop.arrived()[1].1, sent);
        assert_eq!(shop.arrived()[0].0, shop.arrived()[1].0);
        // Shown again it is still that.
        assert_eq!(shop.run(&line).json()["txdtm"], sent);
    }
}

#[test]
fn a_dry_run_shows_the_request_as_if_it_were_sent_now() {
    let shop = Shop::open(busy_first());
    let line = ["issue", PAYMENT, "--txamt", "1250", "--dry-run"];
    assert_eq!(
        shop.run(&line).json()["parameters"]["txdtm"],
        "2026-10-31 22:00:00"
    );
    assert_eq!(shop.arrived(), []);
}
