"""Trains a classifier level by level and says what that cost. It knows no family.

What is charged is what HPOBench charges: training, and scoring the validation part once. Scoring the other parts, reports of
progress and checkpoints are not: they are for readers and for the runner, and no optimizer would pay for them.
"""

from __future__ import annotations

import time
import warnings
from contextlib import contextmanager
from typing import Any, Callable, Iterator, Mapping, Protocol

import hport_training_state as training_state
from hport_classification import Part, load, scores, training_rows

import numpy as np
from sklearn.exceptions import ConvergenceWarning
from threadpoolctl import ThreadpoolController

# One thread whatever the machine has: the order of a sum, and so its last bits, depends on the number of threads.
one_thread = ThreadpoolController()

Parts = Mapping[str, Part]


class Learner(Protocol):
    """A classifier that is trained level by level: epochs, trees, rounds. What it has become by a level does not depend on
    the steps in which it came there."""

    #: Levels done.
    level: int
    #: Levels to do at a time when nobody asks for reports: after each of them cancelling is possible.
    stride: int
    #: The classes that it was trained on, ascending.
    classes_: np.ndarray

    def advance(self, level: int) -> None:
        """Trains until it is at `level`. @raises Diverged"""

    def follow(self, name: str) -> None:
        """Brings the predictions of a part up to the present level, where these are sums over levels."""

    def predict(self, name: str) -> np.ndarray:
        """Probabilities (n x classes) of the part `valid`, `test` or `train` (the rows that it was trained on)."""

    def info(self) -> dict[str, float]:
        """Metrics of the family's own."""

    def blank(self) -> training_state.State:
        """A state of the right names, shapes and types, to check what was read from a file against."""

    def state(self) -> training_state.State:
        """All that is needed to go on."""

    def restore(self, state: training_state.State) -> None:
        """Becomes what `state` was of."""


class Cancelled(Exception):
    """The caller wants no answer any more."""


class Stopwatch:
    """Seconds of training and of scoring the validation part."""

    def __init__(self) -> None:
        self.seconds = {"training": 0.0, "scoring": 0.0}

    @contextmanager
    def charge(self, work: str) -> Iterator[None]:
        begun = time.perf_counter()
        yield
        self.seconds[work] += time.perf_counter() - begun

    @property
    def cost(self) -> float:
        return sum(self.seconds.values())


@contextmanager
def quiet() -> Iterator[None]:
    """One thread, and none of the warnings that hyperparameters of a search space bring about."""
    with one_thread.limit(limits=1), np.errstate(all="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        yield


def parts_of(fidelity: Mapping[str, Any], seed: int, instance: str, context: Any) -> Parts:
    """`valid`, `test`, and as `train` the rows to train on: the share `subsample`, which the seed draws."""
    data = load(instance, context)
    return {
        "valid": data.valid,
        "test": data.test,
        "train": training_rows(data, float(fidelity["subsample"]), seed),
    }


def train_at_once(
    model: Any, fidelity: Mapping[str, Any], seed: int, instance: str, context: Any
) -> dict[str, Any]:
    """Fits a model that has no levels, and scores it: metrics and cost."""
    parts = parts_of(fidelity, seed, instance, context)
    clock = Stopwatch()
    with quiet():
        with clock.charge("training"):
            model.fit(parts["train"].x, parts["train"].y)
        measured = measure(lambda name: model.predict(parts[name].x), model, parts, clock)
    return {"metrics": {**measured, "train_seconds": clock.seconds["training"]}, "cost": clock.cost}


def train_by_levels(
    make: Callable[[Parts], Learner],
    axis: str,
    call: tuple[Mapping[str, Any], Mapping[str, Any], int, str],
    context: Any,
) -> dict[str, Any]:
    """Trains up to the level of the fidelity `axis`, from a checkpoint where there is one: metrics and cost.

    `call` is what `evaluate` was called with: configuration, fidelity, seed and instance.
    """
    _, fidelity, seed, instance = call
    parts = parts_of(fidelity, seed, instance, context)
    identity = training_state.identify(axis, call, context.descriptor)
    clock = Stopwatch()
    with quiet():
        learner, target, before = make(parts), int(fidelity[axis]), 0.0
        if context.continue_from is not None:
            before = training_state.restore(learner, identity, context.continue_from, target)
        reach(target, learner, reporter(axis, learner, parts, context), (context, clock))
        metrics = measure(learner.predict, learner, parts, clock)
    seconds = before + clock.seconds["training"]
    if context.keep_in is not None:
        training_state.save(learner, identity, seconds, context.keep_in)
    return {"metrics": {**metrics, "train_seconds": seconds, **learner.info()}, "cost": clock.cost}


def reporter(axis: str, learner: Learner, parts: Parts, context: Any) -> Callable[[], None]:
    """Tells the scores of the validation part at the present level, if that is one and somebody listens."""
    lowest = next(each["lower"] for each in context.descriptor["fidelities"] if each["name"] == axis)

    def report() -> None:
        if context.wants_progress and learner.level >= lowest:
            predicted = learner.predict("valid")
            context.report(learner.level, scores("valid", predicted, learner.classes_, parts["valid"].y))

    return report


def reach(target: int, learner: Learner, report: Callable[[], None], within: tuple[Any, Stopwatch]) -> None:
    """Trains up to `target`, never less: a level is what was done. @raises Cancelled, Diverged"""
    context, clock = within
    while learner.level < target:
        if context.cancelled:
            raise Cancelled(f"cancelled after {learner.level} of {target} levels")
        with clock.charge("training"):
            learner.advance(min(target, learner.level + (1 if context.wants_progress else learner.stride)))
        with clock.charge("scoring"):
            learner.follow("valid")
        report()


def measure(predict: Callable[[str], np.ndarray], model: Any, parts: Parts, clock: Stopwatch) -> dict[str, float]:
    """The scores of all parts; that of validation is charged. @raises Diverged"""
    with clock.charge("scoring"):
        metrics = scores("valid", predict("valid"), model.classes_, parts["valid"].y)
    metrics.update(scores("test", predict("test"), model.classes_, parts["test"].y))
    metrics["train_error"] = scores("train", predict("train"), model.classes_, parts["train"].y)["train_error"]
    return metrics
