//! What every journal must do, as tests that take any implementation.
//!
//! [`journal_contract`] makes one `#[test]` of every rule for one kind of store.

mod adopt;
mod again;
mod days;
mod endpoints;
mod histories;
mod life;
mod listing;
mod looks;
mod merchants;
mod model;
mod names;
mod payments;
mod race;
mod rest;
mod rules;
mod settled;
mod signing;
mod sums;
mod twins;
mod words;

pub(crate) use adopt::*;
pub(crate) use again::*;
pub(crate) use days::*;
pub(crate) use endpoints::*;
pub(crate) use histories::*;
pub(crate) use life::*;
pub(crate) use listing::*;
pub(crate) use looks::*;
pub(crate) use merchants::*;
pub(crate) use names::*;
pub(crate) use payments::*;
pub(crate) use race::*;
pub(crate) use rest::*;
pub(crate) use rules::*;
pub(crate) use settled::*;
pub(crate) use signing::*;
pub(crate) use sums::*;
pub(crate) use twins::*;
pub(crate) use words::*;

use super::{
    BatchRow, Begun, Commit as _, Conditions, DayLimit, Details, Digest, ExportError, Filter,
    GivenUp, Journal, JournalFault, LookedAt, MerchantKey, NewIntent, Payment, Record, Scope, Who,
};
use crate::money::{Amount, Currency};
use crate::refund::{ClosedAs, Event, Intent, OutTradeNo, Reference, State, Syssn};
use std::time::Duration;
use time::OffsetDateTime;
use time::macros::datetime;

/// An empty journal that several handles may share, as several processes would.
pub(crate) trait Store: Sync {
    /// Opens a further handle.
    fn open(&self) -> Box<dyn Journal>;
}

/// Makes the tests of the contract for a store; `$fresh` makes an empty one.
macro_rules! journal_contract {
    ($fresh:expr) => {
        journal_contract!(@each $fresh,
            begin_plans_and_claims_in_one,
            a_planned_intent_is_claimed_once,
            one_number_and_one_reference_per_merchant,
            references_that_look_alike_are_refused,
            numbers_that_look_alike_are_refused,
            what_bears_on_a_refund_is_known_by_number_payment_and_reference,
            a_refund_is_found_by_whatever_it_is_called,
            a_rerun_is_told_what_differs,
            a_reference_is_tried_again_only_where_nothing_was_executed,
            a_further_attempt_names_the_newest_one,
            never_two_attempts_are_live,
            attempts_are_told_apart_without_a_reference,
            a_renewed_merchant_sees_its_earlier_attempts,
            one_of_many_wins_a_further_attempt,
            twins_are_refused_within_the_window,
            a_planned_one_is_held_against_what_came_after_it,
            a_resend_is_held_against_what_came_after_the_refund,
            rows_of_a_changed_file_are_twins_whenever_that_was,
            nothing_is_sent_on_top_of_doubt,
            one_send_of_a_payment_at_a_time,
            live_refunds_never_exceed_the_payment,
            every_live_state_counts_against_the_payment,
            what_the_gateway_says_always_finds_room,
            another_currency_is_refused,
            every_reply_moves_the_state_by_the_table,
            an_unsent_intent_can_be_claimed_again,
            a_passed_lease_makes_it_unknown,
            a_late_reply_still_counts,
            what_is_not_signed_proves_nothing_once_the_gateway_has_signed,
            an_order_number_stays_what_it_was_found_to_be,
            a_batch_keeps_the_name_of_its_first_file,
            a_clock_a_little_behind_does_not_turn_the_journal_back,
            a_resend_needs_an_unknown_and_keeps_it_unknown,
            empty_looks_are_counted_since_the_last_news,
            no_absence_outweighs_a_row_that_was_once_shown,
            only_looks_where_it_was_sent_count,
            a_look_whose_place_nobody_told_does_not_count,
            the_last_send_decides_where_it_is_looked_for,
            a_look_at_what_is_settled_writes_once_what_it_shows,
            operators_close_and_cancel_by_the_table,
            an_operators_word_holds_only_for_what_was_seen,
            what_is_closed_counts_as_its_word_says,
            commits_are_all_or_nothing,
            refusals_leave_a_shared_commit_alone,
            everything_written_is_read_back,
            lists_are_filtered_and_paged,
            a_batch_is_added_up,
            what_waits_is_counted_by_key_and_batch,
            an_open_intent_can_change_its_batch,
            an_adopted_intent_lives_on,
            adopting_is_no_news_from_the_gateway,
            a_day_has_its_limit,
            a_day_is_also_the_gateways,
            a_refund_has_its_limit,
            a_batch_has_its_limit,
            a_resend_counts_once_against_the_limits,
            exports_hold_everything_and_no_more,
            a_payment_is_one_thing_whoever_asks,
            payments_of_other_environments_are_others,
            a_profile_with_another_merchant_is_held_back_until_somebody_says,
            another_merchant_under_a_known_name_is_one_of_its_own,
            the_keys_of_a_merchant_are_looked_up_together,
            a_merchant_is_entered_with_its_first_intent,
            one_of_many_wins_a_reference,
            one_of_many_spellings_wins_a_reference,
            one_of_many_wins_a_payment,
            one_of_many_merchants_wins_a_payment,
            one_of_many_merchants_wins_a_profile,
        );
        #[test]
        fn any_history_agrees_with_the_model() {
            $crate::journal::contract::any_history_agrees_with_the_model(&|| Box::new($fresh));
        }
    };
    (@each $fresh:expr, $($name:ident),* $(,)?) => {
        $(
            #[test]
            fn $name() {
                $crate::journal::contract::$name(&$fresh);
            }
        )*

        /// Does all of them, one after the other.
        pub(super) fn every_rule(fresh: &dyn Fn() -> Box<dyn Store>) {
            $(
                $crate::journal::contract::$name(&*fresh());
            )*
        }
    };
}
pub(crate) use journal_contract;

