"""A bullet where no block is open."""

from kontaktdsl.diagnostics import Diagnostic, Repair, Text
from kontaktdsl.source import Source, Span
from kontaktdsl.syntax.lines import Line
from kontaktdsl.syntax.mistakes.base import STATUS, kind, line_with

KIND = kind(
    "stray-bullet",
    de="Spiegelstrich ohne Block",
    en="bullet outside a block",
    headline=(
        "Diese Zeile mit Spiegelstrich gehört zu keinem Block",
        "this bullet belongs to no block",
    ),
    why=(
        "Ein Spiegelstrich heißt: Zeile des Blocks darüber. Ohne Block fehlt der Name, unter dem "
        "die Vorgabe in Ausnahmen und Meldungen erscheint; eine Vorgabe für sich steht ohne "
        "Spiegelstrich. In einer Tabelle beginnen die Zeilen mit `|`.",
        "A bullet means: a line of the block above. Without a block there is no name by which "
        "exceptions and findings could speak of it; a rule by itself stands without a bullet. In "
        "a table the rows begin with `|`.",
    ),
    bad=STATUS + "- alo -> monthly\nasu -> every 2 months\n",
    good=STATUS + "alo -> monthly\nasu -> every 2 months\n",
)


def finding(source: Source, line: Line, *, in_table: bool) -> Diagnostic:
    """The line, outside of any block or inside a table."""
    mark = Span(source, line.start, line.start + 1)
    if in_table:
        note = Text(
            "der Block darüber ist eine Tabelle; ihre Zeilen beginnen mit `|`",
            "the block above is a table; its rows begin with `|`",
        )
        return KIND.at(mark, notes=(note,))
    alone = line_with(mark, "").strip()
    return KIND.at(
        mark,
        repairs=(Repair(alone, Text("eine Vorgabe für sich", "a rule by itself")),),
    )
