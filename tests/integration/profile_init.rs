//! `profile init` at a terminal: what is asked, what is written, and that the key never shows.

use crate::support::Sandbox;
use crate::support::sandbox::{APP_CODE, KEY, write_private};
use crate::support::simulator::{Served, executed};
use expectrl::process::unix::WaitStatus;
use expectrl::{Eof, Expect, Session};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

const CTRL_C: &str = "\u{3}";

/// Answers each question in turn and returns what the terminal showed, and the exit code.
pub fn converse(command: Command, talk: &[(&str, &str)]) -> (String, i32) {
    // The session's own terminal hides what is typed, which would prove nothing.
    // The tests themselves may run where an interrupt is ignored.
    let mut shell = Command::new("env");
    shell.args(["--default-signal=INT", "sh"]);
    shell.args(["-c", "stty echo; exec \"$0\" \"$@\""]);
    shell.arg(command.get_program()).args(command.get_args());
    if let Some(folder) = command.get_current_dir() {
        shell.current_dir(folder);
    }
    for (name, value) in command.get_envs() {
        shell.env(name, value.unwrap_or_default());
    }
    for word in [
        "XDG_CONFIG_HOME",
        "XDG_DATA_HOME",
        "XDG_STATE_HOME",
        "QFREFUND_CONFIG",
    ] {
        shell.env_remove(word);
    }
    shell.env_remove("DBUS_SESSION_BUS_ADDRESS");
    shell.env("TERM", "xterm").env("NO_COLOR", "1");
    let mut session = Session::spawn(shell).unwrap();
    session.set_expect_timeout(Some(Duration::from_secs(20)));
    let mut shown = String::new();
    for (question, reply) in talk {
        let seen = session
            .expect(*question)
            .unwrap_or_else(|error| panic!("{question}: {error}: {shown}"));
        shown.push_str(&String::from_utf8_lossy(seen.as_bytes()));
        match *reply {
            CTRL_C => session.send(reply).unwrap(),
            _ => session.send_line(reply).unwrap(),
        }
    }
    let rest = session.expect(Eof).unwrap();
    shown.push_str(&String::from_utf8_lossy(rest.as_bytes()));
    match session.get_process().wait().unwrap() {
        WaitStatus::Exited(_, code) => (shown, code),
        other => panic!("{other:?}: {shown}"),
    }
}

fn mode(path: &Path) -> u32 {
    std::fs::metadata(path).unwrap().permissions().mode() & 0o777
}

/// The answers for a gateway at this address, with the key in a file.
fn talk(url: &str) -> Vec<(&'static str, String)> {
    [
        ("profile: ", "shop-hk"),
        ("environment: ", "custom"),
        ("base_url: ", url),
        ("app code: ", APP_CODE),
        ("mchid: ", ""),
        ("currency: ", "hkd"),
        ("client key in: ", "file"),
        ("file: ", ""),
        ("client key: ", KEY),
        ("or Enter to stop: ", "shop-hk"),
        ("anything else to leave it: ", "yes"),
    ]
    .map(|(question, reply)| (question, reply.to_owned()))
    .to_vec()
}

