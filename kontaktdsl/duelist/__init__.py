"""Who is due: the list for a team, from one run over its customers.

The path of a row:

    `kontaktdsl.data.pipeline.Run` (blocks of answers, as numbers) -> `collect` (keeps who is due or
    overdue, counts everybody else with the reason) -> `record.DueList` -> one module a format:
    `terminal`, `excel`, `csv`, `ical`, `html`

A list proposes dates and sends nothing.  Keys pass through as they are; nothing is logged.
"""
