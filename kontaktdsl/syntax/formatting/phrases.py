"""Conditions and outcomes as words of one spoken language."""

from datetime import date

import attrs

from kontaktdsl.syntax import tree
from kontaktdsl.syntax.formatting.layout import Pieces, glue, listed
from kontaktdsl.syntax.keywords import keywords
from kontaktdsl.values import CalendarUnit, KindMode, Length, PeriodEnd, Share, Strength, Unit

QUOTES = {
    "de": (('"', '"', '"'), ("„", "“", "„“”"), ("»", "«", "«»")),
    "en": (('"', '"', '"'), ("“", "”", "„“”"), ("«", "»", "«»")),
}
"""Pairs of quotation marks, and what a text between them cannot contain."""

COMPARISONS = {
    tree.Comparison.UNDER: "under",
    tree.Comparison.OVER: "over",
    tree.Comparison.AT_LEAST: "at-least",
    tree.Comparison.AT_MOST: "at-most",
}
STRENGTHS = {Strength.MINIMUM: "at-least", Strength.GUIDE: "as-a-rule"}
KIND_MODES = {
    KindMode.MAY: "may-use",
    KindMode.ONLY: "only",
    KindMode.NEVER: "never",
    KindMode.AT_LEAST: "at-least",
    KindMode.AT_MOST: "at-most",
}
SHARES = {
    Share(1, 2): "half",
    Share(1, 3): "a-third",
    Share(1, 4): "a-quarter",
    Share(2, 3): "two-thirds",
    Share(3, 4): "three-quarters",
}
UNITS = {
    Unit.WORKING_DAY: "unit-working-day",
    Unit.DAY: "unit-day",
    Unit.WEEK: "unit-week",
    Unit.MONTH: "unit-month",
    Unit.YEAR: "unit-year",
}
ADVERBS = {
    Unit.DAY: "daily",
    Unit.WEEK: "weekly",
    Unit.MONTH: "monthly",
    Unit.YEAR: "yearly",
}
GERMAN_ADVERBS = (Unit.DAY, Unit.MONTH)
"""Units that German directives count in an adverb: `14-tägig`, `6-monatlich`, `alle 2 Wochen`."""

FROM = {"de": 0, "en": 2}
"""Which phrase of `of-event` stands behind a block: `30 Tage ab Leihe`, `30 days from Loan`."""

CALENDAR_UNITS = {
    CalendarUnit.WEEK: "calendar-week",
    CalendarUnit.MONTH: "calendar-month",
    CalendarUnit.QUARTER: "calendar-quarter",
    CalendarUnit.HALF_YEAR: "calendar-half-year",
    CalendarUnit.YEAR: "calendar-year",
}
RHYTHMS = (
    tree.Every, tree.Times, tree.See, tree.NoContact, tree.AsNeeded, tree.NotRegulated
)  # fmt: skip
PERIODS = {
    CalendarUnit.WEEK: "unit-week",
    CalendarUnit.MONTH: "unit-month",
    CalendarUnit.QUARTER: "quarter",
    CalendarUnit.HALF_YEAR: "half-year",
    CalendarUnit.YEAR: "unit-year",
}


FEMININE = ("ung", "heit", "keit", "schaft", "ion", "tät", "ie", "anz", "enz")
"""Endings of German nouns that `keine` stands before."""


def negation(language: str, term: str, event: str) -> str:
    """`no Overhaul since 2024-05-01`: a term about an event, negated as people say it."""
    if language == "de":
        return f"{'keine' if event.endswith(FEMININE) else 'kein'} {term}"
    return f"no {term}"


