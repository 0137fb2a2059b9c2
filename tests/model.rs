//! The journal and the state table against a simple model: random interleavings of operators'
//! orders, senders that crash, replies, enquiries that lag behind, and a clock that jumps.
//!
//! The gateway here is as bad as a gateway may be: it executes a number as often as it arrives,
//! it knows no payment's rest, and what is on its way may arrive long after its sender has died.
//! So everything that holds here holds by the journal alone. proptest prints the orders that led
//! to a failure, cut down to the fewest, and the seed.
#![allow(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that cannot go on should stop"
)]

use proptest::prelude::*;
use proptest::test_runner::FileFailurePersistence;
use qfrefund::journal::sqlite::SqliteJournal;
use qfrefund::journal::{
    BatchRow, Begun, Commit as _, Conditions, Cursor, Details, Digest, Filter, Journal,
    JournalFault, Listing, LookedAt, MerchantKey, NewIntent, Payment, Record, Who,
};
use qfrefund::money::{Amount, Currency};
use qfrefund::refund::{ClosedAs, Event, Intent, OutTradeNo, Reference, State, Syssn};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::time::Duration;
use tempfile::TempDir;
use time::OffsetDateTime;
use time::macros::datetime;

const PAID: [u64; 2] = [100, 60];
const AMOUNTS: [u64; 3] = [30, 60, 100];
const ENVIRONMENT: &str = "custom";
const LEASE: Duration = Duration::from_secs(90);
const TWIN_WINDOW: Duration = Duration::from_secs(24 * 3600);

/// What happens next. Indices are taken modulo what there is.
#[derive(Clone, Debug)]
enum Step {
    Issue {
        payment: usize,
        amount: usize,
        reference: Option<u8>,
        twin: bool,
    },
    /// A sender's request arrives, or not.
    Post(usize, Fate),
    /// A sender writes down what it has heard.
    Record(usize),
    /// A sender dies; what it has sent may still be on its way.
    Crash(usize),
    /// A request whose sender has died arrives after all.
    Arrive(usize, Executed),
    /// The gateway makes up its mind about a pending refund.
    Settle(usize, bool),
    /// An operator or a batch looks; the gateway may not show it yet.
    Look(usize, bool),
    /// Three looks over more than ten minutes.
    LookLong(usize, bool),
    Resend(usize),
    /// The usual way to a resend: executed or on its way, not heard of, and not shown for long.
    Lose(usize, Option<Executed>),
    Close(usize, ClosedAs),
    TakeBack(usize, ClosedAs),
    Cancel(usize),
    /// The profile's largest refund is set anew.
    Limit(Option<u64>),
    /// A batch has a row for it; any of these states is picked first.
    Adopt(usize, State, bool),
    /// The clock jumps, by seconds.
    Jump(i64),
    Expire,
    /// Every process ends and the next one opens the journal again.
    Reopen,
}

#[derive(Clone, Copy, Debug)]
enum Executed {
    Done,
    Pending,
    Refused,
}

#[derive(Clone, Copy, Debug)]
enum Fate {
    /// It never left.
    NotSent,
    /// It was lost on the way.
    Lost,
    /// It is on its way for so long that its sender gives up.
    Late,
    /// It arrived, and the reply says so, or is lost.
    Arrived(Executed, bool),
}

