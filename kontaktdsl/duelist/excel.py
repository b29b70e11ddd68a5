"""The list as an Excel workbook: typed cells, a filter, a frozen head, and no formula anywhere."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from typing import BinaryIO

import attrs
from xlsxwriter import Workbook
from xlsxwriter.exceptions import XlsxWriterException
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from kontaktdsl.diagnostics import Text
from kontaktdsl.duelist import columns, words
from kontaktdsl.duelist.columns import Cell, Column
from kontaktdsl.duelist.record import DueList, Entry

LONGEST_TEXT = 32_767
LONGEST_NAME = 31
MOST_ROWS = 1_048_576
_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_NO_CHARACTER = re.compile("[\ufffe\uffff\ud800-\udfff]")

_DUE = Text("Fällig", "Due")
_ABOUT = Text("Über diese Liste", "About this list")
_GROUP = Text("Gruppe", "group")
_WHO = Text("Nicht bestimmbar", "Cannot be dated")
_ABOUT_LINES: tuple[tuple[Text, Callable[[DueList], Cell]], ...] = (
    (Text("Richtlinie", "policy"), lambda found: found.title),
    (Text("Kennung", "id"), lambda found: found.policy),
    (Text("Prüfsumme", "digest"), lambda found: found.digest),
    (Text("Stand", "as of"), lambda found: found.day),
    (Text("fällig bis", "due by"), lambda found: found.until),
    (Text("überfällig", "overdue"), lambda found: found.overdue),
    (Text("fällig", "due"), lambda found: found.due),
    (words.LATER, lambda found: found.later),
    (words.BY_POLICY, lambda found: found.without_date),
    (words.PROBLEMS, lambda found: found.with_problem),
    (words.ROWS, lambda found: found.rows),
)


def write(found: DueList, file: BinaryIO, folder: str, *, sheet_per_group: bool = False) -> None:
    """Write the workbook; rows are put aside in `folder` until all are there. Raises OSError."""
    options = {
        "constant_memory": True,
        "tmpdir": folder,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    book = Workbook(file, options)
    book.set_properties(
        {
            "title": _clean(words.title(found)),
            "created": datetime(found.day.year, found.day.month, found.day.day),
        }
    )
    try:
        _Book(book, found).fill(sheet_per_group=sheet_per_group)
        book.close()
    except XlsxWriterException as error:
        cause = error.args[0] if error.args and isinstance(error.args[0], OSError) else None
        raise cause or OSError(str(error)) from error
    finally:
        book.fileclosed = 1  # else it would pack itself when it is forgotten


@attrs.frozen(eq=False)
class _Formats:
    """How cells look."""

    head: Format
    note: Format
    text: Format
    day: Format
    late_day: Format
    late: Format
    strong: Format


class _Book:
    """Fills a workbook sheet by sheet, each from its first row to its last."""

    def __init__(self, book: Workbook, found: DueList) -> None:
        self._book, self._found = book, found
        self._names: set[str] = {"history"}
        day = "dd.mm.yyyy" if found.language == "de" else "yyyy-mm-dd"
        top = {"valign": "top"}
        self._formats = _Formats(
            head=book.add_format(
                {
                    "bold": True,
                    "text_wrap": True,
                    "valign": "top",
                    "bottom": 1,
                    "bg_color": "#E8EEF4",
                }
            ),
            note=book.add_format({"italic": True}),
            text=book.add_format(top),
            day=book.add_format({**top, "num_format": day, "align": "left"}),
            late_day=book.add_format(
                {**top, "num_format": day, "align": "left", "bold": True, "font_color": "#B00020"}
            ),
            late=book.add_format({**top, "bold": True, "font_color": "#B00020"}),
            strong=book.add_format({**top, "bold": True}),
        )

    def fill(self, *, sheet_per_group: bool) -> None:
        found = self._found
        if sheet_per_group and found.by is not None and found.groups:
            for group in found.groups:
                name = words.group_name(group.name, found.grouping, found.language)
                self._list(name, f"{found.by}: {name}", iter(group.entries))
        else:
            every = (entry for group in found.groups for entry in group.entries)
            self._list(_DUE.into(found.language), words.title(found), every)
        if found.by_policy or found.problems:
            self._reasons()
        if found.people:
            self._people()
        self._about()

    # --- sheets ---------------------------------------------------------------------------------

    def _list(self, name: str, title: str, entries: Iterator[Entry]) -> None:
        """The people; a list that is longer than a sheet goes on in the next one."""
        made = columns.columns(self._found)
        entry = next(entries, None)
        while True:
            sheet = self._sheet(name, made, title)
            row = 2
            while entry is not None and row < MOST_ROWS:
                for at, column in enumerate(made):
                    self._cell(sheet, row, at, column.of(entry), late=entry.overdue)
                row += 1
                entry = next(entries, None)
            if row == 2:
                sheet.write_string(row, 0, words.nobody(self._found), self._formats.note)
            sheet.autofilter(1, 0, max(row - 1, 2), len(made) - 1)
            if entry is None:
                return

    def _sheet(self, name: str, made: Sequence[Column], title: str) -> Worksheet:
        found = self._found
        sheet = self._book.add_worksheet(self._free(name))
        proposes = words.PROPOSES.into(found.language)
        for at, column in enumerate(made):
            sheet.set_column(at, at, column.width)
        about = " ".join((proposes, *words.version(found)))
        self._text(sheet, 0, 0, f"{title}. {words.period(found)}. {about}", self._formats.note)
        for at, column in enumerate(made):
            self._text(sheet, 1, at, column.title, self._formats.head)
        sheet.freeze_panes(2, 2 if found.by is not None else 1)
        sheet.repeat_rows(0, 1)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer("&L&P / &N")
        return sheet

    def _reasons(self) -> None:
        found = self._found
        sheet = self._book.add_worksheet(self._free(words.WITHOUT_DATE.into(found.language)))
        sheet.set_column(0, 0, 12)
        sheet.set_column(1, 1, 100)
        row = 0
        for title, listed in (
            (words.PROBLEMS, found.problems),
            (words.BY_POLICY, found.by_policy),
        ):
            if not listed:
                continue
            if found.totals:
                self._text(sheet, row, 0, words.HOW_MANY.into(found.language), self._formats.head)
            self._text(sheet, row, 1, title.into(found.language), self._formats.head)
            for reason in listed:
                row += 1
                if found.totals:
                    sheet.write_number(row, 0, reason.people, self._formats.text)
                self._text(sheet, row, 1, reason.why, self._formats.text)
            row += 2

    def _people(self) -> None:
        found = self._found
        people = iter(found.people or ())
        heads = [found.key, words.WHY.into(found.language)]
        if found.by is not None:
            heads.insert(0, found.by)
        person = next(people, None)
        while person is not None:
            sheet = self._book.add_worksheet(self._free(_WHO.into(found.language)))
            for at, head in enumerate(heads):
                sheet.set_column(at, at, 100 if at == len(heads) - 1 else 20)
                self._text(sheet, 0, at, head, self._formats.head)
            sheet.freeze_panes(1, 0)
            row = 1
            while person is not None and row < MOST_ROWS:
                cells: list[Cell] = [columns.cell(person.key), person.why]
                if found.by is not None:
                    cells.insert(0, person.group)
                for at, cell in enumerate(cells):
                    self._cell(sheet, row, at, cell)
                row += 1
                person = next(people, None)
            sheet.autofilter(0, 0, row - 1, len(heads) - 1)

    def _about(self) -> None:
        found = self._found
        sheet = self._book.add_worksheet(self._free(_ABOUT.into(found.language)))
        sheet.set_column(0, 0, 34)
        sheet.set_column(1, 1, 80)
        self._text(sheet, 0, 0, words.PROPOSES.into(found.language), self._formats.note)
        row = 1
        for title, of in _ABOUT_LINES:
            value = of(found)
            if found.totals or not isinstance(value, int):
                row += 1
                self._text(sheet, row, 0, title.into(found.language), self._formats.strong)
                self._cell(sheet, row, 1, value)
        self._text(sheet, row + 2, 0, words.total(found), self._formats.note)

    # --- cells ----------------------------------------------------------------------------------

    def _cell(self, sheet: Worksheet, row: int, at: int, cell: Cell, *, late: bool = False) -> None:
        formats = self._formats
        match cell:
            case None:
                sheet.write_blank(row, at, None, formats.text)
            case date():
                day = formats.late_day if late else formats.day
                if cell.year < 1900:  # Excel knows no earlier day
                    self._text(sheet, row, at, cell.isoformat(), formats.text)
                else:
                    sheet.write_datetime(row, at, datetime(cell.year, cell.month, cell.day), day)
            case int():
                style = formats.late if late and cell > 0 else formats.text
                sheet.write_number(row, at, cell, style)
            case _:
                self._text(sheet, row, at, cell, formats.text)

    @staticmethod
    def _text(sheet: Worksheet, row: int, at: int, text: str, style: Format) -> None:
        sheet.write_string(row, at, _clean(text), style)

    def _free(self, name: str) -> str:
        """A name that Excel takes and no other sheet has."""
        plain = _FORBIDDEN.sub(" ", _clean(name)).strip().strip("'").strip()
        plain = plain or _GROUP.into(self._found.language)
        number = 1
        free = _cut(plain, LONGEST_NAME).strip().strip("'") or "-"
        while free.casefold() in self._names:
            number += 1
            free = f"{_cut(plain, LONGEST_NAME - 8).strip()} ({number})"
        self._names.add(free.casefold())
        return free


def _clean(text: str) -> str:
    """A text that a workbook can hold."""
    cleaned = _NO_CHARACTER.sub("\ufffd", text)
    cut = _cut(cleaned, LONGEST_TEXT)
    return cleaned if cut == cleaned else _cut(cleaned, LONGEST_TEXT - 1) + "…"


def _cut(text: str, length: int) -> str:
    """The beginning of a text, of at most so many characters as Excel counts them (UTF-16)."""
    return text.encode("utf-16-le")[: 2 * length].decode("utf-16-le", "ignore")
