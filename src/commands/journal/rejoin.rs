//! `journal rejoin`: what the gateway shows and the journal lacks is entered.

use crate::attempt::payment::check_profile;
use crate::attempt::{self, Lost, NotFound};
use crate::cli::RejoinArgs;
use crate::commands::merchant::{Gateway, Party};
use crate::commands::{Desk, Failure, books, month};
use crate::exit::Exit;
use crate::gateway::enquiry::{self, EnquiryFault, Found};
use crate::gateway::gate::Heard;
use crate::journal::Record;
use crate::language::{text, word};
use crate::output::{IntentRow, RejoinDocument, Spinner};
use crate::refund::clock::set_it;
use crate::refund::hong_kong::HkMonth;
use std::path::Path;

/// Where a copy came from, and where the file it took the place of is now.
#[derive(Default)]
pub(super) struct PutBack {
    pub(super) from: Option<String>,
    pub(super) aside: Option<String>,
}

pub(super) fn run(
    args: &RejoinArgs,
    put_back: PutBack,
    path: &Path,
    party: &Party,
    desk: &mut Desk<'_>,
) -> Result<Exit, Failure> {
    let since = args.since.as_deref();
    let since = since.map(|text| month("--since", text)).transpose()?;
    let merchant = party.merchant(desk)?;
    let mut journal = books::open(party, desk)?;
    let this_month = HkMonth::of(desk.clock.now());
    let first = match since {
        Some(since) => since,
        None => attempt::first_month(&mut *journal, this_month)?,
    };
    // One more on either side: neither clock is to be relied on that far.
    let months: Vec<HkMonth> = first.through(this_month.next()).collect();
    let gateway = party.open(&merchant, party.timeout(args.timeout), party.limits(), desk)?;
    let found = match read(&months, &gateway, desk) {
        Ok(found) => found,
        Err(fault) => {
            let is_held = journal.trust().is_err();
            return Err(failure(&fault, is_held, party));
        }
    };
    // Nothing that is found by a wrong clock is wrong; that nothing is found means nothing.
    if let Heard::Off(skew) = gateway.gate.heard() {
        return Err(Failure::setup(attempt::off(skew)).hint(set_it()));
    }
    let seen = found.rows.len();
    let lost =
        Lost::find(&found, &args.leave_out, &party.owner(), &mut *journal).map_err(not_found)?;
    let who = books::who(desk);
    let entered = lost.enter(&mut *journal, who.at(desk.clock.now()))?;
    journal.rejoin()?;
    let files = journal.batch_files()?;
    let row = |record: &Record| IntentRow::of(record, files.of_record(record));
    let document = RejoinDocument {
        exit_code: Exit::Success.code(),
        journal: path.display().to_string(),
        restored_from: put_back.from,
        put_aside: put_back.aside,
        months: months.iter().map(ToString::to_string).collect(),
        refunds_seen: seen,
        entered: entered.found.iter().map(row).collect(),
        doubtful: entered.doubtful.iter().map(row).collect(),
    };
    let exit = desk.console.result(&document, Exit::Success, false);
    let reported = entered.found.iter().chain(&entered.doubtful);
    let reported: Vec<_> = reported.map(|record| (record.state(), 1)).collect();
    books::remind(&mut *journal, &reported, party, desk);
    Ok(exit)
}

fn read(months: &[HkMonth], gateway: &Gateway<'_>, desk: &Desk<'_>) -> Result<Found, EnquiryFault> {
    let _waiting = Spinner::start(
        desk.console.may_animate,
        word!("journal-reading-months", "reading the gateway's months"),
    );
    let mut found = enquiry::list_months(&gateway.enquirer(), months)?;
    // The gateway lists the newest first; the journal tells in the order in which things were made.
    found
        .rows
        .sort_by(|a, b| (&a.sysdtm, &a.syssn).cmp(&(&b.sysdtm, &b.syssn)));
    Ok(found)
}

/// Says why nothing was entered, and whether that keeps refunds back.
fn failure(fault: &EnquiryFault, is_held: bool, party: &Party) -> Failure {
    let exit = match fault {
        EnquiryFault::NotSent(_) | EnquiryFault::NoReply(_) | EnquiryFault::RateLimited => {
            Exit::NotSent
        }
        _ => Exit::Setup,
    };
    let failure = Failure::said(exit, fault.to_string());
    if fault.is_setup() {
        return failure.hint(check_profile());
    }
    let until_then = if is_held {
        word!("journal-until-then", "until then nothing is sent")
    } else {
        word!(
            "journal-as-before",
            "nothing was entered, and refunds are sent as before"
        )
    };
    failure.hint(text!(
        "journal-rejoin-again",
        "Run `qfrefund journal rejoin --profile {profile}` again; {until_then}.",
        profile = party.profile.name(),
        until_then
    ))
}

/// Says why nothing was entered of what the gateway shows.
fn not_found(why: NotFound) -> Failure {
    let unread = match why {
        NotFound::Journal(error) => return error.into(),
        NotFound::Unread(unread) => unread,
    };
    let first = unread.first().cloned().unwrap_or_default();
    let others = match unread.len().saturating_sub(1) {
        0 => String::new(),
        more => text!("journal-more-unread", " (and those of {more} others)", more),
    };
    Failure::setup(format!("{first}{others}")).hint(word!(
        "journal-leave-out",
        "Nothing was entered. Look at it in the merchant portal; what is seen to by a person is left out with --leave-out SYSSN."
    ))
}
