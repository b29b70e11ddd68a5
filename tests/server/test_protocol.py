"""The installed server, driven as an editor does, through every feature, on both real policies."""

from __future__ import annotations

import asyncio
import re
from concurrent.futures import Future
from pathlib import Path
from random import Random

import pytest
import pytest_asyncio
from lsprotocol import types
from pygls.exceptions import JsonRpcException

from kontaktdsl.source import Source
from kontaktdsl.tidy import tidied
from tests.diff.rewrites import as_rules, tree
from tests.server.clients import POLICIES, Editor, document, edited, position

pytestmark = pytest.mark.asyncio(loop_scope="module")


def policy(path: Path, language: str) -> str:
    """A real policy in one of the languages."""
    text = tidied(Source(str(path), path.read_text("utf-8")), language).text
    assert text is not None
    return text


@pytest_asyncio.fixture(loop_scope="module", scope="module", params=["de", "en"])
async def editor(request, tmp_path_factory):
    """An editor that asks for messages in one language, with the two policies in a folder."""
    root = tmp_path_factory.mktemp("ordner mit ä")
    for path in POLICIES:
        (root / path.name).write_text(policy(path, request.param), encoding="utf-8")
    made = await Editor.start(root)
    yield made, root, request.param
    await made.stop()


@pytest.fixture(params=[path.name for path in POLICIES])
def name(request) -> str:
    """One of the policies."""
    return request.param


async def opened(editor, name: str) -> tuple[Editor, str, str, str]:
    """The editor, the language, and a policy that is open in it."""
    made, root, language = editor
    uri = (root / name).as_uri()
    text = (root / name).read_text(encoding="utf-8")
    if uri not in made.versions:
        found = await made.open(uri, text)
        assert [d for d in found if d.severity != types.DiagnosticSeverity.Information] == []
    return made, language, uri, text


def errors(found: list[types.Diagnostic]) -> list[str]:
    """The codes of the errors among findings."""
    return [str(d.code) for d in found if d.severity is types.DiagnosticSeverity.Error]


def place(text: str, marked: str) -> types.Position:
    """The place of `‸` in a piece of the text."""
    before, _, after = marked.partition("‸")
    return position(text, text.index(before + after) + len(before))


async def test_says_what_it_can_do(editor) -> None:
    made, _, _ = editor
    can = made.result.capabilities
    assert can.text_document_sync.change is types.TextDocumentSyncKind.Incremental
    assert can.hover_provider
    assert can.definition_provider
    assert can.references_provider
    assert can.rename_provider.prepare_provider
    assert can.code_action_provider.resolve_provider
    assert can.document_on_type_formatting_provider.first_trigger_character == "|"
    assert can.semantic_tokens_provider.full
    assert can.semantic_tokens_provider.range
    assert made.result.server_info.name == "kpol"


async def test_findings_with_the_places_that_take_part(editor, name) -> None:
    made, language, uri, text = await opened(editor, name)
    word = {"de": "Absolventen zu", "en": "Absolventen to"}[language]
    start = text.index(word) + len(word)
    row = position(text, start)
    end = position(text, text.index("\n", start))
    line = text[start : text.index("\n", start)]
    shorter = line.replace(", Selbständige", "") if "Selbst" in line else line
    if shorter == line:
        shorter = " Gibtsnicht" + line[line.index(" [") :]
    made.edit(uri, (row.line, row.character), (end.line, end.character), shorter)
    found = await made.findings(uri)
    errors = [d for d in found if d.severity is types.DiagnosticSeverity.Error]
    assert errors
    first = errors[0]
    if name.startswith("dahme"):
        assert first.code == "conflict"
        assert first.related_information
        assert first.related_information[0].location.uri == uri
        assert {"de": "von 176 möglichen Fällen", "en": "of 176 possible cases"}[
            language
        ] in first.message
    else:
        assert first.code == "unknown-block"
    assert first.source == "kpol"
    again = position(text, start + len(shorter))
    made.edit(uri, (row.line, row.character), (row.line, row.character + len(shorter)), line)
    assert again.line == row.line
    assert not [d for d in await made.findings(uri) if d.severity is types.DiagnosticSeverity.Error]


