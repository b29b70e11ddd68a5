"""Outcomes: from the parts as written to values."""

from kontaktdsl import values
from kontaktdsl.diagnostics import Text
from kontaktdsl.resolver import kinds
from kontaktdsl.resolver.vocabulary import Vocabulary
from kontaktdsl.syntax import tree


def outcome(parts: tuple[tree.Part, ...], vocabulary: Vocabulary) -> values.Outcome:
    """The parts with their names resolved; a part with an unknown name is left out, reported."""
    kept = (part(node, vocabulary) for node in parts)
    return tuple(value for value in kept if value is not None)


def part(node: tree.Part, vocabulary: Vocabulary) -> values.Part | None:
    """One part; None for `impossible` (which is no outcome) and for an unknown name (reported)."""
    match node:
        case tree.Every():
            return values.Every(node.length, node.strength)
        case tree.Times():
            window = _window(node.window, vocabulary)
            if window is None:
                return None
            return values.Times(node.count, window, node.strength, node.aim)
        case tree.See():
            return values.See(node.target.text, checked=isinstance(node.target, tree.Name))
        case tree.NoContact():
            return values.NoContact(node.reason.text)
        case tree.AsNeeded():
            return values.AsNeeded(node.agreement.text)
        case tree.NotRegulated():
            return values.NotRegulated(node.reason.text)
        case tree.First():
            if node.deadline.event is None:
                event = next(iter(vocabulary.events), "...")
                way = Text(
                    f"mit dem Ereignis dahinter: `... von {event}`",
                    f"with the event behind it: `... of {event}`",
                )
                vocabulary.report(kinds.FIRST_WITHOUT_EVENT.at(node.span, notes=(way,)))
                return None
            deadline = _deadline(node.deadline, vocabulary)
            return None if deadline is None else values.First(deadline)
        case tree.After():
            return values.After(node.length)
        case tree.Do():
            if node.deadline is None:
                return values.Do(node.text.text)
            deadline = _deadline(node.deadline, vocabulary)
            return None if deadline is None else values.Do(node.text.text, deadline)
        case tree.Kinds():
            names = [vocabulary.kind(name) for name in node.names]
            known = tuple(name for name in names if name is not None)
            return values.Kinds(node.mode, known, node.amount)
        case tree.ImpossibleCell():
            return None
        case tree.OnRequest():
            rhythm = part(node.rhythm, vocabulary)
            assert isinstance(rhythm, values.Every | values.Times)
            return values.OnRequest(rhythm)
        case tree.Paused():
            return values.Paused(node.reason.text, node.at_most)


def _window(node: tree.Window, vocabulary: Vocabulary) -> values.Window | None:
    match node:
        case tree.Rolling(length=length):
            return values.Rolling(length)
        case tree.CalendarPeriod(unit=unit):
            return values.Calendar(unit)
        case tree.Blocks(length=length, event=name):
            event = vocabulary.event(name)
            return None if event is None else values.Blocks(length, event)


def _deadline(node: tree.Deadline, vocabulary: Vocabulary) -> values.Deadline | None:
    event = None if node.event is None else vocabulary.event(node.event)
    if event is None and node.event is not None:
        return None
    return values.Deadline(node.length, event, node.end, node.before)
