"""A deviation for one person on the command line, shown beside the rule and never in its place."""

from __future__ import annotations

from kontaktdsl.cli import days
from kontaktdsl.cli.arguments import Given, Option
from kontaktdsl.cli.words import UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from kontaktdsl.cli.deciding import Asked
    from kontaktdsl.dates import Due
    from kontaktdsl.deviation import Deviated
    from kontaktdsl.reports.lines import Line

OPTIONS = (
    Option(
        "--deviation",
        ('Abweichung im Einzelfall prüfen: "alle 4 Monate"',
         'check a deviation in the single case: "every 4 months"'),
        "INTERVAL",
    ),
    Option("--reason", ("warum abgewichen wird", "why one deviates"), "TEXT"),
    Option("--with", ("mit wem es vereinbart ist", "with whom it is agreed"), "TEXT"),
    Option("--since", ("erster Tag der Abweichung", "first day of the deviation"), "DAY"),
    Option("--until", ("letzter Tag der Abweichung", "last day of the deviation"), "DAY"),
)  # fmt: skip
_ALONE = ("reason", "with", "since", "until")


def deviation(found: Sequence[Asked], given: Given, where: str) -> Deviated | None:
    """What was said of a deviation, held against the rule; None where nothing was said, or where
    there is no rule to deviate from. Raises UsageError, also where several series were asked.
    """
    from kontaktdsl.decision import Decision
    from kontaktdsl.deviation import Deviation, deviated, rhythm_said

    text = given.text("deviation")
    if text is None:
        for key in _ALONE:
            if given.text(key) is not None:
                raise UsageError(
                    where,
                    f"`--{key}` gehört zu `--deviation`",
                    f"`--{key}` goes with `--deviation`",
                )
        return None
    if len(found) > 1:
        raise UsageError(
            where,
            "eine Abweichung gilt für eine Reihe: `--series` fehlt",
            "a deviation is one from one series: `--series` is missing",
        )
    (asked,) = found
    rhythm = rhythm_said(text)
    if rhythm is None:
        raise UsageError(
            where,
            f"`{text}` ist kein Abstand; zum Beispiel: `alle 4 Monate`",
            f"`{text}` is no interval; for example: `every 4 months`",
        )
    until = days.day(given, "until", where)
    if until is None:
        raise UsageError(
            where,
            "eine Abweichung hat ein Ende: `--until` fehlt",
            "a deviation has an end: `--until` is missing",
        )
    since = days.day(given, "since", where)
    if since is not None and since > until:
        raise UsageError(
            where,
            "die Abweichung endet, bevor sie beginnt",
            "the deviation ends before it begins",
        )
    day = days.day_of(given, where)
    if not isinstance(asked.answer, Decision):
        return None
    agreed = Deviation(rhythm, given.text("reason") or "", until, given.text("with"), since)
    return deviated(asked.policy.model, asked.answer, agreed, day)


def dues(asked: Asked, made: Deviated) -> tuple[Due, Due] | None:
    """When the next contact is due by the rule and by the deviation; None without contacts, and
    where no day can be told.
    """
    from kontaktdsl.upcoming import Upcoming

    if not asked.told.given:
        return None
    by_rule = asked.follows
    by_deviation = asked.told.follows(asked.policy.model, made.decision, made)
    if not isinstance(by_rule, Upcoming) or not isinstance(by_deviation, Upcoming):
        return None
    return by_rule.due, by_deviation.due


def failed(made: Deviated) -> bool:
    """Whether somebody must mend something: a deviation that is over just leaves the rule."""
    from kontaktdsl.deviation import Verdict

    return made.verdict not in (Verdict.ALLOWED, Verdict.ENDED, Verdict.NOT_BEGUN)


def shown(made: Deviated, both: tuple[Due, Due] | None, language: str, columns: int) -> list[Line]:
    """The deviation below the rule."""
    from kontaktdsl.reports import deviation

    return deviation.lines(made, both, language, columns)


def data(made: Deviated, both: tuple[Due, Due] | None, language: str) -> dict[str, object]:
    """The deviation as JSON can hold it."""
    from kontaktdsl.reports import deviation

    return deviation.data(made, both, language)
