"""Strategies for whole documents as syntax trees: every statement kind, valid as text.

Names need not resolve: what is generated here can be written down and read back, no more.
"""

import string
from collections.abc import Callable
from datetime import date

import attrs
from hypothesis import strategies as st

from kontaktdsl.source import Source, Span
from kontaktdsl.syntax import tree
from kontaktdsl.syntax.formatting.phrases import SHARES
from kontaktdsl.syntax.keywords import plain, reserved
from kontaktdsl.values import CalendarUnit, DayOfYear, KindMode, Length, PeriodEnd, Strength, Unit

NOWHERE = Span(Source("generated", ""), 0, 0)
LETTERS = string.ascii_letters + "äöüßÄÖÜéñ"
TRICKY_NAMES = (
    "U25", "Ü25", "IFK-TZ", "nichtmarktnah", "notiz", "orange", "undine", "Tage-ohne-Alg2",
    "alle-3", "bisher", "monatlich2", "every-day", "a.b", "x_1", "Z", "I", "SGB.II", "vonA",
)  # fmt: skip
TEXT = LETTERS + string.digits + " \u00a0.,;:!?'#|-–→•<=()[]{}\\/&%§€*_~`^@+"


def unreserved(word: str) -> bool:
    """Whether a word may be the name of something."""
    return plain(word) not in reserved()


def _declarable(word: str) -> bool:
    return unreserved(word) and not word.endswith("-Art")


def names() -> st.SearchStrategy[tree.Name]:
    """Names that are no keywords of either language and do not end in `-Art`."""
    word = st.text(LETTERS + string.digits + "_", min_size=1, max_size=5)
    made = st.builds(
        lambda first, rest: first + "".join(a + b for a, b in rest),
        st.sampled_from(LETTERS),
        st.lists(st.tuples(st.sampled_from(["", "-", ".", "_"]), word), max_size=2),
    )
    return st.builds(
        tree.Name, st.sampled_from(TRICKY_NAMES) | made.filter(_declarable), span=st.just(NOWHERE)
    )


def texts() -> st.SearchStrategy[str]:
    """What may stand between quotation marks: a text mixes no two kinds of them."""
    words = st.text(TEXT, max_size=12)
    marks = st.sampled_from(['"', "“", "”", "„", "«", "»", "'"])
    marked = st.builds(lambda a, mark, b: a + mark + b, words, marks, words)
    return st.one_of(words, words, marked)


def comments() -> st.SearchStrategy[tree.Comment]:
    """Comments, among them empty ones and ones that look like statements."""
    odd = st.sampled_from(["", "# twice", "--- vocabulary ---", '- "x', "-> [", "policy", "!"])
    return st.builds(tree.Comment, odd | st.text(TEXT + '"„“', max_size=15).map(str.strip))


def remarks() -> st.SearchStrategy[tuple[tree.Comment | tree.Blank, ...]]:
    """What stands above a statement, blank lines already collapsed."""
    lines = st.lists(st.one_of(st.just(tree.Blank()), comments()), max_size=3)
    return st.one_of(st.just([]), st.just([]), lines).map(_collapsed)


def _collapsed(
    lines: list[tree.Comment | tree.Blank],
) -> tuple[tree.Comment | tree.Blank, ...]:
    kept: list[tree.Comment | tree.Blank] = []
    for line in lines:
        if not (kept and isinstance(line, tree.Blank) and isinstance(kept[-1], tree.Blank)):
            kept.append(line)
    return tuple(kept)


HERE = st.just(NOWHERE)
NAME = names()
TEXTS = texts()
QUOTED = st.builds(tree.Quoted, TEXTS, span=HERE)
LABEL = st.none() | QUOTED
CITED_TEXT = st.text(TEXT.replace("[", "").replace("]", "") + '"„', max_size=12).map(str.strip)
CITATION = st.none() | st.builds(tree.Citation, CITED_TEXT, span=HERE)
BECAUSE = st.none() | st.builds(tree.Because, TEXTS, span=HERE)
NUMBER = st.integers(0, 9999)
COUNT = st.integers(1, 3) | st.integers(1, 400)


