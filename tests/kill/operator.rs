//! An operator who finds a refund absent again and again, and orders it sent: the program within
//! this process, with a clock that may run ahead.

use crate::support::{Run, Sandbox, Still};
use std::cell::Cell;
use time::OffsetDateTime;

pub struct Operator<'a> {
    home: &'a Sandbox,
    now: Cell<OffsetDateTime>,
}

impl<'a> Operator<'a> {
    pub fn new(home: &'a Sandbox) -> Self {
        Self {
            home,
            now: Cell::new(OffsetDateTime::now_utc()),
        }
    }

    /// Looks until absence has lasted, then has the same request sent again.
    pub fn order_after_lasting_absence(&self, number: &str) {
        // Looks during the gateway's nightly pause, 70 minutes long, do not count: enough of these
        // lie outside it at whatever hour the test runs.
        for _ in 0..8 {
            self.now.set(self.now.get() + time::Duration::minutes(20));
            let looked = self.run(&["resolve", number]);
            assert_eq!(looked.code, 6, "{number}: {looked:?}");
        }
        let sent = self.run(&["resolve", "--resend", number, "--yes"]);
        assert_eq!(sent.code, 0, "{number}: {sent:?}");
    }

    fn run(&self, arguments: &[&str]) -> Run {
        let more = ["--profile", "stub", "--output", "json"];
        let program = self.home.program(Still::at(self.now.get()));
        program.run(&[arguments, &more].concat())
    }
}
