"""No thread dies in silence: what ends one ends the process, which is then started again."""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from device.errors import UserError

_log = logging.getLogger(__name__)


@contextmanager
def fail_fast_threads(stop: threading.Event) -> Iterator[None]:
    """Set ``stop`` where a thread ends by an exception, log it, and raise it in the end.

    The service manager restarts a process that ended. One that lacks a thread would go on without
    what that thread did, until somebody misses it.
    """
    failed: list[BaseException] = []

    def hear(args: threading.ExceptHookArgs) -> None:
        if args.exc_type is SystemExit or args.exc_value is None:
            return
        name = args.thread.name if args.thread else "that has gone"
        sentence = isinstance(args.exc_value, UserError)  # says all; the command shows it
        _log.critical(
            "The thread %s failed, so all ends.",
            name,
            exc_info=None if sentence else args.exc_value,
        )
        failed.append(args.exc_value)
        stop.set()

    before, threading.excepthook = threading.excepthook, hear
    try:
        yield
    finally:
        threading.excepthook = before
    if failed:
        raise failed[0]
