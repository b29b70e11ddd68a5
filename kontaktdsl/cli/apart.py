"""What is read is never written over."""

from __future__ import annotations

import os

from kontaktdsl.cli.paths import STDIN, SUFFIX
from kontaktdsl.cli.words import Stop

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kontaktdsl.cli.arguments import Given, Option


def keep_apart(options: Iterable[Option], given: Given) -> None:
    """Refuse a target that is named to be read, or that is a policy of a folder that is."""
    options = tuple(options)
    for option in options:
        target = given.text(option.key)
        if not option.writes or target is None or target == STDIN:
            continue
        others = (
            other for other in options if other.key not in (option.key, _RENEWED.get(option.key))
        )
        if any(_same(target, read) for read in _named(others, given)) or _policy_of(target, given):
            raise Stop(
                f"{target} wird gelesen und kann nicht zugleich das Ziel sein",
                f"{target} is read and cannot be the target as well",
            )


_RENEWED = {"write_baseline": "baseline"}
"""A baseline is made anew in its own place."""


def _named(options: Iterable[Option], given: Given) -> Iterator[str]:
    """The files on the command line."""
    yield from given.operands
    for option in options:
        value = given.text(option.key)
        if option.value in ("FILE", "DATEI") and value is not None and value != STDIN:
            yield value


def _policy_of(target: str, given: Given) -> bool:
    """Whether the target is a policy that lies in one of the folders that are read."""
    if not target.endswith(SUFFIX) or not os.path.exists(target):
        return False
    place = os.path.realpath(target)
    for folder in given.operands or ["."]:
        below = os.path.join(os.path.realpath(folder), "")
        if os.path.isdir(folder) and place.startswith(below):
            return True
    return False


def _same(one: str, other: str) -> bool:
    if os.path.realpath(one) == os.path.realpath(other):
        return True
    try:
        return os.path.isfile(one) and os.path.samefile(one, other)
    except OSError:
        return False
