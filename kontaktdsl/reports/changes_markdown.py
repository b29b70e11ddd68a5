"""A comparison of policies as Markdown, for a comment on a pull request."""

from __future__ import annotations

from collections.abc import Sequence

from kontaktdsl.changes import Change, Compared, Group
from kontaktdsl.changes.outcome import Line
from kontaktdsl.reports.changes_words import (
    LINES,
    SHOWN,
    Pair,
    population,
    say,
    summary,
    total,
    verdict,
)
from kontaktdsl.reports.markdown import code, plain
from kontaktdsl.reports.words import number


def document(pairs: Sequence[Pair], language: str, *, everything: bool = False) -> str:
    """All pairs; one section each."""
    parts = [_pair(pair, language, everything) for pair in pairs]
    text = summary(pairs, language)
    if text is not None:
        parts.append(f"{text}\n")
    return "\n".join(parts)


def _pair(pair: Pair, language: str, everything: bool) -> str:
    lines = [f"### {plain(pair.title)}", ""]
    found = pair.comparison
    if found is None:
        return "\n".join(
            [*lines, f"{code(pair.new or pair.old or '')}: {pair.alone(language)}", ""]
        )
    lines += [f"{code(pair.old or '')} → {code(pair.new or '')}", ""]
    lines += [f"**{verdict(found, language)}**", ""]
    for part in found.sections:
        if part.changes:
            lines += _section(pair, part, language, everything)
    if found.vocabulary:
        lines += [f"**{say('vocabulary', language)}**", ""]
        lines += [f"- {plain(entry.words.into(language))}" for entry in found.vocabulary]
        lines.append("")
    if found.beside:
        lines += [f"**{say('beside', language)}**", ""]
        for entry in found.beside:
            old, new = entry.old.into(language), entry.new.into(language)
            lines.append(f"- {entry.name.into(language)}: {plain(old)} → {plain(new)}")
        lines.append("")
    if found.crowd is not None:
        lines += [f"**{plain(say('population', language, found.crowd.name))}**", ""]
        for text in population(found.crowd, language):
            indent = len(text) - len(text.lstrip())
            lines.append(f"{' ' * indent}- {plain(text.lstrip())}")
        lines.append("")
    return "\n".join(lines)


def _section(pair: Pair, part: Compared, language: str, everything: bool) -> list[str]:
    counted = total(part, language)
    crowd = any(change.people is not None for change in part.changes)
    heads = [say(key, language) for key in ("change", "old", "new", "whom", "count")]
    rules = ["---", "---", "---", "---", "---:"]
    if crowd:
        heads.append(say("crowd", language))
        rules.append("---:")
    lines = [
        f"**{part.section.words.into(language)}**{f' {counted}' if counted else ''}",
        "",
    ]
    if part.missing:
        names = ", ".join(code(name) for name in part.missing)
        lines += [say("missing", language, names), ""]
    lines += [f"| {' | '.join(heads)} |", f"|{'|'.join(rules)}|"]
    notes = []
    for change in part.changes:
        shown = change.groups if everything else change.groups[:SHOWN]
        for group in shown:
            lines.append(_row(pair, change, group, language, crowd))
        hidden = len(change.groups) - len(shown)
        name = change.direction.words.into(language)
        if hidden:
            notes.append(f"{name}: {say('more', language, hidden)}")
        if not change.complete:
            notes.append(f"{name}: {say('incomplete', language)}")
    return [*lines, "", *(line for note in notes for line in (note, ""))]


def _row(pair: Pair, change: Change, group: Group, language: str, crowd: bool) -> str:
    region = group.region
    whom = [plain(region.words.into(language))]
    if region.aside is not None:
        whom.append(plain(say("aside", language, region.aside.into(language))))
    person = region.person.into(language)
    if person:
        whom.append(f"<sub>{plain(say('example', language, person))}</sub>")
    cells = [
        f"**{change.direction.words.into(language)}**",
        _said(pair, change.old.into(language), group.old, language, old=True),
        _said(pair, change.new.into(language), group.new, language, old=False),
        "<br>".join(whom),
        say("uncounted", language) if not region.count else number(region.count, language),
    ]
    if crowd:
        cells.append("" if group.people is None else number(group.people, language))
    return f"| {' | '.join(cells)} |"


def _said(pair: Pair, value: str, lines: Sequence[Line], language: str, *, old: bool) -> str:
    texts = [plain(value)]
    for line in lines[:LINES]:
        _, cited = pair.said(line, old=old)
        place = cited.place.into(language)
        citation = f"{cited.citation}, " if cited.citation else ""
        texts.append(f"<sub>{plain(f'{citation}{place}')}</sub>")
    if len(lines) > LINES:
        texts.append(f"<sub>{say('more-lines', language, len(lines) - LINES)}</sub>")
    return "<br>".join(texts)
