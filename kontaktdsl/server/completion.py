"""What may be written at a place: the words of the grammar there, and the names that fit.

The grammar itself says what can follow (`Machine.prefix`), in the language of the document; which
names are meant follows from the words before: blocks after `exception ... to`, events after `of`,
kinds after `may use`, in a table the values of the column.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence

import attrs

from kontaktdsl.diagnostics import Text
from kontaktdsl.server.analysis import Analysis
from kontaktdsl.server.lexing import Here, here, prefix, within_text
from kontaktdsl.server.names import Declared, Role, Scope
from kontaktdsl.server.templates import TEMPLATES, Template
from kontaktdsl.source import Span
from kontaktdsl.syntax import tree
from kontaktdsl.syntax.keywords import STATEMENT_IDS, keywords, plain, terminal
from kontaktdsl.syntax.machine import Prefix, Token
from kontaktdsl.tidy import entries

_PARTIAL = re.compile(r"(?:\d+\s*[-–]\s*)?(?:[^\W_][\w.\-]*|\d+)?\Z")
_WORDS_BEFORE = re.compile(r"(?:[^\W\d_][\w\-]*\s+){1,3}\Z")


@attrs.frozen(eq=False)
class Proposal:
    """Something that may be written in place of `span`.

    `kind` is "keyword", "snippet", "file", "text", or the name of a `Role`. `snippet` is the same
    with places to fill in, for an editor that knows `${1:...}`.
    """

    label: str
    text: str
    span: Span
    kind: str
    detail: str = ""
    documentation: str = ""
    snippet: str | None = None
    rank: int = 5


def completions(analysis: Analysis, offset: int, language: str) -> tuple[Proposal, ...]:
    """What may be written at a place, in the document's own words; `language` is for remarks."""
    source = analysis.source
    inside = within_text(source, offset)
    place = here(source, offset, analysis.language)
    if inside is not None:
        return tuple(_in_text(analysis, place, offset, inside))
    if place.line is not None and offset < place.start:
        return ()
    written = source.text[place.start : offset]
    partial = _PARTIAL.search(written)
    word = partial.group() if partial else ""
    before = written[: len(written) - len(word)]
    found: dict[tuple[str, int], Proposal] = {}
    for proposal in _proposals(analysis, place, before, word, offset, language):
        found.setdefault((proposal.label, proposal.span.start), proposal)
    return tuple(sorted(found.values(), key=lambda p: (p.rank, p.label.casefold())))


def _proposals(
    analysis: Analysis, place: Here, before: str, word: str, offset: int, language: str
) -> Iterator[Proposal]:
    spoken = analysis.language
    span = Span(analysis.source, offset - len(word), offset)
    if not before.strip():
        yield from _begins(analysis, place, word, span, language)
    symbol, text = place.symbol, before
    known = prefix(text, symbol, spoken)
    if known.at < len(text.rstrip()) and place.symbol in ("row", "heading"):
        symbol, text = _cell(before)
        known = prefix(text, symbol, spoken)
    if known.at >= len(text.rstrip()):
        yield from _keywords(known, word, span, spoken, place)
        if "NAME" in known.accepts:
            yield from _names(analysis, place, before, known.tokens, span, language)
    yield from _several_words(analysis, place, before, word, offset)


def _cell(text: str) -> tuple[str, str]:
    """The cell that is being written, read by itself."""
    from kontaktdsl.server.formatting import cells

    last = cells(text)[-1]
    return ("right_cell" if "->" in text[: last.before] else "left_cell"), text[last.before :]


# --- keywords -------------------------------------------------------------------------------------


def _keywords(known: Prefix, word: str, span: Span, spoken: str, place: Here) -> Iterator[Proposal]:
    phrases = keywords(spoken).phrases
    form = _form(known.tokens)
    for keyword in phrases:
        if terminal(keyword) not in known.accepts or not _wanted(keyword, known, place):
            continue
        several = phrases[keyword]
        phrase = (
            several[form] if keyword.startswith("unit-") and form < len(several) else several[0]
        )
        if "{n}" in phrase:
            number = re.match(r"\d+", word)
            if number is None and word:
                continue
            shown = phrase.format(n=number.group() if number else 14)
            snippet = None if number else phrase.format(n="${1:14}")
            yield Proposal(shown, shown, span, "keyword", snippet=snippet, rank=4)
        elif not word[:1].isdigit() or word.isdigit() is False:
            yield Proposal(phrase, phrase, span, "keyword", rank=4)


def _form(tokens: Sequence[Token]) -> int:
    """Which form of a unit follows: after 1, after another number, after one behind `within`."""
    number = tokens[-1] if tokens and tokens[-1].type == "INT" else None
    if number is None or int(number.text or 0) == 1:
        return 0
    behind = tokens[-2].type if len(tokens) > 1 else ""
    return 2 if behind in ("WITHIN", "AFTER") else 1


def _wanted(keyword: str, known: Prefix, place: Here) -> bool:
    """Whether a word that the grammar allows is worth proposing."""
    if not known.tokens and place.symbol == "statement":
        return keyword not in STATEMENT_IDS and keyword != "otherwise"
    if keyword == "otherwise":
        return place.block == "rules"
    if keyword == "impossible":
        return place.symbol == "row"
    return True


