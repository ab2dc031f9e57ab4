"""Runs of the reference implementations on counting ones, one line a seed.

The proposals and their order are those of the packages' own code: HpBandSter 0.7.4 (its Master, which opens brackets and hands out
evaluations, with a dispatcher whose workers are simulated) and DEHB 0.1.2 (ask and tell). Levels 9..729, eta 3, every evaluation
from scratch, cost in units of 729 samples. What is written is the true normalised regret of the incumbent at each cost, or, with
--levels, how many evaluations of each level have ended.

    python trajectories.py bohb 16 0 50 > bohb-16.csv               # method, d, first seed, number of seeds
    python trajectories.py bohb 16 0 50 --workers 8 > parallel.csv  # a cost is then what the workers have had together
    python trajectories.py bohb 4 0 10 --workers 8 --levels > levels.csv

With several workers, the evaluation that starts as the k-th lasts samples / 729 times noise(seed)'s k-th number, which is
log-normal(0, 0.3): test/optimizers/duration-noise.ts draws the same ones.

All but DEHB: Python 3.11, hpbandster 0.7.4 (installed without its dependencies), ConfigSpace 0.7.1, numpy 1.26.4, statsmodels 0.15.0,
netifaces, Pyro4 and serpent. DEHB: Python 3.11, DEHB 0.1.2, ConfigSpace 1.2.2, numpy 1.26.4.
"""

import argparse
import contextlib
import heapq
import itertools
import math

import numpy as np

MOST, LEAST, ETA = 729, 9, 3
LEVELS = [9, 27, 81, 243, 729]
ALL = [1, 5, 21, 63, 105, 210, 420, 1050]
ALONE = {"random-search": ALL, "hyperband": ALL, "bohb": ALL[:6], "dehb": ALL[:7]}
LATER = [21, 105, 210, 420]
SOME = [5, 30, 105, 210]  # within a sweep, and at the end of one
TOGETHER = {"random-search": LATER, "hyperband": LATER, "bohb": LATER[:3], "dehb": LATER}


def main():
    given = arguments()
    drive = {"random-search": drive_random, "dehb": drive_dehb}.get(given.method, drive_hpbandster)
    alone = given.workers == 1
    costs = SOME if given.levels else (ALONE if alone else TOGETHER)[given.method]
    columns = [f"{level} at {cost}" for cost in costs for level in LEVELS] if given.levels else costs
    series = f"{given.method} d={given.d}" if not given.levels else f"{given.method} workers={given.workers}"
    print(",".join(["series", "seed", *map(str, columns)]))
    for seed in range(given.first, given.first + given.count):
        workers = Workers(given.d, seed, given.workers, costs)
        try:
            drive(given, seed, workers)
        except Enough:
            values = [workers.regrets, itertools.chain(*workers.ended)][given.levels]
            print(f"{series},{seed}," + ",".join(f"{value:.6g}" for value in values), flush=True)


def arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("method", choices=[*ALONE])
    for name in ("d", "first", "count"):
        parser.add_argument(name, type=int)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--levels", action="store_true", help="numbers of evaluations, not regrets")
    parser.add_argument("--original", action="store_true", help="nothing of BOHB's code is made faster")
    return parser.parse_args()


class Enough(Exception):
    pass


