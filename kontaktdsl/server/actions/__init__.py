"""What can be done about a finding, and what else can be done to a line, each as edits of the text.

An action that answers a finding is tried before it is offered: the document is checked with it. It
is dropped where the finding would stay, or where the document would get an error that it does not
have; a warning that it brings is said in its title. What comes first is what a machine may do
unasked; what only the owner of the policy can decide is offered, never preferred.
"""

from kontaktdsl.server.actions.action import Action, Later
from kontaktdsl.server.actions.findings import answers
from kontaktdsl.server.actions.rewriting import rewrites
from kontaktdsl.server.actions.source import FIX_ALL, GENERATE, whole_document

__all__ = ["FIX_ALL", "GENERATE", "Action", "Later", "answers", "rewrites", "whole_document"]
