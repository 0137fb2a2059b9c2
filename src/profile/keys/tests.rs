use super::*;
use crate::language::{Language, speak};
use std::collections::BTreeSet;

#[test]
fn the_table_has_each_key_once_and_a_sample_of_its_own_kind() {
    let all: Vec<&ConfigKey> = TOP.iter().chain(&PROFILE).collect();
    let names: BTreeSet<&str> = all.iter().map(|key| key.name).collect();
    assert_eq!(names.len(), all.len());
    for key in &all {
        assert!(
            !key.doc.is_empty() && !key.doc.ends_with('.'),
            "{}",
            key.name
        );
        let parsed: toml::Table = key.sample.parse().unwrap();
        let value = &parsed[key.name];
        assert!(
            match key.kind {
                ValueKind::Text | ValueKind::Secret => value.is_str(),
                ValueKind::Texts => value.is_array(),
                ValueKind::Number => value.is_integer(),
                ValueKind::Switch => value.is_bool(),
                ValueKind::Tables | ValueKind::Numbers => value.is_table(),
            },
            "{}",
            key.name
        );
    }
    assert!(SOURCES.iter().all(|name| find(&PROFILE, name).is_some()));
    assert!(find(&PROFILE, "default_profile").is_none());
}

#[test]
fn near_names_are_suggested_and_far_ones_are_not() {
    let known = PROFILE.map(|key| key.name);
    for (wrong, right) in [
        ("app_cod", Some("app_code")),
        ("appcode", Some("app_code")),
        ("App-Code", Some("app_code")),
        ("clinet_key", Some("client_key")),
        ("rate", Some("rate_limit")),
        ("client", None),
        ("secret", None),
        ("x", None),
    ] {
        assert_eq!(nearest(wrong, &known), right, "{wrong}");
    }
    assert_eq!(nearest("x", &["a"]), None);
    assert_eq!(remedy("zz", ["a", "b"]), "Allowed: a, b.");
}

#[test]
fn a_key_left_of_the_sign_is_not_repeated() {
    assert_eq!(named("app_cod"), "unknown key `app_cod`");
    assert_eq!(named("0E32A59A8B454940"), "unknown key");
    assert_eq!(named(&"k".repeat(25)), "unknown key");
    assert_eq!(named("a\u{1b}"), "unknown key");
}

#[test]
fn every_key_is_explained_in_chinese() {
    let explained = || -> Vec<&str> { PROFILE.iter().map(ConfigKey::explained).collect() };
    let english = explained();
    speak(Language::Chinese);
    let chinese = explained();
    speak(Language::English);
    assert_eq!(english, PROFILE.map(|key| key.doc));
    for (english, chinese) in english.iter().zip(chinese) {
        assert_ne!(*english, chinese);
    }
}
