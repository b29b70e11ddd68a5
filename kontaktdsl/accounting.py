"""The account of a question: how many cases there are, and what becomes of each."""

import attrs

from kontaktdsl import model
from kontaktdsl.diagnostics import Text
from kontaktdsl.question import Question
from kontaktdsl.record import Record
from kontaktdsl.values import Answer, Do


@attrs.frozen(eq=False, repr=False)
class Accounting(Record):
    """Exact numbers of cases; they add up to `cases`. `outside` are the possible cases to which the
    policy does not apply.

    `first_step` counts those that get an answer to a question that need not be answered. `series`
    is named where there are several. None where the count was not computed, because the policy is
    too large for it within the budget (whether there is a gap or a contradiction is then still
    decided, by the solver).
    """

    question: Question
    cases: int
    impossible: int | None
    answers: tuple[tuple[Answer, int], ...]
    forgotten: int | None
    contradictory: int | None
    first_step: int | None = None
    series: str | None = None
    outside: int | None = 0

    @property
    def asked(self) -> Text:
        """The question, with the series where there are several."""
        if self.series is None:
            return self.question.words
        return Text("{series}: {asked}", "{series}: {asked}").format(
            series=self.series, asked=self.question.words
        )

    @property
    def possible(self) -> int | None:
        """The cases that can occur and to which the policy applies."""
        if self.impossible is None or self.outside is None:
            return None
        return self.cases - self.impossible - self.outside


_ANSWER_WORDS = {
    Answer.INTERVAL: Text("mit Abstand", "interval"),
    Answer.DELEGATED: Text("delegiert", "delegated"),
    Answer.NO_CONTACT: Text("kein Kontakt nötig", "no contact required"),
    Answer.AS_NEEDED: Text("nach Bedarf", "as needed"),
    Answer.NOT_REGULATED: Text("bewusst offen", "not regulated on purpose"),
    Answer.ON_REQUEST: Text("nur auf Wunsch", "on request only"),
}


def answer_words(kind: Answer) -> Text:
    """A kind of answer behind a number: `delegiert`."""
    return _ANSWER_WORDS[kind]


def line(accounting: Accounting) -> Text:
    """The account in one line, in words."""
    if accounting.question in _AT_MOST_ONE:
        return _at_most_one(accounting)
    possible = accounting.possible
    if possible is None or accounting.forgotten is None or accounting.contradictory is None:
        return Text(
            f"{_number(accounting.cases, '.')} Fälle; ihre Zahl je Antwort wurde nicht berechnet",
            f"{_number(accounting.cases, ',')} cases; their number per answer was not computed",
        )
    settled = possible - accounting.forgotten - accounting.contradictory

    def words(language: str) -> str:
        point = "." if language == "de" else ","
        parts = [
            f"{_number(count, point)} {_ANSWER_WORDS[answer].into(language)}"
            for answer, count in accounting.answers
        ]
        forgotten = Text("vergessen", "forgotten").into(language)
        contradictory = Text("widersprüchlich", "contradictory").into(language)
        parts.append(f"{_number(accounting.forgotten or 0, point)} {forgotten}")
        parts.append(f"{_number(accounting.contradictory or 0, point)} {contradictory}")
        inside = Text(" im Geltungsbereich", " in scope") if accounting.outside else Text("", "")
        head = Text(
            f"{_number(settled, point)} von {_number(possible, point)} möglichen Fällen{inside.de}",
            f"{_number(settled, point)} of {_number(possible, point)} possible cases{inside.en}",
        ).into(language)
        impossible = Text("unmöglich", "impossible").into(language)
        tail = f"; {_number(accounting.impossible or 0, point)} {impossible}"
        if accounting.outside:
            outside = Text("außerhalb", "out of scope").into(language)
            tail = f"; {_number(accounting.outside, point)} {outside}{tail.replace(';', ',')}"
        return f"{head}: {', '.join(parts)}{tail}"

    return Text(words("de"), words("en"))


def duties_in(policy: model.Policy) -> int:
    """How many different duties a policy names, whatever they hang on."""
    outcomes = [*(r.outcome for r in policy.rules), *(o.outcome for o in policy.occasions)]
    return len({part for outcome in outcomes for part in outcome if isinstance(part, Do)})


_AT_MOST_ONE = {
    Question.WHEN_FIRST: Text("mit erstem Schritt", "with a first step"),
    Question.ON_REQUEST: Text("mit Anspruch auf Wunsch", "with a right on request"),
}


def _at_most_one(accounting: Accounting) -> Text:
    if accounting.first_step is None or accounting.possible is None:
        return Text(
            f"{_number(accounting.cases, '.')} Fälle; nicht gezählt",
            f"{_number(accounting.cases, ',')} cases; not counted",
        )
    words = _AT_MOST_ONE[accounting.question]
    step, possible = accounting.first_step, accounting.possible
    clash = accounting.contradictory or 0
    return Text(
        f"{_number(step, '.')} von {_number(possible, '.')} möglichen Fällen {words.de}, "
        f"{_number(clash, '.')} widersprüchlich",
        f"{_number(step, ',')} of {_number(possible, ',')} possible cases {words.en}, "
        f"{_number(clash, ',')} contradictory",
    )


def _number(number: int, point: str) -> str:
    return f"{number:,}".replace(",", point)
