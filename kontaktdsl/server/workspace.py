"""The documents of an editor: unsaved texts before files, their versions, who uses whom."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence

import attrs

from kontaktdsl.diagnostics import Diagnostic
from kontaktdsl.files import Files
from kontaktdsl.server.places import Place, Ruler
from kontaktdsl.source import Source
from kontaktdsl.syntax import reading
from kontaktdsl.syntax.parser import Parsed, parse
from kontaktdsl.syntax.reuse import Memory

Change = tuple[tuple[Place, Place] | None, str]
"""A range (None: the whole text) and the text that stands there from now on."""

ENDING = ".kpol"
MOST_FILES = 2_000
"""So many files of a workspace are looked through."""


@attrs.define(eq=False)
class Buffer:
    """An open document. `name` is its path, or its address where it is no file."""

    name: str
    uri: str
    source: Source
    version: int | None = None

    @property
    def folder(self) -> str | None:
        """The folder of its file; None where it is none."""
        return os.path.dirname(self.name) if os.path.isabs(self.name) else None


@attrs.define(eq=False)
class _Read:
    """What was last read of a file, and how."""

    source: Source | Diagnostic
    stamp: tuple[int, int] | None
    parsed: Parsed | None = None


def same(path: str) -> str:
    """A path as it is compared: without links, in the letter case that the system compares."""
    return os.path.normcase(os.path.realpath(path))


class Workspace:
    """The open documents, the folders, and what was read of files."""

    def __init__(self, encoding: str = "utf-16") -> None:
        self.encoding = encoding
        self.buffers: dict[str, Buffer] = {}
        self.folders: list[str] = []
        self._memories: dict[str, Memory] = {}
        self._read: dict[str, _Read] = {}
        self.files = Files(read=self.read, parse=self.parse)

    # --- open documents -------------------------------------------------------------------------

    def key(self, name: str) -> str:
        """By what a document is found: its real path, or its address."""
        return same(name) if os.path.isabs(name) else name

    def open(self, name: str, uri: str, text: str, version: int | None) -> Buffer:
        """A document was opened."""
        buffer = self.buffers[self.key(name)] = Buffer(name, uri, Source(name, text), version)
        return buffer

    def change(self, name: str, changes: Sequence[Change], version: int | None) -> Buffer | None:
        """The text of an open document was changed, step by step; None if it is not open."""
        buffer = self.buffers.get(self.key(name))
        if buffer is None:
            return None
        for span, new in changes:
            text = new
            if span is not None:
                ruler = Ruler(buffer.source, self.encoding)
                start, end = sorted((ruler.offset(span[0]), ruler.offset(span[1])))
                text = buffer.source.text[:start] + new + buffer.source.text[end:]
            buffer.source = Source(buffer.name, text)
        buffer.version = version
        return buffer

    def close(self, name: str) -> None:
        """A document was closed; from now on its file counts."""
        key = self.key(name)
        self.buffers.pop(key, None)
        self._memories.pop(key, None)

    # --- texts ----------------------------------------------------------------------------------

    def read(self, path: str) -> Source | Diagnostic:
        """The text of a document: what stands in the editor, else the file."""
        key = self.key(path)
        buffer = self.buffers.get(key)
        if buffer is not None:
            known = self._read.get(key)
            old = known.source if known is not None and known.stamp is None else None
            if isinstance(old, Source) and old.text == buffer.source.text:
                return old
            self._read[key] = _Read(Source(path, buffer.source.text), None)
            return self._read[key].source
        try:
            about = os.stat(path)
            stamp = about.st_mtime_ns, about.st_size
        except (OSError, ValueError):
            return reading.read(path)
        known = self._read.get(key)
        if known is None or known.stamp != stamp:
            known = self._read[key] = _Read(reading.read(path), stamp)
        return known.source

    def parse(self, source: Source) -> Parsed:
        """The tree of a document; of an open one, lines that did not change are not read again."""
        key = self.key(source.name)
        known = self._read.get(key)
        if known is not None and known.source is source:
            if known.parsed is None:
                known.parsed = parse(source)
            return known.parsed
        buffer = self.buffers.get(key)
        if buffer is None or buffer.name != source.name:
            return parse(source)
        return parse(source, self._memories.setdefault(key, Memory()))

    # --- the others -----------------------------------------------------------------------------

    def paths(self) -> Iterator[str]:
        """The policies of the workspace, open ones first; a file in several folders once."""
        seen = set()
        for key, buffer in list(self.buffers.items()):
            if os.path.isabs(buffer.name):
                seen.add(key)
                yield buffer.name
        beside = {b.folder for b in self.buffers.values() if b.folder}
        count = 0
        for top in (*self.folders, *sorted(beside)):
            for folder, names, files in os.walk(top):
                names[:] = sorted(n for n in names if not n.startswith(".") and n != "node_modules")
                if top not in self.folders:
                    names.clear()
                for file in sorted(files):
                    path = os.path.join(folder, file)
                    if file.endswith(ENDING) and same(path) not in seen:
                        seen.add(same(path))
                        yield path
                        count += 1
                        if count >= MOST_FILES:
                            return
