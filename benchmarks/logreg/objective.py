"""Logistic regression by stochastic gradients: what scikit-learn's SGDClassifier does, HPOBench's family `lr`.

What is done otherwise than in HPOBench, and why numbers do not compare with its tables, is in errata.md.
"""

from __future__ import annotations

from typing import Any, Mapping

from hport_training import Parts, train_by_levels
from hport_training_state import State
from hport_classification import Diverged

import numpy as np
from sklearn.linear_model import SGDClassifier
from sklearn.linear_model._sgd_fast import Log, _plain_sgd64
from sklearn.utils._seq_dataset import ArrayDataset64

LARGEST = np.iinfo(np.int32).max
L2, ADAPTIVE = 2, 4


class LogisticRegression:
    """Epoch by epoch what `SGDClassifier.fit` does in one call, by the same compiled code of the pinned version.

    `partial_fit` would continue too, but its checks take thirty times as long as an epoch on a small data set. The state is
    the weights: each class shuffles its rows again and again with one seed, so their order follows from the level, and the
    adaptive learning rate stays what it is, because with `tol=None` it has no reason to fall.
    """

    level = 0
    stride = 10

    def __init__(self, parts: Parts, seed: int, alpha: float, eta0: float) -> None:
        self._parts = parts
        self._model = SGDClassifier(loss="log_loss", alpha=alpha, eta0=eta0, learning_rate="adaptive", tol=None)
        x, y = parts["train"].x, parts["train"].y
        self.classes_ = self._model.classes_ = np.unique(y)
        positive = self.classes_ if len(self.classes_) > 2 else self.classes_[1:]
        self._model.coef_ = np.zeros((len(positive), x.shape[1]))
        self._model.intercept_ = np.zeros(len(positive))
        self._mask, ones = np.zeros(len(y), dtype=bool), np.ones(len(y))
        self._seeds = shuffling_seeds(seed, len(positive))
        self._rows = [ArrayDataset64(x, np.where(y == label, 1.0, -1.0), ones, 1) for label in positive]

    def advance(self, level: int) -> None:
        for _ in range(level - self.level):
            for one, rows in enumerate(self._rows):
                self._epoch(one, rows)
            self.level += 1

    def _epoch(self, one: int, rows: ArrayDataset64) -> None:
        """The weights of one class against the others, once through all rows."""
        model = self._model
        state = (model.coef_[one], model.intercept_[one], None, 0.0)
        regularised = (Log(), L2, model.alpha, 1.0, model.l1_ratio)
        stopping = (self._mask, False, None, model.n_iter_no_change, 1, -np.inf)
        order = (1, 0, 1, self._seeds[one], 1.0, 1.0)
        rate = (ADAPTIVE, model.eta0, model.power_t, 0, 1.0, 1.0, 0)
        try:
            _, model.intercept_[one], _, _, _ = _plain_sgd64(*state, *regularised, rows, *stopping, *order, *rate)
        except ValueError as error:
            if "overflow" not in str(error):
                raise
            raise Diverged(f"training diverged in epoch {self.level + 1}: weights are not finite") from error

    def follow(self, name: str) -> None:
        """Nothing: a prediction needs the last weights only."""

    def predict(self, name: str) -> np.ndarray:
        return self._model.predict_proba(self._parts[name].x)

    def info(self) -> dict[str, float]:
        return {"norm": float(np.linalg.norm(self._model.coef_))}

    def blank(self) -> State:
        return self.state()

    def state(self) -> State:
        return State({"weights": self._model.coef_, "intercepts": self._model.intercept_}, {"level": self.level})

    def restore(self, state: State) -> None:
        self._model.coef_ = np.array(state.arrays["weights"])
        self._model.intercept_ = np.array(state.arrays["intercepts"])
        self.level = state.counters["level"]
        for rows, seed in zip(self._rows, self._seeds):
            for _ in range(self.level):
                rows._shuffle_py(seed)


def shuffling_seeds(seed: int, count: int) -> list[int]:
    """As scikit-learn draws them: with several classes each has a generator of its own, whose second number it is."""
    seeds = [seed] if count == 1 else np.random.RandomState(seed).randint(LARGEST, size=count)
    return [second_number(np.random.RandomState(each)) for each in seeds]


def second_number(random: np.random.RandomState) -> int:
    random.randint(1, LARGEST)
    return int(random.randint(LARGEST))


def evaluate(
    configuration: Mapping[str, Any], fidelity: Mapping[str, Any], seed: int, instance: str, context: Any
) -> dict[str, Any]:
    """Fits for `iter` epochs on a share `subsample` of the training part."""

    def make(parts: Parts) -> LogisticRegression:
        return LogisticRegression(parts, seed, float(configuration["alpha"]), float(configuration["eta0"]))

    return train_by_levels(make, "iter", (configuration, fidelity, seed, instance), context)
