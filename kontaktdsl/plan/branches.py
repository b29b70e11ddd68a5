"""How often, as nested comparisons that read only what the answer depends on.

The reduced diagram of the one question is turned around: for every customer the fact read next is
the one that makes the expected cost of the rest least, all possible cases being equally likely.
The values of that fact are compared the most frequent first, a number by halving. Each path checks
what it reads; no path ends in an answer for an unknown value, an impossible case, a gap or a
contradiction: those fall through all branches.
"""

from collections.abc import Iterator, Sequence
from functools import cache

import attrs

from kontaktdsl import model
from kontaktdsl.analysis.bitsets import bits
from kontaktdsl.analysis.diagram import Leaf, Node, build
from kontaktdsl.domains import Enumeration, Number, YesNo
from kontaktdsl.plan.leaves import Leaves
from kontaktdsl.question import Question, ask
from kontaktdsl.space import Axis
from kontaktdsl.values import Rhythm

MOST_LEAVES = 500
"""More ends of paths than this and the branches are not made."""

MOST_DEEP = 60
"""More facts on one path than this, too."""

MOST_RULES = 2_000
"""With more rules than this it is not even tried."""

BUDGET = 4_000
"""Nodes for the diagram, a tenth of a second."""

MOST_TRIED = 5_000
"""Subdiagrams for which all orders are tried; beyond, the next fact is chosen by a guess."""

READ, TYPE, COMPARE = 12.0, 5.0, 4.0
"""What it costs to read a fact, to check that it is an integer, and to compare it, about, in ns."""

REFUSED = -1
"""The end for whatever has no rhythm; the ends are negative, the nodes are not."""

Groups = list[tuple[int, list[int], float]]
"""Where the values of a fact lead: the node, the classes, their share of the possible cases."""


class Deep(Exception):
    """The branches would be too many, or too deep."""


@attrs.frozen(eq=False)
class Branches:
    """The statements that return a rhythm for `facts`, and the `names` they need.

    `reads` is the number of facts that they read on average over all possible cases.
    """

    statements: tuple[str, ...]
    names: dict[str, Rhythm]
    reads: float


def branches_of(policy: model.Policy, leaves: Leaves) -> Branches | None:
    """Compile "how often?"; None if that needs more than `MOST_LEAVES` branches."""
    if len(policy.rules) > MOST_RULES:
        return None
    written = [line.condition for line in policy.constraints if not line.proven]
    asked = ask(policy, Question.HOW_OFTEN, written)
    rhythms: dict[Rhythm, int] = {}

    def end(hits: int | None) -> int:
        if hits is None:
            return REFUSED
        rhythm = leaves.rhythm(sum(1 << asked.rules[number].index for number in bits(hits)))
        return REFUSED if rhythm is None else ~rhythms.setdefault(rhythm, len(rhythms) + 1)

    sizes = asked.problem.sizes
    built = build(asked.problem, end, budget=BUDGET, order=range(len(sizes)))
    if built is None:
        return None
    diagram = Diagram(sizes)
    top = diagram.taken(built)
    writer = _Writer(diagram, asked.space.axes)
    try:
        statements = tuple(writer.lines(top, 0))
    except Deep:
        return None
    names = {_name(~number): rhythm for rhythm, number in rhythms.items()}
    return Branches(statements, names, writer.reads(top))


class Diagram:
    """A reduced and ordered diagram: equal functions are equal numbers."""

    def __init__(self, sizes: Sequence[int]) -> None:
        self.sizes = sizes
        self.nodes: list[tuple[int, tuple[int, ...]]] = []
        self._numbers: dict[tuple[int, tuple[int, ...]], int] = {}
        self.fixed = cache(self._fixed)
        self.share = cache(self._share)
        self.mentioned = cache(self._mentioned)

    def taken(self, built: Node[int] | Leaf[int]) -> int:
        """The number of a diagram that the analysis built in order."""
        known: dict[int, int] = {}

        def number(node: Node[int] | Leaf[int]) -> int:
            if isinstance(node, Leaf):
                return node.payload
            if id(node) not in known:
                known[id(node)] = self.node(node.attribute, tuple(map(number, node.children)))
            return known[id(node)]

        return number(built)

    def node(self, attribute: int, children: tuple[int, ...]) -> int:
        """The node with these children; the only child if they are all the same."""
        if children.count(children[0]) == len(children):
            return children[0]
        key = (attribute, children)
        number = self._numbers.setdefault(key, len(self.nodes))
        if number == len(self.nodes):
            self.nodes.append(key)
        return number

    def _fixed(self, number: int, attribute: int, place: int) -> int:
        """What is left of a node where the class of an attribute is known."""
        if number < 0:
            return number
        asked, children = self.nodes[number]
        if asked > attribute:
            return number
        if asked == attribute:
            return children[place]
        return self.node(asked, tuple(self.fixed(child, attribute, place) for child in children))

    def _share(self, number: int) -> float:
        """The share of the cases that have a rhythm."""
        if number < 0:
            return float(number != REFUSED)
        children = self.nodes[number][1]
        return sum(map(self.share, children)) / len(children)

    def _mentioned(self, number: int) -> frozenset[int]:
        """The attributes that a node depends on."""
        if number < 0:
            return frozenset()
        attribute, children = self.nodes[number]
        return frozenset({attribute}).union(*map(self.mentioned, children))

    def groups(self, number: int, attribute: int) -> Groups:
        """Where the classes of an attribute lead, the most frequent first."""
        found: dict[int, list[int]] = {}
        for place in range(self.sizes[attribute]):
            found.setdefault(self.fixed(number, attribute, place), []).append(place)
        whole = self.share(number) * self.sizes[attribute]
        shares = [(to, of, self.share(to) * len(of) / whole) for to, of in found.items()]
        return sorted(shares, key=lambda group: -group[2])


