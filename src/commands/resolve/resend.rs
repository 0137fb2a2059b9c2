//! Sending again under the same numbers: an operator's order, after lasting absence.

mod once;

use crate::batch::Tally;
use crate::cli::ResolveArgs;
use crate::commands::merchant::{Gateway, Party};
use crate::commands::word;
use crate::commands::{Desk, Failure, books};
use crate::exit::Exit;
use crate::gateway::wire::Merchant;
use crate::interrupt::Handed;
use crate::journal::{Journal, Record};
use crate::language::{text, word};
use crate::output::text::counted;
use crate::output::{
    IntentRow, ListDocument, NotResent, ResendRow, Style, resend_list, standing, told,
};
use crate::refund::clock::set_it;
use crate::refund::{State, command, hong_kong};

/// A refund that is to be sent again, and how far that has come.
struct ResendOrder {
    record: Record,
    step: ResendStage,
    /// How the file of its batch was called.
    batch_file: Option<String>,
}

enum ResendStage {
    /// Its guards let it pass.
    Ready {
        /// What the looks rest on, in short.
        looks: String,
    },
    /// It was sent, and this is the exit code of what came of it.
    Sent(Exit),
    /// It was not sent.
    Refused(Failure),
}

/// Sends the same requests again, by an operator's order and only after lasting absence. What is
/// refused stops none of the others.
pub(super) fn resend(
    given: Vec<Record>,
    args: &ResolveArgs,
    party: &Party,
    merchant: &Merchant,
    journal: &mut dyn Journal,
    desk: &mut Desk<'_>,
) -> Result<Exit, Failure> {
    books::trust(&*journal, party)?;
    let mut orders = ResendOrders(Vec::new());
    let files = journal.batch_files()?;
    for record in given {
        let step = once::judge(&record, party, merchant, journal)?;
        let batch_file = files.of_record(&record).map(str::to_owned);
        orders.0.push(ResendOrder {
            record,
            step,
            batch_file,
        });
    }
    if orders.ready().next().is_some() {
        pause(party, desk)?;
    }
    if orders.0.len() > 1 {
        orders.tell_refused(desk);
    }
    if orders.ready().next().is_some() {
        confirm(&orders, args, party, desk)?;
        let timeout = party.timeout(args.timeout);
        let gateway = party.open(merchant, timeout, party.limits(), desk)?;
        if let Err(why) = books::check_clock(journal, &gateway, party) {
            return Err(Failure::setup(why).hint(set_it()));
        }
        let note = args.note.as_deref();
        orders.send(note, party, &gateway, journal, desk)?;
    }
    orders.conclude(party, desk)
}

/// Refuses to send around midnight, as for every refund.
fn pause(party: &Party, desk: &Desk<'_>) -> Result<(), Failure> {
    let is_now = party.profile.guards().clearing_pause
        && party.profile.environment().moves_money()
        && hong_kong::in_clearing_pause(desk.clock.now());
    if !is_now {
        return Ok(());
    }
    let message = word!(
        "resolve-pause",
        "the gateway takes no refunds around midnight in Hong Kong"
    );
    Err(Failure::refused(message).hint(word!(
        "resolve-pause-fix",
        "Wait until 00:35 Hong Kong time."
    )))
}

/// All that are to be sent again, in the order in which they were given.
struct ResendOrders(Vec<ResendOrder>);

