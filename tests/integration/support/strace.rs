//! Tests that look at system calls, or let them fail.

use std::process::{Command, Stdio};

/// Whether strace is there and may trace. Where CI is set it must be.
pub fn works() -> bool {
    let works = Command::new("strace")
        .args(["-qq", "-o", "/dev/null", "true"])
        .stdin(Stdio::null())
        .output()
        .is_ok_and(|output| output.status.success());
    assert!(
        works || std::env::var_os("CI").is_none(),
        "strace is missing or may not trace, and CI is set"
    );
    if !works {
        println!("skipped: strace is missing or may not trace");
    }
    works
}
