"""`in the single case: looser up to ...` that reaches no further than the rules do anyway."""

from collections.abc import Iterator

from kontaktdsl import words
from kontaktdsl.analysis import engine
from kontaktdsl.analysis.problem import kept
from kontaktdsl.diagnostics import Diagnostic, Kind, Severity, Text
from kontaktdsl.lint.context import Context
from kontaktdsl.question import Asked
from kontaktdsl.strictness import Order, compare
from kontaktdsl.values import Answer, Rhythm, answer, rhythm_of

_HEAD = 'policy "Beispiel"\nattribute age: number 15 to 66\n'
_RULES = "age under 25 -> monthly\nage at least 25 -> every 3 months\n"

KIND = Kind(
    "leeway-without-effect",
    Text("Abweichung ohne Wirkung", "deviation without effect"),
    Severity.WARNING,
    Text(
        "Jede Regel ist schon mindestens so locker wie {limit}; die Abweichung erlaubt niemandem etwas",
        "Every rule is as loose as {limit} anyway; this deviation allows nobody anything",
    ),
    Text(
        "Eine Abweichung reicht bis zu ihrer Grenze. Ist kein Abstand der Richtlinie strenger als "
        "die Grenze, dann erlaubt sie nichts. Meist ist die Zahl falsch.",
        "A deviation reaches up to its limit. If no interval of the policy is stricter than the "
        "limit, it allows nothing. Usually the number is wrong.",
    ),
    _HEAD + _RULES + "in the single case: looser up to every 2 weeks\n",
    _HEAD + _RULES + "in the single case: looser up to every 2 months\n",
)


def check(context: Context) -> Iterator[Diagnostic]:
    """One finding for each limit that no interval of any series lies within."""
    single_case = context.policy.single_case
    if single_case is None:
        return
    for leeway in single_case.leeways:
        limit = leeway.limit
        if limit is not None and not any(_reaches(p.how_often, limit) for p in context.parts):
            yield KIND.at(leeway.span, limit=words.rhythm(limit))


def _reaches(asked: Asked, limit: Rhythm) -> bool:
    """Whether some customer's interval is stricter than the limit, or incomparable with it."""
    for number, rule in enumerate(asked.rules):
        rhythm = rhythm_of(rule.outcome)
        if rhythm is None or answer(rhythm) is not Answer.INTERVAL:
            continue
        if compare(rhythm, limit) in (Order.STRICTER, Order.INCOMPARABLE) and (
            engine.exists(asked.problem, kept(asked.problem, number)) is not None
        ):
            return True
    return False