impl ResendOrders {
    /// Lists those whose guards let them pass, with their looks in short.
    fn ready(&self) -> impl Iterator<Item = ResendRow<'_>> {
        self.0.iter().filter_map(|order| match &order.step {
            ResendStage::Ready { looks } => Some(ResendRow {
                record: &order.record,
                looks: looks.clone(),
            }),
            ResendStage::Sent(_) | ResendStage::Refused(_) => None,
        })
    }

    /// Sends them one after the other. One whose outcome is not known, or that was declined as every
    /// other would be, holds back the rest.
    fn send(
        &mut self,
        note: Option<&str>,
        party: &Party,
        gateway: &Gateway<'_>,
        journal: &mut dyn Journal,
        desk: &mut Desk<'_>,
    ) -> Result<(), Failure> {
        let handovers = books::keep_handovers(journal, desk)?;
        let is_one = self.0.len() == 1;
        // Why the rest is not sent, and the exit code of that.
        let mut stopped: Option<(String, Exit)> = None;
        for place in 0..self.0.len() {
            let Some(ResendOrder { record, step, .. }) = self.0.get(place) else {
                continue;
            };
            if !matches!(step, ResendStage::Ready { .. }) {
                continue;
            }
            let sending = once::Sending {
                record: record.clone(),
                note,
                party,
                gateway,
                handovers: &handovers,
            };
            if let Some((why, exit)) = &stopped {
                let failure = held_back(&sending.record, why, *exit, party);
                failure.tell(&mut desk.console);
                self.set(place, sending.record, ResendStage::Refused(failure));
                continue;
            }
            let number = sending.record.number().clone();
            let (claimed, looked) = match sending.claim(journal, desk) {
                Ok(claimed) => claimed,
                Err(unclaimed) => {
                    let why = text!(
                        "resolve-before-not",
                        "{number} before it could not be sent",
                        number
                    );
                    let exit = unclaimed.failure.exit;
                    stopped = unclaimed.meets_all.then_some((why, exit));
                    if !is_one {
                        unclaimed.failure.tell(&mut desk.console);
                    }
                    self.set(
                        place,
                        sending.record,
                        ResendStage::Refused(unclaimed.failure),
                    );
                    self.rest(party, desk);
                    continue;
                }
            };
            self.set(place, claimed.clone(), ResendStage::Sent(Exit::Unknown));
            desk.console.if_stopped(&self.document());
            let sent = sending.send(&claimed, looked, journal, desk);
            stopped = sent.halt.map(|why| (why, Exit::Refused));
            self.set(place, sent.record, ResendStage::Sent(sent.exit));
            self.rest(party, desk);
            if let Some(open) = sent.open {
                // A duplicate answer proves that the number was seen, not what became of it.
                let after = sending.look(open, journal, desk);
                stopped = once::halt(&after, false).map(|why| (why, Exit::Refused));
                let exit = Exit::from(after.state());
                self.set(place, after, ResendStage::Sent(exit));
                self.rest(party, desk);
            }
        }
        Ok(())
    }

    fn set(&mut self, place: usize, record: Record, step: ResendStage) {
        if let Some(order) = self.0.get_mut(place) {
            (order.record, order.step) = (record, step);
        }
    }

    /// Leaves what a signal has to tell while nothing is under way: all of the list, and its exit code.
    fn rest(&self, party: &Party, desk: &Desk<'_>) {
        let sent = self.sent().last();
        let Some(order) = sent else {
            return desk.interrupt.release();
        };
        let handed = Handed {
            number: order.record.number().to_string(),
            profile: party.profile.name().to_owned(),
        };
        desk.interrupt.recorded(handed, self.exit());
        let is_open = |order: &ResendOrder| order.record.state().is_open();
        if self.ready().next().is_some() || self.sent().any(is_open) {
            desk.console.if_stopped(&self.document());
        }
    }

    fn sent(&self) -> impl Iterator<Item = &ResendOrder> {
        let orders = self.0.iter();
        orders.filter(|order| matches!(order.step, ResendStage::Sent(_)))
    }

    /// Returns the exit code: of each what became of it, and where nothing was sent why. One that is
    /// unknown is hidden by none that was sent.
    fn exit(&self) -> Exit {
        let is_any_sent = self.sent().next().is_some();
        let exits = self.0.iter().map(|order| match &order.step {
            ResendStage::Sent(exit) => *exit,
            ResendStage::Refused(failure) if !is_any_sent || !order.record.state().is_open() => {
                failure.exit
            }
            ResendStage::Ready { .. } | ResendStage::Refused(_) => Exit::from(order.record.state()),
        });
        exits.collect()
    }

    fn document(&self) -> ListDocument {
        let rows = self.0.iter();
        let rows = rows.map(|order| IntentRow::of(&order.record, order.batch_file.as_deref()));
        let refused = self.0.iter().filter_map(|order| match &order.step {
            ResendStage::Refused(failure) => Some(NotResent {
                out_trade_no: order.record.number().to_string(),
                why: format!("{:#}", failure.error),
                next: failure.hint.clone(),
            }),
            ResendStage::Ready { .. } | ResendStage::Sent(_) => None,
        });
        let refused: Vec<NotResent> = refused.collect();
        ListDocument {
            refused: (self.0.len() > 1).then_some(refused),
            ..ListDocument::new(rows.collect(), self.exit())
        }
    }

    fn tell_refused(&self, desk: &mut Desk<'_>) {
        for order in &self.0 {
            if let ResendStage::Refused(failure) = &order.step {
                failure.tell(&mut desk.console);
            }
        }
    }

    /// Tells what became of them. One alone that was refused is the command's failure.
    fn conclude(mut self, party: &Party, desk: &mut Desk<'_>) -> Result<Exit, Failure> {
        if self.0.len() == 1
            && let Some(ResendOrder { step, .. }) = self
                .0
                .pop_if(|order| matches!(order.step, ResendStage::Refused(_)))
            && let ResendStage::Refused(failure) = step
        {
            return Err(failure);
        }
        let exit = self.exit();
        let is_any_sent = self.sent().next().is_some();
        let exit = desk.console.result(&self.document(), exit, is_any_sent);
        for order in self.sent() {
            let (message, next) = standing(&order.record, party.profile.name());
            // What could not be written down was told.
            if order.record.state() != State::Sending {
                let number = order.record.number();
                desk.console.note(&told(number, &message, &next));
            }
        }
        Ok(exit)
    }
}

