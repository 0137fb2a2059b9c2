//! `batch sample`: a file to try the other commands with.

use crate::commands::{Desk, Failure, completions};
use crate::exit::Exit;

/// Payments that the simulator always has.
const SAMPLE: &str = "\
syssn,amount,reference,reason
20260105000200020000000001,15.00,SAMPLE-1,damaged
20260105000200020000000002,100.00,SAMPLE-2,never arrived
20260105000200020000000003,8.00,SAMPLE-3,paid twice
";

pub(in crate::commands) fn sample(desk: &mut Desk<'_>) -> Result<Exit, Failure> {
    completions::print(SAMPLE.as_bytes(), desk)
}
