"""Policies as they are in a folder, in a file, or as they were in a revision of git."""

from __future__ import annotations

import os
import subprocess

from kontaktdsl.cli import paths
from kontaktdsl.cli.words import Pair, Stop, UsageError

SECONDS = 60
"""So long git may take for one answer."""


class Place:
    """Where the policies of one side come from.

    `files` are the policies by their name within the place, each with the path to read. `folder`
    says that several may be there, so that they have to be matched.
    """

    def __init__(
        self, said: str, files: dict[str, str], *, folder: bool, root: str = "", revision: str = ""
    ) -> None:
        self.said = said
        self.files = files
        self.folder = folder
        self._root = root
        self._revision = revision

    def shown(self, name: str) -> str:
        """The name of a file as a reader knows it."""
        if self._root and name.startswith(self._root + os.sep):
            inside = os.path.relpath(name, self._root).replace(os.sep, "/")
            return f"{self._revision}:{inside}"
        return name


class Wanted:
    """One side as the command line says it: a path, or a revision with a path in it."""

    def __init__(self, said: str, revision: str | None, path: str | None) -> None:
        self.said = said
        self.revision = revision
        self.path = path


def sides(operands: list[str]) -> tuple[Wanted, Wanted]:
    """What is to be compared; raises Stop for what is neither a path nor a revision."""
    if len(operands) < 2:
        raise UsageError(
            "diff",
            "hierher gehören zwei Fassungen: ALT NEU",
            "two versions belong here: OLD NEW",
        )
    if len(operands) > 3:
        raise UsageError(
            "diff",
            "höchstens zwei Revisionen und ein Pfad: REV1 REV2 -- PFAD",
            "at most two revisions and one path: REV1 REV2 -- PATH",
        )
    if len(operands) == 3:
        first, second = (Wanted(said, said, None) for said in operands[:2])
        inside = _from_top(operands[2])
        for wanted in (first, second):
            _resolve(wanted.revision or "")
            wanted.path = inside
        return first, second
    old, new = (_wanted(said) for said in operands)
    for one, other in ((old, new), (new, old)):
        if one.path is None:
            one.path = (_from_top(other.said) if other.revision is None else other.path) or ""
    return old, new


def _wanted(said: str) -> Wanted:
    if os.path.lexists(said):
        return Wanted(said, None, said)
    revision, colon, path = said.partition(":")
    if colon and revision:
        if _resolve(revision) is not None:
            return Wanted(said, revision, _relative(path))
    elif not colon and "/" not in said[:1] and _is_revision(said):
        return Wanted(said, said, None)
    raise Stop(
        f"{said} ist weder eine Datei noch ein Ordner noch eine Revision von git",
        f"{said} is neither a file nor a folder nor a revision of git",
    )


def _relative(path: str) -> str:
    """As git reads it behind a revision: from the top, with `./` from the current folder."""
    if path.startswith(("./", "../")) or path in (".", ".."):
        return _from_top(path)
    return path.strip("/")


def _from_top(path: str) -> str:
    top = _git("rev-parse", "--show-toplevel").decode("utf-8", "surrogateescape").strip()
    inside = os.path.relpath(os.path.realpath(path), os.path.realpath(top))
    if inside.startswith(".."):
        raise Stop(
            f"{path} liegt nicht in diesem Verzeichnis von git",
            f"{path} is not inside this git repository",
        )
    return "" if inside == "." else inside.replace(os.sep, "/")


def take(wanted: Wanted, scratch: str) -> Place:
    """Find the policies of one side; those of a revision are put below `scratch`."""
    if wanted.revision is None:
        path = wanted.path or ""
        found = paths.find([path])
        if not os.path.isdir(path):
            return Place(wanted.said, {os.path.basename(path): path}, folder=False)
        return Place(
            wanted.said, {os.path.relpath(name, path): name for name in found}, folder=True
        )
    return _of_revision(wanted, os.path.realpath(scratch))


