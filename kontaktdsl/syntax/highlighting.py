"""What every piece of a text looks like: the one table behind the lexers of all editors.

The rules are regular expressions that Python, Oniguruma (TextMate, Sublime Text) and JavaScript
read alike. They are tried in order at every place, as the parser's own lexer takes the longest
phrase first. A file has one spoken language, that of the first keyword that begins a line; only
the words of that language are keywords below it (SPEC section 15).
"""

from collections.abc import Iterable, Mapping
from enum import Enum
from functools import cache
from itertools import starmap

import attrs

from kontaktdsl.syntax.keywords import BLOCK_IDS, LANGUAGES, MARKS, STATEMENT_IDS, pattern, table
from kontaktdsl.syntax.lines import BULLETS


class Kind(Enum):
    """How a token is shown: its TextMate scope, its Pygments token and its Vim group."""

    COMMENT = ("comment.line.number-sign", "Comment.Single", "Comment")
    STRING = ("string.quoted.other", "String", "String")
    CITATION = ("markup.inline.raw.citation", "String.Other", "Special")
    STATEMENT = ("keyword.control.statement", "Keyword.Declaration", "Statement")
    BLOCK = ("keyword.control.block", "Keyword.Namespace", "Structure")
    LOGICAL = ("keyword.control.logical", "Operator.Word", "Conditional")
    COMPARISON = ("keyword.other.comparison", "Keyword.Pseudo", "Conditional")
    UNIT = ("keyword.other.unit", "Keyword.Type", "Type")
    OUTCOME = ("keyword.other.outcome", "Keyword", "Keyword")
    BLOCK_NAME = ("entity.name.function.block", "Name.Function", "Function")
    DECLARED = ("entity.name.type", "Name.Class", "Identifier")
    NAME = ("variable.other", "Name", "")
    DATE = ("constant.numeric.date", "Literal.Date", "Number")
    NUMBER = ("constant.numeric.integer", "Number.Integer", "Number")
    ARROW = ("keyword.operator.arrow", "Operator", "Operator")
    SIGN = ("keyword.operator.sign", "Operator", "Operator")
    BULLET = ("punctuation.definition.list", "Punctuation", "Delimiter")
    PIPE = ("punctuation.separator.table", "Punctuation", "Delimiter")
    PUNCTUATION = ("punctuation.separator", "Punctuation", "")
    ILLEGAL = ("invalid.illegal", "Error", "Error")

    @property
    def scope(self) -> str:
        """The TextMate scope."""
        return f"{self.value[0]}.kpol"

    @property
    def token(self) -> str:
        """The Pygments token type, below `Token`."""
        return self.value[1]

    @property
    def group(self) -> str:
        """The Vim group that it is linked to; empty where it looks like plain text."""
        return self.value[2]


@attrs.frozen
class Rule:
    """A pattern, and the kind of what it matches, or of each of its groups."""

    pattern: str
    kinds: tuple[Kind | None, ...]


LOGICAL_IDS = ("and", "or", "not", "in", "any")
COMPARISON_IDS = (
    "under", "over", "at-least", "at-most", "to", "to-under", "on", "before", "since",
)  # fmt: skip
ANYWHERE_IDS = ("impossible",)
"""Keywords that begin a statement and stand elsewhere too."""

DECLARING_IDS = ("attribute", "event", "define", "series")
NAMED_BLOCK_IDS = ("rules", "exception", "table")
AMENDING_IDS = ("replace", "remove")
"""Keywords behind which a line goes on as if it began there."""

NAME = rf"[^\W\d_][{MARKS}]*(?:[\w{MARKS}]|[-.\u2010\u2011](?=\w))*"
BLANKS = r"[^\S\r\n]*"
LINE_START = rf"^\ufeff?{BLANKS}"
NOT_IN_WORD = r"(?<!\w)"
BEFORE_TEXT = rf"(?={BLANKS}(?:[\"„“«»#]|$))"

_STRINGS = (
    r'"[^"\r\n]*"',
    r"„[^„“”\r\n]*[“”]",
    r'„[^„“”"\r\n]*"',
    r"“[^“”\r\n]*”",
    r'“[^“”"\r\n]*"',
    r"«[^«»\r\n]*»",
    r"»[^«»\r\n]*«",
)

BEFORE_WORDS = (
    Rule(r"#[^\r\n]*", (Kind.COMMENT,)),
    Rule("|".join(_STRINGS), (Kind.STRING,)),
    Rule(r"\[[^\[\]\r\n]*\]", (Kind.CITATION,)),
)
AFTER_WORDS = (
    Rule(r"(?<![\w.])(?:\d{4}-\d{1,2}-\d{1,2}|\d{1,2}\.\s?\d{1,2}\.\s?\d{4})(?!\w)", (Kind.DATE,)),
    Rule(r"(?<![\w.])\d{1,2}\.\s?\d{1,2}\.(?![\w.]|\s?\d)", (Kind.DATE,)),
    Rule(r"(?<![\w.])\d+(?!\w|[.,]\d)", (Kind.NUMBER,)),
    Rule(NAME, (Kind.NAME,)),
    Rule(r"[-–—]+>|=+>|[→⇒➔➜]", (Kind.ARROW,)),
    Rule(r"[<>]=?|[≤≥=]", (Kind.SIGN,)),
    Rule(r"\|", (Kind.PIPE,)),
    Rule(r"[:,()–—-]", (Kind.PUNCTUATION,)),
    Rule(r"[\"„“”«»\[\]]", (Kind.ILLEGAL,)),
)
BULLET = Rule(rf"{LINE_START}[{BULLETS}](?![-–—]*>)", (Kind.BULLET,))


