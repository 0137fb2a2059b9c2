//! Arguments of the commands around the journal.

use super::Later;
use clap::{Args, Subcommand, ValueEnum};
use std::path::PathBuf;

/// Arguments of `resolve`.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  qfrefund resolve --profile shop-hk\n  qfrefund resolve RF20261122-7Q2M8D4T1ZK5W9XBC3VN --profile shop-hk --wait\n  qfrefund resolve --every-profile --quiet\n  qfrefund resolve --resend RF20261122-7Q2M8D4T1ZK5W9XBC3VN --profile shop-hk\n\nThe exit code is the worst of what was found: 0 all refunded, 5 one declined, 7 one pending, 6 one still unknown."
)]
pub struct ResolveArgs {
    /// The refunds, each by its number, reference, payment or syssn, or a beginning that only one has
    /// [default: every pending and unknown one of the profile, and what was closed]
    #[arg(value_name = "REFUND")]
    pub out_trade_no: Vec<String>,
    /// Every pending, unknown and closed refund of the profile; the default, said aloud
    #[arg(long, conflicts_with = "out_trade_no")]
    pub all: bool,
    /// Those of every profile of the config file, one after the other
    #[arg(long, conflicts_with_all = ["out_trade_no", "resend", "profile"])]
    pub every_profile: bool,
    /// Go on asking until all are settled [default: 300 seconds]
    #[arg(long, value_name = "SECONDS", num_args = 0..=1, require_equals = true, default_missing_value = "300", value_parser = clap::value_parser!(u32).range(1..=86400))]
    pub wait: Option<u32>,
    /// Send the same request again, under its number; takes several
    ///
    /// Only for an unknown refund that at least 3 looks over at least 10 minutes did not find, and one more, made
    /// now. Of several
    /// all are shown first and confirmed at once; what is refused is told and stops none of the others.
    #[arg(long, value_name = "OUT_TRADE_NO", num_args = 1.., conflicts_with_all = ["out_trade_no", "all", "wait"])]
    pub resend: Vec<String>,
    /// With --resend: why, for the journal
    #[arg(long, value_name = "TEXT", requires = "resend")]
    pub note: Option<String>,
    /// With --resend: do not ask for confirmation
    #[arg(long, short, requires = "resend")]
    pub yes: bool,
    /// Longest wait for each answer, 1 to 600 seconds [default: the profile's, else 60]
    #[arg(long, value_name = "SECONDS", value_parser = clap::value_parser!(u16).range(1..=600))]
    pub timeout: Option<u16>,
}

/// Arguments of `close`.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  qfrefund close RF20261122-7Q2M8D4T1ZK5W9XBC3VN --as refunded-elsewhere --note \"in the portal, by Wing, ticket 88123\" --profile shop-hk\n  qfrefund close RF20261122-7Q2M8D4T1ZK5W9XBC3VN --as not-refunded --note \"the payer keeps the goods\" --unseen \"the gateway is gone\" --profile shop-hk"
)]
pub struct CloseArgs {
    /// The refund, by its number, reference, payment or syssn, or a beginning that only one has
    #[arg(value_name = "REFUND")]
    pub out_trade_no: String,
    /// What became of the money
    #[arg(long = "as", value_enum, value_name = "WHAT")]
    pub closed_as: ClosingWord,
    /// How it was settled, and who says so
    #[arg(long, value_name = "TEXT")]
    pub note: String,
    /// Why it is closed although it was not found absent for long enough
    ///
    /// Without it, it takes at least 3 looks over at least 10 minutes that did not find the refund, and one more,
    /// made now, and that the gateway never told of it, as for `resolve --resend`.
    #[arg(long, value_name = "REASON")]
    pub unseen: Option<String>,
    /// Do not ask for confirmation
    #[arg(long, short)]
    pub yes: bool,
}

/// What became of the money of a refund that is closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ClosingWord {
    /// The payer has it by another way: its amount counts as given back
    RefundedElsewhere,
    /// The payer has not got it: the payment may be refunded again
    NotRefunded,
    /// Nobody found out: its amount counts as gone, because it may be
    WrittenOff,
}

