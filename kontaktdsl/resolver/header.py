"""The header of a policy: title, issuer, validity and the other lines that may stand once, and what
holds where they are left out.
"""

import os

from kontaktdsl import model
from kontaktdsl.diagnostics import Label, Text
from kontaktdsl.resolver import kinds
from kontaktdsl.resolver.conditions import Conditions
from kontaktdsl.resolver.vocabulary import Vocabulary
from kontaktdsl.syntax import tree


def header_of(document: tree.Document, words: Vocabulary) -> model.Header:
    """The header of a text; title and id are the name of its file unless given."""
    given: dict[type[tree.Entry], tree.Entry] = {}
    for node in document.statements:
        if isinstance(node, tree.HeaderField | tree.ContactIs | tree.SingleCase):
            first = given.setdefault(type(node), node)
            if first is not node:
                words.report(
                    kinds.DUPLICATE_FIELD.at(
                        node.span, others=(Label(first.span, Text("hier zuerst", "here first")),)
                    )
                )
    stem = os.path.splitext(os.path.basename(document.source.name))[0] or "policy"
    fields: dict[str, object] = {"title": stem, "id": stem}
    for field in given.values():
        match field:
            case tree.Title(text=text):
                fields["title"] = text.text
            case tree.Id(name=name):
                fields["id"] = name.text
            case tree.Issuer(text=text):
                fields["issuer"] = text.text
            case tree.Issued(day=day):
                fields["issued"] = day
            case tree.Valid(first=first_day, last=last, revoked=revoked):
                fields.update(valid_from=first_day, valid_until=last, until_revoked=revoked)
                if last is not None and last < first_day:
                    words.report(kinds.EMPTY_VALIDITY.at(field.span))
            case tree.SourceText(text=text):
                fields["source"] = text.text
            case tree.AppliesTo(text=text):
                fields["applies_to"] = text.text
            case tree.Calendar(land=land):
                fields.update(calendar=land.text, calendar_span=land.span)
            case tree.DaysOff(days=days):
                fields["days_off"] = tuple(sorted({each.day for each in days}))
                fields["days_off_said"] = tuple((each.day, each.span) for each in days)
            case tree.DueDates(roll=roll):
                fields["roll"] = roll
            case tree.IntervalsAre(strength=strength, but_minimum_for=condition):
                fields["strength"] = strength
                if condition is not None:
                    fields["minimum_for"] = Conditions(words).resolve(condition)
    return model.Header(**fields)  # type: ignore[arg-type]
