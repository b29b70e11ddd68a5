"""`kpol fix`: what it repairs, for whom it asks, and that everything else stays."""

import difflib
from pathlib import Path

import attrs
import pytest

from kontaktdsl.diagnostics import Edit, Repair, Safety, Severity, Text
from kontaktdsl.files import Files
from kontaktdsl.lint import other_words
from kontaktdsl.mending import Mended, Order, Refused, Rename, mend, rounds
from kontaktdsl.project import Checked, check_text
from kontaktdsl.source import Source, Span
from kontaktdsl.syntax.parser import parse
from tests.fmt.corpus import ROOT, TEXTS, corpus

from .conftest import Kpol

PRINTED = ROOT / "examples" / "as-printed"
RHEIN = (PRINTED / "rhein-hunsrueck.kpol").read_text("utf-8")
SPREE = (PRINTED / "dahme-spreewald.kpol").read_text("utf-8")
HEAD = 'policy "P"\nattribute status: alo | asu\nattribute age: number 15 to 66\n'


def mended(text: str, **wishes: object) -> Mended:
    return mend(Source("x.kpol", text), None, **wishes)  # type: ignore[arg-type]


def codes(made: Mended) -> list[str]:
    """What is left beside hints."""
    return sorted(f.code for f in made.left.findings if f.severity is not Severity.HINT)


def changes(made: Mended) -> list[str]:
    """The lines of the difference."""
    both = made.before.text.splitlines(), made.after.text.splitlines()
    lines = list(difflib.unified_diff(*both, n=0, lineterm=""))[2:]
    return [line for line in lines if not line.startswith("@@")]


def test_the_gap_of_rhein_hunsrueck_is_filled_on_request() -> None:
    """One line is new, and the loosened minimum asks for its reason; nothing else changes."""
    assert not mended(RHEIN).changed
    made = mended(RHEIN, unsafe=True)
    assert "gap" not in codes(made)
    added = [line[1:] for line in changes(made) if line.startswith("+")]
    assert '  - U25 and asu and (marktnah or marktfern) -> not regulated "TODO"' in added
    gone = [line[1:] for line in changes(made) if line.startswith("-")]
    assert all('"TODO"' in line for line in added)
    assert all(any(new.startswith(line) for new in added) for line in gone)


def test_the_gap_is_filled_in_german() -> None:
    """In the language of the file, and in a table as a line of its own."""
    text = SPREE.replace("unmöglich  ", "           ")
    assert text.count("|           ") >= 2
    without = (
        "\n".join(line for line in SPREE.splitlines() if not line.lstrip().startswith("| Ü25"))
        + "\n"
    )
    made = mended(without, unsafe=True)
    assert "gap" not in codes(made)
    assert 'nicht geregelt "TODO"' in made.after.text
    assert made.after.text.endswith("\n")


BOTH = (Order("Absolventen", "Intensiv"), Order("Absolventen", "Selbständige"))


def test_the_author_chooses_the_order() -> None:
    """Both contradictions of Dahme-Spreewald are gone; one line has changed."""
    assert codes(mended(SPREE, unsafe=True)).count("conflict") == 2
    made = mended(SPREE, orders=BOTH)
    assert "conflict" not in codes(made)
    old, new = changes(made)
    assert old.startswith("-Ausnahme Absolventen zu Folgekontakt, Quali-Verdichtung [ABSOLV]")
    assert new == "+" + old[1:].replace("tung [", "tung, Intensiv, Selbständige [")
    again = mended(made.after.text, orders=BOTH)
    assert not again.changed
    assert again.met == set(BOTH)


def test_the_other_order_is_as_good() -> None:
    """Nothing is chosen for the author."""
    other = (Order("Intensiv", "Absolventen"), Order("Selbständige", "Absolventen"))
    made = mended(SPREE, orders=other)
    assert "conflict" not in codes(made)
    assert len(changes(made)) == 2  # Selbständige come before Intensiv, so before Absolventen too


