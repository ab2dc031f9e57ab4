"""What families that train classifiers share: data sets, splits, the rows to train on, and scores. It knows no family.

A family's manifest says under `settings`: `splitSeed`, `trainShare`, `validShare`, and may say `leak: true`: then rows are
drawn as HPOBench published it, from the training and the validation part, with replacement. An instance is a data set that scikit-learn carries, or an ARFF file that the manifest declares under the instance's name in `data`
(the class is the last column, or the one that `settings.target` names).
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Optional

import hport_kernels  # noqa: F401  before numpy, for what it does on import

import numpy as np
from scipy.io import arff
from sklearn.datasets import load_breast_cancer, load_digits, load_wine

BUNDLED = {"digits": load_digits, "breast_cancer": load_breast_cancer, "wine": load_wine}

#: HPOBench trains on no fewer rows than this for each class, after Klein et al. (Fabolas, AISTATS 2017).
ROWS_PER_CLASS = 10


@dataclass(frozen=True)
class Part:
    """Rows of one part of a data set: x (n x d, standardised), y (n, classes as 0..k-1). Read-only."""

    x: np.ndarray
    y: np.ndarray


@dataclass(frozen=True)
class Data:
    """The three parts of an instance, disjoint, the same for every seed. With the published leak of HPOBench the rows to
    train on are drawn from `train` and `valid`."""

    train: Part
    valid: Part
    test: Part
    leak: bool = False


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
    # What is learnt about the columns is learnt from the training part, with the leak too.
    x = np.hstack([standardised(numbers, train), one_hot(codes, train)])
    return Data(*(frozen(x[rows], y[rows]) for rows in (train, valid, test)), leak=leak)


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


def training_rows(data: Data, share: float, seed: int) -> Part:
    """The rows that an evaluation trains on: a share of the training part, never fewer than ten for each class."""
    least = ROWS_PER_CLASS * len(np.unique(data.train.y)) / len(data.train.y)
    share = max(share, min(1.0, least))
    if data.leak:
        return leaked_rows(data, share, seed)
    rows = subsample(data.train.y, share, seed)
    return frozen(data.train.x[rows], data.train.y[rows])


def leaked_rows(data: Data, share: float, seed: int) -> Part:
    """As HPOBench published it (`ml_benchmark_template.py`, lines 157 to 183): drawn with replacement, so that a share of 1
    leaves out 37 % of the rows, by a generator that is new for each evaluation and not the benchmark object's."""
    x, y = np.vstack([data.train.x, data.valid.x]), np.concatenate([data.train.y, data.valid.y])
    rows = np.random.RandomState(seed).choice(np.arange(len(y)), size=int(share * len(y)))
    return frozen(x[rows], y[rows])


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


def scores(name: str, predicted: np.ndarray, classes: np.ndarray, y: np.ndarray) -> dict[str, float]:
    """Of predicted labels (n), or of probabilities (n x classes): the log loss only of these. A class of the data that is
    not among `classes` is never predicted. @raises Diverged where a probability is not finite"""
    if predicted.ndim == 1:
        return errors(name, predicted, y)
    if not np.isfinite(predicted).all():
        raise Diverged("the predictions are not finite")
    # Columns of the classes that were seen, put where all classes have theirs.
    known = classes.astype(int)
    full = np.zeros((len(y), max(int(y.max()), int(known.max())) + 1))
    full[:, known] = predicted
    likelihood = np.clip(full[np.arange(len(y)), y], np.finfo(float).eps, 1)
    return {**errors(name, full.argmax(axis=1), y), f"{name}_log_loss": float(-np.log(likelihood).mean())}


def errors(name: str, predicted: np.ndarray, y: np.ndarray) -> dict[str, float]:
    """Error and balanced accuracy (mean recall of the classes)."""
    right = predicted == y
    recalls = [right[y == label].mean() for label in np.unique(y)]
    return {f"{name}_error": float(np.mean(~right)), f"{name}_bal_acc": float(np.mean(recalls))}


class Diverged(Exception):
    """Training left the finite numbers: a failure of this configuration, not of the machine."""
