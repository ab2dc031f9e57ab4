"""Clauses and relations of search spaces, compiled to predicates over the values of active parameters."""

from __future__ import annotations

import operator
from typing import Any, Callable, Dict, List, Mapping, Sequence

Values = Mapping[str, Any]
Holds = Callable[[Values], bool]
#: In place of a value that is not there.
MISSING = object()

ORDERS: Dict[str, Callable[[Any, Any], bool]] = {
    "less": operator.lt,
    "lessEqual": operator.le,
    "greater": operator.gt,
    "greaterEqual": operator.ge,
}


def compile_clause(clause: Mapping[str, Any], parameters: Mapping[str, Mapping[str, Any]]) -> Holds:
    """A predicate that is false where a parameter it speaks of is absent."""
    if "relation" in clause:
        return _relation(clause, parameters)
    if "and" in clause:
        parts = [compile_clause(part, parameters) for part in clause["and"]]
        return lambda values: all(part(values) for part in parts)
    if "or" in clause:
        parts = [compile_clause(part, parameters) for part in clause["or"]]
        return lambda values: any(part(values) for part in parts)
    return _statement(clause, parameters)


def names_of(clause: Mapping[str, Any]) -> List[str]:
    """The parameters a clause speaks of."""
    if "relation" in clause:
        return [clause["left"], clause["right"]]
    parts = clause.get("and", clause.get("or"))
    if parts is None:
        return [clause["parameter"]]
    return [name for part in parts for name in names_of(part)]


def same(a: object, b: object) -> bool:
    """Equality as JSON has it: 1 and 1.0 are one number, 1 and true are not equal."""
    return a == b and isinstance(a, bool) == isinstance(b, bool)


def is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _statement(clause: Mapping[str, Any], parameters: Mapping[str, Mapping[str, Any]]) -> Holds:
    name: str = clause["parameter"]
    if "equals" in clause:
        wanted = clause["equals"]
        return lambda values: name in values and same(values[name], wanted)
    if "notEquals" in clause:
        unwanted = clause["notEquals"]
        return lambda values: name in values and not same(values[name], unwanted)
    if "in" in clause:
        allowed: Sequence[Any] = clause["in"]
        return lambda values: name in values and any(same(values[name], value) for value in allowed)
    order = next(key for key in ORDERS if key in clause)
    sequence = parameters[name].get("sequence")
    bound = clause[order]
    return lambda values: name in values and _compare(ORDERS[order], values[name], bound, sequence)


def _relation(clause: Mapping[str, Any], parameters: Mapping[str, Mapping[str, Any]]) -> Holds:
    left, relation, right = clause["left"], clause["relation"], clause["right"]
    if relation == "equal":
        return lambda values: left in values and right in values and same(values[left], values[right])
    sequence = parameters[left].get("sequence")
    if sequence != parameters[right].get("sequence"):
        sequence = None
    order = ORDERS[relation]
    return lambda values: left in values and right in values and _compare(order, values[left], values[right], sequence)


def _compare(order: Callable[[Any, Any], bool], a: object, b: object, sequence: Any) -> bool:
    """Ordinals by rank, everything else as numbers; what cannot be compared is false."""
    if sequence is not None:
        ranks = [next((rank for rank, level in enumerate(sequence) if same(level, v)), None) for v in (a, b)]
        return None not in ranks and order(ranks[0], ranks[1])
    return is_number(a) and is_number(b) and order(a, b)
