"""A line that the grammar refused, cut into pieces in a way that never fails."""

import re
from functools import cache

import attrs

from kontaktdsl.source import Source, Span
from kontaktdsl.syntax.keywords import HYPHENS, MARKS, Keywords, keywords, plain, terminal
from kontaktdsl.syntax.machine import Refused

_WORD = rf"[^\W\d_][{MARKS}]*(?:[\w{MARKS}]|[-.\u2010\u2011](?=\w))*"
_PIECES = re.compile(
    rf"""\s+ | \#[^\r\n]*
    | (?P<text> "[^"\r\n]*" | „[^„“”\r\n]*[“”] | „[^„“”"\r\n]*" | “[^“”\r\n]*” | “[^“”"\r\n]*"
              | «[^«»\r\n]*» | »[^«»\r\n]*« )
    | (?P<citation> \[[^\[\]\r\n]*\] )
    | (?P<open> ["„“«»\[] )
    | (?P<counted> \d+\s*[{HYPHENS}–—−]\s*{_WORD} )
    | (?P<date> \d{{1,4}}[-./]\s?\d{{1,2}}[-./]\s?\d{{2,4}} )
    | (?P<number> \d+(?:[.,]\d+)* | [½¼¾] )
    | (?P<word> {_WORD} )
    | (?P<arrow> [-–—]+> | =+>(?!=) | [→⇒➔➜] )
    | (?P<sign> && | \|\| | [=!<>]= | <> | . )""",
    re.VERBOSE | re.DOTALL,
)


@attrs.frozen
class Piece:
    """A word (or keyword of several words), number, text or sign.

    `own` is the id of a keyword of the file's language, `foreign` that of another language.
    """

    kind: str
    text: str
    span: Span
    own: str | None = None
    foreign: str | None = None

    @property
    def is_name(self) -> bool:
        """Whether it can only be a name."""
        return self.kind == "word" and self.own is None and self.foreign is None


@attrs.frozen
class BadLine:
    """The pieces of a line; the parser stopped before number `stop` and would accept `accepts`."""

    source: Source
    span: Span
    start: str
    words: Keywords
    pieces: tuple[Piece, ...]
    stop: int
    accepts: frozenset[str]

    @property
    def language(self) -> str:
        """The spoken language of the file."""
        return self.words.language

    @property
    def piece(self) -> Piece | None:
        """The piece that could not be read; None at the end of the line."""
        return self.pieces[self.stop] if self.stop < len(self.pieces) else None

    @property
    def before(self) -> Piece | None:
        """The piece before it."""
        return self.pieces[self.stop - 1] if 0 < self.stop <= len(self.pieces) else None

    @property
    def place(self) -> Span:
        """The piece that could not be read, or the end of the line."""
        if self.piece is not None:
            return self.piece.span
        return Span(self.source, self.span.end, self.span.end)

    @property
    def first(self) -> Piece | None:
        """The first piece behind a bullet, or behind `replace` and `remove`."""
        amending = bool(self.pieces) and self.pieces[0].own in ("replace", "remove")
        start = 1 if self.start == "bullet" or amending else 0
        return self.pieces[start] if len(self.pieces) > start else None

    @property
    def seen(self) -> tuple[Piece, ...]:
        """The pieces up to the one that could not be read."""
        return self.pieces[: self.stop + 1]

    def has(self, kind: str) -> bool:
        """Whether any piece is of this kind."""
        return any(piece.kind == kind for piece in self.pieces)

    def slice(self, start: int, end: int) -> str:
        """The text from piece `start` up to piece `end` (excluded)."""
        if start >= end:
            return ""
        return self.pieces[start].span.to(self.pieces[end - 1].span).text


def bad_line(
    source: Source,
    language: str,
    span: Span,
    start: str,
    refused: Refused,
) -> BadLine:
    """What is known of a line that the parser refused."""
    found = pieces(source, span, language)
    stop = next((i for i, piece in enumerate(found) if piece.span.end > refused.at), len(found))
    return BadLine(source, span, start, keywords(language), found, stop, refused.accepts)


def pieces(source: Source, span: Span, language: str) -> tuple[Piece, ...]:
    """The pieces of a span of text, keywords of several words in one."""
    raw: list[Piece] = []
    at = span.start
    while at < span.end:
        match = _PIECES.match(source.text, at, span.end)
        if match is None:
            break
        kind = match.lastgroup
        if kind == "counted" and not _is_counted(match.group()):
            match = re.compile(r"\d+").match(source.text, at, span.end)
            kind = "number"
            if match is None:
                break
        at = match.end()
        if kind is not None:
            raw.append(Piece(kind, match.group(), Span(source, match.start(), match.end())))
    return _with_keywords(source, raw, language)


def _with_keywords(source: Source, raw: list[Piece], language: str) -> tuple[Piece, ...]:
    other = "de" if language == "en" else "en"
    joined: list[Piece] = []
    index = 0
    while index < len(raw):
        piece = raw[index]
        if piece.kind == "counted":
            own, foreign = (counted(piece.text, each) for each in (language, other))
            joined.append(attrs.evolve(piece, kind="word", own=own, foreign=foreign))
            index += 1
            continue
        own, size = _phrase(raw, index, language)
        foreign = None
        if own is None:
            foreign, size = _phrase(raw, index, other)
        if own is None and foreign is None:
            joined.append(piece)
            index += 1
            continue
        span = piece.span.to(raw[index + size - 1].span)
        joined.append(Piece("word", span.text, span, own, foreign))
        index += size
    return tuple(joined)


def _phrase(raw: list[Piece], index: int, language: str) -> tuple[str | None, int]:
    if raw[index].kind != "word":
        return None, 1
    candidates = keywords(language).by_first_word.get(plain(raw[index].text), ())
    for phrase, keyword in candidates:
        following = raw[index : index + len(phrase)]
        if [plain(piece.text) for piece in following] == list(phrase):
            return keyword, len(phrase)
    return None, 1


def counted(text: str, language: str) -> str | None:
    """The id of the keyword that an adverb with a number is, e.g. `14 - tägig`."""
    suffix = plain(re.sub(rf"^\d+\s*[{HYPHENS}–—−]\s*", "", text))
    return _suffixes(language).get(suffix)


@cache
def _suffixes(language: str) -> dict[str, str]:
    return {
        phrase.removeprefix("{n}-"): keyword
        for keyword, phrases in keywords(language).phrases.items()
        for phrase in phrases
        if phrase.startswith("{n}-")
    }


def _is_counted(text: str) -> bool:
    return counted(text, "de") is not None or counted(text, "en") is not None


@cache
def terminals_of(language: str) -> dict[str, str]:
    """The keyword id of each terminal."""
    return {terminal(keyword): keyword for keyword in keywords(language).phrases}
