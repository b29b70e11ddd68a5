"""Whoever asks wrongly is told which field, what may stand there, and what was meant."""

import copy
import pickle
import unicodedata
from pathlib import Path

import pytest

from kontaktdsl.decision import Decision, Refusal
from kontaktdsl.policy import Policy
from kontaktdsl.project import PolicyError, load, loads
from kontaktdsl.refusals import FactError, ImpossibleFacts, MissingFacts, NoAnswer, NoDecision

ROOT = Path(__file__).parents[2]
POLICY = load(ROOT / "policies" / "rhein-hunsrueck.kpol")
GOOD: dict[str, str | bool | int] = {
    "age": 40, "status": "asu", "prognose": "Z", "Intensivkunde": True, "Absolvent": False,
    "Neukunde": False, "Vermittlung": False,
}  # fmt: skip


def ways(facts: dict[str, str | bool | int]) -> list[NoAnswer]:
    """The errors of asking with a dict and with an object; asked twice, after a good answer."""
    assert isinstance(POLICY.decide(GOOD), Decision)
    found = []
    for ask in (lambda: POLICY.decide(facts), lambda: POLICY.decide(POLICY.Facts(**facts))):
        for _ in range(2):
            with pytest.raises(NoAnswer) as caught:
                ask()
            found.append(caught.value)
    return found


@pytest.mark.parametrize(
    ("field", "value", "de", "en"),
    [
        ("age", 14, "`age` kann nicht 14 sein: eine ganze Zahl von 15 bis 66", "`age` cannot be 14: an integer from 15 to 66"),
        ("age", True, "`age` kann nicht True sein: eine ganze Zahl von 15 bis 66", "`age` cannot be True: an integer from 15 to 66"),
        ("age", 40.0, "`age` kann nicht 40.0 sein: eine ganze Zahl von 15 bis 66", "`age` cannot be 40.0: an integer from 15 to 66"),
        ("age", "40", "`age` kann nicht '40' sein: eine ganze Zahl von 15 bis 66", "`age` cannot be '40': an integer from 15 to 66"),
        ("Absolvent", 0, "`Absolvent` kann nicht 0 sein: True oder False, kein anderer Wert", "`Absolvent` cannot be 0: True or False, nothing else"),
        ("Absolvent", None, "`Absolvent` kann nicht None sein: True oder False, kein anderer Wert", "`Absolvent` cannot be None: True or False, nothing else"),
        ("status", "arbeitslos", "`status` kann nicht 'arbeitslos' sein; gemeint ist vielleicht `alo`", "`status` cannot be 'arbeitslos'; perhaps `alo` is meant"),
        ("status", "Asu", "`status` kann nicht 'Asu' sein; gemeint ist vielleicht `asu`", "`status` cannot be 'Asu'; perhaps `asu` is meant"),
        ("prognose", "X", "`prognose` kann nicht 'X' sein; möglich: `marktnah`, `marktfern`, `Z` oder `I`", "`prognose` cannot be 'X'; possible: `marktnah`, `marktfern`, `Z` or `I`"),
        ("prognose", [], "`prognose` kann nicht [] sein; möglich: `marktnah`, `marktfern`, `Z` oder `I`", "`prognose` cannot be []; possible: `marktnah`, `marktfern`, `Z` or `I`"),
    ],
)  # fmt: skip
def test_a_value_outside_the_domain(field: str, value: str | bool | int, de: str, en: str) -> None:
    for error in ways({**GOOD, field: value}):
        assert isinstance(error, FactError)
        assert error.refusal is Refusal.OUTSIDE_DOMAIN
        assert (error.field, error.text.de, error.text.en, str(error)) == (field, de, en, en)


@pytest.mark.parametrize("extra", [{}, {"Absolvent": None}], ids=["extra", "misspelt"])
def test_an_unknown_name(extra: dict[str, None]) -> None:
    facts = {name: value for name, value in GOOD.items() if name not in extra}
    for error in ways({**facts, "Absolvnt": False}):
        assert isinstance(error, FactError)
        assert error.refusal is Refusal.UNKNOWN_NAME
        assert (error.field, error.near) == ("Absolvnt", ("Absolvent",))
        assert error.text.de.endswith(
            "kein Merkmal dieser Richtlinie; gemeint ist vielleicht `Absolvent`"
        )


