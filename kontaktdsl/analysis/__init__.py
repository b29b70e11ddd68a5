"""Exact analysis over finite classes: bitsets, a decision diagram, and a SAT solver."""