def _of_revision(wanted: Wanted, scratch: str) -> Place:
    revision, path = wanted.revision or "", (wanted.path or "").strip("/")
    listed = _git("ls-tree", "-r", "-z", "--full-tree", _resolve(revision) or "")
    blobs: dict[str, str] = {}
    for entry in listed.split(b"\0"):
        about, tab, name = entry.partition(b"\t")
        if tab and about.split()[0] in (b"100644", b"100755"):
            blobs[name.decode("utf-8", "surrogateescape")] = about.split()[2].decode("ascii")
    kept = {
        name: blob
        for name, blob in blobs.items()
        if (name.endswith(paths.SUFFIX) or name == path) and _is_inside(name)
    }
    below = [
        name
        for name in kept
        if not path or name == path or (name.startswith(path + "/") and _open(name[len(path) :]))
    ]
    if not below:
        where = path or "."
        raise Stop(
            f"in der Revision {revision} gibt es unter {where} keine Richtlinie ({paths.SUFFIX})",
            f"there is no policy ({paths.SUFFIX}) at {where} in the revision {revision}",
        )
    _write(kept, scratch)
    single = below == [path]
    start = os.path.dirname(path) if single else path
    files = {
        os.path.relpath(name, start or "."): os.path.join(scratch, *name.split("/"))
        for name in below
    }
    return Place(wanted.said, files, folder=not single, root=scratch, revision=revision)


def _open(inside: str) -> bool:
    return not any(part.startswith(".") for part in inside.split("/"))


def _is_inside(name: str) -> bool:
    return not os.path.isabs(name) and ".." not in name.split("/") and "\\" not in name


def _write(blobs: dict[str, str], scratch: str) -> None:
    names = list(blobs)
    wanted = "".join(f"{blobs[name]}\n" for name in names).encode("ascii")
    answer = _git("cat-file", "--batch", given=wanted)
    at = 0
    for name in names:
        end = answer.index(b"\n", at)
        size = int(answer[at:end].split()[2])
        content = answer[end + 1 : end + 1 + size]
        at = end + 1 + size + 1
        target = os.path.join(scratch, *name.split("/"))
        os.makedirs(os.path.dirname(target), exist_ok=True)
        with open(target, "wb") as file:
            file.write(content)


# --- git ----------------------------------------------------------------------------------------


def _is_revision(said: str) -> bool:
    try:
        return _resolve(said) is not None
    except Stop:
        return False


def _resolve(revision: str) -> str | None:
    """The tree of a revision; raises Stop if there is none."""
    try:
        found = _git("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{tree}}")
    except _Refused:
        de, en = _unfetched()
        raise Stop(
            f"die Revision {revision} gibt es in diesem Verzeichnis von git nicht{de}",
            f"there is no revision {revision} in this git repository{en}",
        ) from None
    return found.decode("ascii").strip()


def _unfetched() -> Pair:
    """What to do where only the last revisions were fetched, as services do."""
    if _git("rev-parse", "--is-shallow-repository").strip() != b"true":
        return "", ""
    return (
        "; es wurde nur mit den letzten Revisionen geholt: `git fetch --unshallow` holt alle",
        "; only its last revisions were fetched: `git fetch --unshallow` fetches them all",
    )


class _Refused(Stop):
    """Git says no."""


def _git(*arguments: str, given: bytes = b"") -> bytes:
    environment = os.environ | {"LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0"}
    try:
        run = subprocess.run(
            ["git", *arguments], input=given, capture_output=True, env=environment, timeout=SECONDS
        )
    except FileNotFoundError:
        raise Stop(
            "für eine Revision wird git gebraucht, und das ist hier nicht eingerichtet",
            "a revision needs git, and that is not installed here",
        ) from None
    except subprocess.TimeoutExpired:
        raise Stop("git antwortet nicht", "git does not answer") from None
    if run.returncode == 0:
        return run.stdout
    why = run.stderr.decode("utf-8", "replace").strip().removeprefix("fatal: ").split("\n")[0]
    if "not a git repository" in why:
        raise Stop(
            "der aktuelle Ordner gehört zu keinem Verzeichnis von git",
            "the current folder is not in a git repository",
        )
    raise _Refused(f"git meldet: {why}", f"git says: {why}")
