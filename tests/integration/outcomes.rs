//! What each answer means for the exit code, and what a reply must say to be believed.

use crate::support::sandbox::ISSUE;
use crate::support::stub::{agree, agreeing_body, http_reply};
use crate::support::{Act, Run, Sandbox, Stub, json_reply};
use qfrefund::gateway::codes::{Standing, TABLE};
use qfrefund::gateway::signature::{SignType, sign_body};
use secrecy::SecretString;

fn answered(make: impl FnOnce(String) -> Vec<u8> + Send + 'static) -> Run {
    let stub = Stub::start(vec![Act::Custom(Box::new(move |stream, arrival| {
        let _ = stream.write_all(&make(agreeing_body("0000", arrival)));
    }))]);
    let run = Sandbox::at(&stub.url()).issue(&[]);
    assert_eq!(stub.connections(), 1, "{run:?}");
    run
}

#[test]
fn every_response_code_has_its_exit_code() {
    for row in TABLE {
        let stub = Stub::start(vec![agree(row.code)]);
        let run = Sandbox::at(&stub.url()).issue(&[]);
        let (outcome, exit) = match row.standing {
            Standing::Done => ("refunded", 0),
            Standing::Refused => ("declined", 5),
            Standing::Processing => ("pending", 7),
            Standing::Unclear | Standing::Seen => ("unknown", 6),
        };
        let json = run.json();
        assert_eq!(
            (json["outcome"].as_str(), run.code),
            (Some(outcome), exit),
            "{}: {run:?}",
            row.code
        );
        assert_eq!(json["respcd"], row.code);
        assert_eq!(json["meaning_zh"], row.chinese);
    }
}

#[test]
fn codes_in_no_table_are_unknown() {
    for code in ["9999", "0001", "1", "00000", "OK", "success", "４"] {
        let stub = Stub::start(vec![agree(code)]);
        let run = Sandbox::at(&stub.url()).issue(&[]);
        assert_eq!(
            (run.code, run.json()["respcd"].as_str()),
            (6, Some(code)),
            "{run:?}"
        );
    }
}

#[test]
fn a_forged_signature_is_unknown() {
    let run = answered(|body| {
        http_reply(
            "200 OK",
            &format!("X-QF-SIGN: {}\r\n", "0".repeat(32)),
            body.as_bytes(),
        )
    });
    assert_eq!(
        (run.code, run.json()["cause"].as_str()),
        (6, Some("bad_signature")),
        "{run:?}"
    );
}

#[test]
fn a_forged_refusal_is_no_refusal() {
    let run = answered(|body| {
        http_reply(
            "200 OK",
            "X-QF-SIGN: 00\r\n",
            body.replace("\"0000\"", "\"1108\"").as_bytes(),
        )
    });
    assert_eq!(
        (run.code, run.json()["outcome"].as_str()),
        (6, Some("unknown")),
        "{run:?}"
    );
}

#[test]
fn one_changed_byte_breaks_the_signature() {
    let run = answered(|body| {
        let mut reply = json_reply(&body);
        let last = reply.len() - 3;
        reply[last] ^= 1;
        reply
    });
    assert_eq!(
        (run.code, run.json()["cause"].as_str()),
        (6, Some("bad_signature")),
        "{run:?}"
    );
}

#[test]
fn a_reply_without_signature_is_taken() {
    let run = answered(|body| http_reply("200 OK", "", body.as_bytes()));
    assert_eq!(run.code, 0, "{run:?}");
}

