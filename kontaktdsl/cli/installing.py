"""What `kpol sql` does in a database, and what it says about it."""

from __future__ import annotations

from kontaktdsl import __version__
from kontaktdsl.diagnostics import Text
from kontaktdsl.pushdown.databases import Database
from kontaktdsl.pushdown.install import Installed, State, apply, drop, installed, state
from kontaktdsl.pushdown.script import Names, Script, view_name

Told = tuple[int, Text]
"""An exit code, and the words."""

_INSTALLED = Text(
    "eingerichtet: {view} in {where}; zu lesen mit SELECT * FROM {view}",
    "installed: {view} in {where}; to be read by SELECT * FROM {view}",
)
_UNCHANGED = Text(
    "unverändert: {view} in {where} ist schon die Sicht dieser Richtlinie",
    "unchanged: {view} in {where} is the view of this policy already",
)
_RENEWED = Text(
    "erneuert: {view} in {where}; vorher: {why}", "renewed: {view} in {where}; before: {why}"
)
_ABSENT = Text(
    "nicht eingerichtet: {view} gibt es nicht in {where}; `--apply` richtet es ein",
    "not installed: there is no {view} in {where}; `--apply` installs it",
)
_SAME = Text(
    "{view} in {where} ist die Sicht dieser Richtlinie (Prüfsumme {digest})",
    "{view} in {where} is the view of this policy (digest {digest})",
)
_OTHER = Text(
    "{view} in {where} ist nicht die Sicht dieser Richtlinie: {why}; `--apply` erneuert sie",
    "{view} in {where} is not the view of this policy: {why}; `--apply` renews it",
)
_REMOVED = Text("entfernt: {view} aus {where}", "removed: {view} from {where}")
_NOTHING = Text(
    "nichts zu entfernen: {view} gibt es nicht in {where}",
    "nothing to remove: there is no {view} in {where}",
)
_WHY = {
    State.OTHER_TEXT: Text(
        "eingerichtet ist der Text {old}, die Datei hat {new}",
        "the text {old} is installed, the file has {new}",
    ),
    State.OTHER_ENGINE: Text(
        "eingerichtet von kpol {engine}, dies ist kpol {version}",
        "installed by kpol {engine}, this is kpol {version}",
    ),
    State.OTHER_OPTIONS: Text(
        "eingerichtet mit anderen Spalten, anderer Sprache, anderen Jahren oder Feiertagen",
        "installed with other columns, another language, other years or public holidays",
    ),
    State.INCOMPLETE: Text("Teile davon fehlen", "parts of it are missing"),
}


def applied(database: Database, script: Script) -> Told:
    """Install or refresh."""
    view, where = script.names.view, database.shown
    before, found = apply(database, script)
    if before is State.CURRENT:
        return 0, _UNCHANGED.format(view=view, where=where)
    if before is State.ABSENT or found is None:
        return 0, _INSTALLED.format(view=view, where=where)
    return 0, _RENEWED.format(view=view, where=where, why=_why(before, found, script))


def compared(database: Database, script: Script) -> Told:
    """Say whether what is installed is the present policy."""
    view, where = script.names.view, database.shown
    now, found = state(database, script), installed(database, script.names)
    if now is State.ABSENT or found is None:
        return 1, _ABSENT.format(view=view, where=where)
    if now is State.CURRENT:
        return 0, _SAME.format(view=view, where=where, digest=found.digest[:12])
    return 1, _OTHER.format(view=view, where=where, why=_why(now, found, script))


def dropped(database: Database, name: str, schema: str | None) -> Told:
    """Remove what is installed under an id."""
    names = Names(view_name(name), schema, database.dialect)
    with database.transaction():
        there = drop(database, names, day=True)
    return 0, (_REMOVED if there else _NOTHING).format(view=names.view, where=database.shown)


def _why(now: State, found: Installed, script: Script) -> Text:
    return _WHY[now].format(
        old=found.digest[:12],
        new=script.plan.policy.digest[:12],
        engine=found.engine,
        version=__version__,
    )