async def test_hover(editor, name) -> None:
    made, language, uri, text = await opened(editor, name)
    word = {"de": "Begriff U‸25", "en": "define U‸25"}[language]
    found = await made.client.text_document_hover_async(
        types.HoverParams(document(uri), place(text, word))
    )
    assert "**U25**" in found.contents.value
    assert {"de": "`Alter unter 25`", "en": "`Alter under 25`"}[
        language
    ] in found.contents.value or {"de": "`age unter 25`", "en": "`age under 25`"}[
        language
    ] in found.contents.value
    arrow = {"de": "-> ‸siehe", "en": "-> ‸see"}[language]
    found = await made.client.text_document_hover_async(
        types.HoverParams(document(uri), place(text, arrow))
    )
    share = {"de": r"[Ee]ntscheidet \d+ von \d+", "en": r"[Dd]ecides \d+ of \d+"}[language]
    assert re.search(share, found.contents.value)
    assert {"de": "zum Beispiel", "en": "for example"}[language] in found.contents.value


async def test_completion_knows_position_column_and_language(editor, name) -> None:
    made, language, uri, text = await opened(editor, name)

    async def labels(marked: str) -> list[str]:
        found = await made.client.text_document_completion_async(
            types.CompletionParams(document(uri), place(text, marked))
        )
        return [item.label for item in found.items]

    exception = {"de": "Ausnahme Absolventen zu ‸", "en": "exception Absolventen to ‸"}[language]
    blocks = await labels(exception)
    assert {"Intensiv"} <= set(blocks)
    assert "U25" not in blocks
    arrow = {"de": "-> ‸siehe", "en": "-> ‸see"}[language]
    words = set(await labels(arrow))
    own = {
        "de": {"monatlich", "siehe", "nicht geregelt"},
        "en": {"monthly", "see", "not regulated"},
    }
    assert own[language] <= words
    assert not own["en" if language == "de" else "de"] & words
    if name.startswith("dahme"):
        cell = await labels("| ‸alo ")
        assert cell[:2] == ["alo", "asu"]
        assert "marktnah" not in cell


async def test_snippets_at_the_beginning_of_a_line(editor, name) -> None:
    made, language, uri, text = await opened(editor, name)
    start = position(text, len(text))
    found = await made.client.text_document_completion_async(
        types.CompletionParams(document(uri), start)
    )
    item = next(
        i for i in found.items if i.label == {"de": "Ausnahme", "en": "exception"}[language]
    )
    assert item.insert_text_format is types.InsertTextFormat.Snippet
    assert "${1:" in item.text_edit.new_text


async def test_signature_help(editor, name) -> None:
    made, language, uri, text = await opened(editor, name)
    word = {"de": "gültig ab ‸", "en": "valid from ‸"}[language]
    found = await made.client.text_document_signature_help_async(
        types.SignatureHelpParams(document(uri), place(text, word))
    )
    assert found.signatures[0].label.startswith(word.rstrip("‸ "))
    assert found.active_parameter == 0
    assert len(found.signatures[0].parameters) == 2


async def test_definition_references_and_highlights(editor, name) -> None:
    made, language, uri, text = await opened(editor, name)
    arrow = {"de": "- Abs‸olvent ->", "en": "- Abs‸olvent ->"}[language]
    where = place(text, arrow)
    found = await made.client.text_document_definition_async(
        types.DefinitionParams(document(uri), where)
    )
    declared = {"de": "Merkmal ‸Absolvent", "en": "attribute ‸Absolvent"}[language]
    assert found.uri == uri
    assert found.range.start == place(text, declared)
    uses = await made.client.text_document_references_async(
        types.ReferenceParams(types.ReferenceContext(True), document(uri), where)
    )
    without = await made.client.text_document_references_async(
        types.ReferenceParams(types.ReferenceContext(False), document(uri), where)
    )
    assert len(uses) == len(without) + 1
    lit = await made.client.text_document_document_highlight_async(
        types.DocumentHighlightParams(document(uri), where)
    )
    assert [h.range for h in lit] == [u.range for u in uses if u.uri == uri]


