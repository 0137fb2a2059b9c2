//! Sixteen processes at once, one gateway apart from them all.

use crate::gateway::{Gateway, payment};
use crate::support::sandbox::profile;
use crate::support::{Run, Sandbox};
use std::thread;

const RACERS: usize = 16;
const ROUNDS: usize = 5;

/// One round: every racer's run, all of them in one home.
fn race(home: &Sandbox, arguments: impl Fn(usize) -> Vec<String> + Sync) -> Vec<Run> {
    thread::scope(|scope| {
        let racers: Vec<_> = (0..RACERS)
            .map(|racer| {
                let arguments = arguments(racer);
                scope.spawn(move || {
                    let all: Vec<&str> = arguments.iter().map(String::as_str).collect();
                    home.run(&all)
                })
            })
            .collect();
        racers
            .into_iter()
            .map(|racer| racer.join().unwrap())
            .collect()
    })
}

fn issue(payment: &str, amount: &str, reference: &str) -> Vec<String> {
    [
        "issue",
        payment,
        "--amount",
        amount,
        "--reference",
        reference,
        "--profile",
        "stub",
        "--yes",
        "--output",
        "json",
    ]
    .map(str::to_owned)
    .to_vec()
}

fn count(runs: &[Run], code: i32) -> usize {
    runs.iter().filter(|run| run.code == code).count()
}

fn codes(runs: &[Run]) -> Vec<i32> {
    runs.iter().map(|run| run.code).collect()
}

#[test]
fn one_reference_is_refunded_once_whoever_asks() {
    let gateway = Gateway::start(0..ROUNDS, "");
    for round in 0..ROUNDS {
        // Every other round begins with a journal that nobody has opened since it was made.
        let home = Sandbox::new();
        home.write_config(&profile(
            &gateway.url,
            "preflight = true\nclearing_pause = false\n",
        ));
        if round % 2 == 1 {
            assert_eq!(home.run(&["history", "--profile", "stub"]).code, 0);
        }
        let reference = format!("RACE-{round}");
        let runs = race(&home, |_| issue(&payment(round), "30.00", &reference));
        // Exactly one has sent it: the others show its result, or that it is under way.
        let senders = runs
            .iter()
            .filter(|run| run.code == 0 && run.json()["replayed"] == false)
            .count();
        assert_eq!(senders, 1, "{:?}: {runs:?}", codes(&runs));
        assert!(
            runs.iter()
                .all(|run| run.code == 0 || run.code == 6 && run.json()["state"] == "sending"),
            "{:?}: {runs:?}",
            codes(&runs)
        );
        assert_eq!(gateway.executed().len(), round + 1);
        let arrivals = gateway.arrivals();
        assert_eq!(arrivals.len(), round + 1);
        assert!(arrivals.values().all(|count| *count == 1), "{arrivals:?}");
        let verify = home.run(&["journal", "verify", "--profile", "stub", "--output", "json"]);
        assert_eq!(
            (verify.code, verify.json()["intents"].as_u64()),
            (0, Some(1)),
            "{verify:?}"
        );
    }
}

#[test]
fn one_rest_is_refunded_once_whoever_asks() {
    let gateway = Gateway::start(0..ROUNDS, "");
    for round in 0..ROUNDS {
        let home = Sandbox::new();
        home.write_config(&profile(
            &gateway.url,
            "preflight = true\nclearing_pause = false\n",
        ));
        // HKD 100.00 was paid: any two of these are too much.
        let runs = race(&home, |racer| {
            issue(&payment(round), "60.00", &format!("RACE-{round}-{racer}"))
        });
        // The others were refused by us, as busy or for the rest: none of them was sent.
        assert_eq!(
            (count(&runs, 0), count(&runs, 8)),
            (1, RACERS - 1),
            "{:?}: {runs:?}",
            codes(&runs)
        );
        assert_eq!(gateway.executed().len(), round + 1);
        assert_eq!(gateway.arrivals().len(), round + 1);
        let verify = home.run(&["journal", "verify", "--profile", "stub", "--output", "json"]);
        assert_eq!(
            (verify.code, verify.json()["intents"].as_u64()),
            (0, Some(1)),
            "{verify:?}"
        );
    }
}
