//! Reply bodies, written byte for byte as the gateway's JSON writer does.
//!
//! Pure. A blank after `,` and `:`, everything outside ASCII as `\uXXXX` (protocol 2.2, V2).

/// A value of a reply.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum ReplyValue {
    /// Text, the gateway's type for nearly everything.
    Text(String),
    /// A bare number, in its digits.
    Number(String),
    /// The rows of an enquiry.
    Rows(Vec<Fields>),
    /// `null`.
    Null,
}

/// The fields of a reply or row, in the order they are written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Fields(pub(super) Vec<(&'static str, ReplyValue)>);

impl Fields {
    /// Adds a text.
    pub(super) fn text(&mut self, name: &'static str, value: impl Into<String>) -> &mut Self {
        self.push(name, ReplyValue::Text(value.into()))
    }

    /// Adds a value.
    pub(super) fn push(&mut self, name: &'static str, value: ReplyValue) -> &mut Self {
        self.0.push((name, value));
        self
    }

    /// Calls `change` with every value of that name, in rows too.
    pub(super) fn change(&mut self, wanted: &str, change: &impl Fn(&mut ReplyValue)) {
        for (name, value) in &mut self.0 {
            if let ReplyValue::Rows(rows) = value {
                for row in rows {
                    row.change(wanted, change);
                }
            } else if *name == wanted {
                change(value);
            }
        }
    }

    /// Writes the object.
    pub(super) fn to_json(&self) -> String {
        let mut out = String::new();
        self.write(&mut out);
        out
    }

    fn write(&self, out: &mut String) {
        out.push('{');
        for (index, (name, value)) in self.0.iter().enumerate() {
            if index > 0 {
                out.push_str(", ");
            }
            write_text(name, out);
            out.push_str(": ");
            value.write(out);
        }
        out.push('}');
    }
}

impl ReplyValue {
    fn write(&self, out: &mut String) {
        match self {
            Self::Text(text) => write_text(text, out),
            Self::Number(digits) => out.push_str(digits),
            Self::Null => out.push_str("null"),
            Self::Rows(rows) => {
                out.push('[');
                for (index, row) in rows.iter().enumerate() {
                    if index > 0 {
                        out.push_str(", ");
                    }
                    row.write(out);
                }
                out.push(']');
            }
        }
    }
}

fn write_text(text: &str, out: &mut String) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            ' '..='~' => out.push(c),
            other => {
                for unit in other.encode_utf16(&mut [0; 2]) {
                    out.push_str(&format!("\\u{unit:04x}"));
                }
            }
        }
    }
    out.push('"');
}

/// Returns the gateway's wording for a code the simulator answers with.
pub(super) fn words(respcd: &str) -> String {
    let words = match respcd {
        "0000" => return "success".to_owned(),
        "1143" | "1145" => "交易處理中，請稍候\nTransaction processing, please wait",
        "1102" => "Duplicate request",
        "1103" => "Message format error",
        "1104" => "Parameter error",
        "1108" => "Signature verification failed",
        "1124" => "For void request, it must be a full refund",
        "1251" => "Do not use duplicate out_trade_no for request",
        "1261" => "Transaction not paid",
        "1264" => "Order closed",
        "1265" => "Refund is not allowed at this time",
        "1268" => "Order does not exist",
        "1269" => "Today this payment method refundable balance is not enough",
        "1271" => "This transaction does not support partial refund",
        "1272" => "Refund amount exceeds the refundable amount",
        _ => "Transaction failed",
    };
    format!("{words}({respcd})")
}

/// A business refusal: nothing was executed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct BusinessRefusal {
    /// Response code.
    pub(super) respcd: String,
    /// Text.
    pub(super) resperr: String,
    /// The more precise reason, or empty.
    pub(super) respmsg: String,
}

impl BusinessRefusal {
    /// Makes a refusal with the gateway's usual wording.
    pub(super) fn new(respcd: &str, respmsg: impl Into<String>) -> Self {
        Self {
            respcd: respcd.to_owned(),
            resperr: words(respcd),
            respmsg: respmsg.into(),
        }
    }

    /// Makes the answer seen in the field for a number that was used before (protocol 3.5).
    pub(super) fn duplicate() -> Self {
        Self::new("1251", "out_trade_no is used")
    }

    /// Writes the reply; it echoes the client's numbers but has neither `txamt` nor a refund
    /// number (protocol 3.2).
    pub(super) fn fields(&self, params: &super::http::Params, sysdtm: String) -> Fields {
        let mut fields = Fields::default();
        if let Some(udid) = params.get("udid") {
            fields.text("udid", udid);
        }
        if let Some(txdtm) = params.get("txdtm") {
            fields.text("txdtm", txdtm);
        }
        fields
            .text("sysdtm", sysdtm)
            .text("resperr", &self.resperr)
            .text("respmsg", &self.respmsg);
        if let Some(out_trade_no) = params.get("out_trade_no") {
            fields.text("out_trade_no", out_trade_no);
        }
        fields.text("respcd", &self.respcd);
        fields
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_published_reply_is_written_byte_for_byte() {
        let mut fields = Fields::default();
        fields
            .text("pay_type", "800108")
            .text("sysdtm", "2018-01-12 19:31:16")
            .text("cardcd", "2088802362210279")
            .text("txdtm", "2018-01-12 19:31:22")
            .text("resperr", "交易成功")
            .text("txcurrcd", "CNY")
            .text("txamt", "1")
            .text("respmsg", "")
            .text("out_trade_no", "130145934788787530052")
            .text("syssn", "20180112000100020001662134")
            .text("respcd", "0000");
        let published = r#"{"pay_type": "800108", "sysdtm": "2018-01-12 19:31:16", "cardcd": "2088802362210279", "txdtm": "2018-01-12 19:31:22", "resperr": "\u4ea4\u6613\u6210\u529f", "txcurrcd": "CNY", "txamt": "1", "respmsg": "", "out_trade_no": "130145934788787530052", "syssn": "20180112000100020001662134", "respcd": "0000"}"#;
        assert_eq!(fields.to_json(), published);
    }

    #[test]
    fn hostile_text_stays_json() {
        let mut fields = Fields::default();
        fields
            .text("a", "\"\\\n\r\t\u{1b}\u{7f}\u{1f4b0}")
            .push("b", ReplyValue::Rows(vec![Fields::default()]))
            .push("c", ReplyValue::Null);
        let json = fields.to_json();
        assert!(json.is_ascii());
        let read: serde_json::Value = serde_json::from_str(&json).unwrap();
        assert_eq!(read["a"], "\"\\\n\r\t\u{1b}\u{7f}\u{1f4b0}");
    }
}
