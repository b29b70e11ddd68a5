"""The policy that a command line means: a file, or the text of a folder on a day."""

from __future__ import annotations

from kontaktdsl.cli import paths, shelved
from kontaktdsl.cli.arguments import Given
from kontaktdsl.cli.checking import checked, unreadable, used_files
from kontaktdsl.cli.screen import Screen
from kontaktdsl.cli.words import Stop, UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from kontaktdsl.holdings import Version
    from kontaktdsl.model import Policy
    from kontaktdsl.project import Checked
    from kontaktdsl.question import TooWide


class Opened:
    """A policy that was found; `version` says which text it is, where a folder was asked."""

    def __init__(self, policy: Policy, made: Checked, version: Version | None) -> None:
        self.policy = policy
        self.language = made.language
        self.version = version


def operand(given: Given, where: str) -> str:
    """The file or folder that comes first; raises Stop where there is none."""
    first = given.operands[:1]
    return first[0] if first and shelved.asked(given) else paths.only_one(first, where)


def open_policy(
    given: Given,
    screen: Screen,
    where: str,
    check: Callable[[str], Checked] = checked,
    looked: list[str] | None = None,
) -> Opened | int:
    """The policy of the first operand; the exit code, once it is shown why there is none.

    `check` reads a file, `looked` gets the others that the result rests on. Raises Stop if nothing
    there can be meant.
    """
    path = given.operands[0]
    version = None
    if shelved.asked(given):
        made, version = shelved.chosen(given, where)
    else:
        made = check(path)
    if looked is not None:
        looked += used_files(made)
    if made.policy is None:
        return unreadable(made, screen, given.text("lang") or made.language or "de")
    if made.vocabulary:
        raise Stop(
            f"{path} enthält nur Merkmale und Begriffe und keine Regel",
            f"{path} holds only vocabulary and no rule",
        )
    return Opened(made.policy, made, version)


def day_only_in_folder(given: Given, where: str) -> None:
    """Refuse `--day` where it chooses a text and there is none to choose."""
    if given.text("day") is not None and not shelved.asked(given):
        raise UsageError(where, "`--day` gehört zu einem Ordner", "`--day` belongs to a folder")


def too_branched(wide: TooWide) -> Stop:
    """That a condition has too many cases to be compiled."""
    line = wide.origin.span.line
    return Stop(
        f"die Bedingung in Zeile {line} ist zu verzweigt",
        f"the condition in line {line} is too branched",
    )
