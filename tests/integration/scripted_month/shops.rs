//! The three merchants of the month, their gateways, and the people who work for them.

use super::wishes::{Wish, Wishes};
use crate::support::program::Settable;
use crate::support::sandbox::write_private;
use crate::support::{Run, Sandbox};
use qfrefund::simulator::{MerchantIdentity, Server, SimulatorOptions};
use qfrefund::world::Clock as _;
use std::fmt::Write as _;
use std::path::PathBuf;
use std::sync::Arc;
use time::macros::{datetime, offset};
use time::{Date, Month, OffsetDateTime, Time};

/// Nobody listens there.
pub const NOBODY: &str = "http://127.0.0.1:1";

/// The profiles: `peak` and `peak-usd` are one merchant in two currencies.
pub const PROFILES: [&str; 4] = ["harbour", "peak", "peak-usd", "sakura"];
/// One profile of each merchant.
pub const MERCHANTS: [&str; 3] = ["harbour", "peak", "sakura"];
/// One profile of each journal.
pub const JOURNALS: [&str; 2] = ["harbour", "peak"];

/// How many payments of each profile the gateway knows.
const PAYMENTS: u32 = 120;

/// From this number on come payments that something happens to.
pub const SPECIAL: u32 = 900;

/// What a profile's section says.
pub struct Section {
    pub url: String,
    pub app_code: String,
    pub client_key: String,
    pub currency: &'static str,
    pub more: String,
}

/// A month in Hong Kong, with everybody who takes part.
pub struct Town {
    pub home: Sandbox,
    pub clock: Arc<Settable>,
    pub sections: [(&'static str, Section); 4],
    pub wishes: Wishes,
    faults: Vec<(&'static str, String)>,
    gateways: Vec<Server>,
}

impl Town {
    /// Opens the shops on the last evening of October, with what will go wrong at the gateways.
    pub fn open(faults: Vec<(&'static str, String)>) -> Self {
        let home = Sandbox::new();
        let clock = Settable::at(datetime!(2026-10-31 23:00 +8));
        let section = |name: &'static str, currency, more: &str| {
            let section = Section {
                url: NOBODY.to_owned(),
                app_code: app_code(merchant_of(name), 1),
                client_key: client_key(merchant_of(name)),
                currency,
                more: format!("preflight = true\n{more}"),
            };
            (name, section)
        };
        let shared = home.path("books/shared.db");
        let shared = format!("journal = \"{}\"\n", shared.display());
        let peak = format!("{shared}merchant = \"peak\"\n");
        let limit = "max_day_total = \"3000.00\"\n";
        let mut town = Self {
            sections: [
                section("harbour", "HKD", limit),
                section("peak", "HKD", &peak),
                section("peak-usd", "USD", &peak),
                section("sakura", "JPY", &shared),
            ],
            home,
            clock,
            wishes: Wishes::default(),
            faults,
            gateways: Vec::new(),
        };
        for folder in ["books", "backup"] {
            std::fs::create_dir(town.home.path(folder)).unwrap();
        }
        for merchant in MERCHANTS {
            town.start_gateway(merchant, 1);
        }
        for profile in JOURNALS {
            town.at_this_moment()
                .run(0, &format!("journal init --profile {profile}"));
        }
        town
    }

    /// Starts a merchant's gateway, which listens to its newest credential, and tells the profiles.
    pub fn start_gateway(&mut self, merchant: &str, credential: u8) {
        let payments = self.home.path(&format!("payments-{merchant}.jsonl"));
        std::fs::write(&payments, self.payments(merchant)).unwrap();
        let plays = self.home.path(&format!("faults-{merchant}.toml"));
        let faults = self.faults.iter().filter(|(of, _)| *of == merchant);
        let faults: String = faults.map(|(_, fault)| fault.as_str()).collect();
        std::fs::write(&plays, faults).unwrap();
        let mut options = SimulatorOptions::new(self.ledger(merchant), self.clock.clone());
        options.identity = MerchantIdentity {
            app_code: app_code(merchant, credential),
            client_key: client_key(merchant).into(),
            mchid: None,
        };
        options.payments = Some(payments);
        options.faults = Some(plays);
        let gateway = Server::start(options).unwrap();
        let url = format!("http://{}", gateway.address());
        for (name, section) in &mut self.sections {
            if merchant_of(name) == merchant {
                section.url.clone_from(&url);
                section.app_code = app_code(merchant, credential);
            }
        }
        self.gateways.push(gateway);
        self.write_config();
    }

    /// Changes a profile, and tells what it was.
    pub fn change<T>(&mut self, profile: &str, change: impl FnOnce(&mut Section) -> T) -> T {
        let (_, section) = self
            .sections
            .iter_mut()
            .find(|(name, _)| *name == profile)
            .unwrap();
        let before = change(section);
        self.write_config();
        before
    }

    pub fn section(&self, profile: &str) -> &Section {
        &self
            .sections
            .iter()
            .find(|(name, _)| *name == profile)
            .unwrap()
            .1
    }

    fn write_config(&self) {
        let mut text = String::new();
        for (name, section) in &self.sections {
            let Section {
                url,
                app_code,
                client_key,
                currency,
                more,
            } = section;
            writeln!(text, "[profiles.{name}]\nenvironment = \"custom\"\nbase_url = \"{url}\"\napp_code = \"{app_code}\"\nclient_key = \"{client_key}\"\ncurrency = \"{currency}\"\n{more}").unwrap();
        }
        let folder = self.home.path(".config/qfrefund");
        std::fs::create_dir_all(&folder).unwrap();
        write_private(&folder.join("config.toml"), &text);
    }

    pub fn ledger(&self, merchant: &str) -> PathBuf {
        self.home.path(&format!("gateway-{merchant}.jsonl"))
    }

    fn payments(&self, merchant: &str) -> String {
        let mut lines = String::new();
        for (name, section) in &self.sections {
            if merchant_of(name) != merchant {
                continue;
            }
            for number in (1..=PAYMENTS).chain(SPECIAL..SPECIAL + 14) {
                let syssn = payment(name, number);
                writeln!(
                    lines,
                    r#"{{"syssn":"{syssn}","txamt":100000,"txcurrcd":"{}","pay_type":"801514"}}"#,
                    section.currency
                )
                .unwrap();
            }
        }
        lines
    }

    /// Somebody who works at a time of November's day; nobody's name is cron's.
    pub fn at(&self, day: u8, time: &str) -> Person<'_> {
        let moment = moment(day, time);
        assert!(
            self.clock.now() <= moment,
            "{moment} is over: {}",
            self.now()
        );
        self.clock.set(moment);
        self.at_this_moment()
    }

    /// Cron, at this time or where it comes to it later.
    pub fn from(&self, day: u8, time: &str) -> Person<'_> {
        self.clock.set(self.clock.now().max(moment(day, time)));
        self.at_this_moment()
    }

    /// Somebody who works now.
    pub fn at_this_moment(&self) -> Person<'_> {
        Person {
            town: self,
            name: None,
        }
    }

