//! Arguments of the commands around the refund.

use super::Later;
use clap::{Args, Subcommand, ValueEnum};
use std::net::SocketAddr;
use std::path::PathBuf;

/// Arguments of `explain`.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  qfrefund explain 1265\n  qfrefund explain 1143 1251 --output json\n  qfrefund explain --all"
)]
pub struct ExplainArgs {
    /// Response codes (respcd), four digits each
    #[arg(value_name = "CODE", required_unless_present = "all")]
    pub codes: Vec<String>,
    /// Every code there is
    #[arg(long, conflicts_with = "codes")]
    pub all: bool,
}

/// The commands below `profile`.
#[derive(Debug, Subcommand)]
pub enum ProfileCommand {
    /// List the profiles
    #[command(after_help = "Example:\n  qfrefund profile list")]
    List,
    /// Show a profile; its key is never shown
    #[command(after_help = "Example:\n  qfrefund profile show shop-hk")]
    Show {
        /// The profile [default: --profile, then default_profile]
        name: Option<String>,
    },
    /// Check every profile, or the one named, and that its key can be read
    #[command(
        after_help = "Examples:\n  qfrefund profile check\n  qfrefund profile check shop-hk\n  qfrefund profile check shop-hk --online"
    )]
    Check {
        /// The profile [default: every one]
        name: Option<String>,
        /// Ask the gateway too, by one enquiry that moves no money: are key, app code and mchid its own?
        #[arg(long)]
        online: bool,
    },
    /// Set up a profile: at a terminal by questions, else as a commented config file to start from
    ///
    /// At a terminal it asks for what is needed, one thing at a time, writes one profile into the config
    /// file, of which nothing else changes, and makes the journal. With --no-input or without a terminal
    /// it writes the example file, where none is yet.
    #[command(after_help = "Examples:\n  qfrefund profile init\n  qfrefund profile init shop-hk")]
    Init {
        /// The name of the new profile [default: asked for]
        name: Option<String>,
    },
    /// Store a profile's client key, from standard input, in the operating system's keyring
    #[command(
        after_help = "Examples:\n  qfrefund profile set-key shop-hk < key.txt\n  pass show qfpay/shop-hk | qfrefund profile set-key shop-hk"
    )]
    SetKey {
        /// The profile, whose client_key_keyring names the entry
        name: String,
    },
}

/// The commands below `simulator`.
#[derive(Debug, Subcommand)]
pub enum SimulatorCommand {
    /// Serve until interrupted
    Serve(Later<SimulatorServeArgs>),
    /// List the simulator's payments and the refunds it executed
    #[command(after_help = "Example:\n  qfrefund simulator list --output json")]
    List(Later<SimulatorStateArgs>),
    /// Forget every payment and refund of the simulator
    #[command(after_help = "Example:\n  qfrefund simulator reset")]
    Reset(Later<SimulatorStateArgs>),
}

/// Rules of the simulator that can be switched.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum SimulatorRule {
    /// Refuse refunds from 23:30 to 00:30 Hong Kong time
    ClearingPause,
    /// Refuse refunds after the payment method's refund window
    RefundWindows,
    /// Let enquiries by out_trade_no see every month, not just the current one
    EveryMonth,
}

/// Where the simulator keeps its payments and refunds.
#[derive(Args, Debug)]
pub struct SimulatorStateArgs {
    /// File with its payments and refunds [default: qfrefund/simulator.jsonl in the user's data folder]
    #[arg(long, value_name = "FILE")]
    pub state: Option<PathBuf>,
}

/// Arguments of `simulator serve`.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  qfrefund simulator serve\n  qfrefund simulator serve --listen 127.0.0.1:8080 --faults faults.toml --payments payments.jsonl\n\ndocs/simulator.md describes its payments, rules and faults."
)]
pub struct SimulatorServeArgs {
    /// Address and port; port 0 takes a free one
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:8080")]
    pub listen: SocketAddr,
    /// Also accept an address that other machines can reach
    #[arg(long)]
    pub allow_remote: bool,
    /// Faults to play, a TOML file
    #[arg(long, value_name = "FILE")]
    pub faults: Option<PathBuf>,
    /// Payments to know besides the built-in ones, a JSONL file
    #[arg(long, value_name = "FILE")]
    pub payments: Option<PathBuf>,
    /// A rule of the gateway to switch on or off; may be given several times
    #[arg(long, value_enum, value_name = "RULE")]
    pub rule: Vec<SimulatorRule>,
    /// Shop number every request must carry [default: any or none]
    #[arg(long, value_name = "ID")]
    pub mchid: Option<String>,
    /// Where its payments and refunds are kept.
    #[command(flatten)]
    pub state: SimulatorStateArgs,
}
