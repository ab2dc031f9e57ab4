"""A thread that ends a busy guest: when its host is gone, and at SIGTERM."""

from __future__ import annotations

import os
import select
import signal
import threading
from typing import Callable, Tuple

#: Exit code of a guest that was busy when its host went away.
ORPHANED = 86
INTERVAL_MS = 50
#: Looks at one and the same evaluation after which it counts as stuck: 0.3 s, which a short one takes on a loaded machine.
STUCK_LOOKS = 6


def watch(input_fd: int, progress: Callable[[], Tuple[bool, int]]) -> None:
    """`progress` tells whether an evaluation runs, and how many have begun.

    The thread never reads the stream, it only waits for its end, so the main thread reads without a detour. At the end a guest
    that is not stuck in one evaluation finds the end by itself, after what was sent before it.
    """
    wake, woken = os.pipe()
    for descriptor in (wake, woken):
        os.set_blocking(descriptor, False)
    # Python runs handlers between two instructions of the main thread only; this descriptor is written to at once.
    signal.set_wakeup_fd(woken, warn_on_full_buffer=False)
    signal.signal(signal.SIGTERM, lambda number, frame: os._exit(0))
    threading.Thread(target=_watch, args=(input_fd, wake, progress), name="hport-watch", daemon=True).start()


def _watch(input_fd: int, wake: int, progress: Callable[[], Tuple[bool, int]]) -> None:
    poll = select.poll()
    poll.register(wake, select.POLLIN)
    poll.register(input_fd, getattr(select, "POLLRDHUP", 0))
    orphaned = False
    seen = -1
    looks = 0
    while True:
        events = poll.poll(INTERVAL_MS if orphaned else None)
        for descriptor, _ in events:
            if descriptor == input_fd:
                poll.unregister(input_fd)
                orphaned = True
            elif signal.SIGTERM in os.read(wake, 64):
                os._exit(0)
        if orphaned and not events:
            busy, begun = progress()
            looks = looks + 1 if busy and begun == seen else 0
            if looks >= STUCK_LOOKS:
                os._exit(ORPHANED)
            seen = begun
