"""A word that nobody knows at this place."""

from kontaktdsl.diagnostics import Diagnostic, Safety, Text
from kontaktdsl.suggest import nearest
from kontaktdsl.syntax.keywords import LANGUAGES, STATEMENT_IDS, keywords
from kontaktdsl.syntax.mistakes.bad_line import BadLine, Piece, terminals_of
from kontaktdsl.syntax.mistakes.base import STATUS, kind, quoted, replace
from kontaktdsl.syntax.mistakes.places import what_can_stand

KIND = kind(
    "unknown-word",
    de="unbekanntes Wort",
    en="unknown word",
    headline=(
        "`{word}` ist hier kein bekanntes Wort",
        "`{word}` is not a known word here",
    ),
    why=(
        "An dieser Stelle stehen nur bestimmte Wörter. Meist ist es ein Tippfehler oder eine "
        "andere Wortform.",
        "Only certain words can stand at this place. Mostly it is a slip of the pen or another "
        "form of the word.",
    ),
    bad=STATUS + "rules Takt [1]:\n  - alo -> montly\n  - asu -> every 2 months\n",
    good=STATUS + "rules Takt [1]:\n  - alo -> monthly\n  - asu -> every 2 months\n",
)

LONGEST_PHRASE = 4


def find(line: BadLine) -> Diagnostic | None:
    """A word unknown at the beginning of a statement, before, or where reading stopped."""
    return _statement(line) or _joint(line) or _here(line)


def _statement(line: BadLine) -> Diagnostic | None:
    """The first word of a line that is no rule."""
    first = line.first
    if line.start != "statement" or first is None or first.kind != "word" or first.own:
        return None
    piece = line.piece
    told_apart = piece is not None and (piece.kind in ("text", "date") or piece.text == ":")
    if line.has("arrow") and not told_apart:
        return None
    own = [p for keyword in STATEMENT_IDS for p in line.words.phrases[keyword]]
    foreign = {
        phrase: line.words.phrase(keyword)
        for language in LANGUAGES
        for keyword in STATEMENT_IDS
        for phrase in keywords(language).phrases[keyword]
    }
    found = _similar(line, 0, own) or _similar(line, 0, list(foreign), foreign)
    if found is None and not told_apart and len(line.pieces) < 3 and line.piece is None:
        return None
    return found or KIND.at(
        first.span,
        notes=(
            Text(
                "eine Zeile beginnt mit einem Schlüsselwort oder ist eine Vorgabe: "
                "`Bedingung -> Vorgabe`",
                "a line begins with a keyword or is a rule: `condition -> outcome`",
            ),
        ),
        word=quoted(first.text),
    )


def _joint(line: BadLine) -> Diagnostic | None:
    """A misspelt `and` or `or` that was taken for a name."""
    before = line.before
    if before is None or line.stop < 2 or not before.is_name or "AND" not in line.accepts:
        return None
    if line.piece is None or not (line.piece.is_name or line.piece.own == "not"):
        return None
    joints = [line.words.phrase("and"), line.words.phrase("or")]
    if len(before.text) < 2 or not nearest(before.text, joints):
        return None
    return _similar(line, line.stop - 1, joints)


def _here(line: BadLine) -> Diagnostic | None:
    piece = line.piece
    if piece is None or piece.kind != "word" or piece.own not in (None, "not"):
        return None
    if "NAME" in line.accepts:
        return None
    ids = terminals_of(line.language)
    possible = [
        phrase
        for name in sorted(line.accepts)
        if name in ids
        for phrase in line.words.phrases[ids[name]]
        if "{" not in phrase
    ]
    if not possible:
        return None
    found = _similar(line, line.stop, possible)
    if found is not None or "AND" in line.accepts:
        return found
    return KIND.at(piece.span, notes=(what_can_stand(line),), word=quoted(piece.text))


def _similar(
    line: BadLine, index: int, phrases: list[str], instead: dict[str, str] | None = None
) -> Diagnostic | None:
    """A finding where the words from a piece on are nearly one of the phrases.

    `instead` names what to suggest for a phrase, where that is another one.
    """
    for size in range(LONGEST_PHRASE, 0, -1):
        run = line.pieces[index : index + size]
        if len(run) < size or any(piece.kind != "word" for piece in run):
            continue
        text = " ".join(" ".join(piece.text for piece in run).split())
        candidates = [phrase for phrase in phrases if len(phrase.split()) == len(text.split())]
        meant = nearest(text, candidates) or _begins(run, candidates)
        if meant:
            span = run[0].span.to(_last(line, index + size - 1).span)
            meant = [(instead or {}).get(meant[0], meant[0])]
            note = Text("ähnlich geschrieben", "spelt much like it")
            return KIND.at(
                span,
                notes=(Text(f"gemeint ist wohl `{meant[0]}`", f"perhaps `{meant[0]}` is meant"),),
                repairs=(replace(span, meant[0], note, Safety.UNSAFE),),
                word=quoted(span.text),
            )
    return None


def _last(line: BadLine, index: int) -> Piece:
    """The full stop of an abbreviation (`mind.`) belongs to it."""
    last = line.pieces[index]
    behind = line.pieces[index + 1] if index + 1 < len(line.pieces) else None
    stop = behind is not None and behind.text == "." and behind.span.start == last.span.end
    return behind if stop and behind is not None else last


def _begins(run: tuple[Piece, ...], candidates: list[str]) -> list[str]:
    """Candidates of which the word is a longer or shorter form, e.g. `Ausnahmen`."""
    if len(run) != 1 or len(run[0].text) < 4:
        return []
    word = run[0].text.lower()
    return [
        candidate
        for candidate in candidates
        if len(candidate) >= 4
        and (word.startswith(candidate.lower()) or candidate.lower().startswith(word))
    ][:1]
