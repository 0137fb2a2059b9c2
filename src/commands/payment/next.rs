//! What is of use next, about a payment.

use crate::attempt::payment::{Known, Told};
use crate::language::text;
use crate::output::standing;
use crate::refund::{State, Syssn, command, worst};

/// Says which one command is of use now.
pub(super) fn next(told: &[Told], is_left: bool, syssn: &Syssn, profile: &str) -> String {
    let open = worst(told.iter().filter_map(|told| told.known.open()));
    let waits = told
        .iter()
        .find(|told| open.is_some() && told.known.open() == open);
    let Some(waits) = waits else {
        let here = told.iter().rev().find_map(|told| told.record.as_ref());
        return match here {
            Some(record) => text!(
                "payment-see-history",
                "See what happened: `{show}`.",
                show = command("show", record.number().as_str(), profile)
            ),
            None if told.is_empty() && is_left => {
                let issue = command("issue", syssn.as_str(), profile);
                text!(
                    "payment-to-refund",
                    "To refund it: `{issue} --amount AMOUNT`.",
                    issue
                )
            }
            None => text!(
                "payment-see-rows",
                "See the gateway's rows: `{enquiry}`.",
                enquiry = command("enquiry --syssn", syssn.as_str(), profile)
            ),
        };
    };
    let ours = waits.record.as_ref();
    let number = ours.map(|record| record.number().as_str());
    match (waits.known, ours, number) {
        (Known::Planned, Some(record), _) => standing(record, profile).1,
        (Known::Contradicted(State::Refunded), _, Some(number)) => text!(
            "payment-let-look",
            "Let a person look at it in the merchant portal. What happened here: `{show}`.",
            show = command("show", number, profile)
        ),
        (Known::Pending, _, Some(number)) => text!(
            "payment-ask-later-with",
            "Do not send it again. Ask later: `{resolve} --wait`.",
            resolve = command("resolve", number, profile)
        ),
        (_, _, Some(number)) => text!(
            "payment-settle-open",
            "Do not send it again. Settle what is open: `{resolve}`.",
            resolve = command("resolve", number, profile)
        ),
        (_, _, None) => text!(
            "payment-made-elsewhere-later",
            "It was made elsewhere, and no command here settles it. Look again later: `{payment}`.",
            payment = command("payment", syssn.as_str(), profile)
        ),
    }
}
