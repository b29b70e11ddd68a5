"""Examples and guarantees of `.kpol` files as test items of pytest.

Nothing happens unless it is asked for: `--kpol` collects every `.kpol` file that pytest comes by,
and the ini line `kpol_files = policies` those in the files and folders named there, which pytest
then visits too when no place is named on its command line.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kontaktdsl.reports.trial import Trial

SUFFIX = ".kpol"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Declare the option and the ini line."""
    group = parser.getgroup("kontaktdsl", "kpol policies")
    group.addoption(
        "--kpol",
        action="store_true",
        help="collect the examples and guarantees of .kpol files",
    )
    parser.addini(
        "kpol_files",
        "files and folders whose .kpol examples and guarantees are collected",
        type="args",
        default=[],
    )


def pytest_configure(config: pytest.Config) -> None:
    """Visit what the ini line names, unless places were named on the command line.

    Raises UsageError for a name behind which there is no policy.
    """
    places = _places(config)
    for place in places:
        if not (place.is_file() or (place.is_dir() and any(place.rglob(f"*{SUFFIX}")))):
            raise pytest.UsageError(f"kpol_files: there is no {SUFFIX} file at {place}")
    if config.args_source is not pytest.Config.ArgsSource.ARGS:
        visited = [Path(config.invocation_params.dir, argument) for argument in config.args]
        config.args += [
            str(place)
            for place in places
            if not any(place.is_relative_to(other) for other in visited)
        ]


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> KpolFile | None:
    """Take a policy that was asked for."""
    if file_path.suffix != SUFFIX:
        return None
    config = parent.config
    asked = config.getoption("kpol") or any(
        file_path.is_relative_to(place) for place in _places(config)
    )
    return KpolFile.from_parent(parent, path=file_path) if asked else None


def _places(config: pytest.Config) -> list[Path]:
    names: list[str] = config.getini("kpol_files")
    base = config.inipath.parent if config.inipath else config.rootpath
    return [Path(base, name) for name in names]


class KpolFile(pytest.File):
    """One policy."""

    def collect(self) -> Iterator[KpolItem]:
        """Its examples and guarantees; raises CollectError if it cannot be read or run."""
        from kontaktdsl.project import check_file
        from kontaktdsl.reports.record import record
        from kontaktdsl.reports.trial import NOT_RUN, aloud, found_in, trials

        made = check_file(self.path)
        told = record(made.name, made.language, made.policy, made.findings, made.accounting)
        stopped = found_in(told, NOT_RUN)
        if made.policy is None or stopped is not None:
            why = told["findings"] if stopped is None else [stopped]
            raise self.CollectError(aloud(why, made.language))
        taken: dict[str, int] = {}
        for trial in trials(made.policy, told["findings"]):
            again = taken[trial.name] = taken.get(trial.name, 0) + 1
            name = trial.name if again == 1 else f"{trial.name} ({again})"
            yield KpolItem.from_parent(self, name=name, trial=trial, language=made.language)


class Fails(Exception):
    """An example or a guarantee does not hold."""


class KpolItem(pytest.Item):
    """One example or guarantee."""

    def __init__(self, *, trial: Trial, language: str, **more: object) -> None:
        super().__init__(**more)  # type: ignore[arg-type]
        self.trial = trial
        self.language = language

    def runtest(self) -> None:
        """Raise what the check found."""
        if not self.trial.passed:
            raise Fails

    def repr_failure(  # type: ignore[override]
        self, excinfo: pytest.ExceptionInfo[BaseException], style: str | None = None
    ) -> object:
        """The findings in the plain format."""
        if not excinfo.errisinstance(Fails):
            return super().repr_failure(excinfo)
        from kontaktdsl.reports.trial import aloud

        return aloud(self.trial.findings, self.language)

    def reportinfo(self) -> tuple[Path, int, str]:
        """The line of the policy."""
        return self.path, self.trial.line - 1, self.name
