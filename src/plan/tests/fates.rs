//! Which fate a row has.

use super::*;
use crate::journal::contract::{
    DAY, FREE, after, begin, bring_wanted, in_batch, wanted, who, with_reference,
};
use crate::journal::{
    Begun, Commit as _, Conditions, Details, JournalError, JournalFault, MerchantKey, NewIntent,
    Record, Scope,
};
use crate::plan::sums::Step;
use crate::refund::twin::{Place, TwinSearch};
use crate::refund::{Event, State};
use std::time::Duration;
use time::OffsetDateTime;

/// A row's fate as a line.
fn told(planned: &Planned) -> String {
    let stands = |record: &Record| format!("{} {}", record.number(), record.state());
    let fate = match &planned.fate {
        Fate::New => "new".to_owned(),
        Fate::Here(record) => format!("here: {}", stands(record)),
        Fate::Elsewhere(record) => format!("elsewhere: {}", stands(record)),
        Fate::Again(again) => format!("again {}: {}", again.number, stands(&again.before)),
        Fate::GivenUp(row) => format!("given up: row {}", row.place.row),
        Fate::Wanted => "wanted".to_owned(),
        Fate::Told => "told".to_owned(),
        Fate::Unheard => "unheard".to_owned(),
        Fate::Denied(record) => format!("denied: {}", stands(record)),
        Fate::Conflict(record, what) => format!("another {what}: {}", stands(record)),
    };
    let twin = match &planned.twin {
        None => String::new(),
        Some(Twin::Row(line)) => format!("; twin of line {line}"),
        Some(Twin::Refund(record)) => format!("; twin of {}", record.number()),
    };
    let left_out = if planned.left_out { ", left out" } else { "" };
    format!("{fate}{twin}{left_out}")
}

pub(super) fn fates(
    text: &str,
    batch: &Batch<'_>,
    policy: TwinPolicy,
    journal: &mut dyn Journal,
) -> Vec<String> {
    let plan = plan(text, batch, policy, journal);
    plan.map(|planned| told(&planned.unwrap())).collect()
}

#[test]
fn every_row_has_the_fate_that_file_and_journal_give_it() {
    let text = "syssn,txamt,reference,out_trade_no,refund_syssn,state,respcd\n\
                P1,5,,N1,,,\nP2,5,,N2,,,\nP3,5,R3,,,,\nP4,5,,N4,,,\nP5,5,,N5,,,\n\
                P6,5,,N6,X1,refunded,0000\nP7,5,,N7,X2,refunded,0000\nP8,5,,N8,X3,refunded,0000\n\
                P9,5,,N9,X4,refunded,0000\nPA,5,,NA,X5,refunded,0000\nPB,5,,NB,X6,refunded,0000\n";
    let (mut journal, _folder) = journal();
    let profile = profile();
    let batch = batch_of(text, &profile);
    let here = |no, payment, row| in_batch(wanted(no, payment, 5), &batch.name, row);
    bring_wanted(&mut journal, &here("N2", "P2", 2), State::Planned);
    // The reference stands under a number that is not derived from it.
    let other = with_reference(wanted("MINE", "P3", 5), "R3");
    bring_wanted(&mut journal, &other, State::Unknown);
    bring_wanted(&mut journal, &wanted("N4", "P4", 5), State::Pending);
    bring_wanted(&mut journal, &wanted("N5", "P5", 6), State::Refunded);
    bring_wanted(&mut journal, &here("N6", "P6", 6), State::Refunded);
    bring_wanted(&mut journal, &wanted("N7", "P7", 5), State::Declined);
    bring_wanted(&mut journal, &wanted("N9", "P9", 6), State::Refunded);
    let there = in_batch(wanted("NA", "PA", 5), "other", 1);
    bring_wanted(&mut journal, &there, State::Refunded);
    bring_wanted(&mut journal, &wanted("NB", "PB", 5), State::Unknown);
    assert_eq!(
        fates(text, &batch, TwinPolicy::Tell, &mut journal),
        [
            "new",
            "here: N2 planned",
            "another out_trade_no: MINE unknown",
            "elsewhere: N4 pending",
            "another txamt: N5 refunded",
            "here: N6 refunded",
            "denied: N7 declined",
            "told",
            "another txamt: N9 refunded",
            "elsewhere: NA refunded",
            "elsewhere: NB unknown",
        ]
    );
    let sums = sums(text, &batch, TwinPolicy::Tell, &mut journal);
    // Of the five that the file does not call refunded one is pending; another of those is a conflict.
    assert_eq!((sums.taken.count, sums.to_send.count), (6, 5));
    assert_eq!((sums.unwritten, sums.told.count), (4, 1));
    assert_eq!((sums.steps(Step::LeaveOut), sums.steps(Step::Told)), (0, 1));
    let counts: Vec<_> = sums.counts.iter().map(|c| (c.state, c.count)).collect();
    assert_eq!(
        counts,
        [
            (State::Declined, 1),
            (State::Pending, 1),
            (State::Planned, 1),
            (State::Refunded, 2),
            (State::Unknown, 1),
        ]
    );
    assert_eq!(sums.elsewhere_in(State::Pending), 1);
    assert_eq!(sums.elsewhere_in(State::Refunded), 1);
    assert_eq!(sums.places[&None], 2);
}

