"""`kpol lsp`: the language server, started by an editor."""

from __future__ import annotations

from kontaktdsl.cli.arguments import Given, Option, Verb
from kontaktdsl.cli.words import Stop, UsageError

VERB = Verb(
    "lsp",
    "",
    (
        "Der Sprachserver für Editoren (Language Server Protocol): Befunde beim Schreiben,\n"
        "Vorschläge, Erklärungen, Umbenennen, Formatieren, Reparaturen. Ein Editor startet ihn\n"
        "selbst und spricht mit ihm über Standardeingabe und -ausgabe.",
        "The language server for editors (Language Server Protocol): findings as you type,\n"
        "completion, explanations, renaming, formatting, repairs. An editor starts it by itself\n"
        "and speaks with it over standard input and output.",
    ),
    (
        Option("--stdio", ("über Standardeingabe und -ausgabe (Vorgabe)",
                           "over standard input and output (the default)")),
        Option("--tcp", ("über einen Port dieses Rechners, für einen Editor",
                         "over a port of this machine, for one editor")),
        Option("--port", ("der Port, sonst 2087", "the port, else 2087"), "N"),
    ),
    ("kpol lsp", "kpol lsp --tcp --port 2087"),
)  # fmt: skip

PORT = 2087


def run(given: Given, language: str) -> int:
    """Serve until the editor leaves."""
    if given.operands:
        raise UsageError("lsp", "`kpol lsp` nimmt keine Dateien", "`kpol lsp` takes no files")
    port = _port(given)
    from importlib.util import find_spec

    if find_spec("pygls") is None:
        raise Stop(
            "dafür fehlt ein Paket: pip install 'kontaktdsl[lsp]'",
            "a package is missing for that: pip install 'kontaktdsl[lsp]'",
        )
    from kontaktdsl.server.edge import run as serve

    try:
        return serve(port)
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise Stop(
            f"Port {port} lässt sich nicht öffnen: {why}", f"port {port} cannot be opened: {why}"
        ) from None


def _port(given: Given) -> int | None:
    text = given.text("port")
    if text is None:
        return PORT if given.flag("tcp") else None
    if given.flag("stdio"):
        raise UsageError(
            "lsp", "`--stdio` oder `--port`, nicht beides", "`--stdio` or `--port`, not both"
        )
    if text.isascii() and text.isdigit() and 0 < int(text) < 65536:
        return int(text)
    raise UsageError(
        "lsp",
        f"`--port {text}`: gemeint ist eine Zahl von 1 bis 65535",
        f"`--port {text}`: a number from 1 to 65535 is meant",
    )
