//! Reading back, listing, exporting.

use super::super::{By, Listing};
use super::*;
use crate::refund::hong_kong::gateway_time;
use crate::refund::{Settlement, Udid};

pub(crate) fn everything_written_is_read_back(store: &dyn Store) {
    let mut journal = store.open();
    let mut new = in_batch(
        with_reference(wanted("N1", "P1", 99_999_999_999), "R 1"),
        "sha",
        7,
    );
    new.intent.udid = Some(Udid::parse("旺角分店 #2").unwrap());
    new.intent.reason = Some("too \"late\"\n退".to_owned());
    new.replaces = Some(number("N0"));
    let sent = begin(&mut *journal, &new);
    let details = Details {
        respcd: Some("0000".to_owned()),
        text: Some("成功".to_owned()),
        digest: Some(Digest::of(b"body")),
        refund_syssn: Some("2026".to_owned()),
        settlement: settled("2026-06-01 00:00:03"),
        elapsed: Some(Duration::from_millis(1234)),
        note: None,
        ..of_attempt(&sent)
    };
    let at = after(1) + Duration::from_micros(1_999);
    let kept = after(1) + Duration::from_millis(1);
    note(&mut *journal, &sent, Event::ReplyDone, details.clone(), at);
    let read = store
        .open()
        .find(merchant().numbered(sent.number()))
        .unwrap()
        .unwrap();
    assert_eq!(read.wanted, new);
    assert_eq!((read.operator.as_str(), read.created_at), ("mei", NOON));
    let progress = &read.progress;
    assert_eq!((progress.updated_at, progress.sent_at), (kept, Some(NOON)));
    assert_eq!(
        (
            progress.respcd.as_deref(),
            progress.resperr.as_deref(),
            progress.refund_syssn.as_deref()
        ),
        (Some("0000"), Some("成功"), Some("2026"))
    );
    assert_eq!(progress.settlement, details.settlement);
    assert_eq!(
        progress.settled_at,
        Some(time::macros::datetime!(2026-06-01 00:00:03 +8))
    );
    let last = journal.events(read.id).unwrap().pop().unwrap();
    assert_eq!((last.seq, last.at, last.details), (3, kept, details));
}

fn settled(sysdtm: &str) -> Settlement {
    Settlement::of(|name| match name {
        "sysdtm" => Some(sysdtm.to_owned()),
        "cash_fee" => Some("0".to_owned()),
        _ => None,
    })
}

