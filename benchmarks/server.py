"""How long a keystroke takes until its findings are published, through the protocol; a script.

    PYTHONPATH=. python benchmarks/server.py [--quick]

The server is a process of its own; a keystroke is measured from writing the message to having read
the findings of that version, all of them. `CPU` is what the server used for a keystroke on average:
on a busy machine it says more than the clock. Each kind is typed in the middle of the document:

- whole: a digit of an interval; the policy can be read before and after, so everything is checked
- rule: a new rule, letter by letter; most versions cannot be read in that one line
- comment: a letter of a remark; nothing changes, but nobody told the server so

Then, without the protocol: where the time of such a keystroke goes.
"""

from __future__ import annotations

import gc
import json
import os
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from kontaktdsl.lint import CHECKS, LATE  # noqa: E402
from kontaktdsl.lint.context import Context  # noqa: E402
from kontaktdsl.project import compile_source  # noqa: E402
from kontaktdsl.resolver import resolve  # noqa: E402
from kontaktdsl.server.diagnostics import diagnostics  # noqa: E402
from kontaktdsl.server.session import Session  # noqa: E402
from kontaktdsl.server.workspace import Workspace  # noqa: E402
from kontaktdsl.source import Source  # noqa: E402
from kontaktdsl.syntax.parser import parse  # noqa: E402
from kontaktdsl.syntax.reuse import Memory  # noqa: E402
from tests.diff import rewrites  # noqa: E402

SCRIPT = "from kontaktdsl.cli import command; command()"
TARGETS = {200: 50.0, 2_000: 400.0}
"""Milliseconds of the median, by rules."""
URI = "file:///nowhere/groß.kpol"


