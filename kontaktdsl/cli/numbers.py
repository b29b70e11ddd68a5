"""Options that are numbers."""

from __future__ import annotations

from kontaktdsl.cli.arguments import Given
from kontaktdsl.cli.words import UsageError


def percent(given: Given, key: str, where: str) -> int | None:
    """A whole number of percent from 0 to 100, None if it was not given."""
    text = given.text(key)
    if text is None:
        return None
    plain = text.removesuffix("%").strip()
    if not (plain.isascii() and plain.isdigit() and int(plain) <= 100):
        option = "--" + key.replace("_", "-")
        raise UsageError(
            where,
            f"`{option}` ist eine ganze Zahl von 0 bis 100, nicht `{text}`",
            f"`{option}` is a whole number from 0 to 100, not `{text}`",
        )
    return int(plain)