#[test]
fn a_lower_case_signature_and_a_sha256_one_are_taken() {
    let run = answered(|body| {
        let signature = sign_body(
            body.as_bytes(),
            &SecretString::from(crate::support::sandbox::KEY),
            SignType::Md5,
        )
        .to_lowercase();
        http_reply(
            "200 OK",
            &format!("x-qf-sign: {signature}\r\n"),
            body.as_bytes(),
        )
    });
    assert_eq!(run.code, 0, "{run:?}");
    let run = answered(|body| {
        let signature = sign_body(
            body.as_bytes(),
            &SecretString::from(crate::support::sandbox::KEY),
            SignType::Sha256,
        );
        http_reply(
            "200 OK",
            &format!("X-QF-SIGN: {signature}\r\nX-QF-SIGNTYPE: SHA256\r\n"),
            body.as_bytes(),
        )
    });
    assert_eq!(run.code, 0, "{run:?}");
}

#[test]
fn a_reply_about_another_refund_is_unknown() {
    for (from, to) in [
        ("\"1250\"", "\"1251\""),
        ("\"1250\"", "12.50"),
        ("\"1250\"", "null"),
        ("20191227000200020061752831", "20191227000200020061752832"),
        ("\"orig_syssn\"", "\"other\""),
        ("\"out_trade_no\"", "\"other\""),
        ("\"HKD\"", "[\"HKD\"]"),
        ("\"HKD\"", "\"JPY\""),
        ("\"out_trade_no\": \"", "\"out_trade_no\": \"X"),
    ] {
        let run = answered(move |body| {
            assert!(body.contains(from));
            json_reply(&body.replace(from, to))
        });
        let json = run.json();
        assert_eq!(
            (run.code, json["cause"].as_str()),
            (6, Some("mismatch")),
            "{from} -> {to}: {run:?}"
        );
    }
}

#[test]
fn the_older_name_of_the_payment_number_is_taken() {
    let run = answered(|body| json_reply(&body.replace("orig_syssn", "origssn")));
    assert_eq!(run.code, 0, "{run:?}");
}

/// The number of the refund in a body that agrees, as a field.
fn number_in(body: &str) -> String {
    let begin = body.find("\"out_trade_no\"").unwrap();
    let end = body[begin..].find(',').unwrap();
    body[begin..begin + end].to_owned()
}

#[test]
fn a_refusal_repeats_the_number_where_it_was_weighed() {
    for (code, named, exit) in [
        ("1269", true, 5),
        ("1269", false, 6),
        ("1124", false, 6),
        ("1272", false, 6),
        ("1268", false, 6),
        ("1136", false, 6),
        // What was not understood, or of whom is not known, has none.
        ("1108", false, 5),
        ("1103", false, 5),
        ("1105", false, 5),
    ] {
        let run = answered(move |body| {
            let number = number_in(&body);
            let number = if named { &number } else { "\"respmsg\": \"\"" };
            json_reply(&format!(
                r#"{{"respcd": "{code}", "resperr": "今日餘額不足\nnot enough", "syssn": null, {number}}}"#
            ))
        });
        let json = run.json();
        assert_eq!(run.code, exit, "{code} {named}: {run:?}");
        assert_eq!(json["resperr"], "今日餘額不足 not enough");
        if exit == 6 {
            assert_eq!(json["cause"], "mismatch", "{code}");
            let message = json["message"].as_str().unwrap();
            assert!(message.contains("out_trade_no"), "{message}");
        }
    }
}

/// The refund's number in the body that agrees.
const NUMBER: &str = "\"20260105000300020061652643\"";

