"""What one decision costs, in multiples of an empty function call; a table in Markdown.

`python benchmarks/decide.py [--quick]`.  Wall time of short windows, the competitors taking turns
so that all see the same machine; medians over the windows, ratios within one run.  Every competitor
decides the same customers: one of each possible case, all of them shuffled again and again, so that
no branch can be foreseen.  Every time, that of the empty call too, holds the same loop around the
call.  Dicts hold literals, as in a program (names and values interned where Python does so); a row
shows those read from JSON.  Peer: zen-engine in its best configuration (static loader, `evaluate`),
left out where it is not installed.
"""

import ast
import json
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from kontaktdsl import load, loads  # noqa: E402
from kontaktdsl.decision import Decision, Fact  # noqa: E402
from kontaktdsl.domains import Enumeration, Ranges, YesNo, contains  # noqa: E402
from kontaktdsl.model import Attribute, Rule  # noqa: E402
from kontaktdsl.plan.branches import branches_of  # noqa: E402
from kontaktdsl.policy import Policy  # noqa: E402
from kontaktdsl.values import rhythm_of  # noqa: E402

QUICK = "--quick" in sys.argv[1:]
WINDOWS = 40 if QUICK else 400
CALLS = 4_000
"""About so many calls in a window, all customers equally often."""
SHAPES = ((10, 4, 2), (100, 8, 4), (1_000, 13, 6), (10_000, 13, 6), (10_000, 30, 8))
"""Rules, attributes, and how many of them a rule fixes."""
ALL, LITTLE = "`decide`", "`how_often`"
MOST_OBJECT, MOST_DICT, LEAST_ZEN, MOST_MICROSECONDS = 2.0, 3.0, 60.0, 2.0

Facts = dict[str, Fact]
Contender = tuple[Callable[[Any], object], Sequence[Any]]


def empty(_facts: object) -> None:
    """Do nothing: what any Python function costs."""


def medians(contenders: dict[str, Contender]) -> dict[str, float]:
    """Nanoseconds per call of each contender."""
    taken: dict[str, list[float]] = {name: [] for name in contenders}
    for _ in range(WINDOWS):
        for name, (call, inputs) in contenders.items():
            start = time.perf_counter_ns()
            for given in inputs:
                call(given)
            taken[name].append((time.perf_counter_ns() - start) / len(inputs))
    return {name: statistics.median(windows) for name, windows in taken.items()}


def customers(policy: Policy) -> list[Facts]:
    """One possible customer of every case, as literals of a program."""
    plan = policy.plan
    facts = [
        policy.facts_of(plan.space.facts(case))
        for case in plan.space.cases()
        if isinstance(plan.answer(case), Decision)
    ]
    return [ast.literal_eval(repr(each)) for each in facts]


