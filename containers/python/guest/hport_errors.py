"""Errors of the wire: what a host is told when an evaluation fails."""

from __future__ import annotations

from typing import Optional

INVALID_CONFIGURATION = 1
INVALID_FIDELITY = 2
UNKNOWN_INSTANCE = 3
OBJECTIVE_FAILED = 4
OUT_OF_MEMORY = 5
CHECKPOINT_MISSING = 6
CANCELLED = 7

#: What an objective may say of a failure: an exception of its own with one of these as its attribute `code`.
CODES = {
    "invalid-configuration": INVALID_CONFIGURATION,
    "invalid-fidelity": INVALID_FIDELITY,
    "objective-failed": OBJECTIVE_FAILED,
    "out-of-memory": OUT_OF_MEMORY,
    "checkpoint-missing": CHECKPOINT_MISSING,
    "cancelled": CANCELLED,
}

PARSE_ERROR = -32700
INVALID_REQUEST = -32600
METHOD_NOT_FOUND = -32601
INVALID_PARAMS = -32602
INTERNAL_ERROR = -32603


class WireError(Exception):
    """An error with its code on the wire and, where the benchmark knows it, the seconds until the failure."""

    def __init__(self, code: int, message: str, cost: Optional[float] = None) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.cost = cost


def text_of(error: BaseException) -> str:
    try:
        return str(error)
    except Exception:
        return "it cannot be shown"


def shown(value: object) -> str:
    """A value as a short text for messages."""
    try:
        text = repr(value)
    except Exception:
        text = f"a {type(value).__name__} that cannot be shown"
    return text if len(text) <= 80 else text[:80] + "..."
