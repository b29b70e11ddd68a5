"""A file of settings that says which column of the data holds what."""

from __future__ import annotations

import tomllib

from kontaktdsl.batch.mapping import Columns, MappingError
from kontaktdsl.batch.settings import columns_of
from kontaktdsl.data.errors import DataError
from kontaktdsl.diagnostics import Text


def load_columns(path: str) -> Columns:
    """What the section `[map]` of a TOML file says, or `[tool.kpol.map]`, or the file as a whole.

    Raises DataError.
    """
    try:
        with open(path, "rb") as file:
            content = tomllib.load(file)
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise DataError(
            path, Text(f"lässt sich nicht lesen: {why}", f"cannot be read: {why}")
        ) from None
    except ValueError as error:
        raise DataError(
            path, Text(f"kein gültiges TOML: {error}", f"no valid TOML: {error}")
        ) from None
    tool = content.get("tool")
    project = tool.get("kpol") if isinstance(tool, dict) else None
    if isinstance(project, dict):
        content = project
    try:
        return columns_of(content.get("map", content))
    except MappingError as error:
        raise DataError(path, error.text) from None
