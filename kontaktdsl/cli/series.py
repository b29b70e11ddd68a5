"""`--series`: one of several series, where a verb does not show them all."""

from __future__ import annotations

from kontaktdsl.cli.arguments import Given, Option
from kontaktdsl.cli.words import Stop

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kontaktdsl.model import Policy

OPTION = Option(
    "--series", ("nur diese Reihe der Richtlinie", "only this series of the policy"), "NAME"
)  # fmt: skip


def chosen(policy: Policy, given: Given) -> tuple[Policy, ...]:
    """A policy of one series for each that is asked for; raises Stop for one that is not there."""
    from kontaktdsl.series import UnknownSeries, of, projected

    name = given.text("series")
    if name is None:
        return projected(policy)
    try:
        return (of(policy, name),)
    except UnknownSeries as unknown:
        names = ", ".join(f"`{each}`" for each in unknown.names)
        raise Stop(
            f"eine Reihe `{name}` hat die Richtlinie nicht; es gibt: {names}",
            f"the policy has no series `{name}`; there are: {names}",
        ) from None


def only(policy: Policy, given: Given) -> Policy:
    """The one series that a table holds; raises Stop where there are several and none is said."""
    found = chosen(policy, given)
    if len(found) == 1:
        return found[0]
    names = ", ".join(f"`{each.name}`" for each in policy.series)
    raise Stop(
        f"die Richtlinie hat mehrere Reihen ({names}); eine Tabelle fasst eine: `--series NAME`",
        f"the policy has several series ({names}); a table holds one: `--series NAME`",
    )


def name(policy: Policy) -> str:
    """The heading above what one of several series says."""
    return policy.series[0].shown
