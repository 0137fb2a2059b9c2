//! The config file as it stands: its text read once, every value with its position.
//!
//! What the values mean is decided profile by profile, in `section.rs`, so that a half-written
//! profile does not stop another one.

use super::error::{Position, Positions, ProfileError, list, path_text, plain};
use super::folders::{Location, missing};
use super::keys::{self, ConfigKey, ValueKind};
use crate::language::{text, word};
use crate::trust::{self, Distrust, Guard, Reason};
use secrecy::SecretString;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use toml::Spanned;
use toml::de::{DeTable, DeValue, Error as TomlError};
use zeroize::Zeroizing;

/// A config file larger than this is something else.
const LARGEST: u64 = 1 << 20;

/// A config file whose syntax is sound. Its profiles are not checked yet.
pub struct ConfigFile {
    path: PathBuf,
    default: Option<Field>,
    sections: Vec<Section>,
}

/// A profile as written.
pub(super) struct Section {
    pub(super) name: String,
    pub(super) at: Position,
    /// Its lines in order, or what stands there instead of a table.
    pub(super) fields: Result<Vec<Field>, &'static str>,
}

/// One line of a profile.
pub(super) struct Field {
    pub(super) name: String,
    pub(super) at: Position,
    pub(super) value: ConfigValue,
}

/// A value, kept only if its key is known and it has the key's kind.
pub(super) enum ConfigValue {
    Text(String),
    Secret(SecretString),
    Texts(Vec<String>),
    /// A whole number, or none where it is negative or beyond all bounds.
    Number(Option<u64>),
    Switch(bool),
    /// Whole numbers by name, in order of their names.
    Numbers(Vec<(String, u64)>),
    Empty,
    /// Anything else; says what it is.
    Other(&'static str),
}

impl ConfigFile {
    /// Reads the file and checks whose it is, who else may get at it, and its syntax.
    ///
    /// # Errors
    /// When it is missing, unreadable, longer than 1 MiB, not to be [trusted](trust), not TOML, or has an unknown key outside
    /// its profiles. Faults inside profiles come later, when one is chosen.
    pub fn load(location: &Location) -> Result<Self, ProfileError> {
        let path = &location.path;
        let mut file = trust::open(path).map_err(|why| unreadable(location, why))?;
        let bytes = file
            .read(LARGEST)
            .map_err(|why| unreadable(location, why))?;
        let config = Self::parse(path, text(path, &bytes)?)?;
        let guard = if config.holds_a_key() {
            Guard::Secret
        } else {
            Guard::Config
        };
        file.check(guard)?;
        Ok(config)
    }

    /// Reads the text of a config file; `path` is what errors call it.
    ///
    /// # Errors
    /// As [`Self::load`], but for the file itself.
    pub fn parse(path: &Path, text: &str) -> Result<Self, ProfileError> {
        let text = &Positions::of(text);
        let table = DeTable::parse(text.text()).map_err(|error| syntax(path, text, &error))?;
        let mut config = Self {
            path: path.to_owned(),
            default: None,
            sections: Vec::new(),
        };
        for (name, at, value) in in_order(text, table.into_inner()) {
            match (name.as_str(), value) {
                ("profiles", DeValue::Table(profiles)) => {
                    config.sections = in_order(text, profiles)
                        .into_iter()
                        .map(|(name, at, value)| Section::of(text, name, at, value))
                        .collect();
                }
                ("default_profile", value) => {
                    config.default = Some(Field::of(&keys::TOP, name, at, value));
                }
                (_, value) => {
                    return Err(out_of_place(&name, &value).in_file(path, Some(at)));
                }
            }
        }
        Ok(config)
    }

    /// Returns the file's path.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Returns the names of the profiles in the file, in its order, sound or not.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.sections.iter().map(|section| section.name.as_str())
    }

    pub(super) const fn default_field(&self) -> Option<&Field> {
        self.default.as_ref()
    }

