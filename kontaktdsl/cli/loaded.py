"""A file with its record, and its policy where somebody needs it."""

from __future__ import annotations

from kontaktdsl.cli import paths
from kontaktdsl.cli.checking import Checker, from_input

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kontaktdsl.cli.arguments import Given
    from kontaktdsl.cli.counting import Counting
    from kontaktdsl.model import Policy
    from kontaktdsl.project import Checked
    from kontaktdsl.reports.shape import FileRecord, Finding
    from kontaktdsl.reports.tested import Suite


class Loaded:
    """One file that was checked; standard input is read once, the text of a folder is `made`."""

    def __init__(self, path: str, known: FileRecord | None, made: Checked | None = None) -> None:
        self.path = path
        self._input: Checked | None = made
        self._policy: Policy | None = None
        if known is None:
            from kontaktdsl.reports.record import record

            made = self._input = made or from_input()
            known = record(made.name, made.language, made.policy, made.findings, made.accounting)
        self.record: FileRecord = known
        """All that was found, whether or not it counts."""
        self.counted: FileRecord = known
        """What counts by the settings of the project and the baseline."""
        self.excused: list[Finding] = []
        """The failures of examples and guarantees that do not count."""

    def spoken(self, lang: str | None, fallback: str) -> str:
        """The language to report in."""
        return lang or self.record["language"] or fallback

    @property
    def policy(self) -> Policy | None:
        """The policy, compiled when it is first asked for; None if its text has errors."""
        if self.record["policy"] is None:
            return None
        if self._policy is None:
            if self._input is not None:
                self._policy = self._input.policy
            else:
                from kontaktdsl.project import read_only

                self._policy = read_only(self.path).policy
        return self._policy

    def suite(self, lang: str | None, fallback: str) -> Suite:
        """The examples and guarantees of the file with their verdicts, for JUnit XML."""
        from kontaktdsl.reports.tested import Suite
        from kontaktdsl.reports.trial import cases

        spoken = self.spoken(lang, fallback)
        made = cases(self.policy, self.record, self.counted, self.excused, spoken)
        return Suite(self.record["name"], made)


def load_all(
    found: list[str], given: Given, language: str, *, use_cache: bool
) -> tuple[list[Loaded], Counting]:
    """All files, checked, and how their findings count."""
    from kontaktdsl.cli.folder import results

    named = [path for path in found if path != paths.STDIN]
    told = dict(zip(named, results(named, Checker(use_cache=use_cache), language), strict=True))
    files = [Loaded(path, told.get(path)) for path in found]
    return files, count(files, given, language)


def of_library(given: Given, where: str) -> Loaded:
    """The text in force on a day, of the one folder that is named."""
    import attrs

    from kontaktdsl.cli.days import day_of
    from kontaktdsl.cli.shelved import chosen
    from kontaktdsl.cli.words import UsageError

    if len(given.operands) != 1:
        raise UsageError(
            where,
            "zu `--id` und `--day` gehört genau ein Ordner",
            "exactly one folder belongs to `--id` and `--day`",
        )
    made, version = chosen(given, where, lambda library, found: library.checked(found))
    on = day_of(given, where)
    name = f"{version.base.id}@{on.isoformat()}"
    return Loaded(name, None, attrs.evolve(made, name=name))


def count(files: list[Loaded], given: Given, language: str) -> Counting:
    """How the findings of some files count."""
    from kontaktdsl.cli.counting import Counting

    counting = Counting([file.record for file in files], given, language)
    settled = zip(files, counting.records, counting.excused, strict=True)
    for file, counted, excused in settled:
        file.counted, file.excused = counted, excused
    return counting
