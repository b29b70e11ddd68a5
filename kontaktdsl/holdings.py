"""A folder of policies as a library: at any day the text in force."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

import attrs

from kontaktdsl.diagnostics import Diagnostic, Severity, Text
from kontaktdsl.files import DISK, Files, StrPath
from kontaktdsl.folder import opener
from kontaktdsl.project import Checked, Compiled, compile_tree, complete, policy_of
from kontaktdsl.record import Shown
from kontaktdsl.resolver import kinds
from kontaktdsl.suggest import did_you_mean
from kontaktdsl.syntax import tree
from kontaktdsl.versions.checks import same_day
from kontaktdsl.versions.consolidating import Consolidated, of
from kontaktdsl.versions.edition import FOR_EVER, SINCE_EVER, Days, Edition, behind, said
from kontaktdsl.versions.examining import among_amendments, of_header
from kontaktdsl.versions.origins import annotated
from kontaktdsl.versions.reading import below, beside, header, policies
from kontaktdsl.versions.shelf import Chain, Shelf, Stretch

if TYPE_CHECKING:
    from kontaktdsl.policy import Policy


class NotInForce(LookupError):
    """There is no text to give: `text` says why, in German and English."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.en)
        self.text = text


class Unclear(NotInForce):
    """Which text holds cannot be told: several do, or one cannot be read."""


@attrs.frozen(eq=False, repr=False)
class Version(Shown):
    """The text in force on some days: its full text, the amendments applied, the whole.

    `read` are the findings of reading the files, `made.findings` those of putting them together.
    `name` is the id that was asked for, `after` what comes behind these days, if anything does.
    """

    name: str
    stretch: Stretch
    made: Consolidated = attrs.field(repr=False)
    read: tuple[Diagnostic, ...] = attrs.field(default=(), repr=False)
    after: Stretch | None = attrs.field(default=None, repr=False)

    @property
    def base(self) -> Edition:
        """The full text."""
        return self.stretch.texts[0]

    @property
    def amendments(self) -> tuple[Edition, ...]:
        """What amends it on these days, in the order in which it applies."""
        return self.stretch.amendments

    @property
    def days(self) -> Days:
        """The days on which just this text holds."""
        return self.stretch.days

    @property
    def changes(self) -> date | None:
        """The first day on which something else holds, or nothing; None if that is not known."""
        return behind(self.days.last) if self.days.last < FOR_EVER else None

    @property
    def followed(self) -> bool:
        """Whether another text holds right behind these days."""
        return self.after is not None and bool(self.after.texts)

    @property
    def words(self) -> Text:
        """Which text it is, and when it holds."""
        what, days = self.stretch.words, self.days.words
        return Text(f"{what.de}; gilt {days.de}", f"{what.en}; holds {days.en}")

    @property
    def later(self) -> Text | None:
        """From which day on something else holds; None where nothing is known to come."""
        if self.changes is None:
            return None
        day = said(self.changes)
        if self.after is None or not self.followed:
            return Text(f"ab {day.de} gilt keine Fassung", f"from {day.en} on no version holds")
        what = self.after.words
        return Text(
            f"ab {day.de} gilt eine andere Fassung ({what.de})",
            f"from {day.en} on another version holds ({what.en})",
        )

    @property
    def data(self) -> dict[str, object]:
        """The same for programs; a day that is null is no end."""
        first, last = self.days.first, self.days.last
        return {
            "text": self.base.id,
            "amendments": [each.id for each in self.amendments],
            "first": None if first == SINCE_EVER else first.isoformat(),
            "last": None if last == FOR_EVER else last.isoformat(),
        }

    def annotated(self, day: date, language: str) -> tree.Document:
        """The whole text, every line with its origin as a comment."""
        words = said(day)
        told = Text(f"vom {words.de}", f"of {words.en}")
        return annotated(self.made, (self.base, *self.amendments), told, language)


def library(folder: StrPath) -> Library:
    """The policies that lie directly in a folder; raises NotADirectoryError if it is none."""
    if not os.path.isdir(folder):
        raise NotADirectoryError(os.fspath(folder))
    return Library(folder)


