"""A proposal as TOML to edit; it parses, and a run with it works."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence

from kontaktdsl.data.proposal import Fact, Proposal, Role
from kontaktdsl.domains import Enumeration, Number
from kontaktdsl.model import Attribute

_ROLES = {
    "key": ("Kennung, geht unverändert durch", "key, passes through untouched"),
    "last-contact": ("Tag des letzten Kontakts", "day of the last contact"),
    "contacts": ("Zahl der Kontakte bisher", "number of contacts so far"),
    "team": ("nur für Listen", "for lists only"),
    "officer": ("nur für Listen", "for lists only"),
}


def template(proposal: Proposal, policy: str, data: str, language: str) -> str:
    """The text of the file."""
    return _Template(language).text(proposal, policy, data)


class _Template:
    def __init__(self, language: str) -> None:
        self._german = language == "de"

    def _say(self, de: str, en: str) -> str:
        return de if self._german else en

    def text(self, proposal: Proposal, policy: str, data: str) -> str:
        lines = [
            "# " + self._say(
                f"Zuordnung für {_clean(policy)}, vorgeschlagen von `kpol map` aus {_clean(data)}.",
                f"Mapping for {_clean(policy)}, proposed by `kpol map` from {_clean(data)}.",
            ),
            "# " + self._say(
                "Bitte durchsehen: „geraten“ und „TODO“ sind nicht sicher.",
                "Please look it through: “guessed” and “TODO” are not certain.",
            ),
            "[map]",
        ]  # fmt: skip
        for role in proposal.roles:
            lines.append(self._role(role, "  # " + self._say(*_ROLES[role.key])))
        about = self._say("  # Wörter für eine fehlende Angabe", "  # words for a missing fact")
        lines.append(f"missing = [{', '.join(map(_quoted, proposal.missing))}]{about}")
        absent = [fact for fact in proposal.facts if fact.column is None]
        if absent:
            listed = ", ".join(_quoted(fact.attribute.name) for fact in absent)
            lines.append(f"absent = [{listed}]")
            lines.append(
                "# TODO "
                + self._say(
                    "dafür ist keine Spalte gefunden; die Angaben fehlen bei allen",
                    "no column was found for these; everybody lacks these facts",
                )
            )
        lines += self._facts("map.facts", [f for f in proposal.facts if f.column and not f.born])
        lines += self._facts("map.born", [f for f in proposal.facts if f.column and f.born])
        if proposal.events:
            lines += ["", "[map.events]"]
            lines += [self._role(role, "") for role in proposal.events]
        for fact in proposal.facts:
            lines += self._words(fact)
        if proposal.rest:
            listed = ", ".join(_clean(name) for name in proposal.rest)
            lines += ["", "# " + self._say(f"nicht gelesen: {listed}", f"not read: {listed}")]
        return "\n".join(lines) + "\n"

    def _role(self, role: Role, about: str) -> str:
        if role.column is None:
            return f'# TODO {_key(role.key)} = "..."{about}'
        return f"{_key(role.key)} = {_quoted(role.column)}{about}{self._guess(role.sure)}"

    def _guess(self, sure: bool) -> str:
        return "" if sure else "  # " + self._say("geraten", "guessed")

    def _facts(self, section: str, facts: Sequence[Fact]) -> list[str]:
        lines = ["", f"[{section}]"] if facts else []
        for fact in facts:
            column = _quoted(fact.column or "")
            lines.append(f"{_key(fact.attribute.name)} = {column}{self._guess(fact.sure)}")
            if fact.wrong:
                lines.append("# TODO " + self._wrong(fact))
        return lines

    def _wrong(self, fact: Fact) -> str:
        if fact.born:
            return self._say(
                f"{fact.wrong} Zeilen ohne lesbares Datum", f"{fact.wrong} rows without a date"
            )
        domain = fact.attribute.domain
        assert isinstance(domain, Number)
        return self._say(
            f"{fact.wrong} Zeilen ohne Zahl von {domain.low} bis {domain.high}",
            f"{fact.wrong} rows without a number from {domain.low} to {domain.high}",
        )

    def _words(self, fact: Fact) -> list[str]:
        if not fact.words and not fact.hidden:
            return []
        lines = ["", f"[map.values.{_key(fact.attribute.name)}]"]
        lines.append("# " + self._say("möglich: ", "possible: ") + _possible(fact.attribute))
        for word in fact.words:
            if word.value is None:
                lines.append(f'# TODO {_quoted(word.word)} = "..."')
            else:
                guess = self._guess(False)
                lines.append(f"{_quoted(word.word)} = {_quoted(word.value)}{guess}")
        if fact.hidden:
            lines.append(
                "# TODO "
                + self._say(
                    f"{fact.hidden} unbekannte Werte, zu verschieden, um sie zu zeigen",
                    f"{fact.hidden} unknown values, too different to be shown",
                )
            )
        return lines


def _possible(attribute: Attribute) -> str:
    domain = attribute.domain
    if not isinstance(domain, Enumeration):
        return "ja, nein"
    return ", ".join(_listed((value.name, value.label) for value in domain.values))


def _listed(values: Iterable[tuple[str, str | None]]) -> Iterable[str]:
    for name, label in values:
        yield name if label is None else f"{name} ({_clean(label)})"


def _key(name: str) -> str:
    return name if re.fullmatch(r"[A-Za-z0-9_-]+", name) else _quoted(name)


def _quoted(text: str) -> str:
    """A basic string of TOML."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _clean(text: str) -> str:
    """Fit for a comment: one line, no control characters."""
    return "".join(letter if letter.isprintable() else " " for letter in text)
