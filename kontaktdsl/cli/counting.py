"""Which findings count: the settings of the project, the baseline, and what the policy accepts."""

from __future__ import annotations

import os

from kontaktdsl.cli.screen import write_file
from kontaktdsl.cli.words import Stop

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kontaktdsl.baseline import Applied
    from kontaktdsl.cli.arguments import Given
    from kontaktdsl.reports.lines import Line
    from kontaktdsl.reports.shape import Accepted, FileRecord, Finding


class Counting:
    """The records as they count, and what is to be said besides."""

    def __init__(self, records: list[FileRecord], given: Given, language: str) -> None:
        self._language = given.text("lang") or language
        self._list = given.flag("accepted")
        self._applied: Applied | None = None
        self._written: str | None = None
        from kontaktdsl.reports.once import once

        weighed = self.records = _weighed(once(records))
        target, known = given.text("write_baseline"), given.text("baseline")
        if target is not None:
            self._write(target)
        elif known is not None:
            self._apply(known)
        self.excused = [_excused(*both) for both in zip(weighed, self.records, strict=True)]
        """Per record the failures of examples and guarantees that do not count."""

    def _write(self, path: str) -> None:
        from kontaktdsl import baseline

        write_file(path, baseline.dump(self.records))
        self._written = path
        self._applied = baseline.apply(self.records, tuple(baseline.entries(self.records)))
        self.records = self._applied.records

    def _apply(self, path: str) -> None:
        from kontaktdsl import baseline
        from kontaktdsl.trouble import why

        try:
            with open(path, encoding="utf-8") as file:
                known = baseline.parse(file.read())
        except (OSError, UnicodeDecodeError) as error:
            reason = why(error)
            raise Stop(
                f"{path}: lässt sich nicht lesen, {reason.de}",
                f"{path}: cannot be read, {reason.en}",
            ) from None
        except baseline.BaselineError as error:
            words = error.words
            raise Stop(f"{path}: {words.de}", f"{path}: {words.en}") from None
        self._applied = baseline.apply(self.records, known)
        self.records = self._applied.records

    def lines(self) -> list[Line]:
        """What was accepted and what was known, for the end of a picture."""
        found: list[str] = []
        for record in self.records:
            language = self._language
            for entry in record["accepted"] if self._list else ():
                found.append(_accepted(record["name"], entry, language))
        count = sum(len(record["accepted"]) for record in self.records)
        if count:
            found.append(self._say(f"{count} hingenommen", f"{count} accepted"))
        if self._written is not None and self._applied is not None:
            known = self._applied.known
            found.append(
                self._say(
                    f"{known} {'Befund' if known == 1 else 'Befunde'} als Bestand in "
                    f"{self._written} geschrieben",
                    f"{known} {'finding' if known == 1 else 'findings'} written to "
                    f"{self._written} as the baseline",
                )
            )
        elif self._applied is not None:
            known = self._applied.known
            found.append(self._say(f"{known} aus dem Bestand", f"{known} in the baseline"))
            for old in self._applied.stale:
                found.append(
                    self._say(
                        f"nicht mehr da, aus dem Bestand zu streichen: {old.code}, {old.policy}: "
                        f"{old.headline}",
                        f"gone, to be taken out of the baseline: {old.code}, {old.policy}: "
                        f"{old.headline}",
                    )
                )
        return [[(text, "dim")] for text in found]

    def _say(self, de: str, en: str) -> str:
        return de if self._language == "de" else en


def _excused(weighed: FileRecord, counted: FileRecord) -> list[Finding]:
    kept = {id(item) for item in counted["findings"]}
    known = [item for item in weighed["findings"] if id(item) not in kept]
    known += [entry["finding"] for entry in weighed["accepted"]]
    return [item for item in known if item["promise"] and item["severity"] != "hint"]


def _accepted(name: str, told: Accepted, language: str) -> str:
    side = 0 if language == "de" else 1
    until = told["until"]
    end = "" if until is None else (f", bis {until}", f", until {until}")[side]
    code = told["finding"]["code"]
    headline = told["finding"]["headline"][side]
    word = ("hingenommen", "accepted")[side]
    because = ("weil", "because")[side]
    return f"{name}:{told['line']}: {word}: {code}: {headline} ({because}: {told['reason']}{end})"


def _weighed(records: list[FileRecord]) -> list[FileRecord]:
    path = settings()
    if path is None:
        return records
    from kontaktdsl import config

    try:
        return config.weigh(records, config.load(path))
    except config.ConfigError as error:
        raise Stop(error.words.de, error.words.en) from None


def settings(folder: str = ".") -> str | None:
    """The nearest file of settings in a folder or above it, up to the root of a repository."""
    place = os.path.abspath(folder)
    while True:
        for name in ("kpol.toml", "pyproject.toml"):
            path = os.path.join(place, name)
            if os.path.isfile(path) and (name == "kpol.toml" or _says_kpol(path)):
                return path
        above = os.path.dirname(place)
        if above == place or os.path.exists(os.path.join(place, ".git")):
            return None
        place = above


def _says_kpol(path: str) -> bool:
    """Whether a project file has such a table; without reading TOML, which takes its time."""
    try:
        with open(path, "rb") as file:
            return b"[tool.kpol" in file.read()
    except OSError:
        return False
