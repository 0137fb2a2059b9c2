//! Files as other programs write them: their encoding, separator and headings, by the command line or by
//! the profile.

use crate::batch::{batch, payment, prepared, rows};
use crate::support::Sandbox;
use crate::support::sandbox::profile;
use crate::support::simulator::executed;

/// 退款金額 in Big5.
const AMOUNT: &[u8] = b"\xb0\x68\xb4\xda\xaa\xf7\xc3\x42";

fn write(sandbox: &Sandbox, name: &str, bytes: &[u8]) {
    std::fs::write(sandbox.path(name), bytes).unwrap();
}

#[test]
fn a_file_in_big5_is_run_from_cron_by_what_its_profile_says() {
    let (sandbox, served) = prepared(2, "");
    let head = [b"number;", AMOUNT, b";reason\n"].concat();
    let row = |n| format!("{};1.00;\u{20}", payment(n)).into_bytes();
    let file = [&head, &row(1)[..], AMOUNT, b"\n", &row(2), b"\n"].concat();
    write(&sandbox, "big5.csv", &file);
    let unread = batch(&sandbox, &["check", "big5.csv"]);
    assert_eq!(unread.code, 12, "{unread:?}");
    assert!(unread.stderr.contains("--encoding big5"), "{unread:?}");
    let said = "rate_limit = \"none\"\ncolumns = [\"syssn=number\", \"amount=退款金額\"]\nseparator = \"semicolon\"\nencoding = \"big5\"\n";
    sandbox.write_config(&profile(&served.url, said));
    let run = [
        "run",
        "big5.csv",
        "--yes",
        "--ignore-pause",
        "--results",
        "out.csv",
    ];
    let ran = batch(&sandbox, &run);
    assert_eq!((ran.code, rows(&ran, "refunded")), (0, 2), "{ran:?}");
    let results = std::fs::read_to_string(sandbox.path("out.csv")).unwrap();
    assert!(
        results.starts_with("\u{feff}number;退款金額;reason;"),
        "{results}"
    );
    assert!(results.contains("; 退款金額;"), "{results}");
    // The same file in UTF-8 is the same batch, and so is its result file.
    let text = std::str::from_utf8(&file[..0]).unwrap().to_owned()
        + &results
            .lines()
            .take(1)
            .map(|_| "number;退款金額;reason\n")
            .collect::<String>()
        + &format!("{};1.00; 退款金額\n{};1.00; \n", payment(1), payment(2));
    write(&sandbox, "utf8.csv", text.as_bytes());
    for name in ["utf8.csv", "out.csv"] {
        let status = batch(&sandbox, &["status", name, "--encoding", "utf-8"]);
        assert_eq!(status.json()["batch"], ran.json()["batch"], "{status:?}");
    }
    let contradicted = batch(&sandbox, &["status", "out.csv"]);
    assert_eq!(contradicted.code, 12, "{contradicted:?}");
    assert!(
        contradicted.stderr.contains("--encoding utf-8"),
        "{contradicted:?}"
    );
    // What the command line says comes first.
    let plain = format!("syssn;amount;reason\n{};1.00;x\n", payment(1));
    write(&sandbox, "plain.csv", plain.as_bytes());
    let given = [
        "check",
        "plain.csv",
        "--column",
        "syssn=syssn",
        "--column",
        "amount=amount",
    ];
    let checked = batch(&sandbox, &given);
    assert!(
        checked.json()["columns"]
            .as_array()
            .is_some_and(|all| all.len() == 3),
        "{checked:?}"
    );
    assert_eq!(executed(&sandbox).len(), 2);
}

#[test]
fn a_byte_that_cannot_be_decoded_stops_the_file_and_names_its_line() {
    let (sandbox, _served) = prepared(1, "");
    let row = format!("syssn,amount,reason\n{},1.00,", payment(1));
    write(
        &sandbox,
        "bad.csv",
        &[row.as_bytes(), b"\xff\xff\n"].concat(),
    );
    write(
        &sandbox,
        "marked.csv",
        &[b"\xff\xfe", row.as_bytes(), b"\n"].concat(),
    );
    for (name, problem) in [
        (
            "bad.csv",
            "the file is not in Big5: it goes wrong on line 2",
        ),
        ("marked.csv", "byte order mark of UTF-16"),
    ] {
        for command in ["check", "run", "status"] {
            let stopped = batch(&sandbox, &[command, name, "--encoding", "big5"]);
            assert_eq!(stopped.code, 12, "{stopped:?}");
            assert!(stopped.stderr.contains(problem), "{stopped:?}");
        }
    }
    assert!(executed(&sandbox).is_empty());
}

#[test]
fn what_a_profile_says_wrongly_of_its_files_is_told_where_it_stands() {
    let (sandbox, served) = prepared(1, "");
    for (line, problem) in [
        (
            "encoding = \"utf-9\"",
            "`encoding` in the profile `stub`: `utf-9` is unknown; there are utf-8,",
        ),
        (
            "separator = \"pipe\"",
            "`separator` in the profile `stub`: `pipe` is unknown; there are comma,",
        ),
        (
            "columns = [\"amount\"]",
            "`columns` in the profile `stub`: `amount` has no `=`",
        ),
        (
            "ignore_columns = [\"syssn\"]",
            "`ignore_columns` in the profile `stub`: `syssn` is a column",
        ),
    ] {
        sandbox.write_config(&profile(&served.url, line));
        for arguments in [&["batch", "check", "batch.csv"][..], &["profile", "check"]] {
            let told = sandbox.run(&[arguments, &["--profile", "stub"]].concat());
            assert_eq!(told.code, 3, "{told:?}");
            let said = (told.stderr + &told.stdout).replace('\n', " ");
            let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
            assert!(said.contains(problem), "{said}");
        }
    }
}
