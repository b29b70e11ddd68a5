"""A policy's values, persons and sets of cases in words, German and English.

What a policy says itself (names, labels, texts) is never translated; the words around it are.
`condition_of` and `condition` give the same as kpol source, to paste.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence

from kontaktdsl import model
from kontaktdsl.diagnostics import Text
from kontaktdsl.domains import (
    Enumeration,
    Number,
    Ranges,
    Value,
    YesNo,
    complement,
    contains,
    normal,
)
from kontaktdsl.moments import AGES, AgeOn, Since
from kontaktdsl.spoken import condition as timed_condition
from kontaktdsl.syntax.formatting.phrases import FEMININE
from kontaktdsl.syntax.keywords import keywords
from kontaktdsl.values import (
    After,
    AsNeeded,
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
    OncePer,
    Part,
    Rhythm,
    See,
    Strength,
    Unit,
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
}
_ADJECTIVE = ("ig", "lich", "isch", "bar", "los", "nah", "fern", "haft", "sam", "end", "suchend")


def quoted(text: str) -> Text:
    """A text of the policy in the quotation marks of each language."""
    return Text(f"„{text}“", f"“{text}”")


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
    form = 0 if span.count == 1 else 2 if after else 1
    de, en = (keywords(language).phrase(_UNITS[span.unit], form) for language in _LANGUAGES)
    return Text(f"{span.count} {de}", f"{span.count} {en}")


def strength(how: Strength) -> Text:
    """`Mindestvorgabe`, `a guide`."""
    return _STRENGTHS[how]


def rhythm(how_often: Rhythm) -> Text:
    """`alle 2 Wochen`, `monthly`, `siehe „…“`; without its strength."""
    match how_often:
        case Every(Length(1, unit)):
            return _ADVERBS[unit]
        case Every(span):
            return Text("alle {span}", "every {span}").format(span=length(span))
        case OncePer(period):
            words = (keywords(lang).phrase(_CALENDAR_UNITS[period]) for lang in _LANGUAGES)
            return Text("einmal je {unit}", "once per {unit}").format(unit=Text(*words))
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


def deadline(by: Deadline, policy: model.Policy | None = None) -> Text:
    """`innerhalb von 3 Tagen ab Antragstellung`; with a policy by its events' labels."""
    events = {} if policy is None else {event.name: event for event in policy.events}
    event = events.get(by.event)
    name = event.label or event.name if event else by.event
    if by.length is None:
        return Text("am selben Tag wie {name}", "on the same day as {name}").format(name=name)
    return Text("innerhalb von {span} ab {name}", "within {span} of {name}").format(
        span=length(by.length, after=True), name=name
    )


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
        case Kinds(mode, names):
            known = {} if policy is None else {kind.name: kind for kind in policy.kinds}
            shown = [
                Text.same((known[name].label or name) if name in known else name) for name in names
            ]
            return _KIND_MODES[mode].format(names=listed(shown, OR))
        case _:
            return rhythm(piece)


# --- who ----------------------------------------------------------------------------------------


def fact(attribute: model.Attribute, value: int) -> Text:
    """One fact of a person: `15 Jahre`, `arbeitsuchend`, `kein Intensivkunde`."""
    match attribute.domain:
        case YesNo():
            return _flag(attribute, bool(value))
        case Enumeration(values):
            return _phrase(values[value].shown)
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
    term = _term(policy, attribute, allowed)
    if term is not None:
        return _phrase(term.shown)
    bounds = attribute.domain.bounds
    if allowed == (bounds,):
        return Text(f"{attribute.shown} beliebig", f"any {attribute.shown}")
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
                    attribute=attribute.shown, rest=listed((_phrase(v.shown) for v in outside), AND)
                )
            return listed((_phrase(v.shown) for v in inside), OR)
        case Number():
            return _numbers(attribute, allowed)


def _timed(policy: model.Policy, attribute: model.Attribute, allowed: Ranges) -> Text:
    """A set of classes of a fact in time; where that is a single one, by its label."""
    domain = attribute.domain
    if isinstance(domain, Enumeration):
        (low, high), *more = allowed or ((0, -1),)
        if low == high and not more:
            return _phrase(domain.values[low].shown)
    moment = attribute.derived
    if allowed == ((1, attribute.domain.bounds[1]),) and isinstance(moment, AgeOn):
        return Text(f"{attribute.shown} beliebig", f"any {attribute.shown}")
    event = next((e.shown for e in policy.events if moment and e.name == moment.event), None)
    of = attribute.label if isinstance(moment, Since) else None
    de, en = (
        timed_condition(attribute, allowed, language, shown=of, event_shown=event)
        for language in _LANGUAGES
    )
    return Text(de or attribute.shown, en or attribute.shown)


