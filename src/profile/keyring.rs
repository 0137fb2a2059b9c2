//! The operating system's keyring: Secret Service, Keychain or Credential Manager.
//!
//! Every call runs in a thread with a deadline: a locked keyring may wait for ever for somebody
//! to answer a question on another screen.

use super::error::ProfileError;
use crate::language::word;
use secrecy::SecretString;
use zeroize::Zeroizing;

/// What the keyring files the tool's entries under.
pub const SERVICE: &str = "qfrefund";

/// Returns the entry of a user as it stands in the keyring.
pub(super) fn load(user: &str) -> Result<Zeroizing<Vec<u8>>, ProfileError> {
    backend::load(user)
}

/// Puts a client key into the keyring, in place of one that may be there.
///
/// # Errors
/// When it cannot be a client key, the keyring cannot be reached, is locked or does not answer,
/// or this build has none.
pub fn store(user: &str, key: &SecretString) -> Result<(), ProfileError> {
    use secrecy::ExposeSecret;
    let bytes = key.expose_secret().as_bytes();
    let source = word!("profile-secret-of-input", "the input");
    backend::store(user, super::client_key::checked(bytes, source)?)
}

/// Whether the keyring has an entry of a user.
///
/// # Errors
/// When it cannot be asked, or this build has none.
pub fn holds(user: &str) -> Result<bool, ProfileError> {
    backend::holds(user)
}

#[cfg(not(feature = "keyring"))]
mod backend {
    use super::{ProfileError, SecretString, Zeroizing, word};

    pub(super) fn load(_: &str) -> Result<Zeroizing<Vec<u8>>, ProfileError> {
        Err(absent())
    }

    pub(super) fn store(_: &str, _: SecretString) -> Result<(), ProfileError> {
        Err(absent())
    }

    pub(super) fn holds(_: &str) -> Result<bool, ProfileError> {
        Err(absent())
    }

    fn absent() -> ProfileError {
        ProfileError::new(
            word!(
                "profile-keyring-not-built",
                "this build of qfrefund has no keyring"
            ),
            word!(
                "profile-keyring-not-built-hint",
                "Use client_key_command or client_key_file, or a build with the feature `keyring`."
            ),
        )
    }

    #[cfg(test)]
    mod tests {
        #[test]
        fn a_build_without_a_keyring_says_so() {
            let error = super::load("shop").unwrap_err();
            assert_eq!(error.to_string(), "this build of qfrefund has no keyring");
        }
    }
}

#[cfg(feature = "keyring")]
mod backend {
    use super::super::error::plain;
    use super::{ProfileError, SERVICE, SecretString, Zeroizing};
    use crate::language::{text, word};
    use keyring_core::api::CredentialStore;
    use keyring_core::{Error, Result as KeyringResult};
    use secrecy::ExposeSecret;
    use std::sync::Arc;
    use std::sync::mpsc::{self, RecvTimeoutError};
    use std::thread;
    use std::time::Duration;

    const DEADLINE: Duration = Duration::from_secs(20);

    pub(super) fn load(user: &str) -> Result<Zeroizing<Vec<u8>>, ProfileError> {
        let entry = user.to_owned();
        let work = move || fetch(&*platform()?, &entry);
        in_time(DEADLINE, work).and_then(|result| result.map_err(|error| explain(&error, user)))
    }

    pub(super) fn store(user: &str, key: SecretString) -> Result<(), ProfileError> {
        let entry = user.to_owned();
        let work = move || keep(&*platform()?, &entry, &key);
        in_time(DEADLINE, work).and_then(|result| result.map_err(|error| explain(&error, user)))
    }

    pub(super) fn holds(user: &str) -> Result<bool, ProfileError> {
        let entry = user.to_owned();
        let work = move || fetch(&*platform()?, &entry);
        in_time(DEADLINE, work).and_then(|result| match result {
            Ok(_) => Ok(true),
            Err(Error::NoEntry) => Ok(false),
            Err(error) => Err(explain(&error, user)),
        })
    }

