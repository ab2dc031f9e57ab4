"""Requests of a host, checked."""

from __future__ import annotations

import json
import sys
from functools import lru_cache
from typing import Any, Dict, List, Mapping, NoReturn, Optional

from hport_errors import INVALID_PARAMS, INVALID_REQUEST, METHOD_NOT_FOUND, WireError

LARGEST_SEED = 2**31 - 1
MAX = sys.float_info.max
#: Characters of a message that are sent; a data frame or an array in an exception easily has millions.
LONGEST_MESSAGE = 2000
REQUIRED_KEYS = {"instance", "configuration", "fidelity", "seed"}
EVALUATE_KEYS = REQUIRED_KEYS | {"checkpoint", "progress", "keep"}


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


_decoder = json.JSONDecoder(parse_constant=_refuse_constant)
_encoder = json.JSONEncoder(separators=(",", ":"), allow_nan=False)


def parse(line: bytes) -> Any:
    """Raises ValueError on what is not JSON."""
    try:
        text = line.strip(b" \t\r").decode("utf-8")
        # Not decode(), which looks for white space by two regular expressions.
        value, end = _decoder.raw_decode(text)
    except RecursionError:
        raise ValueError("nested too deeply") from None
    if end != len(text):
        raise ValueError("more than one value")
    return value


def encode(value: Any) -> str:
    return str(value) if type(value) is int else _encoder.encode(value)


def result_text(identity: Any, result: Any) -> str:
    return f'{{"jsonrpc":"2.0","id":{encode(identity)},"result":{encode(result)}}}'


def evaluation_text(identity: Any, result: Mapping[str, Any]) -> str:
    """`result_text` of an evaluation, which the judge has passed: its numbers are finite ints and floats, whose repr is JSON."""
    metrics = ",".join([f"{_quoted(name)}:{value!r}" for name, value in result["metrics"].items()])
    kept = f',"checkpoint":"{result["checkpoint"]}"' if "checkpoint" in result else ""
    body = f'{{"metrics":{{{metrics}}},"cost":{result["cost"]!r}{kept}}}'
    return f'{{"jsonrpc":"2.0","id":{encode(identity)},"result":{body}}}'


@lru_cache(maxsize=1024)
def _quoted(name: str) -> str:
    return encode(name)


def plain(message: str) -> str:
    return message if len(message) <= LONGEST_MESSAGE else message[:LONGEST_MESSAGE] + "..."


def error_text(identity: Any, error: WireError) -> str:
    body: Dict[str, Any] = {"code": error.code, "message": plain(error.message)}
    if error.cost is not None:
        body["data"] = {"cost": error.cost}
    return encode({"jsonrpc": "2.0", "id": identity, "error": body})


def is_stray(message: Any) -> bool:
    """An object that is no JSON-RPC at all: an engine's attach may write its options into our stdin."""
    return isinstance(message, dict) and not ("jsonrpc" in message or "id" in message or "method" in message)


def is_id(value: Any) -> bool:
    if value is None or isinstance(value, str):
        return True
    # An infinite one cannot be answered: JSON can write 1e999, but not carry it.
    return isinstance(value, (int, float)) and not isinstance(value, bool) and -MAX <= value <= MAX


def id_of(message: Any) -> Any:
    """The id that an answer to a message carries, however wrong the message is."""
    identity = message.get("id") if isinstance(message, dict) else None
    return identity if is_id(identity) else None


def check_envelope(message: Any) -> None:
    """Raises what is wrong with a message as JSON-RPC."""
    if not isinstance(message, dict):
        raise WireError(INVALID_REQUEST, "a request is an object")
    if not is_id(message.get("id")):
        raise WireError(INVALID_REQUEST, "an id is a number, a string or null")
    if message.get("jsonrpc") != "2.0":
        raise WireError(INVALID_REQUEST, 'the member "jsonrpc" must be "2.0"')
    if not isinstance(message.get("method"), str):
        raise WireError(INVALID_REQUEST, "the method is a string")


def check_params(method: str, params: Any) -> Dict[str, Any]:
    """The params of a known method, by name; raises what is wrong with them."""
    check = _CHECKS.get(method)
    if check is None:
        raise WireError(METHOD_NOT_FOUND, f'there is no method "{method}"')
    wrong = check(params) if isinstance(params, dict) else f"{method} takes an object of params, by name"
    if wrong is not None:
        raise WireError(INVALID_PARAMS, wrong)
    return params


def _describe(params: Dict[str, Any]) -> Optional[str]:
    return _unknown(params, ["instance"]) or (
        None if isinstance(params.get("instance"), str) else "instance is a string"
    )


def _evaluate(params: Dict[str, Any]) -> Optional[str]:
    if params.keys() != REQUIRED_KEYS:
        wrong = _more(params)
        if wrong is not None:
            return wrong
    if not isinstance(params.get("instance"), str):
        return "instance is a string"
    if not isinstance(params.get("configuration"), dict):
        return "configuration is an object"
    if not isinstance(params.get("fidelity"), dict):
        return "fidelity is an object"
    seed = params.get("seed")
    if type(seed) is float and seed.is_integer():
        seed = params["seed"] = int(seed)
    if type(seed) is not int or not 0 <= seed <= LARGEST_SEED:
        return f"seed is an integer in 0..{LARGEST_SEED}"
    return None


def _more(params: Dict[str, Any]) -> Optional[str]:
    """What is wrong with the keys that most evaluations do without."""
    if not EVALUATE_KEYS.issuperset(params):
        return _unknown(params, list(EVALUATE_KEYS))
    if not isinstance(params.get("checkpoint", ""), str):
        return "checkpoint is a string"
    for name in ("progress", "keep"):
        if type(params.get(name, False)) is not bool:
            return f"{name} is true or false"
    return None


def _cancel(params: Dict[str, Any]) -> Optional[str]:
    known = "id" in params and is_id(params["id"])
    return _unknown(params, ["id"]) or (None if known else "id is that of a request")


def _release(params: Dict[str, Any]) -> Optional[str]:
    tokens = params.get("checkpoints")
    legal = isinstance(tokens, list) and all(isinstance(token, str) for token in tokens)
    return _unknown(params, ["checkpoints"]) or (None if legal else "checkpoints is a list of tokens")


def _unknown(params: Dict[str, Any], known: List[str]) -> Optional[str]:
    return next((f'unknown key "{key}"' for key in params if key not in known), None)


_CHECKS = {"describe": _describe, "evaluate": _evaluate, "cancel": _cancel, "release": _release}
