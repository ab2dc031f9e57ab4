"""Measures what an evaluation costs at low levels, as a share of the highest: the `cost` of fidelities in the manifests.

Run in a Python with boosting's locked packages: python test/benchmarks/trained/measure_relative_cost.py [family ...]
Each share is the median over data sets and random configurations, in CPU seconds of the one thread, which other work on the
machine moves less than the real ones; epochs and trees at all rows, rows at the middle of epochs and trees. The last columns
are the declared form, fixed + (1 - fixed) x (level / highest)^power, that is nearest in the logarithm.
"""

from __future__ import annotations

import sys
import time
from itertools import product
from typing import Any

from support import FAMILIES, MANIFESTS, OBJECTIVES, Context

import numpy as np

INSTANCES = ("digits", "breast_cancer")
CONFIGURATIONS = 6
SHARES = (0.1, 0.2, 0.4, 0.7, 1)


def draw(family: str, random: np.random.RandomState) -> dict[str, Any]:
    configuration = {}
    for each in MANIFESTS[family]["space"]["parameters"]:
        # A network of 3 x 1024 units in batches of 4 takes an hour: its shares are those of any large network.
        lower, upper = each["lower"], min(each["upper"], 128) if each["name"] == "width" else each["upper"]
        lower = 16 if each["name"] == "batch_size" else lower
        log = each.get("log", False)
        value = np.exp(random.uniform(np.log(lower), np.log(upper))) if log else random.uniform(lower, upper)
        configuration[each["name"]] = int(round(value)) if each["type"] == "integer" else float(value)
    return configuration


def levels(axis: dict[str, Any]) -> list[float]:
    if axis["type"] == "float":
        return [share * axis["upper"] for share in SHARES]
    ladder = np.exp(np.linspace(np.log(axis["lower"]), np.log(axis["upper"]), 5))
    return [int(round(level)) for level in ladder]


def cost(family: str, configuration: dict[str, Any], fidelity: dict[str, float], instance: str) -> float:
    return OBJECTIVES[family].evaluate(configuration, fidelity, 1, instance, Context(family, instance))["cost"]


def others(family: str, axis: dict[str, Any]) -> dict[str, float]:
    rest = [each for each in MANIFESTS[family]["fidelities"] if each["name"] != axis["name"]]
    return {each["name"]: 1 if each["type"] == "float" else levels(each)[2] for each in rest}


def measure(family: str, axis: dict[str, Any]) -> tuple[list[float], list[float]]:
    random = np.random.RandomState(1)
    chosen, shares = levels(axis), []
    for instance, _ in product(INSTANCES, range(CONFIGURATIONS)):
        configuration, rest = draw(family, random), others(family, axis)
        try:
            # What a process does for the first time takes longer.
            cost(family, configuration, {**rest, axis["name"]: chosen[0]}, instance)
            seconds = [cost(family, configuration, {**rest, axis["name"]: level}, instance) for level in chosen]
        except Exception as error:  # A configuration that diverges has no cost at the highest level.
            print(f"{family} {instance}: {error}", file=sys.stderr)
            continue
        shares.append(np.array(seconds) / seconds[-1])
    return chosen, list(np.median(shares, axis=0))


def nearest(chosen: list[float], shares: list[float]) -> tuple[float, float]:
    ratios = np.array(chosen) / chosen[-1]

    def distance(form: tuple[float, float]) -> float:
        fixed, power = form
        return float(np.sum(np.log((fixed + (1 - fixed) * ratios**power) / shares) ** 2))

    return min(product(np.arange(0, 0.96, 0.01), (1.0, 1.25, 1.5, 1.75, 2.0)), key=distance)


time.perf_counter = time.process_time
for family in sys.argv[1:] or FAMILIES:
    for axis in MANIFESTS[family]["fidelities"]:
        chosen, shares = measure(family, axis)
        fixed, power = nearest(chosen, shares)
        table = ", ".join(f"{level:.4g}: {share:.3f}" for level, share in zip(chosen, shares))
        print(f"{family} {axis['name']}: {table}; fixed {fixed:.2f}, power {power:.2f}", flush=True)
