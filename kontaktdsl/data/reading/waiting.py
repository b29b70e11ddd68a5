"""Standard input that may keep a reader waiting, without keeping it from ending.

Libraries read in threads of their own, which no signal reaches. So a read waits for rows or for a
signal, whichever comes first.
"""

from __future__ import annotations

import io
import os
import select
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

from kontaktdsl.data.formats import HEAD

_wake: socket.socket | None = None


@contextmanager
def wakeful() -> Iterator[None]:
    """While this lasts, a signal ends a wait for standard input; only in the main thread."""
    global _wake
    if os.name != "posix":
        yield
        return
    import pyarrow as pa

    ours, theirs = socket.socketpair()
    with ours, theirs:
        for end in (ours, theirs):
            end.setblocking(False)
        try:
            before = signal.set_wakeup_fd(theirs.fileno(), warn_on_full_buffer=False)
        except ValueError:  # not the main thread
            yield
            return
        pa.enable_signal_handlers(False)  # its own would keep the signal from us
        _wake = ours
        try:
            yield
        finally:
            _wake = None
            pa.enable_signal_handlers(True)
            signal.set_wakeup_fd(before)


class Waiting(io.RawIOBase):
    """The bytes of a stream; raises KeyboardInterrupt when a signal comes first."""

    def __init__(self, stream: BinaryIO) -> None:
        """Wait for the descriptor, where there is one."""
        self._stream = stream
        self._least = HEAD  # the first read shows what it is
        try:
            self._descriptor: int | None = stream.fileno()
        except (OSError, ValueError):
            self._descriptor = None

    def readable(self) -> bool:
        """It is there to be read."""
        return True

    def readinto(self, buffer: object) -> int:
        """Some bytes, as they come; none at the end."""
        assert isinstance(buffer, memoryview | bytearray)
        view = memoryview(buffer).cast("B")
        length = 0
        while length < min(self._least, len(view)):
            data = self._some(len(view) - length)
            if not data:
                break
            view[length : length + len(data)] = data
            length += len(data)
        self._least = 1
        return length

    def _some(self, most: int) -> bytes:
        if self._descriptor is None:
            return self._stream.read(most)
        if os.name == "posix":
            wake = [] if _wake is None else [_wake.fileno()]
            ready, _, _ = select.select([self._descriptor, *wake], [], [])
            if self._descriptor not in ready:
                raise KeyboardInterrupt
        return os.read(self._descriptor, most)
