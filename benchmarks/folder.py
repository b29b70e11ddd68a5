"""What `kpol check` costs over a folder of 1,000 policies of 50 rules; a table in Markdown.

Run it on a quiet machine: `python benchmarks/folder.py [FILES] [RULES]`. Wall-clock and CPU time
(user and system, with all processes) of one process from an empty cache, of a second over the
unchanged files, of one after a change in ten of them, and of one without the cache. The last two
must say, byte for byte, what the others say.
"""

import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SCRIPT = "from kontaktdsl.cli import command; command()"
FILES, RULES = 1_000, 50
RATIO = 10
"""The second run must be at least so many times faster than the first."""

STATUS = ("alo", "asu", "beschaeftigt", "schule")
MARKET = ("nah", "mittel", "fern", "offen")
RHYTHMS = ("alle 2 Wochen", "monatlich", "alle 2 Monate", "alle 3 Monate", "alle 6 Monate")


def policy(number: int, rules: int) -> str:
    """A policy of some rules that regulates everybody once; every tenth forgets somebody."""
    chance = random.Random(number)
    cells = [(status, market) for status in STATUS for market in MARKET]
    lines = []
    for at, (status, market) in enumerate(cells):
        share = rules // len(cells) + (at < rules % len(cells))
        ages = sorted(chance.sample(range(16, 66), max(0, share - 1)))
        for low, high in zip([15, *ages], [*(age - 1 for age in ages), 66], strict=True):
            answer = chance.choice(RHYTHMS)
            lines.append(f"  - {status} und {market} und Alter {low} bis {high} -> {answer}")
    if number % 10 == 0:
        del lines[chance.randrange(len(lines))]
    return "\n".join(
        [
            f'Richtlinie "Probe {number}"',
            "Merkmal Alter: Zahl 15 bis 66",
            "Merkmal Status: " + " | ".join(STATUS),
            "Merkmal Markt: " + " | ".join(MARKET),
            "Regeln Grund [Nr. 1]:",
            *lines,
            "",
        ]
    )


def run(folder: Path, cache: Path, *options: str) -> tuple[float, float, bytes]:
    """One process: wall-clock seconds, CPU seconds, and what it wrote."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "KPOL_"))}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, "check", ".", "--color", "never", *options],
        cwd=folder,
        env=kept | {"PYTHONPATH": str(ROOT), "XDG_CACHE_HOME": str(cache)},
        capture_output=True,
        check=False,
    )
    wall = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    assert done.returncode in (0, 1), done.stderr.decode()
    return wall, cpu, done.stdout


def main() -> int:
    """Measure and print; the exit code says whether the second run is fast enough."""
    given = [int(word) for word in sys.argv[1:3]]
    files, rules = (*given, *(FILES, RULES)[len(given) :])
    return measure(files, rules)


def measure(files: int, rules: int) -> int:
    """Make the folder, run and print."""
    with tempfile.TemporaryDirectory() as scratch:
        folder, cache = Path(scratch, "policies"), Path(scratch, "cache")
        folder.mkdir()
        for number in range(files):
            place = folder / f"{number:05}.kpol"
            place.write_text(policy(number, rules), encoding="utf-8")
        runs = {"first run": run(folder, cache), "second run": run(folder, cache)}
        same = runs["first run"][2] == runs["second run"][2]
        for number in range(1, files, max(1, files // 10)):
            with (folder / f"{number:05}.kpol").open("a", encoding="utf-8") as file:
                file.write("# changed\n")
        runs["after a change in ten files"] = run(folder, cache)
        bare = runs["without the cache"] = run(folder, cache, "--no-cache")
        same = same and bare[2] == runs["after a change in ten files"][2]
    print(f"{files} policies of {rules} rules, {os.cpu_count()} cores\n")
    print("| | wall-clock | CPU | a file |")
    print("|---|---|---|---|")
    for name, (wall, cpu, _) in runs.items():
        print(f"| {name} | {wall:.2f} s | {cpu:.2f} s | {1000 * wall / files:.2f} ms |")
    ratio = runs["first run"][0] / runs["second run"][0]
    print(f"\nThe second run is {ratio:.0f} times faster (at least {RATIO} are asked for).")
    print(f"All outputs are the same: {'yes' if same else 'NO'}.")
    return int(ratio < RATIO or not same)


if __name__ == "__main__":
    sys.exit(main())
