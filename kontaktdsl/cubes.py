"""A box of cases in the fewest words a person can read."""

from kontaktdsl import conditions, words
from kontaktdsl.analysis.problem import Box, Case
from kontaktdsl.diagnostics import Region, Text
from kontaktdsl.domains import YesNo
from kontaktdsl.model import Policy
from kontaktdsl.space import Axis, Space


def region(
    policy: Policy, space: Space, box: Box, person: Case, count: int | None, total: int | None
) -> Region:
    """Describe a box with one of its cases; `count` of `total` possible cases lie in it."""
    said: list[Text] = []
    aside: list[Text] = []
    for axis, mask in zip(space.axes, box, strict=True):
        if mask == (1 << len(axis.classes)) - 1:
            continue
        told = words.ranges(policy, axis.attribute, axis.ranges(mask))
        (aside if is_no(axis, mask) else said).append(told)
    if not said:
        said, aside = aside, []
    everyone = Text("alle", "everyone")
    return Region(
        words=joined(said) if said else everyone,
        person=words.person(policy, space.facts(person)),
        count=count,
        total=total,
        aside=joined(aside) if aside else None,
    )


def is_no(axis: Axis, mask: int) -> bool:
    """Whether a mask says no to a yes-or-no attribute."""
    return isinstance(axis.attribute.domain, YesNo) and mask == 1


def joined(texts: list[Text]) -> Text:
    """Texts one after the other, with commas."""
    once = dict.fromkeys(texts)
    return Text(", ".join(t.de for t in once), ", ".join(t.en for t in once))


def condition(policy: Policy, space: Space, box: Box, language: str) -> str:
    """A box as the condition of a rule, to paste; empty for the box of all cases."""
    terms = [
        conditions.condition_of(policy, axis.attribute, axis.ranges(mask), language)
        for axis, mask in zip(space.axes, box, strict=True)
        if mask != (1 << len(axis.classes)) - 1
    ]
    terms = list(dict.fromkeys(terms))
    joint = " und " if language == "de" else " and "
    bracketed = [
        f"({term})" if len(terms) > 1 and _is_choice(term, language) else term for term in terms
    ]
    return joint.join(bracketed)


def everyone(policy: Policy, language: str) -> str:
    """A condition that holds for all, to paste; empty where the policy declares no attribute."""
    for attribute in sorted(policy.attributes, key=lambda a: isinstance(a.domain, YesNo)):
        if isinstance(attribute.domain, YesNo):
            yes, no = (
                conditions.condition_of(policy, attribute, ((value, value),), language)
                for value in (1, 0)
            )
            return f"{yes} {'oder' if language == 'de' else 'or'} {no}"
        return conditions.condition_of(policy, attribute, (attribute.domain.bounds,), language)
    return ""


def _is_choice(term: str, language: str) -> bool:
    return (" oder " if language == "de" else " or ") in term and not term.startswith("(")