class Client:
    """The least an editor has to do."""

    def __init__(self) -> None:
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "KPOL_"))}
        self.process = subprocess.Popen(
            [sys.executable, "-c", SCRIPT, "lsp"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=kept | {"PYTHONPATH": str(ROOT)},
        )
        self.version = 0
        self.send("initialize", {"capabilities": {}, "processId": None, "rootUri": None}, request=0)
        while self.read().get("id") != 0:
            pass
        self.send("initialized", {})

    def send(self, method: str, params: object, request: int | None = None) -> None:
        """Write one message."""
        message: dict[str, object] = {"jsonrpc": "2.0", "method": method, "params": params}
        if request is not None:
            message["id"] = request
        body = json.dumps(message).encode()
        assert self.process.stdin is not None
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self.process.stdin.flush()

    def read(self) -> dict[str, object]:
        """Read one message."""
        stream = self.process.stdout
        assert stream is not None
        size = 0
        while (line := stream.readline().strip()) or not size:
            if line.lower().startswith(b"content-length:"):
                size = int(line.split(b":")[1])
            if not line and not size:
                raise EOFError
        found: dict[str, object] = json.loads(stream.read(size))
        return found

    def open(self, text: str) -> float:
        """Open a document; milliseconds until its findings."""
        self.version += 1
        item = {"uri": URI, "languageId": "kpol", "version": self.version, "text": text}
        return self._timed("textDocument/didOpen", {"textDocument": item})

    def type(self, line: int, start: int, end: int, text: str) -> float:
        """Replace some letters of a line; milliseconds until the findings."""
        self.version += 1
        range_ = {
            "start": {"line": line, "character": start},
            "end": {"line": line, "character": end},
        }
        return self._timed(
            "textDocument/didChange",
            {
                "textDocument": {"uri": URI, "version": self.version},
                "contentChanges": [{"range": range_, "text": text}],
            },
        )

    def _timed(self, method: str, params: object) -> float:
        begun = time.perf_counter()
        self.send(method, params)
        while True:
            message = self.read()
            if message.get("method") == "textDocument/publishDiagnostics":
                published = message["params"]
                assert isinstance(published, dict)
                if published["version"] == self.version:
                    return 1000 * (time.perf_counter() - begun)

    def cpu(self) -> float:
        """Milliseconds of CPU that the server has used; 0 where the system does not tell."""
        try:
            fields = Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        except OSError:
            return 0.0
        return 1000 * (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def close(self) -> None:
        """End the server."""
        self.send("shutdown", None, request=1)
        self.send("exit", None)
        self.process.wait(10)


def policies(rules: int) -> Iterator[tuple[str, str]]:
    """The same decision tree, written in three ways."""
    rng = random.Random(1)
    tree = rewrites.tree(rng, rules)
    yield "lines", rewrites.as_rules(rng, tree)
    yield "a table", rewrites.as_table(rng, tree)
    yield "exceptions", rewrites.as_exceptions(rng, tree)


def whole(client: Client, text: str, count: int) -> list[float]:
    """A digit of an interval in the middle."""
    lines = text.splitlines()
    wanted = "every 2 months"
    at = next(n for n in range(len(lines) // 2, len(lines)) if wanted in lines[n])
    column = lines[at].index(wanted) + len("every ")
    return [client.type(at, column, column + 1, "32"[n % 2]) for n in range(count)]


def rule(client: Client, text: str, count: int) -> list[float]:
    """A rule below the last line, letter by letter; a row where the policy is a table."""
    lines = text.splitlines()
    last = lines[-1].strip()
    if last.startswith("|"):
        new = lines[-1]
    else:
        new = (
            "  - " if last.startswith("-") else ""
        ) + "age 15 to 24 and not Quali -> every 9 weeks"
    end = len(lines)
    found = []
    for at in range(count):
        column = at % len(new)
        if at and not column:
            client.type(end, 0, len(new), "")
        found.append(client.type(end, column, column, new[column]))
    return found


def comment(client: Client, text: str, count: int) -> list[float]:
    """A remark behind a line in the middle."""
    at = len(text.splitlines()) // 2
    column = len(text.splitlines()[at])
    client.type(at, column, column, "  # ")
    return [client.type(at, column + 4 + n, column + 4 + n, "x") for n in range(count)]


KINDS: dict[str, Callable[[Client, str, int], list[float]]] = {
    "whole": whole,
    "rule": rule,
    "comment": comment,
}


def measure(rules: int, count: int) -> float:
    """Print a row for each kind; the largest median."""
    worst = 0.0
    for name, text in policies(rules):
        for kind, typed in KINDS.items():
            client = Client()
            opened = client.open(text)
            time.sleep(0.6)
            before = client.cpu()
            times = sorted(typed(client, text, count))
            cpu = (client.cpu() - before) / count
            client.close()
            median = statistics.median(times)
            worst = max(worst, median)
            at = [times[min(len(times) - 1, int(len(times) * share))] for share in (0.1, 0.9)]
            shown = " | ".join(f"{t:.0f}" for t in (times[0], at[0], median, at[1], times[-1]))
            goal = f"< {TARGETS[rules]:.0f}"
            print(
                f"| {rules:,} | {name} | {kind} | {shown} | {goal} | {cpu:.0f} | {opened:.0f} |",
                flush=True,
            )
    return worst


def where(rules: int) -> None:
    """Print where the time of one keystroke of the kind `whole` goes, in milliseconds."""
    for name, text in policies(rules):
        gc.collect()
        gc.freeze()
        gc.disable()
        took = stages(text)
        gc.enable()
        gc.unfreeze()
        total = sum(ms for what, ms in took.items() if not what.startswith("("))
        parts = ", ".join(f"{what} {ms:.1f}" for what, ms in took.items())
        print(f"- {rules:,}, {name}: {total:.0f} ms: {parts}")


def stages(text: str) -> dict[str, float]:
    """Milliseconds of CPU of each stage, for a second version of a text."""
    path = "/nowhere/a.kpol"
    workspace = Workspace()
    session = Session(workspace)
    workspace.open(path, "file://" + path, text, 1)
    session.whole(path)
    memory = Memory()
    parse(Source(path, text), memory)
    source = Source(path, text.replace("every 2 months", "every 3 months", 1))
    took: dict[str, float] = {}

    def timed(what: str, work: Callable[[], object]) -> None:
        begun = time.process_time()
        work()
        took[what] = took.get(what, 0) + 1000 * (time.process_time() - begun)

    parsed = parse(source, memory)
    timed("read, known lines copied", lambda: parse(source, memory))
    timed("(read anew)", lambda: parse(source))
    timed("names", lambda: resolve(parsed.document, lambda *_: None))
    policy = compile_source(source, None).checked.policy
    assert policy is not None
    context = Context(policy)
    timed("question how often", lambda: context.how_often)
    timed("question what", lambda: context.what)

    def checks() -> None:
        for check in (*CHECKS, *(late.check for late in LATE)):
            context.found.extend(check(context))

    timed("checks", checks)
    analysis = session.whole(path)
    assert analysis is not None
    timed("messages", lambda: diagnostics(analysis, "en"))
    return took


def main() -> int:
    """Measure and print; the exit code says whether the medians keep the targets."""
    quick = "--quick" in sys.argv[1:]
    counts = {200: 12 if quick else 60, 2_000: 6 if quick else 45}
    print(
        "| rules | written as | typed | least | 10 % | median | 90 % | most | target | CPU | open |"
    )
    print("|---:|---|---|---:|---:|---:|---:|---:|---|---:|---:|")
    kept = [measure(rules, count) < TARGETS[rules] for rules, count in counts.items()]
    print()
    for rules in counts:
        where(rules)
    return 0 if all(kept) else 1


if __name__ == "__main__":
    sys.exit(main())
