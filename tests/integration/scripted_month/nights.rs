//! What cron does in each night: a file of refunds for each profile, what is open, a copy.

use super::shops::{PROFILES, Town};
use super::wishes::Wish;
use std::fmt::Write as _;

/// Numbers that look random and are the same in every run.
pub struct Seeded(pub u64);

impl Seeded {
    /// One below `bound`.
    pub fn below(&mut self, bound: u64) -> u64 {
        // Knuth's MMIX.
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % bound
    }
}

/// A file of refunds with the numbers that confirm it.
#[derive(Clone, Debug)]
pub struct NightFile {
    pub profile: &'static str,
    pub path: String,
    pub wishes: Vec<Wish>,
    expected: String,
}

impl NightFile {
    /// The command that sends it.
    pub fn command(&self, more: &str) -> String {
        let Self {
            profile,
            path,
            expected,
            ..
        } = self;
        format!(
            "batch run {path} {expected} --results {path}.results.csv --no-input {more} --profile {profile}"
        )
    }

    /// Writes a file of these wishes.
    pub fn write(town: &Town, name: &str, wishes: Vec<Wish>) -> Self {
        let profile = wishes[0].profile;
        let row = |wish: &Wish| {
            let amount = town.amount(profile, wish.minor);
            let reference = format!("{}-{}", wish.payment, wish.minor);
            match profile {
                "peak" => format!(
                    "{{\"syssn\":\"{}\",\"amount\":\"{amount}\",\"reference\":\"{reference}\"}}\n",
                    wish.payment
                ),
                "harbour" => format!("{},{amount},{reference}\n", wish.payment),
                // Without references.
                _ => format!("{},{amount},returned\n", wish.payment),
            }
        };
        let (ending, headings) = match profile {
            "peak" => ("jsonl", ""),
            "harbour" => ("csv", "syssn,amount,reference\n"),
            _ => ("csv", "syssn,amount,reason\n"),
        };
        let path = town.home.path(&format!("{name}.{ending}"));
        let mut text = headings.to_owned();
        wishes
            .iter()
            .for_each(|wish| text.write_str(&row(wish)).unwrap());
        std::fs::write(&path, text).unwrap();
        let sum: u64 = wishes.iter().map(|wish| wish.minor).sum();
        let sum = town.amount(profile, sum);
        let currency = town.section(profile).currency;
        Self {
            expected: format!(
                "--expect-count {} --expect-total {currency}={sum}",
                wishes.len()
            ),
            profile,
            path: path.to_str().unwrap().to_owned(),
            wishes,
        }
    }
}

/// The files of each night, drawn from a seed.
pub struct Nights {
    seeded: Seeded,
    /// The next payment of each profile that nothing was refunded of.
    next: [u32; 4],
}

impl Nights {
    pub fn new(seed: u64) -> Self {
        Self {
            seeded: Seeded(seed),
            next: [1; 4],
        }
    }

    /// Refunds of so many payments that had none, none of them above this amount.
    pub fn fresh(
        &mut self,
        town: &mut Town,
        profile: &'static str,
        rows: u64,
        most: u64,
    ) -> Vec<Wish> {
        let place = PROFILES.iter().position(|name| *name == profile).unwrap();
        let mut wishes = Vec::new();
        for _ in 0..rows {
            let number = self.next[place];
            self.next[place] += 1;
            wishes.push(town.wish(profile, number, 100 + self.seeded.below(most - 100)));
        }
        wishes
    }

    /// What a profile refunds in a usual night: some parts, and one of a payment that had one before.
    pub fn usual(&mut self, town: &mut Town, day: u8, profile: &'static str) -> Vec<Wish> {
        let place = PROFILES.iter().position(|name| *name == profile).unwrap();
        let rows = 1 + self.seeded.below(3);
        let mut wishes = self.fresh(town, profile, rows, 20_000);
        if self.next[place] > 20 {
            // No two files ask for one amount of it.
            let number = self.next[place] - 12;
            wishes.push(town.wish(profile, number, 21_000 + u64::from(day)));
        }
        wishes
    }

    /// The file of a usual night.
    pub fn file(&mut self, town: &mut Town, day: u8, profile: &'static str) -> NightFile {
        let wishes = self.usual(town, day, profile);
        NightFile::write(town, &format!("{profile}-{day:02}"), wishes)
    }

    /// A usual night of these profiles.
    pub fn send(&mut self, town: &mut Town, day: u8, profiles: impl Iterator<Item = &'static str>) {
        for profile in profiles {
            let file = self.file(town, day, profile);
            town.from(day, "01:15").run(0, &file.command(""));
        }
    }
}

/// What cron does in the evening: what is open is looked up, and each journal copied.
pub fn evening(town: &Town, day: u8, resolve: i32) {
    town.at(day, "22:00")
        .run(resolve, "resolve --every-profile --quiet");
    let cron = town.at(day, "22:15");
    for profile in super::shops::JOURNALS {
        let copy = town.home.path(&format!("backup/{profile}-{{date}}.db"));
        cron.run(
            0,
            &format!(
                "journal backup {} --quiet --profile {profile}",
                copy.display()
            ),
        );
    }
}
