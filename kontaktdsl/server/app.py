"""The server: messages in, features, messages out; nothing that goes wrong inside ends it."""

from __future__ import annotations

import asyncio
import gc
import logging
import os
import signal
import sys
import tempfile
import traceback
from collections.abc import Callable, Generator, Sequence
from typing import Any, TypeVar

from lsprotocol import types
from pygls.exceptions import JsonRpcContentModified, JsonRpcException
from pygls.lsp.server import LanguageServer
from pygls.protocol import LanguageServerProtocol, default_converter, lsp_method
from pygls.uris import from_fs_path

from kontaktdsl import __version__
from kontaktdsl.mending.asked import Refused
from kontaktdsl.server import (
    actions,
    completion,
    diagnostics,
    folding,
    formatting,
    hints,
    hover,
    lenses,
    navigation,
    renaming,
    selection,
    signature,
    symbols,
    tokens,
    trying,
)
from kontaktdsl.server.analysis import Analysis
from kontaktdsl.server.desk import Desk, Overtaken
from kontaktdsl.server.session import Session
from kontaktdsl.server.wire import Wire, name_of
from kontaktdsl.server.workspace import Buffer, Change, Workspace

T = TypeVar("T")

LANGUAGES = ("de", "en", "auto")
EXPLAIN = "kpol.server.explain"
CHECK = "kpol.server.check"
MATRIX = "kpol.server.matrix"
CONVERT = "kpol.server.convertKeywords"
MOST_UNTIDIED = 50
"""So many versions may leave something behind before there is time to tidy up."""
FAILED = -32803
"""The protocol's code for a request that cannot be served, for a reason that is shown."""

log = logging.getLogger("kontaktdsl.server")


class Protocol(LanguageServerProtocol):
    """pygls' protocol without its own copy of the texts, which cuts lines where the protocol does
    not (at U+2028, a form feed ...), so that edits would go to the wrong place.
    """

    @lsp_method(types.TEXT_DOCUMENT_DID_OPEN)
    def lsp_text_document__did_open(
        self, params: types.DidOpenTextDocumentParams
    ) -> Generator[Any, Any, None]:
        """A document was opened."""
        yield self.fm.features[types.TEXT_DOCUMENT_DID_OPEN], (params,), None

    @lsp_method(types.TEXT_DOCUMENT_DID_CHANGE)
    def lsp_text_document__did_change(
        self, params: types.DidChangeTextDocumentParams
    ) -> Generator[Any, Any, None]:
        """A document was changed."""
        yield self.fm.features[types.TEXT_DOCUMENT_DID_CHANGE], (params,), None

    @lsp_method(types.TEXT_DOCUMENT_DID_CLOSE)
    def lsp_text_document__did_close(
        self, params: types.DidCloseTextDocumentParams
    ) -> Generator[Any, Any, None]:
        """A document was closed."""
        yield self.fm.features[types.TEXT_DOCUMENT_DID_CLOSE], (params,), None


