//! What ends a run early, and what becomes of the rows then.

use super::*;
use crate::gateway::codes::{Reach, TABLE};
use crate::gateway::transport::{Sent, Trouble};
use crate::refund::Udid;
use std::sync::atomic::{AtomicUsize, Ordering};

fn fault(kind: &str, more: &str) -> String {
    format!("[[fault]]\non = \"refund\"\ndo = \"{kind}\"\n{more}\n")
}

#[test]
fn the_first_unknown_halts_and_is_followed() {
    let rig = Rig::new(&fault("drop-after", "skip = 10\ntimes = 1"));
    rig.import(100, |row| row);
    let (summary, events) = rig.run(options(4));
    assert!(matches!(summary.halted, Some(Halt::Unknown(..))));
    assert_eq!(told(&events, State::Unknown).len(), 1);
    let halted = events.iter().position(|e| matches!(e, RunEvent::Halted(_)));
    let (before, _) = events.split_at(halted.unwrap());
    let is_unknown = |event: &RunEvent| matches!(event, RunEvent::Changed(record) if record.state() == State::Unknown);
    assert!(before.last().is_some_and(is_unknown), "it halts at once");
    // After that only the three others end that had been handed over by then, however slow it all is.
    let ended = before.iter().filter(|e| matches!(e, RunEvent::Changed(_)));
    let most = u64::try_from(ended.count()).unwrap() + 3;
    // Found done in the end; the rest waits for another run.
    let done = count(&summary, State::Refunded);
    assert!((11..=most).contains(&done), "{done} of {most}");
    assert_eq!(count(&summary, State::Planned), 100 - done);
    let (summary, _) = rig.run(options(4));
    assert_eq!(count(&summary, State::Refunded), 100);
    rig.assert_each_once(100);
}

#[test]
fn with_keep_going_lost_replies_are_followed_while_others_run() {
    let rig = Rig::new(&fault("drop-after", "skip = 3\ntimes = 20"));
    rig.import(100, |row| row);
    let (summary, events) = rig.run(RunOptions {
        keep_going: true,
        ..options(8)
    });
    assert!(summary.halted.is_none());
    assert_eq!(told(&events, State::Unknown).len(), 20);
    assert_eq!(count(&summary, State::Refunded), 100);
    rig.assert_each_once(100);
}

#[test]
fn an_answer_that_every_row_would_get_halts_at_once() {
    let everywhere = TABLE.iter().filter(|row| row.reach != Reach::Request);
    for code in everywhere.map(|row| row.code) {
        let rig = Rig::new(&fault("respcd", &format!("respcd = \"{code}\"")));
        rig.import(30, |row| row);
        // Unknown outcomes do not halt it, so the code does.
        let (summary, _) = rig.run(RunOptions {
            keep_going: true,
            follow: Duration::ZERO,
            ..options(4)
        });
        assert!(
            matches!(&summary.halted, Some(Halt::Code { respcd, .. }) if respcd == code),
            "{code}: {:?}",
            summary.halted
        );
        // The first row goes alone, so that it is the only one that is used up.
        assert_eq!(rig.heard().len(), 1, "{code}");
        assert_eq!(count(&summary, State::Planned), 29, "{code}");
        assert!(rig.executed().is_empty(), "{code}");
    }
}

#[test]
fn a_row_that_such_an_answer_leaves_open_is_followed() {
    let rig = Rig::new(&fault(
        "respcd",
        "respcd = \"1120\"\nexecute = true\ntimes = 1",
    ));
    rig.import(30, |row| row);
    let (summary, events) = rig.run(options(1));
    assert!(
        matches!(&summary.halted, Some(Halt::Code { respcd, .. }) if respcd == "1120"),
        "{:?}",
        summary.halted
    );
    assert_eq!(told(&events, State::Unknown).len(), 1);
    assert_eq!(count(&summary, State::Refunded), 1);
    assert_eq!(count(&summary, State::Planned), 29);
}

