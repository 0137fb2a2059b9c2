//! The journal in a file: SQLite, shared by every process of this machine.
//!
//! Write-ahead log, a full sync at every commit, every write in a transaction that takes the
//! write lock at its start. Everything the schema can forbid, it forbids (`schema.sql` and the steps after it).

mod adopt;
mod again;
mod backup;
mod batches;
mod begin;
mod claims;
mod enter;
mod events;
mod export;
mod fault;
pub(super) mod files;
mod handovers;
mod left_out;
mod merchants;
#[cfg(target_os = "linux")]
mod mounts;
mod objects;
mod obstacles;
mod open;
mod page;
mod read;
mod read_only;
mod restore;
mod rows;
mod schema;
mod scope;
#[cfg(test)]
mod tests;
mod totals;
mod twins;
mod verify;
mod view;
mod wal;
mod watch;
mod whole;
mod write;

#[cfg(doc)]
use super::JournalFault;
use super::{
    BatchCount, BatchFiles, BatchStanding, Bearing, Cursor, Digest, EventRecord, ExportError,
    Filter, GivenUpRow, Handovers, IntentKey, Journal, JournalError, JournalIdentity,
    LeftOutCounts, LeftOutRows, Looks, MerchantKey, Merchants, Newest, OpenCount, Payment, Record,
    Verification, View, Waiting, Witness, Work, Written,
};
use crate::money::{Amount, Currency};
use crate::refund::{Name, OrderNo, OutTradeNo, Reference, Syssn};
use fault::JournalFile;
pub use files::{beside, last_copy, note_copy};
use open::Making;
pub use restore::{Before, Restored};
use rusqlite::{Connection, TransactionBehavior};
use std::fmt;
use std::io;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tempfile::TempDir;
use time::OffsetDateTime;
use watch::Watch;
use write::Writing;

/// A journal in a file.
///
/// Opening it takes a lock, reads and perhaps creates a file: commands that need no journal do
/// not open one. Dropping the last handle of all processes folds the write-ahead log back in.
pub struct SqliteJournal {
    connection: Arc<Mutex<Connection>>,
    place: JournalFile,
    handovers: Option<Arc<Handovers>>,
    /// Which file stood at its place when this process began to send.
    begun_with: Option<Option<(u64, u64)>>,
    /// By which it is asked before each first byte whether a claim still holds, while the other one is written through.
    reader: Arc<Mutex<Option<Connection>>>,
    set_back: Option<Duration>,
    watch: Option<Watch>,
    /// What its schema is made by.
    steps: Vec<&'static str>,
    /// Where the file was copied in order to be read.
    _copy: Option<TempDir>,
}

impl SqliteJournal {
    /// Opens the journal at a path, making it and its folder if there is none, upgrading it, after
    /// a copy beside it, if it is of an older schema.
    ///
    /// # Errors
    /// [`JournalError`]; a file that is not a sound journal is left as it is.
    pub fn open(path: &Path) -> Result<Self, JournalError> {
        Self::open_on(path, None)
    }

    /// The same, also on a file system of this kind, which need not be known to be local. Every
    /// claim notes it.
    ///
    /// # Errors
    /// As [`Self::open`].
    pub fn open_on(path: &Path, accepted: Option<&str>) -> Result<Self, JournalError> {
        let place = prepared(path, accepted)?;
        Self::open_with(place, Making::IfAbsent, files::PATIENCE, schema::STEPS)
    }

    /// The same where it is an error that there is none: a journal that was not found must not look
    /// like one in which nothing stands.
    ///
    /// # Errors
    /// [`JournalFault::Missing`] where there is none, otherwise as [`Self::open`].
    pub fn open_existing(path: &Path, accepted: Option<&str>) -> Result<Self, JournalError> {
        // Not even its folder comes into being.
        open::refuse_absent(&JournalFile::new(path))?;
        let place = prepared(path, accepted)?;
        Self::open_with(place, Making::Never, files::PATIENCE, schema::STEPS)
    }

