"""The parts of the formatter: layout, phrases and statements."""
