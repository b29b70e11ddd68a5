"""Two rules that leave a customer no kind of contact, or permit what the other forbids."""

from collections.abc import Iterator

from kontaktdsl import model
from kontaktdsl.analysis import engine
from kontaktdsl.analysis.bitsets import bits
from kontaktdsl.analysis.problem import undefeated
from kontaktdsl.diagnostics import Diagnostic, Kind, Label, Severity, Text
from kontaktdsl.lint.context import Context
from kontaktdsl.values import KindMode, Kinds, Outcome

_HEAD = (
    'policy "Beispiel"\nattribute status: alo | asu\nattribute age: number 15 to 66\n'
    "kinds: Brief, Telefon\nalo or asu -> monthly\n"
)

KIND = Kind(
    "kind-conflict",
    Text("Kontaktarten widersprechen sich", "kinds of contact contradict each other"),
    Severity.ERROR,
    Text(
        "Zwei Vorgaben zu Kontaktarten widersprechen sich",
        "Two rules on kinds of contact contradict each other",
    ),
    Text(
        "Was eine Zeile erlaubt oder verlangt, darf keine andere für denselben Menschen verbieten.",
        "What one line permits or demands, no other may forbid for the same person.",
    ),
    _HEAD + "alo -> only Brief\nage under 25 -> only Telefon\n",
    _HEAD + "alo -> only Brief\nage under 25 and asu -> only Telefon\n",
)


def check(context: Context) -> Iterator[Diagnostic]:
    """One finding for each pair of lines that meet."""
    everything = frozenset(kind.name for kind in context.policy.kinds)
    speaking = [r for r in context.policy.rules if any(isinstance(p, Kinds) for p in r.outcome)]
    if not speaking:
        return
    asked = context.what
    for rule in speaking:
        if _contradict(rule.outcome, (), everything):
            yield from _finding(context, rule, rule)
    groups: dict[Outcome, int] = {}
    for rule in speaking:
        said = tuple(part for part in rule.outcome if isinstance(part, Kinds))
        groups[said] = groups.get(said, 0) | 1 << rule.index
    against = {
        said: sum(mask for other, mask in groups.items() if _contradict(said, other, everything))
        for said in groups
    }
    if not any(against.values()):
        return
    meeting = asked.meeting
    for one in speaking:
        said = tuple(part for part in one.outcome if isinstance(part, Kinds))
        later = (meeting[one.index] & against[said]) >> one.index + 1 << one.index + 1
        for other in bits(later):
            meets = undefeated(asked.problem, one.index) & undefeated(asked.problem, other)
            if engine.exists(asked.problem, meets) is not None:
                yield from _finding(context, one, asked.rules[other])


def _finding(context: Context, one: model.Rule, other: model.Rule) -> Iterator[Diagnostic]:
    asked = context.what
    meets = undefeated(asked.problem, one.index) & undefeated(asked.problem, other.index)
    regions, more = context.regions(asked, [meets])
    if regions:
        yield KIND.at(
            one.span,
            others=() if one is other else (Label(other.span),),
            regions=regions,
            more_regions=more,
        )


def _contradict(one: Outcome, other: Outcome, everything: frozenset[str]) -> bool:
    allowed = everything
    wanted: set[str] = set()
    for part in (*one, *other):
        if isinstance(part, Kinds):
            if part.mode is KindMode.NEVER:
                allowed -= set(part.names)
            elif part.mode is KindMode.ONLY:
                allowed &= set(part.names)
            elif part.mode is KindMode.MAY:
                wanted.update(part.names)
    return not allowed or not wanted <= allowed
