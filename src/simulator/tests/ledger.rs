//! The ledger file: shared, torn, reset, foreign; and the payments file.

use super::*;
use crate::simulator::ledger::Ledger;
use crate::simulator::seeds::seeds;
use std::fs;
use std::path::Path;

fn server(path: &Path) -> Server {
    Server::start(SimulatorOptions::new(path, HandClock::at(NOON))).unwrap()
}

fn refund(server: &Server, number: &str, txamt: &str) -> String {
    let pairs = [
        ("syssn", "20260105000200020000000010"),
        ("out_trade_no", number),
        ("txamt", txamt),
        ("txdtm", "2026-03-10 12:00:00"),
    ];
    let bytes = exchange(server.address(), &signed("/trade/v1/refund", &pairs));
    Reply::parse(&bytes).respcd()
}

#[test]
fn state_is_kept_between_runs_and_listed() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("deep/er/ledger.jsonl");
    assert_eq!(refund(&server(&path), "R-1", "2500"), "0000");
    assert_eq!(refund(&server(&path), "R-1", "2500"), "1251");
    let state = SimulatorState::read(&path, NOON).unwrap();
    assert_eq!(state.payments.len(), seeds().len());
    let payment = state.payments.last().unwrap();
    assert_eq!((payment.refunded, payment.rest), (2500, 7500));
    assert_eq!(
        serde_json::to_string(&state.refunds).unwrap(),
        r#"[{"out_trade_no":"R-1","syssn":"20260105000200020000000010","refund_syssn":"20260310000912000000000001","txamt":2500,"txcurrcd":"HKD","state":"done","respcd":"0000","sysdtm":"2026-03-10 12:00:00"}]"#
    );
    let fresh = SimulatorState::read(&folder.path().join("none"), NOON).unwrap();
    assert_eq!(
        (fresh.payments.len(), fresh.refunds.len()),
        (seeds().len(), 0)
    );
    assert!(!folder.path().join("none").exists());
}

#[cfg(unix)]
#[test]
fn only_the_owner_can_read_it() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("new/ledger.jsonl");
    server(&path);
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode(&path), mode(path.parent().unwrap())), (0o600, 0o700));
}

#[test]
fn racing_servers_never_refund_more_than_was_paid() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ledger.jsonl");
    // Each server has a ledger handle of its own, as another process has.
    let workers: Vec<_> = (0..4)
        .map(|worker| {
            let path = path.clone();
            std::thread::spawn(move || {
                let server = server(&path);
                (0..30)
                    .filter(|n| refund(&server, &format!("R-{worker}-{n}"), "300") == "0000")
                    .count()
            })
        })
        .collect();
    let done: usize = workers.into_iter().map(|w| w.join().unwrap()).sum();
    assert_eq!(done, 33, "10000 / 300");
    let state = SimulatorState::read(&path, NOON).unwrap();
    let mut numbers: Vec<_> = state.refunds.iter().map(|r| &r.refund_syssn).collect();
    numbers.sort();
    numbers.dedup();
    assert_eq!(
        (numbers.len(), state.payments.last().unwrap().rest),
        (33, 100)
    );
}

#[test]
fn racing_requests_with_one_number_execute_once() {
    let rig = Rig::new();
    let address = rig.server.address();
    let bytes = signed(
        "/trade/v1/refund",
        &[
            ("syssn", PAYMENT),
            ("out_trade_no", "R-1"),
            ("txamt", "100"),
            ("txdtm", "2026-03-10 12:00:00"),
        ],
    );
    let workers: Vec<_> = (0..8)
        .map(|_| {
            let bytes = bytes.clone();
            std::thread::spawn(move || Reply::parse(&exchange(address, &bytes)).respcd())
        })
        .collect();
    let mut codes: Vec<String> = workers.into_iter().map(|w| w.join().unwrap()).collect();
    codes.sort();
    assert_eq!((codes[0].as_str(), codes[1].as_str()), ("0000", "1251"));
    assert_eq!(rig.executed().len(), 1);
}

#[test]
fn a_line_cut_short_is_removed_by_the_next_reader() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ledger.jsonl");
    let running = server(&path);
    assert_eq!(refund(&running, "R-1", "100"), "0000");
    let whole = fs::read(&path).unwrap();
    assert_eq!(refund(&running, "R-2", "100"), "0000");
    let second = fs::read(&path).unwrap();
    for end in whole.len() + 1..second.len() {
        fs::write(&path, &second[..end]).unwrap();
        let state = SimulatorState::read(&path, NOON).unwrap();
        assert_eq!(state.refunds.len(), 1, "{end}");
        assert_eq!(fs::read(&path).unwrap(), whole);
    }
    // The running server had read the second refund; it notices that it is gone.
    assert_eq!(refund(&running, "R-2", "100"), "0000");
    // Even the first line may be torn.
    for end in 0..60 {
        fs::write(&path, &whole[..end]).unwrap();
        assert_eq!(SimulatorState::read(&path, NOON).unwrap().refunds.len(), 0);
    }
}

#[test]
fn damage_in_the_middle_is_named_and_reset_cures_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ledger.jsonl");
    let running = server(&path);
    refund(&running, "R-1", "100");
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, text.replace("\"txamt\":100", "\"txamt\":-1")).unwrap();
    let error = Ledger::open(&path, NOON).unwrap_err().to_string();
    assert!(
        error.contains("ledger.jsonl:2: the simulator's ledger cannot be read"),
        "{error}"
    );
    assert!(error.ends_with("reset the simulator"), "{error}");
    reset(&path, NOON).unwrap();
    // Without a restart, and with the old number.
    assert_eq!(refund(&running, "R-1", "100"), "0000");
    reset(&path, NOON).unwrap();
    assert_eq!(refund(&running, "R-1", "100"), "0000");
    fs::remove_file(&path).unwrap();
    reset(&path, NOON).unwrap();
    assert_eq!(refund(&running, "R-1", "100"), "0000");
    assert_eq!(SimulatorState::read(&path, NOON).unwrap().refunds.len(), 1);
}

