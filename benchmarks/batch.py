"""What a whole table costs, in memory: ours, the best hand-written Polars and DuckDB, and memcpy.

`python benchmarks/batch.py [--quick]`.  CPU seconds of one core per row (Polars and DuckDB are held
to one thread), medians of rounds in which the competitors take turns, ratios within one run.  All
answer the same customers of Dahme-Spreewald from the same Arrow table, and every answer is compared
before anything is timed.  `how often` gives one interval per row; `and when due` also the date of
the next contact.  The limit of the first is copying the bytes that are read and written once; the
second is more work than the peers do (ours also rolls dates and computes the deadline of the first
contact).  `everything` is `Policy.decide_batch`: all columns, with texts, reasons and citations.
"""

import os
import statistics
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

os.environ.setdefault("POLARS_MAX_THREADS", "1")
ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import duckdb  # noqa: E402
import numpy as np  # noqa: E402
import polars as pl  # noqa: E402
import pyarrow as pa  # noqa: E402

from kontaktdsl import load  # noqa: E402
from kontaktdsl.batch.engine import Engine  # noqa: E402
from kontaktdsl.batch.frames import matched  # noqa: E402
from kontaktdsl.policy import Policy  # noqa: E402

QUICK = "--quick" in sys.argv[1:]
ROWS = 400_000 if QUICK else 4_000_000
ROUNDS = 3 if QUICK else 7
DAY = date(2026, 11, 25)
PROGNOSES = ("marktnah", "marktfern", "Z", "I")
FLAGS = ("Intensivkunde", "Selbständig", "Absolvent", "Quali", "Rechtskreiswechsler")
INTERVALS = ("14 days", "1 month", "3 months", "4 months", "6 months", "self-employed", "graduates")
WORDS = {
    "14 days": "alle 14 Tage",
    "1 month": "monatlich",
    "3 months": "alle 3 Monate",
    "4 months": "alle 4 Monate",
    "6 months": "alle 6 Monate",
    "self-employed": "siehe „Konzept zur Betreuung von Selbständigen“",
    "graduates": "siehe „Standards Absolventenmanagement“",
}
POLARS = {
    "14 days": "14d",
    "1 month": "1mo",
    "3 months": "3mo",
    "4 months": "4mo",
    "6 months": "6mo",
}


def customers(rows: int) -> pa.Table:
    """Possible customers, all facts given; enumerations as dictionaries, as Parquet gives them."""
    chance = np.random.default_rng(1)
    alo = chance.random(rows) < 0.5
    prognosis = chance.integers(0, 4, rows)
    prognosis[alo & (prognosis == 3)] = 0
    flags = {name: chance.random(rows) < 0.15 for name in FLAGS}
    flags["Selbständig"] &= ~alo
    status = pa.DictionaryArray.from_arrays(pa.array((~alo).astype(np.int32)), ["alo", "asu"])
    last = chance.integers(19_900, 20_700, rows).astype(np.int32)
    return pa.table(
        {
            "Alter": pa.array(chance.integers(15, 67, rows).astype(np.int32)),
            "Status": status,
            "Prognose": pa.DictionaryArray.from_arrays(
                pa.array(prognosis.astype(np.int32)), list(PROGNOSES)
            ),
            **{name: pa.array(values) for name, values in flags.items()},
            "Tage-ohne-Alg2": pa.array(chance.integers(0, 400, rows).astype(np.int32)),
            "letzter Kontakt": pa.array(last).cast(pa.date32()),
        }
    )


def interval(u25: bool, alo: bool, prognosis: str, flags: dict[str, bool]) -> str:
    """The directive as a programmer writes it."""
    if flags["Absolvent"]:
        return "graduates"
    if flags["Selbständig"]:
        return "self-employed"
    near, far = prognosis == "marktnah", prognosis == "marktfern"
    if u25 and alo and (near or far):
        return "14 days"
    if flags["Intensivkunde"] and (near or far):
        return "1 month"
    if u25 and (near or far):
        return "1 month"
    if alo and near:
        return "1 month"
    if alo and far:
        return "1 month" if flags["Quali"] else "3 months"
    return "4 months" if near else "6 months"


