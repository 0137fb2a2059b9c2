//! Rows that were answered with HTTP 429, and rows whose payments have changed since the run began.

use super::*;
use crate::gateway::enquiry::{EnquiryFault, Moment};
use crate::runner::{LastLook, Refunds, Unlooked};

const TOO_MANY: &str = "[[fault]]\non = \"refund\"\ndo = \"status\"\nstatus = 429\ntimes = 2\n";

#[test]
fn a_row_that_was_turned_away_is_sent_when_the_gateway_does_not_have_it() {
    let rig = Rig::new(TOO_MANY);
    rig.import(4, |row| row);
    let (summary, _) = rig.run(options(1));
    assert!(summary.halted.is_none(), "{:?}", summary.halted);
    assert_eq!(count(&summary, State::Refunded), 4);
    assert_eq!(rig.heard().len(), 6);
    rig.assert_each_once(4);
}

#[test]
fn a_row_that_was_executed_all_the_same_is_not_sent_again() {
    let rig = Rig::new(&format!("{TOO_MANY}execute = true\n"));
    rig.import(4, |row| row);
    let (summary, events) = rig.run(options(1));
    assert!(summary.halted.is_none(), "{:?}", summary.halted);
    assert_eq!(count(&summary, State::Refunded), 4);
    assert_eq!(rig.heard().len(), 4, "one was posted again");
    rig.assert_each_once(4);
    let told = events.iter().filter(|event| match event {
        RunEvent::Trouble { what, .. } => what.contains("had answered that it did nothing"),
        _ => false,
    });
    assert_eq!(told.count(), 2);
    assert!(rig.journal().verify().unwrap().is_sound());
}

#[test]
fn a_row_that_was_turned_away_stays_where_nobody_says_whether_it_was_executed() {
    let silent = "[[fault]]\non = \"query\"\ndo = \"status\"\nstatus = 500\n";
    let always = TOO_MANY.replace("times = 2\n", "");
    let rig = Rig::new(&format!("{always}{silent}"));
    rig.import(4, |row| row);
    let (summary, _) = rig.run(options(1));
    let halted = summary.halted.as_ref().unwrap();
    assert_eq!((halted.reason(), halted.exit().code()), ("look", 11));
    let mut heard: Vec<String> = rig
        .heard()
        .into_iter()
        .map(|(_, number, _)| number)
        .collect();
    heard.sort();
    let posts = heard.len();
    heard.dedup();
    assert_eq!(
        (posts > 0, heard.len()),
        (true, posts),
        "one was posted again"
    );
    assert_eq!(count(&summary, State::Planned), 4);
}

/// Answers the last look at each row in turn.
struct Shows<F: Fn(&str) -> Result<Moment, Unlooked> + Sync>(F);

impl<F: Fn(&str) -> Result<Moment, Unlooked> + Sync> LastLook for Shows<F> {
    fn look(
        &self,
        number: &OutTradeNo,
        payment: &Syssn,
        refunds: &mut Refunds<'_>,
        go_on: &dyn Fn() -> bool,
    ) -> Result<Moment, Unlooked> {
        assert!(go_on());
        let filter = crate::journal::Filter {
            syssn: Some(payment.clone()),
            ..crate::journal::Filter::default()
        };
        assert_eq!(refunds(filter)?.len(), 1);
        (self.0)(number.as_str())
    }
}

#[test]
fn a_row_whose_payment_does_not_bear_it_any_more_stays_planned() {
    let rig = Rig::new("");
    rig.import(4, |row| row);
    let now = || (rig.clock.uptime(), rig.clock.now());
    let shows = Shows(|number: &str| match number {
        "R0002" => Err(Unlooked::Refused("refunded in the portal".to_owned())),
        _ => Ok(now()),
    });
    let (summary, events) = rig.run_after(&shows, options(1));
    assert!(summary.halted.is_none(), "{:?}", summary.halted);
    assert_eq!((count(&summary, State::Refunded), summary.refused), (3, 1));
    let told = events.iter().any(|event| match event {
        RunEvent::Refused { number, why } => {
            number.as_str() == "R0002" && why == "refunded in the portal"
        }
        _ => false,
    });
    assert!(told, "{events:?}");
    assert_eq!(rig.heard().len(), 3);
}

#[test]
fn a_row_by_an_old_look_is_held_back_and_looked_at_again() {
    let rig = Rig::new("");
    rig.import(2, |row| row);
    let looks = Mutex::new(0);
    let shows = Shows(|_: &str| {
        let mut looks = looks.lock().unwrap();
        *looks += 1;
        // By the clock of the day: the machine slept after the first look.
        let slept = Duration::from_secs(if *looks == 1 { 31 } else { 30 });
        Ok((rig.clock.uptime(), rig.clock.now() - slept))
    });
    let (summary, _) = rig.run_after(&shows, options(1));
    assert_eq!(count(&summary, State::Refunded), 2);
    assert_eq!((*looks.lock().unwrap(), rig.heard().len()), (3, 2));
    rig.assert_each_once(2);
}

#[test]
fn looks_that_fail_one_after_the_other_halt_the_run() {
    let rig = Rig::new("");
    rig.import(3, |row| row);
    let shows = Shows(|_: &str| Err(EnquiryFault::Status(500).into()));
    let (summary, _) = rig.run_after(&shows, options(1));
    assert_eq!(summary.halted.as_ref().unwrap().reason(), "look");
    assert_eq!((count(&summary, State::Planned), rig.heard().len()), (3, 0));
}

#[test]
fn a_panic_before_its_claim_is_no_refund_that_may_have_been_sent() {
    let rig = Rig::new("");
    rig.import(2, |row| row);
    let shows = Shows(|_: &str| panic!("this is meant to happen"));
    let (summary, _) = rig.run_after(&shows, options(1));
    let halted = summary.halted.as_ref().unwrap();
    assert_eq!((halted.reason(), rig.heard().len()), ("failed", 0));
    let said = halted.to_string();
    assert!(
        said.ends_with("; it is planned: nothing of it was sent"),
        "{said}"
    );
    assert_eq!(count(&summary, State::Planned), 2);
}
