"""What `kpol run` costs from Parquet to Parquet, against reading and writing alone, DuckDB, Polars.

`python benchmarks/files.py [--quick|--memory]`.  CPU seconds of all threads, medians of rounds in
which the competitors take turns, ratios within one run; every run writes a file that is compared.

The limit is reading the same columns of the same file and writing the same columns of answers, both
with the settings of ours and nothing decided in between.  Polars and DuckDB, held to one thread, do
the decision of Dahme-Spreewald as a programmer writes it and write the key, the interval and the
date of the next contact; the first table compares that. The second writes all columns of answers:
reasons, deadlines, rules, citations.  `--memory` runs ten times the rows and prints the peak.
"""

import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("POLARS_MAX_THREADS", "1")
ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import duckdb  # noqa: E402
import numpy as np  # noqa: E402
import polars as pl  # noqa: E402
import pyarrow as pa  # noqa: E402
import pyarrow.parquet as pq  # noqa: E402

from benchmarks.batch import (  # noqa: E402
    DAY,
    INTERVALS,
    WORDS,
    customers,
    duck_case,
    duck_due,
    polars_case,
    polars_due,
)
from benchmarks.batch import cpu as cpu_of  # noqa: E402
from kontaktdsl import load  # noqa: E402
from kontaktdsl.data.beside import Beside  # noqa: E402
from kontaktdsl.data.formats import Format  # noqa: E402
from kontaktdsl.data.pipeline import Run  # noqa: E402
from kontaktdsl.data.reading import open_data  # noqa: E402
from kontaktdsl.data.writing import About, writer_of  # noqa: E402

QUICK = "--quick" in sys.argv[1:]
ROWS = 500_000 if QUICK else 8_000_000
ROUNDS = 3
FEW = ("interval", "due")
POLICY = load(ROOT / "policies" / "dahme-spreewald.kpol")


def store(path: Path, rows: int) -> None:
    """Customers as an office hands them over, in parts, with a column that nobody reads."""
    part = 1_000_000
    writer = None
    chance = np.random.default_rng(2)
    for start in range(0, rows, part):
        count = min(part, rows - start)
        table = customers(count)
        applied = pa.array(chance.integers(19_800, 20_700, count).astype(np.int32))
        table = table.add_column(0, "Kundennummer", pa.array(np.arange(start, start + count)))
        for name in ("Antragstellung", "Leistungsbeginn"):
            table = table.append_column(name, applied.cast(pa.date32()))
        note = pa.array(chance.integers(0, 1 << 40, count)).cast(pa.string())
        table = table.append_column("Bemerkung", note)
        if writer is None:
            writer = pq.ParquetWriter(path, table.schema)
        writer.write_table(table)
    assert writer is not None
    writer.close()


def run_over(source: Path, only: tuple[str, ...] | None) -> Run:
    """A run that has not begun."""
    opened = open_data(str(source))
    return Run(POLICY.plan, opened, day=DAY, language="de", only=only)


def about(run: Run) -> About:
    return About(
        policy=POLICY.id,
        digest=POLICY.digest,
        day=DAY,
        engine="benchmark",
        language="de",
        titles=run.titles,
    )


def write(run: Run, batches: Callable[[], object], target: Path) -> None:
    """Write batches as the command does."""
    writer = None
    with Beside(str(target)) as place:
        for batch in batches():  # type: ignore[attr-defined]
            writer = writer or writer_of(
                Format.PARQUET,
                place.file,
                batch.schema,
                about(run),
                folder=place.folder,
                stream=False,
            )
            writer.write(batch)
        assert writer is not None
        writer.finish()
        place.keep()


def ours(source: Path, target: Path, only: tuple[str, ...] | None) -> None:
    run = run_over(source, only)
    write(run, lambda: run, target)


def bare(
    source: Path, target: Path, only: tuple[str, ...] | None, answers: list[pa.RecordBatch]
) -> None:
    """Read what ours reads and write what ours writes; nothing is decided."""
    run = run_over(source, only)
    for _ in run.source.chunks(run.read, [column for column, _ in run.passed]):
        pass
    write(run, lambda: answers, target)