@st.composite
def _ranged(draw: st.DrawFn) -> tuple[int, int | None]:
    """A number, and now and then a smaller one that it is a range with."""
    number = draw(COUNT)
    return number, draw(st.none() | st.integers(1, number - 1)) if number > 1 else None


def _turned(length: Length) -> Length:
    """Before an event the smaller number is owed and the larger one is the aim."""
    if length.aim is None:
        return length
    return Length(length.aim, length.unit, length.count)


LENGTH = st.builds(lambda n, unit: Length(n[0], unit, n[1]), _ranged(), st.sampled_from(Unit))
DAY = st.dates(date(1990, 1, 1), date(2099, 12, 31))
YEARLY = st.dates(date(2000, 1, 1), date(2000, 12, 31)).map(
    lambda day: tree.Yearly(DayOfYear(day.month, day.day), span=NOWHERE)
)
STRENGTH = st.none() | st.sampled_from(Strength)
LINE: dict[str, st.SearchStrategy[object]] = {
    "span": HERE,
    "leading": remarks(),
    "trailing": st.one_of(st.none(), st.none(), comments()),
}


# --- conditions ---------------------------------------------------------------------------------


def _subject(name: tree.Name) -> tree.Name:
    """A name that is never declared to be a flag, a definition or a value."""
    return attrs.evolve(name, text=f"{name.text}-Art")


def terms(*, column: bool = False) -> st.SearchStrategy[tree.Condition]:
    """Conditions without `and` and `or`; in a column the attribute may be left out."""
    attribute = st.none() | NAME if column else NAME
    ends = st.tuples(NUMBER, NUMBER).map(sorted)
    return st.one_of(
        st.builds(tree.Word, NAME, span=HERE),
        st.builds(tree.Is, NAME.map(_subject), NAME, span=HERE),
        st.builds(
            tree.OneOf, attribute, st.lists(NAME, min_size=1, max_size=3).map(tuple), span=HERE
        ),
        st.builds(tree.Compare, attribute, st.sampled_from(tree.Comparison), NUMBER, span=HERE),
        st.builds(lambda name, both: tree.Between(name, *both, span=NOWHERE), attribute, ends),
    )


def conditions(*, column: bool = False) -> st.SearchStrategy[tree.Condition]:
    """Any condition over names; `and` never stands directly in `and`, nor `or` in `or`."""
    term = terms(column=column)
    negated = st.builds(tree.Not, term, span=HERE)
    flat = st.one_of(term, term, negated)
    both = _joined(tree.And, flat)
    either = _joined(tree.Or, flat)
    twice = st.builds(tree.Not, st.one_of(both, either, negated), span=HERE)
    deep = st.one_of(
        _joined(tree.And, flat | either | twice), _joined(tree.Or, flat | both | twice)
    )
    return st.one_of(flat, flat, both, either, twice, deep)


def _joined(
    join: Callable[..., tree.Condition], term: st.SearchStrategy[tree.Condition]
) -> st.SearchStrategy[tree.Condition]:
    return st.builds(join, st.lists(term, min_size=2, max_size=4).map(tuple), span=HERE)


CONDITION = conditions()
ALWAYS = st.builds(tree.Always, span=HERE)


# --- outcomes -----------------------------------------------------------------------------------