#[test]
fn an_answer_about_a_device_halts_only_the_rows_that_name_none() {
    for code in ["1105", "1106", "1107"] {
        let once = fault("respcd", &format!("respcd = \"{code}\"\ntimes = 1"));
        // The first row names a device of its own.
        let rig = Rig::new(&once);
        rig.import_with(30, |new, row| {
            new.intent.udid = (row == 1).then(|| Udid::parse("till-7").unwrap());
        });
        let (summary, _) = rig.run(options(1));
        assert!(summary.halted.is_none(), "{code}: {:?}", summary.halted);
        assert_eq!(count(&summary, State::Declined), 1, "{code}");
        assert_eq!(count(&summary, State::Refunded), 29, "{code}");
        // It names none, as the others do.
        let rig = Rig::new(&once);
        rig.import_with(30, |new, row| {
            new.intent.udid = (row == 2).then(|| Udid::parse("till-7").unwrap());
        });
        let (summary, _) = rig.run(options(1));
        assert!(
            matches!(summary.halted, Some(Halt::Code { .. })),
            "{code}: {:?}",
            summary.halted
        );
        assert_eq!(rig.heard().len(), 1, "{code}");
    }
}

#[test]
fn rows_that_name_a_refused_device_stay_planned_and_the_others_go() {
    let rig = Rig::new(&fault("respcd", "respcd = \"1107\"\ntimes = 1"));
    rig.import_with(30, |new, row| {
        let device = ["till-1", "till-2"].get(row as usize % 3);
        new.intent.udid = device.map(|udid| Udid::parse(udid).unwrap());
    });
    // Row 1 is of the second till.
    let (summary, events) = rig.run(options(1));
    assert!(summary.halted.is_none(), "{:?}", summary.halted);
    assert_eq!(count(&summary, State::Declined), 1);
    assert_eq!((summary.refused, count(&summary, State::Planned)), (9, 9));
    assert_eq!(count(&summary, State::Refunded), 20);
    let why =
        "the gateway refuses its device `till-2`: 1107, the device is barred, or lacks the right";
    let refused = events.iter().filter_map(|event| match event {
        RunEvent::Refused { why, .. } => Some(why.as_str()),
        _ => None,
    });
    assert_eq!(refused.collect::<Vec<_>>(), [why; 9]);
    // Once that is mended they go.
    let (summary, _) = rig.run(options(1));
    assert_eq!(count(&summary, State::Refunded), 29);
}

#[test]
fn an_answer_about_credentials_halts_whatever_device_a_row_names() {
    let rig = Rig::new(&fault("respcd", "respcd = \"1116\""));
    rig.import_with(30, |new, row| {
        new.intent.udid = Some(Udid::parse(&format!("till-{row}")).unwrap());
    });
    let (summary, _) = rig.run(options(1));
    assert!(matches!(summary.halted, Some(Halt::Code { .. })));
    assert_eq!(rig.heard().len(), 1);
}

#[test]
fn a_look_that_every_look_would_end_as_halts() {
    for code in ["1105", "1108", "1116"] {
        let refused = format!("[[fault]]\non = \"query\"\ndo = \"respcd\"\nrespcd = \"{code}\"\n");
        let rig = Rig::new(&(fault("pending", "skip = 3\ntimes = 1") + &refused));
        rig.import(30, |row| row);
        let (summary, _) = rig.run(RunOptions {
            spacing: Duration::from_millis(200),
            follow: Duration::from_secs(2),
            ..options(1)
        });
        assert!(
            matches!(&summary.halted, Some(Halt::Code { respcd, .. }) if respcd == code),
            "{code}: {:?}",
            summary.halted
        );
        assert_eq!(count(&summary, State::Pending), 1, "{code}");
    }
}

#[test]
fn so_many_declined_rows_halt() {
    let rig = Rig::new(&fault("respcd", "respcd = \"1269\""));
    rig.import(50, |row| row);
    let (summary, _) = rig.run(RunOptions {
        stop_at_errors: Some(5),
        ..options(2)
    });
    assert!(matches!(summary.halted, Some(Halt::Errors(_))));
    assert!((5..=6).contains(&count(&summary, State::Declined)));
}

