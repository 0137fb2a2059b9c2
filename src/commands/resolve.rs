//! `resolve`: finding out what became of refunds whose outcome is open, and sending one again
//! where an operator orders it. `close`: settling one by an operator's word.

use super::merchant::{self, Party};
use super::{Desk, Failure, books, send};
use crate::cli::{CloseArgs, ResolveArgs};
use crate::exit::Exit;
use crate::gateway::enquiry::{self, Key};
use crate::gateway::transport::Transport;
use crate::gateway::wire::{Merchant, SignedRequest};
use crate::journal::sqlite::SqliteJournal;
use crate::journal::{Begun, Details, Digest, Filter, Journal, Listing, Looks, Record};
use crate::output::text::counted;
use crate::output::{IntentRow, ListDocument, Waiting};
use crate::refund::hong_kong;
use crate::refund::{Event, OutTradeNo, State};
use std::time::Duration;
use time::OffsetDateTime;

/// Waits between two looks at the same refund (protocol 4.3); the last one repeats.
const PACE: [u64; 6] = [3, 5, 10, 20, 40, 60];
/// What a resend must rest on: so many empty looks, over so long.
const EMPTY_LOOKS: u64 = 3;
const EMPTY_FOR: Duration = Duration::from_secs(600);

pub(super) fn run(args: &ResolveArgs, desk: &mut Desk<'_>) -> Result<Exit, Failure> {
    let party = merchant::choose(desk)?;
    let merchant = party.merchant(desk)?;
    let mut journal = books::open(&party, desk)?;
    if let Some(number) = &args.resend {
        return resend(
            &OutTradeNo::parse(number)?,
            args,
            &party,
            &merchant,
            &mut journal,
            desk,
        );
    }
    let mut open = select(args, &party, &mut journal)?;
    let given = open.clone();
    open.retain(is_open);
    let mut done: Vec<Record> = given
        .into_iter()
        .filter(|record| !is_open(record))
        .collect();
    if !open.is_empty() {
        let (transport, _gateway) = party.open(
            args.timeout
                .map(|seconds| Duration::from_secs(seconds.into())),
            desk,
        )?;
        let wait = args.wait.map(|seconds| Duration::from_secs(seconds.into()));
        for record in look_at_all(
            open,
            wait,
            &party,
            &merchant,
            &transport,
            &mut journal,
            desk,
        ) {
            done.push(record);
        }
    }
    books::tell_clock(&journal, desk);
    done.sort_by_key(|record| record.id);
    let exit = worst(&done);
    if done.is_empty() {
        desk.console.note("nothing waits to be resolved");
    }
    let document = ListDocument::new(done.iter().map(IntentRow::of).collect(), exit);
    let exit = desk.console.list(&document, exit)?;
    for record in done.iter().filter(|record| is_open(record)) {
        let (message, next) = in_words(record, &party);
        desk.console
            .note(&format!("{}: {message}. {next}", record.number()));
    }
    Ok(exit)
}

/// Whether an enquiry could still change something.
fn is_open(record: &Record) -> bool {
    matches!(
        record.state(),
        State::Pending | State::Unknown | State::Sending
    )
}

fn select(
    args: &ResolveArgs,
    party: &Party,
    journal: &mut SqliteJournal,
) -> Result<Vec<Record>, Failure> {
    let key = books::merchant_key(&party.profile);
    if args.out_trade_no.is_empty() {
        let filter = Filter {
            merchant: Some(key),
            states: vec![State::Pending, State::Unknown],
            oldest_first: true,
            ..Filter::default()
        };
        return Ok(Listing::new(journal, filter).collect::<Result<_, _>>()?);
    }
    let mut found: Vec<Record> = Vec::new();
    for number in &args.out_trade_no {
        let record = find(&OutTradeNo::parse(number)?, party, journal)?;
        // Given twice it is looked at once: a second look at once shows nothing new, and a resend
        // rests on how many there were.
        if found.iter().all(|known| known.id != record.id) {
            found.push(record);
        }
    }
    Ok(found)
}

/// Finds one refund of this merchant.
pub(super) fn find(
    number: &OutTradeNo,
    party: &Party,
    journal: &mut SqliteJournal,
) -> Result<Record, Failure> {
    if let Some(record) = journal.find(&books::merchant_key(&party.profile), number)? {
        return Ok(record);
    }
    let others = journal.find_any(number)?;
    let failure = Failure::usage(format!(
        "the journal has no refund {number} of profile `{}`",
        party.profile.name()
    ));
    Err(match others.first() {
        Some(other) => failure.hint(format!(
            "It belongs to profile `{0}`: add `--profile {0}`.",
            other.wanted.profile
        )),
        None => failure.hint(format!(
            "`qfrefund history --profile {}` lists what there is.",
            party.profile.name()
        )),
    })
}

