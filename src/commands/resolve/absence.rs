//! The looks that an operator's order to send again, or word on what became of a refund, rests on.

use crate::journal::Looks;
use crate::output::text::counted;
use crate::refund::resend::{EMPTY_FOR, EMPTY_LOOKS, is_lasting};
use crate::refund::{OutTradeNo, command};

/// Says what the looks have shown, where they show lasting absence. Otherwise why that is not yet
/// so, as a clause, and how it gets so, as a sentence.
pub(super) fn lasting(
    number: &OutTradeNo,
    looks: &Looks,
    profile: &str,
) -> Result<String, (String, String)> {
    if is_lasting(looks.count, looks.span) {
        return Ok(in_words(looks));
    }
    let how = format!(
        "It takes {EMPTY_LOOKS} looks over {} minutes that find nothing: `{} --wait=900`.",
        EMPTY_FOR.as_secs() / 60,
        command("resolve", number.as_str(), profile)
    );
    Err((in_words(looks), how))
}

fn in_words(looks: &Looks) -> String {
    match looks.span {
        None => "the gateway has not been asked since".to_owned(),
        Some((first, last)) => format!(
            "{} in a row found nothing, over {} s",
            counted(looks.count, "look"),
            last.unix_timestamp().saturating_sub(first.unix_timestamp())
        ),
    }
}
