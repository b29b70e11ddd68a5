"""The grammar files of other people's programs, written from the rules of `highlighting`.

`python -m kontaktdsl.syntax.editors` writes them below `grammar/editors/`; a test holds the files
against what it would write. Pygments needs no file: its lexer takes the rules as they are.
"""

import json
import os
import re
from collections.abc import Iterable, Iterator, Sequence

from kontaktdsl.syntax import highlighting, stored
from kontaktdsl.syntax.highlighting import Kind, Rule
from kontaktdsl.syntax.keywords import BLOCK_IDS, LANGUAGES, STATEMENT_IDS, table

WRITTEN_BY = "Written by `python -m kontaktdsl.syntax.editors` from grammar/keywords.toml."


def files() -> dict[str, str]:
    """Every file by its path below `grammar/editors/`."""
    return {
        "vscode/language-configuration.json": language_configuration(),
        "vscode/src/words.json": words(),
        "vscode/syntaxes/kpol.tmLanguage.json": textmate(),
        "sublime/kpol.sublime-syntax": sublime(),
        "nvim/syntax/kpol.vim": vim(),
        "emacs/kpol-words.el": emacs(),
    }


def write() -> None:
    """Write all files; where there is no checkout, there is nothing to write."""
    for path, content in files().items():
        whole = os.path.join(stored.folder(), "editors", *path.split("/"))
        os.makedirs(os.path.dirname(whole), exist_ok=True)
        with open(whole, "w", encoding="utf-8", newline="\n") as opened:
            opened.write(content)


# --- TextMate -----------------------------------------------------------------------------------

Json = dict[str, object]


def textmate() -> str:
    """The grammar for Visual Studio Code, IntelliJ, GitHub and everybody else with TextMate."""
    contexts = highlighting.contexts()
    grammar: Json = {
        "comment": WRITTEN_BY,
        "name": "kpol",
        "scopeName": "source.kpol",
        "fileTypes": ["kpol"],
        "patterns": [
            *(
                {
                    "name": f"meta.language.{language}.kpol",
                    "begin": begin,
                    "end": "(?!)",
                    "patterns": [{"include": f"#{language}"}],
                }
                for language, (begin, _) in contexts.items()
            ),
            {"include": "#undecided"},
        ],
        "repository": {
            **{language: _patterns(rules) for language, (_, rules) in contexts.items()},
            "undecided": _patterns(highlighting.rules(*LANGUAGES)),
        },
    }
    return json.dumps(grammar, ensure_ascii=True, indent=1) + "\n"


def _patterns(rules: Sequence[Rule]) -> Json:
    return {"patterns": [_pattern(rule) for rule in rules]}


def _pattern(rule: Rule) -> Json:
    match, *groups = rule.kinds
    if match is not None and not groups:
        return {"name": match.scope, "match": rule.pattern}
    captures = {
        str(number): {"name": kind.scope}
        for number, kind in enumerate(rule.kinds, 1)
        if kind is not None
    }
    return {"match": rule.pattern, "captures": captures}


# --- Visual Studio Code -------------------------------------------------------------------------

GOES_ON = "(?:[,(]|[-=]>|→|(?:^|\\s)(?:{joins}))\\s*(?:#.*)?$"


def language_configuration() -> str:
    """What Visual Studio Code does while somebody types: pairs, words, folding, the next line."""
    joins = "|".join(_phrases(LANGUAGES, ("and", "or")))
    blocks = [keyword for keyword in BLOCK_IDS if keyword != "table"]
    heads = {
        opening: highlighting.head(LANGUAGES, ids)
        for opening, ids in (("| ", ["table"]), ("- ", blocks))
    }
    bullet = "^\\s*[-–—•](?![-–—]*>)"
    content: Json = {
        "comments": {"lineComment": "#"},
        "brackets": [["(", ")"], ["[", "]"]],
        "autoClosingPairs": [
            {"open": opening, "close": closing, "notIn": ["string", "comment"]}
            for opening, closing in ("()", "[]", '""', "„“")
        ],
        "surroundingPairs": [list(pair) for pair in ("()", "[]", '""', "„“")],
        "wordPattern": {
            "pattern": "\\d+|\\p{L}\\p{M}*(?:[\\p{L}\\p{M}\\p{N}_]|[-.](?=[\\p{L}\\p{N}_]))*",
            "flags": "u",
        },
        "folding": {"offSide": True},
        "onEnterRules": [
            {
                "beforeText": GOES_ON.format(joins=joins),
                "action": {"indent": "indent"},
            },
            *(
                {
                    "beforeText": f"^\\s*{head}.*:\\s*(?:#.*)?$",
                    "action": {"indent": "indent", "appendText": opening},
                }
                for opening, head in heads.items()
            ),
            {"beforeText": f"{bullet}\\s*$", "action": {"indent": "outdent"}},
            {
                "beforeText": f"{bullet}.*\\S",
                "afterText": "^\\s*$",
                "action": {"indent": "none", "appendText": "- "},
            },
            {
                "beforeText": "^\\s*\\|.*\\S",
                "afterText": "^\\s*$",
                "action": {"indent": "none", "appendText": "| "},
            },
        ],
    }
    return json.dumps(content, ensure_ascii=True, indent=1) + "\n"


