//! Lines above the headings.

use super::*;

#[test]
fn headings_below_titles_are_found_and_said() {
    let said = |text: &str| faults_with(text.as_bytes(), Some(Format::Csv), settings());
    let row = format!("{P1},1.00\n");
    for (titles, line, headings) in [
        ("Refunds of November\n", 2, "syssn,amount"),
        ("Refunds of November,\n\n", 3, "syssn,amount"),
        (
            "\"Refunds; all\",,\nby Mei,,\n\n",
            4,
            "syssn;txamt;reference",
        ),
        ("Report\t\n2026-11-30\t\n", 3, "Amount\tSyssn"),
        ("sep=;\nRefunds;\n", 3, "syssn;amount"),
        // An account number, and an amount without a payment.
        ("20260105000200020000000001,\n", 2, "syssn,amount"),
        ("amount,12.50\n", 2, "syssn,amount"),
    ] {
        let first = if titles.starts_with("sep=") { 2 } else { 1 };
        let wanted = format!(
            "line {first}: the row is not the line of headings, which seem to stand on line {line}; remove the lines above them"
        );
        assert_eq!(
            said(&format!("{titles}{headings}\n{row}")),
            [wanted],
            "{titles}"
        );
    }
    // Named headings are looked for by their names.
    let settings = with_columns(&["syssn=payment", "amount=sum"]);
    let named = faults_with(b"Title,\npayment,sum\n", Some(Format::Csv), settings);
    assert!(named[0].contains("on line 2"), "{named:?}");
}

#[test]
fn headings_that_are_wrong_themselves_are_told_as_before() {
    let missing = faults("payment,sum\n1,2\n");
    assert_eq!(missing.len(), 2, "{missing:?}");
    // Good headings that stand again further down are a row that repeats them.
    let twice = format!("syssn,amount\n{P1},1.00\nsyssn,amount\n");
    assert!(faults(&twice)[0].contains("repeats the headings"));
    // Wrong ones, and good ones too far down.
    let far = format!("payment,sum\n{}syssn,amount\n", "x,y\n".repeat(20));
    assert_eq!(faults(&far).len(), 2);
}
