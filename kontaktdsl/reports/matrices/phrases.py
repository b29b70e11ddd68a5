"""The fixed words of a grid, German and English, its symbols, and the scale of its intervals."""

from __future__ import annotations

from kontaktdsl.diagnostics import Text
from kontaktdsl.reports.matrices.grid import Kind
from kontaktdsl.values import Calendar, CalendarUnit, Every, Rhythm, Times, Unit, Window

SAID = {
    "question": Text("Wie oft?", "How often?"),
    "title": Text("Wie oft? Alle Fälle der Richtlinie", "How often? All cases of the policy"),
    "who": Text("Wer", "Who"),
    "columns": Text("Spalten", "Columns"),
    "any": Text("alle", "any"),
    "everyone": Text("alle", "everyone"),
    "no-case": Text("kein Fall", "no case"),
    "standard": Text("Regelfall", "Standard case"),
    "or": Text("oder", "or"),
    "only": Text("nur für", "only for"),
    "line": Text("Zeile {}", "line {}"),
    "several": Text("{}: mehrere Vorgaben", "{}: several rules"),
    "no-rule": Text("keine Vorgabe gilt", "no rule applies"),
    "id": Text("Kennung", "Id"),
    "issuer": Text("Herausgeber", "Issuer"),
    "issued": Text("Stand", "Issued"),
    "valid": Text("gültig", "Valid"),
    "from": Text("ab {}", "from {}"),
    "until": Text("bis {}", "until {}"),
    "revoked": Text("bis auf Widerruf", "until revoked"),
    "source": Text("Quelle", "Source"),
    "applies": Text("gilt für", "Applies to"),
    "strength": Text("Abstände sind", "Intervals are"),
    "minimum": Text("eine Mindestvorgabe", "a minimum"),
    "guide": Text("eine Orientierung", "a guide"),
    "guide-but": Text(
        "eine Orientierung, aber Mindestvorgabe für: {}", "a guide, but a minimum for: {}"
    ),
    "minimum-for": Text("Mindestvorgabe für: {}", "a minimum for: {}"),
    "series": Text("Reihe", "Series"),
    "floor": Text("Nie lockerer als", "Never looser than"),
    "serving": Text("Darin zählen", "What counts in it"),
    "restarts": Text("Die Uhr beginnt neu mit", "The clock runs anew from"),
    "single-case": Text("Im Einzelfall", "In the single case"),
    "account": Text("Abgedeckt", "Covered"),
    "digest": Text("Prüfsumme", "Digest"),
    "rules": Text("Vorgaben", "Rules"),
    "alone": Text("einzelne Vorgabe", "single rule"),
    "exception-to": Text("Ausnahme zu {}", "exception to {}"),
    "impossibles": Text("Was nicht vorkommt", "What does not occur"),
    "readings": Text("Auslegungen", "Interpretations"),
    "readings-why": Text(
        "Was die Richtlinie in den Text hineinliest; zu bestätigen von der Stelle, die sie "
        "verantwortet.",
        "What the policy reads into the text; for the owner of the policy to confirm.",
    ),
    "reading": Text("Auslegung: {}", "Interpretation: {}"),
    "because": Text("weil {}", "because {}"),
    "if": Text("wenn {}: {}", "if {}: {}"),
    "otherwise": Text(
        "sonst (keine andere Zeile von {} trifft zu): {}",
        "otherwise (no other line of {} holds): {}",
    ),
    "except": Text(
        "{}, außer wo die Ausnahme {} greift", "{}, except where the exception {} holds"
    ),
    "excepts": Text(
        "{}, außer wo eine der Ausnahmen {} greift",
        "{}, except where one of the exceptions {} holds",
    ),
    "legend": Text("Zeichen", "Key"),
    "notes": Text("Hinweise", "Notes"),
    "letters": Text(
        "Der Buchstabe nennt den Block, die Zahl die Zeile:",
        "The letter names the block, the number the line:",
    ),
    "strengths": Text(
        "Alle Abstände: {}.",
        "All intervals: {}.",
    ),
}

