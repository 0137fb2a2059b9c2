//! What counts on which day.

use super::*;
use crate::refund::Settlement;
use crate::refund::hong_kong::gateway_time;

/// What was sent by a clock that was wrong counts on the day that the gateway tells, once, and what the
/// gateway tells wrongly counts on the day it was sent.
pub(crate) fn a_day_is_also_the_gateways(store: &dyn Store) {
    let mut journal = store.open();
    let day = 24 * 3600;
    let told = |journal: &mut dyn Journal, at| {
        let told = journal.day_total(&merchant(), hkd(), at);
        told.unwrap()
    };
    // Sent a day ago, a month from now, and now.
    for (no, minor, sent) in [("A", 1, -day), ("B", 20, 34 * day), ("C", 300, 0)] {
        let begun = journal.commit(|scope| {
            scope.begin(&wanted(no, no, minor), LEASE, FREE, who().at(after(sent)))
        });
        let claimed = claimed(begun.unwrap());
        let settled = if sent == 0 { after(-40 * day) } else { NOON };
        let time = gateway_time(settled);
        let details = Details {
            attempt: Some(1),
            settlement: Settlement::of(|name| (name == "sysdtm").then(|| time.clone())),
            ..Details::default()
        };
        let done = journal.commit(|scope| {
            scope.reply(
                &claimed,
                Event::ReplyDone,
                details.clone(),
                who().at(after(sent)),
            )
        });
        assert_eq!(done.unwrap().state(), State::Refunded);
    }
    assert_eq!(told(&mut *journal, NOON), 321);
    assert_eq!(
        told(&mut *journal, after(-2 * day)),
        1,
        "that day and the next"
    );
    assert_eq!(told(&mut *journal, after(-day)), 321, "each once");
    assert_eq!(told(&mut *journal, after(34 * day)), 20);
    assert_eq!(told(&mut *journal, after(-40 * day)), 300);
    assert_eq!(told(&mut *journal, after(10 * day)), 0);
    let over = Conditions {
        day: Some(DayLimit {
            since: NOON,
            most: 321,
        }),
        ..FREE
    };
    let next = journal
        .commit(|scope| scope.begin(&wanted("D", "D", 1), LEASE, over, who().at(NOON)))
        .unwrap();
    let (limit, live) = (321, 321);
    assert_eq!(next, Begun::ExceedsDay { limit, live });
    assert_sound(&mut *journal);
}
