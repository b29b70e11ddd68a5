"""Problems of middle and large size, and two other engines that answer the same from elsewhere.

z3 searches on integers; oxidd builds a binary decision diagram bottom-up.  The benchmark uses them
as peers.
"""

from __future__ import annotations

import random
from collections.abc import Sequence

from kontaktdsl.analysis.problem import Box, Case, Problem


def plain(sizes: Sequence[int], rows: Sequence[Box], outcomes: int = 6) -> Problem:
    """Return the problem of one-row rules with different outcomes in turn and no overrides."""
    count = len(rows)
    alike = [sum(1 << r for r in range(k, count, outcomes)) for k in range(outcomes)]
    everyone = (1 << count) - 1
    return Problem(
        tuple(sizes),
        tuple(rows),
        tuple(range(count)),
        (),
        (0,) * count,
        (0,) * count,
        tuple(everyone ^ alike[r % outcomes] for r in range(count)),
        tuple(r % outcomes % 3 for r in range(count)),
    )


def decision_table(rng: random.Random, rows: int, columns: int, values: int = 100) -> Problem:
    """Return a table as in Calvanese et al. (arXiv 1603.07466), a tenth of its rows disturbed.

    Rows are the leaves of a random decision tree over thresholds (even columns, `values` values)
    and enumerations (odd ones); values that no row tells apart are one class.
    """
    sizes = [values if column % 2 == 0 else rng.randint(3, 8) for column in range(columns)]
    leaves: list[Box] = [tuple((1 << size) - 1 for size in sizes)]
    while len(leaves) < rows:
        at = rng.randrange(len(leaves))
        column = rng.randrange(columns)
        mask = leaves[at][column]
        allowed = [value for value in range(sizes[column]) if mask >> value & 1]
        if len(allowed) < 2:
            continue
        if column % 2:
            rng.shuffle(allowed)
        left = sum(1 << value for value in allowed[: rng.randrange(1, len(allowed))])
        leaves.append(_with(leaves[at], column, mask ^ left))
        leaves[at] = _with(leaves[at], column, left)
    disturbed = [_disturb(rng, leaf, sizes) if rng.random() < 0.1 else leaf for leaf in leaves]
    rng.shuffle(disturbed)
    told_apart = []
    for column, size in enumerate(sizes):
        masks = [row[column] for row in disturbed]
        groups = {tuple(mask >> value & 1 for mask in masks): value for value in range(size)}
        kept = sorted(groups.values())
        told_apart.append(
            [sum((mask >> value & 1) << new for new, value in enumerate(kept)) for mask in masks]
        )
        sizes[column] = len(kept)
    return plain(sizes, list(zip(*told_apart, strict=True)))


def _with(box: Box, column: int, mask: int) -> Box:
    return (*box[:column], mask, *box[column + 1 :])


def _disturb(rng: random.Random, box: Box, sizes: Sequence[int]) -> Box:
    column = rng.randrange(len(sizes))
    mask, full = box[column], (1 << sizes[column]) - 1
    if rng.random() < 0.5:
        wider = mask | mask << 1 | mask >> 1 if column % 2 == 0 else mask | 1 << rng.randrange(8)
        return _with(box, column, wider & full)
    narrower = mask & mask >> 1 if column % 2 == 0 else mask & (mask - 1)
    return _with(box, column, narrower or mask)


def sparse(rng: random.Random, rows: int, attributes: int, fixed: int, most: int = 2) -> Problem:
    """Return rules that each restrict `fixed` of the attributes (2 to `most` classes)."""
    sizes = [rng.randint(2, most) for _ in range(attributes)]
    boxes = []
    for _ in range(rows):
        restricted = set(rng.sample(range(attributes), fixed))
        boxes.append(
            tuple(
                rng.randint(1, (1 << size) - 2) if a in restricted else (1 << size) - 1
                for a, size in enumerate(sizes)
            )
        )
    return plain(sizes, boxes)


