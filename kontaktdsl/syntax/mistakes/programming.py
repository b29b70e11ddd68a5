"""Signs and words from programming languages."""

from kontaktdsl.diagnostics import Diagnostic, Safety, Text
from kontaktdsl.syntax.keywords import plain
from kontaktdsl.syntax.mistakes.bad_line import BadLine
from kontaktdsl.syntax.mistakes.base import FLAGS, kind, replace

KIND = kind(
    "programming",
    de="Programmiersprache",
    en="programming language",
    headline=(
        "`{text}` kommt aus Programmiersprachen; hier heißt es {instead}",
        "`{text}` comes from programming languages; here it is {instead}",
    ),
    why=(
        "Eine Richtlinie soll sich vorlesen lassen. Darum stehen Wörter, wo Programme Zeichen "
        "haben, und jede Vorgabe hat dieselbe Form: Bedingung `->` Vorgabe.",
        "A policy is meant to be read aloud. So there are words where programs have signs, and "
        "every rule has one form: condition `->` outcome.",
    ),
    bad=FLAGS
    + "rules Takt [1]:\n  - Intensivkunde && Absolvent -> monthly\n"
    + "  - not (Intensivkunde and Absolvent) -> every 2 months\n",
    good=FLAGS
    + "rules Takt [1]:\n  - Intensivkunde and Absolvent -> monthly\n"
    + "  - not (Intensivkunde and Absolvent) -> every 2 months\n",
)

FIRST_WORDS = ("if", "when", "wenn", "falls", "elif", "elsif", "elseif")
KEYWORDS = {
    "&&": "and",
    "&": "and",
    "||": "or",
    "!": "not",
    "else": "otherwise",
    "default": "otherwise",
    "ansonsten": "otherwise",
    "andernfalls": "otherwise",
}
SIGNS = {
    "==": "=",
    "!=": "",
    "<>": "",
    ";": "",
    "{": "",
    "}": "",
}
NOTHING = ("null", "none", "nil", "undefined")


def find(line: BadLine) -> Diagnostic | None:
    """The first such sign or word up to the place where reading stopped."""
    if line.start in ("statement", "bullet", "facts") or line.start.endswith("cell"):
        for piece in line.seen:
            word = plain(piece.text)
            if piece is line.first and word in FIRST_WORDS:
                form = Text("`Bedingung -> Vorgabe`", "`condition -> outcome`")
                return KIND.at(piece.span, text=piece.text, instead=form)
            if word in KEYWORDS and piece.own is None:
                instead = line.words.phrase(KEYWORDS[word])
                text = f"{instead} " if word == "!" else instead
                note = Text("vorlesbar", "readable")
                return KIND.at(
                    piece.span,
                    repairs=(replace(piece.span, text, note, Safety.SAFE),),
                    text=piece.text,
                    instead=Text.same(f"`{instead}`"),
                )
            if word in NOTHING and piece.own is None:
                why = Text("jedes Merkmal hat immer einen Wert", "every attribute has a value")
                return KIND.at(piece.span, text=piece.text, instead=_no_such(why))
            if piece.kind == "sign" and word in SIGNS:
                return KIND.at(piece.span, text=piece.text, instead=_sign(word, line))
    return None


def _no_such(text: Text) -> Text:
    return Text(f"nichts dergleichen, denn {text.de}", f"nothing of that kind, for {text.en}")


def _sign(sign: str, line: BadLine) -> Text:
    match sign:
        case "==":
            return Text("`=` oder gar kein Zeichen", "`=` or no sign at all")
        case "!=" | "<>":
            word = line.words.phrase("not")
            return Text(f"`{word}` vor der Bedingung", f"`{word}` before the condition")
        case _:
            return Text("eine neue Zeile", "a new line")