fn step() -> impl Strategy<Value = Step> {
    let executed = prop_oneof![
        3 => Just(Executed::Done),
        1 => Just(Executed::Pending),
        1 => Just(Executed::Refused),
    ];
    let fate = prop_oneof![
        2 => Just(Fate::NotSent),
        1 => Just(Fate::Lost),
        1 => Just(Fate::Late),
        4 => (executed.clone(), any::<bool>()).prop_map(|(what, heard)| Fate::Arrived(what, heard)),
    ];
    let which = 0_usize..64;
    let closed_as = proptest::sample::select(ClosedAs::ALL.to_vec());
    prop_oneof![
        6 => (0..PAID.len(), 0..AMOUNTS.len(), proptest::option::weighted(0.7, 0_u8..3), any::<bool>())
            .prop_map(|(payment, amount, reference, twin)| Step::Issue { payment, amount, reference, twin }),
        6 => (which.clone(), fate).prop_map(|(which, fate)| Step::Post(which, fate)),
        5 => which.clone().prop_map(Step::Record),
        2 => which.clone().prop_map(Step::Crash),
        2 => (which.clone(), executed.clone()).prop_map(|(which, what)| Step::Arrive(which, what)),
        1 => (which.clone(), any::<bool>()).prop_map(|(which, well)| Step::Settle(which, well)),
        3 => (which.clone(), any::<bool>()).prop_map(|(which, lag)| Step::Look(which, lag)),
        3 => (which.clone(), any::<bool>()).prop_map(|(which, lag)| Step::LookLong(which, lag)),
        2 => which.clone().prop_map(Step::Resend),
        2 => (which.clone(), proptest::option::of(executed.clone()))
            .prop_map(|(which, what)| Step::Lose(which, what)),
        1 => (which.clone(), closed_as.clone()).prop_map(|(which, closed_as)| Step::Close(which, closed_as)),
        1 => (which.clone(), closed_as).prop_map(|(which, closed_as)| Step::TakeBack(which, closed_as)),
        1 => which.clone().prop_map(Step::Cancel),
        1 => prop_oneof![2 => Just(None), 1 => Just(Some(60)), 1 => Just(Some(30))]
            .prop_map(Step::Limit),
        2 => (which, proptest::sample::select(&State::ALL), any::<bool>())
            .prop_map(|(which, state, other)| Step::Adopt(which, state, other)),
        2 => prop_oneof![0_i64..200, -200_i64..0, 80_000_i64..100_000, -8000_i64..-3600]
            .prop_map(Step::Jump),
        2 => Just(Step::Expire),
        1 => Just(Step::Reopen),
    ]
}

/// A process that has claimed a refund.
struct Sender {
    claimed: Record,
    /// What it has heard, once it has sent.
    heard: Option<Event>,
    /// Whether the request is on its way still.
    on_its_way: bool,
}

/// What the gateway knows of one number.
#[derive(Default)]
struct Truth {
    arrivals: u64,
    executions: Vec<Executed>,
}

impl Truth {
    fn is_done(&self) -> bool {
        self.executions
            .iter()
            .any(|one| matches!(one, Executed::Done))
    }

    fn may_be_done(&self) -> bool {
        self.executions
            .iter()
            .any(|one| !matches!(one, Executed::Refused))
    }

    /// What an enquiry shows.
    fn shown(&self) -> Event {
        if self.is_done() {
            Event::FoundDone
        } else if self.may_be_done() {
            Event::FoundProcessing
        } else if self.executions.is_empty() {
            Event::FoundNothing
        } else {
            Event::FoundRefused
        }
    }
}

struct World {
    path: PathBuf,
    /// Two processes' handles, used in turn.
    journals: Vec<SqliteJournal>,
    turn: usize,
    now: OffsetDateTime,
    /// The largest refund that may be claimed, in minor units.
    largest: Option<u64>,
    /// Whether refunds look at the payment first, so that the journal knows its amount.
    noted: bool,
    made: u32,
    senders: Vec<Sender>,
    /// Numbers of requests whose sender has died or given up.
    stranded: Vec<OutTradeNo>,
    truth: BTreeMap<OutTradeNo, Truth>,
    /// Settled by an operator's word at some time: their money was taken for free again.
    closed: BTreeSet<OutTradeNo>,
    /// Declined at the last check.
    declined: BTreeSet<OutTradeNo>,
}

fn merchant() -> MerchantKey {
    MerchantKey::new("gateway app -")
}

