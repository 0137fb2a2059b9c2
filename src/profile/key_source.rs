//! Where a client key comes from, and fetching it from there and from nowhere else.
//!
//! No path through this file puts a key into a message: errors name the source and what is wrong.

use super::client_key::{MOST_BYTES, checked};
use super::command::{self, CommandFailure};
use super::draft;
use super::error::{ProfileError, path_text, plain};
use super::file::{ConfigValue, Field};
use super::folders::expand;
use super::keyring;
use super::placeholder::is_placeholder;
use super::values::{looks_like_a_key, unusual};
use crate::language::{text, word};
use crate::trust::{self, Distrust, Guard, Reason};
use crate::world::Env;
use secrecy::{ExposeSecret, SecretString};
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;
use zeroize::Zeroizing;

const COMMAND_DEADLINE: Duration = Duration::from_secs(30);

/// The one place a profile's client key comes from.
#[derive(Clone)]
pub enum KeySource {
    /// The simulator's own.
    BuiltIn(SecretString),
    /// The config file holds it.
    Inline(SecretString),
    /// An environment variable.
    Variable(String),
    /// A file with nothing else in it.
    File(PathBuf),
    /// What a command prints.
    Command {
        /// The program: a bare name, searched in `PATH`, or a whole path.
        program: PathBuf,
        /// Its arguments. No shell reads them.
        arguments: Vec<String>,
    },
    /// The operating system's keyring: service `qfrefund`, this user.
    Keyring(String),
}

impl KeySource {
    /// Reads one of the lines that name a source. Touches nothing outside.
    pub(super) fn read(field: &Field, env: &Env) -> Result<Self, ProfileError> {
        match (field.name.as_str(), &field.value) {
            ("client_key", ConfigValue::Secret(key)) => {
                let source = word!("profile-secret-of-config", "the config file");
                checked(key.expose_secret().as_bytes(), source).map(Self::Inline)
            }
            ("client_key_env", ConfigValue::Text(name)) => variable(name),
            ("client_key_keyring", ConfigValue::Text(user)) => keyring_user(user),
            ("client_key_command", ConfigValue::Texts(argv)) => command(argv, env),
            ("client_key_file", ConfigValue::Text(path)) => match expand(path, env) {
                Ok(path) => Ok(Self::File(path)),
                Err(error) => Err(error.about("client_key_file")),
            },
            (name, _) => Err(ProfileError::new(
                text!(
                    "profile-no-such-source",
                    "`{key}` is no source of a client key",
                    key = plain(name)
                ),
                word!("profile-no-such-source-hint", "See config.example.toml."),
            )),
        }
    }

    /// Says where the key comes from; never the key, nor a command's arguments.
    #[must_use]
    pub fn describe(&self) -> String {
        match self {
            Self::BuiltIn(_) => text!("profile-source-built-in", "built in"),
            Self::Inline(_) => text!("profile-source-config", "config file"),
            Self::Variable(name) => text!(
                "profile-source-variable",
                "environment variable `{name}`",
                name = plain(name)
            ),
            Self::File(path) => text!("profile-source-file", "file {path}", path = path_text(path)),
            Self::Command { program, .. } => text!(
                "profile-source-command",
                "command `{program}`",
                program = path_text(program)
            ),
            Self::Keyring(user) => text!(
                "profile-source-keyring",
                "keyring entry `{user}`",
                user = plain(user)
            ),
        }
    }

    /// Fetches the key.
    ///
    /// # Errors
    /// When the source gives none, or one that cannot be a key. No other source is tried.
    pub fn load(&self, env: &Env) -> Result<SecretString, ProfileError> {
        let key = self.fetch(env)?;
        if is_placeholder(key.expose_secret()) {
            return Err(ProfileError::new(
                text!(
                    "profile-source-placeholder",
                    "the {source} still has the words of the example in it",
                    source = self.describe()
                ),
                word!(
                    "profile-source-placeholder-hint",
                    "Put the client key that QFPay issued there."
                ),
            ));
        }
        Ok(key)
    }