#[test]
fn too_many_requests_back_off_and_go_on() {
    let rig = Rig::new(&fault("status", "status = 429\nskip = 2\ntimes = 3"));
    rig.import(20, |row| row);
    let begun = Instant::now();
    let (summary, _) = rig.run(options(4));
    assert!(summary.halted.is_none(), "{:?}", summary.halted);
    assert!(begun.elapsed() >= Duration::from_secs(1));
    assert_eq!(count(&summary, State::Refunded), 20);
    rig.assert_each_once(20);
}

#[test]
fn a_signal_finishes_what_is_in_flight_and_sends_nothing_new() {
    let rig = Rig::new(&fault("delay", "delay = \"100ms\""));
    rig.import(60, |row| row);
    let interrupt = Arc::clone(&rig.interrupt);
    let mut seen = 0;
    let mut journal = rig.journal();
    let mut press_at_8 = |event: &RunEvent| {
        if matches!(event, RunEvent::Changed(_)) {
            seen += 1;
            if seen == 8 {
                let _ = interrupt.press();
            }
        }
    };
    let summary = rig.run_and_hear(&rig.transport(), &mut journal, options(4), &mut press_at_8);
    assert!(matches!(summary.halted, Some(Halt::Interrupted)));
    assert_eq!(count(&summary, State::Sending), 0);
    assert_eq!(count(&summary, State::Unknown), 0);
    let done = count(&summary, State::Refunded);
    assert!((8..=16).contains(&done), "{done}");
    assert_eq!(usize::try_from(done).unwrap(), rig.executed().len());
}

/// Sends nothing and says why.
struct Broken {
    trouble: Trouble,
    posts: AtomicUsize,
}

impl Broken {
    fn new(lasting: bool) -> Self {
        Self {
            trouble: Trouble {
                what: "no way there".into(),
                remedy: None,
                lasting,
            },
            posts: AtomicUsize::new(0),
        }
    }
}

impl Post for Broken {
    fn post(&self, _: &SignedRequest, _: AtSend) -> Exchange {
        self.posts.fetch_add(1, Ordering::SeqCst);
        Exchange {
            result: Sent::No(self.trouble.clone()),
            elapsed: Duration::ZERO,
        }
    }
}

#[test]
fn what_cannot_be_reached_is_given_up_and_every_row_stays_planned() {
    for (lasting, most) in [(true, 2), (false, 10)] {
        let rig = Rig::new("");
        rig.import(50, |row| row);
        let broken = Broken::new(lasting);
        let (summary, _) = rig.run_by(&broken, &mut rig.journal(), options(2));
        match (&summary.halted, lasting) {
            (Some(Halt::Setup(_)), true) | (Some(Halt::Unreachable(_)), false) => {}
            other => panic!("{other:?}"),
        }
        let posts = broken.posts.load(Ordering::SeqCst);
        assert!(posts <= most, "{posts}");
        assert_eq!(count(&summary, State::Planned), 50);
    }
}

#[test]
fn around_midnight_it_halts_or_waits() {
    let rig = Rig::new("");
    rig.import(5, |row| row);
    let night = datetime!(2026-03-10 23:40 +8);
    rig.clock.set(night);
    let money = RunOptions {
        moves_money: true,
        ..options(2)
    };
    let (summary, _) = rig.run(money.clone());
    assert!(matches!(summary.halted, Some(Halt::ClearingPause)));
    assert!(rig.heard().is_empty());
    let clock = Arc::clone(&rig.clock);
    let mut journal = rig.journal();
    let mut waited = None;
    let money = RunOptions {
        pause_window: true,
        ..money
    };
    let mut wait = |event: &RunEvent| {
        if let RunEvent::Waiting {
            what: WaitFor::Pause,
            until,
        } = event
        {
            waited = Some(*until);
            clock.set(*until);
        }
    };
    let summary = rig.run_and_hear(&rig.transport(), &mut journal, money, &mut wait);
    assert_eq!(waited, Some(datetime!(2026-03-11 00:35 +8)));
    assert_eq!(count(&summary, State::Refunded), 5);
}

