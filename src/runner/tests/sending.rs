//! Rows that go as they should.

use super::*;

#[test]
fn every_row_is_refunded_once() {
    let rig = Rig::new("");
    rig.import(200, |row| row);
    let (summary, events) = rig.run(options(8));
    assert!(summary.halted.is_none(), "{:?}", summary.halted);
    assert_eq!(count(&summary, State::Refunded), 200);
    assert_eq!(summary.counts[0].sum, 20_000);
    assert_eq!(told(&events, State::Refunded).len(), 200);
    rig.assert_each_once(200);
    assert!(rig.journal().verify().unwrap().is_sound());
    // And again: nothing is left to do.
    let (summary, events) = rig.run(options(8));
    assert_eq!(count(&summary, State::Refunded), 200);
    assert!(told(&events, State::Refunded).is_empty());
    assert_eq!(rig.heard().len(), 200);
}

#[test]
fn one_payment_is_refunded_one_at_a_time_with_a_pause() {
    let rig = Rig::new("");
    // Three rows of one payment, and forty of others.
    rig.import(43, |row| if row <= 3 { 0 } else { row });
    let spacing = Duration::from_millis(300);
    let (summary, _) = rig.run(RunOptions {
        spacing,
        ..options(4)
    });
    assert_eq!(count(&summary, State::Refunded), 43);
    let mut of_payment: BTreeMap<String, Vec<Instant>> = BTreeMap::new();
    for (at, _, payment) in rig.heard() {
        of_payment.entry(payment).or_default().push(at);
    }
    let first = &of_payment[&syssn(0)];
    assert_eq!(first.len(), 3);
    for pair in first.windows(2) {
        assert!(pair[1] - pair[0] >= spacing);
    }
    let others = of_payment
        .iter()
        .filter(|(payment, _)| **payment != syssn(0));
    let last = others.flat_map(|(_, at)| at).max().unwrap();
    assert!(*last < first[2], "the others waited, too");
}

#[test]
fn pending_rows_are_followed_to_their_end() {
    let rig = Rig::new(&pending(5, 2));
    rig.import(20, |row| row);
    let (summary, events) = rig.run(options(4));
    assert!(summary.halted.is_none());
    assert_eq!(told(&events, State::Pending).len(), 5);
    assert_eq!(count(&summary, State::Refunded), 20);
    rig.assert_each_once(20);
}

#[test]
fn rows_beside_an_open_one_are_sent_when_it_is_settled() {
    let rig = Rig::new(&pending(1, 2));
    rig.import(12, |row| if row <= 3 { 0 } else { row });
    let (summary, events) = rig.run(options(1));
    assert!(summary.halted.is_none());
    let held_back = |number: &str| {
        let refused = events.iter().filter(|event| match event {
            RunEvent::Refused { number: of, why } => {
                of.as_str() == number && why.contains("and is pending")
            }
            _ => false,
        });
        refused.count()
    };
    assert_eq!((held_back(&number(2)), held_back(&number(3))), (1, 1));
    assert_eq!((count(&summary, State::Refunded), summary.refused), (12, 0));
    // The rest of the file has not waited for them.
    let refunded = told(&events, State::Refunded);
    let last = refunded.iter().rev().take(2);
    let last: Vec<_> = last.map(|record| record.number().to_string()).collect();
    assert_eq!(last, [number(3), number(2)]);
    rig.assert_each_once(12);
}

#[test]
fn rows_beside_one_that_stays_open_stay_planned_and_the_others_go() {
    let rig = Rig::new(&pending(1, 999999));
    rig.import(12, |row| if row <= 3 { 0 } else { row });
    let (summary, _) = rig.run(RunOptions {
        follow: Duration::from_millis(300),
        ..options(1)
    });
    assert!(summary.halted.is_none());
    assert_eq!(summary.refused, 2);
    assert_eq!(count(&summary, State::Pending), 1);
    assert_eq!(count(&summary, State::Planned), 2);
    assert_eq!(count(&summary, State::Refunded), 9);
    assert_eq!(rig.heard().len(), 10);
}

#[test]
fn the_limiter_holds_for_refunds_and_enquiries() {
    let mut rig = Rig::new("");
    rig.limits = vec![Limit {
        count: 10,
        span: Duration::from_millis(400),
    }];
    rig.import(30, |row| row);
    let (summary, events) = rig.run(options(8));
    assert_eq!(count(&summary, State::Refunded), 30);
    let times: Vec<Instant> = rig.heard().into_iter().map(|(at, ..)| at).collect();
    let span = times
        .iter()
        .max()
        .unwrap()
        .duration_since(*times.iter().min().unwrap());
    assert!(span >= Duration::from_millis(700), "{span:?}");
    assert!(events.iter().any(|event| matches!(
        event,
        RunEvent::Waiting {
            what: WaitFor::Limit,
            ..
        }
    )));
}

#[test]
fn rows_go_one_by_one_until_an_answer_shows_that_the_set_up_works() {
    // What is lost shows nothing; a refusal of one row alone does.
    let faults = [
        "do = \"drop-after\"\ntimes = 2",
        "do = \"respcd\"\nrespcd = \"1265\"\ntimes = 1",
        "do = \"respcd\"\nrespcd = \"1108\"",
    ];
    let faults = faults.map(|fault| format!("[[fault]]\non = \"refund\"\n{fault}\n"));
    let rig = Rig::new(&faults.concat());
    rig.import(30, |row| row);
    let (summary, events) = rig.run(RunOptions {
        keep_going: true,
        follow: Duration::ZERO,
        ..options(4)
    });
    let unknown = told(&events, State::Unknown).len();
    let declined = count(&summary, State::Declined);
    assert_eq!(unknown, 2);
    // The one that was refused alone, and then as many as go at once.
    assert!((2..=5).contains(&declined), "{declined}");
}
