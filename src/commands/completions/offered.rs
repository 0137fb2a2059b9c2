//! What may stand in the place of a value: profiles, refunds, payments, references, batches, response codes.

use crate::cli;
use crate::commands::{Desk, books, merchant, places};
use crate::gateway::codes::TABLE;
use crate::journal::{Filter, Journal, Record};
use crate::output::text::clean_short;
use crate::profile::{self, ConfigFile, Profile};
use crate::refund::State;
use clap::{Arg, Command};
use clap_complete::{ArgValueCandidates, CompletionCandidate};
use std::collections::BTreeSet;
use std::ffi::OsString;

/// How many refunds are offered.
const MOST: u32 = 50;

/// A value with what it is.
type Offer = (String, String);

/// Adds to the arguments of a command line what they may be.
pub(super) fn offer(mut root: Command, words: &[OsString], desk: &mut Desk<'_>) -> Command {
    take_over(root.clone(), words, desk);
    let profiles = profiles(desk);
    root = root.mut_arg("profile", |arg| with(arg, profiles.clone()));
    let named = cli::words_of_command(words, &root);
    let named: Vec<&str> = named.iter().map(String::as_str).collect();
    let Some((first, below)) = named.split_first() else {
        return root;
    };
    let mut values = values(&named, desk);
    // A command has the options of every command as its own.
    values.push(("profile", profiles));
    if !root
        .get_subcommands()
        .any(|known| known.get_name() == *first)
    {
        return root;
    }
    root.mut_subcommand(*first, |command| match below.first() {
        Some(second) if command.find_subcommand(second).is_some() => {
            command.mut_subcommand(*second, |command| fill(command, values))
        }
        _ => fill(command, values),
    })
}

/// Takes over the profile and the config file that the words name.
fn take_over(root: Command, words: &[OsString], desk: &mut Desk<'_>) {
    let found = root.ignore_errors(true).try_get_matches_from(words);
    let Ok(found) = found else { return };
    // Where a command follows they stand with it.
    let mut found = &found;
    loop {
        if let Ok(Some(profile)) = found.try_get_one::<String>("profile") {
            desk.profile = Some(profile.clone());
        }
        if let Ok(Some(config)) = found.try_get_one::<std::path::PathBuf>("config") {
            desk.config = Some(config.clone());
        }
        match found.subcommand() {
            Some((_, below)) => found = below,
            None => return,
        }
    }
}