#[test]
fn a_refund_that_the_file_tells_is_looked_for_under_every_key() {
    let text = "syssn,txamt,reference,out_trade_no,refund_syssn,state,respcd\n\
                P1,5,,N1,,refunded,0000\nP2,5,R2,,,refunded,0000\n\
                P3,5,,,S3,refunded,0000\nP4,5,,N4,,refunded,0000\n\
                P5,5,,N5,,refunded,0000\nP6,5,,N6,,,\n";
    let (mut journal, _folder) = journal();
    let profile = profile();
    let batch = batch_of(text, &profile);
    let theirs = |no, payment, amount| NewIntent {
        merchant: MerchantKey::new("another key"),
        ..wanted(no, payment, amount)
    };
    let known = [
        (theirs("N1", "P1", 5), State::Refunded),
        (with_reference(theirs("X2", "P2", 5), "R2"), State::Refunded),
        (theirs("N4", "P4", 5), State::Unknown),
        (theirs("N5", "P5", 6), State::Refunded),
        (theirs("N6", "P6", 5), State::Refunded),
    ];
    for (new, state) in &known {
        bring_wanted(&mut journal, new, *state);
    }
    let sent = begin(&mut journal, &theirs("X3", "P3", 5));
    let details = Details {
        refund_syssn: Some("S3".to_owned()),
        ..Details::default()
    };
    let done = |scope: &mut dyn Scope| {
        let stamp = who();
        scope.reply(&sent, Event::ReplyDone, details.clone(), stamp.at(after(1)))
    };
    journal.commit(done).unwrap();
    assert_eq!(
        fates(text, &batch, TwinPolicy::Ignore, &mut journal),
        [
            "elsewhere: N1 refunded",
            "elsewhere: X2 refunded",
            "elsewhere: X3 refunded",
            // What is open under another key cannot be taken over.
            "denied: N4 unknown",
            // Another amount is another refund.
            "told",
            "new",
        ]
    );
    let found = sums(text, &batch, TwinPolicy::Ignore, &mut journal);
    let steps: Vec<Step> = (1..=6).map(|row| found.step(row)).collect();
    let (stay, take) = (Step::Stay, Step::Take);
    assert_eq!(steps, [stay, stay, stay, take, Step::Told, take]);
}

