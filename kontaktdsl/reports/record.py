"""From a checked file to its record."""

from __future__ import annotations

from collections.abc import Iterator

from kontaktdsl import model
from kontaktdsl.accounting import Accounting, duties_in, line
from kontaktdsl.diagnostics import Diagnostic, Edit, Label, Region, Repair, Text
from kontaktdsl.source import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kontaktdsl.lint.accepting import Accepted
    from kontaktdsl.reports.shape import (
        About,
        Account,
        FileRecord,
        Finding,
        Pair,
        Place,
        Reading,
    )
    from kontaktdsl.reports.shape import Accepted as AcceptedRecord
    from kontaktdsl.reports.shape import Edit as EditRecord
    from kontaktdsl.reports.shape import Region as RegionRecord
    from kontaktdsl.reports.shape import Repair as RepairRecord
else:  # a typed dict is a dict, and its module need not be loaded for that
    About = Account = FileRecord = Finding = Place = Reading = AcceptedRecord = EditRecord = (
        RegionRecord
    ) = RepairRecord = dict

LONGEST = 1000
"""So many characters of a source line are kept."""


def record(
    name: str,
    language: str,
    policy: model.Policy | None,
    findings: tuple[Diagnostic, ...],
    accounting: tuple[Accounting, ...],
    accepted: tuple[Accepted, ...] = (),
) -> FileRecord:
    """The record of one checked file."""
    rules = _Rules(policy)
    return FileRecord(
        name=name,
        language=language,
        policy=_about(policy) if policy else None,
        findings=[_finding(finding, rules) for finding in findings],
        accounting=[_account(account) for account in accounting],
        interpretations=list(readings(policy)) if policy else [],
        accepted=[_accepted(entry, rules) for entry in accepted],
    )


class _Rules:
    """Finds the rule at a place."""

    def __init__(self, policy: model.Policy | None) -> None:
        self._rules = {
            (rule.span.source, rule.span.start): rule for rule in (policy.rules if policy else ())
        }
        self._promises = (
            [entry.span for entry in (*policy.examples, *policy.ensures)] if policy else []
        )

    def at(self, span: Span) -> model.Rule | None:
        """The rule that starts at a place or whose condition does."""
        return self._rules.get((span.source, span.start))

    def promise(self, span: Span) -> bool:
        """Whether the place lies in an example or an `ensure` line."""
        return any(
            entry.source is span.source and entry.start <= span.start <= entry.end
            for entry in self._promises
        )


def _pair(text: Text) -> Pair:
    return [text.de, text.en]


def _about(policy: model.Policy) -> About:
    return About(
        title=policy.header.title,
        id=policy.header.id,
        digest=policy.digest,
        examples=len(policy.examples),
        ensures=len(policy.ensures),
        duties=duties_in(policy),
        notes=len(policy.notes),
    )


def _finding(finding: Diagnostic, rules: _Rules) -> Finding:
    return Finding(
        code=finding.code,
        name=_pair(finding.kind.name),
        severity=finding.severity.value,
        headline=_pair(finding.headline),
        place=_place(Label(finding.span, finding.label), rules),
        others=[_place(label, rules) for label in finding.others],
        regions=[_region(region) for region in finding.regions],
        more_regions=finding.more_regions,
        notes=[_pair(note) for note in finding.notes],
        repairs=[_repair(repair) for repair in finding.repairs],
        promise=rules.promise(finding.span),
    )


def _accepted(entry: Accepted, rules: _Rules) -> AcceptedRecord:
    return AcceptedRecord(
        finding=_finding(entry.finding, rules),
        reason=entry.by.because.reason,
        until=entry.by.until.isoformat() if entry.by.until else None,
        line=entry.by.span.line,
    )


def _place(label: Label, rules: _Rules) -> Place:
    span = label.span
    source = span.source
    line, column = source.place(span.start)
    end_line, end_column = source.place(max(span.start, span.end))
    rule = rules.at(span)
    text = source.line(line)
    cut = max(0, min(column - 1 - LONGEST // 2, len(text) - LONGEST)) if len(text) > LONGEST else 0
    return Place(
        file=source.name,
        line=line,
        column=column,
        end_line=end_line,
        end_column=end_column,
        text=text[cut : cut + LONGEST],
        cut=cut,
        label=_pair(label.text) if label.text else None,
        block=rule.block.name if rule else None,
        citation=rule.citation.text if rule and rule.citation else None,
    )


def _region(region: Region) -> RegionRecord:
    return RegionRecord(
        words=_pair(region.words),
        person=_pair(region.person),
        count=region.count,
        total=region.total,
        aside=_pair(region.aside) if region.aside else None,
    )


def _repair(repair: Repair) -> RepairRecord:
    return RepairRecord(
        lines=repair.lines,
        note=_pair(repair.note),
        edits=[_edit(edit) for edit in repair.edits],
    )


def _edit(edit: Edit) -> EditRecord:
    source = edit.span.source
    line, column = source.place(edit.span.start)
    end_line, end_column = source.place(edit.span.end)
    return EditRecord(
        file=source.name,
        line=line,
        column=column,
        end_line=end_line,
        end_column=end_column,
        text=edit.text,
    )


def _account(account: Accounting) -> Account:
    return Account(
        question=account.question.value,
        asked=_pair(account.asked),
        words=_pair(line(account)),
        cases=account.cases,
        possible=account.possible,
        outside=account.outside,
        impossible=account.impossible,
        answers={answer.value: count for answer, count in account.answers},
        forgotten=account.forgotten,
        contradictory=account.contradictory,
        first_step=account.first_step,
    )


def readings(policy: model.Policy) -> Iterator[Reading]:
    """The lines with `because`, in the order of the text, each once."""
    seen = set()
    for because, citation in _reasons(policy):
        span = because.span
        if span.source is policy.sources[0] and (span.source, span.start) not in seen:
            seen.add((span.source, span.start))
            yield Reading(
                file=span.source.name,
                line=span.line,
                text=span.source.line(span.line)[:LONGEST].strip(),
                reason=because.reason,
                citation=citation.text if citation else None,
            )


def _reasons(
    policy: model.Policy,
) -> list[tuple[model.Because, model.Citation | None]]:
    found: list[tuple[model.Because | None, model.Citation | None]] = []
    found += [(entry.because, entry.citation) for entry in policy.blocks]
    found += [(entry.because, entry.citation) for entry in policy.rules]
    found += [(entry.because, entry.citation) for entry in policy.constraints if not entry.proven]
    found += [(entry.because, entry.citation) for entry in policy.occasions]
    found += [(entry.because, entry.citation) for entry in policy.quantities]
    found += [(entry.because, None) for entry in policy.preferences]
    found += [(entry.because, None) for entry in policy.ensures]
    bounds = [entry for entry in (policy.scope, policy.single_case) if entry is not None]
    found += [(entry.because, entry.citation) for entry in bounds]
    given = [(because, citation) for because, citation in found if because is not None]
    return sorted(given, key=lambda pair: (pair[0].span.source.name, pair[0].span.start))
