"""Code actions, those of the whole document worked out when they are chosen."""

from __future__ import annotations

from lsprotocol import types

from kontaktdsl.server import actions, diagnostics
from kontaktdsl.server.analysis import Analysis
from kontaktdsl.server.edge.server import Server


def register(server: Server) -> None:
    session = server.session

    @server.feature(
        types.TEXT_DOCUMENT_CODE_ACTION,
        types.CodeActionOptions(
            code_action_kinds=["quickfix", "refactor.rewrite", actions.FIX_ALL, actions.GENERATE],
            resolve_provider=True,
        ),
    )
    async def acted(params: types.CodeActionParams) -> list[types.CodeAction] | None:
        uri = params.text_document.uri
        only = [str(getattr(kind, "value", kind)) for kind in params.context.only or ()]

        def work(analysis: Analysis) -> list[types.CodeAction]:
            start, end = server.offsets(analysis, params.range)
            spoken = session.spoken(analysis)
            found: list[actions.Action] = []
            if _wanted("quickfix", only):
                found += actions.answers(analysis, start, end, spoken)
            if _wanted("refactor.rewrite", only):
                found += actions.rewrites(analysis, start, end, spoken)
            if _wanted(actions.FIX_ALL, only) or _wanted(actions.GENERATE, only):
                found += actions.whole_document(analysis, spoken)
            return [
                _action(server, analysis, uri, action)
                for action in found
                if _wanted(action.kind, only)
            ]

        return await server.ask(uri, work, whole=True)

    @server.feature(types.CODE_ACTION_RESOLVE)
    async def resolved(action: types.CodeAction) -> types.CodeAction:
        data = action.data if isinstance(action.data, dict) else {}

        def work(analysis: Analysis) -> types.CodeAction:
            later = next(
                (
                    each.later
                    for each in actions.whole_document(analysis, session.spoken(analysis))
                    if each.kind == data.get("kind")
                ),
                None,
            )
            action.edit = server.workspace_edit(later() if later is not None else [])
            return action

        found = await server.ask(str(data.get("uri", "")), work, whole=True)
        return found or action


def _wanted(kind: str, only: list[str]) -> bool:
    return not only or any(kind == each or kind.startswith(f"{each}.") for each in only)


def _action(
    server: Server, analysis: Analysis, uri: str, action: actions.Action
) -> types.CodeAction:
    shown = None
    if action.finding is not None:
        spoken = server.session.spoken(analysis)
        shown = server.wire.diagnostic(diagnostics.shown(analysis, action.finding, spoken))
    if action.later is None:
        return server.wire.action(action, server.workspace_edit(action.edits), shown, None)
    support = server.client_capabilities.text_document
    code_action = support.code_action if support is not None else None
    lazily = code_action.resolve_support if code_action is not None else None
    if lazily is not None and "edit" in lazily.properties:
        return server.wire.action(action, None, shown, {"uri": uri, "kind": action.kind})
    return server.wire.action(action, server.workspace_edit(action.later()), shown, None)
