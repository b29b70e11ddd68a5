"""A grid as one HTML page: a real table, every rule below it, nothing loaded from elsewhere.

The page is complete without its script; that adds the way from cell to cell by arrow keys, and a
pane with the rule and its citation. Every word of the policy is escaped, and the page's own policy
(`Content-Security-Policy`) runs this one script and no other.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable
from hashlib import sha256
from html import escape
from importlib.resources import files

from kontaktdsl.accounting import answer_words
from kontaktdsl.diagnostics import Text
from kontaktdsl.reports.lines import visible
from kontaktdsl.reports.matrices.grid import Cell, Kind, Row, Section
from kontaktdsl.reports.matrices.phrases import KINDS, LEVELS, SYMBOLS, level
from kontaktdsl.reports.matrices.wording import Entry, Wording
from kontaktdsl.reports.words import number

CLASSES = {
    Kind.DELEGATED: "k-delegated",
    Kind.NO_CONTACT: "k-none",
    Kind.AS_NEEDED: "k-needed",
    Kind.NOT_REGULATED: "k-open",
    Kind.ON_REQUEST: "k-needed",
    Kind.GAP: "k-gap",
    Kind.CONFLICT: "k-conflict",
    Kind.OUTSIDE: "k-never",
    Kind.IMPOSSIBLE: "k-never",
}
WIDE = 7
"""With more columns than this the table scrolls by itself, however wide the window is."""
LONGEST_QUOTE = 48
"""A longer title or reason stands below the table, and its number in the cell."""
MOST_JUMPS = 5
"""So many cells in trouble are named above the table; all of them stand in it."""

_SAID = {
    "keys": Text(
        "Pfeiltasten führen von Zelle zu Zelle, die Eingabetaste zur Vorgabe unten.",
        "Arrow keys lead from cell to cell, Enter to the rule below.",
    ),
    "in-scope": Text("mögliche Fälle im Geltungsbereich", "possible cases in scope"),
    "possible": Text("mögliche Fälle", "possible cases"),
    "forgotten": Text("vergessen", "forgotten"),
    "contradictory": Text("widersprüchlich", "contradictory"),
    "gaps": Text("Ohne Vorgabe:", "Without a rule:"),
    "conflicts": Text(
        "Mit Vorgaben, die sich widersprechen:", "With rules that contradict each other:"
    ),
    "outside": Text("außerhalb", "out of scope"),
    "impossible": Text("unmöglich", "impossible"),
    "more": Text("und {} weitere", "and {} more"),
    "chosen": Text("Gewählte Zelle", "Chosen cell"),
    "made": Text("Erzeugt mit kpol {}", "Made with kpol {}"),
    "ticks": Text(
        "Je dichter die Striche, desto häufiger der Kontakt.",
        "The denser the ticks, the more frequent the contact.",
    ),
}  # fmt: skip


def document(words: Wording, version: str) -> str:
    """The page; `version` is that of kpol."""
    return _Page(words, version).text()


def _file(name: str) -> str:
    return files("kontaktdsl.reports.matrices").joinpath(name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


def _e(text: str) -> str:
    return escape(visible(text))


class _Page:
    def __init__(self, words: Wording, version: str) -> None:
        self._words = words
        self._version = version
        self._number = 0
        self._trouble: dict[Kind, list[tuple[int, str]]] = {Kind.GAP: [], Kind.CONFLICT: []}

    def _say(self, key: str, *parts: object) -> str:
        return _e(_SAID[key].into(self._words.language).format(*parts))

    def text(self) -> str:
        """The whole file."""
        words = self._words
        style, script = _file("page.css"), _file("page.js")
        table = self._table()
        policy = (
            f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; "
            "base-uri 'none'; form-action 'none'"
        )
        return f"""\
