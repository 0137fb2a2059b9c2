//! A journal as a shop has it after years: many payments, a few operators, nearly all refunded.
//!
//! Shared by `fill_journal.rs` and `tests/cost.rs`.

use qfrefund::journal::sqlite::SqliteJournal;
use qfrefund::journal::{
    BatchRow, Begun, Conditions, Details, Digest, Journal, JournalError, MerchantKey, NewIntent,
    Scope, Who,
};
use qfrefund::money::{Amount, Currency};
use qfrefund::refund::{Event, Intent, OutTradeNo, RANDOM_BYTES, Reference, Syssn, hong_kong};
use std::path::Path;
use std::time::Duration;
use time::OffsetDateTime;

/// How many intents one commit takes.
const COMMIT: u64 = 10_000;
/// From one intent to the next; a million of them is about a year.
const STEP: Duration = Duration::from_secs(30);

/// Writes `count` intents through the library, the last one a minute before `now`.
///
/// Of 100 intents 2 are declined; of 9,999 one is pending and one unknown, which leaves no room for a
/// second refund of their payments. Every tenth is a row
/// of a batch, every other has a reference, 20 operators take turns, and a payment has one refund
/// or two.
pub(crate) fn fill(path: &Path, merchant: &str, count: u64, now: OffsetDateTime) {
    let mut journal = SqliteJournal::open(path).unwrap();
    let merchant = MerchantKey::new(merchant);
    let mut random = 0x5146_5246_u64;
    let mut next = 0;
    while next < count {
        let end = count.min(next + COMMIT);
        journal
            .write(&mut |scope| {
                for number in next..end {
                    let before = u32::try_from(count - number).unwrap();
                    let at = now - Duration::from_secs(60) - STEP * before;
                    refund(scope, &merchant, number, &mut random, at)?;
                }
                Ok(())
            })
            .unwrap();
        next = end;
    }
}

fn refund(
    scope: &mut dyn Scope,
    merchant: &MerchantKey,
    number: u64,
    random: &mut u64,
    at: OffsetDateTime,
) -> Result<(), JournalError> {
    let mut bytes = [0; RANDOM_BYTES];
    bytes.fill_with(|| draw(random).to_le_bytes()[0]);
    let txdtm = hong_kong::gateway_time(at);
    let day = txdtm[..10].replace('-', "");
    let new = NewIntent {
        merchant: merchant.clone(),
        environment: "custom".to_owned(),
        profile: "shop".to_owned(),
        intent: Intent {
            out_trade_no: OutTradeNo::generate(at, bytes),
            // Every third refund is of the payment before.
            syssn: Syssn::parse(&format!("{day}0002000200{:08}", number - number % 3 / 2)).unwrap(),
            amount: Amount::from_minor(100 + draw(random) % 200_000).unwrap(),
            currency: Currency::from_code("HKD").unwrap(),
            txdtm: Some(txdtm),
            udid: None,
            reference: number
                .is_multiple_of(2)
                .then(|| Reference::parse(&format!("TICKET-{number}")).unwrap()),
            reason: Some("returned goods".to_owned()),
        },
        request: Digest::of(&bytes),
        batch: (number % 10 == 1).then(|| BatchRow {
            batch: format!("{:016x}", number / 2000),
            row: u32::try_from(number % 2000 + 1).unwrap(),
        }),
        replaces: None,
    };
    let who = Who {
        operator: format!("operator{}", draw(random) % 20),
        host: "till".to_owned(),
        process: u32::try_from(number % 30_000 + 1).unwrap(),
    };
    let lease = Duration::from_secs(90);
    let guards = Conditions::default();
    let Begun::Claimed(claimed) = scope.begin(&new, lease, guards, who.at(at))? else {
        panic!("intent {number} was refused");
    };
    let (event, respcd, text) = match number {
        n if n % 9_999 == 75 => (Event::ReplyProcessing, "1145", "processing"),
        n if n % 9_999 == 177 => (Event::ReplyUnclear, "1296", "system busy"),
        n if n % 50 == 27 => (Event::ReplyRefused, "1124", "refused"),
        _ => (Event::ReplyDone, "0000", "success"),
    };
    let details = Details {
        respcd: Some(respcd.to_owned()),
        text: Some(text.to_owned()),
        digest: Some(Digest::of(&bytes)),
        refund_syssn: Some(format!("{day}0003000200{number:08}")),
        elapsed: Some(Duration::from_millis(200 + number % 300)),
        ..Details::default()
    };
    scope.reply(&claimed, event, details, who.at(at))?;
    Ok(())
}

/// The same numbers in every run.
fn draw(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut mixed = *state;
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}
