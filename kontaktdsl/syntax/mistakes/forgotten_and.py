"""Two conditions side by side without a word between them."""

from kontaktdsl.diagnostics import Diagnostic, Repair, Text
from kontaktdsl.source import Span
from kontaktdsl.syntax import tree
from kontaktdsl.syntax.keywords import Keywords, keywords
from kontaktdsl.syntax.mistakes.bad_line import BadLine
from kontaktdsl.syntax.mistakes.base import FLAGS, kind, quoted, replace

KIND = kind(
    "forgotten-and",
    de="vergessenes und",
    en="forgotten and",
    headline=(
        "Zwischen `{left}` und `{right}` fehlt ein Wort",
        "a word is missing between `{left}` and `{right}`",
    ),
    why=(
        "Zwei Bedingungen nebeneinander können heißen, dass beide zutreffen oder dass eine "
        "genügt. Das entscheidet, wer die Richtlinie schreibt, nicht der Rechner.",
        "Two conditions side by side may mean that both hold or that one is enough. Whoever "
        "writes the policy decides, not the computer.",
    ),
    bad=FLAGS
    + "rules Takt [1]:\n  - Intensivkunde Absolvent -> monthly\n"
    + "  - not (Intensivkunde and Absolvent) -> every 2 months\n",
    good=FLAGS
    + "rules Takt [1]:\n  - Intensivkunde and Absolvent -> monthly\n"
    + "  - not (Intensivkunde and Absolvent) -> every 2 months\n",
)


def between(pair: tree.Is, language: str) -> Diagnostic:
    """Two names that read like an attribute and its value, but are not."""
    return _finding(pair.attribute.span, pair.value.span, keywords(language))


def find(line: BadLine) -> Diagnostic | None:
    """A further condition where one has just ended."""
    piece, before = line.piece, line.before
    if piece is None or before is None or "AND" not in line.accepts:
        return None
    if before.own == "not" and line.stop > 1 and line.pieces[line.stop - 2].is_name:
        return _not_between(line, line.stop - 1)
    if not (piece.is_name or piece.own == "not" or piece.text == "("):
        return None
    if before.text != ")" and before.kind not in ("word", "number"):
        return None
    if piece.own == "not" and before.is_name:
        return _not_between(line, line.stop)
    return _finding(before.span, piece.span, line.words)


def _finding(left: Span, right: Span, words: Keywords) -> Diagnostic:
    gap = Span(left.source, left.end, right.start)
    return KIND.at(
        left.to(right),
        repairs=(
            replace(gap, f" {words.phrase('and')} ", Text("beides trifft zu", "both hold")),
            Repair(
                replace(gap, f" {words.phrase('or')} ").lines,
                Text("eines genügt", "one is enough"),
            ),
        ),
        left=quoted(left.text),
        right=quoted(right.text),
    )


def _not_between(line: BadLine, index: int) -> Diagnostic:
    """`status not alo`: the word for "not", at `index`, behind a name."""
    left, word = line.pieces[index - 1].span, line.pieces[index].span
    rest = line.pieces[index + 1 :]
    whole = left.to(word)
    nay, joint = line.words.phrase("not"), line.words.phrase("and")
    after = rest[0].text if rest else "..."
    repairs = [
        replace(
            whole,
            f"{nay} {left.text}",
            Text(f"alles außer `{after}`", f"anything but `{after}`"),
        )
    ]
    if rest and rest[0].is_name:
        both = Text("zwei Bedingungen", "two conditions")
        repairs.append(Repair(replace(whole, f"{left.text} {joint} {nay}").lines, both))
    return KIND.at(whole, repairs=tuple(repairs), left=quoted(left.text), right=quoted(word.text))
