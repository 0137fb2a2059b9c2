//! What the targets `csv` and `jsonl` share.

use qfrefund::batch::{
    Added, Entry, Format, LEFT_OUT, Limits, Reader, ResultFile, Settings, check,
};
use qfrefund::money::Currency;
use qfrefund::refund::State;

fn settings() -> Settings {
    Settings::new(Currency::from_code("HKD").expect("a currency of the gateway"))
}

/// Reads a file of refunds in one piece and in pieces of one byte, checks it, and, where it has no
/// fault, writes its result file and reads that back as the same batch.
pub fn read(bytes: &[u8], format: Format) {
    let Ok(mut reader) = Reader::new(bytes, Some(format), settings()) else {
        return;
    };
    let report = check(&mut reader, "APP", &Limits::default(), &mut |fault| {
        assert!(fault.line >= 1 && !fault.problem.is_empty() && !fault.remedy.is_empty());
        assert!(!fault.to_string().contains(char::is_control));
    });
    let layout = reader.layout();
    let pieces = Reader::new(Pieces(bytes), Some(format), settings());
    let again = pieces.map(|mut reader| check(&mut reader, "APP", &Limits::default(), &mut |_| {}));
    match (&report, again.expect("the beginning was readable")) {
        (Ok(one), Ok(two)) => {
            assert_eq!((one.rows, one.batch), (two.rows, two.batch));
            assert_eq!(one.faults, two.faults);
        }
        (Err(one), Err(two)) => assert_eq!(one.to_string(), two.to_string()),
        _ => panic!("pieces are read otherwise than the whole"),
    }
    if let Ok(report) = report
        && let Some(batch) = report.batch
        && report.rows > 0
    {
        let names = ["out.csv", "out.jsonl"];
        for name in names {
            let folder = std::env::temp_dir().join(format!("qfrefund-fuzz-{}", std::process::id()));
            std::fs::create_dir_all(&folder).expect("a folder");
            let path = folder.join(name);
            let mut file = ResultFile::create(&path, &layout).expect("a file");
            for entry in Reader::new(bytes, Some(format), settings()).expect("as before") {
                let Ok(Entry::Row(row)) = entry else {
                    panic!("a fault that the check did not see")
                };
                let number = row.intent.number("APP", None, &batch, (row.number, 1));
                // Every state in turn, and what is in none.
                let states = State::ALL
                    .iter()
                    .map(|state| state.name())
                    .chain([LEFT_OUT]);
                let turn = usize::try_from(row.number).expect("few rows");
                let added = Added {
                    out_trade_no: number.as_str(),
                    state: states.cycle().nth(turn).expect("endless"),
                    ..Added::default()
                };
                file.add(&row, &added).expect("a row");
            }
            file.finish().expect("a complete file");
            let written = std::fs::read(&path).expect("the file");
            let mut reader = Reader::new(&written[..], Format::of_name(name), settings())
                .unwrap_or_else(|error| panic!("{error}"));
            let back = check(&mut reader, "APP", &Limits::default(), &mut |_| {});
            let back = back.unwrap_or_else(|error| panic!("{error}"));
            assert_eq!(back.batch, Some(batch), "{:?}", back.faults);
        }
    }
}

/// Gives one byte at a time.
struct Pieces<'a>(&'a [u8]);

impl std::io::Read for Pieces<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let (Some((first, rest)), Some(place)) = (self.0.split_first(), buffer.first_mut()) else {
            return Ok(0);
        };
        *place = *first;
        self.0 = rest;
        Ok(1)
    }
}
