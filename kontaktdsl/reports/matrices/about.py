"""What a policy of one series says of itself, as terms and values."""

from __future__ import annotations

from collections.abc import Iterable

from kontaktdsl import conditions, model, words
from kontaktdsl.reports.lines import visible
from kontaktdsl.reports.matrices.phrases import phrase
from kontaktdsl.versions.edition import said

Terms = tuple[tuple[str, str], ...]


def entries(policy: model.Policy, language: str) -> Terms:
    """Its header, what is binding, and its bounds; what it does not say is left out."""
    header = policy.header
    (series,) = policy.series
    facts = (
        ("id", header.id),
        ("issuer", header.issuer),
        ("issued", said(header.issued).into(language) if header.issued else None),
        ("valid", _validity(header, language)),
        ("source", header.source),
        ("strength", _strength(policy, language)),
        ("series", series.shown if series.span else None),
    )
    return (*_named(facts, language), *bounds(policy, language))


def bounds(policy: model.Policy, language: str) -> Terms:
    """Whom it is for, and what no cell of a table says of it."""
    (series,) = policy.series
    floors = [each for each in policy.ensures if isinstance(each, model.EnsureNeverLooser)]
    single_case = words.single_case(policy)
    facts = (
        ("applies", words.scope(policy, language)),
        ("serving", ", ".join(words.serving(policy, series))),
        ("restarts", words.event(series.restarts, policy) if series.restarts else None),
        ("floor", ", ".join(floor.target for floor in floors)),
        ("single-case", single_case.into(language) if single_case else None),
    )
    return _named(facts, language)


def _named(facts: Iterable[tuple[str, str | None]], language: str) -> Terms:
    return tuple((phrase(key, language), visible(value)) for key, value in facts if value)


def _validity(header: model.Header, language: str) -> str:
    parts = []
    if header.valid_from:
        parts.append(phrase("from", language, said(header.valid_from).into(language)))
    if header.valid_until:
        parts.append(phrase("until", language, said(header.valid_until).into(language)))
    if header.until_revoked:
        parts.append(phrase("revoked", language))
    return " ".join(parts)


def _strength(policy: model.Policy, language: str) -> str:
    header = policy.header
    own = phrase(header.strength.value, language) if header.strength else ""
    if header.minimum_for is None:
        return own
    whom = conditions.condition(policy, header.minimum_for, language)
    return phrase("guide-but" if own else "minimum-for", language, whom)
