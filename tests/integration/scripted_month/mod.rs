//! A month as finance lives it, with three merchants, two people and cron: in each night a file for each
//! profile, in the days what comes and goes wrong. At its end the books are the gateways' to the cent.

mod books;
mod days;
mod later;
mod nights;
mod shops;
mod wishes;

use nights::{NightFile, Nights, evening};
use shops::{MERCHANTS, PROFILES, SPECIAL, Town};
use std::collections::BTreeSet;

/// How `resolve` ends in the evenings on which something is open, or was until then.
const EVENINGS: [(u8, i32); 3] = [(9, 6), (10, 6), (11, 6)];

#[test]
fn a_month_ends_with_books_that_equal_the_gateways() {
    let mut town = Town::open(days::faults());
    let mut nights = Nights::new(2026);
    let before = town.wish("harbour", SPECIAL, 999);
    town.at(0, "23:10").named("mei").issue(0, &before, "");
    let mut left = None;
    for day in 1..=30 {
        night(&mut town, &mut nights, day, &mut left);
        let exit = EVENINGS.iter().find(|(of, _)| *of == day);
        evening(&town, day, exit.map_or(0, |(_, exit)| *exit));
        match day {
            17 => later::before_the_renewal(&mut town, day),
            20 => later::after_the_copy(&mut town, day),
            _ => {}
        }
        books::nobody_is_paid_twice(&town);
    }
    let open = later::month_end(&mut town, 30);
    evening(&town, 31, 6);
    books::nobody_is_paid_twice(&town);
    books::what_is_open_is_listed(&town, 6, &open);
    for profile in PROFILES {
        books::november_is_the_ledger(&town, profile, &open);
    }
    books::the_journals_are_sound(&town, "2026-12-01");

    // What was open is decided in December; of November is what the gateway says to be.
    let cursors = MERCHANTS.map(|profile| books::cursor(&town, profile));
    later::december(&mut town);
    evening(&town, 36, 5);
    books::everybody_is_paid(&town);
    books::what_is_open_is_listed(&town, 0, &BTreeSet::new());
    let changed = MERCHANTS.iter().zip(cursors);
    let changed =
        changed.flat_map(|(profile, cursor)| books::changed_since(&town, profile, &cursor));
    assert_eq!(changed.collect::<BTreeSet<_>>(), open);
    for profile in PROFILES {
        books::november_is_the_ledger(&town, profile, &BTreeSet::new());
    }
    books::the_journals_are_sound(&town, "2026-12-06");
}

/// A night and its day.
fn night(town: &mut Town, nights: &mut Nights, day: u8, left: &mut Option<NightFile>) {
    // What yesterday has left over.
    match day {
        7 => {
            let rest = left.take().unwrap();
            town.at(day, "01:10").run(0, &rest.command(""));
        }
        17 => later::declined_rows_again(town, day, &left.take().unwrap()),
        _ => {}
    }
    let odd: &[&str] = match day {
        3 | 6 => &["harbour"],
        5 | 16 => &["harbour", "peak-usd"],
        8 => &["peak", "peak-usd"],
        18 => &["sakura"],
        21 => &["peak", "peak-usd", "sakura"],
        // Dollars are refunded twice a week.
        _ if !day.is_multiple_of(3) => &["peak-usd"],
        _ => &[],
    };
    let usual = PROFILES
        .into_iter()
        .filter(|profile| !odd.contains(profile));
    nights.send(town, day, usual);
    match day {
        1 => days::singles_of_two_people(town, day),
        3 => days::wrong_key(town, nights, day),
        5 => days::halted_batch(town, nights, day),
        6 => *left = Some(days::big_night(town, nights, day)),
        8 => days::lost_file(town, nights, day),
        9 => later::late_outcomes(town, day),
        12 => later::refused_late(town, day),
        14 => later::closing_by_hand(town, day),
        16 => *left = Some(later::declined_rows(town, nights, day)),
        18 => later::renewed_app_code(town, nights, day),
        21 => later::restored_backup(town, nights, day),
        22 => later::found_after_all(town, day),
        24 => later::given_up(town, day),
        _ => {}
    }
}
