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
    from kontaktdsl.reports.shape import FileRecord


class Loaded:
    """One file that was checked; standard input is read once."""

    def __init__(self, path: str, known: FileRecord | None) -> None:
        self.path = path
        self._input: Checked | None = None
        self._policy: Policy | None = None
        if known is None:
            from kontaktdsl.reports.record import record

            made = self._input = from_input()
            known = record(made.name, made.language, made.policy, made.findings, made.accounting)
        self.record: FileRecord = known
        """All that was found, whether or not it counts."""
        self.counted: FileRecord = known
        """What counts by the settings of the project and the baseline."""

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


def load_all(
    found: list[str], given: Given, language: str, *, use_cache: bool
) -> tuple[list[Loaded], Counting]:
    """All files, checked, and how their findings count."""
    from kontaktdsl.cli.counting import Counting
    from kontaktdsl.cli.folder import records

    checker = Checker(use_cache=use_cache)
    named = [path for path in found if path != paths.STDIN]
    told = dict(zip(named, records(named, checker, language, use_cache=use_cache), strict=True))
    files = [Loaded(path, told.get(path)) for path in found]
    counting = Counting([file.record for file in files], given, language)
    for file, counted in zip(files, counting.records, strict=True):
        file.counted = counted
    return files, counting
