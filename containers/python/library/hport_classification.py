"""What families that train classifiers share: data sets, splits, subsamples and scores. It knows no family.

A family's manifest says under `settings`: `splitSeed`, `trainShare`, `validShare`, and may say `leak: true`. An instance
is a data set that scikit-learn carries, or an ARFF file that the manifest declares under the instance's name in `data`
(the class is the last column, or the one that `settings.target` names).
"""

from __future__ import annotations

import time
import warnings
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Callable, Mapping, Optional

import hport_kernels  # noqa: F401  before numpy, for what it does on import

import numpy as np
from scipy.io import arff
from sklearn.datasets import load_breast_cancer, load_digits, load_wine
from sklearn.exceptions import ConvergenceWarning
from threadpoolctl import ThreadpoolController

BUNDLED = {"digits": load_digits, "breast_cancer": load_breast_cancer, "wine": load_wine}

# One thread whatever the machine has: the order of a sum, and so its last bits, depends on the number of threads.
one_thread = ThreadpoolController()


@dataclass(frozen=True)
class Part:
    """Rows of one part of a data set: x (n x d, standardised), y (n, classes as 0..k-1). Read-only."""

    x: np.ndarray
    y: np.ndarray


@dataclass(frozen=True)
class Data:
    """The three parts of an instance, disjoint, the same for every seed. `fit` is what is trained on: `train`, or with
    the published leak of HPOBench `train` and `valid`."""

    train: Part
    valid: Part
    test: Part
    fit: Part


def load(instance: str, context: Any) -> Data:
    """The data set of an instance, read and split once."""
    settings = context.descriptor["settings"]
    return _load(
        str(settings.get("dataset", instance)),
        context.data.get("dataset"),
        settings.get("target"),
        int(settings["splitSeed"]),
        float(settings["trainShare"]),
        float(settings["validShare"]),
        bool(settings.get("leak", False)),
    )


@lru_cache(maxsize=None)
def _load(
    name: str, path: Optional[str], target: Optional[str], seed: int, train_share: float, valid_share: float, leak: bool
) -> Data:
    numbers, codes, y = read_bundled(name) if path is None else read_arff(path, target)
    order = stratified_order(y, np.random.RandomState(seed))
    ends = [share_of(train_share, len(y)), share_of(train_share + valid_share, len(y))]
    train, valid, test = (np.sort(rows) for rows in np.split(order, ends))
    # What is learnt about the columns is learnt from the rows that are trained on.
    fit = np.sort(np.concatenate([train, valid])) if leak else train
    x = np.hstack([standardised(numbers, fit), one_hot(codes, fit)])
    return Data(*(frozen(x[rows], y[rows]) for rows in (train, valid, test, fit)))


def read_bundled(name: str) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Numeric columns (n x d), nominal columns (n x 0), classes (n)."""
    if name not in BUNDLED:
        raise ValueError(f'unknown data set "{name}", there are {", ".join(BUNDLED)}')
    x, y = BUNDLED[name](return_X_y=True)
    return x, np.empty((len(y), 0), dtype=int), y


def read_arff(path: str, target: Optional[str]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Numeric columns (n x d, NaN where missing), nominal columns (n x c, codes, -1 where missing), classes (n)."""
    with open(path, encoding="latin-1") as file:
        rows, meta = arff.loadarff(file)
    names = meta.names()
    label = target if target is not None else names[-1]
    kinds = dict(zip(names, meta.types()))
    numeric = [name for name in names if name != label and kinds[name] == "numeric"]
    nominal = [name for name in names if name != label and kinds[name] != "numeric"]
    numbers = np.column_stack([rows[name].astype(float) for name in numeric] or [np.empty((len(rows), 0))])
    codes = np.column_stack([coded(rows[name]) for name in nominal] or [np.empty((len(rows), 0), dtype=int)])
    _, y = np.unique(rows[label], return_inverse=True)
    return numbers, codes, y


def coded(column: np.ndarray) -> np.ndarray:
    """Values as 0..k-1 in the order of their names, missing ones as -1."""
    values = sorted(set(column) - {b"?"})
    codes = {value: code for code, value in enumerate(values)}
    return np.array([codes.get(value, -1) for value in column])


