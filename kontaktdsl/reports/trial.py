"""The examples and guarantees of a file, each with its verdict, drawn from the file's record."""

from __future__ import annotations

from kontaktdsl.reports import plain
from kontaktdsl.reports.tested import Case
from kontaktdsl.reports.words import pick

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kontaktdsl.model import Policy
    from kontaktdsl.reports.shape import FileRecord, Finding
    from kontaktdsl.source import Span

NOT_READ = ("missing-file", "unreadable", "too-large", "binary-file")
"""The findings for which a file was not read at all."""
NO_RULES = ("no-rules", "empty-file", "only-comments")
"""The findings that say that there is nothing to check."""
NOT_CHECKED = ("condition-too-wide", "no-solver", "too-many-rules")
"""The findings for which a policy was not checked."""
NOT_RUN = ("contradictory-impossible", *NOT_CHECKED)
"""The findings for which no example and no guarantee was run, though the policy could be read."""

LONGEST = 200
"""A longer name is cut."""


class Trial:
    """One line `example` or `ensure`: its name, its line, and what is wrong with it."""

    __slots__ = ("example", "findings", "line", "name")

    def __init__(self, name: str, line: int, findings: list[Finding], *, example: bool) -> None:
        self.name = name
        self.line = line
        self.findings = findings
        self.example = example

    @property
    def passed(self) -> bool:
        """Whether it holds; a hint is no failure."""
        return all(item["severity"] == "hint" for item in self.findings)


def found_in(told: FileRecord, codes: tuple[str, ...]) -> Finding | None:
    """The first finding of a file that has one of the codes."""
    return next((item for item in told["findings"] if item["code"] in codes), None)


def trials(policy: Policy, told: list[Finding]) -> list[Trial]:
    """Each example and guarantee with its findings; meaningless where none was run."""
    entries: list[tuple[Span, str | None, bool]] = [
        (example.span, example.title, True) for example in policy.examples
    ]
    entries += [(ensure.span, None, False) for ensure in policy.ensures]
    entries.sort(key=lambda entry: (entry[0].source.name, entry[0].start))
    made = []
    for span, title, example in entries:
        first, last = span.line, span.source.place(span.end)[0]
        wrong = [
            item
            for item in told
            if item["promise"]
            and item["place"]["file"] == span.source.name
            and first <= item["place"]["line"] <= last
        ]
        made.append(Trial(_name(span, title), first, wrong, example=example))
    return made


def _name(span: Span, title: str | None) -> str:
    said = title or " ".join(span.text.partition(":")[2].split()) or " ".join(span.text.split())
    return said if len(said) <= LONGEST else said[: LONGEST - 1] + "…"


def aloud(findings: list[Finding], language: str) -> str:
    """Findings in the plain format."""
    return "\n\n".join(
        "\n".join(plain.finding(item, language, at, len(findings), everything=False))
        for at, item in enumerate(findings, 1)
    )


def cases(
    policy: Policy | None,
    told: FileRecord,
    counted: FileRecord,
    excused: list[Finding],
    language: str,
) -> list[Case]:
    """A case per example and guarantee; where they were not run, cases that say why.

    `told` is all that was found, `counted` what of it counts, `excused` what failed and does not.
    """
    side = 0 if language == "de" else 1
    if policy is None:
        return [_unrun(("Lesen", "reading")[side], told["findings"], language)]
    stopped = found_in(told, NOT_RUN)
    found = []
    tried = zip(trials(policy, counted["findings"]), trials(policy, excused), strict=True)
    for trial, other in tried:
        kind = ("Beispiel", "example") if trial.example else ("Zusicherung", "guarantee")
        name = f"{kind[side]}: {trial.name}"
        if stopped is not None:
            found.append(_unrun(name, [stopped], language, trial.line))
            continue
        failure = None if trial.passed else pick(trial.findings[0]["headline"], language)
        skipped = None if other.passed else pick(other.findings[0]["headline"], language)
        text = aloud(trial.findings or other.findings, language)
        found.append(Case(name, trial.line, failure=failure, skipped=skipped, text=text))
    return found


def _unrun(name: str, findings: list[Finding], language: str, line: int = 1) -> Case:
    message = pick(findings[0]["headline"], language) if findings else name
    return Case(name, line, error=message, text=aloud(findings, language))