class Server(LanguageServer):
    """One client, one workspace."""

    def __init__(self) -> None:
        super().__init__(
            "kpol",
            __version__,
            protocol_cls=Protocol,
            converter_factory=default_converter,
        )
        self.texts = Workspace()
        self.session = Session(self.texts)
        self.wire = Wire(self.texts)
        self.desk = Desk(self.report, tidy)
        self.loop: asyncio.AbstractEventLoop | None = None
        self.checks = 0

    # --- the client -----------------------------------------------------------------------------

    def begin(self, params: types.InitializeParams) -> None:
        """Take over what the client says of itself."""
        self.loop = asyncio.get_running_loop()
        encoding = self.workspace.position_encoding
        self.texts.encoding = str(getattr(encoding, "value", encoding) or "utf-16")
        self.language(params.initialization_options)
        self.texts.folders = [
            name
            for folder in params.workspace_folders or ()
            if os.path.isabs(name := name_of(folder.uri))
        ]
        if not self.texts.folders and params.root_uri:
            self.texts.folders = [name_of(params.root_uri)]

    def language(self, options: object) -> None:
        """The language of messages, where the client asks for one: `{"language": "de"}`."""
        if not isinstance(options, dict):
            return
        inner = options.get("kpol")
        given = inner if isinstance(inner, dict) else options
        wanted = str(given.get("language") or given.get("locale") or "").lower()
        plain = wanted.replace("_", "-").split("-")[0]
        if plain in LANGUAGES:
            self.session.language = plain

    def can(self, path: str) -> bool:
        """Whether the client says that it can do something, by its path in the capabilities."""
        found: object = self.client_capabilities
        for part in path.split("."):
            found = getattr(found, part, None)
        return bool(found)

    # --- work -----------------------------------------------------------------------------------

    async def ask(
        self,
        uri: str,
        feature: Callable[[Analysis], T],
        *,
        whole: bool = False,
        default: T | None = None,
    ) -> T | None:
        """A feature over the newest version of a document; `whole` waits until it is checked.

        Where the document changes meanwhile the client is told to ask again; whatever else goes
        wrong is logged, and the answer is `default`.
        """

        def work() -> T | None:
            name = name_of(uri)
            analysis = self.session.current(name)
            if analysis is not None and whole:
                newest = analysis.source
                analysis = self.session.whole(name, lambda: self._still(name, newest))
            return default if analysis is None else feature(analysis)

        try:
            return await asyncio.wrap_future(self.desk.ask(work))
        except Overtaken:
            raise JsonRpcContentModified("the document has changed") from None
        except JsonRpcException:
            raise
        except Exception as error:
            self.report(error)
            return default

    def _still(self, name: str, source: object) -> None:
        buffer = self.texts.buffers.get(self.texts.key(name))
        if buffer is not None and buffer.source is not source:
            raise Overtaken

    def check(self, buffer: Buffer) -> None:
        """Have a document checked and its findings published, and those that rest on it."""
        self.desk.analyse(self.texts.key(buffer.name), lambda: self._check(buffer))

    def _check(self, buffer: Buffer) -> None:
        version, source = buffer.version, buffer.source
        for other in self.session.outdated([buffer.name]):
            self.check(other)
        analysis = self.session.whole(buffer.name, self.desk.pause)
        if analysis is None or analysis.source is not source:
            return
        related = self.can("text_document.publish_diagnostics.related_information")
        tags = self.can("text_document.publish_diagnostics.tag_support")
        found = [
            self.wire.diagnostic(shown, related=related, tags=tags)
            for shown in diagnostics.diagnostics(analysis, self.session.spoken(analysis))
        ]
        if self.texts.buffers.get(self.texts.key(buffer.name)) is buffer:
            self.publish(buffer.uri, version, found)
        self.checks += 1
        if not self.checks % MOST_UNTIDIED:
            tidy()

    def publish(self, uri: str, version: int | None, found: list[types.Diagnostic]) -> None:
        """Send findings, from whatever thread."""
        params = types.PublishDiagnosticsParams(uri=uri, diagnostics=found, version=version)
        if self.loop is not None:
            self.loop.call_soon_threadsafe(
                quietly, lambda: self.text_document_publish_diagnostics(params)
            )

    def say(self, text: str, kind: types.MessageType = types.MessageType.Info) -> None:
        """Show a message."""
        self.window_show_message(types.ShowMessageParams(type=kind, message=text))

    def report(self, error: BaseException) -> None:
        """Log what went wrong inside: one line, all of it with KPOL_DEBUG=1."""
        if os.environ.get("KPOL_DEBUG") == "1":
            text = "".join(traceback.format_exception(error))
        else:
            what = " ".join(f"{type(error).__name__} {error}".split())[:300]
            text = f"kpol {__version__}: internal error, please report: {what}, in {_where(error)}"
        log.error("%s", text)
        if self.loop is not None:
            params = types.LogMessageParams(type=types.MessageType.Error, message=text)
            self.loop.call_soon_threadsafe(quietly, lambda: self.window_log_message(params))

    def report_server_error(self, error: Exception, source: object) -> None:
        """What pygls noticed: a message that makes no sense, or a handler that failed."""
        if not isinstance(error, JsonRpcContentModified) and getattr(error, "code", 0) != FAILED:
            self.report(error)


