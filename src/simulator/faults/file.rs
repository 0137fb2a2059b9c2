//! The faults file: TOML, one `[[fault]]` table each. Every mistake is named with its line and
//! with what is allowed there.

use super::super::error::SimulatorError;
use super::super::payment::all_digits;
use super::kinds::{COMMON_KEYS, FaultKind};
use super::{
    Endpoint, InjectedFault, InjectedFaults, PatiencePlan, PendingPlan, Sort, Spoil, distort,
};
use serde::Deserialize;
use std::fs;
use std::ops::Range;
use std::path::Path;
use std::time::Duration;
use toml::Spanned;

/// Longest wait a file can ask for.
const LONGEST: Duration = Duration::from_secs(31 * 24 * 60 * 60);
/// Largest body a file can ask for, in bytes.
const LARGEST: usize = 64 * 1024 * 1024;
/// Pause of `drip` unless told.
const DRIP_PAUSE: Duration = Duration::from_millis(10);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    fault: Vec<Table>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    on: Spanned<String>,
    #[serde(rename = "do")]
    kind: Spanned<String>,
    times: Option<u64>,
    #[serde(default)]
    skip: u64,
    syssn: Option<String>,
    out_trade_no: Option<String>,
    txamt: Option<u64>,
    delay: Option<Spanned<String>>,
    execute: Option<Spanned<bool>>,
    status: Option<Spanned<u16>>,
    respcd: Option<Spanned<String>>,
    text: Option<Spanned<String>>,
    after: Option<Spanned<String>>,
    enquiries: Option<Spanned<u32>>,
    then: Option<Spanned<String>>,
    bytes: Option<Spanned<usize>>,
    pause: Option<Spanned<String>>,
    location: Option<Spanned<String>>,
}

/// Where in the text, in bytes, and what is wrong there.
pub(super) type Mistake = (usize, String);

impl InjectedFaults {
    /// Reads a faults file.
    pub(in super::super) fn load(path: &Path) -> Result<Self, SimulatorError> {
        let text = fs::read_to_string(path)
            .map_err(|source| SimulatorError::file("read the faults file", path, source))?;
        parse(&text).map_err(|(at, why)| {
            let before = text.get(..at).unwrap_or(&text);
            SimulatorError::Line {
                path: path.to_owned(),
                line: before.matches('\n').count().saturating_add(1),
                why,
            }
        })
    }
}

/// Reads the text of a faults file.
pub(super) fn parse(text: &str) -> Result<InjectedFaults, Mistake> {
    let file: File = toml::from_str(text).map_err(|error| {
        let at = error.span().map_or(0, |span| span.start);
        (at, error.message().trim().replace('\n', ", "))
    })?;
    let faults: Result<Vec<InjectedFault>, Mistake> =
        file.fault.into_iter().map(Table::fault).collect();
    Ok(InjectedFaults::new(faults?))
}

impl Table {
    fn fault(self) -> Result<InjectedFault, Mistake> {
        let on = match self.on.get_ref().as_str() {
            "refund" => Endpoint::Refund,
            "query" => Endpoint::Query,
            other => {
                let why = format!("`on` is `{other}`; allowed are refund, query");
                return Err((self.on.span().start, why));
            }
        };
        let kind = FaultKind::find(self.kind.get_ref(), on).ok_or_else(|| {
            let known: Vec<&str> = FaultKind::of(on).map(|kind| kind.name).collect();
            let why = format!(
                "`do` is `{}`; allowed on a {} are {}",
                self.kind.get_ref(),
                self.on.get_ref(),
                known.join(", ")
            );
            (self.kind.span().start, why)
        })?;
        self.refuse_idle_keys(kind, on)?;
        let delay = duration("delay", self.delay.as_ref())?;
        let sort = self.sort(kind, on, delay)?;
        let is_wait = matches!(sort, Sort::Wait(_));
        Ok(InjectedFault {
            name: kind.name,
            on,
            times: self.times,
            skip: self.skip,
            syssn: self.syssn,
            out_trade_no: self.out_trade_no,
            txamt: self.txamt,
            pause: delay.filter(|_| !is_wait).unwrap_or_default(),
            sort,
        })
    }

    /// Refuses a key that would do nothing with this kind.
    fn refuse_idle_keys(&self, kind: &FaultKind, on: Endpoint) -> Result<(), Mistake> {
        let taken = kind.keys_of(on);
        let given = [
            ("execute", self.execute.as_ref().map(Spanned::span)),
            ("status", self.status.as_ref().map(Spanned::span)),
            ("respcd", self.respcd.as_ref().map(Spanned::span)),
            ("text", self.text.as_ref().map(Spanned::span)),
            ("after", self.after.as_ref().map(Spanned::span)),
            ("enquiries", self.enquiries.as_ref().map(Spanned::span)),
            ("then", self.then.as_ref().map(Spanned::span)),
            ("bytes", self.bytes.as_ref().map(Spanned::span)),
            ("pause", self.pause.as_ref().map(Spanned::span)),
            ("location", self.location.as_ref().map(Spanned::span)),
        ];
        let idle = given
            .into_iter()
            .filter_map(|(name, span): (&str, Option<Range<usize>>)| Some((name, span?)))
            .find(|(name, _)| !taken.contains(name));
        let Some((name, span)) = idle else {
            return Ok(());
        };
        let allowed: Vec<&str> = COMMON_KEYS.into_iter().chain(taken).collect();
        let why = format!(
            "`{name}` means nothing to `{}` on a {}; allowed are {}",
            kind.name,
            self.on.get_ref(),
            allowed.join(", ")
        );
        Err((span.start, why))
    }