def polars_run(source: Path, target: Path) -> None:
    """Streaming from file to file."""
    words = pl.Series([WORDS[name] for name in INTERVALS])
    columns = polars_due(polars_case())
    lazy = pl.scan_parquet(source).select("Kundennummer", *columns)
    lazy = lazy.with_columns(pl.lit(words).gather(pl.col("interval")).alias("interval"))
    lazy.sink_parquet(target)


def duckdb_run(source: Path, target: Path) -> None:
    """One COPY from file to file."""
    with duckdb.connect() as database:
        database.execute("SET threads = 1")
        database.execute(f"CREATE VIEW t AS FROM '{source}'")
        words = ", ".join("'" + WORDS[name] + "'" for name in INTERVALS)
        chosen = duck_due(duck_case()).replace(
            "SELECT i AS interval", 'SELECT "Kundennummer", i AS interval', 1
        )
        database.execute(
            f'COPY (SELECT "Kundennummer", list_extract([{words}], interval + 1) AS interval, due '
            f"FROM ({chosen})) TO '{target}' (FORMAT parquet)"
        )


def same(one: Path, other: Path) -> bool:
    """Whether two files hold the same interval and date for everybody."""
    tables = []
    for path in (one, other):
        table = pq.read_table(path, columns=["Kundennummer", *FEW])
        interval, due = (table[name] for name in FEW)
        tables.append([table["Kundennummer"], interval.cast(pa.string()), due.cast(pa.date32())])
    return all(a.equals(b) for a, b in zip(*tables, strict=True))


def medians(contenders: dict[str, Callable[[], None]]) -> dict[str, float]:
    """CPU seconds."""
    import statistics

    taken: dict[str, list[float]] = {name: [] for name in contenders}
    for _ in range(ROUNDS):
        for name, run in contenders.items():
            taken[name].append(cpu_of(run))
    return {name: statistics.median(each) for name, each in taken.items()}


def show(title: str, took: dict[str, float]) -> None:
    limit = next(iter(took.values()))
    print(f"\n{title}\n")
    print("| from file to file | CPU s | million rows per CPU s | times the limit |")
    print("| --- | ---: | ---: | ---: |")
    for name, seconds in took.items():
        print(f"| {name} | {seconds:.2f} | {ROWS / seconds / 1e6:.1f} | {seconds / limit:.2f} |")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder, "customers.parquet"), Path(folder, "ours.parquet")
        store(source, ROWS)
        for only, title in ((FEW, "key, interval and due date"), (None, "all columns of answers")):
            answers = list(run_over(source, only))
            ours(source, target, only)
            contenders: dict[str, Callable[[], None]] = {
                "reading and writing alone (the limit)": lambda o=only, a=answers: bare(  # type: ignore[misc]
                    source, Path(folder, "bare.parquet"), o, a
                ),
                "ours": lambda o=only: ours(source, target, o),  # type: ignore[misc]
            }
            if only is not None:
                for name, run in (("Polars", polars_run), ("DuckDB", duckdb_run)):
                    path = Path(folder, f"{name}.parquet")
                    run(source, path)
                    assert same(target, path), f"{name} differs"
                    contenders[name] = lambda r=run, p=path: r(source, p)  # type: ignore[misc]
            show(f"{ROWS:,} customers, {title}", medians(contenders))


def memory() -> None:
    """The peak of a process of its own per number of rows."""
    if len(sys.argv) > 2:
        ours(Path(sys.argv[2]), Path(sys.argv[3]), None)
        print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
        return
    print("\n| rows | peak of the process, MiB |\n| ---: | ---: |")
    for rows in (1_000_000, 10_000_000, 100_000_000)[: 2 if QUICK else 3]:
        with tempfile.TemporaryDirectory() as folder:
            source, target = Path(folder, "customers.parquet"), Path(folder, "o.parquet")
            store(source, rows)
            command = [sys.executable, __file__, "--memory", str(source), str(target)]
            peak = subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout
            print(f"| {rows:,} | {peak.strip()} |", flush=True)


if __name__ == "__main__":
    memory() if "--memory" in sys.argv[1:] else main()