    fn fetch(&self, env: &Env) -> Result<SecretString, ProfileError> {
        match self {
            Self::BuiltIn(key) | Self::Inline(key) => Ok(key.clone()),
            Self::Variable(name) => {
                let value = env.get(name).ok_or_else(|| self.unset())?;
                checked(value.as_encoded_bytes(), &self.with_article())
            }
            Self::File(path) => checked(&read_file(path)?, &self.with_article()),
            Self::Command { program, arguments } => {
                let output = command::find(program, env)
                    .and_then(|found| command::output(&found, arguments, COMMAND_DEADLINE));
                checked(
                    &output.map_err(|why| self.failed(why))?,
                    &self.with_article(),
                )
            }
            Self::Keyring(user) => checked(&keyring::load(user)?, &self.with_article()),
        }
    }

    fn with_article(&self) -> String {
        text!(
            "profile-the-source",
            "the {source}",
            source = self.describe()
        )
    }

    fn unset(&self) -> ProfileError {
        ProfileError::new(
            text!(
                "profile-source-unset",
                "the {source} is not set or empty",
                source = self.describe()
            ),
            word!(
                "profile-source-unset-hint",
                "Set it to the client key in the environment the tool runs in."
            ),
        )
    }

    fn failed(&self, failure: CommandFailure) -> ProfileError {
        let (why, hint) = match failure {
            CommandFailure::Distrusted(distrust) => return distrust.into(),
            CommandFailure::NotStarted(io::ErrorKind::NotFound) => (
                text!("profile-command-not-found", "was not found"),
                word!(
                    "profile-command-not-found-hint",
                    "Check its name and PATH, or write its whole path."
                ),
            ),
            CommandFailure::NotStarted(kind) => (
                text!("profile-command-not-run", "could not be run: {kind}", kind),
                word!(
                    "profile-command-not-run-hint",
                    "Check the program and who may run it."
                ),
            ),
            CommandFailure::Ended(status) => {
                let status = match status.code() {
                    Some(code) if cfg!(unix) => {
                        text!("profile-exit-status", "exit status: {code}", code)
                    }
                    _ => status.to_string(),
                };
                (
                    text!("profile-command-failed", "failed ({status})", status),
                    word!(
                        "profile-command-failed-hint",
                        "Run it by hand to see why; what it prints is not shown here because it may be the key."
                    ),
                )
            }
            CommandFailure::TooSlow => (
                text!(
                    "profile-command-slow",
                    "did not finish in time and was stopped"
                ),
                word!(
                    "profile-command-slow-hint",
                    "Run it by hand: it must print the key without asking anything."
                ),
            ),
            CommandFailure::TooMuch => (
                text!(
                    "profile-command-much",
                    "printed more than {most} bytes",
                    most = MOST_BYTES
                ),
                word!(
                    "profile-command-much-hint",
                    "It must print the key and nothing else."
                ),
            ),
        };
        let source = self.describe();
        ProfileError::new(
            text!("profile-source-failed", "the {source} {why}", source, why),
            hint,
        )
    }
}

/// Shows the description only.
impl fmt::Debug for KeySource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "KeySource({})", self.describe())
    }
}

/// Checks what was typed as a client key.
///
/// # Errors
/// What is wrong with it; never the key.
pub fn key_may_be(typed: &SecretString) -> Result<(), ProfileError> {
    if is_placeholder(typed.expose_secret()) {
        return Err(ProfileError::new(
            word!(
                "profile-typed-placeholder",
                "what was typed is the word of the example, not a client key"
            ),
            word!(
                "profile-typed-placeholder-hint",
                "Type the one that QFPay issued."
            ),
        ));
    }
    let source = word!("profile-secret-of-keyboard", "the keyboard");
    checked(typed.expose_secret().as_bytes(), source).map(|_| ())
}

