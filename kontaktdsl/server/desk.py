"""Who does what when: one thread, requests before analyses, and nothing that is out of date.

An analysis may take longer than the time between two keystrokes. It therefore asks between its
steps (`Desk.pause`): waiting requests are served at once, for a reader waits for them, and if the
document has changed meanwhile the analysis is over. There is no delay before one starts: the first
keystroke after a rest is answered at once, and in a burst all but the last are dropped unread.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from typing import Generic, TypeVar

import attrs

T = TypeVar("T")

REST = 0.4
"""Seconds without work after which there is time to tidy up."""


class Overtaken(Exception):
    """What is being worked on is out of date."""


@attrs.frozen(eq=False)
class _Request(Generic[T]):
    work: Callable[[], T]
    answer: Future[T]

    def serve(self) -> None:
        if not self.answer.set_running_or_notify_cancel():
            return
        try:
            self.answer.set_result(self.work())
        except BaseException as error:
            self.answer.set_exception(error)


class Desk:
    """Works through requests and analyses on a thread of its own, until it is closed.

    `rest` is called once whenever nothing was to be done for a while; `report` gets what an
    analysis raises.
    """

    def __init__(
        self,
        report: Callable[[BaseException], None],
        rest: Callable[[], None] = lambda: None,
    ) -> None:
        self._report = report
        self._rest = rest
        self._requests: deque[_Request[object]] = deque()
        self._analyses: dict[str, Callable[[], None]] = {}
        self._bell = threading.Condition()
        self._open = True
        self._working_on: str | None = None
        self._overtaken = False
        self._thread = threading.Thread(target=self._work, name="kpol desk", daemon=True)
        self._thread.start()

    def ask(self, work: Callable[[], T]) -> Future[T]:
        """Have something done as soon as possible; it is dropped if the future is cancelled."""
        answer: Future[T] = Future()
        with self._bell:
            self._requests.append(_Request(work, answer))  # type: ignore[arg-type]
            self._bell.notify()
        return answer

    def analyse(self, key: str, work: Callable[[], None]) -> None:
        """Have a document analysed when nobody waits; what was to be done for it before is void."""
        with self._bell:
            self._analyses.pop(key, None)
            self._analyses[key] = work
            if self._working_on == key:
                self._overtaken = True
            self._bell.notify()

    def pause(self) -> None:
        """Called by an analysis between two steps; raises Overtaken where it is out of date."""
        while True:
            with self._bell:
                if self._overtaken or not self._open:
                    raise Overtaken
                if not self._requests:
                    return
                request = self._requests.popleft()
            working_on, self._working_on = self._working_on, None
            request.serve()
            with self._bell:
                self._working_on = working_on
                if working_on in self._analyses:
                    self._overtaken = True

    def close(self) -> None:
        """End after what is being done."""
        with self._bell:
            self._open = False
            self._bell.notify()

    def _work(self) -> None:
        rested = True
        while True:
            with self._bell:
                idle = self._open and not (self._requests or self._analyses)
                late = idle and not self._bell.wait(None if rested else REST)
                if not self._open:
                    for left in self._requests:
                        left.answer.cancel()
                    return
                request = self._requests.popleft() if self._requests else None
                waiting = bool(self._analyses)
            if request is not None:
                request.serve()
            elif waiting:
                self._analyse_next()
            elif late:
                self._rest()
            rested = late and request is None and not waiting

    def _analyse_next(self) -> None:
        with self._bell:
            key = next(iter(self._analyses))
            work = self._analyses.pop(key)
            self._working_on, self._overtaken = key, False
        try:
            work()
        except Overtaken:
            pass
        except BaseException as error:
            self._report(error)
        finally:
            with self._bell:
                self._working_on = None
