"""The language of the command itself, and the ways in which it ends early."""

from __future__ import annotations

import os

Pair = tuple[str, str]
"""German and English."""


class Stop(Exception):
    """The command ends with a message: what is wrong, in German and English."""

    code = 2

    def __init__(self, de: str, en: str) -> None:
        super().__init__(de)
        self.pair = (de, en)

    def words(self, language: str) -> str:
        """The message."""
        return self.pair[0 if language == "de" else 1]


class UsageError(Stop):
    """The command line cannot be meant like that; `where` is the verb."""

    def __init__(self, where: str, de: str, en: str) -> None:
        super().__init__(de, en)
        self.where = where

    def words(self, language: str) -> str:
        """The message and where help is to be found."""
        command = f"kpol {self.where}".rstrip()
        help_ = "Hilfe" if language == "de" else "help"
        return f"{super().words(language)}\n{help_}: {command} --help"


def environment_language() -> str:
    """The language that the environment asks for; German where it asks for none."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(name, "").lower()
        if value:
            plain = value.split(".")[0].split("_")[0]
            return "de" if plain in ("de", "c", "posix") else "en"
    return "de"


def asked_language(words: list[str]) -> str:
    """The language of the command line: `--lang` wherever it stands, else the environment's."""
    for at, word in enumerate(words):
        value = word.partition("=")[2] if word.startswith("--lang=") else ""
        if word == "--lang" and at + 1 < len(words):
            value = words[at + 1]
        if value in ("de", "en"):
            return value
    return environment_language()
