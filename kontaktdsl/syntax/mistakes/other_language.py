"""Words of the other spoken language."""

from kontaktdsl.diagnostics import Diagnostic, Repair, Safety, Text
from kontaktdsl.source import Span
from kontaktdsl.syntax.keywords import LANGUAGES, keywords, plain
from kontaktdsl.syntax.mistakes.bad_line import BadLine, Piece, pieces
from kontaktdsl.syntax.mistakes.base import STATUS, kind, quoted, replace

KIND = kind(
    "other-language",
    de="andere Sprache",
    en="other language",
    headline=(
        "`{words}` ist {language}, diese Datei ist {own} geschrieben",
        "`{words}` is {language}, this file is written in {own}",
    ),
    why=(
        "Das erste Schlüsselwort einer Datei legt fest, ob sie deutsch oder englisch geschrieben "
        "ist. Gemischt gelesen hieße `in` oder `so` in jeder Zeile vielleicht etwas anderes.",
        "The first keyword of a file decides whether it is German or English. Read as a mixture, "
        "a short word might mean something else in every line.",
    ),
    bad=STATUS + "rules Takt [1]:\n  - alo -> alle 14 Tage\n  - asu -> every 2 months\n",
    good=STATUS + "rules Takt [1]:\n  - alo -> every 14 days\n  - asu -> every 2 months\n",
)

NAMES = {
    "de": (Text("deutsch", "German"), Text("auf Deutsch", "German")),
    "en": (Text("englisch", "English"), Text("auf Englisch", "English")),
}


def find(line: BadLine) -> Diagnostic | None:
    """The first run of foreign keywords up to the place where reading stopped."""
    for index, piece in enumerate(line.seen):
        if piece.foreign is not None and piece.own is None:
            return _run(line.pieces[index:], line.language)
    return None


def word(span: Span, language: str) -> Diagnostic:
    """A single foreign keyword that stands where a name may."""
    return _run(pieces(span.source, span, language), language)


def _run(rest: tuple[Piece, ...], language: str) -> Diagnostic:
    run: list[Piece] = []
    for piece in rest:
        if piece.foreign is None and piece.kind != "number":
            break
        run.append(piece)
    while run[-1].foreign is None:
        run.pop()
    span = run[0].span.to(run[-1].span)
    translated = translation(run, language)
    return KIND.at(
        span,
        label=Text(f"hier heißt es `{translated}`", f"here it is `{translated}`"),
        repairs=(_repair(span, translated),),
        words=quoted(span.text),
        language=NAMES["de" if language == "en" else "en"][0],
        own=NAMES[language][1],
    )


def _repair(span: Span, translated: str) -> Repair:
    note = Text("in der Sprache der Datei", "in the file's language")
    return replace(span, translated, note, Safety.SAFE)


def translation(run: list[Piece], language: str) -> str:
    """The same keywords in another language, with its inflection where it is known."""
    words: list[str] = []
    for index, piece in enumerate(run):
        keyword = _meant(run, index)
        if keyword is None:
            words.append(piece.text)
            continue
        phrases = keywords(language).phrases[keyword]
        before = run[index - 1].text if index else ""
        if keyword.startswith("n-"):
            digits = piece.text[: next(i for i, c in enumerate(piece.text) if not c.isdigit())]
            words.append(_counted(keyword, digits, language))
        elif keyword.startswith("unit-"):
            deep = index > 1 and (run[index - 2].own or run[index - 2].foreign) in (
                "within",
                "after",
            )
            words.append(phrases[0 if before in ("", "1") or not before.isdigit() else 1 + deep])
        else:
            words.append(phrases[_form(piece, keyword, len(phrases))])
    return " ".join(words)


def _meant(run: list[Piece], index: int) -> str | None:
    """The keyword that a word is at its place, where it has several meanings."""
    keyword = run[index].own or run[index].foreign
    before = run[index - 1] if index else None
    behind_unit = before is not None and (before.own or before.foreign or "").startswith("unit-")
    if keyword in ("of", "after", "of-event"):
        return "of-event" if behind_unit or keyword == "of-event" else keyword
    if keyword in ("to", "to-blocks", "until"):
        if before is not None and before.kind == "number":
            return "to"
        return "to-blocks" if keyword == "to" else keyword
    return keyword


def _form(piece: Piece, keyword: str, forms: int) -> int:
    """Which form of a word stands there, where both languages list as many."""
    for language in LANGUAGES:
        listed = [plain(phrase) for phrase in keywords(language).phrases[keyword]]
        if plain(piece.text) in listed and len(listed) == forms:
            return listed.index(plain(piece.text))
    return 0


def _counted(keyword: str, digits: str, language: str) -> str:
    if language == "de":
        return keywords("de").phrases[keyword][0].replace("{n}", digits)
    unit = {"n-daily": "day", "n-weekly": "week", "n-monthly": "month", "n-yearly": "year"}
    return f"every {digits} {keywords('en').phrases[f'unit-{unit[keyword]}'][1]}"
