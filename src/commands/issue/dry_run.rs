//! The request, shown instead of sent.

use crate::cli::IssueArgs;
use crate::commands::merchant::Party;
use crate::exit::Exit;
use crate::gateway::signature;
use crate::gateway::wire::{Merchant, SignedRequest};
use crate::output::{Console, DryRunDocument};
use crate::refund::Intent;

/// Shows what would be sent.
pub(super) fn show(
    args: &IssueArgs,
    intent: &Intent,
    party: &Party,
    merchant: &Merchant,
    console: &mut Console<'_>,
) -> Exit {
    let request = SignedRequest::refund(intent, merchant);
    let string_to_sign = if args.reveal_key {
        signature::revealed_text(&request.pairs, &merchant.client_key)
    } else {
        signature::masked_text(&request.pairs)
    };
    let document = DryRunDocument {
        profile: party.profile.name().to_owned(),
        environment: party.profile.environment(),
        moves_money: party.profile.environment().moves_money(),
        gateway: party.gateway_lines(),
        method: "POST",
        url: format!("{}{}", party.shown_address(), request.path),
        headers: std::iter::once(("Host", party.shown_host()))
            .chain(request.headers.clone())
            // As the HTTP library writes them; nobody reads their case.
            .map(|(name, value)| (name.to_lowercase(), value))
            .collect(),
        body: request.body.clone(),
        parameters: request.pairs.iter().cloned().collect(),
        string_to_sign,
        key_revealed: args.reveal_key,
        sign_type: merchant.sign_type.name(),
        signature: request.signature.clone(),
        out_trade_no: intent.out_trade_no.to_string(),
        amount: intent.amount.in_words(intent.currency),
    };
    console.result(&document, Exit::Success, false)
}
