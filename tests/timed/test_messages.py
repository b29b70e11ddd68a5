"""What people read where they slip: one finding, at the right place, in words that help."""

import pytest

from kontaktdsl.project import check_text

HEAD = {
    "en": 'policy "x"\nattribute age: number 0 to 120\nattribute wear: low < medium < high\n'
    "attribute status: open | closed\nevent Loan\nattribute Dauer: time since Loan\n"
    "attribute Block: time since Loan, anew every 3 months\n",
    "de": 'Richtlinie "x"\nMerkmal Alter: Zahl 0 bis 120\nEreignis Antrag\n'
    "Merkmal Dauer: Zeit seit Antrag\n",
}
SLIPS = [
    ("en", "Dauer under 6", "needs-unit", "`Dauer` is a span of time; the unit is missing behind 6"),
    ("de", "Dauer unter 6", "needs-unit", "`Dauer` ist eine Zeitspanne; hinter 6 fehlt die Einheit"),
    ("en", "Dauer 3 to 6", "needs-unit", "`Dauer` is a span of time; the unit is missing behind 3"),
    ("en", "age under 6 months", "not-a-time",
     "`age` is no span of time and cannot be compared with one"),
    ("de", "Alter unter 6 Monaten", "not-a-time",
     "`Alter` ist keine Zeitspanne und lässt sich nicht mit einer vergleichen"),
    ("en", "Dauer 6 months", "exact-length",
     "`Dauer` needs a comparison: under, over, at least or at most"),
    ("en", "Block at least 3 months", "never-reached",
     "`Block` starts anew every 3 months and never reaches 3 months"),
    ("en", "Block over 1 year", "never-reached",
     "`Block` starts anew every 3 months and never reaches 1 year"),
    ("en", "Dauer 6 to 3 months", "reversed-range", "6 months to 3 months is empty"),
    ("en", "Dauer 1 year to under 12 months", "reversed-range", "1 year to 12 months is empty"),
    ("en", "wear high to low", "reversed-range", "`high` to `low` is empty"),
    ("en", "status at least open", "not-ordered", "The values of `status` have no order"),
    ("en", "age at least low", "not-a-number", "`low` is not a number"),
    ("en", "before Lone", "unknown-event", "There is no event `Lone`"),
    ("en", "age on Lone under 3", "unknown-event", "There is no event `Lone`"),
    ("en", "Dauer since 2024-01-01", "unknown-event", "There is no event `Dauer`"),
    ("en", "Dauer on Loan under 3 days", "not-on-a-day",
     "`Dauer` itself follows from an event and cannot be taken on the day of another"),
    ("en", "Loan before Return", "bad-date", "`Return` is not a day"),
    ("de", "Antrag vor Ende", "bad-date", "`Ende` ist kein Tag"),
    ("en", "age on Loan", "needs-value", "`age` needs a value"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("language", "line", "code", "words"), SLIPS, ids=lambda each: str(each)[:40]
)
def test_a_slip(language: str, line: str, code: str, words: str) -> None:
    """One line, one error."""
    arrow = "-> monatlich" if language == "de" else "-> monthly"
    found = check_text(f"{HEAD[language]}{line} {arrow}\n").findings
    errors = [finding for finding in found if finding.severity.value == "error"]
    assert [(e.code, e.headline.into(language)) for e in errors] == [(code, words)]
