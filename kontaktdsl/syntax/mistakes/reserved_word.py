"""A keyword that is used as a name, or a keyword of the other language among the names."""

from collections.abc import Sequence

import attrs

from kontaktdsl.diagnostics import Diagnostic, Label, Text
from kontaktdsl.syntax import tree
from kontaktdsl.syntax.keywords import LANGUAGES, keywords, plain
from kontaktdsl.syntax.mistakes import other_language
from kontaktdsl.syntax.mistakes.base import HEAD, kind

KIND = kind(
    "reserved-word",
    de="Schlüsselwort als Name",
    en="keyword as a name",
    headline=(
        "`{word}` ist ein Wort der Sprache und kann kein Name sein",
        "`{word}` is a word of the language and cannot be a name",
    ),
    why=(
        "Richtlinien lassen sich ohne Verlust zwischen Deutsch und Englisch umschreiben. Deshalb "
        "ist ein Wort, das in einer der beiden Sprachen etwas bedeutet, nirgends ein Name.",
        "Policies can be converted between German and English without loss. A word that means "
        "something in either language is therefore a name in neither.",
    ),
    bad=HEAD
    + "attribute or: alo | asu\nrules Takt [1]:\n  - alo -> monthly\n  - asu -> every 2 months\n",
    good=HEAD
    + "attribute status: alo | asu\nrules Takt [1]:\n  - alo -> monthly\n"
    + "  - asu -> every 2 months\n",
)


def declared(name: tree.Name) -> Diagnostic:
    """A keyword where a name is given."""
    languages = [
        language
        for language in LANGUAGES
        if any(plain(name.text) in phrases for phrases in keywords(language).phrases.values())
    ]
    meaning = Text(
        f"`{name.text}` ist ein {_adjectives(languages, 'deutsches', 'englisches')} Schlüsselwort",
        f"`{name.text}` is {_adjectives(languages, 'a German', 'an English')} keyword",
    )
    return KIND.at(name.span, notes=(meaning,), word=name.text)


def used(name: tree.Name, language: str) -> Diagnostic:
    """A keyword where a name is used: of the other language, or out of place."""
    own = keywords(language).phrases
    if any(plain(name.text) in map(plain, phrases) for phrases in own.values()):
        return declared(name)
    return other_language.word(name.span, language)


def joined(findings: Sequence[Diagnostic]) -> tuple[Diagnostic, ...]:
    """One finding for each word: another name mends all of its places, the first in front."""
    places: dict[Diagnostic, list[Label]] = {}
    first: dict[Text, Diagnostic] = {}
    for finding in findings:
        if finding.kind is KIND:
            known = first.setdefault(finding.headline, finding)
            if known is not finding:
                places.setdefault(known, []).append(Label(finding.span))
    return tuple(
        attrs.evolve(finding, others=tuple(places.get(finding, ())))
        if finding.kind is KIND
        else finding
        for finding in findings
        if finding.kind is not KIND or first[finding.headline] is finding
    )


def _adjectives(languages: list[str], german: str, english: str) -> str:
    words = [german if language == "de" else english for language in languages]
    return " und ".join(words) if german == "deutsches" else " and ".join(words)