class Z3:
    """The rows over integer variables."""

    def __init__(self, problem: Problem) -> None:
        """Make the variables; raises ImportError without z3."""
        import z3

        self.z3 = z3
        self.problem = problem
        self.variables = [z3.Int(f"a{a}") for a in range(len(problem.sizes))]

    def inside(self, box: Box) -> object:
        """Return "the case lies in the box"; runs of classes are ranges."""
        z3, parts = self.z3, []
        for variable, mask, size in zip(self.variables, box, self.problem.sizes, strict=True):
            if mask + 1 == 1 << size:
                continue
            runs, start = [], None
            for value in range(size + 1):
                if value < size and mask >> value & 1:
                    start = value if start is None else start
                elif start is not None:
                    runs.append(z3.And(variable >= start, variable < value))
                    start = None
            parts.append(z3.Or(runs))
        return z3.And(parts)

    def gap(self) -> Case | None:
        """Return a case that no row contains, or None."""
        solver = self.z3.Solver()
        for variable, size in zip(self.variables, self.problem.sizes, strict=True):
            solver.add(variable >= 0, variable < size)
        for row in self.problem.rows:
            solver.add(self.z3.Not(self.inside(row)))
        if solver.check() != self.z3.sat:
            return None
        model = solver.model()
        return tuple(
            model.eval(variable, model_completion=True).as_long() for variable in self.variables
        )


class Oxidd:
    """The rows as binary decision diagrams over binary-coded classes."""

    def __init__(self, problem: Problem, nodes: int = 1 << 20) -> None:
        """Make the variables; raises ImportError without oxidd."""
        from oxidd.bdd import BDDManager

        self.problem = problem
        self.manager = BDDManager(nodes, nodes, 1)
        self.digits = [max(1, (size - 1).bit_length()) for size in problem.sizes]
        self.total = sum(self.digits)
        self.manager.add_vars(self.total)
        self.classes = []
        first = 0
        for size, digits in zip(problem.sizes, self.digits, strict=True):
            row = []
            for value in range(size):
                node = self.manager.true()
                for digit in range(digits):
                    variable = self.manager.var(first + digit)
                    node &= variable if value >> (digits - 1 - digit) & 1 else ~variable
                row.append(node)
            self.classes.append(row)
            first += digits
        self.masks: dict[tuple[int, int], object] = {}
        self.cases = self.box(tuple((1 << size) - 1 for size in problem.sizes), every=True)

    def box(self, box: Box, *, every: bool = False):  # type: ignore[no-untyped-def]
        """Return the diagram of a box; full masks count only with `every`."""
        node = self.manager.true()
        for a in reversed(range(len(box))):
            mask, size = box[a], self.problem.sizes[a]
            if mask + 1 == 1 << size and not every:
                continue
            if (a, mask) not in self.masks:
                some = self.manager.false()
                for value in range(size):
                    if mask >> value & 1:
                        some |= self.classes[a][value]
                self.masks[a, mask] = some
            node &= self.masks[a, mask]
        return node

    def union(self, boxes: Sequence[Box]):  # type: ignore[no-untyped-def]
        """Return the diagram of the union, joined pairwise."""
        nodes = [self.box(box) for box in boxes] or [self.manager.false()]
        while len(nodes) > 1:
            pairs = [a | b for a, b in zip(nodes[::2], nodes[1::2], strict=False)]
            nodes = pairs + nodes[len(pairs) * 2 :]
        return nodes[0]

    def count(self, node: object) -> int:
        """Return the number of cases in a diagram."""
        return int((node & self.cases).sat_count(self.total))  # type: ignore[operator]

    def gap(self) -> int:
        """Return the number of cases that no row contains."""
        return self.count(~self.union(self.problem.rows))

    def conflicts(self) -> int:
        """Return the number of cases where rows of different outcomes meet (no overrides)."""
        groups: dict[int, list[Box]] = {}
        for row, rule in zip(self.problem.rows, self.problem.rule_of, strict=True):
            groups.setdefault(self.problem.clashes[rule], []).append(row)
        seen, twice = self.manager.false(), self.manager.false()
        for rows in groups.values():
            hit = self.union(rows)
            twice |= seen & hit
            seen |= hit
        return self.count(twice)
