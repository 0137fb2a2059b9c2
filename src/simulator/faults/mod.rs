//! Faults on demand: which request has which.
//!
//! A request can have one fault of each sort: a delay, a refund made pending, a refund hidden
//! from enquiries, and one that spoils the answer. The first in the file that matches and is not
//! used up counts.

mod distort;
mod file;
mod kinds;
#[cfg(test)]
mod tests;

pub(super) use distort::distort;

use super::book::{Patience, Pending};
use super::http::{HttpResponse, Params};
use super::reply::{BusinessRefusal, words};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// Where a request goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Endpoint {
    /// `/trade/v1/refund`.
    Refund,
    /// `/trade/v1/query`.
    Query,
}

/// One fault of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
struct InjectedFault {
    name: &'static str,
    on: Endpoint,
    /// How often; `None` is always.
    times: Option<u64>,
    /// How many matching requests are let through first.
    skip: u64,
    syssn: Option<String>,
    out_trade_no: Option<String>,
    txamt: Option<u64>,
    /// Wait after the decision and before the answer.
    pause: Duration,
    sort: Sort,
}

/// What a fault touches.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Sort {
    /// When the request is looked at.
    Wait(Duration),
    /// How the refund comes to rest.
    Pending(PendingPlan),
    /// When enquiries show the refund; on an enquiry, that it shows none.
    Lag(PatiencePlan),
    /// What the client hears.
    Answer { spoil: Spoil, execute: bool },
}

/// How an answer is spoilt.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Spoil {
    Nothing,
    Half,
    Stall,
    Reset,
    Status(u16),
    EmptyBody,
    Respcd {
        respcd: String,
        text: Option<String>,
    },
    Duplicate,
    ForgedSignature,
    Unsigned,
    WrongAmount,
    WrongOrigSyssn,
    NotUtf8,
    Bom,
    NumericTxamt,
    ControlCharacters,
    HugeBody(usize),
    Drip(Duration),
    Chunked,
    Redirect {
        status: u16,
        location: String,
    },
    Gzip,
}

/// How long from the execution on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct PatiencePlan {
    after: Option<Duration>,
    enquiries: Option<u32>,
}

impl PatiencePlan {
    /// Returns the plan for a refund executed at this millisecond.
    pub(super) fn from(self, at: i64) -> Patience {
        let until = |after: Duration| {
            at.saturating_add(i64::try_from(after.as_millis()).unwrap_or(i64::MAX))
        };
        Patience {
            until: self.after.map(until),
            enquiries: self.enquiries,
        }
    }
}

/// How a refund is processed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct PendingPlan {
    respcd: String,
    plan: PatiencePlan,
    then: String,
}

impl PendingPlan {
    /// Returns the plan for a refund executed at this millisecond.
    pub(super) fn from(&self, at: i64) -> Pending {
        Pending {
            respcd: self.respcd.clone(),
            patience: self.plan.from(at),
            then: self.then.clone(),
        }
    }
}

/// All faults, with how often each was met.
#[derive(Debug, Default)]
pub(super) struct InjectedFaults {
    faults: Vec<InjectedFault>,
    /// How many matching requests each has met; as long as `faults`.
    met: Mutex<Vec<u64>>,
}

/// What the faults want for one request.
#[derive(Clone, Debug, Default)]
pub(super) struct FaultOrders {
    names: Vec<&'static str>,
    /// Before the decision.
    pub(super) wait: Duration,
    /// After it.
    pub(super) pause: Duration,
    pub(super) pending: Option<PendingPlan>,
    pub(super) lag: Option<PatiencePlan>,
    spoil: Option<Spoil>,
    /// The decision is not even made.
    skips_decision: bool,
    path: &'static str,
}

impl InjectedFaults {
    fn new(faults: Vec<InjectedFault>) -> Self {
        let met = Mutex::new(vec![0; faults.len()]);
        Self { faults, met }
    }

