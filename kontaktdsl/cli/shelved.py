"""A policy out of a library: which text is in force on a day."""

from __future__ import annotations

import os

from kontaktdsl.cli import days, paths
from kontaktdsl.cli.arguments import Given, Option
from kontaktdsl.cli.checking import load_engine
from kontaktdsl.cli.words import Stop, UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from kontaktdsl.holdings import Library, Version
    from kontaktdsl.project import Checked

ID = Option(
    "--id",
    ("Kennung im Ordner, wenn dort mehrere Richtlinien liegen",
     "the id in the folder, if there are several policies in it"),
    "ID",
)  # fmt: skip

DAY = Option(
    "--day",
    ("im Ordner: die Fassung dieses Tages; sonst heute",
     "in a folder: the version of this day; else today"),
    "DAY",
)  # fmt: skip


def open_library(folder: str) -> Library:
    """The library of a folder; raises Stop if there is none."""
    load_engine(examining=False)
    from kontaktdsl.holdings import library

    if not os.path.lexists(folder):
        raise Stop(f"den Ordner {folder} gibt es nicht", f"there is no folder {folder}")
    if not os.path.isdir(folder):
        raise Stop(f"{folder} ist kein Ordner", f"{folder} is not a folder")
    found = library(folder)
    if not found.shelf.editions:
        there = sorted({os.path.dirname(path) for path in found.below})
        listed = ", ".join(there[:4]) + (", …" if len(there) > 4 else "")
        raise Stop(
            f"im Ordner {folder} liegt keine Richtlinie ({paths.SUFFIX})"
            + (
                f"; eine Bibliothek ist ein Ordner ohne seine Unterordner: {listed}"
                if there
                else ""
            ),
            f"there is no policy ({paths.SUFFIX}) in the folder {folder}"
            + (f"; a library is a folder without those below it: {listed}" if there else ""),
        )
    return found


def the_only(library: Library, name: str | None, where: str) -> str:
    """The id that is meant: the given one, or that of the only chain."""
    if name is not None:
        return name
    chains = library.chains
    if len(chains) != 1:
        names = ", ".join(chain.name for chain in chains[:8])
        raise UsageError(
            where,
            f"in {library.folder} liegen mehrere Richtlinien; welche? `--id` mit: {names}",
            f"there are several policies in {library.folder}; which one? `--id` with: {names}",
        )
    return chains[0].name


def asked(given: Given) -> bool:
    """Whether the first operand is meant as a library: a folder, of which the day picks a text."""
    first = given.operands[0] if given.operands else ""
    return given.text("id") is not None or os.path.isdir(first)


def of_a_day(given: Given) -> bool:
    """Whether the text of a day is meant, by a verb for which a folder is all its files."""
    return given.text("id") is not None or given.text("day") is not None


def chosen(
    given: Given, where: str, check: Callable[[Library, Version], Checked] | None = None
) -> tuple[Checked, Version]:
    """The text in force on the day of evaluation, of the folder that is named.

    `check` makes more of it than its names resolved.
    """
    when = days.day_of(given, where)
    library = open_library(given.operands[0])
    from kontaktdsl.holdings import NotInForce

    try:
        version = library.version(the_only(library, given.text("id"), where), when)
    except NotInForce as none:
        raise Stop(none.text.de, none.text.en) from None
    made = library.compiled(version).checked if check is None else check(library, version)
    return made, version
