//! What a command line lacks of a refund is asked for at a terminal, with what is known of the payment.

use crate::cli::{IssueArgs, PaymentArgs};
use crate::commands::{Desk, Failure, payment, word};
use crate::language::{text, word};
use crate::money::{Amount, Currency};
use crate::refund::Syssn;
use std::borrow::Cow;

/// Asks for the payment and the amount where they are not given and somebody can be asked.
pub(super) fn completed<'a>(
    args: &'a IssueArgs,
    desk: &mut Desk<'_>,
) -> Result<Cow<'a, IssueArgs>, Failure> {
    let is_named = args.syssn.is_some() || args.order_no.is_some();
    let is_told = args.amount.is_some() || args.txamt.is_some() || args.full;
    if is_named && is_told || !desk.console.may_ask {
        return Ok(Cow::Borrowed(args));
    }
    let mut args = args.clone();
    if !is_named {
        let number = |typed: &str| Ok(Syssn::parse(typed)?.to_string());
        let question = word!(
            "issue-ask-payment",
            "number of the payment to refund (syssn), or Enter to stop: "
        );
        args.syssn = Some(word::read(question, &number, &mut desk.console)?);
    }
    if !is_told {
        let currency = look(&args, desk)?;
        let amount = |typed: &str| {
            let is_all = ["full", "all"].contains(&typed.to_lowercase().as_str());
            if !is_all {
                Amount::parse_major(typed, currency)?;
            } else if args.dry_run || args.no_preflight {
                return Err(Failure::usage(word!(
                    "issue-ask-left-unknown",
                    "how much is left is only known by the look before sending"
                )));
            }
            Ok((!is_all).then(|| typed.to_owned()))
        };
        let question = text!(
            "issue-ask-amount",
            "amount to refund in {currency}, `full` for all that is left, or Enter to stop: ",
            currency = currency.code()
        );
        args.amount = word::read(&question, &amount, &mut desk.console)?;
        args.full = args.amount.is_none();
    }
    Ok(Cow::Owned(args))
}

/// Shows what is known of the payment, and returns the currency its amounts are read in.
fn look(args: &IssueArgs, desk: &mut Desk<'_>) -> Result<Currency, Failure> {
    let asked = PaymentArgs {
        syssn: args.syssn.clone(),
        order_no: args.order_no.clone(),
        timeout: args.timeout,
    };
    let found = payment::find(&asked, desk)?;
    let document = found.document;
    if !document.answered {
        return Err(Failure::said(document.exit_code, document.message).hint(document.next_step));
    }
    let known = document.known(desk.console.err_style);
    desk.console.tell(&format!("{known}\n"));
    Ok(found.party.profile.currency())
}
