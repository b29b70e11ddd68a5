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
from kontaktdsl.lint import examine_in
from kontaktdsl.lint.context import Beside, Context
from kontaktdsl.record import Shown
from kontaktdsl.resolver import Load, kinds, resolve
from kontaktdsl.source import Source, Span
from kontaktdsl.syntax import tree
from kontaktdsl.syntax.parser import Parsed, parse, read

if TYPE_CHECKING:
    from datetime import date

    from kontaktdsl.lint.accepting import Accepted
    from kontaktdsl.policy import Policy

StrPath = str | os.PathLike[str]


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
class Files(Shown):
    """Where texts come from and how they are read: from disk and anew, unless said otherwise."""

    read: Callable[[str], Source | Diagnostic] = read
    parse: Callable[[Source], Parsed] = parse


DISK = Files()


@attrs.frozen(eq=False, repr=False)
class Compiled(Shown):
    """A file parsed and resolved, before it is analysed: what came of it so far, its tree, and the
    trees of the files that it uses.
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
    return _policy(read_only(path))


def loads(text: str, name: str = "policy.kpol") -> Policy:
    """Load a policy from its text; raises like `load`. `use` finds no file."""
    return _policy(compile_source(Source(name, text), None).checked)


def check(path: StrPath, *, directive: StrPath | None = None, today: date | None = None) -> Checked:
    """Check one file: its findings, the account of each question, and the policy if it has one.

    `directive` is the text of the directive; without it `NAME.source.txt` or `NAME.txt` beside the
    policy is taken. `today` is the day for which `accept ... until` counts.
    """
    return check_file(path, directive=directive, today=today)


def _policy(checked: Checked) -> Policy:
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
    compiled = compile_source(source, folder, files).checked
    return complete(compiled, source, folder, directive=directive, today=today)[0]


def complete(
    compiled: Checked,
    source: Source,
    folder: StrPath | None,
    *,
    directive: Source | None = None,
    today: date | None = None,
    pause: Callable[[], None] = lambda: None,
) -> tuple[Checked, Context | None]:
    """Analyse what was compiled from a source, and the questions compiled for that, if any.

    `pause` is called before each check; what it raises ends the analysis.
    """
    policy = compiled.policy
    if policy is None or compiled.vocabulary:
        return compiled, None
    read_too: list[str] = []

    def neighbours() -> list[str]:
        from kontaktdsl.neighbours import ids

        return ids(folder, source.name, read_too)

    context = Context(policy, Beside(directive, neighbours))
    examined = examine_in(context, pause)
    findings: tuple[Diagnostic, ...] = (*compiled.findings, *examined.findings)
    accepted: tuple[Accepted, ...] = ()
    until = None
    if policy.accepts:
        from kontaktdsl.lint.accepting import settle

        settled = settle(policy, findings, today)
        findings, accepted, until = settled.findings, settled.accepted, settled.until
    lasting = all(finding.code != "missing-target" for finding in examined.findings)
    checked = attrs.evolve(
        compiled,
        findings=_in_order(source, findings),
        accounting=examined.accounting,
        accepted=accepted,
        rests_on=(*(compiled.rests_on or ()), *read_too) if lasting else None,
        until=until,
    )
    return checked, context


def compile_source(source: Source, folder: StrPath | None, files: Files = DISK) -> Compiled:
    """Parse and resolve one source."""
    parsed = files.parse(source)
    findings = list(parsed.findings)
    looked: list[str] = []
    used: dict[str, tree.Document] = {}
    resolved = resolve(parsed.document, _loader(source, folder, findings, looked, used, files))
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
        parsed.document.language,
        policy,
        _in_order(source, findings),
        (),
        rests_on=tuple(looked),
        vocabulary=resolved.vocabulary,
    )
    return Compiled(checked, parsed.document, tuple(used.values()))


def _in_order(source: Source, findings: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    return tuple(sorted(findings, key=lambda f: (f.span.source is not source, f.span.start)))


def _loader(
    start: Source,
    folder: StrPath | None,
    findings: list[Diagnostic],
    looked: list[str],
    known: dict[str, tree.Document],
    files: Files,
) -> Load:
    """Find the files that `use` names, relative to the file that uses them; each is read once.

    `looked` gets the path of each, also where there is none, and `known` the tree of each.
    """
    folders = {start.name: folder}

    def load(source: Source, path: str) -> tree.Document | None:
        base = folders.get(source.name)
        target = os.path.realpath(os.path.join(base or "", path))
        if target == os.path.realpath(os.path.join(folder or "", os.path.basename(start.name))):
            return tree.Document(source=start, language="de", statements=())
        if base is None:
            return None
        if target not in known:
            looked.append(target)
            used = files.read(target)
            if isinstance(used, Diagnostic):
                return None
            parsed = files.parse(used)
            findings.extend(parsed.findings)
            folders[used.name] = os.path.dirname(target)
            known[target] = parsed.document
        return known[target]

    return load


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
