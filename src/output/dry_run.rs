//! The request a refund would send.

use super::{Colour, Document, Style};
use crate::gateway::environment::Environment;
use crate::language::{text, word};
use serde::Serialize;
use std::collections::BTreeMap;

/// The request a refund would send, byte for byte, and how it is signed.
#[derive(Debug, Serialize)]
pub struct DryRunDocument {
    /// The profile's name.
    pub profile: String,
    /// Where it would be sent.
    pub environment: Environment,
    /// Whether money would move there.
    pub moves_money: bool,
    /// Its host and the app code, in words, a line each.
    #[serde(skip)]
    pub gateway: String,
    /// Always `POST`.
    pub method: &'static str,
    /// Full address. The built-in simulator shows port 0: it takes a free one when it starts.
    pub url: String,
    /// Headers as written, in order.
    pub headers: Vec<(String, String)>,
    /// The body as sent.
    pub body: String,
    /// The raw parameters.
    pub parameters: BTreeMap<String, String>,
    /// The text that is hashed; the client key is masked unless asked for by name.
    pub string_to_sign: String,
    /// Whether the client key stands in `string_to_sign`.
    pub key_revealed: bool,
    /// `MD5` or `SHA256`.
    pub sign_type: &'static str,
    /// The signature.
    pub signature: String,
    /// Our number of the refund.
    pub out_trade_no: String,
    /// Amount in words.
    pub amount: String,
    /// Why it would not be sent, by what the journal alone says.
    pub refused: Option<String>,
}

impl Document for DryRunDocument {
    const KIND: &'static str = "dry_run";

    fn to_table(&self, style: Style) -> String {
        let heading = |text: &str| style.paint(Colour::Bold, text);
        let mut out = format!(
            "{}\n  {}\n{}\n{}\n{} {}\n",
            heading(word!("issue-dry-run", "Dry run: nothing is sent")),
            text!(
                "issue-dry-run-of",
                "{amount} with profile {profile} ({environment})",
                amount = self.amount,
                profile = self.profile,
                environment = self.environment.in_words()
            ),
            self.gateway,
            heading(word!("issue-request", "Request")),
            self.method,
            self.url,
        );
        for (name, value) in &self.headers {
            out.push_str(&format!("{name}: {value}\n"));
        }
        // The lines to copy are never broken, however narrow the terminal.
        out.push_str(&format!(
            "\n{}\n\n{}\n{}\n\n{}\n{}\n",
            self.body,
            text!(
                "issue-hashed-how",
                "{heading} ({sign_type}, UTF-8, upper-case hexadecimal)",
                heading = heading(word!("issue-hashed", "Text that is hashed")),
                sign_type = self.sign_type
            ),
            self.string_to_sign,
            heading(word!("issue-signature", "Signature")),
            self.signature,
        ));
        let warning = if self.key_revealed {
            word!(
                "issue-key-revealed",
                "The client key stands above in clear: do not save or send this."
            )
        } else {
            word!(
                "issue-confidential",
                "Confidential: request and signature together could be sent by anybody."
            )
        };
        out.push_str(&format!("\n{warning}\n"));
        out
    }
}
