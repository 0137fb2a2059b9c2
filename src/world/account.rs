//! Who is at work, as every event names it. Pure.
//!
//! The system's account comes first: the environment can be set by anybody. Who stands behind it
//! under sudo, and the name they go by, stand beside it, never in its place.

use super::Env;
use crate::unseen::is_unseen;
use std::fmt;

/// What the system says of the account this process runs under.
#[derive(Clone, Default)]
pub struct Account {
    /// Its number, where accounts have one.
    pub uid: Option<u32>,
    /// The list of accounts, as it stands in `/etc/passwd`.
    pub list: Vec<u8>,
}

/// Variables in which a program that changes the account leaves the number of the one before.
const BEHIND_UID: [&str; 2] = ["SUDO_UID", "PKEXEC_UID"];
/// The same by name.
const BEHIND_NAME: [&str; 2] = ["SUDO_USER", "DOAS_USER"];
/// The name a person or a service goes by.
const NAMED: &str = "QFREFUND_OPERATOR";
/// What a login sets.
const LOGIN: [&str; 3] = ["LOGNAME", "USER", "USERNAME"];

impl Account {
    /// The most characters an operator has.
    pub const MOST: usize = 200;

    /// Returns the operator: `mei (uid 1000)`, with `for` who stands behind it and `as` the name in
    /// `QFREFUND_OPERATOR`. It has 1 to [`Self::MOST`] characters, none of which cannot be seen.
    #[must_use]
    pub fn operator(&self, env: &Env) -> String {
        let told = |names: &[&str]| {
            names
                .iter()
                .filter_map(|name| env.get(name))
                .map(|text| seen(&text.to_string_lossy()))
                .find(|text| !text.is_empty())
        };
        let known = self.uid.and_then(|uid| self.name_of(uid));
        let mut operator = match (self.uid, &known) {
            (Some(uid), Some(name)) => format!("{name} (uid {uid})"),
            (Some(uid), None) => format!("uid {uid}"),
            (None, _) => told(&LOGIN).unwrap_or_else(|| "unknown".to_owned()),
        };
        let behind = told(&BEHIND_UID)
            .and_then(|uid| uid.parse::<u32>().ok())
            .filter(|uid| Some(*uid) != self.uid);
        let behind = match (behind, told(&BEHIND_NAME)) {
            (Some(uid), name) => Some(self.name_of(uid).or(name).map_or_else(
                || format!("uid {uid}"),
                |name| format!("{name} (uid {uid})"),
            )),
            (None, name) => name.filter(|name| known.as_ref() != Some(name)),
        };
        if let Some(behind) = behind {
            operator.push_str(&format!(" for {behind}"));
        }
        // An account of another directory than this machine's list has its name from the login.
        let is_nameless = self.uid.is_some() && known.is_none();
        let named = told(&[NAMED]).or_else(|| told(&LOGIN).filter(|_| is_nameless));
        if let Some(named) = named {
            operator.push_str(&format!(" as {named}"));
        }
        operator.chars().take(Self::MOST).collect()
    }

    /// Finds the name of an account: `NAME:x:UID:…`.
    fn name_of(&self, uid: u32) -> Option<String> {
        let uid = uid.to_string();
        self.list.split(|byte| *byte == b'\n').find_map(|line| {
            let mut fields = line.split(|byte| *byte == b':');
            let name = fields.next()?;
            (fields.nth(1)? == uid.as_bytes())
                .then(|| seen(&String::from_utf8_lossy(name)))
                .filter(|name| !name.is_empty())
        })
    }
}

/// Leaves out what cannot be seen.
fn seen(text: &str) -> String {
    let text: String = text
        .chars()
        .filter(|c| !c.is_control() && !is_unseen(*c))
        .collect();
    text.trim().to_owned()
}

