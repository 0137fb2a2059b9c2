#!/usr/bin/env python3
"""Whether large files are read as fast, and in as little memory, as by the release before.

    python3 benches/release_before.py BEFORE [--binary FILE] [--rows 100000] [--runs 7]

BEFORE is the binary of that release. Needs cargo (without --binary) and cc. Prints a Markdown table
with ratios to the release before. Nothing outside a temporary folder is written, and
nobody is reached: the rows are written down by a run that finds nobody listening.

The two take turns, as in `one_refund.py`. Each has a journal of its own, for neither reads the other's.
"""

import argparse
import os
import pathlib
import platform
import socket
import statistics
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
import one_refund
from batch import syssn
from one_refund import APP_CODE, CLIENT_KEY, PEAK, ROOT, Contender

STATES = ["others", "full"]


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
        # The other file is of other payments. Without a journal the release before compares nothing.
        for name, first in (("refunds.csv", 0), ("others.csv", self.rows)):
            with open(self.folder / name, "w") as file:
                file.write("syssn,amount,reference\n")
                for n in range(first, first + self.rows):
                    file.write(f"{syssn(n)},{1 + n % 977}.{n % 100:02},CRM-{n}\n")

    def names(self):
        """A profile for each program and each state of its journal."""
        return [f"{program}-{state}" for program in self.programs for state in STATES]

    def batch(self, program, command, state, *more, file="refunds.csv", code=0):
        argv = [self.programs[program], "batch", command, str(self.folder / file), *more,
                "--profile", f"{program}-{state}", "--config", str(self.config), "--quiet"]
        return Contender("the release before" if program == "before" else program, lambda: argv, "", code=code)

    def fill(self):
        """Makes the journals, and writes the rows down in one of each program."""
        for program, binary in self.programs.items():
            for state in STATES:
                name = f"{program}-{state}"
                (self.folder / name).mkdir(mode=0o700)
                # Earlier ones make their journals themselves, and do not know the command.
                subprocess.run([binary, "journal", "init", "--profile", name, "--config", str(self.config)],
                               env=self.env, capture_output=True)
            for state, file in (("others", "others.csv"), ("full", "refunds.csv")):
                self.run(self.batch(program, "run", state, "--yes", "--ignore-pause", "--jobs", "1",
                                    "--rate-limit", "none", "--wait", "0", file=file, code=4))

    def code_of(self, contender):
        """What it ends with is looked at once, warms up, and has to stay so."""
        return subprocess.run(contender.argv(), env=self.env, stdin=subprocess.DEVNULL, capture_output=True).returncode

    def once(self, contender):
        """Returns wall and CPU time in milliseconds, and the peak in MB."""
        out = self.folder / "peak.out"
        # The helper gives no exit code on.
        helped = Contender(contender.name, contender.argv, contender.expect)
        wall, cpu = self.run(helped, [str(self.folder / "peak"), str(out)])
        return wall, cpu, int(out.read_text()) * 1024 / 1e6

    def table(self, runs):
        print("| | wall, median | to the one before | CPU, median | to the one before | peak RSS | exit |")
        print("|---|---|---|---|---|---|---|")
        for title, command, state in (
            ("`batch check`, as many others in the journal", "check", "others"),
            ("`batch check`, all of it in the journal", "check", "full"),
            ("`batch status`", "status", "full"),
        ):
            contenders = [self.batch(program, command, state) for program in self.programs]
            codes = [self.code_of(contender) for contender in contenders]
            samples = [[] for _ in contenders]
            for turn in range(runs):
                order = list(zip(contenders, samples))
                for contender, taken in order[turn % 2:] + order[:turn % 2]:
                    taken.append(self.once(contender))
            base = None
            for contender, taken, code in zip(contenders, samples, codes):
                wall, cpu, peak = (statistics.median(column) for column in zip(*taken))
                base = base or (wall, cpu)
                print(f"| {title}, {contender.name} | {wall:.0f} ms | {wall / base[0]:.2f} | {cpu:.0f} ms "
                      f"| {cpu / base[1]:.2f} | {peak:.1f} MB | {code} |", flush=True)


def build():
    subprocess.run(["cargo", "build", "--release", "--locked"], cwd=ROOT, check=True)
    target = os.environ.get("CARGO_TARGET_DIR", ROOT / "target")
    return pathlib.Path(target) / "release" / "qfrefund"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("before", help="the binary of the release before")
    parser.add_argument("--binary", help="compare this one with it instead of building")
    parser.add_argument("--rows", type=int, default=100_000, help="rows of the files [100000]")
    parser.add_argument("--runs", type=int, default=7, help="timed rounds [7]")
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
        compared.table(options.runs)


if __name__ == "__main__":
    main()
