"""`kpol fix`: repair what can be repaired without deciding anything."""

from __future__ import annotations

import os

from kontaktdsl.cli import paths
from kontaktdsl.cli.arguments import Given, Option, Verb
from kontaktdsl.cli.rewriting import File, Work, complain, difference, many, tell, told
from kontaktdsl.cli.words import Stop, UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kontaktdsl.mending import Mended, Order, Rename
    from kontaktdsl.reports.lines import Line

VERB = Verb(
    "fix",
    ("PFAD ... | -", "PATH ... | -"),
    (
        "Behebt in Richtlinien (.kpol), was sich beheben lässt, ohne etwas zu entscheiden, und\n"
        "sagt, was es getan hat und was bleibt. Ohne --unsafe und --order ändert sich in einer\n"
        "lesbaren Richtlinie für niemanden eine Vorgabe; das wird bewiesen. Alle anderen Zeilen\n"
        "bleiben Zeichen für Zeichen gleich.\n"
        "Ende mit 1, wenn Fehler, Warnungen oder ein neues TODO bleiben oder mit --diff etwas\n"
        "zu ändern wäre.",
        "Repairs in policies (.kpol) what can be repaired without deciding anything, and says\n"
        "what it did and what is left. Without --unsafe and --order no answer of a readable\n"
        "policy changes for anybody; that is proven. All other lines stay the same, character\n"
        "by character.\n"
        "Exit code 1 if errors, warnings or a new TODO are left or if with --diff something\n"
        "would change.",
    ),
    (
        Option("--diff", ("nur zeigen, was sich ändern würde", "only show what would change")),
        Option(
            "--unsafe",
            ("auch Lücken und Gründe (als TODO) und Tippfehler",
             "also gaps and reasons (as TODO) and slips of the pen"),
        ),
        Option(
            "--rename",
            ("einen Namen ändern, auch mehrmals", "change a name, also several times"),
            "OLD=NEW",
            many=True,
        ),
        Option(
            "--order",
            ('was vorgeht, etwa "A vor B", auch mehrmals',
             'what comes first, say "A before B", also several times'),
            "TEXT",
            many=True,
        ),
    ),
    (
        "kpol fix policies",
        "kpol fix x.kpol --unsafe --diff",
        "kpol fix x.kpol --rename Ü25=ab25",
        'kpol fix x.kpol --order "Absolventen vor Intensiv"',
    ),
)  # fmt: skip


def run(given: Given, language: str) -> int:
    """Repair, or show what repairing would do."""
    return _Work(given, language).run()