def kind_of(keyword: str) -> Kind:
    """How a keyword is shown where it does not begin a statement."""
    if keyword in LOGICAL_IDS:
        return Kind.LOGICAL
    if keyword in COMPARISON_IDS:
        return Kind.COMPARISON
    if keyword.startswith(("unit-", "calendar-")) or keyword in ("quarter", "half-year"):
        return Kind.UNIT
    return Kind.OUTCOME


def head(languages: Iterable[str], keywords: Iterable[str] = STATEMENT_IDS) -> str:
    """A pattern for the phrases that begin a statement."""
    return pattern(
        phrase for language in languages for k in keywords for phrase in table()[k][language]
    )


@cache
def rules(*languages: str) -> tuple[Rule, ...]:
    """All rules of a text in one of these languages, in the order in which they are tried."""
    return (
        *BEFORE_WORDS,
        *_statements(languages),
        BULLET,
        *starmap(_word, words(languages)),
        *AFTER_WORDS,
    )


@cache
def contexts() -> Mapping[str, tuple[str, tuple[Rule, ...]]]:
    """For each language what begins a text in it, and its rules."""
    return {
        language: (rf"^(?=\ufeff?{BLANKS}{head([language])})", rules(language))
        for language in LANGUAGES
    }


def _statements(languages: tuple[str, ...]) -> list[Rule]:
    """What begins a line, with the name that it declares."""
    named = [
        Rule(rf"{LINE_START}({head(languages, ids)})({BLANKS})({NAME})", kinds)
        for ids, kinds in (
            (NAMED_BLOCK_IDS, (Kind.BLOCK, None, Kind.BLOCK_NAME)),
            (DECLARING_IDS, (Kind.STATEMENT, None, Kind.DECLARED)),
        )
    ]
    others = [k for k in STATEMENT_IDS if k not in BLOCK_IDS]
    longer = [
        Rule(rf"{LINE_START}({pattern(phrases)})", (kind,))
        for kind, phrases in sorted(_longer(languages).items(), key=lambda each: each[0].name)
    ]
    plain = [
        *longer,
        *named,
        Rule(rf"{LINE_START}({head(languages, BLOCK_IDS)})", (Kind.BLOCK,)),
        Rule(rf"{LINE_START}({head(languages, others)})", (Kind.STATEMENT,)),
    ]
    amending = rf"{LINE_START}({head(languages, AMENDING_IDS)})({BLANKS})"
    behind = [
        Rule(rule.pattern.replace(LINE_START, amending, 1), (Kind.STATEMENT, None, *rule.kinds))
        for rule in plain
    ]
    return [*behind, *plain]


def _longer(languages: tuple[str, ...]) -> dict[Kind, list[str]]:
    """Phrases that begin with one that begins a statement, and begin none: `of them`."""
    found: dict[Kind, list[str]] = {}
    for language in languages:
        begins = tuple(f"{phrase} " for k in STATEMENT_IDS for phrase in table()[k][language])
        for keyword, columns in table().items():
            for phrase in columns[language]:
                if keyword not in STATEMENT_IDS and phrase.startswith(begins):
                    found.setdefault(kind_of(keyword), []).append(phrase)
    return found


def words(languages: Iterable[str]) -> list[tuple[Kind, tuple[str, ...], bool]]:
    """Keywords that may stand anywhere, those of more words first: their kind and phrases, and
    whether they count only before a text or at the end of a line.
    """
    found: dict[tuple[int, bool, str], list[str]] = {}
    languages = tuple(languages)
    negations = {phrase for language in languages for phrase in table()["not"][language]}
    for keyword, columns in table().items():
        if keyword in STATEMENT_IDS and keyword not in ANYWHERE_IDS:
            continue
        for phrase in (phrase for language in languages for phrase in columns[language]):
            # `not regulated "why"` is an outcome, `not regulated -> monthly` a condition
            before_text = " " in phrase and phrase.split()[0] in negations
            key = (-phrase.count(" "), not before_text, kind_of(keyword).name)
            found.setdefault(key, []).append(phrase)
    return [
        (Kind[kind], tuple(dict.fromkeys(phrases)), not plain)
        for (_, plain, kind), phrases in sorted(found.items())
    ]


def _word(kind: Kind, phrases: tuple[str, ...], before_text: bool) -> Rule:
    return Rule(f"{NOT_IN_WORD}{pattern(phrases)}{BEFORE_TEXT if before_text else ''}", (kind,))
