"""`kpol matrix`: the policy as a table."""

from __future__ import annotations

from kontaktdsl.cli import opened, paths, series
from kontaktdsl.cli.arguments import Given, Option, Verb
from kontaktdsl.cli.checking import read
from kontaktdsl.cli.screen import Screen
from kontaktdsl.cli.shelved import DAY, ID
from kontaktdsl.cli.words import Stop, UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kontaktdsl.model import Policy
    from kontaktdsl.reports.lines import Line
    from kontaktdsl.reports.matrices.build import Limits
    from kontaktdsl.reports.matrices.grid import Grid

DOCUMENTS = ("html", "svg", "markdown", "csv")
"""Formats besides the terminal's; each is the module of that name."""

VERB = Verb(
    "matrix",
    ("DATEI|ORDNER", "FILE|FOLDER"),
    (
        "Zeigt auf die Frage „Wie oft?“ die ganze Richtlinie als Tabelle: jede Zelle mit der\n"
        "Antwort und der Zeile, aus der sie kommt; Lücken und Widersprüche stehen als Wort da.\n"
        "Jeder mögliche Fall steht in genau einer Zelle. Ende mit 1, wenn es Lücken oder\n"
        "Widersprüche gibt. In einem Ordner ist es die Fassung, die an einem Tag gilt.",
        "Shows the whole policy as a table for the question “how often?”: each cell with the\n"
        "answer and the line that it comes from; gaps and conflicts stand there as words.\n"
        "Every possible case stands in exactly one cell. Exit code 1 if there are gaps or\n"
        "conflicts. In a folder it is the version that holds on a day.",
    ),
    (
        Option(
            "--format",
            ("text; html (Seite), svg (Bild), markdown, csv (Tabellenprogramm)",
             "text; html (a page), svg (a picture), markdown, csv (a spreadsheet)"),
            "FORMAT",
            ("text", *DOCUMENTS),
        ),
        Option(
            "--where",
            ("nur diese Menschen: \"U25, alo\"", "only these people: \"U25, alo\""),
            "FACTS",
        ),
        series.OPTION,
        Option(
            "--watch",
            ("bei jeder Änderung neu schreiben, bis Strg-C (die Seite neu laden)",
             "write again at every change, until Ctrl-C (reload the page)"),
        ),
        ID,
        DAY,
        Option("-o --output", ("in eine Datei schreiben", "write to a file"), "FILE", writes=True),
    ),
    ("kpol matrix x.kpol", "kpol matrix x.kpol --format html -o x.html --watch",
     'kpol matrix x.kpol --where "U25, alo"'),
)  # fmt: skip


def run(given: Given, language: str) -> int:
    """Draw the table, once or at every change."""
    if len(given.operands) != 1:
        paths.only_one(given.operands, "matrix")
    path = opened.operand(given, "matrix")
    opened.day_only_in_folder(given, "matrix")
    if not given.flag("watch"):
        return _once(path, given, language)[0]
    if path == paths.STDIN:
        raise UsageError(
            "matrix",
            "`--watch` gehört zu einer Datei, nicht zur Standardeingabe",
            "`--watch` belongs to a file, not to standard input",
        )
    form = given.text("format") or "text"
    if form in DOCUMENTS and given.text("output") is None:
        raise UsageError(
            "matrix",
            f"`--watch` mit `--format {form}` braucht eine Datei: `-o FILE`",
            f"`--watch` with `--format {form}` needs a file: `-o FILE`",
        )
    from kontaktdsl.cli.watching import watch

    return watch([path], language, lambda: _once(path, given, language)[1])


def _once(path: str, given: Given, language: str) -> tuple[int, list[str]]:
    """One table: the exit code, and the files besides that it rests on."""
    screen = Screen(given.text("color") or "auto", given.text("output"))
    others: list[str] = []
    shown = Screen(given.text("color") or "auto")
    made = opened.open_policy(given, shown, "matrix", read, others)
    if isinstance(made, int):
        return made, others
    spoken = given.text("lang") or made.language or language
    form = given.text("format") or "text"
    if form != "text":
        cells = _grid(series.only(made.policy, given), given, _limits(form, screen))
        screen.write(_document(form, cells, spoken, to_file=screen.target is not None))
        return int(cells.trouble), others
    from kontaktdsl.reports.lines import visible
    from kontaktdsl.reports.matrices.text import picture

    trouble = False
    lines: list[Line] = []
    for one in series.chosen(made.policy, given):
        cells = _grid(one, given, _limits(form, screen))
        trouble |= cells.trouble
        if one is not made.policy:
            lines += [*([[]] if lines else []), [(visible(f"{series.name(one)}:"), "strong")]]
        lines += picture(cells, spoken, screen.columns)
    screen.draw(lines)
    return int(trouble), others


def _limits(form: str, screen: Screen) -> Limits:
    from kontaktdsl.reports.matrices.build import Limits

    if form != "text":
        return Limits()
    from kontaktdsl.reports.matrices.text import columns_for

    return Limits(columns=columns_for(screen.columns))


def _grid(policy: Policy, given: Given, limits: Limits) -> Grid:
    from kontaktdsl.model import TRUE, And
    from kontaktdsl.question import TooWide
    from kontaktdsl.reports.matrices.build import NoTable, TooLarge, grid
    from kontaktdsl.space import TooManyBoxes

    only = TRUE
    where = given.text("where")
    if where is not None:
        from kontaktdsl.cli.facts import conditions

        if not where.strip():
            raise UsageError(
                "matrix",
                "hinter `--where` stehen keine Angaben",
                "there are no facts after `--where`",
            )
        only = And(conditions(where, policy))
    try:
        return grid(policy, limits, only)
    except TooWide as error:
        line = error.origin.span.line
        raise Stop(
            f"die Bedingung in Zeile {line} ist zu verzweigt für eine Tabelle",
            f"the condition in line {line} is too branched for a table",
        ) from None
    except (NoTable, TooManyBoxes) as error:
        if isinstance(error, NoTable) and error.nobody:
            raise Stop(f"„{where}“ trifft auf niemanden zu", f"“{where}” is nobody") from None
        raise Stop(
            f"„{where}“ ist keine Tabelle: je Merkmal eine Auswahl von Werten, mit Komma getrennt",
            f"“{where}” is no table: for each attribute a choice of values, with commas between",
        ) from None
    except TooLarge:
        raise Stop(
            f"die Tabelle hätte mehr als {limits.cells} Zellen; "
            '`--where "..."` schränkt sie ein, kpol check prüft immer die ganze Richtlinie',
            f"the table would have more than {limits.cells} cells; "
            '`--where "..."` narrows it down, kpol check always checks the whole policy',
        ) from None


def _document(form: str, cells: Grid, language: str, *, to_file: bool) -> str:
    from importlib import import_module

    from kontaktdsl import __version__
    from kontaktdsl.reports.matrices.wording import Wording

    module = import_module(f"kontaktdsl.reports.matrices.{form}")
    text: str = module.document(Wording(cells, language), __version__)
    return f"\ufeff{text}" if form == "csv" and to_file else text
