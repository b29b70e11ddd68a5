"""`kpol fmt`: what it writes, shows, refuses and leaves alone."""

import errno
import os
from pathlib import Path

import pytest

from kontaktdsl.cli import screen

from .conftest import Kpol

MESSY = (
    'Richtlinie "P"\nMerkmal a: ja oder nein # warum\na → 2-wöchentlich\nnicht a -> jeden Monat\n'
)
NEAT = 'Richtlinie "P"\nMerkmal a : ja oder nein  # warum\na       -> alle 2 Wochen\nnicht a -> monatlich\n'
ENGLISH = 'policy "P"\nattribute a : yes or no  # warum\na     -> every 2 weeks\nnot a -> monthly\n'
BROKEN = MESSY + "a -> ale 2 Wochn\n"


def put(text: str, name: str = "x.kpol") -> Path:
    path = Path(name)
    path.write_bytes(text.encode("utf-8"))
    return path


def test_a_file_is_written_in_place(kpol: Kpol) -> None:
    """And says so, in both languages; the second run touches nothing."""
    path = put(MESSY)
    run = kpol("fmt", "x.kpol")
    assert (run.code, run.err) == (0, "")
    assert run.out == "x.kpol: neu geschrieben\n1 Datei neu geschrieben\n"
    assert path.read_text("utf-8") == NEAT
    os.utime(path, ns=(1, 1))
    run = kpol("fmt", "x.kpol", "--lang", "en")
    assert (run.code, run.out) == (0, "1 file unchanged\n")
    assert path.stat().st_mtime_ns == 1


def test_check_writes_nothing(kpol: Kpol) -> None:
    """It lists the files that would change and ends with 1."""
    path = put(MESSY)
    put(NEAT, "y.kpol")
    run = kpol("fmt", "--check", "x.kpol", "y.kpol")
    assert run.code == 1
    assert run.out == "x.kpol: würde sich ändern\n1 Datei würde sich ändern, 1 Datei unverändert\n"
    assert path.read_text("utf-8") == MESSY
    assert kpol("fmt", "--check", "y.kpol").code == 0
    assert "would change" in kpol("fmt", "--check", "x.kpol", "--lang", "en").out


def test_diff_shows_the_lines(kpol: Kpol) -> None:
    """As a unified diff, in colour where that is wanted; nothing is written."""
    path = put(MESSY)
    run = kpol("fmt", "--diff", "x.kpol")
    assert run.code == 1
    lines = run.out.splitlines()
    assert lines[:2] == ["--- x.kpol", "+++ x.kpol"]
    assert "-a → 2-wöchentlich" in lines
    assert "+a       -> alle 2 Wochen" in lines
    assert path.read_text("utf-8") == MESSY
    assert "\x1b[32m" in kpol("fmt", "--diff", "--color", "always", "x.kpol").out
    assert kpol("fmt", "--diff", "clean.kpol", "x.kpol").out.count("+++") == 2


def test_keywords_convert(kpol: Kpol) -> None:
    """German to English and back is the same file."""
    path = put(MESSY)
    assert kpol("fmt", "--keywords", "en", "x.kpol").code == 0
    assert path.read_text("utf-8") == ENGLISH
    assert kpol("fmt", "--keywords", "de", "x.kpol").code == 0
    assert path.read_text("utf-8") == NEAT


def test_standard_input(kpol: Kpol) -> None:
    """The text comes out and nothing else; what cannot be read gives no text at all."""
    run = kpol("fmt", "-", stdin=MESSY.encode())
    assert (run.code, run.out, run.err) == (0, NEAT, "")
    assert kpol("fmt", "--keywords", "en", "-", stdin=MESSY.encode()).out == ENGLISH
    run = kpol("fmt", "-", stdin=BROKEN.encode())
    assert (run.code, run.out) == (1, "")
    assert "Wochn" in run.err
    assert kpol("fmt", "--check", "-", stdin=MESSY.encode()).code == 1
    assert kpol("fmt", "--check", "-", stdin=NEAT.encode()).code == 0


def test_an_unreadable_line_keeps_the_file(kpol: Kpol) -> None:
    """The findings are shown, the other files are still written."""
    path, other = put(BROKEN), put(MESSY, "y.kpol")
    run = kpol("fmt", "x.kpol", "y.kpol")
    assert run.code == 1
    assert "Wochn" in run.out
    assert "x.kpol: bleibt, wie sie ist" in run.out
    assert "1 Datei neu geschrieben, 1 Datei nicht lesbar" in run.out
    assert path.read_text("utf-8") == BROKEN
    assert other.read_text("utf-8") == NEAT
    assert kpol("fmt", "--check", "x.kpol").code == 1


@pytest.mark.parametrize(
    ("content", "german"),
    [
        (NEAT.replace("\n", "\r\n").encode(), "Zeilenenden LF statt CRLF"),
        (NEAT.replace("\n", "\r").encode(), "Zeilenenden LF statt CR"),
        (b"\xef\xbb\xbf" + NEAT.encode(), "ohne Bytemarke am Anfang"),
        (NEAT.encode("utf-16"), "UTF-8 statt UTF-16"),
    ],
)
def test_line_ends_and_encodings(kpol: Kpol, content: bytes, german: str) -> None:
    """Files become UTF-8 with LF, and that is said."""
    path = Path("x.kpol")
    path.write_bytes(content)
    assert german in kpol("fmt", "--check", "x.kpol").out
    assert german in kpol("fmt", "--diff", "x.kpol").out
    assert path.read_bytes() == content
    assert german in kpol("fmt", "x.kpol").out
    assert path.read_bytes() == NEAT.encode()


