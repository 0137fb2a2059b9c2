//! The simulator as others meet it: the built-in profile, `simulator serve`, curl and a script
//! that follows the API guide.

use crate::support::sandbox::{APP_CODE, KEY, finish};
use crate::support::simulator::{Served, executed};
use crate::support::{Run, Sandbox};
use serde_json::Value;
use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;
use std::process::{Command, Stdio};

const README_PAYMENT: &str = "20260105000200020000000001";

fn issue(sandbox: &Sandbox, more: &[&str]) -> Run {
    let mut arguments = vec![
        "issue",
        README_PAYMENT,
        "--profile",
        "simulator",
        "--yes",
        "--output",
        "json",
    ];
    arguments.extend(more);
    sandbox.run(&arguments)
}

fn has(program: &str) -> bool {
    let found = Command::new(program).arg("--version").output().is_ok()
        || Command::new(program).arg("version").output().is_ok();
    assert!(
        found || std::env::var_os("CI").is_none(),
        "{program} is missing, and CI is set"
    );
    found
}

#[test]
fn the_built_in_profile_refunds_and_remembers() {
    let sandbox = Sandbox::new();
    let run = issue(&sandbox, &["--amount", "12.50"]);
    assert_eq!(run.code, 0, "{run:?}");
    let refunds = executed(&sandbox);
    assert_eq!(refunds.len(), 1);
    assert_eq!(refunds[0]["out_trade_no"], run.json()["out_trade_no"]);
    assert_eq!(refunds[0]["txamt"], 1250);
    // The rest is kept between runs: HKD 5,000.00 less 12.50 leaves 4,987.50.
    let more = issue(&sandbox, &["--amount", "4987.51"]);
    assert_eq!(
        (more.code, more.json()["cause"].as_str()),
        (8, Some("rest")),
        "{more:?}"
    );
    let unseen = issue(&sandbox, &["--amount", "4987.51", "--no-preflight"]);
    assert_eq!(
        (unseen.code, unseen.json()["cause"].as_str()),
        (8, Some("rest")),
        "the journal knows it too: {unseen:?}"
    );
    assert_eq!(issue(&sandbox, &["--amount", "4987.50"]).code, 0);
    assert_eq!(issue(&sandbox, &["--amount", "2.01"]).code, 8);
    assert_eq!(executed(&sandbox).len(), 2);
    assert_eq!(sandbox.run(&["simulator", "reset"]).code, 0);
    assert!(executed(&sandbox).is_empty());
    assert_eq!(
        issue(&sandbox, &["--amount", "12.50"]).code,
        0,
        "the rehearsal's journal is forgotten too"
    );
}

#[test]
fn a_rerun_with_the_same_reference_never_refunds_twice() {
    let sandbox = Sandbox::new();
    let first = issue(&sandbox, &["--amount", "12.50", "--reference", "CRM-1"]);
    let second = issue(&sandbox, &["--amount", "12.50", "--reference", "CRM-1"]);
    assert_eq!((first.code, second.code), (0, 0), "{second:?}");
    assert_eq!(second.json()["replayed"], true);
    // Even with the journal lost the rerun arrives at the same number, which the look finds at the
    // gateway, and which the gateway refuses.
    std::fs::remove_file(sandbox.path(".local/share/qfrefund/simulator-journal.db")).unwrap();
    let again = ["--amount", "12.50", "--reference", "CRM-1"];
    let third = issue(&sandbox, &again);
    assert_eq!(
        (third.code, third.json()["cause"].as_str()),
        (8, Some("number_used")),
        "{third:?}"
    );
    let unseen = issue(&sandbox, &[&again[..], &["--no-preflight"]].concat());
    assert_eq!(
        (unseen.code, unseen.json()["respcd"].as_str()),
        (6, Some("1251")),
        "{unseen:?}"
    );
    let number = first.json()["out_trade_no"].as_str().unwrap().to_owned();
    let found = sandbox.run(&[
        "enquiry",
        &number,
        "--profile",
        "simulator",
        "--output",
        "json",
    ]);
    assert_eq!(
        (found.code, found.json()["outcome"].as_str()),
        (0, Some("refunded")),
        "{found:?}"
    );
    assert_eq!(executed(&sandbox).len(), 1);
}