/// Says why one was not sent after another.
fn held_back(record: &Record, why: &str, exit: Exit, party: &Party) -> Failure {
    let number = record.number();
    let again = command("resolve --resend", number.as_str(), party.profile.name());
    Failure::said(
        exit,
        text!(
            "resolve-not-sent-when",
            "{number} was not sent: {why}",
            number,
            why
        ),
    )
    .hint(text!(
        "resolve-when-settled",
        "When that is settled: `{again}`.",
        again
    ))
}

fn confirm(
    orders: &ResendOrders,
    args: &ResolveArgs,
    party: &Party,
    desk: &mut Desk<'_>,
) -> Result<(), Failure> {
    let rows: Vec<ResendRow<'_>> = orders.ready().collect();
    let is_one = orders.0.len() == 1;
    let is_answered =
        args.yes && (party.profile.named() || !party.profile.environment().must_be_named());
    if !is_answered && !desk.console.may_ask {
        let what = if is_one {
            word!("resolve-resend-is", "the resend is")
        } else {
            word!("resolve-resends-are", "the resends are")
        };
        let hint = word!(
            "resolve-add-yes",
            "Add --yes and name the profile with --profile."
        );
        return Err(word::unconfirmed(what).hint(hint));
    }
    let [first, ..] = rows.as_slice() else {
        return Ok(());
    };
    let environment = party.profile.environment().in_words();
    let gateway = party.gateway_lines();
    let (text, (what, answer, act)) = if is_one {
        let (number, intent) = (first.record.number(), &first.record.wanted.intent);
        let amount = intent.amount.in_words(intent.currency);
        let text = text!(
            "resolve-about-to-resend",
            "About to send {amount} of payment {syssn} again under the same number ({environment}).\n{gateway}If the first request was executed after all, the gateway should refuse this one as a duplicate; that is its habit, not its promise.\n",
            amount,
            syssn = intent.syssn,
            environment,
            gateway
        );
        (
            text,
            (
                word!("resolve-the-number", "the number"),
                number.to_string(),
                word!("resolve-send-again", "send it again"),
            ),
        )
    } else {
        let mut sum = Tally::new(party.profile.currency());
        for row in &rows {
            sum.add(row.record.wanted.intent.amount);
        }
        let before = text!(
            "resolve-about-to-resend-many",
            "About to send {sum} in {refunds} again, each under its own number ({environment}).",
            sum = sum.in_words(),
            refunds = counted(sum.count, "refund"),
            environment
        );
        let after = word!(
            "resolve-resend-after",
            "Where a first request was executed after all, the gateway should refuse the second one as a duplicate; that is its habit, not its promise."
        );
        let style = desk.console.err_style;
        let text = resend_list(&before, &gateway, &rows, after, style);
        let count = sum.count.to_string();
        (
            text,
            (
                word!("resolve-how-many", "how many they are"),
                count,
                word!("resolve-send-them-again", "send them again"),
            ),
        )
    };
    if is_one && is_answered {
        return Ok(());
    }
    // The list of several is laid out already.
    let text = match is_one {
        true => folded(&text, desk.console.err_style),
        false => text,
    };
    desk.console.tell(&text);
    if is_answered {
        return Ok(());
    }
    word::typed(
        what,
        &answer,
        act,
        word!("resolve-sent", "sent"),
        &mut desk.console,
    )
}

/// Breaks each line to the width, but for those that are lined up.
fn folded(text: &str, style: Style) -> String {
    let line = |line: &str| match line.starts_with(' ') {
        true => format!("{line}\n"),
        false => format!("{}\n", style.folded(line)),
    };
    text.lines().map(line).collect()
}