#[test]
fn what_stands_elsewhere_or_is_vouched_for_stays_in_the_totals() {
    let text = "syssn,txamt,out_trade_no,refund_syssn,state,respcd\n\
                P1,5,N1,X7,refunded,0000\nP2,7,N2,X8,refunded,0000\nP3,5,N3,,,\nP4,5,N4,,,\n";
    let (mut journal, _folder) = journal();
    let profile = profile();
    let batch = batch_of(text, &profile);
    let there = |no, payment, row| in_batch(wanted(no, payment, 5), "other", row);
    bring_wanted(&mut journal, &there("N1", "P1", 1), State::Refunded);
    bring_wanted(&mut journal, &there("N3", "P3", 3), State::Declined);
    bring_wanted(&mut journal, &there("N4", "P4", 4), State::Unknown);
    let mut found = sums(text, &batch, TwinPolicy::Ignore, &mut journal);
    let counts = |sums: &Sums| -> Vec<(State, u64, u64)> {
        let counts = sums.counts.iter();
        counts.map(|of| (of.state, of.count, of.sum)).collect()
    };
    let known = [
        (State::Declined, 1, 5),
        (State::Refunded, 1, 5),
        (State::Unknown, 1, 5),
    ];
    assert_eq!(counts(&found), known);
    assert_eq!((found.told.count, found.told.minor), (1, 7));
    found.vouch();
    assert_eq!(found.told.count, 0);
    assert_eq!(counts(&found)[1], (State::Refunded, 2, 12));
    // The run has taken over what was open: that is in its own totals.
    let own = &found.counts[2..];
    assert_eq!(counts(&found.after_a_run(own)), counts(&found));
    assert_eq!(
        counts(&found.after_a_run(&[])),
        [(State::Declined, 1, 5), (State::Refunded, 2, 12)]
    );
}

#[test]
fn twins_are_told_or_left_out_or_nobody_looks() {
    let text = "syssn,txamt,reference,out_trade_no\n\
                P1,5,,\nP1,5,R2,\nP2,5,,N3\nP3,5,,\nP4,5,R5,\nP5,5,,N6\n";
    let (mut journal, _folder) = journal();
    let profile = profile();
    let batch = batch_of(text, &profile);
    let here = in_batch(wanted("N3", "P2", 5), &batch.name, 3);
    bring_wanted(&mut journal, &here, State::Planned);
    bring_wanted(&mut journal, &wanted("N6", "P5", 5), State::Planned);
    // Their references say that they are other refunds; what the file asks for has none.
    for (no, payment, place, state) in [
        ("T3", "P2", None, State::Refunded),
        ("T4", "P3", Some(1), State::Unknown),
        ("T5", "P4", None, State::Refunded),
        ("T6", "P5", Some(2), State::Planned),
    ] {
        let new = with_reference(wanted(no, payment, 5), no);
        let new = place.map_or(new.clone(), |row| in_batch(new, "other", row));
        bring_wanted(&mut journal, &new, state);
    }
    let ignored = [
        "new",
        "new",
        "here: N3 planned",
        "new",
        "new",
        "elsewhere: N6 planned",
    ];
    assert_eq!(
        fates(text, &batch, TwinPolicy::Ignore, &mut journal),
        ignored
    );
    assert_eq!(
        fates(text, &batch, TwinPolicy::Tell, &mut journal),
        [
            "new",
            "new",
            "here: N3 planned; twin of T3",
            "new; twin of T4",
            "new; twin of T5",
            "elsewhere: N6 planned; twin of T6",
        ]
    );
    assert_eq!(
        fates(text, &batch, TwinPolicy::LeaveOut, &mut journal),
        [
            "new",
            "new; twin of line 2, left out",
            "here: N3 planned; twin of T3, left out",
            "new; twin of T4, left out",
            "new; twin of T5, left out",
            "elsewhere: N6 planned; twin of T6, left out",
        ]
    );
    let sums = sums(text, &batch, TwinPolicy::LeaveOut, &mut journal);
    let left_out = (1..=7).filter(|row| sums.step(*row) == Step::LeaveOut);
    let left_out: Vec<u64> = left_out.collect();
    assert_eq!(
        (left_out, sums.steps(Step::LeaveOut)),
        (vec![2, 3, 4, 5, 6], 5)
    );
    assert_eq!((sums.taken.count, sums.to_send.count), (1, 1));
    // What stands in the journal itself counts as that, not as a twin.
    assert_eq!(
        sums.open_twins.into_iter().collect::<Vec<_>>(),
        [(State::Unknown, 1)]
    );
}

