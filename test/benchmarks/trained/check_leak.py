"""The `-leak` instances against scikit-learn and XGBoost alone, used as HPOBench's ml_benchmark_template.py uses them."""

from __future__ import annotations

import unittest

from support import Context, classification, evaluate

import numpy as np
from sklearn.datasets import load_breast_cancer, load_digits
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import SGDClassifier
from sklearn.metrics import accuracy_score, balanced_accuracy_score
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC
from threadpoolctl import threadpool_limits
from xgboost import XGBClassifier

LOADERS = {"digits-leak": load_digits, "breast_cancer-leak": load_breast_cancer}
SVM = {"C": 3.0, "gamma": 0.01}
FOREST = {"max_depth": 12, "min_samples_split": 3, "max_features": 0.5, "min_samples_leaf": 2}
LOGREG = {"alpha": 1e-4, "eta0": 0.01}
BOOSTING = {"eta": 0.3, "max_depth": 4, "colsample_bytree": 1, "reg_lambda": 1}


class AsPublished:
    """Split as hport splits; from there on what HPOBench does, in its own words."""

    def __init__(self, instance: str) -> None:
        x, y = LOADERS[instance](return_X_y=True)
        order = classification.stratified_order(y, np.random.RandomState(1))
        ends = [classification.share_of(0.6, len(y)), classification.share_of(0.8, len(y))]
        train, valid, test = (np.sort(rows) for rows in np.split(order, ends))
        scaler = StandardScaler().fit(x[train])
        self.train_X, self.valid_X, self.test_X = (scaler.transform(x[rows]) for rows in (train, valid, test))
        self.train_y, self.valid_y, self.test_y = y[train], y[valid], y[test]

    def rows(self, subsample: float, seed: int) -> np.ndarray:
        lower_bound_train_size = np.max((1 / 512, 10 * len(set(self.train_y)) / self.train_X.shape[0]))
        size = int(np.max((subsample, lower_bound_train_size)) * (len(self.train_X) + len(self.valid_X)))
        return np.random.RandomState(seed).choice(np.arange(len(self.train_X) + len(self.valid_X)), size=size)

    def scores(self, model: object, subsample: float, seed: int) -> list[float]:
        x, y = np.vstack((self.train_X, self.valid_X)), np.concatenate((self.train_y, self.valid_y))
        rows = self.rows(subsample, seed)
        with threadpool_limits(1):
            model.fit(x[rows], y[rows])
            predictions = model.predict(self.valid_X), model.predict(self.test_X)
        return [
            1 - accuracy_score(self.valid_y, predictions[0]),
            balanced_accuracy_score(self.valid_y, predictions[0]),
            1 - accuracy_score(self.test_y, predictions[1]),
            balanced_accuracy_score(self.test_y, predictions[1]),
        ]


class Leak(unittest.TestCase):
    def compare(self, family: str, configuration: dict[str, float], levels: dict[str, int], make) -> None:
        for instance in LOADERS:
            for subsample, seed in ((0.05, 3), (0.1, 7), (0.5, 1), (1, 5)):
                fidelity = {**levels, "subsample": subsample}
                got = evaluate(family, configuration, fidelity, seed, instance, Context(family, instance))
                expected = AsPublished(instance).scores(make(seed), subsample, seed)
                names = ("valid_error", "valid_bal_acc", "test_error", "test_bal_acc")
                np.testing.assert_allclose([got[name] for name in names], expected, atol=1e-12, err_msg=instance)

    def test_svm(self) -> None:
        self.compare("svm", SVM, {}, lambda seed: SVC(C=3.0, gamma=0.01))

    def test_forest(self) -> None:
        settings = {"max_depth": 12, "min_samples_split": 3, "min_samples_leaf": 2, "n_estimators": 20}
        # Of 64 columns 8 are looked at, of 30 the nearest to the root, 5: `sqrt` of scikit-learn rounds down to the same.
        make = lambda seed: RandomForestClassifier(max_features="sqrt", random_state=seed, **settings)  # noqa: E731
        self.compare("forest", FOREST, {"n_estimators": 20}, make)

    def test_logreg(self) -> None:
        settings = {"loss": "log_loss", "learning_rate": "adaptive", "tol": None, "max_iter": 15, **LOGREG}
        self.compare("logreg", LOGREG, {"iter": 15}, lambda seed: SGDClassifier(random_state=seed, **settings))

    def test_boosting(self) -> None:
        settings = {"learning_rate": 0.3, "max_depth": 4, "reg_lambda": 1, "n_estimators": 50, "tree_method": "hist"}
        self.compare("boosting", BOOSTING, {"n_estimators": 50}, lambda seed: XGBClassifier(n_jobs=1, **settings))

    def test_a_third_of_the_rows_is_never_seen_though_the_share_is_one(self) -> None:
        for seed in range(20):
            data = classification.load("digits", Context("svm", "digits-leak"))
            unseen = 1 - len(np.unique(classification.training_rows(data, 1, seed).x, axis=0)) / len(
                np.unique(np.vstack([data.train.x, data.valid.x]), axis=0)
            )
            self.assertLess(abs(unseen - np.exp(-1)), 0.04)


class RowsAtLeast(unittest.TestCase):
    def test_ten_for_each_class_are_trained_on_however_small_the_share(self) -> None:
        for instance, least in (("wine", 30), ("digits", 108), ("breast_cancer", 34)):
            data = classification.load(instance, Context("svm", instance))
            self.assertEqual(len(classification.training_rows(data, 0.1, 3).y), least, instance)
        wine = classification.load("wine", Context("svm", "wine"))
        low, same, more = (classification.training_rows(wine, share, 3) for share in (0.1, 0.2, 0.5))
        np.testing.assert_array_equal(low.x, same.x)
        self.assertTrue({row.tobytes() for row in low.x} <= {row.tobytes() for row in more.x})


if __name__ == "__main__":
    unittest.main()
