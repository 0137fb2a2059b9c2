//! The witness: the newest event that this account has seen of a journal, kept outside the
//! journal's folder.
//!
//! An older copy that is put back is a sound journal, and what was refunded since is missing in it
//! without a trace. Whoever saw a later event can tell: there is one small file for each journal
//! and merchant, and a journal that does not hold the event in it has gone back in time.
//!
//! What cannot be read is never taken for absent. But a witness is an addition: one that cannot be
//! *written* never keeps a refund back.

mod others;

use super::chain::{instant, millis};
use super::head::{Head, JournalIdentity};
use super::record::{Digest, MerchantKey};
use super::sqlite::files::{make_folder, own, sync_folder};
use crate::language::word;
use crate::refund::Endpoint;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use time::OffsetDateTime;

/// What the first line is.
const MAGIC: &str = "qfrefund witness 1";
/// The last two lines. Their length is fixed, so that they can be written over in place: however
/// that is cut off, what stands in the file is of one length and can be read.
const TAIL: usize = 117;
/// What stands between a merchant and a credential in the name of a file.
const WITH: char = '+';
/// Longest file read, in bytes.
const MOST: u64 = 64 * 1024;

/// The newest event that this process has written, for whoever tells the result, and through which
/// endpoint it speaks with the gateway, for what it writes.
#[derive(Clone, Debug, Default)]
pub struct Written {
    newest: Arc<Mutex<Option<Head>>>,
    endpoint: Arc<Mutex<Option<Endpoint>>>,
}

impl Written {
    /// Returns it, or `None` where nothing was written.
    #[must_use]
    pub fn newest(&self) -> Option<Head> {
        *self.newest.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn tell(&self, head: Head) {
        *self.newest.lock().unwrap_or_else(PoisonError::into_inner) = Some(head);
    }

    /// Says that this is the endpoint from here on.
    pub fn speak_through(&self, endpoint: Endpoint) {
        *self.endpoint.lock().unwrap_or_else(PoisonError::into_inner) = Some(endpoint);
    }

    pub(super) fn endpoint(&self) -> Option<Endpoint> {
        let kept = self.endpoint.lock();
        kept.unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// What the witness says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Seen {
    /// This account has not seen the journal at work for this merchant yet.
    Nothing,
    /// It has seen this event.
    Event(Head),
    /// A copy was put in the place of what was seen, and the gateway has not been read since: what
    /// is missing in the copy was made at this time or later.
    PutBack(Option<Head>, OffsetDateTime),
    /// It is there, or may be, and cannot be read: why, as a clause.
    Unread(String),
}

/// The witness of one journal and merchant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Witness {
    path: PathBuf,
    journal: JournalIdentity,
    place: String,
}

impl Witness {
    /// Names it; opens nothing. `place` is where the journal is, for people. `credential` is one of several
    /// that a merchant may have: the gateway lists what was sent with each by itself, so that reading the
    /// lists of one tells nothing of another.
    #[must_use]
    pub fn new(
        folder: &Path,
        journal: &JournalIdentity,
        (merchant, credential): (&MerchantKey, Option<&str>),
        place: impl Into<String>,
    ) -> Self {
        let short = |text: &str| {
            let digest = Digest::of(text.as_bytes()).to_string();
            digest.get(..16).unwrap_or_default().to_owned()
        };
        let mut merchant = short(merchant.as_str());
        if let Some(credential) = credential {
            merchant.push_str(&format!("{WITH}{}", short(credential)));
        }
        let place: String = place.into();
        Self {
            path: folder.join(format!("{journal}-{merchant}")),
            journal: journal.clone(),
            place: place.escape_debug().to_string(),
        }
    }

    /// Returns its file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Reads what it says.
    #[must_use]
    pub fn read(&self) -> Seen {
        match opened(&self.path) {
            Ok(mut file) => locked(&file, false)
                .and_then(|()| self.parse(&mut file))
                .unwrap_or_else(|error| Seen::Unread(error.to_string())),
            Err(error) if is_absent(&error) => Seen::Nothing,
            Err(error) => Seen::Unread(error.to_string()),
        }
    }

    fn parse(&self, file: &mut File) -> io::Result<Seen> {
        let text = text_in(file)?;
        text.and_then(|text| self.understand(&text)).ok_or_else(|| {
            io::Error::other(word!(
                "journal-witness-spoilt",
                "it is not as the tool wrote it"
            ))
        })
    }

    fn understand(&self, text: &str) -> Option<Seen> {
        let mut lines = text.strip_suffix('\n')?.split('\n');
        head_in(&mut lines, &self.journal)?;
        let (seq, hash) = lines.next()?.strip_prefix("seen ")?.split_once(' ')?;
        let back = lines.next()?.strip_prefix("back ")?;
        if lines.next().is_some() {
            return None;
        }
        let head = Head {
            seq: seq.parse().ok()?,
            hash: Digest::parse(hash)?,
        };
        let head = Some(head).filter(|head| head.seq > 0);
        match back.trim() {
            "-" => head.map(Seen::Event),
            millis => Some(Seen::PutBack(head, instant(millis.parse().ok()?)?)),
        }
    }

    /// Notes that the journal has come to this event. Older news than what is there is left out.
    ///
    /// # Errors
    /// Where it cannot be written or what is there cannot be read.
    pub fn note(&self, head: Head) -> io::Result<()> {
        self.change(|seen| match seen {
            Some(Seen::Event(before)) if before.seq >= head.seq => None,
            Some(Seen::PutBack(..)) => None,
            _ => Some(tail(Some(head), None)),
        })
    }

