"""A comparison of policies for a screen."""

from __future__ import annotations

from collections.abc import Sequence

from kontaktdsl.changes import Change, Compared, Group
from kontaktdsl.changes.outcome import Line as PolicyLine
from kontaktdsl.reports.changes_words import (
    LINES,
    SHOWN,
    Pair,
    amount,
    population,
    say,
    size,
    summary,
    total,
    verdict,
)
from kontaktdsl.reports.lines import Line, visible, width, wrap

_STYLES = {
    "newly forgotten": "error",
    "newly contradictory": "error",
    "looser": "warning",
    "dropped": "warning",
    "newly covered": "good",
    "newly settled": "good",
}


def picture(
    pairs: Sequence[Pair], language: str, columns: int, *, everything: bool = False
) -> list[Line]:
    """All pairs one after the other, and a line for the run if there are several."""
    lines: list[Line] = []
    for pair in pairs:
        lines += _pair(pair, language, columns, everything)
        lines.append([])
    text = summary(pairs, language)
    if text is None:
        lines.pop()
    else:
        lines.append([(text, "strong")])
    return lines


def _pair(pair: Pair, language: str, columns: int, everything: bool) -> list[Line]:
    lines: list[Line] = [[(visible(pair.title), "strong")]]
    if pair.comparison is None:
        place = pair.old if pair.new is None else pair.new
        lines.append([(f"  {place}: ", ""), (pair.alone(language), "warning")])
        return lines
    sides = say("old", language), say("new", language)
    widest = max(map(width, sides))
    for side, place in zip(sides, (pair.old, pair.new), strict=True):
        lines.append([(f"  {side:{widest}}  {visible(place or '')}", "dim")])
    found = pair.comparison
    for part in found.sections:
        if part.changes:
            lines.append([])
            lines += _section(pair, part, language, columns, everything)
    quiet = [part.section.words.into(language) for part in found.sections if not part.changes]
    if quiet and any(part.changes for part in found.sections):
        lines += [[], [(say("unchanged", language, " ".join(quiet)), "dim")]]
    if found.vocabulary:
        lines += [[], [(say("vocabulary", language), "strong")]]
        for entry in found.vocabulary:
            lines += _wrapped(entry.words.into(language), columns, "  - ")
    if found.beside:
        lines += [[], [(say("beside", language), "strong")]]
        for beside in found.beside:
            old, new = beside.old.into(language), beside.new.into(language)
            lines += _wrapped(f"{beside.name.into(language)}: {old} → {new}", columns, "  - ")
    if found.crowd is not None:
        title = say("population", language, found.crowd.name)
        lines += [[], [(visible(title), "strong")]]
        for text in population(found.crowd, language):
            lines += _wrapped(text, columns, "  ")
    lines += [[], [(verdict(found, language), "good" if found.equivalent else "strong")]]
    if found.equivalent and found.sections:
        lines.append([(_proof(pair, language), "dim")])
    return lines


def _proof(pair: Pair, language: str) -> str:
    assert pair.comparison is not None
    counts = [part.cases for part in pair.comparison.sections if part.cases is not None]
    if not counts:
        return say("proven-uncounted", language)
    return say("proven", language, max(counts))


def _wrapped(text: str, columns: int, first: str, style: str = "") -> list[Line]:
    return [[(line, style)] for line in wrap(visible(text), columns, first)]


def _section(
    pair: Pair, part: Compared, language: str, columns: int, everything: bool
) -> list[Line]:
    head: Line = [(part.section.words.into(language), "strong")]
    counted = total(part, language)
    if counted:
        head.append((f"  ({counted})", ""))
    lines = [head]
    if part.missing:
        names = ", ".join(f"`{name}`" for name in part.missing)
        lines.append([(f"  {say('missing', language, names)}", "warning")])
    for change in part.changes:
        lines += _change(pair, change, language, columns, everything)
    return lines


def _change(
    pair: Pair, change: Change, language: str, columns: int, everything: bool
) -> list[Line]:
    name = change.direction.words.into(language).upper()
    what = f"{change.old.into(language)} → {change.new.into(language)}"
    text = f"{what}  ({amount(change, language)})"
    first, *others = wrap(visible(text), columns, f"  {name}  ", "    ")
    style = _STYLES.get(change.direction.value, "hint")
    lines: list[Line] = [[(f"  {name}", style), (first[len(name) + 2 :], "")]]
    lines += [[(line, "")] for line in others]
    shown = change.groups if everything else change.groups[:SHOWN]
    for group in shown:
        lines += _group(pair, group, language, columns)
    hidden = len(change.groups) - len(shown)
    if hidden:
        lines.append([(f"    {say('more', language, hidden)}", "dim")])
    if not change.complete:
        lines.append([(f"    {say('incomplete', language)}", "warning")])
    return lines


def _group(pair: Pair, group: Group, language: str, columns: int) -> list[Line]:
    region = group.region
    counted = f"({size(group, language)})"
    who = wrap(visible(region.words.into(language)), columns, "    ", "      ")
    lines: list[Line] = [[(line, "")] for line in who]
    if width(who[-1]) + 2 + width(counted) <= columns:
        gap = max(2, min(57, columns - width(counted)) - width(who[-1]))
        lines[-1].append((" " * gap + counted, "strong"))
    else:
        lines.append([("      " + counted, "strong")])
    if region.aside is not None:
        lines += _wrapped(
            say("aside", language, region.aside.into(language)), columns, "    ", "dim"
        )
    person = region.person.into(language)
    if person:
        lines += _wrapped(say("example", language, person), columns, "    ")
    sides = say("old", language), say("new", language)
    widest = max(map(width, sides))
    for side, said, old in zip(sides, (group.old, group.new), (True, False), strict=True):
        lines += _lines(pair, said, f"      {side:{widest}}  ", language, columns, old=old)
    return lines


def _lines(
    pair: Pair,
    said: Sequence[PolicyLine],
    label: str,
    language: str,
    columns: int,
    *,
    old: bool,
) -> list[Line]:
    if not said:
        return [[(label, "dim"), (say("no-line", language), "")]]
    lines: list[Line] = []
    for line in said[:LINES]:
        _, cited = pair.said(line, old=old)
        text = f"{cited.place.into(language)} │ {cited.text}"
        if cited.citation:
            text += f"  [{cited.citation}]"
        found = wrap(visible(text), columns, label, " " * (width(label) + 2))
        lines.append([(label, "dim"), (found[0][len(label) :], "")])
        lines += [[(rest, "")] for rest in found[1:]]
        label = " " * width(label)
    if len(said) > LINES:
        lines.append([(label + say("more-lines", language, len(said) - LINES), "dim")])
    return lines
