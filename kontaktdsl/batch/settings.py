"""The section `[map]` of the settings: which column holds what, and which words mean what.

    [map]
    key = "Kundennummer"
    last-contact = "letzter Kontakt"
    missing = ["k.A.", "-"]
    absent = ["Quali"]

    [map.facts]
    Status = "STATUS_BEZ"

    [map.born]
    Alter = "Geburtsdatum"

    [map.events]
    Antragstellung = "ANTRAG_AM"

    [map.values.Status]
    "arbeitslos gemeldet" = "alo"
    asu = ["arbeitsuchend", "as"]

Under `map.values` each line is either `word of the data = "value"`, or `value = ["word", ...]`.
"""

from __future__ import annotations

from collections.abc import Mapping

from kontaktdsl.batch.mapping import Columns, MappingError
from kontaktdsl.diagnostics import Text
from kontaktdsl.suggest import or_perhaps

WORDS = ("key", "last-contact", "contacts", "team", "officer")
LISTS = ("missing", "absent")
TABLES = ("facts", "born", "events")
KEYS = (*WORDS, *LISTS, *TABLES, "values")


def columns_of(given: object) -> Columns:
    """What a section `[map]` says; raises MappingError for what cannot be meant."""
    table = _table(given, "map")
    for key in table:
        if key not in KEYS:
            said = Text(f"`map.{key}` ist unbekannt", f"`map.{key}` is unknown")
            raise MappingError(or_perhaps(said, key, KEYS))
    texts = {key: _text(table[key], f"map.{key}") for key in WORDS if key in table}
    lists = {key: _texts(table.get(key, []), f"map.{key}") for key in LISTS}
    named = {key: _named(table.get(key, {}), f"map.{key}") for key in TABLES}
    values = _table(table.get("values", {}), "map.values")
    return Columns(
        key=texts.get("key"),
        last_contact=texts.get("last-contact"),
        contacts=texts.get("contacts"),
        team=texts.get("team"),
        officer=texts.get("officer"),
        facts=named["facts"],
        born=named["born"],
        events=named["events"],
        values={
            name: words
            for name, said in values.items()
            if (words := _words(said, f"map.values.{name}"))
        },
        missing=lists["missing"],
        absent=lists["absent"],
    )


def _words(given: object, where: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for key, said in _table(given, where).items():
        pairs = [(word, key) for word in said] if isinstance(said, list) else [(key, said)]
        for word, name in pairs:
            if not isinstance(word, str) or not isinstance(name, str):
                raise _not(f"{where}.{key}", _TEXT_OR_LIST)
            both = {"one": found.setdefault(word, name), "other": name}
            if both["one"] != name:
                raise MappingError(_TWICE.format(where=where, word=word, **both))
    return found


def _named(given: object, where: str) -> dict[str, str]:
    return {key: _text(said, f"{where}.{key}") for key, said in _table(given, where).items()}


def _table(given: object, where: str) -> Mapping[str, object]:
    if not isinstance(given, dict):
        raise _not(where, _TABLE)
    return given


def _text(given: object, where: str) -> str:
    if not isinstance(given, str):
        raise _not(where, _TEXT)
    return given


def _texts(given: object, where: str) -> tuple[str, ...]:
    if not isinstance(given, list) or not all(isinstance(each, str) for each in given):
        raise _not(where, _LIST)
    return tuple(given)


_TWICE = Text(
    "`{where}`: `{word}` kann nicht zugleich `{one}` und `{other}` sein",
    "`{where}`: `{word}` cannot be both `{one}` and `{other}`",
)
_TABLE = Text("keine Tabelle", "no table")
_TEXT = Text("kein Text in Anführungszeichen", "no text in quotation marks")
_LIST = Text("keine Liste von Texten", "no list of texts")
_TEXT_OR_LIST = Text("kein Text und keine Liste von Texten", "no text and no list of texts")


def _not(where: str, what: Text) -> MappingError:
    return MappingError(Text(f"`{where}` ist {what.de}", f"`{where}` is {what.en}"))
