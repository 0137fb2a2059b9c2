use super::*;
use crate::gateway::enquiry::RowKind;
use crate::gateway::tests::{self, reply};
use crate::refund::Outcome;

fn merchant() -> Merchant {
    tests::merchant("A", "k")
}

fn page(status: u16, body: &str) -> Result<Page, EnquiryFault> {
    parse_page(&reply(status, body), &merchant())
}

#[test]
fn every_enquiry_would_get_an_answer_that_is_not_about_its_number() {
    let fault = |body: &str| page(200, body).unwrap_err();
    for (respcd, repeats, is_setup) in [
        ("1108", true, true),
        ("1116", true, true),
        ("1106", true, true),
        ("1100", true, false),
        ("1136", false, false),
        ("1269", false, false),
        ("6666", false, false),
    ] {
        let fault = fault(&format!(r#"{{"respcd":"{respcd}"}}"#));
        assert_eq!(fault.repeats(), repeats, "{respcd}");
        assert_eq!(fault.is_setup(), is_setup, "{respcd}");
    }
    for lasting in [true, false] {
        let trouble = Trouble {
            what: "no way there".into(),
            remedy: None,
            lasting,
        };
        assert_eq!(EnquiryFault::NotSent(trouble).repeats(), lasting);
    }
    for passing in [page(429, ""), page(500, ""), page(200, "[]")] {
        assert!(!passing.unwrap_err().repeats());
    }
}

#[test]
fn the_captured_refund_row_is_pending() {
    let found = page(200, r#"{"respcd":"0000","page":1,"page_size":10,"data":[{"order_type":"refund","origssn":"P1","out_trade_no":"N1","cancel":"0","respcd":"1143","errmsg":"processing","txamt":"100"}]}"#).unwrap();
    let row = &found.rows[0];
    assert_eq!(
        (row.order_type, row.outcome()),
        (RowKind::Refund, Outcome::Pending)
    );
    assert_eq!(row.orig_syssn.as_deref(), Some("P1"));
}

#[test]
fn a_row_that_was_refused_with_success_proves_nothing() {
    let row = |text: &str| {
        let row = format!(r#"{{"respcd":"1269","errmsg":"{text}"}}"#);
        let page = page(200, &format!(r#"{{"respcd":"0000","data":[{row}]}}"#));
        page.unwrap().rows.remove(0).outcome()
    };
    assert_eq!(row("not enough"), Outcome::Declined);
    assert_eq!(row("success"), Outcome::Unknown);
}

#[test]
fn a_row_code_in_no_table_proves_nothing() {
    let row = |code: &str| {
        page(
            200,
            &format!(r#"{{"respcd":"0000","data":[{{"respcd":"{code}"}}]}}"#),
        )
        .unwrap()
        .rows
        .remove(0)
        .outcome()
    };
    assert_eq!(row("0000"), Outcome::Refunded);
    assert_eq!(row("9999"), Outcome::Unknown);
    assert_eq!(row(""), Outcome::Unknown);
}

#[test]
fn the_outer_code_is_the_calls_own() {
    assert!(
        matches!(page(200, r#"{"respcd":"1108","data":[{"respcd":"0000"}]}"#), Err(EnquiryFault::Refused(code, _, _)) if code == "1108")
    );
    assert!(matches!(
        page(200, r#"{"data":[]}"#),
        Err(EnquiryFault::Unreadable(_))
    ));
    assert!(matches!(page(429, ""), Err(EnquiryFault::RateLimited)));
    assert!(matches!(
        page(502, "<html>"),
        Err(EnquiryFault::Status(502))
    ));
}

#[test]
fn that_there_are_no_rows_is_said_by_an_empty_list_alone() {
    let rows = |body: &str| page(200, body).map(|page| page.rows.len());
    assert_eq!(rows(r#"{"respcd":"0000","data":[]}"#).unwrap(), 0);
    let bare = r#"{"respcd":"0000","data":{"respcd":"0000"}}"#;
    assert_eq!(rows(bare).unwrap(), 1);
    for (body, why) in [
        (r#"{"respcd":"0000"}"#, "it has no `data`"),
        (r#"{"respcd":"0000","data":null}"#, "it has no `data`"),
        (r#"{"respcd":"0000","data":{}}"#, "empty object"),
        (r#"{"respcd":"0000","data":"x"}"#, "not a list"),
        (r#"{"respcd":"0000","data":""}"#, "not a list"),
        (r#"{"respcd":"0000","data":false}"#, "not a list"),
        (r#"{"respcd":"0000","data":[1]}"#, "not an object"),
        (r#"{"respcd":"0000","data":[null]}"#, "not an object"),
    ] {
        let fault = rows(body).unwrap_err();
        assert!(matches!(&fault, EnquiryFault::Unreadable(_)), "{body}");
        assert!(fault.to_string().contains(why), "{fault}");
    }
}

#[test]
fn what_a_page_says_of_itself_is_read_or_the_page_is_not() {
    let said = |more: &str| {
        page(200, &format!(r#"{{"respcd":"0000","data":[]{more}}}"#))
            .map(|page| (page.page, page.total))
    };
    assert_eq!(said("").unwrap(), (None, None));
    assert_eq!(said(r#","page":null,"total":"""#).unwrap(), (None, None));
    let both = said(r#","page":"2","total":7"#).unwrap();
    assert_eq!(both, (Some(2), Some(7)));
    for odd in [
        r#","page":"x""#,
        r#","page":1.5"#,
        r#","total":-1"#,
        r#","total":{}"#,
        r#","total":"many""#,
    ] {
        let fault = said(odd).unwrap_err();
        assert!(matches!(fault, EnquiryFault::Unreadable(_)), "{odd}");
    }
}

#[test]
fn a_forged_page_teaches_nothing() {
    let reply = Reply {
        status: 200,
        signature: Some("00".repeat(16)),
        sign_type: None,
        retry_after: None,
        age: None,
        date: None,
        body: br#"{"respcd":"0000"}"#.to_vec(),
    };
    assert!(matches!(
        parse_page(&reply, &merchant()),
        Err(EnquiryFault::BadSignature)
    ));
}

#[test]
fn a_page_of_a_cache_teaches_nothing() {
    let fresh = Reply {
        status: 200,
        signature: None,
        sign_type: None,
        retry_after: None,
        age: None,
        date: None,
        body: br#"{"respcd":"0000","data":[]}"#.to_vec(),
    };
    assert!(parse_page(&fresh, &merchant()).is_ok());
    for age in ["3000", "1", "x"] {
        let kept = Reply {
            age: Some(age.to_owned()),
            ..fresh.clone()
        };
        let fault = parse_page(&kept, &merchant()).unwrap_err();
        assert!(matches!(fault, EnquiryFault::NoAnswer(_)), "{age}");
        assert!(fault.to_string().contains(age), "{fault}");
    }
}

#[test]
fn a_page_without_a_signature_teaches_nothing_where_the_gateway_signs() {
    let merchant = merchant();
    let body = r#"{"respcd":"0000","data":[]}"#;
    let reply = |body: &str| Reply {
        status: 200,
        signature: None,
        sign_type: None,
        retry_after: None,
        age: None,
        date: None,
        body: body.as_bytes().to_vec(),
    };
    assert!(!parse_page(&reply(body), &merchant).unwrap().signed);
    merchant.signing.keep();
    assert!(matches!(
        parse_page(&reply(body), &merchant),
        Err(EnquiryFault::Unsigned)
    ));
    // What refuses the enquiry is told as it is.
    assert!(matches!(
        parse_page(&reply(r#"{"respcd":"1108"}"#), &merchant),
        Err(EnquiryFault::Refused(..))
    ));
}
