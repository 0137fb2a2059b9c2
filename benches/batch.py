#!/usr/bin/env python3
"""What a batch costs: refunds per second beside curl and a bare ureq loop, and a million rows read in.

    python3 benches/batch.py [--runs 5] [--payments 1000] [--rows 1000000] [--binary FILE --ureq FILE]

Needs cargo, cc, curl and strace. Prints Markdown tables. Nothing outside a temporary folder is
written (two gigabytes of room for a million rows; it should be on a disk), nothing but loopback is reached.

The contenders take turns, as in `one_refund.py`. Each turn has a simulator of its own, begun afresh
with a payment per refund, and a journal of its own.
"""

import argparse
import hashlib
import json
import os
import pathlib
import platform
import re
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.parse

sys.dont_write_bytecode = True
import one_refund
from one_refund import APP_CODE, CLIENT_KEY, DONE, PEAK, ROOT, Contender, version_of

JOBS = 8
MEMORY = pathlib.Path("/dev/shm")  # where a sync costs nothing


class Load(one_refund.Bench):
    def __init__(self, folder, binary, ureq, payments, rows):
        super().__init__(folder, binary)
        self.ureq, self.payments, self.rows = ureq, payments, rows
        with socket.create_server(("127.0.0.1", 0)) as probe:
            self.port = probe.getsockname()[1]
        with socket.create_server(("127.0.0.1", 0)) as probe:
            self.nobody = probe.getsockname()[1]  # nobody will listen there
        self.http = f"http://127.0.0.1:{self.port}"
        self.memory = None
        if MEMORY.is_dir():
            self.memory = pathlib.Path(tempfile.mkdtemp(dir=MEMORY))

    def write_files(self):
        (self.folder / "payments.jsonl").write_text("".join(
            json.dumps({"syssn": syssn(n), "txamt": 100_000, "txcurrcd": "HKD", "pay_type": "801514"}) + "\n"
            for n in range(self.payments)
        ))
        (self.folder / "refunds.csv").write_text(
            "syssn,amount,reason\n" + "".join(f"{syssn(n)},12.50,returned\n" for n in range(self.payments)))
        with open(self.folder / "million.csv", "w") as file:
            file.write("syssn,amount,reason\n")
            for n in range(self.rows):
                file.write(f'{syssn(n)},{1 + n % 977}.{n % 100:02},"damaged, returned"\n')
        with open(self.folder / "full.csv", "w") as file:
            file.write("syssn,amount,reference,out_trade_no\n")
            for n in range(self.rows):
                file.write(f"{syssn(n)},{1 + n % 977}.{n % 100:02},CRM-{n},SHOP-{n}\n")
        profiles = [("disk", self.port, self.folder), ("import", self.nobody, self.folder)]
        if self.memory:
            profiles.append(("memory", self.port, self.memory))
        self.config = self.folder / "config.toml"
        self.config.write_text("".join(
            f'[profiles.{name}]\nenvironment = "custom"\nbase_url = "http://127.0.0.1:{port}"\napp_code = "{APP_CODE}"\n'
            f'client_key = "{CLIENT_KEY}"\ncurrency = "HKD"\njournal = "{place / "journal" / name}.db"\n'
            for name, port, place in profiles
        ))
        self.config.chmod(0o600)

    def forget_journals(self):
        for place in filter(None, (self.folder, self.memory)):
            shutil.rmtree(place / "journal", ignore_errors=True)

    # -- the other side ---------------------------------------------------------------------

    def start(self):
        state = self.folder / "simulator.jsonl"
        state.unlink(missing_ok=True)
        self.server = subprocess.Popen(
            [self.binary, "simulator", "serve", "--listen", f"127.0.0.1:{self.port}", "--quiet", "--state", str(state),
             "--payments", str(self.folder / "payments.jsonl")], env=self.env, stdout=subprocess.DEVNULL,
        )
        one_refund.wait_for(self.port)

    def stop(self):
        """Stops it; returns its CPU time in milliseconds."""
        self.server.send_signal(signal.SIGTERM)
        _, _, usage = os.wait4(self.server.pid, 0)
        self.server.returncode = 0
        return (usage.ru_utime + usage.ru_stime) * 1000

    # -- the contenders ---------------------------------------------------------------------

    def batch(self, name, command, profile, file="refunds.csv", *more, **rest):
        argv = [self.binary, "batch", command, str(self.folder / file), "--profile", profile,
                "--config", str(self.config), "--quiet", *more]
        return Contender(name, lambda: argv, "", **rest)

    def sends(self, name, profile):
        return self.batch(name, "run", profile, "refunds.csv", "--yes", "--ignore-pause", "--jobs", str(JOBS),
                          "--rate-limit", "none", before=self.forget_journals)

    def imports(self, name, file, **rest):
        """Nobody listens: it halts at the first row, with all of them in the journal."""
        rest.setdefault("before", self.forget_journals)
        return self.batch(name, "run", "import", file, "--yes", "--ignore-pause", "--jobs", "1",
                          "--rate-limit", "none", "--wait", "0", **rest)

    def signed(self):
        """Yields signature and body of a refund of every payment."""
        now = time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime(time.time() + 8 * 3600))
        for n in range(self.payments):
            fields = {"out_trade_no": f"B-{self.run_id}-{n}", "syssn": syssn(n), "txamt": "1250", "txdtm": now}
            text = "&".join(f"{key}={fields[key]}" for key in sorted(fields)) + CLIENT_KEY
            yield hashlib.md5(text.encode()).hexdigest().upper(), urllib.parse.urlencode(fields)

    def curl_all(self, name, keep):
        """One process; without `keep` each request has a connection of its own, as qfrefund has it."""
        orders = self.folder / f"{'kept' if keep else 'closed'}.curl"

        def before():
            close = "" if keep else 'header = "Connection: close"\n'
            orders.write_text("next\n".join(
                f'url = "{self.http}/trade/v1/refund"\nheader = "X-QF-APPCODE: {APP_CODE}"\n{close}'
                f'header = "X-QF-SIGN: {sign}"\ndata = "{body}"\nsilent\nshow-error\n'
                for sign, body in self.signed()
            ))
        argv = ["curl", "-q", "--parallel", "--parallel-max", str(JOBS), "--config", str(orders)]
        return Contender(name, lambda: argv, DONE, before=before)

    def ureq_all(self, name, idle):
        orders = self.folder / "ureq.txt"

        def before():
            orders.write_text("".join(f"{sign} {body}\n" for sign, body in self.signed()))
        argv = [self.ureq, f"{self.http}/trade/v1/refund", APP_CODE, str(orders), str(JOBS), str(idle)]
        return Contender(name, lambda: argv, f"{self.payments} done", before=before)

    # -- measuring --------------------------------------------------------------------------

    def against_simulator(self, contender, prefix=()):
        """One turn; returns wall, its own CPU and the simulator's, in milliseconds."""
        self.start()
        try:
            wall, cpu = self.run(contender, prefix)
        finally:
            theirs = self.stop()
        ledger = (self.folder / "simulator.jsonl").read_text()
        # Whatever the program says: the simulator knows what it executed.
        done = sum('"event":"refund' in line for line in ledger.splitlines())
        if contender.name != "idle" and done != self.payments:
            sys.exit(f"{contender.name}: {done} of {self.payments} refunds were executed")
        return wall, cpu, theirs

    def calls(self, contender):
        """Returns how often it waits for the disk and how often it connects."""
        trace = self.folder / "trace"
        self.against_simulator(contender, ["strace", "-f", "-qq", "-e", "trace=fsync,fdatasync,connect", "-o", str(trace)])
        text = trace.read_text()
        return (len(re.findall(r"f(?:data)?sync\(", text)),
                len(re.findall(rf"connect\([^)]*htons\({self.port}\)", text)))

    def throughput_table(self, runs):
        contenders = [
            self.sends("qfrefund", "disk"),
            *([self.sends("qfrefund, journal in memory", "memory")] if self.memory else []),
            self.ureq_all("ureq, a connection per request", 0),
            self.ureq_all("ureq, connections kept", JOBS),
            self.curl_all("curl, a connection per request", False),
            self.curl_all("curl, connections kept", True),
        ]
        samples = {contender.name: [] for contender in contenders}
        for turn in range(-1, runs):  # one to warm up
            shift = turn % len(contenders)
            for contender in contenders[shift:] + contenders[:shift]:
                sample = self.against_simulator(contender)
                if turn >= 0:
                    samples[contender.name].append(sample)
        idle = Contender("idle", lambda: ["true"], "")
        idle = statistics.median(self.against_simulator(idle)[2] for _ in range(3))
        print(f"\n### {self.payments} refunds, {JOBS} at a time, no limit\n")
        print("| | wall, median | range | refunds/s | wall to first row | CPU | simulator's CPU | connections | syncs |")
        print("|---|---|---|---|---|---|---|---|---|")
        base = None
        for contender in contenders:
            walls, cpus, theirs = zip(*samples[contender.name])
            wall = statistics.median(walls)
            base = base or wall
            syncs, connections = self.calls(contender)
            print(f"| {contender.name} | {wall:.0f} ms | {min(walls):.0f}-{max(walls):.0f} | {self.payments / wall * 1000:.0f} "
                  f"| {wall / base:.2f} | {statistics.median(cpus):.0f} ms | {statistics.median(theirs) - idle:.0f} ms "
                  f"| {connections} | {syncs} |", flush=True)

    def rows_table(self, runs):
        for name in ("million.csv", "full.csv"):
            print(f"{name}: {(self.folder / name).stat().st_size / 1e6:.0f} MB")
        print(f"\n### {self.rows:,} rows\n")
        print("| | wall, median | CPU | rows/s | peak RSS |")
        print("|---|---|---|---|---|")
        stays = {"before": None}
        for name, file in (("payment, amount, reason", "million.csv"), ("with reference and number", "full.csv")):
            for contender, times in (
                (self.batch(f"`batch check`, {name}", "check", "import", file, before=self.forget_journals), runs),
                (self.imports(f"`batch run` up to the first send, {name}", file), runs),
                (self.batch(f"`batch check` with all of them in the journal, {name}", "check", "import", file, **stays), 1),
                (self.imports(f"the same `batch run` again, {name}", file, **stays), 1),
            ):
                seen = [self.with_peak(contender) for _ in range(times)]
                wall, cpu, peak = (statistics.median(column) for column in zip(*seen))
                print(f"| {contender.name} | {wall / 1000:.1f} s | {cpu / 1000:.1f} s | {self.rows / wall * 1000:,.0f} "
                      f"| {peak:.1f} MB |", flush=True)

    def with_peak(self, contender):
        # The helper gives no exit code on: what was said has to do.
        out = self.folder / "peak.out"
        helped = Contender(contender.name, contender.argv, contender.expect, before=contender.before)
        wall, cpu = self.run(helped, [str(self.folder / "peak"), str(out)])
        return wall, cpu, int(out.read_text()) * 1024 / 1e6

    def clean(self):
        if self.memory:
            shutil.rmtree(self.memory, ignore_errors=True)


