"""The guest's half of the protocol: requests in the order of arrival, one evaluation at a time."""

from __future__ import annotations

import os
import sys
import threading
import traceback
from collections import deque
from functools import partial
from time import perf_counter
from typing import Any, Callable, Deque, Dict, List, Mapping, Tuple

from hport_errors import CANCELLED, INTERNAL_ERROR, INVALID_REQUEST, PARSE_ERROR, WireError
from hport_objective import Benchmark
from hport_request import (
    check_envelope,
    check_params,
    encode,
    error_text,
    evaluation_text,
    id_of,
    is_stray,
    parse,
    result_text,
)
from hport_result import reportable
from hport_stream import LineTooLong, Stream
from hport_ticket import Reply, Ticket
from hport_watch import ORPHANED

Task = Callable[[], None]
#: Answers wait for each other this long, and an evaluation looks for a cancel no more often than this; seconds.
PATIENCE = 0.001
#: So many answers leave together, so that the host works on them while the next ones are made.
TOGETHER = 16


class Session:
    def __init__(self, stream: Stream, benchmark: Benchmark) -> None:
        self._stream = stream
        self._benchmark = benchmark
        self._tasks: Deque[Task] = deque()
        self._tickets: Dict[Any, Ticket] = {}
        self._answers: Deque[str] = deque()
        self._looked = 0.0
        # An objective may report, or ask whether it is cancelled, from threads of its own.
        self._lock = threading.RLock()
        self._busy = False
        self._begun = 0

    def progress(self) -> Tuple[bool, int]:
        """Whether an evaluation runs, and how many have begun."""
        return self._busy, self._begun

    def run(self) -> None:
        """Returns at the end of the stream."""
        try:
            while True:
                if self._tasks:
                    self._tasks.popleft()()
                    if len(self._answers) >= TOGETHER or perf_counter() - self._looked > PATIENCE:
                        self._look(wait=False)
                else:
                    self._look(wait=True)
        except (EOFError, BrokenPipeError, ConnectionResetError):
            return

    def _look(self, wait: bool) -> None:
        """Sends what was answered and takes what has come."""
        with self._lock:
            self._flush()
            for line in self._stream.read(wait):
                self._receive(line)
            self._looked = perf_counter()

    def _listen(self) -> None:
        """`_look` from inside an objective, which must not get the end of the stream as an exception of its own."""
        try:
            self._look(wait=False)
        except (EOFError, OSError):
            os._exit(ORPHANED)
        except LineTooLong as error:
            print(error, file=sys.stderr, flush=True)
            os._exit(1)

    def _flush(self) -> None:
        texts: List[str] = []
        while self._answers:
            texts.append(self._answers.popleft())
        if texts:
            self._stream.write(("\n".join(texts) + "\n").encode("ascii"))

    def _receive(self, line: bytes) -> None:
        try:
            message = parse(line)
        except ValueError:
            if line.strip():
                self._answers.append(error_text(None, WireError(PARSE_ERROR, "the line is not JSON")))
            return
        if isinstance(message, list):
            self._receive_batch(message)
        elif not is_stray(message):
            self._accept(message, self._answers.append)

    def _receive_batch(self, messages: List[Any]) -> None:
        if not messages:
            self._answers.append(error_text(None, WireError(INVALID_REQUEST, "a batch is not empty")))
            return
        reply_to = self._collector(sum(not is_notification(message) for message in messages))
        together: List[Ticket] = []
        for at, message in enumerate(messages):
            self._accept(message, reply_to(at), together if self._benchmark.has_batch else None)
        if len(together) > 1:
            self._tasks.append(partial(self._evaluate_together, together))
        elif together:
            self._tasks.append(partial(self._evaluate, together[0]))

    def _collector(self, asking: int) -> Callable[[int], Reply]:
        """The array of answers leaves when the last of them is there, in the order of the requests."""
        texts: Dict[int, str] = {}

        def reply_to(at: int) -> Reply:
            def reply(text: str) -> None:
                texts[at] = text
                if len(texts) == asking:
                    self._answers.append("[" + ",".join(texts[key] for key in sorted(texts)) + "]")

            return reply

        return reply_to

    def _accept(self, message: Any, reply: Reply, together: Any = None) -> None:
        """Makes a task of a request, or deals with it at once; evaluations of a batch go into `together`."""
        try:
            check_envelope(message)
            identity = message.get("id")
            method = message["method"]
            params = check_params(method, message.get("params"))
            if "id" not in message:
                reply = ignore
            if method == "cancel":
                self._cancel(params["id"])
                reply(result_text(identity, None))
            elif method != "evaluate":
                self._tasks.append(partial(self._answer, method, params, identity, reply))
            elif "id" in message:
                ticket = self._issue(identity, params, reply)
                if together is not None and ticket.plain:
                    together.append(ticket)
                else:
                    self._tasks.append(partial(self._evaluate, ticket))
        except WireError as error:
            if not is_notification(message):
                reply(error_text(id_of(message), error))

    def _issue(self, identity: Any, params: Dict[str, Any], reply: Reply) -> Ticket:
        if identity in self._tickets:
            raise WireError(INVALID_REQUEST, "the id belongs to a request that is not answered yet")
        ticket = self._tickets[identity] = Ticket(identity, params, reply)
        return ticket

    def _cancel(self, identity: Any) -> None:
        ticket = self._tickets.get(identity)
        if ticket is not None:
            ticket.cancelled = True
            if ticket.state == "queued":
                self._close(ticket, WireError(CANCELLED, "cancelled before the start"))

    def _answer(self, method: str, params: Dict[str, Any], identity: Any, reply: Reply) -> None:
        try:
            if method == "release":
                self._benchmark.release(params["checkpoints"])
            reply(result_text(identity, self._benchmark.describe(params["instance"]) if method == "describe" else None))
        except WireError as error:
            reply(error_text(identity, error))

    def _evaluate(self, ticket: Ticket) -> None:
        if ticket.state == "queued":
            ticket.state = "running"
            self._close(ticket, self._guarded(self._benchmark.evaluate, ticket.params, *self._ears(ticket)))

    def _evaluate_together(self, tickets: List[Ticket]) -> None:
        waiting = [ticket for ticket in tickets if ticket.state == "queued"]
        for ticket in waiting:
            ticket.state = "running"
        if waiting:
            answers = self._guarded(self._benchmark.evaluate_batch, [ticket.params for ticket in waiting])
            if isinstance(answers, WireError):
                answers = [answers] * len(waiting)
            for ticket, answer in zip(waiting, answers):
                cost = answer.get("cost") if isinstance(answer, dict) else answer.cost
                self._close(ticket, WireError(CANCELLED, "cancelled", cost) if ticket.cancelled else answer)

    def _guarded(self, evaluate: Callable[..., Any], *arguments: Any) -> Any:
        """What it returns, or the error of the wire that it ends with."""
        self._begun += 1
        self._busy = True
        try:
            return evaluate(*arguments)
        except WireError as error:
            return error
        except Exception as error:
            traceback.print_exc(file=sys.stderr)
            return WireError(INTERNAL_ERROR, f"{type(error).__name__}: {error}")
        finally:
            self._busy = False

    def _close(self, ticket: Ticket, answer: Any) -> None:
        ticket.state = "answered"
        del self._tickets[ticket.identity]
        identity = ticket.identity
        is_error = isinstance(answer, WireError)
        ticket.reply(error_text(identity, answer) if is_error else evaluation_text(identity, answer))

    def _ears(self, ticket: Ticket) -> Tuple[Callable[[float, Mapping[str, float]], None], Callable[[], bool]]:
        """How a running evaluation reports, and how it learns that it is cancelled."""
        report = partial(self._report, ticket) if ticket.params.get("progress") else deaf
        return report, partial(self._is_cancelled, ticket)

    def _report(self, ticket: Ticket, level: float, metrics: Mapping[str, float]) -> None:
        reached = reportable({"level": level})
        if reached:
            params = {"id": ticket.identity, **reached, "metrics": reportable(metrics)}
            self._answers.append(encode({"jsonrpc": "2.0", "method": "progress", "params": params}))
        self._listen()

    def _is_cancelled(self, ticket: Ticket) -> bool:
        if perf_counter() - self._looked > PATIENCE:
            self._listen()
        return ticket.cancelled


def is_notification(message: Any) -> bool:
    """Nobody waits for an answer. What is not even a request is answered."""
    return (
        isinstance(message, dict)
        and "id" not in message
        and message.get("jsonrpc") == "2.0"
        and isinstance(message.get("method"), str)
    )


def deaf(level: float, metrics: Mapping[str, float]) -> None:
    """The report of an evaluation whose caller did not ask for progress."""


def ignore(text: str) -> None:
    """The reply to a notification."""
