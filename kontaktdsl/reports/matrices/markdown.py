"""A grid as Markdown: one table for each section, as GitHub and GitLab show it, without HTML."""

from __future__ import annotations

from kontaktdsl.reports.markdown import plain
from kontaktdsl.reports.matrices.grid import Cell, Kind, Section
from kontaktdsl.reports.matrices.phrases import SYMBOLS
from kontaktdsl.reports.matrices.wording import Entry, Wording


def document(words: Wording, version: str) -> str:
    """The tables, then their rules; `version` is that of kpol."""
    lines = [f"## {plain(words.title)}", ""]
    lines += [f"- {plain(term)}: {plain(value)}" for term, value in words.about]
    if words.columns:
        lines.append(f"- {words.say('columns')}: {plain(words.across)}")
    lines.append("")
    if words.only:
        lines += [f"**{words.say('only')}** {plain(words.only)}", ""]
    for section in words.grid.sections:
        lines += _section(words, section)
    if words.quoted:
        lines += [f"- ({number}) {plain(text)}" for text, number in words.quoted.items()]
        lines.append("")
    if words.strength_note:
        lines += [plain(words.strength_note), ""]
    if words.blocks:
        lines += [f"### {words.say('rules')}", ""]
    for block, entries in words.blocks:
        lines += [f"**{words.letters[block.index]}** {plain(words.block(block))}", ""]
        lines += [_entry(words, entry) for entry in entries]
        lines.append("")
    for topic, entries in words.besides:
        lines += [f"### {plain(topic)}", "", *(_entry(words, entry) for entry in entries), ""]
    if words.constraints:
        lines += [f"### {words.say('impossibles')}", ""]
        lines += [_entry(words, entry) for entry in words.constraints]
        lines.append("")
    if words.readings:
        lines += [f"### {words.say('readings')}", "", words.say("readings-why"), ""]
        lines += [
            f"- {plain(words.say('line', reading.line))}: {plain(reading.reason)}"
            for reading in words.readings
        ]
        lines.append("")
    return "\n".join(lines)


def _section(words: Wording, section: Section) -> list[str]:
    heading = words.heading(section) or words.say("question")
    across = words.columns or (words.say("question"),)
    lines = [f"### {plain(heading)}", ""]
    lines.append(_row([plain(text) for text in (*words.heads, *across)]))
    lines.append("|" + " --- |" * (len(words.heads) + len(across)))
    for row in section.rows:
        labels = map(plain, words.labels(row.where))
        lines.append(_row([*labels, *(_cell(words, cell) for cell in row.cells)]))
    return [*lines, ""]


def _row(texts: list[str]) -> str:
    return f"| {' | '.join(texts)} |"


def _cell(words: Wording, cell: Cell) -> str:
    short = plain(words.short(cell))
    text = f"**{SYMBOLS[cell.kind]} {short}**" if cell.kind.trouble else short
    if cell.kind is Kind.INTERVAL:
        strength = words.strength(cell.answers[0])
        text += f" ({plain(strength)})" if strength else ""
    return " ".join([text, *(plain(mark) for mark in words.few_marks(cell))])


def _entry(words: Wording, entry: Entry) -> str:
    cited = entry.cited
    text = f"- {entry.mark or words.say('line', cited.line)}: {plain(cited.text)}"
    if cited.citation:
        text += f" \\[{plain(cited.citation)}\\]"
    return f"{text} ({plain(words.say('because', cited.because))})" if cited.because else text
