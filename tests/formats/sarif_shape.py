"""What SARIF 2.1.0 allows of what the report holds, as a closed JSON schema written by hand.

The official schema is not part of this repository. It is used as well where it is found: in the
file that KPOL_SARIF_SCHEMA names, or as tests/data/sarif-schema-2.1.0.json.
"""

import hashlib
import json
import os
from pathlib import Path

OFFICIAL = "c3b4bb2d6093897483348925aaa73af03b3e3f4bd4ca38cef26dcb4212a2682e"
"""SHA-256 of sarif-schema-2.1.0.json, errata 01, as OASIS publishes it."""


def official() -> dict[str, object] | None:
    """The official schema if it is here; a file that is another one is an error."""
    beside = Path(__file__).parents[1] / "data" / "sarif-schema-2.1.0.json"
    place = Path(os.environ.get("KPOL_SARIF_SCHEMA", beside))
    if not place.is_file():
        return None
    raw = place.read_bytes()
    assert hashlib.sha256(raw).hexdigest() == OFFICIAL, f"{place} is not the official schema"
    found: dict[str, object] = json.loads(raw)
    return found


def _closed(needed: str, **fields: object) -> dict[str, object]:
    return {
        "type": "object",
        "properties": fields,
        "required": needed.split(),
        "additionalProperties": False,
    }


def _many(item: object, *, least: int = 0, unique: bool = False) -> dict[str, object]:
    return {"type": "array", "items": item, "minItems": least, "uniqueItems": unique}


_TEXT = {"type": "string"}
_NUMBER = {"type": "integer", "minimum": 1}
_INDEX = {"type": "integer", "minimum": 0}
_LEVEL = {"enum": ["none", "note", "warning", "error"]}
_MESSAGE = _closed("text", text=_TEXT, markdown=_TEXT)
_ARTIFACT = _closed(
    "uri", uri={"type": "string", "pattern": "^[A-Za-z0-9%._~/:+-]+$"}, uriBaseId=_TEXT
)
_REGION = _closed(
    "startLine", startLine=_NUMBER, startColumn=_NUMBER, endLine=_NUMBER, endColumn=_NUMBER
)
_PHYSICAL = _closed("artifactLocation", artifactLocation=_ARTIFACT, region=_REGION)
_LOCATION = _closed("", id=_INDEX, message=_MESSAGE, physicalLocation=_PHYSICAL)
_REPLACEMENT = _closed(
    "deletedRegion", deletedRegion=_REGION, insertedContent=_closed("text", text=_TEXT)
)
_FIX = _closed(
    "artifactChanges",
    description=_MESSAGE,
    artifactChanges=_many(
        _closed(
            "artifactLocation replacements",
            artifactLocation=_ARTIFACT,
            replacements=_many(_REPLACEMENT, least=1),
        ),
        least=1,
        unique=True,
    ),
)
_RESULT = _closed(
    "message",
    ruleId=_TEXT,
    ruleIndex=_INDEX,
    level=_LEVEL,
    message=_MESSAGE,
    locations=_many(_LOCATION),
    relatedLocations=_many(_LOCATION, unique=True),
    partialFingerprints={"type": "object", "additionalProperties": _TEXT},
    properties={"type": "object"},
    fixes=_many(_FIX, unique=True),
    suppressions=_many(
        _closed(
            "kind",
            kind={"enum": ["inSource", "external"]},
            status={"enum": ["accepted", "underReview", "rejected"]},
            justification=_TEXT,
        ),
        unique=True,
    ),
)
_RULE = _closed(
    "id",
    id=_TEXT,
    name=_TEXT,
    shortDescription=_MESSAGE,
    fullDescription=_MESSAGE,
    help=_MESSAGE,
    defaultConfiguration=_closed("", level=_LEVEL),
)
_LANGUAGE = {"type": "string", "pattern": "^[a-zA-Z]{2}(-[a-zA-Z]{2})?$"}
_DRIVER = _closed(
    "name",
    name=_TEXT,
    version=_TEXT,
    semanticVersion=_TEXT,
    language=_LANGUAGE,
    rules=_many(_RULE, unique=True),
)
_INVOCATION = _closed(
    "executionSuccessful",
    executionSuccessful={"type": "boolean"},
    toolExecutionNotifications=_many(_closed("message", level=_LEVEL, message=_MESSAGE)),
)
_RUN = _closed(
    "tool",
    tool=_closed("driver", driver=_DRIVER),
    invocations=_many(_INVOCATION),
    language=_LANGUAGE,
    columnKind={"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
    newlineSequences=_many(_TEXT, least=1, unique=True),
    artifacts=_many(_closed("", location=_ARTIFACT), unique=True),
    results=_many(_RESULT),
)
SHAPE = _closed("version runs", **{"$schema": _TEXT}, version={"enum": ["2.1.0"]}, runs=_many(_RUN))
