"""A check as JUnit XML: a suite per file, a case per finding, one that passes where it is clean."""

from __future__ import annotations

from kontaktdsl.reports.summary import LEVEL, at_least
from kontaktdsl.reports.tested import Case, Suite, junit
from kontaktdsl.reports.told import headline, told
from kontaktdsl.reports.words import say

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kontaktdsl.reports.shape import FileRecord, Finding

_CHECK = {"de": "Prüfung", "en": "check"}


def document(
    records: list[FileRecord],
    lang: str | None,
    engine: str,
    fallback: str = "de",
    level: str = LEVEL,
) -> str:
    """The suites of a run; findings below `level` pass, what could not be analysed is an error."""
    suites = []
    for record in records:
        language = lang or record["language"] or fallback
        unread = record["policy"] is None
        cases = [_case(item, language, level, unread) for item in record["findings"]]
        # its errors are told with another file, or known
        idle = say("no-policy", language) if unread else None
        suites.append(Suite(record["name"], cases or [Case(_CHECK[language], 1, skipped=idle)]))
    return junit(suites)


def failure(words: str, engine: str) -> str:
    """The suite of a run that could not take place."""
    return junit([Suite("kpol", [Case("check", 1, error=words)])])


def _case(item: Finding, language: str, level: str, unread: bool) -> Case:
    said = headline(item, language)
    name = f"{item['code']}: {said}"
    text = "\n".join(told(item, language))
    line = item["place"]["line"]
    if not at_least(item["severity"], level):
        return Case(name, line, text=text)
    if unread:
        return Case(name, line, error=said, text=text)
    return Case(name, line, failure=said, text=text)
