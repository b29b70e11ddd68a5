"""Two citations or two reasons in one line."""

from kontaktdsl.diagnostics import Diagnostic, Label, Text
from kontaktdsl.source import Span
from kontaktdsl.syntax.mistakes.base import STATUS, kind

KIND = kind(
    "said-twice",
    de="doppelt",
    en="said twice",
    headline=(
        "Eine Zeile hat höchstens eine Fundstelle und eine Begründung",
        "a line has at most one citation and one reason",
    ),
    why=(
        "Jede Vorgabe wird mit ihrer Fundstelle gezeigt. Zwei in einer Zeile lassen offen, welche "
        "zählt; mehrere Stellen stehen in einer Klammer: `[Abschnitt 2, Abschnitt 3]`.",
        "Every rule is shown with its citation. Two in one line leave open which one counts; "
        "several places go into one pair of brackets: `[section 2, section 3]`.",
    ),
    bad=STATUS + "rules Takt [1]:\n  - alo -> monthly [2] [3]\n  - asu -> every 2 months\n",
    good=STATUS + "rules Takt [1]:\n  - alo -> monthly [2, 3]\n  - asu -> every 2 months\n",
)


def finding(span: Span, earlier: Span) -> Diagnostic:
    """The second one at `span`."""
    there = Label(earlier, Text("steht schon hier", "is already here"))
    return KIND.at(span, others=(there,))
