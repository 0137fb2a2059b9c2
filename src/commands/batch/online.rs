//! A look at every payment of a file, once each and within the rate limit: `batch check --online`, and
//! `batch run` before it asks and sends.

use super::file::BatchFile;
use crate::attempt::payment::{self, Blame, PaymentSeen, Unseen};
use crate::batch::{Asked, Paid, PaymentRows, Row, RowFault, not_paid};
use crate::commands::merchant::{Gateway, Party};
use crate::commands::preflight::{self, Held};
use crate::commands::{Desk, Failure};
use crate::gateway::enquiry::MonthLists;
use crate::journal::Journal;
use crate::language::{text, word};
use crate::money::{Amount, Currency};
use crate::output::{LookProgress, OnlineCheck, PaymentFinding};
use crate::plan::{Batch, Planned, TwinPolicy};
use crate::refund::preflight::Request;
use crate::refund::{OrderNo, Syssn};
use std::time::Duration;
use time::OffsetDateTime;

/// So many failed looks in a row are no passing trouble.
const MOST_FAILURES: u32 = 3;

/// Takes a row whose payment is to be looked at: one that nobody has sent and a run would.
pub(super) fn asked(planned: &Planned, batch: &Batch<'_>, policy: TwinPolicy) -> Option<Asked> {
    if !planned.is_unsent() || planned.left_out {
        return None;
    }
    let row = &planned.row;
    let is_meant = row.twin_meant || !policy.compares();
    Some(Asked::by(row, &planned.number(batch), is_meant))
}

/// What a row says of its payment besides, to be compared with what the gateway says.
pub(super) struct Word {
    line: u64,
    /// What was paid.
    paid: Option<Amount>,
    /// The merchant's own number of it.
    order_no: Option<OrderNo>,
}

impl Word {
    /// Takes it from a row that says something.
    pub(super) fn of(row: &Row) -> Option<Self> {
        let paid = match row.paid {
            Paid::Said(amount) => Some(amount),
            Paid::Unsaid | Paid::Shown => None,
        };
        let order_no = row.order_no.clone();
        (paid.is_some() || order_no.is_some()).then_some(Self {
            line: row.line,
            paid,
            order_no,
        })
    }

    /// Says what is otherwise at the gateway, and what to do.
    fn differs(&self, seen: &PaymentSeen, currency: Currency) -> Option<(String, &'static str)> {
        if let Some(paid) = self.paid.filter(|paid| *paid != seen.payment.amount) {
            let (what, remedy) = not_paid(seen.payment.amount, currency);
            let said = paid.in_words(currency);
            return Some((
                text!(
                    "batch-differs-paid",
                    "says that {said} was paid, which {what}",
                    said,
                    what
                ),
                remedy,
            ));
        }
        let order_no = self.order_no.as_ref()?;
        let own = seen.number();
        (own != Some(order_no.as_str())).then(|| {
            let own = own.map_or(word!("batch-no-order", "none").to_owned(), |own| {
                format!("{}", own.escape_debug())
            });
            (
                text!(
                    "batch-differs-order",
                    "has the order_no {order_no}, and the gateway says of its payment {own}",
                    order_no,
                    own
                ),
                word!(
                    "batch-differs-order-fix",
                    "see which of the two numbers is right"
                ),
            )
        })
    }
}

/// The looks at the payments of a file.
pub(super) struct Online<'a> {
    pub(super) file: &'a BatchFile,
    pub(super) batch: &'a Batch<'a>,
    /// The rows that a run would send.
    pub(super) wanted: PaymentRows,
    /// What rows say besides, in the order of their lines.
    pub(super) words: Vec<Word>,
    pub(super) party: &'a Party,
    pub(super) gateway: &'a Gateway<'a>,
}

impl Online<'_> {
    /// Looks at every payment; the lists of months are kept in `lists`. `on_fault` gets every row that its
    /// payment would not bear.
    pub(super) fn at_payments(
        &self,
        lists: &mut MonthLists,
        journal: &mut dyn Journal,
        desk: &mut Desk<'_>,
        on_fault: &mut dyn FnMut(&RowFault),
    ) -> Result<OnlineCheck, Failure> {
        let party = self.party;
        let enquirer = self.gateway.enquirer();
        let clock = desk.clock.clone();
        let mut looks = Looks {
            found: OnlineCheck {
                payments: self.wanted.count(),
                ..OnlineCheck::default()
            },
            party,
            failures: 0,
            words: &self.words,
            on_fault,
        };
        let mut progress = LookProgress::start(
            desk.console.may_animate,
            looks.found.payments,
            clock.uptime(),
        );
        let mut done = 0_u64;
        for row in self.file.rows(self.batch)? {
            let row = row?;
            let syssn = &row.intent.syssn;
            let asked = self.wanted.of(syssn);
            if asked.first().is_none_or(|first| first.line() != row.line) {
                // Nothing to send, or looked at with its payment's first row.
                continue;
            }
            let now = clock.now();
            let seen = payment::look_among(syssn, &enquirer, lists, &party.owner(), journal, now);
            let goes_on = looks.take(syssn, asked, seen, &row, now);
            done = done.saturating_add(1);
            progress.tell(done, clock.uptime(), &mut desk.console);
            if !goes_on {
                break;
            }
        }
        progress.end();
        Ok(looks.finish())
    }
}

