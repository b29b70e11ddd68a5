"""What the two directives really leave open (the figures were computed twice, independently)."""

from collections import Counter
from pathlib import Path

import pytest

from kontaktdsl.diagnostics import Diagnostic, Severity
from kontaktdsl.project import Checked, check_file, check_text
from kontaktdsl.values import Answer

PRINTED = Path(__file__).parents[2] / "examples" / "as-printed"
RHEIN = PRINTED / "rhein-hunsrueck.kpol"
SPREE = PRINTED / "dahme-spreewald.kpol"


def by_code(checked: Checked) -> dict[str, list[Diagnostic]]:
    found: dict[str, list[Diagnostic]] = {}
    for finding in checked.findings:
        if finding.severity is not Severity.HINT:
            found.setdefault(finding.code, []).append(finding)
    return found


def test_rhein_hunsrueck_has_one_gap_and_one_loosened_minimum() -> None:
    checked = check_file(RHEIN)
    found = by_code(checked)
    assert set(found) == {"gap", "loosened-minimum"}
    (gap,) = found["gap"]
    (region,) = gap.regions
    assert region.words.de == "U25, arbeitsuchend, marktnah oder marktfern"
    assert region.aside is not None
    assert region.aside.de == "kein Intensivkunde, kein Absolvent"
    assert (region.count, region.total) == (2, 56)
    assert region.person.de.startswith("15 Jahre, arbeitsuchend, marktnah")
    (loosened,) = found["loosened-minimum"]
    assert "monatlich" in loosened.headline.de
    assert "6 Monate" in loosened.headline.de
    (region,) = loosened.regions
    assert region.words.de.startswith("U25, arbeitslos, Zuordnung")
    account = checked.accounting[0]
    assert (account.cases, account.impossible) == (64, 8)
    assert dict(account.answers) == {Answer.INTERVAL: 26, Answer.DELEGATED: 28}
    assert (account.forgotten, account.contradictory) == (2, 0)


def test_rhein_hunsrueck_without_exceptions_has_39_contradictory_cases() -> None:
    text = RHEIN.read_text("utf-8")
    plain = "\n".join(
        "rules " + line.split()[1] + ":" if line.startswith("exception ") else line
        for line in text.splitlines()
    )
    checked = check_text(plain)
    assert checked.accounting[0].contradictory == 39
    assert checked.accounting[0].forgotten == 2
    assert "conflict" in by_code(checked)


def test_dahme_spreewald_has_two_open_orders_and_a_loosened_minimum() -> None:
    checked = check_file(SPREE)
    found = by_code(checked)
    assert set(found) == {"conflict", "loosened-minimum"}
    sizes = {}
    for conflict in found["conflict"]:
        (region,) = conflict.regions
        assert region.total == 176
        lines = (conflict.span.text, *(label.span.text for label in conflict.others))
        sizes[frozenset(line.lstrip("- ").split()[0] for line in lines)] = region.count
    assert sizes == {
        frozenset({"Selbständig", "Absolvent"}): 32,
        frozenset({"Intensivkunde", "Absolvent"}): 16,
    }
    (loosened,) = found["loosened-minimum"]
    assert "14" in loosened.headline.de
    assert "monatlich" in loosened.headline.de
    account = checked.accounting[0]
    assert (account.cases, account.impossible) == (256, 80)
    assert dict(account.answers) == {Answer.INTERVAL: 56, Answer.DELEGATED: 72}
    assert (account.forgotten, account.contradictory) == (0, 48)


def test_dahme_spreewald_without_any_exception_has_131_contradictory_cases() -> None:
    text = SPREE.read_text("utf-8")
    plain = "\n".join(
        "Regeln " + line.split()[1] + ":" if line.startswith("Ausnahme ") else line
        for line in text.splitlines()
    )
    assert check_text(plain).accounting[0].contradictory == 131


def test_dahme_spreewald_with_the_cells_left_empty_forgets_alo_with_i() -> None:
    text = SPREE.read_text("utf-8")
    emptied = "\n".join(
        line.replace("unmöglich", "         ") if line.lstrip().startswith("|") else line
        for line in text.splitlines()
    )
    found = by_code(check_text(emptied))
    assert len(found["empty-outcome"]) == 2
    (gap,) = found["gap"]
    assert sum(region.count or 0 for region in gap.regions) == 8
    assert all("arbeitslos, I" in region.words.de for region in gap.regions)


@pytest.mark.parametrize("path", [RHEIN, SPREE], ids=lambda path: path.stem)
def test_pasting_a_repair_makes_its_finding_go_away(path: Path) -> None:
    checked = check_file(path)
    text = path.read_text("utf-8")
    for finding in checked.findings:
        if finding.severity is Severity.HINT:
            continue
        pasteable = [repair for repair in finding.repairs if repair.edits]
        assert pasteable, finding.code
        for repair in pasteable:
            repaired = text
            for edit in sorted(repair.edits, key=lambda edit: edit.span.start, reverse=True):
                repaired = repaired[: edit.span.start] + edit.text + repaired[edit.span.end :]
            after = check_text(repaired, path.name)
            assert after.policy is not None, (repair.lines, [f.headline.de for f in after.findings])
            left = [(f.code, f.regions) for f in after.findings]
            assert (finding.code, finding.regions) not in left, repair.lines
            before = Counter(f.code for f in checked.findings)
            before.subtract([finding.code])
            new = Counter(f.code for f in after.findings) - before
            assert set(new) <= {"never-meets-base", "not-regulated"}, repair.lines
