"""What differs in constructs beyond two directives: it is named, in words and with its direction."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kontaktdsl.changes import Direction, Section, compare_each
from kontaktdsl.cli import main
from kontaktdsl.project import loads
from tests.diff.mutations import compiled
from tests.diff.test_brute_force import check, quick
from tests.strategies.policies import policies

BASE = """\
policy "Care"
  id care
  applies to rented
attribute age: number 0 to 30
attribute leased: yes or no
attribute rented: yes or no
event Loan "start of the lease"
event Return
kinds: onsite "on site", remote "by phone", letter
series main "service": onsite, remote
series Calls "calls": remote, letter, restarts on Loan
rules Care [§ 1]:
  - age under 5 -> 4 times per calendar year, of them at least half onsite,
      first at the latest 3 months before Loan
  - age at least 5 -> every 2 months
rules Manner [§ 2]:
  - leased -> never 2 remote in a row
rules Stop [§ 3]:
  - leased and age over 20 -> paused "in store" at most 3 weeks
rules Call for Calls [§ 4]:
  - age at least 0 -> monthly, on request weekly
at first contact for main [§ 5]:
  - only onsite
when missed for main [§ 6]:
  - leased -> do "write a letter" within 3 days of Loan
in the single case: stricter, looser up to every 6 months [§ 7]
"""


def changed(text: str, old: str, new: str) -> str:
    """The text with one thing changed."""
    assert text.count(old) == 1, old
    return text.replace(old, new)


@pytest.mark.parametrize(
    ("old", "new", "series", "section", "direction", "whom"),
    [
        ("to rented", "to rented and not leased", "main", "how often", "left", "leased, rented"),
        ("half onsite", "a third onsite", "main", "in which kind", "looser", "age 0 to 4, rented"),
        ("2 remote in", "3 remote in", "main", "in which kind", "looser", "leased, rented"),
        ("2 remote in", "2 onsite in", "main", "in which kind", "other", "leased, rented"),
        ("only onsite", "only onsite or remote", "main", "in which kind", "looser", "rented"),
        ("only onsite", "never remote", "main", "in which kind", "other", "rented"),
        ("at most 3 weeks", "at most 30 days", "main", "what is paused", "looser", "age 21 to 30, leased, rented"),
        ("at most 3 weeks", "at most 2 weeks", "main", "what is paused", "stricter", "age 21 to 30, leased, rented"),
        (" at most 3 weeks", "", "main", "what is paused", "looser", "age 21 to 30, leased, rented"),
        ("3 weeks", "15 working days", "main", "what is paused", "other", "age 21 to 30, leased, rented"),
        ("in store", "abroad", "main", "what is paused", "other", "age 21 to 30, leased, rented"),
        ("within 3 days", "within 5 days", "main", "what", "other", "leased, rented"),
        ("leased -> do", "leased and age over 3 -> do", "main", "what", "dropped", "age 0 to 3, leased, rented"),
        ("3 months before", "2 months before", "main", "when first", "looser", "age 0 to 4, rented"),
        ("3 months before", "3 months after", "main", "when first", "looser", "age 0 to 4, rented"),
        ("on request weekly", "on request monthly", "Calls", "how often on request", "looser", "rented"),
        (", on request weekly", "", "Calls", "how often on request", "dropped", "rented"),
    ],
)  # fmt: skip
def test_one_change_is_named_and_nothing_else(
    old: str, new: str, series: str, section: str, direction: str, whom: str
) -> None:
    """Its section, its direction and exactly the people; the other series is untouched."""
    found = compare_each(loads(BASE).model, loads(changed(BASE, old, new)).model)
    by_name = {one.name: comparison for one, comparison in found.items()}
    for name, comparison in by_name.items():
        assert comparison is not None
        changes = [(part, change) for part in comparison.sections for change in part.changes]
        if name != series and section != "how often":
            assert not changes
        elif name == series:
            assert {part.section for part, _ in changes} == {Section(section)}
            wanted = {"left": Direction.LEFT}.get(direction) or Direction(direction)
            assert {change.direction for _, change in changes} == {wanted}
            if section != "how often":
                ((_, change),) = changes
                ((group),) = change.groups
                assert group.region.words.en == whom
    assert check_pair(BASE, changed(BASE, old, new))


def check_pair(old: str, new: str) -> bool:
    """Held against brute force, series by series."""
    from kontaktdsl.series import projected
    from tests.diff.reference import Told, changes, people

    before = {one.series[0].name: one for one in projected(loads(old).model)}
    after = {one.series[0].name: one for one in projected(loads(new).model)}
    for one, comparison in compare_each(loads(old).model, loads(new).model).items():
        assert comparison is not None
        pair = before[one.name], after[one.name]
        from tests.diff.test_brute_force import found

        for person in people(*pair):
            told = Told(pair[0], person), Told(pair[1], person)
            if all(each.owed for each in told):
                assert found(comparison, person) == changes(*told), person
    return True


@pytest.mark.parametrize(
    ("old", "new", "german", "english", "dates"),
    [
        ("calls\": remote, letter", "calls\": remote",
         "Darin zählen: by phone, letter → by phone",
         "What counts in it: by phone, letter → by phone", True),
        ("restarts on Loan", "restarts on Return",
         "Die Uhr beginnt neu mit: start of the lease → Return",
         "The clock runs anew from: start of the lease → Return", True),
        (", restarts on Loan", "",
         "Die Uhr beginnt neu mit: start of the lease → keine Angabe",
         "The clock runs anew from: start of the lease → not said", True),
        ("up to every 6 months [§ 7]", 'up to every 7 months with "the office" [§ 7]',
         "Im Einzelfall: strenger oder lockerer bis alle 6 Monate → strenger oder lockerer bis alle 7 "
         "Monate mit the office",
         "In the single case: stricter or looser up to every 6 months → stricter or looser up to every "
         "7 months with the office", False),
        ("at first contact", "ensure: never looser than other\nat first contact",
         "Nie lockerer als: keine Angabe → other",
         "Never looser than: not said → other", False),
    ],
)  # fmt: skip
def test_what_stands_beside_the_answers(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    old: str,
    new: str,
    german: str,
    english: str,
    dates: bool,
) -> None:
    """By labels, in both languages, in every format; and whether due dates change with it."""
    one, other = tmp_path / "old.kpol", tmp_path / "new.kpol"
    one.write_text(BASE, encoding="utf-8")
    other.write_text(changed(BASE, old, new), encoding="utf-8")
    for language, wanted in (("de", german), ("en", english)):
        for form in ("text", "markdown"):
            main(["diff", str(one), str(other), "--lang", language, "--format", form])
            shown = " ".join(capsys.readouterr().out.replace("\\", "").replace("**", "").split())
            assert wanted in shown, shown
    main(["diff", str(one), str(other), "--lang", "en", "--format", "json"])
    told = json.loads(capsys.readouterr().out)["policies"]
    besides = [entry for policy in told for entry in policy["beside"]]
    assert [entry["due_dates"] for entry in besides] == [dates]


def test_other_labels_are_no_other_dates() -> None:
    """A kind or an event that is only called otherwise changes nothing beside the answers."""
    new = BASE.replace('"by phone"', '"by telephone"').replace('"start of the lease"', '"loan"')
    for comparison in compare_each(loads(BASE).model, loads(new).model).values():
        assert comparison is not None
        assert not comparison.beside
        assert comparison.equivalent


def test_where_all_are_alike_no_person_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A change for everybody, in a question that no fact matters to, needs no example."""
    one, other = tmp_path / "old.kpol", tmp_path / "new.kpol"
    plain = changed(BASE, "  applies to rented\n", "")
    one.write_text(plain, encoding="utf-8")
    other.write_text(changed(plain, "only onsite", "only remote"), encoding="utf-8")
    for form in ("text", "markdown"):
        main(["diff", str(one), str(other), "--lang", "en", "--format", form])
        shown = capsys.readouterr().out
        assert "everyone" in shown
        assert "for example" not in shown


