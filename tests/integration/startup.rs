//! What a start touches, as the kernel sees it: neither `--version` nor a dry run looks at
//! certificates or the keyring's bus, or makes a socket.
#![cfg(target_os = "linux")]

use crate::support::sandbox::{ISSUE, PAYMENT, profile};
use crate::support::stub::agree;
use crate::support::tls::TlsStub;
use crate::support::{Act, Sandbox, strace};
use std::process::{Command, Stdio};

/// System calls that name a file or have to do with sockets, with what they named.
#[derive(Debug)]
struct Trace {
    files: Vec<String>,
    network: Vec<String>,
    program: String,
}

/// Runs the binary under strace, tempted by variables that name certificates and a bus.
fn trace(sandbox: &Sandbox, arguments: &[&str]) -> Trace {
    let plain = sandbox.command(arguments);
    let log = sandbox.path("trace");
    let status = Command::new("strace")
        .args(["-f", "-qq", "-s", "4096", "-e", "trace=%file,%network"])
        .arg("-o")
        .arg(&log)
        .arg(plain.get_program())
        .args(plain.get_args())
        .env_clear()
        .env("PATH", std::env::var_os("PATH").unwrap_or_default())
        .env("HOME", sandbox.home.path())
        .env("SSL_CERT_FILE", sandbox.path("authorities.pem"))
        .env("SSL_CERT_DIR", sandbox.path("authorities"))
        .env(
            "DBUS_SESSION_BUS_ADDRESS",
            format!("unix:path={}", sandbox.path("bus").display()),
        )
        .current_dir(sandbox.home.path())
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .unwrap();
    assert!(status.code().is_some(), "{status}");
    let text = std::fs::read_to_string(&log).unwrap();
    let calls = || {
        text.lines()
            // Behind the process's number; a call another thread interrupted is told in two lines.
            .filter_map(|line| line.split_once(' ').map(|(_, call)| call.trim_start()))
            .filter(|call| !call.starts_with("<...") && !call.starts_with("---"))
    };
    let is_network = |call: &&str| {
        [
            "socket",
            "connect",
            "bind",
            "send",
            "recv",
            "getsockopt",
            "setsockopt",
        ]
        .iter()
        .any(|name| call.starts_with(name))
    };
    Trace {
        files: calls()
            .filter(|call| !is_network(call))
            .filter_map(|call| call.split('"').nth(1).map(str::to_owned))
            .collect(),
        network: calls().filter(is_network).map(str::to_owned).collect(),
        program: plain.get_program().to_str().unwrap().to_owned(),
    }
}

impl Trace {
    /// What it touched besides its own binary, the dynamic linker's files and the kernel's own.
    fn own_files(&self) -> Vec<&str> {
        self.files
            .iter()
            .map(String::as_str)
            .filter(|path| {
                // An empty path is a question about a file already open.
                !(path.is_empty()
                    || path.contains(".so")
                    || *path == self.program
                    || path.starts_with("/proc/")
                    || path.starts_with("/sys/"))
            })
            .collect()
    }
}

#[test]
fn version_touches_nothing() {
    if !strace::works() {
        return;
    }
    let trace = trace(&Sandbox::at("https://gateway.example"), &["--version"]);
    assert!(!trace.files.is_empty(), "nothing was traced");
    assert_eq!(trace.own_files(), Vec::<&str>::new(), "{trace:#?}");
    assert!(trace.network.is_empty(), "{trace:#?}");
}

#[test]
fn a_dry_run_touches_the_config_file_and_the_journal_alone_and_changes_nothing() {
    if !strace::works() {
        return;
    }
    let sandbox = Sandbox::at("https://gateway.example");
    let config = sandbox.path(".config/qfrefund/config.toml");
    let journal = sandbox.journal();
    let kept = || {
        let folder = std::fs::read_dir(journal.parent().unwrap()).unwrap();
        let mut files: Vec<_> = folder.map(|file| file.unwrap().path()).collect();
        files.sort();
        (files, std::fs::read(&journal).unwrap())
    };
    let before = kept();
    for form in ["table", "json"] {
        let trace = trace(
            &sandbox,
            &[
                "issue",
                PAYMENT,
                "--amount",
                "12.50",
                "--profile",
                "stub",
                "--dry-run",
                "--output",
                form,
            ],
        );
        // Whose the folders above it are is looked at as well.
        let mut touched = trace.own_files();
        touched.retain(|file| *file == config.to_str().unwrap() || !config.starts_with(file));
        // The journal is read, with what SQLite keeps beside it.
        touched.retain(|file| {
            !journal.starts_with(file) && !file.starts_with(journal.to_str().unwrap())
        });
        touched.dedup();
        assert_eq!(touched, [config.to_str().unwrap()], "{trace:#?}");
        assert!(trace.network.is_empty(), "{trace:#?}");
    }
    assert_eq!(kept(), before);
}

/// The control: the same tracing does see what a refund touches.
#[test]
fn the_trace_shows_what_a_refund_touches() {
    if !strace::works() {
        return;
    }
    let stub = TlsStub::start(&["127.0.0.1"], vec![Act::CloseAfterReading]);
    let sandbox = Sandbox::at(&stub.url());
    let trace = trace(&sandbox, &ISSUE);
    let authorities = sandbox.path("authorities.pem");
    assert!(
        trace.own_files().contains(&authorities.to_str().unwrap()),
        "{trace:#?}"
    );
    assert!(
        trace
            .network
            .iter()
            .any(|call| call.starts_with("connect(")),
        "{trace:#?}"
    );
}

/// The first row goes alone, so that those after it find them read.
#[test]
fn the_authorities_are_read_once_for_all_workers_of_a_batch() {
    if !strace::works() {
        return;
    }
    let opened = |arguments: &[&str]| {
        let server = TlsStub::start(&["127.0.0.1"], (0..16).map(|_| agree("0000")).collect());
        let sandbox = Sandbox::new();
        std::fs::write(sandbox.path("authorities.pem"), &server.ca_pem).unwrap();
        let more = "rate_limit = \"none\"\nclearing_pause = false\n";
        sandbox.write_config(&profile(&server.url(), more));
        let rows = (1..=16).map(|row| format!("20260201000200020{row:09},1.00\n"));
        let file = format!("syssn,amount\n{}", rows.collect::<String>());
        std::fs::write(sandbox.path("batch.csv"), file).unwrap();
        let trace = trace(
            &sandbox,
            &[arguments, &["--profile", "stub", "--yes"]].concat(),
        );
        assert!(!server.stub.arrivals().is_empty());
        let files = trace.files.iter();
        files
            .filter(|path| path.ends_with("authorities.pem"))
            .count()
    };
    let one = opened(&["issue", PAYMENT, "--amount", "1", "--no-preflight"]);
    let run = ["batch", "run", "batch.csv", "--no-preflight", "--jobs", "8"];
    assert!(one > 0);
    for _ in 0..3 {
        assert_eq!(opened(&[&run[..], &["--wait", "0"]].concat()), one);
    }
}
