"""Puts the parts together: columns matched, tables sent, the view as a plan."""

from __future__ import annotations

from datetime import date
from importlib import util
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from kontaktdsl.batch.mapping import Columns, MappingError, Matched, refuse_timed
from kontaktdsl.batch.matching import match
from kontaktdsl.diagnostics import Text
from kontaktdsl.plan import Plan
from kontaktdsl.policy import Policy
from kontaktdsl.pushdown.tables import YEARS, Tables, tables_of
from kontaktdsl.pushdown.types import born

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

OLDEST = 4
"""The oldest PySpark that takes small tables as Arrow."""


class SparkError(RuntimeError):
    """What is needed for Spark is not installed or too old; `text` says what."""

    def __init__(self, text: Text) -> None:
        """Remember the words."""
        super().__init__(text.en)
        self.text = text


def decide(
    df: DataFrame,
    policy: Policy,
    *,
    columns: Columns | None = None,
    day: date | None = None,
    language: str | None = None,
    years: tuple[int, int] = YEARS,
) -> DataFrame:
    """One row of answers per row of `df`: its key column, then the answer columns by their ids.

    The same words and dates as `Policy.decide_batch`. Nothing is computed before the result is
    asked for; the order of the rows is Spark's. `columns` says which columns hold what, where
    their names do not; `day` is the day of evaluation (today), `language` that of the words ("de"
    or "en"; the policy's own), `years` the first and last year that a date may be counted from. A
    key that is called like an answer column gets `input_` before its name.

    Raises SparkError if a library is missing or too old, TypeError if `df` is no DataFrame of
    Spark, MappingError if a column is missing or there twice, `pushdown.types.ColumnTypeError` if
    it cannot be read, `pushdown.tables.TooLarge` if the policy is too branched for tables, and
    UnknownLand if the policy's calendar is no Land.
    """
    _libraries()
    from kontaktdsl.spark.frames import answers, types_of

    if not _is_frame(df):
        kind = type(df)
        whose = "" if kind.__module__ == "builtins" else f" of {kind.__module__.partition('.')[0]}"
        raise TypeError(
            f"kontaktdsl.spark.decide takes a DataFrame of Spark, not {kind.__name__}{whose}"
        )
    _version()
    plan = policy.plan
    language = language or policy.model.language
    needed = [axis.attribute for axis in plan.space.axes]
    refuse_timed(needed, columns or Columns(), Text("Spark", "Spark"))
    matched = match(plan.policy, needed, df.columns, columns)
    _once(matched, df.columns)
    types = types_of(df, matched.used)
    tables = _tables(plan, matched, language, born(matched, types), years)
    return answers(df, plan, matched, types, tables, day or date.today(), language)


_KNOWN: WeakKeyDictionary[Plan, dict[tuple[object, ...], Tables]] = WeakKeyDictionary()
"""The tables of each policy that is in use, by what else they depend on: they take seconds."""


def _tables(
    plan: Plan, matched: Matched, language: str, ages: frozenset[str], years: tuple[int, int]
) -> Tables:
    known = _KNOWN.setdefault(plan, {})
    key = language, ages, years, tuple(event.name for event, _ in matched.events)
    if key not in known:
        known[key] = tables_of(plan, matched, language=language, born=ages, years=years)
    return known[key]


def _is_frame(df: object) -> bool:
    """Whether this is a DataFrame of Spark, classic or Connect."""
    return any(
        each.__name__ == "DataFrame" and each.__module__.startswith("pyspark.sql.")
        for each in type(df).__mro__
    )


def _libraries() -> None:
    for name in ("pyspark", "pyarrow", "sqlglot"):
        if util.find_spec(name) is None:
            raise SparkError(_no_spark() if name == "pyspark" else _no_library(name))


def _version() -> None:
    import pyspark

    found = str(pyspark.__version__)
    if int(found.partition(".")[0]) < OLDEST:
        raise SparkError(
            Text(
                f"gebraucht wird PySpark {OLDEST} oder neuer; installiert ist {found}",
                f"PySpark {OLDEST} or newer is needed; {found} is installed",
            )
        )


def _no_spark() -> Text:
    return Text(
        "PySpark ist nicht installiert: `pip install 'kontaktdsl[spark-connect]'` für Spark "
        "Connect oder `pip install 'kontaktdsl[spark]'` für Spark mit Java",
        "PySpark is not installed: `pip install 'kontaktdsl[spark-connect]'` for Spark Connect or "
        "`pip install 'kontaktdsl[spark]'` for Spark with Java",
    )


def _no_library(name: str) -> Text:
    return Text(
        f"für Spark fehlt die Bibliothek `{name}`: `pip install {name}`",
        f"Spark needs the library `{name}`: `pip install {name}`",
    )


def _once(matched: Matched, names: list[str]) -> None:
    for name in matched.used:
        if names.count(name) > 1:
            raise MappingError(
                Text(
                    f"die Spalte `{name}` gibt es zweimal",
                    f"there are two columns `{name}`",
                )
            )
