"""Split, scaling and subsample of benchmarks/mlp: nothing leaks, nothing depends on what ran before."""

from __future__ import annotations

import unittest
from unittest import mock

from support import classification, INSTANCES, MANIFEST, Temporary, data, evaluate, training

import numpy as np


class Splits(Temporary):
    def test_the_parts_are_the_whole_data_set_each_row_once(self) -> None:
        for name in INSTANCES:
            x, y = classification.BUNDLED[name](return_X_y=True)
            parts = data(name)
            order = classification.stratified_order(y, np.random.RandomState(MANIFEST["settings"]["splitSeed"]))
            self.assertEqual(sorted(order), list(range(len(y))))
            rows = np.split(order, np.cumsum([len(parts.train.y), len(parts.valid.y)]))
            for part, indices in zip((parts.train, parts.valid, parts.test), rows):
                np.testing.assert_array_equal(part.y, y[np.sort(indices)])
                centred = x[np.sort(indices)] - x[np.sort(rows[0])].mean(axis=0)
                np.testing.assert_array_equal(np.sign(part.x), np.sign(centred))

    def test_sixty_twenty_twenty_with_every_class_in_proportion(self) -> None:
        for name in INSTANCES:
            parts = data(name)
            whole = np.concatenate([parts.train.y, parts.valid.y, parts.test.y])
            for part, share in ((parts.train, 0.6), (parts.valid, 0.2), (parts.test, 0.2)):
                self.assertLessEqual(abs(len(part.y) - share * len(whole)), 1)
                drift = np.bincount(part.y) - share * np.bincount(whole)
                self.assertLess(np.abs(drift).max(), 2, name)

    def test_scaling_is_fitted_on_training_rows_only(self) -> None:
        for name in INSTANCES:
            parts = data(name)
            np.testing.assert_allclose(parts.train.x.mean(axis=0), 0, atol=1e-12)
            deviation = parts.train.x.std(axis=0)
            np.testing.assert_allclose(deviation[deviation > 0], 1)
            self.assertGreater(np.abs(parts.valid.x.mean(axis=0)).max(), 1e-3)

    def test_nobody_can_write_into_the_data(self) -> None:
        with self.assertRaises(ValueError):
            data("wine").train.x[0, 0] = 1
        with self.assertRaises(ValueError):
            data("wine").valid.y[0] = 1

    def test_neither_labels_nor_rows_that_score_have_a_part_in_training(self) -> None:
        honest = self.weights()
        parts = data("wine")
        other = classification.Part(parts.valid.x[::-1] + 3, np.roll(parts.valid.y, 11))
        for valid, test in ((other, parts.test), (parts.valid, other)):
            swapped = classification.Data(parts.train, valid, test)
            with mock.patch.object(training, "load", return_value=swapped):
                np.testing.assert_array_equal(self.weights(), honest)


class Subsamples(Temporary):
    def test_smaller_shares_lie_inside_larger_ones(self) -> None:
        for name in INSTANCES:
            labels = data(name).train.y
            inner: set[int] = set()
            for share in (0.1, 0.111, 0.25, 1 / 3, 0.5, 0.9, 1):
                outer = set(classification.subsample(labels, share, 5).tolist())
                self.assertEqual(len(outer), int(share * len(labels) + 0.5))
                self.assertLessEqual(inner, outer)
                inner = outer
            self.assertEqual(inner, set(range(len(labels))))

    def test_every_class_is_there_in_proportion_for_every_seed(self) -> None:
        for name in INSTANCES:
            labels = data(name).train.y
            for seed in range(50):
                counts = np.bincount(labels[classification.subsample(labels, 0.1, seed)], minlength=labels.max() + 1)
                self.assertLess(np.abs(counts - 0.1 * np.bincount(labels)).max(), 1.5)
                self.assertGreater(counts.min(), 0)

    def test_the_seed_draws_the_rows_and_a_smaller_share_gives_another_result(self) -> None:
        labels = data("digits").train.y
        self.assertFalse(np.array_equal(classification.subsample(labels, 0.3, 1), classification.subsample(labels, 0.3, 2)))
        self.assertNotEqual(evaluate(fidelity={"iter": 9, "subsample": 0.4}), evaluate())


if __name__ == "__main__":
    unittest.main()