    pub(super) fn sections(&self) -> &[Section] {
        &self.sections
    }

    fn holds_a_key(&self) -> bool {
        let fields = self.sections.iter().flat_map(|section| &section.fields);
        fields.flatten().any(|field| field.name == "client_key")
    }
}

/// Shows the names only.
impl fmt::Debug for ConfigFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ConfigFile")
            .field("path", &self.path)
            .field("profiles", &self.names().collect::<Vec<_>>())
            .finish_non_exhaustive()
    }
}

impl Section {
    fn of(text: &Positions<'_>, name: String, at: Position, value: DeValue<'_>) -> Self {
        let fields = match value {
            DeValue::Table(table) => Ok(in_order(text, table)
                .into_iter()
                .map(|(name, at, value)| Field::of(&keys::PROFILE, name, at, value))
                .collect()),
            other => Err(what(&other)),
        };
        Self { name, at, fields }
    }
}

impl Field {
    fn of(known: &'static [ConfigKey], name: String, at: Position, value: DeValue<'_>) -> Self {
        let value = ConfigValue::of(keys::find(known, &name), value);
        Self { name, at, value }
    }
}

impl ConfigValue {
    fn of(key: Option<&ConfigKey>, value: DeValue<'_>) -> Self {
        match (key.map(|key| key.kind), value) {
            (Some(ValueKind::Text | ValueKind::Secret), DeValue::String(text))
                if text.trim().is_empty() =>
            {
                Self::Empty
            }
            (Some(ValueKind::Text), DeValue::String(text)) => Self::Text(text.into_owned()),
            (Some(ValueKind::Secret), DeValue::String(text)) => {
                // Taken from a copy that fits: a buffer with room to spare would be moved, unwiped.
                let text = Zeroizing::new(text.into_owned());
                Self::Secret(SecretString::from(text.as_str()))
            }
            (Some(ValueKind::Number), DeValue::Integer(number)) => {
                Self::Number(u64::from_str_radix(number.as_str(), number.radix()).ok())
            }
            (Some(ValueKind::Switch), DeValue::Boolean(on)) => Self::Switch(on),
            (Some(ValueKind::Numbers), DeValue::Table(table)) if table.is_empty() => Self::Empty,
            (Some(ValueKind::Numbers), DeValue::Table(table)) => table
                .iter()
                .map(|(name, value)| match value.get_ref() {
                    DeValue::Integer(number) => {
                        let number = u64::from_str_radix(number.as_str(), number.radix()).ok()?;
                        Some((name.get_ref().to_string(), number))
                    }
                    _ => None,
                })
                .collect::<Option<_>>()
                .map_or(
                    Self::Other(word!(
                        "profile-found-mixed-table",
                        "a table with something else in it"
                    )),
                    Self::Numbers,
                ),
            (Some(ValueKind::Texts), DeValue::Array(array)) if array.is_empty() => Self::Empty,
            (Some(ValueKind::Texts), DeValue::Array(array)) => array
                .iter()
                .map(|item| item.get_ref().as_str().map(str::to_owned))
                .collect::<Option<_>>()
                .map_or(
                    Self::Other(word!(
                        "profile-found-mixed-list",
                        "a list with something else in it"
                    )),
                    Self::Texts,
                ),
            (_, other) => Self::Other(what(&other)),
        }
    }
}

/// Takes a table apart in the order of the file.
fn in_order<'i>(text: &Positions<'_>, table: DeTable<'i>) -> Vec<(String, Position, DeValue<'i>)> {
    let mut entries: Vec<(Spanned<_>, Spanned<_>)> = table.into_iter().collect();
    entries.sort_by_key(|(name, _)| name.span().start);
    entries
        .into_iter()
        .map(|(name, value)| {
            let at = text.at(name.span().start);
            (name.into_inner().into_owned(), at, value.into_inner())
        })
        .collect()
}

