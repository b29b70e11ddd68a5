"""A policy's values, persons and sets of cases in words, German and English.

What a policy says itself (names, labels, texts) is never translated; the words around it are.
`kontaktdsl.conditions` gives conditions as kpol source.
"""

from collections.abc import Iterable, Mapping

import attrs

from kontaktdsl import model
from kontaktdsl.conditions import condition, term_of
from kontaktdsl.diagnostics import Text
from kontaktdsl.domains import (
    Enumeration,
    Number,
    Ranges,
    YesNo,
    contains,
)
from kontaktdsl.moments import AGES, AgeOn, Since
from kontaktdsl.spoken import condition as timed_condition
from kontaktdsl.syntax.formatting.phrases import FEMININE
from kontaktdsl.syntax.keywords import keywords
from kontaktdsl.syntax.tree import Occasion
from kontaktdsl.values import (
    After,
    Amount,
    AsNeeded,
    Calendar,
    CalendarUnit,
    Deadline,
    Do,
    Every,
    First,
    KindMode,
    Kinds,
    Length,
    NoContact,
    NotRegulated,
    OnRequest,
    Part,
    Paused,
    Rhythm,
    Rolling,
    See,
    Share,
    Strength,
    Times,
    Unit,
    Window,
    aimed,
)

_LANGUAGES = ("de", "en")
_UNITS = {
    Unit.WORKING_DAY: "unit-working-day",
    Unit.DAY: "unit-day",
    Unit.WEEK: "unit-week",
    Unit.MONTH: "unit-month",
    Unit.YEAR: "unit-year",
}
_ADVERBS = {
    Unit.WORKING_DAY: Text("jeden Arbeitstag", "every working day"),
    Unit.DAY: Text("täglich", "daily"),
    Unit.WEEK: Text("wöchentlich", "weekly"),
    Unit.MONTH: Text("monatlich", "monthly"),
    Unit.YEAR: Text("jährlich", "yearly"),
}
_CALENDAR_UNITS = {
    CalendarUnit.WEEK: "calendar-week",
    CalendarUnit.MONTH: "calendar-month",
    CalendarUnit.QUARTER: "calendar-quarter",
    CalendarUnit.HALF_YEAR: "calendar-half-year",
    CalendarUnit.YEAR: "calendar-year",
}
_STRENGTHS = {
    Strength.MINIMUM: Text("Mindestvorgabe", "a minimum"),
    Strength.GUIDE: Text("Orientierung", "a guide"),
}
_KIND_MODES = {
    KindMode.MAY: Text("auch {names} erlaubt", "{names} permitted too"),
    KindMode.ONLY: Text("nur {names}", "only {names}"),
    KindMode.NEVER: Text("nie {names}", "never {names}"),
    KindMode.AT_LEAST: Text("davon mindestens {n} {names}", "of them at least {n} {names}"),
    KindMode.AT_MOST: Text("davon höchstens {n} {names}", "of them at most {n} {names}"),
    KindMode.IN_A_ROW: Text(
        "nie {n}-mal hintereinander {names}", "never {n} times in a row {names}"
    ),
}
_SHARES = {
    Share(1, 2): Text("die Hälfte", "half"),
    Share(1, 3): Text("ein Drittel", "a third"),
    Share(1, 4): Text("ein Viertel", "a quarter"),
    Share(2, 3): Text("zwei Drittel", "two thirds"),
    Share(3, 4): Text("drei Viertel", "three quarters"),
}
_END_PERIODS = {
    CalendarUnit.WEEK: Text("Ende der Kalenderwoche", "end of the calendar week"),
    CalendarUnit.MONTH: Text("Ende des Kalendermonats", "end of the calendar month"),
    CalendarUnit.QUARTER: Text("Ende des Kalendervierteljahrs", "end of the calendar quarter"),
    CalendarUnit.HALF_YEAR: Text("Ende des Kalenderhalbjahrs", "end of the calendar half-year"),
    CalendarUnit.YEAR: Text("Ende des Kalenderjahrs", "end of the calendar year"),
}
OCCASIONS = {
    Occasion.FIRST.value: Text("beim Erstkontakt", "at the first contact"),
    Occasion.EVERY.value: Text("bei jedem Kontakt", "at every contact"),
    Occasion.FOLLOW_UP.value: Text("beim Folgekontakt", "at a follow-up contact"),
    Occasion.MISSED.value: Text("bei Versäumnis", "when one is missed"),
}
"""When a duty falls due that belongs to contacts and not to customers."""
_ADJECTIVE = ("ig", "lich", "isch", "bar", "los", "nah", "fern", "haft", "sam", "end", "suchend")


