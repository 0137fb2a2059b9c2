//! The table, held against a second list of every code and what it proves.

use super::*;
use crate::refund::resend;

/// Every code of protocol section 6, written out a second time on purpose: a row that is lost
/// or invented in the table shows here.
const LISTED: [&str; 104] = [
    "0000", "1100", "1101", "1102", "1103", "1104", "1105", "1106", "1107", "1108", "1109", "1110",
    "1111", "1112", "1113", "1114", "1115", "1116", "1117", "1118", "1119", "1120", "1121", "1122",
    "1123", "1124", "1125", "1126", "1127", "1128", "1129", "1130", "1131", "1132", "1133", "1134",
    "1135", "1136", "1137", "1138", "1139", "1140", "1141", "1142", "1143", "1144", "1145", "1146",
    "1147", "1148", "1150", "1151", "1152", "1153", "1154", "1155", "1161", "1170", "1180", "1181",
    "1201", "1202", "1203", "1204", "1205", "1212", "1241", "1242", "1243", "1250", "1251", "1252",
    "1254", "1260", "1261", "1262", "1263", "1264", "1265", "1266", "1267", "1268", "1269", "1270",
    "1271", "1272", "1294", "1295", "1296", "1297", "1298", "2001", "2002", "2003", "2004", "2005",
    "2006", "2007", "2008", "2009", "2010", "2011", "2012", "2999",
];

/// The only codes that prove that nothing was executed.
const REFUSED: [&str; 19] = [
    "1103", "1104", "1105", "1106", "1107", "1108", "1116", "1124", "1136", "1150", "1155", "1265",
    "1266", "1267", "1268", "1269", "1270", "1271", "1272",
];

/// The codes that are about credentials, signature, user, shop or merchant, about the program,
/// or about the whole gateway or the hour: every request would get them.
const MEETS_EVERY_REQUEST: [&str; 22] = [
    "1100", "1108", "1109", "1113", "1114", "1115", "1116", "1117", "1120", "1132", "1133", "1135",
    "1138", "1140", "1203", "1241", "1242", "1243", "2001", "2002", "2003", "2012",
];

/// The codes that are about the device.
const MEETS_THE_DEVICE: [&str; 3] = ["1105", "1106", "1107"];

/// Characters that only Simplified Chinese writes, common in texts about payments.
const SIMPLIFIED: &str = "户单复询额请码号错误认证执发币络网务设备绑权现时间连结终态报关闭专业\
    检财数据门统处见则为应当须经验费条录输书签变钥订购过还进达远运这边迟选从众会传兴内写决况净\
    减办动协卫历厅压县参双叶启员响问团园围图圆场块声奖实审宽对导层师带帮库张强归总护择损换断无旧\
    显术标样档毁没测点热爱状独环电监确种积称稳笔类约级纳练组细绝继续维综缩罚罗职联节获营补装规\
    视览计讨让议记讲许论访词试话诚该详语说读谁调账货质贪贴贵贷贸资转轮轻载较递邮释银链销锁键长闪\
    阅际随隐难静页项顺预领频题颜风馆驱齐";

fn with(standing: Standing) -> Vec<&'static str> {
    TABLE
        .iter()
        .filter(|row| row.standing == standing)
        .map(|row| row.code)
        .collect()
}

/// Whether the money's whereabouts stay open after a reply with this code.
fn open(row: &Code) -> bool {
    !matches!(row.standing, Standing::Done | Standing::Refused)
}

#[test]
fn every_code_in_the_list_is_a_row() {
    let codes: Vec<_> = TABLE.iter().map(|row| row.code).collect();
    assert_eq!(codes, LISTED);
}

#[test]
fn every_code_is_four_digits_and_the_rows_are_sorted() {
    for row in TABLE {
        assert_eq!(row.code.len(), 4, "{}", row.code);
        assert!(row.code.bytes().all(|b| b.is_ascii_digit()), "{}", row.code);
    }
    for pair in TABLE.windows(2) {
        assert!(pair[0].code < pair[1].code, "{}", pair[1].code);
    }
}

#[test]
fn every_code_finds_its_own_row() {
    for row in TABLE {
        assert_eq!(find(row.code).code, row.code);
        assert_ne!(find(row.code).class, Class::Unlisted);
    }
}

#[test]
fn a_code_that_is_not_listed_stays_open() {
    for code in [
        "",
        "0",
        "00000",
        "000",
        "0000 ",
        " 0000",
        "1103\n",
        "-1103",
        "1149",
        "9999",
        "６６６６",
        "ok",
    ] {
        let row = find(code);
        assert_eq!(row.code, UNLISTED.code, "{code:?}");
        assert_eq!(row.class, Class::Unlisted, "{code:?}");
        assert_eq!(row.standing, Standing::Unclear, "{code:?}");
        assert_eq!(row.again, Again::EnquireFirst, "{code:?}");
    }
}

#[test]
fn only_the_codes_on_the_short_list_are_refusals() {
    assert_eq!(with(Standing::Refused), REFUSED);
}

#[test]
fn the_codes_that_other_requests_would_get_too() {
    let reaching = |reach| {
        let rows = TABLE.iter().filter(move |row| row.reach == reach);
        rows.map(|row| row.code).collect::<Vec<_>>()
    };
    assert_eq!(reaching(Reach::Profile), MEETS_EVERY_REQUEST);
    assert_eq!(reaching(Reach::Device), MEETS_THE_DEVICE);
    assert_eq!(UNLISTED.reach, Reach::Request);
}

