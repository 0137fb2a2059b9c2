//! What the simulator holds and does.

use super::text::clean;
use super::{Colour, Document, Style, json_line};
use crate::language::{text, word};
use crate::money::Currency;
use crate::simulator::{RefundState, RequestEvent, SimulatorState};
use serde::Serialize;

/// The simulator's payments and the refunds it executed.
#[derive(Debug, Serialize)]
pub struct SimulatorDocument {
    /// The file they are kept in.
    pub state_file: String,
    /// Payments and refunds.
    #[serde(flatten)]
    pub state: SimulatorState,
}

fn amount(minor: u64, currency: &str) -> String {
    match Currency::from_code(currency) {
        Ok(currency) => currency.in_words(minor.into()),
        Err(_) => format!("{currency} {minor}"),
    }
}

impl Document for SimulatorDocument {
    const KIND: &'static str = "simulator";

    fn to_table(&self, style: Style) -> String {
        let heading = |text: &str| format!("{}\n", style.paint(Colour::Bold, text));
        let mut out = heading(word!("profile-simulator-payments", "Payments"));
        let payments = self.state.payments.iter().map(|state| {
            let payment = &state.payment;
            vec![
                payment.syssn.clone(),
                amount(payment.txamt, &payment.txcurrcd),
                amount(state.rest, &payment.txcurrcd),
                payment.pay_type.clone(),
                payment.respcd.clone(),
            ]
        });
        out.push_str(&style.rows(
            &[
                word!("profile-simulator-syssn", "SYSSN"),
                word!("profile-simulator-paid", "PAID"),
                word!("profile-simulator-left", "REFUNDABLE"),
                word!("profile-simulator-pay-type", "PAY TYPE"),
                word!("profile-simulator-result", "RESULT"),
            ],
            payments,
        ));
        out.push('\n');
        out.push_str(&heading(word!(
            "profile-simulator-refunds",
            "Refunds executed"
        )));
        if self.state.refunds.is_empty() {
            let none = word!("profile-simulator-none", "none");
            out.push_str(&format!("{none}\n"));
        } else {
            let refunds = self.state.refunds.iter().map(|refund| {
                let state = match refund.state {
                    RefundState::Done => word!("profile-simulator-done", "done"),
                    RefundState::Pending => word!("profile-simulator-pending", "pending"),
                    RefundState::Refused => word!("profile-simulator-refused", "refused"),
                };
                vec![
                    refund.out_trade_no.clone(),
                    refund.syssn.clone(),
                    amount(refund.txamt, &refund.txcurrcd),
                    state.to_owned(),
                    refund.sysdtm.clone(),
                ]
            });
            out.push_str(&style.rows(
                &[
                    word!("profile-simulator-number", "OUT_TRADE_NO"),
                    word!("profile-simulator-payment", "PAYMENT"),
                    word!("profile-simulator-amount", "AMOUNT"),
                    word!("profile-simulator-state", "STATE"),
                    word!("profile-simulator-time", "TIME (UTC+8)"),
                ],
                refunds,
            ));
        }
        let file = style.folded(&text!(
            "profile-simulator-file",
            "state file: {file}",
            file = self.state_file
        ));
        out.push_str(&format!("\n{file}\n"));
        out
    }
}

/// Writes one request of the running simulator as a line for people.
#[must_use]
pub fn event_line(event: &RequestEvent) -> String {
    let text = |value: &Option<String>| value.as_deref().map_or_else(|| "-".to_owned(), clean);
    let mut line = format!(
        "{} {} {} {} {} -> {} {}",
        clean(&event.time),
        clean(&event.path),
        text(&event.out_trade_no),
        text(&event.syssn),
        text(&event.txamt),
        event.status,
        text(&event.respcd),
    );
    if event.executed {
        line.push_str(" executed");
    }
    for fault in &event.faults {
        line.push_str(&format!(" fault:{fault}"));
    }
    if let Some(trouble) = &event.trouble {
        line.push_str(&format!(" trouble: {}", clean(trouble)));
    }
    line.push('\n');
    line
}

/// Writes one request of the running simulator as one line of JSON.
///
/// # Errors
/// When a value cannot be written as JSON, which would be a fault of ours.
pub fn event_json(event: &RequestEvent) -> Result<String, std::io::Error> {
    json_line("request", None, event)
}
