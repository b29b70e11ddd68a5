"""The beginning of a line: whole statements to fill in."""

from __future__ import annotations

from collections.abc import Iterator

from kontaktdsl.diagnostics import Text
from kontaktdsl.server.analysis import Analysis
from kontaktdsl.server.completion.proposal import Proposal
from kontaktdsl.server.lexing import Here
from kontaktdsl.server.templates import TEMPLATES, Template
from kontaktdsl.source import Span
from kontaktdsl.syntax import tree
from kontaktdsl.syntax.keywords import keywords


def at_beginning(
    analysis: Analysis, place: Here, word: str, span: Span, language: str
) -> Iterator[Proposal]:
    if place.symbol != "statement":
        return
    statements = analysis.document.statements
    titled = any(isinstance(node, tree.Title) for node in statements)
    languages = (analysis.language,) if titled or statements else ("de", "en")
    given = {type(node).__name__ for node in statements}
    for spoken in languages:
        for template in TEMPLATES:
            if template.once in given or (template.keyword == "policy" and titled):
                continue
            if (
                not titled
                and not statements
                and template.keyword not in ("policy", "use", "attribute")
            ):
                continue
            yield _from_template(template, spoken, span, language)
    if place.block is not None:
        mark = "| " if place.block == "table" else "- "
        label = Text("eine Zeile mehr", "one more line").into(language)
        if not word:
            yield Proposal(mark.strip(), mark, span, "keyword", detail=label, rank=2)


def _from_template(template: Template, spoken: str, span: Span, language: str) -> Proposal:
    phrase = keywords(spoken).phrase(template.keyword)
    snippet = template.snippet(spoken)
    return Proposal(
        phrase,
        phrase + " ",
        span,
        "snippet",
        detail=template.about.into(language),
        documentation=template.shown(spoken),
        snippet=snippet,
        rank=3 if template.keyword != "policy" else 0,
    )
