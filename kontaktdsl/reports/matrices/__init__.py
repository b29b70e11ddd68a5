"""A policy as a table, "how often?" for every case: one record (`grid`), one file per format."""
