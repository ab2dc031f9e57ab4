"""A multi-layer perceptron that is really trained: scikit-learn's MLPClassifier on scikit-learn's own data sets.

Space and fidelities are those of HPOBench's family `nn`:
    Eggensperger et al. HPOBench: A Collection of Reproducible Multi-Fidelity Benchmark Problems for HPO.
    NeurIPS Datasets and Benchmarks 2021. https://github.com/automl/HPOBench (Apache-2.0; no code of it is used here)
What is done otherwise, and why numbers do not compare with HPOBench's tables, is in errata.md.

Licence of this file: Apache-2.0. scikit-learn: BSD-3-Clause. Data sets: see errata.md.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Mapping

import mlp_kernels  # noqa: F401  before numpy, for what it does on import

import numpy as np
from sklearn.datasets import load_breast_cancer, load_digits, load_wine
from sklearn.neural_network import MLPClassifier
from threadpoolctl import ThreadpoolController

import mlp_checkpoint
from mlp_checkpoint import Training

SOURCES = {"digits": load_digits, "breast_cancer": load_breast_cancer, "wine": load_wine}

# One thread whatever the machine has: the order of a sum, and so its last bits, depends on the number of threads.
_THREADS = ThreadpoolController()


class Diverged(Exception):
    """Training left the finite numbers: a failure of this configuration, not of the machine."""


class Cancelled(Exception):
    """The caller wants no answer any more."""


@dataclass(frozen=True)
class Part:
    """Rows of one part of a data set: x (n x d, standardised), y (n, classes as 0..k-1). Read-only."""

    x: np.ndarray
    y: np.ndarray


@dataclass(frozen=True)
class Data:
    """The three parts of an instance, disjoint, the same for every seed."""

    train: Part
    valid: Part
    test: Part


def evaluate(
    configuration: Mapping[str, Any], fidelity: Mapping[str, Any], seed: int, instance: str, context: Any
) -> dict[str, Any]:
    """Trains for `iter` epochs on a share `subsample` of the training part; cost: seconds of fitting and scoring."""
    data = load(instance, **split_settings(context.descriptor))
    rows = subsample(data.train.y, float(fidelity["subsample"]), seed)
    used = Part(data.train.x[rows], data.train.y[rows])
    model = network(configuration, len(rows), seed)
    identity = identify(configuration, fidelity, seed, instance, context.descriptor)
    with _THREADS.limit(limits=1), np.errstate(all="ignore"):
        training = start(model, used, identity, context.continue_from)
        begun = time.perf_counter()
        train(training, used, data.valid, int(fidelity["iter"]), context)
        metrics = measure(training, used, data)
        cost = time.perf_counter() - begun
    if context.keep_in is not None:
        mlp_checkpoint.save(training, identity, context.keep_in)
    return {"metrics": metrics, "cost": cost}


def split_settings(descriptor: Mapping[str, Any]) -> dict[str, Any]:
    """What benchmark.yaml says about the split, as arguments of `load`."""
    settings = descriptor["settings"]
    return {
        "split_seed": int(settings["splitSeed"]),
        "train_share": float(settings["trainShare"]),
        "valid_share": float(settings["validShare"]),
    }


@lru_cache(maxsize=None)
def load(instance: str, split_seed: int, train_share: float, valid_share: float) -> Data:
    """Reads and splits a data set, once. The split knows no evaluation's seed; scaling is fitted on training rows."""
    if instance not in SOURCES:
        raise ValueError(f'unknown instance "{instance}", there are {", ".join(SOURCES)}')
    x, y = SOURCES[instance](return_X_y=True)
    order = stratified_order(y, np.random.RandomState(split_seed))
    ends = [share_of(train_share, len(y)), share_of(train_share + valid_share, len(y))]
    train_rows, valid_rows, test_rows = (np.sort(rows) for rows in np.split(order, ends))
    centre, scale = x[train_rows].mean(axis=0), x[train_rows].std(axis=0)
    scale[scale == 0] = 1  # a pixel that is always white
    scaled = (x - centre) / scale
    return Data(*(frozen(scaled[rows], y[rows]) for rows in (train_rows, valid_rows, test_rows)))


def frozen(x: np.ndarray, y: np.ndarray) -> Part:
    """A part that nobody can change: it is shared by all evaluations of this process."""
    x.setflags(write=False)
    y.setflags(write=False)
    return Part(x, y)


def subsample(labels: np.ndarray, share: float, seed: int) -> np.ndarray:
    """Indices, ascending, of a share of the rows: those of a smaller share are among those of a larger one."""
    order = stratified_order(labels, np.random.RandomState([seed, 1]))
    return np.sort(order[: share_of(share, len(labels))])


def stratified_order(labels: np.ndarray, rng: np.random.RandomState) -> np.ndarray:
    """A random order of the rows (n) whose every prefix holds the classes in proportion.

    The r-th row of a class of n rows gets the key (r + 1/2) / n: Webster's apportionment, which is house-monotone.
    """
    keys = np.empty(len(labels))
    for label in np.unique(labels):
        members = np.flatnonzero(labels == label)
        keys[rng.permutation(members)] = (np.arange(len(members)) + 0.5) / len(members)
    return np.argsort(keys, kind="stable")


def share_of(share: float, size: int) -> int:
    """Number of rows that a share is, at least one; halves go up."""
    return max(1, int(share * size + 0.5))


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
        **split_settings(descriptor),
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
        if training.epochs >= lowest and wanted(context):
            context.report(training.epochs, scores("valid", probabilities(training, valid), valid.y))


def wanted(context: Any) -> bool:
    """Whether anybody listens to `report`; a context that does not say is taken to listen."""
    return bool(getattr(context, "wants_progress", True))


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
    """All metrics of the family."""
    model = training.model
    train_error = scores("train", probabilities(training, used), used.y)["train_error"]
    return {
        **scores("valid", probabilities(training, data.valid), data.valid.y),
        **scores("test", probabilities(training, data.test), data.test.y),
        "train_error": train_error,
        "train_seconds": training.seconds,
        "num_weights": float(sum(array.size for array in model.coefs_ + model.intercepts_)),
    }


def probabilities(training: Training, part: Part) -> np.ndarray:
    """Of each class for each row (n x k). @raises Diverged where they are no numbers."""
    values = training.model.predict_proba(part.x)
    if not np.isfinite(values).all():
        raise Diverged(f"training diverged by epoch {training.epochs}: its predictions are not finite")
    return values


def scores(part: str, predicted: np.ndarray, y: np.ndarray) -> dict[str, float]:
    """Error, balanced accuracy (mean recall of the classes) and log loss (nats; probabilities not below 2^-52)."""
    right = predicted.argmax(axis=1) == y
    likelihood = np.clip(predicted[np.arange(len(y)), y], np.finfo(float).eps, 1)
    return {
        f"{part}_error": float(np.mean(~right)),
        f"{part}_bal_acc": float(np.mean([right[y == label].mean() for label in np.unique(y)])),
        f"{part}_log_loss": float(-np.log(likelihood).mean()),
    }