def _several_words(
    analysis: Analysis, place: Here, before: str, word: str, offset: int
) -> Iterator[Proposal]:
    """Keywords of several words of which the first are written already: `at le`."""
    spoken = analysis.language
    written = _WORDS_BEFORE.search(before)
    if written is None:
        return
    starts = [m.start() for m in re.finditer(r"[^\W\d_][\w\-]*\s+", written.group())]
    for start in starts:
        begun = written.start() + start
        head = before[begun:].split()
        known = prefix(before[:begun], place.symbol, spoken)
        if known.at < len(before[:begun].rstrip()):
            continue
        for keyword, phrases in keywords(spoken).phrases.items():
            at_start = not before[:begun].strip()
            if terminal(keyword) not in known.accepts and not (
                at_start and keyword in STATEMENT_IDS
            ):
                continue
            for phrase in phrases:
                words = phrase.split()
                same = [plain(w) for w in words[: len(head)]] == [plain(w) for w in head]
                rest = " ".join(words[len(head) :])
                if same and rest and rest.casefold().startswith(word.casefold()):
                    span = Span(analysis.source, offset - len(word) - len(before) + begun, offset)
                    yield Proposal(phrase, phrase, span, "keyword", rank=1)
                    break


# --- the beginning of a line ----------------------------------------------------------------------


