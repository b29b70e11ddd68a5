"""The `Facts` class of a policy: one slot per attribute, checked once, when it is made.

One more slot holds the record of the case, under a name that no other policy's class has: whoever
finds it need not ask for the class.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import TYPE_CHECKING

import attrs

from kontaktdsl.decision import Fact
from kontaktdsl.domains import Enumeration, Number, YesNo
from kontaktdsl.plan.columns import Record
from kontaktdsl.plan.facts import Facts, fact

if TYPE_CHECKING:
    from kontaktdsl.plan import Plan


_TYPES: dict[type, type] = {YesNo: bool, Enumeration: str, Number: int}


def facts_class(plan: Plan) -> type[Facts]:
    """Make the class; attributes that no answer depends on are optional (None)."""
    fields = {
        plan.fields[attribute.name]: attrs.field(kw_only=True, type=_TYPES[type(attribute.domain)])
        for attribute in plan.policy.attributes
    }
    base = type("Facts", (Facts,), {"__slots__": (plan.slot,), "__doc__": Facts.__doc__})
    made: type[Facts] = attrs.make_class(
        "Facts", fields, bases=(base,), frozen=True, slots=True, init=False
    )
    made.__doc__ = f"All facts of one customer of {plan.policy.header.id}, checked."
    made.__module__ = __name__
    _add_init(made, plan)
    return made


def _add_init(made: type[Facts], plan: Plan) -> None:
    required = set(plan.reader.required)
    names: dict[str, object] = {
        "_no": {},
        "_missing": _MISSING,
        "_repair": _Repair(plan),
        "_wrong": (KeyError, TypeError),
        "_set_case": getattr(made, plan.slot).__set__,
        "_records": plan.records,
    }
    for i, field in enumerate(plan.fields.values()):
        names[f"_set_{i}"] = made.__dict__[field].__set__
    case = plan.selector(names, lambda axis: plan.fields[axis.attribute.name])
    optional = [plan.fields[a.name] for a in plan.policy.attributes if a.name not in required]
    all_fields = list(plan.fields.values())
    given = ", ".join(f"{f!r}: {f}" for f in all_fields)
    checks = " or ".join(["_others", *(f"{f} is not _missing" for f in optional)])
    source = "\n".join(
        [
            f"def __init__(_self, *, {''.join(f'{f}=_missing, ' for f in all_fields)}**_others):",
            "    try:",
            f"        if {checks}:",
            "            _no[0]",
            f"        _case = _records[{case}]",
            "    except _wrong:",
            f"        _case, _values = _repair({{{given}}}, _others)",
            *(f"        _set_{i}(_self, _values[{i}])" for i in range(len(all_fields))),
            "    else:",
            *(
                f"        _set_{i}(_self, {f if f not in optional else None})"
                for i, f in enumerate(all_fields)
            ),
            "    _set_case(_self, _case)",
            "",
        ]
    )
    exec(compile(source, f"<facts of {plan.policy.header.id}>", "exec"), names)
    made.__init__ = names["__init__"]  # type: ignore[method-assign, assignment]


class _Missing:
    """What stands for a fact that was not given."""

    def __repr__(self) -> str:
        return "missing"


_MISSING = _Missing()


class _Repair:
    """Reads facts that are not plainly valid: spelt in another form, optional, or wrong."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan

    def __call__(
        self, by_field: Mapping[str, object], others: Mapping[str, object]
    ) -> tuple[Record, tuple[Fact | None, ...]]:
        """The record of the case and the values; raises FactError or MissingFacts."""
        plan = self.plan
        named: dict[str, Fact] = {}
        for name, field in plan.fields.items():
            value = by_field[field]
            if value is not _MISSING:
                named[name] = value  # type: ignore[assignment]
        for name, value in others.items():
            plain = unicodedata.normalize("NFC", name)
            named[name if plain in named else plain] = value  # type: ignore[assignment]
        given = plan.reader.read(named)
        missing = plan.reader.missing(given)
        if missing:
            raise plan.lacking(missing, given)
        values = tuple(
            fact(attribute, given[attribute.name]) if attribute.name in given else None
            for attribute in plan.policy.attributes
        )
        return plan.record(plan.case(given)), values
