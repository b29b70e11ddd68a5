"""Files of rows in, files of answers out; needs the extra `kontaktdsl[data]`.

The path of a row:

    file -> `reading` (one module a format) -> `source.Chunk` -> `pipeline.Run` (the engine of
    `kontaktdsl.batch`, and a `summary.Summary` beside it) -> `writing` (one module a format), which
    writes beside the target and renames at the end

Every input row comes out exactly once and in its place: a row that cannot be read is a row of
nothing with a `Broken` beside it.  Nothing of this is imported by a check or a single decision.
"""
