"""The server with all its features, and its life as a process."""

from __future__ import annotations

import gc
import logging
import os
import signal
import sys

from kontaktdsl.server.edge import acting, commands, documents, moving, reading, writing
from kontaktdsl.server.edge.server import Server, log

FEATURES = (documents, reading, moving, writing, acting, commands)


def make() -> Server:
    """The server with all its features."""
    server = Server()
    for features in FEATURES:
        features.register(server)
    return server


def run(port: int | None = None, host: str = "127.0.0.1") -> int:
    """Serve one client, over standard input and output or a port, until it leaves.

    The exit code is 0 if the client said goodbye (`shutdown`), else 1.
    """
    level = logging.DEBUG if os.environ.get("KPOL_DEBUG") == "1" else logging.CRITICAL
    logging.basicConfig(stream=sys.stderr, level=level, format="%(message)s")
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, _leave)
    server = make()
    gc.collect()
    gc.freeze()
    gc.disable()  # `tidy` collects, between two keystrokes and not during one
    try:
        if port is None:
            server.start_io()
        else:
            server.start_tcp(host, port)
    except (OSError, ValueError) as error:
        if port is not None:
            raise
        log.debug("%s", error)
    if sys.stdout is not None and sys.stdout.closed:
        sys.stdout = None  # the protocol closes it when the client says goodbye
    return 0 if server.protocol._shutdown else 1


def _leave(number: int, frame: object) -> None:
    """End at once: the thread that waits for standard input cannot be woken."""
    os._exit(128 + number)