    /// Makes a new journal, and its folder. `before` is done when it is whole and not in its place yet; where
    /// that fails there is none.
    ///
    /// # Errors
    /// [`JournalFault::Exists`] where there is one, otherwise as [`Self::open`].
    pub fn create(
        path: &Path,
        accepted: Option<&str>,
        before: &mut dyn FnMut(&JournalIdentity) -> Result<(), JournalError>,
    ) -> Result<Self, JournalError> {
        let place = prepared(path, accepted)?;
        let making = Making::Always(before);
        Self::open_with(place, making, files::PATIENCE, schema::STEPS)
    }

    fn open_with(
        place: JournalFile,
        making: Making<'_>,
        patience: Duration,
        steps: &[&'static str],
    ) -> Result<Self, JournalError> {
        let connection = open::open(&place, making, patience, steps)?;
        Ok(Self::over(connection, place, steps, None))
    }

    fn over(
        connection: Connection,
        place: JournalFile,
        steps: &[&'static str],
        copy: Option<TempDir>,
    ) -> Self {
        Self {
            connection: Arc::new(Mutex::new(connection)),
            place,
            handovers: None,
            begun_with: None,
            reader: Arc::default(),
            set_back: None,
            watch: None,
            steps: steps.to_vec(),
            _copy: copy,
        }
    }

    /// Opens the journal in a file only to read it, wherever it lies and whoever may write there.
    /// Nothing is made or changed.
    ///
    /// # Errors
    /// [`JournalError`]; whatever writes fails with [`super::JournalFault::ReadOnly`].
    pub fn read_only(path: &Path) -> Result<Self, JournalError> {
        let place = JournalFile::new(path);
        let (connection, copy) = read_only::open(&place, files::PATIENCE, schema::STEPS)?;
        Ok(Self::over(connection, place, schema::STEPS, copy))
    }

    fn read<T>(
        &self,
        work: impl FnOnce(&Connection) -> rusqlite::Result<T>,
    ) -> Result<T, JournalError> {
        work(&self.connection()).map_err(|error| self.place.sql(&error))
    }

    /// Nobody else has it but who asks, between two of its works, whether a claim still holds.
    fn connection(&self) -> MutexGuard<'_, Connection> {
        held(&self.connection)
    }
}

/// Names a journal's file, and checks its folder, which is made if need be.
fn prepared(path: &Path, accepted: Option<&str>) -> Result<JournalFile, JournalError> {
    // A link is looked at where it stands: others must not lead it to another journal.
    if let Ok(absolute) = std::path::absolute(path) {
        open::prepare_folder(&absolute)?;
    }
    Ok(JournalFile::new(path).accepting(accepted))
}

impl fmt::Debug for SqliteJournal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SqliteJournal")
            .field("place", &self.place)
            .finish_non_exhaustive()
    }
}

/// Takes what a panic elsewhere has left, as well: every work of the database ends whole or not at all.
fn held<T>(shared: &Mutex<T>) -> MutexGuard<'_, T> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What this process has claimed and not ended is found by the next one in its handovers.
impl Drop for SqliteJournal {
    fn drop(&mut self) {
        if let Some(kept) = &self.handovers
            && kept.id().is_some_and(|id| self.holds_claims(id))
        {
            kept.leave();
        }
        // The last to close a journal tidies up behind it, which takes one that may write.
        *held(&self.reader) = None;
    }
}

