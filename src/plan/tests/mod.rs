//! Tests of plans against a real journal, with files that go wrong on the way.

mod again;
mod copies;
mod fates;
mod importing;
mod portions;
mod reading;
mod said;

use super::*;
use crate::batch::{Limits, ReadError, Reader, Settings, check};
use crate::journal::Journal;
use crate::journal::contract::{NOON, hkd, merchant};
use crate::journal::sqlite::SqliteJournal;
use crate::profile::{ConfigFile, Profile, SimulatorCredentials};
use crate::world::Env;
use std::io::{self, Read};
use std::path::Path;
use tempfile::TempDir;

fn profile() -> Profile {
    let text = "[profiles.shop]\nenvironment = \"production\"\napp_code = \"APP\"\n\
                client_key_env = \"KEY\"\ncurrency = \"HKD\"\n";
    let config = ConfigFile::parse(Path::new("c.toml"), text).unwrap();
    let simulator = SimulatorCredentials {
        app_code: "",
        client_key: "",
    };
    let env: Env = [("HOME".into(), "/home/ann".into())].into_iter().collect();
    config.choose(Some("shop"), &env, &simulator).unwrap()
}

fn journal() -> (SqliteJournal, TempDir) {
    let folder = TempDir::new().unwrap();
    let journal = SqliteJournal::open(&folder.path().join("journal.db")).unwrap();
    (journal, folder)
}

fn reader<R: Read>(input: R) -> Result<Reader<R>, ReadError> {
    let settings = Settings::new(hkd());
    Reader::new(input, None, settings)
}

fn batch_of<'a>(text: &str, profile: &'a Profile) -> Batch<'a> {
    let mut reader = reader(text.as_bytes()).unwrap();
    let key = merchant();
    let report = check(&mut reader, key.as_str(), &Limits::default(), &mut |_| {}).unwrap();
    let id = report
        .batch
        .unwrap_or_else(|| panic!("{:?}", report.faults));
    Batch {
        file: "exports/file.csv".to_owned(),
        file_name: Some("file.csv".to_owned()),
        profile,
        key,
        id,
        name: id.to_string(),
        rows: report.rows,
        columns: report.columns,
        in_a_command: "exports/file.csv --profile shop".to_owned(),
        retry: Retry::default(),
    }
}

fn plan<'a>(
    text: &'a str,
    batch: &'a Batch<'a>,
    policy: TwinPolicy,
    journal: &'a mut dyn Journal,
) -> Plan<'a, &'a [u8]> {
    let rows = Rows::new(reader(text.as_bytes()).unwrap(), batch);
    Plan::new(rows, policy, NOON, journal)
}

fn sums(text: &str, batch: &Batch<'_>, policy: TwinPolicy, journal: &mut dyn Journal) -> Sums {
    let plan = plan(text, batch, policy, journal);
    Sums::of(plan, hkd(), &mut |_| {}).unwrap()
}

fn unread(error: ReadError) -> PlanError {
    let file = "file.csv".to_owned();
    PlanError::Read { file, error }
}

/// Gives so many bytes, a few at a time, and then fails or ends.
struct Failing<'a> {
    left: &'a [u8],
    is_end: bool,
}

impl Read for Failing<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.left.is_empty() && !self.is_end {
            return Err(io::Error::other("the disk is gone"));
        }
        let taken = self.left.len().min(buffer.len()).min(7);
        let (given, left) = self.left.split_at(taken);
        buffer[..taken].copy_from_slice(given);
        self.left = left;
        Ok(taken)
    }
}

const FOUR: &str = "syssn,txamt,reason\nP1,5,a\nP2,5,\"b\nc\"\nP3,5,d\nP4,5,e";
