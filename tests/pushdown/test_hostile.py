"""Whatever stands in names, labels, texts, citations and words: nothing leaves its quotes.

The policy is attacked through its model, with every text that a string can hold and more than its
language lets through; the tables of the customers through their own names and words.
"""

from __future__ import annotations

import random
import re
from collections.abc import Sequence

import attrs
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from sqlglot import exp

from kontaktdsl.batch.mapping import Columns
from kontaktdsl.policy import Policy
from kontaktdsl.project import loads
from kontaktdsl.pushdown.databases import DatabaseProblem
from kontaktdsl.pushdown.dialects import DIALECTS, LiteralError
from kontaktdsl.pushdown.script import _one_line, table_named, view_name
from tests.batch.customers import customers
from tests.batch.reference import row
from tests.pushdown.engines import Engine
from tests.pushdown.population import population, within
from tests.pushdown.test_answers import DAY, FIXED

YEARS = 2026, 2026
PIECES = (
    "'", '"', "`", "]", "\\", "\\'", "''", "'; DROP TABLE canary; --", '"; DROP TABLE canary; --',
    "/*", "*/", "--", "#", ";", "\n", "\r\n", "\t", "\nGO\n", "$$", "$1", "${x}", "$(x)", "&x",
    "{0}", "%s", "%", "_", "?", ":x", "@x", "’", "‘", "“", "„", "＇", "\u02bc", "\u2028", "\x85",
    "\x1b[2J", "\u202e", "ä", "ß", "a\u0308", "😀", "E'\\'", "N'", "q'[", "\\x27", "\\u0027",
    "CHR(39)", " ", "x",
)  # fmt: skip

hostile = st.lists(
    st.one_of(st.sampled_from(PIECES), st.text(max_size=3)), min_size=1, max_size=8
).map("".join)
sayable = hostile.filter(
    lambda text: not any("\ud800" <= letter <= "\udfff" or letter == "\x00" for letter in text)
)

TEXT = """
policy "Titel"
  id feindlich
attribute status "L0": alo "L1" | asu "L2"
attribute Neu "L3": yes or no
attribute age: number 15 to 66
event Antrag "L4"
kinds: Gruppe "L5"
impossible: age over 60 and Neu and asu because "L6"
rules A [L7]:
  - alo and age under 25 -> first within 5 working days of Antrag, then after 2 weeks, then monthly, do "L8" within 3 days of Antrag, may use Gruppe
  - alo and age at least 25 -> see "L9"
  - asu and Neu -> no contact required "L10"
"""


def with_texts(texts: Sequence[str]) -> Policy:
    """The policy with hostile texts in the place of `L0` to `L10`; a number keeps them apart."""
    by_place = {f"L{n}": f"{n}{text}" for n, text in enumerate(texts)}
    return Policy(_replaced(loads(TEXT).model, by_place, {}))


def _replaced(thing: object, texts: dict[str, str], seen: dict[int, object]) -> object:
    """A model with other texts; what is shared stays shared."""
    if isinstance(thing, str):
        return texts.get(thing, thing)
    if isinstance(thing, tuple):
        return tuple(_replaced(each, texts, seen) for each in thing)
    if not attrs.has(type(thing)) or type(thing).__module__.endswith(("source", "enum")):
        return thing
    if id(thing) not in seen:
        names = [field.name for field in attrs.fields(type(thing))]
        copy = object.__new__(type(thing))
        seen[id(thing)] = copy
        for name in names:
            object.__setattr__(copy, name, _replaced(getattr(thing, name), texts, seen))
    return seen[id(thing)]