#[test]
fn what_was_meant_when_it_was_written_down_is_told_only_beside_what_came_since() {
    let text = "syssn,txamt,out_trade_no\nP1,5,N1\nP2,5,N2\nP3,5,N3\n";
    let (mut journal, _folder) = journal();
    let profile = profile();
    let batch = batch_of(text, &profile);
    let here = |no, payment, row| in_batch(wanted(no, payment, 5), &batch.name, row);
    bring_wanted(&mut journal, &wanted("T1", "P1", 5), State::Refunded);
    bring_wanted(&mut journal, &here("N1", "P1", 1), State::Planned);
    bring_wanted(&mut journal, &here("N2", "P2", 2), State::Planned);
    bring_wanted(&mut journal, &wanted("T2", "P2", 5), State::Refunded);
    bring_wanted(&mut journal, &wanted("T3", "P3", 5), State::Refunded);
    bring_wanted(&mut journal, &here("N3", "P3", 3), State::Planned);
    bring_wanted(&mut journal, &wanted("T4", "P3", 5), State::Refunded);
    assert_eq!(
        fates(text, &batch, TwinPolicy::Tell, &mut journal),
        [
            "here: N1 planned",
            "here: N2 planned; twin of T2",
            "here: N3 planned; twin of T4",
        ]
    );
}

#[test]
fn the_journal_finds_the_twins_that_the_rule_finds() {
    let places = [
        (None, None, Place::Alone),
        (Some(("a", 1)), None, Place::Alone),
        (None, Some(("a", 1)), Place::Single),
        (Some(("a", 1)), Some(("b", 1)), Place::OtherBatch),
        (Some(("a", 1)), Some(("a", 1)), Place::SameRow),
        (Some(("a", 1)), Some(("a", 2)), Place::FellowRow),
    ];
    let within = |new: NewIntent, place: Option<(&str, u32)>| match place {
        Some((batch, row)) => in_batch(new, batch, row),
        None => new,
    };
    let mut seen = [0, 0];
    for state in State::ALL {
        for (before, place, expected) in places {
            let (mut journal, _folder) = journal();
            let earlier = within(with_reference(wanted("N1", "P1", 5), "R1"), before);
            let earlier = bring_wanted(&mut journal, &earlier, state);
            for (window, seconds, nanoseconds) in [
                (DAY.twin_window.unwrap(), 60, 0),
                (DAY.twin_window.unwrap(), 24 * 3600, 999_999),
                (DAY.twin_window.unwrap(), 24 * 3600, 1_000_000),
                (Duration::ZERO, 0, 0),
                (Duration::ZERO, 60, 0),
            ] {
                let now = after(seconds) + time::Duration::nanoseconds(nanoseconds);
                let search = TwinSearch::new(now, window);
                let made = earlier.created_at.max(earlier.progress.updated_at);
                let is_twin = search.finds(state, made, expected);
                for new in [
                    wanted("N2", "P1", 5),
                    with_reference(wanted("N2", "P1", 5), "R2"),
                ] {
                    let found = asked(&mut journal, &within(new, place), window, now);
                    assert_eq!(
                        found, is_twin,
                        "{state} {expected:?} {window:?} {seconds} s"
                    );
                    seen[usize::from(found)] += 1;
                }
            }
        }
    }
    assert!(seen[0] > 100 && seen[1] > 100, "{seen:?}");
}

/// Whether the journal finds a twin; nothing is written down.
fn asked(
    journal: &mut SqliteJournal,
    new: &NewIntent,
    window: Duration,
    now: OffsetDateTime,
) -> bool {
    let guards = Conditions {
        twin_window: Some(window),
        ..FREE
    };
    let mut found = false;
    let undone = journal.write(&mut |scope| {
        found = matches!(scope.plan(new, guards, who().at(now))?, Begun::Twin(_));
        let fault = JournalFault::Exists;
        Err(JournalError::new("a try", fault))
    });
    assert!(undone.is_err());
    found
}
