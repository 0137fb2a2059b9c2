//! Making sure that a person or a script means it.

use super::report;
use crate::attempt::payment::PaymentSeen;
use crate::cli::IssueArgs;
use crate::commands::merchant::{Party, lines, under};
use crate::commands::preflight::Held;
use crate::commands::word;
use crate::exit::Exit;
use crate::language::{text, word};
use crate::money::Amount;
use crate::output::text::{clean, hong_kong_time, with_minor};
use crate::output::{Colour, Console, Style};
use crate::refund::methods;
use crate::refund::preflight::Earlier;
use crate::refund::{Intent, OutTradeNo};

/// Warns of an amount so small that the gateway's risk control may refuse it.
pub(super) fn warn_if_risky(intent: &Intent, console: &mut Console<'_>) {
    if intent.amount.is_risky() {
        console.warn(&text!(
            "issue-risky",
            "{amount} is at or below {minor} minor units; the gateway advises more, its risk control may refuse it",
            amount = intent.amount.in_words(intent.currency),
            minor = Amount::RISK_ADVICE_MINOR
        ));
    }
}

/// Warns of a number that the gateway may refuse, or understand as another one.
pub(super) fn warn_if_unusual(number: &OutTradeNo, console: &mut Console<'_>) {
    if number.is_unusual() {
        console.warn(&text!(
            "issue-unusual",
            "{usual}; it may refuse {number}",
            usual = OutTradeNo::usual(),
            number
        ));
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
            text!(
                "issue-not-named",
                "profile `{profile}` is {environment} and was not named",
                profile = profile.name(),
                environment = profile.environment().in_words()
            ),
            text!(
                "issue-not-named-next",
                "Add `--profile {profile}` to the command; real money is never moved by default.",
                profile = profile.name()
            ),
        ));
    }
    if args.yes {
        return Ok(());
    }
    Err(Held::new(
        Exit::Usage,
        "not_confirmed",
        word!(
            "issue-unconfirmed",
            "the refund is not confirmed, and nobody can be asked"
        ),
        word!(
            "issue-unconfirmed-next",
            "Add --yes to send it without a question."
        ),
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
        let what = word!("issue-type-profile", "the profile's name");
        (party.profile.name().to_owned(), what)
    } else {
        let what = word!("issue-type-amount", "the amount");
        (intent.amount.to_major(intent.currency), what)
    };
    // As people write it: 3, 3.0 and 3.00 are one amount.
    let is_amount = |typed: &str| Amount::parse_major(typed, intent.currency) == Ok(intent.amount);
    let is_named = party.profile.must_still_be_named();
    let is_it = |typed: &str| typed == expected || !is_named && is_amount(typed);
    let (act, done) = (
        word!("issue-act", "send this refund"),
        word!("issue-done", "sent"),
    );
    let typed = word::typed_as(what, &expected, &is_it, act, done, console);
    typed.map_err(|stopped| match stopped.exit {
        Exit::Interrupted => report::stopped(),
        exit => Held::new(
            exit,
            "not_confirmed",
            word!(
                "issue-not-confirmed",
                "stopped: the refund was not confirmed, nothing was sent"
            ),
            report::when_right(),
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
    values.push((
        word!("console-out-payment", "payment"),
        intent.syssn.to_string(),
    ));
    if let Some(number) = seen.and_then(PaymentSeen::number) {
        values.push((
            word!("console-out-order-number", "order number"),
            clean(number),
        ));
    }
    if let Some(pay_type) = seen.and_then(|seen| seen.payment.pay_type.as_deref()) {
        values.push((
            word!("issue-paid-with", "paid with"),
            clean(&methods::with_code(pay_type)),
        ));
    }
    if let Some(PaymentSeen { payment, .. }) = seen {
        let paid = payment.amount.in_words(payment.currency);
        let paid = match &payment.paid_at {
            Some(time) => text!(
                "issue-paid-on",
                "{paid} on {time}",
                paid,
                time = hong_kong_time(&clean(time))
            ),
            None => paid,
        };
        values.push((word!("console-out-paid", "paid"), paid));
    }
    let earlier = seen.map_or(unseen, |seen| &seen.refunds).iter();
    let earlier = earlier.map(|refund| under(&clean(&refund.in_words(intent.currency)), style));
    values.extend(earlier.map(|words| (word!("issue-earlier", "earlier"), words)));
    if let Some(seen) = seen {
        let left = intent.currency.in_words(seen.rest().into());
        values.push((
            word!("console-out-left", "left"),
            text!("issue-left", "{left}, before this refund", left),
        ));
    } else {
        let unknown = word!("issue-unlooked", "not known: the payment was not looked at");
        values.push((word!("console-out-left", "left"), unknown.to_owned()));
    }
    let minor = with_minor(&amount, &intent.amount.minor().to_string());
    values.push((word!("issue-this", "this refund"), minor));
    values.push((
        word!("console-out-number", "out_trade_no"),
        intent.out_trade_no.to_string(),
    ));
    values.extend(intent.reference.as_ref().map(|reference| {
        let name = word!("console-out-reference", "reference");
        (name, clean(reference.as_str()))
    }));
    values.extend(intent.reason.as_ref().map(|reason| {
        let name = word!("console-out-reason", "reason");
        (name, under(&clean(reason), style))
    }));
    let amount = style.paint(Colour::Bold, &amount);
    let heading = text!("issue-about-to", "About to refund {amount}", amount);
    format!("{heading}\n{}", lines(values))
}
