//! The days on which a refund takes longer than its command.

use super::days::*;
use super::nights::{NightFile, Nights};
use super::shops::{NOBODY, SPECIAL, Town};
use serde_json::Value;
use std::collections::BTreeSet;

fn number(said: &Value) -> String {
    text(&said["out_trade_no"]).to_owned()
}

/// Outcomes that come days later: nobody heard of one, two are worked on.
pub fn late_outcomes(town: &mut Town, day: u8) {
    let hidden = town.wish("sakura", HIDDEN, 3_000);
    town.at(day, "14:00").named("wing").issue(6, &hidden, "");
    for profile in ["peak", "peak-usd"] {
        let slow = town.wish(profile, SLOW, 4_000);
        town.at(day, "14:10").named("mei").issue(7, &slow, "");
    }
}

/// One of the two was refused in the end; the customer waits still.
pub fn refused_late(town: &mut Town, day: u8) {
    let again = town.same_wish("peak-usd", SLOW, 4_000);
    let said = town.at(day, "09:00").named("mei").issue(0, &again, "");
    assert!(said["replaces"].is_string(), "{said}");
}

/// Requests that never arrived and an answer that came to nobody: people look, and say what became of
/// the money.
pub fn closing_by_hand(town: &mut Town, day: u8) {
    let again = town.wish("harbour", NEVER_AGAIN, 2_100);
    let cash = town.wish("harbour", NEVER_CASH, 2_200);
    let resent = town.wish("harbour", NEVER_RESENT, 2_300);
    let written_off = town.wish("sakura", WRITTEN_OFF, 2_400);
    let mei = town.at(day, "14:00").named("mei");
    let [again_no, cash_no, resent_no, written_off_no] = [
        mei.issue(6, &again, "--reference T-14"),
        mei.issue(6, &cash, ""),
        mei.issue(6, &resent, ""),
        mei.issue(6, &written_off, ""),
    ]
    .map(|said| number(&said));
    let closed = |no: &str, closed_as: &str, profile: &str| {
        format!("close {no} --as {closed_as} --note \"in the portal\" --yes --profile {profile}")
    };
    let early = closed(&again_no, "not-refunded", "harbour");
    town.at_this_moment().named("wing").run(8, &early);
    for time in ["14:05", "14:10", "14:20"] {
        town.at(day, time).run(6, "resolve --every-profile");
    }
    let wing = town.at(day, "14:30").named("wing");
    wing.run(0, &early);
    wing.run(0, &closed(&cash_no, "refunded-elsewhere", "harbour"));
    wing.run(0, &closed(&written_off_no, "written-off", "sakura"));
    wing.run(
        0,
        &format!("resolve --resend {resent_no} --yes --profile harbour"),
    );
    // The customer of the first waits still, the second has it in cash.
    let said = wing.issue(0, &again, "--reference T-14 --again");
    assert_eq!(text(&said["replaces"]), again_no);
    let twin = wing.issue(8, &cash, "");
    assert_eq!(twin["cause"], "twin");
    town.wishes.drop(&cash);
}

/// What was written off shows executed after all, and cron says so.
pub fn found_after_all(town: &Town, day: u8) {
    let found = town.at(day, "14:30").run(0, "resolve --every-profile");
    assert!(found.stderr.contains("closed as written off"), "{found:?}");
}

/// Rows that the gateway takes later, and a refund for which the balance was too low.
pub fn declined_rows(town: &mut Town, nights: &mut Nights, day: u8) -> NightFile {
    let mut wishes = nights.usual(town, day, "harbour");
    wishes.push(town.wish("harbour", LATER, 1_600));
    wishes.push(town.wish("harbour", LATER_TOO, 1_700));
    let file = NightFile::write(town, "harbour-later", wishes);
    let said = town.from(day, "01:20").json(9, &file.command(""));
    assert_eq!(states(&said), ["declined", "refunded"], "{said}");
    let balance = town.wish("sakura", NO_BALANCE, 1_800);
    town.at(day, "14:00")
        .named("wing")
        .issue(5, &balance, "--reference T-16");
    town.at(day, "16:00")
        .named("wing")
        .issue(5, &balance, "--reference T-16");
    town.at(day, "16:10")
        .named("wing")
        .issue(0, &balance, "--reference T-16 --again");
    file
}

/// The next night tries them once more.
pub fn declined_rows_again(town: &Town, day: u8, file: &NightFile) {
    let again = town
        .at(day, "01:20")
        .json(0, &file.command("--retry-declined"));
    assert_eq!(states(&again), ["refunded"], "{again}");
    let once_more = town
        .at_this_moment()
        .json(0, &file.command("--retry-declined"));
    assert_eq!(states(&once_more), ["refunded"], "{once_more}");
}

/// A refund is open when the merchant's app code is renewed.
pub fn before_the_renewal(town: &mut Town, day: u8) {
    let open = town.wish("sakura", RENEWED, 1_900);
    town.at(day, "23:00").named("wing").issue(6, &open, "");
}