#[test]
fn a_running_server_with_a_broken_ledger_answers_500() {
    let rig = Rig::new();
    fs::write(rig.state_path(), "my diary\n").unwrap();
    assert_eq!(rig.refund("R-1", "100").status, 500);
    let events = rig.events.lock().unwrap();
    let trouble = events[0].trouble.as_deref().unwrap();
    assert!(trouble.contains("is not a simulator ledger"), "{trouble}");
}

#[test]
fn foreign_files_are_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("notes.txt");
    for text in ["dear diary", "{\"event\":\"party\"}\n", &"x".repeat(9999)] {
        fs::write(&path, text).unwrap();
        for error in [
            Ledger::open(&path, NOON).unwrap_err(),
            reset(&path, NOON).unwrap_err(),
        ] {
            assert!(matches!(error, SimulatorError::NotALedger(_)), "{error}");
        }
        assert_eq!(fs::read_to_string(&path).unwrap(), text);
    }
    let future = "{\"event\":\"ledger\",\"version\":2}\n";
    fs::write(&path, future).unwrap();
    let error = Ledger::open(&path, NOON).unwrap_err().to_string();
    assert!(
        error.contains(":1: the ledger was written by another version"),
        "{error}"
    );
}

fn with_payments(path: &Path, payments: &str) -> Result<Server, String> {
    let file = path.with_file_name("payments.jsonl");
    fs::write(&file, payments).unwrap();
    let mut options = SimulatorOptions::new(path, HandClock::at(NOON));
    options.payments = Some(file);
    Server::start(options).map_err(|error| error.to_string())
}

#[test]
fn own_payments_are_added_once_and_seen_by_all() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ledger.jsonl");
    let other = server(&path);
    let mut lines: Vec<String> = (0..3000)
        .map(|n| {
            format!(r#"{{"syssn":"202602010002{n:014}","txamt":{},"txcurrcd":"HKD","pay_type":"801514"}}"#, n + 1000)
        })
        .collect();
    lines.push(r#"{"syssn":"OLD-1","txamt":"900","txcurrcd":"JPY","pay_type":"802801","out_trade_no":"X-1","sysdtm":"today","respcd":"0000","partial":false}"#.to_owned());
    let text = format!("\u{feff}{}\r\n\n", lines.join("\r\n"));
    with_payments(&path, &text).unwrap();
    let length = fs::metadata(&path).unwrap().len();
    with_payments(&path, &text).unwrap();
    assert_eq!(fs::metadata(&path).unwrap().len(), length);
    let pairs = [("syssn", "20260201000200000000000007,OLD-1")];
    let bytes = exchange(other.address(), &signed("/trade/v1/query", &pairs));
    let reply = Reply::parse(&bytes);
    assert_eq!(
        reply.rows(),
        [
            "payment X-1 0000 0",
            "payment P20260201000200000000000007 0000 0"
        ]
    );
    assert_eq!(reply.json()["data"][1]["sysdtm"], "2026-02-01 12:00:00");
    let error = with_payments(&path, &text.replace(":1007,", ":1,")).unwrap_err();
    assert!(error.contains("payments.jsonl:8: 20260201000200000000000007 is in the simulator's ledger with other contents"), "{error}");
    assert_eq!(fs::metadata(&path).unwrap().len(), length);
}

#[test]
fn mistakes_in_the_payments_file_name_their_line() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ledger.jsonl");
    let good = r#"{"syssn":"A","txamt":1,"txcurrcd":"HKD","pay_type":"801514"}"#;
    for (bad, why) in [
        (
            r#"{"syssn":"B","txamt":0,"txcurrcd":"HKD","pay_type":"801514"}"#,
            "`txamt` must be 1 to",
        ),
        (
            r#"{"syssn":"B","txamt":1.5,"txcurrcd":"HKD","pay_type":"801514"}"#,
            "`txamt` must be whole minor units",
        ),
        (
            r#"{"syssn":"B","txamt":1,"txcurrcd":"hkd","pay_type":"801514"}"#,
            "`txcurrcd` must be one of AED",
        ),
        (
            r#"{"syssn":"B","txamt":1,"txcurrcd":"HKD","pay_type":"alipay"}"#,
            "`pay_type` must be 6 digits",
        ),
        (
            r#"{"syssn":"B,C","txamt":1,"txcurrcd":"HKD","pay_type":"801514"}"#,
            "`syssn` must be",
        ),
        (
            r#"{"syssn":"B","txamt":1,"txcurrcd":"HKD","pay_type":"801514","paid":1}"#,
            "unknown field `paid`",
        ),
        (
            r#"{"syssn":"B","txamt":1,"txcurrcd":"HKD","pay_type":"801514","sysdtm":"yesterday"}"#,
            "`sysdtm` must be",
        ),
        (good, "A stands on line 1 already"),
        ("20260105", "not a payment"),
    ] {
        let error = with_payments(&path, &format!("{good}\n{bad}\n")).unwrap_err();
        assert!(
            error.contains("payments.jsonl:2: ") && error.contains(why),
            "{error}"
        );
    }
    let state = SimulatorState::read(&path, NOON).unwrap();
    assert_eq!(state.payments.len(), seeds().len(), "all or nothing");
}
