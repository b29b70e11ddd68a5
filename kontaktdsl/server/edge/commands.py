"""Commands: what they say is shown as a message or a document, in any client."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Sequence

from lsprotocol import types
from pygls.uris import from_fs_path

from kontaktdsl.server import formatting, hover, lenses, trying
from kontaktdsl.server.analysis import Analysis
from kontaktdsl.server.edge.server import Server

EXPLAIN = "kpol.server.explain"
CHECK = "kpol.server.check"
MATRIX = "kpol.server.matrix"
CONVERT = "kpol.server.convertKeywords"


def register(server: Server) -> None:
    session, wire = server.session, server.wire

    def spoken(feature: Callable[[Analysis, str], str]) -> Callable[[Analysis], str]:
        return lambda analysis: feature(analysis, session.spoken(analysis))

    async def tell(uri: str, feature: Callable[[Analysis, str], str]) -> str | None:
        text = await server.ask(uri, spoken(feature), whole=True)
        if text:
            server.say(text)
        return text

    @server.command(lenses.RUN)
    async def run(ls: Server, *arguments: object) -> str | None:
        uri, line = _place(arguments)
        return await tell(uri, lambda a, said: trying.example(a, line + 1, said))

    @server.command(lenses.RUN_ALL)
    async def run_all(ls: Server, *arguments: object) -> str | None:
        return await tell(_place(arguments)[0], trying.examples)

    @server.command(lenses.TRY)
    async def try_customer(ls: Server, *arguments: object) -> str | None:
        uri, line = _place(arguments)
        facts = arguments[2] if len(arguments) > 2 and isinstance(arguments[2], str) else None
        return await tell(uri, lambda a, said: trying.customer(a, line + 1, facts, said).text)

    @server.command(EXPLAIN)
    async def explain(ls: Server, *arguments: object) -> str | None:
        uri, line = _place(arguments)
        character = arguments[2] if len(arguments) > 2 and isinstance(arguments[2], int) else 0

        def work(analysis: Analysis, language: str) -> str:
            offset = wire.offset(analysis.source, types.Position(line, character))
            found = hover.hover(analysis, offset, language)
            return found.text if found is not None else ""

        return await tell(uri, work)

    @server.command(CHECK)
    async def check(ls: Server, *arguments: object) -> str | None:
        return await tell(_place(arguments)[0], trying.account)

    @server.command(MATRIX)
    async def matrix(ls: Server, *arguments: object) -> str | None:
        text = await server.ask(_place(arguments)[0], spoken(trying.matrix), whole=True)
        if text:
            await _show(server, text)
        return text

    @server.command(CONVERT)
    async def convert(ls: Server, *arguments: object) -> bool:
        uri = _place(arguments)[0]
        wanted = arguments[1] if len(arguments) > 1 else ""

        def work(analysis: Analysis) -> types.WorkspaceEdit | None:
            other = wanted if wanted in ("de", "en") else _other(analysis.language)
            edits = formatting.whole(analysis, str(other))
            return None if edits is None else server.workspace_edit(edits)

        edit = await server.ask(uri, work)
        if edit is None:
            await tell(uri, trying.account)
            return False
        done = await server.workspace_apply_edit_async(types.ApplyWorkspaceEditParams(edit))
        return done.applied


def _other(language: str) -> str:
    return "en" if language == "de" else "de"


def _place(arguments: Sequence[object]) -> tuple[str, int]:
    """The address of a document and a line (from 0), however a client passes them."""
    uri = arguments[0] if arguments and isinstance(arguments[0], str) else ""
    line = arguments[1] if len(arguments) > 1 and isinstance(arguments[1], int) else 0
    return uri, line


async def _show(server: Server, text: str) -> None:
    """Show a longer text: as a document where the client can, else as a message."""
    if not server.can("window.show_document.support"):
        server.say(text)
        return
    handle, path = tempfile.mkstemp(prefix="kpol-", suffix=".txt")
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
    uri = from_fs_path(path)
    if uri is not None:
        await server.window_show_document_async(types.ShowDocumentParams(uri=uri, take_focus=False))
