"""Random libraries: full texts and amendments on a few days, some of them out of order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path

import attrs
from hypothesis import strategies as st

FIRST = date(2020, 1, 1)
DAYS = 14
BLOCKS = ("A", "B", "C")
RHYTHMS = ("weekly", "monthly", "every 2 months", "yearly")

VOCABULARY = "attribute age: number 15 to 66\nattribute x: yes or no\nattribute y: yes or no\n"


@attrs.frozen
class Header:
    """One edition: its id, the days (numbers; None: no end), and whom it replaces or amends."""

    id: str
    first: int | None
    last: int | None
    replaces: str | None
    amends: str | None
    issued: int | None = None

    @property
    def lines(self) -> str:
        """The header as text."""
        found = [f'policy "Text {self.id}"', f"  id {self.id}"]
        if self.issued is not None:
            found.append(f"  issued {day(self.issued)}")
        if self.first is not None:
            end = f" until {day(self.last)}" if self.last is not None else ""
            found.append(f"  valid from {day(self.first)}{end}")
        if self.replaces is not None:
            found.append(f"  replaces {self.replaces}")
        if self.amends is not None:
            found.append(f"  amends {self.amends}")
        return "\n".join(found) + "\n"


def day(number: int) -> date:
    """A day by its number."""
    return FIRST + timedelta(number)


NUMBERS = st.integers(0, DAYS - 1)


@st.composite
def headers(draw: st.DrawFn) -> list[Header]:
    """A few editions; ids are unique, references may lead nowhere or in a circle."""
    names = [f"t{number}" for number in range(draw(st.integers(1, 5)))]
    found = []
    for name in names:
        first = draw(st.one_of(NUMBERS, NUMBERS, NUMBERS, st.none()))
        last = None
        if first is not None:
            last = draw(st.none() | st.integers(first, DAYS - 1))
        other = draw(st.sampled_from([*names, "gone"]))
        kind = draw(st.sampled_from(["alone", "replaces", "replaces", "amends"]))
        found.append(
            Header(
                name,
                first,
                last,
                other if kind == "replaces" else None,
                other if kind == "amends" else None,
                draw(st.none() | NUMBERS),
            )
        )
    return found


def rules(name: str, number: int) -> str:
    """A whole block that answers for everyone."""
    rhythms = [RHYTHMS[(number + shift) % len(RHYTHMS)] for shift in (0, 1)]
    condition = ("x", "y", "age under 25")[number % 3]
    return (
        f"rules {name} [{name} {number}]:\n  - {condition} -> {rhythms[0]}\n"
        f"  - otherwise -> {rhythms[1]}\n"
    )


CHANGES = st.one_of(
    st.builds(
        lambda name, number: f"replace {rules(name, number)}", st.sampled_from(BLOCKS),
        st.integers(0, 11),
    ),
    st.builds("remove {}\n".format, st.sampled_from(BLOCKS)),
    st.builds(rules, st.sampled_from(("D", "E")), st.integers(0, 11)),
    st.builds(
        "replace define young as age under {}\n".format, st.integers(20, 30)
    ),
    st.builds(
        lambda name, base, number: (
            f"exception {name} to {base} [{number}]:\n  - {('x', 'y')[number % 2]} -> daily\n"
        ),
        st.sampled_from(("F", "G")), st.sampled_from(BLOCKS), st.integers(0, 5),
    ),
    st.builds("  intervals are {}\n".format, st.sampled_from(("a minimum", "a guide"))),
    st.builds("note \"n{}\" [9]\n".format, st.integers(0, 3)),
    st.builds("remove note \"n{}\"\n".format, st.integers(0, 3)),
    st.just("replace at first contact:\n  - do \"new\"\n"),
)  # fmt: skip

BASE = (
    Header("grund", 0, None, None, None).lines
    + "  intervals are a guide\n\n# --- vocabulary ---\n\n"
    + VOCABULARY
    + "define young as age under 25\n\n# --- rules ---\n\n"
    + "".join(rules(name, number) for number, name in enumerate(BLOCKS))
    + "\nexception X to A, B [X]:  # about X\n  - x and y -> weekly\n"
    + 'of A, B, C the strictest applies because "so"\n'
    + 'at first contact:\n  - do "old"\nnote "n0" [9]\n'
)


@st.composite
def amendments(draw: st.DrawFn) -> dict[str, str]:
    """A base and some amendments of it by id, on few days, so that orders matter."""
    found = {"grund": BASE}
    for number in range(draw(st.integers(1, 4))):
        name = f"a{number}"
        first = draw(st.integers(0, 3))
        last = draw(st.none() | st.integers(first, 6))
        header = Header(name, first, last, None, "grund", draw(st.none() | st.integers(0, 1)))
        changes = "".join(draw(st.lists(CHANGES, min_size=1, max_size=3)))
        found[name] = header.lines + changes
    return found


def written(folder: Path, texts: Mapping[str, str], names: Sequence[str]) -> Path:
    """The texts as files under these names."""
    folder.mkdir()
    for (_, text), name in zip(texts.items(), names, strict=True):
        (folder / f"{name}.kpol").write_text(text, encoding="utf-8")
    return folder


def all_days() -> Iterator[date]:
    """Every day that matters, and some around."""
    return (day(number) for number in range(-2, DAYS + 3))
