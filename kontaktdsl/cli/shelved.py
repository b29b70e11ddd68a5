"""A policy out of a library: which text is in force on a day."""

from __future__ import annotations

import os

from kontaktdsl.cli import paths
from kontaktdsl.cli.arguments import Given, Option
from kontaktdsl.cli.checking import load_engine
from kontaktdsl.cli.words import Stop, UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import date

    from kontaktdsl.holdings import Library
    from kontaktdsl.project import Checked

AT = Option(
    "--at",
    ("die Fassung dieses Tages, JJJJ-MM-TT (sonst: heute)",
     "the version of this day, YYYY-MM-DD (else: today)"),
    "DAY",
)  # fmt: skip
ID = Option(
    "--id",
    ("Kennung im Ordner, wenn dort mehrere Richtlinien liegen",
     "the id in the folder, if there are several policies in it"),
    "ID",
)  # fmt: skip


def day(text: str | None, option: str, where: str) -> date:
    """A day as either language writes it; today where none is given."""
    from datetime import date
    from re import fullmatch

    if text is None:
        return date.today()
    try:
        german = fullmatch(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", text.strip())
        if german is not None:
            return date(int(german[3]), int(german[2]), int(german[1]))
        return date.fromisoformat(text.strip())
    except ValueError:
        raise UsageError(
            where,
            f"`{option} {text}` ist kein Tag; so geht es: {option} 2026-11-25",
            f"`{option} {text}` is no day; like this: {option} 2026-11-25",
        ) from None


def open_library(folder: str) -> Library:
    """The library of a folder; raises Stop if there is none."""
    load_engine()
    from kontaktdsl.holdings import library

    if not os.path.lexists(folder):
        raise Stop(f"den Ordner {folder} gibt es nicht", f"there is no folder {folder}")
    if not os.path.isdir(folder):
        raise Stop(f"{folder} ist kein Ordner", f"{folder} is not a folder")
    found = library(folder)
    if not found.shelf.editions:
        raise Stop(
            f"im Ordner {folder} liegt keine Richtlinie ({paths.SUFFIX})",
            f"there is no policy ({paths.SUFFIX}) in the folder {folder}",
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
    """Whether the first operand is meant as a text of a library."""
    first = given.operands[0] if given.operands else ""
    return any(given.text(key) is not None for key in ("at", "id")) or os.path.isdir(first)


def chosen(given: Given, where: str) -> Checked:
    """The text in force on the day asked for, of the folder (or the file's) that is named."""
    load_engine()
    from kontaktdsl.holdings import Library, NotInForce
    from kontaktdsl.versions.reading import header

    path = given.operands[0]
    when = day(given.text("at"), "--at", where)
    name = given.text("id")
    if os.path.isdir(path):
        library = open_library(path)
    else:
        paths.only_one([path], where)
        if path == paths.STDIN:
            raise UsageError(
                where,
                "`--at` und `--id` gehören zu einem Ordner oder einer Datei",
                "`--at` and `--id` belong to a folder or a file",
            )
        from kontaktdsl.project import DISK, read_only

        library = Library(os.path.dirname(path))
        own = header(path, DISK.read)
        if own is None:
            return read_only(path)
        name = name or own.id
    try:
        version = library.version(the_only(library, name, where), when)
    except NotInForce as none:
        raise Stop(none.text.de, none.text.en) from None
    return library.compiled(version).checked