def shuffled(count: int) -> list[int]:
    """The numbers below `count`, shuffled again and again."""
    chance = random.Random(1)
    return [
        number
        for _ in range(max(1, CALLS // count))
        for number in chance.sample(range(count), count)
    ]


def objects(policy: Policy, facts: Iterable[Facts]) -> list[object]:
    """The same customers as checked objects."""
    return [policy.Facts(**by_field(policy, each)) for each in facts]


def by_field(policy: Policy, facts: Facts) -> Facts:
    """The facts under the names of fields."""
    return {policy.plan.fields[name]: value for name, value in facts.items()}


def reader(policy: Policy, most: int | None = None) -> Callable[[Facts], None]:
    """A function that reads facts of a dict (all, or so many) and does nothing else: the limit."""
    names: dict[str, Any] = {}
    axes = policy.plan.space.axes[:most]
    reads = "; ".join(f"v{i} = facts[{axis.attribute.name!r}]" for i, axis in enumerate(axes))
    exec(f"def read(facts):\n    {reads or 'pass'}", names)
    found: Callable[[Facts], None] = names["read"]
    return found


def by_hand(facts: Facts) -> str:
    """Rhein-Hunsrück, only "how often?", as a programmer writes it: nothing is checked."""
    if facts["Absolvent"]:
        return "see"
    if facts["Intensivkunde"]:
        return "2 weeks"
    if facts["prognose"] in ("Z", "I"):
        return "6 months"
    if facts["age"] < 25:  # type: ignore[operator]
        return "1 month" if facts["status"] == "alo" else "not regulated"
    return "2 months" if facts["prognose"] == "marktnah" else "4 months"


# --- the peer -----------------------------------------------------------------------------------


def zen(policy: Policy, rules: Sequence[Rule]) -> Callable[[Facts], object] | None:
    """The peer, with the rules as one decision table where the first row that fits counts."""
    try:
        from zen import ZenEngine
    except ImportError:
        return None
    attributes = [axis.attribute for axis in policy.plan.space.axes]
    problem, wanted = policy.plan.lines.problem, [rule.index for rule in rules]
    rows = []
    for box, rule in sorted(
        (pair for pair in zip(problem.rows, problem.rule_of, strict=True) if pair[1] in wanted),
        key=lambda pair: wanted.index(pair[1]),
    ):
        cells = {
            axis.attribute.name: "" if mask == (1 << len(axis.classes)) - 1
            else cell(axis.attribute, axis.ranges(mask))
            for axis, mask in zip(policy.plan.space.axes, box, strict=True)
        }  # fmt: skip
        rows.append({"_id": f"r{len(rows)}", "out": str(rule), **cells})
    table = {
        "hitPolicy": "first",
        "inputs": [{"id": a.name, "name": a.name, "field": a.name} for a in attributes],
        "outputs": [{"id": "out", "name": "out", "field": "out"}],
        "rules": rows,
    }
    content = {
        "contentType": "application/vnd.gorules.decision",
        "nodes": [
            {"id": "in", "name": "in", "type": "inputNode", "position": {"x": 0, "y": 0}},
            {
                "id": "table", "name": "table", "type": "decisionTableNode",
                "content": table, "position": {"x": 1, "y": 0},
            },
            {"id": "out", "name": "out", "type": "outputNode", "position": {"x": 2, "y": 0}},
        ],
        "edges": [
            {"id": "1", "type": "edge", "sourceId": "in", "targetId": "table"},
            {"id": "2", "type": "edge", "sourceId": "table", "targetId": "out"},
        ],
    }  # fmt: skip
    engine = ZenEngine({"loader": {"type": "static", "content": {"p": content}}})
    return partial(engine.evaluate, "p")


def cell(attribute: Attribute, ranges: Ranges) -> str:
    """Values of one attribute in the peer's words."""
    match attribute.domain:
        case YesNo():
            return "true" if ranges == ((1, 1),) else "false"
        case Enumeration(values):
            inside = [v.name for i, v in enumerate(values) if contains(ranges, i)]
            return ", ".join(f'"{name}"' for name in inside)
        case _:
            return " or ".join(f"[{low}..{high}]" for low, high in ranges)


def rhythm_rows(policy: Policy) -> list[Rule]:
    """The rules that say how often, exceptions before what they are exceptions to."""
    over = policy.model.over
    rules = [rule for rule in policy.model.rules if rhythm_of(rule.outcome) is not None]
    return sorted(rules, key=lambda rule: over[rule.block.index].bit_count())


def agrees(policy: Policy, peer: Callable[[Facts], Any], facts: Iterable[Facts]) -> bool:
    """Whether the peer finds the same rhythm for all customers."""
    return all(
        rhythm_of(policy.model.rules[int(peer(each)["result"]["out"])].outcome)
        == policy.decide(each).rhythm
        for each in facts
    )


# --- policies of many rules ---------------------------------------------------------------------


def random_policy(rules: int, attributes: int, fixed: int) -> tuple[Policy, list[Facts]]:
    """Rules that each fix some attributes, and 2,000 random customers."""
    chance = random.Random(rules)
    values = {f"e{i}": [f"w{i}_{j}" for j in range(4)] for i in range(1, attributes, 3)}
    lines = ['policy "random"']
    for i in range(attributes):
        lines.append(
            f"attribute f{i}: yes or no" if i % 3 == 0
            else f"attribute e{i}: {' | '.join(values[f'e{i}'])}" if i % 3 == 1
            else f"attribute n{i}: number 0 to 99"
        )  # fmt: skip
    lines.append("rules R:")
    for _ in range(rules - 1):
        terms = []
        for i in sorted(chance.sample(range(attributes), fixed)):
            wanted = chance.choice(("under 20", "20 to 49", "50 to 79", "over 79"))
            terms.append(
                chance.choice((f"f{i}", f"not f{i}")) if i % 3 == 0
                else chance.choice(values[f"e{i}"]) if i % 3 == 1
                else f"n{i} {wanted}"
            )  # fmt: skip
        lines.append(f"  - {' and '.join(terms)} -> monthly")
    policy = loads("\n".join([*lines, "  - otherwise -> every 2 months", ""]))
    names = [attribute.name for attribute in policy.attributes]
    people = [
        {
            name: chance.random() < 0.5 if name[0] == "f"
            else chance.choice(values[name]) if name[0] == "e"
            else chance.randrange(100)
            for name in names
        }
        for _ in range(2_000)
    ]  # fmt: skip
    needed = {axis.attribute.name for axis in policy.plan.space.axes}
    return policy, [{n: v for n, v in one.items() if n in needed} for one in people]


# --- tables -------------------------------------------------------------------------------------


def line(*cells: object) -> None:
    """One row of a table."""
    print("| " + " | ".join(str(cell) for cell in cells) + " |")


def real(path: Path) -> None:
    """The table of one real policy."""
    policy = load(path)
    each = customers(policy)
    made = objects(policy, each)
    for one in (*each, *made):
        assert policy.how_often(one) == policy.decide(one).rhythm  # type: ignore[arg-type]
    order = shuffled(len(each))
    facts, ready = [each[i] for i in order], [made[i] for i in order]
    from_json = json.loads(json.dumps(each))
    found = branches_of(policy.model, policy.plan.leaves)
    assert found is not None
    few = round(found.reads)
    limits = {
        "all": f"reading all {len(policy.plan.space.axes)} facts of a dict (limit of `decide`)",
        "few": f"reading {few} facts of a dict (limit of `how_often`, reads {found.reads:.1f})",
    }
    goals = {
        f"{LITTLE}, Facts object": MOST_OBJECT,
        f"{LITTLE}, dict": MOST_DICT,
        f"{ALL}, Facts object": MOST_OBJECT,
        f"{ALL}, dict": MOST_DICT,
    }
    contenders: dict[str, Contender] = {
        "an empty call": (empty, facts),
        limits["few"]: (reader(policy, few), facts),
        f"{LITTLE}, Facts object": (policy.how_often, ready),
        f"{LITTLE}, dict": (policy.how_often, facts),
        f"{LITTLE}, dict from JSON": (policy.how_often, [from_json[i] for i in order]),
        f"{LITTLE}, dict, always the same customer": (policy.how_often, facts[:1] * len(facts)),
        limits["all"]: (reader(policy), facts),
        f"{ALL}, Facts object": (policy.decide, ready),
        f"{ALL}, dict": (policy.decide, facts),
        "making and checking a Facts object": (
            lambda given, make=policy.Facts: make(**given),
            [by_field(policy, one) for one in facts],
        ),
    }
    if "rhein" in path.stem:
        contenders["if/else by hand, one question, unchecked"] = (by_hand, facts)
    peer = zen(policy, rhythm_rows(policy))
    if peer is not None and not agrees(policy, peer, each):
        peer = None  # `strictest` is not a question of which row comes first
    if peer is not None:
        contenders["zen-engine, one question"] = (peer, each)
    took = medians(contenders)
    print(f"\n{policy.id}: {len(policy.plan.space.axes)} facts, {len(each)} customers\n")
    line("one call", "ns", "times an empty call", "goal", "times its limit")
    line("---", "---:", "---:", "---", "---:")
    for name, spent in took.items():
        limit = limits["few" if LITTLE in name else "all"]
        line(
            name,
            f"{spent:,.0f}",
            f"{spent / took['an empty call']:.1f}",
            f"at most {goals[name]:g}" if name in goals else "",
            f"{spent / took[limit]:.1f}" if ", dict" in name else "",
        )
    if peer is not None:
        slow = took["zen-engine, one question"]
        for name in goals:
            ratio = f"{slow / took[name]:,.0f} times ours"
            line(f"zen-engine / {name}", "", ratio, f"at least {LEAST_ZEN:g}", "")


def main() -> None:
    """Print all tables."""
    for path in sorted((ROOT / "policies").glob("*.kpol")):
        real(path)
    print("\nPolicies of many rules, 2,000 random customers each, all seen before\n")
    heads = ("object", "dict", "how often, object", "how often, dict", "reading it")
    line("rules", "facts", *(f"{head}, ns" for head in heads), "first time, µs", "goal")
    line(*["---:"] * (3 + len(heads)), "---")
    for shape in SHAPES[:3] if QUICK else SHAPES:
        policy, people = random_policy(*shape)
        start = time.perf_counter()
        for one in people:
            policy.decide(one)
        first = (time.perf_counter() - start) / len(people)
        made = objects(policy, people)
        for one in made:
            assert policy.how_often(one) == policy.decide(one).rhythm  # type: ignore[arg-type]
        for one in people:
            assert policy.how_often(one) == policy.decide(one).rhythm
        ways: dict[str, Contender] = {
            "made": (policy.decide, made),
            "dict": (policy.decide, people),
            "often, made": (policy.how_often, made),
            "often, dict": (policy.how_often, people),
            "read": (reader(policy), people),
        }
        took = medians(ways)
        spent = [f"{took[way]:,.0f}" for way in ways]
        facts = len(policy.plan.space.axes)
        goal = f"at most {MOST_MICROSECONDS:g} µs"
        line(f"{shape[0]:,}", facts, *spent, f"{first * 1e6:,.0f}", goal)


if __name__ == "__main__":
    main()
