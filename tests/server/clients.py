"""Documents with a cursor in them, and an editor that talks to the installed server."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Callable
from pathlib import Path

import attrs
from lsprotocol import types
from pygls.protocol import default_converter
from pytest_lsp import LanguageClient, client_capabilities
from pytest_lsp.client import DEFAULT_CLIENT_FEATURES, register_lsp_features

from kontaktdsl.server.analysis import Analysis
from kontaktdsl.server.session import Session
from kontaktdsl.server.workspace import Workspace

ROOT = Path(__file__).resolve().parents[2]
POLICIES = (ROOT / "policies" / "rhein-hunsrueck.kpol", ROOT / "policies" / "dahme-spreewald.kpol")
CURSOR = "‸"
COMMAND = [sys.executable, "-c", "from kontaktdsl.cli import command; command()", "lsp"]
"""What the installed command `kpol` does, with whatever interpreter runs the tests."""


def at_cursor(text: str, name: str = "/nowhere/a.kpol") -> tuple[Analysis, int]:
    """A checked document, and the place of the cursor in it."""
    offset = text.index(CURSOR)
    return analysed(text.replace(CURSOR, ""), name), offset


def analysed(text: str, name: str = "/nowhere/a.kpol") -> Analysis:
    """A checked document."""
    workspace = Workspace()
    workspace.open(name, f"file://{name}", text, 1)
    found = Session(workspace).whole(name)
    assert found is not None
    return found


@attrs.define
class Editor:
    """One editor with the server running."""

    client: LanguageClient
    versions: dict[str, int] = attrs.Factory(dict)
    result: types.InitializeResult | None = None
    published: dict[str, types.PublishDiagnosticsParams] = attrs.Factory(dict)
    news: asyncio.Event = attrs.Factory(asyncio.Event)

    @classmethod
    async def start(
        cls,
        root: Path | None = None,
        *,
        client: str = "visual_studio_code",
        encodings: list[str] | None = None,
        options: object = None,
        command: list[str] | None = None,
    ) -> Editor:
        """Start the server and introduce this editor with the abilities of a real one."""
        made = LanguageClient(converter_factory=default_converter)
        editor = cls(made)
        own = {types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS: lambda params: editor.take(params)}
        register_lsp_features(made, {**DEFAULT_CLIENT_FEATURES, **own})
        capabilities = client_capabilities(client)
        if encodings is not None:
            capabilities.general = types.GeneralClientCapabilities(
                position_encodings=[types.PositionEncodingKind(e) for e in encodings]
            )
        words = command or COMMAND
        environment = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}
        await made.start_io(words[0], *words[1:], env={**environment, "PYTHONPATH": str(ROOT)})
        editor.result = await made.initialize_session(
            types.InitializeParams(
                capabilities=capabilities,
                workspace_folders=[types.WorkspaceFolder(root.as_uri(), "root")] if root else None,
                initialization_options=options,
            )
        )
        return editor

    async def stop(self) -> None:
        """Say goodbye."""
        await self.client.shutdown_session()
        await self.client.stop()

    async def open(self, uri: str, text: str) -> list[types.Diagnostic]:
        """Open a document and wait for its findings."""
        self.versions[uri] = 1
        self.published.pop(uri, None)
        item = types.TextDocumentItem(uri, "kpol", 1, text)
        self.client.text_document_did_open(types.DidOpenTextDocumentParams(item))
        return await self.findings(uri)

    def edit(self, uri: str, start: tuple[int, int], end: tuple[int, int], text: str) -> None:
        """Send a keystroke."""
        self.versions[uri] += 1
        identifier = types.VersionedTextDocumentIdentifier(self.versions[uri], uri)
        change = types.TextDocumentContentChangePartial(
            range=types.Range(types.Position(*start), types.Position(*end)), text=text
        )
        self.client.text_document_did_change(
            types.DidChangeTextDocumentParams(identifier, [change])
        )

    def take(self, params: types.PublishDiagnosticsParams) -> None:
        """The server has published findings."""
        self.published[params.uri] = params
        self.news.set()

    async def findings(self, uri: str, seconds: float = 30) -> list[types.Diagnostic]:
        """The findings of the newest version."""
        await self._wait(lambda: self._newest(uri) is not None, seconds)
        return list(self.published[uri].diagnostics)

    def _newest(self, uri: str) -> types.PublishDiagnosticsParams | None:
        found = self.published.get(uri)
        return found if found is not None and found.version == self.versions[uri] else None

    async def _wait(self, done: Callable[[], bool], seconds: float) -> None:
        async with asyncio.timeout(seconds):
            while not done():
                self.news.clear()
                await self.news.wait()

    async def until(
        self, uri: str, wanted: Callable[[list[types.Diagnostic]], bool], seconds: float = 30
    ) -> None:
        """Wait until the findings of a document are as they should be."""
        await self._wait(
            lambda: self._newest(uri) is not None and wanted(list(self.published[uri].diagnostics)),
            seconds,
        )


def document(uri: str) -> types.TextDocumentIdentifier:
    """A document by its address."""
    return types.TextDocumentIdentifier(uri)


def position(text: str, offset: int) -> types.Position:
    """A place in the units of UTF-16."""
    before = text[:offset]
    line = before.count("\n")
    start = before.rfind("\n") + 1
    return types.Position(line, len(before[start:].encode("utf-16-le")) // 2)


def edited(text: str, edits: list[types.TextEdit]) -> str:
    """A text with edits, as an editor applies them."""
    lines = [0]
    for at, letter in enumerate(text):
        if letter == "\n" or (letter == "\r" and text[at + 1 : at + 2] != "\n"):
            lines.append(at + 1)

    def offset(place: types.Position) -> int:
        at, units = lines[place.line], 0
        while units < place.character:
            units += 2 if ord(text[at]) > 0xFFFF else 1
            at += 1
        return at

    pairs = [(offset(e.range.start), offset(e.range.end), n, e) for n, e in enumerate(edits)]
    for start, end, _, edit in sorted(pairs, key=lambda p: (p[0], p[1], p[2]), reverse=True):
        text = text[:start] + edit.new_text + text[end:]
    return text
