"""A family's objective.py with everything around it: instances, checks, cost, checkpoints, failures."""

from __future__ import annotations

import os
import sys
import time
import traceback
from typing import Any, Callable, Dict, List, Mapping, Optional, Union

from hport_checkpoints import Checkpoints
from hport_errors import CANCELLED, CHECKPOINT_MISSING, UNKNOWN_INSTANCE, WireError
from hport_fidelity import FidelitySpace
from hport_result import Judge
from hport_space import SearchSpace

Params = Mapping[str, Any]
Result = Dict[str, Any]


class Context:
    """What an objective is given beside its arguments."""

    def __init__(
        self,
        descriptor: Mapping[str, Any],
        report: Callable[[float, Mapping[str, float]], None],
        is_cancelled: Callable[[], bool],
        wants_progress: bool,
        data_folder: Optional[str],
    ) -> None:
        self.descriptor = descriptor
        #: report(level, metrics): call it at each level reached; does nothing unless the caller asked for progress.
        self.report = report
        #: Whether anybody listens to `report`: what is made for it alone need not be made otherwise.
        self.wants_progress = wants_progress
        #: Folder of an earlier checkpoint to continue from, or None.
        self.continue_from: Optional[str] = None
        #: Folder to leave a checkpoint in, or None.
        self.keep_in: Optional[str] = None
        self._is_cancelled = is_cancelled
        self._data_folder = data_folder

    @property
    def data(self) -> Mapping[str, str]:
        """The absolute paths of the instance's files of data, by the names that its manifest gives them."""
        files = self.descriptor.get("data", {})
        if files and self._data_folder is None:
            # Only an objective that asks for its files fails without them: everything else can be tried by hand.
            named = f'{self.descriptor["instance"]} ({", ".join(files)})'
            raise RuntimeError(f"HPORT_DATA is not set: it names the folder with the data of {named}")
        return {name: os.path.join(self._data_folder or "", entry["file"]) for name, entry in files.items()}

    @property
    def cancelled(self) -> bool:
        """Whether the caller wants the result no more; cheap enough to ask in an inner loop."""
        return self._is_cancelled()


class Instance:
    """One instance, compiled once."""

    def __init__(self, descriptor: Mapping[str, Any]) -> None:
        self.descriptor = descriptor
        self.space = SearchSpace(descriptor["space"])
        self.fidelities = FidelitySpace(descriptor["fidelities"])
        self.judge = Judge(descriptor)


class Benchmark:
    """Answers describe and evaluate by a module that has `evaluate` and perhaps `evaluate_batch`."""

    def __init__(
        self,
        module: Any,
        descriptors: Mapping[str, Mapping[str, Any]],
        checkpoints: Checkpoints,
        data_folder: Optional[str] = None,
    ) -> None:
        self._evaluate = module.evaluate
        self._evaluate_batch = getattr(module, "evaluate_batch", None)
        self._descriptors = descriptors
        self._instances: Dict[str, Instance] = {}
        self._checkpoints = checkpoints
        self._data_folder = None if data_folder is None else os.path.abspath(data_folder)

    @property
    def has_batch(self) -> bool:
        return self._evaluate_batch is not None

    def describe(self, instance: str) -> Mapping[str, Any]:
        if instance not in self._descriptors:
            raise WireError(UNKNOWN_INSTANCE, f'there is no instance "{instance}"')
        return self._descriptors[instance]

    def release(self, tokens: List[str]) -> None:
        self._checkpoints.remove(tokens)

    def evaluate(
        self, params: Params, report: Callable[[float, Mapping[str, float]], None], is_cancelled: Callable[[], bool]
    ) -> Result:
        """The result as it goes over the wire; raises WireError."""
        instance = self._instance(params["instance"])
        configuration = instance.space.check(params["configuration"])
        fidelity = instance.fidelities.check(params["fidelity"])
        wants_progress = params.get("progress") is True
        context = Context(instance.descriptor, report, is_cancelled, wants_progress, self._data_folder)
        if "checkpoint" in params:
            context.continue_from = self._find(instance, params["checkpoint"])
        token = None
        if params.get("keep") is True and instance.fidelities.continues:
            token, context.keep_in = self._checkpoints.fresh()
        start = time.perf_counter()
        try:
            answer = self._evaluate(configuration, fidelity, params["seed"], params["instance"], context)
            result = instance.judge.result(answer, time.perf_counter() - start)
            if is_cancelled():
                raise WireError(CANCELLED, "cancelled", result["cost"])
        except BaseException as error:
            self._checkpoints.remove([token])
            failure = instance.judge.failure(error, time.perf_counter() - start)
            if is_cancelled() and failure.code != CANCELLED:
                failure = WireError(CANCELLED, f"cancelled ({failure.message})", failure.cost)
            raise failure from None
        kept = self._checkpoints.keep(token)
        return result if kept is None else {**result, "checkpoint": kept}

    def evaluate_batch(self, batch: List[Params]) -> List[Union[Result, WireError]]:
        """In order, each a result or an error. When the whole fails, one at a time shows whose fault it is."""
        answers: Dict[int, Union[Result, WireError]] = {}
        together: Dict[int, Dict[str, Any]] = {}
        for at, params in enumerate(batch):
            try:
                instance = self._instance(params["instance"])
                together[at] = {
                    "configuration": instance.space.check(params["configuration"]),
                    "fidelity": instance.fidelities.check(params["fidelity"]),
                    "seed": params["seed"],
                    "instance": params["instance"],
                }
            except WireError as error:
                answers[at] = error
        start = time.perf_counter()
        found = self._attempt(list(together.values())) if together else []
        seconds = (time.perf_counter() - start) / max(1, len(together))
        for turn, at in enumerate(together):
            try:
                if found is None:
                    answers[at] = self.evaluate(batch[at], lambda level, metrics: None, lambda: False)
                else:
                    answers[at] = self._instance(batch[at]["instance"]).judge.result(found[turn], seconds)
            except WireError as error:
                answers[at] = error
        return [answers[at] for at in range(len(batch))]

    def _attempt(self, batch: List[Dict[str, Any]]) -> Optional[List[Any]]:
        try:
            results = list(self._evaluate_batch(batch))
        except Exception:
            traceback.print_exc(file=sys.stderr)
            return None
        if len(results) == len(batch):
            return results
        print(f"evaluate_batch did not return {len(batch)} results: evaluating one at a time", file=sys.stderr)
        return None

    def _instance(self, name: str) -> Instance:
        instance = self._instances.get(name)
        if instance is None:
            instance = self._instances[name] = Instance(self.describe(name))
        return instance

    def _find(self, instance: Instance, token: str) -> str:
        folder = self._checkpoints.find(token) if instance.fidelities.continues else None
        if folder is None:
            raise WireError(CHECKPOINT_MISSING, f'there is no checkpoint "{token}"')
        return folder
