"""Where output goes: a terminal, a pipe, a file; with colours or without, in any encoding."""

from __future__ import annotations

import codecs
import os
import sys

from kontaktdsl.cli.words import Stop

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TextIO

    from kontaktdsl.reports.lines import Line

_PLAIN = {
    "│": "|", "‾": "^", "…": "...", "→": "->", "–": "-", "—": "-", "„": '"', "“": '"', "”": '"',
    "‚": "'", "‘": "'", "’": "'", "«": '"', "»": '"', "•": "*", "·": ".", "─": "-", "┼": "+",
    "✗": "X", "≠": "!=", "ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue",
    "ß": "ss", "§": "Par.", "\u0308": "e", "\u00a0": " ",
}  # fmt: skip


def _spelled(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    letters = error.object[error.start : error.end]
    return "".join(_PLAIN.get(letter, "?") for letter in letters), error.end


codecs.register_error("kpol", _spelled)


class Screen:
    """The place for output of one run."""

    def __init__(self, color: str, target: str | None = None) -> None:
        self.target = target
        stream = sys.stdout
        self._terminal = target is None and stream is not None and stream.isatty()
        for out in (sys.stdout, sys.stderr):
            if out is not None and hasattr(out, "reconfigure"):
                out.reconfigure(errors="kpol")
        self.color = target is None and _wants_color(color, self._terminal)

    @property
    def columns(self) -> int:
        """The width to draw for: the terminal's, `COLUMNS`, or 100 where nobody looks."""
        given = os.environ.get("COLUMNS", "")
        if given.isascii() and given.isdigit() and int(given) > 0:
            return max(40, int(given))
        if self._terminal:
            try:
                return max(40, os.get_terminal_size(sys.stdout.fileno()).columns)
            except (OSError, ValueError):
                pass
        return 100

    def draw(self, lines: list[Line], *, color: bool = True) -> None:
        """Write lines, in colour where that is wanted."""
        from kontaktdsl.reports.lines import coloured, plain

        self.write(coloured(lines) if self.color and color else plain(lines))

    def write(self, text: str) -> None:
        """Write text; a closed pipe is no fault, raises Stop if the place takes it for another."""
        if self.target is not None:
            write_file(self.target, text)
            return
        if sys.stdout is None:  # closed by the caller
            return
        try:
            sys.stdout.write(text)
            sys.stdout.flush()
        except BrokenPipeError:
            silence(sys.stdout)
        except OSError as error:
            silence(sys.stdout)
            raise unwritable(("Ausgabe", "output"), error) from None


def _wants_color(color: str, terminal: bool) -> bool:
    if color != "auto":
        return color == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR", "0") not in ("", "0"):
        return True
    return terminal and os.environ.get("TERM") != "dumb"


def write_file(path: str, text: str) -> None:
    """Write a file whole or not at all."""
    from kontaktdsl.data.beside import Beside

    if os.path.isdir(path):
        raise Stop(f"{path}: ist ein Ordner", f"{path}: is a folder")
    try:
        with Beside(path) as place:
            place.file.write(text.encode("utf-8", "kpol"))
            place.keep()
    except OSError as error:
        raise unwritable((path, path), error) from None


def unwritable(what: tuple[str, str], error: OSError) -> Stop:
    """Why something cannot be written, in words."""
    import errno

    why = {
        errno.ENOSPC: ("der Datenträger ist voll", "the disk is full"),
        errno.EFBIG: ("die Datei wird zu groß", "the file grows too large"),
        errno.EISDIR: ("das ist ein Ordner", "it is a folder"),
        errno.EDQUOT: ("der Datenträger ist voll", "the disk is full"),
        errno.EACCES: ("keine Berechtigung", "no permission"),
        errno.EPERM: ("keine Berechtigung", "no permission"),
        errno.EROFS: ("der Datenträger ist schreibgeschützt", "the disk is read-only"),
        errno.ENOENT: ("den Ordner gibt es nicht", "the folder does not exist"),
        errno.ENOTDIR: ("den Ordner gibt es nicht", "the folder does not exist"),
    }.get(error.errno or 0, (f"Fehler {error.errno}", f"error {error.errno}"))
    return Stop(
        f"{what[0]}: lässt sich nicht schreiben, {why[0]}",
        f"{what[1]}: cannot be written, {why[1]}",
    )


def aside(text: str) -> None:
    """Say something on standard error; nobody has to listen there."""
    from kontaktdsl.reports.lines import harmless

    if sys.stderr is None:  # closed by the caller
        return
    try:
        print("\n".join(map(harmless, text.split("\n"))), file=sys.stderr, flush=True)
    except OSError:
        silence(sys.stderr)


def silence(stream: TextIO) -> None:
    """Let a stream that takes nothing any more end without a complaint of the interpreter."""
    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)
    except (OSError, ValueError, AttributeError):
        pass
