"""The policies that the examples of these findings are made of."""

_VOCABULARY = "attribute status: alo | asu\n"
_RULES = "rules Takt [1]:\n  - alo -> monthly\n  - asu -> every 2 months\n"


def text(name: str, header: str = "", *, rules: str = _RULES) -> str:
    """A full text of that id with these header lines."""
    return f'policy "Beispiel"\n  id {name}\n{header}{_VOCABULARY}{rules}'


def amendment(name: str, header: str, changes: str = "") -> str:
    """An amendment of that id with these header lines."""
    changed = changes or "replace rules Takt [1]:\n  - alo -> weekly\n  - asu -> monthly\n"
    return f'policy "Änderung"\n  id {name}\n{header}{changed}'


GRUND = text("grund", "  valid from 2020-01-01\n")
AMENDS = "  amends grund\n  valid from 2021-01-01\n"
"""The header of an amendment of it."""
