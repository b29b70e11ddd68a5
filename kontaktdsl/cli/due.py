"""`kpol due`: who is due and overdue, as a list for a team."""

from __future__ import annotations

import os
import sys

from kontaktdsl.cli import tables
from kontaktdsl.cli.arguments import Given, Option, Verb
from kontaktdsl.cli.days import DAY, day_of
from kontaktdsl.cli.screen import Screen, aside, silence, unwritable
from kontaktdsl.cli.words import Stop, UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from kontaktdsl.batch.mapping import Matched
    from kontaktdsl.data.pipeline import Run
    from kontaktdsl.data.source import Source
    from kontaktdsl.duelist.collect import Wanted
    from kontaktdsl.duelist.record import DueList, Grouping

FORMATS = ("terminal", "excel", "csv", "ical", "html")
SUFFIXES = {
    ".xlsx": "excel",
    ".csv": "csv",
    ".ics": "ical",
    ".html": "html",
    ".htm": "html",
    ".txt": "terminal",
}
DAYS = 14
MOST_DAYS = 3_660
SHOWN = 20
"""So many of a group a terminal shows, unless `--limit` says otherwise."""
STDOUT = "-"
NOT_GROUPED = ("none", "nichts")
OFFICER = ("officer", "fachkraft")

VERB = Verb(
    "due",
    ("DATEI|ORDNER DATEN", "FILE|FOLDER DATA"),
    (
        "Wer ist überfällig, und wer in den nächsten Tagen fällig? Mit Termin, Abstand,\n"
        "Aufgaben und Fundstelle, gruppiert nach Team, wo die Daten es nennen. Die Termine sind\n"
        "Vorschläge; verschickt wird nichts. Wer keinen Termin hat, wird mit Grund gezählt. In\n"
        "einem Ordner gilt die Fassung des Stichtags; ändert sie sich bis zum letzten Tag, steht\n"
        "es in der Liste.\n"
        "Nach Fachkraft gruppiert stehen die Fälle da und keine Zahlen: Zahlen je Fachkraft\n"
        "können Verhalten und Leistung überwachen und sind mitbestimmungspflichtig (§ 80 (1)\n"
        "Nr. 21 BPersVG oder Landesrecht). Ist das geklärt, gibt es sie mit --count-per-officer.",
        "Who is overdue, and who is due in the next days? With date, interval, duties and\n"
        "citation, grouped by team where the data names it. The dates are proposals; nothing is\n"
        "sent. Who has no date is counted, with the reason. In a folder it is the version of the\n"
        "day of evaluation; where it changes before the last day, the list says so.\n"
        "Grouped by officer it lists the cases and gives no numbers: numbers per officer can\n"
        "monitor behaviour and performance and need the staff council (§ 80 (1) no. 21 BPersVG\n"
        "or the law of the Land). Once that is settled, --count-per-officer gives them.",
    ),
    (
        Option("--days", (f"Tage im Voraus, sonst {DAYS}", f"days ahead, else {DAYS}"), "N"),
        DAY,
        Option(
            "--by",
            (
                "Gruppen: team, officer, none oder eine Spalte",
                "groups: team, officer, none or a column",
            ),
            "WHAT",
        ),
        Option(
            "--only",
            ("nur diese Gruppe; mehrmals möglich", "only this group; may be repeated"),
            "NAME",
            many=True,
        ),
        Option(
            "--limit",
            (
                f"höchstens N je Gruppe; 0 alle, Bildschirm {SHOWN}",
                f"at most N of a group; 0 all, screen {SHOWN}",
            ),
            "N",
        ),
        Option(
            "--problems",
            (
                "auch zeigen, wer keinen Termin bekommen kann",
                "also show who cannot be dated",
            ),
        ),
        Option(
            "-o --output",
            (
                "Datei: .xlsx, .csv, .ics, .html oder .txt",
                "file: .xlsx, .csv, .ics, .html or .txt",
            ),
            "FILE",
            writes=True,
        ),
        Option(
            "--format", ("Format, sonst nach der Endung", "format, else by the suffix"), "", FORMATS
        ),
        Option(
            "--sheet-per-group",
            ("Excel: ein Blatt je Gruppe", "Excel: a sheet for each group"),
        ),
        Option(
            "--count-per-officer",
            (
                "auch Zahlen je Fachkraft, § 80 (1) Nr. 21 BPersVG",
                "numbers per officer, too, § 80 (1) no. 21 BPersVG",
            ),
        ),
        *tables.READING,
    ),
    (
        "kpol due x.kpol kunden.csv",
        "kpol due x.kpol kunden.parquet --days 7 -o faellig.xlsx",
        "kpol due x.kpol kunden.csv --by officer --only 'IFK 101' -o termine.ics",
    ),
)