def quietly(send: Callable[[], object]) -> None:
    """Send something to a client that may be gone."""
    try:
        send()
    except (OSError, ValueError, RuntimeError):
        log.debug("the client is gone")


def _where(error: BaseException) -> str:
    where = "?"
    trace = error.__traceback__
    while trace is not None:
        code = trace.tb_frame.f_code
        if f"kontaktdsl{os.sep}" in code.co_filename:
            where = f"{os.path.basename(code.co_filename)}:{trace.tb_lineno}"
        trace = trace.tb_next
    return where


def tidy() -> None:
    """Collect what the last versions left behind, while nobody waits."""
    gc.collect()


# --- the features ---------------------------------------------------------------------------------


def make() -> Server:
    """The server with all its features."""
    server = Server()
    _documents(server)
    _reading(server)
    _moving(server)
    _writing(server)
    _acting(server)
    _commands(server)
    return server


def _documents(server: Server) -> None:
    @server.feature(types.INITIALIZE)
    def initialize(params: types.InitializeParams) -> None:
        server.begin(params)

    @server.feature(types.INITIALIZED)
    def initialized(params: types.InitializedParams) -> None:
        if not server.can("workspace.did_change_watched_files.dynamic_registration"):
            return
        watchers = [
            types.FileSystemWatcher(glob_pattern=pattern)
            for pattern in ("**/*.kpol", "**/kpol.toml", "**/pyproject.toml", "**/*.txt")
        ]
        options = types.DidChangeWatchedFilesRegistrationOptions(watchers=watchers)
        method = types.WORKSPACE_DID_CHANGE_WATCHED_FILES
        server.client_register_capability(
            types.RegistrationParams([types.Registration("kpol-files", method, options)])
        )

    @server.feature(types.TEXT_DOCUMENT_DID_OPEN)
    def did_open(params: types.DidOpenTextDocumentParams) -> None:
        item = params.text_document
        server.check(server.texts.open(name_of(item.uri), item.uri, item.text, item.version))

    @server.feature(types.TEXT_DOCUMENT_DID_CHANGE)
    def did_change(params: types.DidChangeTextDocumentParams) -> None:
        item = params.text_document
        changes = [_change(change) for change in params.content_changes]
        buffer = server.texts.change(name_of(item.uri), changes, item.version)
        if buffer is not None:
            server.check(buffer)

    @server.feature(types.TEXT_DOCUMENT_DID_CLOSE)
    def did_close(params: types.DidCloseTextDocumentParams) -> None:
        name = name_of(params.text_document.uri)
        server.texts.close(name)
        server.desk.analyse(server.texts.key(name), lambda: _forget(server, name))
        server.publish(params.text_document.uri, None, [])

    @server.feature(types.TEXT_DOCUMENT_DID_SAVE)
    def did_save(params: types.DidSaveTextDocumentParams) -> None:
        buffer = server.texts.buffers.get(server.texts.key(name_of(params.text_document.uri)))
        if buffer is not None:
            server.check(buffer)

    @server.feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)
    def files_changed(params: types.DidChangeWatchedFilesParams) -> None:
        names = [name_of(change.uri) for change in params.changes]
        server.desk.analyse("files", lambda: _again(server, names))

    @server.feature(types.WORKSPACE_DID_CHANGE_CONFIGURATION)
    def configured(params: types.DidChangeConfigurationParams) -> None:
        server.language(params.settings)
        for buffer in list(server.texts.buffers.values()):
            server.check(buffer)

    @server.feature(types.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS)
    def folders(params: types.DidChangeWorkspaceFoldersParams) -> None:
        gone = {name_of(folder.uri) for folder in params.event.removed}
        kept = [name for name in server.texts.folders if name not in gone]
        server.texts.folders = kept + [name_of(folder.uri) for folder in params.event.added]

    @server.feature(types.SHUTDOWN)
    def shutdown(*_: object) -> None:
        server.desk.close()


