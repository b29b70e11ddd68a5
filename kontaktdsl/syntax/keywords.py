"""The words of the language, as `grammar/keywords.toml` lists them."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache, cached_property

import attrs

from kontaktdsl.syntax.stored import stored, text

LANGUAGES = ("de", "en")

MARKS = "\u0300-\u036f"
HYPHENS = "-\u2010\u2011"
_WORD = re.compile(rf"[\w{MARKS}{HYPHENS}]+")
WORD_ENDS = rf"(?![\w{MARKS}]|[{HYPHENS}.]\w)"

STATEMENT_IDS = (
    "policy", "id", "issuer", "issued", "valid-from", "source", "applies-to", "intervals-are",
    "calendar", "days-off", "due-dates-roll", "use", "attribute", "event", "define", "impossible",
    "kinds", "a-contact-is", "rules", "exception", "table", "at-first-contact", "at-every-contact",
    "at-follow-up-contact", "when-missed", "of", "quantity", "note", "example", "ensure",
    "in-the-single-case", "accept",
)  # fmt: skip
"""The keywords that begin a statement."""

BLOCK_IDS = (
    "rules", "exception", "table", "at-first-contact", "at-every-contact",
    "at-follow-up-contact", "when-missed",
)  # fmt: skip
"""The keywords that begin a block."""


@attrs.frozen(slots=False, eq=False, repr=False)
class Keywords:
    """The phrases of one spoken language by keyword id, e.g. `at-least`."""

    language: str
    phrases: Mapping[str, tuple[str, ...]]

    def phrase(self, keyword: str, form: int = 0) -> str:
        """The phrase that the formatter writes; `form` picks an inflected one."""
        return self.phrases[keyword][form]

    @cached_property
    def by_first_word(self) -> Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]:
        """Phrases as words with their keyword id, longest first, by their plain first word."""
        found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for keyword, phrases in self.phrases.items():
            for phrase in phrases:
                if "{" not in phrase:
                    words = tuple(plain(word) for word in phrase.split())
                    found.setdefault(words[0], []).append((words, keyword))
        return {
            first: tuple(sorted(entries, key=lambda entry: -len(entry[0])))
            for first, entries in found.items()
        }


def composed(word: str) -> str:
    """A word as names are compared: composed letters, ASCII hyphens."""
    if word.isascii():
        return word
    return unicodedata.normalize("NFC", word).replace("\u2010", "-").replace("\u2011", "-")


def plain(word: str) -> str:
    """A word as keywords are compared: composed, its first letter small, its hyphens ASCII."""
    word = composed(word)
    return word[:1].lower() + word[1:]


def terminal(keyword: str) -> str:
    """The name of a keyword's terminal in the grammar."""
    return keyword.replace("-", "_").upper()


def pattern(phrases: Iterable[str]) -> str:
    """A regular expression for exactly these phrases, as they may stand in a text."""
    longest_first = sorted(phrases, key=lambda phrase: (-len(phrase), phrase))
    return f"(?:{'|'.join(map(_phrase_pattern, longest_first))}){WORD_ENDS}"


def _phrase_pattern(phrase: str) -> str:
    if phrase.startswith("{n}-"):
        return rf"\d+\s*[{HYPHENS}–—−]\s*{_phrase_pattern(phrase[4:])}"
    letters = [_letter_pattern(letter) for letter in phrase]
    if phrase[0].isalpha():
        small, large = phrase[0].lower(), phrase[0].upper()
        letters[0] = (
            f"[{small}{large}]"
            if small.isascii()
            else "|".join(map(_letter_pattern, (small, large)))
        )
        if not small.isascii():
            letters[0] = f"(?:{letters[0]})"
    return "".join(letters)


def _letter_pattern(letter: str) -> str:
    if letter == " ":
        return r"\s+"
    if letter == "-":
        return f"[{HYPHENS}]"
    apart = unicodedata.normalize("NFD", letter)
    return letter if apart == letter else f"(?:{letter}|{apart})"


def listed() -> dict[str, dict[str, list[str]]]:
    """Every keyword id with its phrases by language, as the file lists them."""
    import tomllib

    return tomllib.loads(text("keywords.toml"))


@cache
def table() -> dict[str, dict[str, tuple[str, ...]]]:
    """Every keyword id with its phrases by language."""
    content = stored()
    return {
        keyword: {language: tuple(phrases) for language, phrases in columns.items()}
        for keyword, columns in (content["keywords"] if content else listed()).items()
    }


@cache
def keywords(language: str) -> Keywords:
    """The words of one spoken language."""
    return Keywords(language, {keyword: columns[language] for keyword, columns in table().items()})


@cache
def reserved() -> frozenset[str]:
    """The words that are keywords by themselves in any language, with small and large letter."""
    words = {
        phrase
        for columns in table().values()
        for phrases in columns.values()
        for phrase in phrases
        if " " not in phrase and "{" not in phrase
    }
    return frozenset(
        first + word[1:] for word in words for first in (word[0].lower(), word[0].upper())
    )


def terminals(language: str) -> str:
    """The keyword terminals of one language, as grammar text."""
    phrases = keywords(language).phrases
    return "".join(f"{terminal(keyword)}.2: /{pattern(phrases[keyword])}/\n" for keyword in phrases)


def statement_at(language: str, text: str) -> str | None:
    """The id of the keyword that begins a text, where a statement of this language can.

    The longest phrase counts: `of them` begins no statement, though `of` does.
    """
    first = _WORD.match(text)
    found = keywords(language).by_first_word.get(plain(first.group()), ()) if first else ()
    if found:
        words = tuple(plain(word) for word in _WORD.findall(text)[:8])
        meant = [entry for entry in found if words[: len(entry[0])] == entry[0]]
        for phrase, keyword in meant:
            if len(phrase) == len(meant[0][0]) and keyword in STATEMENT_IDS:
                return keyword
    return None


def starts_statement(text: str, at: int) -> bool:
    """Whether a keyword that begins a statement, of any language, stands at `at`."""
    return any(statement_at(language, text[at : at + 80]) for language in LANGUAGES)