fn what(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => word!("profile-kind-text", "text in quotes"),
        DeValue::Integer(_) => word!("profile-kind-number", "a whole number"),
        DeValue::Float(_) => word!("profile-found-point", "a number with a point"),
        DeValue::Boolean(_) => word!("profile-kind-switch", "true or false"),
        DeValue::Datetime(_) => word!("profile-found-time", "a date or time"),
        DeValue::Array(_) => word!("profile-found-list", "a list"),
        DeValue::Table(_) => word!("profile-kind-table", "a table"),
    }
}

/// Says what is wrong with a key outside the profiles.
fn out_of_place(name: &str, value: &DeValue<'_>) -> ProfileError {
    if name == "profiles" {
        let problem = keys::of_wrong_kind(name, what(value), ValueKind::Tables);
        let hint = word!(
            "profile-profiles-hint",
            "Write each profile under [profiles.NAME]."
        );
        return ProfileError::new(problem, hint);
    }
    let problem = keys::named(name);
    let problem = text!(
        "profile-outside",
        "{problem} outside every profile",
        problem
    );
    let allowed = list(keys::TOP.iter().map(|key| key.sample));
    let hint = if keys::find(&keys::PROFILE, name).is_some() {
        text!(
            "profile-outside-known",
            "`{name}` belongs to a profile: put it under [profiles.NAME].",
            name
        )
    } else if value.is_table() {
        text!(
            "profile-outside-table",
            "A profile begins with [profiles.NAME]. Allowed: {allowed}.",
            allowed
        )
    } else {
        keys::remedy(name, keys::TOP.iter().map(|key| key.name))
    };
    ProfileError::new(problem, hint)
}

/// Says what the TOML parser said, but never shows the line: it may hold a key.
fn syntax(path: &Path, text: &Positions<'_>, error: &TomlError) -> ProfileError {
    let offset = error.span().map_or(0, |span| span.start);
    let at = text.at(offset);
    let mut lines = text.text().lines();
    let line = lines.nth(at.line.saturating_sub(1)).unwrap_or("");
    let hint = if line.contains(['＝', '“', '”', '＂', '‘', '’', '＇', '［', '］', '\u{3000}'])
    {
        word!(
            "profile-full-width-hint",
            "The line has full-width or curly characters in it: type =, quotes, brackets and blanks in half-width."
        )
    } else {
        word!(
            "profile-toml-hint",
            "See config.example.toml for how a line looks. The line is not shown here: it may hold a key."
        )
    };
    let problem = text!(
        "profile-toml",
        "not valid TOML: {message}",
        message = plain(error.message())
    );
    ProfileError::new(problem, hint).in_file(path, Some(at))
}

fn text<'a>(path: &Path, bytes: &'a [u8]) -> Result<&'a str, ProfileError> {
    std::str::from_utf8(bytes).map_err(|error| {
        let sound = bytes.get(..error.valid_up_to()).unwrap_or_default();
        let sound = String::from_utf8_lossy(sound);
        not_utf8().in_file(path, Some(Positions::of(&sound).at(sound.len())))
    })
}

/// Says that a file is no text.
pub(super) fn not_utf8() -> ProfileError {
    ProfileError::new(
        word!("profile-not-utf8", "not UTF-8 text"),
        word!(
            "profile-not-utf8-hint",
            "Save the file as UTF-8 in your editor."
        ),
    )
}

fn unreadable(location: &Location, why: Distrust) -> ProfileError {
    let what = match why.reason {
        Reason::Io(io::ErrorKind::NotFound) => return missing(location),
        Reason::TooLong(_) => text!("profile-config-too-large", "it is larger than 1 MiB"),
        _ if why.is_about_others() => return why.into(),
        _ => why.to_string(),
    };
    let path = path_text(&location.path);
    ProfileError::new(
        text!(
            "profile-config-unreadable",
            "the config file {path} cannot be read: {what}",
            path,
            what
        ),
        word!(
            "profile-config-unreadable-hint",
            "Check the path and who may read it."
        ),
    )
}
