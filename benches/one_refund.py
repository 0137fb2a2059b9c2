#!/usr/bin/env python3
"""What one refund costs, beside curl and a shell script doing the same POST in the same run.

    python3 benches/one_refund.py [--runs 60] [--binary FILE] [--no-instructions]

Needs cargo, cc, curl and openssl; valgrind for the instruction counts. Prints Markdown tables.
Nothing outside a temporary folder is written, nothing but loopback is reached.

The contenders of one table take turns, in an order that rotates from round to round, so that
whatever else the machine does falls on all of them alike: trust the ratios and the instruction
counts, not the milliseconds. Every refund is one that the simulator executes, and every answer is checked.
"""

import argparse
import copy
import hashlib
import itertools
import os
import pathlib
import platform
import re
import shutil
import signal
import socket
import ssl
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.parse

ROOT = pathlib.Path(__file__).resolve().parent.parent
APP_CODE = "D5589D2A1F2E42A9A60C370000000000"  # the simulator's, public
CLIENT_KEY = "0E32A59A8B454940A2FF390000000000"  # the same
PAYMENT = "20191227000200020061752831"  # has HKD 1,000,000.00 to refund
DONE = '"respcd": "0000"'
SYSTEM_BUNDLES = ["/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/cert.pem"]

# What a shop writes by hand: number, time, signature, POST, a look at the answer.
SCRIPT = r"""#!/bin/sh
set -eu
url=$1; shift
number=SH$(openssl rand -hex 12)
now=$(TZ=UTC-8 date '+%Y-%m-%d %H:%M:%S')
text="out_trade_no=$number&syssn=PAYMENT&txamt=1250&txdtm=$now"
sign=$(printf '%s' "${text}CLIENT_KEY" | openssl dgst -md5 -r | cut -c1-32 | tr a-f A-F)
reply=$(curl -q -sS "$@" -H "X-QF-APPCODE: APP_CODE" -H "X-QF-SIGN: $sign" \
    --data-urlencode "out_trade_no=$number" --data-urlencode "syssn=PAYMENT" \
    --data-urlencode "txamt=1250" --data-urlencode "txdtm=$now" "$url/trade/v1/refund")
printf '%s\n' "$reply"
case $reply in *'"respcd": "0000"'*) ;; *) exit 1 ;; esac
"""

# Python's own peak would count as its children's, because the kernel carries it across exec.
PEAK = r"""
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
int main(int argc, char **argv) {
    struct rusage usage;
    pid_t child = vfork();
    if (child == 0) { execvp(argv[2], argv + 2); _exit(127); }
    if (argc < 3 || child < 0 || wait4(child, NULL, 0, &usage) < 0) return 1;
    FILE *out = fopen(argv[1], "w");
    return !out || fprintf(out, "%ld\n", usage.ru_maxrss) < 0 || fclose(out);
}
"""


class Contender:
    """A name, a way to make the next command line, and how to know that it did its job."""

    def __init__(self, name, argv, expect, env=None, code=0, before=None):
        self.name, self.argv, self.expect = name, argv, expect
        self.env, self.code, self.before = env or {}, code, before


