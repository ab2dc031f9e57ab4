"""Reads an exported file or folder with the library that it was written for, and prints what that made of it as JSON."""

import json
import math
import sys
import types
from importlib.util import find_spec


def configspace(path):
    from ConfigSpace import ConfigurationSpace

    space = ConfigurationSpace.from_json(path)
    return {
        "name": space.name,
        "default": dict(space.get_default_configuration()),
        "conditional": [str(name) for name in space.conditional_hyperparameters],
        "types": [type(parameter).__name__ for parameter in space.values()],
    }


def optuna_journal(path):
    import optuna
    from optuna.storages import JournalStorage
    from optuna.storages.journal import JournalFileBackend

    storage = JournalStorage(JournalFileBackend(path))
    return [study_of(optuna.load_study(study_name=name, storage=storage)) for name in optuna.get_all_study_names(storage)]


def study_of(study):
    return {
        "name": study.study_name,
        "directions": [direction.name for direction in study.directions],
        "metrics": study.metric_names,
        "attributes": study.user_attrs,
        "best": [trial.number for trial in study.best_trials],
        "trials": [
            {
                "state": trial.state.name,
                "values": trial.values,
                "params": trial.params,
                "steps": {str(step): value for step, value in trial.intermediate_values.items()},
                "start": trial.datetime_start.isoformat(),
                "seconds": trial.duration.total_seconds() if trial.duration is not None else None,
                "evaluations": len(trial.user_attrs["evaluations"]),
                "distributions": sorted(type(each).__name__ for each in trial.distributions.values()),
            }
            for trial in study.trials
        ],
    }


def ioh(path):
    # The package's own entry imports its plots; the reader is these modules.
    package = types.ModuleType("iohinspector")
    package.__path__ = find_spec("iohinspector").submodule_search_locations
    sys.modules["iohinspector"] = package
    from iohinspector.manager import DataManager

    manager = DataManager()
    manager.add_folder(path)
    overview = manager.overview.sort("algorithm_name", "function_id", "run_id")
    rows = manager.load(monotonic=False, include_meta_data=True).sort("algorithm_name", "function_id", "run_id", "evaluations")
    best = manager.load(monotonic=True, include_meta_data=True)
    return {"overview": overview.to_dicts(), "rows": rows.to_dicts(), "best": best.to_dicts()}


def smac3(path):
    """As SMAC's RunHistory.load and DeepCAVE's converter begin."""
    from ConfigSpace import Configuration, ConfigurationSpace

    space = ConfigurationSpace.from_json(f"{path}/configspace.json")
    with open(f"{path}/runhistory.json") as file:
        history = json.load(file)
    configurations = [Configuration(space, values=values) for values in history["configs"].values()]
    for configuration in configurations:
        configuration.check_valid_configuration()
    return {"legal": len(configurations), "costs": [row["cost"] for row in history["data"]]}


READERS = {"configspace": configspace, "optuna-journal": optuna_journal, "ioh": ioh, "smac3": smac3}


def finite(value):
    """JSON has no infinities."""
    if isinstance(value, dict):
        return {key: finite(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [finite(each) for each in value]
    if hasattr(value, "item"):
        value = value.item()
    return str(value) if isinstance(value, float) and not math.isfinite(value) else value


print(json.dumps([finite(READERS[name](path)) for name, path in zip(sys.argv[1::2], sys.argv[2::2])]))
