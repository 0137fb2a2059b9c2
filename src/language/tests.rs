use super::*;

#[test]
fn a_locale_names_a_language_where_it_can_be_shown() {
    for (tag, expected) in [
        ("zh_HK.UTF-8", Some(Language::Chinese)),
        ("zh_TW.utf8", Some(Language::Chinese)),
        ("zh_TW.UTF-8@radical", Some(Language::Chinese)),
        ("zh_HK", Some(Language::Chinese)),
        ("zh-Hant", Some(Language::Chinese)),
        ("zh-Hant-HK", Some(Language::Chinese)),
        ("en_GB.UTF-8", Some(Language::English)),
        ("en", Some(Language::English)),
        ("zh_TW.BIG5", None),
        ("zh_CN.UTF-8", None),
        ("zh", None),
        ("zhx_HK", None),
        ("C.UTF-8", None),
        ("", None),
    ] {
        assert_eq!(Language::parse(tag), expected, "{tag}");
    }
}

fn rows(n: u32) -> String {
    text!("count-row", "{count} rows", count = n)
}

#[test]
fn a_text_is_in_the_language_that_is_spoken_and_english_where_that_is_wanted() {
    assert_eq!(rows(3), "3 rows");
    speak(Language::Chinese);
    assert_eq!(rows(3), "3 行");
    assert_eq!(in_english(|| rows(3)), "3 rows");
    let broken_off = std::panic::catch_unwind(|| in_english(|| panic!("on purpose")));
    assert!(broken_off.is_err());
    assert_eq!(spoken(), Language::Chinese);
    let other = std::thread::spawn(|| rows(3)).join().unwrap();
    assert_eq!(other, "3 rows", "another thread has not been told");
    speak(Language::English);
}

#[test]
fn what_has_no_translation_is_said_in_english() {
    speak(Language::Chinese);
    assert_eq!(
        text!("count-nonsense", "{a} and {b}", a = 1, b = 2),
        "1 and 2"
    );
    assert_eq!(text!("count-row", "{other} rows", other = 1), "1 rows");
    assert_eq!(word!("nobody-knows", "nobody"), "nobody");
    speak(Language::English);
}
