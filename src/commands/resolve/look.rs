//! Looking at the gateway, once or again and again, and writing down what it shows.

use super::is_open;
use crate::commands::merchant::Party;
use crate::commands::{Desk, books};
use crate::gateway::enquiry::{self, Key};
use crate::gateway::transport::Transport;
use crate::gateway::wire::Merchant;
use crate::journal::{Commit as _, Journal, Record};
use crate::output::Waiting;
use crate::refund::State;
use std::time::Duration;

/// Waits between two looks at the same refund (protocol 4.3); the last one repeats.
const PACE: [u64; 6] = [3, 5, 10, 20, 40, 60];
/// Looks at each refund, and again at those that stay open until the wait is over.
pub(super) fn look_at_all(
    mut open: Vec<Record>,
    wait: Option<Duration>,
    party: &Party,
    merchant: &Merchant,
    transport: &Transport,
    journal: &mut dyn Journal,
    desk: &mut Desk<'_>,
) -> Vec<Record> {
    let begun = desk.clock.uptime();
    let mut done = Vec::new();
    let mut pace = PACE.into_iter();
    let mut pause = Duration::ZERO;
    loop {
        let mut still = Vec::new();
        for record in open {
            let record = look(record, party, merchant, transport, journal, desk);
            if is_open(&record) {
                still.push(record)
            } else {
                done.push(record)
            }
        }
        open = still;
        pause = pace.next().map_or(pause, Duration::from_secs);
        let left = wait.and_then(|wait| {
            let waited = desk.clock.uptime().saturating_sub(begun);
            wait.checked_sub(waited)
        });
        match left {
            Some(left) if !open.is_empty() && !left.is_zero() => {
                let _waiting =
                    Waiting::start(desk.console.may_animate, "waiting before the next look");
                desk.clock.sleep(pause.min(left));
            }
            _ => break,
        }
    }
    done.extend(open);
    done
}

/// Follows one refund that this process has just sent.
pub(in crate::commands) fn follow(
    record: Record,
    party: &Party,
    merchant: &Merchant,
    transport: &Transport,
    wait: Duration,
    journal: &mut dyn Journal,
    desk: &mut Desk<'_>,
) -> Record {
    // The gateway asks for 3 to 5 seconds before the first enquiry (protocol 4.3).
    desk.clock.sleep(Duration::from_secs(3).min(wait));
    let before = record.clone();
    look_at_all(
        vec![record],
        Some(wait),
        party,
        merchant,
        transport,
        journal,
        desk,
    )
    .pop()
    .unwrap_or(before)
}

/// Looks once at the gateway and writes down what it shows. Whatever fails leaves the refund open.
pub(super) fn look(
    record: Record,
    party: &Party,
    merchant: &Merchant,
    transport: &Transport,
    journal: &mut dyn Journal,
    desk: &mut Desk<'_>,
) -> Record {
    let number = record.number().clone();
    if record.state() == State::Sending {
        desk.console.note(&format!(
            "{number} is being sent by another process at this moment"
        ));
        return record;
    }
    let months = enquiry::months_of(&record, desk.clock.now());
    let found = {
        let _waiting = Waiting::start(desk.console.may_animate, "asking the gateway");
        enquiry::search(
            transport,
            merchant,
            desk.clock.as_ref(),
            &Key::OutTradeNo(number.to_string()),
            &months,
        )
    };
    let found = match found {
        Ok(found) => found,
        Err(fault) => {
            desk.console
                .warn(&format!("{number}: {fault}; nothing was learned"));
            return record;
        }
    };
    let sight = enquiry::sight(&found.rows, &record);
    if let Some(why) = &sight.contradiction {
        desk.console.error(
            &format!("{number}: {why}"),
            Some("Let a person look at it in the merchant portal before anything else is sent."),
        );
    }
    let who = books::who(desk);
    let written = journal.commit(|scope| {
        scope.record(
            books::merchant_key(&party.profile).numbered(&number),
            sight.event,
            sight.details.clone(),
            who.at(desk.clock.now()),
        )
    });
    written.unwrap_or_else(|error| {
        desk.console.error(
            &format!("{number}: the look could not be written down: {error}"),
            Some(error.remedy()),
        );
        record
    })
}
