//! `batch check`: every row read before anything is sent.

use super::advice::Checked;
use super::day::{self, Before};
use super::file::BatchFile;
use super::online::{self, Online, Word};
use super::orders::{self, OrderLooks};
use super::parts::Part;
use super::told::{Told, Unasked};
use super::twice::SharedPayments;
use super::{files, twice, words};
use crate::batch::{Asked, Capped, FaultsFile, FileCheck, PaymentRows, ResultError, RowFault};
use crate::cli::BatchCheckArgs;
use crate::commands::merchant::{Gateway, Party};
use crate::commands::ways::{Keys, Ways};
use crate::commands::{Desk, Failure, books};
use crate::exit::Exit;
use crate::gateway::enquiry::MonthLists;
use crate::journal::Journal;
use crate::language::{Language, word};
use crate::output::{OnlineCheck, OrderFinding};
use crate::plan::{Batch, Fate, Planned, TwinPolicy};
use std::path::Path;

pub(in crate::commands) fn check(
    args: &BatchCheckArgs,
    desk: &mut Desk<'_>,
) -> Result<Exit, Failure> {
    // Scripts read the list of faults, which is in English, and so is what stands beside it.
    if args.faults.is_some() {
        desk.language = Some(Language::English);
        desk.speak(Language::English);
    }
    // Those that show before the list may be made: it must not be the file itself.
    let mut early = Vec::new();
    let mut files = files::open(&args.file, desk, &mut |fault| early.push(fault.clone()))?;
    if let Some(path) = &args.faults {
        if !files.is_one {
            return Err(Failure::usage(word!(
                "batch-faults-one",
                "--faults lists the faults of one file, and several are checked"
            ))
            .hint(word!(
                "batch-faults-one-fix",
                "Leave it out, or check the files one by one."
            )));
        }
        files.stay(path, "--faults")?;
    }
    let mut list = List::begin(args.faults.as_deref())?;
    early.iter().for_each(|fault| list.add(fault));
    let keys = Keys::default();
    let mut ways = Ways::new(&keys, None);
    let (mut checks, mut is_known) = (Vec::new(), false);
    for part in files.parts_mut() {
        let (report, _) = part.file.check(&part.party, &mut |fault| list.add(fault))?;
        let mut orders = Capped::default();
        if args.online && report.waits_for_orders() {
            orders = look_up(part, &report, &mut ways, desk)?;
            is_known = true;
        } else {
            is_known |= orders::recall(part, &report, desk)?;
        }
        checks.push((report, orders));
    }
    if is_known {
        list = List::begin(args.faults.as_deref())?;
        early.iter().for_each(|fault| list.add(fault));
        for (part, (report, _)) in files.parts().into_iter().zip(&mut checks) {
            *report = part
                .file
                .check(&part.party, &mut |fault| list.add(fault))?
                .0;
        }
    }
    let parts = files.parts().into_iter();
    let mut checked: Vec<_> = parts
        .zip(checks.iter_mut().map(|(report, _)| report))
        .collect();
    if files.is_sound() && checked.iter().all(|(_, report)| report.faults.is_empty()) {
        twice::across(&mut checked, &mut |fault| list.add(fault))?;
    }
    let mut found = Vec::new();
    let mut before = Earlier {
        sums: Before::default(),
        payments: SharedPayments::of(&files),
        ways,
    };
    for (part, checked) in files.parts().into_iter().zip(checks) {
        let so_far = (&mut list, &mut before);
        found.push(one(args.online, (part, checked), so_far, desk)?);
    }
    list.finish()?;
    files.tell(found, args.faults.is_some(), desk)
}

/// What the files before have to send, and the ways that are open.
struct Earlier<'k> {
    sums: Before,
    payments: SharedPayments,
    ways: Ways<'k>,
}