def run(given: Given, language: str) -> int:
    """Read all customers, make the list, show or write it."""
    _, data_path = tables.two(given, "due")
    day = day_of(given, "due")
    days = _number(given, "days", MOST_DAYS)
    format_, target = _target(given)
    screen = Screen(given.text("color") or "auto")
    with tables.told():
        from kontaktdsl.batch.frames import matched
        from kontaktdsl.cli.progress import Rows
        from kontaktdsl.data.pipeline import Run
        from kontaktdsl.data.reading import open_data
        from kontaktdsl.duelist.collect import collect

        opened = tables.policy_of(given, screen, "due")
        if isinstance(opened, int):
            return opened
        policy, version = opened
        with open_data(data_path, tables.wish_of(given)) as source:
            plan, columns = tables.plan_of(policy), tables.columns_of(given)
            grouping, by = _groups(given.text("by"), matched(plan, source.names, columns), source)
            wanted = _wanted(given, DAYS if days is None else days, grouping, by, format_)
            made = Run(
                plan,
                source,
                columns,
                day=day,
                language=given.text("lang") or policy.model.language,
                keep=[] if by is None else [by],
                version=version,
            )
            _tell_lacking(made)
            with Rows(source, made.engine.language) as progress:
                found = collect(made, wanted, progress.step)
        _unknown_groups(found, wanted)
        _put(found, format_, target, given, screen)
    return 0


# --- what is asked for --------------------------------------------------------------------------


def _number(given: Given, key: str, most: int) -> int | None:
    text = given.text(key)
    if text is None:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 10 and int(text) <= most):
        raise UsageError(
            "due",
            f"`--{key}` ist eine ganze Zahl von 0 bis {most}, nicht `{text}`",
            f"`--{key}` is a whole number from 0 to {most}, not `{text}`",
        )
    return int(text)


def _target(given: Given) -> tuple[str, str | None]:
    """The format, and the file if there is one."""
    target = given.text("output")
    format_ = given.text("format")
    if target in (None, STDOUT):
        target = None
        format_ = format_ or "terminal"
        if format_ == "excel":
            raise UsageError(
                "due",
                "Excel gehört in eine Datei: -o faellig.xlsx",
                "Excel belongs in a file: -o due.xlsx",
            )
    elif format_ is None:
        format_ = SUFFIXES.get(os.path.splitext(target)[1].lower())
        if format_ is None:
            known = ", ".join(SUFFIXES)
            raise UsageError(
                "due",
                f"{target}: welches Format? Die Endung ist eine von {known}, oder --format sagt es",
                f"{target}: which format? The suffix is one of {known}, or --format says so",
            )
    if given.flag("sheet_per_group") and format_ != "excel":
        raise UsageError(
            "due",
            "`--sheet-per-group` gehört zu Excel: -o faellig.xlsx",
            "`--sheet-per-group` belongs to Excel: -o due.xlsx",
        )
    if given.flag("problems") and format_ == "ical":
        raise UsageError(
            "due",
            "wer keinen Termin hat, passt in keinen Kalender: `--problems` nicht mit iCalendar",
            "who has no date fits into no calendar: no `--problems` with iCalendar",
        )
    return format_, target


def _groups(by: str | None, columns: Matched, source: Source) -> tuple[Grouping, str | None]:
    """What the groups are, and their column: only that one is read."""
    from kontaktdsl.duelist.record import Grouping

    plain = None if by is None else by.casefold()
    if plain in NOT_GROUPED or (plain is None and columns.team is None):
        return Grouping.NONE, None
    if plain in (None, "team"):
        grouping, column = Grouping.TEAM, columns.team
    elif plain in OFFICER:
        grouping, column = Grouping.OFFICER, columns.officer
    else:
        grouping, column = Grouping.COLUMN, by if by in source.names else None
        if column is not None and column == columns.team:
            grouping = Grouping.TEAM
        elif column is not None and column == columns.officer:
            grouping = Grouping.OFFICER
    if column is None:
        there = ", ".join(f"`{name}`" for name in source.names[:12])
        raise Stop(
            f"die Daten haben keine Spalte für `--by {by}`; da sind: {there}",
            f"the data has no column for `--by {by}`; there are: {there}",
        )
    return grouping, column


