"""The example of series: clean, and every possible customer gets one answer in each of them."""

from datetime import date, timedelta
from itertools import product
from pathlib import Path

from kontaktdsl.diagnostics import Severity
from kontaktdsl.project import check_file, load
from kontaktdsl.testing import cases
from kontaktdsl.values import Answer, Every, OnRequest
from tests.cli.conftest import Kpol, kpol

__all__ = ["kpol"]

PATH = Path(__file__).resolve().parents[2] / "examples" / "beyond" / "kindervorsorge.kpol"
POLICY = load(PATH)
DAY = date(2027, 3, 1)


def children() -> list[dict[str, object]]:
    """Every child, month by month."""
    return [
        {"Lebensmonate": months, "Frühchen": early, "Beratung": who, "Klinik": ill}
        for months, early, who, ill in product(
            range(72), (False, True), ("allein", "Hebamme", "Jugendamt"), (False, True)
        )
    ]


def test_it_is_clean() -> None:
    checked = check_file(PATH)
    assert [f.code for f in checked.findings if f.severity is not Severity.HINT] == []
    assert all(not a.forgotten and not a.contradictory for a in checked.accounting)
    assert {a.series for a in checked.accounting} == {"Untersuchung", "Hausbesuch"}


def test_every_child_gets_one_answer_in_each_series_and_dates_that_fit() -> None:
    """A right is never later than the duty beside it, and a pause only ever moves dates later."""
    last = DAY - timedelta(days=20)
    for child in children():
        decided = POLICY.decide_each(child)  # type: ignore[arg-type]
        assert list(decided) == ["main", "Besuch"]
        for series, decision in decided.items():
            one = POLICY.of(series)
            assert decision.rhythm == one.how_often(child)  # type: ignore[arg-type]
            assert bool(decision.pauses) == child["Klinik"]
            due = one.due(child, last_contact=last, day=DAY, paused_since=DAY)  # type: ignore[arg-type]
            later = one.due(  # type: ignore[call-arg]
                child,
                last_contact=last,
                day=DAY,
                paused_since=DAY - timedelta(days=7),  # type: ignore[arg-type]
            )
            if isinstance(decision.rhythm, Every | OnRequest):
                assert due.nominal is not None
                assert later.nominal is not None
                moved = (later.nominal - due.nominal).days
                overdue = due.nominal <= DAY - timedelta(days=7)
                assert moved == (7 if decision.pauses and not overdue else 0)
            again = one.again(child, last_contact=last, day=DAY, paused_since=DAY)  # type: ignore[arg-type]
            assert (again is None) == (decision.right is None)
            if again is not None and again.nominal and due.nominal:
                assert again.nominal <= due.nominal


def test_a_baby_with_a_midwife_and_a_family_alone() -> None:
    """As a reader of the directive would look it up."""
    baby = {"Lebensmonate": 3, "Frühchen": True, "Beratung": "Hebamme", "Klinik": False}
    examined, visited = POLICY.decide_each(baby).values()
    assert (examined.rhythm.length.count, visited.rhythm.length.count) == (4, 2)  # type: ignore[union-attr]
    alone = {"Lebensmonate": 30, "Frühchen": False, "Beratung": "allein", "Klinik": False}
    examined, visited = POLICY.decide_each(alone).values()
    assert visited.answer is Answer.NO_CONTACT
    assert examined.right is not None
    assert cases(POLICY) is not None


def test_the_command_shows_one_series_after_another(kpol: Kpol) -> None:
    facts = "Lebensmonate 24, Hebamme, nicht Klinik, nicht Frühchen"
    both = kpol("decide", str(PATH), facts)
    assert both.code == 0
    head, _, tail = both.out.partition("Hausbesuch:")
    assert head.startswith("Untersuchung:\nalle 6 Monate (Mindestvorgabe)")
    assert "Anspruch   auf Wunsch alle 3 Monate" in head
    assert tail.strip().startswith("auf Wunsch alle 2 Monate")
    one = kpol("explain", str(PATH), facts, "--series", "Besuch")
    assert one.code == 0
    assert "Untersuchung" not in one.out


def test_a_table_holds_one_series(kpol: Kpol) -> None:
    for words in (["run", str(PATH), str(PATH)], ["sql", str(PATH), "--dialect", "duckdb"]):
        refused = kpol(*words)
        assert refused.code == 2
        assert "`main`, `Besuch`" in refused.err
        assert "--series NAME" in refused.err
    unknown = kpol("matrix", str(PATH), "--series", "Anruf")
    assert unknown.code == 2
    assert "`Anruf`" in unknown.err
    assert kpol("matrix", str(PATH), "--series", "Besuch", "--format", "csv").code == 0