def test_a_missing_name() -> None:
    facts = {name: value for name, value in GOOD.items() if name not in ("age", "Neukunde")}
    for error in ways(facts):
        assert isinstance(error, MissingFacts)
        assert error.fields == ("age", "Neukunde")
        assert (
            error.text.de == "es fehlen `age` und `Neukunde`; `consider` sagt, was noch möglich ist"
        )
        assert (
            error.text.en
            == "`age` and `Neukunde` are missing; `consider` says what is still possible"
        )


def test_impossible_facts_name_the_line_and_its_reason() -> None:
    for error in ways({**GOOD, "status": "alo", "prognose": "I"}):
        assert isinstance(error, ImpossibleFacts)
        assert (
            error.line.because
            == "Wer integriert ist, ist nicht arbeitslos; der Text sagt es nicht."
        )
        assert error.text.de.startswith(
            "diese Angaben schließen sich aus: `alo and I` (Zeile 29): Wer"
        )
        assert error.text.en.startswith(
            "these facts exclude each other: `alo and I` (line 29): Wer"
        )


def test_an_impossible_cell_is_named_with_its_citation() -> None:
    policy = load(ROOT / "policies" / "dahme-spreewald.kpol")
    with pytest.raises(ImpossibleFacts) as caught:
        policy.consider({"Alter": 20, "Status": "alo", "Prognose": "I", "Selbständig": False})
    assert caught.value.line.text == "U25 und alo und I -> unmöglich"
    assert caught.value.line.citation == "Folgekontakt, U25 alo"


def test_names_and_values_may_be_decomposed() -> None:
    text = 'policy "x"\nattribute Größe: klein | groß | übergroß\nkleine -> monthly\n'
    text = text.replace("kleine", "klein") + "groß or übergroß -> monthly\n"
    policy = loads(text)
    name, value = (unicodedata.normalize("NFD", word) for word in ("Größe", "übergroß"))
    composed = policy.decide({"Größe": "übergroß"})
    assert policy.decide({name: value}) is composed
    assert policy.decide(policy.Facts(**{name: value})) is composed
    with pytest.raises(FactError, match="given twice"):
        policy.decide({name: value, "Größe": "groß"})


def test_a_gap_and_a_conflict_name_the_lines() -> None:
    policy = loads(
        'policy "x"\nattribute A: yes or no\nattribute B: yes or no\n'
        "A -> monthly [1]\nB -> every 2 months [2]\n"
        'A and B -> first same day as X, do "y"\nevent X\n'
    )
    with pytest.raises(NoDecision) as gap:
        policy.decide({"A": False, "B": False})
    assert gap.value.refusal is Refusal.GAP
    assert gap.value.text.de.startswith("keine Regel sagt, wie oft")
    with pytest.raises(NoDecision) as conflict:
        policy.decide({"A": True, "B": True})
    assert conflict.value.refusal is Refusal.CONFLICT
    assert [line.citation for line in conflict.value.rules] == ["1", "2"]
    assert conflict.value.text.en == (
        "two rules contradict each other and no order is declared: "
        "`A -> monthly` [1] and `B -> every 2 months` [2]"
    )


def test_two_first_steps_are_a_contradiction_about_the_first_contact() -> None:
    policy = loads(
        'policy "x"\nattribute A: yes or no\nattribute B: yes or no\nevent X\n'
        "A or not A -> monthly\nA -> first same day as X\nB -> first within 3 days of X\n"
    )
    with pytest.raises(NoDecision) as caught:
        policy.decide({"A": True, "B": True})
    assert caught.value.undecided.first_step
    assert caught.value.text.de.startswith("zwei Regeln sagen verschieden, wann zuerst")


