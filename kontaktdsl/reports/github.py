"""Annotations for GitHub Actions: a workflow command per finding, and a line for the run."""

from __future__ import annotations

from kontaktdsl.reports.entries import Entry, entries
from kontaktdsl.reports.lines import plain
from kontaktdsl.reports.summary import run_line
from kontaktdsl.reports.told import told
from kontaktdsl.reports.words import called

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kontaktdsl.reports.shape import FileRecord

_COMMANDS = {"error": "error", "warning": "warning", "hint": "notice"}


def document(records: list[FileRecord], lang: str | None, engine: str, fallback: str = "de") -> str:
    """The workflow commands of a run."""
    lines = [_annotation(entry) + "\n" for entry in entries(records, lang, fallback)]
    return "".join(lines) + plain([run_line(records, lang, fallback)])


def failure(words: str, engine: str) -> str:
    """The annotation of a run that could not take place."""
    return f"::error title=kpol::{_data(words)}\n"


def _annotation(entry: Entry) -> str:
    item = entry.finding
    place = item["place"]
    about = {"file": entry.path, "line": place["line"], "endLine": place["end_line"]}
    if place["line"] == place["end_line"]:  # columns of several lines are refused
        about["col"] = place["column"]
        about["endColumn"] = max(place["column"], place["end_column"])
    about["title"] = f"{called(item['name'], entry.language)} ({item['code']})"
    properties = ",".join(f"{name}={_property(str(value))}" for name, value in about.items())
    message = "\n".join(told(item, entry.language))
    return f"::{_COMMANDS[item['severity']]} {properties}::{_data(message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
