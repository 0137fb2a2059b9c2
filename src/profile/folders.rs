//! Where the config file and the program's own data are.
//!
//! Only looks at the environment it is given, never at the working folder or a folder above it:
//! a file left lying in a project must not decide where money is sent.

use super::error::{ProfileError, path_text};
use crate::language::{text, word};
use crate::world::Env;
use std::path::{Path, PathBuf};

/// The variable that names the config file.
pub const CONFIG_VARIABLE: &str = "QFREFUND_CONFIG";
const FOLDER: &str = "qfrefund";
const FILE: &str = "config.toml";

/// Who said where the config file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The `--config` flag.
    Flag,
    /// The variable `QFREFUND_CONFIG`.
    Variable,
    /// Nobody: it is the platform's usual place.
    Platform,
}

/// Where the config file is looked for. It need not exist.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Location {
    /// The file.
    pub path: PathBuf,
    /// Who said so.
    pub origin: Origin,
}

/// Finds the config file's place: the flag, then `$QFREFUND_CONFIG`, then the platform's folder.
///
/// # Errors
/// When the flag is empty, or there is no home folder to fall back on.
pub fn locate(config_flag: Option<&Path>, env: &Env) -> Result<Location, ProfileError> {
    let (path, origin) = match (config_flag, env.get(CONFIG_VARIABLE)) {
        (Some(path), _) if path.as_os_str().is_empty() => {
            return Err(ProfileError::new(
                word!("profile-config-empty", "--config is empty"),
                word!(
                    "profile-config-empty-hint",
                    "Give it the path of a config file, or leave it out."
                ),
            ));
        }
        (Some(path), _) => (path.to_owned(), Origin::Flag),
        (None, Some(path)) => (PathBuf::from(path), Origin::Variable),
        (None, None) => (config_dir(env)?.join(FILE), Origin::Platform),
    };
    Ok(Location { path, origin })
}

/// Returns the folder of the config file: `$XDG_CONFIG_HOME/qfrefund` or `~/.config/qfrefund`,
/// on Windows `%APPDATA%\qfrefund`.
///
/// # Errors
/// When the environment names no home folder.
pub fn config_dir(env: &Env) -> Result<PathBuf, ProfileError> {
    folder(env, "APPDATA", "XDG_CONFIG_HOME", ".config").ok_or_else(|| {
        no_home(
            word!("profile-home-for-config", "the config file"),
            word!(
                "profile-home-config-hint",
                "name the file with --config or QFREFUND_CONFIG"
            ),
        )
    })
}

/// Returns the folder of the journal and of the simulator's state: `$XDG_DATA_HOME/qfrefund` or
/// `~/.local/share/qfrefund`, on Windows `%LOCALAPPDATA%\qfrefund`.
///
/// # Errors
/// When the environment names no home folder.
pub fn data_dir(env: &Env) -> Result<PathBuf, ProfileError> {
    folder(env, "LOCALAPPDATA", "XDG_DATA_HOME", ".local/share").ok_or_else(|| {
        no_home(
            word!("profile-home-for-journal", "the journal"),
            word!("profile-home-journal-hint", "give the profile a `journal`"),
        )
    })
}

/// Returns the folder of what was last seen of the journal, which is not the journal's:
/// `$XDG_STATE_HOME/qfrefund` or `~/.local/state/qfrefund`, on Windows `%APPDATA%\\qfrefund`.
///
/// # Errors
/// When the environment names no home folder.
pub fn state_dir(env: &Env) -> Result<PathBuf, ProfileError> {
    folder(env, "APPDATA", "XDG_STATE_HOME", ".local/state").ok_or_else(|| {
        no_home(
            word!(
                "profile-home-for-state",
                "what was last seen of the journal"
            ),
            word!(
                "profile-home-state-hint",
                "have XDG_STATE_HOME name a folder"
            ),
        )
    })
}

/// Reads a path written in the config file: absolute, or below the home folder with `~/`.
///
/// A relative path is refused: it would mean another file in every working folder.
pub(super) fn expand(text: &str, env: &Env) -> Result<PathBuf, ProfileError> {
    if let Some(rest) = text.strip_prefix("~/") {
        return home(env).map(|home| home.join(rest)).ok_or_else(|| {
            ProfileError::new(
                word!(
                    "profile-path-no-home",
                    "begins with ~/, but the environment names no home folder"
                ),
                word!(
                    "profile-path-no-home-hint",
                    "Set HOME to an absolute path, or write the whole path."
                ),
            )
        });
    }
    let path = PathBuf::from(text);
    if path.is_absolute() {
        return Ok(path);
    }
    Err(ProfileError::new(
        word!(
            "profile-path-relative",
            "is a relative path, which would mean another file in every folder"
        ),
        word!(
            "profile-path-relative-hint",
            "Write the whole path, or begin it with ~/ for your home folder."
        ),
    ))
}

