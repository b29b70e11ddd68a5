"""What every format is written through."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from contextlib import suppress
from datetime import date

import attrs
import pyarrow as pa

from kontaktdsl.diagnostics import Text


@attrs.frozen(kw_only=True)
class About:
    """What is written: by which policy, for which day, and how columns are called.

    `titles` are those of the columns for people, in their order, by the name in a batch; `ids` says
    that people's formats, too, use the names for programs.
    """

    policy: str
    digest: str
    day: date
    engine: str
    language: str
    titles: Mapping[str, Text]
    ids: bool = False

    @property
    def heads(self) -> list[str]:
        """The heads of the columns as people read them."""
        return [
            name if self.ids else title.into(self.language) for name, title in self.titles.items()
        ]

    @property
    def metadata(self) -> dict[str, str]:
        """What is stored beside the data in files for programs."""
        return {
            "kontaktdsl.policy": self.policy,
            "kontaktdsl.digest": self.digest,
            "kontaktdsl.day": self.day.isoformat(),
            "kontaktdsl.engine": self.engine,
        }


class Writer(ABC):
    """Takes batches of one schema; raises OSError, or DataError for what a format cannot hold."""

    _finished = False

    @abstractmethod
    def write(self, batch: pa.RecordBatch) -> None:
        """Write some rows."""

    def finish(self) -> None:
        """Write what belongs behind the last row; the file itself stays open."""
        self._finish()
        self._finished = True

    def discard(self) -> None:
        """Let go of everything that is not finished: the file is not wanted."""
        if not self._finished:
            self._finished = True
            with suppress(OSError, ValueError, pa.ArrowException):
                self._discard()

    @abstractmethod
    def _finish(self) -> None: ...

    @abstractmethod
    def _discard(self) -> None: ...


def words_of(array: pa.Array) -> pa.Array:
    """A dictionary of words as words, anything else as it is."""
    return array.cast(array.type.value_type) if pa.types.is_dictionary(array.type) else array