END = st.builds(PeriodEnd, st.sampled_from(CalendarUnit), st.booleans())
DEADLINE = st.one_of(
    st.builds(tree.Deadline, st.none() | LENGTH, NAME, span=HERE),
    st.builds(tree.Deadline, st.none() | LENGTH, NAME, END, span=HERE),
    st.builds(
        tree.Deadline,
        st.none() | LENGTH,
        st.none(),
        st.sampled_from(CalendarUnit).map(PeriodEnd),
        span=HERE,
    ),
    st.builds(
        lambda length, name, end: tree.Deadline(_turned(length), name, end, True, span=NOWHERE),
        LENGTH,
        NAME,
        st.none() | END,
    ),
)
FIRST = st.builds(tree.First, DEADLINE, span=HERE)
AFTER = st.builds(tree.After, LENGTH, span=HERE)
WINDOW = st.one_of(
    st.builds(tree.CalendarPeriod, st.sampled_from(CalendarUnit), span=HERE),
    st.builds(tree.Rolling, LENGTH, span=HERE),
    st.builds(tree.Blocks, LENGTH, NAME, span=HERE),
)
TIMES = st.builds(
    lambda number, window, strength: tree.Times(
        number[1] or number[0],
        number[0] if number[1] else None,
        window,
        strength,
        span=NOWHERE,
    ),
    _ranged(),
    WINDOW,
    STRENGTH,
)
RHYTHM = st.one_of(
    st.builds(tree.Every, LENGTH, STRENGTH, span=HERE),
    st.builds(tree.Every, LENGTH, STRENGTH, span=HERE),
    TIMES,
    st.builds(tree.See, QUOTED | NAME, span=HERE),
    st.builds(tree.NoContact, QUOTED, span=HERE),
    st.builds(tree.AsNeeded, QUOTED, span=HERE),
    st.builds(tree.NotRegulated, QUOTED, span=HERE),
)
LEEWAY = st.one_of(
    st.builds(tree.Leeway, st.just(False), st.none(), LABEL, span=HERE),
    st.builds(
        tree.Leeway,
        st.just(True),
        st.none()
        | st.builds(tree.Every, LENGTH, st.none(), span=HERE)
        | TIMES.map(lambda part: attrs.evolve(part, strength=None)),
        LABEL,
        span=HERE,
    ),
)
DUTY = st.one_of(
    st.builds(tree.Do, QUOTED, st.none() | DEADLINE, span=HERE),
    st.builds(
        tree.Kinds,
        st.sampled_from([KindMode.MAY, KindMode.ONLY, KindMode.NEVER]),
        st.lists(NAME, min_size=1, max_size=3).map(tuple),
        span=HERE,
    ),
    st.builds(
        lambda mode, names, number, share: tree.Kinds(
            mode,
            names,
            number if share is None or mode is KindMode.IN_A_ROW else share,
            span=NOWHERE,
        ),
        st.sampled_from([KindMode.AT_LEAST, KindMode.AT_MOST, KindMode.IN_A_ROW]),
        st.lists(NAME, min_size=1, max_size=3).map(tuple),
        COUNT,
        st.none() | st.sampled_from(list(SHARES)),
    ),
)


def outcomes() -> st.SearchStrategy[tuple[tree.Part, ...]]:
    """Lists of parts in any order of steps, rhythm, duties and kinds."""
    return st.builds(
        lambda steps, rhythm, duties, late: (
            (*steps, *duties, *rhythm) if late else (*steps, *rhythm, *duties)
        ),
        st.lists(FIRST, max_size=1).flatmap(
            lambda first: st.lists(AFTER, max_size=2 if first else 0).map(lambda a: first + a)
        ),
        st.lists(RHYTHM, max_size=1),
        st.lists(DUTY, max_size=2),
        st.booleans(),
    ).filter(bool)


PARTS = outcomes()


# --- statements ---------------------------------------------------------------------------------


def statement(kind: type[tree.Entry], **fields: object) -> st.SearchStrategy[tree.Entry]:
    """One kind of statement with anything above and behind it."""
    return st.builds(kind, **LINE, **fields)  # type: ignore[arg-type]


