"""The driver: read, parse, resolve, analyse and lint files; every stage reports all it found."""

from collections.abc import Iterable
from pathlib import Path

import attrs

from kontaktdsl import model
from kontaktdsl.accounting import Accounting
from kontaktdsl.diagnostics import Diagnostic, Severity
from kontaktdsl.lint import examine
from kontaktdsl.resolver import Load, kinds, resolve
from kontaktdsl.source import Source
from kontaktdsl.syntax import tree
from kontaktdsl.syntax.parser import parse, read


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
    parsed = parse(source)
    document = parsed.document
    findings = list(parsed.findings)
    accounting: tuple[Accounting, ...] = ()
    policy = None
    resolved = resolve(document, _loader(source, folder, findings))
    if not any(finding.severity is Severity.ERROR for finding in parsed.findings):
        findings.extend(resolved.findings)
        policy = resolved.policy
    else:
        findings.extend(_certain(resolved.findings))
    if policy is not None:
        examined = examine(policy)
        findings.extend(examined.findings)
        accounting = examined.accounting
    findings.sort(key=lambda finding: (finding.span.source is not source, finding.span.start))
    return Checked(source.name, document.language, policy, tuple(findings), accounting)


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
