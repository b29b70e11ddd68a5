"""A finding that is accepted without a reason."""

from kontaktdsl.diagnostics import Diagnostic, Edit, Repair, Safety, Text
from kontaktdsl.source import Span
from kontaktdsl.syntax.keywords import keywords
from kontaktdsl.syntax.mistakes.base import STATUS, kind

KIND = kind(
    "missing-reason",
    de="Grund fehlt",
    en="missing reason",
    headline=(
        "Wer einen Befund hinnimmt, sagt warum",
        "whoever accepts a finding says why",
    ),
    why=(
        "Ohne Grund weiß später niemand, ob der Befund geprüft oder nur weggeschaltet wurde.",
        "Without a reason nobody knows later whether the finding was looked at or only silenced.",
    ),
    bad=STATUS + "alo -> monthly\naccept gap\n",
    good=STATUS + 'alo -> monthly\naccept gap because "asu follow in May"\n',
)


def finding(span: Span, language: str) -> Diagnostic:
    """The line at `span`."""
    because = keywords(language).phrase("because")
    reason = f' {because} "..."'
    edit = Edit(Span(span.source, span.end, span.end), reason)
    note = Text("mit Grund", "with a reason")
    return KIND.at(span, repairs=(Repair(span.text + reason, note, (edit,), Safety.UNSAFE),))