impl fmt::Debug for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Account")
            .field("uid", &self.uid)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::ffi::OsString;

    const LIST: &[u8] = b"root:x:0:0:root:/root:/bin/bash\n\
        # a line that is none\n\
        mei:x:1000:1000:Mei,,,:/home/mei:/bin/bash\n\
        w\xfcing:x:1001:1001::/home/wing:/bin/sh\n";

    fn operator(uid: Option<u32>, variables: &[(&str, &str)]) -> String {
        let account = Account {
            uid,
            list: LIST.to_vec(),
        };
        let env = variables
            .iter()
            .map(|(name, value)| (OsString::from(name), OsString::from(value)));
        account.operator(&env.collect())
    }

    #[test]
    fn the_account_is_the_systems_whatever_the_environment_says() {
        for variables in [
            &[][..],
            &[("USER", "kei"), ("LOGNAME", "kei")],
            &[("QFREFUND_OPERATOR", "")],
        ] {
            assert_eq!(operator(Some(1000), variables), "mei (uid 1000)");
        }
        assert_eq!(operator(Some(0), &[("HOME", "/")]), "root (uid 0)");
        assert_eq!(operator(Some(1001), &[]), "w\u{fffd}ing (uid 1001)");
        assert_eq!(operator(Some(4000), &[]), "uid 4000");
        assert_eq!(operator(Some(4000), &[("USER", "kei")]), "uid 4000 as kei");
    }

    #[test]
    fn a_name_of_ones_own_stands_beside_the_account() {
        let named = operator(Some(1000), &[("QFREFUND_OPERATOR", "night shift")]);
        assert_eq!(named, "mei (uid 1000) as night shift");
        let forged = operator(Some(1000), &[("QFREFUND_OPERATOR", "root (uid 0)")]);
        assert_eq!(forged, "mei (uid 1000) as root (uid 0)");
    }

    #[test]
    fn the_person_behind_sudo_is_named() {
        for variables in [
            &[("SUDO_USER", "mei"), ("SUDO_UID", "1000")][..],
            &[("SUDO_UID", "1000"), ("USER", "root")],
            &[("PKEXEC_UID", "1000")],
        ] {
            let told = operator(Some(0), variables);
            assert_eq!(told, "root (uid 0) for mei (uid 1000)");
        }
        let far = [("SUDO_USER", "kei"), ("SUDO_UID", "4000")];
        assert_eq!(operator(Some(0), &far), "root (uid 0) for kei (uid 4000)");
        assert_eq!(
            operator(
                Some(0),
                &[("DOAS_USER", "mei"), ("QFREFUND_OPERATOR", "Mei")]
            ),
            "root (uid 0) for mei as Mei"
        );
        // Root under its own sudo.
        let own = [("SUDO_USER", "root"), ("SUDO_UID", "0")];
        assert_eq!(operator(Some(0), &own), "root (uid 0)");
        assert_eq!(operator(Some(0), &[("SUDO_UID", "-1")]), "root (uid 0)");
    }

    #[test]
    fn where_accounts_have_no_number_the_login_says_who_it_is() {
        assert_eq!(operator(None, &[("USERNAME", "mei")]), "mei");
        assert_eq!(operator(None, &[]), "unknown");
        let named = [("USERNAME", "mei"), ("QFREFUND_OPERATOR", "Mei")];
        assert_eq!(operator(None, &named), "mei as Mei");
    }

    #[test]
    fn an_operator_is_short_and_can_be_seen() {
        let odd = operator(
            Some(1000),
            &[("QFREFUND_OPERATOR", "a\u{1b}[31m\nb\u{202e}\u{200b}c\t")],
        );
        assert_eq!(odd, "mei (uid 1000) as a[31mbc");
        let long = "退".repeat(5000);
        let long = operator(Some(1000), &[("QFREFUND_OPERATOR", &long)]);
        assert_eq!(long.chars().count(), 200);
        assert!(long.starts_with("mei (uid 1000) as 退"), "{long}");
        assert_eq!(operator(None, &[("USER", "\u{1b}")]), "unknown");
    }
}
