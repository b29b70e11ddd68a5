"""The records of a check in the format asked for."""

from __future__ import annotations

from importlib import import_module

from kontaktdsl.cli.words import UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kontaktdsl.cli.arguments import Given
    from kontaktdsl.cli.screen import Screen
    from kontaktdsl.reports.lines import Line
    from kontaktdsl.reports.shape import FileRecord

TEXTS = ("full", "concise", "plain")
DOCUMENTS = ("json", "sarif", "github", "gitlab", "junit")
FORMATS = (*TEXTS, *DOCUMENTS)


def form_of(given: Given) -> str:
    """The format asked for; under GitHub Actions annotations, unless it goes to a file."""
    form = given.text("format")
    if form is None:
        import os

        inside = os.environ.get("GITHUB_ACTIONS") == "true" and given.text("output") is None
        form = "github" if inside else "full"
    if given.flag("statistics") and form in DOCUMENTS and form != "json":
        if given.text("format") is None:
            return "concise"
        raise UsageError(
            "check",
            f"`--statistics` gibt es nicht in `--format {form}`",
            f"there are no `--statistics` in `--format {form}`",
        )
    return form


def show(
    records: list[FileRecord], more: list[Line], given: Given, language: str, screen: Screen
) -> None:
    """Write the records, and in formats for people also `more`."""
    form = form_of(given)
    lang = given.text("lang")
    if form in DOCUMENTS:
        screen.write(_document(form, records, given, lang, language))
        return
    everything, interpretations = given.flag("all"), given.flag("interpretations")
    if given.flag("statistics"):
        from kontaktdsl.reports import statistics

        draw = statistics.sentences if form == "plain" else statistics.picture
        lines = draw(records, lang, language)
    elif form == "concise":
        from kontaktdsl.reports import concise

        lines = concise.picture(records, lang, language)
    elif form == "plain":
        from kontaktdsl.reports import plain

        lines = plain.picture(
            records, lang, language, everything=everything, interpretations=interpretations
        )
    else:
        from kontaktdsl.reports import terminal

        lines = terminal.picture(
            records,
            lang,
            language,
            screen.columns,
            everything=everything,
            interpretations=interpretations,
        )
    screen.draw([*lines, *more], color=form != "plain")


def _document(
    form: str, records: list[FileRecord], given: Given, lang: str | None, language: str
) -> str:
    from kontaktdsl import __version__

    if form == "json":
        from kontaktdsl.reports import json

        return json.document(records, lang, __version__, statistics=given.flag("statistics"))
    if form == "junit":
        from kontaktdsl.reports import junit
        from kontaktdsl.reports.summary import LEVEL

        level = given.text("fail_level") or LEVEL
        return junit.document(records, lang, __version__, language, level)
    module = import_module(f"kontaktdsl.reports.{form}")
    document: str = module.document(records, lang, __version__, language)
    return document


def show_failure(words: str, given: Given, screen: Screen) -> None:
    """Write that the check could not run, where somebody may read only what is written.

    On standard output a format for people says nothing: the message goes to standard error.
    """
    form = form_of(given)
    if form in DOCUMENTS:
        from kontaktdsl import __version__

        module = import_module(f"kontaktdsl.reports.{form}")
        screen.write(module.failure(words, __version__))
    elif screen.target is not None:
        screen.write(f"kpol: {words}\n")
