"""The edge: the only part of the server that knows pygls and the protocol's types."""

from kontaktdsl.server.edge.running import make, run

__all__ = ["make", "run"]
