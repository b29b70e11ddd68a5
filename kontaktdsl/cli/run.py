"""`kpol run`: a policy over all rows of a file."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from kontaktdsl.cli import tables
from kontaktdsl.cli.arguments import Given, Option, Verb
from kontaktdsl.cli.days import DAY, day_of
from kontaktdsl.cli.screen import Screen, unwritable
from kontaktdsl.cli.words import Stop, UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tempfile import TemporaryDirectory

    from kontaktdsl.data.beside import Beside
    from kontaktdsl.data.formats import Format
    from kontaktdsl.data.pipeline import Run
    from kontaktdsl.data.writing import About

VERB = Verb(
    "run",
    ("DATEI|ORDNER DATEN", "FILE|FOLDER DATA"),
    (
        "Wendet eine Richtlinie auf alle Zeilen einer Datei an: Abstand, Termin, Frist, Aufgaben,\n"
        "Fundstelle, oder warum es keine Antwort gibt. Jede Zeile kommt genau einmal heraus.\n"
        "Gelesen werden CSV, Parquet, Arrow, Excel, DuckDB, SQLite oder die Standardeingabe (-),\n"
        "geschrieben Parquet, CSV, Excel, Arrow, ohne -o eine Tabelle. Ende 1: --on-problem fail.\n"
        "In einem Ordner ist es die Fassung, die am Stichtag gilt.",
        "Applies a policy to all rows of a file: interval, due date, deadline, duties, citation,\n"
        "or why there is no answer. Every row comes out exactly once. It reads CSV, Parquet,\n"
        "Arrow, Excel, DuckDB, SQLite or standard input (-), and writes Parquet, CSV, Excel,\n"
        "Arrow, and without -o a table. Exit code 1: --on-problem fail.\n"
        "In a folder it is the version that holds on the day of evaluation.",
    ),
    (
        Option(
            "-o --output",
            ("Ziel, - für die Standardausgabe", "target, - for standard output"),
            "FILE",
            writes=True,
        ),
        Option(
            "--to",
            ("Format des Ziels; sonst nach der Endung", "format of the target; else by its suffix"),
            "",
            ("parquet", "csv", "excel", "arrow", "table"),
        ),
        DAY,
        *tables.READING,
        Option(
            "--keep",
            ("diese Spalte mitgeben; mehrmals möglich", "pass this column on; may be repeated"),
            "COLUMN",
            many=True,
        ),
        Option(
            "--columns",
            ("nur diese Spalten der Antwort: interval,due (Namen wie mit --ids)",
             "only these columns of the answer: interval,due (names as with --ids)"),
            "NAMES",
        ),
        Option("--groups", ("Team und Fachkraft mitgeben", "pass team and officer on")),
        Option(
            "--ids",
            ("Spaltennamen und Datum für Programme, auch in CSV und Excel",
             "names of columns and dates for programs, in CSV and Excel too"),
        ),
        Option(
            "--on-problem",
            ("report: schreiben und berichten; fail: nichts schreiben, Ende 1",
             "report: write and report; fail: write nothing, exit code 1"),
            "",
            ("report", "fail"),
        ),
        Option(
            "--summary",
            ("Zusammenfassung als JSON in diese Datei", "summary as JSON to this file"),
            "FILE",
            writes=True,
        ),
    ),
    (
        "kpol run x.kpol kunden.parquet -o antworten.parquet",
        "kpol run x.kpol kunden.csv -o antworten.xlsx --day 01.12.2026",
        'kpol run x.kpol bestand.duckdb --query "select * from kunden where team = 4" -o a.csv',
    ),
)  # fmt: skip

STDOUT = "-"


def run(given: Given, language: str) -> int:
    """Read, decide, write, and say what became of all rows."""
    _, data_path = tables.two(given, "run")
    day = day_of(given, "run")
    target = given.text("output")
    screen = Screen(given.text("color") or "auto")
    _sensible(given, target)
    with tables.told(), _ending_kindly():
        from kontaktdsl.data.pipeline import Run
        from kontaktdsl.data.reading import open_data

        if target is not None and target != STDOUT:
            _format(given, target)
        found = tables.policy_of(given, screen, "run")
        if isinstance(found, int):
            return found
        policy, version = found
        spoken = given.text("lang") or policy.model.language
        with open_data(data_path, tables.wish_of(given)) as source:
            made = Run(
                tables.plan_of(policy),
                source,
                tables.columns_of(given),
                day=day,
                language=spoken,
                keep=given.texts("keep"),
                groups=given.flag("groups"),
                only=_names(given.text("columns")),
                version=version,
            )
            return _Job(made, given, screen, spoken, target).run()


class _Job:
    """One run, and where it goes."""

    def __init__(
        self, made: Run, given: Given, screen: Screen, language: str, target: str | None
    ) -> None:
        self.made = made
        self.given = given
        self.screen = screen
        self.language = language
        self.target = target
        self.strict = given.text("on_problem") == "fail"

    def run(self) -> int:
        if self.target is None:
            self._table()
        else:
            self._file(self.target)
        code = 1 if self.strict and self.made.summary.problems else 0
        self._summarise(written=not code)
        return code

    def _about(self) -> About:
        from kontaktdsl import __version__
        from kontaktdsl.data.writing import About

        policy = self.made.engine.plan.policy
        return About(
            policy=policy.header.id,
            digest=policy.digest,
            day=self.made.engine.day,
            engine=__version__,
            language=self.language,
            titles=self.made.titles,
            ids=self.given.flag("ids"),
        )

    def _table(self) -> None:
        from kontaktdsl.cli.progress import Rows
        from kontaktdsl.data.writing.table import TableWriter

        writer = None
        with Rows(self.made.source, self.language) as progress:
            for batch in self.made:
                writer = writer or TableWriter(batch.schema, self._about())
                writer.write(batch)
                progress.step(batch.num_rows)
        if writer is not None and not (self.strict and self.made.summary.problems):
            self.screen.write(writer.text(self.screen.columns))

    def _file(self, target: str) -> None:
        from kontaktdsl.data.beside import Beside
        from kontaktdsl.data.formats import Format

        if target == STDOUT:
            format_ = Format(self.given.text("to") or "csv")
            try:
                self._write(format_, _Standard(), stream=True)
            except BrokenPipeError:
                raise
            except OSError as error:
                raise unwritable(("Ausgabe", "output"), error) from error
            return
        format_ = _format(self.given, target)
        rows = self.made.source.rows
        if format_ is Format.EXCEL and rows is not None:
            from kontaktdsl.data.writing.excel import MOST, too_many_rows

            if rows > MOST:
                raise too_many_rows(rows)
        try:
            with Beside(target) as place:
                self._write(format_, place, stream=target.lower().endswith(".arrows"))
        except OSError as error:
            raise unwritable((target, target), error) from error

    def _write(self, format_: Format, place: Beside | _Standard, *, stream: bool) -> None:
        """Write all rows; nothing where a row has a problem and that is not wanted."""
        from kontaktdsl.cli.progress import Rows
        from kontaktdsl.data.writing import writer_of

        writer = None
        try:
            with Rows(self.made.source, self.language) as progress:
                for batch in self.made:
                    if writer is None:
                        writer = writer_of(
                            format_,
                            place.file,
                            batch.schema,
                            self._about(),
                            folder=place.folder,
                            stream=stream,
                        )
                    if not (self.strict and self.made.summary.problems):
                        writer.write(batch)
                    progress.step(batch.num_rows)
            if writer is not None and not (self.strict and self.made.summary.problems):
                writer.finish()
                place.keep()
        finally:
            if writer is not None:
                writer.discard()

    def _summarise(self, *, written: bool) -> None:
        from kontaktdsl.data import told

        target = self.given.text("summary")
        if target is not None:
            from kontaktdsl.cli.screen import write_file

            write_file(target, told.document(self.made, self._about()))
            return
        if sys.stderr is None:
            return
        is_written = None if self.target is None and written else written
        text = told.text(self.made, self._about(), written=is_written)
        with suppress(OSError):
            print(text, end="", file=sys.stderr, flush=True)


def _names(text: str | None) -> list[str] | None:
    return None if text is None else [name.strip() for name in text.split(",") if name.strip()]


def _format(given: Given, target: str) -> Format:
    from kontaktdsl.data.formats import Format
    from kontaktdsl.data.writing import writable

    to = given.text("to")
    return writable(target, None if to is None else Format(to))


def _sensible(given: Given, target: str | None) -> None:
    """Refuse a target that cannot be meant, before any work."""
    to = given.text("to")
    if target is None and to not in (None, "table"):
        raise UsageError(
            "run",
            f"`--to {to}` braucht `-o`; `-o -` ist die Standardausgabe",
            f"`--to {to}` needs `-o`; `-o -` is standard output",
        )
    if target is not None and to == "table":
        raise UsageError(
            "run", "eine Tabelle gibt es nur ohne `-o`", "a table comes only without `-o`"
        )


@contextmanager
def _ending_kindly() -> Iterator[None]:
    """A request to end is taken like Ctrl-C: nothing stays behind."""
    from kontaktdsl.data.reading.waiting import wakeful

    try:
        before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    except ValueError:  # not the main thread, which alone may say so
        yield
        return
    try:
        with wakeful():
            yield
    finally:
        signal.signal(signal.SIGTERM, before)


class _Standard:
    """Standard output as a place to write to."""

    def __init__(self) -> None:
        if sys.stdout is None:
            raise Stop("es gibt keine Standardausgabe", "there is no standard output")
        self.file = sys.stdout.buffer
        self._aside: TemporaryDirectory[str] | None = None

    def folder(self) -> str:
        from tempfile import TemporaryDirectory

        self._aside = TemporaryDirectory(prefix="kpol-")
        return self._aside.name

    def keep(self) -> None:
        self.file.flush()
