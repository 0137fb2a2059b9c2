//! What a check finds in a whole file.

use super::*;
use crate::money::Amount;

#[test]
fn a_clean_file_is_counted_and_summed() {
    let text =
        format!("syssn,amount,reference,twin\n{P1},12.50,A,\n{P1},12.50,B,yes\n{P2},100.07,,\n");
    let report = checked(&text, &Limits::default());
    assert!(report.is_clean());
    assert_eq!((report.rows, report.faulty_rows), (3, 0));
    assert_eq!(
        (report.to_refund.count, &*report.to_refund.in_words()),
        (3, "HKD 125.07")
    );
    let largest = report.largest.unwrap();
    assert_eq!((largest.line, largest.amount.minor()), (4, 10_007));
    assert!(!checked("syssn,amount\n", &Limits::default()).is_clean());
}

#[test]
fn what_stands_twice_is_a_fault_with_both_lines() {
    let text = format!(
        "syssn,amount,reference,out_trade_no\n{P1},1,A,N-1\n{P2},2,B,N-2\n\n{P2},3,A,N-2\n"
    );
    let mut seen = Vec::new();
    let mut reader = reader(&text).unwrap();
    let report = check(&mut reader, "APP", &Limits::default(), &mut |f| {
        seen.push(f.to_string())
    })
    .unwrap();
    assert_eq!(
        seen,
        [
            "line 5: reference `A` stands on line 2 already; give each refund its own, or remove the row if it repeats that one",
            "line 5: out_trade_no `N-2` stands on line 3 already; give each refund its own, or remove the row if it repeats that one",
        ]
    );
    assert_eq!(
        (report.faults.count, report.faulty_rows, report.batch),
        (2, 1, None)
    );
}

#[test]
fn rows_of_one_payment_and_amount_are_twins_unless_the_second_says_that_it_is_meant() {
    for (first, second, twins) in [
        (",", ",", 1),
        ("A,", "B,", 1),
        ("A,yes", "B,", 1),
        ("A,", "B,yes", 0),
        (",", ",TRUE", 0),
        (",", ",1", 0),
        (",", ",no", 1),
    ] {
        let text =
            format!("syssn,amount,reference,twin\n{P1},1,{first}\n{P1},1.00,{second}\n{P1},2,,\n");
        let report = checked(&text, &Limits::default());
        assert_eq!(report.twins.count, twins, "{first}/{second}");
        assert!(report.faults.is_empty());
        assert_eq!(report.is_clean(), twins == 0);
        for twin in report.twins.shown {
            assert_eq!((twin.line, twin.first_line), (3, 2));
        }
    }
}

#[test]
fn a_word_about_a_twin_is_yes_or_no_and_no_part_of_the_batch() {
    let text = |said: &str| format!("syssn,amount,twin\n{P1},1,{said}\n");
    let report = checked(&text("maybe"), &Limits::default());
    let fault = report.faults.shown[0].to_string();
    assert!(
        fault.contains("twin `maybe` is neither yes nor no"),
        "{fault}"
    );
    let batch = |text: &str| checked(text, &Limits::default()).batch.unwrap();
    assert_eq!(batch(&text("yes")), batch(&text("")));
    let json = |said: &str| format!("{{\"syssn\":\"{P1}\",\"amount\":\"1\",\"twin\":{said}}}\n");
    for said in ["true", "\"yes\"", "1", "false", "null"] {
        assert_eq!(batch(&json(said)), batch(&text("")), "{said}");
    }
}

#[test]
fn limits_are_compared_with_each_row_and_the_sum() {
    let text = format!("syssn,amount\n{P1},5.00\n{P2},5.01\n");
    let limits = |max_refund, max_batch_total| Limits {
        max_refund: Some(Amount::from_minor(max_refund).unwrap()),
        max_batch_total: Some(max_batch_total),
    };
    assert!(checked(&text, &limits(501, 1001)).is_clean());
    let report = checked(&text, &limits(500, 1000));
    assert!(report.total_over_limit && !report.is_clean());
    assert_eq!(
        report.over_limit.shown[0].to_string(),
        "line 3: amount `HKD 5.01` is above the profile's max_refund, HKD 5.00; refund it by itself under a profile that allows it"
    );
}