def wrong(engine: Engine, policy: Policy, name: str, columns: Columns, seed: int) -> list[object]:
    """Rows that differ from the oracle, with a table and columns of hostile names."""
    people = population(
        policy, within(customers(policy, 25, seed), *YEARS), DAY, seed, loose=engine.loose
    )
    said = {**columns.facts, **columns.events, "last_contact": columns.last_contact or ""}
    said["id"], said["contacts"] = columns.key or "id", columns.contacts or "contacts"
    types = {said.get(each) or each: kind for each, kind in people.types.items()}
    engine.database.execute("DROP TABLE IF EXISTS canary")
    engine.database.execute("CREATE TABLE canary (x INTEGER)")
    engine.database.execute("INSERT INTO canary VALUES (42)")
    engine.customers(attrs.evolve(people, types=types), name)
    script = engine.script(policy, columns, years=YEARS, name=name)
    engine.install(script, DAY)
    got = engine.answers(script)
    assert [each.pop(columns.key or "id") for each in got] == list(range(1, 26))
    expected = [row(policy, person, DAY, "de") for person in people.people]
    assert engine.database.rows("SELECT x FROM canary") == [(42,)]
    cascade = " CASCADE" if engine.database.keeps_views else ""
    engine.database.execute(f"DROP TABLE {engine.database.sql(table_named(name))}{cascade}")
    return [(a, b) for a, b in zip(got, expected, strict=True) if a != b]


@settings(FIXED, max_examples=12)
@given(texts=st.lists(sayable, min_size=11, max_size=11), seed=st.integers(0, 2**32))
@example(texts=["'; DROP TABLE canary; --\\"] * 11, seed=1)
@example(texts=[f"\\'\n{piece}" for piece in PIECES[:11]], seed=2)
@example(texts=[f"{piece}{{0}}%s" for piece in PIECES[30:41]], seed=3)
def test_texts_of_the_policy(engine: Engine, texts: list[str], seed: int) -> None:
    """Labels, reasons, duties, citations and titles come out as they went in."""
    assert wrong(engine, with_texts(texts), "kunden", Columns(), seed) == []


name = sayable.map(lambda text: text[:40]).filter(
    lambda text: text.strip() and len(text.encode()) < 60
)


@settings(FIXED, max_examples=12)
@given(
    names=st.lists(name, min_size=6, max_size=6, unique_by=lambda text: text.casefold()),
    seed=st.integers(0, 2**32),
)
@example(names=["order", "alter", "Größe", 'a"b', "a'b; --", "select * from x"], seed=1)
@example(names=['"', "'", "\\", "]", "`", "*/"], seed=2)
def test_names_of_tables_and_columns(engine: Engine, names: list[str], seed: int) -> None:
    """A column may be called anything that the database lets it be called."""
    table, key, status, neu, antrag, last = names
    columns = Columns(
        key=key, facts={"status": status, "Neu": neu}, events={"Antrag": antrag}, last_contact=last
    )
    whole = '"' + table.replace('"', '""') + '"'
    policy = with_texts(["x"] * 11)
    try:
        assert wrong(engine, policy, whole, columns, seed) == []
    except DatabaseProblem as error:  # a name that the database itself does not take
        text = str(error)
        if not any(word in text for word in ("reserved", "conflict", "Column with name")):
            raise


@settings(FIXED, max_examples=12)
@given(words=st.lists(sayable, min_size=3, max_size=3, unique=True), seed=st.integers(0, 2**32))
@example(words=["'; DROP TABLE canary; --", "\\", "\\'"], seed=1)
def test_words_of_a_mapping(engine: Engine, words: list[str], seed: int) -> None:
    """A word of `[map]` means its value, exactly as it stands, and no other word does."""
    policy = with_texts(["x", "y", "z", *"abcdefgh"])
    columns = Columns(values={"status": {words[0]: "alo", words[1]: "asu"}}, missing=(words[2],))
    chance = random.Random(seed)
    near = [words[0] + " ", words[0][1:], words[1] * 2, "quatsch"]
    cells = [*words[:2], *near]
    people = [attrs.evolve(each, contacts=None) for each in customers(policy, 20, seed, bad=0)]
    made = population(policy, within(people, *YEARS), DAY, seed, loose=engine.loose)
    at = list(made.types).index("status")
    rows = [(*r[:at], chance.choice(cells), *r[at + 1 :]) for r in made.rows]
    engine.customers(attrs.evolve(made, rows=rows))
    script = engine.script(policy, columns, years=YEARS)
    engine.install(script, DAY)
    meant = script.matched.vocabulary["status"]
    value = {0: "alo", 1: "asu"}
    for cells_, answer, person in zip(rows, engine.answers(script), made.people, strict=True):
        cell = str(cells_[at])
        fact = (
            None
            if cell in script.matched.missing
            else value[meant[cell]]
            if cell in meant
            else "bad"
        )
        expected = row(
            policy, attrs.evolve(person, facts={**person.facts, "status": fact}), DAY, "de"
        )
        del answer["id"]
        assert answer == expected, (cell, fact)


