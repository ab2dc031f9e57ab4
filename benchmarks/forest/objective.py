"""A random forest that is really trained: scikit-learn's RandomForestClassifier, HPOBench's family `rf`.

What is done otherwise than in HPOBench, and why numbers do not compare with its tables, is in errata.md.
"""

from __future__ import annotations

from typing import Any, Mapping

from hport_classification import Part, train_and_score

from sklearn.ensemble import RandomForestClassifier


def evaluate(
    configuration: Mapping[str, Any], fidelity: Mapping[str, Any], seed: int, instance: str, context: Any
) -> dict[str, Any]:
    """Grows `n_estimators` trees on a share `subsample` of the training part; fewer trees are the first of more."""

    def make(used: Part) -> RandomForestClassifier:
        return RandomForestClassifier(
            max_depth=int(configuration["max_depth"]),
            min_samples_split=int(configuration["min_samples_split"]),
            max_features=max(1, int(round(used.x.shape[1] ** float(configuration["max_features"])))),
            min_samples_leaf=int(configuration["min_samples_leaf"]),
            n_estimators=int(fidelity["n_estimators"]),
            random_state=seed,
        )

    model, result = train_and_score(make, fidelity, seed, instance, context)
    result["metrics"]["num_leaves"] = sum(tree.get_n_leaves() for tree in model.estimators_)
    return result
