"""From the parts that the grammar names to the syntax tree, one line at a time."""

from kontaktdsl.syntax.building.amendments import Amendments
from kontaktdsl.syntax.building.conditions import Conditions
from kontaktdsl.syntax.building.header import Header
from kontaktdsl.syntax.building.outcomes import Outcomes
from kontaktdsl.syntax.building.rules import Rules
from kontaktdsl.syntax.building.tables import Tables


class Builder(Header, Rules, Tables, Amendments, Conditions, Outcomes):
    """The callbacks of the grammar's rules: each makes one node of the tree.

    `read` names the line; what is wrong in spite of the grammar is collected in `mistakes`.
    """
