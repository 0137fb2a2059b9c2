//! Attempts against a gateway that answers as told, on a clock that only sleeping moves.

use super::*;
use crate::gateway::limiter::Limit;
use crate::gateway::post::AtSend;
use crate::gateway::tests::{answered, merchant};
use crate::gateway::transport::Exchange;
use crate::gateway::verdict::Cause;
use crate::gateway::wire::SignedRequest;
use crate::journal::contract::{FREE, NOON, claimed, wanted, who};
use crate::journal::sqlite::SqliteJournal;
use crate::journal::{
    Begun, Commit as _, Details, Digest, Filter, Handovers, Journal, JournalError, JournalFault,
    Record,
};
use crate::refund::{Event, State};
use crate::world::Clock;
use std::sync::Mutex;
use tempfile::TempDir;
use time::OffsetDateTime;

/// A clock that only sleeping moves.
#[derive(Default)]
struct Slept(Mutex<Duration>);

impl Clock for Slept {
    fn now(&self) -> OffsetDateTime {
        NOON + self.uptime()
    }

    fn uptime(&self) -> Duration {
        *self.0.lock().unwrap()
    }

    fn sleep(&self, duration: Duration) {
        *self.0.lock().unwrap() += duration;
    }
}

/// Answers every request with HTTP 200 and the same body.
struct Answering(&'static str);

impl Post for Answering {
    fn post(&self, _: &SignedRequest, at_send: AtSend) -> Exchange {
        assert!(at_send(), "it was held back");
        answered(self.0)
    }
}

/// A journal that cannot be written for so many times.
struct Failing<'a> {
    inner: Singly<'a>,
    left: usize,
    fault: JournalFault,
    tries: usize,
}

impl Recorder for Failing<'_> {
    fn reply(
        &mut self,
        claimed: &Record,
        event: Event,
        details: &Details,
    ) -> Result<Record, JournalError> {
        self.tries += 1;
        if self.left > 0 {
            self.left -= 1;
            return Err(JournalError::new("here", self.fault.clone()));
        }
        self.inner.reply(claimed, event, details)
    }

    fn look(
        &mut self,
        record: &Record,
        event: Event,
        details: &Details,
    ) -> Result<Record, JournalError> {
        self.inner.look(record, event, details)
    }

    fn refunds(&mut self, filter: Filter, most: u32) -> Result<Vec<Record>, JournalError> {
        self.inner.refunds(filter, most)
    }
}

struct Rig {
    merchant: Merchant,
    clock: SharedClock,
    gate: Gate,
    interrupt: Arc<Interrupt>,
    brake: Arc<Brake>,
    folder: TempDir,
}

impl Rig {
    fn new(limits: Vec<Limit>) -> Self {
        let clock: SharedClock = Arc::new(Slept::default());
        Self {
            merchant: merchant("APP", "KEY"),
            gate: Gate::new(limits, clock.clone()),
            clock,
            interrupt: Arc::default(),
            brake: Arc::default(),
            folder: tempfile::tempdir().unwrap(),
        }
    }

    fn journal(&self) -> SqliteJournal {
        SqliteJournal::open(&self.folder.path().join("journal.db")).unwrap()
    }

    fn means<'a>(&'a self, post: &'a dyn Post) -> Means<'a> {
        Means {
            merchant: &self.merchant,
            post,
            gate: &self.gate,
            clock: &self.clock,
            interrupt: &self.interrupt,
            brake: &self.brake,
            timeout: Duration::from_secs(10),
            pace: &Pace::USUAL,
        }
    }

    fn claim(&self) -> Record {
        self.claim_by(&mut self.journal())
    }

    /// Claims a refund of 5 cents.
    fn claim_by(&self, journal: &mut SqliteJournal) -> Record {
        let mut new = wanted("N1", "P1", 5);
        let request = SignedRequest::refund(&new.intent, &self.merchant);
        new.request = request.digest();
        let lease = lease(Duration::from_secs(10));
        let begun = journal.commit(|scope| scope.begin(&new, lease, FREE, who().at(NOON)));
        claimed(begun.unwrap())
    }
}