VALUE = st.builds(tree.Value, NAME, LABEL, span=HERE)
DOMAIN = st.one_of(
    st.builds(tree.Enumeration, st.lists(VALUE, min_size=2, max_size=4).map(tuple), span=HERE),
    st.builds(tree.YesNo, span=HERE),
    st.tuples(NUMBER, NUMBER).map(sorted).map(lambda both: tree.Number(*both, span=NOWHERE)),
)
CITED: dict[str, object] = {"citation": CITATION, "because": BECAUSE}


def _valid(first: date, last: date | None, revoked: bool) -> dict[str, object]:
    return {"first": first, "last": None if revoked else last, "revoked": revoked}


HEADER = st.one_of(
    statement(tree.Id, name=NAME),
    statement(tree.Issuer, text=QUOTED),
    statement(tree.Issued, day=DAY),
    st.builds(
        lambda line, validity: attrs.evolve(line, **validity),
        statement(tree.Valid, first=DAY, last=st.none(), revoked=st.just(False)),
        st.builds(_valid, DAY, st.none() | DAY, st.booleans()),
    ),
    statement(tree.SourceText, text=QUOTED),
    statement(tree.AppliesTo, text=QUOTED),
    statement(tree.Scope, condition=CONDITION, **CITED),
    statement(tree.IntervalsAre, strength=st.sampled_from(Strength), but_minimum_for=st.none()),
    statement(tree.IntervalsAre, strength=st.just(Strength.GUIDE), but_minimum_for=CONDITION),
    statement(tree.Calendar, land=QUOTED),
    statement(tree.DaysOff, days=st.lists(YEARLY, min_size=1, max_size=3).map(tuple)),
    statement(tree.DueDates, roll=st.sampled_from(tree.Roll)),
)
VOCABULARY = st.one_of(
    statement(tree.Use, path=QUOTED),
    statement(tree.Attribute, name=NAME, label=LABEL, domain=DOMAIN),
    statement(tree.Attribute, name=NAME, label=LABEL, domain=DOMAIN),
    statement(tree.Event, name=NAME, label=LABEL),
    statement(tree.Define, name=NAME, label=LABEL, condition=CONDITION),
    statement(tree.KindsOfContact, values=st.lists(VALUE, min_size=1, max_size=4).map(tuple)),
)


def rules(
    condition: st.SearchStrategy[tree.Condition], *, bullet: bool = True
) -> st.SearchStrategy[tree.Entry]:
    """One rule, as a bullet or by itself."""
    return statement(tree.Rule, condition=condition, parts=PARTS, bullet=st.just(bullet), **CITED)


def _bullets(
    condition: st.SearchStrategy[tree.Condition],
) -> st.SearchStrategy[tuple[tree.Entry, ...]]:
    return st.lists(rules(condition), min_size=1, max_size=4).map(tuple)


BLOCK = {"name": NAME, **CITED}
LINES = _bullets(CONDITION)
WITH_REST = st.builds(
    lambda lines, last: (*lines, *last),
    LINES,
    st.lists(rules(st.builds(tree.Otherwise, span=HERE)), max_size=1),
)


@st.composite
def tables(draw: st.DrawFn) -> tree.Entry:
    """A table whose rows have as many cells as its heading."""
    left, right = draw(st.integers(1, 3)), draw(st.integers(1, 3))

    def many(cell: st.SearchStrategy[object], count: int) -> st.SearchStrategy[object]:
        return st.lists(cell, min_size=count, max_size=count).map(tuple)

    heading = statement(
        tree.Heading,
        attributes=many(st.none() | NAME, left),
        columns=many(st.builds(tree.Cell, st.none() | CONDITION, span=HERE), right),
    )
    impossible = st.builds(tree.ImpossibleCell, span=HERE).map(lambda cell: (cell,))
    row = statement(
        tree.Row,
        conditions=many(
            st.builds(tree.Cell, st.one_of(st.none(), ALWAYS, conditions(column=True)), span=HERE),
            left,
        ),
        outcomes=many(
            st.builds(
                tree.OutcomeCell, st.one_of(st.just(()), impossible, PARTS, PARTS), span=HERE
            ),
            right,
        ),
        citation=CITATION,
    )
    return draw(
        statement(
            tree.Table,
            heading=heading,
            rows=st.lists(row, min_size=1, max_size=3).map(tuple),
            **BLOCK,
        )
    )


