"""Which version held when, as text and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import date

from kontaktdsl.diagnostics import Diagnostic, Severity
from kontaktdsl.reports.lines import Line, visible, width, wrap
from kontaktdsl.versions.edition import FOR_EVER, SINCE_EVER, Days, Edition, said
from kontaktdsl.versions.shelf import Chain, Stretch, listed

FORMAT, VERSION = "kontaktdsl-timeline", 1

BELOW = 3
"""So many policies in folders below are named."""
WORDS = {
    "hole": ("LÜCKE: keine Fassung gilt", "HOLE: no version holds"),
    "double": ("DOPPELT: {texts} gelten zugleich", "DOUBLE: {texts} hold at once"),
    "amended": (", geändert durch {texts}", ", amended by {texts}"),
    "today": ("  ← heute", "  ← today"),
    "ever": ("seit jeher", "since ever"),
    "open": ("offen", "open"),
    "never": ("gilt an keinem Tag", "holds on no day"),
    "below": (
        "in Unterordnern und hier nicht dabei: {n} ({files})",
        "in folders below and not among these: {n} ({files})",
    ),
    "findings": ("Befunde", "findings"),
}


def picture(
    chains: Sequence[Chain],
    found: Iterable[Diagnostic],
    language: str,
    columns: int,
    today: date,
    below: Sequence[str] = (),
) -> list[Line]:
    """One block for each policy, the findings below; `below` are policies that do not count."""
    side = 0 if language == "de" else 1
    lines: list[Line] = []
    for chain in chains:
        last = chain.texts[-1]
        lines.append([(visible(f"{last.id}  {last.title}"), "strong")])
        rows = [(_ends(stretch.days, side), stretch) for stretch in chain.stretches]
        if not rows:
            lines.append([(f"  {WORDS['never'][side]}", "warning")])
        widest = [max((width(ends[at]) for ends, _ in rows), default=0) for at in (0, 1)]
        for (first, end), stretch in rows:
            days = f"  {first:{widest[0]}} – {end:{widest[1]}}  "
            text, style = _said(stretch, side)
            now = WORDS["today"][side] if today in stretch.days else ""
            first_line, *more = wrap(visible(text + now), columns, days, " " * width(days))
            lines.append([(first_line, style)])
            lines += [[(line, style)] for line in more]
        lines.append([])
    for finding in found:
        style = {Severity.ERROR: "error", Severity.WARNING: "warning"}.get(finding.severity, "hint")
        place = f"{finding.span.source.name}:{finding.span.line}: "
        text = f"{place}{finding.headline.into(language)} ({finding.code})"
        lines += [[(line, style)] for line in wrap(visible(text), columns, "", "  ")]
    if below:
        shown = ", ".join(below[:BELOW]) + (", …" if len(below) > BELOW else "")
        text = WORDS["below"][side].format(n=len(below), files=shown)
        lines += [[(line, "hint")] for line in wrap(visible(text), columns, "", "  ")]
    while lines and not lines[-1]:
        lines.pop()
    return lines


def _ends(days: Days, side: int) -> tuple[str, str]:
    language = ("de", "en")[side]
    first = said(days.first).into(language)
    last = said(days.last).into(language)
    return (
        WORDS["ever"][side] if days.first == SINCE_EVER else first,
        WORDS["open"][side] if days.last == FOR_EVER else last,
    )


def _said(stretch: Stretch, side: int) -> tuple[str, str]:
    if not stretch.texts:
        return WORDS["hole"][side], "error"
    language = ("de", "en")[side]
    if len(stretch.texts) == 1:
        return stretch.words.into(language), ""
    amended = ""
    if stretch.amendments:
        amended = WORDS["amended"][side].format(texts=listed(stretch.amendments).into(language))
    return WORDS["double"][side].format(
        texts=listed(stretch.texts).into(language)
    ) + amended, "error"


def document(
    chains: Sequence[Chain],
    found: Iterable[Diagnostic],
    folder: str,
    language: str,
    below: Sequence[str] = (),
) -> str:
    """The same for programs; a day that is null is no end."""
    body = {
        "format": FORMAT,
        "version": VERSION,
        "folder": folder,
        "policies": [
            {
                "id": chain.name,
                "texts": [_edition(each) for each in chain.texts],
                "amendments": [_edition(each) for each in chain.amendments],
                "stretches": [
                    {
                        **_days(stretch.days),
                        "state": ("hole", "version", "double")[min(len(stretch.texts), 2)],
                        "texts": [each.id for each in stretch.texts],
                        "amendments": [each.id for each in stretch.amendments],
                    }
                    for stretch in chain.stretches
                ],
            }
            for chain in chains
        ],
        "not_among_these": list(below),
        "findings": [
            {
                "code": finding.code,
                "severity": finding.severity.value,
                "file": finding.span.source.name,
                "line": finding.span.line,
                "headline": finding.headline.into(language),
            }
            for finding in found
        ],
    }
    return json.dumps(body, ensure_ascii=False, indent=2) + "\n"


def _edition(each: Edition) -> dict[str, object]:
    return {
        "id": each.id,
        "title": each.title,
        "file": each.source.name,
        **_days(each.days),
        "issued": each.issued.isoformat() if each.issued else None,
        "replaces": each.replaces.name.text if each.replaces else None,
        "amends": each.amends.name.text if each.amends else None,
    }


def _days(days: Days) -> dict[str, str | None]:
    return {
        "first": None if days.first == SINCE_EVER else days.first.isoformat(),
        "last": None if days.last == FOR_EVER else days.last.isoformat(),
    }
