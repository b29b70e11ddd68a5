"""The parser of one spoken language, made from `grammar/kpol.lark` or from a stored table.

Making the tables takes longer than anything else at a start, so they are stored in the user's cache
folder under a digest of all they depend on. What is damaged, foreign or no plain data is ignored.
"""

import hashlib
import os
import pickle
import sys
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from typing import Any, NoReturn

import lark

from kontaktdsl.syntax import keywords
from kontaktdsl.syntax.building import Builder

STARTS = ("statement", "bullet", "heading", "row", "left_cell", "right_cell", "facts")

_FORMAT = b"kpol tables 1\n"


def text(language: str) -> str:
    """The whole grammar of one spoken language."""
    rules = (keywords.folder() / "kpol.lark").read_text(encoding="utf-8")
    return f"{rules}\n{keywords.terminals(language)}"


def build(language: str, builder: Builder, *, strict: bool = False) -> lark.Lark:
    """A parser made from the grammar; `strict` refuses whatever Lark would settle by itself."""
    return lark.Lark(text(language), transformer=builder, strict=strict, **_options())


def load(language: str, builder: Builder) -> lark.Lark:
    """A parser from stored tables, else made and stored."""
    grammar = text(language)
    basis = repr((lark.__version__, sys.version_info[:2], STARTS, grammar)).encode()
    path = _cache_folder() / f"{language}-{hashlib.sha256(basis).hexdigest()[:32]}"
    tables = _stored(path)
    if tables is not None:
        with suppress(Exception):  # whatever a table of unknown origin may do to Lark
            stored: lark.Lark = lark.Lark.__new__(lark.Lark)
            return stored._load(tables, transformer=builder)
    made = lark.Lark(grammar, transformer=builder, **_options())
    _store(path, made)
    return made


def _options() -> dict[str, Any]:
    return {
        "parser": "lalr",
        "lexer": "contextual",
        "start": list(STARTS),
        "keep_all_tokens": True,
        "maybe_placeholders": False,
    }


def _cache_folder() -> Path:
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "kontaktdsl"


class _PlainData(pickle.Unpickler):
    """Reads lists, dictionaries, texts and numbers, and nothing that could run."""

    def find_class(self, module: str, name: str) -> NoReturn:
        raise pickle.UnpicklingError(f"{module}.{name}")


def _stored(path: Path) -> dict[str, Any] | None:
    try:
        content = path.read_bytes()
    except OSError:
        return None
    start = len(_FORMAT) + 32
    if not content.startswith(_FORMAT):
        return None
    if hashlib.sha256(content[start:]).digest() != content[len(_FORMAT) : start]:
        return None
    try:
        tables = _PlainData(BytesIO(content[start:])).load()
    except Exception:  # pickle raises nearly everything
        return None
    return tables if isinstance(tables, dict) and {"data", "memo"} <= tables.keys() else None


def _store(path: Path, made: lark.Lark) -> None:
    body = BytesIO()
    made.save(body, exclude_options=("transformer",))
    content = body.getvalue()
    part = path.with_name(f"{path.name}.{os.getpid()}")
    with suppress(OSError):
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        part.write_bytes(_FORMAT + hashlib.sha256(content).digest() + content)
        os.replace(part, path)
