//! The witnesses of other journals and merchants, in the same folder.

use super::{WITH, Witness, head_in, is_absent, locked, opened, tail, text_in, write_over};
use crate::journal::error::{JournalError, JournalFault};
use crate::journal::head::JournalIdentity;
use crate::language::text;
use std::fs::{self, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};
use time::OffsetDateTime;

/// A witness in the folder, by the name of its file.
struct Named {
    path: PathBuf,
    journal: JournalIdentity,
    merchant: String,
}

/// One that was read, with where its journal is; nothing where it is spoilt. Then its journal sends nothing.
struct Read {
    named: Named,
    place: Option<String>,
}

impl Witness {
    /// Finds the witnesses of whatever journals were seen at this one's place, and names those of
    /// this journal and the same merchants. A spoilt one may be of a journal that was seen there.
    ///
    /// # Errors
    /// [`JournalFault::OthersUnread`] where that cannot be known.
    pub fn heirs(&self) -> Result<Vec<Self>, JournalError> {
        let is_here = |other: &Read| {
            other
                .place
                .as_ref()
                .is_none_or(|place| *place == self.place)
        };
        let others = self.all()?.into_iter().filter(is_here);
        let heir = |other: Read| {
            let name = format!("{}-{}", self.journal, other.named.merchant);
            Self {
                path: self.path.with_file_name(name),
                ..self.clone()
            }
        };
        Ok(others.map(heir).collect())
    }

    /// Finds the witnesses of the same journal for other merchants: the chain is one for all of them.
    ///
    /// # Errors
    /// Where they cannot be looked for.
    pub fn siblings(&self) -> io::Result<Vec<Self>> {
        let is_sibling = |other: &Named| other.journal == self.journal && other.path != self.path;
        let others = self.named()?.into_iter().filter(is_sibling);
        let sibling = |other: Named| Self {
            path: other.path,
            ..self.clone()
        };
        Ok(others.map(sibling).collect())
    }

    /// Finds the other places at which journals with refunds of the same merchant were seen.
    ///
    /// # Errors
    /// As [`Self::heirs`], and where one is spoilt.
    pub fn places_of_merchant(&self) -> Result<Vec<String>, JournalError> {
        let others = self.unspoilt()?.into_iter();
        let ours = others.filter(|(other, _)| self.is_of_merchant(other));
        let mut places: Vec<String> = ours
            .map(|(_, place)| place)
            .filter(|place| *place != self.place)
            .collect();
        places.sort();
        Ok(places)
    }

    /// Notes that this journal is made in the place of others, those seen at its place and those of
    /// its merchant: where one comes back it lacks what was made from this time on. A spoilt one keeps its
    /// journal back by itself.
    ///
    /// # Errors
    /// As [`Self::heirs`], and [`JournalFault::Unnoted`] where one cannot be written.
    pub fn supersede(&self, since: OffsetDateTime) -> Result<(), JournalError> {
        for Read { named, place } in self.all()? {
            let is_its = self.is_of_merchant(&named) || place.as_ref() == Some(&self.place);
            if let Some(place) = place
                && is_its
                && named.journal != self.journal
            {
                let other = Self {
                    path: named.path,
                    journal: named.journal,
                    place,
                };
                let noted = other.put_behind(since);
                noted.map_err(|error| other.unnoted(&error))?;
            }
        }
        Ok(())
    }

    fn put_behind(&self, since: OffsetDateTime) -> io::Result<()> {
        let mut file = match OpenOptions::new().read(true).write(true).open(&self.path) {
            Err(error) if is_absent(&error) => return Ok(()),
            opened => opened?,
        };
        locked(&file, true)?;
        let seen = text_in(&mut file)?.and_then(|text| self.understand(&text));
        if seen.is_some() {
            write_over(&mut file, &tail(None, Some(since)))?;
            // Durable before the new journal is in its place.
            file.sync_data()?;
        }
        Ok(())
    }

