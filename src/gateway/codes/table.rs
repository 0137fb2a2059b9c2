//! The rows, in order of their code.

use super::{Again, Class, Code, Source, Standing};

/// Every documented response code.
pub const TABLE: &[Code] = &[Code {
    code: "0000",
    class: Class::Ok,
    standing: Standing::Done,
    english: "done",
    chinese: "成功",
    next_english: "Nothing: keep the refund's syssn. An enquiry confirms it.",
    next_chinese: "無須處理：保存退款 syssn；可查詢確認。",
    again: Again::No,
    source: Source::Current,
}];