#[test]
fn rows_already_refunded_are_in_no_sum() {
    let text = format!(
        "syssn,amount,refund_syssn,state,respcd\n{P1},5,X,refunded,'0000\n{P2},7,,declined,'1269\n"
    );
    let report = checked(
        &text,
        &Limits {
            max_batch_total: Some(700),
            ..Limits::default()
        },
    );
    assert!(report.is_clean());
    assert_eq!(report.to_refund.minor, 700);
    assert_eq!(report.already_refunded.minor, 500);
}

#[test]
fn faults_beyond_a_thousand_are_counted_and_handed_on() {
    let mut text = "syssn,amount\n".to_owned();
    for _ in 0..1500 {
        text.push_str("2.01912E+25,1\n");
    }
    let mut handed = 0;
    let mut reader = reader(&text).unwrap();
    let report = check(&mut reader, "APP", &Limits::default(), &mut |_| handed += 1).unwrap();
    assert_eq!(
        (report.faults.shown.len(), report.faults.count, handed),
        (1000, 1500, 1500)
    );
}

#[test]
fn a_number_shorter_than_its_siblings_is_remarked() {
    let mut text = "syssn,amount\n".to_owned();
    for last in 0..9 {
        text.push_str(&format!("2019122700020002006175283{last},1\n"));
    }
    text.push_str("201912270002000200617528,1\n");
    let report = checked(&text, &Limits::default());
    assert!(report.is_clean());
    assert_eq!(
        report.remarks.shown[0].to_string(),
        "line 11: syssn `201912270002000200617528` has 24 digits where the other payments have 26; check that it is complete"
    );
}

#[test]
fn references_that_look_alike_are_a_fault_with_both_lines() {
    for (one, other) in [
        ("CRM-1001", "crm-1001"),
        ("CRM-1001", "CRM\u{2011}1001"),
        ("88123", "88123.0"),
        ("Caf\u{e9}", "Cafe\u{301}"),
        ("0088124", "88124"),
        ("88125", "'88125"),
        ("CRM-1006", "\u{421}RM-1006"),
    ] {
        let text = format!("syssn,amount,reference\n{P1},1,{one}\n{P2},2,{other}\n");
        let report = checked(&text, &Limits::default());
        let fault = &report.faults.shown[0];
        assert_eq!((fault.line, report.faults.count), (3, 1), "{other}");
        let why = "looks like the reference on line 2, and is another one";
        assert_eq!(fault.problem, why, "{other}");
    }
}

#[test]
fn numbers_that_look_alike_are_a_fault_with_both_lines() {
    for (one, other) in [("TICKET-1", "ticket-1"), ("0088124", "88124")] {
        let text = format!("syssn,amount,out_trade_no\n{P1},1,{one}\n{P2},2,{other}\n");
        let report = checked(&text, &Limits::default());
        let fault = &report.faults.shown[0];
        assert_eq!((fault.line, report.faults.count), (3, 1), "{other}");
        let why = "looks like the out_trade_no on line 2, and is another one";
        assert_eq!(fault.problem, why, "{other}");
    }
}

#[test]
fn a_last_line_without_a_line_end_is_remarked() {
    let row = format!("{P1},1");
    for (text, line) in [
        (format!("syssn,amount\n{row}"), Some(2)),
        (format!("syssn,amount\r\n{row}"), Some(2)),
        (format!("syssn,amount\n\n{row}\x1a"), Some(3)),
        // The record began two lines before.
        (format!("syssn,amount,reason\n{row},\"a\n\nb\""), Some(4)),
        (format!("syssn,amount\n{row}\n"), None),
        (format!("syssn,amount\r{row}\r"), None),
        (format!("syssn,amount\n{row}\n\n  "), None),
        (format!("syssn,amount\n{row}\r\n\x1a"), None),
        // There is no row, and JSON that is cut is no object.
        ("syssn,amount".to_owned(), None),
        (format!(r#"{{"syssn":"{P1}","amount":"1"}}"#), None),
    ] {
        let report = checked(&text, &Limits::default());
        assert_eq!(report.unended, line, "{text:?}");
        assert!(report.faults.is_empty(), "{text:?}");
        let remarks = report.remarks.shown.iter().map(ToString::to_string);
        let remark = remarks.filter(|remark| remark.contains("no line end"));
        let begins =
            line.map(|line| format!("line {line}: the row is the last and has no line end"));
        let found: Vec<String> = remark.collect();
        assert_eq!(found.len(), usize::from(line.is_some()), "{text:?}");
        assert!(
            begins.is_none_or(|begins| found[0].starts_with(&begins)),
            "{found:?}"
        );
    }
}
