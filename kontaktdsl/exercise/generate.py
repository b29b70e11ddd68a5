"""Examples with today's answer: per rule, per boundary, per pair of rule and exception.

Nothing is random. Facts that do not matter to the stated answer are left out; an example that the
others make superfluous is, too; what the policy's own examples exercise already is not repeated.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from itertools import count

import attrs

from kontaktdsl import model
from kontaktdsl.analysis.bitsets import Case
from kontaktdsl.analysis.problem import Query
from kontaktdsl.domains import Number
from kontaktdsl.exercise import wording
from kontaktdsl.exercise.boundary import Crossing, Crossings, Cut, Side, cuts, lies_in, on
from kontaktdsl.exercise.ground import Ground, Person, person
from kontaktdsl.exercise.wording import Facts
from kontaktdsl.series import projected
from kontaktdsl.values import DUTIES, After, First, OnRequest, Outcome, Part


@attrs.frozen
class Generated:
    """The lines to add, laid out as the formatter does, and the rules for which there is none."""

    lines: tuple[str, ...]
    text: str
    out_of_reach: tuple[model.Rule, ...]


@attrs.frozen(eq=False)
class _Draft:
    """A new example."""

    title: str
    facts: Facts
    person: Person


Purpose = Callable[[Person], bool]
"""Whether an example is enough for one purpose."""


def generate(policy: model.Policy) -> Generated:
    """The examples that are missing, for each series; raises TooWide, TooManyBoxes or SolverMissing
    like a check.
    """
    taken = {example.title for example in policy.examples if example.title is not None}
    lines: list[str] = []
    out: list[model.Rule] = []
    for one in projected(policy):
        ground = Ground(one)
        writer = _Writer(ground)
        if one.attributes:
            writer.boundaries()
            writer.exceptions()
            writer.rules()
        for draft in writer.without_superfluous():
            title = _untaken(draft.title, taken)
            taken.add(title)
            lines.append(wording.line(one, title, draft.facts, draft.person.outcome))
        reach = ground.within_reach
        out += (rule for rule in one.rules if not reach >> rule.index & 1)
    return Generated(tuple(lines), wording.laid_out(tuple(lines)), tuple(out))


def _untaken(title: str, taken: set[str]) -> str:
    """The title, with a number where another example has it: an amendment may not say it twice."""
    numbered = (f"{title} ({number})" for number in count(2))
    return title if title not in taken else next(t for t in numbered if t not in taken)


def _at(known: Person, cut: Cut) -> bool:
    """Whether an example says a number on one of the sides of a cut."""
    return known.pins.get(cut.attribute.name) in (cut.below, cut.above)


class _Writer:
    """The examples found so far and what they are needed for."""

    def __init__(self, ground: Ground) -> None:
        self.ground = ground
        self.policy = ground.policy
        self.drafts: list[_Draft] = []
        self.purposes: list[Purpose] = []
        self.cuts = tuple(cuts(ground))
        self._crossings: dict[Cut, Crossings] = {}
        self._found: dict[Person, int] = {}
        self.given = [p for p in ground.persons if self._passes(p)]

    @property
    def known(self) -> list[Person]:
        """The examples of the policy that pass, and the new ones."""
        return [*self.given, *(draft.person for draft in self.drafts)]

    def _passes(self, known: Person) -> bool:
        inside = self.ground.stands(known)
        return all(self.ground.holds(inside, part) for part in known.outcome)

    def without_superfluous(self) -> list[_Draft]:
        """The new examples without those that the others make superfluous, the last first.

        Which people stand at a boundary depends on the examples that are there: the boundaries are
        asked anew without the example, and all examples anew when one of them went.
        """
        serving = [[p for p in self.known if purpose(p)] for purpose in self.purposes]
        before = -1
        while before != len(self.drafts):
            before = len(self.drafts)
            for draft in reversed(self.drafts):
                if any(draft.person in serve and len(serve) == 1 for serve in serving):
                    continue
                whole = self.drafts
                self.drafts = [other for other in whole if other is not draft]
                if self._missed(draft.person):
                    self.drafts = whole
                    continue
                for serve in serving:
                    if draft.person in serve:
                        serve.remove(draft.person)
        return self.drafts

    def _missed(self, gone: Person) -> bool:
        """Whether a boundary that an example stood at wants one again."""
        return any(self._owed(cut) for cut in self.cuts if _at(gone, cut))

    # --- what is needed -------------------------------------------------------------------------

    def rules(self) -> None:
        """One example per rule."""
        for rule in self.policy.rules:
            purpose = partial(self._exercises, rule.index)
            if not self._served(purpose):
                for part, case in self.ground.witnesses(rule.index):
                    title = wording.rule_title(self.policy, rule)
                    if self._add(title, rule, part, case):
                        break
            self._keep(purpose)

    def exceptions(self) -> None:
        """One example per pair of a rule and an exception that silences it for somebody."""
        for base in self.policy.rules:
            over = self.policy.over[base.block.index]
            for rule in self.policy.rules:
                if not over >> rule.block.index & 1 or self.ground.rhythms[rule.index] is None:
                    continue
                purpose = partial(self._goes_before, rule.index, base.index)
                if not self._served(purpose):
                    both = self.ground.asked.applies(base.index)
                    for part, case in self.ground.witnesses(rule.index, both):
                        title = wording.exception_title(self.policy, rule, base)
                        if self._add(title, rule, part, case):
                            break
                self._keep(purpose)

    def boundaries(self) -> None:
        """Two examples per boundary: the same person on both sides, with different answers."""
        for cut in self.cuts:
            self.drafts += self._owed(cut)

    def _owed(self, cut: Cut) -> list[_Draft]:
        """What is missing at a boundary: nothing where somebody who crosses it is stated whole."""
        crossings = self._crossings.get(cut)
        if crossings is None:
            crossings = self._crossings[cut] = Crossings.at(self.ground, cut)
        first = None
        insides = [inside for p in self.known if _at(p, cut) and (inside := self.ground.stands(p))]
        for inside in (*insides, ()):
            crossing = crossings.find(inside)
            if crossing is not None:
                open_sides = [s for s in crossing.sides if not self._stands(cut, crossing, s)]
                if not open_sides:
                    return []
                first = first or (crossing, open_sides)
        if first is None:
            return []
        crossing, sides = first
        drafts = [self._at_side(cut, crossing, side) for side in sides]
        return [draft for draft in drafts if draft is not None]

    def _stands(self, cut: Cut, crossing: Crossing, side: Side) -> bool:
        """Whether an example is about the person of a crossing on a side and says what differs."""
        value, case = side.value(cut), on(crossing.case, side, crossing.axis)
        return any(
            known.pins.get(cut.attribute.name) == value
            and self._says(known, side)
            and lies_in(case, self.ground.stands(known))
            for known in self.known
        )

    def _says(self, known: Person, side: Side) -> bool:
        for part in known.outcome:
            if isinstance(part, DUTIES) and isinstance(side.part, DUTIES):
                said = True
            elif isinstance(part, First | OnRequest):
                said = type(part) is type(side.part)
            else:
                said = part == side.part
            if said and self.ground.carriers(part) >> side.number & 1:
                return True
        return False

    def _at_side(self, cut: Cut, crossing: Crossing, side: Side) -> _Draft | None:
        value, case = side.value(cut), on(crossing.case, side, crossing.axis)
        title = wording.boundary_title(self.policy, cut.attribute, value)
        rule = self.policy.rules[side.number]
        return self._draft(title, rule, side.part, case, pinned=(cut.attribute, value))

    def _served(self, purpose: Purpose) -> bool:
        return any(purpose(p) for p in self.known)

    def _keep(self, purpose: Purpose) -> None:
        """Whatever is served must stay so."""
        if self._served(purpose):
            self.purposes.append(purpose)

    def _exercises(self, number: int, known: Person) -> bool:
        found = self._found.get(known)
        if found is None:
            found = self._found[known] = self.ground.exercised(known)
        return bool(found >> number & 1)

    def _goes_before(self, number: int, base: int, known: Person) -> bool:
        if not self._exercises(number, known):
            return False
        here = Query(inside=self.ground.stands(known)) & self.ground.asked.applies(base)
        return any(
            self.ground.exists(here & self.ground.speaking(number, part))
            for part in known.outcome
            if self.ground.carriers(part) >> number & 1
        )

    # --- one example ----------------------------------------------------------------------------

    def _add(self, title: str, rule: model.Rule, part: Part, case: Case) -> bool:
        draft = self._draft(title, rule, part, case)
        if draft is None:
            return False
        self.drafts.append(draft)
        return True

    def _draft(
        self,
        title: str,
        rule: model.Rule,
        part: Part,
        case: Case,
        pinned: tuple[model.Attribute, int] | None = None,
    ) -> _Draft | None:
        """The example of a case that states a rule's part, and whatever else it says."""
        facts = self._facts(case, pinned)
        stated = self._stated(facts, rule)
        if part not in stated:
            return None
        kept = list(facts)
        for fact in reversed(facts):
            fewer = tuple(other for other in kept if other is not fact)
            is_flag = fact[0].is_assumed
            if is_flag or not fewer or (pinned and fact[0] is pinned[0]):
                continue
            if all(self._holds(fewer, each) for each in stated):
                kept = list(fewer)
        return _Draft(title, tuple(kept), self._person(tuple(kept), stated))

    def _facts(self, case: Case, pinned: tuple[model.Attribute, int] | None) -> Facts:
        found = []
        for axis, place in zip(self.ground.asked.space.axes, case, strict=True):
            low, high = axis.classes[place]
            last = place == len(axis.classes) - 1
            value = low if last or not isinstance(axis.attribute.domain, Number) else high
            if pinned and axis.attribute is pinned[0]:
                value = pinned[1]
            if value or not axis.attribute.is_assumed:
                found.append((axis.attribute, value))
        return tuple(found) or self._any_fact()

    def _any_fact(self) -> Facts:
        """A fact for a person of whom nothing but `no` is said: an example needs one."""
        attribute = self.policy.attributes[0]
        axes = {axis.attribute.name: axis for axis in self.ground.asked.space.axes}
        for other in self.policy.attributes:
            if other.name in axes:
                attribute = other
                break
        return ((attribute, attribute.domain.bounds[0]),)

    def _stated(self, facts: Facts, rule: model.Rule) -> Outcome:
        stated = tuple(each for each in rule.outcome if self._holds(facts, each))
        if not any(isinstance(each, First) for each in stated):
            stated = tuple(each for each in stated if not isinstance(each, After))
        return stated

    def _person(self, facts: Facts, outcome: Outcome) -> Person:
        said = [model.In(attribute, ((value, value),)) for attribute, value in facts]
        return person(self.policy, said, outcome)

    def _holds(self, facts: Facts, part: Part) -> bool:
        return self.ground.holds(self.ground.stands(self._person(facts, ())), part)
