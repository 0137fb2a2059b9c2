//! Every fault of a row, in the words the operator reads.

use super::*;

/// The faults of one row under these headings, without the line.
fn of(headings: &str, row: &str) -> Vec<String> {
    let found = faults(&format!("{headings}\n{row}\n"));
    let cut = |fault: &String| fault.strip_prefix("line 2: ").unwrap().to_owned();
    found.iter().map(cut).collect()
}

#[test]
fn damaged_payment_numbers_are_named() {
    for (number, fault) in [
        (
            "2.01912E+25",
            "is in scientific notation: a spreadsheet has rounded it and its last digits are lost; take the number from the gateway's own report, with the column formatted as text",
        ),
        (
            "20191227000200000000000000",
            "ends in zeros: a spreadsheet has rounded it and its last digits are lost; take the number from the gateway's own report, with the column formatted as text",
        ),
        (
            "20191227000200020000000000",
            "ends in zeros: a spreadsheet has rounded it and its last digits are lost; take the number from the gateway's own report, with the column formatted as text",
        ),
        // int(float("20191227000200020061752831")) in Python.
        (
            "20191227000200020468170752",
            "went through a floating-point number: its last digits are no longer the gateway's; take the number from the gateway's own report, with the column formatted as text",
        ),
        (
            "0191227000200020061752831",
            "has lost its first digit: with a 2 in front it would begin with a date; take the number from the gateway's own report, with the column formatted as text",
        ),
        (
            "'20191227000200020061752831",
            "has an apostrophe in it, the spreadsheets' mark for text; write the number without it",
        ),
        (
            "2019 1227000200020061752831",
            "has a space in it; write the number without it",
        ),
        (
            "２０191227000200020061752831",
            "has full-width digits in it; write it with the digits 0-9",
        ),
        (
            "\u{200b}20191227000200020061752831",
            "has an invisible character in it; type the number anew",
        ),
        (
            "2019.1227",
            "has `.` in it; only letters, digits, `_` and `-` are allowed",
        ),
    ] {
        let shown = number.replace('\u{200b}', "\\u{200b}");
        assert_eq!(
            of("syssn,amount", &format!("{number},1")),
            [format!("syssn `{shown}` {fault}")]
        );
    }
    assert_eq!(
        of("syssn,amount", "\"=\"\"20191227000200020061752831\"\"\",1"),
        [
            "syssn `=\"20191227000200020061752831\"` is a formula; write the number alone",
            "syssn `=\"20191227000200020061752831\"` has a quotation mark in it; write the number without it",
        ]
    );
}

#[test]
fn good_and_opaque_payment_numbers_pass() {
    for (number, remarks) in [
        (P1, 0),
        ("2019122700020002006175", 0),
        ("20191227000200020061752800", 0),
        ("ABC-1234567890", 1),
        ("99991227000200020061752831", 1),
    ] {
        let found = rows(&format!("syssn,amount\n{number},1\n"));
        assert_eq!(found[0].remarks.len(), remarks, "{number}");
    }
    assert_eq!(
        rows("syssn,amount\nA1,1\n")[0].remarks[0].to_string(),
        "line 2: syssn `A1` does not begin with a date (YYYYMMDD), as the gateway's payment numbers do; check that it is the payment's number at QFPay and complete"
    );
}

#[test]
fn damaged_amounts_are_named() {
    for (amount, fault) in [
        ("", " is empty; give the amount; empty never means \"all\""),
        (
            "0",
            " `0` is zero; give at least 1 minor unit; zero never means \"all\"",
        ),
        (
            "-5",
            " `-5` is negative; give what the payer gets back as a positive number",
        ),
        (
            "(5)",
            " `(5)` is in parentheses, which means a negative amount; give what the payer gets back as a positive number",
        ),
        (
            "HK$5",
            " `HK$5` has the currency sign `HK$` in it; write the digits alone; the currency has a column of its own",
        ),
        (
            "5HKD",
            " `5HKD` has the currency sign `HKD` in it; write the digits alone; the currency has a column of its own",
        ),
        (
            "1'000",
            " `1'000` has an apostrophe in it, the spreadsheets' mark for text; write the number without it",
        ),
        (
            "１２",
            " `１２` has full-width digits in it; write it with the digits 0-9",
        ),
        ("1E3", " `1E3` has an exponent; write all its digits"),
        ("05", " `05` starts with a surplus zero; write it without"),
        (
            ".5",
            " `.5` has a point without digits on both sides; write it as in 0.50",
        ),
        (
            "1.234",
            " `1.234` has more decimals than the 2 of HKD; write the exact amount; nothing is rounded",
        ),
        (
            "1000000000",
            " `1000000000` is above the gateway's largest, 99999999999 minor units; check the amount",
        ),
        (
            "abc",
            " `abc` has `a` in it; only digits and one point are allowed",
        ),
        (
            "＄5",
            " `＄5` has `＄` in it; only digits and one point are allowed",
        ),
    ] {
        assert_eq!(
            of("syssn,amount", &format!("{P1},{amount}")),
            [format!("amount{fault}")]
        );
    }
    assert_eq!(
        of("syssn;amount", &format!("{P1}; HK$1,234.50")),
        [
            "amount ` HK$1,234.50` has a space in it; write the number without it",
            "amount ` HK$1,234.50` has the currency sign `HK$` in it; write the digits alone; the currency has a column of its own",
            "amount ` HK$1,234.50` has the separator `,` in it; write the digits without, and a point before the decimals",
        ]
    );
    assert_eq!(
        of("syssn,txamt", &format!("{P1},12.50")),
        [
            "txamt `12.50` has a point, and txamt counts whole minor units; write 1250 for 12.50, or use a column amount"
        ]
    );
}