    fn fetch(store: &CredentialStore, user: &str) -> KeyringResult<Zeroizing<Vec<u8>>> {
        store
            .build(SERVICE, user, None)?
            .get_password()
            .map(|text| Zeroizing::new(text.into_bytes()))
    }

    fn keep(store: &CredentialStore, user: &str, key: &SecretString) -> KeyringResult<()> {
        let entry = store.build(SERVICE, user, None)?;
        entry.set_password(key.expose_secret())
    }

    #[cfg(target_os = "linux")]
    fn platform() -> KeyringResult<Arc<CredentialStore>> {
        Ok(dbus_secret_service_keyring_store::Store::new()?)
    }

    #[cfg(target_os = "macos")]
    fn platform() -> KeyringResult<Arc<CredentialStore>> {
        Ok(apple_native_keyring_store::keychain::Store::new()?)
    }

    #[cfg(target_os = "windows")]
    fn platform() -> KeyringResult<Arc<CredentialStore>> {
        Ok(windows_native_keyring_store::Store::new()?)
    }

    #[cfg(not(any(target_os = "linux", target_os = "macos", target_os = "windows")))]
    fn platform() -> KeyringResult<Arc<CredentialStore>> {
        Err(Error::NoDefaultStore)
    }

    /// Does the work in a thread of its own, which is left behind if it does not answer.
    fn in_time<T: Send + 'static>(
        deadline: Duration,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, ProfileError> {
        let (sender, receiver) = mpsc::sync_channel(1);
        let spawned = thread::Builder::new().spawn(move || {
            // Nobody waits any more once the deadline has passed.
            let _ = sender.send(work());
        });
        let stopped = || {
            ProfileError::new(
                word!(
                    "profile-keyring-stopped",
                    "the keyring could not be asked: its thread stopped"
                ),
                word!(
                    "profile-keyring-stopped-hint",
                    "Try again, or use client_key_command or client_key_file."
                ),
            )
        };
        spawned.map_err(|_| stopped())?;
        receiver.recv_timeout(deadline).map_err(|why| match why {
            RecvTimeoutError::Disconnected => stopped(),
            RecvTimeoutError::Timeout => ProfileError::new(
                text!(
                    "profile-keyring-slow",
                    "the keyring did not answer within {seconds} seconds",
                    seconds = deadline.as_secs()
                ),
                word!(
                    "profile-keyring-slow-hint",
                    "It may be asking to be unlocked on another screen. Unlock it and try again."
                ),
            ),
        })
    }

    /// Says what went wrong. Errors that carry the entry's bytes are not repeated.
    fn explain(error: &Error, user: &str) -> ProfileError {
        let user = plain(user);
        match error {
            Error::NoEntry => {
                let hint = if cfg!(target_os = "linux") {
                    text!(
                        "profile-keyring-no-entry-linux",
                        "Store the client key with `qfrefund profile set-key PROFILE`, or `secret-tool store --label={service} service {service} username '{user}'`.",
                        service = SERVICE,
                        user
                    )
                } else {
                    text!(
                        "profile-keyring-no-entry-hint",
                        "Store the client key with `qfrefund profile set-key PROFILE`."
                    )
                };
                let problem = text!(
                    "profile-keyring-no-entry",
                    "the keyring has no entry `{user}` of service `{service}`",
                    user,
                    service = SERVICE
                );
                ProfileError::new(problem, hint)
            }
            Error::NoStorageAccess(why) => ProfileError::new(
                text!(
                    "profile-keyring-locked",
                    "the keyring is locked or gives no access ({why})",
                    why = plain(&why.to_string())
                ),
                word!(
                    "profile-keyring-locked-hint",
                    "Unlock it, for example by logging in to the desktop, and try again."
                ),
            ),
            Error::PlatformFailure(why) => ProfileError::new(
                text!(
                    "profile-keyring-unreachable",
                    "the keyring cannot be reached ({why})",
                    why = plain(&why.to_string())
                ),
                word!(
                    "profile-keyring-unreachable-hint",
                    "A session without a desktop often has none: use client_key_command or client_key_file."
                ),
            ),
            Error::Ambiguous(_) => ProfileError::new(
                text!(
                    "profile-keyring-ambiguous",
                    "the keyring has more than one entry `{user}` of service `{service}`",
                    user,
                    service = SERVICE
                ),
                word!(
                    "profile-keyring-ambiguous-hint",
                    "Remove all but one in the keyring's own program."
                ),
            ),
            Error::BadEncoding(_) | Error::BadDataFormat(..) => ProfileError::new(
                text!(
                    "profile-keyring-not-text",
                    "the keyring's entry `{user}` is not text",
                    user
                ),
                word!(
                    "profile-keyring-not-text-hint",
                    "Store the client key again with `qfrefund profile set-key PROFILE`."
                ),
            ),
            Error::NoDefaultStore => ProfileError::new(
                word!(
                    "profile-keyring-none",
                    "there is no keyring on this system that qfrefund knows"
                ),
                word!(
                    "profile-keyring-none-hint",
                    "Use client_key_command or client_key_file."
                ),
            ),
            _ => ProfileError::new(
                text!(
                    "profile-keyring-refused",
                    "the keyring does not take an entry like `{user}`",
                    user
                ),
                word!(
                    "profile-keyring-refused-hint",
                    "Use another name in client_key_keyring, or client_key_command or client_key_file."
                ),
            ),
        }
    }

