"""What is worked out once from the files in `grammar/` and shipped beside this module.

`tables.json` holds the parse tables and the keywords. It is used only while it belongs to the very
files in `grammar/`; a test says when it has to be written anew (`python -m
kontaktdsl.syntax.grammar`). So a start needs neither Lark nor a TOML reader.
"""

import json
from functools import cache
from pathlib import Path
from typing import Any
from zlib import crc32

LAYOUT = 1
TABLES = Path(__file__).with_name("tables.json")


def folder() -> Path:
    """Where `kpol.lark` and `keywords.toml` are: in an installed package, else in the checkout."""
    package = Path(__file__).resolve().parents[1]
    inside = package / "grammar"
    return inside if inside.is_dir() else package.parent / "grammar"


def checksum() -> int:
    """A number that changes with the grammar, the keywords and the layout of the stored file."""
    total = LAYOUT
    for name in ("kpol.lark", "keywords.toml"):
        total = crc32((folder() / name).read_bytes().replace(b"\r\n", b"\n"), total)
    return total


@cache
def stored() -> dict[str, Any] | None:
    """The stored tables; None where they are missing or belong to another grammar."""
    try:
        content = json.loads(TABLES.read_bytes())
    except (OSError, ValueError):
        return None
    if not isinstance(content, dict) or content.get("checksum") != checksum():
        return None
    return content