def quoted(text: str | Text) -> Text:
    """A text of the policy in the quotation marks of each language."""
    return Text("„{text}“", "“{text}”").format(text=text)


def listed(words: Iterable[Text], joint: Text) -> Text:
    """Words with commas between them, and the joint (`und`, `oder`) before the last."""
    kept = list(words)

    def into(language: str) -> str:
        each = [word.into(language) for word in kept]
        if len(each) < 2:
            return "".join(each)
        return f"{', '.join(each[:-1])} {joint.into(language)} {each[-1]}"

    return Text(into("de"), into("en"))


OR = Text("oder", "or")
AND = Text("und", "and")


# --- what a rule says ---------------------------------------------------------------------------


def length(span: Length, *, after: bool = False) -> Text:
    """`2 Wochen`, `1 Monat`; `after` gives the form behind `innerhalb von` and `nach`."""
    form = 0 if span.count == 1 and span.aim is None else 2 if after else 1
    de, en = (keywords(language).phrase(_UNITS[span.unit], form) for language in _LANGUAGES)
    if span.aim is not None:
        low, high = sorted((span.aim, span.count))
        return Text(f"{low} bis {high} {de}", f"{low} to {high} {en}")
    return Text(f"{span.count} {de}", f"{span.count} {en}")


def _times(count: int, aim: int | None) -> Text:
    if aim is not None:
        return Text(f"{count}- bis {aim}-mal", f"{count} to {aim} times")
    return Text("einmal", "once") if count == 1 else Text(f"{count}-mal", f"{count} times")


def _window(window: Window, policy: model.Policy | None) -> Text:
    if isinstance(window, Calendar):
        de, en = (keywords(lang).phrase(_CALENDAR_UNITS[window.unit]) for lang in _LANGUAGES)
        return Text(de, en)
    span = window.length
    if span == Length(1, span.unit):
        de, en = (keywords(lang).phrase(_UNITS[span.unit]) for lang in _LANGUAGES)
        shown = Text(de, en)
    else:
        shown = length(span)
    if isinstance(window, Rolling):
        return shown
    name = event(window.event, policy)
    return Text("{span} ab {name}", "{span} from {name}").format(span=shown, name=name)


def event(name: str, policy: model.Policy | None) -> str:
    """An event by its label, as far as the policy is given and has one."""
    events = () if policy is None else policy.events
    return next((e.label for e in events if e.name == name and e.label), name)


def serving(policy: model.Policy, series: model.Series) -> tuple[str, ...]:
    """The kinds of contact that count in a series, by their labels; none means all."""
    shown = {kind.name: kind.label or kind.name for kind in policy.kinds}
    return tuple(shown.get(name, name) for name in series.kinds)


def single_case(policy: model.Policy) -> Text | None:
    """How far a single case may deviate: `stricter; looser up to every 6 months with TL`."""
    if policy.single_case is None:
        return None
    return listed(map(_leeway, policy.single_case.leeways), OR)


def _leeway(way: model.Leeway) -> Text:
    said = Text("lockerer", "looser") if way.looser else Text("strenger", "stricter")
    if way.limit is not None:
        upto = Text("{said} bis {limit}", "{said} up to {limit}")
        said = upto.format(said=said, limit=rhythm(way.limit))
    if way.agreement is None:
        return said
    return Text("{said} mit {who}", "{said} with {who}").format(said=said, who=way.agreement)


def scope(policy: model.Policy, language: str) -> str | None:
    """Whom a policy applies to, in the author's words and as the condition that is computed."""
    said = policy.header.applies_to
    if policy.scope is None:
        return said
    whom = condition(policy, policy.scope.condition, language)
    return whom if said is None else f"{said} ({whom})"


def strength(how: Strength) -> Text:
    """`Mindestvorgabe`, `a guide`."""
    return _STRENGTHS[how]


