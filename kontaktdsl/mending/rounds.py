"""Round after round of repairs, each kept only if the file is the better for it."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Sequence

import attrs

from kontaktdsl.diagnostics import Diagnostic, Edit, Repair, Safety, Severity, Text
from kontaktdsl.files import DISK, Files
from kontaktdsl.mending.asked import Order, Refused, Rename
from kontaktdsl.mending.edits import apart, applied, remarks
from kontaktdsl.mending.pasted import cleaned
from kontaktdsl.project import Checked, check_source
from kontaktdsl.source import Source
from kontaktdsl.syntax.parser import parse

MOST = 200
"""So many versions of a file are checked before the rest is left to the author."""

_CLEANED = Text("Zeichen aus Word oder PDF", "characters from Word or PDF")
_NO_POLICY = (
    "erst die Fehler im Text beheben; dann lässt sich eine Reihenfolge festlegen",
    "first mend the errors in the text; then an order can be declared",
)

Candidate = tuple[Diagnostic, Repair]


@attrs.frozen
class Done:
    """One thing that was done: the line it began at (as the file then stood) and what it was."""

    line: int
    text: Text


@attrs.frozen(eq=False)
class Mended:
    """A file before and after, what was done, what is left, and which requests found a place."""

    before: Source
    after: Source
    done: tuple[Done, ...]
    left: Checked
    met: frozenset[Rename | Order]

    @property
    def changed(self) -> bool:
        """Whether anything was done."""
        return self.before.text != self.after.text


def mend(
    source: Source,
    folder: str | os.PathLike[str] | None,
    *,
    unsafe: bool = False,
    renames: Sequence[Rename] = (),
    orders: Sequence[Order] = (),
    files: Files = DISK,
) -> Mended:
    """Apply what may be applied to one file; `use` looks in `folder`.

    Raises Refused where a rename or an order cannot be done.
    """
    bench = _Bench(source, folder, files)
    bench.clean()
    for rename in renames:
        bench.rename(rename)
    for order in orders:
        bench.order(order)
    bench.repair(unsafe)
    return Mended(source, bench.source, tuple(bench.done), bench.checked, frozenset(bench.met))


class _Bench:
    """A file while it is mended."""

    def __init__(self, source: Source, folder: str | os.PathLike[str] | None, files: Files) -> None:
        self.source = source
        self.folder = folder
        self.files = attrs.evolve(files, parse=parse)
        self.checked = self.check(source)
        self.done: list[Done] = []
        self.met: set[Rename | Order] = set()
        self.tried = 0
        self.seen = {source.text}
        self.refused: set[tuple[str, str, tuple[str, ...]]] = set()

    def check(self, source: Source) -> Checked:
        """What comes of a version of the file."""
        return check_source(source, self.folder, files=self.files)

    # --- steps ----------------------------------------------------------------------------------

    def clean(self) -> bool:
        """Clean pasted lines; whether there were any."""
        edits = cleaned(self.source)
        if not edits or not self.take(edits, Safety.SAFE):
            return False
        self.done += [Done(edit.span.line, _CLEANED) for edit in edits]
        return True

    def rename(self, rename: Rename) -> None:
        edits = rename.edits(self.source)
        if edits:
            self.insist(edits, rename)

    def order(self, order: Order) -> None:
        if self.checked.policy is None:
            raise Refused(*_NO_POLICY)
        edits = order.edits(self.checked.policy)
        if edits:
            self.insist(edits, order)
        elif edits is not None:
            self.met.add(order)

    def insist(self, edits: Sequence[Edit], request: Rename | Order) -> None:
        """Do what the author asked for; raises Refused where it would break something."""
        line = min(edit.span.line for edit in edits)
        before = self.checked
        if not self.take(edits, Safety.CHOICE):
            made = self.check(applied(self.source, edits))
            new = _errors(made) - _errors(before)
            first = next((f for f in made.findings if f.code in new), None)
            de, en = (first.headline.de, first.headline.en) if first else ("", "")
            raise Refused(
                f"{request.note.de}: Das ergäbe einen neuen Fehler: {de}".rstrip(": "),
                f"{request.note.en}: that would be a new error: {en}".rstrip(": "),
            )
        self.met.add(request)
        self.done.append(Done(line, request.note))

    def repair(self, unsafe: bool) -> None:
        """Repairs round by round, the safe ones first, until there is nothing more to do."""
        while self.tried < MOST:
            found = self.candidates(Safety.SAFE)
            if not found and unsafe:
                found = self.candidates(Safety.UNSAFE)
            if not (self.one_round(found) if found else self.clean()):
                return

    def candidates(self, safety: Safety) -> list[Candidate]:
        found = []
        for finding in self.checked.findings:
            for repair in finding.repairs:
                here = all(edit.span.source is self.source for edit in repair.edits)
                wanted = repair.edits and here and repair.safety is safety
                if wanted and _mark(finding, repair) not in self.refused:
                    found.append((finding, repair))
                    break
        return [found[number] for number in apart(repair.edits for _, repair in found)]

    def one_round(self, found: list[Candidate]) -> bool:
        """All repairs at once, or the first that does no harm; whether there may be more to do."""
        if len(found) > 1 and self.apply(found):
            return True
        for candidate in found:
            if self.tried >= MOST:
                return False
            if self.apply([candidate]):
                return True
            self.refused.add(_mark(*candidate))
        return True

    def apply(self, found: list[Candidate]) -> bool:
        edits = [edit for _, repair in found for edit in repair.edits]
        done = [Done(finding.span.line, _about(finding, repair)) for finding, repair in found]
        if not self.take(edits, found[0][1].safety):
            return False
        self.done += done
        return True

    # --- judgement ------------------------------------------------------------------------------

    def take(self, edits: Sequence[Edit], safety: Safety) -> bool:
        """Keep the edits if the file is the better for them."""
        self.tried += 1
        source = applied(self.source, edits)
        if source.text in self.seen:
            return False
        checked = self.check(source)
        if not self.better(source, checked, safety):
            return False
        self.seen.add(source.text)
        self.source, self.checked = source, checked
        return True

    def better(self, source: Source, checked: Checked, safety: Safety) -> bool:
        """Nothing is broken that was whole; a safe repair changes no answer and no comment."""
        before = self.checked
        if before.policy is None:
            old, new = parse(self.source), parse(source)
            if old.findings or new.findings:
                return len(new.findings) <= len(old.findings)
            return checked.policy is not None or not _errors(checked) - _errors(before)
        if checked.policy is None or _errors(checked) - _errors(before):
            return False
        if safety is not Safety.SAFE:
            return True
        kept = remarks(parse(source).document) == remarks(parse(self.source).document)
        return kept and _same(before, checked)


def _same(before: Checked, after: Checked) -> bool:
    """Whether both versions are proven to answer alike."""
    from kontaktdsl.changes import NotComparable, same

    assert before.policy is not None
    assert after.policy is not None
    try:
        return same(before.policy, after.policy)
    except NotComparable:
        return False


def _errors(checked: Checked) -> Counter[str]:
    return Counter(f.code for f in checked.findings if f.severity is Severity.ERROR)


def _mark(finding: Diagnostic, repair: Repair) -> tuple[str, str, tuple[str, ...]]:
    line = finding.span.source.line(finding.span.line)
    return finding.code, line, tuple(edit.text for edit in repair.edits)


def _about(finding: Diagnostic, repair: Repair) -> Text:
    name, note = finding.kind.name, repair.note
    return Text(f"{name.de}: {note.de}".rstrip(": "), f"{name.en}: {note.en}".rstrip(": "))
