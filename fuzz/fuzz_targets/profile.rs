//! Any text as a config file.

#![no_main]

use libfuzzer_sys::fuzz_target;
use qfrefund::profile::ConfigFile;
use std::path::Path;

fuzz_target!(|text: &str| {
    match ConfigFile::parse(Path::new("config.toml"), text) {
        Ok(config) => {
            assert!(
                config
                    .names()
                    .all(|name| text.is_empty() || !name.contains('\0'))
            );
            // `Debug` is what a log might show: it must never hold a key.
            assert!(!format!("{config:?}").contains("client_key"));
        }
        Err(error) => assert!(!error.to_string().contains(char::is_control)),
    }
});