class Workers:
    """Evaluate counting ones on a clock of their own, and note what there is at each cost."""

    def __init__(self, d, seed, count, costs):
        self.d, self.count, self.costs = d, count, costs
        self.rng, self.noise = np.random.default_rng([d, seed]), noise(seed)
        self.clock, self.running, self.started = 0, [], 0
        self.largest, self.best, self.regret, self.numbers = 0, np.inf, np.nan, dict.fromkeys(LEVELS, 0)
        self.regrets, self.ended = [], []

    def free(self):
        return self.count - len(self.running)

    def start(self, job, config, budget):
        samples = int(round(budget))
        cost = samples * (1 if self.count == 1 else next(self.noise))
        heapq.heappush(self.running, (self.clock + cost, self.started, job, config, samples))
        self.started += 1

    def end(self):
        """What ends next, and its loss."""
        self.clock, _, job, config, samples = heapq.heappop(self.running)
        while self.clock * self.count > self.costs[len(self.regrets)] * MOST:
            self.regrets.append(self.regret)
            self.ended.append([*self.numbers.values()])
            if len(self.regrets) == len(self.costs):
                raise Enough
        return job, self.evaluate(config, samples)

    def evaluate(self, config, samples):
        ones = sum(config[f"cat_{i}"] for i in range(self.d // 2))
        means = np.array([config[f"float_{i}"] for i in range(self.d // 2)])
        loss = float(-ones - np.sum(self.rng.binomial(samples, means) / samples))
        self.numbers[samples] += 1
        if samples > self.largest or (samples == self.largest and loss < self.best):
            self.largest, self.best = samples, loss
            self.regret = (self.d - ones - float(np.sum(means))) / self.d
        return loss


def noise(seed):
    """Log-normal(0, 0.3), from a generator that other languages have as well (Lehmer's, and Box and Muller's transform)."""
    state = 1 + 1000003 * seed
    while True:
        first = state = 48271 * state % 2147483647
        state = 48271 * state % 2147483647
        radius, turn = math.sqrt(-2 * math.log(first / 2147483647)), 2 * math.pi * state / 2147483647
        yield math.exp(0.3 * radius * math.cos(turn))


def space_of(d, seed):
    import ConfigSpace as CS

    space = CS.ConfigurationSpace(seed=seed)
    add = getattr(space, "add_hyperparameter", None) or space.add
    for i in range(d // 2):
        add(CS.CategoricalHyperparameter(f"cat_{i}", [0, 1]))
    for i in range(d // 2):
        add(CS.UniformFloatHyperparameter(f"float_{i}", lower=0, upper=1))
    return space


def drive_random(given, seed, workers):
    space = space_of(given.d, seed)
    while True:
        while workers.free():
            workers.start(None, space.sample_configuration().get_dictionary(), MOST)
        workers.end()


def drive_hpbandster(given, seed, workers):
    import hpbandster.core.master as master
    from hpbandster.core.dispatcher import Job
    from hpbandster.optimizers import BOHB, HyperBand

    if given.method == "bohb" and not given.original:
        make_faster()

    class Dispatcher:
        """Takes evaluations as that of HpBandSter does, whose workers are processes elsewhere."""

        def __init__(self, on_result, **_):
            self.on_result = on_result

        def run(self):
            pass

        def number_of_workers(self):
            return workers.count

        def submit_job(self, identity, **kwargs):
            workers.start(Job(identity, **kwargs), kwargs["config"], kwargs["budget"])

    class Condition(contextlib.nullcontext):
        """Where Master would wait for a worker, the clock goes on to the next end."""

        def acquire(self):
            pass

        def notify(self):
            pass

        notify_all = notify

        def wait(self, *_):
            job, loss = workers.end()
            job.result = {"loss": loss, "info": None}
            optimizer.dispatcher.on_result(job)

    master.Dispatcher = Dispatcher
    np.random.seed(seed)
    optimizer = {"hyperband": HyperBand, "bohb": BOHB}[given.method](
        configspace=space_of(given.d, seed), run_id="0", eta=float(ETA), min_budget=LEAST, max_budget=MOST
    )
    optimizer.thread_cond = Condition()
    optimizer.adjust_queue_size()
    optimizer.run(n_iterations=10**6)


def make_faster():
    """The slowest two calls of BOHB's generator, with the same results up to rounding."""
    import hpbandster.optimizers.config_generators.bohb as module
    from scipy.special import ndtr, ndtri

    class Faster(module.sm.nonparametric.KDEMultivariate):
        """The product kernel of statsmodels, all points and columns at once."""

        def pdf(self, vector):
            x = np.asarray(vector, dtype=float)
            if getattr(self, "counts", None) is None:
                self.is_choice = np.array([kind == "u" for kind in self.var_type])
                self.counts = np.array([len(np.unique(column)) for column in self.data.T])
            same = self.data == x
            choice = np.where(same, 1 - self.bw, self.bw / (self.counts - 1))
            normal = np.exp(-0.5 * ((self.data - x) / self.bw) ** 2) / (np.sqrt(2 * np.pi) * self.bw)
            return np.prod(np.where(self.is_choice, choice, normal), axis=1).mean()

    class FasterNormal:
        """scipy's truncnorm.rvs for one number: the quantile of one uniform number."""

        @staticmethod
        def rvs(a, b, loc, scale):
            low, high = ndtr(a), ndtr(b)
            return float(np.clip(loc + scale * ndtri(low + np.random.uniform() * (high - low)), 0, 1))

    class Nonparametric:
        KDEMultivariate = Faster

    class Models:
        nonparametric = Nonparametric

    class Distributions:
        truncnorm = FasterNormal

    module.sm, module.sps = Models, Distributions


def drive_dehb(given, seed, workers):
    import tempfile

    from dehb import DEHB

    with tempfile.TemporaryDirectory() as folder:
        # Its n_workers is for Dask: ask and tell know no number of workers.
        optimizer = DEHB(
            cs=space_of(given.d, seed), f=lambda *_: None, dimensions=given.d, min_fidelity=LEAST, max_fidelity=MOST, eta=ETA,
            n_workers=1, seed=seed, output_path=folder, save_freq=None, log_level="ERROR",
        )
        while True:
            while workers.free():
                job = optimizer.ask()
                workers.start(job, job["config"], job["fidelity"])
            job, loss = workers.end()
            optimizer.tell(job, {"fitness": loss, "cost": 1})


if __name__ == "__main__":
    main()
