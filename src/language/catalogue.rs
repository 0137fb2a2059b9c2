//! The Chinese texts, a family at a time.

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};
use fluent_syntax::ast::Entry;
use std::collections::HashMap;
use std::fmt::Display;
use std::sync::OnceLock;

/// The families of texts, and what their files say.
pub(super) const FAMILIES: [(&str, &str); 18] = [
    ("count", include_str!("zh-Hant/count.ftl")),
    ("console", include_str!("zh-Hant/console.ftl")),
    ("app", include_str!("zh-Hant/app.ftl")),
    ("refund", include_str!("zh-Hant/refund.ftl")),
    ("attempt", include_str!("zh-Hant/attempt.ftl")),
    ("gateway", include_str!("zh-Hant/gateway.ftl")),
    ("journal", include_str!("zh-Hant/journal.ftl")),
    ("profile", include_str!("zh-Hant/profile.ftl")),
    ("batch", include_str!("zh-Hant/batch.ftl")),
    ("plan", include_str!("zh-Hant/plan.ftl")),
    ("run", include_str!("zh-Hant/run.ftl")),
    ("issue", include_str!("zh-Hant/issue.ftl")),
    ("payment", include_str!("zh-Hant/payment.ftl")),
    ("resolve", include_str!("zh-Hant/resolve.ftl")),
    ("history", include_str!("zh-Hant/history.ftl")),
    ("status", include_str!("zh-Hant/status.ftl")),
    ("help", include_str!("zh-Hant/help.ftl")),
    ("usage", include_str!("zh-Hant/usage.ftl")),
];

static PARSED: [OnceLock<Catalogue>; FAMILIES.len()] = [const { OnceLock::new() }; FAMILIES.len()];

/// The texts of one family.
pub(super) struct Catalogue {
    bundle: FluentBundle<FluentResource>,
    /// Those into which nothing is put, ready.
    fixed: HashMap<String, String>,
}

impl Catalogue {
    /// Finds the family of a text, and parses it the first time.
    pub(super) fn of(id: &str) -> Option<&'static Self> {
        let family = id.split('-').next()?;
        let place = FAMILIES.iter().position(|(name, _)| *name == family)?;
        let (_, source) = FAMILIES.get(place)?;
        Some(PARSED.get(place)?.get_or_init(|| Self::parse(source)))
    }

    fn parse(source: &str) -> Self {
        let mut bundle = FluentBundle::new_concurrent(Vec::new());
        // Values are numbers, paths and words: marks of direction around them would be copied along.
        bundle.set_use_isolating(false);
        // A test finds what cannot be parsed; the rest is good.
        let resource = FluentResource::try_new(source.to_owned()).unwrap_or_else(|(good, _)| good);
        let ids: Vec<String> = resource.entries().filter_map(name).collect();
        bundle.add_resource_overriding(resource);
        let mut catalogue = Self {
            bundle,
            fixed: HashMap::new(),
        };
        for id in ids {
            if let Some(text) = catalogue.with(&id, &[]) {
                catalogue.fixed.insert(id, text);
            }
        }
        catalogue
    }

    pub(super) fn fixed(&self, id: &str) -> Option<&str> {
        self.fixed.get(id).map(String::as_str)
    }

    /// Puts values into a text; `None` where there is no such text, or where it wants others.
    pub(super) fn with(&self, id: &str, values: &[(&str, &dyn Display)]) -> Option<String> {
        let pattern = self.bundle.get_message(id)?.value()?;
        let mut arguments = FluentArgs::with_capacity(values.len());
        for (name, value) in values {
            arguments.set(*name, value.to_string());
        }
        let mut errors = Vec::new();
        let text = self
            .bundle
            .format_pattern(pattern, Some(&arguments), &mut errors);
        errors.is_empty().then(|| text.into_owned())
    }
}

fn name(entry: &Entry<&str>) -> Option<String> {
    match entry {
        Entry::Message(message) => Some(message.id.name.to_owned()),
        _ => None,
    }
}
