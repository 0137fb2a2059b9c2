//! Whether the journal continues what was last seen of it: the witness at work.

use super::super::witness::{Seen, Witness, Written};
use super::super::{Head, JournalError, JournalFault, Newest};
use super::SqliteJournal;
use crate::language::text;
use crate::refund::Endpoint;
use time::OffsetDateTime;

/// What watches over a journal that is open.
pub(super) struct Watch {
    witness: Option<Witness>,
    written: Written,
    /// Why nothing may be sent by what this journal says.
    doubt: Option<JournalFault>,
    /// When what is missing in it was made, at the earliest.
    since: Option<OffsetDateTime>,
}

/// Why nothing may be sent, since when something is missing, and what is wrong with noting.
type Compared = (Option<JournalFault>, Option<OffsetDateTime>, Option<String>);

impl Watch {
    /// Returns the endpoint through which this process speaks with the gateway.
    pub(super) fn endpoint(&self) -> Option<Endpoint> {
        self.written.endpoint()
    }

    /// Takes note of an event that has just become durable. The next one to open the journal tells
    /// where that failed.
    pub(super) fn on_commit(&self, head: Head) {
        self.written.tell(head);
        if let (Some(witness), None) = (&self.witness, &self.doubt) {
            let _ = witness.note(head);
        }
    }
}

impl SqliteJournal {
    /// Compares with the witness, and notes what is newer. Returns what is wrong with noting.
    pub(super) fn begin_watch(
        &mut self,
        witness: Option<Witness>,
        written: Written,
    ) -> Result<Option<String>, JournalError> {
        let mut watch = Watch {
            witness: None,
            written,
            doubt: None,
            since: None,
        };
        let mut trouble = None;
        if let Some(witness) = witness {
            (watch.doubt, watch.since, trouble) = self.compare(&witness)?;
            watch.witness = Some(witness);
        }
        self.watch = Some(watch);
        Ok(trouble)
    }

    fn compare(&self, witness: &Witness) -> Result<Compared, JournalError> {
        let newest = self.read(super::whole::newest)?;
        let seen = witness.read();
        if seen == Seen::Nothing {
            // A merchant that is seen for the first time is in the journal that others were seen in.
            let others = self.compare_others(witness, newest)?;
            if others.0.is_some() {
                return Ok(others);
            }
        }
        self.judge(witness, seen, newest)
    }

    /// Compares with what was seen of the journal for other merchants: one that lacks something of
    /// theirs is an older copy, whoever asks.
    fn compare_others(
        &self,
        witness: &Witness,
        newest: Option<Newest>,
    ) -> Result<Compared, JournalError> {
        let others = match witness.siblings() {
            Ok(others) => others,
            Err(error) => {
                let folder = witness.path().parent().unwrap_or(witness.path());
                let path = folder.display().to_string();
                let doubt = JournalFault::Unwitnessed(path, error.to_string());
                return Ok((Some(doubt), None, None));
            }
        };
        let (mut doubt, mut since, mut trouble) = (None, None, None);
        for other in others {
            let found = self.judge(&other, other.read(), newest)?;
            doubt = doubt.or(found.0);
            since = since.into_iter().chain(found.1).min();
            trouble = trouble.or(found.2);
        }
        Ok((doubt, since, trouble))
    }

    /// Judges the journal by what a witness says, and notes in it what follows.
    fn judge(
        &self,
        witness: &Witness,
        seen: Seen,
        newest: Option<Newest>,
    ) -> Result<Compared, JournalError> {
        let mut noted = Ok(());
        let (doubt, since) = match seen {
            Seen::Unread(why) => {
                let path = witness.path().display().to_string();
                (Some(JournalFault::Unwitnessed(path, why)), None)
            }
            Seen::PutBack(None, since) => (Some(JournalFault::Unread), Some(since)),
            Seen::Nothing => {
                noted = newest.map_or(Ok(()), |newest| witness.note(newest.head));
                (None, None)
            }
            Seen::Event(seen) | Seen::PutBack(Some(seen), _) if self.holds(&seen)? => {
                // Where an older copy stood meanwhile, what was seen is in its place again.
                noted = newest.map_or(Ok(()), |newest| witness.note_held(newest.head));
                (None, None)
            }
            found @ (Seen::Event(seen) | Seen::PutBack(Some(seen), _)) => {
                let at = newest.map_or(OffsetDateTime::UNIX_EPOCH, |newest| newest.at);
                let since = match found {
                    Seen::PutBack(_, since) => since.min(at),
                    _ => at,
                };
                // What others write into it from here on is not the copy's: where that ends is kept.
                noted = witness.note_put_back(since);
                let has = newest.map_or(0, |newest| newest.head.seq);
                (Some(JournalFault::WentBack(seen.seq, has)), Some(since))
            }
        };
        let trouble = noted.err().map(|error| {
            text!(
                "journal-watch-why",
                "{path}: {error}",
                path = witness.path().display(),
                error
            )
        });
        Ok((doubt, since, trouble))
    }

    fn holds(&self, seen: &Head) -> Result<bool, JournalError> {
        let has = self.read(|connection| super::whole::hash_of(connection, seen.seq))?;
        Ok(has == Some(seen.hash))
    }

    /// Says why nothing may be sent by what this journal says.
    pub(super) fn doubt(&self) -> Result<(), JournalError> {
        match self.watch.as_ref().and_then(|watch| watch.doubt.clone()) {
            Some(doubt) => Err(self.place.fault(doubt)),
            None => Ok(()),
        }
    }

    pub(super) fn lacks_since(&self) -> Option<OffsetDateTime> {
        self.watch.as_ref().and_then(|watch| watch.since)
    }

    /// Takes the journal as it stands for what is seen from now on.
    pub(super) fn take_as_seen(&mut self) -> Result<(), JournalError> {
        let newest: Option<Newest> = self.read(super::whole::newest)?;
        if let Some(watch) = &mut self.watch {
            if let Some(witness) = &watch.witness {
                let path = witness.path().display().to_string();
                witness
                    .renew(newest.map(|newest| newest.head))
                    .map_err(|error| JournalError::of_io(path, &error))?;
            }
            watch.doubt = None;
            watch.since = None;
        }
        Ok(())
    }
}
