"""Trees, rounds and epochs continue: to continue is to have started from scratch, bit for bit; and they are the library's own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import unittest
from pathlib import Path
from typing import Any

from support import OBJECTIVES, Context, Temporary, classification, evaluate, training, training_state

import numpy as np
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import SGDClassifier
from threadpoolctl import threadpool_limits
from xgboost import XGBClassifier

FOREST = {"max_depth": 12, "min_samples_split": 3, "max_features": 0.5, "min_samples_leaf": 2}
LOGREG = {"alpha": 1e-4, "eta0": 0.03}
BOOSTING = {"eta": 0.3, "max_depth": 4, "colsample_bytree": 1, "reg_lambda": 1}
COLUMNS = {**BOOSTING, "colsample_bytree": 0.3}
#: Family, configuration, its axis, and levels: of boosting within a stage of rounds, at the end of one, and before it.
CASES: list[tuple[str, dict[str, Any], str, tuple[int, ...]]] = [
    ("forest", FOREST, "n_estimators", (16, 57, 100)),
    ("logreg", LOGREG, "iter", (10, 37, 100)),
    ("boosting", BOOSTING, "n_estimators", (50, 74, 111, 120)),
    ("boosting", COLUMNS, "n_estimators", (50, 74, 111, 120)),
]


class Continuation(Temporary):
    def test_step_by_step_and_watched_is_from_scratch_to_the_bit(self) -> None:
        for family, configuration, axis, levels in CASES:
            for instance in ("wine", "breast_cancer", "digits"):
                earlier = None
                for level in levels:
                    fidelity = {axis: level, "subsample": 0.4}
                    context = Context(family, instance, earlier, self.folder())
                    continued = evaluate(family, configuration, fidelity, 3, instance, context)
                    scratch = evaluate(family, configuration, fidelity, 3, instance, Context(family, instance))
                    self.assertEqual(continued, scratch, f"{family} {instance} {level}")
                    earlier = context.keep_in
                watched = Context(family, instance, wants_progress=True)
                self.assertEqual(evaluate(family, configuration, fidelity, 3, instance, watched), scratch)
                self.assertEqual([level for level, _ in watched.reports], list(range(levels[0], levels[-1] + 1)))
                last = watched.reports[-1][1]
                self.assertEqual(last, {name: scratch[name] for name in last})

    def test_a_level_that_was_reported_is_the_level_that_is_asked_for(self) -> None:
        for family, configuration, axis, levels in CASES:
            watched = Context(family, "digits", wants_progress=True)
            evaluate(family, configuration, {axis: levels[-1], "subsample": 0.3}, 3, "digits", watched)
            for level, reported in watched.reports[:: len(watched.reports) // 4]:
                fidelity = {axis: level, "subsample": 0.3}
                asked = evaluate(family, configuration, fidelity, 3, "digits", Context(family, "digits"))
                self.assertEqual(reported, {name: asked[name] for name in reported}, f"{family} {level}")

    def test_the_seconds_before_a_checkpoint_are_in_train_seconds_and_not_in_cost(self) -> None:
        for family, configuration, axis, levels in CASES:
            folder, low, high = self.folder(), {axis: 400, "subsample": 1}, {axis: 410, "subsample": 1}
            run = OBJECTIVES[family].evaluate
            first = run(configuration, low, 1, "digits", Context(family, "digits", keep_in=folder))
            second = run(configuration, high, 1, "digits", Context(family, "digits", folder))
            self.assertGreater(second["metrics"]["train_seconds"], first["metrics"]["train_seconds"])
            self.assertLess(second["cost"], first["cost"])

    def test_checkpoints_of_other_evaluations_and_broken_ones_are_refused(self) -> None:
        for family, configuration, axis, levels in CASES:
            folder = self.folder()
            low, high = {axis: levels[0], "subsample": 1}, {axis: levels[1], "subsample": 1}
            evaluate(family, configuration, high, 3, "wine", Context(family, keep_in=folder))
            name = next(iter(configuration))
            others = [
                ({**configuration, name: configuration[name] * 2}, high, 3, "wine"),
                (configuration, {**high, "subsample": 0.9}, 3, "wine"),
                (configuration, low, 3, "wine"),
                (configuration, high, 4, "wine"),
                (configuration, high, 3, "breast_cancer"),
            ]
            for configuration_, fidelity, seed, instance in others:
                with self.assertRaises(training_state.BadCheckpoint):
                    evaluate(family, configuration_, fidelity, seed, instance, Context(family, instance, folder))
            for spoil in (self.not_finite, self.out_of_range, self.truncated):
                with self.assertRaises(training_state.BadCheckpoint):
                    evaluate(family, configuration, high, 3, "wine", Context(family, "wine", spoil(folder)))

    def not_finite(self, folder: str) -> str:
        arrays = stored(folder)
        name = next(name for name in arrays if name != "state")
        return self.written({**arrays, name: np.full_like(arrays[name], np.nan)})

    def out_of_range(self, folder: str) -> str:
        arrays = stored(folder)
        state = json.loads(arrays["state"].tobytes())
        state["counters"]["level"] = 10**9
        return self.written({**arrays, "state": np.frombuffer(json.dumps(state).encode(), dtype=np.uint8)})

    def truncated(self, folder: str) -> str:
        bad = self.folder()
        (Path(bad) / training_state.FILE).write_bytes((Path(folder) / training_state.FILE).read_bytes()[:300])
        return bad

    def written(self, arrays: dict[str, np.ndarray]) -> str:
        folder = self.folder()
        np.savez(Path(folder) / training_state.FILE, **arrays)
        return folder

    def test_a_cancelled_evaluation_ends_soon_and_leaves_nothing(self) -> None:
        for family, configuration, axis, levels in CASES:
            context = Context(family, "wine", keep_in=self.folder(), wants_progress=True)
            context.report = lambda level, metrics: setattr(context, "cancelled", level >= levels[0] + 5)
            with self.assertRaisesRegex(training.Cancelled, f"after {levels[0] + 5} of"):
                evaluate(family, configuration, {axis: levels[-1], "subsample": 1}, 3, "wine", context)
            self.assertEqual(os.listdir(context.keep_in), [])

    CODE = """