/// Says where a file was looked for and does not exist.
pub(super) fn missing(location: &Location) -> ProfileError {
    let path = path_text(&location.path);
    let problem = match location.origin {
        Origin::Flag => text!(
            "profile-no-config-flag",
            "there is no config file {path}, named by --config",
            path
        ),
        Origin::Variable => text!(
            "profile-no-config-variable",
            "there is no config file {path}, named by QFREFUND_CONFIG",
            path
        ),
        Origin::Platform => text!("profile-no-config", "there is no config file {path}", path),
    };
    ProfileError::new(
        problem,
        word!(
            "profile-no-config-hint",
            "Make one with `qfrefund profile init`, or try everything without one: `--profile simulator`."
        ),
    )
}

fn folder(env: &Env, on_windows: &str, xdg: &str, below_home: &str) -> Option<PathBuf> {
    if cfg!(windows) {
        return env.absolute_path(on_windows).map(|path| path.join(FOLDER));
    }
    env.absolute_path(xdg)
        .or_else(|| home(env).map(|home| home.join(below_home)))
        .map(|path| path.join(FOLDER))
}

fn home(env: &Env) -> Option<PathBuf> {
    env.absolute_path(if cfg!(windows) { "USERPROFILE" } else { "HOME" })
}

fn no_home(wanted: &str, otherwise: &str) -> ProfileError {
    let variable = if cfg!(windows) {
        word!("profile-home-windows", "APPDATA and LOCALAPPDATA")
    } else {
        "HOME"
    };
    ProfileError::new(
        text!(
            "profile-no-home",
            "the environment names no home folder to find {wanted} in",
            wanted
        ),
        text!(
            "profile-no-home-hint",
            "Set {variable} to an absolute path, or {otherwise}.",
            variable,
            otherwise
        ),
    )
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    fn env(variables: &[(&str, &str)]) -> Env {
        variables
            .iter()
            .map(|(name, value)| ((*name).into(), (*value).into()))
            .collect()
    }

    #[test]
    fn flag_then_variable_then_folder() {
        let all = env(&[
            ("QFREFUND_CONFIG", "/v/c.toml"),
            ("XDG_CONFIG_HOME", "/x"),
            ("HOME", "/h"),
        ]);
        let found = |flag: Option<&str>, env: &Env| {
            let location = locate(flag.map(Path::new), env).unwrap();
            (location.path.to_str().unwrap().to_owned(), location.origin)
        };
        assert_eq!(found(Some("c"), &all), ("c".into(), Origin::Flag));
        assert_eq!(found(None, &all), ("/v/c.toml".into(), Origin::Variable));
        for (variables, path) in [
            (
                &[("XDG_CONFIG_HOME", "/x"), ("HOME", "/h")][..],
                "/x/qfrefund/config.toml",
            ),
            (&[("HOME", "/h")], "/h/.config/qfrefund/config.toml"),
            (
                &[("XDG_CONFIG_HOME", "x"), ("HOME", "/h")],
                "/h/.config/qfrefund/config.toml",
            ),
            (
                &[("QFREFUND_CONFIG", ""), ("HOME", "/h")],
                "/h/.config/qfrefund/config.toml",
            ),
        ] {
            assert_eq!(
                found(None, &env(variables)),
                (path.into(), Origin::Platform)
            );
        }
    }

    #[test]
    fn data_has_its_own_folder() {
        let dir = |variables: &[(&str, &str)]| data_dir(&env(variables));
        let all = [("XDG_DATA_HOME", "/d"), ("HOME", "/h")];
        assert_eq!(dir(&all).unwrap(), Path::new("/d/qfrefund"));
        assert_eq!(
            dir(&[("HOME", "/h")]).unwrap(),
            Path::new("/h/.local/share/qfrefund")
        );
    }

    #[test]
    fn without_a_home_the_remedy_is_named() {
        for bare in [env(&[]), env(&[("HOME", "h"), ("XDG_CONFIG_HOME", "x")])] {
            let error = locate(None, &bare).unwrap_err();
            assert_eq!(
                error.to_string(),
                "the environment names no home folder to find the config file in"
            );
            assert!(error.hint().contains("--config"));
            assert!(data_dir(&bare).unwrap_err().hint().contains("journal"));
        }
        assert_eq!(
            locate(Some(Path::new("")), &env(&[]))
                .unwrap_err()
                .to_string(),
            "--config is empty"
        );
    }

    #[test]
    fn paths_in_the_file_are_whole() {
        let home = env(&[("HOME", "/h")]);
        assert_eq!(expand("~/a b", &home).unwrap(), Path::new("/h/a b"));
        assert_eq!(expand("/a", &home).unwrap(), Path::new("/a"));
        for (text, env) in [
            ("a", &home),
            ("./a", &home),
            ("~b/a", &home),
            ("~/a", &env(&[])),
        ] {
            assert!(expand(text, env).is_err(), "{text}");
        }
    }
}
