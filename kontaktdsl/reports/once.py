"""One cause is told once, however many files of a run meet it."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from kontaktdsl.reports.shape import FileRecord, Finding


def once(records: list[FileRecord]) -> list[FileRecord]:
    """The records without what another of them tells of the same line.

    What is found on a line of another file is told with that file, or with the first that meets it.
    Who names an amendment as the cause says more, and says it alone.
    """
    if len(records) < 2:
        return records
    told: dict[object, list[tuple[int, bool, str]]] = {}
    for at, record, finding in _each(records):
        own = finding["place"]["file"] == record["name"]
        told.setdefault(_line(finding), []).append((at, own, finding["headline"][0]))

    def elsewhere(at: int, record: FileRecord, finding: Finding) -> bool:
        if finding["place"]["file"] == record["name"]:
            return False
        headline = finding["headline"][0]
        return any(
            (said == headline and (own or other < at))
            or (said != headline and said.startswith(f"{headline} ("))
            for other, own, said in told[_line(finding)]
            if other != at
        )

    found: list[FileRecord] = []
    for at, record in enumerate(records):
        kept = [each for each in record["findings"] if not elsewhere(at, record, each)]
        found.append(
            record if len(kept) == len(record["findings"]) else {**record, "findings": kept}
        )
    return found


def _each(records: list[FileRecord]) -> Iterator[tuple[int, FileRecord, Finding]]:
    for at, record in enumerate(records):
        for finding in record["findings"]:
            yield at, record, finding


def _line(finding: Finding) -> object:
    place = finding["place"]
    return finding["code"], place["file"], place["line"], place["column"]
