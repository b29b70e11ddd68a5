"""Answers written to files: one module a format; a file is written whole or not at all."""
