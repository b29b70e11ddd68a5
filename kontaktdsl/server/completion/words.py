"""Keywords: those that the grammar allows at a place, in the language of the document."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kontaktdsl.server.analysis import Analysis
from kontaktdsl.server.completion.proposal import Proposal
from kontaktdsl.server.lexing import Here, prefix
from kontaktdsl.source import Span
from kontaktdsl.syntax.formatting.phrases import FROM
from kontaktdsl.syntax.keywords import STATEMENT_IDS, keywords, plain, terminal
from kontaktdsl.syntax.machine import Prefix, Token

AFTER = 1
"""Which phrase of `of-event` stands behind `at the latest 3 months`: `after`, `nach`."""
_WORDS_BEFORE = re.compile(r"(?:[^\W\d_][\w\-]*\s+){1,3}\Z")


def of_grammar(
    known: Prefix, word: str, span: Span, spoken: str, place: Here
) -> Iterator[Proposal]:
    phrases = keywords(spoken).phrases
    for keyword in phrases:
        if terminal(keyword) not in known.accepts or not _wanted(keyword, known, place):
            continue
        several = phrases[keyword]
        form = _form(keyword, known.tokens, spoken)
        if form is None:
            continue
        phrase = several[form] if form < len(several) else several[0]
        if "{n}" in phrase:
            number = re.match(r"\d+", word)
            if number is None and word:
                continue
            shown = phrase.format(n=number.group() if number else 14)
            snippet = None if number else phrase.format(n="${1:14}")
            yield Proposal(shown, shown, span, "keyword", snippet=snippet, rank=4)
        elif not word[:1].isdigit() or word.isdigit() is False:
            yield Proposal(phrase, phrase, span, "keyword", rank=4)


def _form(keyword: str, tokens: Sequence[Token], spoken: str) -> int | None:
    """Which phrase of a keyword reads well behind these words; None for none of them."""
    if keyword.startswith("unit-"):
        return _form_of_unit(tokens)
    if keyword.startswith("calendar-") and spoken == "de":
        return _form_of_period(keyword, tokens)
    if keyword == "of-event":
        types = {token.type for token in tokens[-6:]}
        if "AT_THE_LATEST" in types:
            return AFTER
        return FROM[spoken] if types & {"ONCE_PER", "TWICE_PER", "TIMES_PER"} else 0
    return 0


def _form_of_unit(tokens: Sequence[Token]) -> int:
    """Which form of a unit follows: after 1, after another number, after one behind `within`."""
    number = tokens[-1] if tokens and tokens[-1].type == "INT" else None
    if number is None or int(number.text or 0) == 1:
        return 0
    behind = tokens[-2].type if len(tokens) > 1 else ""
    return 2 if behind in ("WITHIN", "AFTER") else 1


def _form_of_period(keyword: str, tokens: Sequence[Token]) -> int | None:
    """`bis zum Ende der Kalenderwoche`, `bis zum Ende des Kalendermonats`."""
    if not tokens or tokens[-1].type not in ("UNTIL_THE_END_OF", "THE_END_OF"):
        return 0
    masculine = tokens[-1].text.endswith("des")
    if masculine == (keyword == "calendar-week"):
        return None
    return 1 if masculine else 0


def _wanted(keyword: str, known: Prefix, place: Here) -> bool:
    """Whether a word that the grammar allows is worth proposing."""
    if not known.tokens and place.symbol == "statement":
        return keyword not in STATEMENT_IDS and keyword != "otherwise"
    if keyword == "otherwise":
        return place.block == "rules"
    if keyword == "impossible":
        return place.symbol == "row"
    return True


def of_several_words(
    analysis: Analysis, place: Here, before: str, word: str, offset: int
) -> Iterator[Proposal]:
    """Keywords of several words of which the first are written already: `at le`."""
    spoken = analysis.language
    written = _WORDS_BEFORE.search(before)
    if written is None:
        return
    whole = prefix(before, place.symbol, spoken).tokens
    starts = [m.start() for m in re.finditer(r"[^\W\d_][\w\-]*\s+", written.group())]
    for start in starts:
        begun = written.start() + start
        if any(token.span.start < begun < token.span.end for token in whole):
            continue  # inside a keyword that is complete: `to` of `applies to`
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
