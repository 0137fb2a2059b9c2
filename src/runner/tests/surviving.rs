//! Crashes: a journal that fails, a thread that panics, a run that is begun again.

use super::*;
use crate::journal::{
    BatchCount, BatchFiles, BatchStanding, Bearing, Cursor, EventRecord, ExportError, Filter,
    IntentKey, JournalError, JournalFault, JournalIdentity, Looks, Merchants, Newest, OpenCount,
    Payment, Rest, Verification, View, Waiting, Witness, Work, Written,
};
use crate::money::Amount;
use crate::refund::{Name, Reference};
use std::io;
use std::path::Path;

/// A journal that takes so many commits and no more, as if the process had been killed.
struct Mortal {
    inner: SqliteJournal,
    commits: usize,
}

impl Journal for Mortal {
    fn write(&mut self, work: &mut Work<'_>) -> Result<(), JournalError> {
        match self.commits.checked_sub(1) {
            Some(left) => self.commits = left,
            None => return Err(JournalError::new("here", JournalFault::Full)),
        }
        self.inner.write(work)
    }

    fn view(&mut self, work: &mut View<'_>) -> Result<(), JournalError> {
        self.inner.view(work)
    }

    fn newest(&mut self) -> Result<Option<Newest>, JournalError> {
        self.inner.newest()
    }

    fn attend(
        &mut self,
        witness: Option<Witness>,
        written: Written,
    ) -> Result<Option<String>, JournalError> {
        self.inner.attend(witness, written)
    }

    fn trust(&self) -> Result<(), JournalError> {
        self.inner.trust()
    }

    fn lacks_since(&self) -> Option<OffsetDateTime> {
        Journal::lacks_since(&self.inner)
    }

    fn rejoin(&mut self) -> Result<(), JournalError> {
        self.inner.rejoin()
    }

    fn identity(&mut self) -> Result<JournalIdentity, JournalError> {
        self.inner.identity()
    }

    fn find(&mut self, key: IntentKey<'_>) -> Result<Option<Record>, JournalError> {
        self.inner.find(key)
    }

    fn find_any(&mut self, number: &OutTradeNo) -> Result<Vec<Record>, JournalError> {
        self.inner.find_any(number)
    }

    fn find_by_reference(
        &mut self,
        merchant: &MerchantKey,
        reference: &Reference,
    ) -> Result<Option<Record>, JournalError> {
        self.inner.find_by_reference(merchant, reference)
    }

    fn find_replacing(&mut self, key: IntentKey<'_>) -> Result<Option<Record>, JournalError> {
        self.inner.find_replacing(key)
    }

    fn find_alike(
        &mut self,
        merchant: &MerchantKey,
        name: &Name,
    ) -> Result<Option<Record>, JournalError> {
        self.inner.find_alike(merchant, name)
    }

    fn bearing(
        &mut self,
        environment: &str,
        syssn: &Syssn,
        key: IntentKey<'_>,
        names: &[Name],
    ) -> Result<Bearing, JournalError> {
        self.inner.bearing(environment, syssn, key, names)
    }

    fn page(
        &mut self,
        filter: &Filter,
        after: Option<Cursor>,
        limit: u32,
    ) -> Result<Vec<Record>, JournalError> {
        self.inner.page(filter, after, limit)
    }

    fn events(&mut self, id: Cursor) -> Result<Vec<EventRecord>, JournalError> {
        self.inner.events(id)
    }

    fn looks(&mut self, id: Cursor) -> Result<Looks, JournalError> {
        self.inner.looks(id)
    }

    fn payment(
        &mut self,
        environment: &str,
        syssn: &Syssn,
    ) -> Result<Option<Payment>, JournalError> {
        self.inner.payment(environment, syssn)
    }

    fn rest(&mut self, environment: &str, syssn: &Syssn) -> Result<Rest, JournalError> {
        self.inner.rest(environment, syssn)
    }

