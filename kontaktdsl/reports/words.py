"""The fixed words of the pictures, German and English side by side."""

WORDS = {
    "error": ("FEHLER", "ERROR"),
    "warning": ("WARNUNG", "WARNING"),
    "hint": ("HINWEIS", "HINT"),
    "example": ("zum Beispiel: {}", "for example: {}"),
    "aside": ("dabei: {}", "with: {}"),
    "of-cases": ("({} von {} möglichen Fällen)", "({} of {} possible cases)"),
    "cases": ("({} Fälle)", "({} cases)"),
    "uncounted": ("(nicht gezählt)", "(not counted)"),
    "place": ("{}, Zeile {}, Spalte {}", "{}, line {}, column {}"),
    "line": ("{}, Zeile {}", "{}, line {}"),
    "to-line": ("bis Zeile {}", "to line {}"),
    "go-on": ("So geht es weiter:", "How to go on:"),
    "go-on-one-of": ("So geht es weiter, eines davon:", "How to go on, one of these:"),
    "or": ("{}, oder", "{}, or"),
    "more-about": ("mehr dazu: kpol rule {}", "more about this: kpol rule {}"),
    "more-regions": ("und {} weitere (--all)", "and {} more (--all)"),
    "more-unlisted": ("und {} weitere", "and {} more"),
    "clean": ("in Ordnung", "clean"),
    "errors": ("1 Fehler|{} Fehler", "1 error|{} errors"),
    "warnings": ("1 Warnung|{} Warnungen", "1 warning|{} warnings"),
    "hints": ("1 Hinweis|{} Hinweise", "1 hint|{} hints"),
    "files": ("1 Datei geprüft|{} Dateien geprüft", "1 file checked|{} files checked"),
    "no-policy": (
        "nicht ausgewertet: erst die Fehler im Text beheben",
        "not analysed: first mend the errors in the text",
    ),
    "interpretations": (
        "1 Auslegung, zu bestätigen von der Stelle, die die Richtlinie verantwortet:"
        "|{} Auslegungen, zu bestätigen von der Stelle, die die Richtlinie verantwortet:",
        "1 interpretation, for the owner of the policy to confirm:"
        "|{} interpretations, for the owner of the policy to confirm:",
    ),
    "no-interpretations": ("keine Auslegungen", "no interpretations"),
    "because": ("weil {}", "because {}"),
}
"""`one|many` where a number decides."""


def say(key: str, language: str, *parts: object) -> str:
    """A phrase of this table with its places filled."""
    return filled(WORDS[key], language, *parts)


def filled(phrase: tuple[str, str], language: str, *parts: object) -> str:
    """A phrase with its places filled; the first part chooses between one and many."""
    text = phrase[0 if language == "de" else 1]
    if "|" in text:
        one, many = text.split("|")
        text = one if parts[0] == 1 else many
    return text.format(
        *(number(part, language) if isinstance(part, int) else part for part in parts)
    )


def number(value: int, language: str) -> str:
    """A number with its thousands apart."""
    text = f"{value:,}"
    return text.replace(",", ".") if language == "de" else text


def pick(pair: list[str], language: str) -> str:
    """The side of a pair."""
    return pair[0 if language == "de" else 1]


def called(name: list[str], language: str) -> str:
    """The name of a kind as one word behind `K-`."""
    return "K-" + pick(name, language).replace(" ", "-")