/// Looks at each refund, and again at those that stay open until the wait is over.
fn look_at_all(
    mut open: Vec<Record>,
    wait: Option<Duration>,
    party: &Party,
    merchant: &Merchant,
    transport: &Transport,
    journal: &mut SqliteJournal,
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
pub(super) fn follow(
    record: Record,
    party: &Party,
    merchant: &Merchant,
    transport: &Transport,
    wait: Duration,
    journal: &mut SqliteJournal,
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
fn look(
    record: Record,
    party: &Party,
    merchant: &Merchant,
    transport: &Transport,
    journal: &mut SqliteJournal,
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
    let written = journal.record(
        &books::merchant_key(&party.profile),
        &number,
        sight.event,
        sight.details,
        &who,
        desk.clock.now(),
    );
    written.unwrap_or_else(|error| {
        desk.console.error(
            &format!("{number}: the look could not be written down: {error}"),
            Some(error.remedy()),
        );
        record
    })
}

/// Sends the same request again, by an operator's order and only after lasting absence.
fn resend(
    number: &OutTradeNo,
    args: &ResolveArgs,
    party: &Party,
    merchant: &Merchant,
    journal: &mut SqliteJournal,
    desk: &mut Desk<'_>,
) -> Result<Exit, Failure> {
    let record = find(number, party, journal)?;
    let looks = journal.looks(record.id)?;
    let refuse = |message: String, hint: String| {
        Err(Failure::new(Exit::Refused, anyhow::Error::msg(message)).hint(hint))
    };
    if record.state() != State::Unknown {
        return refuse(
            format!(
                "{number} is {}; only an unknown refund can be sent again",
                record.state()
            ),
            format!("See `qfrefund show {number}`."),
        );
    }
    if !lasting(&looks) {
        return refuse(
            format!("{number} cannot be sent again yet: {}", absence(&looks)),
            format!(
                "It takes {EMPTY_LOOKS} looks over 10 minutes that find nothing: `qfrefund resolve {number} --profile {} --wait=900`.",
                party.profile.name()
            ),
        );
    }
    if party.profile.guards().clearing_pause
        && party.profile.environment().moves_money()
        && hong_kong::in_clearing_pause(desk.clock.now())
    {
        return refuse(
            "the gateway takes no refunds around midnight in Hong Kong".to_owned(),
            "Wait until 00:35 Hong Kong time.".to_owned(),
        );
    }
    let request = SignedRequest::refund(&record.wanted.intent, merchant);
    if Digest::of(request.body.as_bytes()) != record.wanted.request {
        return refuse(
            format!("the request for {number} would no longer be the one that was sent"),
            "The profile's mchid has changed since; only the same request may be sent again."
                .to_owned(),
        );
    }
    confirm_resend(&record, args, party, desk)?;
    (desk.listen)(&desk.interrupt);
    if !desk.interrupt.claim() {
        return Err(Failure::new(
            Exit::NotSent,
            anyhow::anyhow!("stopped by a signal, nothing was sent"),
        ));
    }
    let timeout = party.timeout(args.timeout);
    let (transport, _gateway) = party.open(Some(timeout), desk)?;
    let note = args.note.clone().unwrap_or_else(|| absence(&looks));
    let handovers = books::keep_handovers(journal, desk)?;
    let begun = journal.resend(
        &books::merchant_key(&party.profile),
        number,
        books::lease(timeout),
        &note,
        &books::who(desk),
        desk.clock.now(),
    )?;
    let Begun::Claimed(claimed) = begun else {
        return refuse(
            format!("{number} has changed in the meantime"),
            format!("See `qfrefund show {number}`."),
        );
    };
    let sending = send::send(
        &claimed, merchant, &transport, timeout, journal, &handovers, desk,
    );
    let mut after = match sending.recorded {
        Ok(after) => after,
        Err(error) => {
            send::tell_unrecorded(number, sending.verdict.outcome, &error, desk);
            let exit = Exit::from(sending.verdict.outcome);
            let document = ListDocument::new(vec![IntentRow::of(&claimed)], exit);
            return Ok(desk.console.list_after_send(&document, exit)?);
        }
    };
    if is_open(&after) {
        // A duplicate answer proves that the number was seen, not what became of it.
        after = look(after, party, merchant, &transport, journal, desk);
    }
    let exit = exit_of(after.state());
    let document = ListDocument::new(vec![IntentRow::of(&after)], exit);
    let exit = desk.console.list_after_send(&document, exit)?;
    let (message, next) = in_words(&after, party);
    desk.console.note(&format!("{number}: {message}. {next}"));
    Ok(exit)
}

fn lasting(looks: &Looks) -> bool {
    looks.count >= EMPTY_LOOKS
        && looks.span.is_some_and(|(first, last)| {
            let seconds = last.unix_timestamp().saturating_sub(first.unix_timestamp());
            u64::try_from(seconds).is_ok_and(|seconds| seconds >= EMPTY_FOR.as_secs())
        })
}

fn absence(looks: &Looks) -> String {
    match looks.span {
        None => "the gateway has not been asked since".to_owned(),
        Some((first, last)) => format!(
            "{} in a row found nothing, over {} s",
            counted(looks.count, "look"),
            last.unix_timestamp().saturating_sub(first.unix_timestamp())
        ),
    }
}

fn confirm_resend(
    record: &Record,
    args: &ResolveArgs,
    party: &Party,
    desk: &mut Desk<'_>,
) -> Result<(), Failure> {
    if args.yes && (party.profile.named() || !party.profile.environment().must_be_named()) {
        return Ok(());
    }
    let number = record.number().to_string();
    if !desk.console.may_ask {
        return Err(
            Failure::usage("the resend is not confirmed, and nobody can be asked")
                .hint("Add --yes and name the profile with --profile."),
        );
    }
    let intent = &record.wanted.intent;
    desk.console.tell(&format!(
        "About to send {} of payment {} again under the same number ({}).\nIf the first request was executed after all, the gateway should refuse this one as a duplicate; that is its habit, not its promise.\n",
        intent.amount.in_words(intent.currency),
        intent.syssn,
        party.profile.environment().in_words(),
    ));
    match desk.console.ask(&format!(
        "Type the number ({number}) to send it again, anything else to stop: "
    )) {
        Some(answer) if answer == number => Ok(()),
        _ => Err(Failure::new(
            Exit::Refused,
            anyhow::anyhow!("stopped: nothing was sent"),
        )),
    }
}

pub(super) fn close(args: &CloseArgs, desk: &mut Desk<'_>) -> Result<Exit, Failure> {
    let party = merchant::choose(desk)?;
    let mut journal = books::open(&party, desk)?;
    let number = OutTradeNo::parse(&args.out_trade_no)?;
    if args.note.trim().is_empty() {
        return Err(Failure::usage("the note is empty")
            .hint("Say how it was settled, so that the next reader understands."));
    }
    let record = find(&number, &party, &mut journal)?;
    if !matches!(record.state(), State::Pending | State::Unknown) {
        return Err(Failure::new(
            Exit::Refused,
            anyhow::anyhow!(
                "{number} is {}; only a pending or unknown refund can be closed",
                record.state()
            ),
        ));
    }
    let who = books::who(desk);
    let closed = journal.record(
        &record.wanted.merchant,
        &number,
        Event::Close,
        Details::note(args.note.trim()),
        &who,
        desk.clock.now(),
    )?;
    let document = ListDocument::new(vec![IntentRow::of(&closed)], Exit::Success);
    let exit = desk.console.list(&document, Exit::Success)?;
    books::remind(&mut journal, None, &party, desk);
    Ok(exit)
}

/// Returns the exit code of a state.
pub(super) fn exit_of(state: State) -> Exit {
    match state {
        State::Refunded => Exit::Success,
        State::Declined => Exit::Declined,
        State::Pending => Exit::Pending,
        State::Unknown | State::Sending => Exit::Unknown,
        State::Planned => Exit::NotSent,
        // Settled by an operator's word: sending it needs a decision, not a resolve.
        State::Closed | State::Cancelled => Exit::Refused,
    }
}

/// Returns the exit code for several: the worst, where "not known" is worse than anything known.
fn worst(records: &[Record]) -> Exit {
    let gravity = |exit: &Exit| match exit {
        Exit::Unknown => 4,
        Exit::Pending => 3,
        Exit::Declined => 2,
        Exit::NotSent | Exit::Refused => 1,
        Exit::Success | Exit::Internal | Exit::Usage | Exit::Setup | Exit::Mixed => 0,
    };
    records
        .iter()
        .map(|record| exit_of(record.state()))
        .max_by_key(gravity)
        .unwrap_or(Exit::Success)
}

/// Says where a refund stands, as a clause, and what to do, as a sentence.
pub(super) fn in_words(record: &Record, party: &Party) -> (String, String) {
    let number = record.number();
    let profile = party.profile.name();
    let at = when(record.progress.updated_at);
    let by = &record.operator;
    let resolve = format!(
        "Do not send it again. Find out with `qfrefund resolve {number} --profile {profile}`."
    );
    match record.state() {
        State::Refunded => (
            format!("refunded {at}"),
            "Nothing is left to do.".to_owned(),
        ),
        State::Declined => (
            format!("declined {at}"),
            "The number is used up: a new attempt is a new refund, with a new reference."
                .to_owned(),
        ),
        State::Pending => (
            format!("pending at the gateway since {at}"),
            format!(
                "Do not send it again. Ask later with `qfrefund resolve {number} --profile {profile} --wait`."
            ),
        ),
        State::Unknown => (format!("unknown since {at}"), resolve),
        State::Sending => (format!("being sent by {by} since {at}"), resolve),
        State::Planned => (
            format!("written down {at} and not sent"),
            "Run the command again to send it.".to_owned(),
        ),
        State::Closed => (
            format!("closed {at} by an operator's note"),
            format!("See `qfrefund show {number} --profile {profile}`."),
        ),
        State::Cancelled => (
            format!("cancelled {at}, never sent"),
            "A new refund needs a new reference.".to_owned(),
        ),
    }
}

/// Writes an instant for people: Hong Kong time, named as such.
pub(super) fn when(instant: OffsetDateTime) -> String {
    format!("{} (UTC+8)", hong_kong::gateway_time(instant))
}