#[test]
fn enquiry_tells_the_state_and_exits_by_it() {
    let sandbox = Sandbox::new();
    let payment = sandbox.run(&[
        "enquiry",
        "--syssn",
        README_PAYMENT,
        "--profile",
        "simulator",
        "--output",
        "json",
    ]);
    assert_eq!(
        (
            payment.code,
            payment.json()["rows"][0]["order_type"].as_str()
        ),
        (0, Some("payment")),
        "{payment:?}"
    );
    let absent = sandbox.run(&[
        "enquiry",
        "RF20260105-ABSENT",
        "--profile",
        "simulator",
        "--output",
        "json",
    ]);
    assert_eq!(
        (absent.code, absent.json()["outcome"].as_str()),
        (6, Some("unknown")),
        "{absent:?}"
    );
    // Its own month and those beside it, and those of now, as its date is that of some clock.
    let months = absent.json()["months"].as_array().unwrap().clone();
    assert_eq!(months[..3], ["2025-12", "2026-01", "2026-02"]);
    assert!(months.len() > 3, "{months:?}");
    let order = sandbox.run(&[
        "enquiry",
        "ORDER-0001",
        "--month",
        "2026-01",
        "--profile",
        "simulator",
        "--output",
        "json",
    ]);
    assert_eq!(order.code, 6, "a payment's number is no refund: {order:?}");
}

#[test]
fn curl_with_a_hand_made_signature_can_refund() {
    if !has("curl") || !has("openssl") {
        return;
    }
    let sandbox = Sandbox::new();
    let server = Served::start(&sandbox, &[]);
    for (digest, header) in [("md5", ""), ("sha256", "-H X-QF-SIGNTYPE:SHA256")] {
        let script = format!(
            "set -e; fields='out_trade_no=CURL-{digest}&syssn={README_PAYMENT}&txamt=1250&txdtm=2026-01-05 11:10:38'; \
             sign=$(printf '%s' \"${{fields}}{KEY}\" | openssl dgst -{digest} -r | cut -d' ' -f1); \
             curl -sS {}/trade/v1/refund -H X-QF-APPCODE:{APP_CODE} -H X-QF-SIGN:$sign {header} \
             --data-urlencode out_trade_no=CURL-{digest} --data-urlencode syssn={README_PAYMENT} --data-urlencode txamt=1250 --data-urlencode 'txdtm=2026-01-05 11:10:38'",
            server.url
        );
        let output = Command::new("bash").args(["-c", &script]).output().unwrap();
        let reply: Value = serde_json::from_slice(&output.stdout)
            .unwrap_or_else(|error| panic!("{error}: {output:?}"));
        assert_eq!(reply["respcd"], "0000", "{reply}");
    }
    assert_eq!(executed(&sandbox).len(), 2);
}

#[test]
fn a_script_that_follows_the_guide_can_refund() {
    if !has("python3") {
        return;
    }
    let sandbox = Sandbox::new();
    let server = Served::start(&sandbox, &[]);
    let script = r#"
import hashlib, sys, urllib.parse, urllib.request
url, app_code, key = sys.argv[1:4]
data = {'mchid': 'ZaMVg12345', 'txamt': '1000', 'syssn': '20191227000200020061752831', 'out_trade_no': 'GUIDE7', 'txdtm': '2026-01-05 11:10:38'}
text = '&'.join('%s=%s' % (k, data[k]) for k in sorted(data)) + key
sign = hashlib.md5(text.encode('utf-8')).hexdigest().upper()
request = urllib.request.Request(url + '/trade/v1/refund', urllib.parse.urlencode(data).encode(), {'X-QF-APPCODE': app_code, 'X-QF-SIGN': sign})
print(urllib.request.urlopen(request).read().decode())
"#;
    let output = Command::new("python3")
        .args(["-c", script, &server.url, APP_CODE, KEY])
        .output()
        .unwrap();
    let reply: Value = serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|error| panic!("{error}: {output:?}"));
    assert_eq!(
        (reply["respcd"].as_str(), reply["orig_syssn"].as_str()),
        (Some("0000"), Some("20191227000200020061752831"))
    );
}

