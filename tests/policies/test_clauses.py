"""Nothing of the two directives is lost: every clause is found again in the policy files.

`clauses.toml` lists the clauses. Each of its entries must match exactly one statement, so a
statement that goes missing is noticed, whichever it is.
"""

import tomllib
from collections.abc import Iterator
from enum import Enum
from functools import cache
from pathlib import Path

import attrs
import pytest

from kontaktdsl.source import Source
from kontaktdsl.syntax import tree
from kontaktdsl.syntax.parser import parse
from kontaktdsl.values import Length

ROOT = Path(__file__).resolve().parents[2]
CLAUSES = tomllib.loads(Path(__file__).with_name("clauses.toml").read_text(encoding="utf-8"))
NUMBERS = {
    "rhein-hunsrueck": [f"R{n}" for n in range(1, 26)],
    "dahme-spreewald": [f"D{n}" for n in range(1, 19)],
}
MUST_CITE = (tree.Rule, tree.Row, tree.Quantity, tree.ContactIs, tree.Note)
MUST_GIVE_A_REASON = (tree.Impossible, tree.Of)


@attrs.frozen
class Found:
    """A statement that may carry a clause, and where it stands in the tree."""

    path: tuple[int, ...]
    node: tree.Entry
    block: tree.Block | None

    @property
    def within(self) -> str | None:
        """Kind and name of the block around it."""
        if self.block is None:
            return None
        name = (
            self.block.occasion.value if isinstance(self.block, tree.At) else self.block.name.text
        )
        return f"{type(self.block).__name__} {name}"

    @property
    def text(self) -> str:
        """The statement as written, every white space as one blank."""
        return " ".join(self.node.span.text.split())

    @property
    def cites(self) -> str | None:
        """Its citation, its block's, or the comment behind it."""
        own = getattr(self.node, "citation", None) or getattr(self.block, "citation", None)
        if own is not None:
            return own.text
        if not hasattr(self.node, "citation") and self.node.trailing is not None:
            return self.node.trailing.text.removeprefix("[").removesuffix("]")
        return None

    @property
    def reason(self) -> str:
        """Its `because` or its block's, or nothing."""
        own = getattr(self.node, "because", None) or getattr(self.block, "because", None)
        return own.reason if own else ""


@cache
def document(policy: str) -> tree.Document:
    """The tree of a policy that has no finding."""
    path = ROOT / "policies" / f"{policy}.kpol"
    parsed = parse(Source(path.name, path.read_text(encoding="utf-8")))
    assert not parsed.findings, [finding.headline.en for finding in parsed.findings]
    return parsed.document


def statements(whole: tree.Document) -> Iterator[Found]:
    """Every bullet, row and statement that is no block of them."""
    for at, node in enumerate(whole.statements):
        match node:
            case tree.Rules(rules=lines) | tree.ExceptionBlock(rules=lines) | tree.At(rules=lines):
                yield from (Found((at, n), line, node) for n, line in enumerate(lines))
            case tree.Table(rows=rows):
                yield from (Found((at, n), row, node) for n, row in enumerate(rows))
            case _:
                yield Found((at,), node, None)


def without(whole: tree.Document, path: tuple[int, ...]) -> tree.Document:
    """The document less the statement at this place."""
    kept = list(whole.statements)
    match path:
        case (at,):
            del kept[at]
        case (at, line):
            block = kept[at]
            field = "rows" if isinstance(block, tree.Table) else "rules"
            lines = list(getattr(block, field))
            del lines[line]
            kept[at] = attrs.evolve(block, **{field: tuple(lines)})
    return attrs.evolve(whole, statements=tuple(kept))


def nodes(value: object) -> Iterator[object]:
    """A node of the tree and all nodes below it."""
    if isinstance(value, tuple):
        for item in value:
            yield from nodes(item)
    elif attrs.has(type(value)):
        yield value
        for field in attrs.fields(type(value)):
            if field.eq:
                yield from nodes(getattr(value, field.name))


