"""A rule without a place in the directive, in a policy that names the places of others."""

from collections.abc import Iterator

from kontaktdsl import model
from kontaktdsl.diagnostics import Diagnostic, Kind, Label, Severity, Text
from kontaktdsl.lint.context import Context

_HEAD = 'policy "Beispiel"\nattribute status: alo | asu\n'

KIND = Kind(
    "uncited",
    Text("Regel ohne Fundstelle", "uncited rule"),
    Severity.HINT,
    Text(
        "Ohne Fundstelle: {count} von {total} Zeilen",
        "Without a citation: {count} of {total} lines",
    ),
    Text(
        "Andere Zeilen sagen, wo sie in der Weisung stehen. Ohne Fundstelle weiß niemand, ob die "
        "Zeile abgeschrieben, ausgelegt oder erfunden ist; eine Auslegung sagt „weil“.",
        "Other lines say where they stand in the directive. Without a citation nobody knows whether "
        "the line is copied, read into it or made up; an interpretation says `because`.",
    ),
    _HEAD + "alo -> monthly [§ 1]\nasu -> every 2 months\n",
    _HEAD + "alo -> monthly [§ 1]\nasu -> every 2 months [§ 2]\n",
)

_Line = model.Rule | model.OccasionRule | model.Quantity


def check(context: Context) -> Iterator[Diagnostic]:
    """One finding for all such lines together."""
    policy = context.policy
    lines: tuple[_Line, ...] = (*policy.rules, *policy.occasions, *policy.quantities)
    bare = [line for line in lines if line.citation is None and line.because is None]
    if bare and any(line.citation is not None for line in lines):
        yield KIND.at(
            bare[0].span,
            others=tuple(Label(line.span) for line in bare[1:6]),
            count=len(bare),
            total=len(lines),
        )
