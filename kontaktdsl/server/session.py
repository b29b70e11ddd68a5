"""The analyses of a workspace: one a document, made anew when it or what it uses changes."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterator, Mapping

from kontaktdsl.diagnostics import Diagnostic
from kontaktdsl.server.analysis import Analysis, begin, finish, settings
from kontaktdsl.server.names import Names
from kontaktdsl.server.workspace import Buffer, Workspace
from kontaktdsl.source import Source

SETTINGS = ("kpol.toml", "pyproject.toml")


class Session:
    """Analyses by document; everything here runs on one thread."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.language = "auto"
        self._latest: dict[str, Analysis] = {}
        self._settings: dict[str, Mapping[str, str]] = {}

    def spoken(self, analysis: Analysis) -> str:
        """The language of messages: the client's, else that of the document."""
        return analysis.language if self.language == "auto" else self.language

    # --- one document ---------------------------------------------------------------------------

    def current(self, name: str) -> Analysis | None:
        """What is known of the newest version of a document; None if there is no such document."""
        key = self.workspace.key(name)
        buffer = self.workspace.buffers.get(key)
        if buffer is None:
            return self._begun_file(name)
        known = self._latest.get(key)
        if known is None or known.source is not buffer.source:
            if known is not None:
                known.release()
            known = self._latest[key] = self._begun(buffer)
        return known

    def whole(self, name: str, pause: Callable[[], None] = lambda: None) -> Analysis | None:
        """The newest version of a document, checked."""
        begun = self.current(name)
        if begun is None or begun.checked is not None:
            return begun
        with _no_collection():
            done = finish(begun, pause)
        key = self.workspace.key(name)
        if self._latest.get(key) is begun:
            self._latest[key] = done
        return done

    def _begun(self, buffer: Buffer) -> Analysis:
        folder = buffer.folder
        weights: Mapping[str, str] = {}
        if folder is not None:
            known = self._settings.get(folder)
            weights = self._settings[folder] = settings(buffer.name) if known is None else known
        with _no_collection():
            return begin(buffer.source, folder, self.workspace.files, weights)

    def _begun_file(self, path: str) -> Analysis | None:
        source = self.workspace.read(path)
        if isinstance(source, Diagnostic):
            return None
        return begin(source, os.path.dirname(path), self.workspace.files)

    def forget(self, name: str) -> None:
        """A document was closed."""
        self._latest.pop(self.workspace.key(name), None)

    def outdated(self, names: list[str]) -> list[Buffer]:
        """The other open documents that rest on one of these; their analysis is forgotten."""
        keys = {self.workspace.key(name) for name in names}
        everything = any(os.path.basename(name) in SETTINGS for name in names)
        if everything:
            self._settings.clear()
        found = []
        for key, analysis in list(self._latest.items()):
            buffer = self.workspace.buffers.get(key)
            if buffer is None or not (
                everything or (key not in keys and self._rests_on(analysis, keys))
            ):
                continue
            self._latest.pop(key)
            found.append(buffer)
        return found

    def _rests_on(self, analysis: Analysis, keys: set[str]) -> bool:
        checked = analysis.checked or analysis.compiled.checked
        if checked.rests_on is None:
            return True
        paths = [*checked.rests_on, *(document.source.name for document in analysis.compiled.used)]
        folders = {os.path.dirname(key) for key in keys if os.path.isabs(key)}
        return any(self.workspace.key(path) in keys | folders for path in paths)

    # --- all documents --------------------------------------------------------------------------

    def names(self) -> Iterator[Names]:
        """The names of every document of the workspace."""
        for path in self.workspace.paths():
            known = self.current(path)
            if known is not None:
                yield known.names

    def names_around(self, analysis: Analysis) -> Iterator[Names]:
        """The names of every document of the workspace, and of those that a document uses."""
        yield from self.names()
        for document in analysis.compiled.used:
            known = self.current(document.source.name)
            if known is not None:
                yield known.names

    def uri_source(self, source: Source) -> Buffer | None:
        """The open document of a source, if it is one."""
        return self.workspace.buffers.get(self.workspace.key(source.name))


class _no_collection:  # noqa: N801  # reads as what it does
    """Trees and models hold few cycles; collecting while they grow takes a quarter of the time."""

    def __enter__(self) -> None:
        self._enabled = gc.isenabled()
        gc.disable()

    def __exit__(self, *_: object) -> None:
        if self._enabled:
            gc.enable()