/// Whose the refund with a number is: some are asked for under another app code.
fn owner(number: &OutTradeNo) -> MerchantKey {
    let number = number.as_str();
    if number.starts_with("RF-") && number.ends_with(['3', '7']) {
        MerchantKey::new("gateway renewed -")
    } else {
        merchant()
    }
}

fn who() -> Who {
    Who {
        operator: "model".to_owned(),
        host: "here".to_owned(),
        process: 1,
    }
}

fn syssn(payment: usize) -> Syssn {
    Syssn::parse(&format!("2026050100020002000000000{payment}")).unwrap()
}

fn amount(minor: u64) -> Amount {
    Amount::from_minor(minor).unwrap()
}

fn hkd() -> Currency {
    Currency::from_code("HKD").unwrap()
}

impl World {
    fn new(folder: &Path, noted: bool) -> Self {
        let path = folder.join("data/journal.db");
        let mut world = Self {
            path,
            journals: Vec::new(),
            turn: 0,
            now: datetime!(2026-05-01 04:00 UTC),
            largest: None,
            noted,
            made: 0,
            senders: Vec::new(),
            stranded: Vec::new(),
            truth: BTreeMap::new(),
            closed: BTreeSet::new(),
            declined: BTreeSet::new(),
        };
        world.open();
        world
    }

    fn open(&mut self) {
        self.journals.clear();
        for _ in 0..2 {
            self.journals.push(SqliteJournal::open(&self.path).unwrap());
        }
    }

    fn journal(&mut self) -> &mut SqliteJournal {
        self.turn = (self.turn + 1) % self.journals.len();
        &mut self.journals[self.turn]
    }

    fn records(&mut self) -> Vec<Record> {
        let filter = Filter {
            oldest_first: true,
            ..Filter::default()
        };
        Listing::new(self.journal(), filter)
            .collect::<Result<_, _>>()
            .unwrap()
    }

    /// Picks an intent of this state, or any where there is none.
    fn pick(&mut self, which: usize, wanted: State) -> Option<Record> {
        let records = self.records();
        let (fit, rest): (Vec<Record>, Vec<Record>) = records
            .into_iter()
            .partition(|record| record.state() == wanted);
        let choice = if fit.is_empty() { rest } else { fit };
        let count = choice.len();
        choice.into_iter().nth(which % count.max(1))
    }

    fn live_number(&mut self, number: &OutTradeNo) -> Record {
        self.journal()
            .find(owner(number).numbered(number))
            .unwrap()
            .unwrap()
    }

    fn take(&mut self, step: &Step) {
        match step {
            Step::Issue {
                payment,
                amount,
                reference,
                twin,
            } => self.issue(*payment, AMOUNTS[*amount], *reference, *twin),
            Step::Post(which, fate) => self.post(*which, *fate),
            Step::Record(which) => self.record(*which),
            Step::Crash(which) => {
                if !self.senders.is_empty() {
                    let index = which % self.senders.len();
                    let sender = self.senders.remove(index);
                    if sender.on_its_way {
                        self.stranded.push(sender.claimed.number().clone());
                    }
                }
            }
            Step::Arrive(which, what) => {
                if !self.stranded.is_empty() {
                    let index = which % self.stranded.len();
                    let number = self.stranded.remove(index);
                    self.arrive(&number, *what);
                }
            }
            Step::Settle(which, well) => {
                let open: Vec<&mut Executed> = self
                    .truth
                    .values_mut()
                    .flat_map(|truth| &mut truth.executions)
                    .filter(|one| matches!(one, Executed::Pending))
                    .collect();
                let count = open.len();
                if let Some(one) = open.into_iter().nth(which % count.max(1)) {
                    *one = if *well {
                        Executed::Done
                    } else {
                        Executed::Refused
                    };
                }
            }
            Step::Look(which, lag) => {
                let states = [State::Unknown, State::Pending];
                if let Some(record) = self.pick(*which / 2, states[*which % 2]) {
                    self.look(record.number(), *lag);
                }
            }
            Step::LookLong(which, lag) => {
                if let Some(record) = self.pick(*which, State::Unknown) {
                    for _ in 0..3 {
                        self.look(record.number(), *lag);
                        self.now += time::Duration::seconds(301);
                    }
                }
            }
            Step::Resend(which) => self.resend(*which),
            Step::Lose(which, what) => {
                self.post(
                    *which,
                    what.map_or(Fate::Late, |what| Fate::Arrived(what, false)),
                );
                self.record(*which);
                self.take(&Step::LookLong(*which, true));
                self.resend(*which);
            }
            Step::Close(which, closed_as) => self.decide(*which, Event::Close(*closed_as)),
            Step::TakeBack(which, closed_as) => self.take_back(*which, *closed_as),
            Step::Cancel(which) => self.decide(*which, Event::Cancel),
            Step::Limit(largest) => self.largest = *largest,
            Step::Adopt(which, state, other) => self.adopt(*which, *state, *other),
            Step::Jump(seconds) => self.now += time::Duration::seconds(*seconds),
            Step::Expire => {
                let now = self.now;
                self.journal().end_claims(who().at(now)).unwrap();
            }
            Step::Reopen => {
                for sender in self.senders.drain(..) {
                    if sender.on_its_way {
                        self.stranded.push(sender.claimed.number().clone());
                    }
                }
                self.open();
            }
        }
    }

