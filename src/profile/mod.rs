//! Profiles: a TOML file → checked credentials, merchant, environment and limits, and where a
//! client key comes from.
//!
//! Every fault is one error that names the file, the line, what is wrong and the remedy. The
//! client key is fetched when something is to be signed and not before, and no message, error or
//! `Debug` shows it. Nothing here prints, reads the environment by itself or talks to the gateway.

mod checked;
mod choose;
mod client_key;
mod command;
mod draft;
mod error;
mod example;
mod file;
mod folders;
mod guards;
mod key_source;
pub mod keyring;
pub mod keys;
mod names;
mod placeholder;
mod reader;
mod section;
mod values;

#[cfg(test)]
mod tests;

pub use checked::{FileWords, Profile, SimulatorCredentials};
pub use choose::{ConfigCheck, choose};
pub use draft::ProfileDraft;
pub use error::ProfileError;
pub use example::{EXAMPLE, write_example};
pub use file::ConfigFile;
pub use folders::{CONFIG_VARIABLE, Location, Origin, config_dir, data_dir, locate, state_dir};
pub use guards::ProfileGuards;
pub use key_source::{KeySource, key_may_be, write_key_file};
pub use values::{Proxy, RateLimit};
