"""What can stand at a place, in the reader's words."""

from kontaktdsl.diagnostics import Text
from kontaktdsl.syntax.mistakes.bad_line import BadLine, terminals_of
from kontaktdsl.syntax.mistakes.missing_arrow import OUTCOMES

MOST = 6

GROUPS: tuple[tuple[frozenset[str], Text], ...] = (
    (
        frozenset({"OPEN", "NAME", "NOT", "IN"}),
        Text("eine Bedingung", "a condition"),
    ),
    (frozenset({"AND", "OR"}), Text.same("`{and}`, `{or}`")),
    (
        frozenset({"UNIT_DAY", "UNIT_WEEK", "UNIT_MONTH", "UNIT_YEAR", "UNIT_WORKING_DAY"}),
        Text("eine Zeiteinheit wie `{unit-month}`", "a unit of time like `{unit-month}`"),
    ),
    (
        frozenset({"UNDER", "OVER", "AT_MOST", "LESS", "GREATER", "NO_LESS", "NO_MORE", "EQUAL"}),
        Text("ein Vergleich wie `{under} 25`", "a comparison like `{under} 25`"),
    ),
    (
        frozenset({"CALENDAR_WEEK", "CALENDAR_MONTH", "CALENDAR_QUARTER", "CALENDAR_YEAR",
                   "CALENDAR_HALF_YEAR"}),
        Text("ein Zeitraum wie `{calendar-quarter}`", "a period like `{calendar-quarter}`"),
    ),
)  # fmt: skip

SIGNS = {
    "NAME": Text("ein Name", "a name"),
    "INT": Text("eine Zahl", "a number"),
    "STRING": Text('ein Text in Anführungszeichen `"..."`', 'a text in quotation marks `"..."`'),
    "CITATION": Text("eine Fundstelle `[...]`", "a citation `[...]`"),
    "DATE": Text("ein Datum wie `22.08.2017`", "a date like `2017-08-22`"),
    "DAY_OF_YEAR": Text("ein Tag wie `24.12.`", "a day like `24.12.`"),
    "ARROW": Text("der Pfeil `->`", "the arrow `->`"),
    "COMMA": Text("ein Komma", "a comma"),
    "COLON": Text("ein Doppelpunkt", "a colon"),
    "PIPE": Text("`|`", "`|`"),
    "OPEN": Text("`(`", "`(`"),
    "CLOSE": Text("`)`", "`)`"),
    "$END": Text("das Ende der Zeile", "the end of the line"),
}
UNSEEN = frozenset({"DASH", "BULLET"})
ORDER = (
    "NAME", "INT", "STRING", "DATE", "DAY_OF_YEAR", "ARROW", "COMMA", "COLON", "PIPE", "OPEN",
    "CLOSE", "CITATION",
)  # fmt: skip


def what_can_stand(line: BadLine) -> Text:
    """A sentence on what may stand where reading stopped."""
    before = line.before
    if before is None and line.start == "statement":
        return Text(
            "eine Zeile beginnt mit einem Schlüsselwort oder ist eine Vorgabe: "
            "`Bedingung -> Vorgabe`",
            "a line begins with a keyword or is a rule: `condition -> outcome`",
        )
    named = _named(line)
    if before is None:
        return Text(
            f"hier kann stehen: {_list(named, 'de')}", f"here can stand: {_list(named, 'en')}"
        )
    seen = before.text if len(before.text) <= 40 else f"{before.text[:39]}…"
    return Text(
        f"hinter `{seen}` kann stehen: {_list(named, 'de')}",
        f"behind `{seen}` can stand: {_list(named, 'en')}",
    )


def _named(line: BadLine) -> list[Text]:
    rest = set(line.accepts) - UNSEEN
    ids = terminals_of(line.language)
    phrases = {
        keyword: line.words.phrase(keyword, 1 if keyword.startswith("unit-") else 0)
        for keyword in ids.values()
    }
    named: list[Text] = []
    outcomes = {name for name in rest if ids.get(name) in OUTCOMES}
    if len(outcomes) > 8:
        rest -= outcomes | {"AT_LEAST"} - ({"AT_LEAST"} if "UNDER" in rest else set())
        named.append(_outcome(phrases, only_intervals="SEE" not in outcomes))
    for group, text in GROUPS:
        if group <= rest:
            rest -= group
            if "UNDER" in group:
                rest -= {"AT_LEAST"}
            named.append(Text(_filled(text.de, phrases), _filled(text.en, phrases)))
    if "IMPOSSIBLE" in rest and named:
        rest -= {"IMPOSSIBLE"}
        named.append(Text.same(f"`{phrases['impossible']}`"))
    signs = [SIGNS[name] for name in ORDER if name in rest]
    keywords = [
        Text.same(f"`{phrases[ids[name]]}`")
        for name in sorted(rest)
        if name in ids and "{" not in phrases[ids[name]]
    ]
    end = [SIGNS["$END"]] if "$END" in rest else []
    return named + signs + keywords[:MOST] + end


def _outcome(phrases: dict[str, str], *, only_intervals: bool) -> Text:
    monthly, every = phrases["monthly"], f"{phrases['every']} 2 {phrases['unit-week']}"
    if only_intervals:
        return Text(
            f"ein Abstand wie `{monthly}` oder `{every}`",
            f"an interval like `{monthly}` or `{every}`",
        )
    see = phrases["see"]
    return Text(
        f'eine Vorgabe wie `{monthly}` oder `{see} "..."`',
        f'an outcome like `{monthly}` or `{see} "..."`',
    )


def _filled(template: str, phrases: dict[str, str]) -> str:
    for keyword in ("and", "or", "unit-month", "under", "calendar-quarter"):
        template = template.replace(f"{{{keyword}}}", phrases[keyword])
    return template


def _list(named: list[Text], language: str) -> str:
    words = [text.into(language) for text in named]
    if not words:
        return "nichts mehr" if language == "de" else "nothing more"
    if len(words) == 1:
        return words[0]
    return f"{', '.join(words[:-1])} {'oder' if language == 'de' else 'or'} {words[-1]}"
