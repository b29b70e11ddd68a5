"""The answer for one person, as lines for the terminal and as data."""

from __future__ import annotations

from kontaktdsl import model, words
from kontaktdsl.decision import (
    Cited,
    Decision,
    Duty,
    Open,
    Overridden,
    Permit,
    Possibility,
    Undecided,
)
from kontaktdsl.diagnostics import Text
from kontaktdsl.refusals import undecided_words
from kontaktdsl.reports.lines import Line, visible, wrap
from kontaktdsl.values import (
    After,
    Blocks,
    Calendar,
    Deadline,
    Every,
    Kinds,
    Length,
    Rhythm,
    Rolling,
    Share,
    Times,
    Window,
)

_SAID = {
    "first": Text("Zuerst", "First"),
    "then": Text("Danach", "Then"),
    "right": Text("Anspruch", "Right"),
    "pause": Text("Pause", "Pause"),
    "aim": Text("Angestrebt", "Aim"),
    "duty": Text("Aufgabe", "Duty"),
    "kind": Text("Kontaktart", "Kind of contact"),
    "at": Text("{what} ({when})", "{what} ({when})"),
    "by": Text("Grundlage", "Based on"),
    "over": Text("Geht vor", "Goes before"),
    "outdone": Text("Weicht dem", "Gave way"),
    "because": Text("weil {why}", "because {why}"),
    "open": Text("Noch offen; möglich ist:", "Still open; possible are:"),
    "settled": Text(
        "Wie oft, steht fest: {what}; offen ist, was noch dazugehört.",
        "How often is settled: {what}; what goes with it is still open.",
    ),
    "cases": Text("{cases} Fälle", "{cases} cases"),
    "one-case": Text("1 Fall", "1 case"),
    "ask": Text("Als Nächstes fragen: {name}", "Ask next: {name}"),
    "choices": Text("möglich: {choices}", "possible: {choices}"),
    "needed": Text("höchstens {n} Angaben fehlen", "at most {n} facts are needed"),
    "one-needed": Text("diese Angabe genügt", "this fact is enough"),
    "yes": Text("ja", "yes"),
    "no": Text("nein", "no"),
    "to": Text("{low} bis {high}", "{low} to {high}"),
}


def decided(decision: Decision, policy: model.Policy, language: str, columns: int) -> list[Line]:
    """A decision: the answer first, then what goes with it and what it rests on."""
    head = words.rhythm(decision.rhythm, policy)
    if decision.strength is not None:
        head = _SAID["at"].format(what=head, when=words.strength(decision.strength))
    lines: list[Line] = [[(visible(head.into(language)), "good")]]
    entries: list[tuple[str, Text]] = []
    if decision.first is not None:
        entries.append(("first", words.deadline(decision.first.deadline, policy)))
    entries += [("then", _after(step)) for step in decision.steps]
    aims = words.aims(decision.rhythm, decision.first, decision.steps, policy)
    entries += [("aim", aim) for aim in aims]
    if decision.right not in (None, decision.rhythm):
        entries.append(("right", words.rhythm(decision.right, policy)))
    for duty in decision.duties:
        entries.append(("duty", _cited_at(words.part(duty.duty, policy), duty)))
    for permit in decision.kinds:
        entries.append(("kind", _cited_at(words.part(permit.kinds, policy), permit)))
    entries += [("pause", words.part(pause.pause, policy)) for pause in decision.pauses]
    entries += [("by", _line(rule)) for rule in decision.rules]
    entries += [("over", _line(other.line)) for other in decision.overridden]
    entries += [("outdone", _line(other.line)) for other in decision.outdone]
    widest = max((len(_SAID[key].into(language)) for key, _ in entries), default=0)
    last = ""
    for key, text in entries:
        label = _SAID[key].into(language)
        first = f"  {'' if label == last else label:{widest}}  "
        rest = " " * (widest + 4)
        found = wrap(visible(text.into(language)), columns, first, rest)
        lines += [[(found[0][: len(first)], "dim"), (found[0][len(first) :], "")]]
        lines += [[(line, "")] for line in found[1:]]
        last = label
    return lines