@pytest.mark.parametrize(
    ("orders", "english"),
    [
        ([Order("Absolventen", "Intensif")], "there is no block `Intensif`; perhaps `Intensiv`"),
        ([Order("Folgekontakt", "Absolventen")], "so far `Absolventen` comes before"),
        ([*BOTH, Order("Intensiv", "Absolventen")], "so far `Absolventen` comes before `Intensiv`"),
        ([Order("Folgekontakt", "Erstgespräch")], "`Folgekontakt` cannot be an exception"),
    ],
)
def test_an_order_that_cannot_be(orders: list[Order], english: str) -> None:
    """It is refused with the reason."""
    with pytest.raises(Refused, match=english):
        mended(SPREE, orders=orders)


def test_an_order_needs_a_file_that_can_be_read() -> None:
    """Otherwise the blocks are not known."""
    with pytest.raises(Refused, match="first mend the errors"):
        mended(HEAD + "alo -> montly\n", orders=BOTH)


@pytest.mark.parametrize("text", ["A vor B", "A before B", " A  Before  B "])
def test_orders_are_read_in_both_languages(text: str) -> None:
    """As they are said."""
    assert Order.read(text) == Order("A", "B")


@pytest.mark.parametrize("text", ["A", "A vor A", "A > B", "A vor B, C"])
def test_what_is_no_order(text: str) -> None:
    """It is refused."""
    with pytest.raises(Refused):
        Order.read(text)


TWINS = HEAD + (
    'define U25 "U25" as age under 25\ndefine Ü25 as age at least 25\n# U25 stays\n'
    'U25 -> monthly, do "U25"\nÜ25 and alo -> weekly\nÜ25 and asu -> see U25\n'
)


def test_twins_are_renamed() -> None:
    """All places of the name, but no text, no comment and no name of another policy."""
    assert "name-twins" in codes(mended(TWINS))
    made = mended(TWINS, renames=[Rename("U25", "unter25")])
    assert "name-twins" not in codes(made)
    assert made.after.text == TWINS.replace("define U25", "define unter25").replace(
        "\nU25 ->", "\nunter25 ->"
    )


@pytest.mark.parametrize("text", ["U25", "=x", "U25=U25", "U25=2x", "U25=monthly", "U25=a b"])
def test_what_is_no_new_name(text: str) -> None:
    """Keywords of either language are none."""
    with pytest.raises(Refused):
        Rename.read(text)


def test_a_name_that_is_taken_or_declared_elsewhere() -> None:
    """The file stays as it is."""
    with pytest.raises(Refused, match="exists already"):
        mended(TWINS, renames=[Rename("U25", "alo")])
    with pytest.raises(Refused, match="declared in another file"):
        mended(HEAD + "fremd -> monthly\n", renames=[Rename("fremd", "eigen")])


PASTED = (
    "Richtlinie „P“\r\nMerkmal a: ja oder nein   # warum\r\n\r\nRegeln T:\r\n"
    "\u00a0\u00a0• a → 14\u2011tägig\r\n  -   nicht a   -> monatlich\r\n"
)


def test_pasted_text_is_cleaned_and_nothing_else() -> None:
    """Only lines with such characters change, and the line ends stay."""
    made = mended(PASTED)
    assert made.after.text == (
        'Richtlinie "P"\r\nMerkmal a: ja oder nein   # warum\r\n\r\nRegeln T:\r\n'
        "  - a       -> 14-tägig\r\n  -   nicht a   -> monatlich\r\n"
    )
    assert len(made.done) == 2


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("a\u00adlo -> monthly", "alo -> monthly"),
        ("alo && age 20 -> monthly", "alo and age 20 -> monthly"),
        ("!alo -> monthly", "not alo -> monthly"),
        ("alo -> every two weeks", "alo -> every 2 weeks"),
        ("alo -> monatlich", "alo -> monthly"),
    ],
)
def test_mistakes_with_one_reading_are_mended(wrong: str, right: str) -> None:
    """Unasked, in a line that could not be read."""
    rest = "asu -> weekly\n"
    made = mended(f"{HEAD}{wrong}\n{rest}")
    assert made.after.text == f"{HEAD}{right}\n{rest}"


