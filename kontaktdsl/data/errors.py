"""What can be wrong with data as a whole, in German and English."""

from __future__ import annotations

from kontaktdsl.diagnostics import Text

MISSING_EXTRA = Text(
    "dafür fehlen Bibliotheken: pip install 'kontaktdsl[data]'",
    "this needs libraries: pip install 'kontaktdsl[data]'",
)


class DataError(ValueError):
    """Data that cannot be read or written; `text` says which, why, and what to do."""

    def __init__(self, name: str, why: Text) -> None:
        """Name the data."""
        self.text = Text(f"{name}: {why.de}", f"{name}: {why.en}")
        super().__init__(self.text.en)
