"""`kpol fmt`: write policies as they are always written."""

from __future__ import annotations

from kontaktdsl.cli import paths
from kontaktdsl.cli.arguments import Given, Option, Verb
from kontaktdsl.cli.rewriting import File, Work, difference, many, pictures, tell, told
from kontaktdsl.cli.words import Stop

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kontaktdsl.reports.lines import Line

VERB = Verb(
    "fmt",
    ("PFAD ... | -", "PATH ... | -"),
    (
        "Schreibt Richtlinien (.kpol) in die einheitliche Form: Spalten untereinander,\n"
        "Wörter statt Zeichen, Kommentare an ihrem Platz. Der Inhalt bleibt nachweislich\n"
        "gleich; eine Datei mit unlesbaren Zeilen bleibt, wie sie ist. Ende mit 1, wenn das\n"
        "so war oder mit --check oder --diff etwas zu ändern wäre.",
        "Writes policies (.kpol) in the canonical form: columns aligned, words instead of\n"
        "signs, comments in their places. The content is proven to stay the same; a file with\n"
        "unreadable lines stays as it is. Exit code 1 if there was one, or if with --check or\n"
        "--diff something would change.",
    ),
    (
        Option("--check", ("nur sagen, was sich ändern würde", "only say what would change")),
        Option("--diff", ("nur zeigen, was sich ändern würde", "only show what would change")),
        Option(
            "--keywords",
            ("in diese Sprache übertragen", "convert to this language"),
            "",
            ("de", "en"),
        ),
    ),
    ("kpol fmt policies", "kpol fmt --check .", "kpol fmt --keywords en - < x.kpol"),
)

_FILE = (("Datei", "file"), ("Dateien", "files"))


def run(given: Given, language: str) -> int:
    """Format, or say what formatting would do."""
    return _Work(given, language).run()


class _Work(Work):
    verb = "fmt"

    def __init__(self, given: Given, language: str) -> None:
        super().__init__(given, language)
        self.check = given.flag("check")
        self.changed = self.same = self.refused = 0

    def one(self, file: File) -> None:
        """Format one file."""
        text = self.canonical(file)
        if text is None:
            return
        if file.path == paths.STDIN and not (self.check or self.diff):
            self.screen.write(text)
        elif text.encode("utf-8", "surrogatepass") == file.content:
            self.same += 1
        else:
            self.rewrite(file, text)

    def canonical(self, file: File) -> str | None:
        """The canonical text; None where there is none, which is said."""
        from kontaktdsl.tidy import Lossy, guessed, tidied

        assert file.source is not None
        try:
            made = tidied(file.source, self.given.text("keywords"))
        except Lossy as error:
            raise Stop(
                f"{file.path}: bleibt, wie sie ist, denn der neue Text wäre falsch: "
                f"{error.text.de}. Das ist ein Fehler in kpol; bitte melden",
                f"{file.path}: stays as it is, for the new text would be wrong: "
                f"{error.text.en}. This is a bug in kpol; please report it",
            ) from None
        if made.text is not None:
            return made.text
        lines = pictures(file, made.findings, self.language, self.given, self.screen.columns)
        if guessed(file.source):
            hint = (
                "  Der Zeichensatz ist nur vermutet. `kpol fix --unsafe` speichert als UTF-8.",
                "  The encoding is only guessed. `kpol fix --unsafe` saves as UTF-8.",
            )
            lines += [[(hint[self.side], "")], []]
        self.refuse(file, lines)
        return None

    def refuse(self, file: File, lines: list[Line]) -> None:
        """Show why a file stays as it is."""
        why = (": bleibt, wie sie ist", ": stays as it is")
        lines.append([(file.path + why[self.side], "strong")])
        super().refuse(file, lines)
        self.refused += 1

    def rewrite(self, file: File, text: str) -> None:
        """Write a file anew, or say that it would change."""
        assert file.source is not None
        self.changed += 1
        shown = file.path + told(file.notes, self.side)
        if self.check or self.diff:
            self.code = max(self.code, 1)
            lines: list[Line] = []
            if self.check or file.notes:
                would = (f"{shown}: würde sich ändern", f"{shown}: would change")
                lines.append([(would[self.side], "strong")])
            if self.diff:
                lines += difference(file.path, file.source.text, text)
            tell(self.screen, lines)
            return
        try:
            file.write(text)
        except Stop:
            self.changed -= 1
            raise
        written = (f"{shown}: neu geschrieben", f"{shown}: written anew")
        tell(self.screen, [[(written[self.side], "")]])

    def finish(self) -> int:
        """One line for the run, and the exit code."""
        if self.piped or self.diff:
            return self.code
        side = self.side
        if self.check:
            change = (" würde sich ändern", " would change")
            several = (" würden sich ändern", " would change")
            verb = (change if self.changed == 1 else several)[side]
        else:
            verb = (" neu geschrieben", " written anew")[side]
        parts = []
        if self.changed:
            parts.append(many(self.changed, *_FILE, side) + verb)
        if self.same:
            parts.append(many(self.same, *_FILE, side) + (" unverändert", " unchanged")[side])
        if self.refused:
            parts.append(many(self.refused, *_FILE, side) + (" nicht lesbar", " unreadable")[side])
        if parts:
            tell(self.screen, [[(", ".join(parts), "good" if not self.code else "strong")]])
        return self.code
