//! Several runs on one batch.

use super::*;

#[test]
fn two_runs_at_once_share_the_rows() {
    let rig = Rig::new("");
    rig.import(200, |row| row % 150);
    let (one, two) = std::thread::scope(|scope| {
        let one = scope.spawn(|| rig.run(options(4)));
        let two = scope.spawn(|| rig.run(options(4)));
        (one.join().unwrap(), two.join().unwrap())
    });
    for (summary, _) in [&one, &two] {
        assert!(summary.halted.is_none(), "{:?}", summary.halted);
    }
    let mine = told(&one.1, State::Refunded).len();
    let theirs = told(&two.1, State::Refunded).len();
    assert_eq!(mine + theirs, 200);
    rig.assert_each_once(200);
    assert_eq!(rig.heard().len(), 200);
    assert!(rig.journal().verify().unwrap().is_sound());
}

#[test]
fn claims_of_a_dead_process_are_waited_out_and_then_looked_up() {
    let rig = Rig::new("");
    rig.import(10, |row| row);
    let mut journal = rig.journal();
    let claimed = journal
        .commit(|scope| {
            scope.claim(
                key().numbered(&OutTradeNo::parse(&number(3)).unwrap()),
                Duration::from_secs(40),
                Conditions::default(),
                who(9).at(NOON),
            )
        })
        .unwrap();
    // The dead process had sent it before it died.
    let Begun::Claimed(record) = claimed else {
        panic!("{claimed:?}");
    };
    let request = SignedRequest::refund(&record.as_sent(), &merchant());
    let _ = rig.transport().post(&request, || true);
    let clock = Arc::clone(&rig.clock);
    let mut waited = false;
    let mut wait = |event: &RunEvent| {
        if let RunEvent::Waiting {
            what: WaitFor::Lease,
            until,
        } = event
        {
            waited = true;
            clock.set(*until);
        }
    };
    let summary = rig.run_and_hear(&rig.transport(), &mut journal, options(2), &mut wait);
    assert!(waited);
    assert!(summary.halted.is_none());
    assert_eq!(count(&summary, State::Refunded), 10);
    rig.assert_each_once(10);
}

#[test]
fn what_exceeds_its_payment_is_refused_and_the_rest_goes_on() {
    let rig = Rig::new("");
    rig.import(5, |row| row.min(2));
    let paid = crate::journal::Payment {
        amount: Amount::from_minor(250).unwrap(),
        currency: Currency::from_code("HKD").unwrap(),
        pay_type: None,
        paid_at: None,
    };
    rig.journal()
        .commit(|scope| {
            scope.note_payment("simulator", &Syssn::parse(&syssn(2)).unwrap(), &paid, NOON)
        })
        .unwrap();
    let (summary, events) = rig.run(options(4));
    assert!(summary.halted.is_none());
    assert_eq!((summary.refused, count(&summary, State::Planned)), (2, 2));
    assert_eq!(count(&summary, State::Refunded), 3);
    let refused = |event: &&RunEvent| matches!(event, RunEvent::Refused { .. });
    assert_eq!(events.iter().filter(refused).count(), 2);
}