fn word_of(words: &[Word], line: u64) -> Option<&Word> {
    let at = words.binary_search_by_key(&line, |word| word.line).ok()?;
    words.get(at)
}

/// Adds up what the looks find.
struct Looks<'a> {
    found: OnlineCheck,
    party: &'a Party,
    /// Looks that failed one after the other.
    failures: u32,
    /// What rows say besides, in the order of their lines.
    words: &'a [Word],
    on_fault: &'a mut dyn FnMut(&RowFault),
}

impl Looks<'_> {
    /// Takes the look at one payment; says whether to go on.
    fn take(
        &mut self,
        syssn: &Syssn,
        asked: &[Asked],
        seen: Result<PaymentSeen, Unseen>,
        first: &Row,
        now: OffsetDateTime,
    ) -> bool {
        let unseen = match seen {
            Ok(seen) => {
                self.answered();
                self.judge(syssn, asked, &seen, first, now);
                return true;
            }
            Err(unseen) => unseen,
        };
        let (blame, problem) = (unseen.blame(), unseen.text());
        let Held { exit, next, .. } = Held::from(unseen);
        if blame == Blame::Payment {
            self.answered();
            for row in asked {
                self.refuse(row.line(), syssn, problem.clone(), next.clone());
            }
            return true;
        }
        self.found.failed = self.found.failed.or(Some(exit));
        self.failures = self.failures.saturating_add(1);
        self.found.stopped = match blame {
            Blame::Setup => Some(text!(
                "batch-same-answer",
                "every payment would get the same answer: {problem}",
                problem
            )),
            _ if self.failures >= MOST_FAILURES => Some(text!(
                "batch-looks-failed",
                "{count} looks in a row failed: {problem}",
                count = MOST_FAILURES,
                problem
            )),
            _ => None,
        };
        self.found.not_looked.push(PaymentFinding {
            line: first.line,
            syssn: syssn.to_string(),
            problem,
            remedy: next,
        });
        self.found.stopped.is_none()
    }

    fn answered(&mut self) {
        self.failures = 0;
        self.found.looked = self.found.looked.saturating_add(1);
    }

    /// Judges every row of the payment, each after those before it that it bears.
    fn judge(
        &mut self,
        syssn: &Syssn,
        asked: &[Asked],
        seen: &PaymentSeen,
        first: &Row,
        now: OffsetDateTime,
    ) {
        let mut earlier = 0_u64;
        for row in asked {
            if let Some(word) = word_of(self.words, row.line()) {
                let compared = u64::from(word.paid.is_some());
                self.found.paid_compared = self.found.paid_compared.saturating_add(compared);
                if let Some((problem, remedy)) = word.differs(seen, first.intent.currency) {
                    self.refuse(row.line(), syssn, problem, remedy.to_owned());
                    continue;
                }
            }
            let request = Request {
                earlier,
                currency: first.intent.currency,
                ..request(
                    syssn,
                    (&row.number, row.amount, row.twin_meant),
                    self.party,
                    now,
                )
            };
            match seen.judge(&request, &self.party.profile).refusal() {
                None => earlier = earlier.saturating_add(row.amount.minor()),
                Some(finding) => {
                    let (problem, remedy) = (finding.text.clone(), preflight::remedy(finding));
                    self.refuse(row.line(), syssn, problem, remedy);
                }
            }
        }
    }

    fn refuse(&mut self, line: u64, syssn: &Syssn, problem: String, remedy: String) {
        (self.on_fault)(&RowFault::new(
            line,
            "syssn",
            syssn.as_str(),
            problem.clone(),
            remedy.clone(),
        ));
        self.found.refused.push(PaymentFinding {
            line,
            syssn: syssn.to_string(),
            problem,
            remedy,
        });
    }

    fn finish(mut self) -> OnlineCheck {
        // Rows of one payment were judged together, wherever they stand.
        self.found.refused.shown.sort_by_key(|finding| finding.line);
        self.found.not_looked.count = self.found.payments.saturating_sub(self.found.looked);
        self.found
    }
}

/// What a row asks of its payment: under which number, how much, and whether it is meant beside the same one.
pub(super) fn request<'a>(
    payment: &'a Syssn,
    (number, amount, twin_meant): (&'a str, Amount, bool),
    party: &'a Party,
    now: OffsetDateTime,
) -> Request<'a> {
    Request {
        payment,
        profile: party.profile.name(),
        number: Some(number),
        // As with the journal's: nobody looks at each row, so that it is compared with all there ever was.
        twin_window: (!twin_meant).then_some(Duration::MAX),
        beside: &[],
        amount: Some(amount),
        earlier: 0,
        currency: party.profile.currency(),
        now,
        // A run waits for its end by itself; when a checked file is run is not known yet.
        pause: None,
    }
}
