"""Evaluations that were asked for and are not answered yet."""

from __future__ import annotations

from typing import Any, Callable, Dict

Reply = Callable[[str], None]


class Ticket:
    __slots__ = ("identity", "params", "reply", "cancelled", "state")

    def __init__(self, identity: Any, params: Dict[str, Any], reply: Reply) -> None:
        self.identity = identity
        self.params = params
        self.reply = reply
        self.cancelled = False
        self.state = "queued"

    @property
    def plain(self) -> bool:
        """Fit for evaluate_batch, which knows nothing of checkpoints and progress."""
        params = self.params
        return not (params.get("keep") or params.get("progress") or "checkpoint" in params)
