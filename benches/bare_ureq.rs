//! Posts requests that were signed beforehand, as many at a time as asked, and looks for `0000`;
//! `batch.py` runs it. No journal, no verdict, no limit: what ureq alone takes.
//!
//! `bare_ureq URL APP_CODE FILE THREADS IDLE`: FILE has a line `SIGN BODY` per request; IDLE is how many
//! connections may be kept open for the next request.

#![allow(
    clippy::panic,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a measurement that cannot go on should stop, and tells its figures"
)]

use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use ureq::Agent;

fn main() {
    // `cargo bench` hands over a flag of its own.
    let args: Vec<String> = std::env::args().filter(|arg| arg != "--bench").collect();
    let [_, url, app_code, file, threads, idle] = &args[..] else {
        panic!("bare_ureq URL APP_CODE FILE THREADS IDLE");
    };
    let text = std::fs::read_to_string(file).unwrap();
    let requests: Vec<(&str, &str)> = text
        .lines()
        .map(|line| line.split_once(' ').unwrap())
        .collect();
    let idle: usize = idle.parse().unwrap();
    let agent: Agent = Agent::config_builder()
        .http_status_as_error(false)
        .proxy(None)
        .max_idle_connections(idle)
        .max_idle_connections_per_host(idle)
        .build()
        .into();
    let (next, done) = (AtomicUsize::new(0), AtomicUsize::new(0));
    thread::scope(|scope| {
        for _ in 0..threads.parse().unwrap() {
            scope.spawn(|| {
                while let Some((sign, body)) = requests.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let mut reply = agent
                        .post(url)
                        .header("X-QF-APPCODE", app_code)
                        .header("X-QF-SIGN", *sign)
                        .content_type("application/x-www-form-urlencoded")
                        .send(*body)
                        .unwrap();
                    let text = reply.body_mut().read_to_string().unwrap();
                    if text.contains("\"respcd\": \"0000\"") {
                        done.fetch_add(1, Ordering::Relaxed);
                    }
                }
            });
        }
    });
    println!("{} done", done.into_inner());
}
