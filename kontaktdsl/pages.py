"""The pages about findings, made from the catalogue: one for each, and an index."""

from __future__ import annotations

import sys
from pathlib import Path

from kontaktdsl.catalogue import FAMILIES, KINDS
from kontaktdsl.diagnostics import Kind, Severity

_WEIGHT = {
    Severity.ERROR: "Fehler · error",
    Severity.WARNING: "Warnung · warning",
    Severity.HINT: "Hinweis · hint",
}
_MADE = "<!-- made by `python -m kontaktdsl.pages docs/findings`; do not edit -->"
LONGEST = 2_000
"""A longer example is not shown."""


def pages() -> dict[str, str]:
    """Every page by its file name."""
    found = {f"{kind.code}.md": page(kind) for kind in KINDS}
    found["README.md"] = index()
    return found


def page(kind: Kind) -> str:
    """The page of one finding, German first."""
    parts = [
        _MADE,
        f"# {kind.code}",
        f"{_WEIGHT[kind.severity]} · `kpol rule {kind.code}` · [alle · all](README.md)",
        f"## K-{kind.name.de.replace(' ', '-')}",
        f"> {_filled(kind.headline.de)}",
        kind.why.de,
        f"## {kind.name.en}",
        f"> {_filled(kind.headline.en)}",
        kind.why.en,
    ]
    shown = ("So nicht · not like this", kind.bad), ("Sondern so · but like this", kind.good)
    for (title, policy), other in zip(shown, kind.neighbour, strict=True):
        if policy.strip():
            parts += [f"## {title}", _code(policy)]
        if other:
            parts += ["Daneben im Ordner · beside it in the folder:", _code(other)]
    for other in kind.library:
        parts += ["## Dazu im selben Ordner · in the same folder", _code(other)]
    if kind.beside:
        parts += ["## Die Weisung dazu · the directive for it", _code(kind.beside)]
    return "\n\n".join(parts) + "\n"


def _code(text: str) -> str:
    if len(text) > LONGEST:
        return "(zu lang · too long)"
    shown = "".join(_visible(letter) for letter in text.rstrip("\n"))
    return f"```\n{shown}\n```"


def _visible(letter: str) -> str:
    """Characters that a page cannot show, by their number."""
    plain = letter == "\n" or letter.isprintable()
    return letter if plain else f"<U+{ord(letter):04X}>"


def _filled(headline: str) -> str:
    """A headline with its places shown as such."""
    return headline.replace("`{", "{").replace("}`", "}").replace("{", "‹").replace("}", "›")


def index() -> str:
    """The list of all findings."""
    parts = [_MADE, "# Befunde · findings"]
    for name, family in FAMILIES:
        rows = ["| Code | Gewicht · weight | Name | name |", "|---|---|---|---|"]
        rows += [
            f"| [{kind.code}]({kind.code}.md) | {_WEIGHT[kind.severity]} | {kind.name.de} "
            f"| {kind.name.en} |"
            for kind in sorted(family, key=lambda kind: kind.code)
        ]
        parts += [f"## {name.de} · {name.en}", "\n".join(rows)]
    return "\n\n".join(parts) + "\n"


def write(folder: Path) -> None:
    """Write all pages and remove those of findings that are no more."""
    folder.mkdir(parents=True, exist_ok=True)
    made = pages()
    for there in folder.glob("*.md"):
        if there.name not in made:
            there.unlink()
    for name, text in made.items():
        (folder / name).write_text(text, encoding="utf-8")


def main() -> None:
    """`python -m kontaktdsl.pages FOLDER`."""
    if len(sys.argv) != 2:
        sys.exit("usage: python -m kontaktdsl.pages FOLDER")
    write(Path(sys.argv[1]))


if __name__ == "__main__":
    main()
