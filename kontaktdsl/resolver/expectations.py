"""What a text expects of its own answers: its examples and its lines `ensure`. Being named there
gives nothing an effect, so an attribute that stands nowhere else stays unused.
"""

from collections.abc import Iterator

from kontaktdsl import model
from kontaktdsl.resolver.blocks import because
from kontaktdsl.resolver.conditions import Conditions
from kontaktdsl.resolver.outcomes import outcome
from kontaktdsl.resolver.vocabulary import Vocabulary
from kontaktdsl.syntax import tree


def examples_of(document: tree.Document, words: Vocabulary) -> Iterator[model.Example]:
    """The examples of a text; what only their facts mention still counts as unused."""
    for node in document.statements:
        if isinstance(node, tree.Example):
            used = set(words.used)
            facts = [Conditions(words).resolve(fact) for fact in node.facts]
            words.used.clear()
            words.used.update(used)
            if None not in facts:
                yield model.Example(
                    node.title.text if node.title else None,
                    tuple(fact for fact in facts if fact is not None),
                    outcome(node.parts, words),
                    node.span,
                    _series_of(node, words),
                )


def _series_of(node: tree.Example | tree.EnsureOutcome, words: Vocabulary) -> str:
    return model.MAIN.name if node.series is None else words.series_named(node.series)


def ensures_of(document: tree.Document, words: Vocabulary) -> Iterator[model.Ensure]:
    """The lines `ensure` of a text; what only they mention still counts as unused."""
    used = set(words.used)
    for node in document.statements:
        if isinstance(node, tree.EnsureOutcome):
            condition = Conditions(words).resolve(node.condition)
            if condition is not None:
                parts = outcome(node.parts, words)
                yield model.EnsureOutcome(
                    condition, parts, because(node.because), node.span, _series_of(node, words)
                )
        elif isinstance(node, tree.EnsureOneOf):
            terms = [(Conditions(words).resolve(c), c.span.text) for c in node.conditions]
            kept = tuple((term, text) for term, text in terms if term is not None)
            if len(kept) == len(terms):
                yield model.EnsureOneOf(kept, because(node.because), node.span)
        elif isinstance(node, tree.EnsureNeverLooser):
            yield model.EnsureNeverLooser(node.target.text, because(node.because), node.span)
    words.used.clear()
    words.used.update(used)