@pytest.mark.parametrize("name", DIALECTS)
@settings(FIXED, max_examples=150)
@given(text=sayable)
def test_a_literal_means_its_text(name: str, text: str) -> None:
    """What sqlglot reads back is one expression with the same text, in every dialect."""
    import sqlglot

    dialect = DIALECTS[name]
    written = dialect.text(text)
    read = sqlglot.parse_one(f"SELECT {written}", dialect=name)
    assert isinstance(read, exp.Select)
    assert len(read.expressions) == 1
    assert _text_of(read.expressions[0]) == text


def _text_of(part: exp.Expr) -> str:
    match part:
        case exp.Paren():
            return _text_of(part.this)
        case exp.DPipe() | exp.Add():
            return _text_of(part.this) + _text_of(part.expression)
        case exp.Concat():
            return "".join(map(_text_of, part.expressions))
        case exp.Chr():
            return chr(int(part.expressions[0].name))
        case exp.Anonymous() if part.name.upper() == "NCHAR":
            return chr(int(part.expressions[0].name))
    assert isinstance(part, exp.Literal | exp.National), repr(part)
    return part.name


@given(sayable)
def test_clients_find_nothing_to_replace(text: str) -> None:
    """No literal holds what a command-line client would read as its own."""
    oracle = DIALECTS["oracle"].literal(text).sql("oracle")
    assert "\n" not in oracle
    assert not any(after.isalnum() for after in oracle.replace("&'", "").partition("&")[2][:1])
    tsql = DIALECTS["tsql"].literal(text).sql("tsql")
    assert "\n" not in tsql
    assert "\r" not in tsql
    assert "$(" not in tsql
    assert "${" not in DIALECTS["spark"].literal(text).sql("spark")


@pytest.mark.parametrize("text", ["a\x00b", "\ud800"])
def test_what_no_literal_can_hold_is_refused(text: str) -> None:
    """NUL and halves of letters are said to be impossible, not left out."""
    with pytest.raises(LiteralError) as refused:
        DIALECTS["postgres"].text(text)
    assert "Zeichen" in refused.value.text.de


def test_a_long_text_is_refused_where_a_literal_is_short() -> None:
    """Oracle takes 4000 bytes."""
    with pytest.raises(LiteralError, match="4000 bytes"):
        DIALECTS["oracle"].text("ä" * 2001)


@given(hostile)
def test_comments_and_names_of_objects_stay_plain(text: str) -> None:
    """A title never ends its comment; the name of the view is letters, digits and `_`."""
    assert "\n" not in _one_line(text)
    assert "\r" not in _one_line(text)
    found = view_name(text)
    assert found.replace("_", "").isalnum()
    assert found.isascii()
    assert len(found) <= 45


def test_two_long_ids_have_two_names() -> None:
    """What is cut off is told apart by a digest."""
    assert view_name("a" * 60) != view_name("a" * 61)
    assert view_name("Größe-2.x") == "kpol_groesse_2_x"
    assert view_name("漢字") == "kpol_policy"


def test_texts_change_nothing_else() -> None:
    """The helper that puts texts into a model leaves the rest of it as it was."""
    found = with_texts(["x"] * 11).model
    assert found.header.title == "Titel"
    assert found.attributes[0].label == "0x"
    again = re.sub(r"'(\d+)x'", r"'L\1'", repr(found.rules))
    assert again == repr(loads(TEXT).model.rules)
