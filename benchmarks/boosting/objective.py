"""Gradient boosting that is really trained: XGBoost, HPOBench's family `xgb`.

What is done otherwise than in HPOBench, and why numbers do not compare with its tables, is in errata.md.
"""

from __future__ import annotations

from typing import Any, Mapping

from hport_classification import Part, train_and_score

import numpy as np
from xgboost import XGBClassifier


class Boosting:
    """XGBoost wants the classes 0..k-1 all there; a subsample may lack one."""

    def __init__(self, **settings: Any) -> None:
        self.model = XGBClassifier(**settings)

    def fit(self, x: np.ndarray, y: np.ndarray) -> Boosting:
        self.classes_, codes = np.unique(y, return_inverse=True)
        self.model.fit(x, codes)
        return self

    def predict_proba(self, x: np.ndarray) -> np.ndarray:
        return self.model.predict_proba(x)

    def leaves(self) -> int:
        return sum(tree.count("leaf=") for tree in self.model.get_booster().get_dump())


def evaluate(
    configuration: Mapping[str, Any], fidelity: Mapping[str, Any], seed: int, instance: str, context: Any
) -> dict[str, Any]:
    """Grows `n_estimators` rounds of trees on a share `subsample` of the training part."""

    def make(used: Part) -> Boosting:
        return Boosting(
            booster="gbtree",
            tree_method="hist",
            learning_rate=float(configuration["eta"]),
            max_depth=int(configuration["max_depth"]),
            colsample_bytree=float(configuration["colsample_bytree"]),
            reg_lambda=float(configuration["reg_lambda"]),
            n_estimators=int(fidelity["n_estimators"]),
            n_jobs=1,
            random_state=seed,
        )

    model, result = train_and_score(make, fidelity, seed, instance, context)
    result["metrics"]["num_leaves"] = model.leaves()
    return result
