"""The server survives any text, any place, any message, and a client that is gone."""

from __future__ import annotations

import asyncio
import json
import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lsprotocol import types

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
from tests.server.clients import COMMAND, POLICIES, ROOT, Editor, analysed, document
from tests.strategies.policies import policies

PIECES = (
    "\n", "\r\n", "\r", " ", "|", "->", "- ", "[", "]", '"', "„", "#", "(", ")", ",", ":", "and ", "oder ",
    "\u2028", "\x0c", "\x00", "\ufeff", "\u200b", "🙂", "ä", "\ud83d", "1", "99999999999999", "use \"a.kpol\"\n",
    "table T:\n", "| x | y -> z |\n", "exception E to ", "rules R:\n", "example: ", "policy ", "Richtlinie ",
    "alo", "status ", "not ", "accept ", "every 14 ", "first within 3 days of ", "may use ", "\t", "=>", "•",
)  # fmt: skip


def everything(text: str, offset: int) -> None:
    """Every feature at one place of a text."""
    analysis = analysed(text, "/nowhere/ä.kpol")
    for language in ("de", "en"):
        diagnostics.diagnostics(analysis, language)
        hover.hover(analysis, offset, language)
        completion.completions(analysis, offset, language)
        signature.signature(analysis, offset, language)
        hints.hints(analysis, 1, 50, language)
        lenses.lenses(analysis, language)
    line = analysis.source.place(offset)[0]
    navigation.definition(analysis, offset)
    navigation.highlights(analysis, offset)
    list(navigation.references(analysis, offset, iter([analysis.names])))
    symbols.outline(analysis)
    symbols.search("a", [analysis.names])
    folding.folds(analysis.document)
    assert selection.around(analysis.document, offset)
    tokens.tokens(analysis)
    formatting.whole(analysis)
    formatting.some(analysis, offset, min(len(text), offset + 30))
    formatting.aligned(analysis.source, offset)
    trying.example(analysis, line, "de")
    trying.examples(analysis, "en")
    trying.customer(analysis, line, None, "de")
    trying.account(analysis, "de")
    actions.answers(analysis, offset, offset, "de")
    actions.rewrites(analysis, offset, offset, "de")
    actions.whole_document(analysis, "de")
    with suppress(Refused):
        renaming.rename(analysis, offset, "Neu", [analysis.names])


@settings(max_examples=40)
@given(policies(max_rules=4), st.data())
def test_every_feature_survives_any_text(text: str, data: st.DataObject) -> None:
    """A policy with pieces written into it and torn out of it, at any place of it."""
    for _ in range(data.draw(st.integers(0, 4))):
        at = data.draw(st.integers(0, len(text)))
        until = min(len(text), at + data.draw(st.sampled_from([0, 0, 1, 7, 60])))
        text = text[:at] + data.draw(st.sampled_from(PIECES)) + text[until:]
    everything(text, data.draw(st.integers(0, len(text))))