# --- against brute force ------------------------------------------------------------------------

SAID = (
    "never 2 Gruppe in a row",
    "never 3 Gruppe in a row",
    "never 2 Gruppe or Telefon in a row",
    "only Telefon or Gruppe",
    "at most 1 Gruppe",
    'paused "im Lager" at most 30 days',
    'paused "im Lager"',
    'do "Bericht" until the end of the calendar week after Antrag',
    'do "Bericht" at the latest 5 days before Antrag',
)
OCCASIONS = ("at first contact", "at every contact", "at follow-up contact", "when missed")
AT = ("only Telefon", "only Telefon or Gruppe", "never Gruppe", 'do "x"', 'do "y", never Gruppe')


@st.composite
def more(draw: st.DrawFn, terms: list[str]) -> str:
    """Lines of kinds, pauses, duties and occasions."""
    lines = draw(st.lists(st.tuples(st.sampled_from(terms), st.sampled_from(SAID)), max_size=4))
    text = "".join(f"{term} -> {said}\n" for term, said in lines)
    for occasion in draw(st.lists(st.sampled_from(OCCASIONS), unique=True, max_size=2)):
        text += f"{occasion}:\n"
        said = st.lists(
            st.tuples(st.sampled_from(["", *terms]), st.sampled_from(AT)), min_size=1, max_size=3
        )
        for term, part in draw(said):
            text += f"  - {term} -> {part}\n" if term else f"  - {part}\n"
    return text


@quick
@given(policies(max_rules=3, max_attributes=3, extras=True, slots=True), st.data())
def test_the_same_rules_with_other_kinds_pauses_and_occasions(
    text: str, data: st.DataObject
) -> None:
    """Every customer is named who is concerned, and nobody else."""
    policy = compiled(text)
    assert policy is not None
    terms = [
        f"{attribute.name} at least {attribute.domain.bounds[0] + 1}"
        if type(attribute.domain).__name__ == "Number"
        else attribute.name
        if type(attribute.domain).__name__ == "YesNo"
        else f"{attribute.name} {attribute.domain.values[0].name}"  # type: ignore[union-attr]
        for attribute in policy.attributes
    ]
    terms += [f"{one} or {other}" for one, other in pairwise(terms)]
    check(text + data.draw(more(terms)), text + data.draw(more(terms)))
