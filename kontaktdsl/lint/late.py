"""Checks that most policies never need: each is loaded when there is something to look at.

A start that stays short is worth this list: every module that is not loaded saves its share.
"""

from collections.abc import Callable, Iterator
from importlib import import_module

import attrs

from kontaktdsl import model
from kontaktdsl.diagnostics import Diagnostic
from kontaktdsl.domains import Enumeration
from kontaktdsl.lint.context import Context
from kontaktdsl.record import Shown
from kontaktdsl.strictness import meaning, with_aim
from kontaktdsl.values import Every, NotRegulated, Times, rhythm_of

_ODD = frozenset(map(chr, (*range(0x391, 0x3AA), 0x3BD, 0x3BF, 0x3C1, *range(0x400, 0x530))))
_TURNING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


@attrs.frozen(eq=False, repr=False)
class Late(Shown):
    """The module of a check, and whether it can find anything.

    `whole` says that it looks at the policy as a whole and not at one series after another.
    """

    module: str
    when: Callable[[Context], bool]
    whole: bool = False

    def check(self, context: Context) -> Iterator[Diagnostic]:
        """Load the check and run it, where it can find anything."""
        if self.when(context):
            found: Iterator[Diagnostic] = import_module(f"kontaktdsl.lint.{self.module}").check(
                context
            )
            yield from found


def _text(context: Context) -> str:
    return context.policy.sources[0].text


def _found(*codes: str) -> Callable[[Context], bool]:
    return lambda context: any(finding.code in codes for finding in context.found)


def _silent(context: Context) -> bool:
    return any(isinstance(rhythm_of(r.outcome), NotRegulated) for r in context.policy.rules)


def _otherwise(context: Context) -> bool:
    return any(rule.otherwise for rule in context.policy.rules)


def _several_values(context: Context) -> bool:
    return any(
        isinstance(attribute.domain, Enumeration) and len(attribute.domain.values) > 2
        for attribute in context.policy.attributes
    )


def _said_again(context: Context) -> bool:
    """Whether two lines that meet have the same rhythm, and no exception stands between them."""
    asked = context.how_often
    groups: dict[object, int] = {}
    keys: list[object] = []
    for number, rule in enumerate(asked.rules):
        rhythm = rhythm_of(rule.outcome)
        key = rhythm and meaning(rhythm)
        keys.append(key)
        groups[key] = groups.get(key, 0) | 1 << number
    if all(not mask & (mask - 1) for mask in groups.values()):
        return False
    silencers = asked.problem.silencers
    return any(
        meeting & groups[keys[number]] & ~(1 << number | silencers[number])
        for number, meeting in enumerate(asked.meeting)
    )


def _exceptions(context: Context) -> bool:
    return any(block.exception for block in context.policy.blocks)


def _constraints(context: Context) -> bool:
    """Whether lines `impossible` can leave a value to nobody: several, or one that is not plain."""
    constraints = context.policy.constraints
    return len(constraints) > 1 or any(not _plain(c.condition) for c in constraints)


def _plain(condition: model.Condition) -> bool:
    """Whether a condition fixes at least two attributes, each only in part."""
    terms = condition.terms if isinstance(condition, model.And) else ()
    fixed = {
        term.attribute.name
        for term in terms
        if isinstance(term, model.In) and term.ranges != (term.attribute.domain.bounds,)
    }
    return len(fixed) == len(terms) > 1


def _floor(context: Context) -> bool:
    return any(isinstance(e, model.EnsureNeverLooser) for e in context.policy.ensures)


def _same_outcome(context: Context) -> bool:
    """Whether two lines of a block, or two rows of a table, say the same with the same citation."""
    rows: dict[tuple[int, int], list[object]] = {}
    for rule in context.policy.rules:
        place = -1 if rule.block.name is None else rule.block.index
        row = rows.setdefault((place, rule.condition_span.start), [place, rule.citation])
        row.append(rule.outcome)
    seen: set[tuple[object, ...]] = set()
    for row in rows.values():
        if tuple(row) in seen:
            return True
        seen.add(tuple(row))
    return False


def _several_spellings(context: Context) -> bool:
    written = {
        attrs.evolve(part, strength=None)
        for rule in context.policy.rules
        for part in rule.outcome
        if isinstance(part, Every | Times)
    }
    return len({with_aim(rhythm) for rhythm in written}) < len(written)


def _partly_cited(context: Context) -> bool:
    policy = context.policy
    return bool(policy.cited) and (
        any(rule.citation is None and rule.because is None for rule in policy.rules)
        or any(line.citation is None and line.because is None for line in policy.occasions)
        or any(line.citation is None and line.because is None for line in policy.quantities)
    )


def _days_off(context: Context) -> bool:
    return bool(context.policy.header.days_off)


def _directive(context: Context) -> bool:
    return context.beside.text is not None


def _examples(context: Context) -> bool:
    """Whether there are so many examples that few lines can be without one."""
    return len(context.policy.examples) * 2 >= len(context.how_often.rules)


def _odd_letters(context: Context) -> bool:
    text = _text(context)
    return not text.isascii() and not _ODD.isdisjoint(text)


def _turned(context: Context) -> bool:
    text = _text(context)
    return not text.isascii() and not _TURNING.isdisjoint(text)


LATE: tuple[Late, ...] = (
    Late("needless_day_off", _days_off, whole=True),
    Late("base_overridden", _found("always-overridden")),
    Late("cell_contradiction", _found("never-applies")),
    Late("duplicate_row", _found("subsumed")),
    Late("value_impossible", _constraints, whole=True),
    Late("value_unmentioned", _several_values, whole=True),
    Late("not_regulated", _silent),
    Late("otherwise_swallows", _otherwise),
    Late("redundant_overlap", _said_again),
    Late("exception_wider", _exceptions),
    Late("mergeable", _same_outcome),
    Late("other_words", _several_spellings, whole=True),
    Late("uncited", _partly_cited, whole=True),
    Late("citation_not_found", _directive, whole=True),
    Late("uncited_sentence", _directive, whole=True),
    Late("never_looser", _floor),
    Late("leeway", lambda context: context.policy.single_case is not None, whole=True),
    Late("direction_mark", _turned, whole=True),
    Late("mixed_script", _odd_letters, whole=True),
    Late("no_example", _examples),
)
