"""The parser at work: a contextual lexer and the LALR(1) tables, one line at a time.

At every place only those words are keywords that the tables allow there; the tests hold it against
Lark's own contextual lexer with the terminals of `grammar.text`.
"""

import re
from collections.abc import Callable
from typing import Any

import attrs

from kontaktdsl.source import Source, Span
from kontaktdsl.syntax.grammar import Tables
from kontaktdsl.syntax.keywords import HYPHENS, MARKS, composed, keywords, terminal

_SKIP = re.compile(r"\s*(?:#[^\r\n]*\s*)*")
_NAME = re.compile(rf"[^\W\d_][{MARKS}]*(?:[\w{MARKS}]|[-.\u2010\u2011](?=\w))*")
_COUNTED = re.compile(
    rf"(\d+)\s*[{HYPHENS}–—−]\s*([^\W\d_][{MARKS}]*(?:[\w{MARKS}]|[-.\u2010\u2011](?=\w))*)"
)
_TEXT = (
    r'"[^"\r\n]*"|„[^„“”\r\n]*[“”]|„[^„“”"\r\n]*"|“[^“”\r\n]*”|“[^“”"\r\n]*"'
    r"|«[^«»\r\n]*»|»[^«»\r\n]*«"
)
_SIGNS = {
    "STRING": _TEXT,
    "CITATION": r"\[[^\[\]\r\n]*\]",
    "DATE": r"(?:\d{4}-\d{1,2}-\d{1,2}|\d{1,2}\.\s?\d{1,2}\.\s?\d{4})(?!\w)",
    "DAY_OF_YEAR": r"\d{1,2}\.\s?\d{1,2}\.?(?![\w.]|\s?\d)",
    "INT": r"\d+(?!\w|[.,]\d)",
    "ARROW": r"[-–—]+>|=+>|[→⇒➔➜]",
    "BULLET": r"[-–—•·▪‣◦*\uf0b7]",
    "DASH": r"[-–—]",
    "COLON": ":",
    "COMMA": ",",
    "PIPE": r"\|",
    "OPEN": r"\(",
    "CLOSE": r"\)",
    "NO_MORE": "<=|≤",
    "NO_LESS": ">=|≥",
    "LESS": "<",
    "GREATER": ">",
    "EQUAL": "=",
}
_FIRST = {
    '"„“«»': ("STRING",),
    "[": ("CITATION",),
    "-–—": ("ARROW", "BULLET", "DASH"),
    "•·▪‣◦*\uf0b7": ("BULLET",),
    "=": ("ARROW", "EQUAL"),
    "→⇒➔➜": ("ARROW",),
    ":": ("COLON",),
    ",": ("COMMA",),
    "|": ("PIPE",),
    "(": ("OPEN",),
    ")": ("CLOSE",),
    "<": ("NO_MORE", "LESS"),
    "≤": ("NO_MORE",),
    ">": ("NO_LESS", "GREATER"),
    "≥": ("NO_LESS",),
}
_NUMBERS = ("DATE", "DAY_OF_YEAR", "INT")
_GROWING = (0,)
"""A list that is taken in first, and so grows in place."""


class Token:
    """A terminal of the grammar with its text and place."""

    __slots__ = ("span", "text", "type")

    def __init__(self, type_: str, text: str, span: Span) -> None:
        self.type = type_
        self.text = text
        self.span = span


@attrs.frozen(eq=False, repr=False)
class Refused:
    """Where a line stops making sense, and the terminals that would have made some."""

    at: int
    accepts: frozenset[str]


@attrs.frozen(eq=False, repr=False)
class Prefix:
    """The beginning of a line: its tokens, where reading stopped, and what can stand there."""

    tokens: tuple[Token, ...]
    at: int
    accepts: frozenset[str]


