//! Columns with the gateway's own names, headings that look like a slip, and which are used.

use super::*;
use crate::batch::UsedHeading;

const SPELT: &str =
    "; spell it so if that is meant, or give it with --ignore-column if it is another column";

fn of_shop(mchid: Option<&str>) -> Settings {
    Settings {
        mchid: mchid.map(str::to_owned),
        ..settings()
    }
}

fn ignoring(headings: &[&str], pairs: &[&str]) -> Settings {
    let names = ColumnNames::parse(pairs).unwrap();
    Settings {
        columns: names.ignoring(headings).unwrap(),
        ..settings()
    }
}

fn in_csv(headings: &str, cells: &str, settings: Settings) -> Vec<String> {
    let text = format!("syssn,amount,{headings}\n{P1},1.00,{cells}\n");
    faults_with(text.as_bytes(), None, settings)
}

fn in_jsonl(pairs: &str, settings: Settings) -> Vec<String> {
    let text = format!("{{\"syssn\":\"{P1}\",\"amount\":\"1.00\",{pairs}}}\n");
    faults_with(text.as_bytes(), None, settings)
}

#[test]
fn the_gateways_names_of_currency_and_merchant_are_read() {
    let other_currency = "is not the profile's currency; put refunds in HKD into this file and others under their own profile";
    let no_shop = "names a shop, and the profile has no mchid; set mchid in the profile of that shop, or empty the column if no shop is meant";
    let other_shop = "is not the profile's mchid, M1; put each shop's refunds into a file of its own, under its own profile";
    for (heading, value, shop, fault) in [
        ("txcurrcd", "HKD", None, None),
        ("TxCurrCd", "", None, None),
        ("txcurrcd", "JPY", None, Some(other_currency)),
        ("currency", "JPY", None, Some(other_currency)),
        ("mchid", "M1", Some("M1"), None),
        ("mchid", "", Some("M1"), None),
        ("mchid", "", None, None),
        ("mchid", "M2", Some("M1"), Some(other_shop)),
        ("mchid", "m1", Some("M1"), Some(other_shop)),
        ("mchid", "M1", None, Some(no_shop)),
    ] {
        let found = in_csv(heading, value, of_shop(shop));
        let wanted = fault.map(|fault| format!("line 2: {heading} `{value}` {fault}"));
        assert_eq!(
            found,
            Vec::from_iter(wanted),
            "{heading} {value:?} {shop:?}"
        );
        let found = in_jsonl(&format!("\"{heading}\":\"{value}\""), of_shop(shop));
        let wanted = fault.map(|fault| format!("line 1: {heading} `{value}` {fault}"));
        assert_eq!(
            found,
            Vec::from_iter(wanted),
            "{heading} {value:?} {shop:?}"
        );
    }
    // Beside each other both have to agree.
    let both = in_csv("currency,txcurrcd", "HKD,JPY", settings());
    assert_eq!(both, [format!("line 2: txcurrcd `JPY` {other_currency}")]);
    let named = with_columns(&["mchid=shop"]);
    assert_eq!(
        in_csv("shop", "M1", named),
        [format!("line 2: shop `M1` {no_shop}")]
    );
}

#[test]
fn a_heading_one_letter_off_is_a_fault_in_either_format() {
    let off = [
        ("refrence", "reference"),
        ("referrence", "reference"),
        ("refarence", "reference"),
        ("refernece", "reference"),
        ("Refer ences", "reference"),
        ("currenc", "currency"),
        ("txcurcd", "txcurrcd"),
        ("mchld", "mchid"),
        ("out_trade_n", "out_trade_no"),
        ("twins", "twin"),
        ("uuid", "udid"),
        ("reasons", "reason"),
        ("refund_sysn", "refund_syssn"),
        ("stat", "state"),
    ];
    let same = [
        ("OutTradeNo", "out_trade_no"),
        ("mch_id", "mchid"),
        ("ｒｅａｓｏｎ", "reason"),
        ("twin:", "twin"),
        ("Respcd", "respcd"),
        ("rea\u{200b}son", "reason"),
    ];
    let off = off.map(|(heading, known)| (heading, known, "is one letter off from", ""));
    let same = same.map(|(heading, known)| (heading, known, "is", " in another spelling"));
    for (heading, known, is, how) in off.into_iter().chain(same) {
        let shown = heading.replace('\u{200b}', "\\u{200b}");
        let fault = format!("line 1: {shown} {is} `{known}`{how}, and is not read{SPELT}");
        let fault = [fault];
        assert_eq!(in_csv(heading, "x", settings()), fault);
        assert_eq!(in_jsonl(&format!("\"{heading}\":\"x\""), settings()), fault);
        // What is empty is a slip all the same.
        assert_eq!(in_csv(heading, "", settings()), fault);
        assert_eq!(in_jsonl(&format!("\"{heading}\":null"), settings()), fault);
        let ignored = ignoring(&[heading], &[]);
        assert_eq!(in_csv(heading, "x", ignored.clone()), [""; 0]);
        assert_eq!(in_jsonl(&format!("\"{heading}\":\"x\""), ignored), [""; 0]);
    }
    for other in [
        "status", "note", "account", "ref", "sysdtm", "txdtm", "id", "no", "備註",
    ] {
        assert_eq!(in_csv(other, "x", settings()), [""; 0], "{other}");
        assert_eq!(
            in_jsonl(&format!("\"{other}\":\"x\""), settings()),
            [""; 0],
            "{other}"
        );
    }
    // In every row of a file, not only in the one that brings the key.
    let row = format!("{{\"syssn\":\"{P1}\",\"amount\":1,\"reasn\":\"x\"}}\n");
    assert_eq!(faults(&row.repeat(2)).len(), 2);
}

