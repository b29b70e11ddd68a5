"""Consolidation held against one that knows nothing of trees: it cuts and pastes lines of text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from hypothesis import HealthCheck, given, note, settings

from kontaktdsl.diagnostics import Severity
from kontaktdsl.source import Source
from kontaktdsl.syntax.formatter import format_document
from kontaktdsl.syntax.parser import parse, parse_header
from kontaktdsl.versions.consolidating import consolidate
from kontaktdsl.versions.edition import edition
from kontaktdsl.versions.shelf import Shelf
from tests.versions.worlds import all_days, amendments

quick = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
OWN = re.compile(r"  (id|issued|valid from|amends) ")
BLOCK = re.compile(r"(?:rules|exception) (\w+) ")
LISTS = re.compile(r"^(exception \w+ to |of )([\w, ]+?)(?= the strictest| \[|:)")


class Wrong(Exception):
    """The amendment cannot be applied."""


def pieces(text: str) -> Iterator[str]:
    """Statements: a line and the bullets below it, blanks and comments left out."""
    found: list[str] = []
    for line in text.splitlines():
        plain = " ".join(re.sub(r"\s+#.*", "", line).split()).replace(" :", ":")
        if not plain or plain.startswith("#"):
            continue
        if plain.startswith("- "):
            found[-1] += f"\n{plain}"
        elif line.startswith("  ") or not line.startswith(" "):
            found.append(f"  {plain}" if line.startswith(" ") else plain)
    yield from found


def name(piece: str) -> str | None:
    """By what it is found: the words before what may differ."""
    block = BLOCK.match(piece)
    if block is not None:
        return f"block {block[1]}"
    for start in ("define young", "at first contact", "  intervals are"):
        if piece.startswith(start):
            return start
    return None


def place(there: list[str], wanted: str) -> int:
    for at, piece in enumerate(there):
        if name(piece) == wanted or piece == wanted:
            return at
    raise Wrong


def applied(there: list[str], amendment: str) -> list[str]:
    """One amendment after the other, by cutting and pasting."""
    there = list(there)
    gone = []
    for piece in pieces(amendment):
        verb, _, rest = piece.partition(" ")
        if piece.startswith("policy ") or OWN.match(piece):
            continue
        if piece.startswith("  intervals are"):
            there[place(there, "  intervals are")] = piece
        elif verb == "replace":
            there[place(there, name(rest) or rest)] = rest
        elif verb == "remove" and rest.startswith("note "):
            there[place(there, f"{rest} [9]")] = ""
            there = [each for each in there if each and each != f"{rest} [9]"]
        elif verb == "remove":
            del there[place(there, f"block {rest}")]
            gone.append(rest)
        else:
            if name(piece) in map(name, there) and name(piece) is not None:
                raise Wrong
            there.append(piece)
    names = {block[1] for each in there if (block := BLOCK.match(each))}
    return [kept for each in there if (kept := shortened(each, set(gone) - names)) is not None]


def shortened(piece: str, gone: set[str]) -> str | None:
    """Without the names that are gone; None where nothing is left."""
    found = LISTS.match(piece)
    if found is None or not gone & set(found[2].split(", ")):
        return piece
    rest = [each for each in found[2].split(", ") if each not in gone]
    if found[1].startswith("exception") and not rest:
        raise Wrong
    if found[1] == "of " and len(rest) < 2:
        return None
    return piece.replace(found[2], ", ".join(rest), 1)


def of_text(base: str, changes: Iterable[str]) -> list[str] | None:
    there = [piece for piece in pieces(base) if not OWN.match(piece)]
    try:
        for change in changes:
            there = applied(there, change)
    except Wrong:
        return None
    return sorted(there)


@given(amendments())
@quick
def test_a_consolidated_text_is_that_of_scissors_and_paste(texts: Mapping[str, str]) -> None:
    """On every day: the same statements, or both say that there is no text."""
    note("\n".join(texts.values()))
    sources = {key: Source(f"{key}.kpol", text) for key, text in texts.items()}
    editions = [edition(parse_header(source).document) for source in sources.values()]
    chain = Shelf(each for each in editions if each is not None).chain("grund")
    assert chain is not None
    for day in all_days():
        stretch = chain.at(day)
        if stretch is None:
            continue
        names = [each.id for each in stretch.amendments]
        documents = [parse(sources[each]).document for each in ("grund", *names)]
        made = consolidate(documents[0], documents[1:], stretch.days)
        expected = of_text(texts["grund"], (texts[each] for each in names))
        if any(found.severity is Severity.ERROR for found in made.findings):
            assert expected is None
            continue
        text = format_document(made.document)
        assert [p for p in sorted(pieces(text)) if not OWN.match(p)] == expected
