//! Any bytes as a CSV file of refunds.

#![no_main]

mod batch;

use libfuzzer_sys::fuzz_target;
use qfrefund::batch::Format;

fuzz_target!(|bytes: &[u8]| batch::read(bytes, Format::Csv));
