//! Whose a profile's refunds are.

use super::{Document, Style};
use serde::Serialize;

/// The merchant of a profile, as the journal has it.
#[derive(Debug, Serialize)]
pub struct AdoptionDocument {
    /// The process's exit code.
    pub exit_code: u8,
    /// The profile.
    pub profile: String,
    /// The merchant whose refunds its refunds are.
    pub merchant: String,
    /// Every key under which that merchant has been known.
    pub keys: Vec<String>,
    /// Whether the journal has it written down; if not, the first refund does that.
    pub settled: bool,
}

impl Document for AdoptionDocument {
    const KIND: &'static str = "merchant";

    fn to_table(&self, style: Style) -> String {
        let others = self.keys.iter().filter(|key| **key != self.merchant);
        let others: Vec<_> = others.map(String::as_str).collect();
        style.values(&[
            ("profile", self.profile.clone()),
            ("merchant", self.merchant.clone()),
            ("also known as", others.join(", ")),
        ])
    }
}
