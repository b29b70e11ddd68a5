"""What `kpol check` costs as a process, in multiples of `python -c pass`; a table in Markdown.

Run it on a quiet machine: `python benchmarks/startup.py`. CPU time (user and system) of child
processes, the median of many runs, the programs taking turns so that all see the same machine.
"""

import os
import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
POLICY = ROOT / "policies" / "dahme-spreewald.kpol"
RUNS = 31
COLD, WARM = 10, 5
"""The most that `check` may cost, in multiples of `python -c pass`."""

SCRIPT = "from kontaktdsl.cli import command; command()"
"""What the installed command `kpol` is."""
CHECK = ("-c", SCRIPT, "check", str(POLICY))
IMPORTS = (
    "json",
    "argparse",
    "click",
    "rich.console",
    "attrs",
    "lark",
    "kontaktdsl.cli",
    "kontaktdsl.diagnostics, kontaktdsl.values, kontaktdsl.source",
    "kontaktdsl.syntax.tree",
    "kontaktdsl.model",
    "kontaktdsl.syntax.parser",
    "kontaktdsl.resolver",
    "kontaktdsl.lint",
    "kontaktdsl.project",
    "kontaktdsl.policy",
)


def cpu(arguments: tuple[str, ...], environment: dict[str, str]) -> float:
    """Milliseconds of CPU of one run of this Python."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(
        [sys.executable, *arguments],
        env=environment,
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=False,
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return 1000 * (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


def medians(programs: dict[str, tuple[tuple[str, ...], dict[str, str]]]) -> dict[str, float]:
    """The median of each program, run in turns."""
    taken: dict[str, list[float]] = {name: [] for name in programs}
    for program in programs.values():
        cpu(*program)
    for _ in range(RUNS):
        for name, program in programs.items():
            taken[name].append(cpu(*program))
    return {name: statistics.median(times) for name, times in taken.items()}


def main() -> int:
    """Measure and print; the exit code says whether the budget is kept."""
    with tempfile.TemporaryDirectory() as cache:
        kept = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("PYTHON", "KPOL_"))
        }
        environment = kept | {"PYTHONPATH": str(ROOT), "XDG_CACHE_HOME": cache}
        found = medians(
            {
                "pass": (("-c", "pass"), environment),
                "check, cold": ((*CHECK, "--no-cache"), environment),
                "check, from the cache": (CHECK, environment),
                **{name: (("-c", f"import {name}"), environment) for name in IMPORTS},
            }
        )
    empty = found.pop("pass")
    print("| | CPU | times `python -c pass` | at most |")
    print("|---|---|---|---|")
    print(f"| `python -c pass` | {empty:.1f} ms | 1.0 | the limit |")
    budgets = {"check, cold": COLD, "check, from the cache": WARM}
    for name, most in budgets.items():
        print(f"| {name} | {found[name]:.1f} ms | {found[name] / empty:.1f} | {most} |")
    print("\n| import, on top of `pass` | CPU | times `python -c pass` |")
    print("|---|---|---|")
    for name in IMPORTS:
        share = found[name] - empty
        print(f"| {name} | {share:.1f} ms | {share / empty:.1f} |")
    return int(any(found[name] > most * empty for name, most in budgets.items()))


if __name__ == "__main__":
    sys.exit(main())