#[test]
fn a_result_file_and_its_headings_are_known() {
    let added = "out_trade_no,refund_syssn,state,respcd,meaning,sent_at,updated_at";
    assert_eq!(in_csv(added, "N1,,declined,1269,,,", settings()), [""; 0]);
    // In other letters it would be none, and its states would be overlooked.
    let found = in_csv("Refund_Syssn,State,Respcd", ",refunded,0000", settings());
    assert_eq!(found.len(), 3, "{found:?}");
}

#[test]
fn what_is_named_by_hand_is_settled_where_it_is_there() {
    let named = || with_columns(&["amount=退款金額", "reference=order_no"]);
    let text = format!("syssn,退款金額,付款金額,order_no,order_nos,amount\n{P1},1.00,9.00,A,B,8\n");
    assert_eq!(faults_with(text.as_bytes(), None, named()), [""; 0]);
    // A row of JSONL may lack a key: then one beside it looks like it.
    let row = |more: &str| {
        let text = format!("{{\"syssn\":\"{P1}\",\"退款金額\":\"1.00\",{more}}}\n");
        faults_with(text.as_bytes(), None, named())
    };
    assert_eq!(row("\"order_no\":\"A\",\"order_nos\":\"B\""), [""; 0]);
    assert_eq!(
        row("\"order_nos\":\"B\""),
        [format!(
            "line 1: order_nos is one letter off from `order_no`, and is not read{SPELT}"
        )]
    );
    let short = with_columns(&["reference=no"]);
    assert_eq!(in_jsonl("\"na\":\"x\"", short), [""; 0]);
}

#[test]
fn what_is_read_cannot_be_ignored() {
    for (heading, problem) in [
        (
            "Out-Trade No",
            "`Out-Trade No` is a column that is read; give it another heading in the file",
        ),
        (
            "txcurrcd",
            "`txcurrcd` is a column that is read; give it another heading in the file",
        ),
        (
            "state",
            "`state` is a column of result files; give it another heading in the file",
        ),
        (" ", "` ` is no heading"),
    ] {
        let error = ColumnNames::default().ignoring([heading]).unwrap_err();
        assert_eq!(error, problem);
    }
    assert!(
        ColumnNames::parse(["amount=x"])
            .unwrap()
            .ignoring(["amount"])
            .is_ok()
    );
}

#[test]
fn a_check_says_which_columns_are_used() {
    let used = |text: &str| {
        let found = checked(text, &Limits::default()).columns;
        let used = found.used.into_iter();
        let used: Vec<_> = used
            .map(|UsedHeading { heading, column }| format!("{heading}={column}"))
            .collect();
        (used.join(" "), found.unused.join(" "))
    };
    let csv = format!("Syssn,amount,note,,txcurrcd,colour\n{P1},1,a,b,HKD,c\n");
    assert_eq!(
        used(&csv),
        (
            "Syssn=syssn amount=amount txcurrcd=txcurrcd".to_owned(),
            "note colour".to_owned()
        )
    );
    let jsonl = format!(
        "{{\"syssn\":\"{P1}\",\"amount\":1}}\n{{\"syssn\":\"{P2}\",\"amount\":1,\"x\":2,\"reason\":\"r\"}}\n"
    );
    assert_eq!(
        used(&jsonl),
        (
            "syssn=syssn amount=amount reason=reason".to_owned(),
            "x".to_owned()
        )
    );
    let results = format!(
        "syssn,amount,out_trade_no,refund_syssn,state,respcd\n{P1},1,N1,S1,refunded,0000\n"
    );
    let of_results =
        "syssn=syssn amount=amount out_trade_no=out_trade_no refund_syssn=refund_syssn state=state";
    assert_eq!(used(&results), (of_results.to_owned(), "respcd".to_owned()));
}
