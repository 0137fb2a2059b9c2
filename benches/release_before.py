#!/usr/bin/env python3
"""Whether large files are read as fast, and in as little memory, as by the release before.

    python3 benches/release_before.py BEFORE [--binary FILE] [--rows 100000] [--runs 15]

BEFORE is the binary of that release. Needs cargo (without --binary) and cc. Prints one Markdown table
for each command, with ratios to the release before. Nothing outside a temporary folder is written, and
nobody is reached: the rows are written down by a run that finds nobody listening.

The two take turns, as in `one_refund.py`. Each has a journal of its own, for neither reads the other's.
"""

import argparse
import os
import pathlib
import platform
import socket
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
import one_refund
from batch import syssn
from one_refund import APP_CODE, CLIENT_KEY, PEAK, ROOT, Contender


class Compared(one_refund.Bench):
    def __init__(self, folder, programs, rows):
        super().__init__(folder, programs["now"])
        self.programs, self.rows = programs, rows
        with socket.create_server(("127.0.0.1", 0)) as probe:
            self.nobody = probe.getsockname()[1]  # nobody will listen there

    def write_files(self):
        self.config = self.folder / "config.toml"
        self.config.write_text("".join(
            f'[profiles.{name}]\nenvironment = "custom"\nbase_url = "http://127.0.0.1:{self.nobody}"\n'
            f'app_code = "{APP_CODE[:-2]}{place:02}"\nclient_key = "{CLIENT_KEY}"\ncurrency = "HKD"\n'
            f'journal = "{self.folder / name / "journal.db"}"\n'
            for place, name in enumerate(self.names())
        ))
        self.config.chmod(0o600)
        for name, heading, cell in (("plain", "reason", "returned"), ("references", "reference", "CRM-{n}")):
            with open(self.folder / f"{name}.csv", "w") as file:
                file.write(f"syssn,amount,{heading}\n")
                for n in range(self.rows):
                    file.write(f"{syssn(n)},{1 + n % 977}.{n % 100:02},{cell.format(n=n)}\n")

    def names(self):
        """A profile for each program and each state of its journal."""
        return [f"{program}-{state}" for program in self.programs for state in ("empty", "plain", "references")]

    def batch(self, program, command, state, file, *more, code=0):
        argv = [self.programs[program], "batch", command, str(self.folder / f"{file}.csv"), *more,
                "--profile", f"{program}-{state}", "--config", str(self.config), "--quiet"]
        return Contender(f"the release {program}" if program == "before" else program, lambda: argv, "", code=code)

    def fill(self):
        """Makes the journals; each file is written down in one of each program."""
        for name in self.names():
            (self.folder / name).mkdir(mode=0o700)
        for program, binary in self.programs.items():
            for state in ("empty", "plain", "references"):
                # Earlier ones make their journals themselves, and do not know the command.
                subprocess.run([binary, "journal", "init", "--profile", f"{program}-{state}", "--config", str(self.config)],
                               env=self.env, capture_output=True)
                if state != "empty":
                    self.run(self.batch(program, "run", state, state, "--yes", "--ignore-pause", "--jobs", "1",
                                        "--rate-limit", "none", "--wait", "0", code=4))

    def code_of(self, contender):
        """What both of them end with is looked at once, and has to stay so."""
        argv = contender.argv()
        return subprocess.run(argv, env=self.env, stdin=subprocess.DEVNULL, capture_output=True).returncode

    def tables(self, runs):
        for title, command, state, file in (
            ("`batch check`, nothing of it in the journal", "check", "empty", "plain"),
            ("`batch check` with references, nothing of it in the journal", "check", "empty", "references"),
            ("`batch check`, all of it in the journal", "check", "plain", "plain"),
            ("`batch status`", "status", "plain", "plain"),
            ("`batch status` with references", "status", "references", "references"),
        ):
            contenders = [self.batch(program, command, state, file) for program in self.programs]
            for contender in contenders:
                contender.code = self.code_of(contender)
            codes = {contender.code for contender in contenders}
            self.timed_table(f"{title}: {self.rows:,} rows, exit {' and '.join(map(str, sorted(codes)))}", contenders, runs)


def build():
    subprocess.run(["cargo", "build", "--release", "--locked"], cwd=ROOT, check=True)
    target = os.environ.get("CARGO_TARGET_DIR", ROOT / "target")
    return pathlib.Path(target) / "release" / "qfrefund"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("before", help="the binary of the release before")
    parser.add_argument("--binary", help="compare this one with it instead of building")
    parser.add_argument("--rows", type=int, default=100_000, help="rows of the files [100000]")
    parser.add_argument("--runs", type=int, default=15, help="timed rounds [15]")
    options = parser.parse_args()
    programs = {"before": options.before, "now": options.binary or build()}
    programs = {name: str(pathlib.Path(binary).resolve()) for name, binary in programs.items()}
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        subprocess.run(["cc", "-O1", "-x", "c", "-o", folder / "peak", "-"], input=PEAK, text=True, check=True)
        compared = Compared(folder, programs, options.rows)
        compared.write_files()
        compared.fill()
        print(f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores; {options.runs} rounds")
        compared.tables(options.runs)


if __name__ == "__main__":
    main()