def standardised(numbers: np.ndarray, fit: np.ndarray) -> np.ndarray:
    """Mean 0 and deviation 1 on the rows `fit`; what is missing is their mean."""
    if numbers.shape[1] == 0:
        return numbers
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # a column without a value
        centre = np.nan_to_num(np.nanmean(numbers[fit], axis=0))
    filled = np.where(np.isnan(numbers), centre, numbers)
    centre, scale = filled[fit].mean(axis=0), filled[fit].std(axis=0)
    scale[scale == 0] = 1  # a pixel that is always white
    return (filled - centre) / scale


def one_hot(codes: np.ndarray, fit: np.ndarray) -> np.ndarray:
    """One column for each value that the rows `fit` have; a missing or unknown value has zeros."""
    columns = [codes[:, [j]] == np.unique(codes[fit, j][codes[fit, j] >= 0]) for j in range(codes.shape[1])]
    return np.hstack(columns).astype(float) if columns else np.empty((len(codes), 0))


def frozen(x: np.ndarray, y: np.ndarray) -> Part:
    """A part that nobody can change: it is shared by all evaluations of this process."""
    x.setflags(write=False)
    y.setflags(write=False)
    return Part(x, y)


def subsample(labels: np.ndarray, share: float, seed: int) -> np.ndarray:
    """Indices, ascending, of a share of the rows: those of a smaller share are among those of a larger one."""
    order = stratified_order(labels, np.random.RandomState([seed, 1]))
    return np.sort(order[: share_of(share, len(labels))])


def stratified_order(labels: np.ndarray, rng: np.random.RandomState) -> np.ndarray:
    """A random order of the rows (n) whose every prefix holds the classes in proportion.

    The r-th row of a class of n rows gets the key (r + 1/2) / n: Webster's apportionment, which is house-monotone.
    """
    keys = np.empty(len(labels))
    for label in np.unique(labels):
        members = np.flatnonzero(labels == label)
        keys[rng.permutation(members)] = (np.arange(len(members)) + 0.5) / len(members)
    return np.argsort(keys, kind="stable")


def share_of(share: float, size: int) -> int:
    """Number of rows that a share is, at least one; halves go up."""
    return max(1, int(share * size + 0.5))


def train_and_score(
    make: Callable[[Part], Any], fidelity: Mapping[str, Any], seed: int, instance: str, context: Any
) -> tuple[Any, dict[str, Any]]:
    """Fits `make(rows)` on a share `subsample` of the rows; the fitted model, and the result with its metrics and cost.

    Cost: seconds of fitting and scoring. A class that the subsample lacks is never predicted.
    """
    data = load(instance, context)
    rows = subsample(data.fit.y, float(fidelity["subsample"]), seed)
    used = Part(data.fit.x[rows], data.fit.y[rows])
    with one_thread.limit(limits=1), np.errstate(all="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        begun = time.perf_counter()
        model = make(used).fit(used.x, used.y)
        seconds = time.perf_counter() - begun
        metrics = {**scores("valid", model, data.valid), **scores("test", model, data.test)}
        metrics["train_error"] = scores("train", model, used)["train_error"]
        metrics["train_seconds"] = seconds
        cost = time.perf_counter() - begun
    return model, {"metrics": metrics, "cost": cost}


def scores(name: str, model: Any, part: Part) -> dict[str, float]:
    """Of a fitted model; the log loss only where it gives probabilities."""
    if not hasattr(model, "predict_proba"):
        return errors(name, np.asarray(model.predict(part.x)), part.y)
    given = model.predict_proba(part.x)
    if not np.isfinite(given).all():
        raise Diverged("the predictions are not finite")
    # Columns of the classes that were seen, put where all classes have theirs.
    classes = np.asarray(model.classes_).astype(int)
    predicted = np.zeros((len(part.y), max(int(part.y.max()), int(classes.max())) + 1))
    predicted[:, classes] = given
    likelihood = np.clip(predicted[np.arange(len(part.y)), part.y], np.finfo(float).eps, 1)
    return {**errors(name, predicted.argmax(axis=1), part.y), f"{name}_log_loss": float(-np.log(likelihood).mean())}


def errors(name: str, predicted: np.ndarray, y: np.ndarray) -> dict[str, float]:
    """Error and balanced accuracy (mean recall of the classes)."""
    right = predicted == y
    recalls = [right[y == label].mean() for label in np.unique(y)]
    return {f"{name}_error": float(np.mean(~right)), f"{name}_bal_acc": float(np.mean(recalls))}


class Diverged(Exception):
    """Training left the finite numbers: a failure of this configuration, not of the machine."""
