"""A support vector machine that is really trained: scikit-learn's SVC with a radial kernel, HPOBench's family `svm`.

What is done otherwise than in HPOBench, and why numbers do not compare with its tables, is in errata.md.
"""

from __future__ import annotations

from typing import Any, Mapping

from hport_training import train_at_once

import numpy as np
from sklearn.svm import SVC


def evaluate(
    configuration: Mapping[str, Any], fidelity: Mapping[str, Any], seed: int, instance: str, context: Any
) -> dict[str, Any]:
    """Fits on a share `subsample` of the training part; the seed chooses its rows, fitting itself is deterministic."""
    model = SVC(C=float(configuration["C"]), gamma=float(configuration["gamma"]), kernel="rbf", cache_size=200)
    result = train_at_once(model, fidelity, seed, instance, context)
    result["metrics"]["num_support_vectors"] = int(np.sum(model.n_support_))
    return result
