//! The days on which something goes wrong.

use super::nights::{NightFile, Nights};
use super::shops::{NOBODY, SPECIAL, Town, merchant_of, payment};
use serde_json::Value;

/// Payments that the gateways play a fault on.
pub const HALTS: u32 = SPECIAL + 1;
pub const NEVER_AGAIN: u32 = SPECIAL + 2;
pub const NEVER_CASH: u32 = SPECIAL + 3;
pub const NEVER_RESENT: u32 = SPECIAL + 4;
pub const LATER: u32 = SPECIAL + 5;
pub const LATER_TOO: u32 = SPECIAL + 6;
pub const SLOW: u32 = SPECIAL + 7;
pub const HIDDEN: u32 = SPECIAL + 8;
pub const WRITTEN_OFF: u32 = SPECIAL + 9;
pub const RENEWED: u32 = SPECIAL + 10;
pub const NO_BALANCE: u32 = SPECIAL + 11;
pub const RESTORED: u32 = SPECIAL + 12;
pub const MONTH_END: u32 = SPECIAL + 13;

/// What the gateways of the merchants play.
pub fn faults() -> Vec<(&'static str, String)> {
    let fault = |profile: &'static str, number: u32, what: &str| {
        let syssn = payment(profile, number);
        let text = format!("[[fault]]\non = \"refund\"\nsyssn = \"{syssn}\"\ntimes = 1\n{what}\n");
        (merchant_of(profile), text)
    };
    let lost = "do = \"drop-after\"";
    let never = "do = \"drop-before\"";
    let hidden = |days: u32| format!("do = \"lag\"\nafter = \"{days}d\"");
    let pending =
        |days: u32, then: &str| format!("do = \"pending\"\nafter = \"{days}d\"\nthen = \"{then}\"");
    let refused = |code: &str| format!("do = \"respcd\"\nrespcd = \"{code}\"");
    vec![
        fault("harbour", HALTS, lost),
        fault("harbour", NEVER_AGAIN, never),
        fault("harbour", NEVER_CASH, never),
        fault("harbour", NEVER_RESENT, never),
        fault("harbour", LATER, &refused("1265")),
        fault("harbour", LATER_TOO, &refused("1265")),
        fault("peak", SLOW, &pending(2, "0000")),
        fault("peak-usd", SLOW, &pending(2, "1269")),
        fault("sakura", HIDDEN, &hidden(3)),
        fault("sakura", HIDDEN, lost),
        fault("sakura", WRITTEN_OFF, &hidden(8)),
        fault("sakura", WRITTEN_OFF, lost),
        fault("sakura", RENEWED, lost),
        fault("sakura", NO_BALANCE, &refused("1269")),
        fault("peak", RESTORED, lost),
        fault("peak", MONTH_END, &pending(3, "0000")),
        fault("peak-usd", MONTH_END, &pending(3, "1269")),
        fault("sakura", MONTH_END, &hidden(4)),
        fault("sakura", MONTH_END, lost),
    ]
}

pub fn text(value: &Value) -> &str {
    value.as_str().unwrap()
}

/// The states of a batch, in alphabetical order.
pub fn states(batch: &Value) -> Vec<String> {
    let rows = batch["states"].as_array().unwrap().iter();
    let mut states: Vec<String> = rows.map(|row| text(&row["state"]).to_owned()).collect();
    states.sort();
    states
}

/// Two people have the same wish on their desks, by one ticket and by none.
pub fn singles_of_two_people(town: &mut Town, day: u8) {
    let ticket = town.wish("harbour", SPECIAL, 1_250);
    let mei = town
        .at(day, "14:00")
        .named("mei")
        .issue(0, &ticket, "--reference T-1");
    assert_eq!(mei["outcome"], "refunded");
    let wing = town
        .at(day, "14:05")
        .named("wing")
        .issue(0, &ticket, "--reference T-1");
    assert_eq!(
        (&wing["replayed"], &wing["out_trade_no"]),
        (&true.into(), &mei["out_trade_no"])
    );
    let bare = town.wish("sakura", SPECIAL, 1_250);
    town.at(day, "15:00").named("wing").issue(0, &bare, "");
    let twin = town.at(day, "15:05").named("mei").issue(8, &bare, "");
    assert_eq!(twin["cause"], "twin");
    // Meant this time: another part of the same payment.
    let meant = town.wish("sakura", SPECIAL, 1_250);
    town.at(day, "15:10")
        .named("mei")
        .issue(0, &meant, "--twin");
}

