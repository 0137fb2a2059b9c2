//! `profile check --online`: one enquiry, which moves no money, and what its answer shows of the profile.
//!
//! The gateway has one code, 1108, for several things. What tells them apart is who can have signed the
//! answer; where that is not told either, none of them is named as the cause.

use super::super::merchant::Party;
use super::super::{Desk, Failure};
use crate::attempt::off;
use crate::exit::Exit;
use crate::gateway::enquiry::{EnquiryFault, Page, page_request};
use crate::gateway::gate::Heard;
use crate::gateway::signature::check_way;
use crate::language::{text, word};
use crate::output::{GatewayCheck, Spinner};
use crate::profile::Profile;
use crate::refund::clock::set_it;
use crate::refund::hong_kong::HkMonth;

/// The code for everything that is wrong with who asks (protocol section 6).
const NOT_YOURS: &str = "1108";

/// Asks for the first page of this month's list.
pub(super) fn ask(profile: Profile, desk: &mut Desk<'_>) -> Result<(GatewayCheck, Exit), Failure> {
    let party = Party::of(profile);
    let merchant = party.merchant(desk)?;
    let timeout = party.timeout(None);
    let gateway = party.open(&merchant, timeout, party.limits(), desk)?;
    let month = HkMonth::of(desk.clock.now());
    let request = page_request(None, Some(month), 1, &merchant);
    let answer = {
        let _waiting = Spinner::start(
            desk.console.may_animate,
            word!("profile-asking", "asking the gateway"),
        );
        gateway.enquirer().ask(&request)
    };
    // Nothing else has noted one: no journal was opened.
    let is_genuine = party.signing.is_news();
    Ok(read(
        answer,
        gateway.gate.heard(),
        is_genuine,
        &party.profile,
    ))
}

/// Returns the exit code that a caller has to see of two.
pub(super) fn worse(one: Exit, other: Exit) -> Exit {
    [Exit::Setup, Exit::NotSent]
        .into_iter()
        .find(|exit| *exit == one || *exit == other)
        .unwrap_or(Exit::Success)
}

/// Says what the answer shows. `is_genuine`: it was signed with the profile's own client key.
fn read(
    answer: Result<Page, EnquiryFault>,
    heard: Heard,
    is_genuine: bool,
    profile: &Profile,
) -> (GatewayCheck, Exit) {
    let environment = profile.environment().name();
    let said = |cause, message: String, next: &str, exit| {
        let next_step = next.to_owned();
        let check = GatewayCheck {
            cause,
            message,
            next_step,
        };
        (check, exit)
    };
    let fault = match (answer, heard) {
        (Ok(_), Heard::Off(skew)) => {
            let message = text!(
                "profile-online-clock",
                "the gateway answers, but {off}",
                off = off(skew)
            );
            return said("clock", message, set_it(), Exit::Setup);
        }
        (Ok(_), Heard::Right | Heard::Nothing) => {
            let message = if is_genuine {
                word!(
                    "profile-online-genuine",
                    "the gateway takes app code, client key and mchid as they are, and signs its answer with this client key"
                )
            } else {
                word!(
                    "profile-online-accepted",
                    "the gateway takes app code, client key and mchid as they are; it does not sign its answer"
                )
            };
            return said("accepted", message.to_owned(), "", Exit::Success);
        }
        (Err(fault), _) => fault,
    };
    match &fault {
        EnquiryFault::BadSignature => said(
            "client_key",
            text!("profile-online-bad-key", "the gateway's answer is not signed with this profile's client key, which it is not where another client key belongs to the app code"),
            word!("profile-online-bad-key-next", "Put in the client key that QFPay issued with this app code, and check sign_type. If both are right, something changes what comes over the connection."),
            Exit::Setup,
        ),
        EnquiryFault::Refused(code, ..) if code == NOT_YOURS && is_genuine => {
            let (what, next) = match profile.mchid() {
                Some(_) => (
                    word!("profile-online-bad-mchid", "an mchid that it does not take"),
                    word!("profile-online-bad-mchid-next", "Check mchid: the shop number as QFPay issued it for this app code; if it issued none, remove the line."),
                ),
                None => (
                    word!("profile-online-no-mchid", "a missing mchid"),
                    word!("profile-online-no-mchid-next", "Put in mchid, the shop number that QFPay issued with this app code."),
                ),
            };
            let message = text!("profile-online-mchid", "{fault}. The answer is signed with this profile's client key, so app code and key belong together; the gateway says it for {what} as well", fault, what);
            said("mchid", message, next, Exit::Setup)
        }
        EnquiryFault::Refused(code, ..) if code == NOT_YOURS => said(
            "credentials",
            text!("profile-online-credentials", "{fault}. The answer is not signed, so it does not tell which: the gateway says it for an app code that it does not know in `{environment}`, one of another environment for example, for a wrong client key, and for an mchid that it does not take", fault, environment),
            word!("profile-online-credentials-next", "Check in this order: that app_code and environment belong together, the client key, mchid."),
            Exit::Setup,
        ),
        EnquiryFault::Refused(_, code, _) if fault.is_setup() => {
            said("set_up", fault.to_string(), code.advice(), Exit::Setup)
        }
        EnquiryFault::NotSent(trouble) => said(
            "unreachable",
            fault.to_string(),
            trouble.remedy.unwrap_or_else(|| word!("profile-online-unreachable-next", "Check the network, and base_url where the environment is custom. Then ask again.")),
            Exit::NotSent,
        ),
        EnquiryFault::NoReply(_) => said(
            "unreachable",
            fault.to_string(),
            ask_again(),
            Exit::NotSent,
        ),
        EnquiryFault::RateLimited => said(
            "rate_limited",
            fault.to_string(),
            word!("profile-online-wait", "Wait some minutes, then ask again."),
            Exit::NotSent,
        ),
        EnquiryFault::Unsigned => said("unsigned", fault.to_string(), check_way(), Exit::Setup),
        EnquiryFault::Refused(..)
        | EnquiryFault::Status(_)
        | EnquiryFault::Unreadable(_)
        | EnquiryFault::NoAnswer(_)
        | EnquiryFault::Forgotten(_)
        | EnquiryFault::Endless
        | EnquiryFault::OutOfTime
        | EnquiryFault::Clock(_)
        | EnquiryFault::Stopped => said(
            "unclear",
            text!("profile-online-unclear", "{fault}. That says nothing of the profile", fault),
            ask_again(),
            Exit::Setup,
        ),
    }
}

fn ask_again() -> &'static str {
    word!("profile-online-again", "Ask again; asking moves no money.")
}
