//! A disk that is full, or fails, from the k-th write or sync of a refund on: nothing is sent, or
//! what became of it is told; and once the disk is well again nothing is sent twice.

use crate::gateway::{Gateway, payment};
use crate::points;
use crate::scenario::{as_strs, issue};
use crate::support::sandbox::profile;
use crate::support::{Run, Sandbox};
use std::thread;
use std::time::{Duration, Instant};

/// Calls that change a file, and how each fails.
const FAILURES: [(&str, &str); 4] = [
    ("pwrite64", "ENOSPC"),
    ("fsync", "EIO"),
    ("fdatasync", "EIO"),
    ("ftruncate", "ENOSPC"),
];

#[test]
#[cfg_attr(
    debug_assertions,
    ignore = "it is about the release binary: cargo test --release --test kill"
)]
fn a_disk_that_fails_from_any_write_on_costs_no_refund_and_gives_none_twice() {
    if !points::can_trace() {
        return;
    }
    let gateway = Gateway::start(0..400, "");
    let mut homes = Vec::new();
    let (mut stopped, mut unwritten) = (0, 0);
    for (name, error) in FAILURES {
        for count in 1.. {
            let home = Sandbox::new();
            home.write_config(&profile(
                &gateway.url,
                "preflight = true\nclearing_pause = false\n",
            ));
            let arguments = issue(&payment(homes.len()), &format!("F{}", homes.len()), "5");
            let before = gateway.arrivals().len();
            let inject = format!("inject={name}:error={error}:when={count}+");
            let run = points::traced(
                home.home.path(),
                &["-o", "trace", "-e", &inject],
                &as_strs(&arguments),
            );
            // The gateway writes its log after it has answered.
            let patience = Instant::now() + Duration::from_secs(5);
            while run.code == 0 && gateway.arrivals().len() == before && Instant::now() < patience {
                thread::sleep(Duration::from_millis(10));
            }
            let sent = gateway.arrivals().len() - before;
            let context = || format!("{name} fails from {count} on: {run:?}");
            match run.code {
                0 => {
                    assert_eq!(sent, 1, "{}", context());
                    if run.stderr.contains("could not be written down") {
                        unwritten += 1;
                    }
                }
                3 => {
                    assert_eq!(sent, 0, "{}", context());
                    assert!(run.stderr.contains("hint:"), "{}", context());
                    stopped += 1;
                }
                _ => panic!("{}", context()),
            }
            let trace = std::fs::read_to_string(home.path("trace")).unwrap();
            homes.push((home, arguments));
            if !trace.contains("(INJECTED)") {
                break;
            }
        }
    }
    // The disk is well again: what was told is entered at once, and the rest is sent.
    for (home, arguments) in &homes {
        let again = home.run(&as_strs(arguments));
        assert_eq!(again.code, 0, "{again:?}");
    }
    let executed = gateway.executed();
    for (home, arguments) in &homes {
        let on = |arguments: &[&str]| -> Run {
            let mut all = arguments.to_vec();
            all.extend(["--profile", "stub", "--output", "json"]);
            home.run(&all)
        };
        assert_eq!(on(&["resolve"]).code, 0);
        assert_eq!(on(&["journal", "verify"]).json()["sound"], true);
        let last = home.run(&as_strs(arguments)).json();
        assert_eq!(last["replayed"], true, "{last}");
        let done = executed.contains_key(last["out_trade_no"].as_str().unwrap());
        assert!(done, "{arguments:?}: {last}");
        assert_eq!(last["state"], "refunded", "{arguments:?}: {last}");
    }
    assert!(gateway.arrivals().values().all(|count| *count == 1));
    println!(
        "disk failures tried: {}; stopped before the send {stopped}, outcome told but not written {unwritten}",
        homes.len()
    );
    assert!(stopped >= 10 && unwritten >= 2, "{stopped}, {unwritten}");
}
