"""Checkpoints of benchmarks/mlp: to continue is to have started from scratch, bit for bit; others are refused."""

from __future__ import annotations

import contextlib
import io
import json
import os
import subprocess
import sys
import unittest
from pathlib import Path
from typing import Any, Iterator
from unittest import mock

from support import CHAOTIC, SMALL, Context, Temporary, evaluate, objective, stored, training_state

import numpy as np


class Continuation(Temporary):
    def test_three_nine_twenty_seven_is_twenty_seven_to_the_bit(self) -> None:
        cases = [("wine", SMALL, 1), ("wine", CHAOTIC, 1), ("breast_cancer", CHAOTIC, 0.3), ("digits", SMALL, 0.1)]
        for name, configuration, share in cases:
            self.compare((3, 9, 27), instance=name, configuration=configuration, share=share)

    def test_and_so_it_is_at_full_fidelity_where_rounding_would_show(self) -> None:
        self.compare((27, 81, 243), instance="wine", configuration=CHAOTIC, share=1)

    def compare(self, levels: tuple[int, ...], instance: str, configuration: dict[str, Any], share: float) -> None:
        earlier = None
        for level in levels:
            context = Context(continue_from=earlier, keep_in=self.folder())
            continued = evaluate(instance, configuration, {"iter": level, "subsample": share}, context=context)
            earlier = context.keep_in
        scratch = Context(keep_in=self.folder())
        metrics = evaluate(instance, configuration, {"iter": levels[-1], "subsample": share}, context=scratch)
        self.assertEqual(continued, metrics)
        for name, array in stored(scratch.keep_in).items():
            np.testing.assert_array_equal(stored(earlier)[name], array, err_msg=name)

    def test_the_seconds_before_a_checkpoint_are_counted_in_train_seconds_and_not_in_cost(self) -> None:
        folder = self.folder()
        low = objective.evaluate(CHAOTIC, {"iter": 81, "subsample": 1}, 1, "wine", Context(keep_in=folder))
        high = objective.evaluate(CHAOTIC, {"iter": 84, "subsample": 1}, 1, "wine", Context(continue_from=folder))
        self.assertGreater(high["metrics"]["train_seconds"], low["metrics"]["train_seconds"])
        self.assertLess(high["cost"], low["cost"])

    def test_an_answer_stands_where_its_checkpoint_does_not_fit(self) -> None:
        folder = self.folder()
        with mock.patch.object(np, "savez", side_effect=OSError("No space left on device")):
            with contextlib.redirect_stderr(io.StringIO()) as said:
                self.assertEqual(evaluate(context=Context(keep_in=folder)), evaluate())
        self.assertIn("No space left", said.getvalue())
        self.assertEqual(os.listdir(folder), [])

    def test_checkpoints_of_other_evaluations_are_refused(self) -> None:
        folder = self.folder()
        evaluate(context=Context(keep_in=folder))
        higher = {"iter": 27, "subsample": 1}
        others: list[dict[str, Any]] = [
            {"configuration": {**SMALL, "width": 25}},
            {"configuration": {**SMALL, "alpha": 1.1e-3}},
            {"seed": 8},
            {"instance": "breast_cancer"},
            {"fidelity": {"iter": 27, "subsample": 0.9}},
            {"fidelity": {"iter": 8, "subsample": 1}},
        ]
        for other in others:
            with self.subTest(other), self.assertRaises(training_state.BadCheckpoint):
                evaluate(**{"fidelity": higher, **other, "context": Context(continue_from=folder)})

    def test_missing_broken_and_hostile_checkpoints_are_refused(self) -> None:
        good = self.folder()
        evaluate(context=Context(keep_in=good))
        for folder in self.spoiled(Path(good) / training_state.FILE):
            with self.subTest(folder), self.assertRaises(training_state.BadCheckpoint):
                evaluate(fidelity={"iter": 27, "subsample": 1}, context=Context(continue_from=folder))

    def spoiled(self, good: Path) -> Iterator[str]:
        """Folders that hold what a checkpoint must not be."""
        yield self.folder()
        with np.load(good, allow_pickle=False) as file:
            arrays = {name: file[name] for name in file.files}
        size = len(arrays["weights"])
        swaps: dict[str, dict[str, np.ndarray]] = {
            "shape": {"weights": arrays["weights"][1:]},
            "two axes": {"first": arrays["first"].reshape(1, -1)},
            "type": {"second": arrays["second"].astype(np.float32)},
            "not finite": {"weights": np.full(size, np.nan)},
            "objects": {"weights": np.array([{}] * size, dtype=object)},
            "far too large": {"more": np.zeros(10 * size + 10**5)},
            "no JSON": {"state": np.frombuffer(b"{", dtype=np.uint8)},
            "no object": {"state": np.frombuffer(b"[1]", dtype=np.uint8)},
            "counters": {"state": np.frombuffer(self.with_position(arrays["state"]), dtype=np.uint8)},
        }
        for swap in swaps.values():
            folder = self.folder()
            np.savez(Path(folder) / training_state.FILE, **{**arrays, **swap})
            yield folder
        for text in (b"", good.read_bytes()[:500], b"\x80\x04N."):
            folder = self.folder()
            (Path(folder) / training_state.FILE).write_bytes(text)
            yield folder

    @staticmethod
    def with_position(state: np.ndarray) -> bytes:
        return json.dumps({**(whole := json.loads(state.tobytes())), "counters": {**whole["counters"], "randomPosition": 625}}).encode()

    def test_nothing_in_a_checkpoint_is_run(self) -> None:
        good, bad = self.folder(), self.folder()
        evaluate(context=Context(keep_in=good))
        with np.load(Path(good) / training_state.FILE, allow_pickle=False) as file:
            arrays = {name: file[name] for name in file.files}
        trace = Path(self.folder()) / "run"
        arrays["weights"] = np.array([Payload(trace)], dtype=object)
        np.savez(Path(bad) / training_state.FILE, **arrays)
        with self.assertRaises(training_state.BadCheckpoint):
            evaluate(fidelity={"iter": 27, "subsample": 1}, context=Context(continue_from=bad))
        self.assertFalse(trace.exists())


class Payload:
    """Makes a folder when it is unpickled."""

    def __init__(self, trace: Path) -> None:
        self.trace = trace

    def __reduce__(self) -> tuple[Any, ...]:
        return os.mkdir, (str(self.trace),)


class Processes(Temporary):
    CODE = """
import json, sys
import support
context = support.Context(continue_from=sys.argv[1])
fidelity = {'iter': 81, 'subsample': 1}
print(json.dumps(support.evaluate(configuration=support.CHAOTIC, fidelity=fidelity, context=context)))
"""

    def test_another_process_goes_on_alike_on_any_number_of_threads_and_says_nothing(self) -> None:
        folder = self.folder()
        evaluate(configuration=CHAOTIC, fidelity={"iter": 27, "subsample": 1}, context=Context(keep_in=folder))
        here = evaluate(configuration=CHAOTIC, fidelity={"iter": 81, "subsample": 1})
        for threads in ("1", "2"):
            variables = {**os.environ, "OMP_NUM_THREADS": threads, "OPENBLAS_NUM_THREADS": threads}
            variables["PYTHONPATH"] = str(Path(__file__).parent)
            command = [sys.executable, "-W", "error", "-c", self.CODE, folder]
            there = subprocess.run(command, env=variables, check=True, capture_output=True, text=True)
            self.assertEqual(json.loads(there.stdout), here)
            self.assertEqual(there.stderr, "")


if __name__ == "__main__":
    unittest.main()
