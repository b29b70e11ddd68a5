"""From the syntax tree to the model: every name finds what it stands for.

A name means one thing. Attributes and definitions share a space, because both stand in conditions;
blocks, events and kinds of contact have one each, because the grammar tells their places apart.
Values belong to their attribute: a bare value is looked up in all of them and must be found once,
except in a table column, whose heading already says which attribute is meant.

Resolution never stops at a finding. What could not be resolved is left out of the model, and a
policy with an error is not handed on to the analysis: a gap that stems from a misspelt name would
be noise.
"""

from kontaktdsl.resolver.declarations import Load
from kontaktdsl.resolver.resolve import Resolved, resolve, resolve_facts

__all__ = ["Load", "Resolved", "resolve", "resolve_facts"]
