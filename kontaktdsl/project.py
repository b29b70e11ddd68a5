"""The driver: read, parse, resolve, analyse and lint files; every stage reports all it found."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import attrs

from kontaktdsl import model
from kontaktdsl.accounting import Accounting
from kontaktdsl.diagnostics import Diagnostic, Severity
from kontaktdsl.lint import examine
from kontaktdsl.resolver import Load, kinds, resolve
from kontaktdsl.source import Source
from kontaktdsl.syntax import tree
from kontaktdsl.syntax.parser import parse, read

if TYPE_CHECKING:
    from kontaktdsl.policy import Policy


@attrs.frozen(eq=False)
class Checked:
    """What came of one file: the policy (None if it has errors in names or syntax), the findings in
    the order of the text, the account of each question, and the spoken language of the file.
    """

    name: str
    language: str
    policy: model.Policy | None
    findings: tuple[Diagnostic, ...]
    accounting: tuple[Accounting, ...]

    @property
    def clean(self) -> bool:
        """No error and no warning."""
        return all(finding.severity is Severity.HINT for finding in self.findings)


SUFFIX = ".kpol"


def find(paths: Iterable[Path]) -> tuple[Path, ...]:
    """The `.kpol` files: a file as it is, a folder with all below it, sorted, each once."""
    found: dict[Path, None] = {}
    for path in paths:
        if path.is_dir():
            found.update(dict.fromkeys(sorted(p for p in path.rglob(f"*{SUFFIX}") if p.is_file())))
        else:
            found[path] = None
    return tuple(found)


class PolicyError(Exception):
    """A file that is no policy: `findings` say what is wrong with it."""

    def __init__(self, checked: Checked) -> None:
        """Name the file and its first error."""
        self.findings = tuple(f for f in checked.findings if f.severity is Severity.ERROR)
        first = self.findings[0]
        more = len(self.findings) - 1
        place = f"{checked.name}:{first.span.line}:{first.span.column}"
        rest = f" (and {more} more)" if more else ""
        super().__init__(f"{place}: {first.headline.en}{rest}")


def load(path: str | Path) -> Policy:
    """Load a policy to decide with.

    Raises PolicyError if the file cannot be read or a name in it cannot be resolved. A policy with
    gaps or contradictions loads; whoever falls into one is refused when decided. `check` tells.
    """
    return _policy(_read_only(Path(path)))


def loads(text: str, name: str = "policy.kpol") -> Policy:
    """Load a policy from its text; raises like `load`. `use` finds no file."""
    return _policy(_compile(Source(name, text), None))


def check(path: str | Path) -> Checked:
    """Check one file: its findings, the account of each question, and the policy if it has one."""
    return check_file(Path(path))


def _policy(checked: Checked) -> Policy:
    from kontaktdsl.policy import Policy

    if checked.policy is None:
        raise PolicyError(checked)
    return Policy(checked.policy)


def _read_only(path: Path) -> Checked:
    source = read(path)
    if isinstance(source, Diagnostic):
        return Checked(str(path), "de", None, (source,), ())
    return _compile(source, path.parent)


def check_file(path: Path) -> Checked:
    """Check one file; an unreadable one gives a finding."""
    source = read(path)
    if isinstance(source, Diagnostic):
        return Checked(str(path), "de", None, (source,), ())
    return check_source(source, path.parent)


def check_text(text: str, name: str = "policy.kpol", folder: Path | None = None) -> Checked:
    """Check a policy given as text; `use` looks in `folder`, and finds nothing where it is None."""
    return check_source(Source(name, text), folder)


def check_source(source: Source, folder: Path | None) -> Checked:
    """Check one source."""
    compiled = _compile(source, folder)
    if compiled.policy is None:
        return compiled
    examined = examine(compiled.policy)
    return attrs.evolve(
        compiled,
        findings=_in_order(source, (*compiled.findings, *examined.findings)),
        accounting=examined.accounting,
    )


def _compile(source: Source, folder: Path | None) -> Checked:
    """Parse and resolve."""
    parsed = parse(source)
    findings = list(parsed.findings)
    resolved = resolve(parsed.document, _loader(source, folder, findings))
    policy = None
    if any(finding.severity is Severity.ERROR for finding in findings):
        findings.extend(_certain(resolved.findings))
    else:
        findings.extend(resolved.findings)
        policy = resolved.policy
    language = parsed.document.language
    return Checked(source.name, language, policy, _in_order(source, findings), ())


def _in_order(source: Source, findings: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    return tuple(sorted(findings, key=lambda f: (f.span.source is not source, f.span.start)))


def _loader(start: Source, folder: Path | None, findings: list[Diagnostic]) -> Load:
    """Find the files that `use` names, relative to the file that uses them; each is read once."""
    folders = {start.name: folder}
    known: dict[Path, tree.Document] = {}

    def load(source: Source, path: str) -> tree.Document | None:
        base = folders.get(source.name)
        target = (base or Path()) / path
        if target.resolve() == ((folder or Path()) / Path(start.name).name).resolve():
            return tree.Document(source=start, language="de", statements=())
        if base is None:
            return None
        target = target.resolve()
        if target not in known:
            used = read(target)
            if isinstance(used, Diagnostic):
                return None
            parsed = parse(used)
            findings.extend(parsed.findings)
            folders[used.name] = target.parent
            known[target] = parsed.document
        return known[target]

    return load


_SHAKY = (
    kinds.UNKNOWN_NAME,
    kinds.UNKNOWN_BLOCK,
    kinds.UNKNOWN_EVENT,
    kinds.UNKNOWN_KIND,
    kinds.UNUSED_ATTRIBUTE,
    kinds.WRONG_ATTRIBUTE,
    kinds.QUANTITY_OF,
    kinds.NO_RULES,
    kinds.NAME_TWINS,
)
"""What an unreadable line elsewhere in the file can have caused."""


def _certain(findings: Iterable[Diagnostic]) -> list[Diagnostic]:
    return [finding for finding in findings if finding.kind not in _SHAKY]