/// Compares the rows of one merchant with what is known of them.
fn one(
    is_online: bool,
    (part, (report, orders)): (&Part, (FileCheck, Capped<OrderFinding>)),
    (list, before): (&mut List, &mut Earlier<'_>),
    desk: &mut Desk<'_>,
) -> Result<Checked, Failure> {
    let (party, file) = (&part.party, &part.file);
    let batch = file.batch(&report, party);
    let mut check = Check {
        is_online,
        party,
        file,
        found: Checked {
            journal: books::missing(party, desk)?,
            orders,
            ..Checked::alone(report)
        },
        list,
        before,
    };
    match &batch {
        Some(batch) if is_online || books::is_there(party, desk)? => check.compare(batch, desk)?,
        batch => check.stay_alone(batch.as_ref(), desk)?,
    }
    Ok(check.found)
}

/// Looks up the order numbers of one merchant's rows.
fn look_up(
    part: &mut Part,
    report: &FileCheck,
    ways: &mut Ways<'_>,
    desk: &mut Desk<'_>,
) -> Result<Capped<OrderFinding>, Failure> {
    let Part { party, file } = part;
    ways.merchant(party, desk)?;
    let mut journal = books::open(party, desk)?;
    let gateway = ways.of(party, party.limits(), desk)?;
    let looks = OrderLooks {
        report,
        party,
        gateway: &gateway,
    };
    looks.look(file, &mut *journal, desk)
}

/// A file that was read, and what was found.
struct Check<'a, 'k> {
    is_online: bool,
    party: &'a Party,
    file: &'a BatchFile,
    found: Checked,
    list: &'a mut List,
    before: &'a mut Earlier<'k>,
}

impl Check<'_, '_> {
    /// There is nothing to compare with: no journal, or rows that have faults.
    fn stay_alone(&mut self, batch: Option<&Batch<'_>>, desk: &Desk<'_>) -> Result<(), Failure> {
        // What the file says became of a row no journal knows.
        if let Some(batch) = batch {
            for row in self.file.rows(batch)? {
                let row = row?;
                if row.already_refunded {
                    self.fault(words::untold_fault(&row));
                } else if row.said.is_some() {
                    self.fault(words::unheard_fault(&row));
                } else if let Some(twice) = self.before.payments.take(&self.file.name, &row) {
                    self.fault(twice);
                }
            }
        }
        // Without a journal nothing was sent before; a row with a fault is not known.
        self.found.is_planned = self.found.report.faults.is_empty();
        let to_send = self.before.sums.with(self.party, &self.found.sums);
        self.found.day = day::shortfall(to_send, self.party, None, desk)?;
        // A file with faults changes before it is sent: its payments are looked at then.
        self.found.online = self.is_online.then(|| OnlineCheck {
            stopped: Some(
                word!(
                    "batch-faults-no-look",
                    "rows have faults, so no payment was looked at"
                )
                .to_owned(),
            ),
            ..OnlineCheck::default()
        });
        Ok(())
    }

    /// Compares the rows with the journal, and with their payments at the gateway.
    fn compare(&mut self, batch: &Batch<'_>, desk: &mut Desk<'_>) -> Result<(), Failure> {
        let (is_online, party) = (self.is_online, self.party);
        if is_online {
            self.before.ways.merchant(party, desk)?;
        }
        let mut journal = books::open(party, desk)?;
        self.found.journal = books::trust(&*journal, party).err();
        // Room for all of them at once: growing would take twice as much for a moment.
        let most = if is_online { batch.rows } else { 0 };
        let mut asked = Vec::with_capacity(usize::try_from(most).unwrap_or(0));
        let mut words = Vec::new();
        self.read(batch, &mut *journal, (&mut asked, &mut words), desk)?;
        let to_send = self.before.sums.with(party, &self.found.sums);
        self.found.day = day::shortfall(to_send, party, Some(&mut *journal), desk)?;
        if is_online {
            let gateway = self.before.ways.of(party, party.limits(), desk)?;
            if let Some(unasked) = self.ask(batch, &gateway, &mut *journal, desk)? {
                self.found.online = Some(OnlineCheck {
                    stopped: Some(unasked.text()),
                    ..OnlineCheck::default()
                });
                return Ok(());
            }
            let look = Online {
                file: self.file,
                batch,
                wanted: PaymentRows::new(asked),
                words,
                party,
                gateway: &gateway,
            };
            let mut on_fault = |fault: &RowFault| self.list.add(fault);
            self.found.online = Some(look.at_payments(
                &mut MonthLists::default(),
                &mut *journal,
                desk,
                &mut on_fault,
            )?);
        }
        Ok(())
    }

    /// Asks the gateway for the rows that only the file calls refunded. Returns the one that could
    /// not be asked for.
    fn ask(
        &mut self,
        batch: &Batch<'_>,
        gateway: &Gateway<'_>,
        journal: &mut dyn Journal,
        desk: &mut Desk<'_>,
    ) -> Result<Option<Unasked>, Failure> {
        if self.found.sums.told.count == 0 {
            return Ok(None);
        }
        let mut faults = Vec::new();
        let told = Told {
            file: self.file,
            batch,
            rows: self.found.sums.told.count,
            gateway,
        };
        let heard = told.ask(journal, desk, &mut |fault| faults.push(fault))?;
        self.found.at_gateway = heard.found;
        for fault in faults {
            self.fault(fault);
        }
        Ok(heard.unasked)
    }

    /// Takes a fault that the file by itself does not show.
    fn fault(&mut self, fault: RowFault) {
        self.list.add(&fault);
        self.found.report.add_fault(fault);
    }

    /// Reads the plan. Rows whose number or reference was used for something else are faults, for
    /// a run refuses the file; `asked` gets the rows whose payments are to be looked at.
    fn read(
        &mut self,
        batch: &Batch<'_>,
        journal: &mut dyn Journal,
        (asked, said): (&mut Vec<Asked>, &mut Vec<Word>),
        desk: &Desk<'_>,
    ) -> Result<(), Failure> {
        let (report, past) = (&mut self.found.report, &mut self.found.past);
        let (policy, now) = (TwinPolicy::Tell, desk.clock.now());
        let mut each = |planned: &Planned| {
            let row = &planned.row;
            let fault = match &planned.fate {
                Fate::Conflict(record, what) => Some(words::conflict_fault(row, record, what)),
                Fate::Unheard => Some(words::unheard_fault(row)),
                Fate::Denied(record) => Some(words::denied_fault(row, record)),
                Fate::Told if !self.is_online => Some(words::untold_fault(row)),
                _ if planned.is_unsent() && !planned.left_out => {
                    self.before.payments.take(&self.file.name, row)
                }
                _ => None,
            };
            if let Some(fault) = fault {
                self.list.add(&fault);
                report.add_fault(fault);
            }
            past.add(planned, &mut |fault| self.list.add(fault));
            if self.is_online {
                said.extend(Word::of(row));
                asked.extend(online::asked(planned, batch, policy));
            }
        };
        let sums = self.file.plan(batch, policy, now, journal, &mut each)?;
        let plan = (&sums, policy, now);
        let mut on_fault = |fault: &RowFault| self.list.add(fault);
        past.correct(self.file, batch, plan, journal, &mut on_fault)?;
        self.found.sums = sums;
        self.found.is_planned = true;
        Ok(())
    }
}

/// The list of faults, where one is to be written.
struct List(Option<FaultsFile>);

impl List {
    fn begin(path: Option<&Path>) -> Result<Self, Failure> {
        Ok(Self(path.map(FaultsFile::create).transpose()?))
    }

    fn add(&mut self, fault: &RowFault) {
        if let Some(file) = &mut self.0 {
            file.add(fault);
        }
    }

    fn finish(self) -> Result<(), ResultError> {
        self.0.map_or(Ok(()), FaultsFile::finish)
    }
}
