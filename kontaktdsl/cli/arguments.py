"""Options and their help, in German and English; argparse reads them, the words are ours."""

from __future__ import annotations

import argparse

from kontaktdsl.cli.words import Pair, UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import NoReturn


class Option:
    """One option: its names, what follows it, what it does, and whether its value is written."""

    __slots__ = ("about", "choices", "many", "names", "value", "writes")

    def __init__(
        self,
        names: str,
        about: Pair,
        value: str = "",
        choices: tuple[str, ...] = (),
        *,
        many: bool = False,
        writes: bool = False,
    ) -> None:
        self.names = tuple(names.split())
        self.about = about
        self.value = value
        self.choices = choices
        self.many = many
        self.writes = writes

    @property
    def key(self) -> str:
        """The name of its value."""
        return self.names[-1].lstrip("-").replace("-", "_")

    @property
    def shown(self) -> str:
        """As the help shows it."""
        value = self.value or "|".join(self.choices)
        return f"{', '.join(self.names)} {value}".rstrip()


class Verb:
    """What the command line of a verb looks like."""

    __slots__ = ("about", "examples", "name", "operands", "options")

    def __init__(
        self,
        name: str,
        operands: str | Pair,
        about: Pair,
        options: tuple[Option, ...] = (),
        examples: tuple[str, ...] = (),
    ) -> None:
        self.name = name
        self.operands = (operands, operands) if isinstance(operands, str) else operands
        self.about = about
        self.options = options
        self.examples = examples


class Given:
    """What was given on a command line."""

    __slots__ = ("operands", "values")

    def __init__(
        self, operands: list[str], values: dict[str, str | bool | list[str] | None]
    ) -> None:
        self.operands = operands
        self.values = values

    def text(self, key: str) -> str | None:
        """The value of an option, None if it was not given."""
        value = self.values.get(key)
        return value if isinstance(value, str) else None

    def texts(self, key: str) -> list[str]:
        """The values of an option that may be given several times."""
        values = self.values.get(key)
        return values if isinstance(values, list) else []

    def flag(self, key: str) -> bool:
        """Whether an option without a value was given."""
        return self.values.get(key) is True


LANG = Option("--lang", ("Sprache der Ausgabe", "language of the output"), "", ("de", "en"))
COLOR = Option("--color", ("Farben", "colours"), "", ("auto", "always", "never"))
HELP = Option("-h --help", ("diese Hilfe", "this help"))
VERSION = Option("--version", ("Version zeigen", "show the version"))
COMMON = (LANG, COLOR, HELP, VERSION)

_WIDTH = 100
_ROOM = 36
"""A longer option stands on a line of its own."""


def _formatter(prog: str) -> argparse.HelpFormatter:
    """Argparse makes one for each option; without a width it would load shutil to find one."""
    return argparse.HelpFormatter(prog, width=80)


setattr(argparse, "_", str)  # noqa: B010  # its own words are never shown: no catalogue is looked for


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise argparse.ArgumentError(None, message)


def read(options: Iterable[Option], words: list[str], where: str) -> Given:
    """Read a command line; raises UsageError in words of our own."""
    known = (*options, *COMMON)
    parser = _Parser(
        add_help=False, allow_abbrev=False, exit_on_error=False, formatter_class=_formatter
    )
    for option in known:
        if option.many or option.value or option.choices:
            parser.add_argument(*option.names, dest=option.key, action="append")
        else:
            parser.add_argument(*option.names, dest=option.key, action="store_true")
    before, after = words, []
    if "--" in words:
        at = words.index("--")
        before, after = words[:at], words[at + 1 :]
    try:
        values, others = parser.parse_known_args(before)
    except argparse.ArgumentError as error:
        raise _wrong(error, where) from None
    for other in others:
        if other.startswith("-") and other != "-":
            raise _unknown(other.split("=")[0], known, where)
    found: dict[str, str | bool | list[str] | None] = vars(values)
    for option in known:
        value = found[option.key]
        if isinstance(value, list) and not option.many:
            if len({*value}) > 1 and option not in COMMON:
                raise _twice(option.names[-1], where)
            value = found[option.key] = value[-1]
        if option.choices and value is not None and value not in option.choices:
            allowed = ", ".join(option.choices)
            raise UsageError(
                where,
                f"`{option.names[-1]} {value}` gibt es nicht; möglich ist: {allowed}",
                f"there is no `{option.names[-1]} {value}`; possible are: {allowed}",
            )
    return Given([*others, *after], found)


def _twice(name: str, where: str) -> UsageError:
    return UsageError(where, f"`{name}` steht zweimal da", f"`{name}` is given twice")


def _wrong(error: argparse.ArgumentError, where: str) -> UsageError:
    name = (error.argument_name or "").split("/")[-1]
    if error.message.startswith("ignored explicit"):
        return UsageError(where, f"`{name}` nimmt keinen Wert", f"`{name}` takes no value")
    return UsageError(where, f"nach `{name}` fehlt ein Wert", f"`{name}` needs a value")


def _unknown(word: str, known: Iterable[Option], where: str) -> UsageError:
    from kontaktdsl.suggest import nearest

    names = [name for option in known for name in option.names]
    german, english = f"die Option `{word}` gibt es nicht", f"there is no option `{word}`"
    for near in nearest(word, names, 1):
        german += f"; gemeint ist vielleicht `{near}`"
        english += f"; perhaps `{near}` is meant"
    return UsageError(where, german, english)


def usage(verb: Verb, language: str) -> str:
    """The help of a verb."""
    side = 0 if language == "de" else 1
    options = ("[Optionen]", "[options]")[side]
    lines = [f"kpol {verb.name} {verb.operands[side]} {options}", "", verb.about[side]]
    if verb.examples:
        lines += ["", ("Beispiele:", "Examples:")[side]]
        lines += [f"  {example}" for example in verb.examples]
    lines += ["", ("Optionen:", "Options:")[side], *option_lines(verb.options, side)]
    return "\n".join(lines) + "\n"


def option_lines(options: tuple[Option, ...], side: int) -> list[str]:
    """Each option with what it does, the common ones last."""
    from textwrap import wrap

    every = (*options, *COMMON)
    widest = max(len(option.shown) for option in every if len(option.shown) <= _ROOM)
    lines = []
    for option in every:
        about = wrap(option.about[side], _WIDTH - widest - 4)
        if len(option.shown) > widest:
            lines.append(f"  {option.shown}")
        else:
            lines.append(f"  {option.shown:{widest}}  {about.pop(0)}")
        lines += [" " * (widest + 4) + line for line in about]
    return lines
