"""The server as an object: what it knows of its client, and how work is asked for and answered."""

from __future__ import annotations

import asyncio
import gc
import logging
import os
import traceback
from collections.abc import Callable, Generator, Sequence
from typing import Any, TypeVar

from lsprotocol import types
from pygls.exceptions import JsonRpcContentModified, JsonRpcException
from pygls.lsp.server import LanguageServer
from pygls.protocol import LanguageServerProtocol, default_converter, lsp_method

from kontaktdsl import __version__
from kontaktdsl.diagnostics import Edit
from kontaktdsl.server import diagnostics
from kontaktdsl.server.analysis import Analysis
from kontaktdsl.server.desk import Desk, Overtaken
from kontaktdsl.server.edge.wire import Wire, name_of
from kontaktdsl.server.session import Session
from kontaktdsl.server.workspace import Buffer, Workspace

T = TypeVar("T")

LANGUAGES = ("de", "en", "auto")
MOST_UNTIDIED = 1_000
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

        def pause() -> None:
            self.desk.pause()
            self._still(buffer.name, source)

        analysis = self.session.whole(buffer.name, pause)
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

    def offsets(self, analysis: Analysis, range_: types.Range) -> tuple[int, int]:
        """The offsets of a range."""
        offset = self.wire.offset
        return offset(analysis.source, range_.start), offset(analysis.source, range_.end)

    def workspace_edit(self, edits: Sequence[Edit]) -> types.WorkspaceEdit:
        """Edits of several documents, with versions where the client can take them."""
        versioned = self.can("workspace.workspace_edit.document_changes")
        return self.wire.workspace_edit(edits, versioned=versioned)

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
