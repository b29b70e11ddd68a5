"""An amendment in an editor: names of the amended text are known, findings stand where they can."""

from __future__ import annotations

from pathlib import Path

from kontaktdsl.server import diagnostics, hover, lenses, navigation, symbols, tokens
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


def test_nothing_trips_over_lines_of_other_files(tmp_path: Path) -> None:
    """Every place of the document, and all that is shown of it as a whole."""
    analysis = opened(tmp_path)
    for at in range(len(TEXT)):
        hover.hover(analysis, at, "de")  # type: ignore[arg-type]
        completions(analysis, at, "de")  # type: ignore[arg-type]
    assert len(lenses.lenses(analysis, "de")) == 1  # type: ignore[arg-type]
    assert [item.name for item in symbols.outline(analysis)]  # type: ignore[arg-type]
    assert all(0 <= t.start < t.end <= len(TEXT) for t in tokens.tokens(analysis))  # type: ignore[arg-type]
