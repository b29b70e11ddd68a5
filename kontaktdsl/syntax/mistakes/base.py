"""What all mistakes share: how a kind is written down and how a line is repaired."""

from kontaktdsl.diagnostics import Edit, Kind, Repair, Safety, Severity, Text
from kontaktdsl.source import Span

HEAD = """policy "Beispiel"
  id beispiel
  valid from 2024-01-01
"""
STATUS = HEAD + 'attribute status: alo "arbeitslos" | asu "arbeitsuchend"\n'
FLAGS = HEAD + "attribute Intensivkunde: yes or no\nattribute Absolvent: yes or no\n"
AGE = HEAD + "attribute age: number 15 to 66\n"


def kind(
    code: str,
    *,
    de: str,
    en: str,
    headline: tuple[str, str],
    why: tuple[str, str],
    bad: str,
    good: str,
    severity: Severity = Severity.ERROR,
) -> Kind:
    """A kind of mistake; texts in pairs are German first."""
    return Kind(code, Text(de, en), severity, Text(*headline), Text(*why), bad, good)


def replace(
    span: Span, text: str, note: Text | None = None, safety: Safety = Safety.CHOICE
) -> Repair:
    """The line of a span as it reads with `text` in its place."""
    return Repair(line_with(span, text), note or Text("", ""), (Edit(span, text),), safety)


def line_with(span: Span, text: str) -> str:
    """The lines that a span touches, with `text` in its place and without blanks around them."""
    whole = span.source.text
    start = max(whole.rfind("\n", 0, span.start), whole.rfind("\r", 0, span.start)) + 1
    ends = [at for mark in "\r\n" if (at := whole.find(mark, span.end)) >= 0]
    end = min(ends, default=len(whole))
    return (whole[start : span.start] + text + whole[span.end : end]).strip()


def quoted(text: str, longest: int = 40) -> str:
    """A word of the reader, short enough for a headline."""
    flat = " ".join(text.split())
    return flat if len(flat) <= longest else flat[: longest - 1] + "…"


def either(words: list[str], language: str, most: int = 6) -> str:
    """Words in backticks, the last after "or"."""
    shown = [f"`{word}`" for word in words[:most]]
    if len(words) > most:
        return ", ".join(shown) + ", …"
    if len(shown) < 2:
        return "".join(shown)
    return f"{', '.join(shown[:-1])} {'oder' if language == 'de' else 'or'} {shown[-1]}"
