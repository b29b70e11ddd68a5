"""Facts of one person on the command line: `age=24 status=alo` or `"age 24, alo, marktnah"`."""

from __future__ import annotations

from unicodedata import normalize

from kontaktdsl import model
from kontaktdsl.cli.words import Stop, UsageError
from kontaktdsl.diagnostics import Diagnostic, Text
from kontaktdsl.domains import (
    Enumeration,
    Number,
    Ranges,
    YesNo,
    complement,
    contains,
    normal,
)
from kontaktdsl.refusals import some

_YES = ("ja", "yes", "true", "1", "j", "y")
_OPEN = ("offen", "open")
_NO = ("nein", "no", "false", "0", "n")


def read(words: list[str], policy: model.Policy, where: str) -> dict[str, str | bool | int]:
    """The facts by attribute name; raises Stop with what would do."""
    found: dict[str, str | bool | int] = {}
    said: list[str] = []
    for word in words:
        if "=" in word:
            left, _, right = word.partition("=")
            if _is_open(left.strip(), right.strip().rstrip(","), policy):
                continue
            _put(found, *_pair(left.strip(), right.strip().rstrip(","), policy))
        else:
            said.append(word)
    if said:
        joint = " " if any(word.endswith(",") for word in said[:-1]) else ", "
        text = joint.join(said).strip().rstrip(",")
        if not text:
            raise UsageError(where, "die Angaben sind leer", "the facts are empty")
        for name, value in _spoken(text, policy).items():
            _put(found, name, value)
    return found


def _put(found: dict[str, str | bool | int], name: str, value: str | bool | int) -> None:
    if name in found and found[name] != value:
        raise Stop(f"`{name}` steht zweimal da", f"`{name}` is given twice")
    found[name] = value


def _is_open(name: str, value: str, policy: model.Policy) -> bool:
    """Whether somebody says that nobody has decided yet: then the fact is missing."""
    return normalize("NFC", value).casefold() in _OPEN and any(
        isinstance(attribute.domain, YesNo) and attribute.domain.decided_by is not None
        for attribute in policy.attributes
        if normalize("NFC", name) in (attribute.name, attribute.label)
    )


def _pair(name: str, value: str, policy: model.Policy) -> tuple[str, str | bool | int]:
    """One fact as `name=value`; what cannot be read is left to the policy to refuse."""
    plain = normalize("NFC", name)
    shown = normalize("NFC", value)
    for attribute in policy.attributes:
        if plain in (attribute.name, attribute.label):
            match attribute.domain:
                case YesNo():
                    if shown.casefold() in _YES:
                        return attribute.name, True
                    if shown.casefold() in _NO:
                        return attribute.name, False
                    raise Stop(
                        f"`{attribute.name}` ist `ja` oder `nein`, nicht `{value}`",
                        f"`{attribute.name}` is `yes` or `no`, not `{value}`",
                    )
                case Number(low, high):
                    try:
                        return attribute.name, int(shown)
                    except ValueError:
                        raise Stop(
                            f"`{attribute.name}` ist eine Zahl von {low} bis {high}, "
                            f"nicht `{value}`",
                            f"`{attribute.name}` is a number from {low} to {high}, not `{value}`",
                        ) from None
                case Enumeration(values):
                    names = {known.name: known.name for known in values}
                    labels = {known.shown.casefold(): known.name for known in values}
                    return attribute.name, names.get(shown) or labels.get(shown.casefold(), shown)
    return plain, shown


def _spoken(text: str, policy: model.Policy) -> dict[str, str | bool | int]:
    allowed: dict[str, tuple[model.Attribute, Ranges]] = {}
    for condition in conditions(text, policy):
        for said in _single(condition):
            attribute = said.attribute
            _, before = allowed.get(attribute.name, (attribute, (attribute.domain.bounds,)))
            bounds = attribute.domain.bounds
            outside = (*complement(before, bounds), *complement(said.ranges, bounds))
            left = complement(normal(outside), bounds)
            if not left:
                raise Stop(
                    f"`{attribute.name}` steht zweimal da", f"`{attribute.name}` is given twice"
                )
            allowed[attribute.name] = attribute, left
    return {name: _value(attribute, ranges) for name, (attribute, ranges) in allowed.items()}


def conditions(text: str, policy: model.Policy) -> tuple[model.Condition, ...]:
    """Conditions with commas between them, `U25, alo`; raises Stop with what is wrong."""
    from kontaktdsl.resolver import resolve_facts
    from kontaktdsl.source import Source
    from kontaktdsl.syntax.parser import parse_facts

    said, wrong = parse_facts(Source("", text), policy.language)
    resolved: tuple[model.Condition, ...] = ()
    if not wrong:
        resolved, wrong = resolve_facts(said, policy)
    if wrong:
        first = wrong[0]
        hint = _hint(first, policy)
        raise Stop(first.headline.de + hint.de, first.headline.en + hint.en)
    return resolved


def _hint(wrong: Diagnostic, policy: model.Policy) -> Text:
    """The way out behind a semicolon; the attributes, where a name is not near any other."""
    if wrong.notes:
        return Text("; {it}", "; {it}").format(it=wrong.notes[0])
    from kontaktdsl.resolver.kinds import UNKNOWN_NAME

    if wrong.kind is not UNKNOWN_NAME or not policy.attributes:
        return Text("", "")
    names = some([attribute.name for attribute in policy.attributes], "und", "and")
    return Text("; Merkmale sind {names}", "; the attributes are {names}").format(names=names)


def _single(condition: model.Condition) -> list[model.In]:
    """What a fact says of each attribute; several only where days tell them all."""
    match condition:
        case model.In():
            return [condition]
        case model.Not(term=model.In(attribute=attribute, ranges=ranges)) if (
            isinstance(attribute.domain, YesNo) or attribute.derived is not None
        ):
            return [model.In(attribute, complement(ranges, attribute.domain.bounds))]
        case model.And(terms=terms):
            found = [one for term in terms for one in _single(term)]
            if all(one.attribute.derived is not None for one in found):
                return found
    raise Stop(
        "jede Angabe ist ein Merkmal mit einem Wert; `oder` gehört nicht hierher",
        "each fact is an attribute with one value; `or` does not belong here",
    )


def _value(attribute: model.Attribute, allowed: Ranges) -> str | bool | int:
    (low, high), *more = allowed
    if low == high and not more:
        match attribute.domain:
            case YesNo():
                return bool(low)
            case Enumeration(values):
                return values[low].name
            case _:
                return low
    if attribute.derived is not None and isinstance(attribute.domain, Enumeration):
        left = [v.name for at, v in enumerate(attribute.domain.values) if contains(allowed, at)]
        shown = ", ".join(f"`{name}`" for name in left)
        raise Stop(
            f"bei `{attribute.name}` bleibt offen: {shown}; `--event` mit `--day` rechnet es aus",
            f"`{attribute.name}` is left open: {shown}; `--event` with `--day` computes it",
        )
    raise Stop(
        f"`{attribute.name}` braucht einen einzigen Wert",
        f"`{attribute.name}` needs a single value",
    )
