//! What a refund is called: names that can be taken for each other, and what bears on one.

use super::super::{Begun, Called};
use super::*;
use crate::refund::Name;

pub(crate) fn references_that_look_alike_are_refused(store: &dyn Store) {
    let mut journal = store.open();
    let first = begin(
        &mut *journal,
        &with_reference(wanted("N1", "P1", 1), "CRM-1001"),
    );
    let mut try_it = |new: &NewIntent, claims: bool| {
        journal
            .commit(|scope| match claims {
                true => scope.begin(new, LEASE, FREE, who().at(NOON)),
                false => scope.plan(new, FREE, who().at(NOON)),
            })
            .unwrap()
    };
    for alike in [
        "crm-1001",
        "CRM\u{2011}1001",
        "\u{ff23}RM-1001",
        "'CRM-1001",
        "CRM-1001,",
        "\u{421}RM-1001",
    ] {
        let new = with_reference(wanted("N2", "P2", 2), alike);
        let name = Name::Reference(reference(alike));
        let refused = Begun::LookAlike(name, Box::new(first.clone()));
        assert_eq!(try_it(&new, true), refused);
        assert_eq!(try_it(&new, false), refused);
    }
    // Under its number it is there already, whatever it is called.
    let same = with_reference(wanted("N1", "P1", 1), "crm-1001");
    assert!(matches!(try_it(&same, true), Begun::Existing(_)));
    // Another merchant, and another reference, are no matter.
    let mut elsewhere = with_reference(wanted("N3", "P3", 3), "crm-1001");
    elsewhere.merchant = MerchantKey::new("production/APP/M2");
    elsewhere.profile = "shop-2".to_owned();
    claimed(try_it(&elsewhere, true));
    claimed(try_it(
        &with_reference(wanted("N4", "P4", 4), "CRM-1002"),
        true,
    ));
    let mut alike = |text| {
        let name = Name::Reference(reference(text));
        journal.find_alike(&merchant(), &name).unwrap()
    };
    assert_eq!(alike("Crm-1001"), Some(first));
    assert_eq!(alike("CRM-1001"), None);
    assert_sound(&mut *journal);
}

pub(crate) fn numbers_that_look_alike_are_refused(store: &dyn Store) {
    let mut journal = store.open();
    let first = begin(&mut *journal, &wanted("TICKET-1", "P1", 1));
    let second = begin(&mut *journal, &wanted("0088124", "P2", 1));
    for (alike, known) in [
        ("ticket-1", &first),
        ("'TICKET-1", &first),
        ("88124", &second),
        ("88124.0", &second),
    ] {
        let new = wanted(alike, "P3", 2);
        let plan = journal.commit(|scope| scope.plan(&new, FREE, who().at(NOON)));
        let refused = Begun::LookAlike(Name::Number(number(alike)), Box::new(known.clone()));
        assert_eq!(plan.unwrap(), refused);
        let begun = journal.commit(|scope| scope.begin(&new, LEASE, FREE, who().at(NOON)));
        assert_eq!(begun.unwrap(), refused);
    }
    // What the gateway shows has the number that it has there.
    let found = NewIntent {
        request: Digest::GENESIS,
        ..wanted("ticket-1", "P4", 2)
    };
    let plan = journal.commit(|scope| scope.plan(&found, FREE, who().at(NOON)));
    assert!(matches!(plan.unwrap(), Begun::Planned(_)));
    assert_sound(&mut *journal);
}

