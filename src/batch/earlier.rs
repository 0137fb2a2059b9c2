//! An earlier result file under the name of a new one: whose it is.

use super::check::check;
use super::columns::Settings;
use super::limits::Limits;
use super::orders::Orders;
use super::reader::Reader;
use super::source::Format;
use crate::refund::BatchId;
use std::fs::File;
use std::path::Path;

/// Whether the file is a result of this batch: read as a file of refunds it is the same batch again.
/// What cannot be read is not.
#[must_use]
pub fn is_result_of(
    path: &Path,
    (settings, orders): (Settings, Orders),
    scope: &str,
    batch: BatchId,
) -> bool {
    let Ok(file) = File::open(path) else {
        return false;
    };
    let format = path
        .file_name()
        .and_then(|name| Format::of_name(name.to_str()?));
    Reader::new(file, format, settings)
        .map(|reader| reader.with(orders))
        .and_then(|mut reader| check(&mut reader, scope, &Limits::default(), &mut |_| {}))
        .is_ok_and(|report| report.batch == Some(batch))
}