/// Arguments of `reopen`.
#[derive(Args, Debug)]
#[command(
    after_help = "Example:\n  qfrefund reopen RF20261122-7Q2M8D4T1ZK5W9XBC3VN --note \"it was another ticket\" --profile shop-hk"
)]
pub struct ReopenArgs {
    /// The refund, by its number, reference, payment or syssn, or a beginning that only one has
    #[arg(value_name = "REFUND")]
    pub out_trade_no: String,
    /// Why, for the journal
    #[arg(long, value_name = "TEXT")]
    pub note: Option<String>,
}

/// Arguments of `cancel`.
#[derive(Args, Debug)]
#[command(
    after_help = "Example:\n  qfrefund cancel RF20261122-7Q2M8D4T1ZK5W9XBC3VN --note \"wrong payment\" --profile shop-hk\n\nThe number is used up then; its reference can be tried again with `issue --again`. `batch cancel` gives up all of a batch."
)]
pub struct CancelArgs {
    /// The refund, by its number, reference, payment or syssn, or a beginning that only one has
    #[arg(value_name = "REFUND")]
    pub out_trade_no: String,
    /// Why, for the journal
    #[arg(long, value_name = "TEXT")]
    pub note: Option<String>,
    /// Do not ask for confirmation
    #[arg(long, short)]
    pub yes: bool,
}

/// Arguments of `show`.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  qfrefund show RF20261122-7Q2M8D4T1ZK5W9XBC3VN --profile shop-hk\n  qfrefund show CRM-88123 --profile shop-hk\n  qfrefund show RF20261122-7Q --profile shop-hk"
)]
pub struct ShowArgs {
    /// The refund, by its number, reference, payment or syssn, or a beginning that only one has
    #[arg(value_name = "REFUND")]
    pub out_trade_no: String,
    /// Read this file, a backup for example, and change nothing; needs no profile
    #[arg(long, value_name = "FILE")]
    pub journal: Option<PathBuf>,
}

/// Arguments of `status`.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  qfrefund status\n  qfrefund status --older-than 2h --quiet --profile shop-hk || page-somebody\n  qfrefund status --prometheus > /var/lib/node_exporter/qfrefund.prom\n\nWithout --profile it says it of every profile of the config file. The exit code is 0, or 3 where a journal cannot be read; with --older-than the one of the worst that waits for longer: 6 unknown, 7 pending, 11 planned."
)]
pub struct StatusArgs {
    /// End with the exit code of the worst refund that waits for longer than this: 30m, 2h, 1d
    #[arg(long, value_name = "TIME")]
    pub older_than: Option<String>,
    /// Print Prometheus text instead
    #[arg(long)]
    pub prometheus: bool,
}

/// A state to filter by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum StateFilter {
    /// Written down, surely not sent
    Planned,
    /// Being sent
    Sending,
    /// Refunded
    Refunded,
    /// Declined
    Declined,
    /// Pending at the gateway
    Pending,
    /// Sent or perhaps sent, outcome not known
    Unknown,
    /// Settled by an operator's word, whatever it says of the money
    Closed,
    /// Given up before it was sent
    Cancelled,
}

/// Which of its times a refund is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum MomentFilter {
    /// When it was written down
    Wanted,
    /// When it was claimed for the send that counts
    Sent,
    /// The gateway's time of it, which decides the settlement day; only of what is refunded
    Settled,
}

