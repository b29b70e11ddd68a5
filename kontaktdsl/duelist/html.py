"""The list as one HTML page that needs nothing else: to read, and to print on A4 and tick off."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape as _escape

from kontaktdsl.batch import columns as out
from kontaktdsl.diagnostics import Text
from kontaktdsl.duelist import terminal, words
from kontaktdsl.duelist.record import DueList, Entry, Group, Problem, Reason
from kontaktdsl.reports.lines import visible

_GROUPS = Text("Gruppen", "groups")
_LEFT_OUT = Text("{n} weitere stehen hier nicht (--limit)", "{n} more are not shown (--limit)")
_SOME_LEFT_OUT = Text("weitere stehen hier nicht (--limit)", "more are not shown (--limit)")
_POLICY = Text("Richtlinie", "policy")
_WHEN = Text("wann", "when")
_WHAT = Text("was", "what")
_DUTIES = Text("Aufgaben und Hinweise", "duties and notes")

STYLE = """
:root { color-scheme: light; }
* { box-sizing: border-box; }
body { font: 15px/1.4 system-ui, "Segoe UI", "Liberation Sans", Arial, sans-serif; color: #1a1a1a;
  background: #fff; margin: 0 auto; padding: 1.5rem; max-width: 90rem; }
h1 { font-size: 1.5rem; margin: 0 0 .25rem; }
h3 { font-size: 1rem; margin: 1rem 0 .25rem; }
h2 { font-size: 1.2rem; margin: 2rem 0 .25rem; }
p { margin: .25rem 0; }
.notice { color: #444; }
nav ul { margin: .75rem 0 0; padding: 0; list-style: none; display: flex; flex-wrap: wrap;
  gap: .25rem 1.25rem; }
a { color: #0b4f8a; }
table { border-collapse: collapse; width: 100%; margin: .5rem 0 0; }
th, td { text-align: left; vertical-align: top; padding: .35rem .5rem;
  border-bottom: 1px solid #c8ced4; }
tbody td, tbody th { overflow-wrap: anywhere; }
thead th { background: #e8eef4; border-bottom: 2px solid #5b6b7a; position: sticky; top: 0; }
tbody th { font-weight: 600; }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
.tick { width: 2.2rem; text-align: center; }
.tick input { width: 1.1rem; height: 1.1rem; margin: .1rem 0 0; }
.key { width: 12%; }
.day { width: 10%; }
td.day { white-space: nowrap; }
.when { width: 11%; }
.what { width: 22%; }
.cited { width: 20%; }
.number { width: 8rem; text-align: right; font-variant-numeric: tabular-nums; }
.late { font-weight: 700; color: #a1001a; }
.today { font-weight: 700; }
.small { font-size: .9em; color: #333; }
ul.duties { margin: 0; padding-left: 1.1rem; }
footer { margin-top: 2rem; border-top: 1px solid #c8ced4; padding-top: .5rem; color: #444;
  font-size: .9em; overflow-wrap: anywhere; }
.onpaper { display: none; }
@page { size: A4 landscape; margin: 12mm;
  @bottom-right { content: counter(page) " / " counter(pages); font: 8pt sans-serif; } }
@media print {
  body { font-size: 9pt; padding: 0; max-width: none; }
  nav { display: none; }
  thead { display: table-header-group; }
  thead th { position: static; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  .onpaper { display: table-row; }
  .onpaper th { background: none; border-bottom: none; }
  .onscreen { display: none; }
  tr { break-inside: avoid; }
  h2 { break-after: avoid; margin-top: 0; }
  section { break-before: page; }
  section:first-of-type { break-before: auto; margin-top: 6mm; }
}
"""


def escape(text: str) -> str:
    """A text for a page, with what would steer the reading shown."""
    return _escape(visible(text), quote=True)


def pieces(found: DueList) -> Iterator[str]:
    """The page, piece by piece."""
    language = found.language
    title = escape(words.title(found))
    yield f'<!DOCTYPE html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
    yield '<meta name="referrer" content="no-referrer">\n'
    yield f"<title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n"
    yield f"<header>\n<h1>{title}</h1>\n"
    yield from (f"<p>{escape(line)}</p>\n" for line in words.summary(found))
    yield f'<p class="notice">{escape(words.PROPOSES.into(language))}</p>\n'
    yield from _links(found)
    yield "</header>\n<main>\n"
    legend = words.Legend(language)
    for number, group in enumerate(found.groups, 1):
        yield from _section(found, group, number, legend)
    yield from _legend(legend, language)
    if found.by_policy or found.problems:
        yield f"<section>\n<h2>{escape(words.WITHOUT_DATE.into(language))}</h2>\n"
        yield from _reasons(words.PROBLEMS, found.problems, language)
        yield from _reasons(words.BY_POLICY, found.by_policy, language)
        yield "</section>\n"
    if found.people:
        yield from _people(found, found.people)
    yield f"</main>\n<footer>\n<p>{escape(terminal.total(found))}</p>\n"
    yield f"<p>{escape(_POLICY.into(language))}: {escape(found.policy)}, "
    yield f"SHA-256 {escape(found.digest)}</p>\n</footer>\n</body>\n</html>\n"


def _name(found: DueList, group: Group) -> str:
    name = words.group_name(group.name, found.grouping, found.language)
    return f"{found.by}: {name}" if found.by is not None else words.WHO_IS_DUE.into(found.language)


def _links(found: DueList) -> Iterator[str]:
    if len(found.groups) < 2:
        return
    yield f'<nav aria-label="{escape(_GROUPS.into(found.language))}">\n<ul>\n'
    for number, group in enumerate(found.groups, 1):
        name = words.group_name(group.name, found.grouping, found.language)
        yield f'<li><a href="#g{number}">{escape(name)}</a></li>\n'
    yield "</ul>\n</nav>\n"


def _section(found: DueList, group: Group, number: int, legend: words.Legend) -> Iterator[str]:
    language = found.language
    name = escape(_name(found, group))
    yield f'<section aria-labelledby="g{number}">\n<h2 id="g{number}">{name}</h2>\n'
    if found.counts and found.by is not None:
        yield f"<p>{escape(words.counts(group, language))}</p>\n"
    heads = (
        ("tick", words.DONE.into(language)),
        ("key", found.key),
        ("day", out.DUE.title.into(language)),
        ("when", _WHEN.into(language)),
        ("what", _WHAT.into(language)),
        ("cited", out.CITATION.title.into(language)),
        ("notes", _DUTIES.into(language)),
    )
    yield from _head(name, heads)
    for entry in group.entries:
        yield from _entry(entry, legend, language)
    yield "</tbody>\n</table>\n"
    if group.left_out:
        left = _SOME_LEFT_OUT
        if found.counts:
            left = _LEFT_OUT.format(n=words.number(group.left_out, language))
        yield f"<p>{escape(left.into(language))}</p>\n"
    yield "</section>\n"


def _head(caption: str, heads: Sequence[tuple[str, str]]) -> Iterator[str]:
    """On paper the caption is repeated with the titles, on every page."""
    yield f'<table>\n<caption><span class="hidden">{caption}</span></caption>\n<thead>\n'
    yield '<tr class="onpaper" aria-hidden="true">'
    yield f'<th colspan="{len(heads)}">{caption}</th></tr>\n<tr>'
    for style, head in heads:
        shown = escape(head)
        if style == "tick":
            shown = f'<span aria-hidden="true">✓</span><span class="hidden">{shown}</span>'
        yield f'<th scope="col" class="{style}">{shown}</th>'
    yield "</tr>\n</thead>\n<tbody>\n"


def _entry(entry: Entry, legend: words.Legend, language: str) -> Iterator[str]:
    key = escape(words.key(entry.key))
    done = escape(words.DONE.into(language))
    yield f'<tr>\n<td class="tick"><input type="checkbox" aria-label="{done}: {key}"></td>\n'
    yield f'<th scope="row">{key}</th>\n<td class="day">{escape(words.day(entry.due, language))}'
    nominal = words.nominally(entry, language)
    if nominal is not None:
        yield f'<br><span class="small">{escape(nominal)}</span>'
    style = "late" if entry.overdue else "today" if entry.days == 0 else ""
    when = escape(words.days(entry, language))
    yield f'</td>\n<td class="{style}">{when}</td>\n' if style else f"</td>\n<td>{when}</td>\n"
    yield f"<td>{escape(words.counted(entry))}</td>\n"
    yield f"<td>{escape(entry.citation or '')}</td>\n<td>"
    name = legend.name(entry.duties)
    if name is not None:
        yield f'<a href="#d{legend.all[entry.duties]}">{escape(name)}</a>'
    duties = (*(() if name else entry.duties), *entry.kinds)
    if duties:
        yield _listed(duties)
    if entry.note:
        yield f'<div class="small">{escape(entry.note)}</div>'
    yield "</td>\n</tr>\n"


def _listed(duties: Sequence[str]) -> str:
    return f'<ul class="duties">{"".join(f"<li>{escape(duty)}</li>" for duty in duties)}</ul>'


def _legend(legend: words.Legend, language: str) -> Iterator[str]:
    """Long lists of duties, each once."""
    if not legend.all:
        return
    yield f"<section>\n<h2>{escape(out.DUTIES.title.into(language))}</h2>\n"
    for duties, number in legend.all.items():
        yield f'<h3 id="d{number}">{escape(legend.called(number))}</h3>\n{_listed(duties)}\n'
    yield "</section>\n"


def _reasons(title: Text, listed: Sequence[Reason], language: str) -> Iterator[str]:
    if not listed:
        return
    name = escape(title.into(language))
    heads = (("number", words.HOW_MANY.into(language)), ("why", title.into(language)))
    yield from _head(name, heads)
    for each in listed:
        people = words.number(each.people, language)
        yield f'<tr><td class="number">{people}</td><td>{escape(each.why)}</td></tr>\n'
    yield "</tbody>\n</table>\n"


def _people(found: DueList, people: Sequence[Problem]) -> Iterator[str]:
    language = found.language
    name = escape(words.PEOPLE.into(language))
    heads = [("key", found.key), ("why", words.WHY.into(language))]
    if found.by is not None:
        heads.insert(0, ("key", found.by))
    yield f"<section>\n<h2>{name}</h2>\n"
    yield from _head(name, heads)
    for each in people:
        group = ""
        if found.by is not None:
            shown = words.group_name(each.group, found.grouping, language)
            group = f"<td>{escape(shown)}</td>"
        key = escape(words.key(each.key))
        yield f'<tr>{group}<th scope="row">{key}</th><td>{escape(each.why)}</td></tr>\n'
    yield "</tbody>\n</table>\n</section>\n"
