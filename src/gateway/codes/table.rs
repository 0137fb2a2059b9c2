//! The rows, in order of their code, and the shorthand in which they are written.
//!
//! How a row is started fixes what it proves and whether sending again can help, so the two cannot
//! drift apart: only [`refused`] makes a row that lets anyone think of a new refund.

mod below_1200;
mod from_1200;

use super::{Again, Class, Code, Reach, Source, Standing, UNLISTED};

/// Every documented response code, in order.
pub const TABLE: &[Code] = &joined();

const ROWS: usize = below_1200::ROWS.len() + from_1200::ROWS.len();

/// Puts the two halves together; they are apart only to keep the files readable.
const fn joined() -> [Code; ROWS] {
    let mut rows = [UNLISTED; ROWS];
    let (low, high) = rows.split_at_mut(below_1200::ROWS.len());
    low.copy_from_slice(below_1200::ROWS);
    high.copy_from_slice(from_1200::ROWS);
    rows
}

const fn start(code: &'static str, class: Class, standing: Standing, again: Again) -> Code {
    Code {
        code,
        class,
        standing,
        english: "",
        chinese: "",
        next_english: "",
        next_chinese: "",
        again,
        reach: match class {
            Class::Auth | Class::Setup => Reach::Profile,
            _ => Reach::Request,
        },
        source: Source::Current,
    }
}

/// Starts the row of the one code that says the refund is done.
const fn done(code: &'static str) -> Code {
    start(code, Class::Ok, Standing::Done, Again::No)
}

/// Starts a row that proves that nothing was executed. It must say itself what comes next.
const fn refused(code: &'static str, class: Class, again: Again) -> Code {
    start(code, class, Standing::Refused, again)
}

/// Starts a row that says the gateway has the refund and works on it.
const fn processing(code: &'static str) -> Code {
    start(
        code,
        Class::Pending,
        Standing::Processing,
        Again::EnquireFirst,
    )
    .next(
        "The gateway has the refund: send nothing. \
         Run `qfrefund enquiry OUT_TRADE_NO` until it shows the end.",
        "閘道已收到退款，切勿再發送任何請求。\
         請執行 `qfrefund enquiry OUT_TRADE_NO` 查詢，直至有最終結果。",
    )
}

/// Starts a row that says the number, or a refund of the payment, was seen before.
///
/// That proves no refund: the earlier request may have failed, or be somebody else's.
const fn seen(code: &'static str) -> Code {
    start(code, Class::State, Standing::Seen, Again::EnquireFirst)
}

/// Starts a row that proves nothing, with the advice common to its class.
const fn unclear(code: &'static str, class: Class) -> Code {
    let row = start(code, class, Standing::Unclear, Again::EnquireFirst);
    match class {
        Class::Auth | Class::Setup => row.next(
            "Run `qfrefund enquiry OUT_TRADE_NO` to learn what became of the refund. \
             Then have QFPay support check the account.",
            "先執行 `qfrefund enquiry OUT_TRADE_NO` 查明退款結果，再請 QFPay 支援檢查帳戶。",
        ),
        Class::Rule => row.next(
            "The reply alone proves no refusal: run `qfrefund enquiry OUT_TRADE_NO`. \
             Then a person must take the rule up with QFPay support.",
            "單憑此回應不能證明退款被拒：先執行 `qfrefund enquiry OUT_TRADE_NO`，\
             再由專人向 QFPay 支援查詢該規則。",
        ),
        Class::State => row.next(
            "Run `qfrefund enquiry OUT_TRADE_NO`, then look the payment up by its syssn. \
             A person decides when both are known.",
            "先執行 `qfrefund enquiry OUT_TRADE_NO`，\
             再以 syssn 查詢原付款；兩者查明後由專人決定。",
        ),
        Class::Payment => row.next(
            "Not expected for a refund. Run `qfrefund enquiry OUT_TRADE_NO`; \
             if it finds nothing, show the reply to QFPay support.",
            "退款不應出現此代碼。\
             請執行 `qfrefund enquiry OUT_TRADE_NO`；若查無記錄，將回應交 QFPay 支援。",
        ),
        Class::Request | Class::System => row.next(
            "Run `qfrefund enquiry OUT_TRADE_NO`. \
             If it finds nothing, show the reply to QFPay support before anything else is sent.",
            "請執行 `qfrefund enquiry OUT_TRADE_NO`。\
             若查無記錄，先將回應交 QFPay 支援，其間切勿再發送。",
        ),
        Class::Pending | Class::Retry | Class::Ok | Class::Unlisted => row.next(
            "Run `qfrefund enquiry OUT_TRADE_NO`. Only if it keeps finding nothing \
             may the same request go again, under the same number.",
            "請執行 `qfrefund enquiry OUT_TRADE_NO`。\
             只有一直查無記錄，方可用同一編號重發同一請求。",
        ),
    }
}

impl Code {
    /// Sets what the code means.
    const fn means(self, english: &'static str, chinese: &'static str) -> Self {
        Self {
            english,
            chinese,
            ..self
        }
    }

    /// Sets what to do next.
    const fn next(self, next_english: &'static str, next_chinese: &'static str) -> Self {
        Self {
            next_english,
            next_chinese,
            ..self
        }
    }

    /// Sets which other requests would get it; rows about key, signature, user, shop or merchant
    /// start as reaching all of the profile, the others as reaching none.
    const fn reach(self, reach: Reach) -> Self {
        Self { reach, ..self }
    }

    /// Sets where the meaning is documented; rows start as the gateway's current tables.
    const fn source(self, source: Source) -> Self {
        Self { source, ..self }
    }
}