<!doctype html>
<html lang="{words.language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="kpol {_e(self._version)}">
<title>{_e(words.title)}: {_e(words.say("question"))}</title>
<style>{style}</style>
</head>
<body>
<header>
{self._header()}
</header>
<main>
{self._account()}
{self._alerts()}
{self._legend()}
{table}
<section id="cell" aria-label="{self._say("chosen")}" hidden></section>
{self._quoted()}
{self._rules()}
{self._besides()}
{self._impossible()}
{self._readings()}
</main>
<footer><p>{self._say("made", self._version)} · {_e(words.say("digest"))}: \
<code>{words.grid.policy.digest}</code></p></footer>
<script>{script}</script>
</body>
</html>
"""

    # --- about the policy -----------------------------------------------------------------------

    def _header(self) -> str:
        words = self._words
        left_out = (words.say("account"), words.say("digest"))
        facts = "\n".join(
            f"<dt>{_e(term)}</dt><dd>{_e(value)}</dd>"
            for term, value in words.about
            if term not in left_out
        )
        lines = [f"<h1>{_e(words.title)}</h1>", f'<dl class="about">\n{facts}\n</dl>']
        return "\n".join(lines)

    def _account(self) -> str:
        account = self._words.grid.account
        if account.possible is None:
            return f'<p class="lead">{_e(self._words.account)}</p>'
        whole = "in-scope" if account.outside else "possible"
        counts = [(account.possible, self._say(whole), "")]
        counts += [
            (count, _e(answer_words(kind).into(self._words.language)), "")
            for kind, count in account.answers
        ]
        for count, key in (
            (account.forgotten or 0, "forgotten"),
            (account.contradictory or 0, "contradictory"),
        ):
            counts.append((count, self._say(key), ' class="bad"' if count else ""))
        if account.outside:
            counts.append((account.outside, self._say("outside"), ' class="aside"'))
        counts.append((account.impossible or 0, self._say("impossible"), ' class="aside"'))
        items = "\n".join(
            f"<li{kind}><b>{number(count, self._words.language)}</b> <span>{text}</span></li>"
            for count, text, kind in counts
        )
        return f'<ul class="account">\n{items}\n</ul>'

    def _alerts(self) -> str:
        lines = []
        for kind, key in ((Kind.GAP, "gaps"), (Kind.CONFLICT, "conflicts")):
            found = self._trouble[kind]
            if found:
                links = "\n".join(
                    f'<li><a href="#c{at}">{_e(who)}</a></li>' for at, who in found[:MOST_JUMPS]
                )
                more = len(found) - MOST_JUMPS
                tail = f"\n<li>{self._say('more', more)}</li>" if more > 0 else ""
                name = SYMBOLS[kind] + " " + _e(self._words.kind(kind))
                lines.append(
                    f'<div class="alert {CLASSES[kind]}"><p><strong>{name}</strong> '
                    f"{self._say(key)}</p>\n<ul>\n{links}{tail}\n</ul></div>"
                )
        return "\n".join(lines)

    # --- the table ------------------------------------------------------------------------------

    def _table(self) -> str:
        words = self._words
        heads, columns = len(words.heads), len(words.grid.columns)
        wide = " wide" if heads + columns > WIDE else ""
        caption = _e(words.say("title"))
        if words.only:
            caption += f", {_e(words.say('only'))} {_e(words.only)}"
        bodies = "\n".join(
            self._section(section, heads + columns) for section in words.grid.sections
        )
        return f"""\
