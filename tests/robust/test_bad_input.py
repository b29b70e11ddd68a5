"""Bad input ends with a clear message, in bounded time and memory, and without a stack trace."""

import random
import resource
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from kontaktdsl.project import Checked, check_file, check_text

HEAD = 'policy "Beispiel"\nattribute status: alo | asu\n'
RULE = "alo or asu -> monthly\n"
SECONDS = 60
"""Far above what any of these takes; a test that needs it has hung."""
MEGABYTES = 1500


@pytest.fixture(autouse=True)
def bounded() -> Iterator[None]:
    started = time.process_time()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    yield
    assert time.process_time() - started < SECONDS
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < MEGABYTES * 1024


def codes(checked: Checked) -> set[str]:
    for finding in checked.findings:
        assert finding.headline.de
        assert finding.headline.en
        assert "traceback" not in finding.headline.en.lower()
    return {finding.code for finding in checked.findings}


def test_an_empty_file_has_its_own_finding(tmp_path: Path) -> None:
    path = tmp_path / "leer.kpol"
    path.write_bytes(b"")
    assert len(codes(check_file(path))) == 1


def test_a_file_of_blank_lines_and_comments_is_no_policy(tmp_path: Path) -> None:
    path = tmp_path / "leer.kpol"
    path.write_text("\n\n# nur ein Wort\n\n", "utf-8")
    assert codes(check_file(path))


def test_a_binary_file_is_named_as_such(tmp_path: Path) -> None:
    path = tmp_path / "bild.kpol"
    path.write_bytes(bytes(random.Random(1).randrange(256) for _ in range(20_000)) + b"\0")
    checked = check_file(path)
    assert checked.policy is None
    assert len(checked.findings) == 1


def test_a_missing_file_and_a_folder_are_findings(tmp_path: Path) -> None:
    for path in (tmp_path / "fehlt.kpol", tmp_path):
        checked = check_file(path)
        assert checked.policy is None
        assert len(checked.findings) == 1


def test_a_file_without_permission_is_a_finding(forbidden: Path) -> None:
    assert codes(check_file(forbidden)) == {"unreadable"}


def test_a_file_of_five_megabytes_of_noise_ends(tmp_path: Path) -> None:
    path = tmp_path / "gross.kpol"
    path.write_text(HEAD + "quatsch und mehr quatsch\n" * 200_000, "utf-8")
    checked = check_file(path)
    assert checked.policy is None
    assert 0 < len(checked.findings) <= 1000


def test_a_file_of_five_megabytes_of_rules_ends(tmp_path: Path) -> None:
    path = tmp_path / "gross.kpol"
    lines = (f'alo -> do "Aufgabe {number}"\n' for number in range(180_000))
    path.write_text(HEAD + RULE + "".join(lines), "utf-8")
    assert codes(check_file(path))


def test_one_line_of_five_megabytes_ends(tmp_path: Path) -> None:
    path = tmp_path / "lang.kpol"
    path.write_text(HEAD + RULE + "alo and " * 600_000 + "alo -> weekly\n", "utf-8")
    assert codes(check_file(path))


@pytest.mark.parametrize("opening", ["(", "not (", "["])
def test_a_hundred_thousand_nested_parentheses_end(opening: str) -> None:
    text = HEAD + RULE + opening * 100_000 + "alo" + ")" * 100_000 + " -> weekly\n"
    assert codes(check_text(text))


def test_a_cycle_of_exceptions_is_named() -> None:
    blocks = "".join(
        f"exception E{n} to E{(n + 1) % 500}:\n  - asu -> weekly\n" for n in range(500)
    )
    assert codes(check_text(HEAD + blocks)) >= {"exception-cycle"}


def test_a_cycle_of_use_is_named(tmp_path: Path) -> None:
    for name, other in (("a", "b"), ("b", "c"), ("c", "a")):
        (tmp_path / f"{name}.kpol").write_text(
            f'policy "{name}"\nuse "{other}.kpol"\nattribute s{name}: alo{name} | asu{name}\n'
            f"alo{name} or asu{name} -> monthly\n",
            "utf-8",
        )
    assert codes(check_file(tmp_path / "a.kpol")) == {"use-cycle"}


def test_a_used_file_that_is_missing_is_named() -> None:
    assert codes(check_text(HEAD + 'use "fehlt.kpol"\n' + RULE)) == {"missing-use"}


def test_an_attribute_of_a_thousand_million_values_is_cut_where_it_matters() -> None:
    text = (
        'policy "Beispiel"\nattribute Einkommen: number 0 to 1000000000\n'
        "Einkommen under 500000000 -> monthly\nEinkommen over 500000000 -> every 2 months\n"
    )
    checked = check_text(text)
    (gap,) = checked.findings
    assert gap.code == "gap"
    assert gap.regions[0].count == 1
    assert checked.accounting[0].cases == 3


def test_sixty_yes_or_no_attributes_are_decided() -> None:
    names = [f"f{number}" for number in range(60)]
    text = 'policy "Beispiel"\n' + "".join(f"attribute {n}: yes or no\n" for n in names)
    text += "".join(f"{n} -> monthly\n" for n in names)
    checked = check_text(text)
    (gap,) = (finding for finding in checked.findings if finding.code == "gap")
    assert gap.regions[0].count in (1, None)
    assert checked.accounting[0].cases == 2**60


def test_sixty_attributes_in_sparse_rules_are_decided() -> None:
    chance = random.Random(7)
    names = [f"f{number}" for number in range(60)]
    text = 'policy "Beispiel"\n' + "".join(f"attribute {n}: yes or no\n" for n in names)
    for _ in range(300):
        chosen = chance.sample(names, 4)
        said = [n if chance.random() < 0.5 else f"not {n}" for n in chosen]
        text += " and ".join(said) + " -> monthly\n"
    assert "gap" in codes(check_text(text))


def test_windows_line_ends_and_a_byte_order_mark_change_nothing(tmp_path: Path) -> None:
    path = tmp_path / "windows.kpol"
    path.write_bytes(b"\xef\xbb\xbf" + (HEAD + RULE).replace("\n", "\r\n").encode())
    assert codes(check_file(path)) == set()