#[test]
fn what_blames_the_set_up_reaches_beyond_the_request() {
    for row in TABLE.iter().filter(|row| row.is_setup()) {
        assert_ne!(row.reach, Reach::Request, "{}", row.code);
    }
}

#[test]
fn only_0000_says_done() {
    assert_eq!(with(Standing::Done), ["0000"]);
}

#[test]
fn the_codes_that_say_processing_or_seen_before() {
    assert_eq!(with(Standing::Processing), ["1143", "1145", "2999"]);
    assert_eq!(
        with(Standing::Seen),
        ["1102", "1125", "1251", "1262", "1264", "2011"]
    );
    assert_eq!(with(Standing::Seen), resend::SEEN_BEFORE);
}

#[test]
fn sending_again_is_thought_of_only_after_a_refusal() {
    for row in TABLE.iter().chain([&UNLISTED]) {
        match row.standing {
            Standing::Done => assert_eq!(row.again, Again::No, "{}", row.code),
            Standing::Refused => assert_ne!(row.again, Again::EnquireFirst, "{}", row.code),
            Standing::Processing | Standing::Unclear | Standing::Seen => {
                assert_eq!(row.again, Again::EnquireFirst, "{}", row.code);
            }
        }
    }
    let later: Vec<_> = TABLE
        .iter()
        .filter(|row| row.again == Again::Later)
        .collect();
    assert!(later.iter().map(|row| row.code).eq(["1265", "1269"]));
}

#[test]
fn no_class_that_leaves_the_money_open_is_ever_a_refusal() {
    for row in TABLE.iter().filter(|row| !open(row)) {
        let definite = matches!(
            row.class,
            Class::Ok | Class::Request | Class::Auth | Class::Rule | Class::State | Class::Setup
        );
        assert!(definite, "{} is {:?}", row.code, row.class);
    }
}

#[test]
fn an_open_outcome_is_looked_up_and_never_answered_with_a_new_refund() {
    let command = "`qfrefund enquiry OUT_TRADE_NO`";
    for row in TABLE.iter().filter(|row| open(row)) {
        assert!(row.next_english.contains(command), "{}", row.code);
        assert!(row.next_chinese.contains(command), "{}", row.code);
    }
    for row in TABLE.iter().chain([&UNLISTED]).filter(|row| open(row)) {
        for tempting in ["new refund", "new number", "another number"] {
            assert!(!row.next_english.contains(tempting), "{}", row.code);
        }
        for tempting in ["新退款", "新編號", "另一編號"] {
            assert!(!row.next_chinese.contains(tempting), "{}", row.code);
        }
    }
}

#[test]
fn a_refusal_says_so_and_that_another_try_needs_a_new_number() {
    for row in TABLE.iter().filter(|row| row.standing == Standing::Refused) {
        assert!(
            row.next_english.starts_with("Nothing was executed"),
            "{}",
            row.code
        );
        assert!(row.next_chinese.starts_with("並未執行"), "{}", row.code);
        let may_try = row.again != Again::No;
        let english = row.next_english.contains("new refund (new number)");
        let chinese = row.next_chinese.contains("新退款（新編號）");
        assert_eq!((english, chinese), (may_try, may_try), "{}", row.code);
    }
}

#[test]
fn the_texts_of_1265_and_1269_tell_their_two_meanings_apart() {
    let window = find("1265");
    for part in ["pause", "promotion", "period is over", "never"] {
        assert!(window.next_english.contains(part), "{part}");
    }
    for part in ["清算時段", "優惠", "逾退款期限", "不可再試"] {
        assert!(window.next_chinese.contains(part), "{part}");
    }
    let takings = find("1269");
    assert!(takings.english.contains("takings") && takings.next_english.contains("11:00"));
    assert!(takings.chinese.contains("未結算") && takings.next_chinese.contains("上午 11 時"));
}

#[test]
fn no_text_is_empty_or_carries_stray_blanks_or_line_breaks() {
    for row in TABLE.iter().chain([&UNLISTED]) {
        for text in [row.english, row.chinese, row.next_english, row.next_chinese] {
            assert!(!text.is_empty(), "{}", row.code);
            assert_eq!(text, text.trim(), "{}", row.code);
            assert!(!text.contains("  "), "{}: {text}", row.code);
            assert!(!text.contains(char::is_control), "{}: {text}", row.code);
        }
        // Meanings are phrases, for a table cell; advice is whole sentences.
        assert!(!row.english.ends_with('.'), "{}", row.code);
        assert!(row.next_english.ends_with('.'), "{}", row.code);
        assert!(!row.chinese.ends_with('。'), "{}", row.code);
        assert!(row.next_chinese.ends_with('。'), "{}", row.code);
    }
}

#[test]
fn the_chinese_is_traditional_and_the_english_is_english() {
    let han = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
    for row in TABLE.iter().chain([&UNLISTED]) {
        for text in [row.english, row.next_english] {
            assert!(text.is_ascii(), "{}: {text}", row.code);
        }
        for text in [row.chinese, row.next_chinese] {
            assert!(text.contains(han), "{}: {text}", row.code);
            let wrong: String = text.chars().filter(|c| SIMPLIFIED.contains(*c)).collect();
            assert!(wrong.is_empty(), "{}: {wrong} in {text}", row.code);
        }
    }
}