/// Writes a client key into a file where nothing is yet, for its owner only.
///
/// # Errors
/// When something is there, or the disk refuses.
pub fn write_key_file(path: &Path, key: &SecretString) -> Result<(), ProfileError> {
    draft::put(path, key.expose_secret(), None)
}

fn variable(name: &str) -> Result<KeySource, ProfileError> {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let begins_well = !name.starts_with(|c: char| c.is_ascii_digit());
    if begins_well && name.chars().all(is_plain) && !looks_like_a_key(name) {
        return Ok(KeySource::Variable(name.to_owned()));
    }
    Err(ProfileError::new(
        word!(
            "profile-bad-variable",
            "`client_key_env` is not the name of an environment variable"
        ),
        word!(
            "profile-bad-variable-hint",
            "Write the variable's name, for example client_key_env = \"SHOP_HK_KEY\"; never the key."
        ),
    ))
}

fn keyring_user(user: &str) -> Result<KeySource, ProfileError> {
    if unusual(user).is_none() && user.len() <= 128 && !looks_like_a_key(user) {
        return Ok(KeySource::Keyring(user.to_owned()));
    }
    Err(ProfileError::new(
        word!(
            "profile-bad-entry",
            "`client_key_keyring` is not the name of a keyring entry"
        ),
        word!(
            "profile-bad-entry-hint",
            "Write a name of visible ASCII characters, for example the profile's; never the key."
        ),
    ))
}

fn command(argv: &[String], env: &Env) -> Result<KeySource, ProfileError> {
    let refused = |why: &str| {
        let hint = word!(
            "profile-command-hint",
            "Write the program and its arguments, for example [\"pass\", \"show\", \"qfpay/shop-hk\"]."
        );
        Err(ProfileError::new(why, hint).about("client_key_command"))
    };
    let Some((program, arguments)) = argv.split_first() else {
        return refused(word!("profile-command-none", "names no program"));
    };
    if program.trim().is_empty() {
        return refused(word!("profile-command-none", "names no program"));
    }
    if argv.iter().any(|part| part.contains('\0')) {
        return refused(word!("profile-command-nul", "has a NUL character in it"));
    }
    if looks_like_a_key(program) {
        return refused(word!(
            "profile-command-like-key",
            "begins with something that looks like a key, not a program"
        ));
    }
    let program = if program.contains(std::path::is_separator) {
        expand(program, env).map_err(|error| error.about("client_key_command"))?
    } else if arguments.is_empty() && program.contains(char::is_whitespace) {
        return refused(word!(
            "profile-command-blanks",
            "is one text with blanks in it; no shell takes it apart"
        ));
    } else {
        PathBuf::from(program)
    };
    let arguments = arguments.to_vec();
    Ok(KeySource::Command { program, arguments })
}

fn read_file(path: &Path) -> Result<Zeroizing<Vec<u8>>, ProfileError> {
    let refused = |why: &str| {
        ProfileError::new(
            text!(
                "profile-keyfile",
                "the key file {path} {why}",
                path = path_text(path),
                why
            ),
            word!(
                "profile-keyfile-hint",
                "Check `client_key_file`; the file holds the client key and nothing else."
            ),
        )
    };
    let read = || {
        let mut file = trust::open(path)?;
        file.check(Guard::Secret)?;
        file.read(MOST_BYTES)
    };
    read().map_err(|why: Distrust| match why.reason {
        _ if why.is_about_others() => why.into(),
        Reason::Io(io::ErrorKind::NotFound) => {
            refused(word!("profile-keyfile-absent", "does not exist"))
        }
        Reason::Io(kind) => {
            let why = trust::in_words(kind);
            refused(&text!(
                "profile-keyfile-unread",
                "cannot be read: {why}",
                why
            ))
        }
        Reason::TooLong(most) => refused(&text!(
            "profile-keyfile-long",
            "is longer than {most} bytes",
            most
        )),
        _ => refused(word!("profile-keyfile-odd", "is not a regular file")),
    })
}
