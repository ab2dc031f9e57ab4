"""The state of a training on disk: weights, Adam's moments and step, the random state. One file of plain arrays.

Nothing is unpickled: the folder may have been written by a container that is not to be trusted.
"""

from __future__ import annotations

import json
import os
import sys
import zipfile
from dataclasses import dataclass
from typing import Any

import numpy as np
from sklearn.neural_network import MLPClassifier

FILE = "training.npz"


class BadCheckpoint(Exception):
    """A checkpoint that is missing, broken, or another evaluation's: the runner then starts from scratch."""

    code = "checkpoint-missing"


@dataclass
class Training:
    """A network and how far it is: epochs done, and the seconds that they took, those before a checkpoint included."""

    model: MLPClassifier
    epochs: int = 0
    seconds: float = 0.0


def save(training: Training, identity: dict[str, Any], folder: str) -> None:
    """Leaves a checkpoint in a folder, whole or not at all: where it does not fit, the answer is right all the same."""
    model = training.model
    adam = model._optimizer
    _, words, position, _, _ = model._random_state.get_state()
    state = {
        **identity,
        "epochs": training.epochs,
        "seconds": training.seconds,
        "adamStep": adam.t,
        "randomPosition": position,
    }
    arrays = {
        "weights": flat(model.coefs_ + model.intercepts_),
        "first": flat(adam.ms),
        "second": flat(adam.vs),
        "random": words,
        "state": np.frombuffer(json.dumps(state).encode(), dtype=np.uint8),
    }
    try:
        write(os.path.join(folder, FILE), arrays)
    except OSError as error:
        print(f"no checkpoint is left in {folder}: {error}", file=sys.stderr)


def write(path: str, arrays: dict[str, np.ndarray]) -> None:
    """By another name first, so that a reader never meets half a file."""
    part = path + ".part"
    try:
        with open(part, "wb") as file:
            np.savez(file, **arrays)
        os.replace(part, path)
    finally:
        if os.path.exists(part):
            os.remove(part)


def restore(model: MLPClassifier, identity: dict[str, Any], folder: str) -> Training:
    """Puts a checkpoint into a network of the same shape that has been through `partial_fit`. @raises BadCheckpoint"""
    weights = model.coefs_ + model.intercepts_
    arrays = read(os.path.join(folder, FILE), sum(array.size for array in weights))
    state = parse(arrays["state"], identity)
    for target, source in zip(weights, shaped(arrays["weights"], weights)):
        target[...] = source
    adam = model._optimizer
    adam.ms, adam.vs, adam.t = shaped(arrays["first"], weights), shaped(arrays["second"], weights), state["adamStep"]
    model._random_state.set_state(("MT19937", arrays["random"], state["randomPosition"], 0, 0.0))
    return Training(model, state["epochs"], state["seconds"])


def read(path: str, size: int) -> dict[str, np.ndarray]:
    """The arrays of a checkpoint of a network of `size` weights, their shapes, types and finiteness checked."""
    expected = {"weights": (np.float64, size), "first": (np.float64, size), "second": (np.float64, size)}
    expected["random"] = (np.uint32, 624)
    try:
        with zipfile.ZipFile(path) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > 3 * 8 * size + 65536:
                raise BadCheckpoint(f"{path} is larger than a checkpoint of {size} weights")
        with np.load(path, allow_pickle=False) as file:
            arrays = {name: file[name] for name in [*expected, "state"]}
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile) as error:
        raise BadCheckpoint(f"{path} cannot be read: {error}") from error
    for name, (kind, length) in expected.items():
        if arrays[name].shape != (length,) or arrays[name].dtype != kind or not np.isfinite(arrays[name]).all():
            raise BadCheckpoint(f'{path}: "{name}" is not {length} finite numbers of type {np.dtype(kind).name}')
    return arrays


def parse(text: np.ndarray, identity: dict[str, Any]) -> dict[str, Any]:
    """The scalars of a checkpoint. @raises BadCheckpoint where they are another evaluation's"""
    try:
        state = json.loads(text.tobytes())
        progress = {name: state[name] for name in ("epochs", "seconds", "adamStep", "randomPosition")}
    except (ValueError, KeyError, TypeError) as error:
        raise BadCheckpoint(f"the state of the checkpoint cannot be read: {error}") from error
    other = [name for name, value in identity.items() if state.get(name) != value]
    if other:
        raise BadCheckpoint(f"the checkpoint is of another evaluation: {', '.join(other)} differ")
    whole = all(type(progress[name]) is int for name in ("epochs", "adamStep", "randomPosition"))
    if not whole or progress["epochs"] < 1 or progress["adamStep"] < 1 or not 0 <= progress["randomPosition"] <= 624:
        raise BadCheckpoint("the checkpoint's counters are out of range")
    if not isinstance(progress["seconds"], float) or not 0 <= progress["seconds"] < float("inf"):
        raise BadCheckpoint("the checkpoint's training time is no number of seconds")
    return progress


def flat(arrays: list[np.ndarray]) -> np.ndarray:
    """All numbers of some arrays in one vector."""
    return np.concatenate([array.ravel() for array in arrays])


def shaped(vector: np.ndarray, like: list[np.ndarray]) -> list[np.ndarray]:
    """The inverse of `flat`."""
    pieces = np.split(vector, np.cumsum([array.size for array in like])[:-1])
    return [piece.reshape(array.shape) for piece, array in zip(pieces, like)]
