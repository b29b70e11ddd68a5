"""From a name to its declaration and its uses."""

from __future__ import annotations

import asyncio

from lsprotocol import types

from kontaktdsl.server import navigation, symbols
from kontaktdsl.server.analysis import Analysis
from kontaktdsl.server.edge.server import Server


def register(server: Server) -> None:
    wire, session = server.wire, server.session

    @server.feature(types.TEXT_DOCUMENT_DEFINITION)
    async def defined(params: types.DefinitionParams) -> types.Location | None:
        def work(analysis: Analysis) -> types.Location | None:
            span = navigation.definition(analysis, wire.offset(analysis.source, params.position))
            return None if span is None else wire.location(span)

        return await server.ask(params.text_document.uri, work)

    @server.feature(types.TEXT_DOCUMENT_REFERENCES)
    async def referred(params: types.ReferenceParams) -> list[types.Location] | None:
        def work(analysis: Analysis) -> list[types.Location]:
            found = navigation.references(
                analysis,
                wire.offset(analysis.source, params.position),
                session.names_around(analysis),
                declaration=params.context.include_declaration,
            )
            return [wire.location(use.span) for use in found]

        return await server.ask(params.text_document.uri, work)

    @server.feature(types.TEXT_DOCUMENT_DOCUMENT_HIGHLIGHT)
    async def lit(params: types.DocumentHighlightParams) -> list[types.DocumentHighlight] | None:
        def work(analysis: Analysis) -> list[types.DocumentHighlight]:
            uses = navigation.highlights(analysis, wire.offset(analysis.source, params.position))
            kinds = types.DocumentHighlightKind
            return [
                types.DocumentHighlight(
                    wire.range(u.span), kinds.Write if u.declares else kinds.Read
                )
                for u in uses
            ]

        return await server.ask(params.text_document.uri, work)

    @server.feature(types.WORKSPACE_SYMBOL)
    async def searched(params: types.WorkspaceSymbolParams) -> list[types.WorkspaceSymbol] | None:
        def work() -> list[types.WorkspaceSymbol]:
            return [wire.found(item) for item in symbols.search(params.query, session.names())]

        try:
            return await asyncio.wrap_future(server.desk.ask(work))
        except Exception as error:
            server.report(error)
            return None
