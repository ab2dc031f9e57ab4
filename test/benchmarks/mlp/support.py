"""What the checks of benchmarks/mlp share: the family's code, its manifest, a context, an evaluation."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import unittest
import warnings
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).resolve().parents[3]
FAMILY = REPOSITORY / "benchmarks" / "mlp"
sys.dont_write_bytecode = True
sys.path[:0] = [str(FAMILY), str(REPOSITORY / "containers" / "python" / "library")]

# The family first: what it builds on chooses numpy's kernels.
import objective  # noqa: E402
import hport_classification as classification  # noqa: E402
import hport_training as training  # noqa: E402
import hport_training_state as training_state  # noqa: E402
import numpy as np  # noqa: E402

INSTANCES = ("digits", "breast_cancer", "wine")
SMALL = {"depth": 2, "width": 24, "batch_size": 16, "alpha": 1e-3, "learning_rate_init": 3e-3}
# Large steps on few rows: another last bit anywhere gives other metrics after some dozens of epochs.
CHAOTIC = {"depth": 2, "width": 64, "batch_size": 4, "alpha": 1e-3, "learning_rate_init": 3e-2}
FULL = {"iter": 9, "subsample": 1}


def read_manifest() -> dict[str, Any]:
    """benchmark.yaml, read by the parser that the suite itself uses: the locked packages have none."""
    code = "import{readFileSync}from'fs';import{parse}from'yaml';"
    code += f"console.log(JSON.stringify(parse(readFileSync({json.dumps(str(FAMILY / 'benchmark.yaml'))},'utf8'))))"
    node = ["node", "--input-type=module", "-e", code]
    return json.loads(subprocess.run(node, cwd=REPOSITORY, check=True, capture_output=True, text=True).stdout)


MANIFEST = read_manifest()


class Context:
    """What the guest hands to `evaluate`."""

    def __init__(
        self, continue_from: str | None = None, keep_in: str | None = None, stop_at: int | None = None
    ) -> None:
        self.continue_from, self.keep_in, self.stop_at = continue_from, keep_in, stop_at
        self.descriptor = MANIFEST
        self.cancelled = False
        self.wants_progress = True
        self.data: dict[str, str] = {}
        self.reports: list[tuple[int, dict[str, float]]] = []

    def report(self, level: int, metrics: dict[str, float]) -> None:
        self.reports.append((level, metrics))
        self.cancelled = level == self.stop_at


def evaluate(
    instance: str = "wine",
    configuration: dict[str, Any] = SMALL,
    fidelity: dict[str, Any] = FULL,
    seed: int = 7,
    context: Context | None = None,
) -> dict[str, float]:
    """Metrics, all but the measured one; any warning is an error."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        result = objective.evaluate(configuration, fidelity, seed, instance, context or Context())
    assert result["cost"] > 0
    assert 0 < result["metrics"]["train_seconds"]
    return {name: value for name, value in result["metrics"].items() if name != "train_seconds"}


def data(instance: str) -> classification.Data:
    return classification.load(instance, Context())


def stored(folder: str) -> dict[str, np.ndarray]:
    """The arrays of a checkpoint."""
    with np.load(Path(folder) / training_state.FILE, allow_pickle=False) as file:
        return {name: file[name] for name in file.files if name != "state"}


class Temporary(unittest.TestCase):
    def folder(self) -> str:
        made = tempfile.TemporaryDirectory()
        self.addCleanup(made.cleanup)
        return made.name

    def weights(self, **arguments: Any) -> np.ndarray:
        folder = self.folder()
        evaluate(**arguments, context=Context(keep_in=folder))
        return stored(folder)["weights"]
