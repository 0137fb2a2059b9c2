use super::*;
use proptest::prelude::*;
use time::macros::datetime;

#[test]
fn new_numbers_are_dated_short_and_carry_every_random_bit() {
    let now = datetime!(2026-11-22 17:00 UTC);
    let zero = OutTradeNo::generate(now, [0; RANDOM_BYTES]);
    assert_eq!(zero.as_str(), "RF20261123-00000000000000000000");
    for bit in 0..100 {
        let mut random = [0; RANDOM_BYTES];
        random[bit / 8] = 0x80 >> (bit % 8);
        assert_ne!(OutTradeNo::generate(now, random), zero, "bit {bit} is lost");
    }
    assert_eq!(
        OutTradeNo::month_made(zero.as_str()),
        hong_kong::HkMonth::parse("2026-11")
    );
}

#[test]
fn a_reference_always_gives_the_same_number() {
    let reference = Reference::parse("CRM-88123").unwrap();
    let number = OutTradeNo::from_reference("APP", Some("M1"), &reference, 1);
    // Written down: a release that derives another number would refund twice.
    assert_eq!(number.as_str(), "RR-2XVXCDS17YV5D6KXWYQAM9WBY3");
    for (app, mchid, key) in [
        ("APQ", Some("M1"), "CRM-88123"),
        ("APP", None, "CRM-88123"),
        ("APP", Some("M"), "1CRM-88123"),
        ("APP", Some("M1"), "CRM-88124"),
    ] {
        assert_ne!(
            OutTradeNo::from_reference(app, mchid, &Reference::parse(key).unwrap(), 1),
            number
        );
    }
}

#[test]
fn a_row_of_a_batch_always_gives_the_same_number() {
    let batch = BatchId::from_digest([7; 32]);
    let number = OutTradeNo::from_batch_row(&batch, 1, 1);
    // Written down: a release that derives another number would refund twice.
    assert_eq!(number.as_str(), "RB-5Q3EZZ1FT14TXDB4Y1M0PZ9QSQ");
    assert!(number.is_derived());
    assert_ne!(number, OutTradeNo::from_batch_row(&batch, 2, 1));
    let other = BatchId::from_digest([8; 32]);
    assert_ne!(number, OutTradeNo::from_batch_row(&other, 1, 1));
    assert!(!OutTradeNo::parse("RB-1").unwrap().is_derived());
}

#[test]
fn each_attempt_has_a_number_of_its_own_and_always_the_same() {
    let reference = Reference::parse("CRM-88123").unwrap();
    let batch = BatchId::from_digest([7; 32]);
    let numbers = |attempt| {
        [
            OutTradeNo::from_reference("APP", Some("M1"), &reference, attempt),
            OutTradeNo::from_batch_row(&batch, 1, attempt),
        ]
    };
    // Written down: a release that derives another number would refund twice.
    assert_eq!(
        numbers(2).map(|number| number.to_string()),
        [
            "RR-YAW7S5GA6H01K2S5AVA73ZT0D8",
            "RB-F17MRZ560KQA3VANHJS58GHS1H"
        ]
    );
    let mut seen: Vec<_> = (1..=20).flat_map(numbers).collect();
    assert!(seen.iter().all(OutTradeNo::is_derived));
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), 40);
    // The attempt is no part of the reference.
    let other = Reference::parse("CRM-881232").unwrap();
    let other = OutTradeNo::from_reference("APP", Some("M1"), &other, 1);
    assert!(!seen.contains(&other));
}

#[test]
fn spreadsheet_damage_is_named() {
    for damaged in ["2.01912E+25", "2.01912e25", "2,01912E+25"] {
        let error = Syssn::parse(damaged).unwrap_err();
        assert!(error.to_string().contains("scientific notation"), "{error}");
    }
}

#[test]
fn faults_in_numbers_are_told_apart() {
    for (text, fault) in [
        ("", "is empty"),
        (" 1", "has a space at its start or end"),
        ("1 2", "has a space in it"),
        ("1,2", "has `,` in it"),
        ("１2", "has the full-width digit `１` in it"),
        ("a\nb", "has a control character in it"),
    ] {
        assert!(
            Syssn::parse(text).unwrap_err().to_string().ends_with(fault),
            "{text}"
        );
    }
    assert!(OutTradeNo::parse(&"x".repeat(128)).is_ok());
    assert!(OutTradeNo::parse(&"x".repeat(129)).is_err());
    assert!(Syssn::parse(&"1".repeat(129)).is_err());
    assert!(Udid::parse(&"旺".repeat(40)).is_ok());
    assert!(Udid::parse(&"旺".repeat(41)).is_err());
    assert!(LookupNo::parse("a|b*c").is_ok());
    assert!(LookupNo::parse("a,b").is_err());
}

#[test]
fn a_number_of_ones_own_is_any_visible_ascii_without_a_comma() {
    for text in ["a|b*c", "#7.1/2", "'=\"$(x)\\~!"] {
        let number = OutTradeNo::parse(text).unwrap();
        assert!(number.is_unusual() && number.as_str() == text, "{text}");
    }
    for text in ["a,b", "a b", "a\tb", "ä", "１", "a\u{200b}", "a\u{7f}"] {
        assert!(OutTradeNo::parse(text).is_err(), "{text}");
    }
    for damaged in ["2.01912E+25", "2,01912e25"] {
        let error = OutTradeNo::parse(damaged).unwrap_err();
        assert!(error.to_string().contains("scientific notation"), "{error}");
    }
    let usual = |length: usize| OutTradeNo::parse(&"x".repeat(length)).unwrap();
    assert!(!usual(64).is_unusual() && usual(65).is_unusual());
}

proptest! {
    #[test]
    fn generated_numbers_are_valid_and_fit_32_characters(random: [u8; RANDOM_BYTES], seconds in 946_684_800i64..4_102_444_800) {
        let now = OffsetDateTime::from_unix_timestamp(seconds).unwrap();
        let number = OutTradeNo::generate(now, random);
        prop_assert!(number.as_str().len() <= 32);
        prop_assert_eq!(OutTradeNo::parse(number.as_str()).unwrap(), number);
    }

    #[test]
    fn references_give_valid_numbers(text in "[^\\p{C}]{1,128}") {
        if let Ok(reference) = Reference::parse(&text) {
            let number = OutTradeNo::from_reference("APP", None, &reference, 1);
            prop_assert!(number.as_str().len() <= 32);
            prop_assert!(OutTradeNo::parse(number.as_str()).is_ok());
        }
    }
}
