//! A payment is one thing, whoever asks for its refunds.

use super::*;

/// The same under another app code.
fn of_another(mut new: NewIntent) -> NewIntent {
    new.merchant = MerchantKey::new("production/APP-2/M1");
    new.profile = "shop-hk-2".to_owned();
    new
}

fn elsewhere(mut new: NewIntent) -> NewIntent {
    new.environment = "sandbox".to_owned();
    new
}

pub(crate) fn a_payment_is_one_thing_whoever_asks(store: &dyn Store) {
    let mut journal = store.open();
    journal
        .commit(|scope| scope.note_payment(ENVIRONMENT, &syssn("P1"), &paid(100), NOON))
        .unwrap();
    let first = begin(&mut *journal, &wanted("N1", "P1", 60));
    let mut try_it = |new: &NewIntent, guards, at| {
        journal
            .commit(|scope| scope.begin(&of_another(new.clone()), LEASE, guards, who().at(at)))
            .unwrap()
    };
    // The same number and amount: under the other key it is not the same refund, but a twin.
    for no in ["N1", "N2"] {
        let twin = try_it(&wanted(no, "P1", 60), DAY, after(1));
        assert_eq!(twin, Begun::Twin(Box::new(first.clone())));
    }
    let busy = try_it(&wanted("N2", "P1", 40), FREE, after(1));
    assert_eq!(busy, Begun::Busy(Box::new(first.clone())));
    reply(&mut *journal, &first, Event::ReplyDone, after(2));
    let mut try_it = |minor| {
        let new = of_another(wanted("N2", "P1", minor));
        journal
            .commit(|scope| scope.begin(&new, LEASE, FREE, who().at(after(3))))
            .unwrap()
    };
    let over = Begun::ExceedsRest {
        paid: 100,
        live: 60,
    };
    assert_eq!(try_it(41), over);
    claimed(try_it(40));
    // What is listed of the payment is all of it.
    let filter = Filter {
        environment: Some(ENVIRONMENT.to_owned()),
        syssn: Some(syssn("P1")),
        ..Filter::default()
    };
    assert_eq!(journal.page(&filter, None, 9).unwrap().len(), 2);
    assert_eq!(journal.rest(ENVIRONMENT, &syssn("P1")).unwrap().live, 100);
    assert_sound(&mut *journal);
}

pub(crate) fn payments_of_other_environments_are_others(store: &dyn Store) {
    let mut journal = store.open();
    journal
        .commit(|scope| scope.note_payment(ENVIRONMENT, &syssn("P1"), &paid(60), NOON))
        .unwrap();
    begin(&mut *journal, &wanted("N1", "P1", 60));
    let new = elsewhere(of_another(wanted("N1", "P1", 60)));
    claimed(
        journal
            .commit(|scope| scope.begin(&new, LEASE, DAY, who().at(NOON)))
            .unwrap(),
    );
    assert_eq!(journal.rest("sandbox", &syssn("P1")).unwrap().payment, None);
    let mut known = |environment| journal.payment(environment, &syssn("P1")).unwrap();
    assert_eq!(known(ENVIRONMENT), Some(paid(60)));
    assert_eq!(known("sandbox"), None);
    assert_sound(&mut *journal);
}
