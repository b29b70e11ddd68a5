"""A comparison of policies as Markdown, for a comment on a pull request."""

from __future__ import annotations

from collections.abc import Sequence

from kontaktdsl.changes import Change, Compared, Group
from kontaktdsl.changes.outcome import Line
from kontaktdsl.reports.changes_words import LINES, SHOWN, Pair, population, say, total, verdict
from kontaktdsl.reports.lines import visible
from kontaktdsl.reports.words import number

_ESCAPES = str.maketrans(
    {mark: f"\\{mark}" for mark in "\\`*_[]|#~"} | {"<": "&lt;", ">": "&gt;", "@": "&#64;"}
)


def document(pairs: Sequence[Pair], language: str, *, everything: bool = False) -> str:
    """All pairs; one section each."""
    parts = [_pair(pair, language, everything) for pair in pairs]
    if len(pairs) > 1:
        changed = sum(pair.changed for pair in pairs)
        parts.append(
            f"{say('summary', language, len(pairs))}; {say('summary-changed', language, changed)}\n"
        )
    return "\n".join(parts)


def _plain(text: str) -> str:
    """Words of a policy, so that no sign of theirs is taken for Markdown."""
    return visible(text).translate(_ESCAPES)


def _code(text: str) -> str:
    return f"`{visible(text).replace('`', chr(0x2019))}`"


def _pair(pair: Pair, language: str, everything: bool) -> str:
    header = pair.policy.header
    lines = [f"### {_plain(header.title)} ({_plain(header.id)})", ""]
    found = pair.comparison
    if found is None:
        key = "removed" if pair.new is None else "added"
        return "\n".join([*lines, f"{_code(pair.new or pair.old or '')}: {say(key, language)}", ""])
    lines += [f"{_code(pair.old or '')} → {_code(pair.new or '')}", ""]
    lines += [f"**{verdict(found, language)}**", ""]
    for part in found.sections:
        if part.changes:
            lines += _section(pair, part, language, everything)
    if found.vocabulary:
        lines += [f"**{say('vocabulary', language)}**", ""]
        lines += [f"- {_plain(entry.words.into(language))}" for entry in found.vocabulary]
        lines.append("")
    if found.beside:
        lines += [f"**{say('beside', language)}**", ""]
        for entry in found.beside:
            old, new = entry.old.into(language), entry.new.into(language)
            lines.append(f"- {entry.name.into(language)}: {_plain(old)} → {_plain(new)}")
        lines.append("")
    if found.crowd is not None:
        lines += [f"**{_plain(say('population', language, found.crowd.name))}**", ""]
        for text in population(found.crowd, language):
            indent = len(text) - len(text.lstrip())
            lines.append(f"{' ' * indent}- {_plain(text.lstrip())}")
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
        names = ", ".join(_code(name) for name in part.missing)
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
    whom = [_plain(region.words.into(language))]
    if region.aside is not None:
        whom.append(_plain(say("aside", language, region.aside.into(language))))
    whom.append(f"<sub>{_plain(say('example', language, region.person.into(language)))}</sub>")
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
    texts = [_plain(value)]
    for line in lines[:LINES]:
        _, cited = pair.said(line, old=old)
        place = say("line", language, str(cited.line))
        citation = f"{cited.citation}, " if cited.citation else ""
        texts.append(f"<sub>{_plain(f'{citation}{place}')}</sub>")
    if len(lines) > LINES:
        texts.append(f"<sub>{say('more-lines', language, len(lines) - LINES)}</sub>")
    return "<br>".join(texts)