/// Arguments of `history`.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  qfrefund history --profile shop-hk\n  qfrefund history CRM-88123 --profile shop-hk\n  qfrefund history --state unknown --state pending --profile shop-hk\n  qfrefund history --since 2026-11-01 --until 2026-12-01 --by settled --output csv --profile shop-hk"
)]
pub struct HistoryArgs {
    /// Only refunds with this number, reference, payment or syssn, or whose begins with these 6 or more characters
    #[arg(value_name = "REFUND")]
    pub called: Option<String>,
    /// Only refunds in this state; may be given several times
    #[arg(long, value_enum, value_name = "STATE")]
    pub state: Vec<StateFilter>,
    /// Only refunds from this day or instant on, Hong Kong time
    #[arg(long, value_name = "YYYY-MM-DD[ HH:MM:SS]")]
    pub since: Option<String>,
    /// Only refunds before this day or instant, Hong Kong time
    #[arg(long, value_name = "YYYY-MM-DD[ HH:MM:SS]")]
    pub until: Option<String>,
    /// Which time --since and --until are about
    #[arg(long, value_enum, default_value_t = MomentFilter::Wanted, value_name = "TIME")]
    pub by: MomentFilter,
    /// Only refunds of which something was written down since this day or instant, or behind the
    /// `cursor` of an earlier list, which the journal must continue; `0` is the beginning
    #[arg(long, value_name = "TIME|CURSOR", conflicts_with = "limit")]
    pub changed_since: Option<String>,
    /// Only refunds of this payment
    #[arg(long, value_name = "SYSSN")]
    pub syssn: Option<String>,
    /// Only the refund with this reference
    #[arg(long, value_name = "ID")]
    pub reference: Option<String>,
    /// Only refunds of this amount, in minor units
    #[arg(long, value_name = "MINOR")]
    pub txamt: Option<String>,
    /// Only refunds of this amount in the profile's currency, or between two: 10.00..25.00, 10.00.. or ..25.00
    #[arg(
        long,
        value_name = "AMOUNT[..AMOUNT]",
        conflicts_with = "txamt",
        allow_hyphen_values = true
    )]
    pub amount: Option<String>,
    /// Only refunds written down by this operator, as it is listed: "mei (uid 1000)"
    #[arg(long, value_name = "NAME")]
    pub operator: Option<String>,
    /// Only rows of this batch; the first characters of its identity are enough
    #[arg(long, value_name = "ID")]
    pub batch: Option<String>,
    /// Only rows of batches that were first taken in from a file of this name; folders before it do not matter
    #[arg(long, value_name = "FILE", conflicts_with = "batch")]
    pub file: Option<String>,
    /// The oldest first, not the newest
    #[arg(long)]
    pub oldest_first: bool,
    /// At most so many; 0 for all [default: 50 in a table, all in every other form]
    #[arg(long, value_name = "N")]
    pub limit: Option<usize>,
    /// Refunds of every profile that shares the journal
    #[arg(long)]
    pub every_profile: bool,
    /// Read this file, a backup for example, and change nothing; needs no profile
    #[arg(long, value_name = "FILE")]
    pub journal: Option<PathBuf>,
}

/// Arguments of `journal adopt-merchant`.
#[derive(Args, Debug)]
pub struct AdoptMerchantArgs {
    /// It is the same merchant: what was refunded then counts, its references are used, and what is
    /// open is resolved with this profile [default: ask]
    #[arg(long, conflicts_with = "other")]
    pub same: bool,
    /// It is another merchant, and begins anew
    #[arg(long)]
    pub other: bool,
    /// The earlier merchant, as the journal calls it [default: the one before under the profile's name,
    /// or else the only one that no profile names any more]
    #[arg(long, value_name = "MERCHANT")]
    pub of: Option<String>,
    /// Why, for the journal
    #[arg(long, value_name = "TEXT")]
    pub note: Option<String>,
}

/// Arguments of `journal rejoin`, and of what ends with it.
#[derive(Args, Debug)]
pub struct RejoinArgs {
    /// Read from this month on [default: the month before the newest event that surely is the journal's]
    #[arg(long, value_name = "YYYY-MM")]
    pub since: Option<String>,
    /// Leave out the refund with this syssn, whose row cannot be read; may be given several times
    #[arg(long, value_name = "SYSSN")]
    pub leave_out: Vec<String>,
    /// Longest wait for each answer, 1 to 600 seconds [default: the profile's, else 60]
    #[arg(long, value_name = "SECONDS", value_parser = clap::value_parser!(u16).range(1..=600))]
    pub timeout: Option<u16>,
}