#[test]
fn faults_can_be_rehearsed() {
    let sandbox = Sandbox::new();
    std::fs::write(
        sandbox.path("faults.toml"),
        "[[fault]]\non = \"refund\"\ndo = \"drop-after\"\ntimes = 1\n",
    )
    .unwrap();
    let server = Served::start(&sandbox, &["--faults", "faults.toml"]);
    sandbox.write_config(&crate::support::sandbox::profile(&server.url, ""));
    let run = sandbox.run(&[
        "issue",
        README_PAYMENT,
        "--amount",
        "12.50",
        "--profile",
        "stub",
        "--yes",
        "--output",
        "json",
    ]);
    assert_eq!(run.code, 6, "{run:?}");
    let number = run.json()["out_trade_no"].as_str().unwrap().to_owned();
    let found = finish(&mut sandbox.command(&[
        "enquiry",
        &number,
        "--profile",
        "stub",
        "--output",
        "json",
    ]));
    assert_eq!(
        found.code, 0,
        "the refund that went unanswered is found: {found:?}"
    );
    assert_eq!(executed(&sandbox).len(), 1);
}

#[test]
fn it_does_not_listen_for_other_machines_unasked() {
    let run = Sandbox::new().run(&["simulator", "serve", "--listen", "0.0.0.0:0"]);
    assert_eq!(run.code, 3, "{run:?}");
}

#[test]
fn an_unusable_ledger_is_told_once_with_one_document() {
    let arguments = [
        "issue",
        "20260105000200020000000001",
        "--amount",
        "12.50",
        "--profile",
        "simulator",
        "--yes",
        "--output",
        "json",
    ];
    let told = |run: &Run| {
        assert_eq!(
            (run.code, run.json()["cause"].as_str()),
            (3, Some("setup")),
            "{run:?}"
        );
        let message = run.json()["message"].as_str().unwrap().to_owned();
        assert!(
            message.matches("os error").count() <= 1,
            "said twice: {run:?}"
        );
        assert!(!message.contains("journal"), "{run:?}");
    };
    let sandbox = Sandbox::new();
    let mut homeless = sandbox.command(&arguments);
    homeless.env_remove("HOME");
    told(&finish(&mut homeless));
    let ledger = sandbox.path(".local/share/qfrefund/simulator.jsonl");
    std::fs::create_dir_all(&ledger).unwrap();
    told(&sandbox.run(&arguments));
    std::fs::remove_dir(&ledger).unwrap();
    std::fs::write(&ledger, "somebody's notes\n").unwrap();
    told(&sandbox.run(&arguments));
    assert_eq!(
        std::fs::read_to_string(&ledger).unwrap(),
        "somebody's notes\n"
    );
}

#[test]
fn the_longest_device_number_is_the_same_on_both_sides() {
    let sandbox = Sandbox::new();
    let issue = |udid: &str| {
        let number = "20260105000200020000000001";
        sandbox.run(&[
            "issue",
            number,
            "--amount",
            "12.50",
            "--profile",
            "simulator",
            "--yes",
            "--udid",
            udid,
        ])
    };
    assert_eq!(issue(&"店".repeat(40)).code, 0);
    assert_eq!(issue(&"店".repeat(41)).code, 2);
}

#[test]
fn each_request_served_is_a_document() {
    let sandbox = Sandbox::new();
    let serve = [
        "simulator",
        "serve",
        "--listen",
        "127.0.0.1:0",
        "--output",
        "json",
    ];
    let mut child = sandbox
        .command(&serve)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut said = String::new();
    let mut stderr = BufReader::new(child.stderr.take().unwrap());
    stderr.read_line(&mut said).unwrap();
    let address = said.split("http://").nth(1).unwrap();
    let address = address.split(';').next().unwrap();
    let mut stream = TcpStream::connect(address).unwrap();
    write!(stream, "GET /nowhere HTTP/1.1\r\nHost: {address}\r\n\r\n").unwrap();
    let mut line = String::new();
    let mut stdout = BufReader::new(child.stdout.take().unwrap());
    stdout.read_line(&mut line).unwrap();
    child.kill().unwrap();
    child.wait().unwrap();
    let document: Value = serde_json::from_str(&line).unwrap();
    assert_eq!(
        (&document["schema"], &document["kind"], &document["path"]),
        (&1.into(), &"request".into(), &"/nowhere".into()),
        "{line}"
    );
}
