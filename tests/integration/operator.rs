//! Who is at work, as the binary finds it out.

use crate::support::Sandbox;
use std::process::Command;

fn id(option: &str) -> String {
    let output = Command::new("id").arg(option).output().unwrap();
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

/// The operator of the one event of a refund in an environment of only these variables.
fn operator(variables: &[(&str, &str)]) -> String {
    let home = Sandbox::new();
    let words = "issue 20260105000200020000000001 --amount 1 --yes -p simulator --output json";
    let mut command = home.command(&words.split(' ').collect::<Vec<_>>());
    command.envs(variables.iter().copied());
    let sent = crate::support::sandbox::finish(&mut command);
    assert_eq!(sent.code, 0, "{sent:?}");
    let list = home.run(&["history", "-p", "simulator", "--output", "json"]);
    let operator = list.json()["refunds"][0]["operator"].clone();
    let operator = operator.as_str().unwrap().to_owned();
    // It is found as it is listed.
    let line = [
        "history",
        "-p",
        "simulator",
        "--output",
        "json",
        "--operator",
        &operator,
    ];
    assert_eq!(
        home.run(&line).json()["refunds"].as_array().unwrap().len(),
        1
    );
    operator
}

#[test]
fn the_operator_is_the_systems_account_with_nothing_in_the_environment() {
    let account = format!("{} (uid {})", id("-un"), id("-u"));
    assert_eq!(operator(&[]), account);
    assert_eq!(
        operator(&[("USER", "somebody"), ("LOGNAME", "else")]),
        account
    );
    assert_eq!(
        operator(&[
            ("QFREFUND_OPERATOR", "Wing"),
            ("SUDO_USER", "kei"),
            ("SUDO_UID", "64123")
        ]),
        format!("{account} for kei (uid 64123) as Wing")
    );
}
