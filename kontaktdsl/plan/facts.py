"""Facts as callers give them: names, yes or no, numbers; checked, and turned into classes."""

import keyword
import unicodedata
from collections.abc import Iterable, Mapping
from typing import NoReturn, Self

import attrs

from kontaktdsl.decision import Fact, Refusal
from kontaktdsl.diagnostics import Text
from kontaktdsl.domains import Enumeration, Number, YesNo
from kontaktdsl.model import Attribute
from kontaktdsl.refusals import FactError, way_out
from kontaktdsl.suggest import nearest


class Facts:
    """All facts of one customer, checked when it is made; each policy has its own subclass.

    There is one keyword and one attribute per attribute of the policy, under `field_name(name)`;
    keywords may also be the very names. Raises FactError for an unknown name or value, and
    MissingFacts.
    """

    __slots__ = ()

    def __init__(self, **facts: Fact) -> None:
        raise TypeError("use the Facts of a policy")

    def __copy__(self) -> Self:
        """Itself: facts do not change."""
        return self

    def __deepcopy__(self, memo: object) -> Self:
        """Itself: facts do not change."""
        return self

    def __reduce__(self) -> NoReturn:
        """Refuse to be pickled: the class belongs to one loaded policy."""
        raise TypeError(
            "Facts belong to a loaded policy and cannot be pickled; send a dict of them instead"
        )


def field_name(name: str) -> str:
    """The Python identifier for an attribute: `Tage-ohne-Alg2` is `Tage_ohne_Alg2`."""
    plain = unicodedata.normalize("NFKC", name)
    field = "".join(each if each.isalnum() or each == "_" else "_" for each in plain)
    return f"{field}_" if keyword.iskeyword(field) or field == "self" else field


def field_names(attributes: Iterable[Attribute]) -> dict[str, str]:
    """The identifier of each attribute name; a clash gets another underscore."""
    found: dict[str, str] = {}
    for attribute in attributes:
        field = field_name(attribute.name)
        while field in found.values():
            field += "_"
        found[attribute.name] = field
    return found


@attrs.frozen(eq=False)
class Reader:
    """Checks facts against the attributes of a policy, slowly and with precise errors.

    `required` are the attributes that some answer depends on; others may be left out.
    """

    attributes: tuple[Attribute, ...]
    required: tuple[str, ...]

    def read(self, facts: Mapping[str, Fact]) -> dict[str, int]:
        """The facts as integers by attribute name, in the order of the attributes.

        Names are compared in NFC form. Raises FactError.
        """
        known = {attribute.name: attribute for attribute in self.attributes}
        found: dict[str, int] = {}
        pairs: Iterable[tuple[object, object]] = facts.items()
        for given, value in pairs:
            plain = unicodedata.normalize("NFC", given) if isinstance(given, str) else None
            attribute = None if plain is None else known.get(plain)
            if attribute is None:
                raise self._unknown(given)
            name = attribute.name
            if name in found:
                raise FactError(
                    Text("`{name}` steht zweimal da", "`{name}` is given twice").format(name=name),
                    Refusal.UNKNOWN_NAME,
                    field=name,
                    value=value,
                    allowed=(),
                )
            found[name] = read_value(attribute, value)
        return {name: found[name] for name in known if name in found}

    def missing(self, given: Mapping[str, int]) -> tuple[str, ...]:
        """The required attributes that are not given."""
        return tuple(name for name in self.required if name not in given)

    def _unknown(self, given: object) -> FactError:
        names = tuple(attribute.name for attribute in self.attributes)
        near = nearest(given, names) if isinstance(given, str) else ()
        text = Text(
            "`{given}` ist kein Merkmal dieser Richtlinie{hint}",
            "`{given}` is no attribute of this policy{hint}",
        )
        return FactError(
            text.format(given=str(given), hint=way_out(near, names)),
            Refusal.UNKNOWN_NAME,
            field=str(given),
            value=given,
            allowed=names,
            near=near,
        )


def read_value(attribute: Attribute, value: object) -> int:
    """A value as its integer; raises FactError with the allowed values."""
    match attribute.domain:
        case YesNo():
            if value is True or value is False:
                return int(value)
            raise _refused(attribute, value, ("False", "True"), ())
        case Enumeration(values):
            names = tuple(known.name for known in values)
            if isinstance(value, str):
                plain = unicodedata.normalize("NFC", value)
                if plain in names:
                    return names.index(plain)
                labelled = (
                    known.name
                    for known in values
                    if known.label is not None and known.label.casefold() == plain.casefold()
                )
                near = tuple(labelled) or nearest(plain, names)
                raise _refused(attribute, value, names, near)
            raise _refused(attribute, value, names, ())
        case Number(low, high):
            if isinstance(value, int) and not isinstance(value, bool) and low <= value <= high:
                return int(value)
            raise _refused(attribute, value, (f"{low} … {high}",), ())


def fact(attribute: Attribute, value: int) -> Fact:
    """An integer as the value that callers give for it."""
    match attribute.domain:
        case YesNo():
            return bool(value)
        case Enumeration(values):
            return values[value].name
        case Number():
            return value


def _refused(
    attribute: Attribute, value: object, allowed: tuple[str, ...], near: tuple[str, ...]
) -> FactError:
    match attribute.domain:
        case YesNo():
            hint = Text(": True oder False, kein anderer Wert", ": True or False, nothing else")
        case Enumeration():
            hint = way_out(near, allowed)
        case Number(low, high):
            hint = Text(
                f": eine ganze Zahl von {low} bis {high}", f": an integer from {low} to {high}"
            )
    text = Text(
        "`{name}` kann nicht {value} sein{hint}", "`{name}` cannot be {value}{hint}"
    ).format(name=attribute.name, value=_short(value), hint=hint)
    return FactError(
        text,
        Refusal.OUTSIDE_DOMAIN,
        field=attribute.name,
        value=value,
        allowed=allowed,
        near=near,
    )


def _short(value: object) -> str:
    shown = repr(value)
    return shown if len(shown) <= 60 else f"{shown[:57]}..."
