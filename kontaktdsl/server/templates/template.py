"""How a statement is written: keywords, signs, and places to fill in."""

from __future__ import annotations

import attrs

from kontaktdsl.diagnostics import Text
from kontaktdsl.syntax.keywords import keywords


@attrs.frozen
class Blank:
    """A place to fill in: its name, what belongs there, and what stands there at first.

    `terminals` are those that the place is filled with; `optional` says that it may be left out
    together with the words in front of it.
    """

    name: Text
    about: Text
    first: Text
    terminals: tuple[str, ...]
    optional: bool = False


Piece = str | Blank
"""A keyword by its id, a sign as it is written, or a blank."""


@attrs.frozen
class Template:
    """One statement; `once` is its class in the tree where a document holds it at most once."""

    keyword: str
    about: Text
    pieces: tuple[Piece, ...]
    once: str = ""

    def shown(self, language: str) -> str:
        """The statement with the names of its blanks."""
        return "".join(text for text, _ in self.parts(language))

    def parts(self, language: str) -> list[tuple[str, Blank | None]]:
        """The pieces as text, each blank with itself."""
        found: list[tuple[str, Blank | None]] = []
        for piece in self.pieces:
            if isinstance(piece, Blank):
                name = piece.name.into(language)
                found.append((f"‹{name}›", piece))
            else:
                found.append((_word(piece, language), None))
        return found

    def snippet(self, language: str) -> str:
        """The statement with places to fill in, as editors write them."""
        found = []
        number = 0
        for piece in self.pieces:
            if isinstance(piece, Blank):
                if piece.optional:
                    break
                number += 1
                first = piece.first.into(language).replace("\\", "\\\\").replace("}", "\\}")
                found.append(f"${{{number}:{first}}}")
            else:
                found.append(_word(piece, language).replace("$", "\\$"))
        return "".join(found).rstrip(" ") if self.pieces[-1] != "\n" else "".join(found)


def _word(piece: str, language: str) -> str:
    phrases = keywords(language).phrases.get(piece)
    return piece if phrases is None else phrases[0]
