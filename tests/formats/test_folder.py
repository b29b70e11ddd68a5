"""Many files: on all cores, in the same order, from the cache the second time."""

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kontaktdsl.cli import folder
from kontaktdsl.cli.checking import Checker
from kontaktdsl.cli.progress import Progress
from tests.cli.conftest import BROKEN, CLEAN, GAP, Kpol

ROOT = Path(__file__).resolve().parents[2]
SLOW = """\
import sys, time
import kontaktdsl.cli.folder as folder
folder.cores = lambda: 2
import kontaktdsl.project as project
check = project.check_file
def slow(*words, **options):
    time.sleep({pause})
    return check(*words, **options)
project.check_file = slow
from kontaktdsl.cli import main
sys.exit(main())
"""


def many(count: int = 24) -> None:
    """A folder of clean, gappy and broken policies."""
    for number in range(count):
        text = (CLEAN, GAP, BROKEN)[number % 3]
        Path(f"p{number:03}.kpol").write_text(f"{text}# {number}\n", encoding="utf-8")


def variables() -> dict[str, str]:
    """The environment of a process that runs this checkout."""
    return {**os.environ, "PYTHONPATH": str(ROOT), "LC_ALL": "de_DE.UTF-8"}


def start(pause: float, *words: str) -> subprocess.Popen[bytes]:
    """A process of the command in which a check takes its time."""
    return subprocess.Popen(
        [sys.executable, "-c", SLOW.format(pause=pause), "check", *words],
        env=variables(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )


def left_over(group: int) -> bool:
    """Whether a process of a group still runs; one that nobody waits for has ended."""
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    stats = [stat for each in Path("/proc").glob("[0-9]*/stat") if (stat := _stat(each))]
    return not stats or any(state != "Z" for state, its in stats if its == group)


def _stat(path: Path) -> tuple[str, int] | None:
    """State and group of a process (proc(5)); None if it has just ended."""
    try:
        state, _, group = path.read_text("utf-8", "replace").rpartition(")")[2].split()[:3]
    except OSError:
        return None
    return state, int(group)


@pytest.fixture
def two_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if there were two cores, wherever the tests run."""
    monkeypatch.setattr(folder, "cores", lambda: 2)


def test_other_processes_say_what_one_process_says(
    kpol: Kpol, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With and without the cache, at first and again: byte for byte, in every format."""
    many()
    for form in ("full", "json", "sarif"):
        words = ("check", "--format", form)
        with monkeypatch.context() as patch:
            patch.setattr(folder, "cores", lambda: 1)
            wanted = kpol(*words, "--no-cache")
        run = start(0, "--format", form, "--no-cache")
        out, err = run.communicate(timeout=60)
        assert (run.returncode, out.decode(), err) == (1, wanted.out, b"")
        for _ in range(2):
            run = start(0, "--format", form)
            out, err = run.communicate(timeout=60)
            assert (run.returncode, out.decode(), err) == (1, wanted.out, b"")
        assert kpol(*words) == wanted


def test_the_second_run_asks_no_engine(kpol: Kpol, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the other processes found out is kept as well."""
    many()
    run = start(0)
    out, _ = run.communicate(timeout=60)
    monkeypatch.setattr("kontaktdsl.project.check_file", None)
    assert kpol("check").out == out.decode()


def test_few_new_files_start_no_process(
    kpol: Kpol, monkeypatch: pytest.MonkeyPatch, two_cores: None
) -> None:
    """However many the folder holds."""
    many()
    with monkeypatch.context() as patch:
        patch.setattr(folder, "cores", lambda: 1)
        kpol("check")

    def refuse(*_: object) -> None:
        raise AssertionError("processes were started")

    monkeypatch.setattr(folder, "_on_all_cores", refuse)
    for number in range(folder.ENOUGH - 1):
        Path(f"p{number:03}.kpol").write_text(CLEAN, encoding="utf-8")
    assert kpol("check").code == 1
    Path("p020.kpol").write_text(CLEAN, encoding="utf-8")
    assert kpol("check").code == 1
    many()
    assert kpol("check").code == 1
    for number in range(folder.ENOUGH):
        Path(f"p{number:03}.kpol").write_text(f"{CLEAN}# neu\n", encoding="utf-8")
    assert "AssertionError" in kpol("check").err


def test_one_file_imports_no_process_pool(kpol: Kpol) -> None:
    """Neither that nor anything else that only many files need."""
    script = (
        "import sys; from kontaktdsl.cli import main; main(['check', 'gap.kpol', '--no-cache']); "
        "print(sorted({'multiprocessing', 'concurrent', 'kontaktdsl.cli.folder', "
        "'kontaktdsl.cli.progress', 'kontaktdsl.cli.watching', 'urllib', 'xml'} "
        "& set(sys.modules)), file=sys.stderr)"
    )
    run = subprocess.run(
        [sys.executable, "-S", "-c", f"import site; site.main(); {script}"],
        env=variables(),
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert run.stderr == b"[]\n"


@pytest.mark.skipif(os.name == "nt", reason="POSIX signals")
def test_ctrl_c_ends_all_processes_quietly(kpol: Kpol) -> None:
    """At once, with 130 and not a word, and nobody works on."""
    many()
    run = start(5)
    time.sleep(2)
    began = time.monotonic()
    os.killpg(run.pid, signal.SIGINT)
    out, err = run.communicate(timeout=60)
    assert (run.returncode, out, err) == (130, b"", b"")
    assert time.monotonic() - began < 4
    assert not left_over(run.pid)


@pytest.mark.skipif(os.name == "nt", reason="POSIX signals")
@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
def test_whoever_kills_the_first_process_ends_all(kpol: Kpol, how: signal.Signals) -> None:
    """Nobody waits for ever to hand over what nobody reads."""
    many()
    run = start(0.5)
    time.sleep(2)
    run.send_signal(how)
    run.wait(timeout=60)
    until = time.monotonic() + 10
    while left_over(run.pid) and time.monotonic() < until:
        time.sleep(0.1)
    still = left_over(run.pid)
    if still:
        os.killpg(run.pid, signal.SIGKILL)
    run.communicate(timeout=60)
    assert not still


@pytest.mark.skipif(os.name == "nt", reason="POSIX signals")
def test_a_process_that_dies_is_no_silence(kpol: Kpol) -> None:
    """There is no result then, and that is said."""
    many()
    dying = SLOW.format(pause=0).replace("time.sleep(0)", "import os; os._exit(1)")
    for form in ("full", "sarif"):
        run = subprocess.run(
            [sys.executable, "-c", dying, "check", "--format", form],
            env=variables(),
            capture_output=True,
            timeout=60,
            check=False,
        )
        assert run.returncode == 2
        assert run.stderr.decode().startswith("kpol: eine Prüfung ist abgebrochen")
        assert (b'"executionSuccessful": false' in run.stdout) == (form == "sarif")


@pytest.mark.skipif(os.name == "nt", reason="needs a pseudo-terminal")
@pytest.mark.parametrize(
    ("language", "said"),
    [("de", r"\d+ von 26 Dateien geprüft"), ("en", r"\d+ of 26 files checked")],
)
def test_a_terminal_sees_the_progress(kpol: Kpol, language: str, said: str) -> None:
    """On standard error alone, and nothing of it is left in the end."""
    import pty

    many()
    outer, inner = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-c", SLOW.format(pause=0.12), "check", "--lang", language],
        env=variables(),
        stdout=subprocess.PIPE,
        stderr=inner,
    ) as run:
        os.close(inner)
        out, _ = run.communicate(timeout=60)
    seen = os.read(outer, 100_000).decode()
    os.close(outer)
    assert len(re.findall(said, seen)) >= 2
    assert seen.endswith("\r")
    assert not seen.rsplit("\r", 2)[1].strip()
    assert not re.search(said, out.decode())


def test_where_nobody_looks_there_is_no_progress(capsys: pytest.CaptureFixture[str]) -> None:
    """A log stays clean."""
    with Progress(3, "de") as progress:
        progress._next = 0
        progress.step()
    assert capsys.readouterr().err == ""


def test_standard_input_stands_among_the_files(kpol: Kpol, two_cores: None) -> None:
    """It is read once, here, and keeps its place."""
    run = kpol("check", "gap.kpol", "-", "clean.kpol", stdin=CLEAN.encode())
    names = re.findall(r"^(\S+): ", run.out, flags=re.MULTILINE)
    assert [name for name in names if name in ("gap.kpol", "-", "clean.kpol")] == [
        "gap.kpol",
        "-",
        "clean.kpol",
    ]


def test_a_checker_knows_what_its_results_rest_on(kpol: Kpol) -> None:
    """Fresh or from the cache: for whoever watches."""
    Path("words.kpol").write_text('Richtlinie "Worte"\n', encoding="utf-8")
    title, rest = CLEAN.split("\n", 1)
    Path("user.kpol").write_text(f'{title}\nverwende "words.kpol"\n{rest}', encoding="utf-8")
    for _ in range(2):
        checker = Checker(use_cache=True)
        assert checker.known("user.kpol") or checker.fresh("user.kpol")
        assert os.path.realpath("words.kpol") in checker.rested_on
