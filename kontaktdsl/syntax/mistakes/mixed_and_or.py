"""`and` and `or` in one condition without parentheses."""

from itertools import pairwise

from kontaktdsl.diagnostics import Diagnostic, Repair, Text
from kontaktdsl.source import Span
from kontaktdsl.syntax.mistakes.bad_line import BadLine
from kontaktdsl.syntax.mistakes.base import FLAGS, kind, replace

KIND = kind(
    "mixed-and-or",
    de="und und oder gemischt",
    en="mixed and/or",
    headline=(
        "`{and_}` und `{or_}` stehen gemischt; ohne Klammern hat das zwei Lesarten",
        "`{and_}` and `{or_}` are mixed; without parentheses there are two readings",
    ),
    why=(
        "`A und B oder C` meint für die einen `(A und B) oder C`, für die anderen `A und (B oder "
        "C)`. Welche Lesart gilt, sagen Klammern.",
        "`A and B or C` is `(A and B) or C` to some and `A and (B or C)` to others. Parentheses "
        "say which is meant.",
    ),
    bad=FLAGS
    + "attribute Quali: yes or no\nrules Takt [1]:\n"
    + "  - Intensivkunde and Absolvent or Quali -> monthly\n"
    + "  - not ((Intensivkunde and Absolvent) or Quali) -> every 2 months\n",
    good=FLAGS
    + "attribute Quali: yes or no\nrules Takt [1]:\n"
    + "  - (Intensivkunde and Absolvent) or Quali -> monthly\n"
    + "  - not ((Intensivkunde and Absolvent) or Quali) -> every 2 months\n",
)


def find(line: BadLine) -> Diagnostic | None:
    """The second kind of word where reading stopped, with the whole condition around it."""
    if line.piece is None or line.piece.own not in ("and", "or"):
        return None
    start, joints, end = _condition(line)
    words = [line.pieces[joint].own for joint in joints]
    if len(set(words)) < 2 or line.stop not in joints:
        return None
    edges = [start - 1, *joints, end]
    terms = [line.slice(a + 1, b) for a, b in pairwise(edges)]
    if not all(terms):
        return None
    whole = line.pieces[start].span.to(line.pieces[end - 1].span)
    and_, or_ = line.words.phrase("and"), line.words.phrase("or")
    return KIND.at(
        line.piece.span,
        notes=(Text("es gilt die Zeile, die stehen bleibt", "paste the line that is meant"),),
        repairs=(
            _reading(whole, terms, words, "and", (and_, or_)),
            _reading(whole, terms, words, "or", (or_, and_)),
        ),
        and_=and_,
        or_=or_,
    )


def _condition(line: BadLine) -> tuple[int, list[int], int]:
    """First piece, joints and end of the condition in which reading stopped."""
    depth = 0
    start = line.stop
    while start > 0:
        piece = line.pieces[start - 1]
        depth += (piece.text == ")") - (piece.text == "(")
        if depth < 0 or (depth == 0 and _is_edge(line, start - 1)):
            break
        start -= 1
    joints = []
    end = start
    depth = 0
    while end < len(line.pieces):
        piece = line.pieces[end]
        depth += (piece.text == "(") - (piece.text == ")")
        if depth < 0 or (depth == 0 and _is_edge(line, end)):
            break
        if depth == 0 and piece.own in ("and", "or"):
            joints.append(end)
        end += 1
    return start, joints, end


def _is_edge(line: BadLine, index: int) -> bool:
    piece = line.pieces[index]
    return (
        piece.kind in ("arrow", "citation", "text")
        or piece.text in (":", "|", ",")
        or (index == 0 and line.start == "bullet")
        or piece.own in ("because", "as", "but-a-minimum-for", "exactly-one-of", "applies-to")
    )


def _reading(
    whole: Span, terms: list[str], words: list[str | None], closer: str, phrases: tuple[str, str]
) -> Repair:
    """The condition with `closer` binding more closely than the other word."""
    close, loose = phrases
    groups = [[terms[0]]]
    for word, term in zip(words, terms[1:], strict=True):
        if word == closer:
            groups[-1].append(term)
        else:
            groups.append([term])
    joined = [f"({f' {close} '.join(group)})" if len(group) > 1 else group[0] for group in groups]
    text = f" {loose} ".join(joined)
    note = Text(f"`{close}` bindet enger", f"`{close}` binds more closely")
    return replace(whole, text, note)
