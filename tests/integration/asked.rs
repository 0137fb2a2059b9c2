//! What `issue` lacks is asked for at a terminal, and only there.

use crate::profile_init::converse;
use crate::support::Sandbox;

const PAYMENT: &str = "20260105000200020000000001";
const SIMULATOR: [&str; 3] = ["issue", "--profile", "simulator"];

#[test]
fn the_payment_and_the_amount_are_asked_for_and_what_is_known_is_shown() {
    let sandbox = Sandbox::new();
    let (shown, code) = converse(
        sandbox.command(&SIMULATOR),
        &[
            ("or Enter to stop: ", "not a number"),
            ("or Enter to stop: ", PAYMENT),
            ("for all that is left, or Enter to stop: ", "1,50"),
            ("for all that is left, or Enter to stop: ", "1.5"),
            ("send this refund, or Enter to stop: ", "1.50"),
        ],
    );
    assert_eq!(code, 0, "{shown}");
    // What is known stands before the question.
    let (before, _) = shown.split_once("for all that is left").unwrap();
    assert!(
        before.contains("ORDER-0001") && before.contains("HKD 5000.00"),
        "{shown}"
    );
    for told in ["has a space in it", "left", "HKD 1.50", "REFUNDED"] {
        assert!(shown.contains(told), "{told}: {shown}");
    }
    let listed = sandbox.run(&["history", "--profile", "simulator", "-o", "jsonl"]);
    assert!(listed.stdout.contains("\"txamt\":150"), "{listed:?}");
    assert!(!shown.contains("What to tell the customer"), "{shown}");
}

#[test]
fn all_that_is_left_may_be_meant_and_enter_stops_with_nothing_sent() {
    let sandbox = Sandbox::new();
    let with_payment = [&SIMULATOR[..], &[PAYMENT]].concat();
    let question = "for all that is left, or Enter to stop: ";
    let (shown, code) = converse(sandbox.command(&with_payment), &[(question, "")]);
    assert_eq!(code, 10, "{shown}");
    let (shown, code) = converse(
        sandbox.command(&SIMULATOR),
        &[("or Enter to stop: ", "\u{3}")],
    );
    assert_eq!(code, 10, "{shown}");
    let dry = [&with_payment[..], &["--dry-run"]].concat();
    let talk = [(question, "full"), (question, "2")];
    let (shown, code) = converse(sandbox.command(&dry), &talk);
    assert_eq!(code, 0, "{shown}");
    assert!(shown.contains("only known by the look"), "{shown}");
    let listed = sandbox.run(&["history", "--profile", "simulator", "-o", "jsonl"]);
    assert!(!listed.stdout.contains("RF"), "{listed:?}");
    let talk = [
        (question, "full"),
        ("send this refund, or Enter to stop: ", ""),
    ];
    let (shown, code) = converse(sandbox.command(&with_payment), &talk);
    assert_eq!(code, 10, "{shown}");
}

#[test]
fn a_script_is_told_what_lacks() {
    let sandbox = Sandbox::new();
    let run = sandbox.run(&SIMULATOR);
    assert_eq!(run.code, 2, "{run:?}");
    assert!(
        run.stderr.contains("required arguments were not provided"),
        "{run:?}"
    );
    let (shown, code) = converse(
        sandbox.command(&[&SIMULATOR[..], &["--no-input"]].concat()),
        &[],
    );
    assert_eq!(code, 2, "{shown}");
}
