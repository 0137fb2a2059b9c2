//! Disks that lose what was not synced, and disks that are full: the program on one of its own.

use crate::support::disk::Disk;
use crate::support::sandbox::profile;
use crate::support::stub::{Act, Arrival, Stub};
use crate::support::{Sandbox, json_reply};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::process::{Command, Stdio};
use std::sync::mpsc::channel;
use std::thread;
use std::time::Duration;

/// The payment of a row.
fn payment(row: usize) -> String {
    format!("2026020100020002{row:010}")
}

/// Whether it is a refund that has arrived, not an enquiry.
fn is_refund(arrival: &Arrival) -> bool {
    arrival.head.starts_with("POST /trade/v1/refund ")
}

/// A gateway that executes every refund and finds none.
fn reply(arrival: &Arrival) -> Vec<u8> {
    if !is_refund(arrival) {
        return json_reply(r#"{"respcd":"0000","data":[]}"#);
    }
    let of = |name| arrival.parameter(name).unwrap();
    json_reply(&format!(
        r#"{{"respcd":"0000","resperr":"","syssn":"20260105000300020061652643","orig_syssn":"{}","txamt":"{}","txcurrcd":"HKD","out_trade_no":"{}","sysdtm":"{}"}}"#,
        of("syssn"),
        of("txamt"),
        of("out_trade_no"),
        // Its clock is the client's.
        of("txdtm")
    ))
}

fn answer() -> Act {
    after(|| ())
}

/// Does something before it answers.
fn after(first: impl FnOnce() + Send + 'static) -> Act {
    Act::Custom(Box::new(move |stream, arrival| {
        first();
        let _ = stream.write_all(&reply(arrival));
    }))
}

/// How often a refund of each payment has arrived.
fn arrivals(stub: &Stub) -> BTreeMap<String, usize> {
    let mut found = BTreeMap::new();
    for arrival in stub.arrivals().iter().filter(|arrival| is_refund(arrival)) {
        *found
            .entry(arrival.parameter("syssn").unwrap())
            .or_default() += 1;
    }
    found
}

/// A home whose journal is on the disk.
fn home(disk: &Disk, stub: &Stub) -> Sandbox {
    let sandbox = Sandbox::new();
    let journal = disk.path().join("books/journal.db");
    let more = format!(
        "journal = \"{}\"\nclearing_pause = false\nrate_limit = \"none\"\n",
        journal.display()
    );
    sandbox.write_config(&profile(&stub.url(), &more));
    let made = sandbox.run(&["journal", "init", "--profile", "stub"]);
    assert_eq!(made.code, 0, "{made:?}");
    sandbox
}

#[test]
fn marks_that_a_disk_has_lost_and_came_back_without_prove_nothing() {
    let Some(disk) = Disk::mount(32) else { return };
    let (path, lost) = (disk.path(), disk.path());
    let (tell, told) = channel();
    let mut acts = vec![
        // The file of the handovers is on the disk, with the first mark.
        after(move || Disk::sync(&path)),
        after(move || {
            // The second one is not, and the money has moved.
            Disk::shut_down(&lost);
            tell.send(()).unwrap();
            thread::sleep(Duration::from_secs(20));
        }),
    ];
    acts.extend((0..50).map(|_| answer()));
    let stub = Stub::start(acts);
    let home = home(&disk, &stub);
    let mut file = "syssn,amount\n".to_owned();
    for row in 1..=4 {
        writeln!(file, "{},12.50", payment(row)).unwrap();
    }
    std::fs::write(home.path("batch.csv"), file).unwrap();
    let line =
        "batch run batch.csv --yes --keep-going --jobs 1 --wait 1 --profile stub --output json";
    let words: Vec<&str> = line.split(' ').collect();
    let mut killed = home
        .command(&words)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    told.recv_timeout(Duration::from_secs(60)).unwrap();
    killed.kill().unwrap();
    killed.wait().unwrap();
    disk.come_back();
    let left: Vec<String> = std::fs::read_dir(disk.path().join("books"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.to_string_lossy().contains("-handover-"))
        .map(|path| String::from_utf8_lossy(&std::fs::read(path).unwrap()).into_owned())
        .collect();
    // This is what the test is about: a file with a whole head that lacks the second mark.
    let [left] = left.as_slice() else {
        panic!("{left:?}");
    };
    assert!(left.starts_with("qfrefund handover"), "{left}");
    assert!(
        left.contains("\n1 1\n") && !left.contains("\n2 1\n"),
        "{left}"
    );
    let again = home.run(&words);
    let once: BTreeMap<String, usize> = (1..=4).map(|row| (payment(row), 1)).collect();
    assert_eq!(arrivals(&stub), once, "{again:?}");
    assert_eq!(again.json()["worst"], "unknown", "{again:?}");
    let line = "history --state unknown --profile stub --output json";
    let unknown = home.run(&line.split(' ').collect::<Vec<_>>());
    let rows = unknown.json()["refunds"].as_array().unwrap().len();
    assert!(
        rows == 1 && unknown.stdout.contains(&payment(2)),
        "{unknown:?}"
    );
}

#[test]
fn an_outcome_that_a_full_disk_did_not_take_is_entered_when_there_is_room() {
    let Some(disk) = Disk::mount(16) else { return };
    let path = disk.path();
    let full = path.clone();
    let mut acts = vec![after(move || Disk::fill(&full))];
    acts.extend((0..9).map(|_| answer()));
    let stub = Stub::start(acts);
    let home = home(&disk, &stub);
    let issue = ["issue", &payment(1), "--amount", "12.50", "--yes"];
    let on = |words: &[&str]| {
        let more = ["--profile", "stub", "--output", "json"];
        home.run(&[words, &more].concat())
    };
    let told = on(&issue);
    assert_eq!(told.code, 0, "{told:?}");
    assert_eq!(told.json()["outcome"], "refunded", "{told:?}");
    for words in ["could not be written down", "is kept beside the journal"] {
        assert!(told.stderr.contains(words), "{told:?}");
    }
    // As long as there is no room nobody says that nothing waits.
    Disk::fill(&path);
    let resolve = on(&["resolve", "--all"]);
    assert_eq!(resolve.code, 3, "{resolve:?}");
    assert!(resolve.stderr.contains("no room left"), "{resolve:?}");
    assert_eq!(arrivals(&stub).values().sum::<usize>(), 1);
    Disk::make_room(&path);
    // At once, long before the lease is over.
    let resolve = on(&["resolve", "--all"]);
    assert_eq!(resolve.code, 0, "{resolve:?}");
    assert!(
        resolve.stderr.contains("stand in the journal now: 1"),
        "{resolve:?}"
    );
    let list = on(&["history"]).json();
    assert_eq!(list["refunds"][0]["state"], "refunded", "{list}");
    let number = told.json()["out_trade_no"].as_str().unwrap().to_owned();
    let show = on(&["show", &number]).json();
    let last = show["events"].as_array().unwrap().last().unwrap().clone();
    assert_eq!(last["event"], "reply_done", "{last}");
    assert_eq!(on(&["journal", "verify"]).code, 0);
    // Nobody needs the file any more: the next one that sends takes it away.
    let other = on(&["issue", &payment(2), "--amount", "1", "--yes"]);
    assert_eq!(other.code, 0, "{other:?}");
    let left: Vec<_> = std::fs::read_dir(path.join("books"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .filter(|name| name.to_string_lossy().contains("-handover-"))
        .collect();
    assert!(left.is_empty(), "{left:?}");
}

/// Runs the program where a table of mounts says this of its home: a kind, and a further line.
const AS_IF: &str = r#"
mount -t tmpfs none "$HOME" && chmod 700 "$HOME" || exit 99
cp -a "$FROM/." "$HOME"
grep -v " $HOME " /proc/self/mountinfo > "$HOME/table"
printf "$ODD" >> "$HOME/table"
printf '99 22 %s / %s rw - %s share rw\n' "$(stat -c '%Hd:%Ld' "$HOME")" "$HOME" "$KIND" >> "$HOME/table"
mount --bind "$HOME/table" /proc/$$/mountinfo || exit 99
cd "$HOME" && exec "$PROGRAM" "$@""#;

/// A mount elsewhere whose name is no UTF-8.
const ODD: &str = r"98 22 0:999 / /mnt/\262\342\312\324 rw - tmpfs none rw\n";

#[test]
fn a_journal_on_what_is_not_known_to_be_local_is_refused_unless_it_is_named() {
    let can = Command::new("unshare").args(["-m", "true"]).output();
    if !can.is_ok_and(|output| output.status.success()) {
        println!("skipped: no mounts of its own can be had here");
        return;
    }
    let stub = Stub::start((0..40).map(|_| answer()).collect());
    let run = |kind: &str, odd: &str, more: &str| {
        let (from, home) = (Sandbox::new(), tempfile::tempdir().unwrap());
        from.write_config(&profile(&stub.url(), more));
        let issue = ["issue", &payment(1), "--amount", "12.50", "--yes"];
        let output = Command::new("unshare")
            .args(["-m", "bash", "-c", AS_IF, "bash"])
            .args(issue)
            .args(["--profile", "stub"])
            .env_clear()
            .env(
                "PATH",
                "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
            )
            .env("HOME", home.path())
            .env("FROM", from.home.path())
            .env("PROGRAM", assert_cmd::cargo::cargo_bin!("qfrefund"))
            .env("KIND", kind)
            .env("ODD", odd)
            .stdin(Stdio::null())
            .output()
            .unwrap();
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        (output.status.code(), told)
    };
    for kind in ["ext4", "tmpfs", "overlay"] {
        assert_eq!(
            run(kind, "", "").0,
            Some(0),
            "{kind}: {}",
            run(kind, "", "").1
        );
    }
    for kind in [
        "nfs4",
        "9p",
        "virtiofs",
        "vboxsf",
        "fuse.grpcfuse",
        "ocfs2",
        "gfs2",
    ] {
        let (code, told) = run(kind, "", "");
        assert_eq!(code, Some(3), "{kind}: {told}");
        let what = format!("not known to be a disk of this machine ({kind})");
        assert!(
            told.contains(&what) && told.contains("journal_file_system"),
            "{told}"
        );
    }
    assert_eq!(run("nfs4", ODD, "").0, Some(3));
    assert_eq!(run("ext4", ODD, "").0, Some(0));
    // By its own name and no other.
    let named = "journal_file_system = \"virtiofs\"\n";
    assert_eq!(run("virtiofs", "", named).0, Some(0));
    assert_eq!(run("vboxsf", "", named).0, Some(3));
}
