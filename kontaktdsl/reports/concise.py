"""One line per finding, as editors and people who search in logs read them."""

from __future__ import annotations

from kontaktdsl.reports.lines import Line, visible
from kontaktdsl.reports.summary import run_line
from kontaktdsl.reports.told import SEVERITIES, headline
from kontaktdsl.reports.words import pick

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kontaktdsl.reports.shape import FileRecord


def picture(records: list[FileRecord], lang: str | None, fallback: str) -> list[Line]:
    """`file:line:column: severity code headline` for each finding, and a line for the run."""
    lines: list[Line] = []
    for record in records:
        language = lang or record["language"] or fallback
        for item in record["findings"]:
            place = item["place"]
            severity = item["severity"]
            lines.append(
                [
                    (f"{visible(place['file'])}:{place['line']}:{place['column']}: ", "strong"),
                    (pick(list(SEVERITIES[severity]), language), severity),
                    (f" {item['code']} {headline(item, language)}", ""),
                ]
            )
    lines.append(run_line(records, lang, fallback))
    return lines
