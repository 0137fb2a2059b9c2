//! The lines of one profile, looked up by their key; every fault gets its line.

use super::error::{Position, ProfileError, plain, quoted};
use super::file::{ConfigValue, Field, Section};
use super::folders::expand;
use super::keys::{self, ConfigKey};
use super::names::{BUILT_IN, is_name};
use crate::language::{text, word};
use crate::world::Env;
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};

/// One profile as written, whose name and keys are sound. What its values mean is not known here.
pub(super) struct SectionReader<'a> {
    pub(super) path: &'a Path,
    pub(super) section: &'a Section,
    /// Its lines in order.
    pub(super) fields: &'a [Field],
    pub(super) env: &'a Env,
}

impl<'a> SectionReader<'a> {
    /// Checks the name and every key.
    pub(super) fn new(
        path: &'a Path,
        section: &'a Section,
        env: &'a Env,
    ) -> Result<Self, ProfileError> {
        let fault = |problem: String, hint: &str| {
            Err(ProfileError::new(problem, hint).in_file(path, Some(section.at)))
        };
        let name = &section.name;
        if !is_name(name) {
            let problem = text!(
                "profile-bad-name",
                "{name} cannot be the name of a profile",
                name = quoted(name)
            );
            return fault(
                problem,
                word!(
                    "profile-bad-name-hint",
                    "Use 1 to 64 letters, digits, dots, hyphens and underscores."
                ),
            );
        }
        if name == BUILT_IN {
            let problem = text!(
                "profile-built-in",
                "the profile `simulator` is built in and cannot be defined"
            );
            return fault(
                problem,
                word!("profile-built-in-hint", "Give this profile another name."),
            );
        }
        let fields = match &section.fields {
            Ok(fields) => fields,
            Err(what) => {
                return fault(
                    text!(
                        "profile-not-a-table",
                        "the profile `{name}` is {what}, not a table",
                        name,
                        what
                    ),
                    word!(
                        "profile-not-a-table-hint",
                        "Write its keys under [profiles.NAME]."
                    ),
                );
            }
        };
        let reader = Self {
            path,
            section,
            fields,
            env,
        };
        reader.check_keys()?;
        Ok(reader)
    }

    /// Checks every line against the table of keys.
    fn check_keys(&self) -> Result<(), ProfileError> {
        for field in self.fields {
            let Some(key) = keys::find(&keys::PROFILE, &field.name) else {
                let hint = keys::remedy(&field.name, keys::PROFILE.iter().map(|key| key.name));
                return Err(self.fault(field.at, keys::named(&field.name), hint));
            };
            match field.value {
                ConfigValue::Empty => {
                    let problem = text!("profile-value-empty", "`{key}` is empty", key = key.name);
                    let hint = word!(
                        "profile-value-empty-hint",
                        "Give it a value or remove the line."
                    );
                    return Err(self.fault(field.at, problem, hint));
                }
                ConfigValue::Other(what) => return Err(self.wrong_kind(field.at, key, what)),
                ConfigValue::Text(_)
                | ConfigValue::Secret(_)
                | ConfigValue::Texts(_)
                | ConfigValue::Number(_)
                | ConfigValue::Switch(_)
                | ConfigValue::Numbers(_) => {}
            }
        }
        Ok(())
    }

    fn wrong_kind(&self, at: Position, key: &ConfigKey, what: &str) -> ProfileError {
        let problem = keys::of_wrong_kind(key.name, what, key.kind);
        self.fault(at, problem, keys::like_this(key.sample))
    }

    /// Returns the line with this key.
    pub(super) fn find(&self, key: &str) -> Option<&'a Field> {
        self.fields.iter().find(|field| field.name == key)
    }

    /// Reads a text if it is there; a fault gets its line.
    pub(super) fn read<T>(
        &self,
        key: &str,
        parse: impl FnOnce(&str) -> Result<T, ProfileError>,
    ) -> Result<Option<T>, ProfileError> {
        match self.find(key).map(|field| (field.at, &field.value)) {
            Some((at, ConfigValue::Text(text))) => parse(text)
                .map(Some)
                .map_err(|error| error.in_file(self.path, Some(at))),
            _ => Ok(None),
        }
    }

    /// Reads a list of texts; it is empty where the key is not there.
    pub(super) fn texts(&self, key: &str) -> Vec<String> {
        match self.find(key).map(|field| &field.value) {
            Some(ConfigValue::Texts(texts)) => texts.clone(),
            _ => Vec::new(),
        }
    }

    /// Reads a text that must be there.
    pub(super) fn require<T>(
        &self,
        key: &str,
        parse: impl FnOnce(&str) -> Result<T, ProfileError>,
    ) -> Result<T, ProfileError> {
        self.read(key, parse)?.ok_or_else(|| {
            let (name, hint) = (&self.section.name, missing_key(key));
            self.fault(
                self.section.at,
                text!(
                    "profile-lacks-key",
                    "the profile `{name}` has no `{key}`",
                    name,
                    key
                ),
                hint,
            )
        })
    }

    /// Reads a whole number within bounds if it is there; in this unit.
    pub(super) fn number(
        &self,
        key: &str,
        bounds: RangeInclusive<u64>,
        unit: &str,
        hint: &str,
    ) -> Result<Option<u64>, ProfileError> {
        let Some(field) = self.find(key) else {
            return Ok(None);
        };
        match field.value {
            ConfigValue::Number(Some(number)) if bounds.contains(&number) => Ok(Some(number)),
            _ => {
                let (first, last) = (bounds.start(), bounds.end());
                let problem = text!(
                    "profile-number-out-of-bounds",
                    "`{key}` is not {first} to {last} {unit}",
                    key,
                    first,
                    last,
                    unit
                );
                Err(self.fault(field.at, problem, hint))
            }
        }
    }

    /// Makes an error about one place of the profile.
    pub(super) fn fault(
        &self,
        at: Position,
        problem: String,
        hint: impl Into<String>,
    ) -> ProfileError {
        ProfileError::new(problem, hint).in_file(self.path, Some(at))
    }

    /// Reads a path if it is there.
    pub(super) fn path_of(&self, key: &str) -> Result<Option<PathBuf>, ProfileError> {
        self.read(key, |text| {
            expand(text, self.env).map_err(|error| error.about(key))
        })
    }
}

fn missing_key(key: &str) -> String {
    keys::find(&keys::PROFILE, key).map_or_else(String::new, |key| {
        text!(
            "profile-add-line",
            "Add a line like {sample} ({what}).",
            sample = key.sample,
            what = plain(key.explained())
        )
    })
}
