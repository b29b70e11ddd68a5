"""From the engine's terms to the protocol's: places, edits, and what each feature shows."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence

from lsprotocol import types
from pygls.uris import from_fs_path, to_fs_path

from kontaktdsl.diagnostics import Edit, Severity
from kontaktdsl.server import diagnostics, lenses, tokens
from kontaktdsl.server.actions import Action
from kontaktdsl.server.completion import Proposal
from kontaktdsl.server.folding import Fold
from kontaktdsl.server.hints import Hint
from kontaktdsl.server.hover import Hover
from kontaktdsl.server.places import Ruler
from kontaktdsl.server.signature import Signature
from kontaktdsl.server.symbols import Item
from kontaktdsl.server.workspace import Workspace
from kontaktdsl.source import Source, Span

_SEVERITIES = {
    Severity.ERROR: types.DiagnosticSeverity.Error,
    Severity.WARNING: types.DiagnosticSeverity.Warning,
    Severity.HINT: types.DiagnosticSeverity.Information,
}
_ITEMS = {
    "keyword": types.CompletionItemKind.Keyword,
    "snippet": types.CompletionItemKind.Snippet,
    "file": types.CompletionItemKind.File,
    "text": types.CompletionItemKind.Text,
    "code": types.CompletionItemKind.Constant,
    "policy": types.CompletionItemKind.Reference,
    "attribute": types.CompletionItemKind.Property,
    "value": types.CompletionItemKind.EnumMember,
    "definition": types.CompletionItemKind.Interface,
    "event": types.CompletionItemKind.Event,
    "kind of contact": types.CompletionItemKind.Enum,
    "block": types.CompletionItemKind.Class,
    "series": types.CompletionItemKind.Module,
}
_SYMBOLS = {
    "policy": types.SymbolKind.File,
    "attribute": types.SymbolKind.Property,
    "value": types.SymbolKind.EnumMember,
    "definition": types.SymbolKind.Interface,
    "event": types.SymbolKind.Event,
    "kinds": types.SymbolKind.Enum,
    "kind": types.SymbolKind.EnumMember,
    "block": types.SymbolKind.Class,
    "series": types.SymbolKind.Namespace,
    "occasion": types.SymbolKind.Class,
    "rule": types.SymbolKind.Method,
    "example": types.SymbolKind.Function,
    "promise": types.SymbolKind.Boolean,
}


def name_of(uri: str) -> str:
    """What a document is called here: its path, or its address where it is no file."""
    if uri.startswith("file:"):
        path = to_fs_path(uri)
        if path:
            return os.path.abspath(path)
    return uri


class Wire:
    """Converts for one client: its encoding, and the addresses under which it knows documents."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self._rulers: dict[int, Ruler] = {}

    # --- places ---------------------------------------------------------------------------------

    def ruler(self, source: Source) -> Ruler:
        """The ruler of a source; a few are kept."""
        known = self._rulers.get(id(source))
        if known is None or known.source is not source:
            if len(self._rulers) > 16:
                self._rulers.clear()
            known = self._rulers[id(source)] = Ruler(source, self.workspace.encoding)
        return known

    def offset(self, source: Source, position: types.Position) -> int:
        """The offset of a position."""
        return self.ruler(source).offset((position.line, position.character))

    def position(self, source: Source, offset: int) -> types.Position:
        """The position of an offset."""
        return types.Position(*self.ruler(source).place(offset))

    def range(self, span: Span) -> types.Range:
        """The range of a span."""
        end = max(span.start, span.end)
        return types.Range(self.position(span.source, span.start), self.position(span.source, end))

    def uri(self, source: Source) -> str:
        """The address of the document that a source is the text of."""
        buffer = self.workspace.buffers.get(self.workspace.key(source.name))
        if buffer is not None:
            return buffer.uri
        if os.path.isabs(source.name):
            return from_fs_path(source.name) or source.name
        return source.name

    def location(self, span: Span) -> types.Location:
        """A span with its document."""
        return types.Location(uri=self.uri(span.source), range=self.range(span))

    # --- edits ----------------------------------------------------------------------------------

    def edits(self, edits: Iterable[Edit]) -> list[types.TextEdit]:
        """Edits of one document."""
        return [types.TextEdit(range=self.range(e.span), new_text=e.text) for e in edits]

    def workspace_edit(self, edits: Sequence[Edit], *, versioned: bool) -> types.WorkspaceEdit:
        """Edits of several documents; with versions where the client can take them."""
        by_uri: dict[str, list[Edit]] = {}
        for edit in edits:
            by_uri.setdefault(self.uri(edit.span.source), []).append(edit)
        if not versioned:
            return types.WorkspaceEdit(changes={u: self.edits(e) for u, e in by_uri.items()})
        changes: list[
            types.TextDocumentEdit | types.CreateFile | types.RenameFile | types.DeleteFile
        ] = []
        for uri, group in by_uri.items():
            buffer = self.workspace.buffers.get(self.workspace.key(group[0].span.source.name))
            version = buffer.version if buffer is not None else None
            changes.append(
                types.TextDocumentEdit(
                    text_document=types.OptionalVersionedTextDocumentIdentifier(uri, version),
                    edits=self.edits(group),
                )
            )
        return types.WorkspaceEdit(document_changes=changes)

    # --- what features show ---------------------------------------------------------------------

    def diagnostic(
        self, shown: diagnostics.Shown, *, related: bool = True, tags: bool = True
    ) -> types.Diagnostic:
        """One finding; without what the client cannot show."""
        return types.Diagnostic(
            range=self.range(shown.span),
            message=shown.message,
            severity=_SEVERITIES[shown.severity],
            code=shown.finding.code,
            source="kpol",
            tags=[types.DiagnosticTag.Unnecessary] if tags and shown.unnecessary else None,
            related_information=[
                types.DiagnosticRelatedInformation(self.location(place.span), place.text)
                for place in shown.related
            ]
            if related and shown.related
            else None,
        )

    def hover(self, hover: Hover | None) -> types.Hover | None:
        """What is shown for a place."""
        if hover is None:
            return None
        content = types.MarkupContent(types.MarkupKind.Markdown, hover.text)
        return types.Hover(contents=content, range=self.range(hover.span))

    def completion(self, number: int, item: Proposal, *, snippets: bool) -> types.CompletionItem:
        """One proposal; `number` keeps their order."""
        snippet = item.snippet if snippets else None
        return types.CompletionItem(
            label=item.label,
            kind=_ITEMS.get(item.kind, types.CompletionItemKind.Text),
            detail=item.detail or None,
            documentation=types.MarkupContent(types.MarkupKind.Markdown, item.documentation)
            if item.documentation
            else None,
            sort_text=f"{number:05}",
            filter_text=item.label,
            insert_text_format=types.InsertTextFormat.Snippet
            if snippet is not None
            else types.InsertTextFormat.PlainText,
            text_edit=types.TextEdit(self.range(item.span), snippet or item.text),
        )

    def signature(self, found: Signature | None, *, offsets: bool) -> types.SignatureHelp | None:
        """The form of a statement; places as offsets where the client can take them."""
        if found is None:
            return None
        ruler = Ruler(Source("", found.label), self.workspace.encoding)
        parameters = []
        for start, end, about in found.places:
            text = found.label[start:end]
            place = (ruler.units(found.label[:start]), ruler.units(found.label[:end]))
            label: str | tuple[int, int] = place if offsets else text
            parameters.append(types.ParameterInformation(label=label, documentation=about))
        one = types.SignatureInformation(
            label=found.label,
            documentation=found.about,
            parameters=parameters,
            active_parameter=found.active,
        )
        return types.SignatureHelp([one], active_signature=0, active_parameter=found.active)

    def symbol(self, item: Item) -> types.DocumentSymbol:
        """One entry of an outline."""
        return types.DocumentSymbol(
            name=item.name,
            detail=item.detail or None,
            kind=_SYMBOLS[item.role],
            range=self.range(item.span),
            selection_range=self.range(item.name_span),
            children=[self.symbol(inner) for inner in item.inner] or None,
        )

    def found(self, item: Item) -> types.WorkspaceSymbol:
        """One declaration of a workspace."""
        return types.WorkspaceSymbol(
            location=self.location(item.name_span),
            name=item.name,
            kind=_SYMBOLS[item.role],
            container_name=item.detail or None,
        )

    def fold(self, fold: Fold) -> types.FoldingRange:
        """What can be folded."""
        return types.FoldingRange(
            start_line=fold.first - 1,
            end_line=fold.last - 1,
            kind=types.FoldingRangeKind.Comment if fold.comment else None,
        )

    def selection(self, spans: Sequence[Span]) -> types.SelectionRange:
        """Spans from the inside out."""
        made: types.SelectionRange | None = None
        for span in reversed(spans):
            made = types.SelectionRange(range=self.range(span), parent=made)
        assert made is not None
        return made

    def hint(self, source: Source, hint: Hint) -> types.InlayHint:
        """A remark behind a line."""
        return types.InlayHint(
            position=self.position(source, hint.offset),
            label=hint.text,
            padding_left=True,
        )

    def lens(self, uri: str, lens: lenses.Lens) -> types.CodeLens:
        """Something to click."""
        command = types.Command(lens.title, lens.command, arguments=[uri, lens.line])
        return types.CodeLens(range=self.range(lens.span), command=command)

    def tokens(self, source: Source, every: Iterable[tokens.Token]) -> types.SemanticTokens:
        """Words as differences to the one before, as the protocol has them."""
        ruler = self.ruler(source)
        data: list[int] = []
        line = column = 0
        for token in every:
            here, start = ruler.place(token.start)
            length = ruler.units(source.text[token.start : token.end])
            data += [
                here - line,
                start - column if here == line else start,
                length,
                tokens.TYPES.index(token.type),
                1 if token.declares else 0,
            ]
            line, column = here, start
        return types.SemanticTokens(data=data)

    def action(
        self,
        action: Action,
        edit: types.WorkspaceEdit | None,
        shown: types.Diagnostic | None,
        data: dict[str, object] | None,
    ) -> types.CodeAction:
        """What can be done; `data` is for an action whose edit is worked out when it is chosen."""
        return types.CodeAction(
            title=action.title,
            kind=action.kind,
            diagnostics=[shown] if shown is not None else None,
            is_preferred=True if action.preferred else None,
            edit=edit,
            data=data,
        )
