"""Logistic regression by stochastic gradients: scikit-learn's SGDClassifier, HPOBench's family `lr`.

What is done otherwise than in HPOBench, and why numbers do not compare with its tables, is in errata.md.
"""

from __future__ import annotations

from typing import Any, Mapping

from hport_classification import Part, train_and_score

import numpy as np
from sklearn.linear_model import SGDClassifier


def evaluate(
    configuration: Mapping[str, Any], fidelity: Mapping[str, Any], seed: int, instance: str, context: Any
) -> dict[str, Any]:
    """Fits for `iter` epochs on a share `subsample` of the training part."""

    def make(used: Part) -> SGDClassifier:
        return SGDClassifier(
            loss="log_loss",
            alpha=float(configuration["alpha"]),
            eta0=float(configuration["eta0"]),
            learning_rate="adaptive",
            max_iter=int(fidelity["iter"]),
            tol=None,
            random_state=seed,
        )

    model, result = train_and_score(make, fidelity, seed, instance, context)
    result["metrics"]["norm"] = float(np.linalg.norm(model.coef_))
    return result
