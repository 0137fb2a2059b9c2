//! `batch check`: every row read before anything is sent.

use super::advice::{Checked, is_settled};
use super::day;
use super::elsewhere;
use super::file::{BatchFile, read_failure};
use super::{import, online};
use crate::batch::{Entry, FaultsFile, FileCheck, Layout, Limits, Row, RowFault, TWIN_REMEDY};
use crate::cli::BatchCheckArgs;
use crate::commands::merchant::{self, Party};
use crate::commands::{Desk, Failure, books};
use crate::exit::Exit;
use crate::journal::{BatchCount, Filter, Journal, Listing, Record};
use crate::output::{BatchCheckDocument, OnlineCheck, when};
use crate::refund::{BatchId, State};
use time::OffsetDateTime;

pub(in crate::commands) fn check(
    args: &BatchCheckArgs,
    desk: &mut Desk<'_>,
) -> Result<Exit, Failure> {
    let party = merchant::choose(desk)?;
    let mut file = BatchFile::open(&args.file, &party, desk.console.stdin)?;
    if let Some(path) = &args.faults {
        file.stays(path, "--faults")?;
    }
    let mut faults = args.faults.as_deref().map(FaultsFile::create).transpose()?;
    let (mut report, _) = read(&mut file, &party, |fault| {
        if let Some(faults) = &mut faults {
            faults.add(fault);
        }
    })?;
    let (before, known, day) = match (&report.batch, books::place(&party.profile, desk)?.exists()) {
        (Some(batch), true) => {
            let mut journal = books::open(&party, desk)?;
            conflicts(&mut file, batch, &party, &mut *journal, |fault| {
                if let Some(faults) = &mut faults {
                    faults.add(&fault);
                }
                report.faulty_rows = report.faulty_rows.saturating_add(1);
                report.faults.push(fault);
            })?;
            let mut on_twin = |fault: &RowFault| {
                if let Some(faults) = &mut faults {
                    faults.add(fault);
                }
            };
            let before = twins_before(&mut file, batch, &party, &mut *journal, desk, &mut on_twin)?;
            let key = books::merchant_key(&party.profile);
            let mut known = journal.batch_counts(&key, &batch.to_string())?;
            elsewhere::count_in(
                &mut known,
                &mut file,
                report.rows,
                batch,
                &party,
                &mut *journal,
            )?;
            let to_send = to_send(&report, &known);
            let day = day::shortfall(to_send, &party, Some(&mut *journal), desk)?;
            (before, known, day)
        }
        _ => {
            let day = day::shortfall(to_send(&report, &[]), &party, None, desk)?;
            ((Vec::new(), 0), Vec::new(), day)
        }
    };
    let online = match (args.online, &report.batch) {
        (false, _) => None,
        // A file with faults changes before it is sent: its payments are looked at then.
        (true, None) => Some(OnlineCheck {
            stopped: Some("rows have faults, so no payment was looked at".to_owned()),
            ..OnlineCheck::default()
        }),
        (true, Some(batch)) => {
            let mut on_fault = |fault: &RowFault| {
                if let Some(faults) = &mut faults {
                    faults.add(fault);
                }
            };
            let rows = report.rows;
            let online =
                online::look_at_payments(&mut file, batch, rows, &party, desk, &mut on_fault)?;
            Some(online)
        }
    };
    if let Some(faults) = faults {
        faults.finish()?;
    }
    let is_online_clean = online.as_ref().is_none_or(OnlineCheck::is_clean);
    let is_ready = report.is_clean() && before.1 == 0 && is_online_clean;
    let exit = if is_ready {
        Exit::Success
    } else {
        Exit::Refused
    };
    let checked = Checked {
        report: &report,
        twins_before: before.1,
        known: &known,
        online: online.as_ref(),
        has_faults_file: args.faults.is_some(),
        day: day.as_deref(),
    };
    let next = checked.next_step(&file, &party);
    let document = BatchCheckDocument::new(&file.name, &report, before, exit, next)
        .with_known(&known)
        .with_day(day)
        .with_online(online);
    Ok(desk.console.result(&document, exit, false))
}

/// Adds up what is still to be sent of a file, in minor units.
fn to_send(report: &FileCheck, known: &[BatchCount]) -> u128 {
    let settled = known.iter().filter(|count| is_settled(count.state));
    let settled: u128 = settled.map(|count| u128::from(count.sum)).sum();
    let all = report.totals.iter().map(|total| total.minor).sum::<u128>();
    all.saturating_sub(settled)
}

/// Reads the whole file.
pub(super) fn read(
    file: &mut BatchFile,
    party: &Party,
    mut on_fault: impl FnMut(&RowFault),
) -> Result<(FileCheck, Layout), Failure> {
    let guards = party.profile.guards();
    let limits = Limits {
        max_refund: guards.max_refund,
        max_batch_total: guards.max_batch_total.map(|total| total.minor().into()),
    };
    let name = file.name.clone();
    let scope = books::merchant_key(&party.profile);
    let mut reader = file.reader()?;
    let report = crate::batch::check(&mut reader, scope.as_str(), &limits, &mut on_fault)
        .map_err(|error| read_failure(&name, &error))?;
    Ok((report, reader.layout()))
}