@settings(max_examples=40)
@given(st.lists(st.sampled_from([*"abcu25 .", *PIECES]), max_size=40).map("".join))
def test_every_feature_survives_nonsense(text: str) -> None:
    """No policy at all."""
    for offset in {0, len(text) // 2, len(text)}:
        everything(text, offset)


def test_the_server_survives_a_storm() -> None:
    """Edits at random in a real policy, each with requests, and it still answers right at the end."""

    async def storm() -> None:
        rng = random.Random(7)
        editor = await Editor.start(encodings=["utf-8", "utf-16"])
        assert editor.result.capabilities.position_encoding == "utf-8"
        uri, text = "file:///nowhere/sturm.kpol", POLICIES[1].read_text("utf-8")
        await editor.open(uri, text)
        asked = []
        for _ in range(120):
            line, column = rng.randrange(-1, 120), rng.randrange(0, 200)
            end = rng.choice([(line, column), (line, column + 9), (line + 2, 0)])
            piece = rng.choice([p for p in PIECES if "\ud83d" not in p])
            editor.edit(uri, (max(0, line), column), (max(0, end[0]), end[1]), piece)
            place = types.Position(rng.randrange(0, 150), rng.randrange(0, 150))
            asked += [
                editor.client.text_document_hover_async(types.HoverParams(document(uri), place)),
                editor.client.text_document_completion_async(
                    types.CompletionParams(document(uri), place)
                ),
                editor.client.text_document_semantic_tokens_full_async(
                    types.SemanticTokensParams(document(uri))
                ),
            ]
        answers = await asyncio.gather(*asked, return_exceptions=True)
        wrong = [a for a in answers if isinstance(a, Exception) and getattr(a, "code", 0) != -32801]
        assert not wrong
        editor.versions[uri] += 1
        whole = types.TextDocumentContentChangeWholeDocument(text=text)
        identifier = types.VersionedTextDocumentIdentifier(editor.versions[uri], uri)
        editor.client.text_document_did_change(
            types.DidChangeTextDocumentParams(identifier, [whole])
        )
        found = await editor.findings(uri, 60)
        assert not [d for d in found if d.severity != types.DiagnosticSeverity.Information]
        assert not editor.client.log_messages, [m.message for m in editor.client.log_messages]
        await editor.stop()

    asyncio.run(storm())


# --- the process ----------------------------------------------------------------------------------


@contextmanager
def started(*words: str, **environment: str) -> Iterator[subprocess.Popen[bytes]]:
    """The server as a process, which ends with the test at the latest."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "KPOL_"))}
    with subprocess.Popen(
        [*COMMAND, *words],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=kept | {"PYTHONPATH": str(ROOT)} | environment,
    ) as server:
        try:
            yield server
        finally:
            server.kill()


def message(content: object) -> bytes:
    """A message as it goes over the wire."""
    body = json.dumps(content).encode()
    return b"Content-Length: %d\r\n\r\n" % len(body) + body


INITIALIZE = {
    "jsonrpc": "2.0", "id": 1, "method": "initialize",
    "params": {"capabilities": {}, "processId": None, "rootUri": None},
}  # fmt: skip


def send(server: subprocess.Popen[bytes], content: object) -> None:
    """Send a message."""
    server.stdin.write(message(content))
    server.stdin.flush()


def begin(server: subprocess.Popen[bytes]) -> None:
    """Introduce this editor."""
    send(server, INITIALIZE)
    answered(server.stdout)


def answered(stream, wanted: int = 1) -> dict:
    """Read messages until the answer with an id."""
    while True:
        size = 0
        while (line := stream.readline()) not in (b"\r\n", b""):
            if line.lower().startswith(b"content-length"):
                size = int(line.split(b":")[1])
        assert size, "the server is gone"
        found = json.loads(stream.read(size))
        if found.get("id") == wanted:
            return found


def test_goodbye_ends_it_with_zero() -> None:
    """`shutdown` and `exit`, nothing on standard error."""
    with started() as server:
        begin(server)
        send(server, {"jsonrpc": "2.0", "id": 2, "method": "shutdown", "params": None})
        send(server, {"jsonrpc": "2.0", "method": "exit", "params": None})
        _, said = server.communicate(timeout=20)
        assert server.returncode == 0
        assert said == b""


def test_a_client_that_is_gone_ends_it_quietly() -> None:
    """Standard input is closed without a goodbye, in the middle of a message."""
    with started() as server:
        begin(server)
        server.stdin.write(b"Content-Length: 900\r\n\r\n{")
        _, said = server.communicate(timeout=20)
        assert server.returncode == 1
        assert said == b""


def test_a_client_that_reads_nothing_any_more_ends_it_quietly() -> None:
    """Standard output is closed at the other end."""
    with started() as server:
        begin(server)
        server.stdout.close()
        item = {"uri": "untitled:a", "languageId": "kpol", "version": 1, "text": "kaputt"}
        for _ in range(3):
            with suppress(OSError):
                send(server, {"jsonrpc": "2.0", "method": "textDocument/didOpen",
                              "params": {"textDocument": item}})  # fmt: skip
                time.sleep(0.3)
        with suppress(OSError):
            server.stdin.close()
        server.wait(20)
        assert b"Traceback" not in server.stderr.read()


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupt_ends_it_quietly(number: int) -> None:
    """While it waits for standard input."""
    with started() as server:
        begin(server)
        time.sleep(0.2)
        server.send_signal(number)
        server.wait(20)
        assert server.returncode == 128 + number
        assert server.stderr.read() == b""


def test_messages_that_make_no_sense_do_not_end_it() -> None:
    """Unknown methods, wrong parameters, no JSON: it goes on answering."""
    uri = "file:///nowhere/a.kpol"
    hovering = {"textDocument": {"uri": uri}, "position": {"line": 900, "character": 900}}
    with started() as server:
        begin(server)
        for content in (
            {"jsonrpc": "2.0", "id": 3, "method": "gibt/esNicht", "params": {}},
            {"jsonrpc": "2.0", "method": "textDocument/didChange", "params": {
                "textDocument": {"uri": uri, "version": 4}, "contentChanges": [{"text": "x"}]}},
            {"jsonrpc": "2.0", "method": "textDocument/didClose",
             "params": {"textDocument": {"uri": uri}}},
            {"jsonrpc": "2.0", "method": "textDocument/didOpen", "params": {"kaputt": True}},
            {"jsonrpc": "2.0", "id": 4, "method": "workspace/executeCommand",
             "params": {"command": "kpol.server.tryCustomer", "arguments": [7, "x", None, []]}},
            {"jsonrpc": "2.0", "id": 5, "method": "workspace/executeCommand",
             "params": {"command": "gibt.es.nicht"}},
        ):  # fmt: skip
            send(server, content)
        server.stdin.write(b"Content-Length: 3\r\n\r\n{x}")
        send(
            server, {"jsonrpc": "2.0", "id": 9, "method": "textDocument/hover", "params": hovering}
        )
        assert answered(server.stdout, 9)["result"] is None


def test_a_port_instead_of_standard_input() -> None:
    """`--port` serves one editor over a socket of this machine."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with started("--port", str(port)) as server:
        for _ in range(200):
            try:
                connection = socket.create_connection(("127.0.0.1", port), 1)
                break
            except OSError:
                time.sleep(0.1)
        with connection, connection.makefile("rb") as stream:
            connection.sendall(message(INITIALIZE))
            answered(stream)
            shutdown = {"jsonrpc": "2.0", "id": 2, "method": "shutdown", "params": None}
            connection.sendall(message(shutdown))
            answered(stream, 2)
            connection.sendall(message({"jsonrpc": "2.0", "method": "exit", "params": None}))
            server.wait(20)
        assert server.stderr.read() == b""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with started("--port", str(taken.getsockname()[1]), LANG="de_DE.UTF-8") as server:
            _, said = server.communicate(timeout=20)
            assert server.returncode == 2
            assert "lässt sich nicht öffnen" in said.decode()


@pytest.mark.parametrize(
    ("words", "language", "said"),
    [
        (["x.kpol"], "de", "nimmt keine Dateien"),
        (["--port", "achtzig"], "en", "a number from 1 to 65535"),
        (["--port", "70000"], "de", "eine Zahl von 1 bis 65535"),
        (["--stdio", "--port", "80"], "en", "not both"),
    ],
)
def test_usage(words: list[str], language: str, said: str, capsys) -> None:
    """What is wrong with the command line, in words."""
    from kontaktdsl.cli import main

    assert main(["lsp", *words, "--lang", language]) == 2
    assert said in capsys.readouterr().err


def test_help(capsys) -> None:
    """The help in both languages."""
    from kontaktdsl.cli import main

    for language, words in (("de", "Sprachserver"), ("en", "language server")):
        assert main(["lsp", "--help", "--lang", language]) == 0
        assert words in capsys.readouterr().out


def test_without_pygls_it_says_what_to_install(monkeypatch, capsys) -> None:
    """One clear sentence, no trace."""
    import importlib.util

    from kontaktdsl.cli import main

    honest = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name, *a: None if name == "pygls" else honest(name, *a)
    )
    assert main(["lsp", "--lang", "de"]) == 2
    said = capsys.readouterr().err
    assert said == "kpol: dafür fehlt ein Paket: pip install 'kontaktdsl[lsp]'\n"


def test_other_verbs_load_nothing_of_it() -> None:
    """Neither the server nor pygls is imported by `kpol check` or by `import kontaktdsl`."""
    script = (
        "import sys, kontaktdsl\nfrom kontaktdsl.cli import main\n"
        f"main(['check', {str(POLICIES[0])!r}])\n"
        "bad = {n for n in sys.modules if n.split('.')[0] in ('pygls', 'lsprotocol', 'cattrs')"
        " or n.startswith('kontaktdsl.server')}\nassert not bad, bad\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, check=False, cwd=ROOT
    )
    assert done.returncode == 0, done.stderr.decode()


def test_the_features_need_no_pygls() -> None:
    """Only the edge knows the protocol."""
    script = (
        "import sys\nsys.modules['pygls'] = sys.modules['lsprotocol'] = None\n"
        "from kontaktdsl.server import actions, completion, diagnostics, folding, formatting, hints\n"
        "from kontaktdsl.server import hover, lenses, navigation, renaming, selection, session\n"
        "from kontaktdsl.server import signature, symbols, tokens, trying, workspace\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, check=False, cwd=ROOT
    )
    assert done.returncode == 0, done.stderr.decode()
