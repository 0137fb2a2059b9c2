//! Files that are held back until somebody says that they are meant.

use super::*;

fn held(text: &str) -> Vec<String> {
    let report = checked(text, &Limits::default());
    assert!(report.faults.is_empty(), "{:?}", report.faults);
    assert_eq!(report.is_clean(), report.held.is_empty());
    assert!(report.batch.is_some(), "it is a batch all the same");
    let held = report.held.shown.iter();
    held.map(ToString::to_string).collect()
}

#[test]
fn a_file_without_a_number_that_looks_like_a_payments_is_held_once() {
    let numbers = "syssn,amount\nORDER-7781,1.00\nORDER-7782,2.50\nORDER-7783,3.00\n";
    assert_eq!(
        held(numbers),
        [
            "line 2: syssn `ORDER-7781` and every other one of the file do not begin with a date (YYYYMMDD), as the gateway's payment numbers do: perhaps they are order numbers; give the payments' numbers at QFPay (syssn), or call the column order_no if they are your own numbers of the payments; if it is meant, run the file with --odd-meant"
        ]
    );
    let one = held("syssn,amount\nORDER-7781,1.00\n");
    assert!(one[0].contains("`ORDER-7781` does not begin"), "{one:?}");
    let lines = "{\"syssn\":\"A1\",\"amount\":1}\n{\"syssn\":\"A2\",\"amount\":2}\n";
    assert_eq!(held(lines).len(), 1);
    // One that looks like a payment's: the others are remarked, as before.
    assert_eq!(held(&format!("{numbers}{P1},9.00\n")), [""; 0]);
}

#[test]
fn a_row_of_sums_that_looks_like_a_refund_is_held() {
    let rows = format!("syssn,amount\n{P1},1.00\n{P2},2.50\n");
    for (row, what) in [
        (
            "2,3.50",
            "is the count of the rows above, and the amount is their sum",
        ),
        ("2,9.99", "is the count of the rows above"),
        ("X,3.50", "the amount is the sum of the rows above"),
    ] {
        let found = held(&format!("{rows}{row}\n"));
        assert_eq!(found.len(), 1, "{row}: {found:?}");
        assert!(found[0].starts_with("line 4: syssn"), "{found:?}");
        assert!(found[0].contains(what), "{row}: {found:?}");
    }
    // Also where more rows, or a second total, come behind it.
    let more = format!("{rows}2,3.50\n\n{P1},4.00\n");
    assert_eq!(held(&more).len(), 1);
    for fine in [
        format!("{P1},3.50"),
        "3,9.99".to_owned(),
        "X,2.50".to_owned(),
    ] {
        assert_eq!(held(&format!("{rows}{fine}\n")), [""; 0], "{fine}");
    }
}

#[test]
fn what_is_held_is_told_as_it_is_found() {
    let mut seen = Vec::new();
    let text = "syssn,amount\nA-1,1.00\n";
    let mut on_fault = |fault: &crate::batch::RowFault| seen.push(fault.to_string());
    check(
        &mut reader(text).unwrap(),
        "APP",
        &Limits::default(),
        &mut on_fault,
    )
    .unwrap();
    assert_eq!(seen, held(text));
}
