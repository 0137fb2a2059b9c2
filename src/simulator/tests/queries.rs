//! Enquiries: rows, windows, pages, and how pending refunds come to rest.

use super::*;

#[test]
fn rows_show_the_refund_and_what_it_did_to_the_payment() {
    let rig = Rig::new();
    let small = "20260105000200020000000010";
    rig.refund_of(small, "R-1", "4000");
    let reply = rig.query(&[("out_trade_no", "R-1")]);
    assert!(reply.is_genuine(SignType::Md5));
    let json = reply.json();
    assert_eq!((&json["page"], &json["page_size"]), (&1.into(), &10.into()));
    let row = &json["data"][0];
    assert_eq!(row["origssn"], small);
    assert_eq!(row["order_type"], "refund");
    assert_eq!(row["txamt"], "4000");
    assert_eq!(row["errmsg"], "success");
    assert!(row.get("orig_syssn").is_none());
    let payment = [("syssn", small)];
    assert_eq!(rig.query(&payment).rows(), ["payment ORDER-0010 0000 5"]);
    rig.refund_of(small, "R-2", "6000");
    assert_eq!(rig.query(&payment).rows(), ["payment ORDER-0010 0000 3"]);
    assert_eq!(
        rig.query(&[("syssn", "20260105000200020000000008")]).rows(),
        ["payment ORDER-0008 1143 0"]
    );
    assert!(rig.query(&[("out_trade_no", "R-3")]).rows().is_empty());
}

#[test]
fn last_months_refund_is_found_by_our_number_only_with_its_month() {
    let rig = Rig::new();
    rig.clock.set(datetime!(2026-03-31 23:59:59.999 +8));
    let number = rig.refund("R-1", "100").get("syssn");
    rig.clock.set(datetime!(2026-04-01 00:00:00 +8));
    let ours = ("out_trade_no", "R-1");
    assert!(rig.query(&[ours]).rows().is_empty());
    let (start, end) = hong_kong::HkMonth::parse("2026-03").unwrap().window();
    let window = [
        ours,
        ("start_time", start.as_str()),
        ("end_time", end.as_str()),
    ];
    assert_eq!(rig.query(&window).rows(), ["refund R-1 0000 0"]);
    assert_eq!(
        rig.query(&[("syssn", number.as_str())]).rows(),
        ["refund R-1 0000 0"]
    );

    let rig = Rig::with(|options, _| options.rules.strict_months = false);
    rig.refund("R-1", "100");
    rig.clock.set(datetime!(2026-04-01 00:00:00 +8));
    assert_eq!(rig.query(&[ours]).rows(), ["refund R-1 0000 0"]);
}

#[test]
fn lists_pages_and_filters_narrow_a_month() {
    let rig = Rig::new();
    for number in 1..=12 {
        rig.clock.set(NOON + Duration::from_secs(number));
        rig.refund(&format!("R-{number}"), "100");
    }
    // The card payment of today is the month's only payment; without a number the default window
    // is the current month.
    let first = rig.query(&[]).rows();
    assert_eq!(first.len(), 10);
    assert_eq!(first[0], "refund R-12 0000 0");
    let second = rig.query(&[("page", "2")]).rows();
    assert_eq!(
        second,
        [
            "refund R-2 0000 0",
            "refund R-1 0000 0",
            "payment ORDER-0006 0000 0"
        ]
    );
    assert!(rig.query(&[("page", "3")]).rows().is_empty());
    let all = rig.query(&[("page_size", "5000")]);
    assert_eq!(
        (all.rows().len(), &all.json()["page_size"]),
        (13, &100.into())
    );
    assert_eq!(
        rig.query(&[("out_trade_no", "R-3,R-1, R-3,none")]).rows(),
        ["refund R-3 0000 0", "refund R-1 0000 0"]
    );
    assert_eq!(rig.query(&[("pay_type", "802801,1")]).rows().len(), 1);
    assert_eq!(rig.query(&[("respcd", "1143")]).rows().len(), 0);
    let seconds = [
        ("start_time", "2026-03-10 12:00:03"),
        ("end_time", "2026-03-10 12:00:04"),
    ];
    assert_eq!(rig.query(&seconds).rows().len(), 2);
}