    /// What `issue` does up to the send.
    fn issue(&mut self, payment: usize, minor: u64, reference: Option<u8>, twin: bool) {
        let now = self.now;
        self.made += 1;
        // A reference mostly comes with the refund it came with before.
        let (payment, minor) = match reference {
            Some(id) if !twin || minor != AMOUNTS[0] => {
                (usize::from(id) % PAID.len(), AMOUNTS[usize::from(id) % 3])
            }
            _ => (payment, minor),
        };
        let reference = reference.map(|id| Reference::parse(&format!("R{id}")).unwrap());
        let limits = Conditions {
            max_refund: self.largest,
            ..Conditions::default()
        };
        let before = self.records();
        let earlier = match &reference {
            Some(reference) => self
                .journal()
                .find_by_reference(&merchant(), reference)
                .unwrap(),
            None => None,
        };
        // Whoever means a second one asks for a further attempt where the first came to nothing.
        let replaces = earlier
            .as_ref()
            .filter(|earlier| twin && earlier.state().may_be_replaced())
            .map(|earlier| earlier.number().clone());
        let number = match (&reference, &replaces) {
            (Some(reference), Some(_)) => format!("RR-{reference}-{}", self.made),
            (Some(reference), None) => format!("RR-{reference}"),
            (None, _) => format!("RF-{}", self.made),
        };
        let number = OutTradeNo::parse(&number).unwrap();
        let new = NewIntent {
            environment: ENVIRONMENT.to_owned(),
            profile: owner(&number).as_str().replace(' ', "-"),
            merchant: owner(&number),
            request: Digest::of(number.as_str().as_bytes()),
            intent: Intent {
                out_trade_no: number,
                syssn: syssn(payment),
                amount: amount(minor),
                currency: hkd(),
                txdtm: Some("2026-05-01 12:00:00".to_owned()),
                udid: None,
                reference,
                reason: None,
            },
            batch: None,
            replaces: replaces.clone(),
        };
        let earlier = earlier.filter(|_| replaces.is_none());
        let send = |world: &mut Self, number: Option<&OutTradeNo>, guards: Conditions| {
            world
                .journal()
                .commit(|scope| match number {
                    Some(number) => {
                        scope.claim(owner(number).numbered(number), LEASE, guards, who().at(now))
                    }
                    None => scope.begin(&new, LEASE, guards, who().at(now)),
                })
                .unwrap()
        };
        let mut guards = limits;
        if let Some(earlier) = &earlier {
            if earlier.differs_from(&new.intent).is_some() || earlier.state() != State::Planned {
                // Another refund, or shown again: nothing is sent. Were it begun in spite of
                // that, it must come to nothing.
                let again = self
                    .journal()
                    .commit(|scope| scope.begin(&new, LEASE, limits, who().at(now)));
                assert!(matches!(again, Ok(Begun::Existing(_))), "{again:?}");
                return;
            }
        } else {
            if self.noted {
                let seen = Payment {
                    amount: amount(PAID[payment]),
                    currency: hkd(),
                    pay_type: None,
                    paid_at: None,
                };
                self.journal()
                    .commit(|scope| scope.note_payment(ENVIRONMENT, &syssn(payment), &seen, now))
                    .unwrap();
            }
            guards.twin_window = (!twin).then_some(TWIN_WINDOW);
        }
        let number = earlier.as_ref().map(Record::number);
        let mut begun = send(self, number, guards);
        // Whoever means a twin has also looked at those that are open.
        if let (Begun::Open(open), true) = (&begun, twin) {
            let open: Vec<Cursor> = open.iter().map(|open| open.id).collect();
            guards.beside_open = LookedAt::of(&open).unwrap_or_default();
            begun = send(self, number, guards);
        }
        if let Begun::Claimed(claimed) = begun {
            let looked_at = guards.beside_open;
            self.allowed(&before, &claimed, twin, looked_at);
            self.start(*claimed);
        }
    }

