//! What a result file says of its rows.

use super::fates::fates;
use super::*;
use crate::journal::contract::{after, begin, bring_wanted, wanted, who, with_reference};
use crate::journal::{Commit as _, Details, Scope};
use crate::refund::{Event, State};

#[test]
fn what_a_file_says_of_a_row_is_no_fact_in_either_direction() {
    let text = "syssn,txamt,reference,out_trade_no,refund_syssn,state,respcd\n\
                P1,5,,N1,,unknown,\nP2,5,,N2,S2,pending,1143\nP3,5,,N3,,declined,1269\n\
                P4,5,,N4,,cancelled,\nP5,5,,N5,,planned,\nP6,5,,N6,,left_out,\n\
                P7,5,,N7,,unknown,\nP8,5,,N8,,unknown,\nP9,5,,N9,,declined,1269\n";
    let (mut journal, _folder) = journal();
    let profile = profile();
    let batch = batch_of(text, &profile);
    bring_wanted(&mut journal, &wanted("N7", "P7", 5), State::Planned);
    bring_wanted(&mut journal, &wanted("N8", "P8", 5), State::Refunded);
    bring_wanted(&mut journal, &wanted("N9", "P9", 5), State::Planned);
    assert_eq!(
        fates(text, &batch, TwinPolicy::Tell, &mut journal),
        [
            "unheard",
            "unheard",
            "unheard",
            "unheard",
            "new",
            "new",
            "denied: N7 planned",
            "elsewhere: N8 refunded",
            "elsewhere: N9 planned",
        ]
    );
    let sums = sums(text, &batch, TwinPolicy::Tell, &mut journal);
    assert_eq!((sums.unheard, sums.to_send.count), (4, 3));
}

#[test]
fn a_refund_of_one_reference_is_not_that_of_another() {
    let text = "syssn,txamt,reference,out_trade_no,refund_syssn,state,respcd\n\
                P1,5,B,,S1,refunded,0000\nP2,5,,,S2,refunded,0000\n";
    let (mut journal, _folder) = journal();
    let profile = profile();
    let batch = batch_of(text, &profile);
    for (no, payment, syssn) in [("N1", "P1", "S1"), ("N2", "P2", "S2")] {
        let sent = begin(&mut journal, &with_reference(wanted(no, payment, 5), no));
        let details = Details {
            refund_syssn: Some(syssn.to_owned()),
            ..Details::default()
        };
        let done = |scope: &mut dyn Scope| {
            let stamp = who();
            scope.reply(&sent, Event::ReplyDone, details.clone(), stamp.at(after(1)))
        };
        journal.commit(done).unwrap();
    }
    assert_eq!(
        fates(text, &batch, TwinPolicy::Tell, &mut journal),
        [
            "another refund_syssn: N1 refunded",
            "elsewhere: N2 refunded"
        ]
    );
}