class Library:
    """The policies of one folder as they are now; `files` says how they are read."""

    def __init__(self, folder: StrPath, files: Files = DISK) -> None:
        self.folder = os.fspath(folder) or "."
        self._files = files
        self.shelf = Shelf(beside(self.folder, None, "", files.read))

    @property
    def below(self) -> tuple[str, ...]:
        """The policies in folders below: another library each."""
        return tuple(below(self.folder))

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of all texts and amendments."""
        return self.shelf.ids

    @property
    def chains(self) -> tuple[Chain, ...]:
        """Full texts that replace each other, with their amendments and what held when."""
        return self.shelf.chains()

    def chain(self, name: str) -> Chain:
        """The chain that an id belongs to; raises NotInForce if there is none."""
        chain = self.shelf.chain(name)
        if chain is None:
            raise NotInForce(self._unknown(name))
        return chain

    def version(self, name: str, day: date) -> Version:
        """The text in force on a day, of the chain that an id belongs to.

        Raises NotInForce; that is an Unclear where a text can be missing or hold besides.
        """
        chain = self.chain(name)
        for why in (*self._unread(chain), *self._doubled(chain, day)):
            raise Unclear(_unsaid(day, why))
        stretch = chain.at(day)
        if stretch is None or not stretch.texts:
            raise NotInForce(_nothing(chain, name, day))
        if len(stretch.texts) > 1:
            names = [f"`{each.id}`" for each in stretch.texts]
            raise Unclear(
                Text(
                    f"am {said(day).de} gelten {' und '.join(names)} zugleich",
                    f"{' and '.join(names)} hold at once on {said(day).en}",
                )
            )
        findings: list[Diagnostic] = []
        opened = opener(self._files, findings, [], [])
        made = of(stretch, opened)
        read = tuple(findings)
        rivals = [
            found
            for each in stretch.amendments
            for found in same_day.find(each, self.shelf, opened)
        ]
        if made is None:
            gone = ", ".join(each.file for each in (stretch.texts[0], *stretch.amendments))
            raise Unclear(Text(f"nicht lesbar: {gone}", f"cannot be read: {gone}"))
        whole = attrs.evolve(made, findings=(*made.findings, *rivals))
        at = chain.stretches.index(stretch) + 1
        after = chain.stretches[at] if at < len(chain.stretches) else None
        return Version(name, stretch, whole, read, after)

    def compiled(self, version: Version) -> Compiled:
        """A version with its names resolved, and whatever was found on the way."""
        findings = [*version.read, *version.made.findings]
        looked = [self.folder, *(each.source.name for each in (version.base, *version.amendments))]
        return compile_tree(version.made.document, self.folder, findings, looked, self._files)

    def checked(self, version: Version, today: date | None = None) -> Checked:
        """A version with all that is found in it, its examples and promises among that."""
        compiled = self.compiled(version)
        source = version.made.document.source
        return complete(compiled, source, self.folder, today=today, files=self._files)[0]

    def as_of(self, name: str, day: date) -> Policy:
        """The policy in force on a day; `name` is the id of any text or amendment of it.

        Raises NotInForce where there is none, PolicyError where its texts have errors.
        """
        return policy_of(self.compiled(self.version(name, day)).checked)

    def findings(self) -> Iterator[Diagnostic]:
        """What is wrong with the texts' places in time, file by file; unreadable files too."""
        trees: dict[str, tree.Document] = {}

        def opened(each: Edition) -> tree.Document | None:
            return trees.get(each.source.name)

        for path in policies(self.folder):
            source = self._files.read(path)
            if isinstance(source, Diagnostic):
                yield source
                continue
            parsed = self._files.parse(source)
            trees[path] = parsed.document
            yield from (found for found in parsed.findings if found.severity is Severity.ERROR)
        for each in sorted(self.shelf.editions, key=lambda each: each.source.name):
            if each.valid is not None and each.days.last < each.first:
                yield kinds.EMPTY_VALIDITY.at(each.valid.span)
            yield from of_header(each, self.shelf)
            yield from among_amendments(each, self.shelf, opened)

    def _unread(self, chain: Chain) -> Iterator[Text]:
        """What cannot be read and may replace or amend a text of a chain, or hold in its place."""
        for each in self.shelf.editions:
            alone = each.replaces is None and each.amends is None
            if each.unread is not None and (alone or each in chain.editions):
                yield _at(each.unread)
        known = {each.source.name for each in self.shelf.editions}
        for path in policies(self.folder):
            if path not in known:
                source = self._files.read(path)
                findings = (
                    (source,)
                    if isinstance(source, Diagnostic)
                    else self._files.parse(source).findings
                )
                yield from (_at(f) for f in findings if f.severity is Severity.ERROR)

    def _doubled(self, chain: Chain, day: date) -> Iterator[Text]:
        """Amendments of this day that may belong to either of two texts."""
        for each in chain.amendments:
            assert each.amends is not None
            target = each.amends.name.text
            files = [text.file for text in self.shelf.named(target)]
            if len(files) > 1 and day in each.days:
                yield Text(
                    f"`{each.id}` ändert `{target}`, und so heißen {' und '.join(files)}",
                    f"`{each.id}` amends `{target}`, and that is the id of {' and '.join(files)}",
                )

    def _unknown(self, name: str) -> Text:
        there = self.shelf.named(name)
        if there and there[0].amends is not None and self.shelf.named(there[0].amends.name.text):
            return Text(
                f"`{name}` hat keinen Text, den es ändert: `kpol timeline {self.folder}` zeigt es",
                f"`{name}` has no text that it amends: `kpol timeline {self.folder}` shows it",
            )
        if there:
            return Text(
                f"`{name}` ändert einen Text, den es in {self.folder} nicht gibt",
                f"`{name}` amends a text that is not in {self.folder}",
            )
        if not self.shelf.editions:
            return Text(
                f"in {self.folder} liegt keine Richtlinie", f"there is no policy in {self.folder}"
            )
        elsewhere = next((p for p in self.below if _has_id(p, name, self._files)), None)
        if elsewhere is not None:
            return Text(
                f"eine Richtlinie `{name}` liegt in {elsewhere}, nicht in {self.folder} selbst: "
                "was zusammengehört, liegt in einem Ordner",
                f"a policy `{name}` is in {elsewhere}, not in {self.folder} itself: what belongs "
                "together lies in one folder",
            )
        near = did_you_mean(name, self.ids)
        text = Text(
            f"eine Richtlinie `{name}` gibt es in {self.folder} nicht",
            f"there is no policy `{name}` in {self.folder}",
        )
        if near:
            return Text(f"{text.de}; {near[0].de}", f"{text.en}; {near[0].en}")
        known = sorted({chain.name for chain in self.chains})
        listed = ", ".join(known[:6]) + (", …" if len(known) > 6 else "")
        return Text(f"{text.de}; es gibt: {listed}", f"{text.en}; there are: {listed}")