    fn sort(
        &self,
        kind: &FaultKind,
        on: Endpoint,
        delay: Option<Duration>,
    ) -> Result<Sort, Mistake> {
        let need = |key: &str| {
            let why = format!("`{}` needs `{key}`", kind.name);
            (self.kind.span().start, why)
        };
        let answer = |spoil, executes: bool| Sort::Answer {
            spoil,
            execute: self.execute.as_ref().map_or(executes, |e| *e.get_ref()),
        };
        Ok(match kind.name {
            "delay" => Sort::Wait(delay.ok_or_else(|| need("delay = \"2s\""))?),
            "pending" => Sort::Pending(self.pending()?),
            "lag" => Sort::Lag(self.plan()?),
            "status" => {
                let status = self.status(200..600)?.ok_or_else(|| need("status = 502"))?;
                answer(Spoil::Status(status), false)
            }
            "redirect" => {
                let location = self.location.as_ref().map(Spanned::get_ref);
                let spoil = Spoil::Redirect {
                    status: self.status(300..400)?.unwrap_or(307),
                    location: location.cloned().unwrap_or_default(),
                };
                answer(spoil, false)
            }
            "respcd" => {
                let respcd = self.respcd.as_ref();
                let respcd = respcd.ok_or_else(|| need("respcd = \"1269\""))?;
                let spoil = Spoil::Respcd {
                    respcd: code("respcd", respcd)?,
                    text: self.text.as_ref().map(|text| text.get_ref().clone()),
                };
                answer(spoil, false)
            }
            "huge-body" => answer(Spoil::HugeBody(self.bytes()?), true),
            "drip" => {
                let pause = duration("pause", self.pause.as_ref())?;
                answer(Spoil::Drip(pause.unwrap_or(DRIP_PAUSE)), true)
            }
            "drop-before" => answer(Spoil::Nothing, false),
            _ => answer(kind.spoil.cloned().ok_or_else(|| need(on.path()))?, true),
        })
    }

    fn pending(&self) -> Result<PendingPlan, Mistake> {
        let read = |name, key: Option<&Spanned<String>>, default: &str| {
            key.map_or_else(|| Ok(default.to_owned()), |text| code(name, text))
        };
        let respcd = read("respcd", self.respcd.as_ref(), "1143")?;
        if !["1143", "1145"].contains(&respcd.as_str()) {
            let at = self.respcd.as_ref().map_or(0, |text| text.span().start);
            let why = format!("`respcd` of `pending` is `{respcd}`; allowed are 1143, 1145");
            return Err((at, why));
        }
        Ok(PendingPlan {
            respcd,
            plan: self.plan()?,
            then: read("then", self.then.as_ref(), "0000")?,
        })
    }

    fn plan(&self) -> Result<PatiencePlan, Mistake> {
        Ok(PatiencePlan {
            after: duration("after", self.after.as_ref())?,
            enquiries: self.enquiries.as_ref().map(|number| *number.get_ref()),
        })
    }

    fn status(&self, allowed: Range<u16>) -> Result<Option<u16>, Mistake> {
        let Some(status) = &self.status else {
            return Ok(None);
        };
        if allowed.contains(status.get_ref()) {
            return Ok(Some(*status.get_ref()));
        }
        let why = format!(
            "`status` is {}; allowed are {} to {}",
            status.get_ref(),
            allowed.start,
            allowed.end.saturating_sub(1)
        );
        Err((status.span().start, why))
    }

    fn bytes(&self) -> Result<usize, Mistake> {
        match &self.bytes {
            None => Ok(distort::HUGE),
            Some(bytes) if *bytes.get_ref() <= LARGEST => Ok(*bytes.get_ref()),
            Some(bytes) => {
                let why = format!("`bytes` is {}; at most {LARGEST}", bytes.get_ref());
                Err((bytes.span().start, why))
            }
        }
    }
}

fn code(name: &str, text: &Spanned<String>) -> Result<String, Mistake> {
    let code = text.get_ref();
    if all_digits(code, 4) {
        return Ok(code.clone());
    }
    let why = format!("`{name}` is `{code}`; it must be 4 digits in quotes, for example \"1269\"");
    Err((text.span().start, why))
}

/// Reads a duration: a whole number and `ms`, `s`, `m`, `h` or `d`; at most 31 days.
fn duration(name: &str, text: Option<&Spanned<String>>) -> Result<Option<Duration>, Mistake> {
    let Some(text) = text else {
        return Ok(None);
    };
    let read = || {
        let value = text.get_ref();
        let digits = value.find(|c: char| !c.is_ascii_digit())?;
        let (number, unit) = value.split_at_checked(digits)?;
        let number: u64 = number.parse().ok()?;
        let millis = match unit {
            "ms" => number,
            "s" => number.checked_mul(1_000)?,
            "m" => number.checked_mul(60_000)?,
            "h" => number.checked_mul(3_600_000)?,
            "d" => number.checked_mul(86_400_000)?,
            _ => return None,
        };
        Some(Duration::from_millis(millis)).filter(|duration| *duration <= LONGEST)
    };
    read().map(Some).ok_or_else(|| {
        let why = format!(
            "`{name}` is `{}`; write a number and ms, s, m, h or d, for example \"500ms\", \"2s\"; at most 31 days",
            text.get_ref()
        );
        (text.span().start, why)
    })
}
