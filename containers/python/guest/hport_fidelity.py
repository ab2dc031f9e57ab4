"""Checks of fidelities: the twin of src/fidelity in the suite."""

from __future__ import annotations

from typing import Any, Dict, List, Mapping, Optional, Tuple

from hport_clauses import MISSING, same
from hport_errors import INVALID_FIDELITY, WireError, shown
from hport_space import Reader, float_reader, integer_reader, plain_numbers


class FidelitySpace:
    """A compiled list of fidelity parameters."""

    def __init__(self, parameters: List[Mapping[str, Any]]) -> None:
        self._readers = {parameter["name"]: (_reader(parameter), *_plain(parameter)) for parameter in parameters}
        self.continues = any(parameter["continuation"] for parameter in parameters)

    def check(self, fidelity: Mapping[str, Any]) -> Dict[str, Any]:
        """The fidelity with values of the declared types; raises error 2 that names what is wrong."""
        values: Dict[str, Any] = {}
        wrong: List[str] = []
        if not self._readers.keys() >= fidelity.keys():
            wrong = [f'unknown key "{name}"' for name in fidelity if name not in self._readers]
        for name, (read, kind, lower, upper) in self._readers.items():
            value = fidelity.get(name, MISSING)
            if type(value) is kind and lower <= value <= upper:
                values[name] = value
            elif value is MISSING:
                wrong.append(f'the key "{name}" is missing')
            else:
                try:
                    values[name] = read(value)
                except ValueError as error:
                    wrong.append(f"{name}: {error}")
        if wrong:
            raise WireError(INVALID_FIDELITY, "; ".join(wrong))
        return values


def _plain(parameter: Mapping[str, Any]) -> Tuple[Any, Any, Any]:
    return (None, 0, 0) if "levels" in parameter else plain_numbers(parameter)


def _reader(parameter: Mapping[str, Any]) -> Reader:
    make = integer_reader if parameter["type"] == "integer" else float_reader
    within = make(parameter["lower"], parameter["upper"])
    levels: Optional[List[Any]] = parameter.get("levels")
    if levels is None:
        return within

    def read(level: Any) -> Any:
        value = within(level)
        for admissible in levels:
            if same(admissible, level):
                return admissible if parameter["type"] == "ordinal" else value
        raise ValueError(f"{shown(level)} is not one of the levels {shown(levels)}")

    return read
