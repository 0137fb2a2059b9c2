//! Making sure that a person or a script means it.

use crate::cli::IssueArgs;
use crate::commands::merchant::Party;
use crate::commands::preflight::Held;
use crate::exit::Exit;
use crate::journal::Payment;
use crate::money::Amount;
use crate::output::text::clean;
use crate::output::{Colour, Console};
use crate::refund::Intent;

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

/// Asks, unless `--yes` answers already.
pub(super) fn ask(
    args: &IssueArgs,
    intent: &Intent,
    party: &Party,
    payment: Option<&Payment>,
    console: &mut Console<'_>,
) -> Result<(), Held> {
    let must_name = party.profile.must_still_be_named();
    if args.yes && !must_name {
        return Ok(());
    }
    show(intent, party, payment, console);
    let (expected, what) = if must_name {
        (party.profile.name().to_owned(), "the profile's name")
    } else {
        (intent.amount.to_major(intent.currency), "the amount")
    };
    let answer = console.ask(&format!(
        "Type {what} ({expected}) to send this refund, anything else to stop: "
    ));
    if answer.as_deref() == Some(expected.as_str()) {
        return Ok(());
    }
    Err(Held::new(
        Exit::Refused,
        "not_confirmed",
        "stopped: the refund was not confirmed, nothing was sent",
        "Run the command again when it is right.",
    ))
}

fn show(intent: &Intent, party: &Party, payment: Option<&Payment>, console: &mut Console<'_>) {
    let profile = &party.profile;
    let style = console.err_style;
    let environment = profile.environment();
    let words = if environment.moves_money() {
        style.paint(Colour::Red, environment.in_words())
    } else {
        environment.in_words().to_owned()
    };
    let merchant = match profile.mchid() {
        Some(mchid) => format!("{} (mchid {mchid})", profile.name()),
        None => profile.name().to_owned(),
    };
    let amount = intent.amount.in_words(intent.currency);
    let mut text = format!(
        "About to refund {}\n  merchant      {merchant}\n  environment   {words}\n  payment       {}\n",
        style.paint(Colour::Bold, &amount),
        intent.syssn,
    );
    if let Some(payment) = payment {
        let when = payment
            .paid_at
            .as_ref()
            .map(|time| format!(" on {} (UTC+8)", clean(time)))
            .unwrap_or_default();
        text.push_str(&format!(
            "  paid          {}{when}\n",
            payment.amount.in_words(payment.currency)
        ));
    }
    text.push_str(&format!(
        "  amount        {amount} ({} minor units)\n  out_trade_no  {}\n",
        intent.amount.minor(),
        intent.out_trade_no
    ));
    if let Some(reference) = &intent.reference {
        text.push_str(&format!("  reference     {}\n", clean(reference.as_str())));
    }
    console.tell(&text);
}