@pytest.mark.parametrize(
    ("wrong", "right"),
    [("alo -> montly", "alo -> monthly"), ("alo monthly", "alo -> monthly")],
)
def test_guesses_are_made_on_request_only(wrong: str, right: str) -> None:
    """A slip of the pen is the author's to look at."""
    text = f"{HEAD}{wrong}\nasu -> weekly\n"
    assert not mended(text).changed
    assert mended(text, unsafe=True).after.text == text.replace(wrong, right)


@pytest.mark.parametrize("line", ["alo or age 20 and asu -> monthly", "alo asu -> monthly"])
def test_what_has_two_readings_is_never_touched(line: str) -> None:
    """Not even on request."""
    text = f"{HEAD}{line}\nasu -> weekly\n"
    assert line in mended(text, unsafe=True).after.text


def test_rows_that_say_the_same_are_merged() -> None:
    """The answers are proven to stay; a comment that would be lost prevents it."""
    rows = "rules A:\n  - alo and age under 25 -> monthly\n  - asu and age under 25 -> monthly\n"
    text = HEAD + rows + "  - age at least 25 -> weekly\n"
    made = mended(text)
    assert (
        made.after.text
        == HEAD + "rules A:\n  - age 15 to 24 -> monthly\n  - age at least 25 -> weekly\n"
    )
    kept = text.replace("asu and age under 25 -> monthly", "asu and age under 25 -> monthly # x")
    assert not mended(kept).changed


def test_a_row_below_keeps_its_condition() -> None:
    """A double row is not dropped where the row below repeats its cell."""
    text = HEAD + (
        "table T:\n  | age | status -> |\n  | under 25 | alo -> monthly |\n  | | asu -> weekly |\n"
        "  | over 24 | alo -> yearly |\n  | under 25 | alo -> monthly |\n  | | asu -> weekly |\n"
        '  | over 24 | asu -> see "x" |\n'
    )
    made = mended(text)
    before, after = check_text(text), check_text(made.after.text)
    assert after.accounting[0].answers == before.accounting[0].answers
    assert {f.code for f in after.findings if f.severity is Severity.ERROR} == set()


@pytest.mark.parametrize("chunk", range(4))
def test_mending_damaged_policies(chunk: int) -> None:
    """It ends, breaks no file that could be read, and doing it again changes nothing."""
    for text in [*corpus(48, harm=True), *corpus(24, harm=False), *TEXTS][chunk::4]:
        for unsafe in (False, True):
            made = mended(text, unsafe=unsafe)
            old, new = parse(made.before).findings, parse(made.after).findings
            assert len(new) <= len(old)
            again = mended(made.after.text, unsafe=unsafe)
            assert not again.changed, changes(again)


def test_the_command_says_what_it_did(kpol: Kpol) -> None:
    """Shown first with --diff, then done; in both languages."""
    path = Path("gap.kpol")
    before = path.read_text("utf-8")
    run = kpol("fix", "gap.kpol")
    assert run.code == 1
    assert "nichts zu beheben" in run.out
    assert "es bleibt: 1 Fehler" in run.out
    run = kpol("fix", "--unsafe", "--diff", "gap.kpol", "--lang", "en")
    assert run.code == 1
    assert '+  - U25 und asu -> nicht geregelt "TODO"' in run.out
    assert "gap: open on purpose" in run.out
    assert path.read_text("utf-8") == before
    run = kpol("fix", "--unsafe", "gap.kpol")
    assert run.code == 1
    assert '1 Stelle mit "TODO" ist noch auszufüllen' in run.out
    assert path.read_text("utf-8") != before
    run = kpol("fix", "--unsafe", "gap.kpol")
    assert (run.code, run.err) == (0, "")
    assert "in Ordnung" in run.out


