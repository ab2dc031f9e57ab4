"""What the checks of the trained families share: their code, manifests, a context, an evaluation."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path
from types import ModuleType
from typing import Any

REPOSITORY = Path(__file__).resolve().parents[3]
FAMILIES = ("svm", "logreg", "forest", "boosting", "mlp")
sys.dont_write_bytecode = True
sys.path.insert(0, str(REPOSITORY / "containers" / "python" / "library"))

import hport_classification as classification  # noqa: E402
import hport_training as training  # noqa: E402
import hport_training_state as training_state  # noqa: E402


def read_manifest(family: str) -> dict[str, Any]:
    """benchmark.yaml, read by the parser that the suite itself uses: the locked packages have none."""
    path = json.dumps(str(REPOSITORY / "benchmarks" / family / "benchmark.yaml"))
    code = f"import{{readFileSync}}from'fs';import{{parse}}from'yaml';console.log(JSON.stringify(parse(readFileSync({path},'utf8'))))"
    node = ["node", "--input-type=module", "-e", code]
    return json.loads(subprocess.run(node, cwd=REPOSITORY, check=True, capture_output=True, text=True).stdout)


def read_objective(family: str) -> ModuleType:
    path = REPOSITORY / "benchmarks" / family / "objective.py"
    spec = importlib.util.spec_from_file_location(f"{family}_objective", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


MANIFESTS = {family: read_manifest(family) for family in FAMILIES}
OBJECTIVES = {family: read_objective(family) for family in FAMILIES}


class Context:
    """What the guest hands to `evaluate`."""

    def __init__(
        self,
        family: str,
        instance: str = "wine",
        continue_from: str | None = None,
        keep_in: str | None = None,
        wants_progress: bool = False,
    ) -> None:
        manifest = MANIFESTS[family]
        own = manifest["instances"].get(instance, {})
        self.descriptor = {**manifest, "settings": {**manifest["settings"], **own.get("settings", {})}}
        self.continue_from, self.keep_in, self.wants_progress = continue_from, keep_in, wants_progress
        self.cancelled = False
        self.data: dict[str, str] = {}
        self.reports: list[tuple[int, dict[str, float]]] = []

    def report(self, level: int, metrics: dict[str, float]) -> None:
        self.reports.append((level, metrics))


def evaluate(
    family: str, configuration: dict[str, Any], fidelity: dict[str, Any], seed: int, instance: str, context: Context
) -> dict[str, float]:
    """Metrics, all but the measured one."""
    result = OBJECTIVES[family].evaluate(configuration, fidelity, seed, instance, context)
    assert result["cost"] > 0
    return {name: value for name, value in result["metrics"].items() if name != "train_seconds"}


class Temporary(unittest.TestCase):
    def folder(self) -> str:
        made = tempfile.TemporaryDirectory()
        self.addCleanup(made.cleanup)
        return made.name
