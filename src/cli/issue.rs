//! Arguments of `issue`, `payment` and `enquiry`.

use clap::{ArgGroup, Args};

/// Arguments of `issue`.
#[derive(Args, Clone, Debug)]
#[command(
    group = ArgGroup::new("which").required(true).args(["syssn", "order_no"]),
    group = ArgGroup::new("how_much").required(true).args(["amount", "txamt", "full"]),
    after_help = "Examples:\n  qfrefund issue 20260105000200020000000001 --amount 12.50 --profile simulator --yes\n  qfrefund issue 20260105000200020000000001 --txamt 1250 --reference CRM-88123 --profile shop-hk --output json --no-input --yes\n  qfrefund issue 20260105000200020000000001 --amount 12.50 --profile shop-hk --dry-run\n  qfrefund issue 20260105000200020000000001 --txamt 1250 --reference CRM-88123 --again --profile shop-hk\n  qfrefund issue --order-no ORDER-2026-77 --full --profile shop-hk"
)]
pub struct IssueArgs {
    /// The gateway's number (syssn) of the payment to refund
    #[arg(value_name = "SYSSN")]
    pub syssn: Option<String>,
    /// Your own number of the payment (its out_trade_no) instead, looked up at the gateway first
    ///
    /// It has to be exactly one successful payment of the last year; which one it is is shown. A
    /// reference gives the refund the same number either way.
    #[arg(long, value_name = "NO")]
    pub order_no: Option<String>,
    /// Amount in major units of the profile's currency, for example 12.50
    ///
    /// Read exactly: no rounding, no separators. IDR and MMK take --txamt only, because the
    /// gateway does not say how many decimals they have.
    #[arg(long, value_name = "AMOUNT", allow_hyphen_values = true)]
    pub amount: Option<String>,
    /// Amount in minor units, as the gateway counts: 1250 is HKD 12.50 and JPY 1250
    #[arg(long, value_name = "MINOR", allow_hyphen_values = true)]
    pub txamt: Option<String>,
    /// Refund all that is left of the payment
    #[arg(long, conflicts_with_all = ["dry_run", "no_preflight"])]
    pub full: bool,
    /// Your own key for this refund, for example a ticket number
    ///
    /// A second run with the same reference shows the first one's result and sends nothing; with
    /// another payment or amount it is refused. What was declined is tried again with --again. Not sent.
    #[arg(long, value_name = "ID", conflicts_with = "out_trade_no")]
    pub reference: Option<String>,
    /// Try once more what was declined or given up under this reference
    ///
    /// Makes a new attempt with a number of its own, which takes the place of the earlier one; with
    /// another payment or amount where that was wrong. Only where it is certain that nothing was
    /// refunded: what is pending or unknown is never tried again. Needs --reference.
    #[arg(long)]
    pub again: bool,
    /// Why the refund is made; repeated in the result, not sent
    #[arg(long, value_name = "TEXT")]
    pub reason: Option<String>,
    /// Device number shown in the merchant portal, at most 40 characters
    #[arg(long, value_name = "ID")]
    pub udid: Option<String>,
    /// Number of this refund, at most 128 visible ASCII characters without comma [default: a new one]
    ///
    /// It must never have been used, for a payment or a refund. The gateway has only been seen with
    /// 1 to 64 of [A-Za-z0-9_-]; others are warned of.
    #[arg(long, value_name = "NO")]
    pub out_trade_no: Option<String>,
    /// Request time in UTC+8 [default: when it is sent]
    #[arg(long, value_name = "YYYY-MM-DD HH:MM:SS")]
    pub txdtm: Option<String>,
    /// Show what would be sent, and the text that is hashed, without sending
    ///
    /// The client key is masked. The signature shown belongs to a request that could be sent:
    /// treat the output as confidential.
    #[arg(long, short = 'n')]
    pub dry_run: bool,
    /// With --dry-run: show the client key in the hashed text
    #[arg(long, requires = "dry_run")]
    pub reveal_key: bool,
    /// Do not ask for confirmation
    #[arg(long, short)]
    pub yes: bool,
    /// A second refund of the same payment and amount is meant, whatever their references
    #[arg(long)]
    pub twin: bool,
    /// A refund of this payment that is still open was looked at, and this one may be made beside it
    ///
    /// Without it a payment with a refund that is pending or unknown takes no other. It is recorded.
    /// Given several times where several are open.
    #[arg(long, value_name = "NO")]
    pub beside_open: Vec<String>,
    /// Do not look at the payment first
    #[arg(long)]
    pub no_preflight: bool,
    /// Where the outcome stays open, go on asking the gateway for it [default: 300 seconds]
    #[arg(long, value_name = "SECONDS", num_args = 0..=1, require_equals = true, default_missing_value = "300", value_parser = clap::value_parser!(u32).range(1..=86400))]
    pub wait: Option<u32>,
    /// Longest wait for the gateway, 1 to 600 seconds [default: the profile's, else 60]
    #[arg(long, value_name = "SECONDS", value_parser = clap::value_parser!(u16).range(1..=600))]
    pub timeout: Option<u16>,
}

