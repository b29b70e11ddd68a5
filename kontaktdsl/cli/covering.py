"""How much the examples exercise, and whether that is enough."""

from __future__ import annotations

from kontaktdsl.cli.arguments import Given
from kontaktdsl.cli.loaded import Loaded
from kontaktdsl.cli.screen import Screen
from kontaktdsl.cli.words import Stop

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kontaktdsl.exercise import Coverage
    from kontaktdsl.reports.lines import Line


def show(
    files: list[Loaded],
    given: Given,
    language: str,
    screen: Screen,
    least: tuple[int | None, int | None],
) -> tuple[list[Line], bool]:
    """The coverage of every file as lines, and whether one is below what was asked for."""
    from kontaktdsl.cli.measuring import covered
    from kontaktdsl.reports.covered import picture

    lines: list[Line] = []
    short = False
    for file in files:
        spoken = file.spoken(given.text("lang"), language)
        found = None if file.policy is None else covered(file.policy, file.record)
        if found is None or file.policy is None:
            lines.append([(f"{file.path}: ", "strong"), (not_measured(spoken), "error")])
            short = True
            continue
        everything = given.flag("all")
        lines += picture(
            file.path, file.policy, found, spoken, screen.columns, everything=everything
        )
        if not file.policy.rules:  # vocabulary for the others
            continue
        for words in too_little(found, *least, spoken):
            lines.append([(f"  {words}", "error")])
            short = True
    return lines, short


def too_little(
    found: Coverage, least: int | None, least_cases: int | None, language: str
) -> list[str]:
    """What is below the percentages asked for; raises Stop where that was not counted."""
    side = 0 if language == "de" else 1
    said = []
    if least is not None and found.percent < least:
        words = (
            f"Regeln: {found.percent} % sind weniger als {least} %",
            f"rules: {found.percent} % is less than {least} %",
        )
        said.append(words[side])
    if least_cases is not None and (share := share_of_cases(found)) < least_cases:
        words = (
            f"Fälle: {share} % sind weniger als {least_cases} %",
            f"cases: {share} % is less than {least_cases} %",
        )
        said.append(words[side])
    return said


def share_of_cases(found: Coverage) -> int:
    """The lowest share of cases; raises Stop where it was not counted."""
    share = found.cases_percent
    if share is None:
        raise uncounted()
    return share


def uncounted() -> Stop:
    """Why there is no share of cases."""
    return Stop(
        "der Anteil der Fälle ist nicht zu berechnen, die Richtlinie ist zu groß; "
        "`--fail-under` misst an den Regeln",
        "the share of cases cannot be computed, the policy is too large; "
        "`--fail-under` measures by rules",
    )


def not_measured(language: str) -> str:
    """That there is no figure."""
    words = ("Abdeckung nicht zu berechnen", "coverage cannot be computed")
    return words[0 if language == "de" else 1]
