"""The state of a training on disk: one file of plain arrays, and what evaluation it is of.

Nothing is unpickled: the folder may have been written by a container that is not to be trusted.
"""

from __future__ import annotations

import json
import os
import sys
import zipfile
from dataclasses import dataclass, field
from typing import Any, Mapping

import numpy as np

FILE = "training.npz"
#: Larger than any count of steps.
MANY = 2**53


class BadCheckpoint(Exception):
    """A checkpoint that is missing, broken, or another evaluation's: the runner then starts from scratch."""

    code = "checkpoint-missing"


@dataclass(frozen=True)
class State:
    """Arrays of numbers, and whole numbers: `level` always, others by learner."""

    arrays: Mapping[str, np.ndarray]
    counters: Mapping[str, int]
    #: Lowest and highest value of counters, where these are not 0 and 2^53; a level is never above the one asked for.
    bounds: Mapping[str, tuple[int, int]] = field(default_factory=dict)


def identify(
    axis: str, call: tuple[Mapping[str, Any], Mapping[str, Any], int, str], descriptor: Mapping[str, Any]
) -> dict[str, Any]:
    """All that the state of a training depends on, but for the level of `axis`."""
    configuration, fidelity, seed, instance = call
    return {
        "version": descriptor["version"],
        "instance": instance,
        "configuration": {name: float(value) for name, value in sorted(configuration.items())},
        "fidelity": {name: float(level) for name, level in sorted(fidelity.items()) if name != axis},
        "seed": int(seed),
        "settings": descriptor["settings"],
    }


def save(learner: Any, identity: Mapping[str, Any], seconds: float, folder: str) -> None:
    """Leaves a checkpoint in a folder, whole or not at all: where it does not fit, the answer is right all the same."""
    state = learner.state()
    text = json.dumps({**identity, "seconds": seconds, "counters": state.counters})
    arrays = {**state.arrays, "state": np.frombuffer(text.encode(), dtype=np.uint8)}
    try:
        write(os.path.join(folder, FILE), arrays)
    except OSError as error:
        print(f"no checkpoint is left in {folder}: {error}", file=sys.stderr)


def write(path: str, arrays: Mapping[str, np.ndarray]) -> None:
    """By another name first, so that a reader never meets half a file."""
    part = path + ".part"
    try:
        with open(part, "wb") as file:
            np.savez(file, **arrays)
        os.replace(part, path)
    finally:
        if os.path.exists(part):
            os.remove(part)


def restore(learner: Any, identity: Mapping[str, Any], folder: str, target: int) -> float:
    """Puts a checkpoint of at most the level `target` into a new learner; the seconds of its training so far.
    @raises BadCheckpoint"""
    blank = learner.blank()
    arrays, text = read(os.path.join(folder, FILE), blank.arrays)
    counters, seconds = parse(text, identity, blank)
    if counters["level"] > target:
        raise BadCheckpoint(f"the checkpoint is at level {counters['level']}, past the {target} asked for")
    learner.restore(State(arrays, counters))
    return seconds


def read(path: str, expected: Mapping[str, np.ndarray]) -> tuple[dict[str, np.ndarray], np.ndarray]:
    """The arrays of a checkpoint, their shapes, types and finiteness checked, and its text."""
    most = sum(array.nbytes for array in expected.values()) + 65536
    try:
        with zipfile.ZipFile(path) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > most:
                raise BadCheckpoint(f"{path} is larger than a checkpoint of this training")
        with np.load(path, allow_pickle=False) as file:
            arrays = {name: file[name] for name in [*expected, "state"]}
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile) as error:
        raise BadCheckpoint(f"{path} cannot be read: {error}") from error
    for name, like in expected.items():
        found = arrays[name]
        if found.shape != like.shape or found.dtype != like.dtype or not np.isfinite(found).all():
            raise BadCheckpoint(f'{path}: "{name}" is not {like.shape} finite numbers of type {like.dtype.name}')
    return arrays, arrays.pop("state")


def parse(text: np.ndarray, identity: Mapping[str, Any], blank: State) -> tuple[dict[str, int], float]:
    """Counters and seconds of a checkpoint. @raises BadCheckpoint where they are another evaluation's"""
    try:
        state = json.loads(text.tobytes())
        counters = {name: state["counters"][name] for name in blank.counters}
        seconds = state["seconds"]
    except (ValueError, KeyError, TypeError) as error:
        raise BadCheckpoint(f"the state of the checkpoint cannot be read: {error}") from error
    other = [name for name, value in identity.items() if state.get(name) != value]
    if other:
        raise BadCheckpoint(f"the checkpoint is of another evaluation: {', '.join(other)} differ")
    for name, value in counters.items():
        lowest, highest = blank.bounds.get(name, (0, MANY))
        if type(value) is not int or not lowest <= value <= highest:
            raise BadCheckpoint(f'the checkpoint\'s "{name}" is out of range')
    if not isinstance(seconds, float) or not 0 <= seconds < float("inf"):
        raise BadCheckpoint("the checkpoint's training time is no number of seconds")
    return counters, seconds
