"""Repairs applied: what is safe unasked, what the author asks for, and never a choice of its own.

Every step is checked before it is kept. A file that could be read before can be read after; a safe
repair of a policy is kept only if both versions are proven to give every customer the same answer.
"""

from kontaktdsl.mending.asked import Order, Refused, Rename
from kontaktdsl.mending.rounds import Done, Mended, mend

__all__ = ["Done", "Mended", "Order", "Refused", "Rename", "mend"]