/// Somebody has put a wrong key into the profile: nothing is sent, and nothing used up.
pub fn wrong_key(town: &mut Town, nights: &mut Nights, day: u8) {
    let file = nights.file(town, day, "harbour");
    let right = town.change("harbour", |section| {
        std::mem::replace(&mut section.client_key, "F".repeat(32))
    });
    let night = town.from(day, "01:20").run(8, &file.command(""));
    assert!(night.stdout.contains("client key"), "{night:?}");
    let single = town.wish("harbour", SPECIAL, 700);
    let held = town.at(day, "09:00").named("mei").issue(8, &single, "");
    assert!(text(&held["next_step"]).contains("client key"), "{held}");
    town.change("harbour", |section| section.client_key = right);
    town.at(day, "10:00").named("mei").run(0, &file.command(""));
    town.at(day, "10:05").named("mei").issue(0, &single, "");
    let declined = town
        .at_this_moment()
        .json(0, "history --state declined --profile harbour");
    assert_eq!(declined["refunds"], Value::Array(Vec::new()));
}

/// A row's answer is lost: the run stops there, and goes on when it is known.
pub fn halted_batch(town: &mut Town, nights: &mut Nights, day: u8) {
    let lost = town.wish("harbour", HALTS, 5_000);
    let mut wishes = nights.fresh(town, "harbour", 3, 20_000);
    wishes.insert(1, lost);
    let file = NightFile::write(town, "harbour-halted", wishes);
    let halted = town
        .at(day, "01:20")
        .json(6, &file.command("--jobs 1 --wait 0"));
    assert_eq!(halted["halted_by"], "unknown", "{halted}");
    assert_eq!(states(&halted), ["planned", "refunded", "unknown"]);
    let told = town.at(day, "05:00").json(6, "status --older-than 2h");
    assert_eq!(
        told["profiles"][0]["batches"].as_array().unwrap().len(),
        1,
        "{told}"
    );
    town.at(day, "05:30").run(0, "resolve --every-profile");
    town.at(day, "09:00")
        .named("wing")
        .run(0, &file.command(""));
    let status = format!("batch status {} --profile harbour", file.path);
    assert_eq!(
        states(&town.at_this_moment().json(0, &status)),
        ["refunded"]
    );
}

/// A big night meets the limit of the day, and the next night sends the rest.
pub fn big_night(town: &mut Town, nights: &mut Nights, day: u8) -> NightFile {
    let wishes = nights.fresh(town, "harbour", 40, 20_000);
    let file = NightFile::write(town, "harbour-big", wishes);
    let halted = town.from(day, "01:20").json(9, &file.command(""));
    assert_eq!(halted["halted_by"], "day_limit", "{halted}");
    file
}

/// The gateway is out of reach, and then somebody deletes the file.
pub fn lost_file(town: &mut Town, nights: &mut Nights, day: u8) {
    let file = nights.file(town, day, "peak");
    let there = town.change("peak", |section| {
        std::mem::replace(&mut section.url, NOBODY.to_owned())
    });
    town.from(day, "01:20")
        .run(4, &file.command("--no-preflight"));
    town.change("peak", |section| section.url = there);
    std::fs::remove_file(&file.path).unwrap();
    let list = town
        .at(day, "10:00")
        .named("mei")
        .json(0, "batch list --profile peak");
    let batch = text(&list["batches"][0]["batch"])[..12].to_owned();
    assert_eq!(list["batches"].as_array().unwrap().len(), 1, "{list}");
    let rows = town
        .at_this_moment()
        .json(0, &format!("history --batch {batch} --profile peak"));
    assert_eq!(rows["refunds"].as_array().unwrap().len(), file.wishes.len());
    let cancel =
        format!("batch cancel --batch {batch} --note \"the file is lost\" --yes --profile peak");
    assert_eq!(
        states(&town.at_this_moment().named("mei").json(0, &cancel)),
        ["cancelled"]
    );
    // The shop exports it once more, in another order.
    let mut wishes = file.wishes.clone();
    wishes.reverse();
    let anew = NightFile::write(town, "peak-anew", wishes);
    let person = town.at(day, "11:00").named("mei");
    person.run(8, &anew.command(""));
    assert_eq!(
        states(&person.json(0, &anew.command("--retry-cancelled"))),
        ["refunded"]
    );
}
