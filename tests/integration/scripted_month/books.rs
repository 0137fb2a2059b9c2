//! The gateway's ledgers, and what the program's books say beside them.

use super::shops::{JOURNALS, MERCHANTS, Town, merchant_of};
use qfrefund::simulator::SimulatorState;
use qfrefund::world::Clock as _;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;
use time::macros::offset;

/// November, as it is asked for.
pub const NOVEMBER: &str = "--by settled --since 2026-11-01 --until 2026-12-01";

/// One refund that a gateway has taken.
#[derive(Debug)]
pub struct Entry {
    pub number: String,
    pub payment: String,
    pub minor: u64,
    pub currency: String,
    /// `done`, `pending` or `refused`.
    pub state: String,
    /// Settlement day.
    pub day: String,
}

/// All that a merchant's gateway has taken.
pub fn ledger(town: &Town, merchant: &str) -> Vec<Entry> {
    let state = SimulatorState::read(&town.ledger(merchant), town.clock.now()).unwrap();
    let state = serde_json::to_value(state).unwrap();
    let text = |row: &Value, key: &str| row[key].as_str().unwrap().to_owned();
    let rows = state["refunds"].as_array().unwrap();
    rows.iter()
        .map(|row| Entry {
            number: text(row, "out_trade_no"),
            payment: text(row, "syssn"),
            minor: row["txamt"].as_u64().unwrap(),
            currency: text(row, "txcurrcd"),
            state: text(row, "state"),
            day: text(row, "sysdtm")[..10].to_owned(),
        })
        .collect()
}

/// No customer has more than was wished, or may get it.
pub fn nobody_is_paid_twice(town: &Town) {
    for (key, paid) in paid(town, &["done", "pending"]) {
        let wished = town.wishes.all().get(&key).copied().unwrap_or(0);
        assert!(
            paid <= wished,
            "{key:?}: {paid} of {wished} at {}",
            town.now()
        );
    }
}

/// Every customer has what was wished, and no other anything.
pub fn everybody_is_paid(town: &Town) {
    let mut wished = town.wishes.all().clone();
    wished.retain(|_, times| *times > 0);
    assert_eq!(paid(town, &["done"]), wished);
}

fn paid(town: &Town, states: &[&str]) -> BTreeMap<(String, u64), usize> {
    let mut paid = BTreeMap::new();
    for merchant in MERCHANTS {
        for entry in ledger(town, merchant) {
            if states.contains(&entry.state.as_str()) {
                *paid.entry((entry.payment, entry.minor)).or_default() += 1;
            }
        }
    }
    paid
}

/// Rows and minor units by settlement day and currency.
type Days = BTreeMap<(String, String), (u64, u64)>;

fn add(days: &mut Days, day: &str, currency: &str, minor: u64) {
    let (rows, sum) = days
        .entry((day.to_owned(), currency.to_owned()))
        .or_default();
    *rows += 1;
    *sum += minor;
}