# --- the peers ----------------------------------------------------------------------------------


def polars_case() -> pl.Expr:
    """Nested when/then over the columns, first match wins."""
    u25, alo = pl.col("Alter") < 25, pl.col("Status") == "alo"
    near, far = pl.col("Prognose") == "marktnah", pl.col("Prognose") == "marktfern"
    active = near | far
    number = {name: pl.lit(at, pl.Int8) for at, name in enumerate(INTERVALS)}
    return (
        pl.when("Absolvent").then(number["graduates"])
        .when("Selbständig").then(number["self-employed"])
        .when(u25 & alo & active).then(number["14 days"])
        .when(pl.col("Intensivkunde") & active).then(number["1 month"])
        .when(u25 & active).then(number["1 month"])
        .when(alo & near).then(number["1 month"])
        .when(alo & far & pl.col("Quali")).then(number["1 month"])
        .when(alo & far).then(number["3 months"])
        .when(near).then(number["4 months"])
        .otherwise(number["6 months"])
    )  # fmt: skip


def polars_gather() -> pl.Expr:
    """A number from the columns and one gather: the fastest that we could write in Polars."""
    code = (pl.col("Alter") < 25).cast(pl.UInt16)
    code = code * 2 + (pl.col("Status") == "alo").cast(pl.UInt16)
    code = code * 4 + pl.col("Prognose").to_physical().cast(pl.UInt16)
    for name in ("Intensivkunde", "Selbständig", "Absolvent", "Quali"):
        code = code * 2 + pl.col(name).cast(pl.UInt16)
    return pl.lit(pl.Series(TABLE, dtype=pl.Int8)).gather(code)


def table() -> list[int]:
    """The outcome of every combination, in the order of `polars_gather`."""
    found = []
    for number in range(256):
        flags = {
            name: bool(number >> (3 - at) & 1)
            for at, name in enumerate(("Intensivkunde", "Selbständig", "Absolvent", "Quali"))
        }
        said = interval(bool(number >> 7), bool(number >> 6 & 1), PROGNOSES[number >> 4 & 3], flags)
        found.append(INTERVALS.index(said))
    return found


TABLE = table()


def polars_due(how_often: pl.Expr) -> list[pl.Expr]:
    """The interval and the date it gives."""
    due = pl.lit(None, pl.Date)
    for name, offset in POLARS.items():
        shifted = pl.col("letzter Kontakt").dt.offset_by(offset)
        due = pl.when(how_often == INTERVALS.index(name)).then(shifted).otherwise(due)
    return [how_often.alias("interval"), due.alias("due")]


def duck_case() -> str:
    """The same as `polars_case`."""
    n = {name: f"{at}::TINYINT" for at, name in enumerate(INTERVALS)}
    return f"""CASE WHEN "Absolvent" THEN {n["graduates"]}
        WHEN "Selbständig" THEN {n["self-employed"]}
        WHEN "Alter" < 25 AND "Status" = 'alo' AND "Prognose" IN ('marktnah', 'marktfern')
            THEN {n["14 days"]}
        WHEN "Intensivkunde" AND "Prognose" IN ('marktnah', 'marktfern') THEN {n["1 month"]}
        WHEN "Alter" < 25 AND "Prognose" IN ('marktnah', 'marktfern') THEN {n["1 month"]}
        WHEN "Status" = 'alo' AND "Prognose" = 'marktnah' THEN {n["1 month"]}
        WHEN "Status" = 'alo' AND "Prognose" = 'marktfern' AND "Quali" THEN {n["1 month"]}
        WHEN "Status" = 'alo' AND "Prognose" = 'marktfern' THEN {n["3 months"]}
        WHEN "Prognose" = 'marktnah' THEN {n["4 months"]} ELSE {n["6 months"]} END"""


