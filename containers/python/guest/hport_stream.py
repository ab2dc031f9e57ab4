"""The stream to the host: a unix socket, or stdin and stdout kept for the protocol."""

from __future__ import annotations

import os
import select
import socket
import sys
from typing import List

LINE_LIMIT = 16 * 1024 * 1024


class LineTooLong(Exception):
    """A line went over the limit; nothing more of the stream is of use."""


class Stream:
    """Bounded lines in, bytes out."""

    def __init__(self, input_fd: int, output_fd: int) -> None:
        self.input_fd = input_fd
        self._output_fd = output_fd
        self._held: List[bytes] = []
        self._held_bytes = 0
        self._poll = select.poll()
        self._poll.register(input_fd, select.POLLIN)

    def read(self, wait: bool) -> List[bytes]:
        """Complete lines, perhaps none when there is no wait; raises EOFError at the end of the stream."""
        while wait or self._poll.poll(0):
            chunk = os.read(self.input_fd, 65536)
            if not chunk:
                raise EOFError
            lines = self._split(chunk)
            if lines:
                return lines
        return []

    def write(self, data: bytes) -> None:
        written = os.write(self._output_fd, data)
        while written < len(data):
            written += os.write(self._output_fd, memoryview(data)[written:])

    def _split(self, chunk: bytes) -> List[bytes]:
        *lines, rest = chunk.split(b"\n")
        if lines and self._held:
            lines[0] = b"".join([*self._held, lines[0]])
            self._held, self._held_bytes = [], 0
        if rest:
            self._held.append(rest)
            self._held_bytes += len(rest)
        # A chunk is far below the limit, so only a line that was begun before can be over it.
        if self._held_bytes > LINE_LIMIT or (lines and len(lines[0]) > LINE_LIMIT):
            raise LineTooLong(f"a line of more than {LINE_LIMIT} bytes")
        return lines


def open_stream() -> Stream:
    """Connects to HPORT_SOCKET, or takes stdin and stdout away from everybody else."""
    path = os.environ.get("HPORT_SOCKET")
    if path is not None:
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        connection.connect(path)
        descriptor = connection.detach()
        return Stream(descriptor, descriptor)
    input_fd, output_fd = os.dup(0), os.dup(1)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    # Whatever prints (this interpreter, native code, children) writes to stderr from now on.
    os.dup2(2, 1)
    sys.stdout = sys.stderr
    return Stream(input_fd, output_fd)
