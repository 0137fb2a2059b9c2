//! The gateway's JSON, read so that nothing in it is guessed.
//!
//! Pure. A key that stands twice with two values, at any depth, makes the whole text unreadable:
//! which of them was meant would be a guess. Numbers keep the digits they were written with: a
//! payment number of 26 digits that comes bare must not become a rounded one.

use crate::language::text;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::fmt;

/// Deepest nesting that is read. Honest replies have three levels; each costs one more pass.
const MAX_DEPTH: usize = 32;

/// A JSON value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Json {
    /// `null`.
    Null,
    /// `true` or `false`.
    Switch(bool),
    /// A number, as written.
    Number(String),
    /// Text.
    Text(String),
    /// A list.
    List(Vec<Json>),
    /// An object.
    Object(Object),
}

impl Json {
    fn for_each_text(&mut self, name: &str, change: &mut dyn FnMut(&str, &mut String)) {
        match self {
            Self::Text(text) => change(name, text),
            Self::Number(digits) => {
                let mut text = digits.clone();
                change(name, &mut text);
                if text != *digits {
                    *self = Self::Text(text);
                }
            }
            Self::List(values) => {
                for value in values {
                    value.for_each_text(name, change);
                }
            }
            Self::Object(object) => object.for_each_text(change),
            Self::Null | Self::Switch(_) => {}
        }
    }
}

/// A JSON object in which each key has one value.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Object(BTreeMap<String, Json>);

impl Object {
    /// Reads a body, as leniently as is safe: a byte order mark is skipped; text that is not
    /// UTF-8, other JSON values, a key with two values and trailing text are refused.
    ///
    /// # Errors
    /// Why the body cannot be read, as a clause.
    pub fn parse(body: &[u8]) -> Result<Self, String> {
        let text = std::str::from_utf8(body)
            .map_err(|_| text!("gateway-reply-not-utf8", "it is not UTF-8"))?;
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        if text.trim().is_empty() {
            return Err(text!("gateway-reply-empty", "it is empty"));
        }
        object(text, MAX_DEPTH)
    }

    /// Lets every text and number in it be changed, at any depth, under the name of its key.
    pub(super) fn for_each_text(&mut self, change: &mut dyn FnMut(&str, &mut String)) {
        for (name, value) in &mut self.0 {
            value.for_each_text(name, change);
        }
    }

    /// Returns the value of a key.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Json> {
        self.0.get(name)
    }

    /// Whether there is no key.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns a field as text: strings and numbers as they are, `null` and the empty string as
    /// absent (the documents type `txamt` Int, the samples send strings; C15).
    ///
    /// What is neither text nor number is no value that anything could agree with, but it is
    /// there: it comes as a sign of its kind.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<String> {
        match self.get(name)? {
            Json::Null => None,
            Json::Text(text) => Some(text.clone()).filter(|text| !text.is_empty()),
            Json::Number(digits) => Some(digits.clone()),
            Json::Switch(on) => Some(on.to_string()),
            Json::List(_) => Some("[…]".to_owned()),
            Json::Object(_) => Some("{…}".to_owned()),
        }
    }

    /// Returns a response code: text, or a bare number that lost its leading zeros (C16).
    #[must_use]
    pub fn code(&self, name: &str) -> Option<String> {
        let text = self.field(name)?;
        match (self.get(name), text.parse::<u16>()) {
            (Some(Json::Number(_)), Ok(number)) => Some(format!("{number:04}")),
            _ => Some(text),
        }
    }

    /// Returns the objects under a key that holds one, or a list of which they are part.
    pub fn objects(&self, name: &str) -> impl Iterator<Item = &Self> {
        let values = match self.get(name) {
            Some(Json::List(values)) => values.as_slice(),
            Some(value) => std::slice::from_ref(value),
            None => &[],
        };
        values.iter().filter_map(|value| match value {
            Json::Object(object) => Some(object),
            _ => None,
        })
    }
}

fn object(text: &str, depth: usize) -> Result<Object, String> {
    let deeper = depth.checked_sub(1).ok_or_else(too_deep)?;
    let Entries(entries) = serde_json::from_str(text).map_err(|error| {
        text!(
            "gateway-reply-no-object",
            "it is not a JSON object ({error})",
            error
        )
    })?;
    let mut read = BTreeMap::new();
    for (name, raw) in entries {
        let new = value(raw, deeper)?;
        match read.entry(name) {
            Entry::Vacant(free) => {
                free.insert(new);
            }
            Entry::Occupied(before) if *before.get() == new => {}
            Entry::Occupied(before) => {
                return Err(text!(
                    "gateway-reply-key-twice",
                    "its `{key}` stands twice, with two values",
                    key = before.key().escape_debug()
                ));
            }
        }
    }
    Ok(Object(read))
}

fn too_deep() -> String {
    text!("gateway-reply-too-deep", "it is nested too deep")
}

