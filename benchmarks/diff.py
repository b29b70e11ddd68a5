"""How long it takes to prove that two differently written policies are equal; run as a script.

    PYTHONPATH=. python benchmarks/diff.py [--quick]

The limit is what any tool has to do: read both texts. Comparing comes on top of that.
"""

from __future__ import annotations

import random
import statistics
import sys
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from kontaktdsl.changes import compare  # noqa: E402
from kontaktdsl.project import loads  # noqa: E402
from tests.diff import rewrites  # noqa: E402

TARGET = 10.0
"""Seconds for 1,000 rules over 8 attributes."""


def pairs(rules: int, seed: int) -> Iterator[tuple[str, str, str, bool]]:
    """Yield (name, old text, new text, equal) of one size."""
    rng = random.Random(seed)
    tree = rewrites.tree(rng, rules)
    text = rewrites.as_rules(rng, tree)
    other = rewrites.altered(rng, tree)
    yield "the same lines, another order", text, rewrites.as_rules(rng, tree), True
    yield "rules against the split of each", text, rewrites.split(rng, tree), True
    yield "rules against De Morgan", text, rewrites.de_morgan(rng, tree), True
    yield "rules against one table", text, rewrites.as_table(rng, tree), True
    yield "rules against exceptions", text, rewrites.as_exceptions(rng, tree), True
    yield "one outcome of one leaf differs", text, rewrites.as_rules(rng, other), False


def measured(old_text: str, new_text: str, equal: bool) -> tuple[tuple[float, float, float], int]:
    """Return CPU seconds (reading both, comparing, with the solver alone) and the rules."""
    start = time.process_time()
    old, new = loads(old_text).model, loads(new_text).model
    read = time.process_time()
    assert compare(old, new).equivalent == equal
    compared = time.process_time()
    assert compare(old, new, nodes=0).equivalent == equal
    solved = time.process_time()
    count = len(old.rules) + len(new.rules)
    return (read - start, compared - read, solved - compared), count


def main() -> None:
    """Print the table."""
    quick = "--quick" in sys.argv[1:]
    print("| pair | rules, both | read both, CPU s | compare | by the solver alone | target |")
    print("|---|---:|---:|---:|---:|---:|")
    for rules in (200,) if quick else (200, 1000):
        runs: dict[str, list[tuple[tuple[float, float, float], int]]] = {}
        for seed in range(1 if quick else 3):
            for name, old, new, equal in pairs(rules, seed):
                runs.setdefault(name, []).append(measured(old, new, equal))
        for name, run in runs.items():
            times = [statistics.median(each[0][i] for each in run) for i in range(3)]
            count = int(statistics.median(each[1] for each in run))
            target = f"< {TARGET:.0f}" if rules == 1000 else ""
            shown = " | ".join(f"{seconds:.2f}" for seconds in times)
            print(f"| {name} | {count} | {shown} | {target} |", flush=True)


if __name__ == "__main__":
    main()