const DONE: Answering = Answering(
    r#"{"respcd":"0000","out_trade_no":"N1","orig_syssn":"P1","txamt":"5","syssn":"S1"}"#,
);

/// Sends a claimed refund while its outcome cannot be written down for so many tries.
fn send_while_failing(fault: &JournalFault, left: usize) -> (Attempted, usize, Duration) {
    let rig = Rig::new(Vec::new());
    let claimed = rig.claim();
    let mut journal = rig.journal();
    let who = who();
    let mut recorder = Failing {
        inner: Singly {
            journal: &mut journal,
            who: &who,
            clock: &rig.clock,
        },
        left,
        fault: fault.clone(),
        tries: 0,
    };
    let handovers = Arc::new(Handovers::none());
    let attempted = send(&claimed, None, &rig.means(&DONE), &handovers, &mut recorder);
    (attempted, recorder.tries, rig.clock.uptime())
}

#[test]
fn an_outcome_that_cannot_be_written_down_is_tried_again_with_patience() {
    let (attempted, tries, slept) = send_while_failing(&JournalFault::Full, 4);
    let record = attempted.recorded.unwrap();
    assert_eq!((record.state(), tries), (State::Refunded, 5));
    assert_eq!(slept, Duration::from_millis(4250));
    // And then it is told.
    let (attempted, tries, _) = send_while_failing(&JournalFault::Full, 5);
    assert_eq!(
        attempted.recorded.unwrap_err().error.fault(),
        &JournalFault::Full
    );
    assert_eq!(tries, 5);
    // What the journal refuses it refuses the next time, too.
    let refusal = JournalFault::NoSuchIntent("N1".to_owned());
    let (attempted, tries, slept) = send_while_failing(&refusal, 1);
    assert_eq!(attempted.recorded.unwrap_err().error.fault(), &refusal);
    assert_eq!((tries, slept), (1, Duration::ZERO));
}

#[test]
fn an_outcome_that_cannot_be_written_down_is_kept_for_the_next_process() {
    let rig = Rig::new(Vec::new());
    let mut journal = rig.journal();
    let handovers = journal.keep_handovers(7).unwrap();
    let claimed = rig.claim_by(&mut journal);
    let who = who();
    let mut recorder = Failing {
        inner: Singly {
            journal: &mut journal,
            who: &who,
            clock: &rig.clock,
        },
        left: usize::MAX,
        fault: JournalFault::Full,
        tries: 0,
    };
    let attempted = send(&claimed, None, &rig.means(&DONE), &handovers, &mut recorder);
    assert!(attempted.recorded.unwrap_err().is_kept);
    drop((handovers, journal));
    let mut journal = rig.journal();
    assert!(journal.lapsed(rig.clock.now()).unwrap(), "known at once");
    let ended = journal.end_claims(who.at(rig.clock.now())).unwrap();
    assert_eq!((ended.entered, ended.unknown, ended.unsent), (1, 0, 0));
    let record = journal.find(claimed.key()).unwrap().unwrap();
    assert_eq!(record.state(), State::Refunded);
    assert_eq!(record.progress.refund_syssn.as_deref(), Some("S1"));
    assert!(!journal.lapsed(rig.clock.now()).unwrap());
}

#[test]
fn a_request_that_is_not_the_one_written_down_never_leaves() {
    let rig = Rig::new(Vec::new());
    let mut claimed = rig.claim();
    claimed.wanted.request = Digest::of(b"another");
    let who = who();
    struct Never;
    impl Post for Never {
        fn post(&self, _: &SignedRequest, _: AtSend) -> Exchange {
            panic!("it left")
        }
    }
    let mut journal = rig.journal();
    let mut recorder = Singly {
        journal: &mut journal,
        who: &who,
        clock: &rig.clock,
    };
    let handovers = Arc::new(Handovers::none());
    let attempted = send(
        &claimed,
        None,
        &rig.means(&Never),
        &handovers,
        &mut recorder,
    );
    assert!(matches!(attempted.held, Some(Hold::Changed)));
    assert!(matches!(attempted.verdict.cause, Cause::NotSent(_)));
    assert_eq!(attempted.recorded.unwrap().state(), State::Planned);
}