def _begins(
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


# --- names ----------------------------------------------------------------------------------------

_DECLARING = frozenset(
    {"ID", "ATTRIBUTE", "EVENT", "DEFINE", "RULES", "EXCEPTION", "TABLE", "KINDS", "PER"}
)


def _names(
    analysis: Analysis,
    place: Here,
    before: str,
    tokens: Sequence[Token],
    span: Span,
    language: str,
) -> Iterator[Proposal]:
    scope = analysis.names.scope
    types = [token.type for token in tokens]
    last = types[-1] if types else ""
    first = types[0] if types else ""
    if last in ("OF_EVENT", "SAME_DAY_AS"):
        yield from _of(scope.events.values(), span, language)
    elif first == "OF" or (first, True) in (
        ("EXCEPTION", "TO_BLOCKS" in types),
        ("ACCEPT", "FOR_BLOCKS" in types),
    ):
        taken = {token.text for token in tokens if token.type == "NAME"}
        blocks = (b for b in scope.blocks.values() if b.symbol.name not in taken)
        yield from _of(blocks, span, language)
    elif first == "ACCEPT":
        yield from _codes(analysis, span, language)
    elif last == "SEE":
        yield from _policies(analysis, span)
    elif _after_kinds(types):
        taken = _since(tokens, ("MAY_USE", "ONLY", "NEVER"))
        yield from _of(
            (k for k in scope.kinds.values() if k.symbol.name not in taken), span, language
        )
    elif (
        last in _DECLARING
        or (first == "KINDS" and last == "COMMA")
        or (first == "ATTRIBUTE" and last in ("COLON", "PIPE"))
    ):
        return
    elif place.symbol == "heading" and "ARROW" not in types:
        yield from _of(scope.attributes.values(), span, language)
    elif first == "QUANTITY":
        yield from _of((*_flags(scope), *scope.terms.values()), span, language)
    else:
        column = _column(place, before) if place.symbol == "row" else None
        yield from _in_condition(scope, tokens, column, span, language)


def _after_kinds(types: Sequence[str]) -> bool:
    for kind in reversed(types):
        if kind in ("MAY_USE", "ONLY", "NEVER"):
            return True
        if kind not in ("NAME", "OR", "AND"):
            return False
    return False


def _since(tokens: Sequence[Token], marks: tuple[str, ...]) -> set[str]:
    found: set[str] = set()
    for token in reversed(tokens):
        if token.type in marks:
            break
        found.add(token.text)
    return found


def _column(place: Here, before: str) -> str | None:
    """The name at the head of the column that is being written in."""
    from kontaktdsl.server.formatting import cells

    at = len(cells(before)) - 1
    if "->" in before:
        return None
    heads = cells(place.heading)
    if at >= len(heads):
        return None
    return place.heading[heads[at].start : heads[at].end].strip() or None


def _in_condition(
    scope: Scope,
    tokens: Sequence[Token],
    column: str | None,
    span: Span,
    language: str,
) -> Iterator[Proposal]:
    types = [token.type for token in tokens]
    last = tokens[-1] if tokens else None
    owner = column
    if last is not None and last.type == "NAME" and last.text in scope.attributes:
        yield from _of(scope.values_of(last.text), span, language, rank=1)
        return
    if last is not None and last.type in ("OPEN", "COMMA") and "IN" in types:
        at = len(types) - 1 - types[::-1].index("IN")
        if "CLOSE" not in types[at:]:
            before = tokens[at - 1] if at else None
            if before is not None and before.type == "NAME":
                owner = before.text
            if owner is not None:
                yield from _of(scope.values_of(owner), span, language, rank=1)
                return
    if column is not None and column in scope.attributes:
        attribute = scope.attributes[column]
        yield from _of(scope.values_of(column), span, language, rank=1)
        if isinstance(getattr(attribute.node, "domain", None), tree.YesNo):
            yield from _of((attribute,), span, language, rank=1)
        about = (t for t in scope.terms.values() if _speaks_of(t, column, scope))
        yield from _of(about, span, language, rank=2)
        return
    yield from _of(scope.terms.values(), span, language, rank=2)
    yield from _of(scope.attributes.values(), span, language, rank=3)
    for values in scope.values.values():
        if len(values) == 1 and scope.in_condition(values[0].symbol.name) is values[0]:
            yield from _of(values, span, language, rank=2)


def _speaks_of(term: Declared, attribute: str, scope: Scope) -> bool:
    """Whether a definition is about one attribute only."""
    assert isinstance(term.node, tree.Define)
    found: set[str] = set()
    waiting: list[tree.Condition] = [term.node.condition]
    while waiting:
        match waiting.pop():
            case tree.Word(name=name):
                known = scope.in_condition(name.text)
                if known is not None and known.symbol.role is Role.TERM and known is not term:
                    found.add("?")
                elif known is not None:
                    found.add(known.symbol.owner or known.symbol.name)
            case tree.Is(attribute=spoken):
                found.add(spoken.text)
            case (
                tree.OneOf(attribute=spoken_)
                | tree.Compare(attribute=spoken_)
                | tree.Between(attribute=spoken_)
            ):
                found.add(spoken_.text if spoken_ else "?")
            case tree.Not(term=inner):
                waiting.append(inner)
            case tree.And(terms=terms) | tree.Or(terms=terms):
                waiting.extend(terms)
    return found == {attribute}


def _flags(scope: Scope) -> Iterator[Declared]:
    for declared in scope.attributes.values():
        if isinstance(getattr(declared.node, "domain", None), tree.YesNo):
            yield declared


def _of(
    declared: Iterable[Declared], span: Span, language: str, rank: int = 2
) -> Iterator[Proposal]:
    from kontaktdsl.server.hover import about

    for one in declared:
        yield Proposal(
            one.symbol.name,
            one.symbol.name,
            span,
            one.symbol.role.value,
            detail=one.label or "",
            documentation=about(one, language),
            rank=rank,
        )


def _codes(analysis: Analysis, span: Span, language: str) -> Iterator[Proposal]:
    """The findings that can be accepted, first those that the document has."""
    from kontaktdsl.lint import every

    here_now = {finding.code for finding in analysis.findings}
    for kind in every.ACCEPTABLE:
        yield Proposal(
            kind.code,
            kind.code,
            span,
            "code",
            detail=kind.name.into(language),
            documentation=kind.why.into(language),
            rank=1 if kind.code in here_now else 5,
        )


def _policies(analysis: Analysis, span: Span) -> Iterator[Proposal]:
    from kontaktdsl.neighbours import ids

    for name in ids(analysis.folder, analysis.source.name, []):
        yield Proposal(name, name, span, "policy")


# --- within quotation marks -----------------------------------------------------------------------


def _in_text(analysis: Analysis, place: Here, offset: int, mark: str) -> Iterator[Proposal]:
    """Files behind `use`, Länder behind `calendar`, behind `see` titles that are there already."""
    if mark == "#":
        return
    source = analysis.source
    opened = source.text.rfind(mark, 0, offset)
    words = keywords(analysis.language).phrases
    head = source.text[place.start : opened].strip()
    span = Span(source, opened + 1, offset)
    if any(plain(head) == plain(phrase) for phrase in words["use"]):
        for path in _files(analysis):
            yield Proposal(path, path, span, "file", rank=1)
    elif any(plain(head) == plain(phrase) for phrase in words["calendar"]):
        from kontaktdsl.laender import LAENDER

        for land in LAENDER:
            yield Proposal(land, land, span, "text", rank=1)
    elif any(plain(head).endswith(plain(phrase)) for phrase in words["see"]):
        seen = set(_titles(analysis.document))
        for target in sorted(seen):
            yield Proposal(target, target, span, "text", rank=1)


def _titles(document: tree.Document) -> Iterator[str]:
    """The titles that `see` names in a document."""
    for entry in entries(document.statements):
        outcomes: list[tuple[tree.Part, ...]] = []
        if isinstance(entry, tree.Rule | tree.Example | tree.EnsureOutcome):
            outcomes = [entry.parts]
        elif isinstance(entry, tree.Row):
            outcomes = [cell.parts for cell in entry.outcomes]
        for part in (part for parts in outcomes for part in parts):
            if isinstance(part, tree.See) and isinstance(part.target, tree.Quoted):
                yield part.target.text


def _files(analysis: Analysis) -> list[str]:
    if analysis.folder is None:
        return []
    try:
        names = os.listdir(analysis.folder or ".")
    except OSError:
        return []
    own = os.path.basename(analysis.source.name)
    return sorted(name for name in names if name.endswith(".kpol") and name != own)