fn fill(mut command: Command, values: Vec<(&'static str, Vec<Offer>)>) -> Command {
    for (argument, offers) in values {
        if command
            .get_arguments()
            .any(|known| known.get_id() == argument)
        {
            command = command.mut_arg(argument, |arg| with(arg, offers));
        }
    }
    command
}

/// Offers only what every shell takes as one word.
fn with(arg: Arg, offers: Vec<Offer>) -> Arg {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "._-/@+".contains(c);
    let offers: Vec<Offer> = offers
        .into_iter()
        .filter(|(value, _)| !value.is_empty() && value.chars().all(is_plain))
        .collect();
    arg.add(ArgValueCandidates::new(move || {
        let candidate = |(place, (value, what)): (usize, &Offer)| {
            let help = Some(clean_short(what)).filter(|what| !what.is_empty());
            CompletionCandidate::new(value)
                .help(help.map(Into::into))
                .display_order(Some(place))
        };
        offers.iter().enumerate().map(candidate).collect()
    }))
}

/// The arguments of a command, by their names, with what each may be.
fn values(command: &[&str], desk: &mut Desk<'_>) -> Vec<(&'static str, Vec<Offer>)> {
    let any: &[State] = &[];
    let open = &[State::Unknown, State::Pending, State::Sending];
    let of = |argument,
              states: &[State],
              what: fn(&Record) -> Option<String>,
              desk: &mut Desk<'_>| { (argument, refunds(states, what, desk)) };
    match command {
        ["issue"] => vec![
            of("beside_open", open, number, desk),
            of(
                "reference",
                &[State::Declined, State::Cancelled],
                reference,
                desk,
            ),
        ],
        ["payment"] => vec![of("syssn", any, payment, desk)],
        ["enquiry"] => vec![
            of("out_trade_no", any, number, desk),
            of("syssn", any, payment, desk),
        ],
        ["resolve"] => vec![
            of("out_trade_no", open, number, desk),
            of("resend", open, number, desk),
        ],
        ["close"] => vec![of("out_trade_no", open, number, desk)],
        ["reopen"] => {
            let closed: Vec<State> = State::ALL
                .into_iter()
                .filter(|state| matches!(state, State::Closed(_)))
                .collect();
            vec![of("out_trade_no", &closed, number, desk)]
        }
        ["cancel"] => vec![of("out_trade_no", &[State::Planned], number, desk)],
        ["show"] => vec![of("out_trade_no", any, number, desk)],
        ["history"] => vec![
            of("called", any, number, desk),
            of("syssn", any, payment, desk),
            of("reference", any, reference, desk),
            ("batch", batches(desk)),
        ],
        ["batch", "cancel"] => vec![("batch", batches(desk))],
        ["explain"] => {
            let codes = TABLE
                .iter()
                .map(|code| (code.code.to_owned(), code.meaning().to_owned()));
            vec![("codes", codes.collect())]
        }
        ["profile", _] => vec![("name", profiles(desk))],
        _ => Vec::new(),
    }
}

fn number(record: &Record) -> Option<String> {
    Some(record.number().to_string())
}

fn payment(record: &Record) -> Option<String> {
    Some(record.wanted.intent.syssn.to_string())
}

fn reference(record: &Record) -> Option<String> {
    let reference = record.wanted.intent.reference.as_ref();
    reference.map(ToString::to_string)
}

/// The profiles that may be named, with their environments.
fn profiles(desk: &Desk<'_>) -> Vec<Offer> {
    let file =
        profile::locate(desk.config.as_deref(), desk.env).and_then(|at| ConfigFile::load(&at));
    let mut offers: Vec<Offer> = file
        .map(|file| file.check_all(desk.env).profiles)
        .unwrap_or_default()
        .into_iter()
        .map(|(name, profile)| {
            let environment = profile.map(|profile| profile.environment().to_string());
            (name, environment.unwrap_or_default())
        })
        .collect();
    let built_in = Profile::simulator(&merchant::SIMULATOR);
    offers.push((built_in.name().to_owned(), "no money moves".to_owned()));
    offers
}

/// What the newest refunds in some states are called, each once.
fn refunds(
    states: &[State],
    called: fn(&Record) -> Option<String>,
    desk: &mut Desk<'_>,
) -> Vec<Offer> {
    let found = read(desk, |journal, filter| {
        let filter = Filter {
            states: states.to_vec(),
            ..filter
        };
        journal.page(&filter, None, MOST).ok()
    });
    let mut told = BTreeSet::new();
    let offer = |record: Record| {
        let name = called(&record)?;
        let intent = &record.wanted.intent;
        let amount = intent.amount.in_words(intent.currency);
        let what = format!("{amount} of {}, {}", intent.syssn, record.state());
        told.insert(name.clone()).then_some((name, what))
    };
    found
        .unwrap_or_default()
        .into_iter()
        .filter_map(offer)
        .collect()
}

fn batches(desk: &mut Desk<'_>) -> Vec<Offer> {
    let found = read(desk, |journal, filter| {
        let standing = journal.batch_standings(&filter.merchant?).ok()?;
        let files = journal.batch_files().ok()?;
        Some(
            standing
                .into_iter()
                .map(|one| {
                    let name = files.of(&one.batch).unwrap_or_default().to_owned();
                    (one.batch, name)
                })
                .collect(),
        )
    });
    found.unwrap_or_default()
}

/// Reads the journal of the profile, which is not written to.
fn read<T>(
    desk: &mut Desk<'_>,
    ask: impl FnOnce(&mut dyn Journal, Filter) -> Option<T>,
) -> Option<T> {
    let party = merchant::choose(desk).ok()?;
    let path = places::journal(&party.profile, desk).ok()?;
    let mut journal = books::read_only(&path).ok()?;
    books::read_for(&party, &mut *journal, desk).ok()?;
    let filter = Filter {
        merchant: Some(party.key()),
        ..Filter::default()
    };
    ask(&mut *journal, filter)
}