    fn merchants(&mut self) -> Result<Merchants, JournalError> {
        self.inner.merchants()
    }

    fn open_by_key(&mut self) -> Result<Vec<OpenCount>, JournalError> {
        self.inner.open_by_key()
    }

    fn batch_counts(
        &mut self,
        merchant: &MerchantKey,
        batch: &str,
    ) -> Result<Vec<BatchCount>, JournalError> {
        self.inner.batch_counts(merchant, batch)
    }

    fn batches(&mut self, beginning: &str) -> Result<Vec<String>, JournalError> {
        self.inner.batches(beginning)
    }

    fn day_total(
        &mut self,
        merchant: &MerchantKey,
        currency: Currency,
        since: OffsetDateTime,
    ) -> Result<u64, JournalError> {
        self.inner.day_total(merchant, currency, since)
    }

    fn waiting(
        &mut self,
        merchant: &MerchantKey,
        (before, now): (OffsetDateTime, OffsetDateTime),
    ) -> Result<Vec<Waiting>, JournalError> {
        self.inner.waiting(merchant, (before, now))
    }

    fn signs(&mut self, environment: &str, merchant: &MerchantKey) -> Result<bool, JournalError> {
        self.inner.signs(environment, merchant)
    }

    fn find_order(
        &mut self,
        merchant: &MerchantKey,
        order: &crate::refund::OrderNo,
    ) -> Result<Option<Syssn>, JournalError> {
        self.inner.find_order(merchant, order)
    }

    fn is_unfinished(&mut self, batch: &str) -> Result<bool, JournalError> {
        self.inner.is_unfinished(batch)
    }

    fn batch_files(&mut self) -> Result<BatchFiles, JournalError> {
        self.inner.batch_files()
    }

    fn batch_standings(
        &mut self,
        merchant: &MerchantKey,
    ) -> Result<Vec<BatchStanding>, JournalError> {
        self.inner.batch_standings(merchant)
    }

    fn left_out(
        &mut self,
        merchant: &MerchantKey,
        before: (OffsetDateTime, OffsetDateTime),
    ) -> Result<Vec<crate::journal::LeftOutRows>, JournalError> {
        self.inner.left_out(merchant, before)
    }

    fn left_out_counts(
        &mut self,
        merchant: &MerchantKey,
        batch: &str,
    ) -> Result<crate::journal::LeftOutCounts, JournalError> {
        self.inner.left_out_counts(merchant, batch)
    }

    fn given_up_rows(
        &mut self,
        environment: &str,
        payment: &Syssn,
        amount: Amount,
    ) -> Result<Vec<crate::journal::GivenUpRow>, JournalError> {
        self.inner.given_up_rows(environment, payment, amount)
    }

    fn lapsed(&mut self, now: OffsetDateTime) -> Result<bool, JournalError> {
        self.inner.lapsed(now)
    }

    fn hash_of(&mut self, seq: u64) -> Result<Option<Digest>, JournalError> {
        self.inner.hash_of(seq)
    }

    fn verify(&mut self) -> Result<Verification, JournalError> {
        self.inner.verify()
    }

    fn export(&mut self, out: &mut dyn io::Write) -> Result<(), ExportError> {
        self.inner.export(out)
    }

    fn backup(&mut self, to: &Path) -> Result<(), JournalError> {
        self.inner.backup(to)
    }

    fn keep_handovers(&mut self, id: u64) -> Result<Arc<Handovers>, JournalError> {
        self.inner.keep_handovers(id)
    }

    fn clock_set_back(&self) -> Option<Duration> {
        self.inner.clock_set_back()
    }
}

