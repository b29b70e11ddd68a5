"""The command `kpol`: one module for each verb, wiring only.

Nothing here imports the engine before it is needed: a result from the cache is shown without it.
"""

from kontaktdsl.cli.app import command, main

__all__ = ["command", "main"]
