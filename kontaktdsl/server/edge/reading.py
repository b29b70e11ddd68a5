"""What is shown of a document: hover, completion, colours, remarks, the outline."""

from __future__ import annotations

from lsprotocol import types

from kontaktdsl.server import (
    completion,
    folding,
    hints,
    hover,
    lenses,
    selection,
    signature,
    symbols,
    tokens,
)
from kontaktdsl.server.analysis import Analysis
from kontaktdsl.server.edge.server import Server


def register(server: Server) -> None:
    wire, session = server.wire, server.session

    @server.feature(types.TEXT_DOCUMENT_HOVER)
    async def hovered(params: types.HoverParams) -> types.Hover | None:
        def work(analysis: Analysis) -> types.Hover | None:
            offset = wire.offset(analysis.source, params.position)
            return wire.hover(hover.hover(analysis, offset, session.spoken(analysis)))

        return await server.ask(params.text_document.uri, work, whole=True)

    @server.feature(
        types.TEXT_DOCUMENT_COMPLETION,
        types.CompletionOptions(trigger_characters=[" ", "|", '"', "[", "-", ">"]),
    )
    async def completed(params: types.CompletionParams) -> types.CompletionList | None:
        snippets = server.can("text_document.completion.completion_item.snippet_support")

        def work(analysis: Analysis) -> types.CompletionList:
            offset = wire.offset(analysis.source, params.position)
            found = completion.completions(analysis, offset, session.spoken(analysis))
            items = [wire.completion(n, p, snippets=snippets) for n, p in enumerate(found)]
            return types.CompletionList(is_incomplete=False, items=items)

        return await server.ask(params.text_document.uri, work)

    @server.feature(
        types.TEXT_DOCUMENT_SIGNATURE_HELP,
        types.SignatureHelpOptions(trigger_characters=[" ", ":", "|"], retrigger_characters=[" "]),
    )
    async def signed(params: types.SignatureHelpParams) -> types.SignatureHelp | None:
        offsets = server.can(
            "text_document.signature_help.signature_information"
            ".parameter_information.label_offset_support"
        )

        def work(analysis: Analysis) -> types.SignatureHelp | None:
            offset = wire.offset(analysis.source, params.position)
            found = signature.signature(analysis, offset, session.spoken(analysis))
            return wire.signature(found, offsets=offsets)

        return await server.ask(params.text_document.uri, work)

    @server.feature(
        types.TEXT_DOCUMENT_SEMANTIC_TOKENS_FULL,
        types.SemanticTokensLegend(list(tokens.TYPES), list(tokens.MODIFIERS)),
    )
    async def coloured(params: types.SemanticTokensParams) -> types.SemanticTokens | None:
        return await server.ask(
            params.text_document.uri, lambda a: wire.tokens(a.source, tokens.tokens(a))
        )

    @server.feature(
        types.TEXT_DOCUMENT_SEMANTIC_TOKENS_RANGE,
        types.SemanticTokensLegend(list(tokens.TYPES), list(tokens.MODIFIERS)),
    )
    async def coloured_range(
        params: types.SemanticTokensRangeParams,
    ) -> types.SemanticTokens | None:
        def work(analysis: Analysis) -> types.SemanticTokens:
            start, end = server.offsets(analysis, params.range)
            return wire.tokens(analysis.source, tokens.tokens(analysis, start, end))

        return await server.ask(params.text_document.uri, work)

    @server.feature(types.TEXT_DOCUMENT_INLAY_HINT)
    async def hinted(params: types.InlayHintParams) -> list[types.InlayHint] | None:
        def work(analysis: Analysis) -> list[types.InlayHint]:
            first, last = params.range.start.line + 1, params.range.end.line + 1
            found = hints.hints(analysis, first, last, session.spoken(analysis))
            return [wire.hint(analysis.source, hint) for hint in found]

        return await server.ask(params.text_document.uri, work, whole=True)

    @server.feature(types.TEXT_DOCUMENT_CODE_LENS)
    async def lensed(params: types.CodeLensParams) -> list[types.CodeLens] | None:
        uri = params.text_document.uri

        def work(analysis: Analysis) -> list[types.CodeLens]:
            found = lenses.lenses(analysis, session.spoken(analysis))
            return [wire.lens(uri, lens) for lens in found]

        return await server.ask(uri, work)

    @server.feature(types.TEXT_DOCUMENT_DOCUMENT_SYMBOL)
    async def outlined(
        params: types.DocumentSymbolParams,
    ) -> list[types.DocumentSymbol] | list[types.SymbolInformation] | None:
        nested = server.can("text_document.document_symbol.hierarchical_document_symbol_support")

        def work(
            analysis: Analysis,
        ) -> list[types.DocumentSymbol] | list[types.SymbolInformation]:
            items = symbols.outline(analysis)
            if nested:
                return [wire.symbol(item) for item in items]
            flat = [inner for item in items for inner in (item, *item.inner)]
            return [
                types.SymbolInformation(
                    location=wire.location(item.span), name=item.name, kind=wire.symbol(item).kind
                )
                for item in flat
            ]

        return await server.ask(params.text_document.uri, work)

    @server.feature(types.TEXT_DOCUMENT_FOLDING_RANGE)
    async def folded(params: types.FoldingRangeParams) -> list[types.FoldingRange] | None:
        return await server.ask(
            params.text_document.uri,
            lambda a: [wire.fold(fold) for fold in folding.folds(a.document)],
        )

    @server.feature(types.TEXT_DOCUMENT_SELECTION_RANGE)
    async def selected(params: types.SelectionRangeParams) -> list[types.SelectionRange] | None:
        def work(analysis: Analysis) -> list[types.SelectionRange]:
            offsets = [wire.offset(analysis.source, place) for place in params.positions]
            return [wire.selection(selection.around(analysis.document, at)) for at in offsets]

        return await server.ask(params.text_document.uri, work)
