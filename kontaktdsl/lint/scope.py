"""`applies to CONDITION`: a scope with nobody in it, one that leaves nobody out, and what the author
writes down about somebody outside.
"""

from collections.abc import Iterator

from kontaktdsl import model
from kontaktdsl.analysis import engine
from kontaktdsl.analysis.problem import Problem, Query
from kontaktdsl.diagnostics import Diagnostic, Kind, Severity, Text
from kontaktdsl.lint.context import Context
from kontaktdsl.space import space_of

_HEAD = 'policy "Beispiel"\n'
_REST = "attribute member: yes or no\nattribute age: number 15 to 66\n"
_RULES = "age under 25 -> monthly\nage at least 25 -> every 2 months\n"

EMPTY = Kind(
    "empty-scope",
    Text("Geltungsbereich ohne Menschen", "scope without people"),
    Severity.ERROR,
    Text("Für niemanden gilt diese Richtlinie", "This policy applies to nobody"),
    Text(
        "Niemand, der vorkommen kann, erfüllt die Bedingung hinter „gilt für“. Dann ist jede Prüfung "
        "leer und jede Aussage wahr.",
        "Nobody who can occur satisfies the condition behind `applies to`. Then every check is empty "
        "and every statement true.",
    ),
    _HEAD + "  applies to member and not member\n" + _REST + _RULES,
    _HEAD + "  applies to member\n" + _REST + _RULES,
)
EVERYONE = Kind(
    "scope-everyone",
    Text("Geltungsbereich ohne Wirkung", "scope without effect"),
    Severity.WARNING,
    Text("Diese Zeile nimmt niemanden aus", "This line leaves nobody out"),
    Text(
        "Alle, die vorkommen können, erfüllen die Bedingung. Steht dort ein falsches Wort? Ein Text "
        "in Anführungszeichen wird nur gezeigt.",
        "All who can occur satisfy the condition. Is there a wrong word? A text in quotation marks "
        "is only shown.",
    ),
    _HEAD + "  applies to member or age at least 15\n" + _REST + _RULES,
    _HEAD + "  applies to member or age at least 18\n" + _REST + _RULES,
)


def check(context: Context) -> Iterator[Diagnostic]:
    """At most one of the two."""
    policy = context.policy
    scope = policy.scope
    if scope is None:
        return
    problem = _problem(policy, scope)
    if engine.exists(problem, Query(hit=1)) is None:
        yield EMPTY.at(scope.span)
    elif engine.exists(problem, Query(miss=1)) is None:
        yield EVERYONE.at(scope.span)


def _problem(policy: model.Policy, scope: model.Scope) -> Problem:
    """The scope as the one rule."""
    constraints = [constraint.condition for constraint in policy.constraints]
    space = space_of(policy, [scope.condition, *constraints])
    rows = space.boxes(scope.condition)
    return Problem(
        sizes=space.sizes,
        rows=rows,
        rule_of=(0,) * len(rows),
        forbidden=tuple(box for condition in constraints for box in space.boxes(condition)),
        silencers=(0,),
        beaten_by=(0,),
        clashes=(0,),
        kind_of=(0,),
    )
