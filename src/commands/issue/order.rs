//! `--order-no`: the payment by the merchant's own number of it, found out before anything else.

use super::confirm;
use super::wanted::{PaymentName, Wanted};
use crate::cli::IssueArgs;
use crate::commands::merchant::Party;
use crate::commands::order;
use crate::commands::ways::Ways;
use crate::commands::{Desk, Failure, books};
use crate::journal::{Commit as _, Journal};
use crate::language::{text, word};
use crate::output::Spinner;
use crate::output::text::{hong_kong_time, sentence};
use crate::refund::clock::set_it;
use crate::refund::{OrderNo, State, Syssn, hong_kong};

/// Returns the payment that is meant. An order number is looked up at the gateway, unless nothing would be
/// sent: then what this journal has found before says it.
pub(super) fn payment(
    wanted: &Wanted<PaymentName>,
    args: &IssueArgs,
    party: &Party,
    ways: &mut Ways<'_>,
    desk: &mut Desk<'_>,
) -> Result<Syssn, Failure> {
    let number = match &wanted.payment {
        PaymentName::Syssn(syssn) => return Ok(syssn.clone()),
        PaymentName::Order(number) => number,
    };
    if args.dry_run {
        return noted(number, party, desk);
    }
    if let Err(held) = confirm::can_be_asked(args, party, &desk.console) {
        return Err(Failure::said(held.exit, held.message).hint(held.next));
    }
    let mut journal = books::open(party, desk)?;
    if let Some(known) = shown_again(number, wanted, args, party, &mut *journal)? {
        return Ok(known);
    }
    books::trust(&*journal, party)?;
    let gateway = ways.of(party, party.limits(), desk)?;
    let found = {
        let what = word!("issue-looking-up", "looking the order number up");
        let _waiting = Spinner::start(desk.console.may_animate, what);
        order::look_up(number, party, &gateway, &mut *journal, desk.clock.now())
    };
    let found = found.map_err(|why| why.failure("", number))?;
    // Where it is looked for, and that it is not there, rests on the clock.
    books::check_clock(&mut *journal, &gateway, party)
        .map_err(|why| Failure::setup(why).hint(set_it()))?;
    let (syssn, facts) = found.map_err(|(problem, remedy)| {
        Failure::refused(text!(
            "issue-order-problem",
            "order number {number} {problem}; nothing was sent",
            number,
            problem
        ))
        .hint(sentence(remedy))
    })?;
    let (key, now) = (party.key(), desk.clock.now());
    journal.commit(|scope| scope.note_order(&key, number, &syssn, now))?;
    let paid = facts.amount.in_words(party.profile.currency());
    let when = facts.paid_at.map(hong_kong::gateway_time);
    let when = when.map_or_else(String::new, |time| {
        let time = hong_kong_time(&time);
        text!("issue-order-paid", ", paid {time}", time)
    });
    desk.console.note(&text!(
        "issue-order-is",
        "order number {number} is payment {syssn} at the gateway: {paid}{when}",
        number,
        syssn,
        paid,
        when
    ));
    Ok(syssn)
}

/// Returns the payment that this journal has found, for what asks nobody.
fn noted(number: &OrderNo, party: &Party, desk: &Desk<'_>) -> Result<Syssn, Failure> {
    let known = match books::is_there(party, desk)? {
        true => {
            let mut journal = books::read_only(&books::place(&party.profile, desk)?)?;
            journal.find_order(&party.key(), number)?
        }
        false => None,
    };
    known.ok_or_else(|| {
        Failure::refused(text!(
            "issue-order-unasked",
            "which payment order number {number} is was not looked up yet, and a dry run asks nobody",
            number
        ))
        .hint(word!(
            "issue-order-unasked-next",
            "Give the payment's syssn; or leave out --dry-run: the refund is asked about before it is sent."
        ))
    })
}

/// Returns what this journal has found where the reference's refund stands there and is only shown again.
fn shown_again(
    number: &OrderNo,
    wanted: &Wanted<PaymentName>,
    args: &IssueArgs,
    party: &Party,
    journal: &mut dyn Journal,
) -> Result<Option<Syssn>, Failure> {
    let key = party.key();
    let Some(reference) = wanted.reference.as_ref().filter(|_| !args.again) else {
        return Ok(None);
    };
    match journal.find_by_reference(&key, reference)? {
        Some(record) if record.state() != State::Planned => Ok(journal.find_order(&key, number)?),
        _ => Ok(None),
    }
}
