"""An amendment in an editor: names of the amended text are known, findings stand where they can."""

from __future__ import annotations

from pathlib import Path

import pytest

from kontaktdsl.server import diagnostics, hover, lenses, navigation, renaming, symbols, tokens
from kontaktdsl.server.completion import completions
from tests.server.clients import analysed
from tests.versions.test_findings import AMENDS, BASE, put

TEXT = AMENDS + "replace rules Takt [neu]:\n  - alo -> weekly\n  - asu -> monthly\n"


def opened(folder: Path, text: str = TEXT) -> object:
    put(folder, grund=BASE, neu=text)
    return analysed(text, str(folder / "neu.kpol"))


def test_a_finding_in_the_base_stands_at_the_line_amends(tmp_path: Path) -> None:
    analysis = opened(tmp_path)
    (shown,) = diagnostics.diagnostics(analysis, "en")  # type: ignore[arg-type]
    assert shown.finding.code == "example-fails"
    assert shown.span.text == "grund"
    assert "grund.kpol" in shown.message


def test_names_of_the_base_are_known(tmp_path: Path) -> None:
    analysis = opened(tmp_path)
    at = TEXT.index("alo ->")
    found = hover.hover(analysis, at, "en")  # type: ignore[arg-type]
    assert found is not None
    assert "grund.kpol" in found.text
    place = navigation.definition(analysis, at)  # type: ignore[arg-type]
    assert place is not None
    assert place.source.name.endswith("grund.kpol")
    labels = {p.label for p in completions(analysis, at, "en")}  # type: ignore[arg-type]
    assert {"alo", "asu", "Neu"} <= labels


def test_ids_are_proposed_where_a_text_is_named(tmp_path: Path) -> None:
    text = TEXT.replace("amends grund", "amends ")
    analysis = opened(tmp_path, text)
    at = text.index("amends ") + len("amends ")
    assert {p.label for p in completions(analysis, at, "en")} == {"grund"}  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "line",
    [
        "amends ‸",
        "replaces ‸",
        "ensure: never looser than ‸",
        "ensure: never looser than gr‸",
        "alo -> see ‸",
        "rules R [1]:\n  - asu -> see ‸",
        "ändert ‸",
        "ersetzt ‸",
        "es gilt immer: nie lockerer als ‸",
        "alo -> siehe ‸",
    ],
)
def test_ids_are_proposed_behind_every_word_that_names_a_policy(tmp_path: Path, line: str) -> None:
    """With their titles, and nothing else."""
    german = line.startswith(("ändert", "ersetzt", "es gilt", "alo -> siehe"))
    head = 'Richtlinie "X"\n' if german else 'policy "X"\n'
    text = head + line
    put(tmp_path, grund=BASE, neu=text.replace("‸", ""))
    analysis = analysed(text.replace("‸", ""), str(tmp_path / "neu.kpol"))
    names = [p for p in completions(analysis, text.index("‸"), "en") if p.kind != "keyword"]
    assert [(p.label, bool(p.detail)) for p in names] == [("grund", True)]


def test_a_policy_that_is_named_can_be_visited(tmp_path: Path) -> None:
    """Its title, its days and its file under the pointer; its id when asked where it is."""
    analysis = opened(tmp_path)
    at = TEXT.index("grund") + 1
    for language, said in (("en", "valid from 20"), ("de", "gültig ab ")):
        found = hover.hover(analysis, at, language)  # type: ignore[arg-type]
        assert found is not None
        assert found.span.text == "grund"
        assert said in found.text
        assert "grund.kpol" in found.text
    place = navigation.definition(analysis, at)  # type: ignore[arg-type]
    assert place is not None
    assert place.text == "grund"
    assert place.source.name.endswith("grund.kpol")


def test_a_block_of_the_amended_text_is_the_same_block(tmp_path: Path) -> None:
    """Renamed where it is written anew or named, it is renamed in the text that has it."""
    text = AMENDS + (
        "replace rules Takt [neu]:\n  - alo -> weekly\n  - asu -> monthly\n"
        "exception Mehr to Takt [neu]:\n  - alo -> daily\n"
    )
    analysis = opened(tmp_path, text)
    base = analysed(BASE, str(tmp_path / "grund.kpol"))
    edits = renaming.rename(analysis, text.index("Takt"), "Zz9", [base.names])  # type: ignore[arg-type]
    touched = [edit.span.source.name.rsplit("/", 1)[-1] for edit in edits]
    assert touched.count("neu.kpol") == 2
    assert touched.count("grund.kpol") == BASE.count("Takt")
    assert {edit.span.text for edit in edits} == {"Takt"}


def test_nothing_trips_over_lines_of_other_files(tmp_path: Path) -> None:
    """Every place of the document, and all that is shown of it as a whole."""
    analysis = opened(tmp_path)
    for at in range(len(TEXT)):
        hover.hover(analysis, at, "de")  # type: ignore[arg-type]
        completions(analysis, at, "de")  # type: ignore[arg-type]
    assert len(lenses.lenses(analysis, "de")) == 1  # type: ignore[arg-type]
    assert [item.name for item in symbols.outline(analysis)]  # type: ignore[arg-type]
    assert all(0 <= t.start < t.end <= len(TEXT) for t in tokens.tokens(analysis))  # type: ignore[arg-type]