#[test]
fn rows_that_are_no_refunds_are_named() {
    for (row, fault) in [
        (
            "Total,25.00,",
            "`Total` begins a row of sums; remove the row",
        ),
        (
            "合計：,25.00,",
            "`合計：` begins a row of sums; remove the row",
        ),
        (
            ",25.00,",
            "syssn is empty beside an amount; give the payment's number, or remove the row if it is a sum",
        ),
        (
            "syssn,amount,reason",
            "the row repeats the headings; remove the row",
        ),
        (
            "1,2",
            "the row has 2 cells under 3 headings; give each heading one cell; a cell with a separator in it goes in quotation marks",
        ),
        (
            "1,2,3,4",
            "the row has 4 cells under 3 headings; give each heading one cell; a cell with a separator in it goes in quotation marks",
        ),
        (
            "1,2,\"3\"4",
            "the row has text behind a closing quotation mark; put the whole cell in quotation marks and write those inside it twice",
        ),
        (
            "1,2,\"3",
            "the row opens a quotation mark that is not closed; nothing behind it was read; close it, or write a quotation mark inside a cell twice",
        ),
    ] {
        assert_eq!(of("syssn,amount,reason", row), [fault]);
    }
}

#[test]
fn a_quote_opened_by_mistake_does_not_swallow_rows_in_silence() {
    let text = format!("syssn,amount,reason\n{P1},1,\"6 inch\n{P2},2,x\n{P1},3,7\"\n");
    let found = faults(&text);
    assert_eq!(found.len(), 1);
    assert!(
        found[0].contains("holds other rows: a quotation mark was opened"),
        "{found:?}"
    );
    assert!(found[0].starts_with("line 2: "));
}

#[test]
fn all_faults_of_a_row_are_found_at_once() {
    let headings = "syssn,amount,currency,reference,udid,out_trade_no";
    let udid = "u".repeat(41);
    let row = format!("2.01912E+25,0,JPY, R,{udid},a b");
    assert_eq!(
        of(headings, &row),
        [
            "syssn `2.01912E+25` is in scientific notation: a spreadsheet has rounded it and its last digits are lost; take the number from the gateway's own report, with the column formatted as text".to_owned(),
            "amount `0` is zero; give at least 1 minor unit; zero never means \"all\"".to_owned(),
            "currency `JPY` is not the profile's currency; put refunds in HKD into this file and others under their own profile".to_owned(),
            "reference ` R` has a space at its start or end; remove it".to_owned(),
            format!("udid `{udid}` is longer than 40 characters; shorten it"),
            "out_trade_no `a b` has a space in it; only visible ASCII characters are allowed, and no comma".to_owned(),
        ]
    );
    assert_eq!(
        of("syssn,amount,currency", &format!("{P1},1,hkd")),
        ["currency `hkd` is spelt otherwise than the gateway does; write HKD"]
    );
}

#[test]
fn faults_of_json_rows_are_named() {
    for (line, wanted) in [
        (
            "{\"syssn\":1",
            vec![
                "the row is no JSON object: EOF while parsing an object at column 10; write one object on one line",
            ],
        ),
        (
            "7",
            vec![
                "the row is no JSON object: invalid type: integer `7`, expected an object such as {\"syssn\":\"…\",\"amount\":\"12.50\"} at column 1; write one object on one line",
            ],
        ),
        (
            "{\"txamt\":1}",
            vec!["syssn is missing; give the payment's number"],
        ),
        (
            "{\"syssn\":\"S1\"}",
            vec!["amount is missing, and so is txamt; give one of the two"],
        ),
        (
            "{\"syssn\":2.01912e25,\"txamt\":1.5}",
            vec![
                "syssn `2.01912e25` is in scientific notation: a spreadsheet has rounded it and its last digits are lost; take the number from the gateway's own report, with the column formatted as text",
                "txamt `1.5` has a point, and txamt counts whole minor units; write 1250 for 12.50, or use a column amount",
            ],
        ),
        (
            "{\"syssn\":\"S1\",\"txamt\":1,\"amount\":\"0.01\"}",
            vec![
                "amount is used beside `txamt`; keep one: amount in major units (12.50) or txamt in minor units (1250)",
            ],
        ),
        (
            "{\"syssn\":\"S1\",\"txamt\":1,\"txamt\":2}",
            vec!["txamt `2` stands twice in the row; keep one"],
        ),
        (
            "{\"syssn\":\"S1\",\"txamt\":1,\"TxAmt\":2}",
            vec!["TxAmt means the same as `txamt`; keep one, spelt alike in all rows"],
        ),
        (
            "{\"syssn\":\"S1\",\"txamt\":1,\"reference\":[1]}",
            vec!["reference `[1]` is neither text nor a number; write it as text"],
        ),
        (
            "{\"syssn\":\"S1\",\"txamt\":1,\"reason\":\"\\ud800\"}",
            vec!["reason `\"\\ud800\"` is neither text nor a number; write it as text"],
        ),
    ] {
        let found = faults_with(line.as_bytes(), Some(Format::Jsonl), settings());
        let wanted: Vec<_> = wanted
            .iter()
            .map(|fault| format!("line 1: {fault}"))
            .collect();
        assert_eq!(found, wanted, "{line}");
    }
}
