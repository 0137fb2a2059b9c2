//! Rows that are read once more.

use super::*;

#[test]
fn a_file_that_fails_or_ends_at_any_byte_gives_no_whole_plan() {
    let profile = profile();
    let batch = batch_of(FOUR, &profile);
    let (mut journal, _folder) = journal();
    for length in 0..FOUR.len() {
        for is_end in [false, true] {
            let left = &FOUR.as_bytes()[..length];
            let error = reader(Failing { left, is_end })
                .map_err(unread)
                .and_then(|reader| {
                    let plan = Plan::new(
                        Rows::new(reader, &batch),
                        TwinPolicy::Tell,
                        NOON,
                        &mut journal,
                    );
                    Sums::of(plan, hkd(), &mut |_| {})
                })
                .unwrap_err();
            if is_end {
                continue;
            }
            let PlanError::Read { error, .. } = error else {
                panic!("{length}: {error:?}")
            };
            let line = FOUR[..length].matches('\n').count() + 1;
            let words = format!("the file cannot be read on line {line}: the disk is gone");
            assert_eq!(error.to_string(), words, "{length}");
        }
    }
}

#[test]
fn a_file_with_other_rows_is_not_what_was_checked() {
    let profile = profile();
    let batch = batch_of(FOUR, &profile);
    for (text, line) in [
        (format!("{FOUR}\nP5,5,f"), None),
        (FOUR.replace("P3,5", "P3,6"), None),
        (FOUR.replace("P3,5", "P3,0"), Some(5)),
        ("syssn,txamt,reason\n".to_owned(), None),
    ] {
        let rows = Rows::new(reader(text.as_bytes()).unwrap(), &batch);
        let ends: Vec<_> = rows.filter_map(Result::err).collect();
        assert!(
            matches!(&ends[..], [PlanError::Changed { line: at, .. }] if *at == line),
            "{text}: {ends:?}"
        );
    }
    // Only what the rows ask for counts.
    let same = format!("{FOUR}\n").replace(',', ";");
    let rows = Rows::new(reader(same.as_bytes()).unwrap(), &batch);
    assert_eq!(rows.map(Result::unwrap).count(), 4);
}