def syssn(number):
    return f"20260{1 + number % 9}{1 + number % 28:02}0002000200{number:07}1"


def build():
    """Builds both as they are released; returns their paths."""
    found = {}
    for command in (["build", "--release"], ["bench", "--no-run", "--bench", "bare_ureq"]):
        built = subprocess.run(["cargo", *command, "--locked", "--message-format", "json-render-diagnostics"],
                               cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
        for message in map(json.loads, built.stdout.splitlines()):
            if message.get("executable"):
                found.setdefault(message["target"]["name"], message["executable"])
    return found["qfrefund"], found["bare_ureq"]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=5, help="timed rounds [5]")
    parser.add_argument("--payments", type=int, default=1000, help="refunds in a round [1000]")
    parser.add_argument("--rows", type=int, default=1_000_000, help="rows of the large files; 0 leaves them out [1000000]")
    parser.add_argument("--row-runs", type=int, default=3, help="rounds over the large files [3]")
    parser.add_argument("--binary", help="measure this one instead of building")
    parser.add_argument("--ureq", help="the comparison program that goes with --binary")
    options = parser.parse_args()
    binary, ureq = (options.binary, options.ureq) if options.binary else build()
    binary, ureq = (str(pathlib.Path(program or "true").resolve()) for program in (binary, ureq))
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        subprocess.run(["cc", "-O1", "-x", "c", "-o", folder / "peak", "-"], input=PEAK, text=True, check=True)
        load = Load(folder, binary, ureq, options.payments, options.rows)
        try:
            load.write_files()
            print(f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores; {version_of('curl')}; "
                  f"{options.runs} rounds")
            if options.runs:
                load.throughput_table(options.runs)
            if options.rows:
                load.rows_table(options.row_runs)
        finally:
            load.clean()


if __name__ == "__main__":
    main()
