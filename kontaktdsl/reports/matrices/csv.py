"""A grid as CSV, one line for each cell, for spreadsheets and for programs.

German separates by `;` and English by `,`, as spreadsheets of either language expect it. Texts that
a spreadsheet would run as a formula begin with an apostrophe: it shows them, and stands there.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from kontaktdsl.analysis.bitsets import Box, volume
from kontaktdsl.diagnostics import Text
from kontaktdsl.domains import YES_NO_WORDS, YesNo
from kontaktdsl.model import Constraint, Rule
from kontaktdsl.reports.lines import visible
from kontaktdsl.reports.matrices.grid import Cell, Kind, Row
from kontaktdsl.reports.matrices.wording import Wording
from kontaktdsl.space import Axis
from kontaktdsl.words import strength

_HEADS = (
    Text("Art", "kind"),
    Text("Wie oft", "how often"),
    Text("Verbindlichkeit", "strength"),
    Text("Vorgaben", "rules"),
    Text("Zeilen", "lines"),
    Text("Fundstellen", "citations"),
    Text("Fälle", "cases"),
    Text("außerdem", "besides"),
)
_KINDS = {
    Kind.INTERVAL: Text("Abstand", "interval"),
    Kind.DELEGATED: Text("delegiert", "delegated"),
    Kind.NO_CONTACT: Text("kein Kontakt nötig", "no contact required"),
    Kind.AS_NEEDED: Text("nach Bedarf", "as needed"),
    Kind.NOT_REGULATED: Text("bewusst offen", "not regulated"),
    Kind.ON_REQUEST: Text("nur auf Wunsch", "on request only"),
    Kind.GAP: Text("Lücke", "gap"),
    Kind.CONFLICT: Text("Widerspruch", "conflict"),
    Kind.OUTSIDE: Text("gilt hier nicht", "out of scope"),
    Kind.IMPOSSIBLE: Text("unmöglich", "impossible"),
}
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
JOINT = " | "
"""Between several rules, lines, citations, or answers of one cell."""


def document(words: Wording, version: str) -> str:
    """The lines, the names of the columns first; `version` does not show."""
    out = io.StringIO()
    write = csv.writer(out, delimiter=";" if words.language == "de" else ",", lineterminator="\n")
    axes = _axes(words)
    names = [visible(axis.attribute.said.into(words.language)) for axis in axes]
    write.writerow(map(safe, [*names, *(head.into(words.language) for head in _HEADS)]))
    for section in words.grid.sections:
        for box in section.boxes:
            for row in section.rows:
                for texts in _lines(words, axes, box, row):
                    write.writerow(map(safe, texts))
    return out.getvalue()


def safe(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def _axes(words: Wording) -> list[Axis]:
    """The attributes, in the order in which the policy declares them."""
    grid = words.grid
    found = [*(axis for axis, _ in grid.only), *grid.split, *grid.down]
    found += [] if grid.across is None else [grid.across]
    place = {attribute.name: at for at, attribute in enumerate(grid.policy.attributes)}
    unique = {axis.attribute.name: axis for axis in found}
    return sorted(unique.values(), key=lambda axis: place[axis.attribute.name])


def _lines(words: Wording, axes: list[Axis], box: Box, row: Row) -> Iterator[list[str]]:
    grid = words.grid
    where = {axis.attribute.name: mask for axis, mask in grid.only}
    for along, masks in ((grid.split, box), (grid.down, row.where)):
        for axis, mask in zip(along, masks, strict=True):
            where[axis.attribute.name] = mask
    cases = volume(box) * volume(row.where)
    for column, cell in zip(grid.columns, row.cells, strict=True):
        if grid.across is not None:
            where[grid.across.attribute.name] = column
        yield [
            *(_label(words, axis, where[axis.attribute.name]) for axis in axes),
            *_said(words, cell),
            str(cases),
            JOINT.join(_besides(words, cell, {a: where[a.attribute.name] for a in axes})),
        ]


def _besides(words: Wording, cell: Cell, where: dict[Axis, int]) -> Iterator[str]:
    """What holds in a cell besides "how often?"."""
    if cell.kind in (Kind.IMPOSSIBLE, Kind.OUTSIDE):
        return
    ranges = {axis.attribute.name: axis.ranges(mask) for axis, mask in where.items()}
    for said in words.grid.besides.within(ranges):
        yield words.beside(said, alone=True)


def _label(words: Wording, axis: Axis, mask: int) -> str:
    """As in the other formats, but a flag is `ja` or `nein`: the column has its name."""
    if isinstance(axis.attribute.domain, YesNo) and mask in (1, 2):
        return YES_NO_WORDS[mask >> 1].into(words.language)
    return words.label(axis, mask)


def _said(words: Wording, cell: Cell) -> list[str]:
    language = words.language
    lines: list[Rule | Constraint] = [*cell.rules, *cell.constraints]
    citations = dict.fromkeys(line.citation.text for line in lines if line.citation)
    return [
        _KINDS[cell.kind].into(language),
        JOINT.join(words.rhythm(said) for said in cell.answers),
        JOINT.join(
            "" if said.strength is None else strength(said.strength).into(language)
            for said in cell.answers
        ),
        JOINT.join(words.marks(cell)),
        JOINT.join(dict.fromkeys(str(line.span.line) for line in lines)),
        JOINT.join(map(visible, citations)),
    ]
