"""Data files in and out: one file per format, read in streams and written whole or not at all."""
