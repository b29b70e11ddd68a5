"""What one sees of it without Spark."""

import subprocess
import sys
from importlib import util

import pytest

import kontaktdsl.spark
from kontaktdsl.project import loads
from kontaktdsl.spark import SparkError

POLICY = loads('policy "Klein"\n  id klein\nattribute Neu: yes or no\nNeu -> monthly\n')
HEAVY = ("pyspark", "pyarrow", "sqlglot", "numpy", "pandas", "duckdb", "grpc")


def test_importing_it_loads_nothing_heavy() -> None:
    """Not even Spark: it is imported when it is needed."""
    code = f"import sys, kontaktdsl.spark; print([m for m in {HEAVY} if m in sys.modules])"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout == "[]\n"


@pytest.mark.parametrize(
    ("missing", "german", "english"),
    [
        (
            "pyspark",
            "PySpark ist nicht installiert: `pip install 'kontaktdsl[spark-connect]'` für Spark Connect oder `pip install 'kontaktdsl[spark]'` für Spark mit Java",
            "PySpark is not installed: `pip install 'kontaktdsl[spark-connect]'` for Spark Connect or `pip install 'kontaktdsl[spark]'` for Spark with Java",
        ),
        (
            "sqlglot",
            "für Spark fehlt die Bibliothek `sqlglot`: `pip install sqlglot`",
            "Spark needs the library `sqlglot`: `pip install sqlglot`",
        ),
        (
            "pyarrow",
            "für Spark fehlt die Bibliothek `pyarrow`: `pip install pyarrow`",
            "Spark needs the library `pyarrow`: `pip install pyarrow`",
        ),
    ],
)
def test_a_missing_library_is_named(
    missing: str, german: str, english: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One sentence says what to install."""
    there = util.find_spec
    monkeypatch.setattr(util, "find_spec", lambda name: None if name == missing else there(name))
    with pytest.raises(SparkError) as caught:
        kontaktdsl.spark.decide(object(), POLICY)  # type: ignore[arg-type]
    assert (caught.value.text.de, caught.value.text.en) == (german, english)
    assert str(caught.value) == english


@pytest.mark.parametrize("given", [[], None, "people"])
def test_anything_but_a_dataframe_of_spark(given: object) -> None:
    """It says what it takes."""
    with pytest.raises(TypeError, match=f"takes a DataFrame of Spark, not {type(given).__name__}"):
        kontaktdsl.spark.decide(given, POLICY)  # type: ignore[arg-type]


def test_a_dataframe_of_pandas() -> None:
    """It is called the same and is another thing."""
    import pandas

    with pytest.raises(TypeError, match="a DataFrame of Spark, not DataFrame of pandas"):
        kontaktdsl.spark.decide(pandas.DataFrame(), POLICY)


def test_an_old_spark(monkeypatch: pytest.MonkeyPatch) -> None:
    """The version that is there is named."""
    import pyspark

    monkeypatch.setattr(pyspark, "__version__", "3.5.7")
    old = type("DataFrame", (), {"__module__": "pyspark.sql.dataframe"})()
    with pytest.raises(SparkError) as caught:
        kontaktdsl.spark.decide(old, POLICY)
    assert caught.value.text.de == "gebraucht wird PySpark 4 oder neuer; installiert ist 3.5.7"
    assert caught.value.text.en == "PySpark 4 or newer is needed; 3.5.7 is installed"