async def test_rename(editor, name) -> None:
    made, language, uri, text = await opened(editor, name)
    where = place(text, "- Abs‸olvent ->")
    prepared = await made.client.text_document_prepare_rename_async(
        types.PrepareRenameParams(document(uri), where)
    )
    assert prepared.start.character < where.character < prepared.end.character
    edit = await made.client.text_document_rename_async(
        types.RenameParams(document(uri), where, "Abgänger")
    )
    (change,) = edit.document_changes
    assert change.text_document.uri == uri
    assert change.text_document.version == made.versions[uri]
    renamed = edited(text, change.edits)
    assert re.search(r"\bAbgänger\b", renamed)
    assert not re.search(
        r"(?<![\w\"])Absolvent(?![\w\"])", re.sub(r'"[^"]*"|\[[^\]]*\]', "", renamed)
    )
    for wrong, said in (
        ("Intensivkunde", {"de": "gibt es schon", "en": "exists already"}),
        ("Quelle", {"de": "Schlüsselwort", "en": "keyword"}),
        ("see", {"de": "Schlüsselwort", "en": "keyword"}),
        ("2x", {"de": "kein Name", "en": "no name"}),
    ):
        with pytest.raises(Exception, match=said[language]):
            await made.client.text_document_rename_async(
                types.RenameParams(document(uri), where, wrong)
            )
    with pytest.raises(Exception, match={"de": "kein Name", "en": "no name"}[language]):
        await made.client.text_document_prepare_rename_async(
            types.PrepareRenameParams(document(uri), types.Position(0, 0))
        )


async def test_symbols_folding_selection_tokens(editor, name) -> None:
    made, _, uri, text = await opened(editor, name)
    outline = await made.client.text_document_document_symbol_async(
        types.DocumentSymbolParams(document(uri))
    )
    assert {"Intensiv", "Absolventen"} <= {item.name for item in outline}
    found = await made.client.workspace_symbol_async(types.WorkspaceSymbolParams("bsolvt"))
    assert len({item.location.uri for item in found if item.name == "Absolvent"}) == 2
    folds = await made.client.text_document_folding_range_async(
        types.FoldingRangeParams(document(uri))
    )
    assert folds
    assert all(fold.start_line < fold.end_line for fold in folds)
    where = place(text, "- Abs‸olvent ->")
    (selected,) = await made.client.text_document_selection_range_async(
        types.SelectionRangeParams(document(uri), [where])
    )
    sizes = []
    while selected is not None:
        sizes.append(selected.range)
        selected = selected.parent
    assert len(sizes) >= 4
    assert sizes[-1].start == types.Position(0, 0)
    tokens = await made.client.text_document_semantic_tokens_full_async(
        types.SemanticTokensParams(document(uri))
    )
    part = await made.client.text_document_semantic_tokens_range_async(
        types.SemanticTokensRangeParams(
            document(uri), types.Range(types.Position(10, 0), types.Position(20, 0))
        )
    )
    assert len(tokens.data) % 5 == 0
    assert 0 < len(part.data) < len(tokens.data)


async def test_formatting(editor, name) -> None:
    made, language, uri, text = await opened(editor, name)
    options = types.FormattingOptions(tab_size=2, insert_spaces=True)
    none = await made.client.text_document_formatting_async(
        types.DocumentFormattingParams(document(uri), options)
    )
    assert not none
    start = place(text, {"de": "\n‸Regeln", "en": "\n‸rules"}[language])
    made.edit(uri, (start.line, 0), (start.line, 0), "   ")
    await made.findings(uri)
    edits = await made.client.text_document_formatting_async(
        types.DocumentFormattingParams(document(uri), options)
    )
    assert len(edits) == 1
    ranged = await made.client.text_document_range_formatting_async(
        types.DocumentRangeFormattingParams(
            document(uri), types.Range(start, types.Position(start.line, 5)), options
        )
    )
    assert ranged == edits
    made.edit(uri, (start.line, 0), (start.line, 3), "")
    await made.findings(uri)


async def test_pipes_align_while_a_table_is_typed(editor) -> None:
    made, root, _ = editor
    uri = (root / "neu.kpol").as_uri()
    text = "table T:\n| age | status -> |\n| under 25 | alo ->"
    await made.open(uri, text)
    made.edit(uri, (2, 19), (2, 19), " monthly |")
    await made.findings(uri)
    edits = await made.client.text_document_on_type_formatting_async(
        types.DocumentOnTypeFormattingParams(
            document(uri), types.Position(2, 29), "|", types.FormattingOptions(2, True)
        )
    )
    assert edited(text + " monthly |", edits).splitlines()[1:] == [
        "| age      | status ->         |",
        "| under 25 | alo    -> monthly |",
    ]