fn borrowed<'a>(talk: &'a [(&'static str, String)]) -> Vec<(&'a str, &'a str)> {
    talk.iter().map(|(ask, say)| (*ask, say.as_str())).collect()
}

#[test]
fn ten_minutes_from_nothing_to_a_profile_that_the_gateway_takes() {
    let there = Sandbox::new();
    let gateway = Served::start(&there, &[]);
    let sandbox = Sandbox::new();
    let talk = talk(&gateway.url);
    let (shown, code) = converse(sandbox.command(&["profile", "init"]), &borrowed(&talk));
    assert_eq!(code, 0, "{shown}");
    assert!(!shown.contains(KEY), "{shown}");
    // What is no secret shows as it is typed.
    assert!(shown.contains(&format!("app code: {APP_CODE}")), "{shown}");
    let words = shown.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(words.contains("the gateway takes app code"), "{shown}");
    let config = sandbox.path(".config/qfrefund/config.toml");
    let key = sandbox.path(".config/qfrefund/shop-hk.key");
    assert_eq!((mode(&config), mode(&key)), (0o600, 0o600));
    assert_eq!(std::fs::read_to_string(&key).unwrap(), KEY);
    let text = std::fs::read_to_string(&config).unwrap();
    assert!(text.contains("[profiles.shop-hk]") && !text.contains(KEY));
    assert!(text.matches("\n# ").count() >= 5, "no comments: {text}");
    assert!(sandbox.journal().exists());
    assert!(executed(&there).is_empty());
    let left = std::fs::read_dir(config.parent().unwrap()).unwrap().count();
    assert_eq!(left, 2, "something is left beside them");
    let payment = "20260105000200020000000001";
    let issue = ["issue", payment, "--amount", "1.00", "--profile", "shop-hk"];
    let issued = sandbox.run(&[&issue[..], &["--yes"]].concat());
    assert_eq!(issued.code, 0, "{issued:?}");
}

#[test]
fn stopping_at_any_question_leaves_nothing() {
    let sandbox = Sandbox::new();
    let talk = talk("http://127.0.0.1:1");
    // The last one comes when everything is written.
    let before_writing = talk.len() - 1;
    for stopped_at in 0..before_writing {
        let mut talk = talk[..=stopped_at].to_vec();
        talk[stopped_at].1 = CTRL_C.to_owned();
        let (shown, code) = converse(sandbox.command(&["profile", "init"]), &borrowed(&talk));
        assert_eq!(code, 10, "{stopped_at}: {shown}");
        assert!(!shown.contains(KEY), "{shown}");
        for folder in [".config", ".local"] {
            assert!(!sandbox.path(folder).exists(), "{stopped_at}: {shown}");
        }
    }
    let mut talk = talk[..before_writing].to_vec();
    talk[before_writing - 1].1 = String::new();
    let (shown, code) = converse(sandbox.command(&["profile", "init"]), &borrowed(&talk));
    assert_eq!(code, 10, "{shown}");
    assert!(shown.contains("nothing was written"), "{shown}");
    assert!(!sandbox.path(".config").exists());
}

#[test]
fn a_terminal_shows_again_what_is_typed_when_the_key_was_not_given() {
    let sandbox = Sandbox::new();
    let binary = sandbox.command(&[]).get_program().to_owned();
    let line = format!(
        "trap : INT; {} profile init; stty -a",
        binary.to_str().unwrap()
    );
    let mut shell = Command::new("sh");
    shell.args(["-c", &line]).env("HOME", sandbox.home.path());
    let mut talk = talk("http://127.0.0.1:1")[..9].to_vec();
    talk[8].1 = CTRL_C.to_owned();
    let (shown, _) = converse(shell, &borrowed(&talk));
    let modes = shown.rsplit("stopped").next().unwrap();
    assert!(
        modes.contains(" echo ") && !modes.contains("-echo "),
        "{shown}"
    );
}

#[test]
fn what_stands_in_the_file_stays_to_the_byte() {
    let sandbox = Sandbox::new();
    let before = "# mine, with no line end\n[profiles.other]  # kept\nenvironment='sandbox'\napp_code = \"B\"\ncurrency = \"JPY\"\nclient_key_env = \"OTHER\"";
    let config = sandbox.path(".config/qfrefund/config.toml");
    std::fs::create_dir_all(config.parent().unwrap()).unwrap();
    write_private(&config, before);
    let tail = [
        ("environment: ", "sandbox"),
        ("app code: ", "A"),
        ("mchid: ", "MCH1"),
        ("currency: ", "HKD"),
        ("client key in: ", "env"),
        ("variable: ", "SHOP_KEY"),
        ("or Enter to stop: ", "shop"),
        ("anything else to leave it: ", ""),
    ];
    let head = [
        ("profile: ", "other"),
        ("profile: ", "simulator"),
        ("profile: ", "shop"),
    ];
    let talk = [&head[..], &tail].concat();
    let (shown, code) = converse(sandbox.command(&["profile", "init"]), &talk);
    assert_eq!(code, 0, "{shown}");
    assert!(shown.contains("read `other`"), "{shown}");
    let after = std::fs::read_to_string(&config).unwrap();
    let added = after.strip_prefix(before).unwrap();
    assert!(added.starts_with("\n\n[profiles.shop]\n"), "{added}");
    assert_eq!(mode(&config), 0o600);
    for name in ["other", "shop"] {
        assert_eq!(sandbox.run(&["profile", "show", name]).code, 0);
    }
    let again = converse(sandbox.command(&["profile", "init", "shop"]), &[]);
    assert_eq!(again.1, 3, "{}", again.0);
    assert_eq!(std::fs::read_to_string(&config).unwrap(), after);
}

#[test]
fn a_typo_gets_another_chance_and_a_key_is_never_repeated() {
    let sandbox = Sandbox::new();
    let talk = [
        ("environment: ", "prodction"),
        ("environment: ", "sandbox"),
        ("app code: ", "REPLACE-WITH-YOUR-APP-CODE"),
        ("app code: ", "ａｐｐ"),
        ("app code: ", "A"),
        ("mchid: ", "12345678901234567"),
        ("mchid: ", ""),
        ("currency: ", "HDK"),
        ("currency: ", "HKD"),
        ("client key in: ", "file"),
        ("file: ", "relative"),
        ("file: ", ""),
        ("client key: ", "0E32A59A two words"),
        ("client key: ", KEY),
        ("or Enter to stop: ", "no"),
    ];
    let (shown, code) = converse(sandbox.command(&["profile", "init", "shop"]), &talk);
    assert_eq!(code, 10, "{shown}");
    for told in [
        "read `prodction`",
        "read `HDK`",
        "has a space in it",
        "`mchid` is longer",
    ] {
        assert!(shown.contains(told), "{told}: {shown}");
    }
    assert!(
        !shown.contains(KEY) && !shown.contains("0E32A59A"),
        "{shown}"
    );
}

#[test]
fn nobody_is_asked_without_a_terminal() {
    let sandbox = Sandbox::new();
    let run = sandbox.run(&["profile", "init", "shop"]);
    assert_eq!(run.code, 2, "{run:?}");
    assert!(!sandbox.path(".config").exists());
    let (shown, code) = converse(sandbox.command(&["profile", "init", "--no-input"]), &[]);
    assert_eq!(code, 0, "{shown}");
    let text = std::fs::read_to_string(sandbox.path(".config/qfrefund/config.toml")).unwrap();
    assert_eq!(text, qfrefund::profile::EXAMPLE);
}
