"""What a place of the text means: names, whom a line decides for and why, keywords, citations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

import attrs

from kontaktdsl import model, words
from kontaktdsl.diagnostics import Text
from kontaktdsl.reports.words import number
from kontaktdsl.server.analysis import Analysis
from kontaktdsl.server.hints import remarks
from kontaktdsl.server.lexing import here, within_text
from kontaktdsl.server.names import Declared, Role
from kontaktdsl.server.people import sentence, somebody
from kontaktdsl.server.policies import named
from kontaktdsl.server.templates import TEMPLATES
from kontaktdsl.source import Span
from kontaktdsl.syntax import tree
from kontaktdsl.syntax.formatter import format_condition
from kontaktdsl.syntax.formatting.phrases import Phrases
from kontaktdsl.syntax.keywords import keywords, statement_at
from kontaktdsl.versions.edition import said

L = TypeVar("L", model.Rule, model.OccasionRule)


@attrs.frozen(eq=False)
class Hover:
    """What is shown for a span, in Markdown."""

    span: Span
    text: str


_SAID = {
    Role.ATTRIBUTE: Text("Merkmal", "attribute"),
    Role.VALUE: Text("Wert von `{owner}`", "value of `{owner}`"),
    Role.TERM: Text("Begriff", "definition"),
    Role.EVENT: Text("Ereignis", "event"),
    Role.KIND: Text("Kontaktart", "kind of contact"),
    Role.BLOCK: Text("Block", "block"),
    Role.SERIES: Text("Reihe", "series"),
}
_COUNTING = Text("darin zählen: {kinds}", "what counts in it: {kinds}")
_RESTARTS = Text("die Uhr beginnt neu mit {event}", "the clock runs anew from {event}")
_RISING = Text("aufsteigend geordnet:", "ordered, the lowest first:")
_FROM = Text("aus {file}", "from {file}")
_USED = Text("an {n} Stellen dieser Datei", "at {n} places of this file")
_VALID_FROM = Text("gültig ab {first}", "valid from {first}")
_VALID = Text("gültig vom {first} bis {last}", "valid from {first} until {last}")
_UNUSED = Text("sonst nirgends in dieser Datei", "nowhere else in this file")
_USED_ONCE = Text("an 1 Stelle dieser Datei", "at 1 place of this file")
_CITED = Text("Fundstelle: [{cite}]", "citation: [{cite}]")
_BECAUSE = Text("Auslegung, weil: {reason}", "interpretation, because: {reason}")
_FOR_EXAMPLE = Text("zum Beispiel {person}:", "for example {person}:")
_LINES = Text("{n} Zeilen", "{n} lines")
_LINE = Text("1 Zeile", "1 line")
_BEFORE = Text("geht vor: {blocks}", "comes before: {blocks}")
_BEHIND = Text("davor geht: {blocks}", "behind: {blocks}")
_CITING = Text("Fundstelle; auch in den Zeilen {lines}", "citation; also in the lines {lines}")
_CITING_ALONE = Text("Fundstelle", "citation")
MOST_SENTENCES = 6
"""So many sentences of the directive are shown for one citation."""


def hover(analysis: Analysis, offset: int, language: str) -> Hover | None:
    """What is to be said of a place; None where there is nothing."""
    if within_text(analysis.source, offset) == "#":
        return None
    use = analysis.names.at(offset)
    if use is not None:
        declared = analysis.names.declaration(use.symbol)
        if declared is not None:
            return Hover(use.span, "\n\n".join(_name(analysis, declared, language)))
    other = _policy(analysis, offset, language) or _citation(analysis, offset, language)
    if other is not None:
        return other
    rule = _line_at(analysis.policy.rules if analysis.policy else (), analysis, offset)
    if rule is not None:
        span = _place(rule, offset)
        text = "\n\n".join(_rule(analysis, rule, language))
        return Hover(span, text) if text else None
    line = _line_at(analysis.policy.occasions if analysis.policy else (), analysis, offset)
    if line is not None:
        return Hover(line.span, "\n\n".join(_occasion(analysis, line, language)))
    return _keyword(analysis, offset, language)


# --- names ----------------------------------------------------------------------------------------


def about(declared: Declared, language: str) -> str:
    """What a name means: what it is, its label, its domain or definition."""
    symbol = declared.symbol
    what = _SAID[symbol.role].into(language).format(owner=symbol.owner)
    head = f"**{symbol.name}** ({what})"
    if declared.label:
        head += f": {_plain(declared.label)}"
    lines = [head]
    match declared.node:
        case tree.Attribute(domain=domain) if symbol.role is Role.ATTRIBUTE:
            lines.append(_domain(domain, language))
        case tree.Define(condition=condition):
            spoken = _language_of(declared)
            lines.append(f"`{format_condition(condition, spoken)}`")
        case tree.Series(kinds=kinds, restarts=restarts):
            if kinds:
                counting = ", ".join(f"`{kind.text}`" for kind in kinds)
                lines.append(_COUNTING.into(language).format(kinds=counting))
            if restarts is not None:
                lines.append(_RESTARTS.into(language).format(event=f"`{restarts.text}`"))
        case _:
            pass
    return "\n\n".join(lines)


def _language_of(declared: Declared) -> str:
    """The language that a declaration is written in."""
    return next(
        (spoken for spoken in ("de", "en") if statement_at(spoken, declared.node.span.text[:80])),
        "en",
    )


def _domain(domain: tree.Domain, language: str) -> str:
    match domain:
        case tree.YesNo():
            return Text("ja oder nein", "yes or no").into(language)
        case tree.Number(low=low, high=high):
            return Text(
                f"{low} bis {high}, beide eingeschlossen", f"{low} to {high}, both included"
            ).into(language)
        case tree.Decided(by=by):
            return (
                Text(
                    "ja oder nein, offen bis {by} entscheidet", "yes or no, open until {by} decides"
                )
                .into(language)
                .format(by=_plain(by.text))
            )
        case tree.TimeSince(event=event, anew=anew):
            since = Text("Zeit seit `{event}`", "time since `{event}`").into(language)
            since = since.format(event=event.text)
            if anew is None:
                return since
            span = Phrases(language).length(anew)
            return (
                Text("{since}, neu alle {span}", "{since}, anew every {span}")
                .into(language)
                .format(since=since, span=span)
            )
        case tree.Enumeration(values=values, ordered=ordered):
            rising = _RISING.into(language) + "\n" if ordered else ""
            return rising + "\n".join(
                f"- `{value.name.text}`" + (f" {_plain(value.label.text)}" if value.label else "")
                for value in values
            )


def _name(analysis: Analysis, declared: Declared, language: str) -> Iterator[str]:
    yield about(declared, language)
    symbol = declared.symbol
    if symbol.role is Role.BLOCK:
        yield from _block(analysis, symbol.name, language)
    home = declared.name.span.source
    if home is not analysis.source:
        yield _FROM.into(language).format(file=f"`{_base(home.name)}`")
    count = sum(use.symbol == symbol and not use.declares for use in analysis.names.uses)
    frame = (_UNUSED, _USED_ONCE)[count] if count < 2 else _USED
    yield frame.into(language).format(n=number(count, language))


def _block(analysis: Analysis, name: str, language: str) -> Iterator[str]:
    policy = analysis.policy
    if policy is None:
        return
    block = next((b for b in policy.blocks if b.name == name), None)
    if block is None:
        return
    many = len({rule.condition_span.start for rule in block.rules})
    parts = [(_LINE if many == 1 else _LINES).into(language).format(n=number(many, language))]
    parts += remarks(analysis, block.rules, language) if block.rules else ()
    yield "; ".join(parts)
    if block.bases:
        yield _BEFORE.into(language).format(blocks=_names(block.bases))
    above = [b for b in policy.blocks if policy.over[block.index] >> b.index & 1]
    if above:
        yield _BEHIND.into(language).format(blocks=_names(above))
    if block.citation is not None:
        yield _CITED.into(language).format(cite=_plain(block.citation.text))


def _names(blocks: Sequence[model.Block]) -> str:
    return ", ".join(f"`{block.name or block.span.line}`" for block in blocks)


# --- lines ----------------------------------------------------------------------------------------


def _line_at(lines: Iterable[L], analysis: Analysis, offset: int) -> L | None:
    for line in lines:
        if line.span.source is analysis.source and line.span.start <= offset <= line.span.end:
            return line
    return None


def _place(rule: model.Rule, offset: int) -> Span:
    condition = rule.condition_span
    if condition.start <= offset <= condition.end:
        return condition
    return rule.span


def _rule(analysis: Analysis, rule: model.Rule, language: str) -> Iterator[str]:
    told = "; ".join(remarks(analysis, (rule,), language))
    if told:
        yield told[:1].upper() + told[1:]
    yield from explained(analysis, rule, language)
    yield from _grounds(rule, language)


def _occasion(analysis: Analysis, line: model.OccasionRule, language: str) -> Iterator[str]:
    """What holds at contacts, in words; the same as the answers say it."""
    assert analysis.policy is not None
    when = words.OCCASIONS[line.occasion.value].into(language)
    parts = (words.part(part, analysis.policy).into(language) for part in line.outcome)
    yield _marked(f"{when[:1].upper()}{when[1:]}: {', '.join(parts)}")
    yield from _grounds(line, language)


def _grounds(line: model.Rule | model.OccasionRule, language: str) -> Iterator[str]:
    """The citation and the reason of a line."""
    if line.citation is not None:
        yield _CITED.into(language).format(cite=_plain(line.citation.text))
    if line.because is not None:
        yield _BECAUSE.into(language).format(
            reason=words.quoted(_plain(line.because.reason)).into(language)
        )


def explained(analysis: Analysis, rule: model.Rule, language: str) -> Iterator[str]:
    """One person for whom a line decides, and the sentence that says why."""
    person = somebody(analysis, (rule,))
    told = None if person is None else sentence(analysis, person, language, rule.series)
    if told is not None:
        yield f"{_FOR_EXAMPLE.into(language).format(person=told.person)} {_marked(told.answer)}"


# --- the rest -------------------------------------------------------------------------------------


def _citation(analysis: Analysis, offset: int, language: str) -> Hover | None:
    from kontaktdsl.tidy import entries

    found: tree.Citation | None = None
    every = [
        citation
        for entry in entries(analysis.document.statements)
        if isinstance(citation := getattr(entry, "citation", None), tree.Citation)
    ]
    for citation in every:
        if citation.span.start <= offset <= citation.span.end:
            found = citation
    if found is None:
        return None
    lines = [str(c.span.line) for c in every if c.text == found.text and c is not found]
    elsewhere = (
        _CITING.into(language).format(lines=", ".join(lines[:12]))
        if lines
        else _CITING_ALONE.into(language)
    )
    text = f"{elsewhere}\n\n[{_plain(found.text)}]"
    passage = _passage(analysis, found.text)
    if passage:
        text += "\n\n" + "\n>\n".join(f"> {_plain(line)}" for line in passage)
    return Hover(found.span, text)


def _passage(analysis: Analysis, cited: str) -> list[str]:
    """What the text of the directive says at a cited place; nothing where there is no such text."""
    context = analysis.context
    if context is None or context.beside.text is None:
        return []
    return [
        sentence.text for sentence in context.directive.covered(cited).sentences[:MOST_SENTENCES]
    ]


def _keyword(analysis: Analysis, offset: int, language: str) -> Hover | None:
    place = here(analysis.source, offset, analysis.language)
    if place.line is None or place.symbol != "statement":
        return None
    line = place.line
    text = analysis.source.text[line.start : line.end]
    keyword = statement_at(analysis.language, text[:80])
    templates = [template for template in TEMPLATES if template.keyword == keyword]
    if keyword is None or not templates:
        return None
    phrases = keywords(analysis.language).phrases[keyword]
    size = max(
        (len(p) for p in phrases if text[: len(p)].casefold() == p.casefold()),
        default=len(phrases[0]),
    )
    if offset > line.start + size:
        return None
    text = "\n\n".join(
        f"{template.about.into(language)}\n\n`{template.shown(analysis.language).splitlines()[0]}`"
        for template in templates
    )
    return Hover(Span(analysis.source, line.start, line.start + size), text)


def _policy(analysis: Analysis, offset: int, language: str) -> Hover | None:
    found = named(analysis, offset)
    if found is None:
        return None
    edition = found.edition
    about = [f"**{_plain(edition.title)}**"]
    if edition.valid is not None:
        first = edition.valid.first
        last = edition.valid.last
        valid = (
            _VALID_FROM.format(first=said(first))
            if last is None
            else _VALID.format(first=said(first), last=said(last))
        )
        about.append(valid.into(language))
    about.append(_FROM.into(language).format(file=f"`{_base(edition.source.name)}`"))
    return Hover(found.span, "\n\n".join(about))


def _plain(text: str) -> str:
    """Words of a policy in Markdown: nothing in them may look like a mark-up."""
    return _marked(" ".join(text.split()))


def _marked(text: str) -> str:
    """The same, with its lines as they are."""
    return "".join(f"\\{letter}" if letter in "\\`*_[]<>#|~" else letter for letter in text)


def _base(name: str) -> str:
    return name.replace("\\", "/").rsplit("/", 1)[-1]
