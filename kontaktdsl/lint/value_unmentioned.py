"""A value that no line of the policy names."""

from collections.abc import Iterator

from kontaktdsl import model
from kontaktdsl.diagnostics import Diagnostic, Kind, Severity, Text
from kontaktdsl.domains import Enumeration, contains
from kontaktdsl.lint.context import Context
from kontaktdsl.space import mentions

_HEAD = 'policy "Beispiel"\nattribute prognose: nah | fern | Z\n'

KIND = Kind(
    "value-unmentioned",
    Text("nie genannter Wert", "unmentioned value"),
    Severity.HINT,
    Text(
        "`{value}` ({attribute}) kommt in keiner Bedingung vor",
        "`{value}` ({attribute}) stands in no condition",
    ),
    Text(
        "Für diesen Wert gilt nur, was für alle gilt oder mit „nicht“ und „sonst“ gesagt ist. Das "
        "ist oft gewollt, manchmal wurde der Wert vergessen.",
        "For this value only that holds which holds for all or is said with `not` and `otherwise`. "
        "That is often meant; sometimes the value was forgotten.",
    ),
    _HEAD + 'nah -> monthly\nnot nah -> every 2 months\nfern -> do "x"\n',
    _HEAD + "nah -> monthly\nfern or Z -> every 2 months\n",
)


def check(context: Context) -> Iterator[Diagnostic]:
    """One finding for each value of an enumeration of which most others are named.

    Where a condition picks one value out of many, nobody has forgotten the others. Nor has anybody
    on an ordered list: `at least` and `under` speak of the values on both sides.
    """
    policy = context.policy
    named = mentions(_conditions(policy))
    for attribute in policy.attributes:
        domain = attribute.domain
        said = named.get(attribute.name, set())
        own = attribute.span.source is policy.sources[0]
        if not isinstance(domain, Enumeration) or domain.ordered:
            continue
        if not own or attribute.derived is not None:
            continue
        silent = [
            value
            for position, value in enumerate(domain.values)
            if not any(contains(ranges, position) for ranges in said)
        ]
        if 2 * len(silent) < len(domain.values):
            for value in silent:
                yield KIND.at(attribute.span, value=value.name, attribute=attribute.name)


def _conditions(policy: model.Policy) -> list[model.Condition]:
    minimum = policy.header.minimum_for
    return [
        *(rule.condition for rule in policy.rules),
        *policy.unowed,
        *(occasion.condition for occasion in policy.occasions),
        *(term.condition for term in policy.terms),
        *(() if minimum is None else (minimum,)),
    ]
