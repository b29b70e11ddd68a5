"""What is said of everybody who is due: words once per answer, entries while they are read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

import attrs

from kontaktdsl.batch import dates, recipes
from kontaktdsl.batch.dates import NONE
from kontaktdsl.batch.said import OCCASIONS, At, Said
from kontaktdsl.data.pipeline import Run
from kontaktdsl.diagnostics import Text
from kontaktdsl.duelist.kept import Kept, Numbers
from kontaktdsl.duelist.record import Entry

MISSING = Text("Angabe fehlt: {facts}", "missing fact: {facts}")
_FIRST_ALSO = Text("Frist für den Erstkontakt: {day}", "deadline of the first contact: {day}")
_INTERVAL_ALSO = Text("nach dem Abstand: {day}", "by the interval: {day}")

_OCCASIONS = {
    True: (None, "at first contact", "at every contact"),
    False: (None, "at every contact", "at follow-up contact"),
}
"""Whose duties belong to a contact, by whether it is the first one."""
_MISSED = "when missed"
"""Whose duties are shown where a contact is overdue, as such: whether it was missed or never
arranged, the list does not know.
"""


@attrs.frozen
class Spoken:
    """What is said of many entries, in the language of the list."""

    first: bool
    what: str
    interval: str | None
    duties: tuple[str, ...]
    kinds: tuple[str, ...]
    duties_missed: tuple[str, ...]
    kinds_missed: tuple[str, ...]
    rule: str | None
    line: int | None
    citation: str | None


class Speech:
    """The words of entries; each is made once."""

    def __init__(self, run: Run) -> None:
        self._engine = run.engine
        self._language = run.engine.language
        self._spoken: dict[tuple[int, int], Spoken] = {}

    def spoken(self, said: int, step: int) -> Spoken:
        """What is said of an entry, by the step that is due."""
        found = self._spoken.get((said, step))
        if found is None:
            choices = self._engine.choices
            found = self._speak(choices.saids.all[said], choices.steps.all[step])
            self._spoken[said, step] = found
        return found

    def _speak(self, said: Said, what: Text) -> Spoken:
        first = what == recipes.FROM_FIRST
        counted = said.deadline if first else said.interval if what != recipes.FROM_STEP else None
        return Spoken(
            first=first,
            what=what.into(self._language),
            interval=None if counted is None else counted.into(self._language),
            duties=self._those(said.duties_at, first=first),
            kinds=self._those(said.kinds_at, first=first),
            duties_missed=self._missed(said.duties_at),
            kinds_missed=self._missed(said.kinds_at),
            rule=said.rule,
            line=said.line,
            citation=said.citation,
        )

    def _those(self, parts: Sequence[At], *, first: bool) -> tuple[str, ...]:
        texts = [part.text for part in parts if part.occasion in _OCCASIONS[first]]
        return tuple(dict.fromkeys(text.into(self._language) for text in texts))

    def _missed(self, parts: Sequence[At]) -> tuple[str, ...]:
        texts = [OCCASIONS[_MISSED].format(what=p.text) for p in parts if p.occasion == _MISSED]
        return tuple(dict.fromkeys(text.into(self._language) for text in texts))

    def note(self, reason: int, facts: int, other: int, *, first: bool) -> str | None:
        """What is worth knowing beside the date."""
        texts = []
        if facts >= 0:
            texts.append(MISSING.format(facts=self._engine.facts.all[facts]))
        if other != NONE:
            also = _INTERVAL_ALSO if first else _FIRST_ALSO
            texts.append(also.format(day=shown_day(dates.day(other))))
        if reason >= 0:
            texts.append(self._engine.choices.reasons.all[reason])
        return "; ".join(text.into(self._language) for text in texts) or None


def shown_day(day: date) -> Text:
    """A day as people write it."""
    return Text(f"{day:%d.%m.}{day.year:04}", day.isoformat())


class Entries:
    """The entries of a group, made while they are read."""

    def __init__(
        self, kept: Kept, rows: Numbers, name: str | None, today: int, words: Speech
    ) -> None:
        self._kept, self._rows, self._name = kept, rows, name
        self._today, self._words = today, words

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[Entry]:
        kept, words = self._kept, self._words
        for row in self._rows.tolist():
            when = int(kept.when[row])
            spoken = words.spoken(int(kept.said[row]), int(kept.step[row]))
            overdue = self._today > when
            yield Entry(
                key=kept.keys[row].as_py(),
                group=self._name,
                due=dates.day(when),
                nominal=dates.day(int(kept.nominal[row])),
                days=self._today - when,
                first=spoken.first,
                what=spoken.what,
                interval=spoken.interval,
                duties=spoken.duties + (spoken.duties_missed if overdue else ()),
                kinds=spoken.kinds + (spoken.kinds_missed if overdue else ()),
                rule=spoken.rule,
                line=spoken.line,
                citation=spoken.citation,
                note=words.note(
                    int(kept.reason[row]),
                    int(kept.facts[row]),
                    int(kept.other[row]),
                    first=spoken.first,
                ),
            )
