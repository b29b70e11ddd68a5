"""Every finding there is: `kpol rule CODE`, the documentation and the tests are made from it."""

from kontaktdsl import lint
from kontaktdsl.diagnostics import Kind
from kontaktdsl.resolver import kinds
from kontaktdsl.syntax import mistakes

KINDS: tuple[Kind, ...] = (*mistakes.KINDS, *kinds.KINDS, *lint.KINDS)
