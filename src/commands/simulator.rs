//! `simulator`: serve, list, reset.

use super::merchant::simulator_failure;
use super::places::simulator_state;
use super::{Desk, Failure, books};
use crate::cli::{Later, SimulatorCommand, SimulatorRule, SimulatorServeArgs};
use crate::exit::Exit;
use crate::language::text;
use crate::output::{ResultFormat, SimulatorDocument, event_json, event_line};
use crate::simulator::{self, APP_CODE, CLIENT_KEY, Server, SimulatorOptions, SimulatorState};
use std::io;
use std::sync::mpsc;

pub(super) fn run(command: &SimulatorCommand, desk: &mut Desk<'_>) -> Result<Exit, Failure> {
    match command {
        SimulatorCommand::Serve(Later(args)) => serve(args, desk),
        SimulatorCommand::List(Later(args)) => {
            let path = simulator_state(args.state.clone(), desk)?;
            let state = SimulatorState::read(&path, desk.clock.now()).map_err(simulator_failure)?;
            let document = SimulatorDocument {
                state_file: path.display().to_string(),
                state,
            };
            Ok(desk.console.result(&document, Exit::Success, false))
        }
        SimulatorCommand::Reset(Later(args)) => {
            let path = simulator_state(args.state.clone(), desk)?;
            simulator::reset(&path, desk.clock.now()).map_err(simulator_failure)?;
            if args.state.is_none() {
                forget_rehearsals(desk)?;
            }
            desk.console.note(&text!(
                "profile-simulator-reset",
                "the simulator has forgotten its payments and refunds in {path}",
                path = path.display()
            ));
            Ok(Exit::Success)
        }
    }
}

/// Removes the journal of the built-in profile: it speaks of refunds that no longer are.
fn forget_rehearsals(desk: &Desk<'_>) -> Result<(), Failure> {
    let journal = books::simulator_journal(desk)?;
    for ending in ["", "-wal", "-shm"] {
        let mut path = journal.clone().into_os_string();
        path.push(ending);
        match std::fs::remove_file(&path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error.into()),
            _ => {}
        }
    }
    Ok(())
}

/// Serves until the process is interrupted, with one line for each request on standard output.
fn serve(args: &SimulatorServeArgs, desk: &mut Desk<'_>) -> Result<Exit, Failure> {
    let (events, heard) = mpsc::channel();
    let mut options = SimulatorOptions::new(
        simulator_state(args.state.state.clone(), desk)?,
        desk.clock.clone(),
    );
    options.listen = args.listen;
    options.allow_remote = args.allow_remote;
    options.identity.mchid.clone_from(&args.mchid);
    for rule in &args.rule {
        match rule {
            SimulatorRule::ClearingPause => options.rules.clearing_pause = true,
            SimulatorRule::RefundWindows => options.rules.refund_windows = true,
            SimulatorRule::EveryMonth => options.rules.strict_months = false,
        }
    }
    options.payments.clone_from(&args.payments);
    options.faults.clone_from(&args.faults);
    options.on_event = Some(Box::new(move |event| {
        // The receiver lives as long as the server; a failure would only lose a line of the log.
        let _ = events.send(event.clone());
    }));
    let server = Server::start(options).map_err(simulator_failure)?;
    let url = server.base_url();
    desk.console.note(&text!(
        "profile-simulator-listening",
        "simulator listening on {url}; no money moves; Ctrl-C stops it",
        url
    ));
    let mchid = args
        .mchid
        .as_ref()
        .map(|mchid| format!("mchid       = \"{mchid}\"\n"))
        .unwrap_or_default();
    if !desk.console.quiet {
        let heading = text!(
            "profile-simulator-profile",
            "A profile for it (its key is public):"
        );
        let journal = text!(
            "profile-simulator-journal",
            "Make its journal: {command}",
            command = "qfrefund journal init --profile rehearsal"
        );
        desk.console.tell(&format!(
            "{heading}\n\n[profiles.rehearsal]\nenvironment = \"custom\"\nbase_url    = \"{url}\"\napp_code    = \"{APP_CODE}\"\nclient_key  = \"{CLIENT_KEY}\"\n{mchid}currency    = \"HKD\"\n\n{journal}\n\n"
        ));
    }
    for event in heard {
        let line = match desk.console.format {
            ResultFormat::Table => event_line(&event),
            ResultFormat::Json | ResultFormat::Jsonl | ResultFormat::Csv => event_json(&event)?,
        };
        // Nobody reading the log is no reason to stop serving.
        let _ = desk.console.print(line.as_bytes());
    }
    Ok(Exit::Success)
}
