"""The Pygments lexer of kpol, for documentation, notebooks and `pygmentize`.

Its rules are those of `kontaktdsl.syntax.highlighting`, made from `grammar/keywords.toml`.
"""

from typing import Any, ClassVar

from pygments.lexer import RegexLexer, bygroups
from pygments.token import Whitespace, string_to_tokentype

from kontaktdsl.syntax import highlighting
from kontaktdsl.syntax.keywords import LANGUAGES, statement_at
from kontaktdsl.syntax.lines import Form, lines

__all__ = ["KpolLexer"]


def _entry(rule: highlighting.Rule) -> tuple[str, Any]:
    kinds = [kind and string_to_tokentype(kind.token) for kind in rule.kinds]
    if len(kinds) == 1:
        return rule.pattern, kinds[0]
    groups = (kind or Whitespace for kind in kinds)
    return rule.pattern, bygroups(*groups)  # type: ignore[no-untyped-call]


def _states() -> dict[str, list[Any]]:
    contexts = highlighting.contexts()
    blanks = (r"\ufeff|[\r\n]+|[^\S\r\n]+", Whitespace)
    states: dict[str, list[Any]] = {
        language: [*map(_entry, rules), blanks] for language, (_, rules) in contexts.items()
    }
    begun = [(begin, Whitespace, language) for language, (begin, _) in contexts.items()]
    return {
        "root": [*begun, *map(_entry, highlighting.rules(*LANGUAGES)), blanks],
        **states,
    }


class KpolLexer(RegexLexer):
    """German and English policies; what the language cannot read becomes `Error`."""

    name = "kpol"
    aliases: ClassVar = ["kpol"]
    filenames: ClassVar = ["*.kpol"]
    mimetypes: ClassVar = ["text/x-kpol"]
    url = ""
    version_added = ""
    tokens: ClassVar[dict[str, list[Any]]] = _states()

    @staticmethod
    def analyse_text(text: str) -> float:
        """How likely a text is a policy: whether its first statement is a title."""
        for line in lines(text[:20_000])[0]:
            if line.form is Form.STATEMENT:
                beginning = text[line.start : line.start + 80]
                titled = any(statement_at(one, beginning) == "policy" for one in LANGUAGES)
                return 0.9 if titled and '"' in beginning else 0.0
        return 0.0