class _Work(Work):
    verb = "fix"

    def __init__(self, given: Given, language: str) -> None:
        from kontaktdsl.mending import Order, Refused, Rename

        super().__init__(given, language)
        try:
            self.renames = [Rename.read(text) for text in given.texts("rename")]
            self.orders = [Order.read(text) for text in given.texts("order")]
        except Refused as error:
            raise UsageError("fix", error.text.de, error.text.en) from None
        self.unmet: set[Rename | Order] = {*self.renames, *self.orders}

    def one(self, file: File) -> None:
        """Repair one file."""
        from kontaktdsl.mending import Refused, mend
        from kontaktdsl.tidy import LOST, guessed

        assert file.source is not None
        if guessed(file.source) and (LOST in file.source.text or not self.given.flag("unsafe")):
            raise _unsure(file, LOST in file.source.text)
        try:
            mended = mend(
                file.source,
                "." if file.path == paths.STDIN else os.path.dirname(file.path),
                unsafe=self.given.flag("unsafe"),
                renames=self.renames,
                orders=self.orders,
            )
        except Refused as error:
            raise Stop(
                f"{file.path}: {error.text.de}; die Datei bleibt, wie sie ist",
                f"{file.path}: {error.text.en}; the file stays as it is",
            ) from None
        self.unmet -= mended.met
        self.keep(file, mended)
        heavy = any(f.severity.value != "hint" for f in mended.left.findings)
        if heavy or _todos(mended):
            self.code = max(self.code, 1)

    def keep(self, file: File, mended: Mended) -> None:
        """Write or show the new text, and say what was done and what is left."""
        text = mended.after.text
        notes = [note for note in file.notes if not note[0].startswith("Zeilenenden")]
        new = mended.changed or bool(notes)
        lines: list[Line] = []
        if self.diff:
            lines += difference(file.path, mended.before.text, text) if mended.changed else []
            self.code = max(self.code, int(new))
        elif file.path == paths.STDIN:
            self.screen.write(text)
        elif new:
            file.write(text)
        self.report(file, mended, told(notes, self.side), lines)

    def report(self, file: File, mended: Mended, notes: str, lines: list[Line]) -> None:
        """What was done and what is left, in lines."""
        if self.diff and lines:
            lines.append([])
        lines.append([(file.path + notes, "strong")])
        for done in mended.done:
            where = ("Zeile", "line")[self.side]
            lines.append(
                [(f"  {where} {done.line}: ", ""), (done.text.into(self.language), "good")]
            )
        if not mended.changed:
            lines.append([(("  nichts zu beheben", "  nothing to repair")[self.side], "")])
        todo = _todos(mended)
        if todo:
            places = (("Stelle", "place"), ("Stellen", "places"))
            fill = (' mit "TODO" sind noch auszufüllen', ' with "TODO" still to fill in')
            count = many(todo, *places, self.side)
            fill_one = (' mit "TODO" ist noch auszufüllen', fill[1])
            lines.append([(f"  {count}{(fill_one if todo == 1 else fill)[self.side]}", "warning")])
        lines += self.left(mended)
        tell(self.screen, lines, aside=self.piped)

    def left(self, mended: Mended) -> list[Line]:
        """The errors and warnings that are left, a line each."""
        from kontaktdsl.reports.record import record
        from kontaktdsl.reports.summary import counts
        from kontaktdsl.reports.words import called, say

        heavy = [f for f in mended.left.findings if f.severity.value != "hint"]
        if not heavy:
            return [[(("  in Ordnung", "  clean")[self.side], "good")]]
        made = record(mended.before.name, self.language, None, tuple(heavy), ())["findings"]
        words, style = counts(made, self.language)
        lines: list[Line] = [[(("  es bleibt: ", "  left: ")[self.side], ""), (words, style)]]
        for item in made:
            head = f"{say(item['severity'], self.language)} {called(item['name'], self.language)}"
            where = (f"Zeile {item['place']['line']}", f"line {item['place']['line']}")[self.side]
            if item["place"]["file"] != mended.before.name:
                where = f"{item['place']['file']}, {where}"
            lines.append([(f"    {where}: ", ""), (head, item["severity"]),
                          (f"  {item['headline'][self.side]}", "")])  # fmt: skip
        return lines

    def finish(self) -> int:
        """Say which requests found no place, and return the exit code."""
        from kontaktdsl.mending import Order

        for request in sorted(self.unmet, key=str):
            name = (
                f"`{request.first}`, `{request.second}`"
                if isinstance(request, Order)
                else f"`{request.old}`"
            )
            if self.code < 2:
                stop = Stop(f"{name}: kommt hier nicht vor", f"{name}: does not occur here")
                complain(stop, self.language)
        return 2 if self.unmet else self.code


def _todos(mended: Mended) -> int:
    """How many places were left for the author to fill in."""
    mark = '"TODO"'
    return mended.after.text.count(mark) - mended.before.text.count(mark)


def _unsure(file: File, lost: bool) -> Stop:
    if lost:
        return Stop(
            f"{file.path}: Zeichen sind verloren, der Zeichensatz ist unbekannt; bitte im "
            "ursprünglichen Programm als UTF-8 speichern",
            f"{file.path}: letters are lost, the encoding is unknown; please save it as UTF-8 "
            "in the program it comes from",
        )
    return Stop(
        f"{file.path}: der Zeichensatz ist nur vermutet (Windows-1252); `--unsafe` speichert "
        "als UTF-8",
        f"{file.path}: the encoding is only guessed (Windows-1252); `--unsafe` saves as UTF-8",
    )