class Machine:
    """The parser of one spoken language; `builder` has a callback for every node."""

    def __init__(self, language: str, tables: Tables, builder: object) -> None:
        self._states = tables.states
        self._starts, self._ends = tables.starts, tables.ends
        self._reductions = [
            (
                symbol,
                size,
                spliced,
                None if node is None else _callback(builder, node),
                node is None and not symbol.startswith("_"),
            )
            for symbol, size, spliced, node in tables.reductions
        ]
        self._phrases, self._counted = _phrases(language)
        self._by_letter = {
            letter: tuple((name, re.compile(_SIGNS[name]).match) for name in names)
            for letters, names in _FIRST.items()
            for letter in letters
        }
        self._numbers = tuple((name, re.compile(_SIGNS[name]).match) for name in _NUMBERS)

    def parse(self, source: Source, start: int, end: int, symbol: str) -> Any:
        """The node that a piece of text is, or where and why it is none."""
        states, reductions = self._states, self._reductions
        state = self._starts[symbol]
        last = self._ends[symbol]
        stack = [state]
        values: list[Any] = []
        at = start
        while True:
            token = self._next(source, at, end, states[state])
            if token is None:
                return self._refused(source, start, self._skip(source.text, at, end), symbol)
            kind = token.type
            while True:
                action = states[state].get(kind)
                if action is None:
                    return self._refused(source, start, token.span.start, symbol)
                if action >= 0:
                    stack.append(action)
                    values.append(token)
                    state = action
                    at = token.span.end
                    break
                origin, size, spliced, node, transparent = reductions[-1 - action]
                if transparent:
                    stack[-1] = state = states[stack[-2]][origin]
                    if kind == "$END" and state == last:
                        return values[-1]
                    continue
                if size:
                    children = values[-size:]
                    del values[-size:]
                    del stack[-size:]
                    if spliced == _GROWING:
                        first, *rest = children
                        children = first
                        children += rest
                    elif spliced:
                        for place in reversed(spliced):
                            children[place : place + 1] = children[place]
                else:
                    children = []
                if node is None:
                    value: Any = children
                else:
                    value = node(children)
                state = states[stack[-1]][origin]
                stack.append(state)
                values.append(value)
                if kind == "$END" and state == last:
                    return value

    def _next(self, source: Source, at: int, end: int, allowed: dict[str, int]) -> Token | None:
        """The next token that may stand here."""
        text = source.text
        at = self._skip(text, at, end)
        if at >= end:
            return Token("$END", "", Span(source, end, end)) if "$END" in allowed else None
        found = _NAME.match(text, at, end)
        if found is not None:
            word = found.group()
            stop = found.end()
            for name, rest in self._phrases.get(composed(word), ()):
                if name in allowed:
                    after = self._follow(text, stop, end, rest) if rest else stop
                    if after:
                        return Token(name, text[at:after], Span(source, at, after))
            if "NAME" in allowed:
                return Token("NAME", word, Span(source, at, stop))
            return None
        signs = self._by_letter.get(text[at])
        if signs is None:
            if not text[at].isdecimal():
                return None
            counted = _COUNTED.match(text, at, end)
            if counted is not None:
                keyword = self._counted.get(composed(counted.group(2)))
                if keyword in allowed:
                    return Token(keyword, counted.group(), Span(source, at, counted.end()))
            signs = self._numbers
        for name, match in signs:
            if name in allowed:
                found = match(text, at, end)
                if found is not None:
                    return Token(name, found.group(), Span(source, at, found.end()))
        return None

    @staticmethod
    def _skip(text: str, at: int, end: int) -> int:
        skipped = _SKIP.match(text, at, end)
        return skipped.end() if skipped is not None else at

    @staticmethod
    def _follow(text: str, at: int, end: int, rest: tuple[str, ...]) -> int:
        """Where a phrase ends of which the first word ends at `at`; 0 if it goes on otherwise."""
        for word in rest:
            begin = at
            while begin < end and text[begin].isspace():
                begin += 1
            found = _NAME.match(text, begin, end)
            if begin == at or found is None or composed(found.group()) != word:
                return 0
            at = found.end()
        return at

    def prefix(self, source: Source, start: int, end: int, symbol: str) -> Prefix:
        """Read a piece of text as the beginning of a node, as far as it makes sense."""
        stack = [self._starts[symbol]]
        last = self._ends[symbol]
        tokens: list[Token] = []
        place = start
        while True:
            place = self._skip(source.text, place, end)
            token = self._next(source, place, end, self._states[stack[-1]]) if place < end else None
            if token is None or not self._take(stack, token.type, last):
                break
            tokens.append(token)
            place = token.span.end
        accepts = frozenset(
            terminal
            for terminal in self._states[stack[-1]]
            if (terminal.isupper() or terminal == "$END")
            and self._take(list(stack), terminal, last)
        )
        return Prefix(tuple(tokens), min(place, end), accepts)

    def _refused(self, source: Source, start: int, at: int, symbol: str) -> Refused:
        """Where reading stopped, and what could stand there before anything was made of it."""
        return Refused(at, self.prefix(source, start, at, symbol).accepts)

    def _take(self, stack: list[int], terminal: str, last: int) -> bool:
        """Go on with a terminal, without making anything; whether that is possible."""
        while True:
            action = self._states[stack[-1]].get(terminal)
            if action is None:
                return False
            if action >= 0:
                stack.append(action)
                return True
            origin, size, *_ = self._reductions[-1 - action]
            if size:
                del stack[-size:]
            stack.append(self._states[stack[-1]][origin])
            if terminal == "$END" and stack[-1] == last:
                return True


def _callback(builder: object, name: str) -> Callable[[list[Any]], Any]:
    callback: Callable[[list[Any]], Any] = getattr(builder, name)
    return callback


def _phrases(
    language: str,
) -> tuple[dict[str, tuple[tuple[str, tuple[str, ...]], ...]], dict[str, str]]:
    """Keyword terminals by their first word, longest first, and those behind a number."""
    found: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
    counted: dict[str, str] = {}
    for keyword, phrases in keywords(language).phrases.items():
        name = terminal(keyword)
        for phrase in phrases:
            first, *rest = phrase.removeprefix("{n}-").split()
            for letter in {first[0].lower(), first[0].upper()}:
                if phrase.startswith("{n}-"):
                    counted[letter + first[1:]] = name
                else:
                    found.setdefault(letter + first[1:], []).append((name, tuple(rest)))
    by_length = {
        first: tuple(sorted(entries, key=lambda entry: -len(entry[1])))
        for first, entries in found.items()
    }
    return by_length, counted