def _change(change: types.TextDocumentContentChangeEvent) -> Change:
    if isinstance(change, types.TextDocumentContentChangePartial):
        start, end = change.range.start, change.range.end
        return ((start.line, start.character), (end.line, end.character)), change.text
    return None, change.text


def _forget(server: Server, name: str) -> None:
    server.session.forget(name)
    _again(server, [name])


def _again(server: Server, names: list[str]) -> None:
    """Check anew what rests on files that have changed."""
    outdated = server.session.outdated(names)
    for buffer in outdated:
        server.check(buffer)
    if outdated and server.loop is not None:
        if server.can("workspace.inlay_hint.refresh_support"):
            server.loop.call_soon_threadsafe(
                quietly, lambda: server.workspace_inlay_hint_refresh(None)
            )
        if server.can("workspace.semantic_tokens.refresh_support"):
            server.loop.call_soon_threadsafe(
                quietly, lambda: server.workspace_semantic_tokens_refresh(None)
            )


def _reading(server: Server) -> None:
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
            start, end = _offsets(server, analysis, params.range)
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


def _offsets(server: Server, analysis: Analysis, range_: types.Range) -> tuple[int, int]:
    offset = server.wire.offset
    return offset(analysis.source, range_.start), offset(analysis.source, range_.end)


def _moving(server: Server) -> None:
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


def _writing(server: Server) -> None:
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
            return _workspace_edit(server, edits)

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
            edits = formatting.some(analysis, *_offsets(server, analysis, params.range))
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


def _workspace_edit(server: Server, edits: Sequence[Any]) -> types.WorkspaceEdit:
    versioned = server.can("workspace.workspace_edit.document_changes")
    return server.wire.workspace_edit(edits, versioned=versioned)


def _acting(server: Server) -> None:
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
            start, end = _offsets(server, analysis, params.range)
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
            action.edit = _workspace_edit(server, later() if later is not None else [])
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
        return server.wire.action(action, _workspace_edit(server, action.edits), shown, None)
    support = server.client_capabilities.text_document
    code_action = support.code_action if support is not None else None
    lazily = code_action.resolve_support if code_action is not None else None
    if lazily is not None and "edit" in lazily.properties:
        return server.wire.action(action, None, shown, {"uri": uri, "kind": action.kind})
    return server.wire.action(action, _workspace_edit(server, action.later()), shown, None)


# --- commands -------------------------------------------------------------------------------------


def _commands(server: Server) -> None:
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
            return None if edits is None else _workspace_edit(server, edits)

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


# --- running --------------------------------------------------------------------------------------


def run(port: int | None = None, host: str = "127.0.0.1") -> int:
    """Serve one client, over standard input and output or a port, until it leaves.

    The exit code is 0 if the client said goodbye (`shutdown`), else 1.
    """
    level = logging.DEBUG if os.environ.get("KPOL_DEBUG") == "1" else logging.CRITICAL
    logging.basicConfig(stream=sys.stderr, level=level, format="%(message)s")
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, _leave)
    server = make()
    gc.collect()
    gc.freeze()
    gc.disable()  # `tidy` collects, between two keystrokes and not during one
    try:
        if port is None:
            server.start_io()
        else:
            server.start_tcp(host, port)
    except (OSError, ValueError) as error:
        if port is not None:
            raise
        log.debug("%s", error)
    if sys.stdout is not None and sys.stdout.closed:
        sys.stdout = None  # the protocol closes it when the client says goodbye
    return 0 if server.protocol._shutdown else 1


def _leave(number: int, frame: object) -> None:
    """End at once: the thread that waits for standard input cannot be woken."""
    os._exit(128 + number)
