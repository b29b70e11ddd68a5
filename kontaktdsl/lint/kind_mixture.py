"""Lines whose kinds of contact no sequence of contacts can keep, and shares of what is not counted.

Which lines meet in a case is asked of the exact engine, for each smallest set of lines that no
mixture can keep together with the rhythm that counts there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import product

import attrs

from kontaktdsl import model
from kontaktdsl.analysis import engine
from kontaktdsl.analysis.bitsets import Case, bits
from kontaktdsl.analysis.problem import Query, matches, undefeated
from kontaktdsl.diagnostics import Diagnostic, Kind, Label, Severity, Text
from kontaktdsl.lint.context import Context
from kontaktdsl.mixture import (
    Demand,
    Owed,
    TooMixed,
    breaking,
    demands,
    owed,
    possible,
)
from kontaktdsl.next_kind import WHERE
from kontaktdsl.question import Asked, refine
from kontaktdsl.record import Shown
from kontaktdsl.series import kinds_of
from kontaktdsl.values import KindMode, Kinds, rhythm_of

_PLAIN = 'policy "Beispiel"\nattribute status: alo | asu\nkinds: Besuch, Telefon\n'
_HEAD = _PLAIN + "attribute age: number 15 to 66\n"

KIND = Kind(
    "kind-mixture",
    Text("unerfüllbare Kontaktarten", "kinds that cannot be kept"),
    Severity.ERROR,
    Text(
        "Keine Folge von Kontakten erfüllt, was hier über Kontaktarten gesagt ist ({count})",
        "No sequence of contacts keeps what is said here of kinds of contact ({count})",
    ),
    Text(
        "Zahlen, Anteile und „hintereinander“ gelten zusammen, in jedem Zeitraum des Rhythmus.",
        "Numbers, shares and `in a row` hold together, in every window of the rhythm.",
    ),
    _HEAD + "alo or asu -> 4 times per calendar year\nalo -> of them at least 3 Besuch\n"
    "age under 25 -> never 2 Besuch in a row\n",
    _HEAD + "alo or asu -> 4 times per calendar year\nalo -> of them at least 2 Besuch\n"
    "age under 25 -> never 2 Besuch in a row\n",
)
UNCOUNTED = Kind(
    "share-without-count",
    Text("Anteil ohne Anzahl", "share without a count"),
    Severity.ERROR,
    Text(
        "Ein Anteil zählt Kontakte, aber für einige ist keine Anzahl vorgegeben",
        "A share counts contacts, but for some no number of them is set",
    ),
    Text(
        "„Davon mindestens die Hälfte“ braucht einen Rhythmus, der mehrere Kontakte in einem "
        "Zeitraum zählt: „4-mal je Kalenderjahr“. Für „jeder zweite“ genügt „nie 2-mal "
        "hintereinander“.",
        "`of them at least half` needs a rhythm that counts several contacts in a window: `4 times "
        "per calendar year`. For `every second one` it is enough to say `never 2 in a row`.",
    ),
    _PLAIN + "alo or asu -> every 3 months, of them at least half Besuch\n",
    _PLAIN + "alo or asu -> 4 times per calendar year, of them at least half Besuch\n",
)
_COUNTED = Text(
    "`4-mal je Kalenderjahr` sagt eine Anzahl; `nie 2-mal hintereinander ...` braucht keine",
    "`4 times per calendar year` sets a number; `never 2 ... in a row` needs none",
)
TOO_MIXED = Kind(
    "kinds-too-many",
    Text("zu viele Kontakte zum Prüfen", "too many contacts to check"),
    Severity.ERROR,
    Text(
        "So viele Kontakte in einem Zeitraum und so viele Anteile werden nicht geprüft",
        "So many contacts in a window with so many shares are not checked",
    ),
    Text(
        "Ein kürzerer Zeitraum mit weniger Kontakten sagt meist dasselbe.",
        "A shorter window with fewer contacts mostly says the same.",
    ),
    _PLAIN + "alo or asu -> 9000 times per calendar year, of them at least two thirds Besuch,\n"
    "    of them at least half Telefon\n",
    _PLAIN + "alo or asu -> 9 times per calendar year, of them at least a third Besuch,\n"
    "    of them at least a third Telefon\n",
)

_COUNT = Text("{n} Kontakte je Zeitraum", "{n} contacts per window")
_ANY = Text("wie viele es auch sind", "however many there are")

Line = model.Rule | model.OccasionRule


@attrs.frozen(eq=False, repr=False)
class Speaking(Shown):
    """The lines of a policy that demand something of kinds, and the rhythms that count contacts.

    `asked` tells apart where they hold; `lines` are grouped by what they demand; `rhythms` are the
    numbers of the rules by how many contacts they owe, with the query for where each counts.
    """

    asked: Asked
    kinds: tuple[str, ...]
    lines: dict[frozenset[Demand], list[Line]]
    rhythms: dict[Owed, list[tuple[model.Rule, Query]]]

    def holding(self, line: Line) -> Query:
        """The possible cases in which a line holds."""
        if isinstance(line, model.Rule):
            return undefeated(self.asked.problem, line.index)
        return Query(inside=self.asked.boxes(line.condition))

    def silent(self, lines: Iterable[Line]) -> Query:
        """The possible cases in which none of these lines holds."""
        query = Query()
        for line in lines:
            if isinstance(line, model.Rule):
                query &= Query(defeated=1 << line.index)
            else:
                query &= Query(outside=self.asked.boxes(line.condition))
        return query

    def together(self, chosen: Iterable[frozenset[Demand]]) -> Iterator[tuple[Line, ...]]:
        """Each choice of one line for each of some demands whose lines may meet."""
        for lines in product(*(self.lines[each] for each in chosen)):
            rules = [line for line in lines if isinstance(line, model.Rule)]
            meeting = self.asked.meeting
            if all(meeting[a.index] >> b.index & 1 for a in rules for b in rules):
                yield lines

    def at(self, case: Case) -> frozenset[Demand]:
        """What is demanded in one case."""
        problem = self.asked.problem
        return frozenset().union(
            *(
                demanded
                for demanded, lines in self.lines.items()
                if any(matches(problem, self.holding(line), case) for line in lines)
            )
        )

    def exists(self, query: Query) -> bool:
        """Whether a possible case is like that."""
        return engine.exists(self.asked.problem, query) is not None


def speaking(context: Context, extra: Iterable[model.Condition] = ()) -> Speaking:
    """What a policy says of kinds, in a space that `extra` conditions cut further."""
    policy = context.policy
    lines: dict[frozenset[Demand], list[Line]] = {}
    for rule in policy.rules:
        lines.setdefault(demands(rule.outcome), []).append(rule)
    said = [at for at in policy.occasions if at.occasion in WHERE and demands(at.outcome)]
    asked = refine(context.what, [*(at.condition for at in said), *extra])
    for at in said:
        if asked.boxes(at.condition):  # () would mean everywhere, and this line holds nowhere
            lines.setdefault(demands(at.outcome, WHERE[at.occasion]), []).append(at)
    lines.pop(frozenset(), None)
    rhythms: dict[Owed, list[tuple[model.Rule, Query]]] = {}
    how_often = context.how_often
    for number, rule in enumerate(how_often.rules):
        beaten = (how_often.rules[other] for other in bits(how_often.problem.beaten_by[number]))
        query = undefeated(asked.problem, rule.index)
        query &= Query(defeated=sum(1 << other.index for other in beaten))
        rhythms.setdefault(owed(rhythm_of(rule.outcome)), []).append((rule, query))
    return Speaking(asked, kinds_of(policy), lines, rhythms)


def check(context: Context) -> Iterator[Diagnostic]:
    """One finding for each smallest set of lines that cannot be kept together, and each share."""
    said = speaking(context)
    if not said.lines:
        return
    try:
        yield from _uncounted(context, said)
        always = list(_smallest(said, Owed(), []))
        for chosen in always:
            yield from _findings(context, said, Owed(), chosen)
        for windows in said.rhythms:
            if windows.count > 1:
                for chosen in _smallest(said, windows, always):
                    yield from _findings(context, said, windows, chosen)
    except TooMixed:
        longest = max(said.rhythms, key=lambda each: each.count)
        rule, _ = said.rhythms[longest][0]
        yield TOO_MIXED.at(rule.span)


def _smallest(
    said: Speaking, windows: Owed, known: list[frozenset[frozenset[Demand]]]
) -> Iterator[frozenset[frozenset[Demand]]]:
    """The smallest sets of demands that no mixture keeps, but those that hold others, or known."""
    found = list(known)
    kept: list[tuple[frozenset[Demand], ...]] = [()]
    order = list(said.lines)
    while kept:
        longer = []
        for chosen in kept:
            start = order.index(chosen[-1]) + 1 if chosen else 0
            for each in order[start:]:
                more = (*chosen, each)
                if any(other <= frozenset(more) for other in found):
                    continue
                if next(said.together(more), None) is None:
                    continue
                demanded = _counted(frozenset().union(*more), windows)
                if possible(demanded, said.kinds, windows) is None:
                    found.append(frozenset(more))
                    yield frozenset(more)
                else:
                    longer.append(more)
        kept = longer


def proving(said: Speaking, windows: Owed, wanted: Demand) -> Iterator[Query]:
    """Where a demand is not proven, under a rhythm that owes so many contacts: queries for all
    possible cases in which, of each smallest set of lines that proves it, some line is silent.

    Raises TooMixed.
    """
    proofs: list[frozenset[frozenset[Demand]]] = []
    kept: list[tuple[frozenset[Demand], ...]] = [()]
    order = list(said.lines)
    while kept:
        longer = []
        for chosen in kept:
            if any(other <= frozenset(chosen) for other in proofs):
                continue
            if chosen and next(said.together(chosen), None) is None:
                continue
            demanded = _counted(frozenset().union(*chosen), windows)
            if breaking(demanded, wanted, said.kinds, windows) is None:
                proofs.append(frozenset(chosen))
                continue
            start = order.index(chosen[-1]) + 1 if chosen else 0
            longer += [(*chosen, each) for each in order[start:]]
        kept = longer
    for silent in _hitting(proofs):
        yield said.silent(line for each in silent for line in said.lines[each])


def _hitting(
    proofs: list[frozenset[frozenset[Demand]]],
) -> Iterator[frozenset[frozenset[Demand]]]:
    """The smallest sets that share a member with each of these sets; none if one is empty."""
    found: list[frozenset[frozenset[Demand]]] = [frozenset()]
    for proof in proofs:
        longer = {
            chosen if chosen & proof else chosen | {each} for chosen in found for each in proof
        }
        found = [c for c in longer if not any(other < c for other in longer)]
    yield from found


def _counted(said: frozenset[Demand], windows: Owed) -> frozenset[Demand]:
    """Without the shares where nothing is counted: they have a finding of their own."""
    return said if windows.count > 1 else frozenset(d for d in said if not d.counts)


def _findings(
    context: Context, said: Speaking, windows: Owed, chosen: frozenset[frozenset[Demand]]
) -> Iterator[Diagnostic]:
    rhythms = said.rhythms.get(windows, []) if windows.count > 1 else []
    count = _COUNT.format(n=windows.count) if windows.count > 1 else _ANY
    for lines in said.together(sorted(chosen, key=lambda each: said.lines[each][0].span.start)):
        if windows.count == 1 and _told(lines):
            continue
        meets = Query()
        for line in lines:
            meets &= said.holding(line)
        where = [(rule.span, meets & query) for rule, query in rhythms] or [(lines[0].span, meets)]
        queries = [(span, query) for span, query in where if said.exists(query)]
        if queries:
            spans = [*(line.span for line in lines), *(span for span, _ in queries)]
            first, *others = dict.fromkeys(spans)
            regions, more = context.regions(said.asked, [query for _, query in queries])
            yield KIND.at(
                first,
                count=count,
                others=tuple(Label(span) for span in others[:5]),
                regions=regions,
                more_regions=more,
            )


def _told(lines: tuple[Line, ...]) -> bool:
    """Whether the check of pairs of lines has said it: two rules with only and never alone."""
    plain = (KindMode.MAY, KindMode.ONLY, KindMode.NEVER)
    return len(lines) <= 2 and all(
        isinstance(line, model.Rule)
        and all(part.mode in plain for part in line.outcome if isinstance(part, Kinds))
        for line in lines
    )


def _uncounted(context: Context, said: Speaking) -> Iterator[Diagnostic]:
    for demanded, lines in said.lines.items():
        if not any(demand.counts for demand in demanded):
            continue
        for line in lines:
            found = [
                (rule, query & said.holding(line)) for rule, query in said.rhythms.get(Owed(), [])
            ]
            queries = [(rule, query) for rule, query in found if said.exists(query)]
            if queries:
                regions, more = context.regions(said.asked, [query for _, query in queries])
                yield UNCOUNTED.at(
                    line.span,
                    notes=(_COUNTED,),
                    others=tuple(Label(rule.span) for rule, _ in queries[:5] if rule is not line),
                    regions=regions,
                    more_regions=more,
                )
