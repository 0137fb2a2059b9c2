//! The witnesses of other journals and merchants, in the same folder.

use super::{MOST, WITH, Witness, is_absent, locked, opened, tail, write_over};
use std::fs::{self, OpenOptions};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use time::OffsetDateTime;

impl Witness {
    /// Finds the witnesses of whatever journals were seen at this one's place, and names those of
    /// this journal and the same merchants.
    #[must_use]
    pub fn heirs(&self) -> Vec<Self> {
        let heir = |(path, name): (PathBuf, String)| {
            let (_, merchant) = name.split_once('-')?;
            let heir = self
                .path
                .with_file_name(format!("{}-{merchant}", self.journal));
            let is_here = place_in(&path)? == self.place;
            is_here.then(|| Self {
                path: heir,
                ..self.clone()
            })
        };
        self.all().filter_map(heir).collect()
    }

    /// Finds the witnesses of the same journal for other merchants: the chain is one for all of them.
    ///
    /// # Errors
    /// Where they cannot be looked for.
    pub fn siblings(&self) -> io::Result<Vec<Self>> {
        let Some(folder) = self.path.parent() else {
            return Ok(Vec::new());
        };
        let entries = match fs::read_dir(folder) {
            Err(error) if is_absent(&error) => return Ok(Vec::new()),
            entries => entries?,
        };
        let mut found = Vec::new();
        for entry in entries {
            let path = entry?.path();
            let name = path.file_name().and_then(|name| name.to_str());
            let merchant = name
                .and_then(|name| name.strip_prefix(&self.journal.to_string()))
                .and_then(|rest| rest.strip_prefix('-'));
            // One that is being written beside its place has an ending.
            if merchant.is_some_and(|merchant| !merchant.contains('.')) && path != self.path {
                found.push(Self {
                    path,
                    ..self.clone()
                });
            }
        }
        found.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(found)
    }

    /// Finds the other places at which journals with refunds of the same merchant were seen.
    #[must_use]
    pub fn places_of_merchant(&self) -> Vec<String> {
        let place = |(path, name): (PathBuf, String)| {
            let (_, merchant) = name.split_once('-')?;
            let is_ours = self.merchant() == Some(alone(merchant));
            place_in(&path).filter(|place| is_ours && *place != self.place)
        };
        let mut places: Vec<String> = self.all().filter_map(place).collect();
        places.sort();
        places
    }

    /// Notes that this journal has been made in the place of others, those seen at its place and those of
    /// its merchant: where one comes back it lacks what was made from this time on.
    ///
    /// # Errors
    /// Where one cannot be written.
    pub fn supersede(&self, since: OffsetDateTime) -> io::Result<()> {
        let own = self.journal.to_string();
        for (path, name) in self.all() {
            let Some((journal, merchant)) = name.split_once('-') else {
                continue;
            };
            let is_its = self.merchant() == Some(alone(merchant))
                || place_in(&path).is_some_and(|place| place == self.place);
            // One that is being written beside its place has an ending.
            if is_its && journal != own && !merchant.contains('.') {
                let mut file = OpenOptions::new().read(true).write(true).open(&path)?;
                locked(&file, true)?;
                write_over(&mut file, &tail(None, Some(since)))?;
            }
        }
        Ok(())
    }

    /// Whether other journals were seen at this place, and this one never.
    #[must_use]
    pub fn is_strange(&self) -> bool {
        let own = self.journal.to_string();
        let (mut is_known, mut are_others) = (false, false);
        for (path, name) in self.all() {
            if place_in(&path).is_some_and(|place| place == self.place) {
                let is_own = name.starts_with(&own);
                is_known |= is_own;
                are_others |= !is_own;
            }
        }
        are_others && !is_known
    }

    /// The files in the folder, with their names.
    fn all(&self) -> impl Iterator<Item = (PathBuf, String)> {
        let entries = self.path.parent().map(fs::read_dir);
        let entries = entries.into_iter().flatten().flatten().flatten();
        entries.filter_map(|entry| Some((entry.path(), entry.file_name().into_string().ok()?)))
    }

    /// The merchant, as the name of its file has it.
    fn merchant(&self) -> Option<&str> {
        let (_, merchant) = self.path.file_name()?.to_str()?.split_once('-')?;
        Some(alone(merchant))
    }
}

/// Returns the merchant without the credential.
fn alone(merchant: &str) -> &str {
    merchant.split(WITH).next().unwrap_or(merchant)
}

/// Reads where the journal of a witness is.
fn place_in(witness: &Path) -> Option<String> {
    let mut text = String::new();
    let file = opened(witness).ok()?;
    file.take(MOST).read_to_string(&mut text).ok()?;
    Some(text.lines().nth(2)?.strip_prefix("place ")?.to_owned())
}
