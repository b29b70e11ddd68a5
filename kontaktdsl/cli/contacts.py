"""The contacts of one person on the command line: what follows from them."""

from __future__ import annotations

from kontaktdsl.cli import days
from kontaktdsl.cli.arguments import Given, Option
from kontaktdsl.cli.words import Stop, UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import date

    from kontaktdsl.decision import Decision, Open
    from kontaktdsl.deviation import Deviated
    from kontaktdsl.diagnostics import Text
    from kontaktdsl.model import Policy
    from kontaktdsl.upcoming import Foreseen, Upcoming

OPTIONS = (
    Option(
        "--contact",
        ("jeder Kontakt bisher, auch mit seiner Art: TAG oder TAG=ART; rechnet den nächsten aus",
         "each contact so far, also with its kind: DAY or DAY=KIND; computes the next one"),
        "DAY[=KIND]",
        many=True,
    ),
    Option(
        "--contacts",
        ("wie viele Kontakte es gab, wenn nur die letzten genannt sind; 0: noch keinen",
         "how many contacts there have been, if only the last ones are given; 0: none yet"),
        "N",
    ),
    Option(
        "--paused-since",
        ("seit wann es ruht, wo die Richtlinie eine Pause kennt",
         "since when it is paused, where the policy knows a pause"),
        "DAY",
    ),
)  # fmt: skip


class Told:
    """What was said of one person's contacts and days.

    `given` is whether anything was said of contacts, be it that there were none.
    """

    __slots__ = ("contacts", "day", "events", "given", "number", "paused_since")

    def __init__(self, given: Given, policy: Policy, where: str, *, several: bool) -> None:
        """Read the options; raises UsageError, and Stop for what the policy does not know.

        `several` is whether several series are asked at once.
        """
        self.day = days.day_of(given, where)
        self.events = {
            name: day for name, day in days.events(given, where).items() if day is not None
        }
        self.contacts = [_contact(each, policy, where) for each in given.texts("contact")]
        self.number = _number(given.text("contacts"), len(self.contacts), where)
        self.paused_since = days.day(given, "paused_since", where)
        if self.paused_since is not None and self.paused_since > self.day:
            raise UsageError(
                where,
                "`--paused-since` liegt nach dem Stichtag",
                "`--paused-since` is after the day of evaluation",
            )
        self.given = bool(self.contacts) or self.number is not None
        if several and self.number:
            raise UsageError(
                where,
                "`--contacts` zählt in einer Reihe: `--series` fehlt",
                "`--contacts` counts in one series: `--series` is missing",
            )
        _alive(self.contacts, days.day(given, "born", where))

    def follows(
        self, policy: Policy, decision: Decision, deviated: Deviated | None = None
    ) -> Upcoming | Text:
        """What follows from a decision, or why no day can be told; raises Stop where a kind that
        matters is missing.
        """
        from kontaktdsl.dates import DateError
        from kontaktdsl.series import UnknownKind, kinds_of
        from kontaktdsl.upcoming import upcoming

        try:
            return upcoming(
                policy,
                decision,
                history=self.contacts,
                contacts=self.number,
                events=self.events,
                day=self.day,
                paused_since=self.paused_since,
                deviated=deviated,
            )
        except DateError as none:
            return none.text
        except UnknownKind as unknown:
            day = next(day for day, kind in self.contacts if kind is None)
            like = f"--contact {day.isoformat()}={kinds_of(policy)[0]}"
            raise Stop(
                f"{unknown.text.de}; geschrieben wird sie: `{like}`",
                f"{unknown.text.en}; it is written: `{like}`",
            ) from None

    def foresees(self, policy: Policy, answer: Open) -> Foreseen | None:
        """The next contact while facts are missing; raises Stop as `follows` does."""
        from kontaktdsl.upcoming import foreseen

        return foreseen(answer, self.day, lambda decision: self.follows(policy, decision))


def _contact(text: str, policy: Policy, where: str) -> tuple[date, str | None]:
    day, equals, kind = text.partition("=")
    found = days.said("--contact", day.strip(), where)
    return found, _kind(kind.strip(), policy) if equals else None


def _kind(text: str, policy: Policy) -> str:
    """The kind that is meant by its name or its label."""
    for kind in policy.kinds:
        if text == kind.name:
            return kind.name
    for kind in policy.kinds:
        if text.casefold() in (kind.name.casefold(), (kind.label or kind.name).casefold()):
            return kind.name
    if not policy.kinds:
        raise Stop(
            f"`{text}`: die Richtlinie unterscheidet keine Kontaktarten; der Tag genügt",
            f"`{text}`: the policy tells no kinds of contact apart; the day is enough",
        )
    names = ", ".join(f"`{kind.name}`" for kind in policy.kinds)
    raise Stop(
        f"`{text}` ist keine Kontaktart der Richtlinie; es gibt: {names}",
        f"`{text}` is no kind of contact of the policy; there are: {names}",
    )


def _number(text: str | None, listed: int, where: str) -> int | None:
    if text is None:
        return None
    if not (text.isascii() and text.isdecimal() and len(text) < 6):
        raise UsageError(
            where,
            f"`--contacts {text}` ist keine Anzahl",
            f"`--contacts {text}` is no number of contacts",
        )
    number = int(text)
    if number < listed:
        raise UsageError(
            where,
            f"`--contacts {text}`: genannt "
            + ("ist schon 1 Kontakt" if listed == 1 else f"sind schon {listed} Kontakte"),
            f"`--contacts {text}`: "
            + ("1 contact is" if listed == 1 else f"{listed} contacts are")
            + " given already",
        )
    if number and not listed:
        raise UsageError(
            where,
            f"`--contacts {text}`: der Tag des letzten Kontakts fehlt, `--contact TAG`",
            f"`--contacts {text}`: the day of the last contact is missing, `--contact DAY`",
        )
    return number


def _alive(contacts: list[tuple[date, str | None]], born: date | None) -> None:
    from kontaktdsl.dates.calendar import shown

    for day, _ in contacts:
        if born is not None and day < born:
            one, other = shown(day), shown(born)
            raise Stop(
                f"der Kontakt am {one.de} liegt vor der Geburt am {other.de}",
                f"the contact on {one.en} is before the birth on {other.en}",
            )