/// Nothing is sent with the new one until somebody has said whose it is.
pub fn renewed_app_code(town: &mut Town, nights: &mut Nights, day: u8) {
    town.start_gateway("sakura", 2);
    let file = nights.file(town, day, "sakura");
    town.from(day, "01:20").run(3, &file.command(""));
    town.at(day, "05:00").run(3, "resolve --every-profile");
    town.at(day, "05:05").run(3, "status");
    let mei = town.at(day, "09:00").named("mei");
    mei.run(
        0,
        "journal adopt-merchant --same --note \"app code renewed\" --profile sakura",
    );
    mei.run(0, &file.command(""));
    let status = mei.json(0, "status --profile sakura");
    assert_eq!(
        status["profiles"][0]["waiting"][0]["state"], "unknown",
        "{status}"
    );
}

/// Refunds between the copy and the loss of the disk.
pub fn after_the_copy(town: &mut Town, day: u8) {
    let single = town.wish("peak", SPECIAL, 1_100);
    let dollars = town.wish("peak-usd", SPECIAL, 1_200);
    let lost = town.wish("peak", RESTORED, 1_300);
    let wing = town.at(day, "22:30").named("wing");
    wing.issue(0, &single, "--reference T-20");
    wing.issue(0, &dollars, "");
    wing.issue(6, &lost, "");
}

/// The disk of the shared journal is lost, and yesterday's copy takes its place.
pub fn restored_backup(town: &mut Town, nights: &mut Nights, day: u8) {
    let profiles = ["peak", "peak-usd", "sakura"];
    let files = profiles.map(|profile| nights.file(town, day, profile));
    for file in &files {
        town.from(day, "01:20").run(0, &file.command(""));
    }
    for ending in ["", "-wal", "-shm"] {
        let _ = std::fs::remove_file(town.home.path(&format!("books/shared.db{ending}")));
    }
    // Cron meets it first.
    town.at(day, "06:00").run(3, "resolve --every-profile");
    town.at(day, "06:05").run(3, "status");
    let copy = town.home.path("backup/peak-2026-11-20.db");
    let mei = town.at(day, "09:00").named("mei");
    let restored = mei.json(
        0,
        &format!("journal restore {} --profile peak", copy.display()),
    );
    assert!(
        restored["entered"].as_array().unwrap().len() > 2,
        "{restored}"
    );
    let [peak, dollars, sakura] = &files;
    mei.run(3, &sakura.command(""));
    mei.run(0, "journal rejoin --profile sakura");
    // Everything was sent already; nothing goes out again, by a file or by hand.
    let single = town.same_wish("peak", SPECIAL, 1_100);
    let again = mei.issue(0, &single, "--reference T-20");
    assert_eq!(again["replayed"], true, "{again}");
    for file in [sakura, peak, dollars] {
        let again = mei.json(0, &file.command(""));
        assert_eq!(states(&again), ["refunded"], "{again}");
    }
}

/// A refund that was planned while the gateway was away is not wanted any more.
pub fn given_up(town: &mut Town, day: u8) {
    let wish = town.wish("harbour", SPECIAL, 2_500);
    let there = town.change("harbour", |section| {
        std::mem::replace(&mut section.url, NOBODY.to_owned())
    });
    let mei = town.at(day, "14:00").named("mei");
    let planned = number(&mei.issue(4, &wish, "--no-preflight"));
    town.change("harbour", |section| section.url = there);
    let mei = town.at(day, "15:00").named("mei");
    let said = mei.json(0, "status --profile harbour");
    assert_eq!(
        said["profiles"][0]["waiting"][0]["state"], "planned",
        "{said}"
    );
    mei.run(
        0,
        &format!("cancel {planned} --note \"the goods are kept\" --yes --profile harbour"),
    );
    town.wishes.drop(&wish);
}

/// The last evening: some are settled in December, some are not decided when the month is closed.
pub fn month_end(town: &mut Town, day: u8) -> BTreeSet<String> {
    let mut open = BTreeSet::new();
    for (profile, exit) in [("peak", 7), ("peak-usd", 7), ("sakura", 6)] {
        let wish = town.wish(profile, MONTH_END, 3_100);
        open.insert(number(
            &town.at(day, "22:30").named("mei").issue(exit, &wish, ""),
        ));
    }
    let settled = town.wish("harbour", SPECIAL, 3_200);
    town.at(day, "23:10").named("wing").issue(0, &settled, "");
    // Planned in November, while the gateway was away, and settled in December.
    let planned = town.wish("harbour", SPECIAL, 3_300);
    let there = town.change("harbour", |section| {
        std::mem::replace(&mut section.url, NOBODY.to_owned())
    });
    let late = town.at(day, "23:20").named("wing");
    late.issue(4, &planned, "--reference T-30 --no-preflight");
    town.change("harbour", |section| section.url = there);
    // The gateway pauses around midnight.
    let paused = town
        .at(day, "23:50")
        .named("wing")
        .issue(8, &planned, "--reference T-30");
    assert_eq!(paused["cause"], "pause");
    town.at(day + 1, "00:40")
        .named("wing")
        .issue(0, &planned, "--reference T-30");
    open
}

/// What the gateway has decided since.
pub fn december(town: &mut Town) {
    let refused = town.same_wish("peak-usd", MONTH_END, 3_100);
    town.wishes.drop(&refused);
}
