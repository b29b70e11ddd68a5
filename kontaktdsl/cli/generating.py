"""Examples that are missing, printed or written."""

from __future__ import annotations

from kontaktdsl.cli import paths
from kontaktdsl.cli.arguments import Given
from kontaktdsl.cli.screen import Screen, write_file
from kontaktdsl.cli.words import UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kontaktdsl.exercise import Generated
    from kontaktdsl.project import Checked


def run(given: Given, language: str) -> int:
    """Print the missing examples of each file, or write them into it."""
    from kontaktdsl.cli.checking import checked, unreadable

    found = paths.find(given.operands)
    append, output = given.flag("append"), given.text("output")
    if append and output is not None:
        raise UsageError(
            "test", "`--append` oder `-o`, nicht beides", "`--append` or `-o`, not both"
        )
    if append and paths.STDIN in found:
        raise UsageError(
            "test",
            "an die Standardeingabe lässt sich nichts anhängen",
            "nothing can be appended to standard input",
        )
    screen = Screen(given.text("color") or "auto", output)
    texts: list[str] = []
    code = 0
    for path in found:
        made = checked(path)
        spoken = given.text("lang") or made.language or language
        generated = _generated(made)
        if generated is None:
            code = unreadable(made, Screen(given.text("color") or "auto"), spoken)
            continue
        if append:
            if generated.lines:
                write_file(path, appended(made, generated.text))
            texts.append(f"{path}: {_added(generated, spoken)}\n")
        else:
            head = f"# {path}: {_added(generated, spoken)}\n"
            texts.append((head if len(found) > 1 or not generated.lines else "") + generated.text)
    if texts:
        screen.write("".join(texts))
    return code


def _generated(made: Checked) -> Generated | None:
    from kontaktdsl.analysis.solver import SolverMissing
    from kontaktdsl.exercise import generate
    from kontaktdsl.question import TooWide
    from kontaktdsl.reports.trial import NOT_RUN
    from kontaktdsl.space import TooManyBoxes

    if made.policy is None or any(finding.code in NOT_RUN for finding in made.findings):
        return None
    try:
        return generate(made.policy)
    except (TooWide, TooManyBoxes, SolverMissing):
        return None


def appended(made: Checked, lines: str) -> str:
    """The text of a file with lines at its end; formatted again if it was before."""
    assert made.policy is not None
    source = made.policy.sources[0]
    from kontaktdsl.source import Source
    from kontaktdsl.syntax.formatter import format_document
    from kontaktdsl.syntax.parser import parse

    text = source.text
    if text and not text.endswith(("\n", "\r")):
        text += "\n"
    longer = text + lines
    if format_document(parse(source).document) == source.text:
        return format_document(parse(Source(source.name, longer)).document)
    return longer


def _added(generated: Generated, language: str) -> str:
    side = 0 if language == "de" else 1
    many, out = len(generated.lines), len(generated.out_of_reach)
    if not many:
        words = ("kein Beispiel fehlt", "no example is missing")[side]
    elif many == 1:
        words = ("1 neues Beispiel", "1 new example")[side]
    else:
        words = (f"{many} neue Beispiele", f"{many} new examples")[side]
    if out:
        rest = (
            f"; für {out} {'Regel' if out == 1 else 'Regeln'} gibt es keines",
            f"; for {out} {'rule' if out == 1 else 'rules'} there is none",
        )
        words += rest[side]
    return words