impl Journal for SqliteJournal {
    fn write(&mut self, work: &mut Work<'_>) -> Result<(), JournalError> {
        let connection = Arc::clone(&self.connection);
        let mut connection = held(&connection);
        let tx = connection
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(|error| self.place.sql(&error))?;
        let handovers = self.handovers.as_ref().and_then(|kept| kept.id());
        let mut writing = Writing::new(&tx, &self.place, handovers);
        writing.endpoint = self.watch.as_ref().and_then(Watch::endpoint);
        let done = work(&mut writing);
        let (failed, set_back) = (writing.failed, writing.set_back);
        let written = writing.written;
        self.set_back = self.set_back.max(set_back);
        done?;
        // Work that went on after a failure must not be half kept.
        if let Some(error) = failed {
            return Err(error);
        }
        if let Some(begun_with) = self.begun_with {
            handovers::still_stands(&self.place, begun_with)?;
        }
        tx.commit().map_err(|error| self.place.sql(&error))?;
        if let (Some(watch), Some(head)) = (&self.watch, written) {
            watch.on_commit(head);
        }
        Ok(())
    }

    fn view(&mut self, work: &mut View<'_>) -> Result<(), JournalError> {
        let cache = self.read(view::begin)?;
        work(self);
        self.read(|connection| view::end(connection, cache))
    }

    fn newest(&mut self) -> Result<Option<Newest>, JournalError> {
        self.read(whole::newest)
    }

    fn attend(
        &mut self,
        witness: Option<Witness>,
        written: Written,
    ) -> Result<Option<String>, JournalError> {
        self.begin_watch(witness, written)
    }

    fn trust(&self) -> Result<(), JournalError> {
        self.doubt()
    }

    fn lacks_since(&self) -> Option<OffsetDateTime> {
        Self::lacks_since(self)
    }

    fn rejoin(&mut self) -> Result<(), JournalError> {
        self.take_as_seen()
    }

    fn identity(&mut self) -> Result<JournalIdentity, JournalError> {
        self.read(whole::identity)
    }

    fn find(&mut self, key: IntentKey<'_>) -> Result<Option<Record>, JournalError> {
        self.read(|connection| read::find(connection, key))
    }

    fn find_any(&mut self, number: &OutTradeNo) -> Result<Vec<Record>, JournalError> {
        self.read(|connection| read::find_any(connection, number))
    }

    fn find_by_reference(
        &mut self,
        merchant: &MerchantKey,
        reference: &Reference,
    ) -> Result<Option<Record>, JournalError> {
        self.read(|connection| read::find_by_reference(connection, merchant, reference))
    }

    fn find_replacing(&mut self, key: IntentKey<'_>) -> Result<Option<Record>, JournalError> {
        self.read(|connection| again::find_replacing(connection, key))
    }

    fn find_alike(
        &mut self,
        merchant: &MerchantKey,
        name: &Name,
    ) -> Result<Option<Record>, JournalError> {
        self.read(|connection| read::find_alike(connection, merchant, name))
    }

    fn bearing(
        &mut self,
        environment: &str,
        syssn: &Syssn,
        key: IntentKey<'_>,
        names: &[Name],
    ) -> Result<Bearing, JournalError> {
        self.read(|connection| read::bearing(connection, (environment, syssn), key, names))
    }

    fn page(
        &mut self,
        filter: &Filter,
        after: Option<Cursor>,
        limit: u32,
    ) -> Result<Vec<Record>, JournalError> {
        self.read(|connection| page::read(connection, filter, after, limit))
    }

    fn events(&mut self, id: Cursor) -> Result<Vec<EventRecord>, JournalError> {
        self.read(|connection| events::of(connection, id))
    }

    fn looks(&mut self, id: Cursor) -> Result<Looks, JournalError> {
        self.read(|connection| events::looks(connection, id))
    }

    fn payment(
        &mut self,
        environment: &str,
        syssn: &Syssn,
    ) -> Result<Option<Payment>, JournalError> {
        self.read(|connection| read::payment(connection, environment, syssn))
    }

    #[cfg(test)]
    fn rest(
        &mut self,
        environment: &str,
        syssn: &Syssn,
    ) -> Result<crate::journal::Rest, JournalError> {
        self.read(|connection| read::rest(connection, environment, syssn))
    }

