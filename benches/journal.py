#!/usr/bin/env python3
"""What the journal costs one refund, and what a million intents in it cost.

    python3 benches/journal.py [--runs 60] [--intents 1000000] [--binary FILE] [--keep FILE]

Needs cargo, cc, curl, openssl, strace and valgrind. Prints Markdown tables. Nothing outside a
temporary folder is written (two gigabytes of room for a million intents), nothing but loopback is
reached. `--keep FILE` uses the filled journal FILE, and makes it first where there is none.

The contenders of one table take turns, as in `one_refund.py`. Every refund is of a payment of its own.
"""

import argparse
import hashlib
import json
import os
import pathlib
import platform
import re
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.parse

sys.dont_write_bytecode = True
import one_refund
from one_refund import APP_CODE, CLIENT_KEY, DONE, PEAK, ROOT, Bench, Contender, version_of

PORT = 45917  # fixed: the address is part of whose an intent is
PAYMENTS = 20000
STARTED = int(time.time()) % 10**8

# What the design compares with: a line on the disk, a POST, a line on the disk.
POSTER = r"""
#include <arpa/inet.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
static int note(int log, const char *text, size_t size, int sync) {
    return write(log, text, size) != (ssize_t)size || (sync && fdatasync(log));
}
int main(int argc, char **argv) { /* PORT LOG SYNC REQUEST */
    static char reply[65536];
    struct sockaddr_in to = {.sin_family = AF_INET};
    size_t got = 0;
    ssize_t more;
    if (argc < 5) return 2;
    int sync = atoi(argv[3]), log = open(argv[2], O_WRONLY | O_CREAT | O_APPEND, 0600);
    if (log < 0 || note(log, argv[4], strlen(argv[4]), sync)) return 3;
    int peer = socket(AF_INET, SOCK_STREAM, 0);
    to.sin_port = htons(atoi(argv[1]));
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (connect(peer, (struct sockaddr *)&to, sizeof to)) return 4;
    if (write(peer, argv[4], strlen(argv[4])) < 0) return 6;
    while ((more = read(peer, reply + got, sizeof reply - got)) > 0) got += more;
    if (note(log, reply, got, sync)) return 3;
    return write(1, reply, got) != (ssize_t)got;
}
"""