@attrs.frozen
class Phrases:
    """Everything smaller than a statement, in one spoken language."""

    language: str

    def word(self, key: str, form: int = 0) -> str:
        """A phrase of the keyword table; the first is the canonical one."""
        return keywords(self.language).phrase(key, form)

    def quoted(self, text: str) -> str:
        """The text between the first pair of quotation marks that it leaves intact."""
        for opening, closing, excluded in QUOTES[self.language]:
            if not any(mark in text for mark in excluded):
                return opening + text + closing
        return f'"{text}"'

    def day(self, day: date) -> str:
        """A date as people of this language write it: 02.06.2017, 2017-06-02."""
        if self.language == "de":
            return f"{day.day:02}.{day.month:02}.{day.year:04}"
        return day.isoformat()

    # --- conditions -----------------------------------------------------------------------------

    def condition(self, node: tree.Condition) -> Pieces:
        """A condition, with parentheses exactly where they are needed."""
        match node:
            case tree.And(terms=terms):
                return listed(map(self.operand, terms), f" {self.word('and')}")
            case tree.Or(terms=terms):
                return listed(map(self.operand, terms), f" {self.word('or')}")
            case tree.Not(term=tree.Dated(since=True, event=event) as term):
                return (negation(self.language, self.condition(term)[0], event.text),)
            case tree.Not(term=term):
                negated = glue("(", self.condition(term), ")", by="")
                nested = isinstance(term, tree.And | tree.Or | tree.Not)
                return glue(self.word("not"), negated if nested else self.condition(term))
            case tree.Otherwise():
                return (self.word("otherwise"),)
            case tree.Always():
                return (self.word("any"),)
            case tree.Word(name=name):
                return (self.subject(name),)
            case tree.Is(attribute=attribute, value=value):
                return (f"{self.subject(attribute)} {value.text}",)
            case tree.Before(event=event):
                return (f"{self.word('before')} {event.text}",)
            case tree.Dated(event=event, since=since, day=day):
                return (
                    f"{event.text} {self.word('since' if since else 'before')} {self.day(day)}",
                )
            case _:
                return (self._comparison(node),)

    def operand(self, node: tree.Condition) -> Pieces:
        """A condition as a term of a longer one or of a list of facts."""
        inner = self.condition(node)
        return glue("(", inner, ")", by="") if isinstance(node, tree.And | tree.Or) else inner

    def _comparison(self, node: tree.OneOf | tree.Compare | tree.Between) -> str:
        match node:
            case tree.OneOf(values=values):
                names = ", ".join(value.text for value in values)
                text = f"{self.word('in')} ({names})"
            case tree.Compare(comparison=tree.Comparison.EXACTLY, bound=bound):
                text = self.bound(bound)
            case tree.Compare(comparison=comparison, bound=bound):
                dative = comparison is tree.Comparison.UNDER
                text = f"{self.word(COMPARISONS[comparison])} {self.bound(bound, dative=dative)}"
            case tree.Between(low=low, high=high, open=open_):
                first = self.bound(low)
                if isinstance(low, Length) and isinstance(high, Length) and low.unit is high.unit:
                    first = str(low.count)
                text = f"{first} {self.word('to-under' if open_ else 'to')} {self.bound(high)}"
        return text if node.attribute is None else f"{self.subject(node.attribute)} {text}"

    def subject(self, node: tree.Subject) -> str:
        """`age`, `age on Delivery`."""
        if isinstance(node, tree.On):
            return f"{node.attribute.text} {self.word('on')} {node.event.text}"
        return node.text

    def bound(self, bound: tree.Bound, *, dative: bool = False) -> str:
        """What is compared with: `25`, `6 months` (`unter 6 Monaten`), `medium`."""
        if isinstance(bound, Length):
            return self.length(bound, after_preposition=dative)
        return str(bound) if isinstance(bound, int) else bound.text

    # --- outcomes -------------------------------------------------------------------------------

    def outcome(self, parts: tuple[tree.Part, ...]) -> Pieces:
        """Parts joined by commas, with `then` before what follows a first step."""
        texts = []
        stepped = False
        for part in parts:
            text = self.part(part)
            if isinstance(part, tree.After) or (stepped and isinstance(part, RHYTHMS)):
                text = f"{self.word('then')} {text}"
            stepped = stepped or isinstance(part, tree.First | tree.After)
            texts.append((text,))
        return listed(texts, ",")

    def part(self, part: tree.Part) -> str:
        """One part of an outcome, without `then`."""
        match part:
            case tree.Every(length=length, strength=strength):
                return self._with_strength(strength, self.rhythm(length))
            case tree.Times(strength=strength):
                return self._with_strength(strength, self.times(part))
            case tree.See(target=target):
                shown = target.text if isinstance(target, tree.Name) else self.quoted(target.text)
                return f"{self.word('see')} {shown}"
            case tree.NoContact(reason=reason):
                return f"{self.word('no-contact-required')} {self.quoted(reason.text)}"
            case tree.AsNeeded(agreement=agreement):
                return f"{self.word('as-needed')} {self.quoted(agreement.text)}"
            case tree.NotRegulated(reason=reason):
                return f"{self.word('not-regulated')} {self.quoted(reason.text)}"
            case tree.ImpossibleCell():
                return self.word("impossible")
            case tree.OnRequest(rhythm=rhythm):
                return f"{self.word('on-request')} {self.part(rhythm)}"
            case tree.Paused(reason=reason, at_most=longest):
                text = f"{self.word('paused')} {self.quoted(reason.text)}"
                return f"{text} {self.word('at-most')} {self.length(longest)}" if longest else text
            case tree.First(deadline=deadline):
                return f"{self.word('first')} {self.deadline(deadline)}"
            case tree.After(length=length):
                return f"{self.word('after')} {self.length(length, after_preposition=True)}"
            case tree.Do(text=text, deadline=due):
                duty = f"{self.word('do')} {self.quoted(text.text)}"
                return f"{duty} {self.deadline(due)}" if due else duty
            case tree.Kinds():
                return self.kinds(part)

    def _with_strength(self, strength: Strength | None, text: str) -> str:
        return text if strength is None else f"{self.word(STRENGTHS[strength])} {text}"

    def rhythm(self, length: Length) -> str:
        """`monthly`, `every 14 days`; `14-tägig`, `alle 2 Wochen`."""
        count, adverb = length.count, ADVERBS.get(length.unit)
        if length.aim is not None:
            return f"{self.word('every')} {self.length(length)}"
        if adverb and count == 1:
            return self.word(adverb)
        if self.language == "de" and length.unit in GERMAN_ADVERBS:
            return self.word(f"n-{adverb}").format(n=count)
        if count == 1:
            forms = keywords(self.language).phrases["every"]
            return f"{forms[:2][-1]} {self.word(UNITS[length.unit])}"
        return f"{self.word('every')} {self.length(length)}"

    def times(self, times: tree.Times) -> str:
        """`once per month`, `3 to 4 times per calendar year`, `2 times per 30 days from Loan`."""
        if times.count == 1 and times.aim is None:
            how_many = self.word("once-per")
        else:
            most = times.count if times.aim is None else times.aim
            least = "" if times.aim is None else f"{times.count} {self.word('to')} "
            joint = "-" if self.language == "de" else " "
            how_many = f"{least}{most}{joint}{self.word('times-per')}"
        return f"{how_many} {self.window(times.window)}"

    def window(self, window: tree.Window) -> str:
        """`calendar quarter`, `6 months`, `month`, `30 days from Loan`."""
        if isinstance(window, tree.CalendarPeriod):
            return self.word(CALENDAR_UNITS[window.unit])
        length = window.length
        text = (
            self.word(UNITS[length.unit])
            if length == Length(1, length.unit)
            else self.length(length)
        )
        if isinstance(window, tree.Rolling):
            return text
        word = keywords(self.language).phrases["of-event"]
        return f"{text} {word[FROM[self.language]]} {window.event.text}"

    def length(self, length: Length, *, after_preposition: bool = False) -> str:
        """`1 month`, `2 to 3 months`; `3 Monate`, but `innerhalb von 3 Monaten`."""
        form = 0 if length.count == 1 and length.aim is None else 2 if after_preposition else 1
        low, high = sorted((length.aim or length.count, length.count))
        least = "" if low == high else f"{low} {self.word('to')} "
        return f"{least}{high} {self.word(UNITS[length.unit], form)}"

    def deadline(self, deadline: tree.Deadline) -> str:
        """`within 15 working days of Antrag`, `same day as Antrag`."""
        event = "" if deadline.event is None else deadline.event.text
        if deadline.length is None:
            if deadline.end is None:
                return f"{self.word('same-day-as')} {event}"
            return self.period_end("until-the-end-of", deadline.end, event)
        if deadline.end is not None:
            event = self.period_end("the-end-of", deadline.end, event)
        if deadline.before:
            length = self.length(deadline.length)
            return f"{self.word('at-the-latest')} {length} {self.word('before')} {event}"
        length = self.length(deadline.length, after_preposition=True)
        return f"{self.word('within')} {length} {self.word('of-event')} {event}"

    def period_end(self, word: str, end: PeriodEnd, event: str) -> str:
        """`until the end of the calendar week of Return`; `bis zum Ende des Kalendermonats`."""
        masculine = self.language == "de" and end.unit is not CalendarUnit.WEEK
        period = self.word(CALENDAR_UNITS[end.unit], int(masculine))
        text = f"{self.word(word, int(masculine))} {period}"
        joint = self.word("after" if end.following else "of-period")
        return f"{text} {joint} {event}" if event else text

    def kinds(self, kinds: tree.Kinds) -> str:
        """`only onsite or remote`, `of them at least half onsite`, `never 2 remote in a row`."""
        names = f" {self.word('or')} ".join(name.text for name in kinds.names)
        amount = kinds.amount
        if amount is None:
            return f"{self.word(KIND_MODES[kinds.mode])} {names}"
        if kinds.mode is KindMode.IN_A_ROW:
            never, row = self.word("never"), self.word("in-a-row")
            if self.language == "de":
                return f"{never} {amount}-{row} {names}"
            return f"{never} {amount} {names} {row}"
        shared = kinds.mode is KindMode.AT_LEAST or isinstance(amount, Share)
        of_them = f"{self.word('of-them')} " if shared else ""
        number = self.word(SHARES[amount]) if isinstance(amount, Share) else amount
        return f"{of_them}{self.word(KIND_MODES[kinds.mode])} {number} {names}"