/// November's report of a profile, as JSON and as CSV, is its merchant's ledger to the cent. What is
/// `open` is in the ledger and not in the report.
pub fn november_is_the_ledger(town: &Town, profile: &str, open: &BTreeSet<String>) {
    let mut days = Days::new();
    for entry in ledger(town, merchant_of(profile)) {
        let counts = entry.state == "done" && entry.day.starts_with("2026-11");
        if counts && !open.contains(&entry.number) {
            add(&mut days, &entry.day, &entry.currency, entry.minor);
        }
    }
    let mut sums: BTreeMap<&str, (u64, u64)> = BTreeMap::new();
    for ((_, currency), (rows, minor)) in &days {
        let sum = sums.entry(currency).or_default();
        sum.0 += rows;
        sum.1 += minor;
    }
    let person = town.at_this_moment();
    let line = format!("history {NOVEMBER} --profile {profile}");
    let said = person.json(0, &line);
    let mut told = Days::new();
    for row in said["refunds"].as_array().unwrap() {
        assert_eq!(row["state"], "refunded", "{row}");
        let at = OffsetDateTime::parse(row["settled_at"].as_str().unwrap(), &Rfc3339).unwrap();
        let day = at.to_offset(offset!(+8)).date().to_string();
        add(
            &mut told,
            &day,
            row["currency"].as_str().unwrap(),
            row["txamt"].as_u64().unwrap(),
        );
    }
    assert_eq!(told, days, "{profile} in JSON");
    let totals = said["totals"].as_array().unwrap();
    let totals: BTreeMap<&str, (u64, u64)> = totals
        .iter()
        .map(|row| {
            assert_eq!(row["state"], "refunded");
            let sum = row["txamt"].as_str().unwrap().parse().unwrap();
            (
                row["currency"].as_str().unwrap(),
                (row["rows"].as_u64().unwrap(), sum),
            )
        })
        .collect();
    assert_eq!(totals, sums, "{profile}'s sums");

    let csv = person.run(0, &format!("{line} --output csv"));
    let mut told = Days::new();
    let text = csv.stdout.trim_start_matches('\u{feff}');
    let mut lines = text.lines().map(cells);
    let headings = lines.next().unwrap();
    let at = |name: &str| headings.iter().position(|heading| heading == name).unwrap();
    for row in lines {
        assert_eq!(row.len(), headings.len(), "{row:?}");
        let minor = row[at("txamt")].parse().unwrap();
        add(
            &mut told,
            &row[at("settled_at")][..10],
            &row[at("currency")],
            minor,
        );
    }
    assert_eq!(told, days, "{profile} in CSV");
    for (currency, (rows, minor)) in sums {
        let sum = match currency {
            "JPY" => minor.to_string(),
            _ => format!("{}.{:02}", minor / 100, minor % 100),
        };
        let words = format!("{rows} refunded: {currency} {sum}");
        assert!(csv.stderr.contains(&words), "{words}: {csv:?}");
    }
}

/// The cells of a line of CSV.
fn cells(line: &str) -> Vec<String> {
    let mut cells = vec![String::new()];
    let mut quoted = false;
    for sign in line.chars() {
        match sign {
            '"' => quoted = !quoted,
            ',' if !quoted => cells.push(String::new()),
            _ => cells.last_mut().unwrap().push(sign),
        }
    }
    cells
}

/// What `resolve` and `status` list is what is open, neither more nor less.
pub fn what_is_open_is_listed(town: &Town, exit: i32, open: &BTreeSet<String>) {
    let person = town.at_this_moment();
    let said = person.json(exit, "resolve --every-profile");
    let rows = said["refunds"].as_array().unwrap();
    let listed = rows.iter().filter(|row| {
        let state = row["state"].as_str().unwrap();
        ["unknown", "pending"].contains(&state)
    });
    let listed: Vec<&str> = listed
        .map(|row| row["out_trade_no"].as_str().unwrap())
        .collect();
    assert_eq!(listed.len(), open.len(), "{said}");
    assert_eq!(
        listed
            .iter()
            .map(|number| (*number).to_owned())
            .collect::<BTreeSet<_>>(),
        *open
    );
    let status = person.json(0, "status");
    let waiting = status["profiles"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|profile| profile["waiting"].as_array().unwrap());
    let waiting: u64 = waiting
        .filter(|row| row["state"] != "planned")
        .map(|row| row["refunds"].as_u64().unwrap())
        .sum();
    assert_eq!(usize::try_from(waiting).unwrap(), open.len(), "{status}");
}

/// Each journal is sound, and so is its newest copy.
pub fn the_journals_are_sound(town: &Town, newest: &str) {
    for profile in JOURNALS {
        let person = town.at_this_moment();
        let verified = person.json(0, &format!("journal verify --profile {profile}"));
        assert_eq!(verified["sound"], true, "{verified}");
        let copy = town.home.path(&format!("backup/{profile}-{newest}.db"));
        person.run(0, &format!("journal verify --journal {}", copy.display()));
    }
}

/// What a list of a merchant's later changes begins behind.
pub fn cursor(town: &Town, profile: &str) -> String {
    let person = town.at_this_moment();
    let list = person.json(0, &format!("history --limit 1 --profile {profile}"));
    list["cursor"].as_str().unwrap().to_owned()
}

/// The numbers of a merchant's refunds of which something was written down since.
pub fn changed_since(town: &Town, profile: &str, cursor: &str) -> Vec<String> {
    let person = town.at_this_moment();
    let list = person.json(
        0,
        &format!("history --changed-since {cursor} --profile {profile}"),
    );
    let rows = list["refunds"].as_array().unwrap().iter();
    rows.map(|row| row["out_trade_no"].as_str().unwrap().to_owned())
        .collect()
}
