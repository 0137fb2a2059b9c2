//! The payments every fresh ledger holds.

use super::payment::SimulatedPayment;

/// The table, a payment a line; `docs/simulator.md` shows the same, with what each is there for.
const SEEDS: &str = include_str!("seeds.jsonl");

/// Returns the payments.
pub(super) fn seeds() -> Vec<SimulatedPayment> {
    // A constant, of which a test shows that every line can be read.
    let read = SEEDS.lines().map(serde_json::from_str);
    read.filter_map(Result::ok).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::{Amount, Currency};

    #[test]
    fn every_seed_is_a_sound_payment() {
        for seed in seeds() {
            assert_eq!(seed.fault(), None, "{}", seed.syssn);
        }
        assert_eq!(seeds().len(), SEEDS.lines().count());
    }

    #[test]
    fn the_manual_shows_the_same_table() {
        let manual = include_str!("../../docs/simulator.md");
        for seed in seeds() {
            let currency = Currency::from_code(&seed.txcurrcd).unwrap();
            let amount = Amount::from_minor(seed.txamt).unwrap().in_words(currency);
            let row = format!(
                "| `{}` | `{}` | {amount} | {} | {} | ",
                seed.syssn, seed.out_trade_no, seed.pay_type, seed.sysdtm
            );
            let told = manual.lines().find_map(|line| line.strip_prefix(&row));
            assert!(
                told.is_some_and(|note| !note.trim_end_matches([' ', '|']).is_empty()),
                "docs/simulator.md lacks this row, or what it is for:\n{row}"
            );
        }
        assert_eq!(
            manual
                .lines()
                .filter(|line| line.starts_with("| `20"))
                .count(),
            seeds().len()
        );
    }
}
