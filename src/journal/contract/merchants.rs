//! Who a merchant is does not hang on its key.

use super::super::{Membership, MerchantStanding};
use super::*;

fn renewed() -> MerchantKey {
    MerchantKey::new("production/APP-2/M1")
}

/// The same under the renewed app code.
fn under_renewed(mut new: NewIntent) -> NewIntent {
    new.merchant = renewed();
    new
}

fn try_begin(journal: &mut dyn Journal, new: &NewIntent) -> Begun {
    journal
        .commit(|scope| scope.begin(new, LEASE, DAY, who().at(NOON)))
        .unwrap()
}

fn settle(journal: &mut dyn Journal, key: MerchantKey, merchant: MerchantKey) {
    let says = Membership {
        key,
        merchant,
        environment: ENVIRONMENT.to_owned(),
        profile: "shop-hk".to_owned(),
        note: Some("the app code was renewed".to_owned()),
    };
    journal
        .commit(|scope| scope.settle_merchant(&says, who().at(NOON)))
        .unwrap();
}

pub(crate) fn a_profile_with_another_merchant_is_held_back_until_somebody_says(store: &dyn Store) {
    let mut journal = store.open();
    let first = begin(&mut *journal, &with_reference(wanted("N1", "P1", 1), "R1"));
    let again = under_renewed(with_reference(wanted("N2", "P2", 2), "R1"));
    let stranger = Begun::OtherMerchant(merchant());
    assert_eq!(try_begin(&mut *journal, &again), stranger);
    let planned = journal.commit(|scope| scope.plan(&again, FREE, who().at(NOON)));
    assert_eq!(planned.unwrap(), stranger);
    let merchants = journal.merchants().unwrap();
    assert_eq!(
        merchants.standing(&renewed(), ENVIRONMENT, "shop-hk"),
        MerchantStanding::Unsettled(merchant())
    );
    // Elsewhere, or under another name, it is nobody's change.
    for (environment, profile) in [("sandbox", "shop-hk"), (ENVIRONMENT, "shop-2")] {
        let standing = merchants.standing(&renewed(), environment, profile);
        assert_eq!(standing, MerchantStanding::New);
    }
    settle(&mut *journal, renewed(), merchant());
    let mut other = store.open();
    let known = MerchantStanding::Known(merchant());
    let standing = other.merchants().unwrap();
    assert_eq!(standing.standing(&renewed(), ENVIRONMENT, "shop-hk"), known);
    // Whoever has not heard of it yet is held back; whoever has meets the earlier refund.
    assert_eq!(try_begin(&mut *journal, &again), stranger);
    let mut heard = again;
    heard.merchant = merchant();
    assert_eq!(
        try_begin(&mut *journal, &heard),
        Begun::Existing(Box::new(first))
    );
    assert_sound(&mut *journal);
}

pub(crate) fn another_merchant_under_a_known_name_is_one_of_its_own(store: &dyn Store) {
    let mut journal = store.open();
    begin(&mut *journal, &with_reference(wanted("N1", "P1", 1), "R1"));
    settle(&mut *journal, renewed(), renewed());
    claimed(try_begin(
        &mut *journal,
        &under_renewed(with_reference(wanted("N1", "P2", 1), "R1")),
    ));
    assert_sound(&mut *journal);
}

pub(crate) fn the_keys_of_a_merchant_are_looked_up_together(store: &dyn Store) {
    let mut journal = store.open();
    let old = in_batch(with_reference(wanted("N1", "P1", 1), "R1"), "b", 1);
    let old = bring_wanted(&mut *journal, &old, State::Unknown);
    let mut new = in_batch(wanted("N2", "P2", 2), "b", 1);
    new.merchant = renewed();
    new.profile = "shop-new".to_owned();
    let sent = begin(&mut *journal, &new);
    reply(&mut *journal, &sent, Event::ReplyDone, after(1));
    // Both have refunds of their own; the older one is taken in.
    settle(&mut *journal, merchant(), renewed());
    let merchants = journal.merchants().unwrap();
    assert_eq!(merchants.keys_of(&renewed()), [renewed(), merchant()]);
    assert_eq!(merchants.before(ENVIRONMENT, "shop-hk"), Some(&renewed()));
    assert_eq!(
        journal
            .find(renewed().numbered(old.number()))
            .unwrap()
            .as_ref(),
        Some(&old)
    );
    assert_eq!(
        journal
            .find_by_reference(&renewed(), &reference("R1"))
            .unwrap()
            .as_ref(),
        Some(&old)
    );
    let mut again = under_renewed(with_reference(wanted("N3", "P3", 3), "R1"));
    again.profile = "shop-new".to_owned();
    assert_eq!(
        try_begin(&mut *journal, &again),
        Begun::Existing(Box::new(old.clone()))
    );
    let filter = Filter {
        merchant: Some(renewed()),
        oldest_first: true,
        ..Filter::default()
    };
    let listed = journal.page(&filter, None, 9).unwrap();
    let numbers: Vec<_> = listed
        .iter()
        .map(|record| record.number().as_str())
        .collect();
    assert_eq!(numbers, ["N1", "N2"]);
    let counts = journal.batch_counts(&renewed(), "b").unwrap();
    let counts: Vec<_> = counts.iter().map(|one| (one.state, one.sum)).collect();
    assert_eq!(counts, [(State::Refunded, 2), (State::Unknown, 1)]);
    assert_eq!(journal.day_total(&renewed(), hkd(), NOON).unwrap(), 3);
    let open = journal.open_by_key().unwrap();
    let open: Vec<_> = open.iter().map(|open| (&open.key, open.count)).collect();
    assert_eq!(open, [(&merchant(), 1)]);
    // The old one stays what was written down, and goes on under its own key.
    note(
        &mut *journal,
        &old,
        Event::FoundDone,
        Details::default(),
        after(2),
    );
    assert_sound(&mut *journal);
}

pub(crate) fn a_merchant_is_entered_with_its_first_intent(store: &dyn Store) {
    let mut journal = store.open();
    begin(&mut *journal, &wanted("N1", "P1", 1));
    let mut busy = under_renewed(wanted("N2", "P1", 2));
    busy.profile = "shop-2".to_owned();
    assert!(matches!(try_begin(&mut *journal, &busy), Begun::Busy(_)));
    let keys = |journal: &mut dyn Journal| -> Vec<(String, String)> {
        let merchants = journal.merchants().unwrap();
        let says = merchants.entries().iter().map(|entry| &entry.says);
        says.map(|says| (says.key.as_str().to_owned(), says.profile.clone()))
            .collect()
    };
    let first = (merchant().as_str().to_owned(), "shop-hk".to_owned());
    assert_eq!(keys(&mut *journal), std::slice::from_ref(&first));
    // A second name for it is entered as well, so that a change under that name is noticed, too.
    let mut named = wanted("N3", "P3", 3);
    named.profile = "shop-2".to_owned();
    begin(&mut *journal, &named);
    begin(&mut *journal, &wanted("N4", "P4", 4));
    let second = (merchant().as_str().to_owned(), "shop-2".to_owned());
    assert_eq!(keys(&mut *journal), [first, second]);
    assert_eq!(
        try_begin(&mut *journal, &busy),
        Begun::OtherMerchant(merchant())
    );
    assert_sound(&mut *journal);
}