def _commas(words: Iterable[Text]) -> Text:
    kept = list(words)
    return Text(", ".join(w.de for w in kept), ", ".join(w.en for w in kept))


def _phrase(shown: str) -> Text:
    """Words of the policy; between quotation marks where a comma would tear them apart."""
    return quoted(shown) if "," in shown else Text.same(shown)


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


# --- as kpol source -----------------------------------------------------------------------------


def condition_of(
    policy: model.Policy, attribute: model.Attribute, allowed: Ranges, language: str
) -> str:
    """The values as a kpol condition that resolves to them, with an `or` on top left bare.

    `U25`, `marktnah or marktfern` (`status alo` where bare would be ambiguous), `not
    Intensivkunde`, `age 15 to 24`.
    """
    word = keywords(language).phrase
    term = _term(policy, attribute, allowed)
    if term is not None and _unambiguous(policy, term.name):
        return term.name
    timed = timed_condition(attribute, allowed, language)
    if timed is not None:
        return timed
    match attribute.domain:
        case YesNo():
            return attribute.name if contains(allowed, 1) else f"{word('not')} {attribute.name}"
        case Enumeration(values, ordered):
            names = [v.name for i, v in enumerate(values) if contains(allowed, i)]
            if ordered and len(names) > 1 and len(allowed) == 1:
                return f"{attribute.name} {_ordered(word, names, values)}"
            if all(_unambiguous(policy, name) for name in names):
                return f" {word('or')} ".join(names)
            if len(names) == 1:
                return f"{attribute.name} {names[0]}"
            return f"{attribute.name} {word('in')} ({', '.join(names)})"
        case Number():
            return f" {word('or')} ".join(
                f"{attribute.name} {low}" + ("" if low == high else f" {word('to')} {high}")
                for low, high in allowed
            )


def _ordered(word: Callable[[str], str], names: Sequence[str], values: Sequence[Value]) -> str:
    """Neighbouring values of an ordered attribute: `at least medium`, `low to medium`."""
    if names[0] == values[0].name:
        return f"{word('at-most')} {names[-1]}"
    if names[-1] == values[-1].name:
        return f"{word('at-least')} {names[0]}"
    return f"{names[0]} {word('to')} {names[-1]}"


def condition(policy: model.Policy, term: model.Condition, language: str) -> str:
    """A whole condition as kpol source, with parentheses where they are needed."""
    word = keywords(language).phrase
    match term:
        case model.In(attribute=attribute, ranges=allowed):
            return condition_of(policy, attribute, allowed, language)
        case model.Not(term=inner):
            text = condition(policy, inner, language)
            return (
                f"{word('not')} {text}"
                if _is_single(text, language)
                else (f"{word('not')} ({text})")
            )
        case model.And(terms=()):
            return word("any")
        case model.And(terms=terms) | model.Or(terms=terms):
            joint = word("and" if isinstance(term, model.And) else "or")
            texts = [condition(policy, each, language) for each in terms]
            if len(texts) == 1:
                return texts[0]
            return f" {joint} ".join(
                text if _is_single(text, language) else f"({text})" for text in texts
            )


def _is_single(text: str, language: str) -> bool:
    word = keywords(language).phrase
    return not any(f" {word(joint)} " in text for joint in ("and", "or"))


def _unambiguous(policy: model.Policy, name: str) -> bool:
    values = sum(
        value.name == name
        for attribute in policy.attributes
        if isinstance(attribute.domain, Enumeration) and attribute.derived is None
        for value in attribute.domain.values
    )
    terms = sum(term.name == name for term in policy.terms)
    flags = sum(
        attribute.name == name and isinstance(attribute.domain, YesNo)
        for attribute in policy.attributes
    )
    return values + terms + flags == 1


def _term(policy: model.Policy, attribute: model.Attribute, allowed: Ranges) -> model.Term | None:
    for term in policy.terms:
        if _allowed(term.condition, attribute) == allowed:
            return term
    return None


def _allowed(condition: model.Condition, attribute: model.Attribute) -> Ranges | None:
    """The values for which a condition holds, None if it speaks of another attribute (or none)."""
    match condition:
        case model.In(attribute=spoken, ranges=values):
            return values if spoken == attribute else None
        case model.Not(term=term):
            values_of = _allowed(term, attribute)
            return None if values_of is None else complement(values_of, attribute.domain.bounds)
        case model.Or(terms=terms) | model.And(terms=terms):
            joint: Ranges | None = None
            for each in (_allowed(term, attribute) for term in terms):
                if each is None:
                    return None
                if joint is None:
                    joint = each
                elif isinstance(condition, model.Or):
                    joint = normal((*joint, *each))
                else:
                    bounds = attribute.domain.bounds
                    outside = (*complement(joint, bounds), *complement(each, bounds))
                    joint = complement(normal(outside), bounds)
            return joint
