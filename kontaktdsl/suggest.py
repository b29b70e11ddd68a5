"""Did you mean: the known words nearest to a misspelt one."""

from collections.abc import Iterable

from kontaktdsl.diagnostics import Edit, Repair, Safety, Text
from kontaktdsl.source import Span


def distance(left: str, right: str, limit: int) -> int:
    """Optimal string alignment distance, or `limit + 1` as soon as it must exceed `limit`.

    Source: Damerau 1964; a swap of neighbours counts as one.
    """
    if abs(len(left) - len(right)) > limit:
        return limit + 1
    before: list[int] = []
    row = list(range(len(right) + 1))
    for i, a in enumerate(left, 1):
        before, last, row = row, before, [i]
        for j, b in enumerate(right, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == right[j - 2] and left[i - 2] == b:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
        if min(row) > limit:
            return limit + 1
    return row[-1]


def nearest(word: str, known: Iterable[str], most: int = 3) -> tuple[str, ...]:
    """Known words within a third of the word's length (at least one edit), the nearest first."""
    folded = word.casefold()
    limit = max(1, len(word) // 3)
    found = []
    for candidate in dict.fromkeys(known):
        steps = distance(folded, candidate.casefold(), limit)
        if steps <= limit and candidate != word and not (len(word) < 3 and steps >= len(word)):
            found.append((steps, candidate))
    found.sort()
    return tuple(candidate for _, candidate in found[:most])


def respelt(span: Span, known: Iterable[str]) -> tuple[Repair, ...]:
    """The line with the one known word that is near in place of the word at `span`."""
    words = nearest(span.text, known)
    if len(words) != 1:
        return ()
    source = span.source
    start = source.line_starts[span.line - 1]
    line = source.line(span.line)
    mended = line[: span.start - start] + words[0] + line[span.end - start :]
    note = Text("ähnlich geschrieben", "spelt much like it")
    return (Repair(mended.strip(), note, (Edit(span, words[0]),), Safety.UNSAFE),)


def did_you_mean(word: str, known: Iterable[str]) -> tuple[Text, ...]:
    """The suggestion as a note, or nothing where no known word is near."""
    words = nearest(word, known)
    if not words:
        return ()
    de, en = (f" {joint} ".join(f"`{w}`" for w in words) for joint in ("oder", "or"))
    return (Text(f"gemeint ist vielleicht {de}", f"perhaps {en} is meant"),)


def or_perhaps(text: Text, word: str, known: Iterable[str]) -> Text:
    """A text and behind it the nearest known word, if one is near."""
    near = nearest(word, known, 1)
    if not near:
        return text
    return Text(
        f"{text.de}; gemeint ist vielleicht `{near[0]}`", f"{text.en}; perhaps `{near[0]}` is meant"
    )
