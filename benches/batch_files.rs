//! Rows per second and peak memory over files of a million rows, beside the csv crate alone.
//!
//! `cargo bench --bench batch_files [-- ROWS]`. Each measurement runs in a process of its own, so
//! that its peak memory is its own; each is taken three times and the middle one shown. The peak is
//! known on Linux only.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::as_conversions,
    clippy::expect_used,
    clippy::float_arithmetic,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a measurement that cannot go on should stop, and tells its figures"
)]

use qfrefund::batch::{Added, Entry, Limits, Reader, ResultFile, Settings, check};
use qfrefund::money::Currency;
use std::fs::File;
use std::hint::black_box;
use std::io::{BufWriter, Write};
use std::path::Path;
use std::process::Command;
use std::time::Instant;

/// What is measured, and what it reads.
const RUNS: [(&str, &str, &str); 7] = [
    ("csv", "plain.csv", "csv crate alone, one record reused"),
    ("read", "plain.csv", "reader: every row parsed and judged"),
    ("check", "plain.csv", "check: + identity, twins, totals"),
    (
        "check",
        "full.csv",
        "check with a reference and a number in each row",
    ),
    ("check", "plain.jsonl", "check of JSONL"),
    ("check", "damaged.csv", "check with a fault in every row"),
    ("results", "plain.csv", "result file, written and synced"),
];

fn main() {
    let args: Vec<String> = std::env::args()
        .skip(1)
        .filter(|arg| arg != "--bench")
        .collect();
    match &args[..] {
        [run, path] => measure(run, Path::new(path)),
        _ => compare(args.first().map_or(1_000_000, |rows| rows.parse().unwrap())),
    }
}

fn compare(rows: u64) {
    let folder = tempfile::tempdir().unwrap();
    write_inputs(folder.path(), rows);
    println!("{rows} rows; median of 3, each in its own process\n");
    println!("| run | file | rows/s | MB/s | peak RSS |");
    println!("|---|---|---:|---:|---:|");
    for (run, file, what) in RUNS {
        let path = folder.path().join(file);
        let mut seen: Vec<(f64, f64)> = (0..3).map(|_| in_its_own_process(run, &path)).collect();
        seen.sort_by(|a, b| a.0.total_cmp(&b.0));
        let (seconds, peak) = seen[1];
        let megabytes = std::fs::metadata(&path).unwrap().len() as f64 / 1e6;
        println!(
            "| {what} | {file}, {megabytes:.0} MB | {:.0} | {:.0} | {peak:.1} MB |",
            rows as f64 / seconds,
            megabytes / seconds
        );
    }
}

fn in_its_own_process(run: &str, path: &Path) -> (f64, f64) {
    let output = Command::new(std::env::current_exe().unwrap())
        .arg(run)
        .arg(path)
        .output()
        .unwrap();
    assert!(output.status.success(), "{output:?}");
    let text = String::from_utf8(output.stdout).unwrap();
    let mut figures = text.split_whitespace().map(|t| t.parse().unwrap());
    (figures.next().unwrap(), figures.next().unwrap())
}

fn write_inputs(folder: &Path, rows: u64) {
    let create = |name: &str| BufWriter::new(File::create(folder.join(name)).unwrap());
    let mut plain = create("plain.csv");
    let mut full = create("full.csv");
    let mut json = create("plain.jsonl");
    let mut damaged = create("damaged.csv");
    writeln!(plain, "syssn,amount,reason").unwrap();
    writeln!(full, "syssn,amount,reference,out_trade_no").unwrap();
    writeln!(damaged, "syssn,amount,reason").unwrap();
    for row in 0..rows {
        let syssn = format!("20260{}{:02}0002000200{row:07}1", 1 + row % 9, 1 + row % 28);
        let amount = format!("{}.{:02}", 1 + row % 977, row % 100);
        writeln!(plain, "{syssn},{amount},\"damaged, returned\"").unwrap();
        writeln!(full, "{syssn},{amount},CRM-{row},SHOP-{row}").unwrap();
        writeln!(
            json,
            "{{\"syssn\":\"{syssn}\",\"amount\":\"{amount}\",\"reason\":\"damaged, returned\"}}"
        )
        .unwrap();
        writeln!(damaged, "2.01912E+25,{amount},x").unwrap();
    }
}

fn measure(run: &str, path: &Path) {
    let start = Instant::now();
    match run {
        "csv" => csv_alone(path),
        "read" => drop(black_box(reader(path).map(Result::unwrap).count())),
        "check" => {
            let limits = Limits::default();
            let report = check(&mut reader(path), "APP", &limits, &mut |_| {}).unwrap();
            assert!(report.twins.is_empty());
            black_box(report);
        }
        "results" => results(path),
        _ => panic!("no such run"),
    }
    println!("{} {}", start.elapsed().as_secs_f64(), peak_megabytes());
}

fn reader(path: &Path) -> Reader<File> {
    let settings = Settings::new(Currency::from_code("HKD").unwrap());
    Reader::new(File::open(path).unwrap(), None, settings).unwrap()
}

fn csv_alone(path: &Path) {
    let mut reader = csv::Reader::from_path(path).unwrap();
    let mut record = csv::StringRecord::new();
    let mut cells = 0;
    while reader.read_record(&mut record).unwrap() {
        cells += record.len();
    }
    black_box(cells);
}

fn results(path: &Path) {
    let target = path.with_file_name("out.csv");
    let reader = reader(path);
    let mut file = ResultFile::create(&target, &reader.layout()).unwrap();
    let added = Added {
        out_trade_no: "RB-5Q3EZZ1FT14TXDB4Y1M0PZ9QSQ",
        refund_syssn: "20191228000200020061759999",
        state: "refunded",
        respcd: "0000",
        meaning: "done",
        sent_at: "2026-11-22T17:00:00+08:00",
        updated_at: "2026-11-22T17:00:01+08:00",
    };
    for entry in reader {
        let Entry::Row(row) = entry.unwrap() else {
            panic!("a fault")
        };
        file.add(&row, &added).unwrap();
    }
    file.finish().unwrap();
}

/// The most memory this process ever had; 0 where it cannot be told.
fn peak_megabytes() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM:"));
    let kilobytes = line.and_then(|line| line.split_whitespace().nth(1));
    kilobytes.map_or(0.0, |kb| kb.parse::<f64>().unwrap() * 1024.0 / 1e6)
}
