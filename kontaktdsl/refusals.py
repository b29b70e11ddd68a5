"""Why there is no decision, as typed exceptions that name the field and the way out."""

from collections.abc import Callable, Iterable, Sequence
from functools import partial

from kontaktdsl.decision import Cited, Decision, Open, Refusal, Undecided
from kontaktdsl.diagnostics import Text


class NoAnswer(Exception):
    """The common base: catch it to catch them all.

    `text` says it in German and English, `refusal` is the reason as a value.
    """

    def __init__(self, text: Text, refusal: Refusal) -> None:
        """Remember the words and the reason."""
        super().__init__(text, refusal)
        self.text = text
        self.refusal = refusal

    def __str__(self) -> str:
        """The English words; `text.de` holds the German ones."""
        return self.text.en

    def __reduce__(self) -> tuple[object, ...]:
        """Pickled and copied as it is, e.g. out of a pool of processes."""
        return _again, (type(self), self.args, self._state())

    def _state(self) -> dict[str, object]:
        return dict(self.__dict__)


def _again(kind: type[NoAnswer], args: tuple[object, ...], state: dict[str, object]) -> NoAnswer:
    made = kind.__new__(kind, *args)
    made.__dict__.update(state)
    return made


class FactError(NoAnswer, ValueError):
    """A field that the policy does not have, or a value outside its domain.

    `allowed` are the values (or the names) that would do, in words; `near` those that are spelt
    almost like the one given.
    """

    def __init__(
        self,
        text: Text,
        refusal: Refusal,
        *,
        field: str,
        value: object,
        allowed: tuple[str, ...],
        near: tuple[str, ...] = (),
    ) -> None:
        """Remember the field and what it may hold."""
        super().__init__(text, refusal)
        self.field = field
        self.value = value
        self.allowed = allowed
        self.near = near


class MissingFacts(NoAnswer, ValueError):
    """Facts are missing: `fields` names them, `considered` is what can be said without them."""

    def __init__(
        self, text: Text, fields: tuple[str, ...], consider: Callable[[], Decision | Open]
    ) -> None:
        """Remember the fields and how to find out what is still possible."""
        super().__init__(text, Refusal.MISSING)
        self.fields = fields
        self._consider = consider

    @property
    def considered(self) -> Decision | Open:
        """The outcomes still possible and the next question, or the decision if it is settled.

        Raises ImpossibleFacts or NoDecision like `Policy.consider`.
        """
        return self._consider()

    def _state(self) -> dict[str, object]:
        found: Decision | Open | NoAnswer
        try:
            found = self.considered
        except NoAnswer as none:
            found = none
        return {**self.__dict__, "_consider": partial(_told, found)}


def _told(found: Decision | Open | NoAnswer) -> Decision | Open:
    if isinstance(found, NoAnswer):
        raise found
    return found


class ImpossibleFacts(NoAnswer, ValueError):
    """An `impossible` line forbids the customer: `line` is it, with its reason or citation."""

    def __init__(self, text: Text, line: Cited) -> None:
        """Remember the line."""
        super().__init__(text, Refusal.IMPOSSIBLE)
        self.line = line


class SeveralSeries(ValueError):
    """A question that one series answers was put to a policy of several, none of them `main`.

    `series` names them; `Policy.of` picks one, `Policy.decide_each` asks all.
    """

    def __init__(self, series: tuple[str, ...]) -> None:
        """Remember what there is."""
        super().__init__(series)
        self.series = series
        self.text = Text(
            "die Richtlinie hat die Reihen {names}: `of` wählt eine, `decide_each` fragt alle",
            "the policy has the series {names}: `of` picks one, `decide_each` asks all",
        ).format(names=Text(either(series, "und"), either(series, "and")))

    def __str__(self) -> str:
        """The English words; `text.de` holds the German ones."""
        return self.text.en


class NoDecision(NoAnswer, LookupError):
    """The policy has a gap or a contradiction for this customer, or does not apply; `rules` are the
    lines involved, in the last case that of the scope.
    """

    def __init__(self, undecided: Undecided) -> None:
        """Say which lines contradict each other, or that there is none."""
        super().__init__(undecided_words(undecided), undecided.refusal)
        self.rules = undecided.rules
        self.undecided = undecided


def undecided_words(undecided: Undecided) -> Text:
    """A gap, a contradiction, or that the policy does not apply, in one sentence."""
    if undecided.refusal is Refusal.OUT_OF_SCOPE:
        (scope,) = undecided.rules
        place = f" [{scope.citation}]" if scope.citation else ""
        return Text(
            "die Richtlinie gilt hier nicht; sie gilt für `{when}`{place} (Zeile {line})",
            "the policy does not apply here; it applies to `{when}`{place} (line {line})",
        ).format(when=scope.when, place=place, line=scope.line)
    if undecided.refusal is Refusal.GAP:
        return Text(
            "keine Regel sagt, wie oft; `kpol check` zeigt, wer noch betroffen ist",
            "no rule says how often; `kpol check` shows who else is affected",
        )
    lines = Text(
        " und ".join(shown(rule) for rule in undecided.rules),
        " and ".join(shown(rule) for rule in undecided.rules),
    )
    if undecided.first_step:
        return Text(
            "zwei Regeln sagen verschieden, wann zuerst: {lines}",
            "two rules differ on when first: {lines}",
        ).format(lines=lines)
    if undecided.on_request:
        return Text(
            "zwei Regeln sagen verschieden, wie oft auf Wunsch: {lines}",
            "two rules differ on how often on request: {lines}",
        ).format(lines=lines)
    return Text(
        "zwei Regeln widersprechen sich, und keine geht vor: {lines}",
        "two rules contradict each other and no order is declared: {lines}",
    ).format(lines=lines)


def shown(line: Cited) -> str:
    """A line of a policy with its place: `alo -> monthly` [citation], line 12."""
    place = f" [{line.citation}]" if line.citation else f" ({line.line})"
    return f"`{line.text}`{place}"


def either(names: Iterable[str], joint: str) -> str:
    """Names between backticks: `a`, `b` or `c`."""
    each = [f"`{name}`" for name in names]
    return each[0] if len(each) == 1 else f"{', '.join(each[:-1])} {joint} {each[-1]}"


MOST = 12
"""Names listed where none is near; of more, the rest is counted."""


def way_out(near: Sequence[str], allowed: Sequence[str]) -> Text:
    """What would do, behind a semicolon: the names that are near, else those that there are."""
    if near:
        return Text(
            f"; gemeint ist vielleicht {either(near, 'oder')}",
            f"; perhaps {either(near, 'or')} is meant",
        )
    if not allowed:
        return Text("", "")
    return Text("; möglich: {names}", "; possible: {names}").format(names=some(allowed))


def some(names: Sequence[str], de: str = "oder", en: str = "or") -> Text:
    """The names with a joint before the last; of many the first, and how many more there are."""
    if len(names) <= MOST:
        return Text(either(names, de), either(names, en))
    shown, more = names[: MOST - 1], len(names) - MOST + 1
    each = ", ".join(f"`{name}`" for name in shown)
    return Text(f"{each} {de} {more} weitere", f"{each} {en} {more} more")
