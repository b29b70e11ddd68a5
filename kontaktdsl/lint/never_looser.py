"""`ensure: never looser than ID`: proven against the other policy for all possible customers, or
refuted with a person and both answers.
"""

from collections.abc import Iterator

from kontaktdsl import model
from kontaktdsl.changes import NotComparable
from kontaktdsl.changes.floor import Below, Breach, hold
from kontaktdsl.diagnostics import Diagnostic, Kind, Label, Severity, Text
from kontaktdsl.lint.context import INCOMPLETE, Context
from kontaktdsl.lint.promise import NOT_GUARANTEED, REFUTED
from kontaktdsl.series import projected
from kontaktdsl.suggest import did_you_mean
from kontaktdsl.versions.checks.missing_target import KIND as MISSING

_FLOOR = (
    'policy "Landesregel"\n  id landesregel\nattribute age: number 15 to 66\n'
    "age under 25 -> every 2 months\nage at least 25 -> every 6 months\n"
)
_HEAD = 'policy "Ortsregel"\n  id ortsregel\nattribute age: number 15 to 66\n'
_RULES = "age under 25 -> monthly\nage at least 25 -> every 3 months\n"
_ENSURE = "ensure: never looser than landesregel\n"

BROKEN = Kind(
    "broken-target",
    Text("Verweis auf eine fehlerhafte Richtlinie", "target with errors"),
    Severity.ERROR,
    Text(
        "Die Richtlinie `{target}` hat selbst Fehler oder keine Regel; gegen sie lässt sich nichts "
        "beweisen",
        "The policy `{target}` has errors itself or no rule; nothing can be proven against it",
    ),
    Text(
        "Erst wenn die andere Richtlinie sich lesen lässt, lässt sich mit ihr vergleichen. Eine "
        "Datei, in der keine Regel sagt, wie oft, kann keine Untergrenze sein.",
        "Only when the other policy can be read can it be compared with. A file in which no rule "
        "says how often can be no floor.",
    ),
    _HEAD + _RULES + _ENSURE,
    _HEAD + _RULES + _ENSURE,
    neighbour=(_FLOOR + "age 20 ->\n", _FLOOR),
)
TORN = Kind(
    "floor-vocabulary",
    Text("Merkmal mit zwei Bedeutungen", "attribute with two meanings"),
    Severity.WARNING,
    Text(
        "`{name}` hat in `{target}` eine andere Art von Werten; es zählt dort als ein anderes "
        "Merkmal",
        "`{name}` has another kind of values in `{target}`; it counts as another attribute there",
    ),
    Text(
        "Merkmale zweier Richtlinien sind dieselben, wenn Name und Art der Werte gleich sind. Sonst "
        "wird mit jeder Verbindung der beiden verglichen, auch mit solchen, die es nicht gibt.",
        "Attributes of two policies are the same where name and kind of values are. Otherwise every "
        "combination of the two is compared, even such as do not exist.",
    ),
    _HEAD + _RULES + _ENSURE,
    _HEAD + _RULES + _ENSURE,
    neighbour=(
        'policy "Landesregel"\n  id landesregel\nattribute age: young | old\n'
        "young or old -> every 6 months\n",
        _FLOOR,
    ),
)
SINGLE_CASE = Kind(
    "leeway-below-floor",
    Text("Einzelfall unter der Untergrenze", "single case below the floor"),
    Severity.WARNING,
    Text(
        "Im Einzelfall darf es lockerer werden als in `{target}`",
        "In the single case it may become looser than in `{target}`",
    ),
    Text(
        "Die Regeln halten die Untergrenze ein, die Abweichung im Einzelfall nicht.",
        "The rules keep to the floor, the deviation in the single case does not.",
    ),
    _HEAD + _RULES + _ENSURE + "in the single case: looser up to every 3 months\n",
    _HEAD + _RULES + _ENSURE + "in the single case: looser up to every 2 months\n",
    neighbour=(_FLOOR, _FLOOR),
)
UNDECIDED = Kind(
    "floor-undecided",
    Text("Vergleich nicht entschieden", "comparison not decided"),
    Severity.ERROR,
    Text(
        "Ob das immer gilt, ließ sich nicht entscheiden",
        "Whether this always holds was not decided",
    ),
    Text(
        "Eine Prüfung wird nie still übersprungen: Was sich nicht entscheiden lässt, ist ein Fehler.",
        "A check is never skipped in silence: what cannot be decided is an error.",
    ),
    "",
    "",
)
KINDS = (BROKEN, TORN, SINGLE_CASE, UNDECIDED)