#[test]
fn the_limit_of_a_day_halts() {
    let rig = Rig::new("");
    rig.import(20, |row| row);
    let limited = RunOptions {
        max_day_total: Some(750),
        ..options(1)
    };
    let (summary, _) = rig.run(limited.clone());
    let halt = summary.halted.as_ref().unwrap();
    let why = "the next row is held back: the refund would be more than the profile's limit for a day, HKD 7.50: HKD 7.00 of it is refunded or may be";
    assert_eq!(
        (halt.reason(), halt.to_string().as_str()),
        ("day_limit", why)
    );
    assert_eq!(count(&summary, State::Refunded), 7);
    rig.clock.set(NOON + time::Duration::DAY);
    let (summary, _) = rig.run(limited);
    assert_eq!(count(&summary, State::Refunded), 14);
    assert_eq!(rig.executed().len(), 14);
    // With several at once it is as much and never more: a claim that the limit has no room for takes
    // none of the others back.
    for (day, most) in [(2, 200), (3, 150)] {
        rig.clock.set(NOON + time::Duration::days(day));
        let limited = RunOptions {
            max_day_total: Some(most),
            ..options(4)
        };
        let before = rig.executed().len();
        let (summary, _) = rig.run(limited);
        let halt = summary.halted.as_ref().unwrap();
        assert_eq!(halt.reason(), "day_limit");
        assert_eq!(
            rig.executed().len() - before,
            usize::try_from(most / 100).unwrap()
        );
        assert_eq!(count(&summary, State::Sending), 0);
    }
}

#[test]
fn the_limit_of_the_batch_holds_at_each_claim() {
    // It was lowered after the import.
    let limited = |jobs, most| RunOptions {
        max_batch_total: Some(most),
        ..options(jobs)
    };
    let rig = Rig::new("");
    rig.import(20, |row| row);
    let (summary, _) = rig.run(limited(1, 750));
    let halt = summary.halted.unwrap();
    let why = "the next row is held back: the refund would be more than the profile's limit for a batch, HKD 7.50: the other rows take HKD 7.00 of it";
    assert_eq!(
        (halt.reason(), halt.to_string().as_str()),
        ("batch_limit", why)
    );
    // The next day changes nothing.
    rig.clock.set(NOON + time::Duration::DAY);
    let (summary, _) = rig.run(limited(1, 750));
    assert_eq!(count(&summary, State::Refunded), 7);
    rig.assert_each_once(7);
    // With several at once it is never more, even where a halt gives claims back.
    let (summary, _) = rig.run(limited(4, 1250));
    assert!(matches!(summary.halted, Some(Halt::BatchLimit(_))));
    assert_eq!(rig.executed().len(), 12);
    let (summary, _) = rig.run(limited(4, 2000));
    assert!(summary.halted.is_none(), "{:?}", summary.halted);
    rig.assert_each_once(20);
}

#[test]
fn a_row_above_the_largest_refund_stays_planned_and_the_others_go() {
    let rig = Rig::new("");
    rig.import(5, |row| row);
    let mut large = new_intent(6, 6);
    large.intent.amount = Amount::from_minor(101).unwrap();
    let planned = rig
        .journal()
        .commit(|scope| scope.plan(&large, Conditions::default(), who(1).at(NOON)))
        .unwrap();
    assert!(matches!(planned, Begun::Planned(_)));
    let (summary, events) = rig.run(RunOptions {
        max_refund: Some(100),
        ..options(2)
    });
    assert!(summary.halted.is_none(), "{:?}", summary.halted);
    assert_eq!(summary.refused, 1);
    assert_eq!(count(&summary, State::Planned), 1);
    let refused: Vec<(&OutTradeNo, &str)> = events
        .iter()
        .filter_map(|event| match event {
            RunEvent::Refused { number, why } => Some((number, why.as_str())),
            _ => None,
        })
        .collect();
    let why = "the refund is more than the profile's largest refund, HKD 1.00";
    assert_eq!(refused, [(&large.intent.out_trade_no, why)]);
    rig.assert_each_once(5);
}
