"""What changes a text on request: renaming and formatting."""

from __future__ import annotations

from lsprotocol import types
from pygls.exceptions import JsonRpcException

from kontaktdsl.mending.asked import Refused
from kontaktdsl.server import formatting, renaming
from kontaktdsl.server.analysis import Analysis
from kontaktdsl.server.edge.server import FAILED, Server


def register(server: Server) -> None:
    wire, session = server.wire, server.session

    @server.feature(types.TEXT_DOCUMENT_PREPARE_RENAME)
    async def prepared(params: types.PrepareRenameParams) -> types.Range | None:
        def work(analysis: Analysis) -> types.Range:
            span = renaming.prepare(analysis, wire.offset(analysis.source, params.position))
            if span is None:
                text = renaming.NOTHING.into(session.spoken(analysis))
                raise JsonRpcException(text, FAILED)
            return wire.range(span)

        return await server.ask(params.text_document.uri, work)

    @server.feature(types.TEXT_DOCUMENT_RENAME)
    async def renamed(params: types.RenameParams) -> types.WorkspaceEdit | None:
        def work(analysis: Analysis) -> types.WorkspaceEdit:
            others = list(session.names_around(analysis))
            offset = wire.offset(analysis.source, params.position)
            try:
                edits = renaming.rename(analysis, offset, params.new_name, others)
            except Refused as refused:
                text = refused.text.into(session.spoken(analysis))
                raise JsonRpcException(text, FAILED) from None
            return server.workspace_edit(edits)

        return await server.ask(params.text_document.uri, work)

    @server.feature(types.TEXT_DOCUMENT_FORMATTING)
    async def formatted(params: types.DocumentFormattingParams) -> list[types.TextEdit] | None:
        def work(analysis: Analysis) -> list[types.TextEdit] | None:
            edits = formatting.whole(analysis)
            return None if edits is None else wire.edits(edits)

        return await server.ask(params.text_document.uri, work)

    @server.feature(types.TEXT_DOCUMENT_RANGE_FORMATTING)
    async def formatted_range(
        params: types.DocumentRangeFormattingParams,
    ) -> list[types.TextEdit] | None:
        def work(analysis: Analysis) -> list[types.TextEdit] | None:
            edits = formatting.some(analysis, *server.offsets(analysis, params.range))
            return None if edits is None else wire.edits(edits)

        return await server.ask(params.text_document.uri, work)

    @server.feature(
        types.TEXT_DOCUMENT_ON_TYPE_FORMATTING,
        types.DocumentOnTypeFormattingOptions(
            first_trigger_character="|", more_trigger_character=["\n"]
        ),
    )
    async def formatted_on_type(
        params: types.DocumentOnTypeFormattingParams,
    ) -> list[types.TextEdit] | None:
        def work(analysis: Analysis) -> list[types.TextEdit]:
            offset = wire.offset(analysis.source, params.position)
            return wire.edits(formatting.aligned(analysis.source, offset))

        return await server.ask(params.text_document.uri, work)
