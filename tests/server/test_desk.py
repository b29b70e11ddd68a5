"""Requests go first, analyses that are out of date end, and nothing is left undone."""

from __future__ import annotations

import threading
import time
from concurrent.futures import CancelledError

import pytest

from kontaktdsl.server.desk import Desk, Overtaken

WAIT = 10


def test_an_analysis_that_a_newer_one_overtakes_ends() -> None:
    """`pause` raises as soon as the same document is to be analysed anew; the newest one is done."""
    desk = Desk(pytest.fail)
    started, done = threading.Event(), threading.Event()
    ended: list[str] = []

    def slow() -> None:
        started.set()
        try:
            while True:
                desk.pause()
                time.sleep(0.001)
        except Overtaken:
            ended.append("overtaken")
            raise

    desk.analyse("a", slow)
    assert started.wait(WAIT)
    desk.analyse("a", done.set)
    assert done.wait(WAIT)
    assert ended == ["overtaken"]
    desk.close()


def test_of_many_waiting_analyses_of_a_document_the_last_one_counts() -> None:
    """In a burst of keystrokes all but the last are dropped unread."""
    desk = Desk(pytest.fail)
    hold, done = threading.Event(), threading.Event()
    ran: list[int] = []
    desk.analyse("other", lambda: hold.wait(WAIT) and None)
    for number in range(50):
        desk.analyse("a", lambda number=number: ran.append(number) or done.set())
    hold.set()
    assert done.wait(WAIT)
    assert ran == [49]
    desk.close()


def test_a_request_is_served_between_two_steps_of_an_analysis() -> None:
    """Who waits does not wait for the end of an analysis."""
    desk = Desk(pytest.fail)
    started, release = threading.Event(), threading.Event()
    order: list[str] = []

    def slow() -> None:
        started.set()
        while not release.is_set():
            desk.pause()
            time.sleep(0.001)
        order.append("analysis")

    desk.analyse("a", slow)
    assert started.wait(WAIT)
    assert desk.ask(lambda: order.append("request") or 7).result(WAIT) == 7
    release.set()
    desk.ask(lambda: None).result(WAIT)
    assert order == ["request", "analysis"]
    desk.close()


def test_a_cancelled_request_is_not_worked_on() -> None:
    """The protocol's cancel reaches what has not begun."""
    desk = Desk(pytest.fail)
    hold = threading.Event()
    first = desk.ask(lambda: hold.wait(WAIT))
    second = desk.ask(lambda: pytest.fail("was cancelled"))
    assert second.cancel()
    hold.set()
    assert first.result(WAIT)
    with pytest.raises(CancelledError):
        second.result(WAIT)
    desk.close()


def test_what_goes_wrong_is_reported_and_the_work_goes_on() -> None:
    """An analysis that raises is told of; a request hands it on."""
    told: list[BaseException] = []
    desk = Desk(told.append)
    desk.analyse("a", lambda: 1 // 0)
    assert desk.ask(lambda: 1).result(WAIT) == 1
    with pytest.raises(ZeroDivisionError):
        desk.ask(lambda: 1 // 0).result(WAIT)
    for _ in range(1000):
        if told:
            break
        time.sleep(0.01)
    assert isinstance(told[0], ZeroDivisionError)
    desk.close()


def test_a_change_while_a_request_is_served_is_noticed() -> None:
    """The analysis that the request interrupted is out of date when it goes on."""
    desk = Desk(pytest.fail)
    started, done = threading.Event(), threading.Event()

    def slow() -> None:
        started.set()
        while True:
            desk.pause()
            time.sleep(0.001)

    desk.analyse("a", slow)
    assert started.wait(WAIT)
    desk.ask(lambda: desk.analyse("a", done.set)).result(WAIT)
    assert done.wait(WAIT)
    desk.close()


def test_there_is_a_rest_after_work_and_only_one() -> None:
    """Tidying up happens when nothing was to be done for a while, and not again and again."""
    rests: list[float] = []
    rested = threading.Event()
    desk = Desk(pytest.fail, lambda: rests.append(time.monotonic()) or rested.set())
    time.sleep(1.2)
    assert not rests, "nothing was done yet"
    desk.ask(lambda: None).result(WAIT)
    assert rested.wait(WAIT)
    time.sleep(1.2)
    assert len(rests) == 1
    desk.ask(lambda: None).result(WAIT)
    time.sleep(1.2)
    assert len(rests) == 2
    desk.close()
