"""More than one answer to "how often?" in one line."""

from collections.abc import Sequence

from kontaktdsl.diagnostics import Diagnostic, Label, Text
from kontaktdsl.source import Span
from kontaktdsl.syntax.mistakes.base import STATUS, kind, quoted

KIND = kind(
    "several-rhythms",
    de="mehrere Abstände",
    en="several rhythms",
    headline=(
        "Eine Zeile sagt nur einmal, wie oft: `{first}` und `{second}` stehen nebeneinander",
        "a line says how often only once: `{first}` and `{second}` stand side by side",
    ),
    why=(
        "Wer in diese Zeile fällt, hätte zwei Abstände zugleich. Zwischenschritte vor dem "
        "Abstand heißen `dann nach 2 Monaten`; zwei Gruppen brauchen zwei Zeilen.",
        "Whoever falls under this line would have two intervals at once. Steps before the rhythm "
        "are `then after 2 months`; two groups need two lines.",
    ),
    bad=STATUS + "rules Takt [1]:\n  - alo -> monthly, every 2 weeks\n  - asu -> monthly\n",
    good=STATUS + "rules Takt [1]:\n  - alo -> every 2 weeks\n  - asu -> monthly\n",
)


def finding(rhythms: Sequence[Span]) -> Diagnostic:
    """Two rhythms or more, at these places."""
    first, second = rhythms[0], rhythms[1]
    there = Label(first, Text("der erste Abstand", "the first rhythm"))
    return KIND.at(second, others=(there,), first=quoted(first.text), second=quoted(second.text))
