"""What an amendment replaces and removes."""

import attrs

from kontaktdsl.syntax import tree
from kontaktdsl.syntax.building.pieces import Children, Pieces
from kontaktdsl.syntax.building.rules import OCCASIONS

SORTS = {
    "NAME": tree.Sort.BLOCK,
    "ATTRIBUTE": tree.Sort.ATTRIBUTE,
    "EVENT": tree.Sort.EVENT,
    "DEFINE": tree.Sort.DEFINITION,
    "SERIES": tree.Sort.SERIES,
    "EXAMPLE": tree.Sort.EXAMPLE,
}


class Amendments(Pieces):
    """Statements behind `replace` and `remove`."""

    def replaced(self, children: Children) -> tree.Entry:
        statement: tree.Entry = children[1]
        return attrs.evolve(statement, amending=tree.Amending.REPLACE)

    def removed(self, children: Children) -> tree.Entry:
        statement: tree.Entry = children[1]
        self.mistakes = [found for found in self.mistakes if found.code != "missing-reason"]
        return attrs.evolve(statement, amending=tree.Amending.REMOVE)

    def remove(self, children: Children) -> tree.Remove:
        _, first, *rest = children
        occasion = OCCASIONS.get(first.type)
        names: tuple[tree.Name | tree.Quoted, ...]
        match first.type:
            case "NAME":
                names = tuple(self._name(token) for token in children[1::2])
            case "EXAMPLE":
                names = (self._quoted(rest[0]),)
            case _:
                names = tuple(self._name(token) for token in rest)
        return tree.Remove(
            sort=SORTS.get(first.type, tree.Sort.OCCASION),
            names=names,
            occasion=occasion,
            **self._entry,
        )