#[test]
fn a_refusal_that_contradicts_itself_is_none() {
    for (field, exit) in [
        (r#""resperr": "not enough""#, 5),
        // An echo of what was asked, as its other fields.
        (
            r#""resperr": "x", "syssn": "20191227000200020061752831""#,
            5,
        ),
        (
            r#""resperr": "x", "syssn": "20260105000300020061652643""#,
            6,
        ),
        (r#""resperr": "success""#, 6),
        (r#""resperr": " Success ""#, 6),
        (r#""resperr": "交易成功""#, 6),
        (r#""resperr": "x", "respmsg": "success""#, 6),
    ] {
        let run = answered(move |body| {
            let number = number_in(&body);
            json_reply(&format!(r#"{{"respcd": "1269", {number}, {field}}}"#))
        });
        assert_eq!(run.code, exit, "{field}: {run:?}");
        if exit == 6 {
            let json = run.json();
            assert_eq!(json["cause"], "not_done", "{field}");
            let message = json["message"].as_str().unwrap();
            assert!(message.contains("contradicts itself"), "{message}");
        }
    }
    for (field, exit) in [("out_trade_no", 6), ("orig_syssn", 6)] {
        let body = format!(r#"{{"respcd": "1269", "{field}": "OTHER"}}"#);
        let run = answered(move |_| json_reply(&body));
        assert_eq!(run.code, exit, "{field}: {run:?}");
    }
}

#[test]
fn the_payments_number_is_not_taken_for_the_refunds() {
    let run = answered(|body| {
        let payment = format!("\"{}\"", crate::support::sandbox::PAYMENT);
        json_reply(&body.replace(NUMBER, &payment))
    });
    let json = run.json();
    assert_eq!(
        (run.code, &json["cause"]),
        (6, &"not_done".into()),
        "{run:?}"
    );
    // Without any, it is done, and its number is to be found.
    let run = answered(|body| json_reply(&body.replace(NUMBER, "null")));
    let next = run.json()["next_step"].as_str().unwrap().to_owned();
    assert_eq!(run.code, 0, "{run:?}");
    assert!(next.contains("`qfrefund enquiry RF"), "{next}");
}

#[test]
fn a_signature_that_cannot_be_read_is_not_an_absent_one() {
    for headers in [
        &b"X-QF-SIGN: \xff\xfe\r\n"[..],
        b"X-QF-SIGN:\r\n",
        b"X-QF-SIGN: GENUINE\r\nX-QF-SIGN: 00\r\n",
        b"X-QF-SIGN: 00\r\nX-QF-SIGN: GENUINE\r\n",
    ] {
        let run = answered(move |body| {
            let key = SecretString::from(crate::support::sandbox::KEY);
            let genuine = sign_body(body.as_bytes(), &key, SignType::Md5);
            let mut reply = b"HTTP/1.1 200 OK\r\n".to_vec();
            for part in headers.split_inclusive(|byte| *byte == b'\n') {
                match std::str::from_utf8(part) {
                    Ok(line) => reply.extend(line.replace("GENUINE", &genuine).bytes()),
                    Err(_) => reply.extend(part),
                }
            }
            reply.extend(format!("Content-Length: {}\r\n\r\n{body}", body.len()).bytes());
            reply
        });
        assert_eq!(
            (run.code, run.json()["cause"].as_str()),
            (6, Some("bad_signature")),
            "{run:?}"
        );
    }
}

#[test]
fn a_code_that_says_done_is_not_believed_over_the_transactions_own_state() {
    for (state, outcome, exit) in [
        (r#""txstatus": "SUCCESS""#, "refunded", 0),
        (r#""txstatus": "PENDING""#, "pending", 7),
        (r#""txstatus": "FAILED""#, "unknown", 6),
        (r#""txstatus": "success?""#, "unknown", 6),
        (r#""data": {"txstatus": "FAILED"}"#, "unknown", 6),
        (r#""data": {"respcd": "0000"}"#, "refunded", 0),
        (r#""data": {"respcd": "1143"}"#, "pending", 7),
        (r#""data": {"respcd": "1108"}"#, "unknown", 6),
        (
            r#""data": [{"respcd": "0000"}, {"respcd": "1269"}]"#,
            "unknown",
            6,
        ),
        (
            r#""txstatus": "SUCCESS", "data": {"txstatus": "FAILED"}"#,
            "unknown",
            6,
        ),
        (r#""data": {}"#, "refunded", 0),
    ] {
        let run = answered(move |body| json_reply(&body.replacen('{', &format!("{{{state}, "), 1)));
        let json = run.json();
        assert_eq!(
            (run.code, json["outcome"].as_str()),
            (exit, Some(outcome)),
            "{state}: {run:?}"
        );
        let cause = if exit == 0 {
            "response_code"
        } else {
            "not_done"
        };
        assert_eq!(json["cause"], cause, "{state}");
    }
}

#[test]
fn a_code_that_says_refused_is_not_believed_over_the_transactions_own_state() {
    for (state, exit) in [
        (r#""txstatus": "FAILED""#, 5),
        (r#""data": {"respcd": "1272"}"#, 5),
        (r#""txstatus": "SUCCESS""#, 6),
        (r#""data": {"respcd": "0000"}"#, 6),
        (r#""data": {"respcd": "1143"}"#, 7),
    ] {
        let run = answered(move |body| {
            let refused = body.replace("\"0000\"", "\"1269\"").replace(NUMBER, "null");
            json_reply(&refused.replacen('{', &format!("{{{state}, "), 1))
        });
        assert_eq!(run.code, exit, "{state}: {run:?}");
    }
}

#[test]
fn a_key_that_stands_twice_makes_a_reply_unreadable_at_any_depth() {
    for twice in [
        r#""respcd": "1269""#,
        r#""data": {"respcd": "1269", "respcd": "0000"}"#,
        r#""data": [{"more": {"x": 1, "x": "1"}}]"#,
        r#""orig\u005fsyssn": "20191227000200020061752832""#,
    ] {
        let run = answered(move |body| json_reply(&body.replacen('{', &format!("{{{twice}, "), 1)));
        let json = run.json();
        let cause = json["cause"].as_str();
        assert_eq!((run.code, cause), (6, Some("unreadable_reply")), "{run:?}");
        assert!(
            json["message"].as_str().unwrap().contains("stands twice"),
            "{run:?}"
        );
    }
}

#[test]
fn a_bare_number_is_kept_with_all_its_digits() {
    let run = answered(|body| {
        json_reply(&body.replace(
            "\"20260105000300020061652643\"",
            "20260105000300020061652643",
        ))
    });
    let syssn = &run.json()["syssn"];
    assert_eq!(
        (run.code, syssn.as_str()),
        (0, Some("20260105000300020061652643"))
    );
}

#[test]
fn too_many_requests_with_the_result_of_a_refund_is_not_called_not_sent() {
    for (code, exit) in [("0000", 6), ("1143", 6), ("1102", 6), ("1100", 4)] {
        let run = answered(move |body| {
            let body = body.replace("\"0000\"", &format!("\"{code}\""));
            http_reply("429 Too Many Requests", "", body.as_bytes())
        });
        assert_eq!(run.code, exit, "{code}: {run:?}");
    }
}

#[test]
fn what_the_payer_gets_is_told_only_of_a_refund_that_is_done() {
    for (code, fee, exit, told) in [
        ("0000", "1143", 0, true),
        ("0000", "1250", 0, false),
        ("1143", "1143", 7, false),
        ("9999", "1143", 6, false),
    ] {
        let answer = move |body: String| {
            let fee =
                format!("{{\"cash_refund_fee\": \"{fee}\", \"cash_refund_fee_type\": \"HKD\", ");
            let body = body.replace("\"0000\"", &format!("\"{code}\""));
            json_reply(&body.replacen('{', &fee, 1))
        };
        let json = answered(answer).json();
        assert_eq!(json["exit_code"], exit);
        assert_eq!(json["cash_refund_fee"].is_string(), exit == 0, "{json}");
        let stub = Stub::start(vec![Act::Custom(Box::new(move |stream, arrival| {
            let _ = stream.write_all(&answer(agreeing_body("0000", arrival)));
        }))]);
        let table = Sandbox::at(&stub.url()).run(&ISSUE);
        assert_eq!(table.code, exit, "{table:?}");
        assert_eq!(table.stdout.contains("payer gets"), told, "{table:?}");
        assert!(!told || table.stdout.contains("`1143` in HKD"), "{table:?}");
    }
}
