"""A folder of policies as a library: at any day the text in force."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

import attrs

from kontaktdsl.diagnostics import Diagnostic, Severity, Text
from kontaktdsl.files import DISK, Files, StrPath
from kontaktdsl.project import Compiled, compile_tree, policy_of
from kontaktdsl.record import Shown
from kontaktdsl.suggest import did_you_mean
from kontaktdsl.syntax import tree
from kontaktdsl.versions.consolidating import Consolidated
from kontaktdsl.versions.edition import SINCE_EVER, Days, Edition, said
from kontaktdsl.versions.examining import of, of_header
from kontaktdsl.versions.origins import annotated
from kontaktdsl.versions.reading import beside, policies
from kontaktdsl.versions.shelf import Chain, Shelf

if TYPE_CHECKING:
    from kontaktdsl.policy import Policy


class NotInForce(LookupError):
    """There is no text to give: `text` says why, in German and English."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.en)
        self.text = text


@attrs.frozen(eq=False, repr=False)
class Version(Shown):
    """The text in force on some days: its full text, the amendments applied, the whole.

    `read` are the findings of reading the files, `made.findings` those of putting them together.
    """

    base: Edition
    amendments: tuple[Edition, ...]
    days: Days
    made: Consolidated = attrs.field(repr=False)
    read: tuple[Diagnostic, ...] = attrs.field(default=(), repr=False)

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
        """The text in force on a day, of the chain that an id belongs to; raises NotInForce."""
        chain = self.chain(name)
        stretch = chain.at(day)
        if stretch is None or not stretch.texts:
            raise NotInForce(_nothing(chain, name, day))
        if len(stretch.texts) > 1:
            names = [f"`{each.id}`" for each in stretch.texts]
            raise NotInForce(
                Text(
                    f"am {said(day).de} gelten {' und '.join(names)} zugleich",
                    f"{' and '.join(names)} hold at once on {said(day).en}",
                )
            )
        findings: list[Diagnostic] = []

        def opened(each: Edition) -> tree.Document | None:
            source = self._files.read(each.source.name)
            if isinstance(source, Diagnostic):
                findings.append(source)
                return None
            parsed = self._files.parse(source)
            findings.extend(parsed.findings)
            return parsed.document

        made = of(stretch, opened)
        if made is None:
            gone = ", ".join(each.file for each in (stretch.texts[0], *stretch.amendments))
            raise NotInForce(Text(f"nicht lesbar: {gone}", f"cannot be read: {gone}"))
        return Version(stretch.texts[0], stretch.amendments, stretch.days, made, tuple(findings))

    def compiled(self, version: Version) -> Compiled:
        """A version with its names resolved, and whatever was found on the way."""
        findings = [*version.read, *version.made.findings]
        looked = [self.folder, *(each.source.name for each in (version.base, *version.amendments))]
        return compile_tree(version.made.document, self.folder, findings, looked, self._files)

    def as_of(self, name: str, day: date) -> Policy:
        """The policy in force on a day; `name` is the id of any text or amendment of it.

        Raises NotInForce where there is none, PolicyError where its texts have errors.
        """
        return policy_of(self.compiled(self.version(name, day)).checked)

    def findings(self) -> Iterator[Diagnostic]:
        """What is wrong with the texts' places in time, file by file; unreadable files too."""
        for path in policies(self.folder):
            source = self._files.read(path)
            if isinstance(source, Diagnostic):
                yield source
                continue
            unread = self._files.parse(source).findings
            yield from (found for found in unread if found.severity is Severity.ERROR)
        for each in sorted(self.shelf.editions, key=lambda each: each.source.name):
            yield from of_header(each, self.shelf)

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
