"""What was read of a line, kept for the next version of the same text.

A line is read by itself, so its tree depends on its characters alone; only the place changes, and
the comments around it. An editor that sends a keystroke thus costs one line to read and a copy of
the others at their new places.
"""

from collections.abc import Callable
from typing import Any

import attrs

from kontaktdsl.source import Source, Span
from kontaktdsl.syntax import tree
from kontaktdsl.syntax.lines import Line, Trivia


@attrs.frozen(eq=False)
class Kept:
    """The tree of a line that began at `start`, and the names that a value cannot follow."""

    entry: Any
    start: int
    followed: frozenset[str]


class Memory:
    """The lines of one document in its last version; not to be shared between threads."""

    def __init__(self) -> None:
        self._before: dict[tuple[str, str, str], Kept] = {}
        self._now: dict[tuple[str, str, str], Kept] = {}
        self.language = ""

    def begin(self, language: str) -> None:
        """A new version is read: what it does not hold any more is forgotten when it is done."""
        self._before, self._now = self._now, {}
        if language != self.language:
            self._before = {}
            self.language = language

    def recall(
        self, source: Source, line: Line, text: str, start: str, leading: Trivia, names: set[str]
    ) -> Any:
        """The tree of a line at its new place, None where it has to be read."""
        key = text, start, line.form.value
        kept = self._now.get(key) or self._before.get(key)
        if kept is None or not kept.followed.isdisjoint(names):
            return None
        self._now[key] = kept
        entry = moved(kept.entry, source, line.start - kept.start)
        if isinstance(entry, tree.Entry):
            _put(entry, "leading", leading)
            _put(entry, "trailing", line.trailing)
        return entry

    def keep(self, line: Line, text: str, start: str, entry: Any, pairs: list[tree.Is]) -> None:
        """Keep what was read of a line."""
        followed = frozenset(
            pair.attribute.text for pair in pairs if isinstance(pair.attribute, tree.Name)
        )
        self._now[text, start, line.form.value] = Kept(entry, line.start, followed)


_put = object.__setattr__
Mover = Callable[[Any, Source, int], Any]


def moved(value: Any, source: Source, by: int) -> Any:
    """A copy of a tree that stands `by` characters later in another source."""
    mover = _movers.get(type(value)) or _mover_of(type(value))
    return value if mover is _same else mover(value, source, by)


def _same(value: Any, source: Source, by: int) -> Any:
    return value


def _span(span: Span, source: Source, by: int) -> Span:
    made = _new(Span)
    _put_source(made, source)
    _put_start(made, span.start + by)
    _put_end(made, span.end + by)
    return made


def _tuple(values: tuple[Any, ...], source: Source, by: int) -> tuple[Any, ...]:
    if not values:
        return values
    return tuple([(_movers.get(type(v)) or _mover_of(type(v)))(v, source, by) for v in values])


_new = object.__new__
_put_source = Span.__dict__["source"].__set__
_put_start = Span.__dict__["start"].__set__
_put_end = Span.__dict__["end"].__set__
_movers: dict[type, Mover] = {Span: _span, tuple: _tuple, tree.Comment: _same, tree.Blank: _same}


_SPAN = """
    span = value.span
    here = new(Span)
    span_source(here, source)
    span_start(here, span.start + by)
    span_end(here, span.end + by)
    put_span(made, here)"""
_PART = """
    part = value.{name}
    mover = movers.get(type(part))
    if mover is None:
        mover = mover_of(type(part))
    put_{name}(made, part if mover is same else mover(part, source, by))"""


def _mover_of(kind: type) -> Mover:
    """How an object of a class is copied: field by field, or not at all where it has no place.

    The function is written out for each class, as attrs writes `__init__`: a keystroke in a large
    policy copies fifty thousand objects, and half of the time would go into loops over fields. The
    fields are put past `__init__`, which checks that a frozen object stays as it is.
    """
    if not attrs.has(kind) or not kind.__module__.startswith("kontaktdsl.syntax"):
        _movers[kind] = _same
        return _same
    scope: dict[str, Any] = {
        "new": _new,
        "kind": kind,
        "Span": Span,
        "span_source": _put_source,
        "span_start": _put_start,
        "span_end": _put_end,
        "movers": _movers,
        "mover_of": _mover_of,
        "same": _same,
    }
    lines = ["def copy(value, source, by):", "    made = new(kind)"]
    for field in attrs.fields(kind):
        name = field.name
        scope[f"put_{name}"] = getattr(kind, name).__set__
        if name == "span":
            lines.append(_SPAN)
        elif field.type in (str, int, bool):
            lines.append(f"    put_{name}(made, value.{name})")
        else:
            lines.append(_PART.format(name=name))
    lines.append("    return made")
    exec("\n".join(lines), scope)
    mover: Mover = scope["copy"]
    _movers[kind] = mover
    return mover