def test_a_fact_that_no_answer_depends_on_may_be_left_out_and_is_still_checked() -> None:
    policy = loads(
        'policy "x"\nattribute A: yes or no\nattribute n: number 1 to 9\nA -> monthly\nnot A -> monthly\n'
        "quantity: 3 A per IFK\n"
    )
    decision = policy.decide({"A": True})
    assert policy.decide({"A": True, "n": 3}) is decision
    assert policy.decide(policy.Facts(A=True)) is decision
    assert policy.decide(policy.Facts(A=True, n=3)) is decision
    with pytest.raises(FactError):
        policy.decide({"A": True, "n": 10})
    with pytest.raises(FactError):
        policy.Facts(A=True, n=10)


@pytest.mark.parametrize(
    "name",
    [
        "code",
        "type",
        "self",
        "class",
        "KeyError",
        "int",
        "v0",
        "facts",
        "e_v0",
        "a-b.c",
        "bisect",
        "decision",
    ],
)
def test_no_name_of_an_attribute_meets_a_name_of_ours(name: str) -> None:
    policy = loads(
        f'policy "x"\nattribute {name}: yes or no\nattribute n: number 1 to 900000\n'
        f"{name} and n under 7 -> monthly\nnot {name} or n at least 7 -> every 2 months\n"
    )
    field = policy.plan.fields[name]
    decision = policy.decide({name: True, "n": 6})
    assert policy.decide(policy.Facts(**{field: True, "n": 6})) is decision
    assert policy.decide({name: False, "n": 6}) is not decision
    made = policy.Facts(**{field: True, "n": 6})
    assert getattr(made, field) is True
    assert repr(made) == f"Facts({field}=True, n=6)"


def test_facts_are_values() -> None:
    one, other = POLICY.Facts(**GOOD), POLICY.Facts(**GOOD)
    assert one == other
    assert len({one, other}) == 1
    assert one != POLICY.Facts(**{**GOOD, "age": 41})
    with pytest.raises(AttributeError):
        one.age = 12  # type: ignore[attr-defined]


def test_facts_of_another_policy_are_read_by_name() -> None:
    other: Policy = loads((ROOT / "policies" / "rhein-hunsrueck.kpol").read_text("utf-8"))
    assert POLICY.decide(other.Facts(**GOOD)) == POLICY.decide(GOOD)


def test_only_a_dict_takes_the_fast_way_but_any_mapping_is_read() -> None:
    from collections import ChainMap, defaultdict

    wanted = POLICY.decide(GOOD)
    assert POLICY.decide(ChainMap(GOOD)) is wanted
    few = {name: value for name, value in GOOD.items() if name != "Neukunde"}
    with pytest.raises(FactError):
        POLICY.decide(defaultdict(bool, {**few, "Neukundin": False}))


def test_errors_and_policies_survive_pickling_and_copying() -> None:
    """So a pool of processes can hand them back."""
    wrong = [dict(GOOD, age=3), dict(GOOD, status="alo", prognose="I"), {"age": 40}]
    for facts in wrong:
        (error, *_) = ways(facts)
        for again in (pickle.loads(pickle.dumps(error)), copy.deepcopy(error)):
            assert type(again) is type(error)
            assert (str(again), again.refusal, again.text) == (
                str(error),
                error.refusal,
                error.text,
            )
            if isinstance(error, MissingFacts):
                assert again.considered == error.considered
    with pytest.raises(PolicyError) as caught:
        loads("policy")
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)
    assert pickle.loads(pickle.dumps(POLICY)).decide(GOOD) == POLICY.decide(GOOD)


def test_a_file_of_vocabulary_is_no_policy_to_decide_with() -> None:
    """It is refused when loaded, with the reason."""
    with pytest.raises(PolicyError, match="no rule on how often"):
        loads("attribute status: alo | asu\n")


def test_of_many_names_the_first_and_how_many_more() -> None:
    """Up to twelve names are listed; no dots stand for the rest."""
    for count, de, en in ((12, "`w12`", "`w12`"), (13, "2 weitere", "2 more")):
        values = " | ".join(f"w{n}" for n in range(1, count + 1))
        policy = loads(f'policy "x"\nattribute a: {values}\na w1 or not a w1 -> monthly\n')
        with pytest.raises(FactError) as caught:
            policy.decide({"a": "unheard-of"})
        assert caught.value.text.de.endswith(f"`w11` oder {de}")
        assert caught.value.text.en.endswith(f"`w11` or {en}")
