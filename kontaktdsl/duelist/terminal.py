"""The list for a terminal or a pipe: one line for each person, group by group."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kontaktdsl.batch import columns as out
from kontaktdsl.diagnostics import Text
from kontaktdsl.duelist import words
from kontaktdsl.duelist.record import DueList, Entry, Group, Problem, Reason
from kontaktdsl.reports.lines import Line, visible, width, wrap

MOST_REASONS = 8
"""So many reasons are named; the others are counted together."""
WIDEST_KEY = 28
NARROWEST = 20
"""The last column goes below the others where it would be narrower."""
INDENT = "  "
GAP = "  "
DETAIL = "      "

_WHEN = Text("wann", "when")
_WHAT = Text("was", "what")
_MORE = Text("… und {n} weitere", "… and {n} more")
_SOME_MORE = Text("… und weitere", "… and more")
_ALL = Text(" (--limit 0 zeigt alle)", " (--limit 0 shows all)")
_OTHERS = Text("aus {n} weiteren Gründen", "for {n} more reasons")
_SHOW = Text("--problems zeigt, bei wem", "--problems shows for whom")
_TOTAL = Text(
    "{rows} Zeilen: {listed} überfällig oder fällig, {later} später, {policy} ohne Termin nach der "
    "Richtlinie, {problems} nicht zu bestimmen",
    "{rows} rows: {listed} overdue or due, {later} later, {policy} without a date by the policy, "
    "{problems} cannot be determined",
)


def lines(found: DueList, columns: int) -> Iterator[Line]:
    """The list as lines of at most `columns`, where words allow it."""
    yield from _head(found, columns)
    legend = words.Legend(found.language)
    for group in found.groups:
        yield []
        yield from _group(found, group, legend, columns)
    for duties, number in legend.all.items():
        yield []
        yield [(f"{legend.called(number)}:", "strong")]
        for duty in duties:
            yield from ([(line, "")] for line in wrap(visible(duty), columns, f"{INDENT}- "))
    if found.people:
        yield []
        yield [(words.PEOPLE.into(found.language), "strong")]
        yield from _people(found, found.people, columns)
    yield from reasons(found, columns)
    yield []
    yield from ([(line, "")] for line in wrap(total(found), columns))


def _head(found: DueList, columns: int) -> Iterator[Line]:
    title = words.title(found)
    yield from ([(line, "strong")] for line in wrap(visible(title), columns))
    for said in words.summary(found):
        yield from ([(line, "")] for line in wrap(said, columns))
    yield [(words.PROPOSES.into(found.language), "dim")]


def total(found: DueList) -> str:
    """The account: every row once."""
    parts = {
        "rows": found.rows,
        "listed": found.listed,
        "later": found.later,
        "policy": found.without_date,
        "problems": found.with_problem,
    }
    shown = {name: words.number(value, found.language) for name, value in parts.items()}
    return _TOTAL.format(**shown).into(found.language)


# --- who is due ---------------------------------------------------------------------------------


def _group(found: DueList, group: Group, legend: words.Legend, columns: int) -> Iterator[Line]:
    language = found.language
    if found.by is not None:
        name = words.group_name(group.name, found.grouping, language)
        head: Line = [(f"{visible(found.by)}: {visible(name)}", "strong")]
        if found.counts:
            head.append((f"  {words.counts(group, language)}", ""))
        yield head
    if len(group.entries):
        yield from _table(found, group, legend, columns)
    if group.left_out:
        more = _SOME_MORE
        if found.counts:
            more = _MORE.format(n=words.number(group.left_out, language))
        yield [(INDENT + more.into(language) + _ALL.into(language), "dim")]


def _table(found: DueList, group: Group, legend: words.Legend, columns: int) -> Iterator[Line]:
    """Two passes, one for the widths: entries are never all held."""
    language = found.language
    titles = [
        visible(found.key),
        out.DUE.title.into(language),
        _WHEN.into(language),
    ]
    widths = [width(title) for title in titles]
    for entry in group.entries:
        for at, text in enumerate(_cells(entry, language)):
            widths[at] = max(widths[at], width(text))
    widths[0] = min(widths[0], WIDEST_KEY)
    indent = sum(widths) + len(GAP) * len(widths) + len(INDENT)
    below = columns - indent < NARROWEST
    last = f"{_WHAT.into(language)} [{out.CITATION.title.into(language)}]"
    head = _padded(titles, widths)
    if below:
        yield [(head.rstrip(), "dim")]
        indent = len(DETAIL)
    else:
        yield [(head + GAP + last, "dim")]
    for entry in group.entries:
        shown = _described(entry, widths, indent, columns, language, below=below)
        yield from shown
        for title, text in _details(entry, legend, language):
            kept = _wrapped(f"{title}: {text}" if title else text, columns - len(DETAIL))
            yield from ([(DETAIL + part, "dim")] for part in kept)


def _described(
    entry: Entry, widths: Sequence[int], indent: int, columns: int, language: str, *, below: bool
) -> Iterator[Line]:
    style = "error" if entry.overdue else "warning" if entry.days == 0 else ""
    cells = _cells(entry, language)
    row = _padded(cells, widths)
    before = width(_padded(cells[:1], widths[:1])) + len(GAP)
    after = width(_padded(cells[:3], widths[:3]))
    line: Line = [(row[:before], "strong"), (row[before:after], style), (row[after:], "")]
    cited = f" [{entry.citation}]" if entry.citation else ""
    described = _wrapped(words.counted(entry) + cited, columns - indent)
    pad = " " * indent
    if below or width(row) + len(GAP) > indent:
        yield line
        yield from ([(pad + text, "")] for text in described)
    else:
        first, *rest = described or [""]
        yield [*line, (GAP + first, "")]
        yield from ([(pad + text, "")] for text in rest)


def _cells(entry: Entry, language: str) -> tuple[str, str, str]:
    return (
        visible(words.key(entry.key)),
        words.day(entry.due, language),
        words.days(entry, language),
    )


def _details(entry: Entry, legend: words.Legend, language: str) -> Iterator[tuple[str, str]]:
    nominal = words.nominally(entry, language)
    if nominal is not None:
        yield "", nominal
    name = legend.name(entry.duties)
    if name is not None:
        yield "", words.SEE_BELOW.format(what=name).into(language)
    elif entry.duties:
        yield out.DUTIES.title.into(language), "; ".join(entry.duties)
    if entry.kinds:
        yield out.KINDS.title.into(language), "; ".join(entry.kinds)
    if entry.note:
        yield out.REASON.title.into(language), entry.note


def _padded(texts: Sequence[str], widths: Sequence[int]) -> str:
    cells = [
        text + " " * max(0, room - width(text)) for text, room in zip(texts, widths, strict=True)
    ]
    return INDENT + GAP.join(cells)


def _wrapped(text: str, columns: int) -> list[str]:
    return wrap(visible(text).strip(), max(columns, NARROWEST))


# --- who is not ---------------------------------------------------------------------------------


def _people(found: DueList, people: Sequence[Problem], columns: int) -> Iterator[Line]:
    widest = min(WIDEST_KEY, max(width(visible(words.key(each.key))) for each in people))
    for each in people:
        key = visible(words.key(each.key))
        where = ""
        if found.by is not None:
            name = words.group_name(each.group, found.grouping, found.language)
            where = f"{visible(name)}: "
        first = INDENT + key + " " * max(0, widest - width(key)) + GAP
        rest = " " * (len(INDENT) + widest + len(GAP))
        text = where + visible(each.why)
        yield from ([(line, "")] for line in wrap(text, columns, first, rest))


def reasons(found: DueList, columns: int) -> Iterator[Line]:
    """Why people have no date, with their numbers."""
    language = found.language
    for title, listed, hint in (
        (words.BY_POLICY, found.by_policy, ""),
        (words.PROBLEMS, found.problems, "" if found.people else f" ({_SHOW.into(language)})"),
    ):
        if not listed:
            continue
        yield []
        people = words.number(sum(each.people for each in listed), language)
        name = title.into(language)
        yield [(f"{name[:1].upper()}{name[1:]}: {people}{hint}", "strong")]
        shown = [*listed[:MOST_REASONS], *_rest(listed, language)]
        widest = max(len(words.number(each.people, language)) for each in shown)
        for each in shown:
            first = f"{INDENT}{words.number(each.people, language):>{widest}}{GAP}"
            yield from ([(line, "")] for line in wrap(visible(each.why), columns, first))


def _rest(listed: Sequence[Reason], language: str) -> Iterator[Reason]:
    rest = listed[MOST_REASONS:]
    if rest:
        text = _OTHERS.format(n=words.number(len(rest), language)).into(language)
        yield Reason(text, sum(each.people for each in rest))
