"""Days on the command line, and the days of events."""

from __future__ import annotations

from kontaktdsl.cli.arguments import Given, Option
from kontaktdsl.cli.words import UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import date

DAY = Option(
    "--day",
    ("Stichtag, 2026-11-25 oder 25.11.2026; sonst heute",
     "day of evaluation, 2026-11-25 or 25.11.2026; else today"),
    "DAY",
)  # fmt: skip
EVENT = Option(
    "--event",
    ("Tag eines Ereignisses, auch mehrmals: NAME=2026-11-25; NAME=nie, wenn es keinen hat",
     "day of an event, also several: NAME=2026-11-25; NAME=never if it has none"),
    "NAME=DAY",
    many=True,
)  # fmt: skip
BORN = Option("--born", ("Geburtsdatum, für das Alter", "date of birth, for the age"), "DAY")

_NONE = ("nie", "never", "-", "keiner", "none", "")


def parsed(text: str) -> date | None:
    """A day as people write it, None if it is none."""
    import re
    from datetime import date

    found = re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})|(\d{1,2})\.(\d{1,2})\.(\d{4})", text.strip())
    try:
        if found is not None:
            parts = found.groups()
            year, month, day = parts[:3] if parts[0] else parts[:2:-1]
            return date(int(year), int(month), int(day))
    except ValueError:
        pass
    return None


def day_of(given: Given, where: str, key: str = "day") -> date:
    """The day of evaluation, or that of another option; today where none is given."""
    from datetime import date

    return day(given, key, where) or date.today()


def day(given: Given, key: str, where: str) -> date | None:
    """The day of an option, None if it is not given."""
    text = given.text(key)
    return None if text is None else said(f"--{key.replace('_', '-')}", text, where)


def events(given: Given, where: str) -> dict[str, date | None]:
    """The days of the events that are given, None for an event that has none."""
    found: dict[str, date | None] = {}
    for each in given.texts("event"):
        name, equals, text = each.partition("=")
        if not equals or not name.strip():
            raise UsageError(
                where,
                f"`--event {each}` ist nicht NAME=TAG",
                f"`--event {each}` is not NAME=DAY",
            )
        plain, event = text.strip(), name.strip()
        day = None if plain.casefold() in _NONE else said(f"--event {name}=", plain, where)
        if found.setdefault(event, day) != day:
            raise UsageError(
                where,
                f"`--event {event}` steht zweimal da",
                f"`--event {event}` is given twice",
            )
    return found


def said(what: str, text: str, where: str) -> date:
    """The day behind an option, `2026-11-25` or `25.11.2026`; raises UsageError."""
    found = parsed(text)
    if found is None:
        shown = f"{what}{text}" if what.endswith("=") else f"{what} {text}"
        raise UsageError(
            where,
            f"`{shown}` ist kein Tag; geschrieben wird er 2026-11-25 oder 25.11.2026",
            f"`{shown}` is no day; it is written 2026-11-25 or 25.11.2026",
        )
    return found
