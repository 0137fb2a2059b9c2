//! Arguments of `batch`.

use super::Later;
use crate::batch::{Delimiter, Encoding};
use clap::builder::PossibleValuesParser;
use clap::{ArgGroup, Args, Subcommand};
use std::path::PathBuf;

/// The commands below `batch`.
#[derive(Debug, Subcommand)]
pub enum BatchCommand {
    /// Print a small file of refunds to try the other commands with, on the simulator
    #[command(
        after_help = "Example, without credentials; no money moves:\n  qfrefund batch sample > refunds.csv\n  qfrefund batch check refunds.csv --profile simulator\n  qfrefund batch run refunds.csv --results results.csv --profile simulator"
    )]
    Sample,
    /// Read every row of a file and list everything that is wrong; nothing is sent
    Check(Later<BatchCheckArgs>),
    /// Refund every row of a file; running it again is always safe
    Run(Later<BatchRunArgs>),
    /// Show how far a batch is, also while another process runs it
    Status(Later<BatchStatusArgs>),
    /// List the batches in which something waits: rows that were never sent, or are open
    #[command(
        after_help = "Examples:\n  qfrefund batch list --profile shop-hk\n  qfrefund batch list --every-batch --output json --profile shop-hk"
    )]
    List(Later<BatchListArgs>),
    /// Give up the rows that have not been sent
    #[command(
        after_help = "Examples:\n  qfrefund batch cancel refunds.csv --note \"wrong file\" --profile shop-hk\n  qfrefund batch cancel --batch 3f0c51d2a9be --note \"the file is lost\" --profile shop-hk"
    )]
    Cancel(Later<BatchCancelArgs>),
}

/// The files of one or several batches.
#[derive(Args, Debug)]
pub struct BatchFilesArgs {
    /// Files of refunds, CSV or JSONL, or folders of them; - alone reads standard input. docs/batch-files.md describes them
    ///
    /// Several are taken as one: a run has one preview and one confirmation, and sends nothing where one of
    /// them has a fault. Of a folder hidden files, result files and what is no CSV or JSONL is left out, and told.
    /// Without --profile, rows that name their merchants in a column `profile` or `mchid` are each
    /// refunded under their own profile.
    #[arg(value_name = "FILE", required = true)]
    pub file: Vec<PathBuf>,
    /// How they are written.
    #[command(flatten)]
    pub shape: FileShapeArgs,
}

/// How a file of refunds is written, where its profile does not say so.
#[derive(Args, Clone, Debug, Default)]
pub struct FileShapeArgs {
    /// Heading of a column that has another name, for example amount=退款金額; may be given several times
    #[arg(long, value_name = "COLUMN=HEADING")]
    pub column: Vec<String>,
    /// A column that is not meant to be read, though its heading comes near one that is; may be given several times
    #[arg(long, value_name = "HEADING")]
    pub ignore_column: Vec<String>,
    /// What separates the cells of a CSV file [default: the profile's, else found by the headings]
    #[arg(long, value_name = "NAME", value_parser = PossibleValuesParser::new(Delimiter::NAMES))]
    pub separator: Option<String>,
    /// How the text is encoded; what is no text in it is a fault with its line [default: the profile's, else utf-8]
    #[arg(long, value_name = "NAME", value_parser = PossibleValuesParser::new(Encoding::NAMES))]
    pub encoding: Option<String>,
}

/// Arguments of `batch check`.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  qfrefund batch check refunds.csv --profile shop-hk\n  qfrefund batch check refunds.csv --faults to-fix.csv --online --profile shop-hk"
)]
pub struct BatchCheckArgs {
    /// The files.
    #[command(flatten)]
    pub file: BatchFilesArgs,
    /// Write every fault to this CSV file; of one FILE
    #[arg(long, value_name = "FILE")]
    pub faults: Option<PathBuf>,
    /// Also look at every payment at the gateway, and look order numbers up, within the rate limit
    #[arg(long)]
    pub online: bool,
}