async def test_inlay_hints_and_lenses(editor, name) -> None:
    made, language, uri, text = await opened(editor, name)
    whole = types.Range(types.Position(0, 0), types.Position(text.count("\n") + 1, 0))
    hints = await made.client.text_document_inlay_hint_async(
        types.InlayHintParams(document(uri), whole)
    )
    labels = [hint.label for hint in hints]
    share = {"de": r"entscheidet \d+ von \d+", "en": r"decides \d+ of \d+"}[language]
    assert any(re.match(share, label) for label in labels)
    over = {"de": r"in \d+ geht Absolventen vor", "en": r"overridden by Absolventen in \d+"}[
        language
    ]
    assert any(re.search(over, label) for label in labels)
    lenses = await made.client.text_document_code_lens_async(types.CodeLensParams(document(uri)))
    assert {lens.command.command for lens in lenses} == {
        "kpol.server.runExample", "kpol.server.runExamples", "kpol.server.tryCustomer",
    }  # fmt: skip


async def test_commands_say_something_in_any_editor(editor, name) -> None:
    made, language, uri, _ = await opened(editor, name)
    lenses = await made.client.text_document_code_lens_async(types.CodeLensParams(document(uri)))
    said = {
        "kpol.server.runExample": {"de": "stimmt:", "en": "holds:"},
        "kpol.server.runExamples": {"de": "alles stimmt", "en": "all hold"},
        "kpol.server.tryCustomer": {"de": "nach ", "en": "by "},
    }
    for command, words in said.items():
        lens = next(lens for lens in lenses if lens.command.command == command)
        before = len(made.client.messages)
        result = await made.client.workspace_execute_command_async(
            types.ExecuteCommandParams(command, lens.command.arguments)
        )
        assert words[language] in result
        assert made.client.messages[before].message == result
    facts = {"rhein": "age 19, alo, marktnah", "dahme": "Alter 19, alo, marktnah"}[name[:5]]
    asked = await made.client.workspace_execute_command_async(
        types.ExecuteCommandParams("kpol.server.tryCustomer", [uri, 0, facts])
    )
    assert facts in asked
    account = await made.client.workspace_execute_command_async(
        types.ExecuteCommandParams("kpol.server.check", [uri])
    )
    assert {"de": "Wie oft?", "en": "How often?"}[language] in account
    table = await made.client.workspace_execute_command_async(
        types.ExecuteCommandParams("kpol.server.matrix", [uri])
    )
    assert "U25" in table


async def test_code_actions(editor, name) -> None:
    made, language, uri, text = await opened(editor, name)
    rule = place(text, "- Abs‸olvent ->")
    context = types.CodeActionContext(diagnostics=[])
    found = await made.client.text_document_code_action_async(
        types.CodeActionParams(document(uri), types.Range(rule, rule), context)
    )
    titles = [action.title for action in found]
    assert any({"de": "Begründung ergänzen", "en": "add a reason"}[language] in t for t in titles)
    source = types.CodeActionContext(diagnostics=[], only=["source.generateExamples"])
    (generate,) = await made.client.text_document_code_action_async(
        types.CodeActionParams(document(uri), types.Range(rule, rule), source)
    )
    assert generate.edit is None
    resolved = await made.client.code_action_resolve_async(generate)
    (change,) = resolved.edit.document_changes
    longer = edited(text, change.edits)
    word = {"de": "Beispiel ", "en": "example "}[language]
    assert longer.count("\n" + word) > text.count("\n" + word)


async def test_a_change_in_a_used_file_reaches_who_uses_it(editor) -> None:
    made, root, _ = editor
    (root / "merkmale.kpol").write_text("attribute alter: number 15 to 66\n", encoding="utf-8")
    main, words = (root / "haupt.kpol").as_uri(), (root / "merkmale.kpol").as_uri()
    text = 'policy "X"\nuse "merkmale.kpol"\nalter 15 to 66 -> monthly [1]\n'
    assert errors(await made.open(main, text)) == []
    await made.open(words, "attribute alter: number 15 to 66\n")
    made.edit(words, (0, 10), (0, 15), "lebensalter")
    await made.until(main, lambda found: errors(found) == ["unknown-name"])
    edit = await made.client.text_document_rename_async(
        types.RenameParams(document(words), types.Position(0, 11), "alter")
    )
    assert [change.text_document.uri for change in edit.document_changes] == [words]
    made.edit(words, (0, 10), (0, 21), "alter")
    await made.until(main, lambda found: errors(found) == [])
    edit = await made.client.text_document_rename_async(
        types.RenameParams(document(main), types.Position(2, 1), "lebensalter")
    )
    assert {change.text_document.uri for change in edit.document_changes} == {main, words}


