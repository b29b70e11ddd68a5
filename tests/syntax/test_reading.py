"""Files of every kind end in a text or in one clear finding."""

from pathlib import Path

import pytest

from kontaktdsl.diagnostics import Diagnostic
from kontaktdsl.source import Source
from kontaktdsl.syntax import reading
from kontaktdsl.syntax.parser import parse, read
from tests.syntax.samples import FULL


def refusal(path: Path) -> str:
    """The code of the finding that there is instead of a text."""
    found = read(path)
    assert isinstance(found, Diagnostic)
    assert found.headline.de != found.headline.en
    assert found.span.line == found.span.column == 1
    return found.code


def source(path: Path) -> Source:
    """The text of a file that can be read."""
    found = read(path)
    assert isinstance(found, Source)
    return found


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_utf8_is_read_with_and_without_its_mark(encoding: str, tmp_path: Path) -> None:
    """The byte order mark is no part of the text."""
    path = tmp_path / "p.kpol"
    path.write_bytes(FULL["de"].encode(encoding))
    assert source(path).text == FULL["de"]
    assert not parse(source(path)).findings


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16"])
def test_other_encodings_are_read_with_a_warning(encoding: str, tmp_path: Path) -> None:
    """Umlauts survive, and the finding names the encoding."""
    path = tmp_path / "p.kpol"
    path.write_bytes(FULL["de"].replace("→", "->").encode(encoding))
    parsed = parse(source(path))
    assert [finding.code for finding in parsed.findings] == ["encoding"]
    assert parsed.document == parse(Source("x", FULL["de"])).document


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    """Missing, a folder, a file of bytes: each in its own words."""
    assert refusal(tmp_path / "nothing.kpol") == "missing-file"
    assert refusal(tmp_path) == "unreadable"
    for content in (
        b"PK\x03\x04\x00\x00",
        b"\x89PNG\r\n\x1a\n\x00\x00",
        b"a\0b",
        bytes(range(256)),
    ):
        (tmp_path / "b.kpol").write_bytes(content)
        assert refusal(tmp_path / "b.kpol") == "binary-file"


def test_a_file_without_permission_is_refused(forbidden: Path) -> None:
    assert refusal(forbidden) == "unreadable"


def test_an_enormous_file_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of it is read into memory."""
    monkeypatch.setattr(reading, "LARGEST", 1000)
    path = tmp_path / "p.kpol"
    path.write_text("x" * 1001)
    assert refusal(path) == "too-large"


def test_a_name_that_no_system_takes_is_refused() -> None:
    """A NUL in a file name or a name beyond all length is no crash."""
    assert refusal(Path("a\0b")) in ("unreadable", "missing-file")
    assert refusal(Path("x" * 5000)) == "unreadable"


def test_a_text_with_nul_is_binary_also_without_a_file() -> None:
    """Whoever hands over a text gets the same finding."""
    assert [finding.code for finding in parse(Source("x", "a\0b")).findings] == ["binary-file"]
