"""Facts of one person on the command line: `age=24 status=alo` or `"age 24, alo, marktnah"`."""

from __future__ import annotations

from unicodedata import normalize

from kontaktdsl import model
from kontaktdsl.cli.words import Stop, UsageError
from kontaktdsl.domains import Enumeration, Number, YesNo

_YES = ("ja", "yes", "true", "1", "j", "y")
_NO = ("nein", "no", "false", "0", "n")


def read(words: list[str], policy: model.Policy, where: str) -> dict[str, str | bool | int]:
    """The facts by attribute name; raises Stop with what would do."""
    found: dict[str, str | bool | int] = {}
    said: list[str] = []
    for word in words:
        if "=" in word:
            left, _, right = word.partition("=")
            _put(found, *_pair(left.strip(), right.strip().rstrip(","), policy))
        else:
            said.append(word)
    if said:
        joint = " " if any(word.endswith(",") for word in said[:-1]) else ", "
        text = joint.join(said).strip().rstrip(",")
        if not text:
            raise UsageError(where, "die Angaben sind leer", "the facts are empty")
        for name, value in _spoken(text, policy):
            _put(found, name, value)
    return found


def _put(found: dict[str, str | bool | int], name: str, value: str | bool | int) -> None:
    if name in found and found[name] != value:
        raise Stop(f"`{name}` steht zweimal da", f"`{name}` is given twice")
    found[name] = value


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


def _spoken(text: str, policy: model.Policy) -> list[tuple[str, str | bool | int]]:
    return [_fact(condition) for condition in conditions(text, policy)]


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
        notes = "".join(f"; {note.de}" for note in first.notes[:1])
        en_notes = "".join(f"; {note.en}" for note in first.notes[:1])
        raise Stop(first.headline.de + notes, first.headline.en + en_notes)
    return resolved


def _fact(condition: model.Condition) -> tuple[str, str | bool | int]:
    match condition:
        case model.In(attribute=attribute, ranges=((low, high),)) if low == high:
            match attribute.domain:
                case YesNo():
                    return attribute.name, bool(low)
                case Enumeration(values):
                    return attribute.name, values[low].name
                case _:
                    return attribute.name, low
        case model.In(attribute=attribute):
            raise Stop(
                f"`{attribute.name}` braucht einen einzigen Wert",
                f"`{attribute.name}` needs a single value",
            )
        case model.Not(term=model.In(attribute=attribute, ranges=((1, 1),))) if isinstance(
            attribute.domain, YesNo
        ):
            return attribute.name, False
        case _:
            raise Stop(
                "jede Angabe ist ein Merkmal mit einem Wert; `oder` gehört nicht hierher",
                "each fact is an attribute with one value; `or` does not belong here",
            )