/// Finds the rows whose number or reference was used for something else: a run refuses the file.
fn conflicts(
    file: &mut BatchFile,
    batch: &BatchId,
    party: &Party,
    journal: &mut dyn Journal,
    mut on_fault: impl FnMut(RowFault),
) -> Result<(), Failure> {
    let key = books::merchant_key(&party.profile);
    for entry in file.reader()? {
        let Ok(Entry::Row(row)) = entry else { continue };
        // A number that is derived from the file has no other contents.
        let (heading, value) = match (&row.intent.reference, &row.intent.out_trade_no) {
            _ if row.already_refunded => continue,
            (Some(reference), _) => ("reference", reference.as_str()),
            (None, Some(number)) => ("out_trade_no", number.as_str()),
            (None, None) => continue,
        };
        let intent = import::intent(&row, batch, party, OffsetDateTime::UNIX_EPOCH);
        let known = match (
            journal.find(key.numbered(&intent.out_trade_no))?,
            &intent.reference,
        ) {
            (None, Some(reference)) => journal.find_by_reference(&key, reference)?,
            (known, _) => known,
        };
        if let Some(known) = known
            && let Some(what) = known.differs_from(&intent)
        {
            on_fault(RowFault::new(
                row.line,
                heading,
                value,
                import::conflict_in_words(&known, what),
                "give it another reference or number if it is another refund",
            ));
        }
    }
    Ok(())
}

/// Lists the rows whose payment and amount the journal has from elsewhere, within the window for
/// twins. A row with a reference has its own protection.
pub(super) fn twins_before(
    file: &mut BatchFile,
    batch: &BatchId,
    party: &Party,
    journal: &mut dyn Journal,
    desk: &Desk<'_>,
    on_twin: &mut dyn FnMut(&RowFault),
) -> Result<(Vec<String>, u64), Failure> {
    let now = desk.clock.now();
    let (mut shown, mut count) = (Vec::new(), 0_u64);
    for entry in file.reader()? {
        let Ok(Entry::Row(row)) = entry else { continue };
        if let Some(twin) = twin_before(&row, batch, party, now, journal)? {
            count = count.saturating_add(1);
            let words = twin_in_words(&row, &twin);
            let remedy = match twin.state() {
                State::Planned => "do that, or remove the row",
                _ => TWIN_REMEDY,
            };
            on_twin(&RowFault::new(
                row.line,
                "syssn",
                row.intent.syssn.as_str(),
                format!("is a twin: {words}"),
                remedy,
            ));
            if shown.len() < 1000 {
                shown.push(format!("line {}: {words}", row.line));
            }
        }
    }
    Ok((shown, count))
}

/// Says what a row's twin is. One that was never sent is not a reason to leave the row out and be
/// done: then nobody would send either.
pub(super) fn twin_in_words(row: &Row, twin: &Record) -> String {
    let what = format!(
        "{} of payment {} was written down {} as {}",
        row.intent.amount.in_words(row.intent.currency),
        row.intent.syssn,
        when(twin.created_at),
        twin.number(),
    );
    match (twin.state(), &twin.wanted.batch) {
        (State::Planned, Some(place)) => format!(
            "{what} in batch {}, where it is planned and was never sent: run that file, or give it up there with `qfrefund batch cancel`",
            place.batch.chars().take(12).collect::<String>()
        ),
        (State::Planned, None) => {
            let key = match &twin.wanted.intent.reference {
                Some(reference) => format!("reference `{reference}`"),
                None => "`out_trade_no`".to_owned(),
            };
            format!(
                "{what}, is planned and was never sent: issue it again, or give this row its {key}, which takes it over"
            )
        }
        (state, _) => format!("{what} and is {state}"),
    }
}

/// Finds an earlier refund of the same payment and amount that is not this row itself.
pub(super) fn twin_before(
    row: &Row,
    batch: &BatchId,
    party: &Party,
    now: OffsetDateTime,
    journal: &mut dyn Journal,
) -> Result<Option<Record>, Failure> {
    let profile = &party.profile;
    let window = profile.guards().twin_window;
    if row.already_refunded || row.intent.reference.is_some() || window.is_zero() {
        return Ok(None);
    }
    let number = row
        .intent
        .number(profile.app_code(), profile.mchid(), batch, row.number);
    let filter = Filter {
        merchant: Some(books::merchant_key(profile)),
        syssn: Some(row.intent.syssn.clone()),
        amount: Some(row.intent.amount),
        ..Filter::default()
    };
    let same_batch = batch.to_string();
    let recent = now.checked_sub(time::Duration::try_from(window).unwrap_or_default());
    for record in Listing::new(journal, filter) {
        let record = record?;
        let place = record.wanted.batch.as_ref();
        // Another row of this batch is judged by the check of the file. This row under another
        // number is its twin: numbers that the tool derived do not count for the identity.
        let is_fellow = place
            .is_some_and(|place| place.batch == same_batch && u64::from(place.row) != row.number);
        let is_own = record.number() == &number || is_fellow;
        // A changed file must find its rows however long ago they were refunded.
        let counts = place.is_some() || recent.is_none_or(|since| record.created_at >= since);
        if counts && !is_own && !matches!(record.state(), State::Declined | State::Cancelled) {
            return Ok(Some(record));
        }
    }
    Ok(None)
}
