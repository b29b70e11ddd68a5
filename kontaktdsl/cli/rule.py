"""`kpol rule`: what a finding means, with a bad and a good example."""

from __future__ import annotations

from kontaktdsl.cli.arguments import Given, Verb
from kontaktdsl.cli.screen import Screen
from kontaktdsl.cli.words import Stop, UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from kontaktdsl.diagnostics import Kind
    from kontaktdsl.reports.lines import Line

VERB = Verb(
    "rule",
    "[CODE]",
    (
        "Erklärt einen Befund: was er bedeutet, warum er zählt, ein schlechtes und ein gutes\n"
        "Beispiel. Er heißt nach seinem Code oder Namen; ohne Angabe stehen alle da.",
        "Explains a finding: what it means, why it matters, a bad and a good example.\n"
        "It goes by its code or its name; without one all are listed.",
    ),
    (),
    ("kpol rule gap", "kpol rule K-Lücke", "kpol rule"),
)

_SEVERITIES = {
    "error": ("Fehler", "error"),
    "warning": ("Warnung", "warning"),
    "hint": ("Hinweis", "hint"),
}


def run(given: Given, language: str) -> int:
    """Explain one kind of finding, or list all."""
    from kontaktdsl.catalogue import KINDS

    screen = Screen(given.text("color") or "auto")
    if not given.operands:
        screen.draw(_list(KINDS, language))
        return 0
    word = " ".join(given.operands)
    screen.draw(_page(_find(word, KINDS), language, screen.columns))
    return 0


def _folded(word: str) -> str:
    from unicodedata import normalize

    word = normalize("NFC", word).casefold().strip().replace(" ", "-").replace("_", "-")
    return word.removeprefix("k-")


def _find(word: str, kinds: Iterable[Kind]) -> Kind:
    known: dict[str, Kind] = {}
    for kind in kinds:
        for name in (kind.code, kind.name.de, kind.name.en):
            known.setdefault(_folded(name), kind)
    if _folded(word) in known:
        return known[_folded(word)]
    from kontaktdsl.suggest import nearest

    near = nearest(_folded(word), known, 1)
    if not word.strip():
        raise UsageError("rule", "welcher Befund?", "which finding?")
    code = known[near[0]].code if near else ""
    raise Stop(
        f"einen Befund `{word}` gibt es nicht; "
        + (f"gemeint ist vielleicht `{code}`" if near else "alle zeigt: kpol rule"),
        f"there is no finding `{word}`; "
        + (f"perhaps `{code}` is meant" if near else "to see all: kpol rule"),
    )


def _list(kinds: Iterable[Kind], language: str) -> list[Line]:
    from kontaktdsl.reports.words import WORDS

    every = sorted(kinds, key=lambda kind: kind.code)
    side = 0 if language == "de" else 1
    heavy = max(len(WORDS[kind.severity.value][side]) for kind in every)
    widest = max(len(kind.code) for kind in every)
    return [
        [
            (f"{WORDS[kind.severity.value][side]:{heavy}}", kind.severity.value),
            (f"  {kind.code:{widest}}  ", "strong"),
            (kind.name.into(language), ""),
        ]
        for kind in every
    ]


def _page(kind: Kind, language: str, columns: int) -> list[Line]:
    from kontaktdsl.reports.lines import visible, wrap

    side = 0 if language == "de" else 1
    severity = kind.severity.value
    lines: list[Line] = [
        [
            (f"K-{kind.name.into(language).replace(' ', '-')}", severity),
            (f"  {kind.code}, {_SEVERITIES[severity][side]}", "dim"),
        ],
        [],
        *([(text, "strong")] for text in wrap(_filled(kind.headline.into(language)), columns)),
        *([(text, "")] for text in wrap(kind.why.into(language), columns)),
    ]
    beside = "Daneben im Ordner:", "Beside it in the folder:"
    for title, policy in (
        (("So nicht:", "Not like this:"), kind.bad),
        (beside, kind.neighbour[0]),
        (("Sondern so:", "But like this:"), kind.good),
        (beside, kind.neighbour[1]),
    ):
        if policy:
            lines += [[], [(title[side], "strong")]]
            lines += [[("    " + visible(text), "")] for text in policy.splitlines()]
    return lines


def _filled(headline: str) -> str:
    """A headline with its places shown as such."""
    return headline.replace("`{", "{").replace("}`", "}").replace("{", "‹").replace("}", "›")
