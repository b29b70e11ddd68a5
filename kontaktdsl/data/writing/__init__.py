"""Answers written to files: one module a format; a file is written whole or not at all."""

from __future__ import annotations

from kontaktdsl.data.writing.base import About, Writer
from kontaktdsl.data.writing.opening import writable, writer_of

__all__ = ["About", "Writer", "writable", "writer_of"]
