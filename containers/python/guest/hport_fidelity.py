"""Checks of fidelities: the twin of src/fidelity in the suite."""

from __future__ import annotations

from typing import Any, Dict, List, Mapping

from hport_clauses import same
from hport_errors import INVALID_FIDELITY, WireError, shown
from hport_space import read_float, read_integer


class FidelitySpace:
    """A compiled list of fidelity parameters."""

    def __init__(self, parameters: List[Mapping[str, Any]]) -> None:
        self._parameters = parameters
        self._names = {parameter["name"] for parameter in parameters}
        self.continues = any(parameter["continuation"] for parameter in parameters)

    def check(self, fidelity: Mapping[str, Any]) -> Dict[str, Any]:
        """The fidelity with values of the declared types; raises error 2 that names what is wrong."""
        values: Dict[str, Any] = {}
        wrong = [f'unknown key "{name}"' for name in fidelity if name not in self._names]
        for parameter in self._parameters:
            name = parameter["name"]
            if name not in fidelity:
                wrong.append(f'the key "{name}" is missing')
                continue
            try:
                values[name] = _read(parameter, fidelity[name])
            except ValueError as error:
                wrong.append(f"{name}: {error}")
        if wrong:
            raise WireError(INVALID_FIDELITY, "; ".join(wrong))
        return values


def _read(parameter: Mapping[str, Any], level: Any) -> Any:
    levels = parameter.get("levels")
    read = read_integer if parameter["type"] == "integer" else read_float
    value = read(level, parameter["lower"], parameter["upper"])
    if levels is None:
        return value
    for admissible in levels:
        if same(admissible, level):
            return admissible if parameter["type"] == "ordinal" else value
    raise ValueError(f"{shown(level)} is not one of the levels {shown(levels)}")