def matches(entry: dict, found: Found) -> bool:
    """Whether a statement is what an entry of the list asks for."""
    below = list(nodes(found.node))
    lengths = [f"{n.count} {n.unit.value}" for n in below if isinstance(n, Length)]
    kinds = {type(n).__name__ for n in below}
    return (
        type(found.node).__name__ == entry["kind"]
        and found.within == entry.get("in")
        and found.cites == entry.get("cites")
        and kinds.issuperset(entry.get("has", ()))
        and lengths == entry.get("lengths", lengths)
        and all(fragment in found.text for fragment in entry.get("says", ()))
        and all(fragment in found.reason for fragment in entry.get("reason", ()))
        and all(plain(found.node, name) == value for name, value in entry.get("facts", {}).items())
    )


def plain(node: tree.Entry, name: str) -> object:
    """A field of a node, an enumeration as its value."""
    value = getattr(node, name)
    return value.value if isinstance(value, Enum) else value


def lost(policy: str, whole: tree.Document) -> list[str]:
    """What is wrong between the list and the file: the clauses that are not found exactly once."""
    there = list(statements(whole))
    wrong = []
    for clause in listed(policy):
        for entry in clause["found"]:
            hits = [found for found in there if matches(entry, found)]
            if len(hits) != 1:
                wrong.append(f"{clause['no']}: {len(hits)} statements are {entry}")
    return wrong


def listed(policy: str) -> list[dict]:
    """The clauses of a policy, the 43 first."""
    return [*CLAUSES[policy]["clause"], *CLAUSES[policy].get("more", ())]


def carriers(policy: str) -> list[Found]:
    """The statements that carry a clause."""
    entries = [entry for clause in listed(policy) for entry in clause["found"]]
    return [
        found
        for found in statements(document(policy))
        if any(matches(entry, found) for entry in entries)
    ]


@pytest.mark.parametrize("policy", NUMBERS)
def test_the_list_is_whole(policy: str) -> None:
    """25 clauses of one directive, 18 of the other, each with at least one place."""
    assert [clause["no"] for clause in CLAUSES[policy]["clause"]] == NUMBERS[policy]
    assert all(clause["found"] for clause in listed(policy))


@pytest.mark.parametrize("policy", NUMBERS)
def test_every_clause_is_found_again(policy: str) -> None:
    """Each entry of the list is exactly one statement of the file."""
    assert lost(policy, document(policy)) == []


@pytest.mark.parametrize("policy", NUMBERS)
def test_a_clause_that_is_removed_is_missed(policy: str) -> None:
    """Without any one statement that carries a clause the list no longer fits."""
    whole = document(policy)
    for found in carriers(policy):
        assert lost(policy, without(whole, found.path)), found.text


@pytest.mark.parametrize("policy", NUMBERS)
def test_nothing_is_uncited(policy: str) -> None:
    """Every rule, duty, quantity and note says where it stands, under a heading of the source."""
    for found in statements(document(policy)):
        if isinstance(found.node, MUST_CITE):
            assert found.cites, found.text
        if found.cites:
            assert found.cites.split(", ")[0] in CLAUSES[policy]["headings"], found.text


@pytest.mark.parametrize("policy", NUMBERS)
def test_nothing_is_invented(policy: str) -> None:
    """Every rule, duty, quantity and note carries a clause of the list."""
    known = {found.path for found in carriers(policy)}
    for found in statements(document(policy)):
        if isinstance(found.node, MUST_CITE):
            assert found.path in known, found.text


@pytest.mark.parametrize("policy", NUMBERS)
def test_every_interpretation_gives_a_reason(policy: str) -> None:
    """What the text does not say carries `because`."""
    for found in statements(document(policy)):
        if isinstance(found.node, MUST_GIVE_A_REASON):
            assert found.reason, found.text