    /// The same where the journal was found to hold what was seen, so that no copy stands in its
    /// place, or no longer.
    ///
    /// # Errors
    /// As [`Self::note`].
    pub fn note_held(&self, head: Head) -> io::Result<()> {
        self.change(|seen| match seen {
            Some(Seen::Event(before)) if before.seq >= head.seq => None,
            _ => Some(tail(Some(head), None)),
        })
    }

    /// Notes that a copy stands in the place of what was seen, whose newest event is of this time.
    /// The earliest such time is kept: what comes after it is not the copy's any more.
    ///
    /// # Errors
    /// As [`Self::note`].
    pub fn note_put_back(&self, newest: OffsetDateTime) -> io::Result<()> {
        self.change(|seen| match seen {
            Some(Seen::PutBack(head, before)) => Some(tail(head, Some(before.min(newest)))),
            Some(Seen::Event(head)) => Some(tail(Some(head), Some(newest))),
            _ => Some(tail(None, Some(newest))),
        })
    }

    /// Begins anew with this event, whatever was seen before.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn renew(&self, head: Option<Head>) -> io::Result<()> {
        match head {
            Some(head) => self.replace(&tail(Some(head), None)),
            None => match fs::remove_file(&self.path) {
                Err(error) if !is_absent(&error) => Err(error),
                _ => Ok(()),
            },
        }
    }

    fn change(&self, change: impl Fn(Option<Seen>) -> Option<String>) -> io::Result<()> {
        let opened = OpenOptions::new().read(true).write(true).open(&self.path);
        let mut file = match opened {
            Ok(file) => file,
            Err(error) if is_absent(&error) => {
                return match change(None) {
                    Some(tail) => self.replace(&tail),
                    None => Ok(()),
                };
            }
            Err(error) => return Err(error),
        };
        locked(&file, true)?;
        let seen = self.parse(&mut file)?;
        let Some(tail) = change(Some(seen)) else {
            return Ok(());
        };
        write_over(&mut file, &tail)
    }

    /// Writes the whole file beside its place and moves it there.
    fn replace(&self, tail: &str) -> io::Result<()> {
        let Some(folder) = self.path.parent() else {
            return Err(io::ErrorKind::InvalidInput.into());
        };
        make_folder(folder)?;
        // One at a time: they share the name of the file that is not finished.
        let alone = own(OpenOptions::new().create(true), &folder.join("lock"))?;
        locked(&alone, true)?;
        let unfinished = self.path.with_extension("new");
        let mut new = own(OpenOptions::new().create(true).truncate(true), &unfinished)?;
        let head = format!("{MAGIC}\njournal {}\nplace {}\n", self.journal, self.place);
        new.write_all(head.as_bytes())?;
        new.write_all(tail.as_bytes())?;
        new.sync_all()?;
        fs::rename(&unfinished, &self.path)?;
        sync_folder(folder)
    }
}

/// Reads a file; nothing where it is no text.
fn text_in(file: &mut File) -> io::Result<Option<String>> {
    let mut text = String::new();
    match file.take(MOST).read_to_string(&mut text) {
        Err(error) if error.kind() == io::ErrorKind::InvalidData => Ok(None),
        read => read.map(|_| Some(text)),
    }
}

/// Reads the lines that never change, and returns where the journal is.
fn head_in<'a>(
    lines: &mut impl Iterator<Item = &'a str>,
    journal: &JournalIdentity,
) -> Option<&'a str> {
    let is_its =
        lines.next()? == MAGIC && lines.next()?.strip_prefix("journal ")? == journal.to_string();
    let place = lines.next()?.strip_prefix("place ")?;
    is_its.then_some(place)
}

/// Writes the last two lines anew.
fn write_over(file: &mut File, tail: &str) -> io::Result<()> {
    let length = i64::try_from(TAIL).map_err(io::Error::other)?;
    file.seek(SeekFrom::End(0_i64.saturating_sub(length)))?;
    file.write_all(tail.as_bytes())
}

/// Makes the two lines that change.
fn tail(head: Option<Head>, back: Option<OffsetDateTime>) -> String {
    let (seq, hash) = head.map_or((0, Digest::GENESIS), |head| (head.seq, head.hash));
    let back = back.map_or("-".to_owned(), |at| millis(at).to_string());
    format!("seen {seq:020} {hash}\nback {back:>20}\n")
}

/// Whether a file is surely not there: its folder was looked into, or is none.
fn is_absent(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
    )
}

/// Opens a file to read it, and no pipe, which might keep us waiting.
fn opened(path: &Path) -> io::Result<File> {
    if fs::metadata(path)?.is_file() {
        File::open(path)
    } else {
        Err(io::Error::other(word!(
            "journal-witness-no-file",
            "it is no ordinary file"
        )))
    }
}

/// Waits for the lock, which is held for a moment only.
fn locked(file: &File, alone: bool) -> io::Result<()> {
    const NAP: Duration = Duration::from_millis(5);
    for _ in 0..400 {
        let got = if alone {
            file.try_lock()
        } else {
            file.try_lock_shared()
        };
        match got {
            Ok(()) => return Ok(()),
            Err(TryLockError::WouldBlock) => std::thread::sleep(NAP),
            Err(TryLockError::Error(error)) => return Err(error),
        }
    }
    Err(io::Error::other(word!(
        "journal-witness-held",
        "another process holds it"
    )))
}

#[cfg(test)]
mod tests;