    /// What the model allows to be claimed, told without the journal's own rules.
    fn allowed(&self, before: &[Record], claimed: &Record, twin: bool, looked_at: LookedAt) {
        let wanted = &claimed.wanted.intent;
        let others: Vec<&Record> = before
            .iter()
            .filter(|other| {
                other.number() != claimed.number() && other.wanted.intent.syssn == wanted.syssn
            })
            .collect();
        let lapsed = |other: &Record| {
            let until = other.lease.as_ref().unwrap().until;
            until <= self.now || until > self.now + time::Duration::hours(1)
        };
        assert!(
            self.largest
                .is_none_or(|largest| wanted.amount.minor() <= largest),
            "more than the largest refund"
        );
        assert!(
            others
                .iter()
                .all(|other| other.state() != State::Sending || lapsed(other)),
            "two at once"
        );
        assert!(
            others.iter().all(|other| {
                let is_open = other.state().is_open() || other.state() == State::Sending;
                !is_open || looked_at.has(other.id)
            }),
            "on top of doubt"
        );
        let attempts = before.iter().filter(|other| {
            other.number() != claimed.number()
                && wanted.reference.is_some()
                && other.wanted.intent.reference == wanted.reference
        });
        for other in attempts {
            assert!(
                !other.state().is_live() || other.state() == State::Sending && lapsed(other),
                "beside another attempt: {other:?}"
            );
        }
        let same = before
            .iter()
            .find(|other| other.number() == claimed.number());
        assert!(
            same.is_none_or(|same| same.state() == State::Planned),
            "claimed from {same:?}"
        );
        if self.noted {
            let live: u64 = others
                .iter()
                .filter(|other| other.state().is_live())
                .map(|other| other.wanted.intent.amount.minor())
                .sum();
            let paid = (0..PAID.len())
                .find(|payment| syssn(*payment) == wanted.syssn)
                .map(|payment| PAID[payment])
                .unwrap();
            assert!(live + wanted.amount.minor() <= paid, "more than the rest");
        }
        if !twin && same.is_none() {
            let window = time::Duration::try_from(TWIN_WINDOW).unwrap();
            assert!(
                !others.iter().any(|other| {
                    other.wanted.intent.amount == wanted.amount
                        && (other.state() == State::Planned || other.state().is_live())
                        && other.created_at >= self.now - window
                }),
                "a twin"
            );
        }
    }

    fn start(&mut self, claimed: Record) {
        self.senders.push(Sender {
            claimed,
            heard: None,
            on_its_way: true,
        });
    }

