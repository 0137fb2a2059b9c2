//! The result file, and its way back in.

use super::*;
use crate::batch::{Added, FaultsFile, Layout, ResultFile, RowFault};
use proptest::prelude::*;
use std::path::Path;

fn added<'a>(state: &'a str, number: &'a str) -> Added<'a> {
    Added {
        out_trade_no: number,
        refund_syssn: if state == "refunded" {
            "20191228000200020061759999"
        } else {
            ""
        },
        state,
        respcd: if state == "refunded" { "0000" } else { "" },
        meaning: "交易成功, done",
        sent_at: "2026-11-22T17:00:00+08:00",
        updated_at: "",
    }
}

/// Writes every row of `text`; the first is refunded, the others are not.
fn write(text: &str, path: &Path) -> Layout {
    let found = rows(text);
    let mut reader = reader(text).unwrap();
    reader.by_ref().for_each(drop);
    let layout = reader.layout();
    let batch = checked(text, &Limits::default()).batch.unwrap();
    let mut file = ResultFile::create(path, &layout).unwrap();
    for row in &found {
        let number = row.intent.number("APP", None, &batch, (row.number, 1));
        let state = if row.number == 1 {
            "refunded"
        } else {
            "planned"
        };
        file.add(row, &added(state, number.as_str())).unwrap();
    }
    assert!(
        std::fs::read(path).is_err(),
        "it is there before it is complete"
    );
    file.finish().unwrap();
    layout
}

#[test]
fn every_row_comes_out_unchanged_with_seven_columns_more() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("out.csv");
    write(
        &format!("Syssn;amount;note\n{P1};12.50;\"=1+1; x\"\n{P2};7;'q\n"),
        &path,
    );
    let text = std::fs::read_to_string(&path).unwrap();
    assert_eq!(
        text,
        "\u{feff}Syssn;amount;note;out_trade_no;refund_syssn;state;respcd;meaning;sent_at;updated_at\r\n\
         '20191227000200020061752831;12.50;\"'=1+1; x\";RB-SGSQT4G2J9QK0JS9NK6DVSCEKB;'20191228000200020061759999;refunded;'0000;交易成功, done;2026-11-22T17:00:00+08:00;\r\n\
         '20191227000200020061752832;7;''q;RB-FV5KTWB6Y4KV4MMYQJ7AWJ6KQD;;planned;;交易成功, done;2026-11-22T17:00:00+08:00;\r\n"
    );
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(
            std::fs::metadata(&path).unwrap().permissions().mode() & 0o777,
            0o600
        );
    }
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn json_rows_come_out_in_their_order_with_numbers_as_written() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("out.jsonl");
    write(
        &format!("{{\"z\":[1, 2],\"syssn\":{P1},\"amount\":12.50}}\n"),
        &path,
    );
    assert_eq!(
        std::fs::read_to_string(&path).unwrap(),
        "{\"z\":[1, 2],\"syssn\":20191227000200020061752831,\"amount\":12.50,\"out_trade_no\":\"RB-F6B20BXMKTB42R5YVSVT5BNDT2\",\"refund_syssn\":\"20191228000200020061759999\",\"state\":\"refunded\",\"respcd\":\"0000\",\"meaning\":\"交易成功, done\",\"sent_at\":\"2026-11-22T17:00:00+08:00\",\"updated_at\":null}\n"
    );
}

#[test]
fn a_result_file_fed_back_in_is_the_same_batch_and_skips_what_is_done() {
    let folder = tempfile::tempdir().unwrap();
    for text in [
        format!("syssn,amount,reference,note,,\n{P1},12.50,,=1+1,,\n{P2},7,'R,\"-2\n3\",,\n"),
        format!("Out Trade No,txamt,syssn\nMINE-1,5,{P1}\n,6,{P2}\n"),
        format!(
            "{{\"syssn\":\"{P1}\",\"txamt\":5,\"deep\":{{\"a\":[1]}}}}\n{{\"reason\":\"x\",\"syssn\":\"{P2}\",\"txamt\":6}}\n"
        ),
    ] {
        let before = rows(&text);
        let batch = checked(&text, &Limits::default()).batch;
        for name in ["out.csv", "out.jsonl"] {
            let path = folder.path().join(name);
            let _ = std::fs::remove_file(&path);
            write(&text, &path);
            let once = std::fs::read_to_string(&path).unwrap();
            let report = checked(&once, &Limits::default());
            assert_eq!(report.batch, batch, "{once}");
            assert_eq!(report.already_refunded.count, 1);
            for (old, new) in before.iter().zip(rows(&once)) {
                assert_eq!(new.already_refunded, old.number == 1);
                assert_eq!(new.intent.syssn, old.intent.syssn);
                let number = new.intent.out_trade_no.clone().unwrap();
                let derived = old
                    .intent
                    .number("APP", None, &batch.unwrap(), (old.number, 1));
                assert_eq!(number, derived);
            }
            std::fs::remove_file(&path).unwrap();
            write(&once, &path);
            assert_eq!(
                std::fs::read_to_string(&path).unwrap(),
                once,
                "a second trip changes nothing"
            );
        }
    }
}

