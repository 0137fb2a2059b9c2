//! `issue` without a journal, for comparison only; `journal.py` runs it. Not part of the product,
//! which has no way to send without its journal.
//!
//! It takes the same road with the same code: arguments, profile, number, signature, POST, verdict,
//! printing, exit code. What it leaves out is the journal, and with it every promise.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a measurement that cannot go on should stop"
)]

use clap::FromArgMatches;
use qfrefund::cli::{self, Cli, Command, Later};
use qfrefund::exit::Exit;
use qfrefund::gateway::transport::{Roots, Route, Transport};
use qfrefund::gateway::verdict;
use qfrefund::gateway::wire::SignedRequest;
use qfrefund::interrupt::{Handed, Interrupt};
use qfrefund::money::Amount;
use qfrefund::output::{Console, RefundDocument, ResultFormat, Style};
use qfrefund::profile::{self, SimulatorCredentials};
use qfrefund::refund::{Intent, OutTradeNo, RANDOM_BYTES, Reference, Syssn, hong_kong};
use qfrefund::simulator;
use qfrefund::world::Env;
use rand::TryRng;
use rand::rngs::SysRng;
use std::io::{self, Write};
use std::mem::ManuallyDrop;
use std::process::ExitCode;
use std::sync::Arc;
use time::OffsetDateTime;

fn main() -> ExitCode {
    let mut command = ManuallyDrop::new(cli::command());
    let matches = command.try_get_matches_from_mut(std::env::args_os());
    let cli = Cli::from_arg_matches(&matches.unwrap()).unwrap();
    let Some(Command::Issue(Later(args))) = cli.command else {
        panic!("only issue");
    };
    let env: Env = std::env::vars_os().collect();
    let credentials = SimulatorCredentials {
        app_code: simulator::APP_CODE,
        client_key: simulator::CLIENT_KEY,
    };
    let name = cli.global.profile.as_deref();
    let profile = profile::choose(name, cli.global.config.as_deref(), &env, &credentials).unwrap();
    let merchant = profile.merchant(&env).unwrap();
    let now = OffsetDateTime::now_utc();
    let reference = args.reference.map(|text| Reference::parse(&text).unwrap());
    let intent = Intent {
        out_trade_no: match &reference {
            Some(reference) => {
                OutTradeNo::from_reference(profile.app_code(), profile.mchid(), reference, 1)
            }
            None => {
                let mut bytes = [0; RANDOM_BYTES];
                SysRng.try_fill_bytes(&mut bytes).unwrap();
                OutTradeNo::generate(now, bytes)
            }
        },
        syssn: Syssn::parse(&args.syssn.unwrap()).unwrap(),
        amount: Amount::parse_major(&args.amount.unwrap(), profile.currency()).unwrap(),
        currency: profile.currency(),
        txdtm: Some(hong_kong::gateway_time(now)),
        udid: None,
        reference,
        reason: None,
    };
    let interrupt = Arc::new(Interrupt::default());
    let listening = Arc::clone(&interrupt);
    listen(move || drop(listening.press()));
    let route = Route {
        base_url: profile.base_url().unwrap().clone(),
        roots: Roots::System,
        proxy: None,
        timeout: profile.timeout(),
    };
    let transport = Transport::new(&route).unwrap();
    let request = SignedRequest::refund(&intent, &merchant);
    assert!(interrupt.claim());
    let refund = Handed {
        number: intent.out_trade_no.to_string(),
        profile: profile.name().to_owned(),
    };
    let brake = Arc::clone(&interrupt);
    let exchange = transport.post(&request, move || brake.hand_over(refund, route.timeout));
    let verdict = verdict::judge(&exchange.result, &intent, &merchant);
    let exit = Exit::from(verdict.outcome);
    let document = RefundDocument::planned(
        &intent,
        profile.name(),
        profile.environment(),
        profile.mchid(),
    )
    .judged(&verdict, &intent, exchange.elapsed);
    let mut console = Console {
        given: qfrefund::refund::Given::default(),
        written: qfrefund::journal::Written::default(),
        stdin: &mut io::stdin().lock(),
        stdout: &mut io::stdout().lock(),
        stderr: &mut io::stderr(),
        format: ResultFormat::Table,
        out_style: Style {
            colour: false,
            columns: None,
        },
        err_style: Style {
            colour: false,
            columns: None,
        },
        stdin_is_terminal: false,
        may_ask: false,
        may_animate: false,
        quiet: false,
        told: None,
        forget_typed: || {},
        echo: |_| true,
        interrupt: Arc::clone(&interrupt),
    };
    let exit = console.result(&document, exit, true);
    io::stdout().flush().unwrap();
    ExitCode::from(exit.code())
}

#[cfg(unix)]
fn listen(press: impl Fn() + Send + 'static) {
    let mut signals = signal_hook::iterator::Signals::new([
        signal_hook::consts::SIGINT,
        signal_hook::consts::SIGTERM,
        signal_hook::consts::SIGHUP,
    ])
    .unwrap();
    std::thread::spawn(move || signals.forever().for_each(|_| press()));
}

#[cfg(not(unix))]
fn listen(press: impl Fn() + Send + 'static) {
    ctrlc::set_handler(press).unwrap();
}