    fn arrive(&mut self, number: &OutTradeNo, what: Executed) {
        // Durable before the first byte: whatever arrives is in the journal as perhaps sent.
        let state = self.live_number(number).state();
        assert!(
            !matches!(state, State::Planned | State::Cancelled),
            "{number} arrives and is {state}"
        );
        let truth = self.truth.entry(number.clone()).or_default();
        truth.arrivals += 1;
        truth.executions.push(what);
    }

    fn post(&mut self, which: usize, fate: Fate) {
        let ready: Vec<usize> = (0..self.senders.len())
            .filter(|index| self.senders[*index].heard.is_none())
            .collect();
        if ready.is_empty() {
            return;
        }
        let index = ready[which % ready.len()];
        let number = self.senders[index].claimed.number().clone();
        let heard = match fate {
            Fate::NotSent => Event::NotSent,
            Fate::Lost | Fate::Late => Event::ReplyUnclear,
            Fate::Arrived(_, false) => Event::ReplyUnclear,
            Fate::Arrived(Executed::Done, true) => Event::ReplyDone,
            Fate::Arrived(Executed::Pending, true) => Event::ReplyProcessing,
            Fate::Arrived(Executed::Refused, true) => Event::ReplyRefused,
        };
        match fate {
            Fate::Arrived(what, _) => self.arrive(&number, what),
            Fate::Late => self.stranded.push(number),
            Fate::NotSent | Fate::Lost => {}
        }
        self.senders[index].heard = Some(heard);
        self.senders[index].on_its_way = false;
    }

    fn record(&mut self, which: usize) {
        let ready: Vec<usize> = (0..self.senders.len())
            .filter(|index| self.senders[*index].heard.is_some())
            .collect();
        if ready.is_empty() {
            return;
        }
        let sender = self.senders.remove(ready[which % ready.len()]);
        let now = self.now;
        let record = self
            .journal()
            .commit(|scope| {
                scope.reply(
                    &sender.claimed,
                    sender.heard.unwrap(),
                    Details::default(),
                    who().at(now),
                )
            })
            .unwrap();
        if sender.heard == Some(Event::ReplyDone) {
            assert_eq!(record.state(), State::Refunded, "done is done");
        }
    }

    fn look(&mut self, number: &OutTradeNo, lag: bool) {
        let record = self.live_number(number);
        if !matches!(record.state(), State::Pending | State::Unknown) {
            return;
        }
        let shown = match self.truth.get(record.number()) {
            Some(truth) if !lag => truth.shown(),
            _ => Event::FoundNothing,
        };
        let now = self.now;
        let after = self
            .journal()
            .commit(|scope| {
                scope.record(
                    owner(record.number()).numbered(record.number()),
                    shown,
                    Details::default(),
                    who().at(now),
                )
            })
            .unwrap();
        if shown == Event::FoundNothing {
            assert_eq!(after.state(), record.state(), "absence is no failure");
        }
    }

    /// What `resolve --resend` does up to the send.
    fn resend(&mut self, which: usize) {
        let Some(record) = self.pick(which, State::Unknown) else {
            return;
        };
        let looks = self.journal().looks(record.id).unwrap();
        let lasting = looks.count >= 3
            && looks
                .span
                .is_some_and(|(first, last)| last - first >= time::Duration::minutes(10));
        if record.state() != State::Unknown || !lasting {
            return;
        }
        let now = self.now;
        let begun = self
            .journal()
            .commit(|scope| {
                scope.resend(
                    owner(record.number()).numbered(record.number()),
                    LEASE,
                    "absent",
                    who().at(now),
                )
            })
            .unwrap();
        if let Begun::Claimed(claimed) = begun {
            self.start(*claimed);
        }
    }

