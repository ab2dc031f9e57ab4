"""A multi-layer perceptron that is really trained: scikit-learn's MLPClassifier on scikit-learn's own data sets.

Space and fidelities are those of HPOBench's family `nn`:
    Eggensperger et al. HPOBench: A Collection of Reproducible Multi-Fidelity Benchmark Problems for HPO.
    NeurIPS Datasets and Benchmarks 2021. https://github.com/automl/HPOBench (Apache-2.0; no code of it is used here)
What is done otherwise, and why numbers do not compare with HPOBench's tables, is in errata.md.

Licence of this file: Apache-2.0. scikit-learn: BSD-3-Clause. Data sets: see errata.md.
"""

from __future__ import annotations

import time
from typing import Any, Mapping

from hport_classification import Data, Diverged, Part, load, one_thread, scores, subsample

import numpy as np
from sklearn.neural_network import MLPClassifier

import mlp_checkpoint
from mlp_checkpoint import Training


class Cancelled(Exception):
    """The caller wants no answer any more."""


def evaluate(
    configuration: Mapping[str, Any], fidelity: Mapping[str, Any], seed: int, instance: str, context: Any
) -> dict[str, Any]:
    """Trains for `iter` epochs on a share `subsample` of the training part; cost: seconds of fitting and scoring."""
    data = load(instance, context)
    rows = subsample(data.fit.y, float(fidelity["subsample"]), seed)
    used = Part(data.fit.x[rows], data.fit.y[rows])
    model = network(configuration, len(rows), seed)
    identity = identify(configuration, fidelity, seed, instance, context.descriptor)
    with one_thread.limit(limits=1), np.errstate(all="ignore"):
        training = start(model, used, identity, context.continue_from)
        begun = time.perf_counter()
        train(training, used, data.valid, int(fidelity["iter"]), context)
        metrics = measure(training, used, data)
        cost = time.perf_counter() - begun
    if context.keep_in is not None:
        mlp_checkpoint.save(training, identity, context.keep_in)
    return {"metrics": metrics, "cost": cost}


def network(configuration: Mapping[str, Any], rows: int, seed: int) -> MLPClassifier:
    """HPOBench's model: depth x width ReLU units, Adam. Batches are never larger than the rows there are."""
    return MLPClassifier(
        hidden_layer_sizes=[int(configuration["width"])] * int(configuration["depth"]),
        activation="relu",
        solver="adam",
        batch_size=min(int(configuration["batch_size"]), rows),
        alpha=float(configuration["alpha"]),
        learning_rate_init=float(configuration["learning_rate_init"]),
        # An object and not a number: each epoch's shuffle must go on where the last one stopped.
        random_state=np.random.RandomState(seed),
    )


def identify(
    configuration: Mapping[str, Any],
    fidelity: Mapping[str, Any],
    seed: int,
    instance: str,
    descriptor: Mapping[str, Any],
) -> dict[str, Any]:
    """All that the state of a training depends on, but for the number of epochs."""
    return {
        "version": descriptor["version"],
        "instance": instance,
        "configuration": {name: float(value) for name, value in sorted(configuration.items())},
        "subsample": float(fidelity["subsample"]),
        "seed": int(seed),
        **descriptor["settings"],
    }


def start(model: MLPClassifier, used: Part, identity: dict[str, Any], folder: str | None) -> Training:
    """A training at its first epoch, or at the one that a checkpoint was left at."""
    if folder is None:
        return Training(model)
    # A first pass over one batch makes all arrays; the checkpoint then overwrites everything that it changed.
    rows = slice(0, model.batch_size)
    model.partial_fit(used.x[rows], used.y[rows], classes=np.unique(used.y))
    return mlp_checkpoint.restore(model, identity, folder)


def train(training: Training, used: Part, valid: Part, epochs: int, context: Any) -> None:
    """Epoch by epoch up to `epochs`; never ends early, so that a level is always the number of epochs done."""
    if training.epochs > epochs:
        raise mlp_checkpoint.BadCheckpoint(f"the checkpoint is at epoch {training.epochs}, past the {epochs} asked for")
    classes = np.unique(used.y)
    lowest = next(axis["lower"] for axis in context.descriptor["fidelities"] if axis["name"] == "iter")
    while training.epochs < epochs:
        if context.cancelled:
            raise Cancelled(f"cancelled after {training.epochs} of {epochs} epochs")
        begun = time.perf_counter()
        one_epoch(training, used, classes)
        training.seconds += time.perf_counter() - begun
        if training.epochs >= lowest and context.wants_progress:
            context.report(training.epochs, scores("valid", training.model, valid))


def one_epoch(training: Training, used: Part, classes: np.ndarray) -> None:
    """@raises Diverged when the loss or a weight is not finite any more."""
    model = training.model
    try:
        model.partial_fit(used.x, used.y, classes=classes)
    except ValueError as error:
        if "non-finite" not in str(error):
            raise
        raise Diverged(f"training diverged in epoch {training.epochs + 1}: weights are not finite") from error
    training.epochs += 1
    if not np.isfinite(model.loss_):
        raise Diverged(f"training diverged in epoch {training.epochs}: the loss is {model.loss_}")


def measure(training: Training, used: Part, data: Data) -> dict[str, float]:
    """All metrics of the family. @raises Diverged where the predictions are no numbers"""
    model = training.model
    return {
        **scores("valid", model, data.valid),
        **scores("test", model, data.test),
        "train_error": scores("train", model, used)["train_error"],
        "train_seconds": training.seconds,
        "num_weights": float(sum(array.size for array in model.coefs_ + model.intercepts_)),
    }
