//! Every refusal of a refund, and what an accepted one answers.

use super::*;

#[test]
fn an_accepted_refund_is_answered_like_the_guides_sample() {
    let rig = Rig::new();
    let reply = rig.refund("R-1", "1250");
    assert_eq!(
        (
            reply.status,
            reply.header("Content-Type"),
            reply.is_genuine(SignType::Md5)
        ),
        (200, Some("application/json; charset=UTF-8"), true)
    );
    assert_eq!(
        String::from_utf8(reply.body.clone()).unwrap(),
        format!(
            r#"{{"orig_syssn": "{PAYMENT}", "sysdtm": "2026-03-10 12:00:00", "paydtm": "2026-03-10 12:00:00", "txdtm": "2026-03-10 12:00:00", "udid": "qiantai2", "txcurrcd": "HKD", "txamt": "1250", "resperr": "success", "respmsg": "", "out_trade_no": "R-1", "syssn": "20260310000912000000000001", "respcd": "0000", "chnlsn": "2026010522001000200020000000001", "cardcd": "", "cash_fee": "500000", "cash_fee_type": "HKD", "cash_refund_fee": "1250", "cash_refund_fee_type": "HKD"}}"#
        )
    );
    assert_eq!(reply.get("syssn").len(), 26);
}

#[test]
fn a_refusal_echoes_our_number_and_has_no_amount() {
    let rig = Rig::new();
    let reply = rig.refund("R-1", "500001");
    assert_eq!(
        (reply.respcd().as_str(), reply.get("out_trade_no").as_str()),
        ("1272", "R-1")
    );
    let json = reply.json();
    assert!(json.get("txamt").is_none() && json.get("syssn").is_none());
    assert!(rig.executed().is_empty());
}

#[test]
fn sums_of_parts_end_at_the_payment() {
    let rig = Rig::new();
    let small = "20260105000200020000000010";
    for (number, amount, respcd) in [
        ("A", "6000", "0000"),
        ("B", "4001", "1272"),
        // A refused number is not used up: nothing was recorded under it.
        ("B", "4000", "0000"),
        ("C", "1", "1264"),
    ] {
        let reply = rig.refund_of(small, number, amount);
        assert_eq!(reply.respcd(), respcd, "{number} {amount}");
        if respcd == "1264" {
            assert_eq!(reply.get("respmsg"), "wrong cancel");
        }
    }
    assert_eq!(rig.executed().len(), 2);
}

#[test]
fn a_used_number_is_refused_whatever_it_asks_for() {
    let rig = Rig::new();
    assert_eq!(rig.refund("R-1", "100").respcd(), "0000");
    for (syssn, number) in [
        (PAYMENT, "R-1"),
        ("20260105000200020000000002", "R-1"),
        ("no-such-payment", "R-1"),
        // A payment's own number counts too.
        (PAYMENT, "ORDER-0003"),
    ] {
        let reply = rig.refund_of(syssn, number, "200");
        assert_eq!(reply.respcd(), "1251");
        assert_eq!(
            reply.get("resperr"),
            "Do not use duplicate out_trade_no for request(1251)"
        );
        assert_eq!(reply.get("respmsg"), "out_trade_no is used");
    }
    assert_eq!(rig.executed().len(), 1);
}

#[test]
fn payments_that_cannot_be_refunded_say_why() {
    let rig = Rig::new();
    let first = rig.refund("R-0", "100").get("syssn");
    for (syssn, amount, respcd) in [
        ("20260105000200029999999999", "100", "1268"),
        (first.as_str(), "100", "1136"),
        ("20260105000200020000000008", "100", "1261"),
        ("20260105000200020000000009", "100", "1271"),
        ("20260105000200020000000009", "30000", "0000"),
        ("20260105000200020000000007", "100", "0000"),
        ("20260105000200020000000005", "12000", "0000"),
    ] {
        let reply = rig.refund_of(syssn, &format!("R-{syssn}-{amount}"), amount);
        assert_eq!(reply.respcd(), respcd, "{syssn} {amount}");
    }
}

#[test]
fn a_card_paid_today_is_voided_in_full_only() {
    let rig = Rig::new();
    let card = "20260105000200020000000006";
    let part = rig.refund_of(card, "R-1", "100");
    assert_eq!(
        (part.respcd().as_str(), part.get("resperr").as_str()),
        ("1124", "For void request, it must be a full refund(1124)")
    );
    let full = rig.refund_of(card, "R-2", "60000");
    assert_eq!(
        (full.respcd().as_str(), full.get("respmsg").as_str()),
        ("0000", "Void received")
    );
    assert_eq!(full.get("cardcd"), "411111******1111");
}