<p class="hint" id="keys">{self._say("keys")}</p>
<div class="frame{wide}" role="region" aria-labelledby="caption" tabindex="0">
<table aria-describedby="keys">
<caption id="caption"><span class="stay">{caption}</span></caption>
<colgroup span="{heads}"></colgroup>
<colgroup span="{columns}"></colgroup>
<thead>
{self._heads(columns)}
</thead>
{bodies}
</table>
</div>"""

    def _heads(self, columns: int) -> str:
        words = self._words
        two = bool(words.columns)
        span = ' rowspan="2"' if two else ""
        left = "".join(f'<th class="h" scope="col"{span}>{_e(head)}</th>' for head in words.heads)
        if not two:
            return f'<tr>{left}<th class="c" scope="col">{_e(words.across)}</th></tr>'
        group = f'<th scope="colgroup" colspan="{columns}">{_e(words.across)}</th>'
        right = "".join(f'<th class="c" scope="col">{_e(text)}</th>' for text in words.columns)
        return f"<tr>{left}{group}</tr>\n<tr>{right}</tr>"

    def _section(self, section: Section, width: int) -> str:
        headings = [
            f"{_e(h.said)}{f' <small>({_e(h.aside)})</small>' if h.aside else ''}"
            for h in self._words.headings(section)
        ]
        joint = f"<small>{_e(self._words.say('or'))}</small>"
        lines = []
        if headings:
            items = "".join(
                f"<li>{text}{f' {joint}' if at < len(headings) - 1 else ''}</li>"
                for at, text in enumerate(headings)
            )
            text = headings[0] if len(headings) == 1 else f"<ul>{items}</ul>"
            head = f'<th scope="rowgroup" colspan="{width}"><div class="stay">{text}</div></th>'
            lines.append(f"<tr>{head}</tr>")
        for at, row in enumerate(section.rows):
            cells = "".join(
                self._cell(cell, self._who(section, row, column))
                for column, cell in enumerate(row.cells)
            )
            lines.append(f"<tr>{self._labels(section, at)}{cells}</tr>")
        inside = "\n".join(lines)
        return f"<tbody>\n{inside}\n</tbody>"

    def _labels(self, section: Section, at: int) -> str:
        """The headers of a row; one that holds for several rows spans them."""
        row = section.rows[at]
        found = []
        for place, label in enumerate(self._words.labels(row.where)):
            key = row.where[: place + 1]
            if at and key and _starts(section.rows[at - 1], key):
                continue
            span = 1
            while key and at + span < len(section.rows) and _starts(section.rows[at + span], key):
                span += 1
            rows = f' rowspan="{span}"' if span > 1 else ""
            found.append(f'<th scope="row"{rows}>{_e(label)}</th>')
        return "".join(found)

    def _who(self, section: Section, row: Row, column: int) -> str:
        """Whom a cell is for, in one line."""
        words = self._words
        parts = [heading.said for heading in words.headings(section)[:1]]
        parts += words.labels(row.where)
        parts += words.columns[column : column + 1]
        return " · ".join(parts)

    def _cell(self, cell: Cell, who: str) -> str:
        words = self._words
        self._number += 1
        if cell.kind.trouble:
            self._trouble[cell.kind].append((self._number, who))
        keys = words.keys(cell) or [CLASSES.get(cell.kind, "")]
        symbol = SYMBOLS[cell.kind]
        sign = f'<span aria-hidden="true">{symbol}</span> ' if symbol else ""
        short, full = self._answer(cell), words.full(cell)
        whole = f' data-full="{_e(full)}"' if visible(full) != short else ""
        parts = [f'<span class="a"{whole}>{sign}{_e(short)}</span>']
        below = [f"<span>{_e(text)}</span>" for text in self._more(cell)]
        marks = self._marks(cell)
        below += [f'<span class="m">{marks}</span>'] if marks else []
        parts += [f'<span class="n">{" ".join(below)}</span>'] if below else []
        return (
            f'<td id="c{self._number}" class="{self._class(cell)}" '
            f'aria-describedby="{" ".join(keys)}">{" ".join(parts)}</td>'
        )

    def _class(self, cell: Cell) -> str:
        if cell.kind is Kind.INTERVAL:
            return f"s{level(cell.answers[0].rhythm)}"
        return CLASSES[cell.kind]

    def _answer(self, cell: Cell) -> str:
        full = self._words.full(cell)
        if cell.kind in (Kind.INTERVAL, Kind.CONFLICT) or len(full) > LONGEST_QUOTE:
            return self._words.short(cell)
        return full

    def _more(self, cell: Cell) -> Iterable[str]:
        words = self._words
        if cell.kind is Kind.INTERVAL:
            strength = words.strength(cell.answers[0])
            return [strength] if strength else []
        if cell.kind is Kind.CONFLICT:
            joint = f" {words.say('or')} "
            text = joint.join(map(words.answer, cell.answers))
            return [text] if len(text) <= 2 * LONGEST_QUOTE else []
        return []

    def _marks(self, cell: Cell) -> str:
        """Links to the rules; marks that are alike lead to the first of them."""
        if cell.constraints:
            return ""
        first: dict[str, str] = {}
        for rule, key in zip(cell.rules, self._words.keys(cell), strict=True):
            first.setdefault(self._words.mark(rule), key)
        return " ".join(
            f'<a href="#{first[mark]}">{_e(mark)}</a>' if mark in first else _e(mark)
            for mark in self._words.few_marks(cell)
        )

    # --- below the table ------------------------------------------------------------------------

    def _legend(self) -> str:
        words = self._words
        levels = {level(cell.answers[0].rhythm) for cell in self._cells(Kind.INTERVAL)}
        items = [
            f'<li><i class="s{at}"></i> <span>{_e(text.into(words.language))}</span></li>'
            for at, (_, text) in enumerate(LEVELS, 1)
            if at in levels
        ]
        items += [
            f'<li id="{CLASSES[kind]}"><i class="{CLASSES[kind]}"></i> '
            f"<span>{SYMBOLS[kind]} {_e(KINDS[kind].into(words.language))}</span></li>"
            for kind in CLASSES
            if any(self._cells(kind))
        ]
        note = (
            f'<p class="lead">{self._say("ticks")} {_e(words.strength_note)}</p>' if levels else ""
        )
        title = f'<h2 class="off">{_e(words.say("legend"))}</h2>'
        return f'{title}\n<ul class="legend">\n{chr(10).join(items)}\n</ul>\n{note}'

    def _cells(self, kind: Kind) -> Iterable[Cell]:
        return (cell for cell in self._words.grid.cells if cell.kind is kind)

    def _quoted(self) -> str:
        quoted = [(n, text) for text, n in self._words.quoted.items() if len(text) > LONGEST_QUOTE]
        if not quoted:
            return ""
        notes = "\n".join(f"<li><b>({n})</b> {_e(text)}</li>" for n, text in quoted)
        return f'<ul class="rules">\n{notes}\n</ul>'

    def _rules(self) -> str:
        words = self._words
        if not words.blocks:
            return ""
        lines = [
            f"<h2>{_e(words.say('rules'))}</h2>",
            f'<p class="lead">{_e(words.say("letters"))}</p>',
        ]
        for block, entries in words.blocks:
            letter, name = words.letters[block.index], _e(words.block(block))
            bases = ", ".join(words.block_name(base) for base in block.bases)
            more = f" <small>{_e(words.say('exception-to', bases))}</small>" if bases else ""
            lines += ['<section class="block">', f"<h3>{letter} {name}{more}</h3>"]
            reason = block.because.reason if block.because else None
            if reason:
                lines.append(f'<p class="why">{_e(words.say("reading", reason))}</p>')
            lines.append('<ul class="rules">')
            lines += [self._entry(entry, reason) for entry in entries]
            lines.append("</ul></section>")
        return "\n".join(lines)

    def _besides(self) -> str:
        lines = []
        for topic, entries in self._words.besides:
            lines += [f"<h2>{_e(topic)}</h2>", '<ul class="rules">']
            lines += [*map(self._entry, entries), "</ul>"]
        return "\n".join(lines)

    def _impossible(self) -> str:
        words = self._words
        if not words.constraints:
            return ""
        entries = "\n".join(self._entry(entry) for entry in words.constraints)
        head = f"<h2>{_e(words.say('impossibles'))}</h2>"
        return f'{head}\n<ul class="rules">\n{entries}\n</ul>'

    def _entry(self, entry: Entry, said: str | None = None) -> str:
        """A rule with its citation, and its reason unless the block has `said` it."""
        words = self._words
        cited = entry.cited
        lang = words.grid.policy.language
        code = f' lang="{lang}"' if lang != words.language else ""
        mark = entry.mark or str(cited.line)
        text = _e(cited.text)
        parts = [f"<b>{_e(mark)}</b> {text if entry.spoken else f'<code{code}>{text}</code>'}"]
        if cited.citation:
            parts.append(f'<span class="cite">[{_e(cited.citation)}]</span>')
        if cited.because and cited.because != said:
            parts.append(f"<p>{_e(words.say('reading', cited.because))}</p>")
        return f'<li id="{entry.key}">{" ".join(parts)}</li>'

    def _readings(self) -> str:
        words = self._words
        if not words.readings:
            return ""
        items = "\n".join(
            f"<li><b>{reading.line}</b> {_e(reading.reason)} "
            f"<p><code>{_e(reading.text)}</code></p></li>"
            for reading in words.readings
        )
        return (
            f"<h2>{_e(words.say('readings'))}</h2>\n"
            f'<p class="lead">{_e(words.say("readings-why"))}</p>\n'
            f'<ul class="rules">\n{items}\n</ul>'
        )


def _starts(row: Row, key: tuple[int, ...]) -> bool:
    return row.where[: len(key)] == key
