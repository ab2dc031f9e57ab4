"""What the trained families charge: training, and scoring the validation part once. Everything else is for readers."""

from __future__ import annotations

import time
import unittest

from support import MANIFESTS, OBJECTIVES, Context, classification, training

import numpy as np

PAUSE = 0.15


class Slow:
    """A classifier whose predictions take their time, as those of a support vector machine do."""

    def __init__(self) -> None:
        self.seconds: dict[int, float] = {}

    def fit(self, x: np.ndarray, y: np.ndarray) -> None:
        self.classes_, begun = np.unique(y), time.perf_counter()
        time.sleep(PAUSE)
        self.fitting = time.perf_counter() - begun

    def predict(self, x: np.ndarray) -> np.ndarray:
        begun = time.perf_counter()
        time.sleep(PAUSE)
        self.seconds[id(x)] = time.perf_counter() - begun
        return np.zeros(len(x), dtype=int)


class Costs(unittest.TestCase):
    def test_scoring_test_and_training_rows_is_not_charged(self) -> None:
        model, context = Slow(), Context("svm", "digits")
        result = training.train_at_once(model, {"subsample": 1}, 1, "digits", context)
        valid = classification.load("digits", context).valid.x
        self.assertEqual(len(model.seconds), 3)
        charged = model.fitting + model.seconds[id(valid)]
        self.assertGreaterEqual(result["cost"], charged)
        self.assertLess(result["cost"] - charged, PAUSE)
        self.assertLess(result["metrics"]["train_seconds"] - model.fitting, PAUSE)

    def test_being_watched_is_not_charged(self) -> None:
        class Dawdling(Context):
            def report(self, level: int, metrics: dict[str, float]) -> None:
                time.sleep(0.02)
                super().report(level, metrics)

        for family, axis, configuration in (
            ("mlp", "iter", {"depth": 1, "width": 16, "batch_size": 32, "alpha": 1e-3, "learning_rate_init": 1e-3}),
            ("logreg", "iter", {"alpha": 1e-3, "eta0": 0.01}),
            ("boosting", "n_estimators", {"eta": 0.3, "max_depth": 2, "colsample_bytree": 1, "reg_lambda": 1}),
        ):
            lowest = next(each for each in MANIFESTS[family]["fidelities"] if each["name"] == axis)["lower"]
            context = Dawdling(family, wants_progress=True)
            fidelity = {axis: lowest + 50, "subsample": 0.5}
            result = OBJECTIVES[family].evaluate(configuration, fidelity, 1, "wine", context)
            self.assertEqual([level for level, _ in context.reports], list(range(lowest, lowest + 51)))
            self.assertLess(result["cost"], 51 * 0.02, family)


if __name__ == "__main__":
    unittest.main()
