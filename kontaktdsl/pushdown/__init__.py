"""The policy inside a database: a view and its small tables, in the dialect of the engine."""
