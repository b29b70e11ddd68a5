"""Numbers in words, with decimals or with signs between the digits."""

import re

from kontaktdsl.diagnostics import Diagnostic, Repair, Safety, Text
from kontaktdsl.syntax.mistakes.bad_line import BadLine, Piece
from kontaktdsl.syntax.mistakes.base import STATUS, kind, quoted, replace

KIND = kind(
    "number-form",
    de="Schreibweise der Zahl",
    en="form of a number",
    headline=(
        "`{text}` ist keine ganze Zahl in Ziffern",
        "`{text}` is not a whole number in digits",
    ),
    why=(
        "Zahlen stehen als ganze Zahlen in Ziffern, ohne Punkt und Komma: So sind sie in jeder "
        "Sprache gleich zu lesen.",
        "Numbers are whole and in digits, without point or comma: that reads the same in every "
        "language.",
    ),
    bad=STATUS + "rules Takt [1]:\n  - alo -> every two weeks\n  - asu -> every 2 months\n",
    good=STATUS + "rules Takt [1]:\n  - alo -> every 2 weeks\n  - asu -> every 2 months\n",
)

NUMBERS = {
    word: number
    for number, words in {
        1: "one ein eine einen einem einer eins",
        2: "two zwei",
        3: "three drei",
        4: "four vier",
        5: "five fünf",
        6: "six sechs",
        7: "seven sieben",
        8: "eight acht",
        9: "nine neun",
        10: "ten zehn",
        11: "eleven elf",
        12: "twelve zwölf",
        14: "fourteen vierzehn",
        15: "fifteen fünfzehn",
        18: "eighteen achtzehn",
        20: "twenty zwanzig",
        24: "twenty-four vierundzwanzig",
        30: "thirty dreißig",
    }.items()
    for word in words.split()
}
_COMPOUND = re.compile(
    "(" + "|".join(sorted(NUMBERS, key=len, reverse=True)) + ")-?"
    "(tägig|täglich|wöchentlich|monatlich|jährlich|mal)"
)


def find(line: BadLine) -> Diagnostic | None:
    """Such a number where reading stopped, or read as the name of a kind in front of that."""
    return _found(line, line.piece) or (_found(line, line.before) if _counts(line) else None)


def _counts(line: BadLine) -> bool:
    """Whether reading stopped behind `never two`, `at most two`, where a number is expected."""
    return line.stop > 1 and line.pieces[line.stop - 2].own in ("never", "at-least", "at-most")


def _found(line: BadLine, piece: Piece | None) -> Diagnostic | None:
    if piece is None:
        return None
    if piece.kind == "number" and not piece.text.isdecimal():
        note = Text("nur ganze Zahlen, kein Punkt, kein Komma", "whole numbers only, no point")
        return KIND.at(piece.span, notes=(note,), text=quoted(piece.text))
    if piece.kind != "word" or piece.own is not None:
        return None
    word = piece.text.lower()
    if word == "fortnightly":
        return _with(piece, "every 2 weeks")
    if word == "thrice":
        return _with(piece, "3 times")
    compound = _COMPOUND.fullmatch(word)
    if compound is not None and line.language == "de":
        return _with(piece, f"{NUMBERS[compound.group(1)]}-{compound.group(2)}")
    if word in NUMBERS and ("INT" in line.accepts or piece is line.before):
        return _with(piece, str(NUMBERS[word]))
    return None


def _with(piece: Piece, text: str) -> Diagnostic:
    note = Text("in Ziffern", "in digits")
    repair: Repair = replace(piece.span, text, note, Safety.SAFE)
    return KIND.at(piece.span, repairs=(repair,), text=quoted(piece.text))