/// The commands below `journal`.
#[derive(Debug, Subcommand)]
pub enum JournalCommand {
    /// Make the profile's journal; one that is there is never touched
    ///
    /// Nothing is sent without a journal, and where money moves it is made on purpose: a new one knows
    /// nothing of refunds made before.
    #[command(after_help = "Example:\n  qfrefund journal init --profile shop-hk")]
    Init {
        /// Also where a journal was seen before: it is lost, and there is no copy of it
        ///
        /// Nothing is sent then until `journal rejoin` has entered what the gateway shows.
        #[arg(long)]
        anew: bool,
    },
    /// Find what was edited, deleted or reordered carelessly
    ///
    /// The chain has no secret: whoever rebuilds all of it with care, or cuts off its end together with
    /// what it did, is not found by it alone. A newest event noted elsewhere finds that, too.
    #[command(
        after_help = "Examples:\n  qfrefund journal verify --profile shop-hk\n  qfrefund journal verify --journal /backup/journal-2026-11-22.db\n  qfrefund journal verify --expect 1412:9f2c0d4be1a7536c8e0f9a1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5f --profile shop-hk"
    )]
    Verify {
        /// An event that must still be in the chain, as noted before; may be given several times
        ///
        /// `journal_head` of a result, or `head_seq` and `head_hash` of an earlier verify.
        #[arg(long, value_name = "SEQ:HASH")]
        expect: Vec<String>,
        /// Read this file, a backup for example, and change nothing; needs no profile
        #[arg(long, value_name = "FILE")]
        journal: Option<PathBuf>,
    },
    /// Put a copy in the journal's place, and enter what it lacks from the gateway
    ///
    /// The file that stands there is moved aside, never deleted. Until what the copy lacks is read,
    /// nothing is sent.
    #[command(
        after_help = "Example:\n  qfrefund journal restore /backup/journal-2026-11-22.db --profile shop-hk"
    )]
    Restore {
        /// The copy, as `journal backup` made it
        #[arg(value_name = "FILE")]
        file: PathBuf,
        /// Although refunds of the journal that is put aside would be forgotten, or the copy is another journal's
        #[arg(long)]
        forget_open: bool,
        /// What to read from the gateway
        #[command(flatten)]
        rejoin: RejoinArgs,
    },
    /// Enter from the gateway what the journal lacks, for this profile's merchant
    ///
    /// After an older copy was put in its place, or its newest part was lost: reads the gateway's
    /// months since the journal's newest event and writes down every refund it does not know.
    #[command(
        after_help = "Examples:\n  qfrefund journal rejoin --profile shop-hk\n  qfrefund journal rejoin --since 2026-09 --profile shop-hk"
    )]
    Rejoin(Later<RejoinArgs>),
    /// Write everything as JSON lines to standard output
    #[command(after_help = "Example:\n  qfrefund journal export --profile shop-hk > journal.jsonl")]
    Export,
    /// Copy the journal to a new file; others may go on writing
    #[command(
        after_help = "Examples:\n  qfrefund journal backup /backup/journal-{date}.db --profile shop-hk\n  qfrefund journal backup /backup/ --profile shop-hk"
    )]
    Backup {
        /// The new file; {date} in its name is the day in Hong Kong. In a folder it is named after the
        /// journal, the day and the time. An existing file is never replaced
        #[arg(value_name = "FILE")]
        file: PathBuf,
    },
    /// Say whether a profile's merchant is the one of earlier refunds; it is recorded
    #[command(
        after_help = "Examples:\n  qfrefund journal adopt-merchant --same --note \"app code renewed, ticket 88123\" --profile shop-hk\n  qfrefund journal adopt-merchant --of \"production OLD-APP-CODE -\" --same --profile shop-hk"
    )]
    AdoptMerchant(Later<AdoptMerchantArgs>),
}