pub(crate) fn what_bears_on_a_refund_is_known_by_number_payment_and_reference(store: &dyn Store) {
    let mut journal = store.open();
    let first = with_reference(wanted("N1", "P1", 1), "CRM-1001");
    begin(&mut *journal, &first);
    let here = first.environment.as_str();
    bring_wanted(&mut *journal, &wanted("N6", "P5", 5), State::Declined);
    let again = NewIntent {
        replaces: Some(number("N6")),
        ..wanted("N7", "P5", 5)
    };
    journal
        .commit(|scope| scope.plan(&again, FREE, who().at(NOON)))
        .unwrap();
    let named = |text| vec![Name::Reference(reference(text))];
    for (environment, payment, n, names, bears) in [
        (here, "P2", "N2", vec![], (0, false, false)),
        (here, "P2", "N2", named("CRM-1002"), (0, false, false)),
        (here, "P1", "N2", vec![], (1, false, false)),
        (here, "P5", "N2", vec![], (2, false, false)),
        (here, "P2", "N1", vec![], (0, false, true)),
        (here, "P5", "N6", vec![], (2, true, true)),
        (here, "P2", "N2", named("CRM-1001"), (0, false, true)),
        (here, "P2", "N2", named("'crm-1001"), (0, false, true)),
        (here, "P2", "n1", vec![], (0, false, false)),
        (
            here,
            "P2",
            "n1",
            vec![Name::Number(number("n1"))],
            (0, false, true),
        ),
        // A payment's number is its own in each environment; the others are compared wherever they are.
        ("sandbox-eu", "P1", "N2", vec![], (0, false, false)),
        ("sandbox-eu", "P2", "N1", vec![], (0, false, true)),
    ] {
        let (number, merchant) = (number(n), merchant());
        let key = merchant.numbered(&number);
        let found = journal.bearing(environment, &syssn(payment), key, &names);
        let found = found.unwrap();
        assert_eq!(found.own, journal.find(key).unwrap(), "{n}");
        let facts = (found.of_payment, found.is_replaced, found.is_named);
        assert_eq!(facts, bears, "{environment} {payment} {n} {names:?}");
        assert_eq!(found.is_nothing(), bears == (0, false, false));
    }
}

pub(crate) fn a_refund_is_found_by_whatever_it_is_called(store: &dyn Store) {
    let mut journal = store.open();
    for (no, payment, key, syssn) in [
        ("RF-20261123-A", "20261101-1", "CRM-1001", "S-900-1"),
        ("RF-20261123-B", "20261101-2", "CRM-1002", "S-900-2"),
        ("CRM-1003", "20261101-2", "Crm 7", "S-900-3"),
    ] {
        let new = with_reference(wanted(no, payment, 1), key);
        let sent = begin(&mut *journal, &new);
        let details = Details {
            refund_syssn: Some(syssn.to_owned()),
            ..of_attempt(&sent)
        };
        note(&mut *journal, &sent, Event::ReplyDone, details, after(1));
    }
    let mut another = wanted("RF-20261123-A", "20261101-9", 1);
    another.merchant = MerchantKey::new("production/APP/M2");
    another.profile = "shop-2".to_owned();
    begin(&mut *journal, &another);
    let mut numbers = |called, whose: Option<MerchantKey>| {
        let filter = Filter {
            merchant: whose,
            called: Some(called),
            ..Filter::default()
        };
        let found = journal.page(&filter, None, 9).unwrap();
        let numbers: Vec<String> = found
            .iter()
            .map(|record| record.number().to_string())
            .collect();
        // However it is read, in pieces too.
        let pieces: Result<Vec<Record>, _> = found
            .iter()
            .scan(None, |after, _| {
                let next = journal.page(&filter, *after, 1);
                *after = next
                    .as_ref()
                    .ok()
                    .and_then(|page| page.last())
                    .map(|one| one.id);
                next.map(|mut page| page.pop()).transpose()
            })
            .collect();
        assert_eq!(pieces.unwrap(), found);
        numbers.join(" ")
    };
    let (a, b, c) = ("RF-20261123-A", "RF-20261123-B", "CRM-1003");
    for (text, exactly, beginning) in [
        (a, a.to_owned(), a.to_owned()),
        ("RF-20261123-", String::new(), format!("{b} {a}")),
        ("CRM-1001", a.to_owned(), a.to_owned()),
        // A number and two references.
        ("CRM-10", String::new(), format!("{c} {b} {a}")),
        // Letters are what they are.
        ("crm-10", String::new(), String::new()),
        ("Crm 7", c.to_owned(), c.to_owned()),
        ("20261101-2", format!("{c} {b}"), format!("{c} {b}")),
        ("20261101", String::new(), format!("{c} {b} {a}")),
        ("S-900-2", b.to_owned(), b.to_owned()),
        ("S-900-", String::new(), format!("{c} {b} {a}")),
        ("%", String::new(), String::new()),
    ] {
        let text = text.to_owned();
        let own = || Some(merchant());
        assert_eq!(
            numbers(Called::Exactly(text.clone()), own()),
            exactly,
            "{text}"
        );
        assert_eq!(
            numbers(Called::Beginning(text.clone()), own()),
            beginning,
            "{text}"
        );
    }
    let everybodys = numbers(Called::Exactly(a.to_owned()), None);
    assert_eq!(everybodys, format!("{a} {a}"));
}
