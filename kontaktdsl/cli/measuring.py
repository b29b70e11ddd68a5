"""What `kpol ci` wants to know of a file besides its findings: its form and its coverage.

A file's record and its measures come from one reading of the file and are kept together.
"""

from __future__ import annotations

from functools import partial

from kontaktdsl.cli.checking import Checker

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from kontaktdsl.diagnostics import Diagnostic, Text
    from kontaktdsl.exercise import Coverage
    from kontaktdsl.model import Policy
    from kontaktdsl.project import Checked
    from kontaktdsl.reports.shape import FileRecord, Finding, Measured

SHOWN = 10
"""So many rules without an example are named."""


class Measurer:
    """Checks and measures files one after the other, against percentages of rules and of cases."""

    def __init__(self, *, use_cache: bool, least: int | None, least_cases: int | None) -> None:
        self.maker: Callable[[], Measurer] = partial(
            Measurer, use_cache=use_cache, least=least, least_cases=least_cases
        )
        self._checker = Checker(use_cache=use_cache)
        self._least = least, least_cases
        self.rested_on = self._checker.rested_on

    def known(self, path: str) -> tuple[FileRecord, Measured] | None:
        """What the cache has of a file, if it was measured against the same percentages."""
        record, measured = self._checker.kept(path) or (None, None)
        if record is None or measured is None:
            return None
        if (measured["least"], measured["least_cases"]) != self._least:
            return None
        return record, measured

    def fresh(self, path: str) -> tuple[FileRecord, Measured]:
        """The record and the measures of a file, made now."""
        record, measured = self._checker.checked(path, self._measure)
        assert measured is not None
        return record, measured

    def _measure(self, checked: Checked, record: FileRecord) -> Measured:
        form, misshaped = _form(checked.name)
        least, least_cases = self._least
        made: Measured = {
            "form": form,
            "misshaped": misshaped,
            "least": least,
            "least_cases": least_cases,
            "rules": 0,
            "exercised": 0,
            "reachable": None,
            "uncounted": False,
            "short": [],
        }
        policy = checked.policy
        found = None if policy is None else covered(policy, record)
        if policy is None or found is None:
            return made
        made["rules"] = len(policy.rules)
        made["exercised"] = len(found.exercised)
        made["reachable"] = len(found.exercised) + len(found.left_out)
        if policy.rules:  # else vocabulary for the others
            made["uncounted"] = found.cases_percent is None
            made["short"] = _told(_short(policy, found, least, least_cases))
        return made


def covered(policy: Policy, record: FileRecord) -> Coverage | None:
    """What the examples of a policy exercise; None where its size or a finding allows no answer."""
    from kontaktdsl.reports.trial import NOT_RUN, found_in

    if found_in(record, NOT_RUN) is not None:
        return None
    from kontaktdsl.analysis.solver import SolverMissing
    from kontaktdsl.exercise import coverage
    from kontaktdsl.question import TooWide
    from kontaktdsl.space import TooManyBoxes

    try:
        return coverage(policy)
    except (TooWide, TooManyBoxes, SolverMissing):
        return None


def _form(path: str) -> tuple[str, list[Finding]]:
    """Whether a file is as `kpol fmt` writes it: same, other (with the first place), unparsed."""
    from kontaktdsl import steps
    from kontaktdsl.diagnostics import Diagnostic
    from kontaktdsl.source import Span
    from kontaktdsl.syntax.reading import decode
    from kontaktdsl.tidy import tidied

    try:
        with open(path, "rb") as file:
            content = file.read()
    except OSError:
        return "unparsed", []
    source = decode(path, content)
    if isinstance(source, Diagnostic):
        return "unparsed", []
    wanted = tidied(source).text
    if wanted is None:
        return "unparsed", []
    if wanted.encode("utf-8", "surrogatepass") == content:
        return "same", []
    at = next(
        (at for at, (a, b) in enumerate(zip(source.text, wanted, strict=False)) if a != b),
        min(len(source.text), len(wanted)),
    )
    line = source.place(at)[0]
    start = source.line_starts[line - 1]
    span = Span(source, start, start + len(source.line(line)))
    return "other", _told([steps.NOT_FORMATTED.at(span)])


def _short(
    policy: Policy, found: Coverage, least: int | None, least_cases: int | None
) -> list[Diagnostic]:
    from kontaktdsl import steps
    from kontaktdsl.source import Span

    source = policy.sources[0]
    span = Span(source, 0, len(source.line(1)))
    short = []
    if least is not None and found.percent < least:
        notes = _rules(policy, found)
        short.append(steps.FEW_RULES.at(span, percent=found.percent, least=least, notes=notes))
    share = found.cases_percent
    if least_cases is not None and share is not None and share < least_cases:
        regions = tuple(region for part in found.shares for region in part.regions)
        short.append(
            steps.FEW_CASES.at(
                span, percent=share, least=least_cases, regions=regions[:3],
                more_regions=len(regions[3:]),
            )
        )  # fmt: skip
    return short


def _rules(policy: Policy, found: Coverage) -> tuple[Text, ...]:
    from kontaktdsl.diagnostics import Text
    from kontaktdsl.exercise.wording import rule_title

    notes = [
        Text(
            f"ohne Beispiel: Zeile {rule.span.line}, {rule_title(policy, rule)}",
            f"without an example: line {rule.span.line}, {rule_title(policy, rule)}",
        )
        for rule in found.left_out[:SHOWN]
    ]
    more = len(found.left_out) - SHOWN
    if more > 0:
        notes.append(Text(f"und {more} weitere", f"and {more} more"))
    return tuple(notes)


def _told(findings: list[Diagnostic]) -> list[Finding]:
    from kontaktdsl.reports.record import record

    return record("", "", None, tuple(findings), ())["findings"]