    /// Returns what this request is to suffer, and counts it.
    pub(super) fn orders(&self, endpoint: Endpoint, params: &Params) -> FaultOrders {
        let mut orders = FaultOrders {
            path: endpoint.path(),
            ..FaultOrders::default()
        };
        let mut met = self.met.lock().unwrap_or_else(PoisonError::into_inner);
        let mut sorts = Vec::new();
        for (fault, met) in self.faults.iter().zip(met.iter_mut()) {
            let sort = std::mem::discriminant(&fault.sort);
            if sorts.contains(&sort) || !fault.matches(endpoint, params) {
                continue;
            }
            let before = *met;
            *met = met.saturating_add(1);
            let is_due = before
                .checked_sub(fault.skip)
                .is_some_and(|used| fault.times.is_none_or(|times| used < times));
            if is_due {
                sorts.push(sort);
                orders.add(fault);
            }
        }
        orders
    }
}

impl Endpoint {
    const fn path(self) -> &'static str {
        match self {
            Self::Refund => crate::gateway::wire::REFUND_PATH,
            Self::Query => crate::gateway::wire::QUERY_PATH,
        }
    }
}

impl InjectedFault {
    fn matches(&self, endpoint: Endpoint, params: &Params) -> bool {
        // Enquiries take lists.
        let has = |name: &str, wanted: &Option<String>| {
            wanted.as_deref().is_none_or(|wanted| {
                params
                    .get(name)
                    .is_some_and(|text| text.split(',').any(|item| item == wanted))
            })
        };
        let amount = self.txamt.is_none_or(|wanted| {
            params.get("txamt").and_then(|text| text.parse().ok()) == Some(wanted)
        });
        self.on == endpoint
            && amount
            && has("syssn", &self.syssn)
            && has("out_trade_no", &self.out_trade_no)
    }
}

impl FaultOrders {
    fn add(&mut self, fault: &InjectedFault) {
        self.names.push(fault.name);
        self.pause = self.pause.saturating_add(fault.pause);
        match &fault.sort {
            Sort::Wait(wait) => self.wait = *wait,
            Sort::Pending(plan) => self.pending = Some(plan.clone()),
            Sort::Lag(plan) => self.lag = Some(*plan),
            Sort::Answer { spoil, execute } => {
                self.spoil = Some(spoil.clone());
                self.skips_decision = !execute;
            }
        }
    }

    /// Returns the names of the faults.
    pub(super) fn names(&self) -> Vec<&'static str> {
        self.names.clone()
    }

    /// Whether an enquiry shows no refunds.
    pub(super) const fn hides_refunds(&self) -> bool {
        self.lag.is_some()
    }

    /// Returns the answer when nothing is to be executed.
    pub(super) fn instead(&self) -> Option<BusinessRefusal> {
        // For faults without a business answer it is never sent.
        let never_sent = || BusinessRefusal::new("1298", "");
        self.skips_decision
            .then(|| self.told().unwrap_or_else(never_sent))
    }

    /// Returns the answer that takes the place of the truth about an executed refund.
    pub(super) fn afterwards(&self) -> Option<BusinessRefusal> {
        self.told().filter(|_| !self.skips_decision)
    }

    fn told(&self) -> Option<BusinessRefusal> {
        match self.spoil.as_ref()? {
            Spoil::Duplicate => Some(BusinessRefusal::duplicate()),
            Spoil::Respcd { respcd, text } => Some(BusinessRefusal {
                respcd: respcd.clone(),
                resperr: text.clone().unwrap_or_else(|| words(respcd)),
                respmsg: String::new(),
            }),
            _ => None,
        }
    }

    /// Returns the page that takes the place of a business answer.
    fn page(&self) -> Option<HttpResponse> {
        match self.spoil.as_ref()? {
            Spoil::Status(status) => Some(HttpResponse::page(*status)),
            Spoil::Redirect { status, location } => {
                let mut page = HttpResponse::page(*status);
                let location = if location.is_empty() {
                    self.path
                } else {
                    location
                };
                page.headers.push(("Location", location.to_owned()));
                Some(page)
            }
            _ => None,
        }
    }
}
