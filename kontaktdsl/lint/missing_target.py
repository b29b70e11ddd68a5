"""`see ID` where no policy of that id is there."""

from collections.abc import Iterator

from kontaktdsl.diagnostics import Diagnostic, Kind, Severity, Text
from kontaktdsl.lint.context import Context
from kontaktdsl.suggest import did_you_mean
from kontaktdsl.values import See, rhythm_of

_HEAD = 'policy "Beispiel"\n  id beispiel\nattribute status: alo | asu\n'

KIND = Kind(
    "missing-target",
    Text("Verweis ins Leere", "missing target"),
    Severity.ERROR,
    Text(
        "eine Richtlinie `{target}` gibt es in diesem Ordner nicht",
        "there is no policy `{target}` in this folder",
    ),
    Text(
        "`siehe kennung` meint eine Richtlinie im selben Ordner. Ein anderes Schriftstück steht in "
        "Anführungszeichen; dann wird der Verweis nicht geprüft.",
        "`see id` means a policy in the same folder. Any other document stands in quotation marks; "
        "then the reference is not checked.",
    ),
    _HEAD + "alo -> monthly\nasu -> see absolventen\n",
    _HEAD + 'alo -> monthly\nasu -> see "Absolventenmanagement"\n',
)


def check(context: Context) -> Iterator[Diagnostic]:
    """One finding for each such line."""
    known = {context.policy.header.id, *context.beside.policies()}
    for rule in context.policy.rules:
        target = rhythm_of(rule.outcome)
        if isinstance(target, See) and target.checked and target.target not in known:
            yield KIND.at(
                rule.span, target=target.target, notes=did_you_mean(target.target, sorted(known))
            )
