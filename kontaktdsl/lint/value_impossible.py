"""A value that the lines `impossible` leave nobody for."""

from collections.abc import Iterator

from kontaktdsl import words
from kontaktdsl.analysis import engine
from kontaktdsl.analysis.problem import Box, Problem, Query
from kontaktdsl.diagnostics import Diagnostic, Kind, Label, Severity, Text
from kontaktdsl.domains import Enumeration, YesNo
from kontaktdsl.lint.context import Context
from kontaktdsl.space import space_of

_HEAD = 'policy "Beispiel"\nattribute status: alo | asu | ruhend\nattribute age: number 15 to 66\n'

KIND = Kind(
    "value-impossible",
    Text("unmöglicher Wert", "impossible value"),
    Severity.WARNING,
    Text(
        "Für niemanden ist möglich: {value} ({attribute})",
        "Possible for nobody: {value} ({attribute})",
    ),
    Text(
        "Ein Wert, den niemand haben kann, gehört nicht in die Aufzählung; oder eine Zeile "
        "„unmöglich“ ist zu weit.",
        "A value that nobody can have does not belong in the list; or a line `impossible` is too "
        "wide.",
    ),
    _HEAD + "impossible: ruhend and age under 25\nimpossible: ruhend and age at least 25\n"
    "alo -> monthly\nasu -> every 2 months\n",
    _HEAD + "impossible: ruhend and age under 25\nalo -> monthly\nasu -> every 2 months\n"
    "ruhend -> every 3 months\n",
)


def check(context: Context) -> Iterator[Diagnostic]:
    """One finding for each value of an enumeration, and for each side of a yes-or-no attribute."""
    policy = context.policy
    conditions = [constraint.condition for constraint in policy.constraints]
    space = space_of(policy, conditions)
    forbidden = tuple(box for condition in conditions for box in space.boxes(condition))
    problem = Problem(
        sizes=space.sizes,
        rows=(),
        rule_of=(),
        forbidden=forbidden,
        silencers=(),
        beaten_by=(),
        clashes=(),
        kind_of=(),
    )
    whole: Box = space.everything
    for at, axis in enumerate(space.axes):
        if not isinstance(axis.attribute.domain, Enumeration | YesNo):
            continue
        for place, (value, _) in enumerate(axis.classes):
            inside = (*whole[:at], 1 << place, *whole[at + 1 :])
            if engine.exists(problem, Query(inside=(inside,))) is None:
                yield KIND.at(
                    axis.attribute.span,
                    value=words.fact(axis.attribute, value),
                    attribute=axis.attribute.name,
                    others=tuple(
                        Label(constraint.span)
                        for constraint in policy.constraints
                        if any(box[at] >> place & 1 for box in space.boxes(constraint.condition))
                    )[:5],
                )
