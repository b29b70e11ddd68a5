"""What `decide` and `explain` share: read the policy and the facts, and ask."""

from __future__ import annotations

from collections.abc import Callable

from kontaktdsl import model
from kontaktdsl.cli import days, facts, series
from kontaktdsl.cli.arguments import Given
from kontaktdsl.cli.checking import read
from kontaktdsl.cli.contacts import Told
from kontaktdsl.cli.opened import open_policy, too_branched
from kontaktdsl.cli.screen import Screen
from kontaktdsl.cli.words import Stop
from kontaktdsl.decision import Decision, Open, Undecided
from kontaktdsl.diagnostics import Text
from kontaktdsl.policy import Policy
from kontaktdsl.question import TooWide
from kontaktdsl.refusals import FactError, ImpossibleFacts, NoDecision
from kontaktdsl.reports import answer as report
from kontaktdsl.reports import upcoming, upcoming_json
from kontaktdsl.reports.lines import Line, visible, wrap
from kontaktdsl.upcoming import Upcoming

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import date

    from kontaktdsl.holdings import Version

_BEYOND = Text(
    "Achtung, {later}; was hier danach liegt, ist nach der Fassung des Stichtags bestimmt",
    "Note: {later}; what lies behind that here is by the version of the day of evaluation",
)


class Asked:
    """A policy of one series, the facts given, and what it answers.

    `name` is the series, where the policy has several; `told` is what was said of contacts, and
    `follows` what comes of that (None where there is no answer); `foreseen` is what is possible of
    the next contact where facts are missing.
    """

    def __init__(
        self,
        policy: Policy,
        known: dict[str, str | bool | int],
        answer: Decision | Open | Undecided,
        language: str,
        name: str | None,
        told: Told,
        version: Version | None,
    ) -> None:
        self.name = name
        self.told = told
        self.version = version
        self.policy = policy
        self.facts = known
        self.answer = answer
        self.language = language
        self.follows = told.follows(policy.model, answer) if isinstance(answer, Decision) else None
        self.foreseen = told.foresees(policy.model, answer) if isinstance(answer, Open) else None

    @property
    def code(self) -> int:
        """0 for a decision, 1 where there is none (yet)."""
        return 0 if isinstance(self.answer, Decision) else 1


def ask(given: Given, screen: Screen, where: str) -> list[Asked] | int:
    """Ask each series of a policy, or the one that is said; an exit code if it cannot be read.

    Raises Stop if the facts cannot be meant.
    """
    made = open_policy(given, screen, where, read)
    if isinstance(made, int):
        return made
    language = given.text("lang") or made.language or "de"
    known = _with_days(
        facts.read(given.operands[1:], made.policy, where), made.policy, given, where
    )
    several = len(made.policy.series) > 1
    asked_for = series.chosen(made.policy, given)
    told = Told(given, made.policy, where, several=len(asked_for) > 1)
    return [
        _asked(
            Policy(one), known, language, series.name(one) if several else None, told, made.version
        )
        for one in asked_for
    ]


def _asked(
    policy: Policy,
    known: dict[str, str | bool | int],
    language: str,
    name: str | None,
    told: Told,
    version: Version | None,
) -> Asked:
    answer: Decision | Open | Undecided
    try:
        answer = policy.consider(known)
    except NoDecision as none:
        answer = none.undecided
    except (FactError, ImpossibleFacts) as wrong:
        raise Stop(wrong.text.de, wrong.text.en) from None
    except TooWide as wide:
        raise too_branched(wide) from None
    return Asked(policy, known, answer, language, name, told, version)


def headed(found: list[Asked], lines: Callable[[Asked], list[Line]]) -> list[Line]:
    """What is said of each series, below its name and apart, where there are several."""
    drawn: list[Line] = []
    for each in found:
        if each.name is not None:
            drawn += [[]] if drawn else []
            drawn.append([(visible(f"{each.name}:"), "strong")])
        drawn += lines(each)
    return drawn


def _with_days(
    known: dict[str, str | bool | int], policy: model.Policy, given: Given, where: str
) -> dict[str, str | bool | int]:
    """The facts, and what the days that are given tell; of other events nothing is assumed."""
    events, born = days.events(given, where), days.day(given, "born", where)
    if not events and born is None:
        return known
    from kontaktdsl.dates import DateError
    from kontaktdsl.timing import facts_on

    others = [event.name for event in policy.events if event.name not in events]
    try:
        return facts_on(
            policy,
            days.day_of(given, where),
            events=events,
            facts=known,
            born=born,
            open_events=others,
        )
    except (FactError, DateError) as wrong:
        raise Stop(wrong.text.de, wrong.text.en) from None


def shown(answered: Asked, columns: int) -> list[Line]:
    """The answer as lines, and what follows from it."""
    policy, language = answered.policy.model, answered.language
    match answered.answer:
        case Decision():
            return [
                *report.decided(answered.answer, policy, language, columns),
                *_following(answered, columns, upcoming.lines),
            ]
        case Undecided():
            return report.undecided(answered.answer, language, columns)
        case Open():
            return [
                *report.still_open(answered.answer, policy, language, columns),
                *_foreseen(answered, columns),
            ]


def explained(answered: Asked, columns: int) -> list[Line]:
    """What follows from the answer, in sentences."""
    return _following(answered, columns, upcoming.sentences)


def _following(answered: Asked, columns: int, form: upcoming.Form) -> list[Line]:
    answer, follows = answered.answer, answered.follows
    if not isinstance(answer, Decision) or follows is None:
        return []
    told = answered.told
    lines = form(
        upcoming.Followed(
            answer, follows, answered.policy.model, told.given, frozenset(told.events)
        ),
        answered.language,
        columns,
    )
    days_: list[date | None] = []
    if isinstance(follows, Upcoming):
        right = None if follows.again is None else follows.again.rolled
        days_ = [follows.due.rolled, right, *(each.due.rolled for each in follows.deadlines)]
    return [*lines, *_beyond(answered, days_, columns)]


def _foreseen(answered: Asked, columns: int) -> list[Line]:
    found = answered.foreseen
    if found is None:
        return []
    lines = upcoming.possible(found, answered.language, columns, told=answered.told.given)
    days_ = [due.rolled for chance in found.chances for due in chance.dues] if lines else []
    return [*lines, *_beyond(answered, days_, columns)]


def _beyond(answered: Asked, days_: list[date | None], columns: int) -> list[Line]:
    """That a day which follows lies behind the last one of the text that it is by."""
    version = answered.version
    if version is None or version.changes is None or version.later is None:
        return []
    changes = version.changes
    if not any(day is not None and day >= changes for day in days_):
        return []
    told = _BEYOND.format(later=version.later).into(answered.language)
    return [[(line, "warning")] for line in wrap(visible(told), columns, "  ")]


def data(answered: Asked) -> dict[str, object]:
    """The answer as JSON can hold it, and what follows from it."""
    policy, language, follows = answered.policy.model, answered.language, answered.follows
    found = report.data(answered.answer, policy, language)
    if answered.version is not None:
        found["in_force"] = answered.version.data
    if follows is not None:
        found["next"] = upcoming_json.data(follows, policy, language, told=answered.told.given)
    if answered.foreseen is not None:
        found["next"] = upcoming_json.possible_data(
            answered.foreseen, policy, language, told=answered.told.given
        )
    return found
