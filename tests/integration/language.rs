//! Every text that the code names has its Chinese, with the same values, in Chinese words.

use fluent_syntax::ast::{Entry, Expression, InlineExpression, PatternElement};
use qfrefund::cli;
use qfrefund::language::{Language, speak};
use regex::Regex;
use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use unicode_width::UnicodeWidthStr as _;

/// Names and words that a Hong Kong finance desk writes in Latin letters, or has to type as they stand.
const LATIN: [&str; 52] = [
    "root",
    "uid",
    "NTP",
    "table",
    "ASCII",
    "QFPay",
    "Alipay",
    "WeChat",
    "PayMe",
    "FPS",
    "UnionPay",
    "Visa",
    "Mastercard",
    "HKD",
    "JPY",
    "JSON",
    "JSONL",
    "CSV",
    "TOML",
    "PEM",
    "HTTP",
    "HTTPS",
    "TLS",
    "DNS",
    "URL",
    "UTF",
    "Big5",
    "GBK",
    "MD5",
    "SHA256",
    "SHA",
    "SQLite",
    "API",
    "ID",
    "IP",
    "PID",
    "mchid",
    "syssn",
    "out_trade_no",
    "txdtm",
    "txamt",
    "app_code",
    "respcd",
    "resperr",
    "qfrefund",
    "Ctrl",
    "Enter",
    "ms",
    "MB",
    "yes",
    "UTC",
    "README",
];

/// Characters of simplified writing that traditional writing does not have.
const SIMPLIFIED: &str =
    "们这发单时间钱额账户关闭开启没问题应请确认为个数据输错误设运从经过还对话记录结";