def still_open(answer: Open, policy: model.Policy, language: str, columns: int) -> list[Line]:
    """What is still possible, and the fact to ask for next."""
    lines: list[Line] = []
    if answer.outcomes:
        counted: dict[Text, int] = {}
        for possibility in answer.outcomes:
            what = _possible(possibility, policy)
            counted[what] = counted.get(what, 0) + possibility.cases
        if len(counted) == 1:
            settled = _SAID["settled"].format(what=next(iter(counted)))
            lines += [[(line, "warning")] for line in wrap(settled.into(language), columns)]
        else:
            lines.append([(_SAID["open"].into(language), "warning")])
            for what, number in sorted(counted.items(), key=lambda pair: -pair[1]):
                cases = _SAID["one-case" if number == 1 else "cases"].format(cases=number)
                text = visible(_SAID["at"].format(what=what, when=cases).into(language))
                lines += [[(line, "")] for line in wrap(text, columns, "  - ")]
    asked = {attribute.name: attribute for attribute in policy.attributes}[answer.ask]
    name = f"`{asked.name}`" if asked.label is None else f"{asked.label} (`{asked.name}`)"
    who = words.who_decides(asked)
    if who is not None:
        name = f"{name} ({who.into(language)})"
    lines.append([(visible(_SAID["ask"].format(name=name).into(language)), "strong")])
    choices = words.listed([_choice(choice) for choice in answer.choices], words.OR)
    told = _SAID["choices"].format(choices=choices)
    lines += [[(line, "")] for line in wrap(visible(told.into(language)), columns, "  ")]
    if answer.questions is not None:
        needed = "one-needed" if answer.questions == 1 else "needed"
        lines.append([("  " + _SAID[needed].format(n=answer.questions).into(language), "dim")])
    return lines


def undecided(answer: Undecided, language: str, columns: int) -> list[Line]:
    """A gap or a contradiction."""
    text = visible(undecided_words(answer).into(language))
    return [[(line, "error")] for line in wrap(text, columns)]


def at_occasion(what: Text, occasion: str | None) -> Text:
    """What is to be done, and at which contact."""
    if occasion is None:
        return what
    return _SAID["at"].format(what=what, when=words.OCCASIONS[occasion])


def _cited_at(what: Text, said: Duty | Permit) -> Text:
    """With its occasion; its citation then, too, for no rule of the answer has it."""
    told = at_occasion(what, said.occasion)
    cite = None if said.occasion is None else said.origin.citation
    if cite is None:
        return told
    return Text("{told} [{cite}]", "{told} [{cite}]").format(told=told, cite=cite)


def _after(step: After) -> Text:
    return Text("nach {span}", "after {span}").format(span=words.length(step.length, after=True))


def _line(line: Cited) -> Text:
    place = line.place
    citation = f" [{line.citation}]" if line.citation else ""
    text = Text(f"{line.text}{citation}, {place.de}", f"{line.text}{citation}, {place.en}")
    if line.because is None:
        return text
    why = _SAID["because"].format(why=words.quoted(line.because))
    return Text(f"{text.de}, {why.de}", f"{text.en}, {why.en}")


def _possible(possibility: Possibility, policy: model.Policy) -> Text:
    answer = possibility.answer
    if isinstance(answer, Undecided):
        return undecided_words(answer)
    return words.rhythm(answer.rhythm, policy)


def _choice(choice: str | bool | tuple[int, int]) -> Text:
    match choice:
        case bool():
            return _SAID["yes" if choice else "no"]
        case str():
            return Text.same(f"`{choice}`")
        case (low, high):
            if low == high:
                return Text.same(str(low))
            return _SAID["to"].format(low=low, high=high)


# --- as data ------------------------------------------------------------------------------------


