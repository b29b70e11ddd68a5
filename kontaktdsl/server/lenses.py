"""Something to click above a line: run an example, try a customer of a block."""

from __future__ import annotations

import attrs

from kontaktdsl.diagnostics import Text
from kontaktdsl.server.analysis import Analysis
from kontaktdsl.source import Span
from kontaktdsl.syntax import tree

RUN = "kpol.server.runExample"
RUN_ALL = "kpol.server.runExamples"
TRY = "kpol.server.tryCustomer"

_RUN = Text("ausführen", "run")
_RUN_ALL = Text("alle Beispiele ausführen", "run all examples")
_TRY = Text("eine Kundin ausprobieren", "try a customer")


@attrs.frozen(eq=False)
class Lens:
    """What is shown above a span, the command behind it, and the line (from 0) it is about."""

    span: Span
    title: str
    command: str
    line: int


def lenses(analysis: Analysis, language: str) -> tuple[Lens, ...]:
    """The lenses of a document."""
    found = []
    promises = 0
    for node in analysis.document.statements:
        line = node.span.line - 1
        match node:
            case (
                tree.Example() | tree.EnsureOutcome() | tree.EnsureOneOf()
                | tree.EnsureNeverLooser()
            ):  # fmt: skip
                if not promises:
                    found.append(Lens(node.span, _RUN_ALL.into(language), RUN_ALL, line))
                promises += 1
                found.append(Lens(node.span, _RUN.into(language), RUN, line))
            case tree.Rules() | tree.ExceptionBlock() | tree.Table():
                found.append(Lens(node.span, _TRY.into(language), TRY, line))
            case _:
                pass
    return tuple(found)