def test_the_command_renames_and_orders(kpol: Kpol) -> None:
    """Several requests at once; one that no file knows is an error."""
    Path("spree.kpol").write_text(SPREE, "utf-8")
    words = ["--order", "Absolventen vor Intensiv", "--order", "Absolventen before Selbständige"]
    run = kpol("fix", *words, "--rename", "U25=jung", "spree.kpol", "clean.kpol")
    assert "`Absolventen` geht `Selbständige` vor" in run.out
    assert "`U25` heißt jetzt `jung`" in run.out
    assert "Begriff jung heißt Alter unter 25" in Path("clean.kpol").read_text("utf-8")
    assert "K-Widerspruch" not in kpol("check", "spree.kpol").out
    run = kpol("fix", "--rename", "gibtesnicht=neu", "clean.kpol")
    assert run.code == 2
    assert "kommt hier nicht vor" in run.err
    run = kpol("fix", "--order", "Eng vor Eng", "clean.kpol")
    assert run.code == 2
    assert "gemeint ist `BLOCK vor BLOCK`" in run.err


def test_standard_input_and_a_clean_file(kpol: Kpol) -> None:
    """The text comes out and the report stands beside it; a clean file is not touched."""
    run = kpol("fix", "-", stdin=PASTED.encode())
    assert "14-tägig" in run.out
    assert "Zeichen aus Word oder PDF" in run.err
    path = Path("clean.kpol")
    stamp = path.stat().st_mtime_ns
    assert kpol("fix", "clean.kpol").code == 0
    assert path.stat().st_mtime_ns == stamp


def test_an_encoding_that_was_guessed_is_settled_on_request(kpol: Kpol) -> None:
    """Windows-1252 becomes UTF-8 with --unsafe only."""
    path = Path("x.kpol")
    text = Path("clean.kpol").read_text("utf-8")
    path.write_bytes(text.encode("cp1252"))
    run = kpol("fix", "x.kpol")
    assert run.code == 2
    assert "nur vermutet" in run.err
    assert kpol("fix", "--unsafe", "x.kpol").code in (0, 1)
    assert path.read_text("utf-8") == text


PLAIN = HEAD + "rules A:\n  - alo -> monthly\n  - asu -> weekly  # eng\n"


def offered(
    monkeypatch: pytest.MonkeyPatch, words: str, by: str, safety: Safety
) -> tuple[Mended, str]:
    """Mend `PLAIN` where a finding offers to write `by` in place of some words of it."""
    real = rounds.check_source

    def check(source: Source, folder: str | None, *, files: Files) -> Checked:
        checked = real(source, folder, files=files)
        at = source.text.find(words)
        if at < 0:
            return checked
        span = Span(source, at, at + len(words))
        repair = Repair(by, Text("so", "so"), (Edit(span, by),), safety)
        return attrs.evolve(
            checked,
            findings=(
                *checked.findings,
                other_words.KIND.at(span, rare="a", usual="b", repairs=(repair,)),
            ),
        )

    monkeypatch.setattr(rounds, "check_source", check)
    made = mended(PLAIN, unsafe=safety is Safety.UNSAFE)
    return made, made.after.text


@pytest.mark.parametrize(
    ("words", "by", "safety", "kept"),
    [
        ("weekly", "every 7 days", Safety.SAFE, True),
        ("weekly", "every 2 weeks", Safety.SAFE, False),
        ("  # eng", "", Safety.SAFE, False),
        ("weekly", "every 2 weeks", Safety.UNSAFE, True),
        ("asu -> weekly", "alo -> weekly", Safety.UNSAFE, False),
        ("weekly", "wekly", Safety.UNSAFE, False),
    ],
    ids=["same", "another answer", "no comment", "asked for", "new error", "unreadable"],
)
def test_a_repair_is_judged_by_what_it_does(
    monkeypatch: pytest.MonkeyPatch, words: str, by: str, safety: Safety, kept: bool
) -> None:
    """Whatever a check calls safe: an answer, a comment or a whole policy is never lost for it."""
    made, text = offered(monkeypatch, words, by, safety)
    assert (text != PLAIN) == kept
    assert made.changed == kept