def data(
    answer: Decision | Open | Undecided, policy: model.Policy, language: str
) -> dict[str, object]:
    """The answer as JSON can hold it."""
    match answer:
        case Decision():
            return {"status": "decided", **_decision(answer, policy, language)}
        case Undecided():
            return {
                "status": answer.refusal.value,
                "words": undecided_words(answer).into(language),
                "rules": [cited(rule) for rule in answer.rules],
            }
        case Open():
            return {
                "status": "open",
                "cases": answer.cases,
                "outcomes": [
                    {"cases": one.cases, **data(one.answer, policy, language)}
                    for one in answer.outcomes
                ],
                "ask": answer.ask,
                "choices": [
                    {"from": choice[0], "to": choice[1]} if isinstance(choice, tuple) else choice
                    for choice in answer.choices
                ],
                "questions": answer.questions,
                "missing": list(answer.missing),
            }


def _decision(decision: Decision, policy: model.Policy, language: str) -> dict[str, object]:
    return {
        "answer": decision.answer.value,
        "words": words.rhythm(decision.rhythm, policy).into(language),
        "interval": _interval(decision.rhythm),
        "strength": decision.strength.value if decision.strength else None,
        "first": _deadline(decision.first.deadline) if decision.first else None,
        "steps": [_length(step.length) for step in decision.steps],
        "duties": [
            {
                "text": duty.duty.text,
                "deadline": _deadline(duty.duty.deadline) if duty.duty.deadline else None,
                "occasion": duty.occasion,
                "rule": cited(duty.origin),
            }
            for duty in decision.duties
        ],
        "kinds": [
            {
                "mode": permit.kinds.mode.value,
                "names": list(permit.kinds.names),
                **_amount(permit.kinds),
                "occasion": permit.occasion,
                "rule": cited(permit.origin),
            }
            for permit in decision.kinds
        ],
        "rules": [cited(rule) for rule in decision.rules],
        "overridden": [_overridden(other) for other in decision.overridden],
        "outdone": [_overridden(other) for other in decision.outdone],
        "citations": list(decision.citations),
        "policy": decision.policy_id,
        "digest": decision.digest,
        **_beside(decision),
    }


def _beside(decision: Decision) -> dict[str, object]:
    """The right and the pauses, where there are any."""
    found: dict[str, object] = {}
    if decision.right is not None:
        found["right"] = _interval(decision.right.rhythm)
    if decision.pauses:
        found["pauses"] = [
            {
                "reason": pause.pause.reason,
                "at_most": _length(pause.pause.at_most) if pause.pause.at_most else None,
                "rule": cited(pause.origin),
            }
            for pause in decision.pauses
        ]
    return found


def _amount(kinds: Kinds) -> dict[str, object]:
    match kinds.amount:
        case None:
            return {}
        case Share(part, whole):
            return {"share": {"part": part, "whole": whole}}
        case count:
            return {"count": count}


def _interval(rhythm: Rhythm) -> object:
    match rhythm:
        case Every(length=length):
            return _length(length)
        case Times(count=count, window=window, aim=aim):
            times: dict[str, object] = {} if count == 1 else {"times": count}
            if aim is not None:
                times |= {"times": count, "aim-times": aim}
            return {**_window(window), **times}
        case _:
            return None


def _window(window: Window) -> dict[str, object]:
    match window:
        case Calendar(unit):
            return {"count": 1, "unit": f"calendar {unit.value}"}
        case Rolling(length):
            return _length(length)
        case Blocks(length, event):
            return {**_length(length), "from": event}


def _length(length: Length) -> dict[str, object]:
    aim = {} if length.aim is None else {"aim": length.aim}
    return {"count": length.count, "unit": length.unit.value, **aim}


def _deadline(deadline: Deadline) -> dict[str, object]:
    length = _length(deadline.length) if deadline.length else None
    said: dict[str, object] = {"event": deadline.event}
    said["before" if deadline.before else "within"] = length
    if deadline.end is not None:
        which = "following" if deadline.end.following else "own"
        said["end"] = {"unit": f"calendar {deadline.end.unit.value}", "period": which}
    return said


def cited(line: Cited) -> dict[str, object]:
    """A line of the policy as data."""
    return {
        "text": line.text,
        **({"file": line.file} if line.file else {}),
        "line": line.line,
        "block": line.block,
        "citation": line.citation,
        "because": line.because,
    }


def _overridden(other: Overridden) -> dict[str, object]:
    return {"rule": cited(other.line), "by": [cited(line) for line in other.by]}
