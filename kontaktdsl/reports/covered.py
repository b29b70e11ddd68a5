"""What the examples exercise, in words."""

from __future__ import annotations

import os

from kontaktdsl.diagnostics import Region, Text
from kontaktdsl.exercise.coverage import Coverage, Share
from kontaktdsl.exercise.wording import rule_title
from kontaktdsl.model import Policy, Rule
from kontaktdsl.question import Question
from kontaktdsl.reports.lines import Line, visible, wrap
from kontaktdsl.reports.words import number

SHOWN = 3
"""So many regions are shown unless all are wanted."""
SHOWN_RULES = 10
"""So many rules are listed unless all are wanted."""

_SAID = {
    "rules": Text(
        "{done} von {total} Regeln durch ein Beispiel belegt ({percent} %)",
        "{done} of {total} rules exercised by an example ({percent} %)",
    ),
    "no-rules": Text(
        "keine Regel lässt sich durch ein Beispiel belegen",
        "there is no rule that an example could exercise",
    ),
    "out": Text(
        "{n} weitere kann kein Beispiel belegen: sie gelten nie oder nur im Widerspruch",
        "{n} more no example can exercise: they never apply, or only in contradiction",
    ),
    "out-one": Text(
        "1 weitere kann kein Beispiel belegen: sie gilt nie oder nur im Widerspruch",
        "1 more no example can exercise: it never applies, or only in contradiction",
    ),
    "cases": Text(
        "{asked} {done} von {total} möglichen Fällen ({percent} %)",
        "{asked} {done} of {total} possible cases ({percent} %)",
    ),
    "firsts": Text(
        "{asked} {done} von {total} möglichen Fällen mit erstem Schritt ({percent} %)",
        "{asked} {done} of {total} possible cases with a first step ({percent} %)",
    ),
    "rights": Text(
        "{asked} {done} von {total} möglichen Fällen mit Anspruch ({percent} %)",
        "{asked} {done} of {total} possible cases with a right ({percent} %)",
    ),
    "uncounted": Text(
        "{asked} nicht gezählt, die Richtlinie ist dafür zu groß",
        "{asked} not counted, the policy is too large for it",
    ),
    "left": Text("ohne Beispiel:", "without an example:"),
    "rule": Text("Zeile {line}: {text}", "line {line}: {text}"),
    "rule-elsewhere": Text("{file}, Zeile {line}: {text}", "{file}, line {line}: {text}"),
    "aside": Text("dabei: {words}", "with: {words}"),
    "person": Text("zum Beispiel: {person}", "for example: {person}"),
    "size": Text("({n} Fälle)", "({n} cases)"),
    "size-one": Text("(1 Fall)", "(1 case)"),
    "more": Text("und {n} weitere (--all)", "and {n} more (--all)"),
    "more-unlisted": Text("und weitere", "and more"),
}


_COUNTED = {Question.WHEN_FIRST: "firsts", Question.ON_REQUEST: "rights"}


def say(key: str, language: str, **parts: Text | str | int) -> str:
    """A phrase in one language, its numbers as that language writes them."""
    shown = {
        name: number(part, language) if isinstance(part, int) else part
        for name, part in parts.items()
    }
    return _SAID[key].format(**shown).into(language)


def headline(found: Coverage, language: str) -> str:
    """The share of the rules, in one line."""
    done = len(found.exercised)
    total = done + len(found.left_out)
    if not total:
        return say("no-rules", language)
    return say("rules", language, done=done, total=total, percent=found.percent)


def share(part: Share, language: str) -> str:
    """The share of the cases of one question, in one line."""
    asked = part.asked
    if part.covered is None or part.total is None:
        return say("uncounted", language, asked=asked)
    return say(
        _COUNTED.get(part.question, "cases"),
        language,
        asked=asked,
        done=part.covered,
        total=part.total,
        percent=part.percent or 0,
    )


def picture(
    name: str,
    policy: Policy,
    found: Coverage,
    language: str,
    columns: int,
    *,
    everything: bool = False,
) -> list[Line]:
    """The shares, and what no example exercises: rules by line, cases largest region first."""
    good = not found.left_out
    lines: list[Line] = [
        [(f"{visible(name)}: ", "strong"),
         (headline(found, language), "good" if good else "warning")]
    ]  # fmt: skip
    shown = found.left_out if everything else found.left_out[:SHOWN_RULES]
    for rule in shown:
        told = _rule(policy, rule, language)
        lines += [[(line, "")] for line in wrap(told, columns, "  - ", "      ")]
    lines += _more(len(found.left_out) - len(shown), language)
    if found.out_of_reach:
        many = len(found.out_of_reach)
        out = say("out-one", language) if many == 1 else say("out", language, n=many)
        lines.append([(f"  {out}", "dim")])
    for part in found.shares:
        lines += [[(line, "")] for line in wrap(share(part, language), columns, "  ", "    ")]
        if part.regions:
            lines.append([("    " + say("left", language), "dim")])
        listed = part.regions if everything else part.regions[:SHOWN]
        for region in listed:
            lines += _region(region, language, columns)
        hidden = len(part.regions) - len(listed)
        lines += _more(hidden, language, "    ")
        if not hidden and not part.complete:
            lines.append([("    " + say("more-unlisted", language), "dim")])
    return lines


def _rule(policy: Policy, rule: Rule, language: str) -> str:
    text = visible(rule_title(policy, rule))
    source = rule.span.source
    if source is policy.sources[0]:
        return say("rule", language, line=str(rule.span.line), text=text)
    file = visible(os.path.basename(source.name))
    return say("rule-elsewhere", language, file=file, line=str(rule.span.line), text=text)


def _region(region: Region, language: str, columns: int) -> list[Line]:
    size = ""
    if region.count is not None:
        many = region.count
        size = say("size-one", language) if many == 1 else say("size", language, n=many)
    who = f"{visible(region.words.into(language))}  {size}".rstrip()
    lines: list[Line] = [[(line, "")] for line in wrap(who, columns, "    - ", "        ")]
    if region.aside:
        aside = say("aside", language, words=visible(region.aside.into(language)))
        lines += [[(line, "dim")] for line in wrap(aside, columns, "      ", "        ")]
    person = visible(region.person.into(language))
    if person:
        person = say("person", language, person=person)
        lines += [[(line, "dim")] for line in wrap(person, columns, "      ", "        ")]
    return lines


def _more(hidden: int, language: str, indent: str = "  ") -> list[Line]:
    return [[(indent + say("more", language, n=hidden), "dim")]] if hidden > 0 else []
