"""Many customers at once: the policy as tables, and the tables gathered over columns.

One row in, one row out.  The path of a row:

    columns of the caller -> classes of facts (`codes`) -> one number (`cascade`) -> what the policy
    says (`said`) -> which date counts from which day (`recipes`) -> the columns of `columns`

`cascade`, `said`, `recipes`, `columns`, `mapping` and `settings` are plain Python and serve every
backend (SQL and Spark push the same tables into a database); `codes`, `calendars` and `engine` need
numpy and pyarrow and are never imported by a check or a single decision.
"""
