//! Refunds that are known already.

use super::*;

#[test]
fn a_refund_of_the_same_amount_made_elsewhere_must_be_meant() {
    let twin = Earlier {
        known: false,
        ..earlier("PORTAL-1", 4_500)
    };
    let judged = |twin: &Earlier, request: &Request<'_>| {
        let account = AccountRules::default();
        let looked = look(
            &payment("801514"),
            std::slice::from_ref(twin),
            request,
            &account,
        );
        looked.refusal().cloned()
    };
    let found = judged(&twin, &request(4_500)).unwrap();
    assert_eq!(
        (found.what, found.text.as_str()),
        (
            "twin",
            "the same refund of this payment was made before, though not with this journal: HKD 45.00 refunded 2026-11-22 11:00:00 (UTC+8) as PORTAL-1, made elsewhere"
        )
    );
    let ancient = Some(datetime!(2026-11-21 12:00 +8));
    for (twin, is_twin) in [
        (
            Earlier {
                at: ancient,
                ..twin.clone()
            },
            false,
        ),
        (
            Earlier {
                at: ancient.map(|at| at + time::Duration::SECOND),
                ..twin.clone()
            },
            true,
        ),
        (
            Earlier {
                at: Some(datetime!(2026-11-23 12:00 +8)),
                ..twin.clone()
            },
            true,
        ),
        (
            Earlier {
                at: None,
                ..twin.clone()
            },
            true,
        ),
        (
            Earlier {
                counts: false,
                ..twin.clone()
            },
            false,
        ),
        (
            Earlier {
                known: true,
                ..twin.clone()
            },
            false,
        ),
        (earlier("PORTAL-1", 4_501), false),
    ] {
        let found = judged(&twin, &request(4_500));
        assert_eq!(found.is_some(), is_twin, "{twin:?}");
    }
    let meant = Request {
        twin_window: None,
        ..request(4_500)
    };
    assert_eq!(judged(&twin, &meant), None);
    // All that is left may be as much as somebody else has just given back.
    let half = Earlier {
        known: false,
        ..earlier("PORTAL-1", 5_000)
    };
    let all = Request {
        amount: None,
        ..request(1)
    };
    assert_eq!(judged(&half, &all).unwrap().what, "twin");
}

#[test]
fn a_number_that_the_gateway_has_seen_is_not_given_again() {
    let numbered = |number| Request {
        number: Some(number),
        twin_window: None,
        ..request(1)
    };
    let declined = Earlier {
        outcome: Outcome::Declined,
        counts: false,
        known: false,
        ..earlier("N1", 4_500)
    };
    let unseen = Earlier {
        shown: false,
        ..declined.clone()
    };
    let known = Earlier {
        known: true,
        ..declined.clone()
    };
    for (refund, number, finding) in [
        (&known, "N1", None),
        (&declined, "ORDER-1", Some("payments_number")),
        (&declined, "N1", Some("number_used")),
        (&declined, "N2", None),
        (&unseen, "N1", None),
    ] {
        let account = AccountRules::default();
        let refunds = std::slice::from_ref(refund);
        let looked = look(&payment("801514"), refunds, &numbered(number), &account);
        assert_eq!(
            looked.refusal().map(|found| found.what),
            finding,
            "{number}"
        );
    }
}

#[test]
fn the_same_refund_made_elsewhere_since_the_send_is_found() {
    let sent = datetime!(2026-11-22 11:00 +8);
    let elsewhere = Earlier {
        known: false,
        ..earlier("P1", 500)
    };
    let amount = Amount::from_minor(500).unwrap();
    let found = |refund: &Earlier| made_since(std::slice::from_ref(refund), amount, sent).is_some();
    assert!(found(&elsewhere));
    let undated = Earlier {
        at: None,
        ..elsewhere.clone()
    };
    assert!(found(&undated), "nobody can say that it was before");
    let before = Earlier {
        at: Some(sent - time::Duration::SECOND),
        ..elsewhere.clone()
    };
    let refused = Earlier {
        counts: false,
        ..elsewhere.clone()
    };
    let other = Earlier {
        amount: Amount::from_minor(501).unwrap(),
        ..elsewhere
    };
    for refund in [before, refused, other, earlier("N1", 500)] {
        assert!(!found(&refund), "{refund:?}");
    }
}

#[test]
fn what_the_gateway_shows_and_the_journal_denies_holds_every_refund_of_the_payment_back() {
    for (state, tried, has) in [
        (State::Declined, true, "which this journal has as declined"),
        (
            State::Cancelled,
            false,
            "which this journal has as cancelled",
        ),
        (
            State::Planned,
            true,
            "which this journal tried and has as planned",
        ),
        (
            State::Planned,
            false,
            "which this journal has as planned and never sent",
        ),
    ] {
        let denied = Earlier {
            denied: Some(state),
            tried,
            ..earlier("N1", 4500)
        };
        let account = AccountRules::default();
        // Of any amount, also where a second one is meant.
        let wanted = Request {
            twin_window: None,
            ..request(1000)
        };
        let found = look(
            &payment("801514"),
            std::slice::from_ref(&denied),
            &wanted,
            &account,
        );
        assert_eq!(found.rest, 5500);
        let refused = found.refusal().unwrap();
        assert_eq!(refused.what, "contradicted");
        let text = format!("HKD 45.00 refunded 2026-11-22 11:00:00 (UTC+8) as N1, {has}");
        assert!(refused.text.ends_with(&text), "{}", refused.text);
        let resolve = "`qfrefund resolve N1 --profile shop`";
        assert!(refused.remedy.contains(resolve), "{}", refused.remedy);
        // The very number: what this journal has sent it says.
        let wanted = Request {
            number: Some("N1"),
            ..request(4500)
        };
        let found = look(&payment("801514"), &[denied], &wanted, &account);
        let refused = found.refusal().unwrap();
        assert_eq!(refused.what, "number_used");
        assert_eq!(refused.remedy.contains("never sent it"), !tried);
        assert!(refused.remedy.contains(resolve), "{}", refused.remedy);
    }
}

#[test]
fn one_beside_an_open_refund_is_not_sent_where_that_is_shown_to_be_settled() {
    let account = AccountRules::default();
    let beside = [OutTradeNo::parse("N1").unwrap()];
    let wanted = Request {
        twin_window: None,
        beside: &beside,
        ..request(4500)
    };
    let judged = |refund: &Earlier, wanted: &Request<'_>| {
        let refunds = std::slice::from_ref(refund);
        look(&payment("801514"), refunds, wanted, &account)
    };
    for outcome in [Outcome::Refunded, Outcome::Declined, Outcome::Pending] {
        let news = Earlier {
            open: Some(State::Unknown),
            outcome,
            ..earlier("N1", 4500)
        };
        let looked = judged(&news, &wanted);
        let refused = looked.refusal().unwrap();
        assert_eq!(refused.what, "settled");
        let text = format!(
            "the refund beside which this one is meant is unknown no longer: the gateway shows HKD 45.00 {outcome} 2026-11-22 11:00:00 (UTC+8) as N1"
        );
        assert_eq!(refused.text, text);
        let resolve = "`qfrefund resolve N1 --profile shop`";
        assert!(refused.remedy.contains(resolve), "{}", refused.remedy);
        // One beside which this one is not meant is the journal's matter.
        let other = Earlier {
            number: "N2".to_owned(),
            ..news
        };
        assert_eq!(judged(&other, &wanted).refusal(), None);
    }
    let as_before = earlier("N1", 4500);
    assert_eq!(judged(&as_before, &wanted).refusal(), None);
}
