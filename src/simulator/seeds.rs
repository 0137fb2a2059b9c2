//! The payments every fresh ledger holds.

use super::payment::{SimulatedPayment, TODAY};

/// One payment that is there from the start.
#[derive(Clone, Copy, Debug)]
pub struct Seed {
    /// The gateway's number.
    pub syssn: &'static str,
    /// The shop's order number.
    pub out_trade_no: &'static str,
    /// Amount in minor units.
    pub txamt: u64,
    /// Currency.
    pub txcurrcd: &'static str,
    /// Pay type.
    pub pay_type: &'static str,
    /// When it was paid, UTC+8, or `today`.
    pub sysdtm: &'static str,
    /// Its own result.
    pub respcd: &'static str,
    /// Whether it may be refunded in parts.
    pub partial: bool,
    /// What it is there for.
    pub note: &'static str,
}

const fn seed(
    syssn: &'static str,
    out_trade_no: &'static str,
    txamt: u64,
    pay_type: &'static str,
    sysdtm: &'static str,
    note: &'static str,
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
        note,
    }
}

/// The table; `docs/simulator.md` shows the same.
pub const SEEDS: &[Seed] = &[
    seed(
        "20191227000200020061752831",
        "GUIDE-0001",
        100_000_000,
        "801514",
        "2019-12-27 10:39:39",
        "API guide, Python sample (AlipayHK)",
    ),
    seed(
        "20191227000300020061662295",
        "GUIDE-0002",
        100_000_000,
        "801514",
        "2019-12-27 10:45:00",
        "API guide, Java sample (AlipayHK)",
    ),
    seed(
        "20191231000300020063521806",
        "GUIDE-0003",
        100_000_000,
        "801514",
        "2019-12-31 12:00:00",
        "API guide, JavaScript sample (AlipayHK)",
    ),
    seed(
        "20200311066100020000977840",
        "GUIDE-0004",
        100_000_000,
        "801514",
        "2020-03-11 12:00:00",
        "API guide, PHP sample (AlipayHK)",
    ),
    seed(
        "20260105000200020000000001",
        "ORDER-0001",
        500_000,
        "801514",
        "2026-01-05 10:00:01",
        "AlipayHK, the README's payment",
    ),
    seed(
        "20260105000200020000000002",
        "ORDER-0002",
        100_000,
        "805814",
        "2026-01-05 10:00:02",
        "PayMe",
    ),
    seed(
        "20260105000200020000000003",
        "ORDER-0003",
        200_000,
        "800212",
        "2026-01-05 10:00:03",
        "WeChat Pay",
    ),
    seed(
        "20260105000200020000000004",
        "ORDER-0004",
        80_000,
        "802001",
        "2026-01-05 10:00:04",
        "FPS",
    ),
    Seed {
        txcurrcd: "JPY",
        ..seed(
            "20260105000200020000000005",
            "ORDER-0005",
            12_000,
            "800101",
            "2026-01-05 10:00:05",
            "JPY: no decimals, 12,000 yen",
        )
    },
    seed(
        "20260105000200020000000006",
        "ORDER-0006",
        60_000,
        "802801",
        TODAY,
        "card paid today: full refund is a void, a part answers 1124",
    ),
    seed(
        "20260105000200020000000007",
        "ORDER-0007",
        60_000,
        "802801",
        "2026-01-05 10:00:07",
        "card paid long ago: parts are fine",
    ),
    Seed {
        respcd: "1143",
        ..seed(
            "20260105000200020000000008",
            "ORDER-0008",
            50_000,
            "801514",
            "2026-01-05 10:00:08",
            "not paid: refunds answer 1261",
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
            "Octopus, in full only: a part answers 1271",
        )
    },
    seed(
        "20260105000200020000000010",
        "ORDER-0010",
        10_000,
        "801514",
        "2026-01-05 10:00:10",
        "AlipayHK with only 100.00: easily exceeded (1272) or used up (1264)",
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
                "| `{}` | `{}` | {amount} | {} | {} | {} |",
                seed.syssn, seed.out_trade_no, seed.pay_type, seed.sysdtm, seed.note
            );
            assert!(
                manual.contains(&row),
                "docs/simulator.md lacks this row:\n{row}"
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