    /// Whether other journals were seen at this place, and this one never.
    ///
    /// # Errors
    /// As [`Self::places_of_merchant`].
    pub fn is_strange(&self) -> Result<bool, JournalError> {
        let here = self.seen_here()?;
        Ok(!here.is_empty() && !here.contains(&self.journal))
    }

    /// Whether any journal was seen at this place.
    ///
    /// # Errors
    /// As [`Self::places_of_merchant`].
    pub fn was_seen(&self) -> Result<bool, JournalError> {
        Ok(!self.seen_here()?.is_empty())
    }

    /// Says that something could not be noted in its file.
    #[must_use]
    pub fn unnoted(&self, error: &io::Error) -> JournalError {
        let path = self.path.display().to_string();
        JournalError::new(&*self.place, JournalFault::Unnoted(path, error.to_string()))
    }

    fn seen_here(&self) -> Result<Vec<JournalIdentity>, JournalError> {
        let others = self.unspoilt()?.into_iter();
        let here = others.filter(|(_, place)| *place == self.place);
        Ok(here.map(|(other, _)| other.journal).collect())
    }

    /// Reads every witness in the folder, of which none may be spoilt.
    fn unspoilt(&self) -> Result<Vec<(Named, String)>, JournalError> {
        let whole = |Read { named, place }: Read| match place {
            Some(place) => Ok((named, place)),
            None => Err(self.unread(
                &named.path,
                text!("journal-witness-spoilt", "it is not as the tool wrote it"),
            )),
        };
        self.all()?.into_iter().map(whole).collect()
    }

    /// Reads every witness in the folder.
    fn all(&self) -> Result<Vec<Read>, JournalError> {
        let folder = self.path.parent().unwrap_or(&self.path);
        let named = self.named();
        let named = named.map_err(|error| self.unread(folder, error.to_string()))?;
        let mut found = Vec::new();
        for named in named {
            match place_in(&named) {
                Ok(place) => found.push(Read { named, place }),
                // It was there a moment ago: its journal is begun anew.
                Err(error) if is_absent(&error) => {}
                Err(error) => return Err(self.unread(&named.path, error.to_string())),
            }
        }
        Ok(found)
    }

    /// Lists the witnesses in the folder. What else is there is nobody's: the lock, and what is being written
    /// beside its place, which has an ending.
    fn named(&self) -> io::Result<Vec<Named>> {
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
            let Some((journal, merchant)) = name.and_then(|name| name.split_once('-')) else {
                continue;
            };
            if let Some(journal) = JournalIdentity::parse(journal)
                && !merchant.contains('.')
            {
                let merchant = merchant.to_owned();
                found.push(Named {
                    path,
                    journal,
                    merchant,
                });
            }
        }
        found.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(found)
    }

    fn is_of_merchant(&self, other: &Named) -> bool {
        let own = self.path.file_name().and_then(|name| name.to_str());
        let own = own.and_then(|name| name.split_once('-'));
        own.is_some_and(|(_, merchant)| alone(merchant) == alone(&other.merchant))
    }

    fn unread(&self, path: &Path, why: String) -> JournalError {
        let path = path.display().to_string();
        JournalError::new(&*self.place, JournalFault::OthersUnread(path, why))
    }
}

/// Returns the merchant without the credential.
fn alone(merchant: &str) -> &str {
    merchant.split(WITH).next().unwrap_or(merchant)
}

/// Reads where the journal of a witness is; nothing where the lines that say so are not as they were written.
fn place_in(witness: &Named) -> io::Result<Option<String>> {
    let text = text_in(&mut opened(&witness.path)?)?;
    Ok(text.and_then(|text| {
        // What is cut off behind them says nothing of the place.
        let (whole, _) = text.rsplit_once('\n')?;
        head_in(&mut whole.split('\n'), &witness.journal).map(str::to_owned)
    }))
}
