"""The grammar of each spoken language, and the parse tables that Lark makes of it.

The tables are the same for every language, for only the words of the terminals differ. Lark is
needed to make them, not to use them.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import attrs

from kontaktdsl.syntax import keywords, stored

if TYPE_CHECKING:
    import lark

STARTS = ("statement", "bullet", "heading", "row", "left_cell", "right_cell", "facts")


Reduction = tuple[str, int, tuple[int, ...], str | None]
"""A rule of the grammar: its symbol, how many symbols it takes, which of them stand for several
children, and the callback. Where that is None, a symbol that begins with `_` hands its children on
as a list, and any other symbol is but another name for its only child.
"""


@attrs.frozen(eq=False, repr=False)
class Tables:
    """The states of an LALR(1) parser.

    A state maps a terminal or symbol to the next state, or to -1 - n for reduction number n.
    """

    states: tuple[dict[str, int], ...]
    reductions: tuple[Reduction, ...]
    starts: dict[str, int]
    ends: dict[str, int]


def text(language: str) -> str:
    """The whole grammar of one spoken language."""
    rules = stored.text("kpol.lark")
    return f"{rules}\n{keywords.terminals(language)}"


def build(language: str, *, strict: bool = False, transformer: Any = None) -> lark.Lark:
    """Lark's own parser; `strict` refuses whatever Lark would settle by itself."""
    from lark import Lark

    return Lark(
        text(language),
        parser="lalr",
        lexer="contextual",
        start=list(STARTS),
        keep_all_tokens=True,
        maybe_placeholders=False,
        strict=strict,
        transformer=transformer,
    )


def tables() -> Tables:
    """The stored tables, or new ones where the grammar is not the one they were made from."""
    content = stored.stored() or made()
    return Tables(
        tuple(content["states"]),
        tuple(
            (symbol, size, tuple(spliced), node)
            for symbol, size, spliced, node in content["reductions"]
        ),
        content["starts"],
        content["ends"],
    )


def made() -> dict[str, Any]:
    """What `tables.json` has to hold, worked out anew."""
    parser = build(keywords.LANGUAGES[0]).parser.parser
    table = parser._parse_table
    rules = list(dict.fromkeys(_rules(table)))
    number = {rule: index for index, rule in enumerate(rules)}
    order = _in_order(table)
    return {
        "checksum": stored.checksum(),
        "keywords": keywords.listed(),
        "starts": {start: order[table.start_states[start]] for start in STARTS},
        "ends": {start: order[table.end_states[start]] for start in STARTS},
        "reductions": [_reduction(rule) for rule in rules],
        "states": [
            {
                symbol: order[target] if action.name == "Shift" else -1 - number[target]
                for symbol, (action, target) in sorted(actions.items())
            }
            for actions in (table.states[state] for state in order)
        ],
    }


def _in_order(table: Any) -> dict[int, int]:
    """The states as they are reached, by the names of symbols: Lark numbers them anew each time."""
    found = dict.fromkeys(table.start_states[start] for start in STARTS)
    waiting = list(found)
    for state in waiting:
        for _, (action, target) in sorted(table.states[state].items(), key=lambda each: each[0]):
            if action.name == "Shift" and target not in found:
                found[target] = None
                waiting.append(target)
    return {state: index for index, state in enumerate(found)}


def _rules(table: Any) -> list[Any]:
    return sorted(
        (
            target
            for actions in table.states.values()
            for action, target in actions.values()
            if action.name != "Shift"
        ),
        key=lambda rule: (rule.origin.name, rule.order, len(rule.expansion)),
    )


def _reduction(rule: Any) -> tuple[str, int, list[int], str | None]:
    origin = str(rule.origin.name)
    alias = rule.options.expand1 and len(rule.expansion) == 1
    return (
        origin,
        len(rule.expansion),
        [
            place
            for place, symbol in enumerate(rule.expansion)
            if not symbol.is_term and symbol.name.startswith("_")
        ],
        None if alias or origin.startswith("_") else origin,
    )


def written() -> str:
    """The text of `tables.json`, the same wherever and whenever it is made."""
    lines = json.dumps(made(), ensure_ascii=False, separators=(",", ":"))
    return lines.replace("},{", "},\n{") + "\n"


if __name__ == "__main__":
    with open(stored.TABLES, "w", encoding="utf-8", newline="\n") as opened:
        opened.write(written())
