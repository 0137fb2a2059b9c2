//! What the gateway says of a refund's settlement.

use super::hong_kong::parse_gateway_time;
use serde::Serialize;
use std::collections::BTreeMap;
use time::OffsetDateTime;

/// The fields that matter to whoever settles and reconciles, under the gateway's names and as it
/// writes them. The cash fields have no published unit and are never compared with `txamt`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Settlement(BTreeMap<String, String>);

impl Settlement {
    /// The fields kept (protocol 3.2 and 4.2).
    pub const FIELDS: [&'static str; 11] = [
        "sysdtm",
        "paydtm",
        "txcurrcd",
        "cash_fee",
        "cash_fee_type",
        "cash_refund_fee",
        "cash_refund_fee_type",
        "surcharge_fee",
        "surcharge_rate",
        "exchange_rate",
        "chnlsn",
    ];

    /// Nothing.
    pub const NONE: Self = Self(BTreeMap::new());

    /// Longest value kept, in characters.
    pub const MAX_TEXT: usize = 100;

    /// Takes the fields that a reply or a row has. Empty ones say nothing.
    #[must_use]
    pub fn of(field: impl Fn(&str) -> Option<String>) -> Self {
        let told = Self::FIELDS.into_iter().filter_map(|name| {
            let value: String = field(name)?.chars().take(Self::MAX_TEXT).collect();
            (!value.is_empty()).then(|| (name.to_owned(), value))
        });
        Self(told.collect())
    }

    /// Reads what [`Self::to_json`] has written.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let fields: BTreeMap<String, String> = serde_json::from_str(text).ok()?;
        let are_known = fields.keys().all(|name| Self::FIELDS.contains(&&**name));
        are_known.then_some(Self(fields))
    }

    /// Writes it as JSON, always in the same order; `None` where nothing is told.
    #[must_use]
    pub fn to_json(&self) -> Option<String> {
        if self.is_empty() {
            return None;
        }
        serde_json::to_string(&self.0).ok()
    }

    /// Whether nothing is told.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns a field as the gateway writes it.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }

    /// Takes over what a later answer tells. What it leaves out stays as it was.
    pub fn update(&mut self, later: &Self) {
        let later = later.0.iter();
        self.0
            .extend(later.map(|(name, value)| (name.clone(), value.clone())));
    }

    /// Changes each value.
    #[must_use]
    pub fn each(&self, change: impl Fn(&str) -> String) -> Self {
        let fields = self.0.iter();
        Self(
            fields
                .map(|(name, value)| (name.clone(), change(value)))
                .collect(),
        )
    }

    /// Returns the gateway's time of the refund, which decides the settlement day (protocol 3.2), where
    /// it can be read.
    #[must_use]
    pub fn time(&self) -> Option<OffsetDateTime> {
        parse_gateway_time(self.get("sysdtm")?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::datetime;

    fn told(fields: &[(&str, &str)]) -> Settlement {
        Settlement::of(|name| {
            let found = fields.iter().find(|(known, _)| *known == name)?;
            Some(found.1.to_owned())
        })
    }

    #[test]
    fn it_is_read_back_as_it_was_written() {
        let settlement = told(&[
            ("sysdtm", "2026-11-22 18:30:00"),
            ("cash_fee", "\"0\" \u{9000}"),
            ("chnlsn", ""),
            ("cardcd", "4111111111111111"),
        ]);
        let json = settlement.to_json().unwrap();
        assert_eq!(
            json,
            "{\"cash_fee\":\"\\\"0\\\" \u{9000}\",\"sysdtm\":\"2026-11-22 18:30:00\"}"
        );
        assert_eq!(Settlement::parse(&json), Some(settlement.clone()));
        assert_eq!(settlement.time(), Some(datetime!(2026-11-22 18:30 +8)));
        assert_eq!(Settlement::default().to_json(), None);
        for odd in ["", "[]", "{\"cardcd\":\"1\"}", "{\"sysdtm\":1}"] {
            assert_eq!(Settlement::parse(odd), None, "{odd}");
        }
    }

    #[test]
    fn a_later_answer_adds_and_takes_nothing_away() {
        let mut settlement = told(&[("sysdtm", "2026-11-22 18:30:00"), ("cash_fee", "100")]);
        settlement.update(&told(&[("cash_fee", "90"), ("txcurrcd", "HKD")]));
        let all = told(&[
            ("sysdtm", "2026-11-22 18:30:00"),
            ("cash_fee", "90"),
            ("txcurrcd", "HKD"),
        ]);
        assert_eq!(settlement, all);
        settlement.update(&Settlement::default());
        assert_eq!(settlement, all);
        assert_eq!(told(&[("sysdtm", "yesterday")]).time(), None);
    }
}