#[test]
fn what_is_sent_again_is_the_same_request_whatever_the_time() {
    struct Listening(Mutex<Vec<SignedRequest>>);
    impl Post for Listening {
        fn post(&self, request: &SignedRequest, at_send: AtSend) -> Exchange {
            self.0.lock().unwrap().push(request.clone());
            Answering("lost").post(request, at_send)
        }
    }
    let rig = Rig::new(Vec::new());
    let (mut journal, who) = (rig.journal(), who());
    let lease = lease(Duration::from_secs(10));
    let mut new = wanted("N1", "P1", 5);
    new.intent.txdtm = None;
    new.request = SignedRequest::refund(&new.intent, &rig.merchant).digest();
    let planned = journal
        .commit(|scope| scope.plan(&new, FREE, who.at(NOON)))
        .unwrap();
    assert!(matches!(planned, Begun::Planned(record) if record.txdtm().is_none()));
    let listening = Listening(Mutex::default());
    let handovers = Arc::new(Handovers::none());
    let sent = |claimed: Record, journal: &mut SqliteJournal| {
        let (who, clock) = (&who, &rig.clock);
        let mut recorder = Singly {
            journal,
            who,
            clock,
        };
        let done = send(
            &claimed,
            None,
            &rig.means(&listening),
            &handovers,
            &mut recorder,
        );
        *done.recorded.unwrap()
    };
    let at = |hours| who.at(NOON + time::Duration::hours(hours));
    let claim = journal.commit(|scope| scope.claim(new.key(), lease, FREE, at(24)));
    let unknown = sent(claimed(claim.unwrap()), &mut journal);
    assert_eq!(unknown.state(), State::Unknown);
    // A day after it was written down, Hong Kong time.
    assert_eq!(unknown.txdtm().as_deref(), Some("2026-11-24 12:00:00"));
    let resend = journal.commit(|scope| scope.resend(new.key(), lease, "absent", at(48)));
    let again = sent(claimed(resend.unwrap()), &mut journal);
    assert_eq!(again.txdtm(), unknown.txdtm());
    let bodies = listening.0.lock().unwrap();
    let [first, second] = bodies.as_slice() else {
        panic!("{bodies:?}")
    };
    assert!(
        first.body.contains("txdtm=2026-11-24+12%3A00%3A00"),
        "{}",
        first.body
    );
    assert_eq!(first, second);
    assert!(journal.verify().unwrap().defects.is_empty());
}

#[test]
fn every_look_passes_the_gate() {
    let limit = Limit {
        count: 2,
        span: Duration::from_secs(1),
    };
    let rig = Rig::new(vec![limit]);
    let record = rig.claim();
    let mut journal = rig.journal();
    let who = who();
    let nothing = Answering(r#"{"respcd":"0000","data":[]}"#);
    let sent = journal
        .commit(|scope| {
            scope.reply(
                &record,
                Event::ReplyUnclear,
                Details::default(),
                who.at(NOON),
            )
        })
        .unwrap();
    for _ in 0..10 {
        let mut recorder = Singly {
            journal: &mut journal,
            who: &who,
            clock: &rig.clock,
        };
        // By its number alone, and in the one month that it can stand in.
        let look = look(&sent, &rig.means(&nothing), &mut recorder);
        assert!(matches!(look, Look::Seen(_, None)), "{look:?}");
    }
    assert!(rig.clock.uptime() >= Duration::from_secs(9));
    assert_eq!(journal.looks(sent.id).unwrap().count, 10);
}
