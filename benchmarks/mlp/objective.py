"""A multi-layer perceptron that is really trained: scikit-learn's MLPClassifier on scikit-learn's own data sets.

Space and fidelities are those of HPOBench's family `nn`:
    Eggensperger et al. HPOBench: A Collection of Reproducible Multi-Fidelity Benchmark Problems for HPO.
    NeurIPS Datasets and Benchmarks 2021. https://github.com/automl/HPOBench (Apache-2.0; no code of it is used here)
What is done otherwise, and why numbers do not compare with HPOBench's tables, is in errata.md.

Licence of this file: Apache-2.0. scikit-learn: BSD-3-Clause. Data sets: see errata.md.
"""

from __future__ import annotations

from typing import Any, Mapping

from hport_training import Parts, train_by_levels
from hport_training_state import MANY, State
from hport_classification import Diverged

import numpy as np
from sklearn.neural_network import MLPClassifier


class Perceptron:
    """HPOBench's model, depth x width ReLU units with Adam, one `partial_fit` for each epoch."""

    level = 0
    stride = 1

    def __init__(self, parts: Parts, configuration: Mapping[str, Any], seed: int) -> None:
        self._parts = parts
        self.classes_ = np.unique(parts["train"].y)
        self.model = MLPClassifier(
            hidden_layer_sizes=[int(configuration["width"])] * int(configuration["depth"]),
            activation="relu",
            solver="adam",
            # Batches are never larger than the rows there are.
            batch_size=min(int(configuration["batch_size"]), len(parts["train"].y)),
            alpha=float(configuration["alpha"]),
            learning_rate_init=float(configuration["learning_rate_init"]),
            # An object and not a number: each epoch's shuffle must go on where the last one stopped.
            random_state=np.random.RandomState(seed),
        )

    def advance(self, level: int) -> None:
        while self.level < level:
            self._epoch()

    def _epoch(self) -> None:
        rows, epoch = self._parts["train"], self.level + 1
        try:
            self.model.partial_fit(rows.x, rows.y, classes=self.classes_)
        except ValueError as error:
            if "non-finite" not in str(error):
                raise
            raise Diverged(f"training diverged in epoch {epoch}: weights are not finite") from error
        self.level = epoch
        if not np.isfinite(self.model.loss_):
            raise Diverged(f"training diverged in epoch {epoch}: the loss is {self.model.loss_}")

    def follow(self, name: str) -> None:
        """Nothing: a prediction needs the last weights only."""

    def predict(self, name: str) -> np.ndarray:
        return self.model.predict_proba(self._parts[name].x)

    def info(self) -> dict[str, float]:
        return {"num_weights": float(sum(array.size for array in self._weights()))}

    def _weights(self) -> list[np.ndarray]:
        return self.model.coefs_ + self.model.intercepts_

    def blank(self) -> State:
        """A first pass over one batch makes all arrays; the checkpoint then overwrites everything that it changed."""
        rows = slice(0, self.model.batch_size)
        self.model.partial_fit(self._parts["train"].x[rows], self._parts["train"].y[rows], classes=self.classes_)
        return self.state()

    def state(self) -> State:
        adam = self.model._optimizer
        _, words, position, _, _ = self.model._random_state.get_state()
        arrays = {"weights": flat(self._weights()), "first": flat(adam.ms), "second": flat(adam.vs), "random": words}
        counters = {"level": self.level, "adamStep": adam.t, "randomPosition": position}
        bounds = {"level": (1, MANY), "adamStep": (1, MANY), "randomPosition": (0, 624)}
        return State(arrays, counters, bounds)

    def restore(self, state: State) -> None:
        arrays, counters, weights = state.arrays, state.counters, self._weights()
        for target, source in zip(weights, shaped(arrays["weights"], weights)):
            target[...] = source
        adam = self.model._optimizer
        adam.ms, adam.vs = shaped(arrays["first"], weights), shaped(arrays["second"], weights)
        adam.t = counters["adamStep"]
        self.model._random_state.set_state(("MT19937", arrays["random"], counters["randomPosition"], 0, 0.0))
        self.level = counters["level"]


def flat(arrays: list[np.ndarray]) -> np.ndarray:
    """All numbers of some arrays in one vector."""
    return np.concatenate([array.ravel() for array in arrays])


def shaped(vector: np.ndarray, like: list[np.ndarray]) -> list[np.ndarray]:
    """The inverse of `flat`."""
    pieces = np.split(vector, np.cumsum([array.size for array in like])[:-1])
    return [piece.reshape(array.shape) for piece, array in zip(pieces, like)]


def evaluate(
    configuration: Mapping[str, Any], fidelity: Mapping[str, Any], seed: int, instance: str, context: Any
) -> dict[str, Any]:
    """Trains for `iter` epochs on a share `subsample` of the training part."""

    def make(parts: Parts) -> Perceptron:
        return Perceptron(parts, configuration, seed)

    return train_by_levels(make, "iter", (configuration, fidelity, seed, instance), context)