KINDS = {
    Kind.INTERVAL: Text("Abstand", "interval"),
    Kind.DELEGATED: Text("steht in einer anderen Weisung", "stands in another directive"),
    Kind.NO_CONTACT: Text("kein Kontakt nötig", "no contact required"),
    Kind.AS_NEEDED: Text("nach Bedarf vereinbart", "agreed as needed"),
    Kind.NOT_REGULATED: Text("bewusst offen gelassen", "left open on purpose"),
    Kind.ON_REQUEST: Text("nur auf Wunsch", "on request only"),
    Kind.GAP: Text("Lücke: keine Vorgabe gilt", "Gap: no rule applies"),
    Kind.CONFLICT: Text(
        "Widerspruch: mehrere Vorgaben, und nichts sagt, welche vorgeht",
        "Conflict: several rules, and nothing says which goes first",
    ),
    Kind.OUTSIDE: Text("die Richtlinie gilt hier nicht", "the policy does not apply here"),
    Kind.IMPOSSIBLE: Text("kommt nicht vor", "does not occur"),
}
SHORT = {
    Kind.DELEGATED: Text("siehe", "see"),
    Kind.NO_CONTACT: Text("kein Kontakt nötig", "no contact required"),
    Kind.AS_NEEDED: Text("nach Bedarf", "as needed"),
    Kind.NOT_REGULATED: Text("nicht geregelt", "not regulated"),
    Kind.ON_REQUEST: Text("nur auf Wunsch", "on request only"),
    Kind.GAP: Text("LÜCKE", "GAP"),
    Kind.CONFLICT: Text("WIDERSPRUCH", "CONFLICT"),
    Kind.OUTSIDE: Text("gilt hier nicht", "out of scope"),
    Kind.IMPOSSIBLE: Text("unmöglich", "impossible"),
}
SYMBOLS = {
    Kind.INTERVAL: "",
    Kind.DELEGATED: "→",
    Kind.NO_CONTACT: "○",
    Kind.AS_NEEDED: "◇",
    Kind.NOT_REGULATED: "?",
    Kind.ON_REQUEST: "△",
    Kind.GAP: "⚠",
    Kind.CONFLICT: "≠",
    Kind.OUTSIDE: "×",
    Kind.IMPOSSIBLE: "–",
}

LEVELS = (
    (7, Text("bis 1 Woche", "up to 1 week")),
    (15, Text("bis 2 Wochen", "up to 2 weeks")),
    (31, Text("bis 1 Monat", "up to 1 month")),
    (62, Text("bis 2 Monate", "up to 2 months")),
    (123, Text("bis 4 Monate", "up to 4 months")),
    (184, Text("bis 6 Monate", "up to 6 months")),
    (None, Text("länger", "longer")),
)
"""The steps of the scale: about so many days at most, the same in every policy."""
_DAYS = {
    Unit.WORKING_DAY: 7 / 5,
    Unit.DAY: 1.0,
    Unit.WEEK: 7.0,
    Unit.MONTH: 30.6,
    Unit.YEAR: 365.0,
}
_PERIODS = {
    CalendarUnit.WEEK: 7.0,
    CalendarUnit.MONTH: 31.0,
    CalendarUnit.QUARTER: 92.0,
    CalendarUnit.HALF_YEAR: 184.0,
    CalendarUnit.YEAR: 366.0,
}


def phrase(key: str, language: str, *parts: object) -> str:
    """A fixed phrase with its places filled."""
    return SAID[key].into(language).format(*parts)


def level(rhythm: Rhythm) -> int:
    """The step of an interval on the scale, from 1 (most often); 0 for what is no interval.

    It serves colour and pattern only: lengths in days are rounded here, and nowhere else.
    """
    match rhythm:
        case Every(length):
            days = length.count * _DAYS[length.unit]
        case Times(count, window):
            days = _window(window) / count
        case _:
            return 0
    return next(i for i, (most, _) in enumerate(LEVELS, 1) if most is None or days <= most)


def _window(window: Window) -> float:
    if isinstance(window, Calendar):
        return _PERIODS[window.unit]
    return window.length.count * _DAYS[window.length.unit]
