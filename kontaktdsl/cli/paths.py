"""Which files are meant; never none without saying so."""

from __future__ import annotations

import os
import sys

from kontaktdsl.cli.words import Stop

SUFFIX = ".kpol"
STDIN = "-"


def find(words: list[str]) -> list[str]:
    """The policies: a file as it is, a folder with all below it, `-` once; none is an error."""
    found: dict[str, None] = {}
    for word in words or ["."]:
        if word == STDIN or not os.path.isdir(word):
            found.update(dict.fromkeys(_named(word)))
            continue
        below = _below(word)
        if not below:
            raise Stop(
                f"{_folder(word, 0)} gibt es keine Datei mit der Endung {SUFFIX}",
                f"there is no file that ends in {SUFFIX} {_folder(word, 1)}",
            )
        found.update(dict.fromkeys(below))
    return list(found)


def _named(word: str) -> list[str]:
    """A file as it is, or those that a pattern means which no shell has expanded."""
    if word == STDIN or os.path.lexists(word):
        return [word]
    if any(letter in word for letter in "*?["):
        from glob import glob

        matching = sorted(path for path in glob(word, recursive=True) if os.path.isfile(path))
        if matching:
            return matching
    raise _missing(word)


def _folder(word: str, side: int) -> str:
    if word == ".":
        return ("im aktuellen Ordner", "in the current folder")[side]
    return (f"im Ordner {word}", f"in the folder {word}")[side]


def _below(folder: str) -> list[str]:
    def failed(error: OSError) -> None:
        place = error.filename
        raise Stop(
            f"der Ordner {place} lässt sich nicht lesen", f"the folder {place} cannot be read"
        )

    found = []
    for where, folders, files in os.walk(folder, onerror=failed):
        folders[:] = [name for name in folders if not name.startswith(".")]
        found += [
            name if where == "." else os.path.join(where, name)
            for name in files
            if name.endswith(SUFFIX)
        ]
    return sorted(os.path.normpath(path) for path in found if _readable(path))


def _readable(path: str) -> bool:
    """Whether a file is to be read; a link that leads nowhere is, so that it is told of."""
    return os.path.isfile(path) or (os.path.islink(path) and not os.path.exists(path))


def _missing(word: str) -> Stop:
    if any(letter in word for letter in "*?["):
        return Stop(f"auf {word} passt keine Datei", f"no file matches {word}")
    near: tuple[str, ...] = ()
    folder, name = os.path.split(word)
    try:
        names = os.listdir(folder or ".")
    except OSError:
        names = []
    if names:
        from kontaktdsl.suggest import nearest

        near = tuple(os.path.join(folder, other) for other in nearest(name, names[:5000], 1))
    return Stop(
        f"{word} gibt es nicht" + (f"; gemeint ist vielleicht {near[0]}" if near else ""),
        f"{word} does not exist" + (f"; perhaps {near[0]} is meant" if near else ""),
    )


def only_one(words: list[str], where: str) -> str:
    """The one file that a verb works on."""
    from kontaktdsl.cli.words import UsageError

    if len(words) != 1:
        raise UsageError(where, "hierher gehört genau eine Datei", "exactly one file belongs here")
    path = words[0]
    if path != STDIN and not os.path.lexists(path):
        raise _missing(path)
    if os.path.isdir(path):
        raise Stop(f"{path} ist ein Ordner, keine Datei", f"{path} is a folder, not a file")
    return path


def standard_input() -> bytes:
    """All of standard input."""
    if sys.stdin is None:
        return b""
    return sys.stdin.buffer.read()
