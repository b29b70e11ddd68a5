"""Findings that the policy accepts, and acceptances that are wrong, stale or over."""

from collections.abc import Iterable, Iterator
from datetime import date

import attrs

from kontaktdsl import model
from kontaktdsl.diagnostics import Diagnostic, Kind, Label, Severity, Text
from kontaktdsl.source import Span
from kontaktdsl.suggest import did_you_mean, respelt

_HEAD = 'policy "Beispiel"\nattribute status: alo | asu\nattribute age: number 15 to 66\n'
_GAP = _HEAD + "age under 25 and alo -> monthly\nage at least 25 -> every 2 months\n"
_WHOLE = _HEAD + "age under 25 -> monthly\nage at least 25 and alo -> every 2 months\n"
_WHOLE += "age at least 25 and asu -> every 3 months\n"

UNKNOWN = Kind(
    "accept-unknown",
    Text("unbekannter Befund", "unknown finding"),
    Severity.ERROR,
    Text("einen Befund `{code}` gibt es nicht", "there is no finding `{code}`"),
    Text(
        "Jeder Befund hat einen Code; `kpol rule` zählt sie auf.",
        "Every finding has a code; `kpol rule` lists them.",
    ),
    _WHOLE + 'accept gapp because "x"\n',
    _GAP + 'accept gap because "folgt im Mai"\n',
)
REFUSED = Kind(
    "accept-refused",
    Text("nicht hinnehmbar", "not acceptable"),
    Severity.ERROR,
    Text("`{code}` lässt sich nicht hinnehmen", "`{code}` cannot be accepted"),
    Text(
        "Was nicht gelesen, nicht verstanden oder nicht geprüft werden kann, macht jede andere "
        "Aussage über die Richtlinie wertlos. Es lässt sich nur beheben.",
        "What cannot be read, understood or checked makes every other statement about the policy "
        "worthless. It can only be mended.",
    ),
    _WHOLE + 'accept unknown-name because "x"\n',
    _WHOLE,
)
EXPIRED = Kind(
    "accept-expired",
    Text("abgelaufene Hinnahme", "expired acceptance"),
    Severity.WARNING,
    Text(
        "`{code}` war nur bis zum {day} hingenommen",
        "`{code}` was accepted only until {day}",
    ),
    Text(
        "Der Befund zählt wieder. Entweder ist er jetzt zu beheben, oder jemand verlängert die "
        "Frist und sagt warum.",
        "The finding counts again. Either it is to be mended now, or somebody extends the date and "
        "says why.",
    ),
    "",
    "",
)
UNUSED = Kind(
    "accept-unused",
    Text("Hinnahme ohne Befund", "acceptance without a finding"),
    Severity.WARNING,
    Text("hier gibt es keinen Befund `{code}`", "there is no finding `{code}` here"),
    Text(
        "Der Befund ist behoben oder war nie da. Bliebe die Zeile stehen, nähme sie später einen "
        "neuen Befund unbemerkt hin.",
        "The finding is mended or was never there. If the line stayed, it would later accept a new "
        "finding unnoticed.",
    ),
    _WHOLE + 'accept gap because "x"\n',
    _WHOLE,
)
KINDS = (UNKNOWN, REFUSED, EXPIRED, UNUSED)


@attrs.frozen(eq=False)
class Accepted:
    """A finding and the line that accepts it."""

    finding: Diagnostic
    by: model.Accept


@attrs.frozen(eq=False)
class Settled:
    """The findings that count, those that are accepted, and the last day on which this holds."""

    findings: tuple[Diagnostic, ...]
    accepted: tuple[Accepted, ...]
    until: date | None = None


def settle(
    policy: model.Policy,
    findings: Iterable[Diagnostic],
    today: date | None = None,
) -> Settled:
    """Part the findings by the policy's lines `accept`, and add what is wrong with those lines.

    `today` is the day for which `until` counts.
    """
    if not policy.accepts:
        return Settled(tuple(findings), ())
    today = today or date.today()
    codes = _acceptable()
    counting: list[Diagnostic] = []
    accepted: list[Accepted] = []
    met: set[model.Accept] = set()
    for finding in findings:
        fitting = [
            accept
            for accept in policy.accepts
            if accept.code == finding.code and accept.code in codes and _concerns(accept, finding)
        ]
        met.update(fitting)
        by = next((a for a in fitting if a.until is None or today <= a.until), None)
        if by is None:
            counting.append(finding)
        else:
            accepted.append(Accepted(finding, by))
    for accept in policy.accepts:
        counting.extend(_about(accept, codes, accept in met, today))
    ends = [a.until for a in policy.accepts if a.until is not None and today <= a.until]
    return Settled(tuple(counting), tuple(accepted), min(ends, default=None))


def _about(accept: model.Accept, codes: set[str], met: bool, today: date) -> Iterator[Diagnostic]:
    if accept.code not in codes:
        every = _every_code()
        kind = REFUSED if accept.code in every else UNKNOWN
        unknown = kind is UNKNOWN
        yield kind.at(
            accept.code_span,
            code=accept.code,
            notes=did_you_mean(accept.code, codes) if unknown else (),
            repairs=respelt(accept.code_span, codes) if unknown else (),
        )
    elif not met:
        yield UNUSED.at(accept.span, code=accept.code)
    elif accept.until is not None and today > accept.until:
        day = Text(f"{accept.until:%d.%m.%Y}", accept.until.isoformat())
        yield EXPIRED.at(accept.span, code=accept.code, day=day)


def _acceptable() -> set[str]:
    """The codes of what a check finds, and of warnings about names."""
    from kontaktdsl.lint import every
    from kontaktdsl.resolver import kinds
    from kontaktdsl.versions import kinds as versions

    mild = (kind for kind in kinds.KINDS if kind.severity is not Severity.ERROR)
    return {kind.code for kind in (*every.ACCEPTABLE, *versions.ACCEPTABLE, *mild)}


def _every_code() -> set[str]:
    """All codes; this loads every kind of mistake, so it is asked for late."""
    from kontaktdsl.lint import every
    from kontaktdsl.resolver import kinds
    from kontaktdsl.syntax import mistakes
    from kontaktdsl.versions import kinds as versions

    every_kind = (*every.KINDS, *kinds.KINDS, *mistakes.KINDS, *versions.KINDS)
    return {kind.code for kind in every_kind}


def _concerns(accept: model.Accept, finding: Diagnostic) -> bool:
    """Whether a finding is one of the blocks that an `accept` names, or of any."""
    if not accept.blocks:
        return True
    places = (Label(finding.span), *finding.others)
    return any(_within(block, label.span) for block in accept.blocks for label in places)


def _within(block: model.Block, span: Span) -> bool:
    if span.source is not block.span.source:
        return False
    last = max((rule.span.end for rule in block.rules), default=block.span.end)
    return block.span.start <= span.start < last