def rhythm(how_often: Rhythm, policy: model.Policy | None = None) -> Text:
    """`alle 2 Wochen`, `monthly`, `siehe „…“`; without its strength.

    With a policy, an event is shown by its label.
    """
    match how_often:
        case Every(Length(1, unit, None)):
            return _ADVERBS[unit]
        case Every(span):
            return Text("alle {span}", "every {span}").format(span=length(span))
        case Times(count, window, _, aim):
            return Text("{n} je {window}", "{n} per {window}").format(
                n=_times(count, aim), window=_window(window, policy)
            )
        case See(target):
            return Text("siehe {target}", "see {target}").format(target=quoted(target))
        case NoContact(reason):
            return Text("kein Kontakt nötig ({why})", "no contact required ({why})").format(
                why=quoted(reason)
            )
        case AsNeeded(agreement):
            return Text("nach Bedarf ({who})", "as needed ({who})").format(who=quoted(agreement))
        case NotRegulated(reason):
            return Text("nicht geregelt ({why})", "not regulated ({why})").format(
                why=quoted(reason)
            )
        case OnRequest(right):
            return Text("auf Wunsch {right}", "on request {right}").format(
                right=rhythm(right, policy)
            )


def deadline(by: Deadline, policy: model.Policy | None = None) -> Text:
    """`innerhalb von 3 Tagen ab Antragstellung`; with a policy by its events' labels."""
    name = Text.same("" if by.event is None else event(by.event, policy))
    if by.end is not None:
        end = _END_PERIODS[by.end.unit]
        joint = Text(" nach ", " after ") if by.end.following else Text(" von ", " of ")
        of = Text.same("") if by.event is None else joint
        end = Text.same("{end}{of}{name}").format(end=end, of=of, name=name)
        if by.length is None:
            return Text("bis zum {end}", "by the {end}").format(end=end)
        name = Text("dem {end}", "the {end}").format(end=end)
    if by.length is None:
        return Text("am selben Tag wie {name}", "on the same day as {name}").format(name=name)
    if by.before:
        return Text("spätestens {span} vor {name}", "at the latest {span} before {name}").format(
            span=length(by.length), name=name
        )
    return Text("innerhalb von {span} ab {name}", "within {span} of {name}").format(
        span=length(by.length, after=True), name=name
    )


def aims(
    how_often: Rhythm,
    first: First | None,
    steps: Iterable[After],
    policy: model.Policy | None = None,
) -> list[Text]:
    """What is aimed at where a range is said; the looser end is owed."""
    found = []
    if first is not None and first.deadline.length is not None:
        shorter = first.deadline.length.aimed
        if shorter is not None:
            found.append(deadline(attrs.evolve(first.deadline, length=shorter), policy))
    for step in steps:
        if step.length.aimed is not None:
            found.append(part(After(step.length.aimed)))
    more = aimed(how_often)
    return found if more is None else [*found, rhythm(more, policy)]


def part(piece: Part, policy: model.Policy | None = None) -> Text:
    """One part of an outcome; with a policy, events and kinds of contact by their labels."""
    match piece:
        case First(by):
            return Text("erster Kontakt {by}", "first contact {by}").format(by=deadline(by, policy))
        case After(span):
            return Text("dann nach {span}", "then after {span}").format(
                span=length(span, after=True)
            )
        case Do(text, None):
            return quoted(text)
        case Do(text, by):
            due = Text("", "") if by is None else deadline(by, policy)
            return Text("{text} {by}", "{text} {by}").format(text=quoted(text), by=due)
        case Kinds():
            return kinds(piece, policy)
        case Paused(reason, None):
            return Text("ruht ({why})", "paused ({why})").format(why=quoted(reason))
        case Paused(reason, longest):
            most = Text("", "") if longest is None else length(longest)
            return Text("ruht ({why}), höchstens {most}", "paused ({why}), at most {most}").format(
                why=quoted(reason), most=most
            )
        case _:
            return rhythm(piece, policy)


def kinds(said: Kinds, policy: model.Policy | None = None) -> Text:
    """`nur vor Ort`, `of them at least half onsite`; with a policy by their labels."""
    known = {} if policy is None else {kind.name: kind for kind in policy.kinds}
    shown = listed((Text.same((known[n].label or n) if n in known else n) for n in said.names), OR)
    return _KIND_MODES[said.mode].format(names=shown, n=amount(said.amount or 0))


def amount(number: Amount) -> Text:
    """`2`, `die Hälfte`, `two thirds`."""
    return _SHARES[number] if isinstance(number, Share) else Text.same(str(number))


# --- who ----------------------------------------------------------------------------------------


