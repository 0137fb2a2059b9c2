//! Faults as a client meets them, and what they leave in the ledger.

use super::*;

fn fault(text: &str) -> Rig {
    Rig::faulty(&format!("[[fault]]\non = \"refund\"\n{text}\n"))
}

/// Sends one refund; what comes back and how many refunds were executed.
fn outcome(rig: &Rig) -> (Vec<u8>, usize) {
    let bytes = exchange(
        rig.server.address(),
        &signed(
            "/trade/v1/refund",
            &[
                ("syssn", PAYMENT),
                ("out_trade_no", "R-1"),
                ("txamt", "1250"),
                ("txdtm", "2026-03-10 12:00:00"),
            ],
        ),
    );
    (bytes, rig.executed().len())
}

#[test]
fn connections_that_break_say_nothing_about_the_money() {
    assert_eq!(outcome(&fault("do = \"drop-before\"")), (vec![], 0));
    assert_eq!(outcome(&fault("do = \"drop-after\"")), (vec![], 1));
    let (bytes, executed) = outcome(&fault("do = \"half-reply\""));
    let reply = Reply::parse(&bytes);
    let length: usize = reply.header("Content-Length").unwrap().parse().unwrap();
    assert_eq!((reply.body.len(), executed), (length / 2, 1));
    for (execute, wanted) in [("", 1), ("\nexecute = false", 0)] {
        let (bytes, executed) = outcome(&fault(&format!("do = \"reset\"{execute}")));
        assert_eq!((bytes, executed), (vec![], wanted));
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_reset_is_a_reset() {
    let rig = fault("do = \"reset\"");
    let mut stream = connect(rig.server.address());
    let bytes = signed(
        "/trade/v1/refund",
        &[("syssn", PAYMENT), ("out_trade_no", "R-1"), ("txamt", "1")],
    );
    stream.write_all(&bytes).unwrap();
    let error = stream.read(&mut [0]).unwrap_err();
    assert_eq!(error.kind(), std::io::ErrorKind::ConnectionReset);
}

#[test]
fn a_stalled_client_leaves_by_itself() {
    let rig = fault("do = \"stall\"");
    let mut stream = connect(rig.server.address());
    let bytes = signed(
        "/trade/v1/refund",
        &[
            ("syssn", PAYMENT),
            ("out_trade_no", "R-1"),
            ("txamt", "1250"),
            ("txdtm", "2026-03-10 12:00:00"),
        ],
    );
    stream.write_all(&bytes).unwrap();
    stream
        .set_read_timeout(Some(Duration::from_millis(200)))
        .unwrap();
    assert!(stream.read(&mut [0]).is_err());
    assert_eq!(rig.executed().len(), 1);
}

#[test]
fn answers_other_than_the_truth() {
    for (text, status, respcd, executed) in [
        ("do = \"status\"\nstatus = 502", 502, "", 0),
        ("do = \"status\"\nstatus = 504\nexecute = true", 504, "", 1),
        ("do = \"status\"\nstatus = 429", 429, "", 0),
        ("do = \"respcd\"\nrespcd = \"1269\"", 200, "1269", 0),
        (
            "do = \"respcd\"\nrespcd = \"1298\"\nexecute = true",
            200,
            "1298",
            1,
        ),
        ("do = \"duplicate\"", 200, "1251", 1),
        ("do = \"duplicate\"\nexecute = false", 200, "1251", 0),
        ("do = \"redirect\"", 307, "", 0),
        (
            "do = \"redirect\"\nstatus = 302\nlocation = \"/x\"\nexecute = true",
            302,
            "",
            1,
        ),
    ] {
        let (bytes, count) = outcome(&fault(text));
        let reply = Reply::parse(&bytes);
        assert_eq!((reply.status, count), (status, executed), "{text}");
        if status == 200 {
            assert_eq!(reply.respcd(), respcd, "{text}");
            assert!(reply.is_genuine(SignType::Md5), "{text}");
        } else {
            assert!(reply.body.starts_with(b"<html>"), "{text}");
        }
    }
    let (bytes, _) = outcome(&fault("do = \"redirect\""));
    assert_eq!(
        Reply::parse(&bytes).header("Location"),
        Some("/trade/v1/refund")
    );
    let (bytes, _) = outcome(&fault(
        "do = \"respcd\"\nrespcd = \"1205\"\ntext = \"稍後\"",
    ));
    assert_eq!(Reply::parse(&bytes).get("resperr"), "稍後");
}

#[test]
fn spoilt_bodies_are_signed_as_they_are() {
    let get = |kind: &str| {
        let rig = fault(&format!("do = \"{kind}\""));
        let (bytes, executed) = outcome(&rig);
        assert_eq!(executed, 1, "{kind}");
        Reply::parse(&bytes)
    };
    assert!(!get("forged-signature").is_genuine(SignType::Md5));
    assert_eq!(get("unsigned").header("X-QF-SIGN"), None);
    let genuine = |kind: &str| {
        let reply = get(kind);
        assert!(reply.is_genuine(SignType::Md5), "{kind}");
        reply
    };
    assert_eq!(genuine("wrong-amount").get("txamt"), "1251");
    assert_ne!(genuine("wrong-orig-syssn").get("orig_syssn"), PAYMENT);
    assert!(std::str::from_utf8(&genuine("not-utf8").body).is_err());
    assert!(genuine("bom").body.starts_with("\u{feff}{".as_bytes()));
    assert_eq!(genuine("numeric-txamt").json()["txamt"], 1250);
    assert!(
        genuine("control-characters")
            .get("resperr")
            .contains('\u{1b}')
    );
    assert!(genuine("huge-body").body.len() >= 2 * 1024 * 1024);
    assert_eq!(genuine("empty-body").body, b"");
    assert_eq!(genuine("gzip").header("Content-Encoding"), Some("gzip"));
    let chunked = get("chunked");
    assert_eq!(chunked.header("Transfer-Encoding"), Some("chunked"));
    assert!(chunked.body.ends_with(b"0\r\n\r\n"));
    let (bytes, _) = outcome(&fault("do = \"drip\"\npause = \"1ms\""));
    assert_eq!(Reply::parse(&bytes).respcd(), "0000");
}

#[test]
fn enquiries_can_be_spoilt_too() {
    let rig = Rig::faulty(
        "[[fault]]\non = \"query\"\ndo = \"lag\"\ntimes = 1\n[[fault]]\non = \"query\"\ndo = \"wrong-amount\"\nskip = 1\ntimes = 1\n[[fault]]\non = \"query\"\ndo = \"wrong-orig-syssn\"\nskip = 1\ntimes = 1\n[[fault]]\non = \"query\"\ndo = \"respcd\"\nrespcd = \"1100\"\ntimes = 1\n",
    );
    rig.refund("R-1", "1250");
    let ask = || rig.query(&[("out_trade_no", "R-1")]);
    // The first of each sort that is due: `lag` hides, and of the answers only `respcd` is due,
    // because the two before it let one request through.
    assert_eq!(ask().respcd(), "1100");
    assert_eq!(ask().json()["data"][0]["txamt"], "1251");
    assert_ne!(ask().json()["data"][0]["origssn"], PAYMENT);
    assert_eq!(ask().json()["data"][0]["txamt"], "1250");
    assert_eq!(rig.executed().len(), 1);
}

#[test]
fn faults_are_counted_and_matched() {
    let rig = fault("do = \"respcd\"\nrespcd = \"1269\"\nskip = 1\ntimes = 2\ntxamt = 100");
    let codes: Vec<String> = ["100", "100", "200", "100", "100"]
        .iter()
        .enumerate()
        .map(|(index, amount)| rig.refund(&format!("R-{index}"), amount).respcd())
        .collect();
    assert_eq!(codes, ["0000", "1269", "0000", "1269", "0000"]);
    let rig = fault(&format!(
        "do = \"respcd\"\nrespcd = \"1269\"\nsyssn = \"{PAYMENT}\"\nout_trade_no = \"R-7\""
    ));
    assert_eq!(rig.refund("R-6", "100").respcd(), "0000");
    assert_eq!(rig.refund("R-7", "100").respcd(), "1269");
}

#[test]
fn delays_come_before_the_decision_or_after_it() {
    let rig = Rig::faulty(
        "[[fault]]\non = \"refund\"\ndo = \"delay\"\ndelay = \"30ms\"\n[[fault]]\non = \"refund\"\ndo = \"drop-after\"\ndelay = \"30ms\"\n",
    );
    let start = std::time::Instant::now();
    assert_eq!(outcome(&rig), (vec![], 1));
    assert!(start.elapsed() >= Duration::from_millis(60));
    assert_eq!(
        rig.events.lock().unwrap()[0].faults,
        ["delay", "drop-after"]
    );
}

#[test]
fn strangers_do_not_use_faults_up() {
    let rig = fault("do = \"drop-before\"\ntimes = 1");
    let forged = request("/trade/v1/refund", "X-QF-SIGN: 00\r\n", "txamt=1");
    let reply = Reply::parse(&exchange(rig.server.address(), &forged));
    assert_eq!(reply.respcd(), "1108");
    assert_eq!(outcome(&rig), (vec![], 0));
}
