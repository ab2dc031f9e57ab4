"""What benchmarks/mlp answers, and how it fails. Needs a Python with the family's locked requirements.

Run all: python -m unittest discover -s test/benchmarks/mlp -p 'check_*.py'
"""

from __future__ import annotations

import os
import unittest

from support import classification, CHAOTIC, INSTANCES, MANIFEST, SMALL, Context, Temporary, data, evaluate, objective, training

import hport_kernels
import numpy as np
from sklearn.neural_network import MLPClassifier
from threadpoolctl import threadpool_info, threadpool_limits


class Results(Temporary):
    def test_the_same_call_twice_is_the_same_to_the_bit_whatever_came_between(self) -> None:
        calls = [
            {"instance": name, "configuration": configuration, "fidelity": fidelity, "seed": 3}
            for name in ("breast_cancer", "wine")
            for configuration in (SMALL, CHAOTIC)
            for fidelity in ({"iter": 3, "subsample": 0.1}, {"iter": 27, "subsample": 0.5})
        ]
        forward = [evaluate(**call) for call in calls]
        backward = [evaluate(**call) for call in reversed(calls)][::-1]
        self.assertEqual(forward, backward)

    def test_numpys_global_random_state_is_neither_read_nor_moved(self) -> None:
        np.random.seed(1)
        first, before = evaluate(), np.random.get_state()[1].tolist()
        np.random.seed(2)
        self.assertEqual(evaluate(), first)
        np.random.seed(1)
        evaluate()
        self.assertEqual(np.random.get_state()[1].tolist(), before)

    def test_another_seed_is_another_result(self) -> None:
        self.assertNotEqual(evaluate(seed=1), evaluate(seed=2))

    def test_it_is_scikit_learns_own_training(self) -> None:
        train = data("wine").train
        model = MLPClassifier([24, 24], batch_size=16, alpha=1e-3, learning_rate_init=3e-3, max_iter=9)
        model.set_params(random_state=np.random.RandomState(7))
        for _ in range(9):
            model.partial_fit(train.x, train.y, classes=[0, 1, 2])
        np.testing.assert_array_equal(self.weights(), objective.flat(model.coefs_ + model.intercepts_))
        accuracy = model.score(data("wine").valid.x, data("wine").valid.y)
        self.assertAlmostEqual(evaluate()["valid_error"], 1 - accuracy, delta=1e-12)

    def test_metrics_are_those_declared_and_within_their_bounds(self) -> None:
        worst = {"depth": 1, "width": 16, "batch_size": 4, "alpha": 1, "learning_rate_init": 1}
        for name in INSTANCES:
            for configuration in (SMALL, worst):
                context = Context()
                result = objective.evaluate(configuration, {"iter": 3, "subsample": 0.2}, 1, name, context)
                self.assertEqual(list(result["metrics"]), list(MANIFEST["metrics"]))
                for metric, value in result["metrics"].items():
                    bounds = MANIFEST["metrics"][metric]
                    self.assertIs(type(value), float)
                    self.assertGreaterEqual(value, bounds["lower"], metric)
                    self.assertLessEqual(value, bounds.get("upper", float("inf")), metric)

    def test_golden_evaluations(self) -> None:
        self.assertEqual({golden["instance"] for golden in MANIFEST["golden"]}, set(MANIFEST["instances"]))
        # The others need files of data, or have settings of their own: the contract of families evaluates them.
        for golden in (golden for golden in MANIFEST["golden"] if golden["instance"] in INSTANCES):
            metrics = evaluate(golden["instance"], golden["configuration"], golden["fidelity"], golden["seed"])
            self.assertEqual(set(metrics), set(golden["metrics"]))
            for name, value in golden["metrics"].items():
                message = f"{golden['instance']}: {name}"
                self.assertAlmostEqual(metrics[name], value, delta=golden["tolerance"], msg=message)

    def test_reports_are_the_curve_and_change_nothing(self) -> None:
        context = Context()
        metrics = evaluate(context=context)
        self.assertEqual([level for level, _ in context.reports], list(range(3, 10)))
        self.assertEqual(context.reports[-1][1], {name: metrics[name] for name in context.reports[-1][1]})
        lowest = evaluate(fidelity={"iter": 3, "subsample": 1})
        self.assertEqual(context.reports[0][1], {name: lowest[name] for name in context.reports[0][1]})
        silent = Context()
        silent.wants_progress = False
        self.assertEqual(evaluate(context=silent), metrics)
        self.assertEqual(silent.reports, [])

    def test_training_has_one_thread_and_the_process_its_own_number_again_afterwards(self) -> None:
        seen: list[int] = []
        context = Context()
        context.report = lambda level, metrics: seen.extend(pool["num_threads"] for pool in threadpool_info())
        with threadpool_limits(2):
            evaluate(context=context)
            self.assertEqual({pool["num_threads"] for pool in threadpool_info()}, {2})
        self.assertEqual(set(seen), {1})

    def test_batches_larger_than_the_subsample_are_cut_without_a_word(self) -> None:
        share = {"iter": 3, "subsample": 0.1}
        rows = len(classification.training_rows(data("wine"), 0.1, 7).y)
        large, exact = ({**SMALL, "batch_size": size} for size in (256, rows))
        self.assertEqual(evaluate(configuration=large, fidelity=share), evaluate(configuration=exact, fidelity=share))


class Failures(Temporary):
    def test_diverged_training_is_a_failure_with_a_reason_and_no_metrics(self) -> None:
        for name in INSTANCES:
            with self.assertRaisesRegex(objective.Diverged, "diverged"):
                evaluate(name, {**SMALL, "learning_rate_init": 1e200})

    def test_the_largest_learning_rate_of_the_space_gives_finite_metrics(self) -> None:
        metrics = evaluate(configuration={**CHAOTIC, "learning_rate_init": 1})
        self.assertTrue(np.isfinite(list(metrics.values())).all())

    def test_a_cancelled_evaluation_ends_with_the_epoch_it_is_in(self) -> None:
        context = Context(keep_in=self.folder(), stop_at=5)
        with self.assertRaisesRegex(training.Cancelled, "after 5 of 243"):
            evaluate(fidelity={"iter": 243, "subsample": 1}, context=context)
        self.assertEqual(os.listdir(context.keep_in), [])

    def test_an_unknown_instance_is_named(self) -> None:
        with self.assertRaisesRegex(ValueError, 'unknown data set "iris"'):
            evaluate(instance="iris")


class Kernels(unittest.TestCase):
    def test_kernels_are_fixed_where_the_processor_has_avx2_and_left_alone_elsewhere(self) -> None:
        haswell = {"OPENBLAS_CORETYPE": "Haswell"}
        skylake = {"avx2", "fma", "avx512f", "avx512cd", "avx512bw", "avx512dq", "avx512vl"}
        self.assertEqual(hport_kernels.settings(frozenset()), {})
        self.assertEqual(hport_kernels.settings(frozenset({"sse2", "avx"})), {})
        self.assertEqual(hport_kernels.settings(frozenset({"avx2", "fma"})), haswell)
        self.assertEqual(
            hport_kernels.settings(frozenset(skylake)), {**haswell, "NPY_DISABLE_CPU_FEATURES": "AVX512F AVX512_SKX"}
        )


if __name__ == "__main__":
    unittest.main()