/// Where the refunds of these tests go.
pub(crate) const ENVIRONMENT: &str = "production";
/// Noon of an ordinary day in Hong Kong.
pub(crate) const NOON: OffsetDateTime = datetime!(2026-11-23 12:00 +8);
/// A usual lease.
pub(crate) const LEASE: Duration = Duration::from_secs(75);
/// No guard at all.
pub(crate) const FREE: Conditions = Conditions {
    given_up: GivenUp::Ignored,
    twin_window: None,
    beside_open: LookedAt::NONE,
    day: None,
    max_refund: None,
    max_batch_total: None,
};
/// A usual guard against twins.
pub(crate) const DAY: Conditions = Conditions {
    twin_window: Some(Duration::from_secs(24 * 3600)),
    ..FREE
};

pub(crate) fn who() -> Who {
    Who {
        operator: "mei".to_owned(),
        host: "till-1".to_owned(),
        process: 4711,
    }
}

pub(crate) fn merchant() -> MerchantKey {
    MerchantKey::new("production/APP/M1")
}

pub(crate) fn number(text: &str) -> OutTradeNo {
    OutTradeNo::parse(text).unwrap()
}

pub(crate) fn syssn(text: &str) -> Syssn {
    Syssn::parse(text).unwrap()
}

pub(crate) fn reference(text: &str) -> Reference {
    Reference::parse(text).unwrap()
}

pub(crate) fn hkd() -> Currency {
    Currency::from_code("HKD").unwrap()
}

pub(crate) fn cents(minor: u64) -> Amount {
    Amount::from_minor(minor).unwrap()
}

/// A refund of `minor` cents of a payment under a number.
pub(crate) fn wanted(no: &str, payment: &str, minor: u64) -> NewIntent {
    NewIntent {
        merchant: merchant(),
        environment: ENVIRONMENT.to_owned(),
        profile: "shop-hk".to_owned(),
        intent: Intent {
            out_trade_no: number(no),
            syssn: syssn(payment),
            amount: cents(minor),
            currency: hkd(),
            txdtm: Some("2026-11-23 12:00:00".to_owned()),
            udid: None,
            reference: None,
            reason: None,
        },
        request: Digest::of(no.as_bytes()),
        batch: None,
        replaces: None,
    }
}