#[test]
fn parameters_are_checked_for_presence_then_for_form() {
    let rig = Rig::new();
    let good = [
        ("syssn", PAYMENT),
        ("out_trade_no", "R-1"),
        ("txamt", "100"),
        ("txdtm", "2026-03-10 12:00:00"),
    ];
    for missing in 0..good.len() {
        let mut pairs = good.to_vec();
        let (name, _) = pairs.remove(missing);
        let reply = rig.post("/trade/v1/refund", &pairs);
        assert_eq!(reply.respcd(), "1103", "{name}");
        pairs.push((name, ""));
        assert_eq!(rig.post("/trade/v1/refund", &pairs).respcd(), "1103");
    }
    let long = "9".repeat(129);
    for (name, value) in [
        ("syssn", long.as_str()),
        ("out_trade_no", &long),
        ("txamt", "0"),
        ("txamt", "-1"),
        ("txamt", "1.5"),
        ("txamt", "100000000000"),
        ("txamt", "１"),
        ("txdtm", "2026-03-10T12:00:00"),
        ("txdtm", "2026-02-30 12:00:00"),
        ("udid", &long[..41]),
        ("mchid", &long[..17]),
    ] {
        let mut pairs: Vec<_> = good.iter().copied().filter(|(n, _)| *n != name).collect();
        pairs.push((name, value));
        let reply = rig.post("/trade/v1/refund", &pairs);
        assert_eq!(reply.respcd(), "1104", "{name}={value}");
    }
    assert!(rig.executed().is_empty());
}

#[test]
fn times_matter_only_when_switched_on() {
    let old = "20260105000200020000000004";
    let late = datetime!(2026-03-10 23:30:00 +8);
    let rig = Rig::new();
    rig.clock.set(late);
    assert_eq!(rig.refund_of(old, "R-1", "100").respcd(), "0000");

    let rig = Rig::with(|options, _| {
        options.rules.clearing_pause = true;
        options.rules.refund_windows = true;
    });
    let fps = rig.refund_of(old, "R-1", "100");
    assert_eq!(fps.respcd(), "1265");
    assert_eq!(fps.get("resperr"), "已經超出可退款時限(1265)");
    assert!(fps.body.is_ascii());
    for (instant, respcd) in [
        (late - Duration::from_secs(1), "0000"),
        (late, "1265"),
        (late + Duration::from_secs(3599), "1265"),
        (late + Duration::from_secs(3600), "0000"),
    ] {
        rig.clock.set(instant);
        let number = format!("R-{}", instant.unix_timestamp());
        assert_eq!(rig.refund(&number, "100").respcd(), respcd, "{instant}");
    }
}

#[test]
fn a_shop_number_is_wanted_only_when_one_was_issued() {
    let pay = |rig: &Rig, mchid: &str, number: &str| {
        let mut pairs = vec![
            ("syssn", PAYMENT),
            ("out_trade_no", number),
            ("txamt", "100"),
            ("txdtm", "2026-03-10 12:00:00"),
        ];
        if !mchid.is_empty() {
            pairs.push(("mchid", mchid));
        }
        rig.post("/trade/v1/refund", &pairs).respcd()
    };
    let rig = Rig::new();
    assert_eq!(pay(&rig, "", "A"), "0000");
    assert_eq!(pay(&rig, "ZaMVg12345", "B"), "0000");
    let rig = Rig::with(|options, _| options.identity.mchid = Some("ZaMVg12345".to_owned()));
    assert_eq!(pay(&rig, "", "A"), "1108");
    assert_eq!(pay(&rig, "ZaMVg54321", "A"), "1108");
    assert_eq!(pay(&rig, "ZaMVg12345", "A"), "0000");
}

#[test]
fn every_request_is_told_once() {
    let rig = Rig::faulty("[[fault]]\non = \"refund\"\ndo = \"bom\"\n");
    rig.refund("R-1", "1250");
    rig.query(&[("out_trade_no", "R-1")]);
    exchange(
        rig.server.address(),
        b"GET /health HTTP/1.1\r\nConnection: close\r\n\r\n",
    );
    let events = rig.events.lock().unwrap();
    assert_eq!(
        events[0],
        RequestEvent {
            time: "2026-03-10 12:00:00".to_owned(),
            method: "POST".to_owned(),
            path: "/trade/v1/refund".to_owned(),
            out_trade_no: Some("R-1".to_owned()),
            syssn: Some(PAYMENT.to_owned()),
            txamt: Some("1250".to_owned()),
            status: 200,
            respcd: Some("0000".to_owned()),
            executed: true,
            faults: vec!["bom"],
            trouble: None,
        }
    );
    assert_eq!(
        (events[1].executed, events[1].respcd.as_deref()),
        (false, Some("0000"))
    );
    assert_eq!((events[2].status, events.len()), (404, 3));
}