    /// What a customer shall get back, once.
    pub fn wish(&mut self, profile: &'static str, number: u32, minor: u64) -> Wish {
        let wish = Wish {
            profile,
            payment: payment(profile, number),
            minor,
        };
        self.wishes.add(&wish);
        wish
    }

    /// A wish that is there already.
    pub fn same_wish(&self, profile: &'static str, number: u32, minor: u64) -> Wish {
        Wish {
            profile,
            payment: payment(profile, number),
            minor,
        }
    }

    /// An amount as people write it.
    pub fn amount(&self, profile: &str, minor: u64) -> String {
        match self.section(profile).currency {
            "JPY" => minor.to_string(),
            _ => format!("{}.{:02}", minor / 100, minor % 100),
        }
    }

    pub fn now(&self) -> OffsetDateTime {
        self.clock.now().to_offset(offset!(+8))
    }
}

/// Somebody, or cron, at work.
pub struct Person<'a> {
    town: &'a Town,
    name: Option<&'a str>,
}

impl<'a> Person<'a> {
    pub fn named(self, name: &'a str) -> Self {
        Self {
            name: Some(name),
            ..self
        }
    }

    /// Runs a command, which must end with this exit code. Words in quotes are one.
    pub fn run(&self, exit: i32, line: &str) -> Run {
        let mut words = Vec::new();
        for (place, part) in line.split('"').enumerate() {
            if place % 2 == 1 {
                words.push(part);
            } else {
                words.extend(part.split_whitespace());
            }
        }
        let mut program = self.town.home.program(self.town.clock.clone());
        if let Some(name) = self.name {
            program = program.env("QFREFUND_OPERATOR", name);
        }
        let run = program.run(&words);
        assert_eq!(run.code, exit, "{}: {line}: {run:?}", self.town.now());
        run
    }

    /// The same in JSON.
    pub fn json(&self, exit: i32, line: &str) -> serde_json::Value {
        self.run(exit, &format!("{line} --output json")).json()
    }

    /// Refunds a wish singly.
    pub fn issue(&self, exit: i32, wish: &Wish, more: &str) -> serde_json::Value {
        let Wish {
            profile,
            payment,
            minor,
        } = wish;
        let amount = self.town.amount(profile, *minor);
        let line = format!("issue {payment} --amount {amount} --yes {more} --profile {profile}");
        self.json(exit, &line)
    }
}

/// A time of November's day in Hong Kong; day 0 is the last of October, 31 the first of December.
pub fn moment(day: u8, time: &str) -> OffsetDateTime {
    let (hour, minute) = time.split_once(':').unwrap();
    let time = Time::from_hms(hour.parse().unwrap(), minute.parse().unwrap(), 0).unwrap();
    let october = Date::from_calendar_date(2026, Month::October, 31).unwrap();
    let date = october + time::Duration::days(day.into());
    date.with_time(time).assume_offset(offset!(+8))
}

pub fn merchant_of(profile: &str) -> &str {
    profile.trim_end_matches("-usd")
}

/// A payment of October; every merchant has numbers of its own.
pub fn payment(profile: &str, number: u32) -> String {
    let place = PROFILES.iter().position(|name| *name == profile).unwrap();
    format!("202610{:02}000200020{place}{number:08}", 1 + number % 28)
}

fn app_code(merchant: &str, credential: u8) -> String {
    let place = MERCHANTS.iter().position(|name| *name == merchant).unwrap();
    format!("D5589D2A1F2E42A9A60C37{credential:02}0000000{place}")
}

fn client_key(merchant: &str) -> String {
    let place = MERCHANTS.iter().position(|name| *name == merchant).unwrap();
    format!("0E32A59A8B454940A2FF39000000000{place}")
}