struct Said {
    english: String,
    places: Vec<String>,
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path, ending));
        } else if path.extension().is_some_and(|e| e == ending) {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// The code without its comments and tests.
fn code() -> Vec<(String, String)> {
    let is_test = |path: &Path| {
        let name = path.display().to_string();
        name.contains("/tests/") || name.ends_with("/tests.rs") || name.ends_with("src/language.rs")
    };
    files(&root(), "rs")
        .into_iter()
        .filter(|path| !is_test(path))
        .map(|path| {
            let text = std::fs::read_to_string(&path).unwrap();
            let text = text.split("#[cfg(test)]\nmod tests {").next().unwrap();
            let lines = text
                .lines()
                .filter(|line| !line.trim_start().starts_with("//"));
            (
                path.display().to_string(),
                lines.collect::<Vec<_>>().join("\n"),
            )
        })
        .collect()
}

/// What the code says, by name.
fn said() -> BTreeMap<String, Said> {
    let literal = r#""((?:[^"\\]|\\.)*)""#;
    let call = Regex::new(&format!(
        r#"(?s)\b(?:(?:text|word)!\(|write_text!\(\s*[^,"]+,)\s*"([^"]+)",\s*{literal}"#
    ))
    .unwrap();
    let any = Regex::new(r"\b(?:text|word|write_text)!\(").unwrap();
    let mut said: BTreeMap<String, Said> = BTreeMap::new();
    for (path, code) in code() {
        let found: Vec<_> = call.captures_iter(&code).collect();
        assert_eq!(
            found.len(),
            any.find_iter(&code).count(),
            "{path}: a text is not `text!(\"name\", \"English\", …)` with both written out"
        );
        for one in found {
            let said = said.entry(one[1].to_owned()).or_insert_with(|| Said {
                english: one[2].to_owned(),
                places: Vec::new(),
            });
            said.places.push(path.clone());
            assert_eq!(
                said.english, one[2],
                "`{}` is two texts, in {:?}",
                &one[1], said.places
            );
        }
    }
    said
}

/// The names in braces.
fn values_of_english(english: &str) -> BTreeSet<String> {
    let value = Regex::new(r"\{([a-z_0-9]+)").unwrap();
    let plain = english.replace("{{", "");
    value
        .captures_iter(&plain)
        .map(|v| v[1].to_owned())
        .collect()
}

struct Chinese {
    /// With its values written as `\u{0}`.
    text: String,
    values: BTreeSet<String>,
    family: String,
}

fn chinese() -> BTreeMap<String, Chinese> {
    let mut all = BTreeMap::new();
    for path in files(&root().join("language/zh-Hant"), "ftl") {
        let family = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let source = std::fs::read_to_string(&path).unwrap();
        let parsed = fluent_syntax::parser::parse(source.as_str());
        let parsed = parsed.unwrap_or_else(|(_, errors)| panic!("{}: {errors:?}", path.display()));
        for entry in parsed.body {
            let message = match entry {
                Entry::Message(message) => message,
                Entry::Comment(_) | Entry::GroupComment(_) | Entry::ResourceComment(_) => continue,
                other => panic!("{}: only messages, not {other:?}", path.display()),
            };
            let (mut text, mut values) = (String::new(), BTreeSet::new());
            for element in message.value.unwrap().elements {
                match element {
                    PatternElement::TextElement { value } => text.push_str(value),
                    PatternElement::Placeable {
                        expression: Expression::Inline(InlineExpression::VariableReference { id }),
                    } => {
                        values.insert(id.name.to_owned());
                        text.push('\0');
                    }
                    PatternElement::Placeable {
                        expression: Expression::Inline(InlineExpression::StringLiteral { value }),
                    } => text.push_str(&value.replace("\\u000A", "\n")),
                    other => panic!("{}: only values and text, not {other:?}", message.id.name),
                }
            }
            let known = all.insert(
                message.id.name.to_owned(),
                Chinese {
                    text,
                    values,
                    family: family.clone(),
                },
            );
            assert!(known.is_none(), "{} stands twice", message.id.name);
        }
    }
    all
}

/// Names of tables, whose texts end with what they are about; each has a test where the table is.
fn tables() -> Vec<String> {
    let call = Regex::new(r#"(?s)\bentry(?:_id)?\(\s*"([a-z-]+)""#).unwrap();
    let found = code().into_iter().flat_map(|(_, code)| {
        call.captures_iter(&code)
            .map(|c| format!("{}-", &c[1]))
            .collect::<Vec<_>>()
    });
    found.collect()
}

#[test]
fn every_text_has_its_chinese_and_every_chinese_its_text() {
    let (said, chinese, tables) = (said(), chinese(), tables());
    let missing: Vec<_> = said
        .keys()
        .filter(|id| !chinese.contains_key(*id))
        .collect();
    assert!(missing.is_empty(), "no Chinese for {missing:#?}");
    let is_used = |id: &&String| {
        said.contains_key(*id) || tables.iter().any(|table| id.starts_with(table.as_str()))
    };
    let unused: Vec<_> = chinese.keys().filter(|id| !is_used(id)).collect();
    assert!(unused.is_empty(), "nobody says {unused:#?}");
    for (id, text) in &chinese {
        assert_eq!(
            id.split('-').next().unwrap(),
            text.family,
            "`{id}` stands in another family's file"
        );
    }
}

#[test]
fn both_languages_are_told_the_same_values() {
    let chinese = chinese();
    for (id, said) in said() {
        if let Some(text) = chinese.get(&id) {
            assert_eq!(values_of_english(&said.english), text.values, "of `{id}`");
        }
    }
}

#[test]
fn the_chinese_is_chinese() {
    let quoted = Regex::new("`[^`]*`").unwrap();
    let latin = Regex::new("[A-Za-z][A-Za-z_0-9]+").unwrap();
    let options = Regex::new("--[a-z-]+").unwrap();
    let mut wrong = Vec::new();
    for (id, text) in chinese() {
        let plain = without_examples(&text.text);
        let plain = quoted.replace_all(&plain, "");
        let plain = options.replace_all(&plain, "");
        for word in latin
            .find_iter(&plain)
            .filter(|w| !LATIN.contains(&w.as_str()))
        {
            wrong.push(format!("{id}: `{}` in {}", word.as_str(), text.text));
        }
        for simplified in plain.chars().filter(|c| SIMPLIFIED.contains(*c)) {
            wrong.push(format!("{id}: {simplified} in {}", text.text));
        }
        let signs: Vec<char> = plain.chars().collect();
        for pair in signs.windows(2) {
            if pair[0] > '\u{2e80}' && pair[0] < '\u{ff00}' && ",;:?!(".contains(pair[1]) {
                wrong.push(format!("{id}: half-width `{}` in {}", pair[1], text.text));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Leaves out the lines that are to be copied as they stand.
fn without_examples(text: &str) -> String {
    let lines = text.lines().filter(|line| !line.starts_with("  "));
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn a_page_of_chinese_help_has_nothing_of_the_parsers_english_and_keeps_to_its_width() {
    fn walk(command: &clap::Command, words: &[&str], pages: &mut Vec<String>) {
        pages.push(words.join(" "));
        let below = command
            .get_subcommands()
            .filter(|below| below.get_name() != "help");
        for below in below {
            walk(below, &[words, &[below.get_name()]].concat(), pages);
        }
    }
    let mut pages = Vec::new();
    walk(&cli::command(), &["qfrefund"], &mut pages);
    speak(Language::Chinese);
    for page in pages {
        for form in ["-h", "--help"] {
            let line = page.split(' ').chain([form]).map(OsString::from);
            let line: Vec<OsString> = line.collect();
            let help = cli::help::page(&line, Some(80)).to_string();
            for english in [
                "Usage",
                "Commands:",
                "Arguments:",
                "Options:",
                "ossible values",
                "default:",
                "Print ",
            ] {
                assert!(
                    !help.contains(english),
                    "`{page} {form}`: {english} in {help}"
                );
            }
            // Examples are copied whole, and the usage and the exit codes are no text of ours.
            let is_code = |line: &str| line.trim_start().starts_with(|c: char| c.is_ascii_digit());
            let is_folded = |line: &&str| !line.contains("qfrefund") && !is_code(line);
            for line in help.lines().filter(is_folded) {
                assert!(line.width() <= 80, "`{page} {form}`: {line}");
            }
        }
    }
    let options = cli::help::options(Some(80)).to_string();
    assert!(
        options.contains("供人閱讀") && !options.contains("ossible") && !options.contains("Print "),
        "{options}"
    );
    speak(Language::English);
}

#[test]
fn what_is_counted_has_its_measure_word() {
    let call = Regex::new(r#"(?s)counted\([^"]*?,\s*"([a-z ]+)",?\s*\)"#).unwrap();
    let chinese = chinese();
    for (path, code) in code() {
        for noun in call.captures_iter(&code) {
            let id = format!("count-{}", noun[1].replace(' ', "-"));
            assert!(
                chinese.contains_key(&id),
                "`{id}`, of {path}, has no Chinese"
            );
        }
    }
}