class _Writer:
    """Chooses the facts and writes the branches."""

    def __init__(self, diagram: Diagram, axes: Sequence[Axis]) -> None:
        self.diagram = diagram
        self.axes = axes
        self.leaves = 0
        self.tried = 0
        self.best = cache(self._best)
        self.reads = cache(self._reads)

    def _best(self, number: int) -> tuple[float, int]:
        """The expected cost from a node on, and the attribute to read first."""
        if number < 0:
            return 0.0, REFUSED
        self.tried += 1
        return min(
            (self._cost(number, attribute), attribute)
            for attribute in sorted(self.diagram.mentioned(number))
        )

    def _cost(self, number: int, attribute: int) -> float:
        is_number = isinstance(self.axes[attribute].attribute.domain, Number)
        cost = READ + TYPE * is_number
        compares = 0
        for to, places, share in self.diagram.groups(number, attribute):
            compares += 2 if is_number else min(len(places), 3)
            cost += share * (COMPARE * compares + self._rest(to))
        return cost

    def _rest(self, number: int) -> float:
        if self.tried < MOST_TRIED:
            return self.best(number)[0]
        return READ * len(self.diagram.mentioned(number))

    def _reads(self, number: int) -> float:
        """The expected number of facts read from a node on."""
        if number < 0:
            return 0.0
        groups = self.diagram.groups(number, self.best(number)[1])
        return 1 + sum(share * self.reads(to) for to, _, share in groups)

    def lines(self, number: int, depth: int) -> Iterator[str]:
        """The statements for a node; whatever has no answer falls through them."""
        if number == REFUSED:
            yield "pass"
            return
        if number < 0:
            self.leaves += 1
            if self.leaves > MOST_LEAVES:
                raise Deep
            yield f"return {_name(number)}"
            return
        if depth == MOST_DEEP:
            raise Deep
        at = self.best(number)[1]
        axis = self.axes[at]
        groups = self.diagram.groups(number, at)
        yield f"v{at} = facts[{axis.attribute.name!r}]"
        if isinstance(axis.attribute.domain, Number):
            yield f"if type(v{at}) is int:"
            pieces = sorted((places[0], to) for to, of, _ in groups for places in _runs(of))
            yield from _indented(self._halved(at, pieces, (True, True), depth + 1))
            return
        for to, places, share in groups:
            if share:
                yield f"if {_is_one_of(axis, f'v{at}', places)}:"
                yield from _indented(self.lines(to, depth + 1))

    def _halved(
        self, at: int, pieces: list[tuple[int, int]], open_: tuple[bool, bool], depth: int
    ) -> Iterator[str]:
        """Compare a number with the bounds between `pieces`, each a first class and its node.

        `open_` says that the lower and the upper bound of the domain are not checked yet.
        """
        axis = self.axes[at]
        low, high = axis.attribute.domain.bounds
        if len(pieces) == 1:
            below, above = f"{low} <= " if open_[0] else "", f" <= {high}" if open_[1] else ""
            inner = self.lines(pieces[0][1], depth)
            if below or above:
                yield f"if {below}v{at}{above}:"
                inner = _indented(inner)
            yield from inner
            return
        middle = len(pieces) // 2
        yield f"if v{at} < {axis.classes[pieces[middle][0]][0]}:"
        yield from _indented(self._halved(at, pieces[:middle], (open_[0], False), depth))
        yield "else:"
        yield from _indented(self._halved(at, pieces[middle:], (False, open_[1]), depth))


def _runs(places: list[int]) -> Iterator[list[int]]:
    """Neighbouring classes together."""
    run: list[int] = []
    for place in places:
        if run and place != run[-1] + 1:
            yield run
            run = []
        run.append(place)
    yield run


def _is_one_of(axis: Axis, value: str, places: list[int]) -> str:
    match axis.attribute.domain:
        case Enumeration(values):
            names = [repr(values[place].name) for place in places]
            if len(names) > 3:
                return f"{value} in {{{', '.join(names)}}}"
            return " or ".join(f"{value} == {name}" for name in names)
        case YesNo():
            return f"{value} is {bool(places[0])}"
        case Number():
            raise AssertionError("numbers are halved")


def _indented(lines: Iterator[str]) -> Iterator[str]:
    return (f"    {line}" for line in lines)


def _name(end: int) -> str:
    return f"_r{~end}"
