"""Which way a row gets its date, in numbers: what every backend looks up.

A row is `said` (what the policy says to it) and a slot: 0 without a contact, 1 after contacts whose
number is not given, n + 2 after n contacts.  Recipes, reasons and steps are numbered as they are
met.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

import attrs

from kontaktdsl.batch import recipes
from kontaktdsl.batch.recipes import Recipe
from kontaktdsl.batch.said import Said, has_day
from kontaktdsl.diagnostics import Text
from kontaktdsl.plan import Plan
from kontaktdsl.values import Do

T = TypeVar("T", bound=Hashable)


class Numbered(Generic[T]):
    """Things by number, in the order in which they are first met."""

    def __init__(self) -> None:
        """Start empty."""
        self.all: list[T] = []
        self._numbers: dict[T, int] = {}

    def number(self, thing: T) -> int:
        """The number of a thing."""
        found = self._numbers.setdefault(thing, len(self.all))
        if found == len(self.all):
            self.all.append(thing)
        return found


@attrs.frozen
class Way:
    """How a row gets its due date; -1 and None where there is none.

    `reason` counts where there is no date. `event` is the one whose day is counted from, None
    counts from the last contact; a last contact before the day of `restarted` is worth a note.
    """

    recipe: int
    reason: int
    step: int
    event: str | None
    restarted: str | None


@attrs.frozen
class Choice:
    """The ways of one thing said; `own` is the reason that outweighs those of dates.

    `ways[slot]` as the module says. `deadline` is the recipe of the first contact's own deadline,
    `duties` those of the policy's duties that have one.
    """

    own: int
    ways: tuple[Way, ...]
    deadline: int
    duties: tuple[int, ...]

    def way(self, slot: int) -> Way:
        """The way for a slot; the last one stands for all later ones."""
        return self.ways[min(slot, len(self.ways) - 1)]


class Choices:
    """The choices of all things said, with what their numbers mean."""

    def __init__(self, plan: Plan) -> None:
        """Start with nothing said."""
        self.duties = _dated(plan)
        self.recipes: Numbered[Recipe] = Numbered()
        self.reasons: Numbered[Text] = Numbered()
        self.steps: Numbered[Text] = Numbered()
        self.saids: Numbered[Said] = Numbered()
        self.all: list[Choice] = []

    def add(self, said: Said) -> int:
        """The number of what is said; the same words have one, whatever they come from."""
        number = self.saids.number(said)
        if number == len(self.all):
            self.all.append(self._choice(said))
        return number

    @property
    def slots(self) -> int:
        """How many slots make a difference, at least 2."""
        if all(len(set(choice.ways[1:])) == 1 for choice in self.all):
            return 2
        return max(len(choice.ways) for choice in self.all)

    def flat(self, of: Callable[[Way], int]) -> list[int]:
        """One number per thing said and slot, `said * slots + slot`."""
        slots = self.slots
        return [of(choice.way(slot)) for choice in self.all for slot in range(slots)]

    def _choice(self, said: Said) -> Choice:
        first = recipes.deadline_recipe(said)
        counts = (None, *range(recipes.slots(said)))
        return Choice(
            own=-1 if said.reason is None else self.reasons.number(said.reason),
            ways=(
                self._way(recipes.choose(said, contacted=False, contacts=None)),
                *(self._way(recipes.choose(said, contacted=True, contacts=n)) for n in counts),
            ),
            deadline=-1 if first is None else self.recipes.number(first),
            duties=tuple(
                self.recipes.number(recipes.duty_recipe(duty)) if duty in said.dated else -1
                for duty in self.duties
            ),
        )

    def _way(self, chosen: recipes.Chosen) -> Way:
        recipe = chosen.recipe
        return Way(
            recipe=-1 if recipe is None else self.recipes.number(recipe),
            reason=-1 if chosen.reason is None else self.reasons.number(chosen.reason),
            step=-1 if recipe is None else self.steps.number(recipe.label),
            event=None if recipe is None else recipe.event,
            restarted=chosen.restarted,
        )


def _dated(plan: Plan) -> tuple[Do, ...]:
    """The duties with a deadline of their own that the policy holds."""
    parts = [part for rule in plan.policy.rules for part in rule.outcome]
    parts += [part for line in plan.policy.occasions for part in line.outcome]
    return tuple(dict.fromkeys(p for p in parts if isinstance(p, Do) and has_day(p)))