pub(crate) fn lists_are_filtered_and_paged(store: &dyn Store) {
    let mut journal = store.open();
    journal
        .write(&mut |scope| {
            for index in 0..1234_u32 {
                let payment = match index % 50 {
                    // It stays open, so that its payment takes no other.
                    0 => format!("U{index}"),
                    _ => format!("P{}", index % 400),
                };
                let mut new = wanted(&format!("N{index}"), &payment, u64::from(index % 7 + 1));
                if index % 100 == 0 {
                    new = with_reference(new, &format!("R{index}"));
                }
                if index % 3 == 0 {
                    new = in_batch(new, "b1", index + 1);
                }
                let who = Who {
                    operator: format!("op{}", index % 5),
                    ..who()
                };
                let at = after(i64::from(index));
                let sent = claimed(scope.begin(&new, LEASE, Conditions::default(), who.at(at))?);
                let event = if index % 50 == 0 {
                    Event::ReplyUnclear
                } else {
                    Event::ReplyDone
                };
                scope.record(
                    merchant().numbered(sent.number()),
                    event,
                    Details {
                        // A quarter of them is told in no way that can be read.
                        settlement: settled(&match index % 4 {
                            0 => "soon".to_owned(),
                            _ => gateway_time(after(i64::from(index) + 86_400)),
                        }),
                        ..of_attempt(&sent)
                    },
                    who.at(at),
                )?;
            }
            Ok(())
        })
        .unwrap();
    let all: Vec<Record> = Listing::new(
        &mut *journal,
        Filter {
            oldest_first: true,
            ..Filter::default()
        },
    )
    .map(Result::unwrap)
    .collect();
    assert_eq!(all.len(), 1234);
    let mut check = |filter: Filter, fits: &dyn Fn(&Record) -> bool| {
        for oldest_first in [true, false] {
            let filter = Filter {
                oldest_first,
                ..filter.clone()
            };
            let got: Vec<Record> = Listing::new(&mut *journal, filter)
                .map(Result::unwrap)
                .collect();
            let mut expected: Vec<Record> = all.iter().filter(|r| fits(r)).cloned().collect();
            if !oldest_first {
                expected.reverse();
            }
            assert_eq!(got, expected);
            assert!(!fits(&all[0]) || !got.is_empty());
        }
    };
    let none = Filter::default;
    check(none(), &|_| true);
    type When = fn(&Record) -> Option<OffsetDateTime>;
    let times: [(By, When); 3] = [
        (By::Wanted, |record| Some(record.created_at)),
        (By::Sent, |record| record.progress.sent_at),
        (By::Settled, |record| record.progress.settled_at),
    ];
    for (by, time) in times {
        let day = if by == By::Settled { 86_400 } else { 0 };
        let (since, until) = (after(day + 300), after(day + 600));
        let filter = Filter {
            by,
            since: Some(since),
            until: Some(until),
            ..none()
        };
        check(filter, &|record| {
            time(record).is_some_and(|time| time >= since && time < until)
        });
    }
    check(
        Filter {
            unsettled: true,
            ..none()
        },
        &|record| record.state() == State::Refunded && record.progress.settled_at.is_none(),
    );
    check(
        Filter {
            changed_since: Some(after(1000)),
            ..none()
        },
        &|record| record.created_at >= after(1000),
    );
    check(
        Filter {
            // Each has its plan, its claim and its outcome.
            changed_after: Some(3001),
            ..none()
        },
        &|record| record.created_at >= after(1000),
    );
    check(
        Filter {
            least: Some(cents(3)),
            most: Some(cents(5)),
            ..none()
        },
        &|record| (3..=5).contains(&record.wanted.intent.amount.minor()),
    );
    check(
        Filter {
            merchant: Some(MerchantKey::new("x")),
            ..none()
        },
        &|_| false,
    );
    check(
        Filter {
            merchant: Some(merchant()),
            ..none()
        },
        &|_| true,
    );
    check(
        Filter {
            states: vec![State::Unknown],
            ..none()
        },
        &|r| r.state() == State::Unknown,
    );
    check(
        Filter {
            states: vec![State::Refunded],
            ..none()
        },
        &|r| r.state() == State::Refunded,
    );
    check(
        Filter {
            states: vec![State::Refunded, State::Unknown],
            ..none()
        },
        &|_| true,
    );
    check(
        Filter {
            states: vec![State::Pending, State::Sending],
            ..none()
        },
        &|_| false,
    );
    check(
        Filter {
            since: Some(after(100)),
            ..none()
        },
        &|r| r.created_at >= after(100),
    );
    check(
        Filter {
            until: Some(after(100)),
            ..none()
        },
        &|r| r.created_at < after(100),
    );
    check(
        Filter {
            since: Some(after(9999)),
            ..none()
        },
        &|_| false,
    );
    check(
        Filter {
            until: Some(after(9999)),
            ..none()
        },
        &|_| true,
    );
    check(
        Filter {
            syssn: Some(syssn("P7")),
            ..none()
        },
        &|r| r.wanted.intent.syssn == syssn("P7"),
    );
    check(
        Filter {
            reference: Some(reference("R100")),
            ..none()
        },
        &|r| r.wanted.intent.reference == Some(reference("R100")),
    );
    check(
        Filter {
            amount: Some(cents(3)),
            ..none()
        },
        &|r| r.wanted.intent.amount == cents(3),
    );
    check(
        Filter {
            operator: Some("op2".to_owned()),
            ..none()
        },
        &|r| r.operator == "op2",
    );
    check(
        Filter {
            batch: Some("b1".to_owned()),
            ..none()
        },
        &|r| r.wanted.batch.is_some(),
    );
    check(
        Filter {
            merchant: Some(merchant()),
            states: vec![State::Unknown],
            since: Some(after(50)),
            until: Some(after(1200)),
            amount: Some(cents(2)),
            operator: Some("op0".to_owned()),
            batch: Some("b1".to_owned()),
            ..none()
        },
        &|r| {
            r.state() == State::Unknown
                && (after(50)..after(1200)).contains(&r.created_at)
                && r.wanted.intent.amount == cents(2)
                && r.operator == "op0"
                && r.wanted.batch.is_some()
        },
    );
    assert_sound(&mut *journal);
}

pub(crate) fn exports_hold_everything_and_no_more(store: &dyn Store) {
    let mut journal = store.open();
    journal
        .commit(|scope| scope.note_payment(ENVIRONMENT, &syssn("P1"), &paid(100), NOON))
        .unwrap();
    let sent = begin(&mut *journal, &with_reference(wanted("N1", "P1", 1), "R1"));
    reply(&mut *journal, &sent, Event::ReplyDone, after(1));
    let mut out = Vec::new();
    journal.export(&mut out).unwrap();
    let lines: Vec<serde_json::Value> = std::str::from_utf8(&out)
        .unwrap()
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let kinds: Vec<_> = lines
        .iter()
        .map(|line| line["type"].as_str().unwrap())
        .collect();
    assert_eq!(
        kinds,
        [
            "journal", "payment", "merchant", "intent", "event", "event", "event"
        ]
    );
    assert_eq!(lines[2]["key"], merchant().as_str());
    let lines = [&lines[..2], &lines[3..]].concat();
    assert_eq!(lines[1]["seen_at"], "2026-11-23T04:00:00.000Z");
    assert_eq!(lines[2]["out_trade_no"], "N1");
    assert_eq!(lines[2]["state"], "refunded");
    assert_eq!(lines[2]["udid"], serde_json::Value::Null);
    assert_eq!(lines[5]["event"], "reply_done");
    assert_eq!(lines[5]["prev_hash"], lines[4]["hash"]);
    let head = journal.verify().unwrap().head.unwrap();
    assert_eq!(lines[5]["hash"], head.hash.to_string());
    // A receiver that goes away ends it, and is told apart from a broken journal.
    struct Gone;
    impl std::io::Write for Gone {
        fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
            Err(std::io::ErrorKind::BrokenPipe.into())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    assert!(matches!(
        journal.export(&mut Gone),
        Err(ExportError::Output(_))
    ));
}
