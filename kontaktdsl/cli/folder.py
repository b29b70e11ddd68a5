"""Many files: known ones from the cache, the others on all cores, always in the same order."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager

from kontaktdsl.cli import paths
from kontaktdsl.cli.checking import Checker, load_engine
from kontaktdsl.cli.progress import Progress
from kontaktdsl.cli.words import Stop

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from kontaktdsl.reports.shape import FileRecord

ENOUGH = 8
"""So many files that the cache does not know are worth other processes."""
SHARE = 4
"""So many files a process takes at once."""


def records(
    found: list[str], checker: Checker, language: str, *, use_cache: bool
) -> list[FileRecord]:
    """The records of some files, in their order."""
    known: dict[str, FileRecord] = {}
    with Progress(len(found), language) as progress:
        open_: list[str] = []
        for path in found:
            record = None if path == paths.STDIN else checker.known(path)
            if record is None:
                open_.append(path)
            else:
                known[path] = record
                progress.step()
        shared = [path for path in open_ if path != paths.STDIN]
        if len(shared) >= ENOUGH and cores() > 1:
            for path, record, rested_on in _on_all_cores(shared, use_cache):
                known[path] = record
                checker.rested_on.update(rested_on)
                progress.step()
        for path in open_:
            if path not in known:
                record = checker.record(path) if path == paths.STDIN else checker.fresh(path)
                known[path] = record
                progress.step()
    return [known[path] for path in found]


def cores() -> int:
    """The cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


Result = tuple[str, "FileRecord", list[str]]


def _on_all_cores(found: list[str], use_cache: bool) -> Iterator[Result]:
    import multiprocessing
    import threading
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool

    load_engine()
    forks = sys.platform == "linux" and threading.active_count() == 1
    context = multiprocessing.get_context("fork" if forks else "spawn")
    workers = min(cores(), -(-len(found) // SHARE))
    pool = ProcessPoolExecutor(workers, context, _begin, (use_cache,))
    try:
        shares = [found[at : at + SHARE] for at in range(0, len(found), SHARE)]
        with _uninterrupted():
            futures = [pool.submit(_share, share) for share in shares]
        for future in futures:
            yield from future.result()
    except BrokenProcessPool:
        raise Stop(
            "eine Prüfung ist abgebrochen, vielleicht reicht der Arbeitsspeicher nicht; es gibt "
            "kein Ergebnis",
            "a check has died, perhaps there is not enough memory; there is no result",
        ) from None
    except BaseException:
        for child in multiprocessing.active_children():
            child.terminate()
        raise
    finally:
        pool.shutdown()  # cancelling what a dead process leaves makes the pool complain aloud


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Hold Ctrl-C back while processes start: they inherit that, and it comes to us afterwards."""
    import signal

    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, (signal.SIGINT,))
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


_checker: Checker | None = None


def _begin(use_cache: bool) -> None:
    """In a process of the pool: Ctrl-C is for the first process alone."""
    import signal

    global _checker
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    load_engine()
    _checker = Checker(use_cache=use_cache)


def _share(found: list[str]) -> list[Result]:
    assert _checker is not None
    results = []
    for path in found:
        _checker.rested_on = set()
        results.append((path, _checker.fresh(path), sorted(_checker.rested_on)))
    return results