def check(context: Context) -> Iterator[Diagnostic]:
    """Each such line that does not hold, or cannot be proven."""
    policy = context.policy
    for ensure in policy.ensures:
        if not isinstance(ensure, model.EnsureNeverLooser):
            continue
        other = (
            None if ensure.target == policy.header.id else context.beside.neighbour(ensure.target)
        )
        if other is None:
            known = sorted({*context.beside.policies()} - {policy.header.id})
            notes = did_you_mean(ensure.target, known)
            yield MISSING.at(ensure.span, target=ensure.target, notes=notes)
        elif other.policy is None:
            others = () if other.error is None else (Label(other.error.span, other.error.headline),)
            yield BROKEN.at(ensure.span, target=ensure.target, others=others)
        else:
            yield from _each(context, ensure, other.policy)


_NO_SERIES = Text(
    "`{target}` hat eine Reihe `{name}`, die es hier nicht gibt",
    "`{target}` has a series `{name}` that there is not here",
)


def _each(
    context: Context, ensure: model.EnsureNeverLooser, floor: model.Policy
) -> Iterator[Diagnostic]:
    """Each series against the one of the same name; one against one whatever their names."""
    own = [series.name for series in (context.whole or context.policy).series]
    theirs = {one.series[0].name: one for one in projected(floor)}
    if len(own) == len(theirs) == 1:
        yield from _held(context.policy, ensure, floor)
        return
    for name in theirs:
        if name not in own:
            note = _NO_SERIES.format(target=ensure.target, name=name)
            yield UNDECIDED.at(ensure.span, notes=(note,))
    facing = theirs.get(context.policy.series[0].name)
    if facing is not None:
        yield from _held(context.policy, ensure, facing)


def _held(
    policy: model.Policy, ensure: model.EnsureNeverLooser, floor: model.Policy
) -> Iterator[Diagnostic]:
    try:
        held = hold(policy, floor)
    except NotComparable as reason:
        yield UNDECIDED.at(ensure.span, notes=(reason.text,))
        return
    for name in held.torn:
        yield TORN.at(ensure.span, name=name, target=ensure.target)
    apart = tuple(_apart(name, ensure.target) for name in held.apart)
    for breach in held.breaches:
        yield _found(policy, ensure, breach, apart)


def _found(
    policy: model.Policy, ensure: model.EnsureNeverLooser, breach: Breach, apart: tuple[Text, ...]
) -> Diagnostic:
    others = tuple(Label(line.span) for line in breach.lines[:6])
    notes = (_both(breach, ensure.target), *apart)
    if not breach.complete:
        notes = (*notes, INCOMPLETE)
    span = ensure.span
    match breach.below:
        case Below.DELEGATED:
            return NOT_GUARANTEED.at(span, others=others, regions=breach.regions, notes=notes)
        case Below.SINGLE_CASE:
            assert policy.single_case is not None
            return SINGLE_CASE.at(
                policy.single_case.span,
                target=ensure.target,
                others=(Label(span), *others),
                regions=breach.regions,
                notes=notes,
            )
        case _:
            promise = span.text.partition(":")[2]
            return REFUTED.at(
                span,
                promise=promise.partition("[")[0].strip(),
                others=others,
                regions=breach.regions,
                notes=notes,
            )


_HOW = {
    Below.LOOSER: Text("das ist lockerer", "that is looser"),
    Below.INCOMPARABLE: Text(
        "keines von beiden ist sicher nie später", "neither of the two is surely never later"
    ),
    Below.SILENT: Text("hier steht kein Abstand", "there is no interval here"),
    Below.DELEGATED: Text("hier entscheidet eine andere Weisung", "another directive decides here"),
    Below.SINGLE_CASE: Text(
        "so weit darf der Einzelfall abweichen", "so far the single case may deviate"
    ),
}


def _both(breach: Breach, target: str) -> Text:
    return Text(
        "in `{target}`: {there}; hier: {here}; {how}", "in `{target}`: {there}; here: {here}; {how}"
    ).format(target=target, there=breach.there, here=breach.here, how=_HOW[breach.below])


def _apart(name: str, target: str) -> Text:
    return Text(
        f"das Merkmal `{name}` kennt nur `{target}`; es zählt jede seiner Möglichkeiten",
        f"only `{target}` knows the attribute `{name}`; each of its values counts",
    )
