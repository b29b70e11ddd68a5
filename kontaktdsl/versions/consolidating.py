"""Consolidation: a full text and its amendments become one text, tree to tree.

The base keeps its title, its id, its issuer and its source. Each amendment is applied to what the
ones before have made of it. What they take away disappears from the lists of blocks in which it is
named; that is told, never silent.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import attrs

from kontaktdsl.diagnostics import Diagnostic, Edit, Label, Repair, Text
from kontaktdsl.record import Shown
from kontaktdsl.source import Span
from kontaktdsl.suggest import did_you_mean, respelt
from kontaktdsl.syntax import tree
from kontaktdsl.syntax.keywords import keywords
from kontaktdsl.versions.checks import dropped, exists_already, not_there, to_nothing
from kontaktdsl.versions.edition import FOR_EVER, SINCE_EVER, Days, Edition
from kontaktdsl.versions.keys import OWN, Key, fits, key, removed_key, section, several, words
from kontaktdsl.versions.shelf import Stretch

Open = Callable[[Edition], tree.Document | None]
"""The whole tree of an edition; None where its file is gone."""


@attrs.frozen(eq=False, repr=False)
class Consolidated(Shown):
    """One text made of several, and what was found on the way.

    `computed` is the line `valid from` where it is none of the texts' own.
    """

    document: tree.Document
    findings: tuple[Diagnostic, ...]
    computed: tree.Valid | None = None


def consolidate(
    base: tree.Document, amendments: Sequence[tree.Document], days: Days
) -> Consolidated:
    """The text of these days: a full text with its amendments, in this order."""
    work = _Work(base)
    for amendment in amendments:
        work.apply(amendment)
    computed = work.limit(days)
    document = attrs.evolve(
        base,
        statements=tuple(work.statements),
        others=tuple(amendment.source for amendment in amendments),
    )
    return Consolidated(document, tuple(work.findings), computed)


def of(
    stretch: Stretch, opened: Open, amendments: Sequence[Edition] | None = None
) -> Consolidated | None:
    """The consolidated text of some days; of several texts that hold at once the last counts.

    `amendments` are others than those of these days, or the same in another order.
    """
    if not stretch.texts:
        return None
    base = opened(stretch.texts[-1])
    wanted = stretch.amendments if amendments is None else amendments
    read = [document for each in wanted if (document := opened(each)) is not None]
    if base is None or len(read) < len(wanted):
        return None
    return consolidate(base, read, stretch.days)


class _Work:
    def __init__(self, base: tree.Document) -> None:
        self.statements = list(base.statements)
        self.findings: list[Diagnostic] = []
        self._gone: dict[str, Span] = {}
        self._removed: dict[Key, Span] = {}

    # --- one amendment --------------------------------------------------------------------------

    def apply(self, amendment: tree.Document) -> None:
        self._gone = {}
        self._language = amendment.language
        for node in amendment.statements:
            if isinstance(node, tree.Remove):
                self._remove(node)
            elif node.amending is tree.Amending.REMOVE:
                self._remove_line(node)
            elif node.amending is tree.Amending.REPLACE:
                self._replace(node)
            elif isinstance(node, OWN):
                continue
            elif isinstance(node, tree.HeaderField):
                self._set(node)
            else:
                self._add(node)
        self._shorten_lists()

    def _places(self, wanted: Key | None) -> list[int]:
        return [
            at
            for at, there in enumerate(self.statements)
            if wanted is not None and key(there) == wanted
        ]

    def _put(self, places: list[int], node: tree.Statement) -> None:
        """In place of the first; the others go."""
        there = self.statements[places[0]]
        leading = _joined(_headings(there), node.leading)
        self.statements[places[0]] = attrs.evolve(node, amending=None, leading=leading)
        for at in reversed(places[1:]):
            self._delete(at)

    def _delete(self, at: int) -> None:
        """Without a statement and its own comments; a heading above them stays."""
        kept = _headings(self.statements.pop(at))
        if kept and at < len(self.statements):
            below = self.statements[at]
            leading = _joined(kept, below.leading)
            self.statements[at] = attrs.evolve(below, leading=leading)

    def _set(self, node: tree.Statement) -> None:
        places = self._places(key(node))
        if places:
            self._put(places, node)
        else:
            self._insert(node)

    def _replace(self, node: tree.Statement) -> None:
        places = self._places(key(node))
        if places:
            self._put(places, node)
        else:
            self._missing(key(node), _named(node), node)

    def _add(self, node: tree.Statement) -> None:
        wanted = key(node)
        if isinstance(node, tree.Use) and node in self.statements:
            return
        if wanted is not None and not several(node):
            places = self._places(wanted)
            if places:
                there = self.statements[places[0]]
                self.findings.append(
                    exists_already.KIND.at(
                        _named(node),
                        what=words(wanted, _line(node)),
                        others=(Label(_named(there), Text("hier", "here")),),
                        repairs=(_replacing(node, self._language),),
                    )
                )
                return
        self._insert(node)

    def _insert(self, node: tree.Statement) -> None:
        rank = section(node)
        at = max((n for n, s in enumerate(self.statements) if section(s) <= rank), default=-1)
        self.statements.insert(at + 1, node)

    def _remove(self, node: tree.Remove) -> None:
        names: tuple[tree.Name | tree.Quoted | None, ...] = node.names or (None,)
        for name in names:
            wanted = removed_key(node, name)
            places = self._places(wanted)
            if not places:
                self._missing(wanted, name.span if name else node.span, node)
            for at in reversed(places):
                self._delete(at)
            if places:
                self._removed[wanted] = name.span if name else node.span
            if places and name is not None and node.sort is tree.Sort.BLOCK:
                self._gone[name.text] = name.span

    def _remove_line(self, node: tree.Statement) -> None:
        places = [at for at, there in enumerate(self.statements) if fits(node, there)]
        if not places:
            self._missing(None, node.span, node)
        for at in reversed(places):
            self._delete(at)

    def _missing(self, wanted: Key | None, span: Span, node: tree.Statement) -> None:
        kind, name = wanted if wanted is not None and len(wanted) == 2 else (None, None)
        known = [
            str(there[1])
            for there in map(key, self.statements)
            if there is not None and len(there) == 2 and there[0] == kind
        ]
        near = name if isinstance(name, str) else ""
        self.findings.append(
            not_there.KIND.at(
                span,
                what=words(wanted, _line(node)),
                others=self._where_removed(wanted),
                notes=did_you_mean(near, known),
                repairs=respelt(span, known) if near and span.text == near else (),
            )
        )

    def _where_removed(self, wanted: Key | None) -> tuple[Label, ...]:
        span = self._removed.get(wanted) if wanted is not None else None
        return (Label(span, Text("hier gestrichen", "removed here")),) if span is not None else ()

    # --- lists of blocks ------------------------------------------------------------------------

    def _shorten_lists(self) -> None:
        """Names that were removed leave the lists in which they stand."""
        keys = map(key, self.statements)
        known = {found[1] for found in keys if found is not None and found[0] == "block"}
        gone = {name: span for name, span in self._gone.items() if name not in known}
        self.statements = [
            kept
            for node in self.statements
            if (kept := self._shortened(node, gone) if gone else node) is not None
        ]

    def _shortened(self, node: tree.Statement, gone: dict[str, Span]) -> tree.Statement | None:
        match node:
            case tree.ExceptionBlock(bases=names) | tree.Of(blocks=names):
                pass
            case tree.Accept(blocks=names) if names:
                pass
            case _:
                return node
        lost = [name for name in names if name.text in gone]
        if not lost:
            return node
        rest = tuple(name for name in names if name.text not in gone)
        if isinstance(node, tree.ExceptionBlock) and not rest:
            self.findings.append(
                to_nothing.KIND.at(
                    gone[lost[0].text],
                    name=node.name.text,
                    others=(Label(node.name.span, Text("die Ausnahme", "the exception")),),
                )
            )
            return None
        alone = not rest or (isinstance(node, tree.Of) and len(rest) < 2)
        for name in lost:
            self.findings.append(
                dropped.KIND.at(
                    gone[name.text],
                    name=name.text,
                    line=_line(node),
                    notes=(dropped.WHOLE,) if alone else (),
                    others=(Label(name.span, Text("stand hier", "stood here")),),
                )
            )
        if alone:
            return None
        if isinstance(node, tree.ExceptionBlock):
            return attrs.evolve(node, bases=rest)
        return attrs.evolve(node, blocks=rest)

    # --- days -----------------------------------------------------------------------------------

    def limit(self, days: Days) -> tree.Valid | None:
        """Say on which days this very text holds; the line, where it is a new one."""
        places = self._places((tree.Valid,))
        if days.first == SINCE_EVER:
            return None
        old = self.statements[places[0]] if places else None
        assert old is None or isinstance(old, tree.Valid)
        last = None if days.last == FOR_EVER else days.last
        said = (old.first, old.last) if old is not None else None
        if said == (days.first, last):
            return None
        at = places[0] if places else _behind_names(self.statements)
        model = self.statements[at] if places else self.statements[at - 1]
        line = tree.Valid(
            first=days.first,
            last=last,
            revoked=old.revoked if old is not None and last is None else False,
            span=model.span,
            leading=model.leading if places else (),
        )
        if places:
            self.statements[at] = line
        else:
            self.statements.insert(at, line)
        return line


def _headings(node: tree.Statement) -> tuple[tree.Comment | tree.Blank, ...]:
    """What stands above a statement and apart from it: the heading of a section."""
    blanks = [at for at, mark in enumerate(node.leading) if isinstance(mark, tree.Blank)]
    return node.leading[: blanks[-1] + 1] if blanks else ()


def _joined(
    above: tuple[tree.Comment | tree.Blank, ...], below: tuple[tree.Comment | tree.Blank, ...]
) -> tuple[tree.Comment | tree.Blank, ...]:
    """Both, without two blank lines in a row."""
    if above and below and isinstance(above[-1], tree.Blank) and isinstance(below[0], tree.Blank):
        return (*above, *below[1:])
    return (*above, *below)


def _behind_names(statements: Sequence[tree.Statement]) -> int:
    """Behind title, id, issuer and date of issue."""
    own = (tree.Title, tree.Id, tree.Issuer, tree.Issued)
    return max((n for n, s in enumerate(statements) if isinstance(s, own)), default=-1) + 1


def _named(node: tree.Statement) -> Span:
    name = getattr(node, "name", None) or getattr(node, "title", None)
    return name.span if name is not None else node.span


def _replacing(node: tree.Statement, language: str) -> Repair:
    """The same statement as one that replaces what is there."""
    word = f"{keywords(language).phrase('replace')} "
    start = node.span.start
    edit = Edit(Span(node.span.source, start, start), word)
    first = node.span.text.splitlines()[0]
    note = Text("tritt an die Stelle des bisherigen", "takes the place of the old one")
    return Repair(word + first, note, (edit,))


def _line(node: tree.Statement) -> str:
    """The first line of a statement as it stands, shortened."""
    text = " ".join(node.span.text.split())
    return text if len(text) <= 60 else text[:59] + "…"