def _wanted(given: Given, days: int, grouping: Grouping, by: str | None, format_: str) -> Wanted:
    from kontaktdsl.duelist.collect import Wanted
    from kontaktdsl.duelist.record import Grouping

    only = tuple(given.texts("only"))
    if only and by is None:
        raise UsageError(
            "due",
            "`--only` braucht Gruppen: `--by` sagt, welche",
            "`--only` needs groups: `--by` says which",
        )
    limit = _number(given, "limit", 999_999_999)
    if limit is None and format_ == "terminal" and given.text("output") is None:
        limit = SHOWN
    team = grouping in (Grouping.NONE, Grouping.TEAM)
    return Wanted(
        days=days,
        grouping=grouping,
        by=by,
        counts=team or given.flag("count_per_officer"),
        only=only,
        limit=limit or None,
        people=given.flag("problems"),
    )


def _tell_lacking(made: Run) -> None:
    """A column that was not found makes most dates impossible: better said than wondered about."""
    if made.matched.last_contact is None:
        _aside(
            (
                "es gibt keine Spalte mit dem letzten Kontakt; ohne sie ist nur der erste Kontakt "
                "zu bestimmen. Die Zuordnung sagt, welche es ist: kpol map",
                "there is no column with the last contact; without it only the first contact can "
                "be dated. The mapping says which one it is: kpol map",
            ),
            made.engine.language,
        )


def _unknown_groups(found: DueList, wanted: Wanted) -> None:
    if wanted.only and not found.rows:
        names = ", ".join(f"`{name}`" for name in wanted.only)
        raise Stop(
            f"in der Spalte `{found.by}` steht nirgends {names}",
            f"the column `{found.by}` nowhere holds {names}",
        )


# --- where it goes ------------------------------------------------------------------------------


def _put(found: DueList, format_: str, target: str | None, given: Given, screen: Screen) -> None:
    if format_ == "terminal":
        from kontaktdsl.duelist import terminal

        if target is None:
            for block in _blocks(terminal.lines(found, screen.columns)):
                screen.draw(block)
            return
        from kontaktdsl.reports.lines import plain

        _write(target, (plain([line]) for line in terminal.lines(found, 100)))
    elif format_ == "excel":
        assert target is not None
        _excel(found, target, sheet_per_group=given.flag("sheet_per_group"))
    else:
        from importlib import import_module

        from kontaktdsl.duelist import words

        pieces = import_module(f"kontaktdsl.duelist.{format_}").pieces(found)
        if target is None:
            _print(pieces)
            for line in words.version(found):
                _aside((line, line), found.language)
        else:
            _write(target, pieces)
    if target is not None:
        _say(found, target, screen)


def _blocks(lines: Iterator[list[tuple[str, str]]]) -> Iterator[list[list[tuple[str, str]]]]:
    """Some lines at a time: a long list is never held as a whole."""
    from itertools import islice

    while block := list(islice(lines, 1_000)):
        yield block


def _print(pieces: Iterator[str]) -> None:
    """Bytes as the format wants them, whatever the encoding of the terminal."""
    out = sys.stdout
    if out is None:
        return
    try:
        out.flush()
        for piece in pieces:
            out.buffer.write(piece.encode("utf-8", "replace"))
        out.buffer.flush()
    except BrokenPipeError:
        silence(out)
    except OSError as error:
        silence(out)
        raise unwritable(("Ausgabe", "output"), error) from None


def _write(target: str, pieces: Iterator[str]) -> None:
    from kontaktdsl.data.beside import Beside

    try:
        with Beside(target) as place:
            for piece in pieces:
                place.file.write(piece.encode("utf-8", "replace"))
            place.keep()
    except OSError as error:
        raise unwritable((target, target), error) from error


def _excel(found: DueList, target: str, *, sheet_per_group: bool) -> None:
    from kontaktdsl.data.beside import Beside
    from kontaktdsl.duelist import excel

    try:
        with Beside(target) as place:
            excel.write(found, place.file, place.folder(), sheet_per_group=sheet_per_group)
            place.keep()
    except OSError as error:
        raise unwritable((target, target), error) from error


def _say(found: DueList, target: str, screen: Screen) -> None:
    """What was written, for the person who waits."""
    from kontaktdsl.duelist import words

    first, *rest = words.summary(found)
    lines = [f"{target}: {first}", *rest, words.total(found), words.PROPOSES.into(found.language)]
    screen.draw([[(line, "")] for line in lines])


def _aside(pair: tuple[str, str], language: str) -> None:
    aside(f"kpol: {pair[0 if language == 'de' else 1]}")