fn value(raw: &RawValue, depth: usize) -> Result<Json, String> {
    let text = raw.get();
    let unreadable = |error: serde_json::Error| {
        text!("gateway-reply-not-json", "it is not JSON ({error})", error)
    };
    Ok(match text.bytes().next() {
        Some(b'{') => Json::Object(object(text, depth)?),
        Some(b'[') => {
            let deeper = depth.checked_sub(1).ok_or_else(too_deep)?;
            let raw: Vec<&RawValue> = serde_json::from_str(text).map_err(unreadable)?;
            let read = raw.into_iter().map(|raw| value(raw, deeper));
            Json::List(read.collect::<Result<_, _>>()?)
        }
        Some(b'"') => Json::Text(serde_json::from_str(text).map_err(unreadable)?),
        Some(b't') => Json::Switch(true),
        Some(b'f') => Json::Switch(false),
        Some(b'n') => Json::Null,
        _ => Json::Number(text.to_owned()),
    })
}

/// The entries of an object in their order, the values unread.
struct Entries<'a>(Vec<(String, &'a RawValue)>);

impl<'de> serde::Deserialize<'de> for Entries<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct InOrder;
        impl<'de> Visitor<'de> for InOrder {
            type Value = Entries<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Entries<'de>, A::Error> {
                let mut entries = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    entries.push(entry);
                }
                Ok(Entries(entries))
            }
        }
        deserializer.deserialize_map(InOrder)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(text: &str) -> Result<Object, String> {
        Object::parse(text.as_bytes())
    }

    #[test]
    fn numbers_keep_every_digit() {
        let object = read(r#"{"a": 20261126000200020000009901, "b": 1e3, "c": 0.10}"#).unwrap();
        let field = |name| object.field(name).unwrap();
        assert_eq!(field("a"), "20261126000200020000009901");
        assert_eq!((field("b"), field("c")), ("1e3".into(), "0.10".into()));
    }

    #[test]
    fn what_is_no_text_is_not_absent() {
        let object = read(r#"{"a": null, "b": "", "c": true, "d": [1], "e": {"f": 1}}"#).unwrap();
        assert_eq!((object.field("a"), object.field("b")), (None, None));
        assert_eq!(object.field("c").as_deref(), Some("true"));
        assert_eq!(object.field("d").as_deref(), Some("[…]"));
        assert_eq!(object.code("e").as_deref(), Some("{…}"));
    }

    #[test]
    fn bare_codes_get_their_zeros_back_and_others_stay_as_written() {
        let object = read(r#"{"a": 0, "b": 1143.0, "c": "0", "d": 123456}"#).unwrap();
        let code = |name| object.code(name).unwrap();
        assert_eq!([code("a"), code("b")], ["0000", "1143.0"]);
        assert_eq!([code("c"), code("d")], ["0", "123456"]);
    }

    #[test]
    fn a_key_may_stand_twice_with_one_value_however_it_is_written() {
        assert!(read(r#"{"a": [1, {"b": "c"}], "\u0061": [1,{"b":"\u0063"}]}"#).is_ok());
        let error = read(r#"{"a": 1, "\u0061": "1"}"#).unwrap_err();
        assert_eq!(error, "its `a` stands twice, with two values");
    }

    #[test]
    fn nesting_has_an_end() {
        let nested = |depth: usize, open: &str, close: &str| {
            let text = format!("{{\"a\":{}1{}}}", open.repeat(depth), close.repeat(depth));
            read(&text)
        };
        assert!(nested(MAX_DEPTH - 1, "[", "]").is_ok());
        for depth in [MAX_DEPTH, 100_000] {
            for (open, close) in [("[", "]"), ("{\"b\":", "}")] {
                let error = nested(depth, open, close).unwrap_err();
                assert_eq!(error, "it is nested too deep");
            }
        }
    }

    /// Any JSON value, at most four levels deep.
    fn any_json() -> impl Strategy<Value = String> {
        let leaf = prop_oneof![
            Just("null".to_owned()),
            any::<bool>().prop_map(|on| on.to_string()),
            "-?(0|[1-9][0-9]{0,30})",
            "\"[a-z0-9 ]{0,8}\"",
        ];
        leaf.prop_recursive(3, 24, 4, |inner| {
            let list = proptest::collection::vec(inner.clone(), 0..4);
            let object = proptest::collection::btree_map("[a-z]{1,4}", inner, 0..4);
            prop_oneof![
                list.prop_map(|items| format!("[{}]", items.join(", "))),
                object.prop_map(|fields| {
                    let fields = fields
                        .iter()
                        .map(|(name, value)| format!("\"{name}\": {value}"));
                    format!("{{{}}}", fields.collect::<Vec<_>>().join(", "))
                }),
            ]
        })
    }

    proptest! {
        #[test]
        fn a_key_twice_at_any_depth_makes_all_of_it_unreadable(
            first in any_json(),
            second in any_json(),
            around in proptest::collection::vec((any::<bool>(), any_json()), 0..6),
        ) {
            let twice = format!("{{\"key\": {first}, \"other\": 1, \"key\": {second}}}");
            let whole = around.iter().fold(twice, |inner, (is_list, beside)| if *is_list {
                format!("{{\"list\": [{beside}, {inner}]}}")
            } else {
                format!("{{\"beside\": {beside}, \"inner\": {inner}}}")
            });
            let same = read(&format!("{{\"a\": {first}}}")) == read(&format!("{{\"a\": {second}}}"));
            prop_assert_eq!(read(&whole).is_ok(), same, "{}", whole);
        }

        #[test]
        fn any_body_is_read_or_refused_without_panic(body: Vec<u8>) {
            let _ = Object::parse(&body);
        }
    }
}
