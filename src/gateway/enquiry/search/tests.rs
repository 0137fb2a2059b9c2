use super::*;
use crate::gateway::enquiry::PAGE_SIZE;
use crate::gateway::enquiry::pages::is_last;
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
        let row = |row| format!(r#"{{"syssn":"{pages}-{row}"}}"#);
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