STATEMENT = st.one_of(
    VOCABULARY,
    rules(CONDITION, bullet=False),
    statement(tree.Impossible, condition=CONDITION, **CITED),
    statement(tree.ContactIs, text=QUOTED, citation=CITATION),
    statement(tree.Rules, rules=WITH_REST, **BLOCK),
    statement(
        tree.ExceptionBlock,
        bases=st.lists(NAME, min_size=1, max_size=3).map(tuple),
        rules=LINES,
        **BLOCK,
    ),
    tables(),
    statement(
        tree.At,
        occasion=st.sampled_from(tree.Occasion),
        rules=_bullets(ALWAYS | CONDITION),
        **CITED,
    ),
    statement(
        tree.Of,
        blocks=st.lists(NAME, min_size=2, max_size=3).map(tuple),
        choice=st.sampled_from(tree.Choice),
        **CITED,
    ),
    statement(
        tree.Quantity,
        at_least=st.booleans(),
        count=NUMBER,
        of=st.none() | NAME,
        per=NAME,
        per_label=LABEL,
        period=st.none() | st.sampled_from(CalendarUnit),
        **CITED,
    ),
    statement(tree.Note, text=QUOTED, citation=CITATION),
    statement(
        tree.Example,
        title=LABEL,
        facts=st.lists(CONDITION, min_size=1, max_size=4).map(tuple),
        parts=PARTS,
    ),
    statement(
        tree.Accept,
        code=NAME,
        blocks=st.lists(NAME, max_size=2).map(tuple),
        because=st.builds(tree.Because, TEXTS, span=HERE),
        until=st.none() | DAY,
    ),
    statement(tree.EnsureOutcome, condition=CONDITION, parts=PARTS, **CITED),
    statement(tree.EnsureNeverLooser, target=NAME, **CITED),
    statement(
        tree.SingleCase, leeways=st.lists(LEEWAY, min_size=1, max_size=3).map(tuple), **CITED
    ),
    statement(
        tree.EnsureOneOf, conditions=st.lists(CONDITION, min_size=2, max_size=3).map(tuple), **CITED
    ),
)


# --- documents ----------------------------------------------------------------------------------


def _without_outer_blanks(
    lines: tuple[tree.Comment | tree.Blank, ...], *, at_start: bool
) -> tuple[tree.Comment | tree.Blank, ...]:
    place = 0 if at_start else -1
    if lines and isinstance(lines[place], tree.Blank):
        return lines[1:] if at_start else lines[:-1]
    return lines


def _document(
    language: str,
    statements: tuple[tree.Statement, ...],
    epilogue: tuple[tree.Comment | tree.Blank, ...],
) -> tree.Document:
    first, *rest = statements
    leading = _without_outer_blanks(first.leading, at_start=True)
    return tree.Document(
        source=NOWHERE.source,
        language=language,
        statements=(attrs.evolve(first, leading=leading), *rest),
        epilogue=_without_outer_blanks(epilogue, at_start=False),
    )


def documents() -> st.SearchStrategy[tree.Document]:
    """Whole files in either spoken language: mostly policies, sometimes vocabulary to be used."""
    policy = st.builds(
        lambda title, header, body: (title, *header, *body),
        statement(tree.Title, text=QUOTED),
        st.lists(HEADER, max_size=4),
        st.lists(STATEMENT, max_size=6),
    )
    vocabulary = st.lists(VOCABULARY, min_size=1, max_size=4).map(tuple)
    return st.builds(
        _document,
        st.sampled_from(["de", "en"]),
        st.one_of(policy, policy, policy, vocabulary),
        remarks(),
    )