    fn batch_counts(
        &mut self,
        merchant: &MerchantKey,
        batch: &str,
    ) -> Result<Vec<BatchCount>, JournalError> {
        self.read(|connection| again::batch_counts(connection, merchant, batch))
    }

    fn batches(&mut self, beginning: &str) -> Result<Vec<String>, JournalError> {
        self.read(|connection| read::batches(connection, beginning))
    }

    fn batch_standings(
        &mut self,
        merchant: &MerchantKey,
    ) -> Result<Vec<BatchStanding>, JournalError> {
        self.read(|connection| batches::standings(connection, merchant))
    }

    fn is_unfinished(&mut self, batch: &str) -> Result<bool, JournalError> {
        self.read(|connection| batches::is_unfinished(connection, batch))
    }

    fn batch_files(&mut self) -> Result<BatchFiles, JournalError> {
        self.read(batches::files)
    }

    fn left_out(
        &mut self,
        merchant: &MerchantKey,
        before: (OffsetDateTime, OffsetDateTime),
    ) -> Result<Vec<LeftOutRows>, JournalError> {
        self.read(|connection| left_out::find(connection, merchant, before))
    }

    fn left_out_counts(
        &mut self,
        merchant: &MerchantKey,
        batch: &str,
    ) -> Result<LeftOutCounts, JournalError> {
        self.read(|connection| left_out::counts(connection, merchant, batch))
    }

    fn given_up_rows(
        &mut self,
        environment: &str,
        payment: &Syssn,
        amount: Amount,
    ) -> Result<Vec<GivenUpRow>, JournalError> {
        self.read(|connection| left_out::given_up(connection, environment, payment, amount))
    }

    fn day_total(
        &mut self,
        merchant: &MerchantKey,
        currency: Currency,
        since: OffsetDateTime,
    ) -> Result<u64, JournalError> {
        self.read(|connection| read::day_total(connection, merchant, currency, since))
    }

    fn merchants(&mut self) -> Result<Merchants, JournalError> {
        self.read(merchants::read)
    }

    fn open_by_key(&mut self) -> Result<Vec<OpenCount>, JournalError> {
        self.read(merchants::open_by_key)
    }

    fn waiting(
        &mut self,
        merchant: &MerchantKey,
        (before, now): (OffsetDateTime, OffsetDateTime),
    ) -> Result<Vec<Waiting>, JournalError> {
        self.read(|connection| read::waiting(connection, merchant, (before, now)))
    }

    fn signs(&mut self, environment: &str, merchant: &MerchantKey) -> Result<bool, JournalError> {
        self.read(|connection| read::signs(connection, environment, merchant))
    }

    fn find_order(
        &mut self,
        merchant: &MerchantKey,
        order: &OrderNo,
    ) -> Result<Option<Syssn>, JournalError> {
        self.read(|connection| read::find_order(connection, merchant, order))
    }

    fn lapsed(&mut self, now: OffsetDateTime) -> Result<bool, JournalError> {
        Ok(self.read(|connection| claims::any_lapsed(connection, now))?
            || self.any_dead()?
            || self.any_told()?)
    }

    fn hash_of(&mut self, seq: u64) -> Result<Option<Digest>, JournalError> {
        self.read(|connection| whole::hash_of(connection, seq))
    }

    fn verify(&mut self) -> Result<Verification, JournalError> {
        verify::verify(&self.connection(), &self.place, &self.steps)
    }

    fn export(&mut self, out: &mut dyn io::Write) -> Result<(), ExportError> {
        export::export(&self.connection(), &self.place, out)
    }

    fn backup(&mut self, to: &Path) -> Result<(), JournalError> {
        backup::copy(&self.place, &self.connection(), to)
    }

    fn keep_handovers(&mut self, id: u64) -> Result<Arc<Handovers>, JournalError> {
        // Every claim comes after this.
        self.doubt()?;
        self.begin_handovers(id)
    }

    fn clock_set_back(&self) -> Option<Duration> {
        self.set_back
    }
}