def words() -> str:
    """The words that the extension itself looks for: what begins a statement, and `example`."""
    found = {one: _phrases([one], STATEMENT_IDS) for one in LANGUAGES}
    found["example"] = _phrases(LANGUAGES, ["example"])
    return json.dumps(found, ensure_ascii=False) + "\n"


# --- Sublime Text -------------------------------------------------------------------------------


def sublime() -> str:
    """The same as `.sublime-syntax`, in YAML."""
    contexts = highlighting.contexts()
    begun = [_entry(match=begin, set=language) for language, (begin, _) in contexts.items()]
    written: dict[str, list[str]] = {
        "main": [*begun, *map(_sublime, highlighting.rules(*LANGUAGES))],
        **{language: [*map(_sublime, rules)] for language, (_, rules) in contexts.items()},
    }
    lines = [
        "%YAML 1.2",
        "---",
        f"# {WRITTEN_BY}",
        "name: kpol",
        "scope: source.kpol",
        "version: 2",
        "file_extensions: [kpol]",
        "contexts:",
    ]
    for context, entries in written.items():
        lines.append(f"  {context}:")
        lines += (f"    - {entry}" for entry in entries)
    return "\n".join(lines) + "\n"


def _sublime(rule: Rule) -> str:
    match, *groups = rule.kinds
    if match is not None and not groups:
        return _entry(match=rule.pattern, scope=match.scope)
    scopes = (
        f"{number}: {kind.scope}" for number, kind in enumerate(rule.kinds, 1) if kind is not None
    )
    captures = f"captures: {{{', '.join(scopes)}}}"
    return f"{_entry(match=rule.pattern)}\n      {captures}"


def _entry(**parts: str) -> str:
    return "\n      ".join(f"{key}: {json.dumps(value)}" for key, value in parts.items())


# --- Vim ----------------------------------------------------------------------------------------


def vim() -> str:
    """The syntax file of Vim and Neovim, of which the last rule that matches wins."""
    shown = [kind for kind in Kind if kind is not Kind.ILLEGAL]
    lines = [
        f'" {WRITTEN_BY}',
        "if exists('b:current_syntax')",
        "  finish",
        "endif",
        "syntax case match",
        "syntax sync fromstart",
        "syntax iskeyword @,48-57,_,192-255",
        "",
    ]
    for name, languages in (("", LANGUAGES), *((one, (one,)) for one in LANGUAGES)):
        for kind, pattern in _vim_rules(languages):
            contained = " contained" if name else ""
            lines.append(f"syntax match kpol{name.title()}{_group(kind)} /\\v{pattern}/{contained}")
        lines.append("")
    for language in LANGUAGES:
        start = _vim_words(_phrases([language], STATEMENT_IDS))
        groups = ",".join(f"kpol{language.title()}{_group(kind)}" for kind in shown)
        places = f"start=/\\v^%(\\s*{start})@=/ end=/\\%$/"
        lines.append(f"syntax region kpol_{language} {places} contains={groups}")
    lines.append("")
    for prefix in ("", *(language.title() for language in LANGUAGES)):
        lines += (
            f"highlight default link kpol{prefix}{_group(kind)} {kind.group}"
            for kind in shown
            if kind.group
        )
    lines += ["", "let b:current_syntax = 'kpol'"]
    return "\n".join(lines) + "\n"


def _group(kind: Kind) -> str:
    return kind.name.title().replace("_", "")


VIM_LETTER = "%([^0-9_]&\\k)"
VIM_NAME = f"{VIM_LETTER}%(\\k|[-.\u2010\u2011]\\k@=)*"