#[test]
fn windows_and_pages_that_make_no_sense_are_refused() {
    let rig = Rig::new();
    let long = "1".repeat(129);
    for pairs in [
        &[("start_time", "2026-03-01 00:00:00")][..],
        &[
            ("start_time", "2026-03-31 00:00:00"),
            ("end_time", "2026-04-01 00:00:00"),
        ],
        &[
            ("start_time", "2026-03-31 00:00:00"),
            ("end_time", "2026-03-01 00:00:00"),
        ],
        &[("start_time", "2026-03-01"), ("end_time", "2026-03-02")],
        &[("page", "0")],
        &[("page_size", "ten")],
        &[("syssn", long.as_str())],
    ] {
        assert_eq!(rig.query(pairs).respcd(), "1104", "{pairs:?}");
    }
}

#[test]
fn parameters_may_stand_in_the_address() {
    let rig = Rig::new();
    let pairs = owned(&[("syssn", PAYMENT), ("page", "1")]);
    let headers = format!("X-QF-SIGN: {}\r\n", sign(&pairs, SignType::Md5));
    let path = format!("/trade/v1/query?syssn={PAYMENT}");
    let bytes = exchange(rig.server.address(), &request(&path, &headers, "page=1"));
    assert_eq!(Reply::parse(&bytes).rows(), ["payment ORDER-0001 0000 0"]);
}

#[test]
fn a_pending_refund_ends_when_its_time_is_over() {
    let rig = Rig::faulty(
        "[[fault]]\non = \"refund\"\ndo = \"pending\"\nrespcd = \"1145\"\nafter = \"5s\"\nthen = \"1269\"\ntimes = 1\n",
    );
    let small = "20260105000200020000000010";
    let reply = rig.refund_of(small, "R-1", "10000");
    assert_eq!(reply.respcd(), "1145");
    assert_eq!(reply.get("txamt"), "10000");
    assert!(reply.get("resperr").contains('\n'), "two languages");
    // Nobody can refund the same money meanwhile.
    assert_eq!(rig.refund_of(small, "R-2", "10000").respcd(), "1264");
    let ours = [("out_trade_no", "R-1")];
    rig.clock.set(NOON + Duration::from_millis(4_999));
    assert_eq!(rig.query(&ours).rows(), ["refund R-1 1145 0"]);
    rig.clock.set(NOON + Duration::from_secs(5));
    assert_eq!(rig.query(&ours).rows(), ["refund R-1 1269 0"]);
    assert_eq!(rig.executed()[0].state, RefundState::Refused);
    // The money is free again, the number is not.
    assert_eq!(rig.refund_of(small, "R-1", "10000").respcd(), "1251");
    assert_eq!(rig.refund_of(small, "R-2", "10000").respcd(), "0000");
}

#[test]
fn enquiries_bring_pending_and_hidden_refunds_forward_for_all_processes() {
    let rig = Rig::faulty(
        "[[fault]]\non = \"refund\"\ndo = \"pending\"\nenquiries = 2\n[[fault]]\non = \"refund\"\ndo = \"lag\"\nenquiries = 1\n",
    );
    assert_eq!(rig.refund("R-1", "100").respcd(), "1143");
    let clock = rig.clock.clone();
    let other = Server::start(SimulatorOptions::new(rig.state_path(), clock)).unwrap();
    let ask = |address| {
        let bytes = exchange(
            address,
            &signed("/trade/v1/query", &[("out_trade_no", "R-1")]),
        );
        Reply::parse(&bytes).rows()
    };
    assert!(ask(other.address()).is_empty());
    assert_eq!(ask(rig.server.address()), ["refund R-1 1143 0"]);
    assert_eq!(ask(other.address()), ["refund R-1 1143 0"]);
    assert_eq!(ask(rig.server.address()), ["refund R-1 0000 0"]);
    let lines = || {
        std::fs::read_to_string(rig.state_path())
            .unwrap()
            .lines()
            .count()
    };
    let before = lines();
    ask(other.address());
    assert_eq!(lines(), before, "a settled refund needs no more notes");
}
