"""The policy inside a database: the same tables as `batch`, and one view that looks them up.

From policy to database, each step one module:

    plan, columns -> `tables` (codes, what is said, dates; no dialect)
                  -> `view` (one SELECT; `classes` turns columns into classes)
                  -> `script` (text, as `dialects` says) -> `install` (a database)

Nothing in the SQL adds to a date, compares words by a collation, or names a rule: what a database
does per row is to look up.  Needs sqlglot (`kontaktdsl[sql]`); `tables` needs nothing.
"""