def duck_list() -> str:
    """A number from the columns and one look into a list constant."""
    code = '("Alter" < 25)::INT'
    code = f"({code}) * 2 + (\"Status\" = 'alo')::INT"
    places = " ".join(f"WHEN '{name}' THEN {at}" for at, name in enumerate(PROGNOSES))
    code = f'({code}) * 4 + CASE "Prognose" {places} END'
    for name in ("Intensivkunde", "Selbständig", "Absolvent", "Quali"):
        code = f'({code}) * 2 + "{name}"::INT'
    return f"list_extract({TABLE}::TINYINT[], ({code}) + 1)"


def duck_due(how_often: str) -> str:
    """The interval and the date it gives."""
    cases = " ".join(
        f"WHEN {INTERVALS.index(name)} THEN (\"letzter Kontakt\" + INTERVAL '{name}')::DATE"
        for name in POLARS
    )
    return (
        f"SELECT i AS interval, CASE i {cases} END AS due FROM (SELECT *, {how_often} AS i FROM t)"
    )


# --- measuring ----------------------------------------------------------------------------------


def cpu(run: Callable[[], object]) -> float:
    """CPU seconds of one run, all threads."""
    start = time.process_time()
    run()
    return time.process_time() - start


def medians(contenders: dict[str, Callable[[], object]]) -> dict[str, float]:
    """Nanoseconds of CPU per row."""
    taken: dict[str, list[float]] = {name: [] for name in contenders}
    for _ in range(ROUNDS):
        for name, run in contenders.items():
            taken[name].append(cpu(run) / ROWS * 1e9)
    return {name: statistics.median(each) for name, each in taken.items()}


def engine_of(policy: Policy, given: pa.Table) -> Engine:
    """The engine for a table."""
    from kontaktdsl.batch.mapping import Columns

    columns = Columns(absent=())
    return Engine(policy.plan, matched(policy.plan, given.column_names, columns), DAY, "de")


def show(title: str, took: dict[str, float], ours: str, limit: str | None) -> None:
    """One table."""
    print(f"\n{title}\n")
    print("| one row | ns of CPU | times ours |" + (" share of the limit |" if limit else ""))
    print("| --- | ---: | ---: |" + (" ---: |" if limit else ""))
    for name, spent in took.items():
        share = f" {took[limit] / spent:.0%} |" if limit else ""
        print(f"| {name} | {spent:,.1f} | {spent / took[ours]:.1f} |{share}")


