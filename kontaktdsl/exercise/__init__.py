"""What the examples of a policy exercise, and examples for what they leave out."""

from kontaktdsl.exercise.coverage import Coverage, Share, coverage
from kontaktdsl.exercise.generate import Generated, generate

__all__ = ["Coverage", "Generated", "Share", "coverage", "generate"]
