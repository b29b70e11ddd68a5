"""Steps and trials as JUnit XML: one suite per file, one case per example, guarantee or step."""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

_CONTROLS = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 65534, 65535), "")
_BREAKS = {"\n": "&#10;", "\r": "&#13;", "\t": "&#9;"}


class Case:
    """One case: passed, failed (`failure`), not run (`error`), or failed in a way that is known and
    does not count (`skipped`); `text` is the finding in full.

    `line` is None for what stands at no place of a file.
    """

    __slots__ = ("error", "failure", "line", "name", "skipped", "text")

    def __init__(
        self,
        name: str,
        line: int | None,
        *,
        failure: str | None = None,
        error: str | None = None,
        skipped: str | None = None,
        text: str = "",
    ) -> None:
        self.name = name
        self.line = line
        self.failure = failure
        self.error = error
        self.skipped = skipped
        self.text = text

    @property
    def bad(self) -> bool:
        """Whether it failed or was not run."""
        return self.failure is not None or self.error is not None


class Suite:
    """The cases of one file."""

    __slots__ = ("cases", "name")

    def __init__(self, name: str, cases: list[Case]) -> None:
        self.name = name
        self.cases = cases


def junit(suites: list[Suite]) -> str:
    """The suites as a document; without times, so that equal runs give equal files."""
    every = [case for suite in suites for case in suite.cases]
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<testsuites name="kpol" {_counts(every)}>',
    ]
    for suite in suites:
        skipped = sum(not case.bad and case.skipped is not None for case in suite.cases)
        counts = f'{_counts(suite.cases)} skipped="{skipped}" time="0"'
        lines.append(f"  <testsuite name={_quoted(suite.name)} {counts}>")
        lines += [line for case in suite.cases for line in _case(case, suite.name)]
        lines.append("  </testsuite>")
    return "\n".join([*lines, "</testsuites>", ""])


def _counts(cases: list[Case]) -> str:
    failures = sum(case.failure is not None for case in cases)
    errors = sum(case.error is not None for case in cases)
    return f'tests="{len(cases)}" failures="{failures}" errors="{errors}"'


def _case(case: Case, file: str) -> list[str]:
    place = "" if case.line is None else f' file={_quoted(file)} line="{case.line}"'
    head = f'    <testcase name={_quoted(case.name)} classname={_quoted(file)}{place} time="0"'
    told = {"error": case.error, "failure": case.failure, "skipped": case.skipped}
    tag = next((tag for tag, message in told.items() if message is not None), None)
    if tag is None:
        return [f"{head}/>"]
    message = _quoted(told[tag] or "")
    body = escape(case.text.translate(_CONTROLS).strip())
    return [f"{head}>", f'      <{tag} message={message} type="{tag}">{body}</{tag}>',
            "    </testcase>"]  # fmt: skip


def _quoted(text: str) -> str:
    return quoteattr(text.translate(_CONTROLS), _BREAKS)