    fn decide(&mut self, which: usize, event: Event) {
        let state = match event {
            Event::Close(_) => State::Unknown,
            _ => State::Planned,
        };
        let Some(record) = self.pick(which, state) else {
            return;
        };
        let now = self.now;
        let done = self.journal().commit(|scope| {
            scope.record(
                owner(record.number()).numbered(record.number()),
                event,
                Details::note("decided"),
                who().at(now),
            )
        });
        let may = match event {
            Event::Close(_) => matches!(record.state(), State::Pending | State::Unknown),
            _ => record.state() == State::Planned,
        };
        match done {
            Ok(_) => assert!(may, "{event} of {}", record.state()),
            Err(error) => assert!(
                !may && matches!(error.fault(), JournalFault::Forbidden(..)),
                "{error}"
            ),
        }
        if may && matches!(event, Event::Close(_)) {
            self.closed.insert(record.number().clone());
        }
    }

    /// What was closed is open again, and a resend rests on new looks.
    fn take_back(&mut self, which: usize, closed_as: ClosedAs) {
        let Some(record) = self.pick(which, State::Closed(closed_as)) else {
            return;
        };
        let now = self.now;
        let done = self.journal().commit(|scope| {
            scope.decide(&record, Event::Reopen, Details::default(), who().at(now))
        });
        let was_closed = matches!(record.state(), State::Closed(_));
        match done {
            Ok(opened) => {
                assert_eq!(opened.unwrap().state(), State::Unknown);
                assert!(was_closed);
                assert_eq!(self.journal().looks(record.id).unwrap().count, 0);
            }
            Err(error) => assert!(
                !was_closed && matches!(error.fault(), JournalFault::Forbidden(..)),
                "{error}"
            ),
        }
    }

    /// What the import of a batch does with a refund that was written down before. It says nothing
    /// about the gateway, so that it moves nothing and a resend rests on what it did before.
    fn adopt(&mut self, which: usize, state: State, other: bool) {
        let Some(record) = self.pick(which, state) else {
            return;
        };
        let (now, looks) = (self.now, self.journal().looks(record.id).unwrap());
        let row = BatchRow {
            batch: if other { "other" } else { "one" }.to_owned(),
            row: 1,
        };
        let was_sending = record.state() == State::Sending;
        let done = self.journal().commit(|scope| {
            scope.adopt(
                owner(record.number()).numbered(record.number()),
                &row,
                who().at(now),
            )
        });
        let after = self.live_number(record.number());
        match done {
            Ok(adopted) => {
                assert_eq!(adopted.wanted.batch, Some(row));
                // A sender that was found dead is told of on the way, and nothing else.
                let expired = was_sending && adopted.state() == State::Unknown;
                assert!(expired || adopted.state() == record.state());
                assert_eq!(adopted.wanted.intent, record.wanted.intent);
                if !expired {
                    assert_eq!(self.journal().looks(record.id).unwrap(), looks);
                }
            }
            Err(error) => {
                assert!(
                    matches!(error.fault(), JournalFault::Forbidden(..)),
                    "{error}"
                );
                assert!(record.state().is_final() || was_sending, "{record:?}");
                assert_eq!(after, record);
            }
        }
    }

