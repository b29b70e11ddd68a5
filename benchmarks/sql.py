"""What a row costs inside DuckDB, whatever the number of rules: ours against a flat CASE.

`python benchmarks/sql.py [--quick]`.  Policies of 10, 100, 1,000 and 10,000 rules cut the same
space of four enumerations with ten values each ever finer; the customers are the same for all.  CPU
nanoseconds per row of one thread, medians of rounds in which the competitors take turns, ratios
within one run.  `how often` is the code and the join that finds the interval; `everything` is the
whole view: all columns, due dates included.  The flat CASE has one WHEN per rule and finds only the
interval.  Every interval is compared before anything is timed.  The limit is reading the same
columns and hashing them once, without deciding anything.
"""

import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import duckdb  # noqa: E402

from kontaktdsl.batch.mapping import Columns  # noqa: E402
from kontaktdsl.project import loads  # noqa: E402
from kontaktdsl.pushdown.convention import matched  # noqa: E402
from kontaktdsl.pushdown.databases import opened  # noqa: E402
from kontaktdsl.pushdown.install import apply  # noqa: E402
from kontaktdsl.pushdown.script import Script, table_named  # noqa: E402

QUICK = "--quick" in sys.argv[1:]
ROWS = 100_000 if QUICK else 1_000_000
ROUNDS = 3 if QUICK else 5
RULES = (10, 100, 1_000) if QUICK else (10, 100, 1_000, 10_000)
NAMES, VALUES = ("amt", "bezug", "gruppe", "weg"), 10
LONGEST = 20.0
"""Seconds that one run of a competitor may take; beyond, it gets fewer rows."""

Box = tuple[tuple[int, int], ...]


def boxes(count: int) -> list[Box]:
    """The space cut into so many boxes: always the largest one, at its longest side."""
    chance = random.Random(7)
    found: list[Box] = [((0, VALUES - 1),) * len(NAMES)]
    while len(found) < count:
        at = max(range(len(found)), key=lambda i: _size(found[i]))
        box = found.pop(at)
        side = max(range(len(NAMES)), key=lambda i: (box[i][1] - box[i][0], chance.random()))
        low, high = box[side]
        middle = chance.randint(low, high - 1)
        found += [
            (*box[:side], (low, middle), *box[side + 1 :]),
            (*box[:side], (middle + 1, high), *box[side + 1 :]),
        ]
    return found


def _size(box: Box) -> int:
    size = 1
    for low, high in box:
        size *= high - low + 1
    return size


def policy(found: list[Box]) -> str:
    """A policy with one rule per box."""
    lines = ['policy "Kosten"', "  id kosten"]
    for name in NAMES:
        lines.append(f"attribute {name}: {' | '.join(f'{name}{v}' for v in range(VALUES))}")
    for number, box in enumerate(found):
        terms = [
            f"{name} in ({', '.join(f'{name}{v}' for v in range(low, high + 1))})"
            if high > low
            else f"{name} {name}{low}"
            for name, (low, high) in zip(NAMES, box, strict=True)
            if (low, high) != (0, VALUES - 1)
        ]
        lines.append(f"{' and '.join(terms)} -> every {number % 20 + 2} days")
    return "\n".join(lines) + "\n"


def flat(found: list[Box]) -> str:
    """One WHEN per rule."""
    whens = []
    for number, box in enumerate(found):
        terms = [
            f"{name} IN ({quoted(name, low, high)})"
            for name, (low, high) in zip(NAMES, box, strict=True)
            if (low, high) != (0, VALUES - 1)
        ]
        whens.append(f"WHEN {' AND '.join(terms)} THEN 'every {number % 20 + 2} days'")
    return f"CASE {' '.join(whens)} END"


def quoted(name: str, low: int, high: int) -> str:
    """The words of some values."""
    return ", ".join(f"'{name}{value}'" for value in range(low, high + 1))


def cpu(run: Callable[[], object]) -> float:
    """CPU seconds of one run."""
    start = time.process_time()
    run()
    return time.process_time() - start


def main() -> None:
    """Measure and print one table."""
    folder = tempfile.TemporaryDirectory()
    path = Path(folder.name) / "bench.duckdb"
    words = ", ".join(f"'{name}' || floor(random() * {VALUES})::INT AS {name}" for name in NAMES)
    with duckdb.connect(str(path)) as made:
        made.execute("SELECT setseed(0.5)")
        made.execute(
            f"CREATE TABLE customers AS SELECT i AS id, {words}, "
            f"DATE '2026-01-01' + (random() * 300)::INT AS last_contact FROM range({ROWS}) r(i)"
        )
    print(f"DuckDB {duckdb.__version__}, one thread, {ROWS:,} rows, medians of {ROUNDS} rounds\n")
    print(
        "| rules | install, s | columns read (limit) | how often | everything | flat CASE | "
        "flat CASE / how often |"
    )
    print("|---:|---:|---:|---:|---:|---:|---:|")
    for count in RULES:
        print(line(path, count), flush=True)
    folder.cleanup()


def line(path: Path, count: int) -> str:
    """One row of the table."""
    found = boxes(count)
    plan = loads(policy(found)).plan
    database = opened(f"duckdb:///{path}")
    types = database.columns(table_named("customers"))
    script = Script(
        plan=plan,
        matched=matched(plan, list(types), Columns()),
        types=types,
        customers=table_named("customers"),
        dialect=database.dialect,
        language="en",
        years=(2026, 2026),
    )
    install = cpu(lambda: apply(database, script))
    database.execute("SET threads = 1")
    often = script.view.select()
    head = often.args["with_"].sql("duckdb")
    said = database.sql(script.names.table("said"))
    often_sql = (
        f'{head} SELECT f."key" AS id, s."interval" '
        f'FROM "found" f LEFT JOIN {said} s ON s."said" = f."said"'
    )
    rows = ROWS
    case = flat(found)
    few = min(ROWS, 20_000)
    probe = cpu(lambda: database.rows(f"SELECT count({case}) FROM (FROM customers LIMIT {few})"))
    if probe / few * ROWS > LONGEST:
        rows = few
    wrong = database.rows(
        f"SELECT count(*) FROM (SELECT id, {case} AS x FROM customers LIMIT {few}) a "
        f"JOIN ({often_sql}) b ON a.id = b.id WHERE a.x IS DISTINCT FROM b.interval"
    )
    assert wrong == [(0,)], wrong
    names = ", ".join((*NAMES, "last_contact"))
    every = ", ".join(f"max({each.id})" for each in script.view.columns)
    competitors: dict[str, tuple[int, str]] = {
        "read": (ROWS, f"SELECT max(hash({names})) FROM customers"),
        "often": (ROWS, f"SELECT max(interval) FROM ({often_sql})"),
        "everything": (ROWS, f"SELECT {every} FROM {database.sql(script.names.whole)}"),
        "flat": (rows, f"SELECT max({case}) FROM (FROM customers LIMIT {rows})"),
    }
    times: dict[str, list[float]] = {name: [] for name in competitors}
    for _ in range(ROUNDS):
        for name, (size, query) in competitors.items():
            times[name].append(cpu(lambda query=query: database.rows(query)) / size * 1e9)
    database.close()
    middle = {name: statistics.median(each) for name, each in times.items()}
    ratio = statistics.median(a / b for a, b in zip(times["flat"], times["often"], strict=True))
    return (
        f"| {count:,} | {install:.1f} | {middle['read']:.0f} | {middle['often']:.0f} | "
        f"{middle['everything']:.0f} | {middle['flat']:.0f} | {ratio:.1f} |"
    )


if __name__ == "__main__":
    main()
