"""A random forest that is really trained: scikit-learn's RandomForestClassifier, HPOBench's family `rf`.

What is done otherwise than in HPOBench, and why numbers do not compare with its tables, is in errata.md.
"""

from __future__ import annotations

from typing import Any, Mapping

from hport_training import Parts, train_by_levels
from hport_training_state import State

import numpy as np
from sklearn.ensemble import RandomForestClassifier

#: What scikit-learn draws the seed of each tree from.
LARGEST = np.iinfo(np.int32).max


class Forest:
    """Trees one after another. A forest's probabilities are the mean of its trees', so the state is a sum for each part
    and no tree: a checkpoint of 512 trees is not larger than one of 16."""

    level = 0
    stride = 16

    def __init__(self, parts: Parts, seed: int, **settings: Any) -> None:
        self._settings = settings
        self._seed = seed
        self._parts = parts
        self._random = np.random.RandomState(seed)
        self.classes_ = np.unique(parts["train"].y)
        self._sums = {name: np.zeros((len(part.y), len(self.classes_))) for name, part in parts.items()}
        self._trees: list[Any] = []
        self._summed = dict.fromkeys(parts, 0)
        self._leaves = 0

    def advance(self, level: int) -> None:
        """The seeds of trees are drawn in order from one generator, as scikit-learn does for a forest of any size."""
        rows = self._parts["train"]
        more = RandomForestClassifier(n_estimators=level - self.level, random_state=self._random, **self._settings)
        self._trees += more.fit(rows.x, rows.y).estimators_
        self.level = level

    def follow(self, name: str) -> None:
        for tree in self._trees[self._summed[name] :]:
            self._sums[name] += tree.predict_proba(self._parts[name].x)
        self._summed[name] = len(self._trees)

    def predict(self, name: str) -> np.ndarray:
        self.follow(name)
        return self._sums[name] / self.level

    def info(self) -> dict[str, int]:
        return {"num_leaves": self._leaves + sum(int(tree.get_n_leaves()) for tree in self._trees)}

    def blank(self) -> State:
        return self.state()

    def state(self) -> State:
        for name in self._parts:
            self.follow(name)
        return State(dict(self._sums), {"level": self.level, "leaves": self.info()["num_leaves"]})

    def restore(self, state: State) -> None:
        self._sums = {name: np.array(sums) for name, sums in state.arrays.items()}
        self.level, self._leaves = state.counters["level"], state.counters["leaves"]
        self._random = np.random.RandomState(self._seed)
        self._random.randint(LARGEST, size=self.level)


def evaluate(
    configuration: Mapping[str, Any], fidelity: Mapping[str, Any], seed: int, instance: str, context: Any
) -> dict[str, Any]:
    """Grows `n_estimators` trees on a share `subsample` of the training part; fewer trees are the first of more."""

    def make(parts: Parts) -> Forest:
        return Forest(
            parts,
            seed,
            max_depth=int(configuration["max_depth"]),
            min_samples_split=int(configuration["min_samples_split"]),
            max_features=max(1, int(round(parts["train"].x.shape[1] ** float(configuration["max_features"])))),
            min_samples_leaf=int(configuration["min_samples_leaf"]),
        )

    return train_by_levels(make, "n_estimators", (configuration, fidelity, seed, instance), context)