    /// What holds at every moment.
    fn check(&mut self) {
        let records = self.records();
        let known: BTreeMap<&OutTradeNo, &Record> = records
            .iter()
            .map(|record| (record.number(), record))
            .collect();
        assert_eq!(known.len(), records.len(), "one number, two intents");
        for (number, truth) in &self.truth {
            let record = known.get(number).expect("forgotten");
            let allowed = 1 + u64::from(record.progress.resends);
            assert!(
                truth.arrivals <= allowed,
                "{number} arrived {} times, {} resends are recorded",
                truth.arrivals,
                record.progress.resends
            );
        }
        for record in &records {
            let number = record.number();
            let on_its_way = self.stranded.contains(number)
                || self
                    .senders
                    .iter()
                    .any(|sender| sender.claimed.number() == number && sender.on_its_way);
            let truth = self.truth.get(number);
            match record.state() {
                State::Planned | State::Cancelled => {
                    assert!(truth.is_none() && !on_its_way, "{number} is not unsent");
                }
                State::Refunded => {
                    assert!(truth.is_some_and(Truth::is_done), "{number} is not done");
                }
                // A resend may be executed after the first send was found refused; without one
                // nothing can, and at the moment of declining nothing has been.
                State::Declined => assert!(
                    truth.is_some_and(|truth| !truth.may_be_done())
                        || record.progress.resends > 0 && self.declined.contains(number),
                    "{number} is not declined"
                ),
                State::Sending | State::Pending | State::Unknown | State::Closed(_) => {}
            }
        }
        self.declined = records
            .iter()
            .filter(|record| record.state() == State::Declined)
            .map(|record| record.number().clone())
            .collect();
        let mut given: BTreeMap<&Reference, u32> = BTreeMap::new();
        for record in &records {
            let excused = self.closed.contains(record.number()) || record.progress.resends > 0;
            let truth = self.truth.get(record.number());
            let reference = record.wanted.intent.reference.as_ref();
            if let (Some(reference), false, Some(truth)) = (reference, excused, truth) {
                *given.entry(reference).or_default() += u32::from(truth.may_be_done());
            }
        }
        for (reference, times) in given {
            assert!(times <= 1, "{reference} is given back {times} times");
        }
        if !self.noted {
            return;
        }
        for (payment, paid) in PAID.iter().enumerate() {
            let sum: u64 = records
                .iter()
                .filter(|record| record.wanted.intent.syssn == syssn(payment))
                .filter(|record| !self.closed.contains(record.number()))
                .filter(|record| {
                    record.progress.resends == 0
                        && self
                            .truth
                            .get(record.number())
                            .is_some_and(Truth::may_be_done)
                })
                .map(|record| record.wanted.intent.amount.minor())
                .sum();
            assert!(sum <= *paid, "{sum} of {paid} is given back");
        }
    }

    /// Brings everything to its end and compares it with the truth.
    fn end(&mut self) {
        let sound = |world: &mut Self| {
            let report = world.journal().verify().unwrap();
            assert!(report.is_sound(), "{:?}", report.defects);
        };
        sound(self);
        self.senders.clear();
        self.stranded.clear();
        for truth in self.truth.values_mut() {
            for one in &mut truth.executions {
                if matches!(one, Executed::Pending) {
                    *one = Executed::Done;
                }
            }
        }
        self.open();
        self.now += time::Duration::days(2);
        let now = self.now;
        self.journal().end_claims(who().at(now)).unwrap();
        for record in self.records() {
            self.look(record.number(), false);
        }
        self.check();
        for record in self.records() {
            let number = record.number();
            let truth = self.truth.get(number);
            let (done, state) = (truth.is_some_and(Truth::is_done), record.state());
            let excused = self.closed.contains(number) && matches!(state, State::Closed(_))
                || record.progress.resends > 0 && state == State::Declined;
            assert!(
                done == (state == State::Refunded) || excused,
                "{number} is {state}, and done is {done}"
            );
            assert!(
                !matches!(state, State::Sending | State::Pending),
                "{number} is still {state}"
            );
        }
        sound(self);
    }
}

/// In memory where there is such a place: what is tested is not the disk.
fn folder() -> TempDir {
    let memory = Path::new("/dev/shm");
    if memory.is_dir() {
        TempDir::new_in(memory).unwrap()
    } else {
        TempDir::new().unwrap()
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        max_shrink_iters: 2000,
        failure_persistence: Some(Box::new(FileFailurePersistence::Direct(
            "tests/model.proptest-regressions",
        ))),
        ..ProptestConfig::default()
    })]

    #[test]
    fn whatever_happens_nothing_is_sent_twice_and_nothing_is_forgotten(
        noted in any::<bool>(),
        steps in proptest::collection::vec(step(), 1..80),
    ) {
        let folder = folder();
        let mut world = World::new(folder.path(), noted);
        for step in &steps {
            world.take(step);
            world.check();
        }
        world.end();
    }
}
