"""Checks of configurations against a search space: the twin of src/space in the suite."""

from __future__ import annotations

import math
from typing import Any, Callable, Dict, List, Mapping, Tuple

from hport_clauses import MISSING, Holds, compile_clause, is_number, names_of, same
from hport_errors import INVALID_CONFIGURATION, WireError, shown

Parameter = Mapping[str, Any]
#: Gives a value its Python type (a float for 1, an int for 3.0) or raises ValueError with what was expected.
Reader = Callable[[Any], Any]


class SearchSpace:
    """A compiled search space."""

    def __init__(self, definition: Mapping[str, Any]) -> None:
        self._parameters: Dict[str, Parameter] = {p["name"]: p for p in definition["parameters"]}
        self._readers: Dict[str, Reader] = {name: _reader(p) for name, p in self._parameters.items()}
        self._conditions: Dict[str, List[Holds]] = {}
        self._parents: Dict[str, List[str]] = {}
        for condition in definition.get("conditions", []):
            holds = compile_clause(condition["when"], self._parameters)
            self._conditions.setdefault(condition["child"], []).append(holds)
            self._parents.setdefault(condition["child"], []).extend(names_of(condition["when"]))
        self._order = [
            (name, self._conditions.get(name), self._readers[name], *plain_numbers(self._parameters[name]))
            for name in self._parents_first()
        ]
        self._forbidden = [
            (compile_clause(clause, self._parameters), clause) for clause in definition.get("forbidden", [])
        ]

    def check(self, configuration: Mapping[str, Any]) -> Dict[str, Any]:
        """The configuration with values of the declared types; raises error 1 that names what is wrong."""
        values: Dict[str, Any] = {}
        wrong: List[str] = []
        if not self._parameters.keys() >= configuration.keys():
            wrong = [f'unknown parameter "{name}"' for name in configuration if name not in self._parameters]
        for name, conditions, read, kind, lower, upper in self._order:
            value = configuration.get(name, MISSING)
            if conditions is not None and not all(holds(values) for holds in conditions):
                if value is not MISSING:
                    wrong.append(f'the parameter "{name}" is inactive')
            # The usual case first: every parameter of every evaluation passes here.
            elif type(value) is kind and lower <= value <= upper:
                values[name] = value
            elif value is MISSING:
                wrong.append(f'the parameter "{name}" is missing')
            else:
                try:
                    values[name] = read(value)
                except ValueError as error:
                    wrong.append(f"{name}: {error}")
        if not wrong:
            wrong = [f"forbidden: {shown(clause)}" for holds, clause in self._forbidden if holds(values)]
        if wrong:
            raise WireError(INVALID_CONFIGURATION, "; ".join(wrong))
        return values

    def _parents_first(self) -> List[str]:
        order: Dict[str, None] = {}

        def visit(name: str) -> None:
            if name not in order:
                for parent in self._parents.get(name, []):
                    visit(parent)
                order[name] = None

        for name in self._parameters:
            visit(name)
        return list(order)


def plain_numbers(parameter: Parameter) -> Tuple[Any, Any, Any]:
    """Type and bounds of the values that need no reader; a type that no value has where each value needs it."""
    kind = {"float": float, "integer": int}.get(parameter["type"])
    return (None, 0, 0) if kind is None else (kind, parameter["lower"], parameter["upper"])


def _reader(parameter: Parameter) -> Reader:
    kind = parameter["type"]
    if kind == "float":
        return float_reader(parameter["lower"], parameter["upper"])
    if kind == "integer":
        return integer_reader(parameter["lower"], parameter["upper"])
    if kind == "ordinal":
        return lambda value: _read_listed(value, parameter["sequence"])
    if kind == "categorical":
        return lambda value: _read_listed(value, parameter["choices"])
    return lambda value: _read_listed(value, [parameter["value"]])


def float_reader(lower: float, upper: float) -> Reader:
    def read(value: Any) -> float:
        if not is_number(value) or not math.isfinite(value):
            raise ValueError(f"expected a finite number, found {shown(value)}")
        return float(_within(value, lower, upper))

    return read


def integer_reader(lower: int, upper: int) -> Reader:
    def read(value: Any) -> int:
        if not is_number(value) or not math.isfinite(value) or value != math.floor(value):
            raise ValueError(f"expected an integer, found {shown(value)}")
        return int(_within(value, lower, upper))

    return read


def _within(value: Any, lower: float, upper: float) -> Any:
    if value < lower or value > upper:
        raise ValueError(f"{shown(value)} is outside the bounds [{lower}, {upper}]")
    return value


def _read_listed(value: Any, listed: List[Any]) -> Any:
    for item in listed:
        if same(item, value):
            return item
    raise ValueError(f"{shown(value)} is not one of {shown(listed)}")