class JournalBench(Bench):
    def __init__(self, folder, binary, programs, keep):
        super().__init__(folder, binary)
        self.programs = programs
        self.kept = keep and pathlib.Path(keep).resolve()
        self.payments = iter(range(PAYMENTS))
        self.http = f"http://127.0.0.1:{PORT}"
        subprocess.run(["cc", "-O2", "-x", "c", "-o", folder / "poster", "-"], input=POSTER, text=True, check=True)

    def start(self):
        ours = self.folder / "payments.jsonl"
        ours.write_text("".join(
            json.dumps({"syssn": syssn(n), "txamt": 100_000, "txcurrcd": "HKD", "pay_type": "801514"}) + "\n"
            for n in range(PAYMENTS)
        ))
        server = subprocess.Popen(
            [self.binary, "simulator", "serve", "--listen", f"127.0.0.1:{PORT}", "--payments", str(ours), "--quiet"],
            env={**self.env, "HOME": str(self.folder)}, stdout=subprocess.DEVNULL,
        )
        self.children.append(server.pid)
        one_refund.wait_for(PORT)

    def journal(self, name):
        if name == "full" and self.kept:
            return self.kept
        return self.folder / "journals" / f"{name}.db"

    def write_profiles(self):
        self.journal("one").parent.mkdir(mode=0o700)
        self.config = self.folder / "config.toml"
        self.config.write_text("".join(
            f'[profiles.{name}]\nenvironment = "custom"\nbase_url = "{self.http}"\napp_code = "{app_code}"\n'
            f'client_key = "{CLIENT_KEY}"\ncurrency = "HKD"\njournal = "{self.journal(journal)}"\npreflight = true\n'
            for name, journal, app_code in (
                ("one", "one", APP_CODE),
                ("empty", "empty", APP_CODE),
                ("full", "full", APP_CODE),
                ("stranger", "full", "F" * 32),  # has no refund in a journal full of another's
            )
        ))
        self.config.chmod(0o600)

    def fill(self, intents):
        """Makes the full journal, and an empty one to copy."""
        if not self.journal("full").exists():
            merchant = f"{self.http} {APP_CODE} -"
            subprocess.run([self.programs["fill_journal"], self.journal("full"), merchant, str(intents)],
                           check=True, stdout=sys.stderr)
        self.pristine = self.journal("pristine")
        subprocess.run([self.programs["fill_journal"], self.pristine, "nobody", "0"], check=True, capture_output=True)

    def empty(self):
        for suffix in ("-wal", "-shm"):
            self.journal("empty").with_name("empty.db" + suffix).unlink(missing_ok=True)
        shutil.copy(self.pristine, self.journal("empty"))
        with open(self.journal("empty")) as file:
            os.fsync(file.fileno())

    # -- the contenders ---------------------------------------------------------------------

    def refund(self, name, profile="one", look=False, reference=False, program=None, **rest):
        def argv():
            payment = next(self.payments)
            marks = ["--reference", f"REF-{self.run_id}-{payment}"] if reference else []
            unseen = [] if look else ["--no-preflight"]
            return [program or self.binary, "issue", syssn(payment), "--amount", "12.50", "--profile", profile,
                    "--config", str(self.config), "--yes", *unseen, *marks]
        return Contender(name, argv, "REFUNDED", **rest)

    def without(self, name, **rest):
        return self.refund(name, program=self.programs["without_journal"], **rest)

    def poster(self, name, sync):
        def argv():
            fields = {"out_trade_no": f"C-{self.run_id}-{next(self.numbers)}", "syssn": syssn(next(self.payments)),
                      "txamt": "1250",
                      "txdtm": time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime(time.time() + 8 * 3600))}
            text = "&".join(f"{key}={fields[key]}" for key in sorted(fields)) + CLIENT_KEY
            sign = hashlib.md5(text.encode()).hexdigest().upper()
            body = urllib.parse.urlencode(fields)
            request = (f"POST /trade/v1/refund HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
                       f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n"
                       f"X-QF-APPCODE: {APP_CODE}\r\nX-QF-SIGN: {sign}\r\n\r\n{body}")
            return [str(self.folder / "poster"), str(PORT), str(self.journal("c").with_suffix(".log")), str(sync), request]
        return Contender(name, argv, DONE)

    def history(self, name, *filters, profile="full"):
        argv = [self.binary, "history", "--profile", profile, "--config", str(self.config), "--limit", "50",
                "--output", "jsonl", "--quiet", *filters]
        return Contender(name, lambda: argv, "")

    # -- measuring --------------------------------------------------------------------------

    def syncs(self, contender):
        """Returns how often it waits for the disk, and the files it waits for."""
        trace = self.folder / "trace"
        self.run(contender, ["strace", "-f", "-y", "-qq", "-e", "trace=fsync,fdatasync", "-o", str(trace)])
        return re.findall(r"f(?:data)?sync\(\d+<([^>]*)>", trace.read_text())

    def cost_table(self, runs):
        contenders = [
            self.poster("C: line, sync, POST, line, sync", 1),
            self.poster("C: the same without sync", 0),
            self.refund("qfrefund, `--no-preflight`"),
            self.refund("qfrefund, looking first", look=True),
            self.without("qfrefund without a journal (comparison program)"),
            self.script("shell script: openssl + curl", self.http),
        ]
        self.timed_table("One refund over HTTP, with the journal and without", contenders, runs)
        print("\n### The same, counted\n")
        print("| | syncs | instructions, millions |")
        print("|---|---|---|")
        rows = [
            ("qfrefund without a journal", self.without("n")),
            ("qfrefund, `--no-preflight`", self.refund("q")),
            ("with `--reference`", self.refund("q", reference=True)),
            ("looking first", self.refund("q", look=True)),
            ("the first refund ever: makes the journal", self.refund("q", before=self.forget_journal)),
            ("C: line, sync, POST, line, sync", self.poster("c", 1)),
        ]
        for name, contender in rows:
            print(f"| {name} | {len(self.syncs(contender))} | {self.instructions(contender):.2f} |", flush=True)
        print("\nOne refund waits for: " + ", ".join(
            pathlib.Path(name).name for name in self.syncs(self.refund("q"))))

    def forget_journal(self):
        for path in self.journal("one").parent.glob("one.db*"):
            path.unlink()

    def full_tables(self, runs, intents):
        pairs = [
            ("`--no-preflight`", {}),
            ("`--no-preflight --reference`", {"reference": True}),
            ("looking first", {"look": True}),
        ]
        print("\n### One refund, by what stands in the journal: instructions, millions\n")
        print(f"| | empty | {intents:,} intents | ratio |")
        print("|---|---|---|---|")
        for name, more in pairs:
            empty = self.instructions(self.refund("e", "empty", before=self.empty, **more))
            full = self.instructions(self.refund("f", "full", **more))
            print(f"| {name} | {empty:.2f} | {full:.2f} | {full / empty:.2f} |", flush=True)
        print("\nSyncs: {} and {}.".format(
            len(self.syncs(self.refund("e", "empty", before=self.empty))), len(self.syncs(self.refund("f", "full")))))
        # Making it empty before each run would keep the disk busy: it grows by the runs.
        self.empty()
        self.timed_table("The same in time", [
            contender for name, more in pairs for contender in (
                self.refund(f"empty, {name}", "empty", **more),
                self.refund(f"full, {name}", "full", **more),
            )
        ], runs)

    def history_table(self, runs):
        some = self.sample()
        day = some["created"][:10]
        cases = [
            ("none", []),
            ("`--state unknown`", ["--state", "unknown"]),
            ("`--state declined`", ["--state", "declined"]),
            ("`--state refunded`", ["--state", "refunded"]),
            ("`--state sending`, of which there is none", ["--state", "sending"]),
            ("`--since` a day in the middle", ["--since", day]),
            ("`--until` a day in the middle", ["--until", day]),
            ("`--until`, oldest first", ["--until", day, "--oldest-first"]),
            ("`--syssn`", ["--syssn", some["orig_syssn"]]),
            ("`--reference`", ["--reference", some["reference"]]),
            ("`--txamt`", ["--txamt", str(some["txamt"])]),
            ("`--operator`", ["--operator", "operator7"]),
            ("`--operator` of whom there is nothing", ["--operator", "nobody"]),
            ("`--operator --state unknown`", ["--operator", "operator7", "--state", "unknown"]),
            ("`--operator --state declined`", ["--operator", "operator7", "--state", "declined"]),
            ("`--operator --state refunded --since`", ["--operator", "operator7", "--state", "refunded", "--since", day]),
            ("`--batch`", ["--batch", some["batch"]]),
        ]
        contenders = [self.history(name, *filters) for name, filters in cases]
        contenders.append(self.history("none, a merchant without refunds", profile="stranger"))
        self.timed_table("`history --limit 50`, by filter, in the full journal", contenders, runs)
        print("\n| | rows | instructions, millions |")
        print("|---|---|---|")
        for contender in contenders:
            self.run(contender)
            rows = len((self.folder / "stdout").read_text().splitlines())
            print(f"| {contender.name} | {rows} | {self.instructions(contender):.2f} |", flush=True)

    def sample(self):
        """Returns values to filter by, of a refund in the middle of the full journal."""
        argv = [self.binary, "history", "--profile", "full", "--config", str(self.config), "--output", "json",
                "--until", time.strftime("%Y-%m-%d", time.gmtime(time.time() - 180 * 86400)), "--limit", "40"]
        said = subprocess.run(argv, env=self.env, capture_output=True, text=True)
        rows = json.loads(said.stdout)["refunds"] if said.returncode == 0 else sys.exit(said.stderr)
        return {"created": rows[0]["created_at"], "orig_syssn": rows[0]["orig_syssn"], "txamt": rows[0]["txamt"],
                "reference": next(row["reference"] for row in rows if row["reference"]),
                "batch": next(row["batch"] for row in rows if row["batch"])}


