"""Turns what an objective returned, or raised, into what the wire allows."""

from __future__ import annotations

import collections.abc
import math
import numbers
import sys
import traceback
from typing import Any, Dict, Mapping, Optional

from hport_clauses import MISSING
from hport_errors import CODES, OBJECTIVE_FAILED, OUT_OF_MEMORY, WireError, shown, text_of

#: Absolute value of a metric, and seconds of a cost: the host takes no more.
LARGEST = 1e150
LARGEST_COST = 1e12
ANSWER_KEYS = {"metrics", "cost"}


class Judge:
    """Judges by one instance's descriptor; `seconds` is what the guest measured."""

    def __init__(self, descriptor: Mapping[str, Any]) -> None:
        self._metrics = [
            (name, max(definition.get("lower", -math.inf), -LARGEST), min(definition.get("upper", math.inf), LARGEST))
            for name, definition in descriptor["metrics"].items()
        ]
        self._names = descriptor["metrics"].keys()
        self._optional = {name for name, definition in descriptor["metrics"].items() if definition.get("optional")}
        self._measured = descriptor["clock"] == "measured"
        self._floor: Optional[float] = descriptor.get("costFloor")

    def result(self, answer: Any, seconds: float) -> Dict[str, Any]:
        """Metrics and cost as JSON numbers; raises error 4 that names the metric at fault."""
        try:
            if not is_mapping(answer) or not is_mapping(answer.get("metrics")):
                raise ValueError(f"evaluate returned {shown(answer)}, not metrics and cost")
            if not ANSWER_KEYS.issuperset(answer):
                unknown = next(key for key in answer if key not in ANSWER_KEYS)
                raise ValueError(f"evaluate returned an unknown key {shown(unknown)}")
            return {"metrics": self._read_metrics(answer["metrics"]), "cost": self._cost(answer.get("cost"), seconds)}
        except ValueError as error:
            raise WireError(OBJECTIVE_FAILED, str(error), self._known(seconds)) from None

    def failure(self, error: BaseException, seconds: float) -> WireError:
        """The error of the wire for whatever an objective raised; the traceback goes to stderr."""
        if isinstance(error, WireError):
            return error
        traceback.print_exception(type(error), error, error.__traceback__, file=sys.stderr)
        cost = _finite(getattr(error, "cost", None))
        if cost is None or not 0 < cost <= LARGEST_COST:
            cost = self._known(seconds)
        return WireError(code_of(error), f"{type(error).__name__}: {text_of(error)}", cost)

    def _read_metrics(self, metrics: Mapping[str, Any]) -> Dict[str, Any]:
        if metrics.keys() != self._names:
            for name in metrics:
                if name not in self._names:
                    raise ValueError(f'the metric "{name}" is not declared in the manifest')
        values: Dict[str, Any] = {}
        for name, lower, upper in self._metrics:
            value = metrics.get(name, MISSING)
            if value is MISSING and name in self._optional:
                continue
            # The usual case first: what is neither a number nor finite is not within finite bounds.
            if type(value) is not float or not lower <= value <= upper:
                value = _read_metric(name, value, lower, upper)
            values[name] = value
        return values

    def _cost(self, cost: Any, seconds: float) -> float:
        if cost is None:
            if self._measured:
                return max(seconds, 1e-9)
            raise ValueError("evaluate gave no cost, which a recorded clock needs: seconds, above 0")
        value = _finite(cost)
        if value is not None and 0 < value <= LARGEST_COST:
            return value
        if value is not None and value <= 0 and self._floor is not None:
            return self._floor
        raise ValueError(f"evaluate gave the cost {shown(cost)}: seconds, above 0")

    def _known(self, seconds: float) -> Optional[float]:
        return max(seconds, 1e-9) if self._measured else self._floor


def code_of(error: BaseException) -> int:
    """What the exception says of itself, if it says it in our words; a library's own codes are none of them."""
    own = getattr(error, "code", None)
    if isinstance(own, str) and own in CODES:
        return CODES[own]
    # torch and others have out-of-memory errors of their own.
    out_of_memory = isinstance(error, MemoryError) or type(error).__name__ == "OutOfMemoryError"
    return OUT_OF_MEMORY if out_of_memory else OBJECTIVE_FAILED


def _read_metric(name: str, found: Any, lower: float, upper: float) -> Any:
    if found is MISSING:
        raise ValueError(f'the metric "{name}" is missing')
    value = _finite(found)
    if value is None:
        raise ValueError(f'the metric "{name}" is not a finite number: {shown(found)}')
    if value < lower or value > upper:
        raise ValueError(f'the metric "{name}" is {value}, outside [{lower}, {upper}]')
    return value


def reportable(metrics: Mapping[str, Any]) -> Dict[str, Any]:
    """The metrics that the wire carries: a loss that has diverged is no reason to lose the guest."""
    found = {str(name): _finite(value) for name, value in metrics.items()}
    return {name: value for name, value in found.items() if value is not None and -LARGEST <= value <= LARGEST}


def is_mapping(value: Any) -> bool:
    return type(value) is dict or isinstance(value, collections.abc.Mapping)


def _finite(value: Any) -> Any:
    """A number that JSON can carry (numpy's become Python's), or None."""
    kind = type(value)
    if kind is float or kind is int:
        return value if -sys.float_info.max <= value <= sys.float_info.max else None
    # What is asked of an abstract class costs as much as all other checks of a result.
    if kind is bool or not isinstance(value, numbers.Real):
        return None
    try:
        as_float = float(value)
    except OverflowError:
        return None
    if not math.isfinite(as_float):
        return None
    return int(value) if isinstance(value, numbers.Integral) else as_float