def _has_id(path: str, name: str, files: Files) -> bool:
    each = header(path, files.read)
    return each is not None and each.id == name


def _at(found: Diagnostic) -> Text:
    place, line = found.span.source.name, found.span.line
    return Text(
        f"{place}, Zeile {line}: {found.headline.de}", f"{place}, line {line}: {found.headline.en}"
    )


def _unsaid(day: date, why: Text) -> Text:
    return Text(
        f"was am {said(day).de} gilt, lässt sich nicht sagen: {why.de}",
        f"what holds on {said(day).en} cannot be told: {why.en}",
    )


def _nothing(chain: Chain, name: str, day: date) -> Text:
    words = said(day)
    if not chain.stretches:
        return Text(f"`{name}` gilt an keinem Tag", f"`{name}` holds on no day")
    first, last = chain.stretches[0].days.first, chain.stretches[-1].days.last
    if day < first:
        begin = said(first)
        return Text(
            f"am {words.de} galt noch keine Fassung von `{name}`; die erste gilt ab {begin.de}",
            f"no version of `{name}` held yet on {words.en}; the first holds from {begin.en} on",
        )
    if day > last and first != SINCE_EVER:
        end = said(last)
        return Text(
            f"am {words.de} gilt keine Fassung von `{name}` mehr; die letzte galt bis {end.de}",
            f"no version of `{name}` holds any more on {words.en}; the last held until {end.en}",
        )
    if day > last:
        return Text(
            f"am {words.de} gilt keine Fassung von `{name}` mehr",
            f"no version of `{name}` holds any more on {words.en}",
        )
    hole = chain.at(day)
    told = hole.days.words if hole is not None else words
    return Text(
        f"am {words.de} gilt keine Fassung von `{name}`: Lücke {told.de}",
        f"no version of `{name}` holds on {words.en}: a hole {told.en}",
    )
