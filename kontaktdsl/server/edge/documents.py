"""Documents come, change and go; files change beside them; the client says what it wants."""

from __future__ import annotations

from lsprotocol import types

from kontaktdsl.server.edge.server import Server, quietly
from kontaktdsl.server.edge.wire import name_of
from kontaktdsl.server.workspace import Change


def register(server: Server) -> None:
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
