"""The cache: what it keeps, and what it never trusts."""

import json
import os
import time
from pathlib import Path

import pytest

from kontaktdsl import cache

from .conftest import CLEAN, GAP, Kpol


@pytest.fixture
def engine_off(kpol: Kpol, monkeypatch: pytest.MonkeyPatch) -> Kpol:
    """The command after a first run, with an engine that fails when it is asked."""
    kpol("check", "gap.kpol")

    def fail(*_: object, **__: object) -> None:
        raise AssertionError("the engine was asked")

    monkeypatch.setattr("kontaktdsl.project.check_file", fail)
    return kpol


def entries() -> list[Path]:
    """The files of the cache."""
    folder = cache.folder()
    assert folder is not None
    return sorted(Path(folder).iterdir())


def test_the_second_run_asks_no_engine_and_says_the_same(
    kpol: Kpol, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In every format and in both languages."""
    ways = [
        ["check", "gap.kpol", "--format", form, "--lang", language, "--interpretations"]
        for form in ("full", "plain", "json")
        for language in ("de", "en")
    ]
    fresh = [kpol(*way, "--no-cache") for way in ways]
    assert not Path(cache.folder() or "").exists()
    kpol("check", "gap.kpol")
    assert len(entries()) == 1

    def fail(*_: object, **__: object) -> None:
        raise AssertionError("the engine was asked")

    monkeypatch.setattr("kontaktdsl.project.check_file", fail)
    assert [kpol(*way) for way in ways] == fresh


def test_other_content_is_another_entry(engine_off: Kpol) -> None:
    """A changed file is checked anew."""
    Path("gap.kpol").write_text(CLEAN, encoding="utf-8")
    assert "AssertionError" in engine_off("check", "gap.kpol").err


@pytest.mark.parametrize(
    "damage",
    [
        lambda raw: b"",
        lambda raw: raw[:-1],
        lambda raw: raw[:60] + b"x" + raw[61:],
        lambda raw: b"\x80\x04}" + raw,
        lambda raw: raw.replace(b"gap", b"pag"),
        lambda raw: os.urandom(5000),
    ],
)
def test_a_damaged_entry_is_as_good_as_none(engine_off: Kpol, damage: object) -> None:
    """It is checked anew."""
    (entry,) = entries()
    entry.write_bytes(damage(entry.read_bytes()))  # type: ignore[operator]
    assert "AssertionError" in engine_off("check", "gap.kpol").err


def test_an_entry_with_a_right_checksum_and_a_wrong_shape_is_ignored(engine_off: Kpol) -> None:
    """Whoever wrote it."""
    (entry,) = entries()
    body = json.loads(entry.read_bytes().split(b"\n", 1)[1])
    for change in (
        {"record": {}},
        {"record": body["record"] | {"findings": [{}]}},
        {"record": body["record"] | {"language": 3}},
        {"rests_on": []},
        {"more": 1},
    ):
        forged = json.dumps(body | change).encode()
        entry.write_bytes(cache.digest(entry.name.encode(), forged).encode() + b"\n" + forged)
        assert "AssertionError" in engine_off("check", "gap.kpol").err


def test_the_entry_of_another_file_is_ignored(engine_off: Kpol) -> None:
    """Even under the right name."""
    (entry,) = entries()
    Path("other.kpol").write_text(GAP, encoding="utf-8")
    key = cache.Cache(cache.folder()).key("other.kpol", cache.content("other.kpol") or "")
    entry.with_name(key).write_bytes(entry.read_bytes())
    assert "AssertionError" in engine_off("check", "other.kpol").err


def test_a_changed_engine_starts_anew(engine_off: Kpol, monkeypatch: pytest.MonkeyPatch) -> None:
    """The key holds its version and its files."""
    monkeypatch.setattr("kontaktdsl.__version__", "99")
    assert "AssertionError" in engine_off("check", "gap.kpol").err


def test_a_used_file_that_changes_counts(kpol: Kpol, monkeypatch: pytest.MonkeyPatch) -> None:
    """The result rests on it."""
    head, rest = CLEAN.split("Begriff U25", 1)
    title, words = head.split("\n", 1)
    Path("words.kpol").write_text(f'Richtlinie "Worte"\n{words}', encoding="utf-8")
    Path("user.kpol").write_text(
        f'{title}\nverwende "words.kpol"\nBegriff U25{rest}', encoding="utf-8"
    )
    assert kpol("check", "user.kpol").code == 0
    Path("words.kpol").write_text(
        f'Richtlinie "Worte"\n{words.replace("asu", "bsu")}', encoding="utf-8"
    )
    run = kpol("check", "user.kpol")
    assert run.code == 1
    assert "asu" in run.out


@pytest.mark.skipif(os.name == "nt", reason="POSIX permissions")
def test_a_folder_that_others_can_write_is_not_used(engine_off: Kpol) -> None:
    """Whoever can write there could plant a clean result."""
    Path(cache.folder() or "").chmod(0o777)
    assert "AssertionError" in engine_off("check", "gap.kpol").err


def test_a_cache_that_cannot_be_made_is_no_fault(
    kpol: Kpol, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The check goes on without it."""
    (tmp_path / "file").write_text("", encoding="utf-8")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    assert kpol("check", "clean.kpol").code == 0
    monkeypatch.setenv("KPOL_NO_CACHE", "1")
    assert cache.folder() is None
    assert kpol("check", "clean.kpol").code == 0


def test_the_cache_stays_small(kpol: Kpol, monkeypatch: pytest.MonkeyPatch) -> None:
    """The oldest entries go."""
    monkeypatch.setattr(cache, "MOST_ENTRIES", 4)
    monkeypatch.setattr(cache, "TRIM_EVERY", 1)
    for number in range(8):
        Path("gap.kpol").write_text(GAP + f"# {number}\n", encoding="utf-8")
        kpol("check", "gap.kpol")
    assert len(entries()) <= 4


def test_what_nobody_asks_for_goes_and_what_is_used_stays(
    kpol: Kpol, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By age, and a use counts as new."""
    monkeypatch.setattr(cache, "TRIM_EVERY", 1)
    kpol("check", "gap.kpol")
    kpol("check", "clean.kpol")
    long_ago = time.time() - cache.LONGEST_UNUSED - 10
    for entry in entries():
        os.utime(entry, (long_ago, long_ago))
    kpol("check", "gap.kpol")
    (used,) = (entry for entry in entries() if entry.stat().st_mtime > long_ago + 100)
    Path("other.kpol").write_text(CLEAN, encoding="utf-8")
    kpol("check", "other.kpol")
    left = entries()
    assert len(left) == 2
    assert used in left


def test_the_bytes_are_bounded_too(kpol: Kpol, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the number of entries is."""
    monkeypatch.setattr(cache, "TRIM_EVERY", 1)
    kpol("check", "gap.kpol")
    size = entries()[0].stat().st_size
    monkeypatch.setattr(cache, "MOST_BYTES", 4 * size)
    for number in range(8):
        Path("gap.kpol").write_text(GAP + f"# {number}\n", encoding="utf-8")
        kpol("check", "gap.kpol")
    assert sum(entry.stat().st_size for entry in entries()) <= 4 * size


@pytest.mark.parametrize("broken", [False, True])
def test_a_broken_file_that_uses_another_is_kept_too(
    kpol: Kpol, monkeypatch: pytest.MonkeyPatch, broken: bool
) -> None:
    """Until the other file changes, or until a missing one appears."""
    if broken:
        Path("words.kpol").write_text('Richtlinie "Worte"\nMerkmal x:::\n', encoding="utf-8")
    title, rest = CLEAN.split("\n", 1)
    Path("user.kpol").write_text(f'{title}\nverwende "words.kpol"\n{rest}', encoding="utf-8")
    first = kpol("check", "user.kpol")
    assert first.code == 1
    with monkeypatch.context() as patch:
        patch.setattr("kontaktdsl.project.check_file", None)
        assert kpol("check", "user.kpol") == first
    Path("words.kpol").write_text('Richtlinie "Worte"\n', encoding="utf-8")
    assert kpol("check", "user.kpol") != first


def test_the_warm_path_imports_no_engine(kpol: Kpol) -> None:
    """Neither attrs nor lark nor rich, which cost more than all the rest."""
    import subprocess
    import sys

    kpol("check", "gap.kpol")
    script = (
        "import sys; from kontaktdsl.cli import main; main(['check', 'gap.kpol']); "
        "print(sorted({'attr', 'attrs', 'lark', 'rich', 'click', 'typing', 'hashlib', "
        "'kontaktdsl.model'} & set(sys.modules)), file=sys.stderr)"
    )
    root = str(Path(__file__).resolve().parents[2])
    run = subprocess.run(
        [sys.executable, "-S", "-c", script],
        env={**os.environ, "PYTHONPATH": root},
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert run.stderr == b"[]\n"


def test_every_field_of_a_finding_is_looked_at(kpol: Kpol) -> None:
    """Without any one of them, with one more, or with another kind of value an entry fits no more."""
    kpol("check", "gap.kpol")
    (entry,) = entries()
    body = json.loads(entry.read_bytes().split(b"\n", 1)[1])
    (finding, *_) = body["record"]["findings"]
    assert cache._fits(body, cache._ENTRY)
    parts = [finding, finding["place"], *finding["others"], *finding["regions"]]
    parts += [*finding["repairs"], *(edit for each in finding["repairs"] for edit in each["edits"])]
    assert len(parts) > 5
    for part in parts:
        for name in list(part):
            kept = part.pop(name)
            assert not cache._fits(body, cache._ENTRY), name
            part[name] = 3.5
            assert not cache._fits(body, cache._ENTRY), name
            part[name] = kept
        part["more"] = None
        assert not cache._fits(body, cache._ENTRY)
        del part["more"]
    assert cache._fits(body, cache._ENTRY)
