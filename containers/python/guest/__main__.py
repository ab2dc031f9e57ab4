"""The Python guest: one family's objective.py behind the protocol. Standard library only, Python 3.9 or later.

Environment: HPORT_FAMILY (folder of objective.py), HPORT_DESCRIPTORS (JSON file of descriptors by instance), HPORT_SOCKET (unix
socket of the host; stdin and stdout without it), HPORT_CHECKPOINTS (folder for checkpoints; none are kept without it),
HPORT_DATA (folder of the family's data, if it has any).
"""

from __future__ import annotations

import importlib
import json
import os
import signal
import sys
import traceback
from typing import Any

from hport_checkpoints import Checkpoints
from hport_objective import Benchmark
from hport_session import Session
from hport_stream import LineTooLong, Stream, open_stream
from hport_watch import watch


def main() -> int:
    # stdin and stdout are taken before the objective is loaded, since imports print too; a socket is connected after, as a
    # connection means that the guest is ready.
    stream = None if "HPORT_SOCKET" in os.environ else open_stream()
    with open(required("HPORT_DESCRIPTORS"), encoding="utf-8") as file:
        descriptors = json.load(file)
    checkpoints = Checkpoints(os.environ.get("HPORT_CHECKPOINTS"))
    benchmark = Benchmark(load_objective(), descriptors, checkpoints, os.environ.get("HPORT_DATA"))
    return serve(stream or open_stream(), benchmark)


def serve(stream: Stream, benchmark: Benchmark) -> int:
    session = Session(stream, benchmark)
    watch(stream.input_fd, session.progress)
    if "HPORT_SOCKET" in os.environ:
        # Ctrl-C goes to every process of a terminal; what becomes of us is for the host to say.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        session.run()
    except LineTooLong as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def load_objective() -> Any:
    family = os.path.abspath(required("HPORT_FAMILY"))
    # What families may share lies beside the guest; a family's own module of the same name wins.
    library = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "library")
    sys.path[:0] = [family, library]
    module = importlib.import_module("objective")
    if not callable(getattr(module, "evaluate", None)):
        raise SystemExit(f"{family}/objective.py must have a function evaluate")
    return module


def required(variable: str) -> str:
    value = os.environ.get(variable)
    if not value:
        raise SystemExit(f"the environment variable {variable} is not set")
    return value


def leave(code: int) -> None:
    """Without waiting for threads that an objective may have left."""
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


if __name__ == "__main__":
    try:
        leave(main())
    except SystemExit as stop:
        print(stop, file=sys.stderr)
        leave(1)
    except BaseException:
        traceback.print_exc()
        leave(1)
