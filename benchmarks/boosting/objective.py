"""Gradient boosting that is really trained: XGBoost, HPOBench's family `xgb`.

What is done otherwise than in HPOBench, and why numbers do not compare with its tables, is in errata.md.
"""

from __future__ import annotations

from typing import Any, Mapping, Optional

from hport_training import Parts, train_by_levels
from hport_training_state import State

import numpy as np
from xgboost import Booster, DMatrix

#: Rounds that share one stream of random numbers. XGBoost cannot put the state of a stream back, so a training is a chain
#: of boosters: each begins with its own seed, at the margins where the one before it ended.
STAGE = 10


class Boosting:
    """Rounds of boosting. The state is a margin for each row and class, at the end of a stage, and no tree."""

    level = 0
    stride = STAGE

    def __init__(self, parts: Parts, seed: int, **settings: Any) -> None:
        # XGBoost wants the classes 0..k-1 all there; a subsample may lack one.
        self.classes_, codes = np.unique(parts["train"].y, return_inverse=True)
        several = len(self.classes_) > 2
        goal = {"objective": "multi:softprob", "num_class": len(self.classes_)} if several else {}
        self._settings = {"objective": "binary:logistic", "nthread": 1, **settings, **goal}
        self._seed = seed
        self._outputs = len(self.classes_) if several else 1
        self._rows = {name: DMatrix(part.x, nthread=1) for name, part in parts.items()}
        self._rows["train"].set_label(codes)
        self._margins: dict[str, Optional[np.ndarray]] = dict.fromkeys(parts)
        self._booster: Optional[Booster] = None
        self._ended = self._leaves = 0
        # Of stages that have ended: those that a part's margins have not been through yet.
        self._waiting: dict[str, list[Booster]] = {name: [] for name in parts}

    def advance(self, level: int) -> None:
        while self.level < level:
            if self._booster is None:
                self._begin()
            self._booster.update(self._rows["train"], self.level - self._ended)
            self.level += 1
            if self.level - self._ended == STAGE:
                self._end()

    def _begin(self) -> None:
        stage = self._ended // STAGE
        seed = self._seed if stage == 0 else int(np.random.RandomState([self._seed, stage]).randint(2**31 - 1))
        self._booster = Booster({**self._settings, "seed": seed}, [self._rows["train"]])

    def _end(self) -> None:
        for waiting in self._waiting.values():
            waiting.append(self._booster)
        self._leaves += leaves(self._booster)
        self._ended, self._booster = self.level, None
        self.follow("train")

    def follow(self, name: str) -> None:
        rows = self._rows[name]
        for booster in self._waiting[name]:
            self._margins[name] = booster.predict(rows, output_margin=True)
            rows.set_base_margin(self._margins[name].ravel())
        self._waiting[name] = []

    def predict(self, name: str) -> np.ndarray:
        self.follow(name)
        rows = self._rows[name]
        # Without a round of its own a booster only turns margins into probabilities.
        booster = self._booster if self._booster is not None else Booster({**self._settings, "base_score": 0.5}, [rows])
        given = booster.predict(rows)
        return given if self._outputs > 1 else np.column_stack([1 - given, given])

    def info(self) -> dict[str, float]:
        return {"num_leaves": self._leaves + (0 if self._booster is None else leaves(self._booster))}

    def blank(self) -> State:
        shapes = {name: (rows.num_row(), self._outputs) for name, rows in self._rows.items()}
        return State({name: np.zeros(shape, np.float32) for name, shape in shapes.items()}, {"level": 0, "leaves": 0})

    def state(self) -> State:
        """As of the last stage that has ended: the rounds after it are done again, with the same outcome."""
        blank = self.blank()
        for name in self._rows:
            self.follow(name)
        ended = {name: margins for name, margins in self._margins.items() if margins is not None}
        arrays = {name: ended.get(name, zeros).reshape(zeros.shape) for name, zeros in blank.arrays.items()}
        return State(arrays, {"level": self._ended, "leaves": self._leaves})

    def restore(self, state: State) -> None:
        self.level = self._ended = state.counters["level"]
        self._leaves = state.counters["leaves"]
        if self.level == 0:
            return
        for name, margins in state.arrays.items():
            self._margins[name] = margins
            self._rows[name].set_base_margin(margins.ravel())


def leaves(booster: Booster) -> int:
    return sum(tree.count("leaf=") for tree in booster.get_dump())


def evaluate(
    configuration: Mapping[str, Any], fidelity: Mapping[str, Any], seed: int, instance: str, context: Any
) -> dict[str, Any]:
    """Grows `n_estimators` rounds of trees on a share `subsample` of the training part."""

    def make(parts: Parts) -> Boosting:
        return Boosting(
            parts,
            seed,
            booster="gbtree",
            tree_method="hist",
            learning_rate=float(configuration["eta"]),
            max_depth=int(configuration["max_depth"]),
            colsample_bytree=float(configuration["colsample_bytree"]),
            reg_lambda=float(configuration["reg_lambda"]),
        )

    return train_by_levels(make, "n_estimators", (configuration, fidelity, seed, instance), context)