class Bench:
    def __init__(self, folder, binary):
        self.folder, self.binary = folder, binary
        self.numbers = itertools.count(1)
        self.run_id = f"{os.getpid():x}-{int(time.time()):x}"
        self.home = folder / "home"
        self.home.mkdir()
        self.env = {"PATH": os.environ["PATH"], "HOME": str(self.home), "LC_ALL": "C"}
        self.children = []

    # -- the other side ---------------------------------------------------------------------

    def start(self):
        """Starts the simulator, and in a process of its own a TLS terminator before it."""
        with socket.create_server(("127.0.0.1", 0)) as probe:
            port = probe.getsockname()[1]
        server = subprocess.Popen(
            [self.binary, "simulator", "serve", "--listen", f"127.0.0.1:{port}", "--quiet"],
            env={**self.env, "HOME": str(self.folder)}, stdout=subprocess.DEVNULL,
        )
        self.children.append(server.pid)
        wait_for(port)
        self.http = f"http://127.0.0.1:{port}"
        self.make_certificates()
        listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.https = f"https://127.0.0.1:{listener.getsockname()[1]}"
        child = os.fork()
        if child == 0:
            try:
                terminate_tls(listener, self.folder, port)
            finally:
                os._exit(1)
        self.children.append(child)
        listener.close()

    def stop(self):
        for pid in self.children:
            os.kill(pid, signal.SIGTERM)
            os.waitpid(pid, 0)

    def make_certificates(self):
        (self.folder / "leaf.ext").write_text(
            "basicConstraints=critical,CA:FALSE\nsubjectAltName=IP:127.0.0.1\nextendedKeyUsage=serverAuth\n"
        )
        key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]
        for command in (
            ["req", "-x509", *key, "-keyout", "ca.key", "-out", "ca.pem", "-days", "30", "-subj", "/CN=bench authority"],
            ["req", *key, "-keyout", "leaf.key", "-out", "leaf.csr", "-subj", "/CN=bench server"],
            ["x509", "-req", "-in", "leaf.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial",
             "-days", "30", "-extfile", "leaf.ext", "-out", "leaf.pem"],
        ):
            subprocess.run(["openssl", *command], cwd=self.folder, check=True, capture_output=True)
        bundle = next((p for p in map(pathlib.Path, SYSTEM_BUNDLES) if p.exists()), None)
        system = bundle.read_text(errors="replace") if bundle else ""
        self.authorities = system.count("BEGIN CERTIFICATE")
        (self.folder / "many.pem").write_text((self.folder / "ca.pem").read_text() + system)

    # -- the contenders ---------------------------------------------------------------------

    def write_profiles(self):
        self.config = self.folder / "config.toml"
        self.config.write_text("".join(
            f'[profiles.{name}]\nenvironment = "custom"\nbase_url = "{url}"\napp_code = "{APP_CODE}"\n'
            f'client_key = "{CLIENT_KEY}"\ncurrency = "HKD"\nrate_limit = "none"\nclearing_pause = false\n'
            f'journal = "{self.folder / "journals" / name}.db"\n{more}\n'
            for name, url, more in (
                ("http", self.http, ""),
                ("https", self.https, f'ca_file = "{self.folder / "ca.pem"}"'),
                ("system", self.https, ""),
            )
        ))
        self.config.chmod(0o600)

    def make_journals(self):
        (self.folder / "journals").mkdir(mode=0o700)
        for profile in ("http", "https", "system"):
            subprocess.run([self.binary, "journal", "init", "--profile", profile, "--config", str(self.config)],
                           env=self.env, check=True, capture_output=True)

    def qfrefund(self, name, profile, *more, expect="REFUNDED", **rest):
        argv = [self.binary, "issue", PAYMENT, "--amount", "12.50", "--profile", profile, "--yes", "--twin", *more]
        if profile != "simulator":
            # One request, as the others make it.
            argv += ["--no-preflight", "--config", str(self.config)]
        return Contender(name, lambda: argv, expect, **rest)

    def curl(self, name, url, *more, expect=DONE, **rest):
        def argv():
            fields = {
                "out_trade_no": f"CURL-{self.run_id}-{next(self.numbers)}",
                "syssn": PAYMENT,
                "txamt": "1250",
                "txdtm": time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime(time.time() + 8 * 3600)),
            }
            text = "&".join(f"{key}={fields[key]}" for key in sorted(fields)) + CLIENT_KEY
            sign = hashlib.md5(text.encode()).hexdigest().upper()
            return ["curl", "-q", "-sS", *more, "-H", f"X-QF-APPCODE: {APP_CODE}", "-H", f"X-QF-SIGN: {sign}",
                    "--data", urllib.parse.urlencode(fields), f"{url}/trade/v1/refund"]
        return Contender(name, argv, expect, **rest)

    def script(self, name, url, *more, **rest):
        path = self.folder / "refund.sh"
        text = SCRIPT.replace("PAYMENT", PAYMENT).replace("CLIENT_KEY", CLIENT_KEY).replace("APP_CODE", APP_CODE)
        path.write_text(text)
        path.chmod(0o700)
        return Contender(name, lambda: [str(path), url, *more], DONE, **rest)

    def forget(self):
        """Takes the built-in simulator's ledger away, so that every run finds it fresh."""
        shutil.rmtree(self.home / ".local", ignore_errors=True)

    def cases(self):
        """Returns the timed tables: a title and its contenders; ratios are to the first of them."""
        ca = str(self.folder / "ca.pem")
        many = {"SSL_CERT_FILE": str(self.folder / "many.pem")}
        return [
            ("Start-up, and a refund without another process", [
                Contender("`true`: an empty process", lambda: ["true"], ""),
                Contender("`curl --version`", lambda: ["curl", "-q", "--version"], "curl"),
                Contender("`qfrefund --version`", lambda: [self.binary, "--version"], "qfrefund"),
                self.qfrefund("dry run", "http", "--dry-run", expect="x-qf-sign"),
                self.qfrefund("built-in simulator, fresh ledger", "simulator", before=self.forget),
            ]),
            ("One refund over HTTP", [
                self.qfrefund("qfrefund", "http"),
                self.curl("curl, signed beforehand", self.http),
                self.script("shell script: openssl + curl", self.http),
            ]),
            ("One refund over HTTPS, one authority (`ca_file`, `--cacert`)", [
                self.qfrefund("qfrefund", "https"),
                self.curl("curl, signed beforehand", self.https, "--cacert", ca),
                self.script("shell script: openssl + curl", self.https, "--cacert", ca),
            ]),
            (f"One refund over HTTPS, {self.authorities + 1} authorities (as a system has; `SSL_CERT_FILE`)", [
                self.qfrefund("qfrefund", "system", env=many),
                self.curl("curl, signed beforehand", self.https, env=many),
                self.script("shell script: openssl + curl", self.https, env=many),
            ]),
            ("The system's own authorities, and the handshake refused", [
                self.qfrefund("qfrefund", "system", code=4, expect="NOT SENT"),
                self.curl("curl, signed beforehand", self.https, code=60, expect=""),
            ]),
        ]

    # -- measuring --------------------------------------------------------------------------

    def run(self, contender, prefix=()):
        """Runs it once; returns wall and CPU time in milliseconds."""
        if contender.before:
            contender.before()
        argv = [*prefix, *contender.argv()]
        program = shutil.which(argv[0])
        said, told = self.folder / "stdout", self.folder / "stderr"
        env = {**self.env, **contender.env}
        actions = [(os.POSIX_SPAWN_OPEN, 0, "/dev/null", os.O_RDONLY, 0)] + [
            (os.POSIX_SPAWN_OPEN, number, path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            for number, path in ((1, said), (2, told))
        ]
        begun = time.perf_counter()
        pid = os.posix_spawn(program, argv, env, file_actions=actions)
        _, status, usage = os.wait4(pid, 0)
        wall = time.perf_counter() - begun
        code = os.waitstatus_to_exitcode(status)
        if code != contender.code or contender.expect not in said.read_text():
            sys.exit(f"{contender.name} did not do its job: {argv}\nexit {code}\n{said.read_text()}{told.read_text()}")
        return wall * 1000, (usage.ru_utime + usage.ru_stime) * 1000

    def peak(self, contender):
        """Returns the peak resident memory in MiB, of the largest process where there are several."""
        helped = copy.copy(contender)
        helped.code = 0  # the helper's own

        def once():
            self.run(helped, [str(self.folder / "peak"), str(self.folder / "peak.out")])
            return int((self.folder / "peak.out").read_text()) / 1024
        return statistics.median(once() for _ in range(5))

    def instructions(self, contender):
        """Returns user-space instructions in millions, of all threads, without child processes."""
        def once():
            self.run(contender, ["valgrind", "--tool=callgrind", f"--callgrind-out-file={self.folder / 'callgrind'}"])
            return int(re.search(r"Collected : (\d+)", (self.folder / "stderr").read_text())[1]) / 1e6
        return statistics.median(once() for _ in range(3))

    def timed_table(self, title, contenders, runs):
        samples = {contender.name: [] for contender in contenders}
        for turn in range(-5, runs):  # five to warm up
            shift = turn % len(contenders)
            for contender in contenders[shift:] + contenders[:shift]:
                sample = self.run(contender)
                if turn >= 0:
                    samples[contender.name].append(sample)
        print(f"\n### {title}\n")
        print("| | wall, median | middle half | CPU, median | wall to first row | CPU to first row | peak RSS |")
        print("|---|---|---|---|---|---|---|")
        base = None
        for contender in contenders:
            walls, cpus = zip(*samples[contender.name])
            low, wall, high = statistics.quantiles(walls, n=4)
            cpu = statistics.median(cpus)
            base = base or (wall, cpu)
            print(
                f"| {contender.name} | {wall:.1f} ms | {low:.1f}-{high:.1f} | {cpu:.1f} ms "
                f"| {wall / base[0]:.2f} | {cpu / base[1]:.2f} | {self.peak(contender):.1f} MiB |",
                flush=True,
            )

    def instruction_table(self):
        ca = str(self.folder / "ca.pem")
        many = {"SSL_CERT_FILE": str(self.folder / "many.pem")}
        rows = [
            ("`--version`", Contender("q", lambda: [self.binary, "--version"], "qfrefund"),
             Contender("c", lambda: ["curl", "-q", "--version"], "curl")),
            ("dry run", self.qfrefund("q", "http", "--dry-run", expect="x-qf-sign"), None),
            ("refund over HTTP", self.qfrefund("q", "http"), self.curl("c", self.http)),
            ("refund over HTTPS, one authority", self.qfrefund("q", "https"), self.curl("c", self.https, "--cacert", ca)),
            (f"refund over HTTPS, {self.authorities + 1} authorities in one file", self.qfrefund("q", "system", env=many),
             self.curl("c", self.https, env=many)),
            ("HTTPS, the system's own store, handshake refused", self.qfrefund("q", "system", code=4, expect="NOT SENT"),
             self.curl("c", self.https, expect="", code=60)),
            ("built-in simulator (both sides)", self.qfrefund("q", "simulator", before=self.forget), None),
        ]
        print("\n### Instructions, millions\n")
        print("| | qfrefund | curl |")
        print("|---|---|---|")
        for name, ours, theirs in rows:
            other = f"{self.instructions(theirs):.2f}" if theirs else "-"
            print(f"| {name} | {self.instructions(ours):.2f} | {other} |", flush=True)


def wait_for(port):
    """Waits until somebody listens."""
    for _ in range(200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.02)


def terminate_tls(listener, folder, port):
    """Serves for ever: one connection at a time, decrypted and handed to the simulator whole."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "leaf.pem", folder / "leaf.key")
    while True:
        raw, _ = listener.accept()
        try:
            with context.wrap_socket(raw, server_side=True) as client:
                request = read_message(client)
                with socket.create_connection(("127.0.0.1", port)) as server:
                    server.sendall(request)
                    client.sendall(read_message(server))
        except OSError:  # a client that does not trust the certificate
            raw.close()


def read_message(stream):
    """Reads one HTTP message with a Content-Length."""
    data = b""
    while True:
        head, found, body = data.partition(b"\r\n\r\n")
        if found:
            length = re.search(rb"(?i)\r\ncontent-length: *(\d+)", head)
            if len(body) >= (int(length[1]) if length else 0):
                return data
        more = stream.recv(65536)
        if not more:
            raise OSError("closed early")
        data += more


def version_of(program, flag="--version"):
    text = subprocess.run([program, flag], capture_output=True, text=True, check=True).stdout
    return " ".join(text.split()[:2])


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=60, help="timed rounds per table [60]")
    parser.add_argument("--binary", help="measure this one instead of building")
    parser.add_argument("--no-instructions", action="store_true", help="leave valgrind out")
    options = parser.parse_args()
    if options.binary is None:
        subprocess.run(["cargo", "build", "--release", "--locked"], cwd=ROOT, check=True)
    target = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
    binary = pathlib.Path(options.binary or target / "release" / "qfrefund").resolve()
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        (folder / "peak.c").write_text(PEAK)
        subprocess.run(["cc", "-O1", "-o", folder / "peak", folder / "peak.c"], check=True)
        bench = Bench(folder, str(binary))
        try:
            bench.start()
            bench.write_profiles()
            bench.make_journals()
            print(f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores; {version_of('curl')}; "
                  f"{version_of('openssl', 'version')}; {options.runs} rounds")
            print(f"qfrefund: {binary.stat().st_size / 1e6:.2f} MB")
            for title, contenders in bench.cases():
                bench.timed_table(title, contenders, options.runs)
            if not options.no_instructions:
                bench.instruction_table()
        finally:
            bench.stop()


if __name__ == "__main__":
    main()
