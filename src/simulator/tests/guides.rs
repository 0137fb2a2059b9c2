//! The four samples of the API guides, as their languages put them on the wire.

use super::*;

fn post(rig: &Rig, headers: &str, body: &str) -> String {
    let bytes = exchange(
        rig.server.address(),
        &request("/trade/v1/refund", headers, body),
    );
    Reply::parse(&bytes).respcd()
}

fn md5(text: &str) -> String {
    let body = text.as_bytes();
    signature::sign_body(body, &SecretString::from(CLIENT_KEY), SignType::Md5)
}

#[test]
fn python_signs_in_capitals_and_encodes_the_form() {
    let rig = Rig::new();
    let signature = md5(
        "mchid=ZaMVg12345&out_trade_no=RGNOEIVU9JZLNP9GGYXWXCW7OEMI720F&syssn=20191227000200020061752831&txamt=10&txdtm=2019-12-27 11:10:38",
    );
    let body = "mchid=ZaMVg12345&txamt=10&syssn=20191227000200020061752831&out_trade_no=RGNOEIVU9JZLNP9GGYXWXCW7OEMI720F&txdtm=2019-12-27+11%3A10%3A38";
    assert_eq!(
        post(&rig, &format!("X-QF-SIGN: {signature}\r\n"), body),
        "0000"
    );
}

#[test]
fn javascript_signs_in_small_letters_at_utc() {
    let rig = Rig::new();
    let signature = md5(
        "mchid=ZaMVg12345&out_trade_no=719384756&syssn=20191231000300020063521806&txamt=10&txdtm=2019-12-31 04:00:00",
    )
    .to_lowercase();
    let body = "syssn=20191231000300020063521806&txamt=10&out_trade_no=719384756&txdtm=2019-12-31%2004%3A00%3A00&mchid=ZaMVg12345";
    assert_eq!(
        post(&rig, &format!("x-qf-sign: {signature}\r\n"), body),
        "0000"
    );
}

#[test]
fn php_signs_encoded_values_and_sends_the_space_raw() {
    let rig = Rig::new();
    let body = "out_trade_no=aB3dE5fG7hJ9kL1mN2pQ&syssn=20200311066100020000977840&txamt=2200&txdtm=2020-03-11 15:20:01";
    let headers = format!("X-QF-SIGN: {}\r\n", md5(body));
    assert_eq!(post(&rig, &headers, body), "0000");
    // The order of operations only works for plain values, as at the gateway (protocol 2.3, D5).
    let body =
        "out_trade_no=a%2Bb&syssn=20200311066100020000977840&txamt=2200&txdtm=2020-03-11 15:20:01";
    let headers = format!("X-QF-SIGN: {}\r\n", md5(body));
    assert_eq!(post(&rig, &headers, body), "1108");
}

#[test]
fn java_sends_the_signed_text_itself() {
    let rig = Rig::new();
    let body = "mchid=ZaMVg12345&out_trade_no=22333444455555&syssn=20191227000300020061662295&txamt=15&txdtm=2019-12-27 11:10:38";
    let headers = format!("X-QF-SIGN: {}\r\n", md5(body));
    assert_eq!(post(&rig, &headers, body), "0000");
}

#[test]
fn curl_may_wait_for_leave_and_end_with_a_line() {
    let rig = Rig::new();
    let body =
        "out_trade_no=R-1&syssn=20260105000200020000000001&txamt=100&txdtm=2026-03-10 12:00:00";
    let bytes = format!(
        "POST /trade/v1/refund HTTP/1.1\r\nHost: {}\r\nUser-Agent: curl/8.5.0\r\nAccept: */*\r\nX-QF-APPCODE: {APP_CODE}\r\nX-QF-SIGN: {}\r\nContent-Length: {}\r\nContent-Type: application/x-www-form-urlencoded; charset=utf-8\r\nExpect: 100-continue\r\n\r\n",
        rig.server.address(),
        md5(body),
        body.len() + 1
    );
    let mut stream = connect(rig.server.address());
    stream.write_all(bytes.as_bytes()).unwrap();
    let mut leave = [0; 25];
    stream.read_exact(&mut leave).unwrap();
    assert_eq!(&leave, b"HTTP/1.1 100 Continue\r\n\r\n");
    stream.write_all(format!("{body}\n").as_bytes()).unwrap();
    stream.shutdown(std::net::Shutdown::Write).unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    assert_eq!(Reply::parse(&answer).respcd(), "0000");
}

#[test]
fn sha256_is_answered_with_sha256() {
    let rig = Rig::new();
    let pairs = owned(&[("syssn", PAYMENT)]);
    let signature = sign(&pairs, SignType::Sha256);
    for name in ["SHA256", "sha256"] {
        let headers = format!("X-QF-SIGN: {signature}\r\nX-QF-SIGNTYPE: {name}\r\n");
        let bytes = request("/trade/v1/query", &headers, &form::encode(&pairs));
        let reply = Reply::parse(&exchange(rig.server.address(), &bytes));
        assert_eq!(reply.rows().len(), 1);
        assert_eq!(reply.header("X-QF-SIGNTYPE"), Some("SHA256"));
        assert!(reply.is_genuine(SignType::Sha256));
    }
    let headers = format!("X-QF-SIGN: {signature}\r\nX-QF-SIGNTYPE: SHA1\r\n");
    let bytes = request("/trade/v1/query", &headers, &form::encode(&pairs));
    assert_eq!(
        Reply::parse(&exchange(rig.server.address(), &bytes)).respcd(),
        "1108"
    );
}

#[test]
fn empty_parameters_are_part_of_the_signed_text() {
    let rig = Rig::new();
    let with = owned(&[("syssn", PAYMENT), ("udid", "")]);
    let body = form::encode(&with);
    let ask = |signature: String| {
        let headers = format!("X-QF-SIGN: {signature}\r\n");
        let bytes = request("/trade/v1/query", &headers, &body);
        Reply::parse(&exchange(rig.server.address(), &bytes)).respcd()
    };
    assert_eq!(ask(sign(&with, SignType::Md5)), "0000");
    assert_eq!(ask(sign(&with[..1], SignType::Md5)), "1108");
}

#[test]
fn strangers_are_turned_away() {
    let rig = Rig::new();
    let good = signed("/trade/v1/query", &[("syssn", PAYMENT)]);
    let text = String::from_utf8(good).unwrap();
    let key = CLIENT_KEY;
    for (from, to, respcd) in [
        (APP_CODE, "0000", "1108"),
        ("X-QF-APPCODE", "X-Other", "1108"),
        ("X-QF-SIGN: ", "X-QF-SIGN: 0", "1108"),
        ("X-QF-SIGN", "X-Other", "1108"),
        ("syssn=2026", "syssn=2025", "1108"),
        ("x-www-form-urlencoded", "json", "1103"),
        ("syssn=2026", "syssn=%ff6", "1103"),
    ] {
        let bytes = exchange(rig.server.address(), text.replacen(from, to, 1).as_bytes());
        let reply = Reply::parse(&bytes);
        assert_eq!(reply.respcd(), respcd, "{from} -> {to}");
        assert!(!String::from_utf8_lossy(&bytes).contains(key));
        // Nobody can sign for a merchant that is not known.
        let known = !["0000", "X-Other"].contains(&to) || from == "X-QF-SIGN";
        assert_eq!(reply.is_genuine(SignType::Md5), known, "{from} -> {to}");
    }
    let twice = rig.query(&[("syssn", PAYMENT), ("syssn", "1")]);
    assert_eq!(twice.respcd(), "1103");
}
