//! Making sure that a person or a script means it.

use super::report;
use crate::attempt::payment::PaymentSeen;
use crate::cli::IssueArgs;
use crate::commands::merchant::{Party, lines};
use crate::commands::preflight::Held;
use crate::commands::word;
use crate::exit::Exit;
use crate::money::Amount;
use crate::output::text::clean;
use crate::output::{Colour, Console, Style};
use crate::refund::preflight::Earlier;
use crate::refund::wallets::method;
use crate::refund::{Intent, OutTradeNo};

/// Warns of an amount so small that the gateway's risk control may refuse it.
pub(super) fn warn_if_risky(intent: &Intent, console: &mut Console<'_>) {
    if intent.amount.is_risky() {
        console.warn(&format!(
            "{} is at or below {} minor units; the gateway advises more, its risk control may refuse it",
            intent.amount.in_words(intent.currency),
            Amount::RISK_ADVICE_MINOR
        ));
    }
}

/// Warns of a number that the gateway may refuse, or understand as another one.
pub(super) fn warn_if_unusual(number: &OutTradeNo, console: &mut Console<'_>) {
    if number.is_unusual() {
        console.warn(&format!("{}; it may refuse {number}", OutTradeNo::usual()));
    }
}

/// Makes sure that the question can be asked if it has to be. Comes before everything that takes time.
pub(super) fn can_be_asked(
    args: &IssueArgs,
    party: &Party,
    console: &Console<'_>,
) -> Result<(), Held> {
    if console.may_ask {
        return Ok(());
    }
    let profile = &party.profile;
    if profile.must_still_be_named() {
        return Err(Held::new(
            Exit::Usage,
            "profile_not_named",
            format!(
                "profile `{}` is {} and was not named",
                profile.name(),
                profile.environment().in_words()
            ),
            format!(
                "Add `--profile {}` to the command; real money is never moved by default.",
                profile.name()
            ),
        ));
    }
    if args.yes {
        return Ok(());
    }
    Err(Held::new(
        Exit::Usage,
        "not_confirmed",
        "the refund is not confirmed, and nobody can be asked",
        "Add --yes to send it without a question.",
    ))
}

/// Whether there is a question, or `--yes` answers already.
pub(super) fn is_asked(args: &IssueArgs, party: &Party) -> bool {
    !args.yes || party.profile.must_still_be_named()
}

/// Asks whether what `question` shows is meant.
pub(super) fn ask(
    question: &str,
    intent: &Intent,
    party: &Party,
    console: &mut Console<'_>,
) -> Result<(), Held> {
    console.tell(question);
    let (expected, what) = if party.profile.must_still_be_named() {
        (party.profile.name().to_owned(), "the profile's name")
    } else {
        (intent.amount.to_major(intent.currency), "the amount")
    };
    // As people write it: 3, 3.0 and 3.00 are one amount.
    let is_amount = |typed: &str| Amount::parse_major(typed, intent.currency) == Ok(intent.amount);
    let is_named = party.profile.must_still_be_named();
    let is_it = |typed: &str| typed == expected || !is_named && is_amount(typed);
    let typed = word::typed_as(what, &expected, &is_it, "send this refund", "sent", console);
    typed.map_err(|stopped| match stopped.exit {
        Exit::Interrupted => report::stopped(),
        exit => Held::new(
            exit,
            "not_confirmed",
            "stopped: the refund was not confirmed, nothing was sent",
            "Run the command again when it is right.",
        ),
    })
}

/// Writes what the question shows. Where the payment was not looked at, `unseen` are the refunds of it
/// that the journal knows of.
pub(super) fn text(
    intent: &Intent,
    party: &Party,
    seen: Option<&PaymentSeen>,
    unseen: &[Earlier],
    style: Style,
) -> String {
    let amount = intent.amount.in_words(intent.currency);
    let mut values = party.in_a_preview(style).to_vec();
    values.push(("payment", intent.syssn.to_string()));
    if let Some(number) = seen.and_then(PaymentSeen::number) {
        values.push(("order number", clean(number)));
    }
    if let Some(pay_type) = seen.and_then(|seen| seen.payment.pay_type.as_deref()) {
        values.push(("paid with", clean(&method(pay_type))));
    }
    if let Some(PaymentSeen { payment, .. }) = seen {
        let when = payment.paid_at.as_ref();
        let when = when.map(|time| format!(" on {} (UTC+8)", clean(time)));
        let paid = payment.amount.in_words(payment.currency);
        values.push(("paid", paid + &when.unwrap_or_default()));
    }
    let earlier = seen.map_or(unseen, |seen| &seen.refunds).iter();
    let earlier = earlier.map(|refund| clean(&refund.in_words(intent.currency)));
    values.extend(earlier.map(|words| ("earlier", words)));
    if let Some(seen) = seen {
        let left = intent.currency.in_words(seen.rest().into());
        values.push(("left", format!("{left}, before this refund")));
    }
    let minor = format!("{amount} ({} minor units)", intent.amount.minor());
    values.push(("this refund", minor));
    values.push(("out_trade_no", intent.out_trade_no.to_string()));
    let reference = intent.reference.as_ref();
    values.extend(reference.map(|reference| ("reference", clean(reference.as_str()))));
    let reason = intent.reason.as_ref();
    values.extend(reason.map(|reason| ("reason", clean(reason))));
    let heading = style.paint(Colour::Bold, &amount);
    format!("About to refund {heading}\n{}", lines(values))
}
