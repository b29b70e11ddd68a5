"""Whatever happens to a run, there is the old output or the whole new one, and one clear message."""

from __future__ import annotations

import os
import random
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from python_calamine import CalamineWorkbook

from kontaktdsl.project import loads
from tests.batch.test_engine import ODD
from tests.data.files import FORMATS
from tests.data.people import people

POLICY = loads(ODD)
KPOL = (sys.executable, "-m", "kontaktdsl", "run", "p.kpol")
READERS: dict[str, Callable[[Path], int]] = {
    "o.parquet": lambda path: pq.read_table(path).num_rows,
    "o.arrow": lambda path: pa.ipc.open_file(path).read_all().num_rows,
    "o.csv": lambda path: path.read_text("utf-8-sig").count("\n") - 1,
    "o.xlsx": lambda path: len(CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()) - 1,
}  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A policy, and a file of data that takes a moment."""
    (tmp_path / "p.kpol").write_text(ODD, encoding="utf-8")
    return tmp_path


def data(folder: Path, form: str, rows: int) -> str:
    base = people(POLICY, 500, 3)
    whole = pa.concat_tables([base] * (rows // 500))
    return FORMATS[form](whole, folder / "data").name


def start(folder: Path, *words: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [*KPOL, *words], cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )


def finished(folder: Path, *words: str, limit: int | None = None) -> tuple[int, str]:
    """Exit code and what was said; `limit` is the size that no file may exceed."""

    def small() -> None:
        if limit is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    run = subprocess.run(
        [*KPOL, *words],
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
        preexec_fn=small,
        timeout=120,
    )
    assert "Traceback" not in run.stderr
    return run.returncode, run.stderr


def kill_at_random(folder: Path, target: str, rows: int, times: int) -> None:
    """SIGKILL at random points of a run; in between the result is looked at."""
    name = data(folder, "parquet", rows)
    old = b"the old output"
    path = folder / target
    path.write_bytes(old)
    began = time.monotonic()
    whole = start(folder, name, "-o", "whole" + Path(target).suffix)
    whole.communicate()
    assert whole.returncode == 0
    length = time.monotonic() - began
    chance = random.Random(1)
    seen = set()
    for _ in range(times):
        run = start(folder, name, "-o", target)
        time.sleep(chance.uniform(0, length * 1.2))
        run.send_signal(signal.SIGKILL)
        run.communicate()
        if path.read_bytes() == old:
            seen.add("old")
        else:
            assert READERS[target](path) == rows
            seen.add("new")
            path.write_bytes(old)
    assert "old" in seen
    code, _ = finished(folder, name, "-o", target)
    assert code == 0
    assert READERS[target](path) == rows
    left = {each.name for each in folder.iterdir()}
    assert left == {"p.kpol", name, target, "whole" + Path(target).suffix}


@pytest.mark.parametrize("target", ["o.parquet", "o.xlsx"])
def test_a_killed_run_leaves_the_old_output(folder: Path, target: str) -> None:
    kill_at_random(folder, target, 2_000 if target == "o.xlsx" else 100_000, 4)


@pytest.mark.slow
@pytest.mark.parametrize("target", READERS)
def test_a_run_killed_a_hundred_times(folder: Path, target: str) -> None:
    kill_at_random(folder, target, 5_000 if target == "o.xlsx" else 300_000, 100)


@pytest.mark.parametrize(
    ("target", "with_"), [("o.parquet", signal.SIGINT), ("o.csv", signal.SIGTERM)]
)
def test_a_run_that_is_asked_to_end_cleans_up(
    folder: Path, target: str, with_: signal.Signals
) -> None:
    """Exit code 130, not a word, and nothing left; it is waiting for more rows here."""
    name = data(folder, "csv-german", 20_000)
    run = subprocess.Popen(
        [*KPOL, "-", "-o", target], cwd=folder, stdin=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert run.stdin is not None
    assert run.stderr is not None
    with run.stdin as rows, run.stderr as said:
        rows.write((folder / name).read_bytes() * 3)
        rows.flush()
        while not list(folder.glob(".o.*")):
            assert run.poll() is None
            time.sleep(0.02)
        run.send_signal(with_)
        assert run.wait() == 130
        assert said.read() == b""
    assert {each.name for each in folder.iterdir()} == {"p.kpol", name}


FULL = {
    "o.parquet": ("de", "lässt sich nicht schreiben, die Datei wird zu groß", "lässt sich nicht schreiben, der Datenträger ist voll"),
    "o.csv": ("en", "cannot be written, the file grows too large", "cannot be written, the disk is full"),
    "o.xlsx": ("de", "lässt sich nicht schreiben, die Datei wird zu groß", "lässt sich nicht schreiben, der Datenträger ist voll"),
    "o.arrow": ("en", "cannot be written, the file grows too large", "cannot be written, the disk is full"),
}  # fmt: skip


@pytest.mark.parametrize("target", FULL)
def test_a_file_that_may_not_grow_is_no_file(folder: Path, target: str) -> None:
    """A limit on the size of files works everywhere; the old output stays."""
    name = data(folder, "parquet", 5_000)
    (folder / target).write_bytes(b"old")
    language, said, _ = FULL[target]
    found = finished(folder, name, "-o", target, "--lang", language, limit=12_000)
    assert found == (2, f"kpol: {target}: {said}\n")
    assert (folder / target).read_bytes() == b"old"
    assert len(list(folder.iterdir())) == 3


@pytest.mark.parametrize("target", FULL)
def test_a_full_disk_is_said(folder: Path, target: str) -> None:
    """A small file system of its own, where the tests may mount one."""
    name = data(folder, "parquet", 5_000)
    disk = folder / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=12k", "tmpfs", str(disk)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("only who may mount a file system can fill one")
    try:
        (disk / target).write_bytes(b"old")
        language, _, said = FULL[target]
        found = finished(folder, name, "-o", f"disk/{target}", "--lang", language)
        assert found == (2, f"kpol: disk/{target}: {said}\n")
        assert [each.name for each in disk.iterdir()] == [target]
        assert (disk / target).read_bytes() == b"old"
    finally:
        subprocess.run(["umount", str(disk)], check=True)


CUT = {
    "parquet": ("keine vollständige Parquet-Datei; vielleicht wurde sie abgebrochen", "no whole Parquet file; perhaps it was cut off"),
    "arrow-file": ("keine vollständige Arrow-Datei; vielleicht wurde sie abgebrochen", "no whole Arrow file; perhaps it was cut off"),
    "arrow-stream": ("keine vollständige Arrow-Datei; vielleicht wurde sie abgebrochen", "no whole Arrow file; perhaps it was cut off"),
    "excel": ("keine lesbare Arbeitsmappe; vielleicht wurde sie abgebrochen", "no workbook that can be read; perhaps it was cut off"),
    "duckdb": ("die Datenbank lässt sich nicht lesen", "the database cannot be read"),
    "sqlite": ("die Datenbank lässt sich nicht lesen", "the database cannot be read"),
    "csv-german": ("die Datei bricht mitten in einer Zeile ab", "the file ends in the middle of a row"),
    "csv-utf-16": ("der Text ist nicht durchgehend in utf-16-le gespeichert", "not all of the text is saved in utf-16-le"),
}  # fmt: skip


@pytest.mark.parametrize("form", CUT)
def test_a_file_that_was_cut_off_is_said(folder: Path, form: str) -> None:
    """In every format, at some places in its middle; the old output stays."""
    path = folder / data(folder, form, 2_000)
    whole = path.read_bytes()
    (folder / "o.parquet").write_bytes(b"old")
    from kontaktdsl.cli import main

    os.chdir(folder)
    for part in (0.3, 0.7):
        length = int(len(whole) * part)
        if form.startswith("csv"):
            step = 2 if "16" in form else 1
            length = whole.index(b";", length // step * step) + 1  # in the middle of a row
        path.write_bytes(whole[:length])
        for language, said in zip(("de", "en"), CUT[form], strict=True):
            code, out = in_process(
                main, ["run", "p.kpol", path.name, "-o", "o.parquet", "--lang", language]
            )
            assert code == 2
            assert out.startswith("kpol: data.")
            assert said in out
            assert out.count("\n") == 1
    assert (folder / "o.parquet").read_bytes() == b"old"
    assert len(list(folder.iterdir())) == 3


def in_process(main: Callable[[Sequence[str]], int], words: Sequence[str]) -> tuple[int, str]:
    """Without a process of its own, which would take a second."""
    import contextlib
    import io

    said = io.StringIO()
    with contextlib.redirect_stderr(said):
        code = main(list(words))
    return code, said.getvalue()


def test_three_percent_unknown_values_are_counted_and_kept(folder: Path) -> None:
    """They come out like all the others; the summary tells how many."""
    rows = people(POLICY, 2_000, 9, missing=0.0, bad=0.03)
    FORMATS["csv-german"](rows, folder / "data")
    code, said = finished(folder, "data.csv", "-o", "o.parquet", "--lang", "en")
    assert code == 0
    assert said.startswith("2,000 rows read, 2,000 written\n")
    status = pq.read_table(folder / "o.parquet")["status"].to_pylist()
    unknown = status.count("unknown value")
    assert 100 < unknown < 400
    assert f"{unknown:>9}  unknown value\n" in said
    assert "  column `status`\n" in said
    assert "`quatsch`\n" in said


def test_a_column_of_the_wrong_type_is_unknown_values(folder: Path) -> None:
    """No row is lost, and the column is named."""
    rows = people(POLICY, 20, 9, missing=0.0, bad=0.0)
    at = rows.column_names.index("status")
    wrong = rows.set_column(at, "status", pa.array([[n] for n in range(20)]))
    pq.write_table(wrong, folder / "data.parquet")
    code, said = finished(folder, "data.parquet", "-o", "o.parquet", "--lang", "de")
    assert code == 0
    assert "20  unbekannter Wert\n" in said
    assert "20  Spalte `status`\n" in said


def test_a_pipe_that_closes_early_is_no_fault(folder: Path) -> None:
    name = data(folder, "parquet", 100_000)
    run = subprocess.Popen(
        [*KPOL, name, "-o", "-"], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert run.stdout is not None
    run.stdout.read(100)
    run.stdout.close()
    assert run.stderr is not None
    with run.stderr as said:
        assert b"Traceback" not in said.read()
    assert run.wait() == 0


@pytest.mark.parametrize("to", ["csv", "parquet", "arrow", "excel"])
def test_standard_output_takes_every_format(folder: Path, to: str) -> None:
    name = data(folder, "parquet", 1_000)
    with (folder / "out").open("wb") as out:
        run = subprocess.run(
            [*KPOL, name, "-o", "-", "--to", to], cwd=folder, stdout=out, stderr=subprocess.PIPE
        )
    assert run.returncode == 0
    path = folder / "out"
    if to == "arrow":
        assert pa.ipc.open_stream(path).read_all().num_rows == 1_000
    else:
        suffix = {"csv": "o.csv", "parquet": "o.parquet", "excel": "o.xlsx"}[to]
        assert READERS[suffix](path) == 1_000
