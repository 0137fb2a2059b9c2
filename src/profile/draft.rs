//! A profile that is being put together answer by answer, and writing it into the config file.

use super::error::{ProfileError, path_text};
use super::example::{impossible, make_folder};
use super::file::{ConfigFile, not_utf8};
use super::folders::{Location, expand};
use super::keys::{self, PROFILE};
use crate::gateway::environment::Environment;
use crate::language::{in_english, text, word};
use crate::trust;
use crate::world::Env;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use tempfile::NamedTempFile;
use toml::Value;

/// The largest config file that is read.
const LARGEST: u64 = 1 << 20;

/// A new profile. What is not answered yet has a value that is right.
#[derive(Clone, Debug)]
pub struct ProfileDraft {
    /// Its name.
    pub name: String,
    /// Its environment.
    pub environment: Environment,
    /// The address of a custom one.
    pub base_url: Option<String>,
    /// The app code.
    pub app_code: String,
    /// The shop number, if one was issued.
    pub mchid: Option<String>,
    /// The currency's code.
    pub currency: String,
    /// The key that says where the client key is, and its words: one, or a command's.
    pub source: (&'static str, Vec<String>),
}

impl Default for ProfileDraft {
    fn default() -> Self {
        Self {
            name: "new".to_owned(),
            environment: Environment::Sandbox,
            base_url: None,
            app_code: "A".to_owned(),
            mchid: None,
            currency: "HKD".to_owned(),
            source: ("client_key_env", vec!["NEW".to_owned()]),
        }
    }
}

impl ProfileDraft {
    /// Returns its lines, each below what it is for. It never has a client key in it.
    #[must_use]
    pub fn text(&self) -> String {
        let (source, words) = &self.source;
        let source_value = match words.as_slice() {
            [one] if *source != "client_key_command" => Value::from(one.as_str()),
            all => Value::from(all.to_vec()),
        };
        let lines = [
            (
                "environment",
                Some(Value::from(self.environment.name())),
                // The file is written in English.
                Some(in_english(|| self.environment.in_words())),
            ),
            ("base_url", self.base_url.as_deref().map(Value::from), None),
            ("app_code", Some(Value::from(self.app_code.as_str())), None),
            ("mchid", self.mchid.as_deref().map(Value::from), None),
            ("currency", Some(Value::from(self.currency.as_str())), None),
            (source, Some(source_value), None),
        ];
        let mut text = format!("[profiles.{}]\n", quoted_if_odd(&self.name));
        for (name, value, more) in lines {
            let Some(value) = value else { continue };
            let doc = more.or_else(|| keys::find(&PROFILE, name).map(|key| key.doc));
            text.push_str(&format!("# {}\n", doc.unwrap_or_default()));
            text.push_str(&format!("{name} = {value}\n"));
        }
        text
    }

    /// Says what is wrong with it, as the config file's reader does.
    ///
    /// # Errors
    /// The first thing that is.
    pub fn check(&self, env: &Env) -> Result<(), ProfileError> {
        let config = ConfigFile::parse(
            Path::new(word!("profile-new", "the new profile")),
            &self.text(),
        )?;
        let bare = |error: ProfileError| {
            let hint = error.hint().to_owned();
            ProfileError::new(error.problem, hint)
        };
        if let Some(placeholder) = config.placeholder(&self.name) {
            return Err(bare(placeholder));
        }
        config.profile(&self.name, env).map(|_| ()).map_err(bare)
    }

    /// Writes it into the config file: a new one for its owner only, or behind what stands in the one that
    /// is there, of which no byte changes. All of it is written, or nothing.
    ///
    /// # Errors
    /// When a profile of this name is there, the file cannot be used, or the disk refuses.
    pub fn write(&self, location: &Location, env: &Env) -> Result<(), ProfileError> {
        let path = &location.path;
        let before = read(path)?;
        let mut text = before.clone().unwrap_or_default();
        if text.is_empty() {
            text.push_str("# Configuration of qfrefund. config.example.toml shows every key; `qfrefund profile check` says what is\n# wrong. Nobody but you may write to this file, nor read it where it holds a key.\n");
        } else {
            let config = ConfigFile::parse(path, &text)?;
            if config.names().any(|name| name == self.name) {
                return Err(self.taken(path));
            }
            if !text.ends_with('\n') {
                text.push('\n');
            }
        }
        text.push('\n');
        text.push_str(&self.text());
        // What cannot be read with it is not written.
        ConfigFile::parse(path, &text)?.profile(&self.name, env)?;
        put(path, &text, before.as_deref())
    }

    /// Returns the key file that it names.
    ///
    /// # Errors
    /// When it names none.
    pub fn key_file(&self, env: &Env) -> Result<PathBuf, ProfileError> {
        let (_, words) = &self.source;
        expand(&words.concat(), env).map_err(|error| error.about("client_key_file"))
    }

    /// Says that there is one of this name.
    #[must_use]
    pub fn taken(&self, path: &Path) -> ProfileError {
        ProfileError::new(
            text!(
                "profile-taken",
                "{path} has a profile `{name}` already",
                path = path_text(path),
                name = self.name
            ),
            word!(
                "profile-taken-hint",
                "Give the new one another name, or edit the file."
            ),
        )
    }
}

/// A dot in a name would be a table's.
fn quoted_if_odd(name: &str) -> String {
    if name.contains('.') || name.is_empty() {
        Value::from(name).to_string()
    } else {
        name.to_owned()
    }
}

/// Reads the file that is there.
fn read(path: &Path) -> Result<Option<String>, ProfileError> {
    if fs::symlink_metadata(path).is_err_and(|error| error.kind() == std::io::ErrorKind::NotFound) {
        return Ok(None);
    }
    let bytes = trust::open(path)?.read(LARGEST)?;
    let text = std::str::from_utf8(&bytes).map_err(|_| not_utf8().in_file(path, None))?;
    Ok(Some(text.to_owned()))
}

/// Gives a file its text in one step.
pub(super) fn put(path: &Path, text: &str, before: Option<&str>) -> Result<(), ProfileError> {
    let refused = |error: &std::io::Error| impossible(path, error.kind());
    // The file itself is replaced, not a link to it.
    let real = match before {
        Some(_) => fs::canonicalize(path).map_err(|error| refused(&error))?,
        None => path.to_owned(),
    };
    let folder = real
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    make_folder(folder).map_err(|error| refused(&error))?;
    let written = || {
        // Only its owner may read it.
        let mut file = NamedTempFile::with_prefix_in(".qfrefund-", folder)?;
        file.write_all(text.as_bytes())?;
        if before.is_some() {
            let mode = fs::metadata(&real)?.permissions();
            file.as_file().set_permissions(mode)?;
        }
        file.as_file().sync_all()?;
        Ok::<_, std::io::Error>(file)
    };
    let file = written().map_err(|error| refused(&error))?;
    let named = match before {
        None => file.persist_noclobber(&real),
        Some(before) if read(path)?.as_deref() == Some(before) => file.persist(&real),
        Some(_) => {
            return Err(ProfileError::new(
                text!(
                    "profile-changed",
                    "{path} has changed meanwhile",
                    path = path_text(path)
                ),
                word!(
                    "profile-changed-hint",
                    "Nothing was written. Run the command again."
                ),
            ));
        }
    };
    named.map_err(|error| refused(&error.error))?;
    if cfg!(unix) {
        let synced = fs::File::open(folder).and_then(|folder| folder.sync_all());
        synced.map_err(|error| refused(&error))?;
    }
    Ok(())
}
