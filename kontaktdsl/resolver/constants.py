"""The constants that facts in time are compared with, anywhere in a policy and what it uses.

They are read off the syntax tree before any name is resolved, because they cut the facts into
classes and a condition needs the classes.
"""

from collections.abc import Iterator
from datetime import date

import attrs

from kontaktdsl.moments import Cut
from kontaktdsl.record import Shown
from kontaktdsl.source import Span
from kontaktdsl.syntax import tree
from kontaktdsl.values import Length


@attrs.define(eq=False, repr=False)
class Constants(Shown):
    """Lengths by attribute, days by event, numbers by attribute and event; and who declares what.

    A number n cuts below n.
    """

    lengths: dict[str, list[Cut]] = attrs.Factory(dict)
    days: dict[str, set[date]] = attrs.Factory(dict)
    numbers: dict[tuple[str, str], set[int]] = attrs.Factory(dict)
    events: dict[str, str] = attrs.Factory(dict)

    def read(self, document: tree.Document) -> None:
        """Add those of one document."""
        for node in document.statements:
            match node:
                case tree.Event(name=name, label=label):
                    self.events.setdefault(name.text, label.text if label else name.text)
                case tree.Table(heading=tree.Heading(attributes=columns, columns=headings)):
                    for cell in headings:
                        self._conditions(cell, None)
                    for row in node.rows:
                        for column, left in zip(columns, row.conditions, strict=False):
                            self._conditions(left, column)
                case _:
                    self._conditions(node, None)

    def _conditions(self, node: object, column: tree.Name | None) -> None:
        for term in _terms(node):
            match term:
                case tree.Dated(event=event, day=day):
                    self.days.setdefault(event.text, set()).add(day)
                case tree.Compare() | tree.Between():
                    self._compared(term, term.attribute or column)

    def _compared(self, term: tree.Compare | tree.Between, subject: tree.Subject | None) -> None:
        cuts = _cuts(term)
        match subject:
            case tree.Name(text=name):
                lengths = self.lengths.setdefault(name, [])
                lengths += [Cut(bound, past) for bound, past in cuts if isinstance(bound, Length)]
            case tree.On(attribute=attribute, event=event):
                numbers = self.numbers.setdefault((attribute.text, event.text), set())
                numbers.update(bound + past for bound, past in cuts if isinstance(bound, int))


def _cuts(term: tree.Compare | tree.Between) -> list[tuple[tree.Bound, bool]]:
    """What is told apart: from a bound on, or (True) what lies beyond it."""
    if isinstance(term, tree.Between):
        return [(term.low, False), (term.high, not term.open)]
    match term.comparison:
        case tree.Comparison.UNDER | tree.Comparison.AT_LEAST:
            return [(term.bound, False)]
        case tree.Comparison.OVER | tree.Comparison.AT_MOST:
            return [(term.bound, True)]
        case tree.Comparison.EXACTLY:
            return [(term.bound, False), (term.bound, True)]


def _terms(node: object) -> Iterator[object]:
    """Every node of a tree, whatever statements hold conditions."""
    waiting = [node]
    while waiting:
        at = waiting.pop()
        if isinstance(at, tuple):
            waiting.extend(at)
        else:
            names = _known.get(type(at))
            if names is None:
                names = _known[type(at)] = _fields(type(at))
            if names:
                yield at
                waiting.extend([getattr(at, name) for name in names])


_LEAVES = (tree.Name, tree.Quoted, tree.Comment, tree.Blank, Length, Span)


_known: dict[type, tuple[str, ...]] = {}


def _fields(kind: type) -> tuple[str, ...]:
    if issubclass(kind, _LEAVES) or not attrs.has(kind):
        return ()
    skipped = ("span", "leading", "trailing")
    return tuple(field.name for field in attrs.fields(kind) if field.name not in skipped)
