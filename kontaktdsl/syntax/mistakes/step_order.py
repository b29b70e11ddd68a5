"""A step that is written behind what follows it."""

from kontaktdsl.diagnostics import Diagnostic, Label, Text
from kontaktdsl.source import Span
from kontaktdsl.syntax.mistakes.base import STATUS, kind, quoted

_HEAD = STATUS + "event Antrag\n"

KIND = kind(
    "step-order",
    de="Schritt an falscher Stelle",
    en="step in the wrong place",
    headline=(
        "`{step}` kommt vor `{before}` und gehört davor",
        "`{step}` comes before `{before}` and belongs in front of it",
    ),
    why=(
        "Schritte stehen in der Reihenfolge, in der sie kommen: erst `zuerst ...`, dann "
        "`dann nach ...`, zuletzt der Abstand. Anders gelesen sagt die Zeile etwas anderes, als "
        "gilt.",
        "Steps stand in the order in which they come: `first ...`, then `then after ...`, the "
        "interval last. In another order the line reads as something else than holds.",
    ),
    bad=_HEAD
    + "alo -> first within 1 month of Antrag, every 6 months, then after 2 months\n"
    + "asu -> monthly\n",
    good=_HEAD
    + "alo -> first within 1 month of Antrag, then after 2 months, then every 6 months\n"
    + "asu -> monthly\n",
)


def finding(step: Span, before: Span) -> Diagnostic:
    """A step, and what stands in front of it but comes later."""
    there = Label(before, Text("kommt danach", "comes after it"))
    return KIND.at(step, others=(there,), step=quoted(step.text), before=quoted(before.text))