async def test_requests_that_are_cancelled_are_not_worked_on(editor, name) -> None:
    """Behind a long answer they wait; whether it is long enough is the machine's to say."""
    made, _, uri, text = await opened(editor, name)
    where = place(text, "- Abs‸olvent ->")
    large = "untitled:groß"
    protocol = made.client.protocol

    def ask(number: str, uri: str, where: types.Position) -> Future:
        params = types.HoverParams(document(uri), where)
        return protocol.send_request(types.TEXT_DOCUMENT_HOVER, params, msg_id=f"hover-{number}")

    for rules in (250, 500, 1_000, 2_000):
        made.versions[large] = 1
        item = types.TextDocumentItem(large, "kpol", 1, as_rules(Random(1), tree(Random(1), rules)))
        made.client.text_document_did_open(types.DidOpenTextDocumentParams(item))
        busy = ask(f"{rules}-0", large, types.Position(100, 0))
        asked = [ask(f"{rules}-{number}", uri, where) for number in range(1, 7)]
        for number in range(1, 6):
            made.client.cancel_request(types.CancelParams(f"hover-{rules}-{number}"))
        answers = []
        for future in [busy, *asked]:
            try:
                answers.append(await asyncio.wait_for(asyncio.wrap_future(future), 60))
            except JsonRpcException as error:
                answers.append(error.code)
        made.client.text_document_did_close(types.DidCloseTextDocumentParams(document(large)))
        assert answers[6].contents.value
        for answer in answers[1:6]:
            assert answer == -32800 or answer.contents.value, "answered or cancelled, never lost"
        if answers[1:6] == [-32800] * 5:
            return
    raise AssertionError("no request was cancelled in time")


@pytest.mark.parametrize("client", ["neovim", "emacs", "visual_studio_code"])
async def test_editors_of_different_abilities(client: str, tmp_path) -> None:
    """What an editor cannot show it is not sent, and what it asks for it gets."""
    made = await Editor.start(tmp_path, client=client, options={"language": "de"})
    uri = (tmp_path / "a.kpol").as_uri()
    text = 'policy "🙂"\nattribute status: alo | asu\nrules R [1]:\n  - alo -> monthly\n'
    found = await made.open(uri, text)
    gap = next(d for d in found if d.code == "gap")
    assert gap.message.startswith("Für diese Kundinnen")
    actions = await made.client.text_document_code_action_async(
        types.CodeActionParams(document(uri), gap.range, types.CodeActionContext([gap]))
    )
    fix = next(a for a in actions if a.kind == "quickfix")
    edit = fix.edit
    edits = edit.changes[uri] if edit.changes else edit.document_changes[0].edits
    again = await made.open(uri, edited(text, edits))
    assert "gap" not in {d.code for d in again}
    outline = await made.client.text_document_document_symbol_async(
        types.DocumentSymbolParams(document(uri))
    )
    assert "R" in {item.name for item in outline}
    lens = (await made.client.text_document_code_lens_async(types.CodeLensParams(document(uri))))[0]
    assert await made.client.workspace_execute_command_async(
        types.ExecuteCommandParams(lens.command.command, lens.command.arguments)
    )
    await made.stop()


async def test_keywords_are_converted_by_a_command(editor, name) -> None:
    """The edit goes through the editor, which can undo it."""
    made, language, uri, text = await opened(editor, name)
    applied = []

    @made.client.feature(types.WORKSPACE_APPLY_EDIT)
    def apply(params: types.ApplyWorkspaceEditParams) -> types.ApplyWorkspaceEditResult:
        applied.append(params.edit)
        return types.ApplyWorkspaceEditResult(applied=True)

    other = "en" if language == "de" else "de"
    try:
        assert await made.client.workspace_execute_command_async(
            types.ExecuteCommandParams("kpol.server.convertKeywords", [uri, other])
        )
    finally:
        made.client.protocol.fm.features.pop(types.WORKSPACE_APPLY_EDIT)
    (edit,) = applied
    converted = edited(text, edit.document_changes[0].edits)
    assert converted == tidied(Source("", text), other).text
