"""The columns of an answer: their names for programs, their titles for people, their types."""

from __future__ import annotations

from enum import Enum

import attrs

from kontaktdsl.diagnostics import Text


class Type(Enum):
    """What a column holds; every value may be missing."""

    TEXT = "text"
    DATE = "date"
    INTEGER = "integer"


@attrs.frozen
class Column:
    """One column of an answer: `id` in programs and databases, `title` in what people open."""

    id: str
    title: Text
    type: Type


LAST_CONTACT = Text("letzter Kontakt", "last contact")
CONTACTS = Text("Zahl der Kontakte", "number of contacts")
"""What `facts` calls a column that is no fact of the policy."""

ROW = Column("row", Text("Zeile", "row"), Type.INTEGER)
"""The number of the input row, from 1; in the place of a key where the data has none."""

STATUS = Column("status", Text("Ergebnis", "result"), Type.TEXT)
FACTS = Column("facts", Text("betroffene Angaben", "facts concerned"), Type.TEXT)
ANSWER = Column("answer", Text("Art der Antwort", "kind of answer"), Type.TEXT)
INTERVAL = Column("interval", Text("Abstand", "interval"), Type.TEXT)
STRENGTH = Column("strength", Text("Verbindlichkeit", "strength"), Type.TEXT)
DUE = Column("due", Text("fällig am", "due"), Type.DATE)
DUE_NOMINAL = Column("due_nominal", Text("rechnerisch fällig", "nominally due"), Type.DATE)
DAYS_OVERDUE = Column("days_overdue", Text("Tage überfällig", "days overdue"), Type.INTEGER)
DUE_STEP = Column("due_step", Text("fällig ist", "what is due"), Type.TEXT)
DEADLINE = Column("deadline", Text("Frist für den Erstkontakt", "first contact"), Type.TEXT)
DEADLINE_DATE = Column("deadline_date", Text("Frist endet am", "deadline"), Type.DATE)
DEADLINE_NOMINAL = Column(
    "deadline_nominal", Text("Frist rechnerisch", "nominal deadline"), Type.DATE
)
DUTIES = Column("duties", Text("Aufgaben", "duties"), Type.TEXT)
KINDS = Column("kinds", Text("Kontaktarten", "kinds of contact"), Type.TEXT)
RULE = Column("rule", Text("Regel", "rule"), Type.TEXT)
LINE = Column("line", Text("Zeile der Richtlinie", "line of the policy"), Type.INTEGER)
CITATION = Column("citation", Text("Fundstelle", "citation"), Type.TEXT)
REASON = Column("reason", Text("Hinweis", "note"), Type.TEXT)
POLICY = Column("policy", Text("Richtlinie", "policy"), Type.TEXT)
DIGEST = Column("digest", Text("Prüfsumme der Richtlinie", "digest of the policy"), Type.TEXT)

BEFORE_DUTIES = (
    STATUS,
    FACTS,
    ANSWER,
    INTERVAL,
    STRENGTH,
    DUE,
    DUE_NOMINAL,
    DAYS_OVERDUE,
    DUE_STEP,
    DEADLINE,
    DEADLINE_DATE,
    DEADLINE_NOMINAL,
    DUTIES,
)
AFTER_DUTIES = (KINDS, RULE, LINE, CITATION, REASON, POLICY, DIGEST)


def duty_column(number: int, text: str) -> Column:
    """The date of a duty that has a deadline of its own; numbers count from 1."""
    return Column(f"duty_{number}_date", Text(f"{text}: bis", f"{text}: by"), Type.DATE)


def answer_columns(dated_duties: tuple[str, ...]) -> tuple[Column, ...]:
    """All columns of an answer in their order; `dated_duties` are the texts of such duties."""
    dates = (duty_column(number, text) for number, text in enumerate(dated_duties, 1))
    return (*BEFORE_DUTIES, *dates, *AFTER_DUTIES)