#[test]
fn after_any_crash_a_rerun_executes_no_row_twice_and_forgets_none() {
    let rig = Rig::new("[[fault]]\non = \"refund\"\ndo = \"drop-after\"\ntimes = 10\nskip = 5\n");
    rig.import(60, |row| row);
    let keep_going = || RunOptions {
        keep_going: true,
        follow: Duration::from_secs(1),
        ..options(4)
    };
    for commits in [1, 6, 17] {
        let mut mortal = Mortal {
            inner: rig.journal(),
            commits,
        };
        let (summary, events) = rig.run_by(&rig.transport(), &mut mortal, keep_going());
        assert!(matches!(summary.halted, Some(Halt::Journal(_))));
        // Nothing was told that the journal does not hold.
        let mut journal = rig.journal();
        for record in told(&events, State::Refunded) {
            let kept = journal
                .find(key().numbered(record.number()))
                .unwrap()
                .unwrap();
            assert_eq!(kept.state(), State::Refunded);
        }
        // What was claimed and not recorded becomes unknown when its lease has passed.
        let later = rig.clock.now() + Duration::from_secs(120);
        rig.clock.set(later);
    }
    let (summary, _) = rig.run(keep_going());
    assert!(summary.halted.is_none(), "{:?}", summary.halted);
    // Each was executed once, or was claimed and held back when the journal failed: whether those
    // were sent nobody can tell any more, so they are unknown and wait for a person.
    let mut numbers: Vec<String> = (rig.executed().into_iter())
        .map(|refund| refund.out_trade_no)
        .collect();
    assert_eq!(
        u64::try_from(numbers.len()).unwrap(),
        count(&summary, State::Refunded)
    );
    let mut journal = rig.journal();
    let unknown = Filter {
        states: vec![State::Unknown],
        ..Filter::default()
    };
    let unknown = journal.page(&unknown, None, 100).unwrap();
    numbers.extend(unknown.iter().map(|record| record.number().to_string()));
    numbers.sort();
    assert_eq!(numbers, (1..=60).map(number).collect::<Vec<_>>());
    assert!(journal.verify().unwrap().is_sound());
}

/// Panics at one refund, before it is handed over.
struct Panicking<'a> {
    wire: &'a Transport,
    number: String,
}

impl Post for Panicking<'_> {
    fn post(&self, request: &SignedRequest, at_send: AtSend) -> Exchange {
        assert!(
            !request.body.contains(&self.number),
            "this is meant to happen"
        );
        self.wire.post(request, at_send)
    }
}

#[test]
fn a_panic_takes_no_other_row_down() {
    let rig = Rig::new("");
    rig.import(40, |row| row);
    let transport = rig.transport();
    let wire = Panicking {
        wire: &transport,
        number: number(10),
    };
    let (summary, _) = rig.run_by(&wire, &mut rig.journal(), options(4));
    assert!(
        matches!(&summary.halted, Some(Halt::Failed(row, _)) if row.as_str() == number(10)),
        "{:?}",
        summary.halted
    );
    let said = summary.halted.as_ref().unwrap().to_string();
    assert!(
        said.ends_with("; it was claimed, and may have been sent"),
        "{said}"
    );
    assert_eq!(count(&summary, State::Sending), 1);
    let done = count(&summary, State::Refunded);
    assert_eq!(done, u64::try_from(rig.executed().len()).unwrap());
    assert_eq!(count(&summary, State::Planned), 39 - done);
}

/// Panics at every enquiry.
struct Blind<'a>(&'a Transport);

impl Post for Blind<'_> {
    fn post(&self, request: &SignedRequest, at_send: AtSend) -> Exchange {
        assert!(request.path.ends_with("/refund"), "this is meant to happen");
        self.0.post(request, at_send)
    }
}

#[test]
fn a_panic_during_a_look_says_where_the_row_stands() {
    let rig = Rig::new(&pending(1, 2));
    rig.import(1, |row| row);
    let transport = rig.transport();
    let (summary, _) = rig.run_by(&Blind(&transport), &mut rig.journal(), options(1));
    let said = summary.halted.as_ref().unwrap().to_string();
    assert!(
        said.ends_with(&format!("worked on {}; it is pending", number(1))),
        "{said}"
    );
    assert_eq!(count(&summary, State::Pending), 1);
}
