"""Runs in a process of its own, beside the one Spark that it can import: jobs in, results out.

    python -m tests.spark.worker sail|classic

One job is a line of JSON on standard input, its result a line on standard output. The server of
Sail runs in this process; classic Spark starts a Java machine of its own.
"""

from __future__ import annotations

import io
import json
import os
import sys
import time
import warnings
from collections.abc import Callable
from contextlib import redirect_stdout
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq

import kontaktdsl.spark
from kontaktdsl.batch.mapping import Columns
from kontaktdsl.policy import Policy
from kontaktdsl.project import loads

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

Job = dict[str, Any]


def sail() -> tuple[SparkSession, Callable[[], None]]:
    """A server of Sail in this process, and a session with it."""
    from pysail.spark import SparkConnectServer
    from pyspark.sql import SparkSession

    server = SparkConnectServer("127.0.0.1", 0)
    server.start(background=True)
    address, port = server.listening_address
    session = SparkSession.builder.remote(f"sc://{address}:{port}").getOrCreate()

    def stop() -> None:
        session.stop()
        server.stop()

    return session, stop


def classic() -> tuple[SparkSession, Callable[[], None]]:
    """Spark on two threads of a Java machine."""
    from pyspark.sql import SparkSession

    session = (
        SparkSession.builder.master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.ui.showConsoleProgress", "false")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.extraJavaOptions", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC")
        .config("spark.sql.autoBroadcastJoinThreshold", "-1")  # only what is told to
        .config("spark.sql.shuffle.partitions", "2")
        .config("spark.sql.session.timeZone", "UTC")
        .getOrCreate()
    )
    return session, session.stop


@lru_cache(maxsize=8)
def loaded(text: str) -> Policy:
    """The policy; the same text is the same policy, as it is in a notebook."""
    return loads(text)


def answer(session: SparkSession, job: Job) -> Job:
    """Decide one file of customers; the answers are written, the result says how it went."""
    policy = loaded(Path(job["policy"]).read_text(encoding="utf-8"))
    df = frame(session, job)
    start = time.perf_counter()
    decided = kontaktdsl.spark.decide(
        df,
        policy,
        columns=Columns(**job["columns"]) if job.get("columns") else None,
        day=date.fromisoformat(job["day"]),
        language=job.get("language"),
        **({"years": tuple(job["years"])} if "years" in job else {}),
    )
    planned = time.perf_counter()
    text = io.StringIO()
    with redirect_stdout(text):
        decided.explain()
    found: Job = {"plan": text.getvalue(), "planned": planned - start}
    if job.get("poisoned"):
        found["poison"] = poison(decided)
    elif job.get("files"):
        decided.write.parquet(job["out"])
    else:
        table = decided.toArrow()
        pq.write_table(pa.table(table.columns, names=table.column_names), job["out"])
    found["ran"] = time.perf_counter() - planned
    return found


def frame(session: SparkSession, job: Job) -> DataFrame:
    """The customers: read by Spark, or handed over as they are where names forbid a file."""
    if job.get("local"):
        table = pq.read_table(job["data"])
        names = job.get("names", table.column_names)
        df = session.createDataFrame(table).toDF(*names)
    else:
        df = session.read.parquet(job["data"])
    if job.get("poisoned"):
        from pyspark.sql import functions

        poison = functions.concat(functions.lit("poison "), functions.col("status"))
        df = df.withColumn("last_contact", functions.raise_error(poison).cast("date"))
    return df


def poison(df: DataFrame) -> str:
    """What is raised when the answers are asked for; nothing may have been before."""
    try:
        df.toArrow()
    except Exception as error:  # each Spark has its own
        return str(error)
    return ""


def main() -> None:
    """Answer jobs until there are no more."""
    warnings.simplefilter("ignore")
    results = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    session, stop = {"sail": sail, "classic": classic}[sys.argv[1]]()
    print(json.dumps({"ready": session.version}), file=results, flush=True)
    for line in sys.stdin:
        try:
            found = answer(session, json.loads(line))
        except Exception as error:
            text = getattr(error, "text", None)
            found = {
                "error": type(error).__name__,
                "text": [text.de, text.en] if text is not None else [str(error), str(error)],
            }
        print(json.dumps(found), file=results, flush=True)
    stop()


if __name__ == "__main__":
    main()