    #[cfg(test)]
    mod tests {
        use super::*;

        #[test]
        fn a_key_kept_is_the_key_fetched() {
            let store = keyring_core::mock::Store::new().unwrap();
            let store: &CredentialStore = &*store;
            for key in ["^%", "^%^%"] {
                keep(store, "shop", &SecretString::from(key)).unwrap();
                assert_eq!(fetch(store, "shop").unwrap().as_slice(), key.as_bytes());
            }
            let error = explain(&fetch(store, "other").unwrap_err(), "other");
            assert_eq!(
                error.to_string(),
                "the keyring has no entry `other` of service `qfrefund`"
            );
            assert!(error.hint().contains("qfrefund profile set-key"));
        }

        #[test]
        fn a_keyring_that_does_not_answer_is_left_alone() {
            let error = in_time(Duration::ZERO, || thread::sleep(Duration::from_secs(2)));
            assert_eq!(
                error.unwrap_err().to_string(),
                "the keyring did not answer within 0 seconds"
            );
            let error = in_time(Duration::from_secs(9), || -> u8 { panic!("no bus") });
            assert_eq!(
                error.unwrap_err().to_string(),
                "the keyring could not be asked: its thread stopped"
            );
        }

        #[test]
        fn no_error_repeats_the_entry() {
            let key = "^%^%";
            let bytes = || key.as_bytes().to_vec();
            let boxed = || -> Box<dyn std::error::Error + Send + Sync> { "no bus\u{1b}".into() };
            for (error, problem) in [
                (
                    Error::PlatformFailure(boxed()),
                    "the keyring cannot be reached (no bus?)",
                ),
                (
                    Error::NoStorageAccess(boxed()),
                    "the keyring is locked or gives no access (no bus?)",
                ),
                (
                    Error::BadEncoding(bytes()),
                    "the keyring's entry `shop` is not text",
                ),
                (
                    Error::BadDataFormat(bytes(), boxed()),
                    "the keyring's entry `shop` is not text",
                ),
                (
                    Error::Ambiguous(Vec::new()),
                    "the keyring has more than one entry `shop` of service `qfrefund`",
                ),
                (
                    Error::NoDefaultStore,
                    "there is no keyring on this system that qfrefund knows",
                ),
                (
                    Error::Invalid("password".to_owned(), key.to_owned()),
                    "the keyring does not take an entry like `shop`",
                ),
            ] {
                let error = explain(&error, "shop");
                assert_eq!(error.to_string(), problem);
                assert!(!format!("{error:?}").contains('^'));
            }
        }
    }
}
