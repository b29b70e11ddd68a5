"""Where texts come from: how a file is read and parsed, be it from disk or from an editor, and how
the files are found that a text uses.
"""

import os
from collections.abc import Callable

import attrs

from kontaktdsl.diagnostics import Diagnostic
from kontaktdsl.record import Shown
from kontaktdsl.resolver import Load
from kontaktdsl.source import Source
from kontaktdsl.syntax import tree
from kontaktdsl.syntax.parser import Parsed, parse, read

StrPath = str | os.PathLike[str]


@attrs.frozen(eq=False, repr=False)
class Files(Shown):
    """Where texts come from and how they are read: from disk and anew, unless said otherwise."""

    read: Callable[[str], Source | Diagnostic] = read
    parse: Callable[[Source], Parsed] = parse


DISK = Files()


def loader(
    start: Source,
    folder: StrPath | None,
    findings: list[Diagnostic],
    looked: list[str],
    known: dict[str, tree.Document],
    files: Files,
) -> Load:
    """Find the files that `use` names, relative to the file that uses them; each is read once.

    `looked` gets the path of each, also where there is none, and `known` the tree of each.
    """
    folders = {start.name: folder}

    def load(source: Source, path: str) -> tree.Document | None:
        base = folders.get(source.name)
        target = os.path.realpath(os.path.join(base or "", path))
        if target == os.path.realpath(os.path.join(folder or "", os.path.basename(start.name))):
            return tree.Document(source=start, language="de", statements=())
        if base is None:
            return None
        if target not in known:
            looked.append(target)
            used = files.read(target)
            if isinstance(used, Diagnostic):
                return None
            parsed = files.parse(used)
            findings.extend(parsed.findings)
            folders[used.name] = os.path.dirname(target)
            known[target] = parsed.document
        return known[target]

    return load