def fact(attribute: model.Attribute, value: int) -> Text:
    """One fact of a person: `15 Jahre`, `arbeitsuchend`, `kein Intensivkunde`."""
    match attribute.domain:
        case YesNo():
            return _flag(attribute, bool(value))
        case Enumeration(values):
            return _phrase(values[value].said)
        case Number():
            if is_age(attribute):
                return (
                    Text("1 Jahr", "1 year")
                    if value == 1
                    else Text(f"{value} Jahre", f"{value} years")
                )
            return Text.same(f"{attribute.shown} {value}")


def is_age(attribute: model.Attribute) -> bool:
    """Whether a number is an age in years: it is named so."""
    return attribute.name.casefold() in AGES


def who_decides(attribute: model.Attribute) -> Text | None:
    """Who says yes or no, where that is open until somebody has said so."""
    by = attribute.domain.decided_by if isinstance(attribute.domain, YesNo) else None
    return None if by is None else Text("entscheidet {by}", "decided by {by}").format(by=quoted(by))


def person(policy: model.Policy, facts: Mapping[str, int]) -> Text:
    """A person by the facts that are given, in the order in which the policy declares them."""
    said = (
        fact(attribute, facts[attribute.name])
        for attribute in policy.attributes
        if attribute.name in facts
    )
    return _commas(dict.fromkeys(said))


def ranges(policy: model.Policy, attribute: model.Attribute, allowed: Ranges) -> Text:
    """A set of values of one attribute: `U25`, `marktnah oder marktfern`, `Alter 15 bis 24`."""
    term = term_of(policy, attribute, allowed)
    if term is not None:
        return _phrase(Text.same(term.shown))
    bounds = attribute.domain.bounds
    if allowed == (bounds,):
        return Text("{name} beliebig", "any {name}").format(name=attribute.said)
    if attribute.derived is not None:
        return _timed(policy, attribute, allowed)
    match attribute.domain:
        case YesNo():
            return _flag(attribute, contains(allowed, 1))
        case Enumeration(values):
            inside = [v for i, v in enumerate(values) if contains(allowed, i)]
            outside = [v for i, v in enumerate(values) if not contains(allowed, i)]
            if len(inside) > 4 and len(outside) < 3:
                return Text("{attribute} außer {rest}", "{attribute} except {rest}").format(
                    attribute=attribute.shown, rest=listed((_phrase(v.said) for v in outside), AND)
                )
            return listed((_phrase(v.said) for v in inside), OR)
        case Number():
            return _numbers(attribute, allowed)


def _timed(policy: model.Policy, attribute: model.Attribute, allowed: Ranges) -> Text:
    """A set of classes of a fact in time; where that is a single one, by its label."""
    domain = attribute.domain
    if isinstance(domain, Enumeration):
        (low, high), *more = allowed or ((0, -1),)
        if low == high and not more:
            return _phrase(domain.values[low].said)
    moment = attribute.derived
    if allowed == ((1, attribute.domain.bounds[1]),) and isinstance(moment, AgeOn):
        return Text("{name} beliebig", "any {name}").format(name=attribute.said)
    event = next((e.shown for e in policy.events if moment and e.name == moment.event), None)
    of = attribute.label if isinstance(moment, Since) else None
    de, en = (
        timed_condition(attribute, allowed, language, shown=of, event_shown=event)
        for language in _LANGUAGES
    )
    return Text(de or attribute.said.de, en or attribute.said.en)


def _commas(words: Iterable[Text]) -> Text:
    kept = list(words)
    return Text(", ".join(w.de for w in kept), ", ".join(w.en for w in kept))


def _phrase(said: Text) -> Text:
    """Words of the policy; between quotation marks where a comma would tear them apart."""
    return quoted(said) if "," in said.de or "," in said.en else said


def _flag(attribute: model.Attribute, yes: bool) -> Text:
    """A yes/no attribute by its name, which conditions use as a word; labels are often phrases."""
    name = attribute.name
    if name.endswith(_ADJECTIVE):
        small = name[:1].lower() + name[1:]
        return Text(small, name) if yes else Text(f"nicht {small}", f"not {name}")
    if yes:
        return Text.same(name)
    return Text(f"{'keine' if name.endswith(FEMININE) else 'kein'} {name}", f"not {name}")


def _numbers(attribute: model.Attribute, allowed: Ranges) -> Text:
    def one(low: int, high: int) -> Text:
        if low == high:
            return Text.same(str(low))
        return Text(f"{low} bis {high}", f"{low} to {high}")

    return Text("{name} {numbers}", "{name} {numbers}").format(
        name=attribute.shown, numbers=listed((one(*r) for r in allowed), OR)
    )