def main() -> None:
    """Print the tables."""
    policy = load(ROOT / "policies" / "dahme-spreewald.kpol")
    given = customers(ROWS)
    batch = given.combine_chunks().to_batches()[0]
    engine = engine_of(policy, given)
    frame = pl.from_arrow(given)
    assert isinstance(frame, pl.DataFrame)
    frame = frame.with_columns(
        pl.col("Prognose").cast(pl.Enum(PROGNOSES)), pl.col("Status").cast(pl.Enum(["alo", "asu"]))
    )
    database = duckdb.connect()
    database.execute("SET threads = 1")
    database.register("arrow", given)
    database.execute("CREATE TABLE t AS SELECT * FROM arrow")
    database.execute(
        "ALTER TABLE t ALTER \"Prognose\" TYPE ENUM('marktnah', 'marktfern', 'Z', 'I')"
    )
    database.execute("ALTER TABLE t ALTER \"Status\" TYPE ENUM('alo', 'asu')")
    database.register("given", given)

    def often() -> list[np.ndarray]:  # type: ignore[type-arg]
        return [engine.often(batch.slice(at, 1 << 16)) for at in range(0, ROWS, 1 << 16)]

    def when() -> list[object]:
        return [answers for _, answers in engine.blocks(batch)]

    def from_arrow() -> object:
        arrived = pl.from_arrow(given)
        assert isinstance(arrived, pl.DataFrame)
        return arrived.select(polars_case().alias("i"))

    polars_ways = {"case": polars_case(), "gather": polars_gather()}
    duck_ways = {"case": duck_case(), "list": duck_list()}

    said = [WORDS[name] for name in INTERVALS]
    expected = [said[i] for i in frame.select(polars_case().alias("i"))["i"].to_list()]
    words = [each.interval.de if each.interval else "" for each in engine.choices.saids.all]
    numbers = np.concatenate(often())
    words = [each.interval.de if each.interval else "" for each in engine.choices.saids.all]
    assert [words[i] for i in numbers.tolist()] == expected, "ours differs from Polars"
    for way in polars_ways.values():
        got = frame.select(way.alias("i"))["i"].to_list()
        assert [said[i] for i in got] == expected, "Polars differs"
    for sql in duck_ways.values():
        found = database.execute(f"SELECT {sql} AS i FROM t").fetchnumpy()["i"]
        assert [said[i] for i in found.tolist()] == expected, "DuckDB differs"
    due_ours = np.concatenate([each.due for _, each in engine.blocks(batch)])
    due_polars = frame.select(polars_due(polars_case()))["due"].to_arrow()
    ours_days = pa.array(due_ours, mask=due_ours == np.int32(-(2**31))).cast(pa.date32())
    assert ours_days.equals(due_polars.cast(pa.date32())), "due dates differ"

    copied = [np.zeros(ROWS * width, np.uint8) for width in widths(given)]
    places = [np.empty_like(each) for each in copied]

    def copy() -> None:
        for source, place in zip(copied, places, strict=True):
            np.copyto(place, source)

    copy()
    contenders: dict[str, Callable[[], object]] = {
        "copying the bytes once (the limit)": copy,
        "ours": often,
        **{
            f"Polars, {name}, its own frame": lambda e=way: frame.select(e.alias("i"))  # type: ignore[misc]
            for name, way in polars_ways.items()
        },
        "Polars, case, from Arrow": from_arrow,
        **{
            f"DuckDB, {name}, its own table": lambda q=sql: database.execute(  # type: ignore[misc]
                f"CREATE OR REPLACE TEMP TABLE r AS SELECT {q} AS i FROM t"
            )
            for name, sql in duck_ways.items()
        },
        **{
            f"DuckDB, {name}, from Arrow": lambda q=sql: database.execute(  # type: ignore[misc]
                f"CREATE OR REPLACE TEMP TABLE r AS SELECT {q} AS i FROM given"
            )
            for name, sql in duck_ways.items()
            if name == "case"
        },
    }
    show(
        f"How often, {ROWS:,} customers in memory",
        medians(contenders),
        "ours",
        "copying the bytes once (the limit)",
    )
    due_ways: dict[str, Callable[[], object]] = {
        "ours (with deadlines and reasons)": when,
        **{
            f"Polars, {name}": lambda e=way: frame.select(polars_due(e))  # type: ignore[misc]
            for name, way in polars_ways.items()
        },
        **{
            f"DuckDB, {name}": lambda q=sql: database.execute(  # type: ignore[misc]
                f"CREATE OR REPLACE TEMP TABLE r AS {duck_due(q)}"
            )
            for name, sql in duck_ways.items()
        },
    }
    show("And when due", medians(due_ways), "ours (with deadlines and reasons)", None)
    everything = medians({"everything": lambda: policy.decide_batch(given, day=DAY)})
    spent = everything["everything"]
    print(
        f"\nEverything (all columns): {spent:,.0f} ns a row, "
        f"{spent * 4e6 / 1e9:.2f} s of CPU for 4,000,000 customers (goal: under 1 s)"
    )


def widths(given: pa.Table) -> list[int]:
    """Bytes per row of what `how often` reads and writes, rounded up to whole bytes."""
    found = []
    for column in given.columns[:-1]:
        kind = column.type
        bits = 32 if pa.types.is_dictionary(kind) else kind.bit_width
        found.append(max(1, bits // 8))
    return [*found, 2]


if __name__ == "__main__":
    main()
