"""The formats of files, by what they are called and by their first bytes."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum


class Format(Enum):
    """A format of data; the value is its name on the command line."""

    CSV = "csv"
    PARQUET = "parquet"
    ARROW = "arrow"
    EXCEL = "excel"
    DUCKDB = "duckdb"
    SQLITE = "sqlite"
    TABLE = "table"


SUFFIXES: Mapping[str, Format] = {
    ".csv": Format.CSV,
    ".txt": Format.CSV,
    ".tsv": Format.CSV,
    ".parquet": Format.PARQUET,
    ".pq": Format.PARQUET,
    ".arrow": Format.ARROW,
    ".arrows": Format.ARROW,
    ".feather": Format.ARROW,
    ".ipc": Format.ARROW,
    ".xlsx": Format.EXCEL,
    ".xlsm": Format.EXCEL,
    ".xlsb": Format.EXCEL,
    ".xls": Format.EXCEL,
    ".ods": Format.EXCEL,
    ".duckdb": Format.DUCKDB,
    ".ddb": Format.DUCKDB,
    ".sqlite": Format.SQLITE,
    ".sqlite3": Format.SQLITE,
    ".db": Format.SQLITE,
}
COMPRESSED: Mapping[bytes, str] = {
    b"\x1f\x8b": "gzip",
    b"BZh": "bz2",
    b"\x28\xb5\x2f\xfd": "zstd",
    b"\x04\x22\x4d\x18": "lz4",
}
"""First bytes of what text may be packed in."""
HEAD = 16
"""So many first bytes tell a format."""


def by_content(head: bytes) -> Format | None:
    """The format that the first `HEAD` bytes tell; text tells none."""
    if head.startswith((b"PAR1", b"PARE")):
        return Format.PARQUET
    if head.startswith((b"ARROW1", b"\xff\xff\xff\xff")):
        return Format.ARROW
    if head.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        return Format.EXCEL
    if head.startswith(b"SQLite format 3\x00"):
        return Format.SQLITE
    if head[8:12] == b"DUCK":
        return Format.DUCKDB
    return None


def by_name(path: str) -> Format | None:
    """The format that the end of a file's name tells."""
    name = path.lower()
    for packed in (".gz", ".bz2", ".zst", ".lz4"):
        name = name.removesuffix(packed)
    at = name.rfind(".")
    return SUFFIXES.get(name[at:]) if at >= 0 else None
