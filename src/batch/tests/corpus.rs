//! The corpus of the fuzz targets, read by the same code on every test run.

use super::*;
use std::path::Path;

#[test]
fn the_corpus_is_there_and_makes_nothing_panic() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus");
    for (target, format) in [("csv", Format::Csv), ("jsonl", Format::Jsonl)] {
        let mut seen = 0;
        for entry in std::fs::read_dir(root.join(target)).unwrap() {
            let bytes = std::fs::read(entry.unwrap().path()).unwrap();
            if let Ok(mut reader) = Reader::new(&bytes[..], Some(format), settings()) {
                let _ = check(&mut reader, "APP", &Limits::default(), &mut |_| {});
            }
            seen += 1;
        }
        assert!(seen >= 5, "{target}");
    }
}