pub(crate) fn with_reference(mut new: NewIntent, key: &str) -> NewIntent {
    new.intent.reference = Some(reference(key));
    new
}

pub(crate) fn in_batch(mut new: NewIntent, batch: &str, row: u32) -> NewIntent {
    new.batch = Some(BatchRow {
        batch: batch.to_owned(),
        row,
    });
    new
}

pub(crate) fn paid(minor: u64) -> Payment {
    Payment {
        amount: cents(minor),
        currency: hkd(),
        pay_type: Some("800201".to_owned()),
        paid_at: Some("2026-11-20 09:00:00".to_owned()),
    }
}

pub(crate) fn after(seconds: i64) -> OffsetDateTime {
    NOON + time::Duration::seconds(seconds)
}

pub(crate) fn claimed(begun: Begun) -> Record {
    match begun {
        Begun::Claimed(record) => *record,
        other => panic!("not claimed: {other:?}"),
    }
}

/// Begins at noon without a guard against twins; it must succeed.
pub(crate) fn begin(journal: &mut dyn Journal, new: &NewIntent) -> Record {
    claimed(
        journal
            .commit(|scope| scope.begin(new, LEASE, Conditions::default(), who().at(NOON)))
            .unwrap(),
    )
}

/// Details that name the attempt.
pub(crate) fn of_attempt(record: &Record) -> Details {
    Details {
        attempt: Some(record.progress.attempt),
        ..Details::default()
    }
}

/// Records the reply to a claimed intent.
pub(crate) fn reply(
    journal: &mut dyn Journal,
    sent: &Record,
    event: Event,
    at: OffsetDateTime,
) -> State {
    journal
        .commit(|scope| scope.reply(sent, event, Details::default(), who().at(at)))
        .unwrap()
        .state()
}

pub(crate) fn note(
    journal: &mut dyn Journal,
    record: &Record,
    event: Event,
    details: Details,
    at: OffsetDateTime,
) -> State {
    journal
        .commit(|scope| scope.record(record.key(), event, details.clone(), who().at(at)))
        .unwrap()
        .state()
}

/// Brings a fresh intent into a state.
pub(crate) fn bring(journal: &mut dyn Journal, no: &str, to: State) -> Record {
    bring_wanted(journal, &wanted(no, &format!("P-{no}"), 10), to)
}

/// Brings a fresh intent of any kind into a state.
pub(crate) fn bring_wanted(journal: &mut dyn Journal, new: &NewIntent, to: State) -> Record {
    let no = new.intent.out_trade_no.as_str();
    if matches!(to, State::Planned | State::Cancelled) {
        journal
            .commit(|scope| scope.plan(new, FREE, who().at(NOON)))
            .unwrap();
    } else {
        let sent = begin(journal, new);
        let event = match to {
            State::Refunded => Some(Event::ReplyDone),
            State::Declined => Some(Event::ReplyRefused),
            State::Pending => Some(Event::ReplyProcessing),
            State::Unknown | State::Closed(_) => Some(Event::ReplyUnclear),
            State::Sending | State::Planned | State::Cancelled => None,
        };
        if let Some(event) = event {
            reply(journal, &sent, event, after(1));
        }
    }
    let record = journal
        .find(new.merchant.numbered(&number(no)))
        .unwrap()
        .unwrap();
    match to {
        State::Closed(closed_as) => note(
            journal,
            &record,
            Event::Close(closed_as),
            Details::note("x"),
            after(1),
        ),
        State::Cancelled => note(
            journal,
            &record,
            Event::Cancel,
            Details::default(),
            after(1),
        ),
        _ => to,
    };
    let record = journal
        .find(new.merchant.numbered(&number(no)))
        .unwrap()
        .unwrap();
    assert_eq!(record.state(), to);
    record
}

/// Asserts that nothing is wrong with the journal.
pub(crate) fn assert_sound(journal: &mut dyn Journal) {
    let report = journal.verify().unwrap();
    assert!(report.is_sound(), "{:?}", report.defects);
}
