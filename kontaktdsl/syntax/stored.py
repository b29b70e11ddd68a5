"""What is worked out once from the files in `grammar/` and shipped beside this module.

`tables.json` holds the parse tables and the keywords. It is used only while it belongs to the very
files in `grammar/`; a test says when it has to be written anew (`python -m
kontaktdsl.syntax.grammar`). So a start needs neither Lark nor a TOML reader.
"""

import json
import os
from functools import cache
from typing import Any
from zlib import crc32

LAYOUT = 1
_HERE = os.path.dirname(os.path.abspath(__file__))
TABLES = os.path.join(_HERE, "tables.json")


def folder() -> str:
    """Where `kpol.lark` and `keywords.toml` are: in an installed package, else in the checkout."""
    package = os.path.dirname(_HERE)
    inside = os.path.join(package, "grammar")
    return inside if os.path.isdir(inside) else os.path.join(os.path.dirname(package), "grammar")


def text(name: str) -> str:
    """The text of one of the files in `grammar/`, with plain line ends."""
    with open(os.path.join(folder(), name), encoding="utf-8") as opened:
        return opened.read()


def checksum() -> int:
    """A number that changes with the grammar, the keywords and the layout of the stored file."""
    total = LAYOUT
    for name in ("kpol.lark", "keywords.toml"):
        total = crc32(text(name).encode(), total)
    return total


@cache
def stored() -> dict[str, Any] | None:
    """The stored tables; None where they are missing or belong to another grammar."""
    try:
        with open(TABLES, encoding="utf-8") as opened:
            content = json.load(opened)
    except (OSError, ValueError):
        return None
    if not isinstance(content, dict) or content.get("checksum") != checksum():
        return None
    return content
