"""Data of any format, opened for reading: one module a format."""

from __future__ import annotations

from kontaktdsl.data.reading.opening import Wish, open_data

__all__ = ["Wish", "open_data"]
