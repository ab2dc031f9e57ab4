"""The library that families of classifiers share: ARFF files, encodings, and the published leak."""

from __future__ import annotations

import unittest
from pathlib import Path

from support import classification, Context, Temporary

import numpy as np

ARFF = """% a comment
@relation toy
@attribute class {no, yes}
@attribute 'two words' real
@attribute colour {red, green, blue}
@attribute width numeric
@data
no, 1.5, red, 2
yes, ?, green, 4
no, 3.5, ?, 6
yes, 2.5, red, 8
"""


class Arff(Temporary):
    def read(self, target: str | None) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        path = Path(self.folder()) / "toy.arff"
        path.write_text(ARFF)
        return classification.read_arff(str(path), target)

    def test_numbers_names_and_what_is_missing_are_told_apart(self) -> None:
        numbers, codes, y = self.read("class")
        np.testing.assert_array_equal(numbers, [[1.5, 2], [np.nan, 4], [3.5, 6], [2.5, 8]])
        # In the order of their names: blue never occurs.
        np.testing.assert_array_equal(codes, [[1], [0], [-1], [1]])
        np.testing.assert_array_equal(y, [0, 1, 0, 1])

    def test_the_class_is_the_last_column_unless_another_is_named(self) -> None:
        numbers, codes, y = self.read(None)
        self.assertEqual(numbers.shape, (4, 1))
        self.assertEqual(codes.shape, (4, 2))
        np.testing.assert_array_equal(y, [0, 1, 2, 3])

    def test_what_is_missing_is_the_mean_of_the_rows_that_are_trained_on(self) -> None:
        numbers, codes, _ = self.read("class")
        fit = np.array([0, 1, 3])
        scaled = classification.standardised(numbers, fit)
        np.testing.assert_allclose(scaled[fit].mean(axis=0), 0, atol=1e-12)
        self.assertEqual(scaled[1, 0], 0)
        np.testing.assert_array_equal(classification.one_hot(codes, fit), [[0, 1], [1, 0], [0, 0], [0, 1]])

    def test_a_value_that_training_never_saw_has_zeros(self) -> None:
        _, codes, _ = self.read("class")
        np.testing.assert_array_equal(classification.one_hot(codes, np.array([0, 3])), [[1], [0], [0], [1]])


class Leak(unittest.TestCase):
    def load(self, **settings: object) -> classification.Data:
        context = Context()
        context.descriptor = {"settings": {"splitSeed": 1, "trainShare": 0.6, "validShare": 0.2, **settings}}
        return classification.load("wine", context)

    def test_honest_training_sees_the_training_part_alone(self) -> None:
        data = self.load()
        rows = {row.tobytes() for row in data.train.x}
        self.assertEqual({row.tobytes() for row in classification.training_rows(data, 1, 7).x}, rows)

    def test_the_published_leak_trains_on_what_it_is_scored_on_and_never_on_the_test_part(self) -> None:
        leaky = self.load(leak=True)
        trained = {row.tobytes() for seed in range(20) for row in classification.training_rows(leaky, 1, seed).x}
        self.assertEqual(len(classification.training_rows(leaky, 1, 7).y), len(leaky.train.y) + len(leaky.valid.y))
        self.assertTrue(all(row.tobytes() in trained for row in leaky.valid.x))
        self.assertFalse(any(row.tobytes() in trained for row in leaky.test.x))


if __name__ == "__main__":
    unittest.main()