def syssn(number):
    """Returns a payment's number, another in every run: a kept journal remembers the last."""
    return f"20260201{STARTED:08}{number:08}"


def build(binary):
    """Builds everything as it is released; returns the programs by name."""
    benches = ["fill_journal", "without_journal"]
    commands = [["bench", "--no-run", *(word for name in benches for word in ("--bench", name))]]
    if binary is None:
        commands.append(["build", "--release"])
    programs = {"qfrefund": binary}
    for command in commands:
        built = subprocess.run(["cargo", *command, "--locked", "--message-format", "json-render-diagnostics"],
                               cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
        for message in map(json.loads, built.stdout.splitlines()):
            if message.get("executable") and message["target"]["name"] in (*benches, "qfrefund"):
                programs[message["target"]["name"]] = message["executable"]
    return programs


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=60, help="timed rounds per table [60]")
    parser.add_argument("--intents", type=int, default=1_000_000, help="intents in the full journal [1000000]")
    parser.add_argument("--binary", help="measure this one instead of building")
    parser.add_argument("--keep", metavar="FILE", help="keep the filled journal there, or use the one that is there")
    options = parser.parse_args()
    programs = build(options.binary and str(pathlib.Path(options.binary).resolve()))
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        (folder / "peak.c").write_text(PEAK)
        subprocess.run(["cc", "-O1", "-o", folder / "peak", folder / "peak.c"], check=True)
        bench = JournalBench(folder, programs["qfrefund"], programs, options.keep)
        try:
            bench.start()
            bench.write_profiles()
            bench.fill(options.intents)
            print(f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores; {version_of('curl')}; "
                  f"{version_of('openssl', 'version')}; {options.runs} rounds; "
                  f"full journal {bench.journal('full').stat().st_size / 1e6:.0f} MB")
            bench.cost_table(options.runs)
            bench.full_tables(options.runs, options.intents)
            bench.history_table(max(options.runs // 3, 5))
        finally:
            bench.stop()


if __name__ == "__main__":
    main()