#[test]
fn a_file_that_cannot_be_written_is_named_and_the_old_one_stays() {
    let folder = tempfile::tempdir().unwrap();
    let layout = reader("syssn,amount\n").unwrap().layout();
    let shown = |name: &str| {
        let path = folder.path().join(name);
        let error = ResultFile::create(&path, &layout).err().unwrap();
        error
            .to_string()
            .replace(&format!("{}/", folder.path().display()), "")
    };
    assert_eq!(
        shown("out.xlsx"),
        "cannot write `out.xlsx`: its name must end in .csv or .jsonl"
    );
    assert_eq!(
        shown("no/out.csv"),
        "cannot write `no/out.csv`: its folder does not exist"
    );
    std::fs::create_dir(folder.path().join("dir.csv")).unwrap();
    assert_eq!(
        shown("dir.csv"),
        "cannot write `dir.csv`: it exists and is no ordinary file"
    );
    let old = folder.path().join("old.csv");
    std::fs::write(&old, "old").unwrap();
    assert_eq!(
        shown("old.csv"),
        "cannot write `old.csv`: it exists and is not a result file of ours; give another name, or move that file away"
    );
    assert_eq!(std::fs::read_to_string(&old).unwrap(), "old");
    let earlier = folder.path().join("earlier.csv");
    ResultFile::create(&earlier, &layout)
        .unwrap()
        .finish()
        .unwrap();
    let before = std::fs::read_to_string(&earlier).unwrap();
    drop(ResultFile::create(&earlier, &layout).unwrap());
    assert_eq!(std::fs::read_to_string(&earlier).unwrap(), before);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 3);
}

#[test]
fn an_earlier_result_is_known_whatever_its_headings_hold() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("out.csv");
    for headings in [
        "syssn,amount,\"paid\nby\"",
        "\"note, long\",syssn,amount",
        "sep=\t\nsyssn\tamount\t\"a \"\"b\"\"\tc\"",
        "\"x;y\";syssn;amount;\"a\r\nb\"",
        "syssn,amount,=1+1",
    ] {
        let layout = reader(&format!("{headings}\n")).unwrap().layout();
        for _ in 0..2 {
            let file = ResultFile::create(&path, &layout).expect(headings);
            file.finish().expect(headings);
        }
    }
    // A spreadsheet may have saved it with quotation marks around every cell.
    let written = std::fs::read_to_string(&path).unwrap();
    let quoted = written
        .trim_start_matches('\u{feff}')
        .trim_end()
        .replace(',', "\",\"");
    std::fs::write(&path, format!("\"{quoted}\"\n")).unwrap();
    let layout = reader("syssn,amount\n").unwrap().layout();
    assert!(ResultFile::create(&path, &layout).is_ok());
}

#[test]
fn faults_come_out_as_csv_that_runs_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("faults.csv");
    let mut file = FaultsFile::create(&path).unwrap();
    file.add(&RowFault::new(
        12,
        "syssn",
        "2.01912E+25",
        "is damaged",
        "take another",
    ));
    file.add(&RowFault::new(
        13,
        "=x",
        "=cmd|'/C calc'!A0",
        "is a formula",
        "write the number alone",
    ));
    file.finish().unwrap();
    assert_eq!(
        std::fs::read_to_string(&path).unwrap(),
        "\u{feff}line,column,value,problem,remedy\r\n12,syssn,'2.01912E+25,is damaged,take another\r\n13,'=x,'=cmd|'/C calc'!A0,is a formula,write the number alone\r\n"
    );
}

#[test]
fn only_so_much_of_a_value_is_repeated() {
    let fault = RowFault::new(1, "c", &"旺".repeat(200), "p", "r");
    assert_eq!(fault.value.chars().count(), 141);
    assert!(fault.value.ends_with('…'));
}

proptest! {
    #[test]
    fn any_cell_survives_the_result_file(notes in prop::collection::vec("\\PC{0,12}|['=+@\\-\t\r\n,\";]{0,6}|[0-9]{1,30}", 1..6)) {
        let mut csv = csv::Writer::from_writer(Vec::new());
        csv.write_record(["syssn", "txamt", "note"]).unwrap();
        for (index, note) in notes.iter().enumerate() {
            csv.write_record([format!("S-{index}").as_str(), "5", note]).unwrap();
        }
        let text = String::from_utf8(csv.into_inner().unwrap()).unwrap();
        prop_assume!(faults(&text).is_empty());
        let folder = tempfile::tempdir().unwrap();
        for name in ["out.csv", "out.jsonl"] {
            let (path, back) = (folder.path().join(name), folder.path().join(format!("{name}.jsonl")));
            write(&text, &path);
            let written = std::fs::read_to_string(&path).unwrap();
            write(&written, &back);
            let back = std::fs::read_to_string(&back).unwrap();
            let back: Vec<_> = back.lines().map(|line| {
                let row: serde_json::Value = serde_json::from_str(line).unwrap();
                row["note"].as_str().unwrap().to_owned()
            }).collect();
            prop_assert_eq!(&back, &notes, "{}", written);
        }
    }
}

#[test]
fn a_result_is_taken_for_csv_whatever_its_first_heading_is() {
    for heading in ["[x", " [{x", "<x", "<!x", "{x", "'[x"] {
        let key = serde_json::to_string(heading).unwrap();
        let text = format!("{{{key}:\"1\",\"syssn\":\"{P1}\",\"amount\":\"12.50\"}}\n");
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out.csv");
        write(&text, &path);
        let written = std::fs::read_to_string(&path).unwrap();
        let (before, after) = (
            checked(&text, &Limits::default()),
            checked(&written, &Limits::default()),
        );
        assert!(before.batch.is_some(), "{heading}");
        assert_eq!(after.batch, before.batch, "{heading}: {written}");
        assert_eq!(reader(&written).unwrap().layout().headings[0], heading);
    }
}
