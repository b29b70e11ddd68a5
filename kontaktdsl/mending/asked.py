"""What an author asks for by name: a new name, and which block comes first."""

import re
import unicodedata
from collections.abc import Iterator

import attrs

from kontaktdsl import model
from kontaktdsl.diagnostics import Edit, Text
from kontaktdsl.lint.conflict import declared
from kontaktdsl.mending.edits import applied, names
from kontaktdsl.source import Source
from kontaktdsl.suggest import nearest
from kontaktdsl.syntax import tree
from kontaktdsl.syntax.keywords import composed, reserved
from kontaktdsl.syntax.parser import parse

_NAME = re.compile(r"[^\W\d_](?:\w|[-.](?=\w))*")
_BEFORE = re.compile(r"(\S+)\s+(?:before|vor)\s+(\S+)", re.IGNORECASE)


class Refused(Exception):
    """What was asked for cannot be done, and why."""

    def __init__(self, de: str, en: str) -> None:
        super().__init__(en)
        self.text = Text(de, en)


@attrs.frozen
class Rename:
    """Another name for something that a file declares."""

    old: str
    new: str

    @classmethod
    def read(cls, text: str) -> "Rename":
        """From `U25=unter25`; raises Refused."""
        old, _, new = (composed(part.strip()) for part in text.partition("="))
        if not old or not new or old == new:
            raise Refused(f"`{text}`: gemeint ist ALT=NEU", f"`{text}`: OLD=NEW is meant")
        if not _NAME.fullmatch(new):
            raise Refused(
                f"`{new}` ist kein Name: Er beginnt mit einem Buchstaben, dann folgen Buchstaben, "
                "Ziffern und `_`, dazwischen auch `-` und `.`",
                f"`{new}` is no name: it begins with a letter; letters, digits and `_` follow, "
                "between them also `-` and `.`",
            )
        if new in reserved():
            raise Refused(f"`{new}` ist ein Schlüsselwort", f"`{new}` is a keyword")
        return cls(old, new)

    def edits(self, source: Source) -> tuple[Edit, ...]:
        """The edits in one file, none where the name does not occur; raises Refused."""
        document = parse(source).document
        found = list(names(document.statements))
        mine = [name for name in found if name.text == self.old]
        if not mine:
            return ()
        if self.old not in set(_declared(document)):
            raise Refused(
                f"`{self.old}` wird in einer anderen Datei vereinbart und dort umbenannt",
                f"`{self.old}` is declared in another file and renamed there",
            )
        if any(name.text == self.new for name in found):
            raise Refused(f"`{self.new}` gibt es schon", f"`{self.new}` exists already")
        edits = tuple(Edit(name.span, self.new) for name in mine)
        again = names(parse(applied(source, edits)).document.statements)
        wanted = [self.new if name.text == self.old else name.text for name in found]
        if [name.text for name in again] != wanted:
            raise Refused(
                f"mit `{self.new}` ließe sich die Datei anders lesen",
                f"with `{self.new}` the file would read differently",
            )
        return edits

    @property
    def note(self) -> Text:
        """What it does."""
        return Text(
            f"`{self.old}` heißt jetzt `{self.new}`", f"`{self.old}` is now called `{self.new}`"
        )


def _declared(document: tree.Document) -> Iterator[str]:
    for node in document.statements:
        match node:
            case tree.Attribute(name=name, domain=domain):
                yield name.text
                if isinstance(domain, tree.Enumeration):
                    yield from (value.name.text for value in domain.values)
            case tree.KindsOfContact(values=values):
                yield from (value.name.text for value in values)
            case (
                tree.Define(name=name) | tree.Event(name=name) | tree.Rules(name=name)
                | tree.ExceptionBlock(name=name) | tree.Table(name=name)
            ):  # fmt: skip
                yield name.text


@attrs.frozen
class Order:
    """One block comes before another one."""

    first: str
    second: str

    @classmethod
    def read(cls, text: str) -> "Order":
        """From `Absolventen before Intensiv` or `Absolventen vor Intensiv`; raises Refused."""
        match = _BEFORE.fullmatch(text.strip())
        if match is None or match[1] == match[2]:
            raise Refused(
                f"`{text}`: gemeint ist `BLOCK vor BLOCK`",
                f"`{text}`: `BLOCK before BLOCK` is meant",
            )
        first, second = (unicodedata.normalize("NFC", name) for name in match.groups())
        return cls(first, second)

    def edits(self, policy: model.Policy) -> tuple[Edit, ...] | None:
        """The edits, none where the order stands already; raises Refused.

        None where the policy has neither block.
        """
        blocks = {block.name: block for block in policy.blocks if block.name is not None}
        if self.first not in blocks and self.second not in blocks:
            return None
        for name in (self.first, self.second):
            if name not in blocks:
                near = nearest(name, blocks, 1)
                raise Refused(
                    f"den Block `{name}` gibt es nicht"
                    + (f"; gemeint ist vielleicht `{near[0]}`" if near else ""),
                    f"there is no block `{name}`"
                    + (f"; perhaps `{near[0]}` is meant" if near else ""),
                )
        winner, loser = blocks[self.first], blocks[self.second]
        if policy.over[loser.index] >> winner.index & 1:
            return ()
        if policy.over[winner.index] >> loser.index & 1:
            raise Refused(
                f"bisher geht `{self.second}` `{self.first}` vor; das zuerst ändern",
                f"so far `{self.second}` comes before `{self.first}`; change that first",
            )
        repair = declared(policy.language, winner, loser)
        if repair is None:
            raise Refused(
                f"`{self.first}` kann keine Ausnahme sein: Eine Tabelle oder ein Block mit einer "
                "Zeile für alle übrigen geht keinem anderen vor",
                f"`{self.first}` cannot be an exception: a table, or a block with a line for all "
                "others, comes before no other",
            )
        return repair.edits

    @property
    def note(self) -> Text:
        """What it does."""
        return Text(
            f"`{self.first}` geht `{self.second}` vor",
            f"`{self.first}` comes before `{self.second}`",
        )
