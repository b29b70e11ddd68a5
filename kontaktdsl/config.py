"""The settings of a project: `kpol.toml`, or `[tool.kpol]` in `pyproject.toml`.

    [severity]
    gap = "warning"
    other-words = "off"

    [ci]
    paths = ["policies"]
    fail-under = 80

    [map]
    key = "Kundennummer"

`[map]` is described in `kontaktdsl.batch.settings`.

A finding can weigh more than it does by itself, and less within bounds: an error can become a
warning, which still fails a check; a warning can become a hint; only hints can be switched off.
What keeps a policy from being read or checked stays an error. Whoever wants to keep an error says
so in the policy, with a reason: `accept CODE because "..."`.
"""

from __future__ import annotations

import os
from collections.abc import Mapping

import attrs

from kontaktdsl.diagnostics import Kind, Severity, Text
from kontaktdsl.record import Shown
from kontaktdsl.suggest import nearest
from kontaktdsl.trouble import why

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kontaktdsl.batch.mapping import Columns
    from kontaktdsl.reports.shape import FileRecord

OFF = "off"
WEIGHTS = ("error", "warning", "hint", OFF)
KEYS = ("severity", "ci", "map")
CI_KEYS = ("paths", "fail-under", "fail-under-cases", "baseline")
_LEAST = {Severity.ERROR: "warning", Severity.WARNING: "hint", Severity.HINT: OFF}


class ConfigError(Exception):
    """A file of settings that cannot be used; `words` say why, in German and English."""

    def __init__(self, path: str, de: str, en: str) -> None:
        """Name the file."""
        self.path = path
        self.words = Text(f"{path}: {de}", f"{path}: {en}")
        super().__init__(self.words.en)


@attrs.frozen(eq=False, repr=False)
class Ci(Shown):
    """What `kpol ci` does where its command line says nothing; paths as they stand in the file."""

    paths: tuple[str, ...] = ()
    fail_under: int | None = None
    fail_under_cases: int | None = None
    baseline: str | None = None


@attrs.frozen(eq=False, repr=False)
class Config(Shown):
    """The settings, and the file they stand in; `severity` maps codes to weights (or `off`), `map`
    says which column of a table holds what.
    """

    path: str | None = None
    severity: Mapping[str, str] = attrs.field(factory=dict)
    ci: Ci = attrs.field(factory=Ci)
    map: Columns | None = None


def load(path: str | None) -> Config:
    """The settings of a file, none where there is no file; raises ConfigError."""
    if path is None:
        return Config()
    import tomllib

    try:
        with open(path, "rb") as file:
            content = tomllib.load(file)
    except OSError as error:
        reason = why(error)
        raise ConfigError(
            path, f"nicht lesbar: {reason.de}", f"cannot be read: {reason.en}"
        ) from error
    except ValueError as error:
        raise ConfigError(
            path, f"kein gültiges TOML: {error}", f"no valid TOML: {error}"
        ) from error
    table = content
    if os.path.basename(path) == "pyproject.toml":
        tool = content.get("tool", {})
        table = tool.get("kpol", {}) if isinstance(tool, dict) else {}
    if not isinstance(table, dict):
        raise ConfigError(path, "`kpol` ist keine Tabelle", "`kpol` is no table")
    for key in table:
        if key not in KEYS:
            raise _unknown(path, key, KEYS)
    given = table.get("severity", {})
    if not isinstance(given, dict):
        raise ConfigError(path, "`severity` ist keine Tabelle", "`severity` is no table")
    ci = table.get("ci", {})
    if not isinstance(ci, dict):
        raise ConfigError(path, "`ci` ist keine Tabelle", "`ci` is no table")
    return Config(path, _severities(path, given), _ci(path, ci), _map(path, table))


def _map(path: str, table: Mapping[str, object]) -> Columns | None:
    if "map" not in table:
        return None
    from kontaktdsl.batch.mapping import MappingError
    from kontaktdsl.batch.settings import columns_of

    try:
        return columns_of(table["map"])
    except MappingError as error:
        raise ConfigError(path, error.text.de, error.text.en) from error


def _ci(path: str, given: Mapping[str, object]) -> Ci:
    for key in given:
        if key not in CI_KEYS:
            raise _unknown(path, key, CI_KEYS)
    paths, baseline = given.get("paths", []), given.get("baseline")
    if not isinstance(paths, list) or not all(isinstance(each, str) for each in paths):
        raise ConfigError(
            path, "`ci.paths` ist keine Liste von Pfaden", "`ci.paths` is no list of paths"
        )
    if baseline is not None and not isinstance(baseline, str):
        raise ConfigError(path, "`ci.baseline` ist kein Pfad", "`ci.baseline` is no path")
    return Ci(
        tuple(paths),
        _percent(path, given, "fail-under"),
        _percent(path, given, "fail-under-cases"),
        baseline,
    )


def _percent(path: str, given: Mapping[str, object], key: str) -> int | None:
    value = given.get(key)
    if value is None or (isinstance(value, int) and value is not True and 0 <= value <= 100):
        return None if value is None else int(value)
    raise ConfigError(
        path,
        f"`ci.{key}` ist eine ganze Zahl von 0 bis 100",
        f"`ci.{key}` is a whole number from 0 to 100",
    )


def _severities(path: str, given: Mapping[str, object]) -> dict[str, str]:
    if not given:
        return {}
    from kontaktdsl.catalogue import FIXED, KINDS

    known = {kind.code: kind for kind in KINDS}
    for code, weight in given.items():
        kind = known.get(code)
        if kind is None:
            raise _unknown(path, code, known)
        if weight not in WEIGHTS:
            allowed = ", ".join(WEIGHTS)
            raise ConfigError(
                path,
                f"`{code}`: erlaubt ist {allowed}",
                f"`{code}`: allowed are {allowed}",
            )
        allowed_weights = _allowed(kind, kind in FIXED)
        if weight not in allowed_weights:
            shown = ", ".join(allowed_weights)
            raise ConfigError(
                path,
                f"`{code}` darf nicht `{weight}` sein, nur: {shown}; einen einzelnen Befund nimmt "
                f'die Richtlinie selbst hin: hingenommen {code} weil "..."',
                f"`{code}` must not be `{weight}`, only: {shown}; a single finding is accepted in "
                f'the policy itself: accept {code} because "..."',
            )
    return {code: str(weight) for code, weight in given.items()}


def _allowed(kind: Kind, fixed: bool) -> tuple[str, ...]:
    if fixed:
        return (kind.severity.value,)
    return WEIGHTS[: WEIGHTS.index(_LEAST[kind.severity]) + 1]


def _unknown(path: str, key: str, known: object) -> ConfigError:
    near = nearest(key, list(known), 1)  # type: ignore[call-overload]
    return ConfigError(
        path,
        f"`{key}` ist unbekannt" + (f"; gemeint ist vielleicht `{near[0]}`" if near else ""),
        f"`{key}` is unknown" + (f"; perhaps `{near[0]}` is meant" if near else ""),
    )


def weigh(records: list[FileRecord], config: Config) -> list[FileRecord]:
    """The records with the weights of the settings; what is switched off is gone."""
    if not config.severity:
        return records
    weighed = []
    for record in records:
        findings = []
        for finding in record["findings"]:
            weight = config.severity.get(finding["code"], finding["severity"])
            if weight != OFF:
                findings.append({**finding, "severity": weight})
        weighed.append({**record, "findings": findings})
    return weighed  # type: ignore[return-value]
