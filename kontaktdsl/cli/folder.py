"""Many files: known ones from the cache, the others on all cores, always in the same order."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager

from kontaktdsl.cli import paths
from kontaktdsl.cli.checking import load_engine
from kontaktdsl.cli.progress import Progress
from kontaktdsl.cli.words import Stop

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Protocol, TypeVar

    T = TypeVar("T")
    Out = TypeVar("Out", covariant=True)

    class Worker(Protocol[Out]):
        """Does one file after the other, from the cache (None if it is not there) or anew.

        `maker` makes another like it; `rested_on` are the other files that the results rest on.
        """

        rested_on: set[str]

        @property
        def maker(self) -> Callable[[], Worker[Out]]: ...

        def known(self, path: str) -> Out | None: ...

        def fresh(self, path: str) -> Out: ...


ENOUGH = 8
"""So many files that the cache does not know are worth other processes."""
SHARE = 4
"""So many files a process takes at once."""


def results(found: list[str], worker: Worker[T], language: str) -> list[T]:
    """What a worker makes of some files, in their order."""
    known: dict[str, T] = {}
    with Progress(len(found), language) as progress:
        open_: list[str] = []
        for path in found:
            result = worker.known(path)
            if result is None:
                open_.append(path)
            else:
                known[path] = result
                progress.step()
        shared = [path for path in open_ if path != paths.STDIN]
        if len(shared) >= ENOUGH and cores() > 1:
            for path, result, rested_on in _on_all_cores(shared, worker.maker):
                known[path] = result
                worker.rested_on.update(rested_on)
                progress.step()
        if any(path not in known for path in open_):
            from kontaktdsl.versions.reading import held

            with held():
                for path in open_:
                    if path not in known:
                        known[path] = worker.fresh(path)
                        progress.step()
    return [known[path] for path in found]


def cores() -> int:
    """The cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _on_all_cores(
    found: list[str], maker: Callable[[], Worker[T]]
) -> Iterator[tuple[str, T, list[str]]]:
    import multiprocessing
    import threading
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool

    load_engine()
    forks = sys.platform == "linux" and threading.active_count() == 1
    context = multiprocessing.get_context("fork" if forks else "spawn")
    workers = min(cores(), -(-len(found) // SHARE))
    pool = ProcessPoolExecutor(workers, context, _begin, (maker,))
    try:
        shares = [found[at : at + SHARE] for at in range(0, len(found), SHARE)]
        with _uninterrupted():
            futures = [pool.submit(_share, share) for share in shares]
        for future in futures:
            yield from future.result()  # type: ignore[misc]  # a worker of another process
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


_worker: Worker[object] | None = None


def _begin(maker: Callable[[], Worker[object]]) -> None:
    """In a process of the pool: Ctrl-C is for the first one alone, whose end is the end of all."""
    import signal
    import threading

    global _worker
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_the_first, daemon=True).start()
    load_engine()
    from kontaktdsl.versions.reading import hold

    hold()
    _worker = maker()


def _end_with_the_first() -> None:
    """Whoever kills the first process leaves no time to tell: nobody would read our results."""
    import multiprocessing

    first = multiprocessing.parent_process()
    assert first is not None
    first.join()
    os._exit(1)


def _share(found: list[str]) -> list[tuple[str, object, list[str]]]:
    assert _worker is not None
    made = []
    for path in found:
        _worker.rested_on = set()
        made.append((path, _worker.fresh(path), sorted(_worker.rested_on)))
    return made
