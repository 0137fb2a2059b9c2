//! The payments every fresh ledger holds.

use super::payment::{SimulatedPayment, TODAY};

/// One payment that is there from the start.
#[derive(Clone, Copy, Debug)]
pub(super) struct Seed {
    /// The gateway's number.
    pub(super) syssn: &'static str,
    /// The shop's order number.
    pub(super) out_trade_no: &'static str,
    /// Amount in minor units.
    pub(super) txamt: u64,
    /// Currency.
    pub(super) txcurrcd: &'static str,
    /// Pay type.
    pub(super) pay_type: &'static str,
    /// When it was paid, UTC+8, or `today`.
    pub(super) sysdtm: &'static str,
    /// Its own result.
    pub(super) respcd: &'static str,
    /// Whether it may be refunded in parts.
    pub(super) partial: bool,
}

const fn seed(
    syssn: &'static str,
    out_trade_no: &'static str,
    txamt: u64,
    pay_type: &'static str,
    sysdtm: &'static str,
) -> Seed {
    Seed {
        syssn,
        out_trade_no,
        txamt,
        txcurrcd: "HKD",
        pay_type,
        sysdtm,
        respcd: "0000",
        partial: true,
    }
}

/// The table; `docs/simulator.md` shows the same, with what each is there for.
pub(super) const SEEDS: &[Seed] = &[
    seed(
        "20191227000200020061752831",
        "GUIDE-0001",
        100_000_000,
        "801514",
        "2019-12-27 10:39:39",
    ),
    seed(
        "20191227000300020061662295",
        "GUIDE-0002",
        100_000_000,
        "801514",
        "2019-12-27 10:45:00",
    ),
    seed(
        "20191231000300020063521806",
        "GUIDE-0003",
        100_000_000,
        "801514",
        "2019-12-31 12:00:00",
    ),
    seed(
        "20200311066100020000977840",
        "GUIDE-0004",
        100_000_000,
        "801514",
        "2020-03-11 12:00:00",
    ),
    seed(
        "20260105000200020000000001",
        "ORDER-0001",
        500_000,
        "801514",
        "2026-01-05 10:00:01",
    ),
    seed(
        "20260105000200020000000002",
        "ORDER-0002",
        100_000,
        "805814",
        "2026-01-05 10:00:02",
    ),
    seed(
        "20260105000200020000000003",
        "ORDER-0003",
        200_000,
        "800212",
        "2026-01-05 10:00:03",
    ),
    seed(
        "20260105000200020000000004",
        "ORDER-0004",
        80_000,
        "802001",
        "2026-01-05 10:00:04",
    ),
    Seed {
        txcurrcd: "JPY",
        ..seed(
            "20260105000200020000000005",
            "ORDER-0005",
            12_000,
            "800101",
            "2026-01-05 10:00:05",
        )
    },
    seed(
        "20260105000200020000000006",
        "ORDER-0006",
        60_000,
        "802801",
        TODAY,
    ),
    seed(
        "20260105000200020000000007",
        "ORDER-0007",
        60_000,
        "802801",
        "2026-01-05 10:00:07",
    ),
    Seed {
        respcd: "1143",
        ..seed(
            "20260105000200020000000008",
            "ORDER-0008",
            50_000,
            "801514",
            "2026-01-05 10:00:08",
        )
    },
    Seed {
        partial: false,
        ..seed(
            "20260105000200020000000009",
            "ORDER-0009",
            30_000,
            "803714",
            "2026-01-05 10:00:09",
        )
    },
    seed(
        "20260105000200020000000010",
        "ORDER-0010",
        10_000,
        "801514",
        "2026-01-05 10:00:10",
    ),
];

impl Seed {
    /// Returns the payment.
    pub(super) fn payment(&self) -> SimulatedPayment {
        SimulatedPayment {
            syssn: self.syssn.to_owned(),
            out_trade_no: self.out_trade_no.to_owned(),
            txamt: self.txamt,
            txcurrcd: self.txcurrcd.to_owned(),
            pay_type: self.pay_type.to_owned(),
            sysdtm: self.sysdtm.to_owned(),
            respcd: self.respcd.to_owned(),
            partial: self.partial,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::{Amount, Currency};

    #[test]
    fn every_seed_is_a_sound_payment() {
        for seed in SEEDS {
            assert_eq!(seed.payment().fault(), None, "{}", seed.syssn);
        }
    }

    #[test]
    fn the_manual_shows_the_same_table() {
        let manual = include_str!("../../docs/simulator.md");
        for seed in SEEDS {
            let currency = Currency::from_code(seed.txcurrcd).unwrap();
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
            SEEDS.len()
        );
    }
}