def _vim_rules(languages: Sequence[str]) -> Iterator[tuple[Kind, str]]:
    """Patterns in Vim's very magic spelling, the strongest last."""
    yield Kind.PUNCTUATION, "[:,()–—-]"
    yield Kind.PIPE, "\\|"
    yield Kind.SIGN, "[<>]\\=?|[≤≥=]"
    yield Kind.ARROW, "[-–—]+\\>|\\=+\\>|[→⇒➔➜]"
    yield Kind.NAME, VIM_NAME
    yield Kind.NUMBER, "%([0-9_.]|\\k)@<!\\d+%([.,]\\d|\\k)@!"
    date = "%(\\d{4}-\\d{1,2}-\\d{1,2}|\\d{1,2}\\.\\s?\\d{1,2}\\.\\s?\\d{4})"
    yield Kind.DATE, f"%([0-9_.]|\\k)@<!{date}\\k@!"
    yield Kind.DATE, "%([0-9_.]|\\k)@<!\\d{1,2}\\.\\s?\\d{1,2}\\.%([0-9_.]|\\k|\\s?\\d)@!"
    for kind, phrases, before_text in reversed(highlighting.words(languages)):
        quoted = '%(\\s*%(["„“«»#]|$))@=' if before_text else ""
        yield kind, f"\\k@<!{_vim_words(phrases)}{quoted}"
    yield Kind.BULLET, "^\\s*\\zs[-–—•·▪‣◦*\uf0b7]%([-–—]*\\>)@!"
    others = [keyword for keyword in STATEMENT_IDS if keyword not in BLOCK_IDS]
    yield Kind.STATEMENT, f"^\\s*\\zs{_vim_words(_phrases(languages, others))}"
    yield Kind.BLOCK, f"^\\s*\\zs{_vim_words(_phrases(languages, BLOCK_IDS))}"
    amending = _vim_words(_phrases(languages, highlighting.AMENDING_IDS))
    behind: tuple[tuple[Kind, Iterable[str]], ...] = (
        (Kind.STATEMENT, others),
        (Kind.BLOCK, BLOCK_IDS),
    )
    for kind, ids in behind:
        yield kind, f"%(^\\s*{amending}\\s*)@<={_vim_words(_phrases(languages, ids))}"
    declaring: tuple[tuple[Kind, Iterable[str]], ...] = (
        (Kind.DECLARED, highlighting.DECLARING_IDS),
        (Kind.BLOCK_NAME, highlighting.NAMED_BLOCK_IDS),
    )
    for kind, ids in declaring:
        begin = f"^\\s*%({amending}\\s*)?"
        yield kind, f"%({begin}{_vim_words(_phrases(languages, ids))}\\s*)@<={VIM_NAME}"
    yield Kind.CITATION, "\\[[^\\[\\]]*\\]"
    yield Kind.STRING, '"[^"]*"|„[^„“”]*[“”]|„[^„“”"]*"|“[^“”]*”|“[^“”"]*"|«[^«»]*»|»[^«»]*«'
    yield Kind.COMMENT, "#.*$"


def _phrases(languages: Iterable[str], ids: Iterable[str]) -> list[str]:
    return [phrase for one in languages for keyword in ids for phrase in table()[keyword][one]]


def _vim_words(phrases: Iterable[str]) -> str:
    longest_first = sorted(dict.fromkeys(phrases), key=lambda phrase: (-len(phrase), phrase))
    return f"%({'|'.join(map(_vim_phrase, longest_first))})%(\\k|[-.\u2010\u2011]\\k)@!"


def _vim_phrase(phrase: str) -> str:
    if phrase.startswith("{n}-"):
        return f"\\d+\\s*[-\u2010\u2011–—−]\\s*{_vim_phrase(phrase[4:])}"
    first = f"[{phrase[0].lower()}{phrase[0].upper()}]" if phrase[0].isalpha() else phrase[0]
    rest = phrase[1:].replace("-", "[-\u2010\u2011]").replace(" ", "\\s+")
    return first + rest


# --- Emacs --------------------------------------------------------------------------------------


def emacs() -> str:
    """The words of each language by how they are shown, for `kpol-mode`."""
    lines = [
        ";;; kpol-words.el --- the words of kpol  -*- lexical-binding: t; coding: utf-8 -*-",
        f";; {WRITTEN_BY}",
        ";;; Code:",
        "(defconst kpol-words",
    ]
    languages = []
    for language in LANGUAGES:
        others = [keyword for keyword in STATEMENT_IDS if keyword not in BLOCK_IDS]
        kinds: dict[str, list[str]] = {
            "statement": _phrases([language], others),
            "block": _phrases([language], BLOCK_IDS),
            "amending": _phrases([language], highlighting.AMENDING_IDS),
            "declaring": _phrases(
                [language], (*highlighting.DECLARING_IDS, *highlighting.NAMED_BLOCK_IDS)
            ),
        }
        for kind, phrases, _ in highlighting.words([language]):
            kinds.setdefault(kind.name.lower(), []).extend(phrases)
        entries = "\n    ".join(
            f"({kind} {' '.join(json.dumps(p, ensure_ascii=False) for p in phrases)})"
            for kind, phrases in kinds.items()
        )
        languages.append(f"({language}\n    {entries})")
    lines.append("  '(" + "\n   ".join(languages) + ")")
    lines.append('  "Words of the language kpol by spoken language and kind; {n} is a number.")')
    lines += ["(provide 'kpol-words)", ";;; kpol-words.el ends here"]
    return re.sub(r"[ \t]+$", "", "\n".join(lines), flags=re.MULTILINE) + "\n"


if __name__ == "__main__":
    write()