def test_a_guessed_encoding_is_not_written_down(kpol: Kpol) -> None:
    """Letters that were only guessed are left to the author."""
    content = NEAT.replace("warum", "weil Ä").encode("cp1252")
    path = Path("x.kpol")
    path.write_bytes(content)
    run = kpol("fmt", "x.kpol")
    assert run.code == 1
    assert "nur vermutet" in run.out
    assert path.read_bytes() == content


def test_a_symbolic_link_stays_one(kpol: Kpol) -> None:
    """The file behind it is written, with its permissions."""
    path = put(MESSY, "real.kpol")
    path.chmod(0o640)
    Path("link.kpol").symlink_to("real.kpol")
    assert kpol("fmt", "link.kpol").code == 0
    assert Path("link.kpol").is_symlink()
    assert path.read_text("utf-8") == NEAT
    assert path.stat().st_mode & 0o777 == 0o640
    assert {p.name for p in Path().iterdir()} == {
        "link.kpol",
        "real.kpol",
        "clean.kpol",
        "gap.kpol",
    }


def test_without_permission_nothing_is_lost(kpol: Kpol, monkeypatch: pytest.MonkeyPatch) -> None:
    """The other files are still written, and the exit code is 2."""
    path, other = put(MESSY), put(MESSY, "y.kpol")
    allowed = os.access
    monkeypatch.setattr(
        os, "access", lambda p, mode: not str(p).endswith("x.kpol") and allowed(p, mode)
    )
    run = kpol("fmt", "x.kpol", "y.kpol")
    assert run.code == 2
    assert "x.kpol: lässt sich nicht schreiben, keine Berechtigung" in run.err
    assert path.read_text("utf-8") == MESSY
    assert other.read_text("utf-8") == NEAT
    assert not list(Path().glob("*.tmp"))


@pytest.mark.parametrize("fault", [OSError(errno.ENOSPC, "full"), KeyboardInterrupt()])
def test_a_full_disk_or_an_interrupt_loses_nothing(
    kpol: Kpol, monkeypatch: pytest.MonkeyPatch, fault: BaseException
) -> None:
    """The old file stays whole and nothing lies beside it."""
    path = put(MESSY)

    def fail(_: int) -> None:
        raise fault

    monkeypatch.setattr(screen.os, "fsync", fail)
    run = kpol("fmt", "x.kpol")
    assert run.code == (2 if isinstance(fault, OSError) else 130)
    assert path.read_text("utf-8") == MESSY
    assert not list(Path().glob("*.tmp"))


def test_a_file_changed_in_the_meantime_is_left_alone(
    kpol: Kpol, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody saved it while it was read."""
    from kontaktdsl import tidy

    path = put(MESSY)
    before = tidy.tidied

    def slow(*arguments: object) -> object:
        path.write_text(MESSY + "# neu\n", "utf-8")
        return before(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(tidy, "tidied", slow)
    run = kpol("fmt", "x.kpol")
    assert run.code == 2
    assert "wurde inzwischen geändert" in run.err
    assert path.read_text("utf-8") == MESSY + "# neu\n"


def test_a_bug_is_reported_and_nothing_is_written(
    kpol: Kpol, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The guard in front of every write speaks both languages."""
    path = put(MESSY)
    monkeypatch.setattr(
        "kontaktdsl.tidy.format_document", lambda *_: NEAT.replace("monatlich", "täglich")
    )
    run = kpol("fmt", "x.kpol")
    assert run.code == 2
    assert "er sagt etwas anderes" in run.err
    assert "it says something else" in kpol("fmt", "x.kpol", "--lang", "en").err
    assert path.read_text("utf-8") == MESSY


def test_to_write_files_takes_naming_them(kpol: Kpol) -> None:
    """`kpol fmt` alone writes nothing."""
    run = kpol("fmt")
    assert run.code == 2
    assert "welche Dateien?" in run.err
    assert kpol("fix").code == 2


def test_what_nobody_sees_is_shown_in_a_diff(kpol: Kpol) -> None:
    """A non-breaking blank does not look like a blank."""
    put(NEAT.replace("nicht a", "nicht\u00a0a"))
    assert "-nicht\\u00a0a" in kpol("fmt", "--diff", "x.kpol").out


def test_each_file_is_answered_in_its_own_language(kpol: Kpol) -> None:
    """The line for the run is in the language that all share, else in that of the environment."""
    for path in Path().glob("*.kpol"):
        path.unlink()
    english = 'policy "A"\nattribute a: yes or no\na -> monthly\nnot a -> weekly\n'
    Path("e.kpol").write_text(english, encoding="utf-8")
    run = kpol("fmt", "--check", ".")
    assert run.out.splitlines() == ["e.kpol: would change", "1 file would change"]
    assert "clean" in kpol("fix", "e.kpol").out
    assert "würde sich ändern" in kpol("fmt", "--check", ".", "--lang", "de").out
    Path("f.kpol").write_text(MESSY, encoding="utf-8")
    run = kpol("fmt", "--check", ".")
    assert run.out.splitlines() == [
        "e.kpol: would change",
        "f.kpol: würde sich ändern",
        "2 Dateien würden sich ändern",
    ]