import json, sys, support
family, configuration, fidelity, folder = json.loads(sys.argv[1])
print(json.dumps(support.evaluate(family, configuration, fidelity, 3, 'digits', support.Context(family, 'digits', folder))))
"""

    def test_another_process_goes_on_alike(self) -> None:
        for family, configuration, axis, levels in CASES:
            folder = self.folder()
            low, high = {axis: levels[1], "subsample": 0.5}, {axis: levels[-1], "subsample": 0.5}
            evaluate(family, configuration, low, 3, "digits", Context(family, "digits", keep_in=folder))
            command = [sys.executable, "-c", self.CODE, json.dumps([family, configuration, high, folder])]
            there = subprocess.run(command, cwd=Path(__file__).parent, check=True, capture_output=True, text=True)
            here = evaluate(family, configuration, high, 3, "digits", Context(family, "digits"))
            self.assertEqual(json.loads(there.stdout), here)


class TheLibrarysOwn(unittest.TestCase):
    """What is trained in steps is what scikit-learn and XGBoost train in one call."""

    def compare(self, family: str, configuration: dict[str, Any], fidelity: dict[str, float], make, tolerance: float) -> None:
        for instance in ("wine", "breast_cancer", "digits"):
            data = classification.load(instance, Context(family, instance))
            rows = classification.training_rows(data, fidelity["subsample"], 3)
            with threadpool_limits(1):
                model = make(rows.x.shape[1]).fit(rows.x, rows.y)
                given = model.predict_proba(data.valid.x)
            expected = classification.scores("valid", given, model.classes_, data.valid.y)
            got = evaluate(family, configuration, fidelity, 3, instance, Context(family, instance))
            for name, value in expected.items():
                self.assertLessEqual(abs(got[name] - value), tolerance, f"{instance} {name}")

    def test_forest(self) -> None:
        settings = {"max_depth": 12, "min_samples_split": 3, "min_samples_leaf": 2, "n_estimators": 57}
        make = lambda d: RandomForestClassifier(max_features=round(d**0.5), random_state=3, **settings)  # noqa: E731
        self.compare("forest", FOREST, {"n_estimators": 57, "subsample": 0.4}, make, 1e-14)

    def test_logreg(self) -> None:
        settings = {"loss": "log_loss", "learning_rate": "adaptive", "tol": None, "max_iter": 200, **LOGREG}
        make = lambda d: SGDClassifier(random_state=3, **settings)  # noqa: E731
        self.compare("logreg", LOGREG, {"iter": 200, "subsample": 0.4}, make, 1e-11)

    def test_boosting(self) -> None:
        for rounds in (74, 120):
            settings = {"learning_rate": 0.3, "max_depth": 4, "reg_lambda": 1, "tree_method": "hist", "n_jobs": 1}
            make = lambda d: XGBClassifier(n_estimators=rounds, **settings)  # noqa: E731, B023
            self.compare("boosting", BOOSTING, {"n_estimators": rounds, "subsample": 0.4}, make, 0)

    def test_every_stage_draws_columns_of_its_own(self) -> None:
        parts = training.parts_of({"subsample": 1}, 3, "digits", Context("boosting", "digits"))
        learner = OBJECTIVES["boosting"].Boosting(parts, 3, max_depth=2, colsample_bytree=0.02)
        learner.advance(40)
        seen = {tuple(sorted(booster.get_score())) for booster in learner._waiting["test"]}
        self.assertEqual(len(seen), 4)


def stored(folder: str) -> dict[str, np.ndarray]:
    with np.load(Path(folder) / training_state.FILE, allow_pickle=False) as file:
        return {name: file[name] for name in file.files}


if __name__ == "__main__":
    unittest.main()
