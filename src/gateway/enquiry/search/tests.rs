use super::*;
use crate::gateway::enquiry::PAGE_SIZE;
use crate::gateway::enquiry::pages::is_last;
use crate::gateway::form;
use crate::gateway::gate::Gate;
use crate::gateway::post::{AtSend, Post};
use crate::gateway::tests::{answered, merchant};
use crate::gateway::transport::Exchange;
use crate::gateway::wire::SignedRequest;
use crate::world::Clock;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use time::OffsetDateTime;

fn month(text: &str) -> HkMonth {
    HkMonth::parse(text).unwrap()
}

/// A gateway whose pages are always full, always new, and take ten seconds each.
#[derive(Default)]
struct Endless(Mutex<u64>);

impl Clock for Endless {
    fn now(&self) -> OffsetDateTime {
        OffsetDateTime::UNIX_EPOCH
    }

    fn uptime(&self) -> Duration {
        Duration::from_secs(10 * *self.0.lock().unwrap())
    }

    fn sleep(&self, _: Duration) {}
}

impl Post for Endless {
    fn post(&self, _: &SignedRequest, _: AtSend) -> Exchange {
        let mut pages = self.0.lock().unwrap();
        *pages += 1;
        let row = |row| format!(r#"{{"order_type":"payment","syssn":"{pages}-{row}"}}"#);
        let rows: Vec<String> = (0..PAGE_SIZE).map(row).collect();
        let body = format!(r#"{{"respcd":"0000","data":[{}]}}"#, rows.join(","));
        answered(body)
    }
}

#[test]
fn a_look_at_pages_without_end_is_over_in_its_time() {
    let gateway = Arc::new(Endless::default());
    let merchant = merchant("A", "k");
    let enquirer = Enquirer {
        merchant: &merchant,
        post: &*gateway,
        gate: &Gate::new([], Arc::<Endless>::clone(&gateway)),
        clock: &*gateway,
        go_on: &|| true,
        until: None,
    };
    let key = Key::Syssn("P1".to_owned());
    let fault = search(&enquirer, &key, &[month("2026-01")]).unwrap_err();
    assert!(matches!(fault, EnquiryFault::OutOfTime), "{fault}");
    assert_eq!(*gateway.0.lock().unwrap(), 30);
    // The next look has its own time.
    let january = month("2026-01");
    assert!(look_up_payment(&enquirer, "P1", Lists::Of(&[january]), january).is_err());
    assert_eq!(*gateway.0.lock().unwrap(), 60);
    // Whole months have as long as they take, while they bring something new.
    let fault = list_months(&enquirer, &[january]).unwrap_err();
    assert!(matches!(fault, EnquiryFault::Endless), "{fault}");
    assert_eq!(*gateway.0.lock().unwrap(), 60 + 1000);
}

/// A gateway with so many rows in every month, which gives so many a page and repeats what page size it was
/// asked for; each page takes so many seconds, and may come again.
struct Capped {
    rows: usize,
    cap: usize,
    seconds: u64,
    turns: bool,
    total: bool,
    pages: Mutex<u64>,
}

impl Clock for Capped {
    fn now(&self) -> OffsetDateTime {
        OffsetDateTime::UNIX_EPOCH
    }

    fn uptime(&self) -> Duration {
        Duration::from_secs(self.seconds * *self.pages.lock().unwrap())
    }

    fn sleep(&self, _: Duration) {}
}

impl Post for Capped {
    fn post(&self, request: &SignedRequest, _: AtSend) -> Exchange {
        *self.pages.lock().unwrap() += 1;
        let fields = form::decode(request.body.as_bytes()).unwrap();
        let page = fields.iter().find(|(name, _)| name == "page").unwrap();
        let page: usize = page.1.parse().unwrap();
        let page = if self.turns { page } else { 1 + page % 2 };
        let begun = (page - 1) * self.cap;
        let row = |row| format!(r#"{{"order_type":"refund","syssn":"S-{row}","origssn":"P1"}}"#);
        let rows: Vec<String> = (begun..self.rows.min(begun + self.cap)).map(row).collect();
        let total = if self.total {
            format!(r#","total":{}"#, self.rows)
        } else {
            String::new()
        };
        let rows = rows.join(",");
        answered(format!(
            r#"{{"respcd":"0000","page_size":100{total},"data":[{rows}]}}"#
        ))
    }
}

fn listed(gateway: Capped, months: &[HkMonth]) -> (Result<usize, EnquiryFault>, u64) {
    let gateway = Arc::new(gateway);
    let merchant = merchant("A", "k");
    let enquirer = Enquirer {
        merchant: &merchant,
        post: &*gateway,
        gate: &Gate::new([], Arc::<Capped>::clone(&gateway)),
        clock: &*gateway,
        go_on: &|| true,
        until: None,
    };
    let found = list_months(&enquirer, months).map(|found| found.rows.len());
    let pages = *gateway.pages.lock().unwrap();
    (found, pages)
}

fn capped(rows: usize, cap: usize) -> Capped {
    Capped {
        rows,
        cap,
        seconds: 1,
        turns: true,
        total: false,
        pages: Mutex::default(),
    }
}

#[test]
fn a_gateway_that_gives_less_than_it_says_is_read_to_its_end() {
    let january = [month("2026-01")];
    for (rows, cap, total, pages) in [
        (25, 10, false, 3),
        (20, 10, false, 3),
        // As it should be: what the gateway says proves the end, or one more page does.
        (9, 100, false, 1),
        (25, 100, true, 1),
        (25, 100, false, 2),
        (120, 100, false, 2),
    ] {
        let gateway = Capped {
            total,
            ..capped(rows, cap)
        };
        let (found, asked) = listed(gateway, &january);
        assert_eq!((found.unwrap(), asked), (rows, pages), "{rows} {cap}");
    }
    // As many as a page had before may be all that is given, in every month.
    let months: Vec<HkMonth> = month("2026-01").through(month("2026-06")).collect();
    let (found, asked) = listed(capped(25, 100), &months);
    assert_eq!((found.unwrap(), asked), (25, 12));
}

#[test]
fn a_list_that_takes_long_is_read_while_it_brings_something_new() {
    let january = [month("2026-01")];
    let slow = Capped {
        seconds: 10,
        ..capped(400, 10)
    };
    let (found, pages) = listed(slow, &january);
    assert_eq!((found.unwrap(), pages), (400, 41));
    // Two pages that come again and again bring nothing new.
    let turning = Capped {
        seconds: 10,
        turns: false,
        ..capped(400, 10)
    };
    let (found, pages) = listed(turning, &january);
    assert!(matches!(found, Err(EnquiryFault::OutOfTime)), "{found:?}");
    assert_eq!(pages, 32);
}

#[test]
fn dated_numbers_are_looked_for_in_their_month_and_those_beside_it() {
    let months = |key: &Key, now: &str| -> String {
        let months = months_to_try(key, month(now));
        let months: Vec<String> = months.iter().map(ToString::to_string).collect();
        months.join(" ")
    };
    let ours = Key::OutTradeNo("RF20251231-0000000000".into());
    assert_eq!(months(&ours, "2026-01"), "2025-12 2026-01 2025-11 2026-02");
    assert_eq!(months(&ours, "2025-12"), "2025-12 2025-11 2026-01");
    // Made under a clock that was six years ahead, or looked for under one that is behind.
    let ahead = Key::OutTradeNo("RF20311231-0000000000".into());
    assert_eq!(
        months(&ahead, "2026-01"),
        "2031-12 2031-11 2032-01 2026-01 2025-12 2026-02"
    );
    let payment = Key::Syssn("20191227000200020061752831".into());
    for now in ["2026-01", "2020-01"] {
        assert_eq!(months(&payment, now), "2019-12 2020-01 2019-11");
    }
    for now in ["2019-12", "1970-01"] {
        let now = HkMonth::parse(now).unwrap_or(HkMonth::of(OffsetDateTime::UNIX_EPOCH));
        assert_eq!(months_to_try(&payment, now)[0], month("2019-12"));
    }
}

#[test]
fn a_page_is_the_last_when_the_gateway_says_so_or_gave_more_before() {
    for (rows, page_size, fullest, last) in [
        (0, None, 0, true),
        (0, Some(100), 100, true),
        (3, Some(100), 0, true),
        (3, Some(3), 0, false),
        (100, Some(500), 0, false),
        (99, Some(500), 0, true),
        // What was asked for is only repeated: as many as are given to whoever asks for none may be a page.
        (9, Some(100), 0, true),
        (10, Some(100), 0, false),
        (99, Some(100), 0, false),
        (99, Some(100), 100, true),
        (10, Some(50), 0, true),
        // Asked for 100 and given 50, without a word: there may be more.
        (50, None, 0, false),
        (50, None, 50, false),
        (49, None, 50, true),
        (49, Some(20), 50, true),
    ] {
        assert_eq!(
            is_last(rows, page_size, fullest),
            last,
            "{rows} {page_size:?} {fullest}"
        );
    }
}

#[test]
fn numbers_without_a_date_are_looked_for_in_this_month_and_those_beside_it() {
    let now = month("2026-01");
    for key in [
        Key::OutTradeNo("ORDER-7".into()),
        Key::OutTradeNo("RR-2XVXC".into()),
        Key::Syssn("99".into()),
    ] {
        assert_eq!(months_to_try(&key, now), [now, now.previous(), now.next()]);
    }
}
