"""By what an amendment finds a statement of the text that it amends."""

from __future__ import annotations

from typing import Any

import attrs

from kontaktdsl.diagnostics import Text
from kontaktdsl.syntax import tree

OWN = (
    tree.Title, tree.Id, tree.Issuer, tree.Issued, tree.Valid, tree.SourceText, tree.Replaces,
    tree.Amends,
)  # fmt: skip
"""What each file says of itself; an amendment changes none of it in the text that it amends. Any
other line of a header holds for the whole policy and takes the place of the old one."""
Key = tuple[object, ...]
"""By what a statement is found: its kind, and its name where there may be several of a kind."""


def key(statement: tree.Statement) -> Key | None:
    """What there is only one of in a policy; None where a statement has no name."""
    match statement:
        case tree.Rules(name=name) | tree.ExceptionBlock(name=name) | tree.Table(name=name):
            return "block", name.text
        case tree.Attribute(name=name):
            return tree.Sort.ATTRIBUTE, name.text
        case tree.Define(name=name):
            return tree.Sort.DEFINITION, name.text
        case tree.Event(name=name):
            return tree.Sort.EVENT, name.text
        case tree.Series(name=name):
            return tree.Sort.SERIES, name.text
        case tree.At(occasion=occasion):
            return tree.Sort.OCCASION, occasion
        case tree.Example(title=title) if title is not None:
            return tree.Sort.EXAMPLE, title.text
        case tree.KindsOfContact() | tree.ContactIs():
            return (type(statement),)
        case _:
            whole = isinstance(statement, tree.HeaderField | tree.SingleCase)
            return (type(statement),) if whole else None


def several(statement: tree.Statement) -> bool:
    """Whether an amendment may add one more beside those that are there."""
    return isinstance(statement, tree.At | tree.KindsOfContact)


def removed_key(node: tree.Remove, name: tree.Name | tree.Quoted | None) -> Key:
    """What a line `remove` names."""
    if node.sort is tree.Sort.OCCASION:
        return node.sort, node.occasion
    assert name is not None
    return "block" if node.sort is tree.Sort.BLOCK else node.sort, name.text


def fits(wanted: tree.Statement, there: tree.Statement) -> bool:
    """Whether a statement is what `remove` quotes: citation and reason may be left out."""
    if type(wanted) is not type(there):
        return False
    unsaid: dict[str, Any] = {
        field: None
        for field in ("citation", "because")
        if hasattr(there, field) and getattr(wanted, field) is None
    }
    there = attrs.evolve(there, **unsaid)
    return attrs.evolve(wanted, amending=None) == there


@attrs.frozen(eq=False)
class Touched:
    """What an amendment writes, and what it names in lists or adds beside others."""

    written: frozenset[Key]
    named: frozenset[Key]

    def meets(self, other: Touched) -> bool:
        """Whether the two may come to something else in the other order; if not, they cannot."""
        return bool(self.written & (other.written | other.named) or other.written & self.named)


def touched(document: tree.Document) -> Touched:
    """What an amendment touches; of lines without a name, all of their kind."""
    written: set[Key] = set()
    named: set[Key] = set()
    for node in document.statements:
        match node:
            case tree.Remove(names=names):
                written |= {removed_key(node, name) for name in names or (None,)}
            case _ if not isinstance(node, OWN):
                found = key(node)
                beside = node.amending is None and (found is None or several(node))
                (named if beside else written).add(found or (type(node),))
        match node:
            case (
                tree.ExceptionBlock(bases=names) | tree.Of(blocks=names) | tree.Accept(blocks=names)
            ):
                named |= {("block", name.text) for name in names}
    return Touched(frozenset(written), frozenset(named))


_SECTIONS: tuple[tuple[type[tree.Entry], ...], ...] = (
    (tree.Use,),
    (tree.Attribute, tree.Event, tree.Define, tree.Impossible),
    (tree.KindsOfContact, tree.ContactIs, tree.Series),
    (tree.Rule, tree.Rules, tree.ExceptionBlock, tree.Table, tree.Of),
    (tree.At,),
    (tree.Quantity, tree.Note),
    (tree.Example, tree.EnsureOutcome, tree.EnsureOneOf, tree.EnsureNeverLooser),
    (tree.Accept,),
)


_VOCABULARY = 2
"""Whatever else declares something stands with the vocabulary."""


def section(statement: tree.Statement) -> int:
    """Where a new statement goes: behind the last one of its section or of one before it."""
    if isinstance(statement, tree.HeaderField):
        return 0
    found = (at for at, kinds in enumerate(_SECTIONS, 1) if isinstance(statement, kinds))
    return next(found, _VOCABULARY)


WHAT: dict[object, Text] = {
    "block": Text("einen Block `{name}`", "a block `{name}`"),
    tree.Sort.ATTRIBUTE: Text("ein Merkmal `{name}`", "an attribute `{name}`"),
    tree.Sort.DEFINITION: Text("einen Begriff `{name}`", "a definition `{name}`"),
    tree.Sort.EVENT: Text("ein Ereignis `{name}`", "an event `{name}`"),
    tree.Sort.SERIES: Text("eine Reihe `{name}`", "a series `{name}`"),
    tree.Sort.EXAMPLE: Text("ein Beispiel „{name}“", 'an example "{name}"'),
}


def words(found: Key | None, line: str) -> Text:
    """What a key stands for; `line` is the line where there is no name."""
    if found is not None and len(found) == 2 and found[0] in WHAT:
        return WHAT[found[0]].format(name=str(found[1]))
    return Text(f"die Zeile `{line}`", f"the line `{line}`")