/// Arguments of `batch run`.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  qfrefund batch run refunds.csv --results results.csv --profile shop-hk\n  qfrefund batch run refunds.csv --expect-count 500 --expect-total HKD=12345.00 --no-input --profile shop-hk --results results.csv\n\nExit codes: 0 every row refunded; 6 the outcome of a row is unknown, whatever became of the others; 4, 5, 7 every row alike not sent, declined, pending; 10, 11 every row left planned, by a signal, or by a limit, the pause or a rule; 9 rows of different outcomes, the worst is named; 12 the file cannot be used."
)]
pub struct BatchRunArgs {
    /// The files.
    #[command(flatten)]
    pub file: BatchFilesArgs,
    /// Write every row with what became of it to this .csv or .jsonl file; of several FILEs into this folder, of `a.csv` to `a.results.csv`
    #[arg(long, value_name = "FILE")]
    pub results: Option<PathBuf>,
    /// How many refunds are under way at once
    #[arg(long, value_name = "N", default_value_t = 4, value_parser = clap::value_parser!(u8).range(1..=64))]
    pub jobs: u8,
    /// How many requests may be sent: 400/min, 6/s or none [default: the profile's, else 400/min]
    #[arg(long, value_name = "RATE")]
    pub rate_limit: Option<String>,
    /// Confirm by the number of rows to be refunded, those of an earlier run of the file included; refused if it differs
    #[arg(long, value_name = "N")]
    pub expect_count: Option<u64>,
    /// Confirm by the sum to be refunded, for example HKD=12345.00; refused if it differs
    #[arg(long, value_name = "CURRENCY=TOTAL", requires = "expect_count")]
    pub expect_total: Vec<String>,
    /// Do not ask for confirmation
    #[arg(long, short)]
    pub yes: bool,
    /// Leave out rows that were refunded before, by this file or another; what is planned of them stays planned
    #[arg(long, conflicts_with = "twins_meant")]
    pub skip_twins: bool,
    /// Every second refund of the same payment and amount is meant, and every amount that was changed in the file
    #[arg(long)]
    pub twins_meant: bool,
    /// Try the rows once more that the gateway has declined, each under a new number
    ///
    /// Only what was declined for certain and is so still. What is refunded, pending or unknown is
    /// treated as without it.
    #[arg(long)]
    pub retry_declined: bool,
    /// Try the rows once more that somebody has given up, each under a new number
    #[arg(long)]
    pub retry_cancelled: bool,
    /// Rows that are odd in a way that is seldom meant are: no payment number of the file looks like one, or a row looks like one of sums
    #[arg(long)]
    pub odd_meant: bool,
    /// Do not look at the payments first
    #[arg(long)]
    pub no_preflight: bool,
    /// Stop a file after so many rows that were not refunded
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    pub stop_at_errors: Option<u64>,
    /// Go on after an outcome that is unknown
    #[arg(long)]
    pub keep_going: bool,
    /// Wait through the pause around midnight in Hong Kong instead of stopping
    #[arg(long)]
    pub pause_window: bool,
    /// Send during that pause as well
    #[arg(long, conflicts_with = "pause_window")]
    pub ignore_pause: bool,
    /// How long open rows are followed after the last one is sent, in seconds
    #[arg(long, value_name = "SECONDS", default_value_t = 120, value_parser = clap::value_parser!(u32).range(0..=86400))]
    pub wait: u32,
    /// Longest wait for each answer, 1 to 600 seconds [default: the profile's, else 60]
    #[arg(long, value_name = "SECONDS", value_parser = clap::value_parser!(u16).range(1..=600))]
    pub timeout: Option<u16>,
}

/// Arguments of `batch status`.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  qfrefund batch status refunds.csv --profile shop-hk\n  qfrefund batch status refunds.csv --results results.csv --profile shop-hk"
)]
pub struct BatchStatusArgs {
    /// The files.
    #[command(flatten)]
    pub file: BatchFilesArgs,
    /// Write every row with what has become of it by now to this .csv or .jsonl file, of several FILEs into this folder; nothing is sent
    #[arg(long, value_name = "FILE")]
    pub results: Option<PathBuf>,
}

/// Arguments of `batch cancel`.
#[derive(Args, Debug)]
#[command(group = ArgGroup::new("which").required(true).args(["file", "batch"]))]
pub struct BatchCancelArgs {
    /// Files of refunds, CSV or JSONL, or folders of them; - alone reads standard input
    #[arg(value_name = "FILE")]
    pub file: Vec<PathBuf>,
    /// How they are written.
    #[command(flatten)]
    pub shape: FileShapeArgs,
    /// Identity of the batch, or its first characters, instead of its file: `batch list` shows it
    #[arg(long, value_name = "BATCH", conflicts_with_all = ["column", "ignore_column", "separator", "encoding"])]
    pub batch: Option<String>,
    /// Why, for the journal
    #[arg(long, value_name = "TEXT")]
    pub note: Option<String>,
    /// Do not ask for confirmation
    #[arg(long, short)]
    pub yes: bool,
}

/// Arguments of `batch list`.
#[derive(Args, Debug)]
pub struct BatchListArgs {
    /// Also the batches in which nothing waits
    #[arg(long)]
    pub every_batch: bool,
}