/// Arguments of `payment`.
#[derive(Args, Debug)]
#[command(
    group = ArgGroup::new("which_one").required(true).args(["syssn", "order_no"]),
    after_help = "Examples:\n  qfrefund payment 20260105000200020000000001 --profile shop-hk\n  qfrefund payment --order-no ORDER-2026-77 --profile shop-hk\n\nIt moves no money. The exit code is 0 where all of it is settled, else that of the worst refund that is open: 6 unknown, 7 pending, 11 never sent."
)]
pub struct PaymentArgs {
    /// The gateway's number (syssn) of the payment
    #[arg(value_name = "SYSSN")]
    pub syssn: Option<String>,
    /// Your own number of the payment (its out_trade_no) instead, looked up at the gateway first
    #[arg(long, value_name = "NO")]
    pub order_no: Option<String>,
    /// Longest wait for each answer, 1 to 600 seconds [default: the profile's, else 60]
    #[arg(long, value_name = "SECONDS", value_parser = clap::value_parser!(u16).range(1..=600))]
    pub timeout: Option<u16>,
}

/// Arguments of `enquiry`.
#[derive(Args, Debug)]
#[command(
    group = ArgGroup::new("what").required(true).args(["out_trade_no", "syssn"]),
    after_help = "Examples:\n  qfrefund enquiry RF20261122-7Q2M8D4T1ZK5W9XBC3VN --profile shop-hk\n  qfrefund enquiry 20260105000200020000000001 --profile shop-hk\n  qfrefund enquiry --syssn 20260105000200020000000001 --profile simulator --output json\n\nThe exit code tells the state found: 0 done, 5 declined, 7 pending, 6 nothing found or nothing learned."
)]
pub struct EnquiryArgs {
    /// Number of the refund (out_trade_no); or the gateway's number of a payment or refund
    ///
    /// What the journal knows as the gateway's number is asked for as that. What only looks like one (a date and 22 to
    /// 26 digits) is asked for as the merchant's number first; how it was asked for is said.
    #[arg(value_name = "OUT_TRADE_NO")]
    pub out_trade_no: Option<String>,
    /// The gateway's number of a payment or refund, instead of ours
    #[arg(long, value_name = "SYSSN")]
    pub syssn: Option<String>,
    /// Month it was submitted in, Hong Kong time; may be given several times
    ///
    /// The gateway lists one calendar month at a time. By default the month in the number and the
    /// next are tried, or for a number without a date this month and the last.
    #[arg(long, value_name = "YYYY-MM")]
    pub month: Vec<String>,
    /// Longest wait for each answer, 1 to 600 seconds [default: the profile's, else 60]
    #[arg(long, value_name = "SECONDS", value_parser = clap::value_parser!(u16).range(1..=600))]
    pub timeout: Option<u16>,
}
