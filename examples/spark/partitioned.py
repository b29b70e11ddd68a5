"""A partitioned Parquet data set of synthetic customers, decided by Spark.

    pip install 'kontaktdsl[spark-connect]' pysail
    python examples/spark/partitioned.py policies/dahme-spreewald.kpol --rows 1000000

Writes `customers/team=.../*.parquet` (nobody in there exists) and `answers/*.parquet`, prints how
many customers got which answer, and what a row has cost. Spark is Sail in this process; `--remote
sc://host:15002` takes a server of Spark Connect that can read the folder, `--master 'local[2]'`
classic PySpark with Java (`pip install 'kontaktdsl[spark]'`, in an environment of its own).
"""

from __future__ import annotations

import argparse
import os
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.dataset as ds

import kontaktdsl
import kontaktdsl.spark
from kontaktdsl import words
from kontaktdsl.domains import Enumeration, Number
from kontaktdsl.model import Attribute
from kontaktdsl.policy import Policy

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

TEAMS = ("Nord", "Süd", "Ost", "West")
CHUNK = 500_000
EPOCH = date(1970, 1, 1)


def customers(policy: Policy, rows: int, day: date, seed: int) -> Iterator[pa.RecordBatch]:
    """That many customers in pieces; a fact is missing in one case of fifty."""
    chance = np.random.default_rng(seed)
    for start in range(0, rows, CHUNK):
        count = min(CHUNK, rows - start)
        columns = {
            "id": pa.array(np.arange(start + 1, start + count + 1)),
            "team": pa.array(np.array(TEAMS, object)[chance.integers(0, len(TEAMS), count)]),
            "last_contact": _days(chance, count, day, years=1, absent=0.1),
        }
        for event in policy.events:
            columns[event.name] = _days(chance, count, day, years=2, absent=0.2)
        for attribute in policy.attributes:
            columns[attribute.name] = _fact(chance, count, day, attribute)
        yield pa.record_batch(columns)


def _fact(chance: np.random.Generator, count: int, day: date, attribute: Attribute) -> pa.Array:
    lost = chance.random(count) < 0.02
    match attribute.domain:
        case Number(low, high) if words.is_age(attribute):
            born = chance.integers(_number(day) - 366 * high, _number(day) - 366 * low, count)
            return pa.array(born.astype(np.int32), mask=lost).cast(pa.date32())
        case Number(low, high):
            return pa.array(chance.integers(low, high + 1, count), mask=lost)
        case Enumeration(values):
            names = np.array([value.name for value in values], object)
            return pa.array(names[chance.integers(0, len(names), count)], pa.string(), mask=lost)
        case _:
            return pa.array(chance.random(count) < 0.1, mask=lost)


def _days(
    chance: np.random.Generator, count: int, day: date, years: int, absent: float
) -> pa.Array:
    last = _number(day)
    days: npt.NDArray[np.int64] = chance.integers(last - 365 * years, last + 1, count)
    return pa.array(days.astype(np.int32), mask=chance.random(count) < absent).cast(pa.date32())


def _number(day: date) -> int:
    return (day - EPOCH).days


def write(batches: Iterator[pa.RecordBatch], folder: Path) -> None:
    """The data set, a folder per team."""
    first = next(batches)

    def all_of() -> Iterator[pa.RecordBatch]:
        yield first
        yield from batches

    ds.write_dataset(
        all_of(),
        folder,
        schema=first.schema,
        format="parquet",
        partitioning=ds.partitioning(pa.schema([("team", pa.string())]), flavor="hive"),
        max_rows_per_group=CHUNK,
    )


@contextmanager
def session(remote: str | None, master: str | None) -> Iterator[SparkSession]:
    """A session with a server of Sail that lives as long, or with another Spark."""
    stop: Callable[[], None] = lambda: None  # noqa: E731
    if remote is None and master is None:
        from pysail.spark import SparkConnectServer

        server = SparkConnectServer("127.0.0.1", 0)
        server.start(background=True)
        host, port = server.listening_address
        remote, stop = f"sc://{host}:{port}", server.stop
    from pyspark.sql import SparkSession

    builder = SparkSession.builder
    spark = (builder.remote(remote) if remote else builder.master(str(master))).getOrCreate()
    try:
        yield spark
    finally:
        spark.stop()
        stop()


def main() -> None:
    """Write, decide, count."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("policy", type=Path)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--folder", type=Path, default=Path("spark-example"))
    parser.add_argument("--day", type=date.fromisoformat, default=date.today())
    parser.add_argument("--years", type=int, nargs=2, default=(1996, 2040), metavar=("FROM", "TO"))
    parser.add_argument("--seed", type=int, default=1)
    where = parser.add_mutually_exclusive_group()
    where.add_argument("--remote")
    where.add_argument("--master")
    given = parser.parse_args()

    policy = kontaktdsl.load(given.policy)
    people, answers = given.folder / "customers", given.folder / "answers"
    for folder in (people, answers):
        shutil.rmtree(folder, ignore_errors=True)
    write(customers(policy, given.rows, given.day, given.seed), people)
    print(f"{given.rows:,} customers in {len(TEAMS)} partitions: {_size(people)}")

    with session(given.remote, given.master) as spark:
        spark.range(1).count()
        df = spark.read.parquet(str(people.resolve()))
        plain = _timed(
            lambda: df.write.parquet(str((given.folder / "copy").resolve()), "overwrite")
        )
        start = time.perf_counter()
        decided = kontaktdsl.spark.decide(
            df, policy, day=given.day, years=(given.years[0], given.years[1])
        )
        print(f"tables and plan: {time.perf_counter() - start:.1f} s, once")
        cost = _timed(lambda: decided.write.parquet(str(answers.resolve()), "overwrite"))
        shutil.rmtree(given.folder / "copy", ignore_errors=True)
        print(f"answers: {_size(answers)}")
        for column in ("status", "interval"):
            print()
            for row in (
                spark.read.parquet(str(answers.resolve()))
                .groupBy(column)
                .count()
                .sort("count", ascending=False)
                .collect()
            ):
                print(f"{row['count']:>12,}  {row[column] or '(none)'}")
    print()
    for name, (wall, cpu) in (("copying the customers", plain), ("deciding them", cost)):
        each = f"{name}: {wall:.2f} s, {1e9 * wall / given.rows:.0f} ns a row"
        print(
            each
            + (f"; {1e9 * cpu / given.rows:.0f} ns of CPU a row" if given.master is None else "")
        )


def _timed(run: Callable[[], None]) -> tuple[float, float]:
    """Seconds by the clock, and of CPU in this process (where the server of Sail runs)."""
    start, before = time.perf_counter(), os.times()
    run()
    after = os.times()
    cpu = after.user + after.system - before.user - before.system
    return time.perf_counter() - start, cpu


def _size(folder: Path) -> str:
    total = sum(file.stat().st_size for file in folder.rglob("*.parquet"))
    return f"{total / 1e6:,.1f} MB of Parquet"


if __name__ == "__main__":
    main()
