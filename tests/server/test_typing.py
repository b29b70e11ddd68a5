"""A policy typed letter by letter, as somebody does it, into the running server."""

from __future__ import annotations

import asyncio

import pytest
from lsprotocol import types

from kontaktdsl.source import Source
from kontaktdsl.tidy import tidied
from tests.server.clients import POLICIES, Editor, document, edited

TABLE = "Tabelle Folgekontakt"
PART = """
Tabelle Folgekontakt [Folgekontakt] weil "Die zwei leeren Felder gelten als unmöglich.":
  | Alter | Status -> marktnah | marktfern | Z | I |
  | U25 | alo -> 14-tägig | 14-tägig | 6-monatlich | unmöglich | [Folgekontakt, U25 alo]
  | | asu -> monatlich | monatlich | 6-monatlich | 6-monatlich | [Folgekontakt, U25 asu]
  | Ü25 | alo -> monatlich | 3-monatlich | 6-monatlich | unmöglich | [Folgekontakt, Ü25 alo]
  | | asu -> 4-monatlich | 6-monatlich | 6-monatlich | 6-monatlich | [Folgekontakt, Ü25 asu]
"""
HEAD = """Richtlinie "Orientierungsrahmen 🙂"
Merkmal Alter: Zahl 15 bis 66
Merkmal Status: alo | asu
Merkmal Prognose: marktnah | marktfern | Z | I
Begriff U25 heißt Alter unter 25
Begriff Ü25 heißt Alter mindestens 25
es gilt immer: genau eines von U25, Ü25
"""


async def typed(language: str) -> None:
    """Type the table of Dahme-Spreewald with its vocabulary from nothing, letter by letter."""
    text = HEAD + PART
    if language == "en":
        made = tidied(Source("", text), "en").text
        assert made is not None
        text = made
    editor = await Editor.start(options={"language": language})
    uri = "untitled:neu"
    now, line, column = "", 0, 0
    await editor.open(uri, "")
    asked = []
    for number, letter in enumerate(text):
        editor.edit(uri, (line, column), (line, column), letter)
        now += letter
        if letter == "\n":
            line, column = line + 1, 0
        else:
            column += 2 if ord(letter) > 0xFFFF else 1
        place = types.Position(line, column)
        if number % 7 == 0:  # an editor asks for this and that while somebody types
            client = editor.client
            asked += [
                client.text_document_completion_async(types.CompletionParams(document(uri), place)),
                client.text_document_hover_async(types.HoverParams(document(uri), place)),
                client.text_document_signature_help_async(
                    types.SignatureHelpParams(document(uri), place)
                ),
                client.text_document_code_action_async(
                    types.CodeActionParams(
                        document(uri), types.Range(place, place), types.CodeActionContext([])
                    )
                ),
            ]
        if number % 50 == 0:
            found = await editor.findings(uri)
            assert all(d.message for d in found)
    answers = await asyncio.gather(*asked, return_exceptions=True)
    wrong = [a for a in answers if isinstance(a, Exception) and getattr(a, "code", 0) != -32801]
    assert not wrong
    found = await editor.findings(uri)
    serious = types.DiagnosticSeverity.Information
    assert [d for d in found if d.severity != serious] == [], found
    edits = await editor.client.text_document_formatting_async(
        types.DocumentFormattingParams(document(uri), types.FormattingOptions(2, True))
    )
    wanted = tidied(Source("", text)).text
    assert edited(now, edits) == wanted
    assert not editor.client.log_messages, [m.message for m in editor.client.log_messages]
    await editor.stop()


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_table_of_dahme_spreewald_typed_from_nothing(language: str) -> None:
    """It never crashes, and ends with zero findings."""
    asyncio.run(typed(language))


@pytest.mark.slow
def test_both_policies_typed_from_nothing() -> None:
    """Every letter of the two real policies; the end has the findings of the whole file."""

    async def one(text: str) -> None:
        editor = await Editor.start()
        uri = "untitled:neu"
        await editor.open(uri, "")
        line = column = 0
        for number, letter in enumerate(text):
            editor.edit(uri, (line, column), (line, column), letter)
            line, column = (line + 1, 0) if letter == "\n" else (line, column + 1)
            if number % 20 == 0:
                await editor.findings(uri)
        found = await editor.findings(uri)
        assert not [d for d in found if d.severity != types.DiagnosticSeverity.Information]
        assert not editor.client.log_messages
        await editor.stop()

    for path in POLICIES:
        asyncio.run(one(path.read_text("utf-8")))
