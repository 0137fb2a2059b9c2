//! Which profile is meant, and whether the operator named it.

use super::checked::{Profile, SimulatorCredentials};
use super::error::{ProfileError, list, path_text, plain};
use super::file::{ConfigFile, ConfigValue, Field};
use super::folders::locate;
use super::keys::{self, ValueKind};
use super::names::{BUILT_IN, is_name};
use super::section;
use crate::language::text;
use crate::world::Env;
use std::path::Path;

/// Returns the profile to use: the one named, or else the file's `default_profile`.
///
/// `--profile simulator` needs no file and reads none. Where the file has a default whose
/// environment must be named, the profile comes back with [`Profile::named`] false, and the
/// caller asks.
///
/// # Errors
/// When no profile can be told, there is no such profile, or it has a fault. Faults of other
/// profiles do not matter.
pub fn choose(
    name: Option<&str>,
    config_flag: Option<&Path>,
    env: &Env,
    simulator: &SimulatorCredentials,
) -> Result<Profile, ProfileError> {
    if name == Some(BUILT_IN) {
        return Ok(Profile {
            named: true,
            ..Profile::simulator(simulator)
        });
    }
    ConfigFile::load(&locate(config_flag, env)?)?.choose(name, env, simulator)
}

/// What [`ConfigFile::check_all`] found.
#[derive(Debug)]
pub struct ConfigCheck {
    /// What is wrong with `default_profile`.
    pub default_profile: Option<ProfileError>,
    /// Every profile of the file, in its order, with the first thing wrong with it.
    pub profiles: Vec<(String, Result<Profile, ProfileError>)>,
}

impl ConfigFile {
    /// Returns the profile to use, as [`choose`] does.
    ///
    /// # Errors
    /// As [`choose`].
    pub fn choose(
        &self,
        name: Option<&str>,
        env: &Env,
        simulator: &SimulatorCredentials,
    ) -> Result<Profile, ProfileError> {
        let (chosen, named) = match (name, self.default_field()) {
            (Some(name), _) => (name, true),
            (None, Some(field)) => (self.default_name(field)?, false),
            (None, None) => return Err(self.none_chosen()),
        };
        let profile = if chosen == BUILT_IN {
            Profile::simulator(simulator)
        } else {
            self.profile(chosen, env)?
        };
        Ok(Profile { named, ..profile })
    }

    /// Returns one profile of the file.
    ///
    /// # Errors
    /// When there is no such profile, or it has a fault.
    pub fn profile(&self, name: &str, env: &Env) -> Result<Profile, ProfileError> {
        let section = self.sections().iter().find(|section| section.name == name);
        let section = section.ok_or_else(|| self.unknown(name))?;
        section::read(self.path(), section, env)
    }

    /// Returns the text of `default_profile`, whether or not there is such a profile.
    #[must_use]
    pub fn default_profile(&self) -> Option<&str> {
        match &self.default_field()?.value {
            ConfigValue::Text(name) => Some(name),
            _ => None,
        }
    }

    /// Checks every profile and the default. Fetches no key.
    #[must_use]
    pub fn check_all(&self, env: &Env) -> ConfigCheck {
        let default = self.default_field().map(|field| self.default_name(field));
        ConfigCheck {
            default_profile: default.and_then(Result::err),
            profiles: self
                .sections()
                .iter()
                .map(|section| {
                    let profile = section::read(self.path(), section, env);
                    (section.name.clone(), profile)
                })
                .collect(),
        }
    }

    /// Returns the default's name if it is that of a profile.
    fn default_name<'a>(&self, field: &'a Field) -> Result<&'a str, ProfileError> {
        let fault =
            |problem, hint| ProfileError::new(problem, hint).in_file(self.path(), Some(field.at));
        match &field.value {
            ConfigValue::Text(name) if self.known_names().any(|known| known == name) => Ok(name),
            ConfigValue::Text(name) => Err(fault(
                text!(
                    "profile-default-unknown",
                    "`default_profile` is {name}, which is no profile",
                    name = shown(name)
                ),
                keys::remedy(name, self.known_names()),
            )),
            ConfigValue::Empty => Err(fault(
                text!("profile-default-empty", "`default_profile` is empty"),
                text!(
                    "profile-default-empty-hint",
                    "Give it the name of a profile or remove the line."
                ),
            )),
            ConfigValue::Other(what) => Err(fault(
                keys::of_wrong_kind("default_profile", what, ValueKind::Text),
                keys::like_this("default_profile = \"simulator\""),
            )),
            ConfigValue::Secret(_)
            | ConfigValue::Texts(_)
            | ConfigValue::Number(_)
            | ConfigValue::Switch(_)
            | ConfigValue::Numbers(_) => Err(fault(
                text!(
                    "profile-default-not-a-name",
                    "`default_profile` is not a name"
                ),
                keys::like_this("default_profile = \"simulator\""),
            )),
        }
    }

    /// The names that can be given: those of the file that are names, and the built-in one.
    fn known_names(&self) -> impl Iterator<Item = &str> {
        let own = self
            .names()
            .filter(|name| is_name(name) && *name != BUILT_IN);
        own.chain([BUILT_IN])
    }

    fn unknown(&self, name: &str) -> ProfileError {
        ProfileError::new(
            text!(
                "profile-unknown",
                "no profile {name} in {path}",
                name = shown(name),
                path = path_text(self.path())
            ),
            keys::remedy(name, self.known_names()),
        )
    }

    fn none_chosen(&self) -> ProfileError {
        ProfileError::new(
            text!(
                "profile-none-named",
                "no profile is named, and {path} has no default_profile",
                path = path_text(self.path())
            ),
            text!(
                "profile-none-named-hint",
                "Give --profile one of: {names}.",
                names = list(self.known_names())
            ),
        )
    }
}

/// Writes a profile's name for a message, whatever somebody typed.
fn shown(name: &str) -> String {
    if name.chars().count() <= 64 {
        format!("`{}`", plain(name))
    } else {
        text!("profile-of-this-name", "of this name")
    }
}
