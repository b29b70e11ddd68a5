"""The driver: read, parse, resolve, analyse and lint files; every stage reports all it found."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

import attrs

from kontaktdsl import model
from kontaktdsl.accounting import Accounting
from kontaktdsl.diagnostics import Diagnostic, Severity
from kontaktdsl.files import DISK, Files, StrPath, loader
from kontaktdsl.folder import amended, in_time, neighbour_of, text_before
from kontaktdsl.record import Shown
from kontaktdsl.resolver import kinds, resolve
from kontaktdsl.source import Source, Span
from kontaktdsl.syntax import tree
from kontaktdsl.syntax.parser import read
from kontaktdsl.versions.caused import caused, worth_telling
from kontaktdsl.versions.edition import amending, edition
from kontaktdsl.versions.reading import beside

if TYPE_CHECKING:
    from datetime import date

    from kontaktdsl.lint.accepting import Accepted
    from kontaktdsl.lint.context import Context, Neighbour
    from kontaktdsl.policy import Policy
    from kontaktdsl.versions.shelf import Shelf


@attrs.frozen(eq=False, repr=False)
class Checked(Shown):
    """What came of one file: the policy (None if it has errors in names or syntax), the findings in
    the order of the text, the account of each question, and the spoken language of the file.

    `accepted` are the findings that the policy accepts; they are not among the findings. `rests_on`
    are the other files that the result depends on (also where they are missing), None if it must
    not be kept for another run; `until` is the last day on which it holds. `vocabulary` says that
    the file holds nothing but names for other files to use: there is nothing to analyse or decide.
    """

    name: str
    language: str
    policy: model.Policy | None
    findings: tuple[Diagnostic, ...]
    accounting: tuple[Accounting, ...]
    accepted: tuple[Accepted, ...] = ()
    rests_on: tuple[str, ...] | None = ()
    until: date | None = None
    vocabulary: bool = False

    @property
    def clean(self) -> bool:
        """No error and no warning."""
        return all(finding.severity is Severity.HINT for finding in self.findings)


@attrs.frozen(eq=False, repr=False)
class Compiled(Shown):
    """A file parsed and resolved, before it is analysed: what came of it so far, its tree, and the
    trees of the files that it uses or amends.
    """

    checked: Checked
    document: tree.Document
    used: tuple[tree.Document, ...]


class PolicyError(Exception):
    """A file that is no policy: `findings` say what is wrong with it."""

    def __init__(self, checked: Checked) -> None:
        """Name the file and its first error."""
        self._checked = checked
        self.findings = tuple(f for f in checked.findings if f.severity is Severity.ERROR)
        first = self.findings[0]
        more = len(self.findings) - 1
        place = f"{checked.name}:{first.span.line}:{first.span.column}"
        rest = f" (and {more} more)" if more else ""
        super().__init__(f"{place}: {first.headline.en}{rest}")

    def __reduce__(self) -> tuple[type[PolicyError], tuple[Checked]]:
        """Pickled and copied as it is, e.g. out of a pool of processes."""
        return PolicyError, (self._checked,)


def load(path: StrPath) -> Policy:
    """Load a policy to decide with.

    Raises PolicyError if the file cannot be read or a name in it cannot be resolved. A policy with
    gaps or contradictions loads; whoever falls into one is refused when decided. `check` tells.
    """
    return policy_of(read_only(path))


def loads(text: str, name: str = "policy.kpol") -> Policy:
    """Load a policy from its text; raises like `load`. `use` finds no file."""
    return policy_of(compile_source(Source(name, text), None).checked)


def check(path: StrPath, *, directive: StrPath | None = None, today: date | None = None) -> Checked:
    """Check one file: its findings, the account of each question, and the policy if it has one.

    `directive` is the text of the directive; without it `NAME.source.txt` or `NAME.txt` beside the
    policy is taken. `today` is the day for which `accept ... until` counts.
    """
    return check_file(path, directive=directive, today=today)


def policy_of(checked: Checked) -> Policy:
    """What decides; raises PolicyError if there are errors, or nothing but vocabulary."""
    from kontaktdsl.policy import Policy

    if checked.vocabulary and checked.policy is not None:
        none = kinds.NO_RULES.at(Span(checked.policy.sources[0], 0, 0))
        raise PolicyError(attrs.evolve(checked, findings=(*checked.findings, none)))
    if checked.policy is None:
        raise PolicyError(checked)
    return Policy(checked.policy)


def read_only(path: StrPath) -> Checked:
    """Read one file without analysing it; the policy is None where there are errors."""
    source = read(path)
    if isinstance(source, Diagnostic):
        return Checked(os.fspath(path), "de", None, (source,), ())
    return compile_source(source, os.path.dirname(path)).checked


def check_file(
    path: StrPath, *, directive: StrPath | None = None, today: date | None = None
) -> Checked:
    """Check one file; an unreadable one gives a finding."""
    source = read(path)
    if isinstance(source, Diagnostic):
        return Checked(os.fspath(path), "de", None, (source,), ())
    folder = os.path.dirname(path)
    looked: list[str] = []
    text = directive_beside(os.fspath(path), looked) if directive is None else read(directive)
    if isinstance(text, Diagnostic):
        checked = check_source(source, folder, today=today)
        return attrs.evolve(checked, findings=(text, *checked.findings))
    checked = check_source(source, folder, directive=text, today=today)
    if checked.rests_on is not None and looked:
        checked = attrs.evolve(checked, rests_on=(*checked.rests_on, *looked))
    return checked


def directive_beside(path: str, looked: list[str]) -> Source | None:
    """The text of the directive beside a policy; `looked` are the places where it may be."""
    stem = os.path.splitext(path)[0]
    for ending in (".source.txt", ".txt"):
        looked.append(stem + ending)
        if os.path.isfile(stem + ending):
            text = read(stem + ending)
            return text if isinstance(text, Source) else None
    return None


def check_text(
    text: str,
    name: str = "policy.kpol",
    folder: StrPath | None = None,
    *,
    directive: str | None = None,
    today: date | None = None,
) -> Checked:
    """Check a policy given as text; `use` and `see` look in `folder`, and find nothing where it is
    None. `directive` is the text of the directive.
    """
    beside = None if directive is None else Source(f"{name}.source.txt", directive)
    return check_source(Source(name, text), folder, directive=beside, today=today)


def check_source(
    source: Source,
    folder: StrPath | None,
    *,
    directive: Source | None = None,
    today: date | None = None,
    files: Files = DISK,
) -> Checked:
    """Check one source."""
    compiled = compile_source(source, folder, files)
    return complete(compiled, source, folder, directive=directive, today=today, files=files)[0]


def complete(
    compiled: Compiled,
    source: Source,
    folder: StrPath | None,
    *,
    directive: Source | None = None,
    today: date | None = None,
    files: Files = DISK,
    pause: Callable[[], None] = lambda: None,
) -> tuple[Checked, Context | None]:
    """Analyse what was compiled from a source, and the questions compiled for that, if any.

    `pause` is called before each check; what it raises ends the analysis.
    """
    made = compiled.checked
    policy = made.policy
    if policy is None or made.vocabulary:
        return made, None
    from kontaktdsl.lint import examine_in
    from kontaktdsl.lint.context import Beside, Context

    own = edition(compiled.document)
    shelves: list[Shelf] = []
    read_too: list[str] = []

    def shelf() -> Shelf:
        from kontaktdsl.versions.shelf import Shelf

        if not shelves:
            shelves.append(Shelf(beside(folder, own, source.name, files.read)))
        return shelves[0]

    def neighbour(target: str) -> Neighbour | None:
        return neighbour_of(target, own, shelf(), files, read_too, resolved)

    def resolved(
        document: tree.Document, findings: list[Diagnostic]
    ) -> tuple[model.Policy | None, tuple[Diagnostic, ...]]:
        checked = compile_tree(document, folder, findings, read_too, files).checked
        return checked.policy, checked.findings

    def before() -> Iterable[Diagnostic]:
        met: list[Diagnostic] = []
        text = text_before(own, source.name, folder, files, met, read_too)
        earlier = resolved(text, met)[0] if text is not None else None
        return () if earlier is None else examine_in(Context(earlier, besides), pause).findings

    besides = Beside(directive, lambda: shelf().ids, neighbour)
    context = Context(policy, besides)
    examined = examine_in(context, pause)
    findings: tuple[Diagnostic, ...] = (
        *made.findings,
        *in_time(compiled.document, folder, files),
        *caused(worth_telling(examined.findings, source), own, source, before),
    )
    accepted: tuple[Accepted, ...] = ()
    until = None
    if policy.accepts:
        from kontaktdsl.lint.accepting import settle

        settled = settle(policy, findings, today)
        findings, accepted, until = settled.findings, settled.accepted, settled.until
    checked = attrs.evolve(
        made,
        findings=_in_order(source, findings),
        accounting=examined.accounting,
        accepted=accepted,
        rests_on=(
            *(made.rests_on or ()),
            *read_too,
            *([os.fspath(folder) or "."] if folder else ()),
        ),
        until=until,
    )
    return checked, context


def compile_source(source: Source, folder: StrPath | None, files: Files = DISK) -> Compiled:
    """Parse and resolve one source; an amendment as the text that it makes on its first day."""
    parsed = files.parse(source)
    findings = list(parsed.findings)
    looked: list[str] = []
    document = parsed.document
    others: list[tree.Document] = []
    if amending(document):
        made = amended(document, folder, files, findings, looked, others)
        if made is None:
            name, language = source.name, document.language
            told = _in_order(source, findings)
            failed = Checked(name, language, None, told, (), rests_on=tuple(looked))
            return Compiled(failed, document, tuple(others))
        document = made
    read_before = tuple(findings)
    compiled = compile_tree(document, folder, findings, looked, files)
    if document is not parsed.document:
        own, checked = edition(parsed.document), compiled.checked

        def before() -> Iterable[Diagnostic]:
            met: list[Diagnostic] = []
            text = text_before(own, source.name, folder, files, met, looked)
            return (
                ()
                if text is None
                else compile_tree(text, folder, met, looked, files).checked.findings
            )

        told = tuple(caused(checked.findings, own, source, before, read_before))
        compiled = attrs.evolve(compiled, checked=attrs.evolve(checked, findings=told))
    return attrs.evolve(compiled, document=parsed.document, used=(*others, *compiled.used))


def compile_tree(
    document: tree.Document,
    folder: StrPath | None,
    findings: list[Diagnostic],
    looked: list[str],
    files: Files = DISK,
) -> Compiled:
    """Resolve what was read; `findings` are those of reading, `looked` the files looked at."""
    source = document.source
    used: dict[str, tree.Document] = {}
    resolved = resolve(document, loader(source, folder, findings, looked, used, files))
    policy = None
    errors = [finding for finding in findings if finding.severity is Severity.ERROR]
    if errors:
        shaky = SHAKY_USES if all(map(_only_a_rule, errors)) else SHAKY
        findings.extend(finding for finding in resolved.findings if finding.kind not in shaky)
    else:
        findings.extend(resolved.findings)
        policy = resolved.policy
    checked = Checked(
        source.name,
        document.language,
        policy,
        _in_order(source, findings),
        (),
        rests_on=tuple(looked),
        vocabulary=resolved.vocabulary,
    )
    return Compiled(checked, document, tuple(used.values()))


def _in_order(source: Source, findings: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    return tuple(sorted(findings, key=lambda f: (f.span.source is not source, f.span.start)))


SHAKY_USES = (
    kinds.UNUSED_ATTRIBUTE,
    kinds.NO_RULES,
    kinds.SERIES_WITHOUT_RHYTHM,
    kinds.NO_MAIN_SERIES,
)
"""What an unreadable rule elsewhere in the file can have caused."""
SHAKY = (
    *SHAKY_USES,
    kinds.UNKNOWN_NAME,
    kinds.UNKNOWN_BLOCK,
    kinds.UNKNOWN_EVENT,
    kinds.UNKNOWN_KIND,
    kinds.WRONG_ATTRIBUTE,
    kinds.QUANTITY_OF,
    kinds.NAME_TWINS,
    kinds.UNKNOWN_SERIES,
)
"""What an unreadable line of any kind elsewhere in the file can have caused."""
_RULE_STARTS = ("-", "•", "*", "–", "|")
_GOES_ON = re.compile(r"(,|\(|->|→|\b(and|or|und|oder))\s*(#.*)?$", re.IGNORECASE)


def _only_a_rule(finding: Diagnostic) -> bool:
    """Whether an unreadable line is a bullet or a row, alone: it can have declared no name."""
    line = finding.span.source.line(finding.span.line).strip()
    return line.startswith(_RULE_STARTS) and not _GOES_ON.search(line)
