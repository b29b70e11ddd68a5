"""Files that a verb writes anew: read once, compared, written whole or not at all."""

from __future__ import annotations

import os
import sys

from kontaktdsl.cli import paths
from kontaktdsl.cli.screen import Screen, aside, write_file
from kontaktdsl.cli.words import Stop, UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kontaktdsl.cli.arguments import Given
    from kontaktdsl.cli.words import Pair
    from kontaktdsl.diagnostics import Diagnostic
    from kontaktdsl.reports.lines import Line
    from kontaktdsl.source import Source


class File:
    """One file, or standard input: its bytes and its text, or why there is none."""

    __slots__ = ("content", "path", "refusal", "source")

    def __init__(self, path: str, content: bytes, read: Source | Diagnostic) -> None:
        from kontaktdsl.diagnostics import Diagnostic

        self.path = path
        self.content = content
        self.source = None if isinstance(read, Diagnostic) else read
        self.refusal = read if isinstance(read, Diagnostic) else None

    @property
    def notes(self) -> list[Pair]:
        """What else changes when the text is written as it is always written."""
        from kontaktdsl.syntax.reading import ForeignSource

        notes: list[Pair] = []
        if self.source is not None and "\r" in self.source.text:
            crlf = "\r\n" in self.source.text
            old = "CRLF" if crlf else "CR"
            notes.append((f"Zeilenenden LF statt {old}", f"line ends LF instead of {old}"))
        if isinstance(self.source, ForeignSource):
            old = self.source.encoding
            notes.append((f"UTF-8 statt {old}", f"UTF-8 instead of {old}"))
        elif self.content.startswith(b"\xef\xbb\xbf"):
            notes.append(("ohne Bytemarke am Anfang", "without a byte order mark"))
        return notes

    @property
    def language(self) -> str | None:
        """The language of the text, if there is one."""
        from kontaktdsl.syntax.parser import spoken

        return None if self.source is None else spoken(self.source)

    def write(self, text: str) -> None:
        """Write a new text, unless the file was changed in the meantime."""
        with open(self.path, "rb") as file:
            now = file.read()
        if now != self.content:
            raise Stop(
                f"{self.path}: wurde inzwischen geändert und bleibt, wie sie ist",
                f"{self.path}: was changed in the meantime and stays as it is",
            )
        write_file(self.path, text)


def files(given: Given, verb: str) -> Iterator[File]:
    """The files of a command line; to write files takes naming them."""
    from kontaktdsl.syntax.reading import decode, read

    if not given.operands:
        raise UsageError(
            verb,
            "welche Dateien? Eine Datei, ein Ordner (`.` ist dieser hier) oder `-`",
            "which files? A file, a folder (`.` is this one) or `-`",
        )
    for path in paths.find(given.operands):
        if path == paths.STDIN:
            content = paths.standard_input()
            yield File(path, content, decode(path, content))
        elif os.path.exists(path) and not os.path.isfile(path):
            raise Stop(f"{path}: keine gewöhnliche Datei", f"{path}: no regular file")
        else:
            try:
                with open(path, "rb") as file:
                    content = file.read()
            except OSError:
                yield File(path, b"", read(path))
            else:
                yield File(path, content, decode(path, content))


class Work:
    """One run of such a verb: every file gets its turn, also where another is refused."""

    verb = ""

    def __init__(self, given: Given, language: str) -> None:
        self.given = given
        self.asked = language
        self.spoken: set[str] = set()
        self.speak(language)
        self.screen = Screen(given.text("color") or "auto")
        self.diff = given.flag("diff")
        self.code = 0
        self.piped = False
        """Standard output is kept for a text."""

    def run(self) -> int:
        """Do all files, and return the exit code."""
        for file in files(self.given, self.verb):
            self.piped = self.piped or file.path == paths.STDIN
            self.speak(self.given.text("lang") or file.language or self.asked)
            self.spoken.add(self.language)
            try:
                if file.refusal is not None:
                    self.refuse(
                        file, pictures(file, [file.refusal], self.language, self.given, 100)
                    )
                else:
                    self.one(file)
            except Stop as stop:
                self.code = max(self.code, complain(stop, self.language))
        self.speak(self.spoken.pop() if len(self.spoken) == 1 else self.asked)
        return self.finish()

    def speak(self, language: str) -> None:
        """Go on in the language of a file."""
        self.language = language
        self.side = 0 if language == "de" else 1

    def one(self, file: File) -> None:
        """Do one file that has a text."""
        raise NotImplementedError

    def refuse(self, file: File, lines: list[Line]) -> None:
        """Show why nothing can be done with a file."""
        tell(self.screen, lines, aside=self.piped)
        self.code = max(self.code, 1)

    def finish(self) -> int:
        """Say what is left to say of the run, and return the exit code."""
        return self.code


def tell(screen: Screen, lines: list[Line], *, aside: bool = False) -> None:
    """Show lines; `aside` keeps standard output free for a text."""
    if not aside:
        screen.draw(lines)
    elif lines and sys.stderr is not None:
        from kontaktdsl.reports.lines import plain

        sys.stderr.write(plain(lines))


def complain(stop: Stop, language: str) -> int:
    """Say why one file was left alone; the others still get their turn."""
    aside(f"kpol: {stop.words(language)}")
    return stop.code


def pictures(
    file: File, findings: Sequence[Diagnostic], language: str, given: Given, columns: int
) -> list[Line]:
    """The findings of one file in full."""
    from kontaktdsl.reports.record import record
    from kontaktdsl.reports.terminal import finding

    made = record(file.path, language, None, tuple(findings), ())
    lines: list[Line] = []
    for item in made["findings"]:
        lines += [*finding(item, given.text("lang") or language, columns, False), []]
    return lines


def difference(path: str, old: str, new: str) -> list[Line]:
    """A unified diff; line ends are not shown."""
    from difflib import unified_diff

    before, after = _lines(old), _lines(new)
    lines: list[Line] = []
    for text in unified_diff(before, after, f"{path}", f"{path}", lineterm=""):
        lines.append([(_visible(text), _STYLES.get(text[:1], ""))])
    for line, style in zip(lines[:2], ("dim", "dim"), strict=False):
        line[0] = (line[0][0], style)
    return lines


_STYLES = {"+": "good", "-": "mark", "@": "bar"}


def _lines(text: str) -> list[str]:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if lines[-1] == "":
        lines.pop()
    return lines


def _visible(text: str) -> str:
    """Characters that nobody sees as their number, so that a diff shows them."""
    if text.isascii() and text.isprintable():
        return text
    from unicodedata import category

    return "".join(
        f"\\u{ord(letter):04x}"
        if letter != "\t" and (category(letter)[0] == "C" or letter == "\u00a0")
        else letter
        for letter in text
    )


def told(notes: Sequence[Pair], side: int) -> str:
    """Remarks in brackets behind a file."""
    return f" ({', '.join(note[side] for note in notes)})" if notes else ""


def many(count: int, one: Pair, more: Pair, side: int) -> str:
    """A number of things in words."""
    return f"{count} {(one if count == 1 else more)[side]}"
